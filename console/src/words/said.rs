//! What a resident does about things that were said: an opinion, taking words back, looking for them.

use super::words;

words! {
    opinion: "Did this help?" / "¿Le sirvió esto?";
    was_helpful: "You said that this helped" / "Usted dijo que le sirvió";
    was_not: "You said that this did not help" / "Usted dijo que no le sirvió";
    opinion_text: "Your answer goes to the people who make the companion better. You can change it." / "Su respuesta llega a quienes mejoran la compañía. Puede cambiarla.";
    yes: "Yes, it helped" / "Sí, me sirvió";
    no: "No, it did not help" / "No, no me sirvió";
    why: "If not, why?" / "Si no, ¿por qué?";
    no_reason: "I do not want to say" / "Prefiero no decirlo";
    misunderstood: "It did not understand me" / "No me entendió";
    repeated: "It said that before" / "Ya lo había dicho";
    unwanted: "I did not ask for it" / "No lo pedí";
    unkind: "It was unkind" / "No fue amable";
    unclear: "It was hard to understand" / "No se entendía";
    harmful: "It should not have been said at all" / "No debió decirse";
    need_opinion: "Choose whether it helped." / "Elija si le sirvió.";
    save: "Send my answer" / "Enviar mi respuesta";
    take_back: "Take these words back" / "Retirar estas palabras";
    copy: "Get a copy to keep" / "Obtener una copia para guardar";
    copy_text: "This is the whole conversation. Print it, or save the page. Whoever has the copy can read it." / "Esta es la conversación completa. Imprímala o guarde la página. Quien tenga la copia podrá leerla.";
    copy_next: "The rest of the copy" / "El resto de la copia";
    end: "End this conversation" / "Terminar esta conversación";
    end_title: "End this conversation?" / "¿Terminar esta conversación?";
    end_text: "What was said stays. Next time your companion greets you anew." / "Lo dicho queda guardado. La próxima vez su compañía le saludará de nuevo.";
    ended: "This conversation has ended." / "Esta conversación terminó.";
    end_alert: "Your care team still has an alert from you, so this stays open. You can go on writing." / "Su equipo de cuidado aún tiene una alerta de usted, así que sigue abierta. Puede seguir escribiendo.";
    taken_back: "These words were taken back." / "Estas palabras se retiraron.";
    take_title: "Take these words back?" / "¿Retirar estas palabras?";
    take_1: "Nobody who reads here sees them any more, and you do not either." / "Quien lea aquí ya no las verá, y usted tampoco.";
    take_2: "That you wrote something stays, and so does an alert that it raised." / "Queda que usted escribió algo, y también la alerta que causó.";
    take_3: "The words stay locked away for as long as the record is kept." / "Las palabras quedan bajo llave mientras se guarden sus datos.";
    take_why: "Why?" / "¿Por qué?";
    asked_for: "I do not want them there" / "No quiero que estén ahí";
    about_another: "They are about somebody else" / "Son sobre otra persona";
    wrong_person: "They were written on the wrong tablet" / "Se escribieron en la tableta equivocada";
    secret: "They hold a password or a secret number" / "Tienen una contraseña o un número secreto";
    need_reason: "Choose why." / "Elija por qué.";
    take_yes: "Yes, take them back" / "Sí, retirarlas";
    too_often: "These words cannot be changed now. Look at them once more." / "Estas palabras no se pueden cambiar ahora. Mírelas otra vez.";
    search: "Look for something I said" / "Buscar algo que dije";
    search_title: "Look in my conversations" / "Buscar en mis conversaciones";
    search_label: "Words to look for" / "Palabras que busca";
    search_hint: "Two letters at least. What you look for is not kept." / "Dos letras como mínimo. Lo que busca no se guarda.";
    search_wrong: "Write two letters at least, and 200 at most." / "Escriba dos letras como mínimo, y 200 como máximo.";
    search_go: "Look" / "Buscar";
    found(count): "Found on this page: {count}" / "Encontrado en esta página: {count}";
    none: "Nothing was found. Try fewer words." / "No se encontró nada. Pruebe con menos palabras.";
    none_here: "Nothing was found so far. There is more to look through." / "Por ahora no se encontró nada. Queda más por mirar.";
    go_on: "Look further back" / "Buscar más atrás";
    found_by(by, when): "{by}: {when}" / "{by} – {when}";
}
