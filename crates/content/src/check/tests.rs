//! One planted violation per rule: each must be found, and the real content must hold none.

use std::path::Path;

use super::super::load::{Origins, load};
use super::super::model::{
    Act, Answer, Bar, Do, Feeling, Fx, Guard, Move, Need, Next, RiskLevel, Row, Source, Start, UserAct,
};
use super::check;

fn content() -> (Source, Origins) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    load(&root).unwrap_or_else(|faults| panic!("unreadable content: {faults:?}"))
}

/// Plants a violation and wants a fault of this item that says this.
fn planted(item: &str, what: &str, plant: impl FnOnce(&mut Source)) {
    let (mut source, origins) = content();
    plant(&mut source);
    let faults = check(&source, &origins);
    let found = faults.iter().any(|fault| fault.item.starts_with(item) && fault.what.contains(what));
    assert!(found, "no fault of `{item}` says `{what}`, only {faults:#?}");
}

fn line(source: &mut Source, pool: &str, text: &str) {
    source
        .lines
        .en
        .get_mut(pool)
        .and_then(|lines| lines.insert(1, text.to_owned()))
        .expect("the line was there");
}

fn linea(source: &mut Source, pool: &str, text: &str) {
    source
        .lines
        .es
        .get_mut(pool)
        .and_then(|lines| lines.insert(1, text.to_owned()))
        .expect("the line was there");
}

#[test]
fn the_content_holds_no_fault() {
    let (source, origins) = content();
    assert_eq!(check(&source, &origins), []);
}

#[test]
fn the_content_has_the_sizes_that_were_promised() {
    let (source, _) = content();
    assert!(source.cards.len() >= 60, "{} cards", source.cards.len());
    assert!(source.articles.len() >= 4, "{} articles", source.articles.len());
    assert!(source.lines.en["close"].len() >= 20);
    for feeling in Feeling::ALL {
        assert!(source.lines.en[feeling.pool()].len() >= 12, "{feeling:?}");
    }
}

#[test]
fn a_line_that_is_missing_in_one_language_is_found() {
    planted("lines en feel.sad", "missing in one language", |source| {
        source.lines.es.get_mut("feel.sad").expect("a pool").remove(&3);
    });
}

#[test]
fn a_pool_that_is_too_small_is_found() {
    planted("lines en feel.sad", "at least 12", |source| {
        source.lines.en.get_mut("feel.sad").expect("a pool").retain(|number, _| *number < 12);
    });
}

#[test]
fn an_act_with_too_few_lines_is_found() {
    planted("act Greet", "at least 8", |source| {
        source.pools.retain(|pool| pool.act != Act::Greet);
    });
}

#[test]
fn a_pool_that_nobody_declared_is_found() {
    planted("lines en nowhere", "not declared", |source| {
        source.lines.en.insert("nowhere".to_owned(), std::collections::BTreeMap::new());
    });
}

#[test]
fn hard_words_are_found_in_both_languages() {
    planted("lines en affirm/1", "grade", |source| {
        line(source, "affirm", "Unquestionably extraordinary determination characterises your ability.");
    });
    planted("lines es affirm/1", "INFLESZ", |source| {
        linea(source, "affirm", "Indudablemente extraordinaria determinación caracteriza su capacidad.");
    });
}

#[test]
fn words_that_must_not_be_said_are_found() {
    for (text, why) in [
        ("Do you remember the war.", "memory"),
        ("That is good, sweetie.", "pet names"),
        ("I feel the same way.", "feelings"),
        ("My mother said so too.", "a life"),
        ("Take a dose of that.", "dose"),
        ("You have depression.", "diagnosis"),
        ("I am sorry.", "feelings"),
        ("How are we today.", "`we`"),
    ] {
        planted("lines en affirm/1", why, |source| line(source, "affirm", text));
    }
    for (text, why) in
        [("Cuéntame más.", "tú"), ("Tome su pastillita.", "diminutives"), ("Lo siento.", "feelings")]
    {
        planted("lines es affirm/1", why, |source| linea(source, "affirm", text));
    }
}

#[test]
fn a_question_where_none_belongs_is_found() {
    planted("lines en affirm/1", "1 questions, wanted 0", |source| line(source, "affirm", "Is that so?"));
    planted("lines en ask.open/1", "2 questions, wanted 1", |source| {
        line(source, "ask.open", "Is it? Or not?");
    });
    planted("lines es ask.open/1", "opens with", |source| linea(source, "ask.open", "Cómo pasó?"));
}

