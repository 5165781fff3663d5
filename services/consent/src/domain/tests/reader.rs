//! A second, independent reading of COMPLIANCE §4.2 and §4.4: slow, naive, the first rule that matches.
//!
//! It shares no code, no table and no type with the engine. It reads words against tables that were copied from
//! the page by hand, so that a slip in one of the two shows as a difference between them.

use super::vocabulary::{Case, Paper, Told};

/// What the reading says: permit or deny, at which step, why.
pub(super) type Answer = (&'static str, u8, &'static str);

/// COMPLIANCE §4.4, cell by cell. `!` while answering an open alert, `*` by the author, `?` when shared,
/// `@` for that purpose.
const TABLE: &str = "
    demographics             | r w x | r w   | r       | r@HOPERAT | p
    appointments             | r x   | r w   | r w     |           | p
    care_plan                | r x   | r w   | r w     |           | p
    medications              | r x   | r w   | r       |           |
    vitals                   | r x   | r w   | r w     |           |
    billing                  | r x   |       |         | r@HPAYMT  |
    chat_transcripts         | r w x | r     | n r! w! |           | p i w
    remembered_facts         | r w x |       |         |           | p w
    assessment_scores        | r w x | r w   | l       |           | p w
    wellbeing_summary        | r x   | r     | r       |           | p w
    crisis_events            | r     | r w n | r w n   |           | p w n
    mental_health_diagnosis  | r x   | r w   |         |           |
    safety_plan              | r w x | r w   | r       |           | p
    psychotherapy_notes      |       | r* w* |         |           |
    substance_use            | r x   |       |         |           |
    substance_use_counseling | r x   |       |         |           |
    sensitive_health         | r x   |       |         |           |
    family_notes             | r?    | r     | r       |           |
    ai_inferences            | r x   | r     |         |           | p w";

/// The family levels: what each gives, to do what, and while what.
const LEVELS: &[(&str, &str, &str, &str)] = &[
    (
        "full",
        "demographics appointments care_plan medications wellbeing_summary assessment_scores",
        "read list",
        "",
    ),
    ("full", "crisis_events", "notify", ""),
    ("full+transcripts", "chat_transcripts", "read list", ""),
    ("limited", "demographics appointments wellbeing_summary", "read list", ""),
    ("limited+care", "care_plan medications", "read list", ""),
    ("limited+notices", "crisis_events", "notify", ""),
    ("emergency_only", "crisis_events", "notify read", "emergency_declared"),
];

const PART_2: &[&str] = &["substance_use", "substance_use_counseling"];
const BY_LAW: &[&str] =
    &["psychotherapy_notes", "substance_use", "substance_use_counseling", "sensitive_health"];
const STANDS_ALONE: &[&str] = &["psychotherapy_notes", "substance_use_counseling"];

/// The first rule that speaks.
pub(super) fn read(case: &Case) -> Answer {
    let rules: &[fn(&Case) -> Option<Answer>] = &[
        no_live_actor,
        no_live_edge,
        statutory_gates,
        accepted_restriction,
        patient_denies,
        emergency_grant,
        patient_permits,
        default_table,
    ];
    rules.iter().find_map(|rule| rule(case)).unwrap_or(("deny", 9, "default_deny"))
}

fn no_live_actor(case: &Case) -> Option<Answer> {
    (case.is_the_patient && case.is("dead")).then_some(("deny", 1, "deceased"))
}

fn no_live_edge(case: &Case) -> Option<Answer> {
    let ended = ["ended_treating", "ended_break_glass", "none"];
    case.edges.iter().all(|edge| ended.contains(edge)).then_some(("deny", 2, "no_live_edge"))
}

