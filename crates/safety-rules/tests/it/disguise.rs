//! Whatever letters are dressed up as, the same sign is found, and its place is that of the letters as they were written.

use proptest::prelude::*;

use super::read;

const PLAIN: &[&str] = &[
    "I want to kill myself",
    "I took all the pills",
    "I am going to hang myself tonight",
    "The voices tell me to jump",
    "quiero suicidarme",
    "me quiero matar",
];

/// How a letter may be dressed up.
#[derive(Clone, Copy, Debug)]
enum Dress {
    Plain,
    Capital,
    Wide,
    Bold,
    Accent,
    Hidden,
    LookAlike,
}

const DRESSES: &[Dress] = &[
    Dress::Plain,
    Dress::Plain,
    Dress::Capital,
    Dress::Wide,
    Dress::Bold,
    Dress::Accent,
    Dress::Hidden,
    Dress::LookAlike,
];

fn dressed(ch: char, dress: Dress) -> String {
    let shifted = |base: u32| char::from_u32(base + u32::from(ch) - u32::from('a')).expect("a letter");
    if !ch.is_ascii_lowercase() {
        return ch.to_string();
    }
    match dress {
        Dress::Plain => ch.to_string(),
        Dress::Capital => ch.to_ascii_uppercase().to_string(),
        Dress::Wide => shifted(0xFF41).to_string(),
        Dress::Bold => shifted(0x1D41A).to_string(),
        Dress::Accent => format!("{ch}\u{301}"),
        Dress::Hidden => format!("\u{200B}{ch}\u{2060}"),
        Dress::LookAlike => match ch {
            'a' => "а",
            'e' => "е",
            'i' => "і",
            'o' => "о",
            'p' => "р",
            's' => "ѕ",
            other => return other.to_string(),
        }
        .to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_dressed_up_sign_is_found_at_its_own_letters(
        plain in proptest::sample::select(PLAIN),
        dresses in proptest::collection::vec(proptest::sample::select(DRESSES), 40),
        before in proptest::sample::select(&["", "😀 ", "👵🏽👩‍👩‍👧 ", "Él está. ", "🏳️‍🌈"][..]),
    ) {
        let pieces: Vec<String> =
            plain.chars().zip(dresses.iter().cycle()).map(|(ch, dress)| dressed(ch, *dress)).collect();
        let hidden = format!("{before}{}", pieces.concat());
        let (wanted, found) = (read(plain), read(&hidden));
        prop_assert_eq!(found.level, wanted.level, "{:?}", &hidden);
        // Each finding of the plain words is there, over the very letters that stand for them.
        let start = before.chars().count();
        let at = |letter: u32| start + pieces[..letter as usize].iter().map(|piece| piece.chars().count()).sum::<usize>();
        for one in wanted.findings.iter().filter(|one| !one.span.is_empty()) {
            // A mark that takes no room may stand within or without.
            let near = |place: u32, letter: u32| (place as usize).abs_diff(at(letter)) <= 2;
            let same = found.findings.iter().find(|other| {
                other.code == one.code
                    && near(other.span.start, one.span.start)
                    && near(other.span.end, one.span.end)
            });
            prop_assert!(same.is_some_and(|same| same.span.of(&hidden).is_some()), "{one:?} in {hidden:?}: {:?}", &found.findings);
        }
    }
}

#[test]
fn spaced_drawn_out_starred_and_numbered_letters_are_read() {
    for (hidden, plain) in [
        ("I want to k i l l  m y s e l f", "I want to kill myself"),
        ("I want to k.i.l.l myself", "I want to kill myself"),
        ("I want to k1ll mys3lf", "I want to kill myself"),
        ("I want to killlll myseeelf", "I want to kill myself"),
        ("I want to k*ll myself", "I want to kill myself"),
        ("quiero su1c1d4rme", "quiero suicidarme"),
        ("I W A N T  T O  D I E", "I want to die"),
        ("i'm thinking about $u!c!de", "i'm thinking about suicide"),
    ] {
        let (found, wanted) = (read(hidden), read(plain));
        assert!(found.level >= wanted.level, "{hidden}: {:?}, plain {:?}", found.level, wanted.level);
    }
}

#[test]
fn a_picture_of_a_means_is_its_word_and_a_laughing_skull_is_none() {
    for (pictured, said) in [
        ("I have the 🔫 in my hand.", "I have the gun in my hand."),
        ("I took all the 💊", "I took all the pills"),
        ("Tengo la 🔫 en la mano", "Tengo la gun en la mano"),
    ] {
        assert_eq!(read(pictured).level, read(said).level, "{pictured}");
    }
    assert!(read("I have the 🔫 in my hand.").level.needs_human());
    for calm in
        ["That joke 💀💀 I can't", "😀🔫 water fight with the boys", "My 💊 at eight, then tea", "❤️🙏"]
    {
        assert!(!read(calm).level.needs_human(), "{calm}: {:?}", read(calm).findings);
    }
    let text = "👵🏽 I have the 🔫 in my hand.";
    assert!(
        read(text).findings.iter().any(|found| found.span.of(text).is_some_and(|words| words.contains('🔫')))
    );
}
