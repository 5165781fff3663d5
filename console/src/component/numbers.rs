//! Help lines as links that hold the whole sentence, with the number to read beside it.

use content_safety_api::{CrisisCategory, Level};
use maud::{Markup, html};
use safety_rules::{ContactKind, Place, Resource, resources};

use crate::words::{Lang, care};

/// The lines of a place for a kind of trouble.
pub(crate) fn lines(place: Place, category: CrisisCategory, lang: Lang) -> Vec<Resource> {
    resources(place, category, Level::Medium, lang)
}

/// Whom to call first: for a kind of danger one line, and where the kind is not known the crisis line and the emergency number,
/// since it may be the body as well as despair.
pub(crate) fn first(place: Place, kind: Option<CrisisCategory>, lang: Lang) -> Vec<Resource> {
    let kinds = match &kind {
        Some(kind) => std::slice::from_ref(kind),
        None => &[CrisisCategory::SuicidalIdeation, CrisisCategory::MedicalEmergency],
    };
    let mut found: Vec<Resource> = Vec::new();
    for kind in kinds {
        let mut lines = lines(place, *kind, lang).into_iter();
        let line = lines.find(|line| line.kind == ContactKind::Call && line.contact.is_some());
        found.extend(line.filter(|line| found.iter().all(|known| known.contact != line.contact)));
    }
    found
}

/// The address of a number: digits alone, or nothing where there are none to call.
pub(crate) fn dial(kind: &str, contact: &str) -> Option<String> {
    let digits: String =
        contact.chars().take_while(|c| !matches!(c, ',' | ';')).filter(char::is_ascii_digit).collect();
    match kind {
        "call" if !digits.is_empty() => Some(format!("tel:{digits}")),
        "text" if !digits.is_empty() => Some(format!("sms:{digits}")),
        _ => None,
    }
}

/// A list of lines.
pub(crate) fn list(found: &[Resource], lang: Lang) -> Markup {
    html! {
        ul.numbers {
            @for line in found.iter().filter(|line| line.kind != ContactKind::Chat) {
                li { (one(line.kind.name(), line.name, line.contact, lang, false)) }
            }
        }
    }
}

/// The lines that the platform gave for what was said.
pub(crate) fn given(lines: &[ai_gateway_api::Resource], lang: Lang) -> Markup {
    html! {
        ul.numbers {
            @for line in lines { li { (one(&line.kind, &line.name, line.contact.as_deref(), lang, false)) } }
        }
    }
}

/// One line. The link holds the whole sentence: a screen reader that lists links says what each does.
pub(crate) fn one(kind: &str, name: &str, contact: Option<&str>, lang: Lang, first: bool) -> Markup {
    let Some(contact) = contact else {
        return html! { div.call { span.call-name { (name) } } };
    };
    let number = verb(kind, contact, lang);
    html! {
        @if let Some(address) = dial(kind, contact) {
            a.call.first[first] href=(address) {
                span.call-number { (number) } " "
                span.call-name { (name) }
            }
        } @else {
            div.call { span.call-number { (number) } " " span.call-name { (name) } }
        }
    }
}

/// `Call 988`, `Text 988`.
pub(crate) fn verb(kind: &str, contact: &str, lang: Lang) -> String {
    if kind == "text" { care::text_number(lang, contact) } else { care::call_number(lang, contact) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_is_that_of_the_danger_and_both_where_it_is_not_known() {
        let first = |kind| {
            let lines = first(Place::parse("US"), kind, Lang::En);
            lines.iter().filter_map(|line| line.contact).collect::<Vec<_>>()
        };
        assert_eq!(first(Some(CrisisCategory::MedicalEmergency)), ["911"]);
        assert_eq!(first(Some(CrisisCategory::SuicidalIdeation)), ["988"]);
        assert_eq!(first(None), ["988", "911"]);
    }

    #[test]
    fn a_number_is_dialled_as_digits_and_nothing_else_is_dialled() {
        assert_eq!(dial("call", "988").as_deref(), Some("tel:988"));
        assert_eq!(dial("call", "1-800-222-1222").as_deref(), Some("tel:18002221222"));
        assert_eq!(
            dial("call", "988, opción 2").as_deref(),
            Some("tel:988"),
            "the option is pressed afterwards"
        );
        assert_eq!(dial("text", "AYUDA al 988").as_deref(), Some("sms:988"));
        assert_eq!(dial("chat", "https://example.org/1"), None);
        assert_eq!(dial("call", "javascript:alert(1)").as_deref(), Some("tel:1"), "never a scheme of others");
    }
}
