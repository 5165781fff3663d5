//! What the console says, in both languages.
//!
//! A line is a function of the language and of its variables. Both languages stand beside each other, and the
//! compiler holds them against each other: one that is missing, or that uses another variable, does not compile; a
//! line that no page says is reported as dead. Spanish is written afresh, with `usted`.

use content_safety_api::Language;

pub(crate) mod about;
pub(crate) mod acting;
pub(crate) mod articles;
pub(crate) mod care;
pub(crate) mod charts;
pub(crate) mod consents;
pub(crate) mod day;
pub(crate) mod days;
pub(crate) mod deeds;
pub(crate) mod docs;
pub(crate) mod door;
pub(crate) mod emergency;
pub(crate) mod family;
pub(crate) mod fits;
pub(crate) mod found;
pub(crate) mod handing;
pub(crate) mod handover;
pub(crate) mod holds;
pub(crate) mod judging;
pub(crate) mod memories;
pub(crate) mod passkeys;
pub(crate) mod plan;
pub(crate) mod profile;
pub(crate) mod questionnaires;
pub(crate) mod record;
pub(crate) mod room;
pub(crate) mod said;
pub(crate) mod shell;
pub(crate) mod sign_in;
pub(crate) mod signing;
pub(crate) mod staff;
pub(crate) mod talk;
pub(crate) mod terms;
pub(crate) mod time;
pub(crate) mod tools;
pub(crate) mod week;

/// The language of a page.
pub(crate) type Lang = Language;

/// A line without variables.
pub(crate) type Line = fn(Lang) -> &'static str;

/// The tag of a language, for `lang` attributes.
pub(crate) const fn tag(lang: Lang) -> &'static str {
    match lang {
        Language::En => "en",
        Language::Es => "es",
    }
}

/// Declares lines: `id: "English" / "Spanish";`, with variables `id(name): "{name} …" / "{name} …";`.
macro_rules! words {
    ($($id:ident $(($($arg:ident),+))? : $en:literal / $es:literal;)+) => {
        $($crate::words::words!(@line $id [$($($arg),+)?] $en $es);)+

        /// Every line of this list, for the tests that read them all.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &str, &str)] = &[$((stringify!($id), $en, $es)),+];
    };
    (@line $id:ident [] $en:literal $es:literal) => {
        pub(crate) const fn $id(lang: $crate::words::Lang) -> &'static str {
            match lang {
                $crate::words::Lang::En => $en,
                $crate::words::Lang::Es => $es,
            }
        }
    };
    (@line $id:ident [$($arg:ident),+] $en:literal $es:literal) => {
        pub(crate) fn $id(lang: $crate::words::Lang, $($arg: impl std::fmt::Display),+) -> String {
            match lang {
                $crate::words::Lang::En => format!($en, $($arg = $arg),+),
                $crate::words::Lang::Es => format!($es, $($arg = $arg),+),
            }
        }
    };
}
pub(crate) use words;

#[cfg(test)]
mod tests;
