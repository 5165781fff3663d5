//! The safety protocol, published: how danger is detected and answered, who is called, and who runs this. For anybody,
//! without signing in, in both languages, without a script; made once at the start.

use api::Body;
use aws_lc_rs::digest::{SHA256, digest};
use axum::extract::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use content::model::{Protocol, ProtocolText};
use content_safety_api::{CrisisCategory, Language, Level};
use http::HeaderValue;
use http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY,
};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use safety_rules::{ContactKind, Place, Resource, resources};

use crate::ProtocolConfig;

/// Where it is found. The console links there, and operators print it: it stays.
pub(crate) const PATH: &str = "/protocol";

/// How it looks: on paper, in the dark, at twice the text, by keyboard. It loads nothing.
const STYLE: &str = concat!(
    ":root{color-scheme:light dark;--ink:#111;--paper:#fff;--way:#0b4f8a;--line:#767676}",
    "@media(prefers-color-scheme:dark){:root{--ink:#f1f1ee;--paper:#16181a;--way:#9cc9f5;--line:#9a9a96}}",
    "body{font:1.125rem/1.6 sans-serif;max-width:42rem;margin:auto;padding:1rem;color:var(--ink);",
    "background:var(--paper);overflow-wrap:anywhere}h1,h2{line-height:1.25;hyphens:auto}h1{font-size:1.75rem}",
    "h2{font-size:1.375rem;margin-top:2rem}a{color:var(--way)}:focus-visible{outline:3px solid;outline-offset:3px}",
    ".top ul{display:flex;flex-wrap:wrap;gap:0 1.5rem;list-style:none;margin:0;padding:0}",
    ".top a{display:inline-flex;align-items:center;min-height:3.5rem}",
    "footer{border-top:1px solid var(--line);margin-top:2rem}",
    "@media print{.top{display:none}:root{--ink:#000;--paper:#fff}}",
);

/// The words around the protocol.
struct Around {
    numbers: &'static str,
    no_number: &'static str,
    operator: &'static str,
    run_by: &'static str,
    contact: &'static str,
    unnamed: &'static str,
    own: &'static str,
    version: &'static str,
    of: &'static str,
    digest: &'static str,
    unreviewed: &'static str,
    reviewed: &'static str,
    other: &'static str,
    start: &'static str,
    menu: &'static str,
    kinds: [&'static str; 4],
}

const EN: Around = Around {
    numbers: "Numbers that are shown here",
    no_number: "No numbers are set up for this place. Ask staff, or call your local emergency number.",
    operator: "Who runs this",
    run_by: "Run by",
    contact: "Contact about safety",
    unnamed: "Whoever runs this installation has not said who they are.",
    own: "From whoever runs this",
    version: "Version",
    of: "of",
    digest: "digest",
    unreviewed: "No clinician and no lawyer has reviewed this text yet.",
    reviewed: "Reviewed",
    other: "Español",
    start: "To the start",
    menu: "Ways from here",
    kinds: ["call", "text", "chat", "in person"],
};
const ES: Around = Around {
    numbers: "Números que se muestran aquí",
    no_number: "No hay números para este lugar. Pregunte al personal, o llame al número de urgencias de su zona.",
    operator: "Quién lleva esto",
    run_by: "Lo lleva",
    contact: "Contacto sobre seguridad",
    unnamed: "Quien lleva esta instalación no ha dicho quién es.",
    own: "De quien lleva esto",
    version: "Versión",
    of: "del",
    digest: "huella",
    unreviewed: "Ningún profesional clínico y ningún abogado ha revisado este texto todavía.",
    reviewed: "Revisado",
    other: "English",
    start: "Al inicio",
    menu: "Desde aquí",
    kinds: ["llamar", "mensaje de texto", "chat", "en persona"],
};

/// The pages, as they are sent.
pub(crate) struct Pages {
    en: String,
    es: String,
    policy: HeaderValue,
}

impl Pages {
    /// Makes them, with what the operator says of themselves, and with a way back to the console where there is one.
    ///
    /// # Errors
    /// The operator's own text cannot be shown, in words for them.
    pub(crate) fn new(config: &ProtocolConfig, place: &str, console: bool) -> Result<Self, String> {
        let own = config.text()?;
        let page =
            |language| page(config, own.as_deref(), Place::parse(place), console, language).into_string();
        let style = STANDARD.encode(digest(&SHA256, STYLE.as_bytes()));
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        );
        let policy = HeaderValue::try_from(policy).map_err(|error| error.to_string())?;
        Ok(Self { en: page(Language::En), es: page(Language::Es), policy })
    }

    /// The page in the language that is asked for: by the address, else as the browser prefers.
    pub(crate) fn answer(&self, request: &Request) -> http::Response<Body> {
        let preferred = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let language = asked(request.uri().query().unwrap_or_default())
            .unwrap_or_else(|| prefers(preferred.unwrap_or_default()));
        let (page, name) = match language {
            Language::En => (&self.en, "en"),
            Language::Es => (&self.es, "es"),
        };
        let mut response = http::Response::new(api::full(page.clone().into_bytes()));
        let headers = response.headers_mut();
        for (key, value) in [
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            // The same for everybody; a changed one is seen soon.
            (CACHE_CONTROL, "public, max-age=300"),
            (VARY, "accept-language"),
            (CONTENT_LANGUAGE, name),
        ] {
            headers.insert(key, HeaderValue::from_static(value));
        }
        headers.insert(CONTENT_SECURITY_POLICY, self.policy.clone());
        response
    }
}

