//! What a shift hands over.

use super::words;

words! {
    title: "Handover" / "Relevo";
    intro(since): "Alerts and notes since: {since}" / "Alertas y notas desde: {since}";
    hours: "How far back" / "Desde hace cuánto";
    hours_one(count): "{count} hours" / "{count} horas";
    show: "Show" / "Mostrar";
    empty: "Nothing to hand over for these hours. Alerts and notes appear here." / "Nada que entregar de estas horas. Aquí aparecen alertas y notas.";
    alerts: "Alerts" / "Alertas";
    alert_raised(level, when): "{level}, raised {when}" / "{level}, desde {when}";
    alert_closed(when, who): "Closed {when} by {who}" / "Cerrada {when} por {who}";
    alert_closed_at(when): "Closed {when}" / "Cerrada {when}";
    notes: "Notes" / "Notas";
    by_person(name, when): "{name}, {when}" / "{name}. {when}";
    by_companion(when): "The companion (a program), {when}" / "La compañía (un programa). {when}";
    time_shift: "Spoke of somebody who has died as if they were alive." / "Habló de alguien que murió como si viviera.";
    follow_up_missed: "Was never reached to ask how it is after the crisis. Please go and see." / "No se le pudo preguntar cómo está después de la crisis. Vaya a verle, por favor.";
    follow_up_worse: "Said it is worse since the crisis." / "Dijo que está peor desde la crisis.";
    rule(name): "The companion noticed: {name}" / "La compañía notó: {name}";
    rule_unnamed: "The companion noticed something and did not say what." / "La compañía notó algo y no dijo qué.";
    conversation: "The conversation" / "La conversación";
    open: "Open their page" / "Abrir su página";
    add: "Add a note" / "Añadir una nota";
    add_title: "A note for colleagues" / "Una nota para colegas";
    add_text(name): "About {name}. Colleagues who care for them read it." / "Sobre {name}. La leen los colegas que le cuidan.";
    words: "Note" / "Nota";
    words_hint: "What the next shift must know. At most 2,000 characters." / "Lo que debe saber el turno siguiente. Hasta 2000 caracteres.";
    need_words: "Write the note, in at most 2,000 characters." / "Escriba la nota, en un máximo de 2000 caracteres.";
    save: "Leave this note" / "Dejar esta nota";
    finish_title: "Finish the handover" / "Cerrar el relevo";
    finish_text: "Press this once you have read what is above and heard your colleague. What is left later is marked as new." / "Pulse aquí cuando haya leído lo de arriba y escuchado a su colega. Lo posterior aparece como nuevo.";
    finish(unit): "I have taken over {unit}" / "He tomado el relevo de {unit}";
    taken(name, when): "Taken over by {name}: {when}" / "Relevo de {name}: {when}";
    never_taken: "Nobody has finished a handover here yet." / "Aquí nadie ha cerrado un relevo todavía.";
    taken_by_other: "A colleague has just taken over. Their name stands below. Nothing was changed." / "Alguien del equipo acaba de tomar el relevo. Su nombre está abajo. No se cambió nada.";
    taken_now: "You have taken over. What is left from now on is marked as new." / "Usted tomó el relevo. Lo que se deje desde ahora aparece como nuevo.";
    new: "New since the handover" / "Nuevo desde el relevo";
    saved: "The note is kept." / "La nota quedó guardada.";
}
