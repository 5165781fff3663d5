//! Packs of the published shapes with words of our own, their faults, their scores and when they may be asked.

use content_safety_api::{Language, Level};

use super::*;

/// A pack of the shape of a known instrument, with invented words.
fn shaped(id: &str) -> Pack {
    let shape = known(id).expect("a known instrument");
    let tier = |at: usize| {
        let tiers = [Tier::Low, Tier::Middle, Tier::High];
        let share = at * 3 / shape.cuts.len();
        tiers[if shape.higher_is_heavier { share } else { 2 - share }]
    };
    let items = (1..=shape.items)
        .map(|number| ItemRule {
            least: shape.values.0,
            most: shape.values.1,
            reversed: shape.reversed.contains(&number),
        })
        .collect();
    let text = |language, word: &str| PackText {
        language,
        title: format!("{word} list"),
        items: (1..=shape.items)
            .map(|number| {
                let text = format!("{word} statement number {number}, invented for this test.");
                ItemText { hash: item_hash(&text), text }
            })
            .collect(),
        scale: (shape.values.0..=shape.values.1)
            .map(|value| ScaleLabel { value, label: format!("{word} {value}") })
            .collect(),
    };
    Pack {
        id: id.to_owned(),
        version: "1".to_owned(),
        rights: "Invented for this test.".to_owned(),
        texts: vec![text(Language::En, "Invented"), text(Language::Es, "Inventado")],
        items,
        rule: shape.rule,
        bands: shape
            .cuts
            .iter()
            .enumerate()
            .map(|(at, from)| Band { id: (at + 1).to_string(), from: *from, tier: tier(at) })
            .collect(),
        skips: shape.skips.to_vec(),
        gates: shape.gates.to_vec(),
        min_days: shape.min_days,
        bars: Bars { grief_days: 7, simple_needs_staff: true },
    }
}

fn all(value: u8, count: usize) -> Vec<Reply> {
    vec![Reply::Answered(value); count]
}

#[test]
fn a_pack_of_each_published_shape_is_read() {
    for shape in &KNOWN {
        let pack = shaped(shape.id);
        let bytes = serde_json::to_vec(&pack).expect("serialises");
        let read = Pack::read(&bytes).unwrap_or_else(|faults| panic!("{}: {faults:?}", shape.id));
        assert!(read == pack);
        assert!(!shape.citation.is_empty());
    }
}

#[test]
fn a_pack_with_other_rules_than_the_published_ones_is_refused() {
    let refused = |change: fn(&mut Pack), code: &str| {
        let mut pack = shaped("phq-9");
        change(&mut pack);
        let found = pack.faults();
        assert!(found.iter().any(|fault| fault.code == code), "{code}: {found:?}");
    };
    refused(|pack| pack.bands[1].from = 6, "pack_not_as_published");
    refused(|pack| "../1".clone_into(&mut pack.version), "pack_version");
    refused(|pack| "..".clone_into(&mut pack.version), "pack_version");
    refused(|pack| pack.items[3].reversed = true, "pack_not_as_published");
    refused(|pack| pack.rule = Rule::Percent, "pack_not_as_published");
    refused(|pack| pack.gates.clear(), "pack_gate_missing");
    refused(|pack| pack.gates[0].from = 2, "pack_gate_missing");
    refused(|pack| pack.min_days = 7, "pack_too_often");
    refused(|pack| pack.texts[0].items[0].text.push('!'), "pack_item_hash");
    refused(|pack| drop(pack.texts[1].items.pop()), "pack_item_count");
    refused(|pack| drop(pack.texts[0].scale.pop()), "pack_scale_values");
    refused(|pack| pack.rights.clear(), "pack_rights");
    refused(|pack| pack.bars.grief_days = 0, "pack_grief_days");
    refused(|pack| pack.bands[0].id = "severe".to_owned(), "pack_band_id");
    refused(|pack| pack.skips.push(Skip { item: 5, value: 0, to: 4 }), "pack_skip");
}

#[test]
fn what_is_no_pack_is_refused_with_a_code() {
    let code = |bytes: &[u8]| Pack::read(bytes).map(|_| ()).expect_err("refused")[0].code;
    assert_eq!(code(b"{}"), "pack_malformed");
    assert_eq!(code(&vec![b' '; pack::PACK_BYTES_MAX + 1]), "pack_too_large");
    let mut json = serde_json::to_value(shaped("who-5")).expect("serialises");
    json["more"] = true.into();
    assert_eq!(code(json.to_string().as_bytes()), "pack_malformed");
}

