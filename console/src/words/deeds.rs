//! What the log says somebody did, in words that people use. An action or a thing that nobody has put into words here stands
//! as the log has it.

use super::{Lang, words};

words! {
    looked: "Looked at" / "Miré";
    searched: "Searched" / "Busqué en";
    began: "Began" / "Empecé";
    added: "Added" / "Añadí";
    changed: "Changed" / "Cambié";
    ended: "Ended" / "Terminé";
    took_back: "Took back" / "Retiré";
    copied: "Took a copy of" / "Saqué copia de";
    signed_in: "Signed in" / "Entré";
    stayed: "Stayed signed in" / "Seguí con la sesión abierta";
    signed_out: "Signed out" / "Salí";
    proved: "Showed again who I am" / "Mostré otra vez quién soy";
    took_up: "Took up" / "Me hice cargo de";
    gave_back: "Gave back" / "Devolví";
    passed_on: "Passed on to more people" / "Pasé a más personas";
    set_off: "Set off" / "Di lugar a";
    wanted_person: "Asked for a person" / "Pedí que viniera alguien";
    judged: "Said whether it is right" / "Dije si es correcto";
    confirmed: "Confirmed" / "Confirmé";
    asked: "Asked for what is not mine to see" / "Pedí algo que no me toca ver";
    conversation: "conversations" / "conversaciones";
    message: "a message" / "un mensaje";
    analysis: "what was found in a message" / "lo que se encontró en un mensaje";
    marks: "marks without names" / "marcas sin nombres";
    draft: "words not sent yet" / "palabras sin enviar";
    memory: "memories" / "recuerdos";
    day: "the day's list" / "la lista del día";
    summary: "how things are going" / "cómo van las cosas";
    emotions: "moods" / "estados de ánimo";
    questionnaires: "questionnaires" / "cuestionarios";
    profile: "how the companion talks" / "cómo habla el acompañante";
    plan: "a safety plan" / "un plan de seguridad";
    notice: "news of a crisis" / "avisos de crisis";
    alert: "alerts" / "alertas";
    handover: "the handover" / "el relevo";
    note: "a note" / "una nota";
    hold: "a legal hold" / "una retención legal";
    access_report: "who saw a record" / "quién vio los datos";
    log: "the log" / "el registro";
    residents: "the residents I look after" / "los residentes a mi cargo";
    relation: "who belongs to whom" / "quién es de quién";
    consent: "what is shared" / "lo que se comparte";
    restriction: "a wish to share less" / "un pedido de compartir menos";
    representation: "who speaks for a resident" / "quién habla por un residente";
    unit: "units" / "unidades";
    shift: "a shift" / "un turno";
    emergency: "an emergency" / "una emergencia";
    device: "a device" / "un aparato";
    account: "an account" / "una cuenta";
    session: "a session" / "una sesión";
}

/// What was done, with what.
pub(crate) fn line(lang: Lang, action: &str, resource: &str) -> String {
    let plain = |word: &str| word.replace('_', " ");
    match (alone(lang, action), did(lang, action)) {
        (Some(whole), _) => whole.to_owned(),
        (None, did) => {
            let did = did.map_or_else(|| plain(action), str::to_owned);
            let what = thing(lang, resource).map_or_else(|| plain(resource), str::to_owned);
            format!("{did}: {what}")
        }
    }
}

/// What says all by itself.
fn alone(lang: Lang, action: &str) -> Option<&'static str> {
    Some(match action {
        "sign_in" => signed_in(lang),
        "refresh" => stayed(lang),
        "sign_out" | "logout" => signed_out(lang),
        "step_up" => proved(lang),
        "refuse" => asked(lang),
        "request_person" => wanted_person(lang),
        _ => return None,
    })
}

fn did(lang: Lang, action: &str) -> Option<&'static str> {
    Some(match action {
        "read" | "list" | "watch" | "view" | "see" | "get" | "read_record" | "list_versions" => looked(lang),
        "search" => searched(lang),
        "begin" | "open" | "start" => began(lang),
        "add" | "create" | "record" | "write" | "enter" | "keep" | "give_feedback" | "grant" | "place" => {
            added(lang)
        }
        "set" | "correct" | "choose" | "assign" | "move" | "withhold" => changed(lang),
        "end" | "close" | "finish" | "lift" | "terminate" | "stop" => ended(lang),
        "revoke" | "forget" | "redact" | "remove" | "withdraw" => took_back(lang),
        "export" => copied(lang),
        "acknowledge" | "take_over" | "take" => took_up(lang),
        "hand_back" | "give_back" => gave_back(lang),
        "escalate" => passed_on(lang),
        "raise" => set_off(lang),
        "mark" => judged(lang),
        "verify" | "confirm" => confirmed(lang),
        _ => return None,
    })
}

fn thing(lang: Lang, resource: &str) -> Option<&'static str> {
    Some(match resource {
        "conversation" => conversation(lang),
        "message" | "turn" => message(lang),
        "analysis" => analysis(lang),
        "marks" => marks(lang),
        "draft" => draft(lang),
        "memory" => memory(lang),
        "day" => day(lang),
        "summary" => summary(lang),
        "emotions" => emotions(lang),
        "assessments" | "instrument" => questionnaires(lang),
        "profile" => profile(lang),
        "safety_plan" => plan(lang),
        "notice" => notice(lang),
        "alert" => alert(lang),
        "handover" => handover(lang),
        "note" => note(lang),
        "hold" => hold(lang),
        "access_report" => access_report(lang),
        "audit_event" | "audit_log" => log(lang),
        "resident" => residents(lang),
        "relation" => relation(lang),
        "consent" => consent(lang),
        "restriction" => restriction(lang),
        "representation" => representation(lang),
        "unit" => unit(lang),
        "shift" => shift(lang),
        "emergency" => emergency(lang),
        "device" | "passkey" => device(lang),
        "account" | "member" => account(lang),
        "session" => session(lang),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_said_in_words_and_what_has_none_as_the_log_has_it() {
        assert_eq!(line(Lang::En, "list", "conversation"), "Looked at: conversations");
        assert_eq!(line(Lang::Es, "revoke", "consent"), "Retiré: lo que se comparte");
        assert_eq!(
            line(Lang::En, "mark", "analysis"),
            "Said whether it is right: what was found in a message"
        );
        assert_eq!(line(Lang::En, "sign_in", "session"), "Signed in");
        assert_eq!(line(Lang::En, "raise", "alert"), "Set off: alerts");
        assert_eq!(line(Lang::Es, "request_person", "alert"), "Pedí que viniera alguien");
        assert_eq!(line(Lang::En, "turn_round", "new_thing"), "turn round: new thing");
    }
}
