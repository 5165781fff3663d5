//! What must be found, class by class, and what must not.

use super::*;
use content_safety_api::IdentifierClass as Class;

fn found(text: &str) -> Vec<(Class, String)> {
    detect(text)
        .into_iter()
        .map(|found| (found.class, found.span.of(text).expect("inside the text").to_owned()))
        .collect()
}

#[test]
fn each_of_the_eighteen_classes_is_found() {
    for (text, class, words) in [
        ("My name is Rosa Alvarez.", Class::Name, "Rosa Alvarez"),
        ("my daughter rosa came", Class::Name, "rosa"),
        ("Nurse Kelly was kind", Class::Name, "Nurse Kelly"),
        ("Robert K. sat beside me", Class::Name, "Robert K."),
        ("me llamo Lucía", Class::Name, "Lucía"),
        (
            "I live at 12 Elm Street, Springfield, IL 62701.",
            Class::Geography,
            "12 Elm Street, Springfield, IL 62701",
        ),
        ("I am in room 12B", Class::Geography, "room 12B"),
        ("Estoy en la habitación 7", Class::Geography, "habitación 7"),
        ("She was at St. Mary's Hospital", Class::Geography, "St. Mary's Hospital"),
        ("my zip code is 62701", Class::Geography, "62701"),
        ("I moved here from Duluth", Class::Geography, "Duluth"),
        ("born on the fifth of May, 1931", Class::Date, "fifth of May, 1931"),
        ("on July fourth", Class::Date, "July fourth"),
        ("el 3 de marzo de 1940", Class::Date, "3 de marzo de 1940"),
        ("on 03/14/1941 it rained", Class::Date, "03/14/1941"),
        ("I'm ninety-three years old", Class::Date, "ninety-three"),
        ("I am 101", Class::Date, "101"),
        ("call me at (212) 555-0147", Class::Phone, "(212) 555-0147"),
        ("five five five, oh one four seven is it", Class::Phone, "five five five, oh one four seven"),
        ("our fax is 212-555-0199", Class::Fax, "212-555-0199"),
        ("write to rosa.al@example.com", Class::Email, "rosa.al@example.com"),
        ("my social is 123-45-6789", Class::SocialSecurity, "123-45-6789"),
        ("SSN 123 45 6789", Class::SocialSecurity, "123 45 6789"),
        ("chart number 4471902", Class::MedicalRecord, "4471902"),
        ("MRN: 00284", Class::MedicalRecord, "00284"),
        ("my Medicare number is 1EG4-TE5-MK73", Class::HealthPlan, "1EG4-TE5-MK73"),
        ("account number 10038454", Class::Account, "10038454"),
        ("card 4111 1111 1111 1111", Class::Account, "4111 1111 1111 1111"),
        ("driver license D1234567", Class::License, "D1234567"),
        ("license plate ABC 1234", Class::Vehicle, "ABC 1234"),
        ("VIN 1HGBH41JXMN109186", Class::Vehicle, "1HGBH41JXMN109186"),
        ("pacemaker serial PM-88213", Class::Device, "PM-88213"),
        ("see https://example.org/rosa", Class::Url, "https://example.org/rosa"),
        ("from 192.168.1.20", Class::IpAddress, "192.168.1.20"),
        ("fingerprint id FP-7a81c2", Class::Biometric, "FP-7a81c2"),
        ("the picture is rosa_face.jpg", Class::Photo, "rosa_face.jpg"),
        ("passport AB1234567", Class::Other, "AB1234567"),
        ("badge 55821", Class::Other, "55821"),
    ] {
        let found = found(text);
        assert!(found.contains(&(class, words.to_owned())), "{text}: {found:?}");
    }
    for class in Class::ALL {
        assert!(Class::from_placeholder(class.placeholder()) == Some(*class));
    }
}

#[test]
fn everyday_words_are_no_identifiers() {
    for text in [
        "I had soup for lunch and it was good.",
        "Yesterday I slept until nine.",
        "May I have some water?",
        "I will march to the dining room.",
        "My blood pressure is 130/80.",
        "I take 500mg twice a day.",
        "I am 72 years old.",
        "It is 95 degrees outside.",
        "God bless you.",
        "On Monday we play cards.",
        "I was born in 1941.",
        "Me duele la rodilla.",
        "I rose early and will rest now.",
        "I need a bed one night.",
        "What a beautiful garden! Honestly.",
        "",
        "😀😀😀",
    ] {
        assert!(found(text).is_empty(), "{text}: {:?}", found(text));
    }
}

#[test]
fn spans_are_code_points_in_any_script() {
    let text = "👵🏽 é — llame a Rosa: (212) 555-0147 ✅";
    assert_eq!(found(text), [(Class::Name, "Rosa".to_owned()), (Class::Phone, "(212) 555-0147".to_owned())]);
}

#[test]
fn relatives_employers_and_facilities_count_too() {
    let found = found("My daughter Ana works at the Acme plant near Duluth.");
    let words: Vec<&str> = found.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(words, ["Ana", "Acme plant", "Duluth"]);
}

#[test]
fn one_analysis_lists_no_more_than_its_limit() {
    let text = "a@b.example ".repeat(IDENTIFIERS_MAX + 100);
    assert_eq!(detect(&text).len(), IDENTIFIERS_MAX);
}
