//! What a relative sees.

use super::words;

words! {
    title: "My family" / "Mi familia";
    empty: "Nobody has entered you as family yet. Ask the resident or staff." / "Nadie le ha registrado como familia. Pregunte al residente o al personal.";
    intro: "The resident decides what you see, and can change it at any time." / "El residente decide qué ve usted, y puede cambiarlo cuando quiera.";
    may: "What I may see, and why" / "Qué puedo ver, y por qué";
    notices: "News" / "Avisos";
    notices_away: "We cannot read the news right now. There may be some. Call the house if you worry." / "Ahora no podemos leer los avisos. Puede haber alguno. Llame a la casa si está preocupado.";
    emergency_away: "We cannot say whether there is an emergency" / "No podemos decir si hay una emergencia";
    emergency_away_text: "This cannot be read right now. Call the house if you worry, or try again in a moment." / "Esto no se puede leer ahora. Llame a la casa si está preocupado, o pruebe en un momento.";
    ask: "Ask for more" / "Pedir ver más";
    ask_text(name): "{name} decides what you see. Nobody here can give you more without their yes. Ask them." / "{name} decide qué ve usted. Nadie aquí puede darle más sin su permiso. Pregúntele.";
    ask_where: "They choose it on their page “What I share, and with whom”, under “About me”." / "Lo elige en su página «Qué comparto, y con quién», en «Sobre mí».";
    ask_staff: "Staff can sit with them and help with the page. They cannot choose for them." / "El personal puede ayudarle con la página. No puede elegir por esa persona.";
    choose(level): "They would have to choose: {level}." / "Tendría que elegir: {level}.";
    choose_with(level, tick): "They would have to choose: {level}. Then tick: {tick}." / "Tendría que elegir: {level}. Y marcar: {tick}.";
    no_notices: "There is no news." / "No hay avisos.";
    notice(level, when): "A crisis ({level}) began: {when}." / "Empezó una crisis ({level}): {when}.";
    notice_plain(when): "A crisis began: {when}." / "Empezó una crisis: {when}.";
    notice_taken(when): "Staff have taken it up: {when}." / "El personal lo atiende: {when}.";
    notice_closed(when): "It is over: {when}." / "Ya terminó: {when}.";
    seen: "I have seen this" / "Lo he visto";
    seen_at(when): "You saw this: {when}" / "Usted lo vio: {when}";
    emergency: "There is an emergency" / "Hay una emergencia";
    emergency_since(when): "Since {when}." / "Desde: {when}.";
    on_unit: "They are on their unit." / "Está en su unidad.";
    in_facility: "They are in the house." / "Está en la casa.";
    on_the_way: "They are on the way to a hospital." / "Va camino al hospital.";
    at_hospital: "They are in a hospital." / "Está en un hospital.";
    place_unknown: "Where they are is not known yet." / "Todavía no se sabe dónde está.";
    call_contact(name): "Ask for {name}." / "Pregunte por {name}.";
    conversations: "Read conversations" / "Leer conversaciones";
    conversations_title: "Conversations" / "Conversaciones";
    no_conversations: "There are no conversations that you may read." / "No hay conversaciones que usted pueda leer.";
    by_consent: "The resident said so." / "Lo dijo el residente.";
    by_denial: "The resident said no." / "El residente dijo que no.";
    by_default: "The rules of the house say so for your role." / "Así lo dicen las reglas de la casa para su función.";
    by_nothing: "Nobody has given it to you." / "Nadie se lo ha dado.";
    no_edge: "You are not connected with this person now." / "Ahora no tiene vínculo con esta persona.";
    by_emergency: "An emergency was declared." / "Se declaró una emergencia.";
    by_law: "The law asks for more before this is shown." / "La ley pide más antes de mostrar esto.";
}

/// Why a representative sees what their document reaches: the same cell of the table as the resident's own.
pub(crate) const BY_MANDATE: &str = "by_mandate";

/// A decision's reason in words. The code stays with whoever asks for details.
pub(crate) fn because(lang: super::Lang, reason: &str) -> &'static str {
    match reason {
        "no_live_edge" => no_edge(lang),
        "patient_denies" | "restriction" | "not_even_in_emergency" => by_denial(lang),
        "default_table" => by_default(lang),
        "patient_permits" => by_consent(lang),
        "break_glass" => by_emergency(lang),
        "default_deny" => by_nothing(lang),
        BY_MANDATE => super::acting::by_mandate(lang),
        // A policy's name, or a statute's gate.
        _ => by_law(lang),
    }
}
