//! What staff know that decides which ideas fit a resident.

use super::words;

words! {
    title: "What fits" / "Lo que conviene";
    link: "What fits this resident" / "Lo que conviene a este residente";
    intro(name): "What the companion may suggest to {name}. What is not known is taken as the safer." / "Lo que la compañía puede proponer a {name}. Lo que no se sabe se toma por lo más seguro.";
    moves: "Moves" / "Movimiento";
    lying: "In bed" / "En cama";
    seated: "In a chair" / "En silla";
    standing: "On their feet" / "De pie";
    hears: "Hearing is good" / "Oye bien";
    sees: "Sight is good" / "Ve bien";
    diet: "Food or drink is restricted" / "Tiene restricciones de comida o bebida";
    falls: "Falls are a danger" / "Hay riesgo de caídas";
    yes: "Yes, it is so" / "Sí, así es";
    no: "No, it is not so" / "No, no es así";
    unknown: "Not known" / "No se sabe";
    how: "How the companion talks" / "Cómo habla la compañía";
    simple: "One idea at a time, whatever the resident set" / "Una idea cada vez, elija lo que elija el residente";
    psychosis: "Voices or fears that others do not share are known" / "Se conocen voces o miedos que otros no comparten";
    psychosis_hint: "Ideas that lean on imagination are left out." / "Se omiten ideas que se apoyan en la imaginación.";
    save: "Save" / "Guardar";
    saved: "It is kept. It holds from the next message on." / "Quedó guardado. Vale desde el próximo mensaje.";
}
