//! A wish or plan to hurt others: high from a wish with a target; critical with a weapon and a time.

use content_safety_api::{CrisisCategory, Level};

use super::{Rule, Sign};

const fn ho(code: &'static str, level: Level, patterns: &'static [&'static str]) -> Rule {
    Rule::finding(code, CrisisCategory::HarmToOthers, level, patterns)
}

/// The rules.
pub(crate) const RULES: &[Rule] = &[
    ho(
        "ho.want",
        Level::High,
        &[
            "(want|wanted|wish|like|going|plan|planning|urge|need|tempted|thinking|thought|thoughts|thought about|fantasize|fantasizing|feel like|about|ready|will|could|might|swear|love|decided|dream|dreaming) ~3 \
             (kill|killing|stab|stabbing|shoot|shooting|murder|murdering|strangle|strangling|smother|smothering|poison|poisoning|choke|choking|slit|beat up|beating up|hurt|hurting|harm|harming|attack|attacking|punch|punching|burn|bomb|slap|hit|hitting|suffocate|blow up) \
             (him|her|them|you|those|these|someone|somebody|people|everyone|everybody|others|another|that|the|my|this|other|all|a <carer>|that (nurse|aide|man|woman|bitch|bastard)|a person / strangers) !down|feelings|self|time|life|myself|head|chances|wrist|wrists|body|arm|arms|legs|leg|own|pain|way|foot",
            "(kill|murder|stab|shoot|strangle|smother|poison|hurt) (my|the|that|this|these|those|all (the|my|of)) (<person>|<carer>|parents|family|neighbors|boss|coworkers|teacher|classmates|residents|bastards|bitch|dog|cat|nurses|doctor)",
            "(i will|am going to|i swear i will|i am going to|ready to) (kill|murder|stab|shoot|strangle|hurt|beat) (him|her|them|you|someone|somebody|everyone|that)",
            "(make|making) (him|her|them|my <person>|you|everyone|those people) (pay|suffer|bleed|regret it|hurt|disappear for good)",
            "(get|getting|take|taking) (revenge|my revenge) ~3",
            "(homicidal) (thoughts|thought|ideation|urges|feelings|$)?",
            "(shoot|shooting|shot|blow|blowing|burn|burning) (up|down) (the|my|a|this) (school|office|church|place|building|house|mall|home|facility|work|workplace)",
            "(quiero|voy a|ganas de|pienso|planeo) ~1 (matar|matarlo|matarla|matarlos|apunalar|disparar|golpear|golpearlo|golpearla|lastimar|lastimarlo|lastimarla|envenenar|envenenarlo|ahorcar|estrangular|hacerle dano) ~1 (a)?",
            "(lo|la|los|le) voy a (matar|golpear|apunalar|lastimar|hacer dano|envenenar|ahorcar)",
        ],
    )
    .past(Level::Low)
    .third(Level::Medium)
    .timely(),
    ho(
        "ho.break",
        Level::High,
        &[
            "(going to|will|want to|about to) ~1 (break|smash|crack|bash|split|cave in) (his|her|their) (head|skull|neck|face|jaw|nose|arm|arms|leg|legs|ribs|bones|teeth|fingers)",
            "(going to|will|want to|about to) (knock|beat) (his|her|their) (teeth|brains|head) (out|in)",
            "(voy a|quiero|vamos a) (romperle|partirle|quebrarle|reventarle|abrirle|rajarle|tumbarle) (la|el|las|los|una|un) (cabeza|cara|cuello|craneo|brazo|pierna|piernas|nariz|quijada|dientes|costillas|huesos|crisma)",
            "(le|les) (voy a|vamos a) (romper|partir|quebrar|reventar|abrir|rajar|tumbar) (la|el|las|los|una|un) (cabeza|cara|cuello|craneo|brazo|pierna|piernas|nariz|quijada|dientes|costillas|huesos|crisma)",
        ],
    )
    .past(Level::Low)
    .third(Level::Medium)
    .timely(),
    ho(
        "ho.plan",
        Level::High,
        &[
            "(how|what|best|tell me|instructions|ways|way|teach me|steps|guide|help me) ~6 (hurt|hurting|kill|killing|poison|harm|injure|attack|torture|stab|strangle|murder) ~1 (someone|somebody|people|a person|him|her|them|others|another|my (<person>)|an old|residents)",
            "(how|instructions|tell me|teach me|show me|steps|guide|help me|recipe) ~5 (make|build|making|building|create|buy|get|construct) ~2 (bomb|explosive|explosives|pipe bomb|molotov|lethal|poison gas|ricin|anthrax|nerve agent|grenade|untraceable gun|ghost gun|silencer)",
            "(3d printing|3d print|print) ~3 (gun|guns|weapon|firearm)",
            "(printing|print|make|build) ~2 lethal (gun|weapon|weapons)",
            "(get|getting) away with (murder|killing|it when i kill|hurting)",
            "(cut|cutting|tamper|disable|sabotage) ~4 (brakes|brake|breaks) ~5",
            "(how) ~4 (get|make) (this|that|the) (person|man|woman|guy) ~2 (out of my life|disappear|gone|go away|suffer)",
            "(an|be an|become an|to be) (assassin|serial killer|mass shooter|hitman)",
            "(assassinate|assassination) (someone|somebody|him|her|the|a|attempt)?",
            "(hire|hiring|find) (a)? (hitman|hit man|killer)",
            "(hit list|kill list)",
            "(better watch (out|his|her|their)|had better watch) ~8 (knife|gun|scissors|razor|cane|hammer|not (scared|afraid))",
            "(got|have) ~1 (knife|gun|scissors|razor|hammer|blade) and ~3 (not (scared|afraid)|will use|going to use|know how to use)",
            "(plan|planning|planned) ~2 (attack|shooting|massacre|bombing|murder) !art|plan",
            "(have|got|bring|bringing|took|hid|keep) (a)? (gun|knife|weapon|blade|razor|scissors) ~4 (for (him|her|them|that)|when (he|she|they) comes|to (use on|hurt|kill|stab)|under my pillow for)",
            "(make|makes|making) (them|him|her|my parents) stop ~2 (what|how|should)?",
            "(what should i do|how (do|can) i) ~2 (to)? make (them|him|her) stop",
            "(como) ~3 (hacer una bomba|matar a|envenenar a|lastimar a alguien|hacerle dano a)",
        ],
    )
    .past(Level::Low)
    .third(Level::Medium)
    .timely(),
    ho(
        "ho.wish",
        Level::Low,
        &[
            "(wish|hope) ~1 (he|she|they|<person>|this person) (was|were|would|dies|die|dead|will) ~2 (dead|die|gone|not here|here|disappear|drop dead)",
            "(hate) (this|that) (person|man|woman|nurse|aide|guy) ~6",
            "(so (angry|mad)|rage|furious) ~4 (hurt|kill|scream|hit|can not think|explode|lose control|snap)",
            "(ojala|quisiera que) (se muera|se muriera|se mueran)",
        ],
    )
    .past(Level::None)
    .polar()
    .also(Sign::Anger),
    ho(
        "ho.child_sexual",
        Level::High,
        &[
            "(child|children|underage|minor|minors|preteen|toddler|toddlers|# year old / little girls|little boys|young girls|schoolgirl) ~5 (sex|porn|nude|nudes|naked|undressing|penis|dick|cock|genitals|suck|molest|rape|erotic)",
            "(sex|sexual|porn|nudes|naked|molest|rape|groom|fondle|seduce) ~4 (child|children|kid|kids|underage|minor|minors|preteen|toddler|toddlers / little girls|little boys|young girls)",
            "(pro|like|support|join|find) ~1 (pedophilia|pedophile|csam) ~2",
            "(pedophilia|pedophile|csam) ~1 (groups|group|videos|links|sites|forum|content|material)",
        ],
    )
    .firm()
    .past(Level::High),
];
