//! Signs that mean little alone and much together: hopelessness, loneliness, loss, tiredness of everything, a
//! question about a high place. The composition in `compose` says what they add up to.

use serde::{Deserialize, Serialize};

use super::Rule;

/// A kind of sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// A wish not to be alive was said.
    Wish,
    /// A thought of suicide or self-harm was said.
    Ideation,
    /// A way was thought of.
    Method,
    /// The means are at hand or put aside.
    Means,
    /// Something that could be the means is there, which says nothing alone: everybody here has pills.
    AtHand,
    /// A question that could be about means (the highest bridge, what not to mix).
    MeansQuestion,
    /// A goodbye.
    Goodbye,
    /// Giving things away, settling affairs.
    GivingAway,
    /// Being a burden, not being missed.
    Burden,
    /// No way out, no point.
    Hopeless,
    /// Self-hatred, shame, failure.
    Worthless,
    /// Nobody there.
    Alone,
    /// Tired of everything.
    Weary,
    /// Something or somebody was lost.
    Loss,
    /// In great distress or pain.
    Distress,
    /// Asks for secrecy before telling.
    Secrecy,
    /// `Going to do it`, without saying what.
    Act,
    /// Rage.
    Anger,
    /// Trouble with eating.
    Eating,
    /// The body gives way: faint, heart racing, much weight lost.
    Physical,
    /// What somebody died of, or how, would be welcome: that, too, only beside a death that was just told.
    Envy,
    /// Somebody's death is told of, or how it came. It weighs nothing.
    Death,
    /// A game is told of: who is beaten at it is not beaten. It weighs nothing.
    Game,
    /// A partner is named: who is kept from going out by one is not cared for by a daughter. It weighs nothing.
    Partner,
}

impl Sign {
    /// What it adds to the weight of a message.
    pub(crate) const fn weight(self) -> u32 {
        match self {
            Self::Hopeless | Self::Burden | Self::Worthless | Self::Goodbye | Self::GivingAway => 2,
            Self::Alone | Self::Weary | Self::Loss | Self::Distress | Self::Secrecy => 1,
            Self::Wish | Self::Ideation | Self::Method | Self::Means => 2,
            Self::AtHand | Self::MeansQuestion | Self::Act | Self::Anger | Self::Eating | Self::Physical => 0,
            Self::Envy | Self::Death | Self::Game | Self::Partner => 0,
        }
    }
}