/// The language that an address names.
fn asked(query: &str) -> Option<Language> {
    query.split('&').find_map(|pair| match pair {
        "lang=en" => Some(Language::En),
        "lang=es" => Some(Language::Es),
        _ => None,
    })
}

/// The language that a browser prefers: the first that the page is in. Browsers name them in that order.
fn prefers(accept: &str) -> Language {
    let known = accept.split(',').find_map(|one| match one.trim().get(..2) {
        Some("es" | "ES") => Some(Language::Es),
        Some("en" | "EN") => Some(Language::En),
        _ => None,
    });
    known.unwrap_or_default()
}

fn page(
    config: &ProtocolConfig,
    own: Option<&str>,
    place: Place,
    console: bool,
    language: Language,
) -> Markup {
    let library = content::library();
    let protocol = library.protocol();
    let (around, name, other) = match language {
        Language::En => (&EN, "en", "es"),
        Language::Es => (&ES, "es", "en"),
    };
    let text: &ProtocolText = protocol.text.of(language);
    html! {
        (DOCTYPE)
        html lang=(name) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (text.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                nav.top aria-label=(around.menu) {
                    ul {
                        @if console { li { a href="/" { (around.start) } } }
                        li { a href={ (PATH) "?lang=" (other) } lang=(other) hreflang=(other) { (around.other) } }
                    }
                }
                main {
                    h1 { (text.title) }
                    p { (text.summary) }
                    @for section in &text.sections {
                        h2 { (section.heading) }
                        @for paragraph in &section.paragraphs { p { (paragraph) } }
                    }
                    h2 { (around.numbers) }
                    (numbers(place, language, around))
                    h2 { (around.operator) }
                    (operator(config, around))
                    @if let Some(own) = own {
                        h2 { (around.own) }
                        @for paragraph in own.split("\n\n").map(str::trim).filter(|one| !one.is_empty()) {
                            p { (paragraph) }
                        }
                    }
                }
                (footer(protocol, &library.protocol_digest().to_string(), around))
            }
        }
    }
}

/// Every number that a message with danger in it may show at this place.
fn numbers(place: Place, language: Language, around: &Around) -> Markup {
    let categories =
        [CrisisCategory::SuicidalIdeation, CrisisCategory::MedicalEmergency, CrisisCategory::AbuseNeglect];
    let mut lines: Vec<Resource> = Vec::new();
    for line in categories.into_iter().flat_map(|one| resources(place, one, Level::High, language)) {
        if line.contact.is_some() && !lines.iter().any(|known| known.id == line.id) {
            lines.push(line);
        }
    }
    html! {
        @if lines.is_empty() {
            p { (around.no_number) }
        } @else {
            ul {
                @for line in &lines {
                    li { (line.name) ": " (line.contact.unwrap_or_default()) " (" (kind(line.kind, around)) ")" }
                }
            }
        }
    }
}

fn operator(config: &ProtocolConfig, around: &Around) -> Markup {
    let said = |value: &Option<String>| value.clone().filter(|value| !value.trim().is_empty());
    match (said(&config.operator), said(&config.contact)) {
        (None, None) => html! { p { (around.unnamed) } },
        (operator, contact) => html! {
            @if let Some(operator) = operator { p { (around.run_by) " " (operator) "." } }
            @if let Some(contact) = contact { p { (around.contact) ": " (contact) } }
        },
    }
}

fn footer(protocol: &Protocol, digest: &str, around: &Around) -> Markup {
    html! {
        footer {
            p { (around.version) " " (protocol.version) " " (around.of) " " (protocol.as_of) ", " (around.digest) " " (digest) }
            @match (&protocol.reviewer, &protocol.reviewed) {
                (Some(reviewer), Some(day)) => p { (around.reviewed) ": " (reviewer) ", " (day) },
                _ => p { (around.unreviewed) },
            }
        }
    }
}

const fn kind(kind: ContactKind, around: &Around) -> &'static str {
    match kind {
        ContactKind::Call => around.kinds[0],
        ContactKind::Text => around.kinds[1],
        ContactKind::Chat => around.kinds[2],
        ContactKind::InPerson => around.kinds[3],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_first_language_that_there_is() {
        for (accept, language) in [
            ("es-MX,es;q=0.9,en;q=0.8", Language::Es),
            ("fr,es;q=0.5", Language::Es),
            ("en-US,es", Language::En),
            ("fr", Language::En),
            ("", Language::En),
            ("é", Language::En),
        ] {
            assert_eq!(prefers(accept), language, "{accept}");
        }
        assert_eq!(
            (asked("lang=es"), asked("a=b&lang=en"), asked("lang=fr")),
            (Some(Language::Es), Some(Language::En), None)
        );
    }

    #[test]
    fn the_way_back_is_there_where_it_leads_somewhere() {
        for console in [true, false] {
            let pages = Pages::new(&ProtocolConfig::default(), "us", console).expect("pages");
            for page in [&pages.en, &pages.es] {
                assert_eq!(page.contains(r#"<a href="/">"#), console, "{page}");
            }
        }
    }
}