fn statutory_gates(case: &Case) -> Option<Answer> {
    let by_law = BY_LAW.contains(&case.category);
    if by_law && in_emergency(case) {
        return None;
    }
    let alone = STANDS_ALONE.contains(&case.category);
    let authorised = case
        .told
        .iter()
        .any(|told| told.kind == "permit" && gives(case, told) && (!alone || told.categories.len() == 1));
    if case.purpose == "LEGAL" && !authorised {
        return Some(("deny", 3, "legal_proceedings"));
    }
    if case.category == "psychotherapy_notes" {
        let writer = case.role == "health_provider" && case.has("treating") && case.is("own_note");
        return (!authorised && !writer).then_some(("deny", 3, "psychotherapy_notes"));
    }
    let own = (is_own(case) || represents(case)) && case.purpose == "PATRQT";
    if by_law && !authorised && !own {
        let part_2 = PART_2.contains(&case.category);
        return Some(("deny", 3, if part_2 { "part_2" } else { "sensitive_by_law" }));
    }
    let leaves = ["disclose_out", "export"].contains(&case.action);
    let payer = ["HPAYMT", "HOPERAT"].contains(&case.purpose);
    let paid = case.told.iter().any(|told| told.kind == "paid" && refuses(case, told));
    (leaves && payer && paid && !is_own(case)).then_some(("deny", 3, "paid_out_of_pocket"))
}

fn accepted_restriction(case: &Case) -> Option<Answer> {
    if in_emergency(case) || is_own(case) {
        return None;
    }
    let binds = |told: &Told| !told.ended || !case.is("recorded_after");
    let found = case.told.iter().any(|told| told.kind == "restriction" && binds(told) && refuses(case, told));
    found.then_some(("deny", 4, "restriction"))
}

fn patient_denies(case: &Case) -> Option<Answer> {
    let mut denials = case.told.iter().filter(|told| told.kind == "deny" && refuses(case, told));
    if in_emergency(case) {
        return denials.any(|told| told.even_in_emergency).then_some(("deny", 5, "not_even_in_emergency"));
    }
    (denials.next().is_some() && !is_own(case)).then_some(("deny", 5, "patient_denies"))
}

fn emergency_grant(case: &Case) -> Option<Answer> {
    in_emergency(case).then_some(("permit", 6, "break_glass"))
}

fn patient_permits(case: &Case) -> Option<Answer> {
    let text = !["demographics", "billing"].contains(&case.category);
    if case.role == "admin" && text {
        return None;
    }
    case.told.iter().any(|told| gives(case, told) || level_gives(case, told)).then_some((
        "permit",
        7,
        "patient_permits",
    ))
}

fn default_table(case: &Case) -> Option<Answer> {
    let yes = Some(("permit", 8, "default_table"));
    let column = match case.role {
        "resident" if is_own(case) && case.purpose == "PATRQT" => 1,
        "family_member" if represents(case) && case.purpose == "PATRQT" => 1,
        "family_member" => {
            let note = case.category == "family_notes" && ["read", "write"].contains(&case.action);
            let theirs = case.has("family") && case.is("own_note") && case.purpose == "FAMRQT";
            return if note && theirs { yes } else { None };
        }
        "health_provider" if case.has("treating") && case.purpose == "TREAT" => 2,
        "care_staff" if case.has("unit") && case.purpose == "TREAT" => 3,
        "admin" if case.has("office") => 4,
        "system" if case.has("platform") && case.purpose == "TREAT" => 5,
        _ => return None,
    };
    let row =
        TABLE.lines().find(|row| row.split('|').next().is_some_and(|name| name.trim() == case.category))?;
    let cell = row.split('|').nth(column)?;
    cell.split_whitespace().any(|word| cell_gives(case, word)).then_some(yes).flatten()
}

fn cell_gives(case: &Case, word: &str) -> bool {
    let (letter, mark) = word.split_at(1);
    let action = match letter {
        "r" => "read",
        "l" => "list",
        "w" => "write",
        "n" => "notify",
        "x" => "export",
        "p" => "use_in_prompt",
        "i" => "index",
        other => panic!("{other} is no letter of the table"),
    };
    let condition = match mark {
        "" => true,
        "!" => case.has("open_alert"),
        "*" => case.is("own_note"),
        "?" => case.is("shared_by_author"),
        purpose => purpose.trim_start_matches('@') == case.purpose,
    };
    action == case.action && condition
}

