//! What a program read in a resident's own message, and their word on that.

use super::words;

words! {
    title: "What a program read in my words" / "Lo que un programa leyó en mis palabras";
    intro: "A program looks in every message for signs that somebody may need help. It can be wrong." / "Un programa busca en cada mensaje señales de que alguien puede necesitar ayuda. Puede equivocarse.";
    nothing: "It read no sign of danger here." / "Aquí no leyó ninguna señal de peligro.";
    read(what): "It read signs of this: {what}." / "Leyó señales de esto: {what}.";
    question: "Was this right?" / "¿Fue así?";
    yes: "Yes, that is right" / "Sí, es así";
    no: "That is not how I meant it" / "No lo quise decir así";
    said_yes: "You said that this is right." / "Usted dijo que es así.";
    said_no: "You said that you did not mean it like that." / "Usted dijo que no lo quiso decir así.";
    change: "You can say it otherwise." / "Puede decirlo de otra manera.";
    effect: "Your word takes away no help, and staff still see your message. It helps to make the program better." / "Su palabra no le quita ninguna ayuda, y el personal sigue viendo su mensaje. Sirve para mejorar el programa.";
    leaves: "It leaves this house only if you allowed that, and without names." / "Sale de esta casa solo si usted lo permitió, y sin nombres.";
    cannot: "Nothing more can be said about these words here." / "Aquí ya no se puede decir nada más sobre estas palabras.";
    on_day(day): "What a program read on {day}" / "Lo que un programa leyó: {day}";
    on_day_link: "What a program read in my words" / "Lo que un programa leyó en mis palabras";
    none_on_day: "There are no words of yours on this day any more." / "En este día ya no hay palabras suyas.";
    some_on_day: "More was said that day than is shown here. The rest is in your earlier talks." / "Ese día se dijo más de lo que se ve aquí. Lo demás está en sus conversaciones anteriores.";
}
