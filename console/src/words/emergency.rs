//! An emergency that staff declare.

use super::words;

words! {
    title: "Emergency" / "Emergencia";
    link: "Emergency" / "Emergencia";
    intro(name): "Declare one when something grave has happened to {name}. It tells relatives as much as {name} lets each of them know." / "Declárela cuando a {name} le haya pasado algo grave. Dice a los familiares lo que {name} permite a cada uno.";
    calls_nobody: "This calls nobody" / "Esto no llama a nadie";
    calls_nobody_text: "No doctor, no ambulance and no relative is called or written to. Get help first, then declare it here." / "No se llama ni se escribe a ningún médico, ambulancia ni familiar. Primero pida ayuda, y después declárela aquí.";
    none: "No emergency is declared." / "No hay ninguna emergencia declarada.";
    stands: "An emergency is declared" / "Hay una emergencia declarada";
    declared(who, when): "{who} declared it: {when}." / "La declaró {who}: {when}.";
    ask_for(name): "Relatives who are told it read: ask for {name}." / "Los familiares a quienes se dice leen: pregunte por {name}.";
    ends(when): "It ends by itself: {when}." / "Termina sola: {when}.";
    look: "Look at it, or end it" / "Verla o terminarla";
    end: "End the emergency" / "Terminar la emergencia";
    end_text: "Relatives who are told only in an emergency then see nothing of it any more, at once." / "Los familiares a quienes solo se avisa en una emergencia dejan de verla en seguida.";
    ended: "The emergency is ended." / "La emergencia está terminada.";
    ended_other: "The one that you ended is over. Another was declared meanwhile, and it lasts." / "La que usted terminó ya pasó. Mientras tanto se declaró otra, y sigue.";
    now_declared: "The emergency is declared." / "La emergencia está declarada.";
    declare: "Declare an emergency" / "Declarar una emergencia";
    anew: "Declare it anew" / "Declararla otra vez";
    anew_text: "When the place or whom to ask for has changed, or it takes longer. The one that lasts now ends with it." / "Si cambió el lugar o por quién preguntar, o si dura más. La que dura ahora termina con esta.";
    place: "Where the resident is" / "Dónde está el residente";
    place_need: "Choose where the resident is." / "Elija dónde está el residente.";
    on_unit: "On their unit" / "En su unidad";
    in_facility: "Elsewhere in the house" / "En otra parte de la casa";
    on_the_way: "On the way to a hospital" / "Camino al hospital";
    at_hospital: "In a hospital" / "En un hospital";
    unknown: "Not known yet" / "Todavía no se sabe";
    contact: "For whom relatives ask" / "Por quién preguntan los familiares";
    myself(name): "{name} (you)" / "{name} (usted)";
    contact_need: "Choose for whom relatives ask: you, or somebody who is on shift." / "Elija por quién preguntan los familiares: usted, o alguien que esté de turno.";
    contact_gone: "This person cannot be asked for here any more. Choose somebody else." / "Ya no se puede preguntar aquí por esta persona. Elija a otra.";
    shifts_away: "We cannot read who is on shift right now. You can be asked for, and declare it anew later." / "Ahora no podemos leer quién está de turno. Pueden preguntar por usted, y después declararla otra vez.";
    minutes: "After how many minutes it ends by itself" / "Después de cuántos minutos termina sola";
    minutes_hint(least, most): "{least} to {most}. 240 are four hours, 1440 a day. You can end it before." / "De {least} a {most}. 240 son cuatro horas, 1440 un día. Puede terminarla antes.";
    minutes_wrong(least, most): "Write a whole number of minutes, {least} to {most}." / "Escriba un número entero de minutos, de {least} a {most}.";
    next: "Read what it does" / "Leer qué hace";
    read_title: "Declare this emergency?" / "¿Declarar esta emergencia?";
    read_text: "Nothing is declared yet. This is what it does:" / "Todavía no se ha declarado nada. Esto es lo que hace:";
    told(name): "Relatives whom {name} lets know in an emergency only then read on their page:" / "Los familiares a quienes {name} permite saber solo en una emergencia leen entonces en su página:";
    told_news: "Relatives who get news of a crisis read that there is an emergency, and since when." / "Los familiares que reciben avisos de crisis leen que hay una emergencia, y desde cuándo.";
    told_no_more: "Nobody reads more than that: no conversation, no answer, no plan of care. Staff see no more than before." / "Nadie lee más que eso: ninguna conversación, ninguna respuesta, ningún plan de cuidado. El personal no ve más que antes.";
    lasts(minutes, when): "It lasts {minutes} minutes from when you press, about until: {when}. Then it ends by itself." / "Dura {minutes} minutos desde que pulse, más o menos hasta: {when}. Después termina sola.";
    kept(name): "Your name is kept with it. {name} reads in their record that you wrote of a crisis." / "Su nombre queda con ella. {name} lee en su registro que usted escribió sobre una crisis.";
    replaces(who, when): "The one that {who} declared ({when}) ends with it." / "La que declaró {who} ({when}) termina con esta.";
    yes: "Declare it" / "Declararla";
    change: "Change something" / "Cambiar algo";
    stale: "Since you looked, something has changed: what stands now is above. Yours was not declared. Your choices are still here." / "Desde que usted miró algo ha cambiado: arriba está lo que hay ahora. La suya no se declaró. Lo que eligió sigue aquí.";
    not_yet: "It is not known whether it was done" / "No se sabe si se hizo";
    not_yet_text: "A part of the system does not answer. Your choices are still here: press again in a minute. If it was done, the page will say so." / "Una parte del sistema no responde. Lo que eligió sigue aquí: pulse otra vez en un minuto. Si ya se hizo, la página lo dirá.";
    again: "Try again" / "Probar otra vez";
    not_theirs: "You cannot declare an emergency here" / "Usted no puede declarar una emergencia aquí";
    not_theirs_text: "Staff of the resident's unit can, and those who treat the resident. Ask one of them." / "Puede el personal de la unidad del residente y quien le trata. Pídaselo a alguien de ellos.";
}