#[test]
fn a_line_that_is_too_long_is_found() {
    planted("lines en affirm/1", "words, at most", |source| {
        line(source, "affirm", &format!("{}.", ["so"; 21].join(" ")));
    });
    planted("lines en affirm/1", "sentences, at most", |source| {
        line(source, "affirm", "So it is. And so it was.");
    });
}

#[test]
fn the_same_sentence_twice_is_found() {
    planted("lines en", "says the same as", |source| line(source, "affirm", "That sounds sad."));
}

#[test]
fn a_placeholder_that_nothing_fills_is_found() {
    planted("lines en affirm/1", "no `person`", |source| line(source, "affirm", "So {person} it is."));
    planted("lines en frame.died", "other placeholders", |source| line(source, "frame.died", "So it is."));
}

#[test]
fn a_card_without_a_date_or_a_topic_is_found() {
    planted("card slow_breath", "YYYY-MM-DD", |source| {
        let card = source.cards.iter_mut().find(|card| card.id == "slow_breath").expect("a card");
        card.source.as_of = "lately".to_owned();
    });
    planted("card slow_breath", "there is no topic", |source| {
        let card = source.cards.iter_mut().find(|card| card.id == "slow_breath").expect("a card");
        card.topic = "nothing".to_owned();
    });
    planted("card slow_breath", "a reviewer and a date", |source| {
        let card = source.cards.iter_mut().find(|card| card.id == "slow_breath").expect("a card");
        card.reviewer = Some("somebody".to_owned());
    });
    planted("card slow_breath", "one to three steps", |source| {
        let card = source.cards.iter_mut().find(|card| card.id == "slow_breath").expect("a card");
        card.lines.en.steps.clear();
    });
    planted("card slow_breath", "expires before", |source| {
        let card = source.cards.iter_mut().find(|card| card.id == "slow_breath").expect("a card");
        card.expires = "2020-01-01".to_owned();
    });
}

fn step<'a>(source: &'a mut Source, flow: &str, step: &str) -> &'a mut super::super::model::FlowStep {
    let flow = source.flows.iter_mut().find(|found| found.id == flow).expect("a flow");
    flow.steps.iter_mut().find(|found| found.id == step).expect("a step")
}

#[test]
fn a_flow_that_leads_nowhere_is_found() {
    planted("flow small_plan step stay", "there is no step", |source| {
        step(source, "small_plan", "stay").next = Some(Next::Go("nowhere".to_owned()));
    });
    planted("flow small_plan step near", "cannot be reached", |source| {
        let talk = step(source, "small_plan", "talk");
        talk.on.values_mut().for_each(|next| *next = Next::End);
    });
}

#[test]
fn a_question_without_a_way_out_is_found() {
    for answer in [Answer::Yes, Answer::No, Answer::Unsure, Answer::Decline, Answer::Stop] {
        planted("flow small_plan step permit", "no way on", |source| {
            step(source, "small_plan", "permit").on.remove(&answer);
        });
    }
}

#[test]
fn a_cycle_without_a_counter_is_found() {
    planted("flow small_plan", "goes round without a step that counts", |source| {
        let pick = step(source, "small_plan", "pick");
        pick.limit = 0;
        pick.over = None;
    });
    planted("flow listening", "goes round without a word", |source| {
        step(source, "listening", "deepen").over = Some(Next::Go("permit".to_owned()));
    });
}

#[test]
fn two_questions_in_a_step_are_found() {
    planted("flow small_plan step permit", "asks 2 questions", |source| {
        step(source, "small_plan", "permit").acts.push(Do::AskTopic);
    });
}

#[test]
fn a_step_that_needs_something_says_what_happens_otherwise() {
    planted("flow small_plan step talk", "`needs` and `otherwise`", |source| {
        step(source, "small_plan", "talk").needs = vec![Need::Card];
    });
}

#[test]
fn a_start_that_does_not_exist_is_found() {
    planted("flow small_plan", "does not exist", |source| {
        let flow = source.flows.iter_mut().find(|flow| flow.id == "small_plan").expect("a flow");
        flow.starts.push(Start::Topic("nothing".to_owned()));
        flow.bars.push(Bar::Level(RiskLevel::High));
    });
}

