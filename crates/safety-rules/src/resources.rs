//! Help that is there now: crisis lines, emergency numbers, staff, somebody near. A table by place, each row with
//! the date on which somebody compared all of its numbers with their operators' pages, if anybody did.
//!
//! Invariant: a place that is not in the table gets no number at all. A wrong number is worse than none.

use content_safety_api::{CrisisCategory, Language, Level};
use serde::Serialize;

use crate::Screening;
use crate::ladder::{self, LadderState, Soft};

/// How help is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// By voice.
    Call,
    /// By text message.
    Text,
    /// On a web page.
    Chat,
    /// In the house.
    InPerson,
}

impl ContactKind {
    /// The word on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Text => "text",
            Self::Chat => "chat",
            Self::InPerson => "in_person",
        }
    }
}

/// One way to help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Resource {
    /// Stable: `us.988.call`.
    pub id: &'static str,
    /// How it is reached.
    pub kind: ContactKind,
    /// What it is, in the language that was asked for.
    pub name: &'static str,
    /// The number or address, when it is certain for this place.
    pub contact: Option<&'static str>,
}

/// Where somebody is, as far as numbers go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place(Option<&'static PlaceRow>);

impl Place {
    /// No place is known: no number is given.
    pub const UNKNOWN: Self = Self(None);

    /// The place of a jurisdiction or locale: `US`, `us-ca`, `es-MX`, `en_US`. A code that is not in the table is
    /// unknown, and so is a language alone.
    pub fn parse(code: &str) -> Self {
        let mut parts = code.split(['-', '_']).map(str::trim);
        let first = parts.next().unwrap_or_default();
        let by_code = |code: &str| PLACES.iter().find(|place| place.code.eq_ignore_ascii_case(code));
        // "es-MX" is a locale and "US-CA" a jurisdiction: lower-case first parts are languages when a region follows.
        let language = first.len() == 2 && first.chars().all(|ch| ch.is_ascii_lowercase());
        let region = parts.next().filter(|_| language);
        match region {
            Some(region) if by_code(region).is_some() && matches!(first, "en" | "es" | "fr") => {
                Self(by_code(region))
            }
            _ if language && matches!(first, "en" | "es" | "fr") => Self(None),
            _ => Self(by_code(first)),
        }
    }

    /// The code of the place's fixed lines: `us`, or `any` when no number is certain.
    pub(crate) fn lines(self) -> &'static str {
        self.0.map_or("any", |place| place.lines)
    }

    /// When all numbers were last compared with their operators' own pages; `None` when nobody has, or without a
    /// place.
    pub fn reviewed(self) -> Option<&'static str> {
        self.0.and_then(|place| place.reviewed)
    }
}