/// The rules.
pub(crate) const RULES: &[Rule] = &[
    Rule::sign(
        "sign.means_question",
        Sign::MeansQuestion,
        &[
            "(tallest|highest|high|tall) ~2 (building|buildings|bridge|bridges|cliff|tower|roof|rooftop|parking garage|floor|balcony|overpass)",
            "(bleach) ~2 (and|with|plus) ~1 ammonia",
            "ammonia (and|with|plus) bleach",
            "(mix|mixing) ~4 (bleach|ammonia|alcohol|<pills>)",
            "(how many|how much) ~3 (<pills>)",
            "(strongest|stronger) (<pills>)",
            "(where|how) ~4 (buy|get) ~2 (a)? (gun|rope|razor blades|helium|poison)",
            "(train|trains) ~3 (schedule|how fast|time|times) ~3 (pass|tracks|station)?",
            "(how) (deep|cold) ~3 (river|lake|water|ocean)",
            "(what happens|how long) ~6 (stop (eating|drinking|dialysis|my insulin)|insulin|without (food|water))",
            "(carbon monoxide|nitrogen|car exhaust|nightshade|cyanide)",
            "(edificio|puente) mas (alto|alta)",
            "(cloro) (y|con) (amoniaco|amonia)",
        ],
    ),
    Rule::sign(
        "sign.at_hand",
        Sign::AtHand,
        &[
            "(have|has|got|keep|there is|there are|with) (a|an|the|my|all my|some|enough|many|plenty of|lots of|a lot of|these|those|so many|all these|all those)? ~1 (<pills>|gun|pistol|rifle|shotgun|rope|noose|razor|razors|razor blades|blade|knife|knives|scissors|insulin|bleach)",
            "(<pills>|gun|pistol|rope|razor|knife) (are|is) ~1 (right)? (here|there|next to me|beside me|in (my|the) (drawer|bag|room|purse|pocket|nightstand))",
            "(tengo|hay|guardo|con) (una|un|la|el|mis|las|los|muchas|muchos|bastantes|suficientes|todas mis|todas las)? ~1 (<pills>|pistola|arma|soga|cuerda|navaja|cuchillo|tijeras|insulina|cloro)",
        ],
    ),
    Rule::sign(
        "sign.act",
        Sign::Act,
        &[
            "(going to|about to|ready to|have to|will|planning to|decided to|want to|might) (just|finally|really|actually)? do it (now|today|tonight|tomorrow|soon|this|in|all|once|for|before|and|when|anyway|on|$)",
            "(going|going to go) through with it",
            "(it|this) is (it|time) (i (guess|think))? $",
            "(have|got) a (day|date|plan)",
            "(voy a|estoy lista para|estoy listo para) hacerlo",
            "ya es (hora|tiempo)",
        ],
    ),
    Rule::sign(
        "sign.hopeless",
        Sign::Hopeless,
        &[
            "(hopeless|hopelessness|pointless|meaningless|despair|desperate|desperately|doomed)",
            "(no|lost|losing|without|any) (hope|future|purpose|meaning)",
            "(no|not|is there) ~1 (much|any|a)? point in (walking|eating|trying|getting up|dressing|going|anything|exercise|physio)",
            "(have|had) (had)? my (innings|turn|time|day)",
            "(ya)? vivi lo mio",
            "para que (voy a|me voy a) (andar|caminar|comer|levantarme|vestirme|moverme)",
            "(what is|see) (the|any) (point|use)",
            "(see|is|no|any) (the|a)? ~1 point (any more|in anything|of anything|$)",
            "(do not|not) ~1 see (the|a|any) (point|future|way)",
            "(never|not going to|not ever|will not|not) (get|getting) ~1 (better|easier|any better)",
            "(nothing|never) (ever)? ~1 (helps|works|matters|changes|gets better|will change|help|work)",
            "(life|my life) ~3 (over|ruined|meaningless|pointless|hell|no purpose|no meaning|fixed|falling apart|destroyed|shit|sucks|garbage|miserable)",
            "(can not|can never) be (fixed|saved|helped)",
            "(trapped|stuck|cornered) (in|with|and|here|forever|like)?",
            "(nothing|no one|nobody) (left|to live|to lose)",
            "(have|got) nothing left",
            "(do not|not) really have anything left",
            "(sin|perdi la|no hay|no tengo) (esperanza|salida|futuro|remedio|sentido)",
            "(desesperada|desesperado|desesperacion)",
            "(nada) (tiene sentido|importa|vale|me importa|va a cambiar)",
            // "Para que no me oiga" is no question: what for.
            "para que $",
            "^ (y|total|pues|pero|entonces|ya)? para que (quiero|sirve|sirvo|voy|sigo|seguir|vivir|levantarme|levanto|tanto|tanta|esto|todo|comer|como|luchar|lucho|esforzarme|vestirme|arreglarme|intentarlo|intento|hablar)",
            "que caso tiene",
        ],
    ),
    Rule::sign(
        "sign.worthless",
        Sign::Worthless,
        &[
            "(am|feel|feeling|felt|i am such|just|being|so) (a|an|so|like a|like an|such a|completely|totally|utterly)? ~1 (worthless|useless|failure|loser|pathetic|disgusting|garbage|trash|waste|nothing|nobody|unlovable|broken|stupid|piece of shit|disappointment|mistake|monster|coward|freak)",
            "hate (myself|my life|being me|who i am|living|everything about|being alive)",
            "(my|all my) fault",
            "(i) (ruin|ruined|destroy|destroyed|failed|fucked up|screwed up|messed up) (everything|everyone|my life|it all|them all|at everything|again)",
            "(deserve) (it|this|to suffer|nothing|to be alone|pain|to be punished|to rot)",
            "(ashamed|disgusted|humiliated) (of|with|by)? (myself)?",
            "(can not|could not) face (anyone|anybody|them|people|my (<person>|family)|the world|everyone|another)",
            "(soy|me siento) (un|una)? (inutil|fracaso|basura|nada|fracasada|fracasado|estupida|idiota)",
            "(me odio|odio mi vida|todo es mi culpa|no valgo nada|no sirvo)",
        ],
    ),
    Rule::sign(
        "sign.alone",
        Sign::Alone,
        &[
            "(so|all|completely|totally|very|really|utterly|always|feel|feeling|am|forever|be|been|being) (alone|lonely|isolated|invisible|abandoned|unwanted|unloved|forgotten)",
            "(no|not) ~2 (friends|anyone to talk|anyone to turn|family left|anybody|one to talk|one left|one who)",
            "(no one|nobody|not anyone) ~1 (cares|loves|understands|listens|visits|calls|comes|wants|likes|would|will|to talk|sees|believes|gives)",
            "(do not|not) (really)? have (anyone|anybody) (to|else|left)?",
            "(not|have not|no one) (talked|spoken|spoke) to (anyone|another|a|anybody|me) ~3 (days|weeks|human|week|month|months)",
            "(everyone|everybody|they all) (left|leaves|leave|hates|hate|has (left|gone)|is gone|abandoned|gone|died|is dead)",
            "you are (kind of)? (it|all i have|the only one)",
            "(sola|abandonada|abandonado|olvidada|olvidado) (en el mundo|siempre|completamente|todo el)?",
            // `Solo` before a verb is "only": "solo quiero que vuelva".
            "(estoy|siento|quedo|quede|quedado|vivo|ando|ceno|duermo|sigo|dejan|dejado|dejaron|tan|muy|siempre|completamente|aqui|y) ~1 solo !quiero|quisiera|digo|queria|pienso|pido|es|era|me|se|lo|la|un|una|que|por|para",
            "solo (en el mundo|siempre|completamente|todo el|como un perro|en casa|en mi cuarto|en la habitacion)",
            "solo $",
            "(nadie) (me)? (quiere|visita|llama|entiende|escucha|habla|importo)",
        ],
    ),
    Rule::sign(
        "sign.weary",
        Sign::Weary,
        &[
            "(tired|sick|exhausted|weary|fed up|done|over|drained|numb|burned out) (of|with)? ~2 (everything|it all|it|all of (it|this)|this|trying|fighting|life|living|pretending|inside|any more|people|myself)",
            "(just|so|really|am|feel|been|feeling|always|bone|that|too|soul|very|now) ~1 (tired|exhausted|numb|empty|drained|weary)",
            "(can not|could not) (take|do|handle|stand|cope|deal|bear|sleep|cope with|function)",
            "(given|giving|give) up (, / <onward> / trying / on (life|living|everything|everybody|everyone|people|myself|me|us|it|all|god|hope))",
            "(cansada|cansado|harta|harto|agotada|agotado|vacia|vacio)",
        ],
    ),
    Rule::sign(
        "sign.loss",
        Sign::Loss,
        &[
            "(lost|losing) (my|our|her|him|the) ~1 (job|wife|husband|son|daughter|mother|father|mom|dad|home|house|baby|kids|children|money|everything|dog|cat|friend|sister|brother|partner|license|sight|leg|savings|family|independence|business)",
            "(lost) (everything|everyone|it all)",
            "(outlived) (everyone|everybody|them|my <person> / all (my|of))",
            "(my (<person>)|he|she) (left|died|passed|passed away|is gone|dumped|divorced|broke up|cheated|was killed|killed (himself|herself))",
            "(fired|laid off|evicted|foreclosed|bankrupt|dumped|divorced|divorce|widowed|homeless|expelled|terminal|suspended)",
            "(broke|break|breaking) up (with)?",
            "(dropping|dropped) out",
            "(funeral|grief|grieving|bereaved|mourning)",
            "(diagnosed) ~4 (terminal|cancer|incurable|painful|illness|alzheimer|dementia|parkinson)",
            "(murio|fallecio|perdi a|se murio) ~2 (mi)? (<person>)?",
            "(perdi) (mi|a mi|todo|el|la) ~1 (trabajo|casa|esposo|esposa|hijo|hija|familia)?",
        ],
    ),
    Rule::sign(
        "sign.distress",
        Sign::Distress,
        &[
            "(not|am not) (doing)? ~1 (well|ok|okay|alright|good|fine)",
            "(depressed|depression|miserable|anguish|agony|suffering|overwhelmed|panic|panicking|breaking down|falling apart|heartbroken|devastated|tormented|unbearable|hurting|broken inside|traumatized|bullied|harassed|harassing)",
            "(in|so much|too much|this|the|constant|terrible|all this) pain",
            "(can not stop|keep|been|started) crying",
            "(cry|crying) (every|all|myself|constantly|for)",
            "(hurts|hurting) (so (much|bad)|too much|inside|to (live|exist|be))",
            "(really|so|very|too|just) (hard|bad|low|down|dark|scared) (right now|lately|today|place|time|these)?",
            "(do not|not) know what (to do|else)",
            "(everything|life|it) (is|feels) ~1 (too much|so hard|dark|falling apart|terrible|unbearable|black|wrong)",
            "(something) dark",
            "(want|need) (to be|to just be) (alone|left alone|gone|over)",
            "(want|need) ~1 all of this ~1 (to)? (go away|stop)",
            "(deprimida|deprimido|depresion|angustia|sufriendo|sufro|destrozada|destrozado|llorando)",
            "no (estoy|me siento) bien",
        ],
    ),
    Rule::sign(
        "sign.secrecy",
        Sign::Secrecy,
        &[
            "promise (you|me|not)? ~3 (tell|freak|not|anyone|say|judge|call)",
            "(do not|please not|not) (tell|go telling) (anyone|anybody|my (<person>)|the (staff|nurse|nurses)|them)",
            "can i tell you (something|a secret)",
            "(between us|our secret|keep (a|this) secret)",
            "no (le digas|se lo digas|le diga|se lo diga) a nadie",
            "(prometeme|prometame)",
        ],
    ),
    Rule::sign(
        "sign.giving_away",
        Sign::GivingAway,
        &[
            "(giving|give|gave|given) ~3 (possessions|belongings|jewelry|keepsakes|treasures) ~1 away",
            "(wrote|writing|written|making|made|updated|updating|changed) (out)? my (will|last will)",
            "(my affairs|my things|my papers|everything) (in order|sorted|settled)",
            "(giving|give|gave|given) (away)? (the|my) (good|best)? ~1 (china|silver|jewels|jewellery|rings|ring|jewelry|linen|pearls|watch|medals) (to|away)",
            "(ordenando|arreglando|repartiendo) ~1 mis cosas",
            "(la|las|el|los|mis|mi) (vajilla|joyas|anillos|anillo|plata|perlas|medallas) (buena|buenas)? (es|son) para mi <person>",
            "(found|finding|find) (a|someone|a new|another) ~2 (home|to take) ~2 (for|care of)? my (cat|dog|bird|pets)",
            "(regalando|regale|repartiendo) ~2 mis (cosas|joyas|pertenencias)",
        ],
    ),
    Rule::sign(
        "sign.method",
        Sign::Method,
        &["(bridge|bridges|cliff|ledge|rooftop|tracks) ~4 (jump|end|fall|over|edge)"],
    ),
    Rule::sign(
        "sign.physical",
        Sign::Physical,
        &[
            "(fainted|faint|fainting|passed out|passing out|dizzy|blacked out|collapsed|weak|weakness|palpitations)",
            "(lost|losing|dropped) ~2 (<num>|#) (pounds|lbs|kilos|kg|lb|pound)",
            "(hair) ~2 (falling out)",
            "(heart) ~2 (racing|skipping|slow|irregular|flutters)",
            "(vomiting|throwing up|coughing) blood",
            "(can not|could not) (stand|walk|get out of bed) ~3 (weak|without|dizzy)?",
            "(desmaye|mareada|mareado|debil|debilidad)",
            "(baje|perdi) (<num>|#) (kilos|libras)",
        ],
    ),
    Rule::sign(
        "sign.death",
        Sign::Death,
        &[
            "(he|she|they|<person>) (went|slipped away|passed) ~1 (quick|quickly|sudden|suddenly|peaceful|peacefully|quietly|in (his|her) sleep|in the night) !to|into|home|out|shopping",
            "(he|she|they|<person>) (died|passed away|dropped dead)",
            "my ~1 (died|passed away|dropped dead)",
            "mi <person> (ya)? (murio|fallecio|se murio)",
            "(murio|fallecio|se murio) mi <person>",
            "(murio|fallecio|se fue) (rapido|de repente|en paz|durmiendo|mientras dormia|sin enterarse)",
        ],
    ),
    Rule::sign(
        "sign.envy",
        Sign::Envy,
        &[
            "(would not|should not|do not) mind (that|the same|going (like that|that way|the same way)) $",
            "(that is|that would be|it is|there is) (the|a) (way|good way) (to go|for me|i would like)",
            "(that|it) would (suit|do) me $",
            "(lucky|i envy) (him|her|them) $",
            "(rather|sooner|as soon|wish i was|wish i were|want to|like to) ~1 be with (him|her|them|my <person>)",
            "(join|joining|see|be with) (him|her|them|my <person>) (soon|tonight|before long)",
            "(soon|before long|tonight) ~1 i ~1 (join|see|be with) (him|her|them|my <person>)",
            "(preferiria|quisiera|prefiero|quiero|ojala) ~1 (estar|irme|estuviera|reunirme) con (el|ella|ellos|mi <person>)",
            "(pronto|esta noche|ya mero) ~1 (me voy|estare|lo vere|la vere|me reuno|los vere) (con (el|ella|ellos|mi <person>))?",
            "no (me importaria|me molestaria) (asi|eso|lo mismo) $",
            "(que suerte la suya|ojala a mi|asi quisiera yo|le envidio|la envidio) $",
        ],
    ),
    Rule::sign(
        "sign.partner",
        Sign::Partner,
        &["(marido|esposo|esposa|mujer|pareja|novio|novia|husband|wife|partner|boyfriend|girlfriend)"],
    ),
    Rule::sign(
        "sign.game",
        Sign::Game,
        &[
            "<game>",
            "(play|plays|played|playing) ~3 <play>",
            "(game|games|hand|hands|round) of (<game>|<play>)",
            "(juego|juega|juegan|jugamos|jugaba|jugabamos|jugar|jugando|partida|partidas) ~2 (<game>|<play>)",
        ],
    ),
];
