//! In which room a resident lives.

use super::words;

words! {
    title: "Unit and room" / "Unidad y habitación";
    text: "Whoever answers an alert reads it beside the name. It is forgotten when the resident moves to another unit." / "Quien responde a una alerta la lee junto al nombre. Se olvida cuando el residente pasa a otra unidad.";
    label: "Number or name of the room" / "Número o nombre de la habitación";
    hint: "As you say it here: 12, or 3 B by the window. Leave it empty if there is none." / "Como se dice aquí: 12, o 3 B junto a la ventana. Déjelo vacío si no tiene.";
    long: "At most 32 letters and digits, in one line." / "Como mucho 32 letras y números, en una línea.";
    no_unit: "This resident lives on no unit yet. Assign the unit first." / "Este residente aún no tiene unidad. Asígnele primero la unidad.";
    save: "Keep it" / "Guardar";
    unit: "Unit" / "Unidad";
    unit_text: "Alerts of a resident go to the staff of their unit. You can choose among your own." / "Las alertas de un residente van al personal de su unidad. Usted elige entre las suyas.";
    unit_label: "The unit that they live on" / "La unidad en que vive";
    unit_move: "Move them there" / "Pasar a esta unidad";
    moved: "They live on that unit now. Tell the room anew." / "Ahora vive en esa unidad. Indique otra vez la habitación.";
    saved: "The room is kept." / "La habitación quedó guardada.";
    link: "Unit and room" / "Unidad y habitación";
    named(room): "room {room}" / "habitación {room}";
}
