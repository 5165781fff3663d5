//! How a resident's days were called, and how a program read them.

use super::words;

words! {
    title: "How my days were" / "Cómo fueron mis días";
    card_text: "What you called them, and what a program read." / "Cómo los llamó usted, y qué leyó un programa.";
    intro: "These are your days with a talk in the last 30 days. Two things can stand at a day." / "Estos son sus días con conversación en los últimos 30 días. En cada día pueden estar dos cosas.";
    from_you: "What you called it. The companion asked, and you said it." / "Cómo lo llamó usted. La compañía preguntó y usted lo dijo.";
    from_program: "How your messages sounded. A program guessed that from your words. It is no finding about you." / "Cómo sonaron sus mensajes. Un programa lo supuso por sus palabras. No es un hallazgo sobre usted.";
    who: "Whoever may know how you are sees this too. You decide that." / "Quien puede saber cómo está también lo ve. Eso lo decide usted.";
    shares: "What I share, and with whom" / "Qué comparto, y con quién";
    empty: "There is no talk in these days yet. Days with a talk appear here." / "Todavía no hay conversaciones en estos días. Aquí aparecen los días con conversación.";
    away: "More messages were there than could be read. Some are missing here." / "Hubo más mensajes de los que se pudieron leer. Falta alguno aquí.";
    finding(called, read): "Days that you called something: {called}. Days that a program read: {read}." / "Días que usted llamó de algún modo: {called}. Días que leyó un programa: {read}.";
    you: "you called it" / "usted lo llamó";
    program: "it sounded" / "sonó";
    numbers: "In the picture and its table, 3 is good, 2 is in between, 1 is hard or low." / "En la imagen y su tabla, 3 es bueno, 2 es regular, 1 es difícil o triste.";
    good: "good" / "bueno";
    middling: "in between" / "regular";
    hard: "hard" / "difícil";
    called(word): "You called it: {word}." / "Usted lo llamó: {word}.";
    not_called: "You did not call it anything." / "Usted no lo llamó de ninguna manera.";
    sounded_good: "Your messages sounded good." / "Sus mensajes sonaron bien.";
    sounded_mixed: "Your messages sounded mixed." / "Sus mensajes sonaron variados.";
    sounded_low: "Your messages sounded low." / "Sus mensajes sonaron tristes.";
    not_read: "No program read how it sounded." / "Ningún programa leyó cómo sonó.";
    change: "Change or forget what I called it" / "Cambiar u olvidar cómo lo llamé";
    change_title: "What I called this day" / "Cómo llamé a este día";
    right: "It was" / "Fue";
    save: "Save" / "Guardar";
    forget: "Forget what I called it" / "Olvidar cómo lo llamé";
    forget_text: "Then nobody is told what you called it. Your messages stay." / "Después nadie sabrá cómo lo llamó. Sus mensajes se quedan.";
    take_back: "What a program read goes with your words: take back a message, and it does not count any more." / "Lo que leyó un programa se va con sus palabras: retire un mensaje y ya no cuenta.";
    earlier: "My earlier talks" / "Mis conversaciones anteriores";
    saved: "It stands as you set it." / "Queda como usted lo puso.";
    forgotten: "It is forgotten." / "Quedó olvidado.";
    gone: "There is nothing to change at this day any more." / "En este día ya no hay nada que cambiar.";
    choose: "Choose one of the three." / "Elija una de las tres.";
}
