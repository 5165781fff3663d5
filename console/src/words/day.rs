//! What a resident agreed on with the companion for the day.

use super::words;

words! {
    title: "My day" / "Mi día";
    card_text: "What is due now, and what comes." / "Lo que toca ahora, y lo que viene.";
    today: "Today" / "Hoy";
    today_none: "Nothing is agreed for today." / "No hay nada acordado para hoy.";
    all: "All of my day" / "Todo mi día";
    asks: "Your companion asks you about this here." / "Su compañía le pregunta por esto aquí.";
    now: "Due now" / "Ahora";
    later: "Comes later" / "Más tarde";
    empty: "Nothing is due. What you agree on with your companion can stand here." / "No hay nada pendiente. Lo que acuerde con su compañía puede aparecer aquí.";
    none_now: "Nothing is due now." / "Ahora no toca nada.";
    since(when): "Since: {when}" / "Desde: {when}";
    at(when): "When: {when}" / "Cuándo: {when}";
    done: "Done" / "Hecho";
    talk: "Talk about it" / "Hablar de esto";
    finished: "It is done." / "Ya está hecho.";
    check_in: "A word about your day" / "Unas palabras sobre su día";
    good_thing: "One good thing of the day" / "Una cosa buena del día";
    slow_breath: "A slow breath" / "Una respiración lenta";
    follow_up: "A word about how you are now" / "Unas palabras sobre cómo está ahora";
    instrument: "A few questions about how you are" / "Unas preguntas sobre cómo está";
    reminder: "A reminder" / "Un recordatorio";
    plan_back: "A word about how your plan went" / "Unas palabras sobre cómo le fue con su plan";
    card_back: "A word about how that idea went" / "Unas palabras sobre cómo le fue con esa idea";
    due(what): "It is time for: {what}" / "Es la hora de: {what}";
}
