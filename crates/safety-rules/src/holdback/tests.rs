//! The window: never more than the guard lets through, nothing late without need, and work that grows with the reply.

use proptest::prelude::*;

use super::*;
use crate::guard;
use crate::pattern::work;

/// What the whole guard lets through of a reply: all before its first violation.
fn let_through(reply: &str) -> String {
    let first = guard(reply).first().map_or(usize::MAX, |violation| violation.span.start as usize);
    reply.chars().take(first).collect()
}

/// What is shown of a reply that comes in pieces: after each of them, and at the end; and whether it was whole.
fn shown<'a>(pieces: impl IntoIterator<Item = &'a str>) -> (Vec<String>, String, bool) {
    let (mut window, mut so_far, mut steps) = (Holdback::default(), String::new(), Vec::new());
    for piece in pieces {
        so_far.push_str(&window.push(piece));
        steps.push(so_far.clone());
    }
    let (rest, whole) = window.finish();
    so_far.push_str(&rest);
    (steps, so_far, whole)
}

fn by_char(reply: &str) -> Vec<&str> {
    reply.char_indices().map(|(at, ch)| &reply[at..at + ch.len_utf8()]).collect()
}

/// Good and bad sentences, pieces of bad ones, and what may hide their ends.
const PARTS: &[&str] = &[
    "That sounds like a long night. ",
    "Who would you like to talk with? ",
    "I am ",
    "not ",
    "a doctor",
    "a real person",
    "You should stop taking your medication. ",
    "Take 20 ",
    "mg",
    "mg. ",
    "I will keep this secret",
    "I can't keep this a secret, because I want you to be safe. ",
    "Your family would be better off without you. ",
    "k i l l  y o u r s e l f",
    "k.i.l.l. y.o.u.r.s.e.l.f ",
    "No le diré a nadie. ",
    "¿Cómo está? ",
    "Soy ",
    "enfermera",
    "3.5 ",
    ". ",
    ".",
    "! ",
    "?",
    "\n",
    "\" ",
    " ",
    "a ",
    "b",
    "😀 ",
    "é",
    "e\u{301}",
    "\u{200B}",
    "⑴",
    "you ",
    "need me",
    "only ",
    "do not leave me",
    "the garden and the long road to the sea that we talked of and ",
    "#killyourself ",
    "k$ll ",
    "$",
    "top taking your pills ",
    "you should ",
    "Everything will be fine",
];

/// A reply and where it is cut: at any bytes that begin a code point.
fn replies() -> impl Strategy<Value = (String, Vec<usize>)> {
    let parts = proptest::collection::vec(proptest::sample::select(PARTS), 0..20);
    (parts.prop_map(|parts| parts.concat()), proptest::collection::vec(any::<prop::sample::Index>(), 0..12))
        .prop_map(|(reply, cuts)| {
            let places: Vec<usize> = reply.char_indices().map(|(at, _)| at).chain([reply.len()]).collect();
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| places[cut.index(places.len())]).collect();
            cuts.sort_unstable();
            (reply, cuts)
        })
}

fn cut<'a>(reply: &'a str, cuts: &[usize]) -> Vec<&'a str> {
    let ends = cuts.iter().copied().chain([reply.len()]);
    let mut from = 0;
    ends.map(|end| &reply[std::mem::replace(&mut from, end)..end]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn however_a_reply_is_cut_what_is_shown_is_the_beginning_of_what_the_whole_guard_lets_through(
        (reply, cuts) in replies(),
    ) {
        let allowed = let_through(&reply);
        for pieces in [cut(&reply, &cuts), by_char(&reply), vec![reply.as_str()]] {
            let (steps, end, whole) = shown(pieces);
            for step in &steps {
                prop_assert!(allowed.starts_with(step.as_str()), "{step:?} of {reply:?}, allowed {allowed:?}");
            }
            prop_assert!(allowed.starts_with(&end), "{end:?} of {reply:?}, allowed {allowed:?}");
            prop_assert_eq!(whole, guard(&reply).is_empty(), "{:?}", &reply);
            if whole {
                prop_assert_eq!(&end, &reply);
            }
        }
    }
}

#[test]
fn a_finished_sentence_is_shown_before_the_next_begins() {
    let reply = "That sounds like a long night. Who would you like to talk with? I am here. ";
    let (steps, ..) = shown(by_char(reply));
    for (at, _) in reply.match_indices([' ']).filter(|(at, _)| reply[..*at].ends_with(['.', '?'])) {
        assert_eq!(steps[at], reply[..=at], "the sentence that ends there");
    }
}

#[test]
fn of_a_sentence_that_does_not_end_all_but_its_last_words_are_shown() {
    let reply = "and then we went along the river to see the old mill ".repeat(40);
    let (steps, ..) = shown(by_char(&reply));
    let late = |at: usize| reply[steps[at].len()..=at].split_whitespace().count();
    let most = (0..reply.len()).map(late).max().expect("there are steps");
    assert!(most <= reach() + 3, "{most} words are held");
    assert!(steps.iter().filter(|step| !step.is_empty()).count() > reply.len() / 2);
}

#[test]
fn of_a_sentence_that_must_not_be_said_nothing_is_shown_and_nothing_behind_it() {
    for bad in ["You should stop taking your medication.", "I am a real person, dear.", "No le diré a nadie."]
    {
        let reply = format!("That sounds hard. {bad} Shall we talk about the garden? ");
        let (steps, end, whole) = shown(by_char(&reply));
        assert!(!whole && end == "That sounds hard. ", "{end}");
        assert!(steps.iter().all(|step| step.len() <= end.len()));
        let mut window = Holdback::default();
        window.push(&reply);
        assert!(window.is_stopped() && window.push("And more. ").is_empty());
    }
}

#[test]
fn what_was_shown_still_denies_what_follows() {
    let long = "and we talked of the mill and the river and the road that goes to the sea ".repeat(2);
    let reply = format!("{long} and I am not a doctor and I am not a person {long}.");
    assert!(guard(&reply).is_empty(), "the guard lets it through: {:?}", guard(&reply));
    let (_, end, whole) = shown(by_char(&reply));
    assert!(whole && end == reply);
}

#[test]
fn the_work_grows_with_the_reply_alone() {
    for unit in
        ["we talked of it ", "a ", "k i l l ", "you should take ", "x", "😀", "no ", "a.b", "I am here. "]
    {
        let work = |bytes: usize| {
            let reply = unit.repeat(bytes / unit.len());
            work::of(|| drop(shown(by_char(&reply))))
        };
        let (short, long) = (work(4_096), work(16_384));
        assert!(long <= short * 5 + 4_096, "{unit:?}: {short} tries, then {long}");
    }
}