#[test]
fn ties_and_rows_that_never_fire_are_found() {
    planted("policy extra", "a tie with", |source| {
        let then = Move::Say { say: vec![Do::Line("stop".to_owned())], fx: vec![Fx::LeaveFlow] };
        let priority = source.policy[3].priority;
        source.policy.push(Row { id: "extra".to_owned(), priority, when: vec![Guard::InFlow], then });
    });
    planted("policy extra", "never fires", |source| {
        let when = vec![Guard::InFlow, Guard::Is(UserAct::Stop)];
        source.policy.push(Row { id: "extra".to_owned(), priority: 1, when, then: Move::Repeat });
    });
    planted("policy", "the first row is the crisis ladder", |source| {
        source.policy.remove(0);
    });
    planted("policy", "everything else", |source| {
        source.policy.retain(|row| !row.when.is_empty());
    });
}

#[test]
fn a_topic_without_patterns_and_a_pattern_without_its_span_are_found() {
    planted("lexicon es topics", "`music` has no pattern", |source| {
        source.lexicon.es.topics.remove("music");
    });
    planted("lexicon en frames", "captures", |source| {
        source.lexicon.en.frames.get_mut("died").expect("a frame").push("he died".to_owned());
    });
    planted("lexicon en acts", "Stop is missing", |source| {
        source.lexicon.en.acts.retain(|act| act.act != UserAct::Stop);
    });
    planted("lexicon en words", "is not folded", |source| source.lexicon.en.names.push("José".to_owned()));
}

#[test]
fn a_default_that_is_looser_than_a_law_is_found() {
    planted("jurisdiction us-ca", "looser", |source| {
        let default =
            source.jurisdictions.iter_mut().find(|profile| profile.id == "default").expect("a default");
        default.notice_every_minutes = 240;
    });
}

#[test]
fn an_unknown_field_is_refused() {
    let text = r#"(id: "x", tone: Hard, humans: true)"#;
    assert!(ron::from_str::<super::super::model::Topic>(text).is_err());
}

#[test]
fn a_choice_that_leads_nowhere_and_one_that_does_not_exist_are_found() {
    planted("flow daily_check_in step ask", "leads nowhere", |source| {
        step(source, "daily_check_in", "ask").picks.remove("hard");
    });
    planted("flow daily_check_in step ask", "has no choice", |source| {
        let picks = &mut step(source, "daily_check_in", "ask").picks;
        picks.insert("splendid".to_owned(), Next::Go("good".to_owned()));
    });
    planted("flow daily_check_in step ask", "there are no choices", |source| {
        step(source, "daily_check_in", "ask").acts =
            vec![Do::Choose { pool: "checkin.mood".to_owned(), from: "nothing".to_owned() }];
    });
    planted("choices mood good", "words that mean it", |source| {
        let set = source.choices.iter_mut().find(|set| set.id == "mood").expect("a set");
        set.options[0].means.es.clear();
    });
    planted("choices mood", "two to four", |source| {
        let set = source.choices.iter_mut().find(|set| set.id == "mood").expect("a set");
        set.options.truncate(1);
    });
}

#[test]
fn a_way_into_a_flow_that_does_not_exist_and_a_silent_one_are_found() {
    let into = |flow: &str, at: &str| Next::Into { flow: flow.to_owned(), at: at.to_owned() };
    planted("flow listening step human", "there is no step", |source| {
        step(source, "listening", "human").on.insert(Answer::Yes, into("call_someone", "nowhere"));
    });
    planted("flow listening step human", "without a word", |source| {
        step(source, "listening", "human").otherwise = Some(into("call_someone", "who"));
    });
}

#[test]
fn a_step_that_takes_something_says_where_it_goes_and_what_leads_there() {
    planted("flow call_someone step who", "leads on by `Given`", |source| {
        step(source, "call_someone", "who").on.remove(&Answer::Given);
    });
    planted("flow call_someone step who", "fills a slot", |source| {
        step(source, "call_someone", "who").fill = None;
    });
    planted("flow call_someone step ready", "only an answer fills a slot", |source| {
        step(source, "call_someone", "ready").fill = Some("person".to_owned());
    });
}

#[test]
fn an_article_that_differs_between_the_languages_is_found() {
    planted("article", "not the same sections", |source| {
        source.articles[0].text.es.sections[0].paragraphs.pop();
    });
}

#[test]
fn an_article_that_is_hard_or_long_or_labels_people_is_found() {
    planted("article", "too hard to read", |source| {
        source.articles[0].text.en.summary =
            "Institutional placement necessitates considerable psychological accommodation.".to_owned();
    });
    planted("article", "words in a paragraph", |source| {
        source.articles[0].text.en.sections[0].paragraphs[0] = "It is so. ".repeat(40).trim().to_owned();
    });
    planted("article", "a person", |source| {
        source.articles[0].text.en.summary = "Now you are depressed.".to_owned();
    });
    planted("article", "sections, wanted", |source| source.articles[0].text.en.sections.truncate(1));
}

