//! Self-injury without a stated wish to die: thoughts low, urges medium, recent or present behaviour high.

use content_safety_api::{CrisisCategory, Facet, Level};

use super::{Rule, Sign};

const fn sh(code: &'static str, level: Level, patterns: &'static [&'static str]) -> Rule {
    Rule::finding(code, CrisisCategory::SelfHarm, level, patterns)
}

/// The rules.
pub(crate) const RULES: &[Rule] = &[
    sh(
        "sh.behaviour",
        Level::High,
        &[
            "(i|have|been|keep|kept|started|still|started to|again|am|just|was|also) ~1 (cutting|cut|burning|burned|burnt|hurting|hurt|harming|harmed|scratching|scratched|stabbing|stabbed|punching|hitting|hit|biting|bit|injuring|injured) (myself|my self)",
            "(i|have|been|keep|started) ~2 self (harm|harming|harmed|injure|injuring|mutilating) !awareness|prevention",
            "(i|have|been|keep|started) selfharming|selfharm",
            "(cut|cutting|slashed|slashing|carved|carving|burned|burning|sliced|slicing) (into)? (my|up my) ~1 <body>",
            "(scratched|scratching) (up my ~1 <body> / my ~1 <body> ~3 (up|bloody|bled|bleeding|raw|on purpose|to feel))",
            "(bit|bite|biting|bitten|scratched|scratching|picked|pinched|dug) (my|into my) ~1 (arm|arms|hand|hands|leg|legs|skin|face|wrist) ~3 (until|till) ~2 (bled|bleeds|bleeding|blood|raw|hurt)",
            "(punched|punching|hitting|hit|banged|banging|bang|bash|bashing) my (own)? (head|face|fist) ~2 (against|into|wall|with|until)",
            // Once, on a thing, is an accident; again and again is none.
            "(punched|punching|hitting|banging|bang|bash|bashing) my (own)? (head|face|fist) ~2 on",
            "(pulled|pulling|ripping) (out)? my (own)? (hair|stitches|skin) out",
            "(fresh|new|more|my) cuts (on|all) ",
            "(relapsed|relapse|relapsing) ~2 (cutting|self harm|burning|sh)",
            "should i (keep|continue|start|go on) (cutting|hurting|burning|harming) (myself)?",
            "(me)? (corto|corte|estoy cortando|he cortado|quemo|queme|golpeo|lastimo|lastime|hago dano|hice dano|rasguno) ~1 (los|las|a mi|mis|con)? ~1 (brazos|brazo|piernas|munecas|muslos|misma|mismo|navaja|cuchillo)",
            "me (corto|lastimo) !la|el|un|una|las|los",
            "me (rasco|muerdo|pellizco|arano|rasque|mordi) ~1 (hasta|para) (sangrar / hacerme sangre / que sangra|sangre)",
            "me (hago dano|autolesiono|hice dano|estoy cortando|he estado cortando)",
            "(estado|estoy|sigo|ando) (cortandome|lastimandome|quemandome|haciendome dano|golpeandome)",
        ],
    )
    .own()
    .past(Level::Low)
    .facet(Facet::Behaviour)
    .also(Sign::Ideation),
    sh(
        "sh.urge",
        Level::Medium,
        &[
            "(want|wanted|urge|urges|like|need|tempted|thinking|thought|thoughts|going|might|desire|wanting|about|of|plan|planning|trying|how|way|ways|should|craving) ~3 (cut|cutting|burn|burning|hurt|hurting|harm|harming|scratch|punish|punishing|stab|injure|injuring|starve) (myself|my self)",
            "(want|wanted|urge|urges|need|tempted|thinking|thought|thoughts|going|going back|amount|bit|back) ~2 (to|of|about)? ~1 (self harm|self injure|selfharm|self harming|self injury)",
            "(deserve) to (hurt|suffer|be hurt|be in pain|be punished|bleed|feel pain)",
            "(cutting|hurting|harming|burning) (myself)? (helps|makes me feel|calms|is the only|feels)",
            "(quiero|ganas de|necesito|pienso en|pensando en) (cortarme|lastimarme|hacerme dano|quemarme|golpearme|autolesionarme)",
            "(cortarme|lastimarme|hacerme dano|autolesionarme)",
        ],
    )
    .own()
    .past(Level::Low)
    .facet(Facet::Thoughts)
    .also(Sign::Ideation),
    sh(
        "sh.mention",
        Level::Low,
        &[
            "(hurt|hurting|harm|harming|cut|cutting|burn|burning) (myself|my self) !on|by|shaving|while|cooking|falling|when",
            "self (harm|injury|mutilation)",
            "my (self harm)? scars ~3 (arm|arms|wrist|wrists|legs|cut|cutting|self)",
            "autolesion|autolesiones|autolesionarse",
        ],
    )
    .past(Level::None)
    .third(Level::Low)
    .yields(),
    sh(
        "sh.third",
        Level::Medium,
        &[
            "(he|she|they|<person>) ~5 (cutting|cut|cuts|burning|burns|harming|harms|hurting|hurts) (himself|herself|themselves|themself|(his|her|their) (arms|wrists|legs|skin|wrist|arm))",
        ],
    )
    .past(Level::Low),
];
