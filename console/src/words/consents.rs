//! What a resident shares, read back before it is kept.

use super::words;

words! {
    title: "What I share, and with whom" / "Qué comparto, y con quién";
    intro: "You decide who sees what. You can change this today." / "Usted decide quién ve qué. Puede cambiarlo hoy.";
    asked: "Do you know these people?" / "¿Conoce a estas personas?";
    asked_text(name): "Staff entered {name} as one of your people. They see nothing before you say yes." / "El personal registró a {name} entre los suyos. No ve nada antes de que usted diga que sí.";
    asked_yes: "Yes, I know them" / "Sí, es de los míos";
    asked_no: "No, take them off" / "No, que se quite";
    asked_known: "Now they are one of your people. They see nothing until you share something." / "Ahora es de los suyos. No ve nada hasta que usted comparta algo.";
    asked_unknown: "They are taken off." / "Ya no está entre los suyos.";
    family: "My family" / "Mi familia";
    nobody: "No relative is entered yet. Ask staff to invite somebody." / "Todavía no hay familiares registrados. Pida al personal que invite a alguien.";
    more_title: "There is more than is shown here" / "Hay más de lo que se muestra aquí";
    more_text: "You share more than one page can show. Ask staff to look at the rest with you." / "Usted comparte más de lo que cabe en una página. Pida al personal que vea el resto con usted.";
    nothing_here: "Among what is shown here there is nothing for this person." / "Entre lo que se muestra aquí no hay nada para esta persona.";
    nothing: "You share nothing with this person." / "Usted no comparte nada con esta persona.";
    change: "Change this" / "Cambiar esto";
    give: "Share something" / "Compartir algo";
    stop: "Stop sharing" / "Dejar de compartir";
    until(when): "Until: {when}" / "Hasta: {when}";
    since(when): "Since: {when}" / "Desde: {when}";
    other: "Other things I said" / "Otras cosas que dije";
    requested: "Waits for the house to accept it" / "Espera a que la casa lo acepte";
    change_title(name): "What may {name} see?" / "¿Qué puede ver {name}?";
    level: "How much" / "Cuánto";
    full: "Much" / "Mucho";
    full_hint: "Visits, care, medicines, mood, and news of a crisis." / "Visitas, cuidado, medicinas, ánimo y avisos de una crisis.";
    limited: "Some things" / "Algunas cosas";
    limited_hint: "Visits and how things are going, and what you tick below." / "Visitas y cómo van las cosas, y lo que marque abajo.";
    emergency: "Only in an emergency" / "Solo en una emergencia";
    emergency_hint: "Nothing, until staff declare an emergency." / "Nada, hasta que el personal declare una emergencia.";
    boxes_full: "With much" / "Con mucho";
    boxes_limited: "With some things" / "Con algunas cosas";
    transcripts: "They may read my conversations word for word" / "Puede leer mis conversaciones palabra por palabra";
    notices: "Tell them when there is a crisis" / "Avisarle cuando haya una crisis";
    care_plan: "My care plan" / "Mi plan de cuidado";
    medications: "My medicines" / "Mis medicinas";
    how_long: "For how long" / "Por cuánto tiempo";
    always: "Until I change it" / "Hasta que yo lo cambie";
    days(count): "For {count} days" / "Por {count} días";
    next: "Read it back to me" / "Léamelo antes";
    read_title: "Is this what you want?" / "¿Es esto lo que quiere?";
    read_text: "Nothing is changed until you say yes." / "Nada cambia hasta que diga que sí.";
    yes: "Yes, I want this" / "Sí, lo quiero";
    undo: "You can take it back at any time on this page." / "Puede retirarlo cuando quiera en esta página.";
    need_level: "Choose how much this person may see." / "Elija cuánto puede ver esta persona.";
    wrong: "This does not go together. Look at what you ticked." / "Esto no va junto. Revise lo que marcó.";
    saved: "It is kept. It holds from now on." / "Quedó guardado. Vale desde ahora.";
    stopped: "It is taken back. Nobody can rest on it any more." / "Quedó retirado. Ya nadie puede apoyarse en ello.";
    stop_title(name): "Stop sharing with {name}?" / "¿Dejar de compartir con {name}?";
    stop_text(name): "From then on {name} sees nothing by this. What was seen before cannot be unseen." / "Desde entonces {name} no verá nada por esto. Lo ya visto no se puede borrar.";
    stop_this: "Take this back?" / "¿Retirar esto?";
    stop_this_text: "From then on it does not hold any more." / "Desde entonces ya no vale.";
    stop_yes: "Yes, stop it" / "Sí, retirarlo";
    changed: "It changed in the meantime. Please look once more." / "Cambió mientras tanto. Mírelo una vez más.";
}
