//! Articles for families, and the sources of what the companion says.

use super::words;

words! {
    title: "To read" / "Para leer";
    intro: "Short pages for people who love somebody who lives here." / "Páginas cortas para quienes quieren a alguien que vive aquí.";
    empty: "There is nothing to read now. Ask staff what they can give you." / "Ahora no hay nada para leer. Pregunte al personal qué le pueden dar.";
    link: "Short pages to read" / "Páginas cortas para leer";
    after_notice: "What to do after a crisis notice" / "Qué hacer después de un aviso de crisis";
    sources: "Where this comes from" / "De dónde viene esto";
    source_line(publisher, title, date): "{publisher}: {title}. As of {date}." / "{publisher}: {title}. Al día {date}.";
    ours: "The words are ours. No sentence is taken from a source." / "Las palabras son nuestras. Ninguna frase viene de una fuente.";
    unreviewed: "Not reviewed by a clinician yet." / "Todavía no lo ha revisado un profesional de la salud.";
    reviewed(who, date): "Reviewed by {who} on {date}." / "Revisado por {who} el {date}.";
    source_title: "A source" / "Una fuente";
    source_text: "Your companion draws on this. The idea comes from here." / "Su compañía se apoya en esto. La idea viene de aquí.";
    as_of(date): "We looked at it on {date}." / "Lo miramos el {date}.";
    rests: "What rests on it" / "Lo que se apoya en ella";
    not_care: "This is not treatment. If you worry about your health, ask staff or a doctor." / "Esto no es un tratamiento. Si le preocupa su salud, pregunte al personal o al médico.";
}
