//! The page on which residents talk with the companion.

use super::words;

words! {
    title: "Talk with your companion" / "Hablar con su compañía";
    notice: "This is a computer program, not a person. You can ask for a person at any time." / "Esto es un programa, no una persona. Si quiere hablar con alguien, toque Ayuda.";
    log: "Conversation" / "Conversación";
    empty: "No messages yet. Say hello, or tell me how you slept." / "Todavía no hay mensajes. Salude, o cuénteme cómo durmió.";
    field: "Your message" / "Su mensaje";
    send: "Send" / "Enviar";
    stop: "Stop" / "Parar";
    help: "Help" / "Ayuda";
    you: "You" / "Usted";
    companion: "Companion" / "Compañía";
    staff: "A person from your care team" / "Una persona que le cuida";
    resident: "Resident" / "Residente";
    answering: "Companion is answering" / "Su compañía está respondiendo";
    below: "New answer below" / "Hay una respuesta más abajo";
    source(source): "Source: {source}" / "Fuente: {source}";
    cut: "The answer broke off here. Your words are kept." / "La respuesta se cortó aquí. Sus palabras están guardadas.";
    stopped: "You stopped the answer." / "Usted paró la respuesta.";
    not_sent: "Your words are still here. We could not send them. Press Send to try again." / "Sus palabras siguen aquí. No pudimos enviarlas. Toque Enviar para probar otra vez.";
    journal: "Your words are kept. They will be filed when the system is whole again." / "Sus palabras están guardadas. Se archivarán cuando el sistema funcione del todo.";
    signed_out: "You are signed out. Please sign in again. Your words are still here." / "Su sesión se cerró. Entre otra vez. Sus palabras siguen aquí.";
    of_before: "This page was from before you signed in again. Your words are still here. Press Send to send them." / "Esta página era de antes de que usted entrara otra vez. Sus palabras siguen aquí. Toque Enviar para enviarlas.";
    not_agreed: "You have not agreed to talk here, or you took it back. Ask staff to help you change that." / "Usted no ha dado su permiso para hablar aquí, o lo retiró. Pida ayuda al personal para cambiarlo.";
    waiting: "An answer is still on its way. Please wait a moment, then press Send." / "Todavía viene una respuesta. Espere un momento y toque Enviar.";
    too_long: "That is too long for one message. Please send it in parts." / "Es demasiado largo para un solo mensaje. Envíelo por partes.";
    too_fast: "That was very fast. Please wait a moment, then press Send." / "Fue muy rápido. Espere un momento y toque Enviar.";
    nothing: "Please write something first." / "Escriba algo primero.";
    unread: "We cannot show what was said before. You can write all the same." / "No podemos mostrar lo que se dijo antes. Puede escribir de todos modos.";
    earlier: "Earlier conversations" / "Conversaciones anteriores";
    earlier_title: "Your earlier conversations" / "Sus conversaciones anteriores";
    earlier_empty: "There are no earlier conversations." / "No hay conversaciones anteriores.";
    earlier_messages: "Show what was said before" / "Mostrar lo que se dijo antes";
    messages_one: "1 message" / "1 mensaje";
    messages_more(count): "{count} messages" / "{count} mensajes";
    seen_by(name, time): "{name} has seen this at {time}." / "{name} vio esto a las {time}.";
    writes_now(name): "{name} writes here now. This is a person, not the program." / "{name} escribe aquí ahora. Es una persona, no el programa.";
    answers_again: "Your companion, the program, answers again." / "Su compañía, el programa, responde otra vez.";
    closed_by(name, time): "{name} has closed this at {time}." / "{name} lo cerró a las {time}.";
    person_reads: "A person from your care team writes here now. Your words reach them." / "Una persona que le cuida escribe aquí ahora. Sus palabras le llegan.";
    choices: "You can choose an answer" / "Puede elegir una respuesta";
    again: "Sign in again, and keep my words" / "Entrar otra vez y guardar mis palabras";
    speak: "Speak" / "Hablar en voz alta";
    listens: "We are listening. Speak now." / "Le escuchamos. Hable ahora.";
    heard: "Your words are in the field. Look at them, then press Send." / "Sus palabras están en el campo. Mírelas y toque Enviar.";
    not_heard: "We could not hear that. You can type instead." / "No se pudo oír. También puede escribir.";
    read_aloud: "Read aloud" / "Leer en voz alta";
    read_stop: "Stop reading" / "Dejar de leer";
    given_back(name, time): "{name} does not have this any more ({time}). Your care team has the alert again." / "{name} ya no tiene esta alerta ({time}). Su equipo de cuidado vuelve a tenerla.";
    anew: "Start a new conversation" / "Empezar una conversación nueva";
}

/// How many messages a conversation has.
pub(crate) fn messages(lang: super::Lang, count: u64) -> String {
    if count == 1 { messages_one(lang).to_owned() } else { messages_more(lang, count) }
}