#[test]
fn sums_fall_into_their_bands_at_the_published_cuts() {
    let pack = shaped("phq-9");
    let band = |sum: u8| {
        let mut replies = all(0, 9);
        let mut left = sum;
        for reply in &mut replies {
            let value = left.min(3);
            *reply = Reply::Answered(value);
            left -= value;
        }
        let score = score(&pack, &replies).expect("scores");
        assert_eq!(score.value, Some(u16::from(sum)));
        score.band.expect("a band")
    };
    for (sum, id) in [
        (0, "1"),
        (4, "1"),
        (5, "2"),
        (9, "2"),
        (10, "3"),
        (14, "3"),
        (15, "4"),
        (19, "4"),
        (20, "5"),
        (27, "5"),
    ] {
        assert_eq!(band(sum), id, "{sum}");
    }
}

#[test]
fn up_to_two_left_out_items_take_the_mean_and_more_give_no_score() {
    let pack = shaped("phq-9");
    let mut replies = all(2, 9);
    replies[0] = Reply::Declined;
    replies[4] = Reply::Declined;
    let two = score(&pack, &replies).expect("scores");
    assert_eq!((two.value, two.prorated, two.unanswered), (Some(18), true, 2));
    replies[1] = Reply::Answered(1);
    // Thirteen over seven items is 16.7 over nine.
    assert_eq!(score(&pack, &replies).expect("scores").value, Some(17));
    replies[5] = Reply::Declined;
    let three = score(&pack, &replies).expect("scores");
    assert_eq!((three.value, three.band, three.tier), (None, None, None));
}

#[test]
fn turned_items_count_the_other_way_round() {
    let pack = shaped("gds-15");
    assert_eq!(score(&pack, &all(1, 15)).expect("scores").value, Some(10));
    assert_eq!(score(&pack, &all(0, 15)).expect("scores").value, Some(5));
}

#[test]
fn a_percentage_needs_every_item_and_more_is_lighter() {
    let pack = shaped("who-5");
    let full = score(&pack, &all(5, 5)).expect("scores");
    assert_eq!((full.value, full.tier), (Some(100), Some(Tier::Low)));
    let low = score(&pack, &all(1, 5)).expect("scores");
    assert_eq!((low.value, low.tier), (Some(20), Some(Tier::High)));
    let mut replies = all(5, 5);
    replies[2] = Reply::Declined;
    assert_eq!(score(&pack, &replies).expect("scores").value, None);
}

#[test]
fn a_screener_gives_a_level_jumps_as_published_and_takes_silence_for_yes() {
    let pack = shaped("c-ssrs-screener");
    let mut replies = vec![Reply::Answered(1), Reply::Answered(0)];
    assert_eq!(next_item(&pack, &replies), Some((5, 3)));
    replies.extend([Reply::Skipped; 3]);
    replies.push(Reply::Answered(0));
    assert_eq!(next_item(&pack, &replies), None);
    assert_eq!(score(&pack, &replies).expect("scores").level, Some(Level::Low));
    replies[5] = Reply::Declined;
    replies.push(Reply::Declined);
    assert_eq!(score(&pack, &replies).expect("scores").level, Some(Level::High));
}

#[test]
fn the_gate_opens_from_its_value_on() {
    let pack = shaped("phq-9");
    assert!(opens_gate(&pack, 8, 1) && opens_gate(&pack, 8, 3));
    assert!(!opens_gate(&pack, 8, 0) && !opens_gate(&pack, 7, 3));
}

#[test]
fn an_unfinished_run_and_a_value_outside_the_scale_have_no_score() {
    let pack = shaped("ucla-3");
    assert_eq!(score(&pack, &all(1, 2)), Err(ScoreError::Incomplete));
    assert_eq!(score(&pack, &all(0, 3)), Err(ScoreError::Value));
    assert_eq!(score(&pack, &all(3, 3)).expect("scores").value, Some(9));
}

#[test]
fn it_is_asked_seldom_and_never_at_a_bad_time() {
    let pack = shaped("phq-9");
    let good = Situation {
        day: 100,
        last_done: Some(86),
        level: Level::None,
        grief_days: None,
        simple: false,
        staff_near: false,
    };
    assert_eq!(may_ask(&pack, &good), Ok(()));
    assert_eq!(may_ask(&pack, &Situation { last_done: Some(87), ..good }), Err(NotNow::TooSoon));
    assert_eq!(may_ask(&pack, &Situation { level: Level::Low, ..good }), Err(NotNow::Danger));
    assert_eq!(may_ask(&pack, &Situation { grief_days: Some(6), ..good }), Err(NotNow::Grief));
    assert_eq!(may_ask(&pack, &Situation { simple: true, ..good }), Err(NotNow::NeedsStaff));
    assert_eq!(may_ask(&pack, &Situation { simple: true, staff_near: true, ..good }), Ok(()));
}
