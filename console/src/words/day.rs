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
    each: "Each day" / "Cada día";
    each_is(time, what): "Each day from {time} your companion asks you about this: {what}." / "Cada día desde las {time} su compañía le pregunta por esto: {what}.";
    each_none: "Your companion asks you nothing each day." / "Su compañía no le pregunta nada cada día.";
    each_set: "Choose something for each day" / "Elegir algo para cada día";
    each_change: "Change it" / "Cambiarlo";
    each_end: "Ask me nothing each day" / "No preguntarme nada cada día";
    each_title: "Something for each day" / "Algo para cada día";
    each_intro: "Your companion can ask you one small thing each day. You choose what, and from which hour. There is one such thing at a time." / "Su compañía puede preguntarle una cosa pequeña cada día. Usted elige qué, y desde qué hora. Hay una sola cosa así a la vez.";
    each_when: "It asks when you talk with it, in the four hours after that time. If you do not talk then, it asks on the next day." / "Se lo pregunta cuando usted habla con ella, en las cuatro horas después de esa hora. Si no hablan entonces, se lo pregunta otro día.";
    each_what: "What shall it be?" / "¿Qué quiere que sea?";
    each_hour: "From which hour?" / "¿Desde qué hora?";
    each_hour_none: "Choose an hour" / "Elija una hora";
    each_need_kind: "Choose what your companion asks you." / "Elija qué le pregunta su compañía.";
    each_need_hour: "Choose an hour." / "Elija una hora.";
    each_next: "Go on" / "Seguir";
    each_check: "Is this right?" / "¿Es así?";
    each_undo: "You can change or end it here at any time." / "Puede cambiarlo o terminarlo aquí cuando quiera.";
    each_yes: "Yes, ask me" / "Sí, pregúnteme";
    each_end_title: "Ask nothing each day?" / "¿No preguntar nada cada día?";
    each_end_text: "This ends. Your companion does not offer it again by itself, and you can choose it here at any time." / "Esto termina. Su compañía no se lo vuelve a ofrecer, y usted puede elegirlo aquí cuando quiera.";
    each_end_yes: "Yes, end it" / "Sí, terminarlo";
    each_not_here: "Where you live, the law does not let your companion ask something each day." / "Donde usted vive, la ley no deja que su compañía pregunte algo cada día.";
    morning: "Morning" / "Mañana";
    afternoon: "Afternoon" / "Tarde";
    evening: "Evening" / "Noche";
    night: "Night" / "Madrugada";
    due(what): "It is time for: {what}" / "Es la hora de: {what}";
}
