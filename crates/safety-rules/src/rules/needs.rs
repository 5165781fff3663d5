//! Eating disorders with refusal of food and drink, and not being able to care for oneself: medium; eating
//! disorders high with physical signs, which the composition of signs adds.

use content_safety_api::{CrisisCategory, Level};

use super::{Rule, Sign};

const fn ed(code: &'static str, level: Level, patterns: &'static [&'static str]) -> Rule {
    Rule::finding(code, CrisisCategory::EatingDisorder, level, patterns)
}

const fn ic(code: &'static str, level: Level, patterns: &'static [&'static str]) -> Rule {
    Rule::finding(code, CrisisCategory::InabilityToCare, level, patterns)
}

/// The rules.
pub(crate) const RULES: &[Rule] = &[
    ed(
        "ed.purge",
        Level::Medium,
        &[
            "(make|making|made|force|forcing|forced) myself (throw|throwing|vomit|puke|sick|purge|be sick|gag)",
            "(throw|throwing|threw|vomit|vomiting|puke|puking) (up|it|them|all|everything|back)? ~3 (after (eating|i eat|meals|every meal|dinner|lunch|i ate)|on purpose|back up|all back)",
            "(purge|purging|purged|bulimia|bulimic|anorexia|anorexic|anorexica|bulimica|proana|thinspo)",
            "pro ana",
            "(binge|binged|binging|bingeing) (eat|eating|and|then|again)? ~3 (vomit|purge|throw|hate|can not stop|sick|starve)?",
            "eating disorder",
            "(laxatives|diuretics|diet pills) ~5 (lose|weight|skinny|thin|after|eat|too many|abuse|every)",
            "(me)? (provoco|provoque|induzco|hago) (vomitar|vomito|el vomito)",
            "(vomito|vomitar|devuelvo) ~2 (lo que como|despues de comer|a proposito|la comida)",
            "(anorexia|bulimia|atracones|trastorno alimenticio)",
        ],
    )
    .past(Level::Low)
    .also(Sign::Eating),
    ed(
        "ed.refuse",
        Level::Medium,
        &[
            "(am|been|have been) not ~1 (eating|drinking) (anything|any more|at all|any food|any water|$)",
            "no (estoy|ando) (comiendo|bebiendo) (nada|$)",
            "(stopped|stop|refuse|refusing|refused|quit|given up|not going to|will not|do not want to|not wanting to|decided not to) (eating|eat|drinking|drink|food|my food|meals|all food|to eat|to drink|water|any food|any meals)  ~4 (any more|anything|today|food|until|days|water|again|or drink|or drinking|at all|weeks|ever|since|now|on purpose|$)",
            "(have|had|has) not (eaten|had anything to eat|had a meal|touched (my)? food|drunk anything|had anything to drink|had (any)? (food|water)) ~2 (in|for|since|all) ~2 (day|days|week|weeks|yesterday|<days>|<num>|last|this week|friday)",
            "(not|nothing) (eating|drinking|to eat|to drink) (for|in|since) ~2 (days|weeks|<days>|yesterday)",
            "(starving|starve|starved) myself",
            "(do not|not) deserve ~1 (to eat|food|meals|to drink)",
            "(fasting|fasted) (for)? (<num>) (days|weeks)",
            "(afraid|scared|terrified) (of|to) (eat|eating|food|gain weight|gaining weight|getting fat|swallow)",
            "(eat|eating|ate) (only|just|less than|under|about) (<num>|#) (calories|bites|cal)",
            "(spit|spitting|hide|hiding|hid|throw|throwing|flush|flushing) ~2 (my|out)? (food|meals|dinner|lunch) ~4 (so|out|away|napkin|toilet|trash|no one|nobody|they)",
            "(deje|dejado|dejar) de (comer|beber|tomar agua)",
            "(no) (quiero|voy a|pienso) (comer|beber|tomar) (nada|mas|ni)",
            "(llevo|hace) ~2 (dias|semana|semanas) ~1 (que no|sin) (como|comer|bebo|beber|tomar)",
            "no (he comido|como|bebo|he bebido) ~2 (en|desde|hace|nada desde) ~2 (dias|dia|semana|ayer|varios)",
            "no merezco (comer|la comida)",
        ],
    )
    .polar()
    .past(Level::Low)
    .also(Sign::Eating),
    ic(
        "ic.unmet",
        Level::Medium,
        &[
            "(no|out of|ran out of|without|any) (food|water|heat|electricity|power|groceries|heating|running water) ~3 (in|left|at|here|house|home|fridge|apartment|since|for|and|days)",
            "(no|any) (food|water|groceries|heat) (or|and|nor) ~1 (food|water|groceries|heat|help|medicine|electricity)",
            "(have|has|got|there is|had) no (food|water|groceries) $",
            "(have|has|got|there is|had) nothing to (eat|drink) (here|at home|in the house|left|and|or|$)",
            "(no one|nobody|none|not anyone|not have anyone|no family) ~3 (to|can|will|helps|around to|here to|left to) ~2 (help|take care|feed|look after|bring|cook|bathe|wash|drive|care for|get me|give me) ~2",
            "(can|could) (not|no longer|hardly|barely) ~2 (take care of|look after|care for|manage by|fend for|cope alone|manage on|feed|keep) (myself|my self|my own)",
            "(have|has) not (bathed|showered|washed|changed (my)? clothes|left (the|my) (house|bed|room)|got out of bed|taken my (<pills>)|had a bath|had a shower|been out of bed) ~2 (in|for|since) ~2 (days|weeks|week|month|months|<num>|<days>|long)",
            "(not|unable|can not) (taking|take|afford|get|refill|find|manage|remember to take|remember if i took) my (<pills>|insulin|oxygen) ~3 (any more|days|because|for|weeks|out|no money|in|since|or)",
            "(ran|run|am) out of (my)? (<pills>|oxygen|insulin|heart (pills|medicine))",
            "(left|forgot|leave|forget) ~3 (stove|oven|gas|burner|iron|water running) (on|again|running)?",
            "(lost|wandered|do not know how to get|can not find my way|can not find) (home|back home|my (room|way|house)|outside|out of|back) ~3",
            "(i am|got|been|am) (lost|outside alone|wandering) (outside|and do not|and can not|in the (street|cold|dark|snow)|on the)",
            "(living|sleeping) (in|on) (filth|my car|the street|garbage|squalor)",
            "(soiled|wet|messed) myself ~4 (no one|nobody|alone|help|can not|hours)",
            "(can not|unable to) (get out of (bed|the chair|my chair|the tub)|get up|get to the (bathroom|toilet|kitchen|phone)) ~4 (no one|nobody|alone|by myself|help|days|hours|since|stuck)",
            "(no (puedo|puedo ya)) (cuidarme|valerme|atenderme|banarme|vestirme|alimentarme|levantarme de la cama|hacer nada) ~1 (sola|solo|por mi)?",
            "(no tengo|no hay|sin) agua !caliente|tibia|fria|bendita|mineral|oxigenada",
            "(no tengo|no hay|sin) (comida|luz|calefaccion|medicinas|medicina|quien me (ayude|cuide)|nadie que me (ayude|cuide))",
            "(no me he) (banado|cambiado|tomado (la|mi|mis)) ~3 (dias|semana|semanas)",
            "(me)? (perdi|estoy perdida|estoy perdido) ~2 (no se|y no|en la calle|afuera)",
        ],
    )
    .polar()
    .own()
    .past(Level::None)
    .third(Level::Medium),
    // A diet, most often; neglect is said in other words, and has its own rule.
    ic(
        "ic.kept",
        Level::Low,
        &[
            "(no me) (dejan|deja) (comer|beber|tomar) (casi (nada|de nada) / mucho / mucha / tanto / tanta)",
            "(they|he|she|doctor|nurse) ~1 (hardly|barely) ~1 (let|lets|allow|allows) me (to)? (eat|drink) (anything|much|a thing)",
        ],
    )
    .polar()
    .own()
    .past(Level::None),
    ic(
        "ic.struggle",
        Level::Low,
        &[
            "(can not|can no longer|unable to|hard to|struggle to|struggling to) ~1 (bathe|wash|dress|feed|clean) (myself|my self)",
            "(can not|can no longer|unable to) ~1 (cook|walk|get dressed|bathe|shower|feed myself|get out of bed) ~1 (alone|on my own|by myself|any more|without help)?",
            "(can not|can no longer|unable to) ~1 eat (, / in|alone|much|anything|properly|today|now|and|or|because|without / on my own|by myself|any more)",
            "(forget|forgetting|keep forgetting|forgot) to (eat|drink|take my (<pills>)|bathe)",
            "ni me (visto|lavo|bano|peino) ~1 ni me (visto|lavo|bano|peino)",
            "(ya)? no puedo (cocinar|caminar|banarme|vestirme|levantarme) (sola|solo|mas)?",
        ],
    )
    .polar()
    .own()
    .past(Level::None),
];