/// Break-glass: by staff or a provider, for an emergency, to look; what the law keeps apart by its basis alone.
fn in_emergency(case: &Case) -> bool {
    let looks = ["read", "list"].contains(&case.action);
    let why = ["BTG", "ETREAT"].contains(&case.purpose);
    let who = ["health_provider", "care_staff"].contains(&case.role);
    let grant = case.edges.iter().any(|edge| match case.category {
        "psychotherapy_notes" => *edge == "break_glass_imminent_threat",
        "substance_use" | "substance_use_counseling" => *edge == "break_glass_medical_emergency",
        "sensitive_health" => false,
        _ => ["break_glass", "break_glass_imminent_threat", "break_glass_medical_emergency"].contains(edge),
    });
    looks && why && who && grant
}

fn is_own(case: &Case) -> bool {
    case.role == "resident" && case.is_the_patient && case.has("own")
}

fn represents(case: &Case) -> bool {
    case.role == "family_member"
        && case.has("representative")
        && case.papers.iter().any(|paper| speaks(case, paper))
}

fn speaks(case: &Case, paper: &Paper) -> bool {
    let life = match paper.kind {
        "executor" => case.is("dead"),
        "parent" => case.is("minor") && !case.is("dead"),
        _ => !case.is("dead"),
    };
    let private = paper.kind == "parent" && case.private.contains(&case.category);
    let withheld =
        paper.withheld.as_ref().is_some_and(|kept| kept.is_empty() || kept.contains(&case.category));
    life && paper.names_actor
        && paper.scope.contains(&case.category)
        && is_now(paper.from, paper.until)
        && !private
        && !withheld
}

fn is_now(from: i8, until: i8) -> bool {
    from <= 0 && until > 0
}

fn is_for(case: &Case, told: &Told) -> bool {
    match told.to {
        "actor" => case.role != "system",
        "role" => !case.is("foreign"),
        "home" => !case.is("foreign"),
        "outside" => case.is("foreign"),
        _ => false,
    }
}

fn gives(case: &Case, told: &Told) -> bool {
    let alone = ["MODEL-TRAINING", "HRESCH", "LEGAL"];
    told.kind == "permit"
        && is_for(case, told)
        && told.categories.contains(&case.category)
        && told.actions.contains(&case.action)
        && told.purposes.contains(&case.purpose)
        && (!alone.contains(&case.purpose) || told.purposes.len() == 1)
        && is_now(told.from, told.until)
        && told.needs.is_none_or(|needed| case.is(needed))
}

fn level_gives(case: &Case, told: &Told) -> bool {
    let row = |(level, categories, actions, needs): &(&str, &str, &str, &str)| {
        let ticked = level.split_once('+').is_none_or(|(_, tick)| told.boxes.contains(&tick));
        level.split('+').next() == Some(told.kind)
            && ticked
            && categories.split(' ').any(|name| name == case.category)
            && actions.split(' ').any(|name| name == case.action)
            && (needs.is_empty() || case.is(needs))
    };
    is_for(case, told) && case.purpose == "FAMRQT" && is_now(told.from, told.until) && LEVELS.iter().any(row)
}

/// A denial that names nothing of a kind names everything of it, and conditions do not narrow it.
fn refuses(case: &Case, told: &Told) -> bool {
    let names = |list: &[&str], one: &str| list.is_empty() || list.contains(&one);
    let everybody = told.kind == "paid";
    (everybody || is_for(case, told))
        && names(&told.categories, case.category)
        && names(&told.actions, case.action)
        && names(&told.purposes, case.purpose)
        && is_now(told.from, told.until)
}
