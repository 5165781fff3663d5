//! How a resident wants to be talked with.

use super::words;

words! {
    title: "How I like to talk" / "Cómo me gusta hablar";
    card_text: "Language, short answers, faith." / "Idioma, respuestas cortas, fe.";
    intro: "Your companion talks with you like this from your next message on." / "Su compañía hablará así desde su próximo mensaje.";
    language: "Language your companion speaks" / "Idioma que habla su compañía";
    as_written: "The one in which I write" / "El idioma en que escribo";
    how: "How it answers" / "Cómo responde";
    simple: "Short answers, one idea at a time" / "Respuestas cortas, una idea cada vez";
    faith: "Faith may be spoken of" / "Puede hablar de la fe";
    faith_hint: "Without this it does not speak of faith by itself." / "Sin esto no habla de la fe por sí sola.";
    saved: "Your companion talks with you like this from now on." / "Su compañía hablará así con usted desde ahora.";
}