#[test]
fn an_article_without_a_source_or_with_wrong_dates_is_found() {
    planted("article", "no source", |source| source.articles[0].sources.clear());
    planted("article", "YYYY-MM-DD", |source| source.articles[0].expires = "soon".to_owned());
    planted("article", "expires before", |source| source.articles[0].expires = "2020-01-01".to_owned());
    planted("article", "a reviewer and a date", |source| {
        source.articles[0].reviewer = Some("a name".to_owned());
    });
    planted("article", "the id is there twice", |source| {
        let again = source.articles[0].clone();
        source.articles.push(again);
    });
}

#[test]
fn a_class_without_nouns_and_a_noun_of_two_classes_are_found() {
    let noun = |one: &str| super::super::model::Noun {
        gender: None,
        one: Some(one.to_owned()),
        many: None,
        bound: false,
    };
    planted("things en sweet", "0 nouns, at least 8", |source| {
        source.things.nouns.en.insert("sweet".to_owned(), Vec::new());
    });
    planted("things en sweet", "is in `", |source| {
        let food = source.things.nouns.en.get("food").and_then(|nouns| nouns.first()).cloned();
        source.things.nouns.en.entry("sweet".to_owned()).or_default().extend(food);
    });
    planted("things en nowhere", "the class does not exist", |source| {
        source.things.nouns.en.insert("nowhere".to_owned(), Vec::new());
    });
    planted("things en sweet", "may be a means or a place of death: rope", |source| {
        source.things.nouns.en.entry("sweet".to_owned()).or_default().push(noun("skipping rope"));
    });
    planted("things es sweet", "a gender is for Spanish", |source| {
        source.things.nouns.es.entry("sweet".to_owned()).or_default().push(noun("rosquilla"));
    });
    planted("things en sweet", "a form is words alone", |source| {
        source.things.nouns.en.entry("sweet".to_owned()).or_default().push(noun("bon-bon"));
    });
}

#[test]
fn a_construction_that_one_language_lacks_and_one_without_its_halves_are_found() {
    planted("clauses es could", "it has no pattern", |source| {
        source.clauses.forms.es.remove("could");
    });
    planted("clauses en nowhere", "does not exist", |source| {
        let forms = source.clauses.forms.en.get("could").cloned().unwrap_or_default();
        source.clauses.forms.en.insert("nowhere".to_owned(), forms);
    });
    planted("clauses en could", "captures nothing", |source| {
        let forms = source.clauses.forms.en.entry("could".to_owned()).or_default();
        forms.patterns.push("i could <do>".to_owned());
    });
    planted("clauses en could", "is not one folded word", |source| {
        source.clauses.forms.en.entry("could".to_owned()).or_default().not.push("Not so".to_owned());
    });
    planted("lines en clause.could", "at least 4 lines", |source| {
        line(source, "clause.could", "So you could.");
    });
    planted("lines en clause.polite", "a line takes words", |source| {
        line(source, "clause.polite", "There is {said}.");
    });
}

#[test]
fn a_protocol_that_lacks_what_the_law_asks_for_is_found() {
    planted("protocol en", "every part once", |source| {
        source.protocol.text.en.sections.remove(0);
    });
    planted("protocol", "not the same sections", |source| {
        source.protocol.text.es.sections[1].paragraphs.pop();
    });
    planted("protocol", "may not suit some minors", |source| {
        let minors = source.protocol.text.en.sections.iter_mut().find(|one| one.heading == "Young people");
        minors.expect("the section").paragraphs = vec!["This was made for grown people.".to_owned()];
    });
    planted("protocol", "dates that are YYYY-MM-DD", |source| source.protocol.as_of = "soon".to_owned());
    planted("protocol", "a reviewer and a date", |source| {
        source.protocol.reviewer = Some("somebody".to_owned());
    });
}

#[test]
fn a_protocol_that_is_hard_to_read_or_holds_marks_is_found() {
    planted("protocol en", "too hard to read", |source| {
        source.protocol.text.en.summary =
            "Notwithstanding countervailing considerations, institutional determinations necessitate interdisciplinary \
             deliberation."
                .to_owned();
    });
    planted("protocol es", "no breaks, marks", |source| {
        source.protocol.text.es.summary = "Una <b>página</b>.".to_owned();
    });
    planted("protocol en", "words in a paragraph", |source| {
        source.protocol.text.en.summary = "so ".repeat(100).trim().to_owned();
    });
}