/// What a number is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Purpose {
    Emergency,
    Lifeline,
    Poison,
    ElderAbuse,
    DomesticViolence,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct PlaceRow {
    code: &'static str,
    lines: &'static str,
    /// The date on which every number was last compared with what its operator publishes. `None`: nobody has done
    /// so for all of them, and whoever deploys for this place must, before residents see them. (Of the United
    /// States the 988 call line and its Spanish keyword were compared on 2026-11-22, the others not.)
    reviewed: Option<&'static str>,
    contacts: &'static [Contact],
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Contact {
    id: &'static str,
    purpose: Purpose,
    kind: ContactKind,
    contact: &'static str,
    /// Given only to speakers of this language; `None` for both.
    only: Option<Language>,
    en: &'static str,
    es: &'static str,
}

const fn contact(
    id: &'static str,
    purpose: Purpose,
    kind: ContactKind,
    contact: &'static str,
    names: [&'static str; 2],
) -> Contact {
    Contact { id, purpose, kind, contact, only: None, en: names[0], es: names[1] }
}

const fn only(language: Language, mut row: Contact) -> Contact {
    row.only = Some(language);
    row
}

const EMERGENCY: [&str; 2] = ["Emergency services", "Servicios de emergencia"];
const LIFELINE_US: [&str; 2] =
    ["988 Suicide & Crisis Lifeline", "Línea 988 de Prevención del Suicidio y Crisis"];

/// The table. To add a country: a row here and its two spoken lines in `ladder/lines/referral.rs`, both checked
/// with the number's operator, with the date.
static PLACES: &[PlaceRow] = &[
    PlaceRow {
        code: "US",
        lines: "us",
        reviewed: None,
        contacts: &[
            contact("us.911.call", Purpose::Emergency, ContactKind::Call, "911", EMERGENCY),
            only(
                Language::En,
                contact("us.988.call", Purpose::Lifeline, ContactKind::Call, "988", LIFELINE_US),
            ),
            only(
                Language::En,
                contact("us.988.text", Purpose::Lifeline, ContactKind::Text, "988", LIFELINE_US),
            ),
            only(
                Language::En,
                contact(
                    "us.988.chat",
                    Purpose::Lifeline,
                    ContactKind::Chat,
                    "https://988lifeline.org/chat",
                    LIFELINE_US,
                ),
            ),
            only(
                Language::Es,
                contact("us.988.call.es", Purpose::Lifeline, ContactKind::Call, "988, opción 2", LIFELINE_US),
            ),
            only(
                Language::Es,
                contact("us.988.text.es", Purpose::Lifeline, ContactKind::Text, "AYUDA al 988", LIFELINE_US),
            ),
            only(
                Language::Es,
                contact(
                    "us.988.chat.es",
                    Purpose::Lifeline,
                    ContactKind::Chat,
                    "https://988lifeline.org/es",
                    LIFELINE_US,
                ),
            ),
            contact(
                "us.poison.call",
                Purpose::Poison,
                ContactKind::Call,
                "1-800-222-1222",
                ["Poison Help line", "Línea de ayuda por intoxicación"],
            ),
            contact(
                "us.eldercare.call",
                Purpose::ElderAbuse,
                ContactKind::Call,
                "1-800-677-1116",
                ["Eldercare Locator (to report abuse)", "Eldercare Locator (para denunciar maltrato)"],
            ),
            contact(
                "us.dv.call",
                Purpose::DomesticViolence,
                ContactKind::Call,
                "1-800-799-7233",
                ["National Domestic Violence Hotline", "Línea Nacional contra la Violencia Doméstica"],
            ),
        ],
    },
    PlaceRow {
        code: "CA",
        lines: "ca",
        reviewed: None,
        contacts: &[
            contact("ca.911.call", Purpose::Emergency, ContactKind::Call, "911", EMERGENCY),
            contact(
                "ca.988.call",
                Purpose::Lifeline,
                ContactKind::Call,
                "988",
                ["9-8-8 Suicide Crisis Helpline", "9-8-8, línea de crisis"],
            ),
            contact(
                "ca.988.text",
                Purpose::Lifeline,
                ContactKind::Text,
                "988",
                ["9-8-8 Suicide Crisis Helpline", "9-8-8, línea de crisis"],
            ),
        ],
    },
    PlaceRow {
        code: "GB",
        lines: "gb",
        reviewed: None,
        contacts: &[
            contact("gb.999.call", Purpose::Emergency, ContactKind::Call, "999", EMERGENCY),
            contact(
                "gb.samaritans.call",
                Purpose::Lifeline,
                ContactKind::Call,
                "116 123",
                ["Samaritans", "Samaritans"],
            ),
        ],
    },
    PlaceRow {
        code: "IE",
        lines: "ie",
        reviewed: None,
        contacts: &[
            contact("ie.112.call", Purpose::Emergency, ContactKind::Call, "112", EMERGENCY),
            contact(
                "ie.samaritans.call",
                Purpose::Lifeline,
                ContactKind::Call,
                "116 123",
                ["Samaritans", "Samaritans"],
            ),
        ],
    },
    PlaceRow {
        code: "ES",
        lines: "es",
        reviewed: None,
        contacts: &[
            contact("es.112.call", Purpose::Emergency, ContactKind::Call, "112", EMERGENCY),
            contact(
                "es.024.call",
                Purpose::Lifeline,
                ContactKind::Call,
                "024",
                ["024 suicide helpline", "024, línea de atención a la conducta suicida"],
            ),
        ],
    },
    PlaceRow {
        code: "MX",
        lines: "mx",
        reviewed: None,
        contacts: &[
            contact("mx.911.call", Purpose::Emergency, ContactKind::Call, "911", EMERGENCY),
            contact(
                "mx.lineadelavida.call",
                Purpose::Lifeline,
                ContactKind::Call,
                "800 911 2000",
                ["Línea de la Vida", "Línea de la Vida"],
            ),
        ],
    },
    PlaceRow {
        code: "AU",
        lines: "au",
        reviewed: None,
        contacts: &[
            contact("au.000.call", Purpose::Emergency, ContactKind::Call, "000", EMERGENCY),
            contact(
                "au.lifeline.call",
                Purpose::Lifeline,
                ContactKind::Call,
                "13 11 14",
                ["Lifeline", "Lifeline"],
            ),
        ],
    },
    PlaceRow {
        code: "NZ",
        lines: "nz",
        reviewed: None,
        contacts: &[
            contact("nz.111.call", Purpose::Emergency, ContactKind::Call, "111", EMERGENCY),
            contact(
                "nz.1737.call",
                Purpose::Lifeline,
                ContactKind::Call,
                "1737",
                ["1737, Need to talk?", "1737, Need to talk?"],
            ),
            contact(
                "nz.1737.text",
                Purpose::Lifeline,
                ContactKind::Text,
                "1737",
                ["1737, Need to talk?", "1737, Need to talk?"],
            ),
        ],
    },
];

/// What kind of help was named, for whoever counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Help {
    /// A line for people in a crisis.
    CrisisLine,
    /// A line for something else: poison, violence, abuse.
    HelpLine,
    /// The emergency number.
    EmergencyNumber,
}

impl Help {
    /// What a resource names. People in the house are no number, and neither is "your local number".
    pub fn of_resource(id: &str) -> Option<Self> {
        let contact = PLACES.iter().flat_map(|place| place.contacts).find(|row| row.id == id)?;
        Some(match contact.purpose {
            Purpose::Lifeline => Self::CrisisLine,
            Purpose::Poison | Purpose::ElderAbuse | Purpose::DomesticViolence => Self::HelpLine,
            Purpose::Emergency => Self::EmergencyNumber,
        })
    }

    /// What a fixed line of the ladder names, by its part.
    pub fn of_line(id: &str) -> Option<Self> {
        match ladder::line(id)?.part {
            ladder::Part::Referral => Some(Self::CrisisLine),
            ladder::Part::Emergency => Some(Self::EmergencyNumber),
            _ => None,
        }
    }
}

/// The help to show for a category and level, most urgent first. Staff and somebody near are always part of it.
pub fn resources(place: Place, category: CrisisCategory, level: Level, language: Language) -> Vec<Resource> {
    let purposes: &[Purpose] = match category {
        CrisisCategory::SuicidalIdeation | CrisisCategory::SelfHarm => {
            &[Purpose::Lifeline, Purpose::Emergency]
        }
        CrisisCategory::MedicalEmergency => &[Purpose::Emergency, Purpose::Poison],
        CrisisCategory::AbuseNeglect => &[Purpose::Emergency, Purpose::ElderAbuse, Purpose::DomesticViolence],
        CrisisCategory::HarmToOthers | CrisisCategory::Psychosis => &[Purpose::Emergency, Purpose::Lifeline],
        CrisisCategory::EatingDisorder => &[Purpose::Lifeline, Purpose::Emergency],
        CrisisCategory::InabilityToCare => &[Purpose::Emergency],
    };
    let mut found: Vec<Resource> =
        purposes.iter().flat_map(|purpose| numbers(place, *purpose, language)).collect();
    found.extend(in_house(language));
    if level == Level::Critical {
        // Danger now: the emergency number first, whatever the category.
        found.sort_by_key(|resource| !is_emergency(resource));
    }
    found
}

/// The help to show beside an answer: for the danger that a ladder is about as long as it stands, whatever the last
/// message said, else for what a message shows, else the line to call where one's life may be what is meant. Nothing where none
/// of these is there.
pub fn shown(place: Place, screening: &Screening, ladder: Option<&LadderState>) -> Vec<Resource> {
    let told = screening.primary().filter(|_| screening.level > Level::None);
    let hinted =
        screening.hint.map(|hint| hint.about).filter(|about| *about == Soft::Life).map(Soft::category);
    let category = ladder.map(|ladder| ladder.category).or(told).or(hinted);
    let Some(category) = category else { return Vec::new() };
    let stands = ladder.map_or(Level::None, |ladder| ladder.level);
    let language = screening.language.or_else(|| ladder.and_then(|ladder| ladder.language));
    resources(place, category, stands.max(screening.level), language.unwrap_or_default())
}

fn is_emergency(resource: &Resource) -> bool {
    resource.id == "any.emergency"
        || PLACES
            .iter()
            .flat_map(|place| place.contacts)
            .any(|row| row.id == resource.id && row.purpose == Purpose::Emergency)
}

fn numbers(place: Place, purpose: Purpose, language: Language) -> Vec<Resource> {
    let Some(row) = place.0 else {
        return if purpose == Purpose::Emergency { vec![local_emergency(language)] } else { Vec::new() };
    };
    row.contacts
        .iter()
        .filter(|contact| contact.purpose == purpose && contact.only.is_none_or(|only| only == language))
        .map(|contact| Resource {
            id: contact.id,
            kind: contact.kind,
            name: if language == Language::Es { contact.es } else { contact.en },
            contact: Some(contact.contact),
        })
        .collect()
}

fn local_emergency(language: Language) -> Resource {
    let name = match language {
        Language::En => "Your local emergency number",
        Language::Es => "El número de emergencia de su zona",
    };
    Resource { id: "any.emergency", kind: ContactKind::Call, name, contact: None }
}

fn in_house(language: Language) -> [Resource; 2] {
    let (team, near) = match language {
        Language::En => ("Your care team", "Someone here with you now"),
        Language::Es => ("Su equipo de cuidado", "Alguien que esté con usted ahora"),
    };
    [
        Resource { id: "any.care_team", kind: ContactKind::InPerson, name: team, contact: None },
        Resource { id: "any.someone_here", kind: ContactKind::InPerson, name: near, contact: None },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_place_gets_no_number() {
        for code in ["", "xx", "en", "es", "fr-FR", "es-ZZ", "Narnia"] {
            for category in CrisisCategory::ALL {
                let found = resources(Place::parse(code), *category, Level::Critical, Language::Es);
                assert!(found.iter().all(|resource| resource.contact.is_none()), "{code:?} got a number");
                assert!(found.iter().any(|resource| resource.id == "any.emergency"));
                assert!(found.iter().any(|resource| resource.id == "any.care_team"));
            }
        }
    }

    #[test]
    fn jurisdictions_and_locales_name_the_same_place() {
        for code in ["US", "us", "US-CA", "en-US", "es_US"] {
            assert_eq!(Place::parse(code).lines(), "us", "{code}");
        }
        assert_eq!(Place::parse("es-MX").lines(), "mx");
        assert_eq!(Place::parse("CA").lines(), "ca", "the country, not California");
        assert_eq!(Place::parse("ES").lines(), "es");
    }

    #[test]
    fn spanish_speakers_in_the_us_reach_the_spanish_line() {
        let found =
            resources(Place::parse("US"), CrisisCategory::SuicidalIdeation, Level::High, Language::Es);
        let contacts: Vec<_> = found.iter().filter_map(|resource| resource.contact).collect();
        assert_eq!(contacts, ["988, opción 2", "AYUDA al 988", "https://988lifeline.org/es", "911"]);
        let critical =
            resources(Place::parse("US"), CrisisCategory::SuicidalIdeation, Level::Critical, Language::En);
        assert_eq!(critical[0].contact, Some("911"));
    }

    #[test]
    fn help_stays_as_long_as_a_ladder_stands_and_there_is_none_without_a_danger() {
        let said = |text: &str| crate::screen(text, &crate::History::default());
        let (risk, calm) = (said("I want to die"), said("no"));
        let mut stands = LadderState::begin(CrisisCategory::SuicidalIdeation);
        let place = Place::parse("US");
        let ids = |screening: &Screening, ladder: Option<&LadderState>| -> Vec<&str> {
            shown(place, screening, ladder).iter().map(|resource| resource.id).collect()
        };
        assert!(ids(&risk, None).contains(&"us.988.call"));
        assert!(ids(&calm, Some(&stands)).contains(&"us.988.call"), "a no takes the line away");
        assert!(ids(&calm, None).is_empty());
        stands.level = Level::Critical;
        assert_eq!(shown(place, &calm, Some(&stands))[0].contact, Some("911"));
        stands.language = Some(Language::Es);
        let quiet = Screening { language: None, ..calm };
        assert!(shown(place, &quiet, Some(&stands)).iter().any(|one| one.contact == Some("AYUDA al 988")));
    }

    #[test]
    fn ids_are_unique_and_each_place_has_both_kinds_of_line() {
        let mut ids: Vec<_> = PLACES.iter().flat_map(|place| place.contacts).map(|row| row.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        for place in PLACES {
            for kind in ["ref", "emg"] {
                let prefix = format!("{kind}.{}.", place.lines);
                assert!(crate::ladder::lines::all().any(|line| line.id.starts_with(&prefix)), "{prefix}");
            }
        }
    }
}
