//! A relative who acts for a resident.

use super::words;

words! {
    until(name, kind, when): "You act for {name}: {kind}, until {when}." / "Usted actúa en nombre de {name}: {kind}, hasta {when}.";
    open(name, kind): "You act for {name}: {kind}. No end is set." / "Usted actúa en nombre de {name}: {kind}. No tiene fecha de fin.";
    power_of_attorney: "by a power of attorney for health care" / "con un poder para decisiones de salud";
    guardian: "as guardian" / "como tutor o tutora legal";
    parent: "as parent" / "como padre o madre";
    executor: "as executor of the estate" / "como albacea";
    reaches: "Your document reaches:" / "Su documento alcanza a:";
    may_consent: "You may also decide what is shared. There is no page for that yet: ask the office." / "También puede decidir qué se comparte. Todavía no hay página para eso: pregunte en la oficina.";
    by_mandate: "Your document says so." / "Así lo dice su documento.";
    away: "We cannot read for whom you act" / "No podemos leer en nombre de quién actúa";
    away_text: "Until we can, you see what was given to you as family. Try again in a moment." / "Hasta entonces usted ve lo que se le dio como familiar. Pruebe otra vez en un momento.";
}
