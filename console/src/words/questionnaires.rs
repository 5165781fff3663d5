//! Questionnaires: what is assigned, declined, and came of it.

use super::words;

words! {
    title: "Questionnaires" / "Cuestionarios";
    of(name): "Questionnaires of {name}" / "Cuestionarios de {name}";
    card_text: "What you are asked, and what came of it." / "Lo que se le pregunta, y qué salió.";
    link: "Questionnaires and results" / "Cuestionarios y resultados";
    own_intro: "Your companion asks these set questions from time to time. You can leave out any, or all of them." / "Su compañía hace estas preguntas de vez en cuando. Puede dejar alguna, o todas.";
    who_reads: "Those who treat you read the answers. Care staff do not. Family sees results only if you share them." / "Las respuestas las lee quien le trata. El personal de cuidado no. La familia ve resultados solo si usted los comparte.";
    none_assigned: "No questionnaire is assigned now." / "Ahora no hay ningún cuestionario asignado.";
    every(days): "Asked every {days} days." / "Se pregunta cada {days} días.";
    declined(when): "Declined: {when}. It is not asked." / "Rechazado: {when}. No se pregunta.";
    decline: "I do not want to be asked this" / "No quiero que me pregunten esto";
    ask_again: "You may ask me this again" / "Me lo pueden volver a preguntar";
    now_declined: "You are not asked this any more. Those who treat you can see that." / "Ya no se le pregunta esto. Quien le trata puede verlo.";
    now_asked: "Your companion may ask you this again." / "Su compañía puede volver a preguntárselo.";
    assigned: "Assigned" / "Asignados";
    assign: "Assign a questionnaire" / "Asignar un cuestionario";
    assign_text: "It is asked in a calm moment and never in danger. The resident can leave out any of it, and decline it." / "Se pregunta en un momento tranquilo y nunca en peligro. El residente puede dejar partes o rechazarlo.";
    which: "Which one" / "Cuál";
    option(title, items, days): "{title}: {items} questions, every {days} days at most" / "{title}: {items} preguntas, como mucho cada {days} días";
    days: "Every how many days" / "Cada cuántos días";
    days_hint: "14 to 365." / "De 14 a 365.";
    days_wrong: "Write a number from 14 to 365." / "Escriba un número de 14 a 365.";
    too_often: "This questionnaire may not be asked so often. Write a larger number." / "Este cuestionario no se puede preguntar tan a menudo. Escriba un número mayor.";
    unknown: "The words of this questionnaire are not installed here, so it could never be asked. Nothing was assigned." / "El texto de este cuestionario no está instalado, así que nunca se preguntaría. No se asignó nada.";
    none_installed: "No questionnaire is installed here. Whoever runs the platform installs their words." / "Aquí no hay cuestionarios instalados. Los instala quien opera la plataforma.";
    stands_declined: "The resident declined this less than thirty days ago. Nothing was changed. They can take it up again themselves." / "El residente lo rechazó hace menos de treinta días. No se cambió nada. Puede retomarlo cuando quiera.";
    assign_yes: "Assign it" / "Asignarlo";
    no_more: "Ask it no more" / "No preguntarlo más";
    saved: "It was saved." / "Se guardó.";
    shared: "The resident shares these results with you, and can stop that at any time." / "El residente comparte estos resultados con usted, y puede dejar de hacerlo cuando quiera.";
    no_diagnosis: "A score is no diagnosis. Ask those who treat them what it means." / "Una puntuación no es un diagnóstico. Pregunte a quien le trata qué significa.";
    not_shared: "These results are not shared with you" / "Estos resultados no se comparten con usted";
    not_shared_text: "Only the resident can change that." / "Solo el residente puede cambiarlo.";
}
