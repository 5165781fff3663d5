//! A wish to be dead, and thoughts of it.

use content_safety_api::{Facet, Level};

use super::si;
use crate::rules::{Rule, Sign};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    si(
        "si.wish.dead",
        Level::Low,
        &[
            "(want|wanted|wish|like|rather|hope|long|longing|wishing|wanting|ready|love|prefer|deserve|need|beg|begging|pray|praying) \
             ~2 (to be dead / to not be alive / to not exist / to stop existing / to cease to exist / to be no more / to be gone for good / death)",
            "(want|wanted|wish|like|rather|hope|long|longing|wishing|wanting|ready|love|prefer|deserve|need|beg|begging|pray|praying) \
             ~2 to die !for|of|laughing",
            "(want|wish|hope|rather|like) ~2 to die of (a|this|something|anything|cancer|natural)",
            "wish ~1 i (died|die|would die|could die|was dying)",
            "(i|just) want death",
            "wish i (was|were) ~1 (dead|gone|nonexistent)",
            "i (should|ought to|deserve to|might as well) ~2 (be dead|have died|die)",
            "i (just)? want out $",
            "end of the (line|road) (for me)?",
            "(better|best) if i ~1 (died|disappeared|ended)",
            "(better|best) off dead",
            "(rather|sooner) (be dead|die)",
            "(let|make) me die",
            "(ready|time|want|ask|asking|praying|waiting) ~3 (god|lord|jesus) ~2 (take|to take|call) me",
            "(god|lord|jesus) (please|just|to)? ~1 take me (home|now|soon|already|away|in my sleep)?",
            "(ready|want|time|like) (for me)? to (go|leave) (home)? (to|and be with|be with) (the lord|god|jesus|heaven|him|her|my (husband|wife))",
            "(join|joining|be with|see|follow) (my (late|dead)? (husband|wife|mother|son|daughter|brother|mom|dad)|him|her) (again)? (in heaven|in death|on the other side|soon|in the grave)",
            "i am ready to (go|die|meet my maker / be with the lord)",
            "tired of (living|life|being alive|existing|waking up|breathing|this life)",
            "(sick|done|finished|through|fed up) (of|with) (living|life|being alive|existing|this life)",
            "(sleep|sleeping) (forever|for ever)",
            "looking forward to (dying|death|the end)",
            "(welcome|embrace|crave|craving|invite) death",
            "(death|dying) (would|will|sounds|seems|is) ~2 (relief|release|easier|peaceful|better|mercy|blessing|welcome|escape|nice|only)",
            "(dreaming|fantasize|fantasizing|fantasise|daydream|daydreaming) (of|about) (dying|death|my death|being dead)",
            "(too) (tired|exhausted|scared) to die",
            "(feel|feels|felt) like disappearing",
            "(disappear|vanish|fade away|cease) (forever|for good|from this (world|earth) / off the face of the earth)",
            "(quiero|quisiera|ojala) ~1 (estar|estuviera) (muerta|muerto)",
            "(que|pido|ruego) ~3 (dios|senor|diosito) ~2 (me lleve|me recoja|se acuerde de mi)",
            "(dios|diosito|senor) ~1 (llevame|recogeme)",
            "(cansada|cansado|harta|harto) de (vivir|la vida|esta vida|estar viva|estar vivo|existir)",
            "(para que|de que) ~2 (vivir|vivo|seguir viviendo|sirve vivir|seguir)",
            "(mejor|mas) ~2 (muerta|muerto)",
            "(reunirme|estar|irme) con mi (esposo|esposa|marido|difunto|difunta|mama|hijo|hija) ~1 (en el cielo|alla arriba)",
            "(quiero|quisiera|deseo|ojala|prefiero|preferiria|merezco) ~2 (morir|morirme|muera|muriera|estar muerta|estar muerto|desaparecer|la muerte)",
        ],
    )
    .facet(Facet::Wish)
    .also(Sign::Wish),
    si(
        "si.wish.join",
        Level::Low,
        &[
            "miss (him|her|them / my ~1 <person>) ~5 i ~1 (want|wish|long|like|love|need) ~1 to be with (him|her|them)",
            "i ~1 (want|wish|long|need) ~2 to be with (him|her|them) again",
            "miss (him|her|them / my ~1 <person>) ~3 (want|wish|long|need) to be with (him|her|them)",
        ],
    )
    .facet(Facet::Wish)
    .own()
    .also(Sign::Wish),
    si(
        "si.wish.not_live",
        Level::Low,
        &[
            "(wish|wishing) ~2 (i|god|someone|the lord) ~2 (was|were|am|would|could) ~2 (dead|gone forever|never born|not alive|not here|\
             never existed|in the ground|in my grave / six feet under|die|take me)",
            "(wish|wishing) i (had|could|would) ~1 (died|die|never been born|never existed|not woken|not wake|have died)",
            "(better|best) if i (was|were|am) ~1 (dead|gone|not here|not alive|not around)",
            "why (can|could|did) i not (just)? (die|have died|be dead)",
            "why (does|did|has|will|would) (god|the lord|death) not ~1 (take|taken|come) (me|for me)?",
            "(life|living) ~3 not worth (it|living|anything)",
            "not worth living",
            "(hope|wish|pray|want|easier|simpler|better|nice|best|relief|peaceful|glad|fine|ok|okay|mind|care) ~7 (never|not) (wake|waking|woke) up",
            "(mejor|facil|sencillo|alivio|descanso) ~6 no (me)? (despertara|despertase|despertara mas|amaneciera)",
            "(go|fall|falling|going) (to sleep|asleep) ~2 (never|not|forever) ~1 (wake|waking)? ~1 (up)?",
            "(never|not) wake up (again|tomorrow|ever|any more)",
            "(hope|wish|hoping|want|like|pray|praying|rather|prefer|better|nicer) ~4 (not|never) ~1 (open|opening) my eyes",
            "(ojala|quiero|quisiera|prefiero|espero|mejor|noches) ~3 no (abrir|abra|abriera|volver a abrir) los ojos",
            "(no longer|not) (wish|want|care) to (live|be alive|go on living)",
            "(would|will) not (matter|be so bad|be bad) if i (was|were) (not here|gone|dead)",
            "(it|nothing) would not (matter|change) if i (was|were|died|disappeared) ~2",
            "do not want to ~2 (live|be alive|exist|wake up|be here any more|go on any more|go on living|keep living|keep going any more|be in this world|be on this earth)",
            "do not ~2 (want|wish) to be here (any more)? $",
            "no (wish|desire|will|reason|point) ~1 (to|in|for) (live|living|go on living|be alive|continue living|wake up|life)",
            "(lost|losing|no|lose) ~1 will to live",
            "(no|not|never|see|seeing|what is|the) ~2 (point|purpose|reason|use|sense) ~1 (in|of|to|for) ~1 (living|life|going on|being alive|live|continuing|existing|being here|keep going)",
            "not (care|bothered|mind) ~2 (if|whether) i (live|die|am alive|wake up|lived|died)",
            "(would|will) not (care|mind|be (sad|sorry|upset)) if i (died|die|did not wake|got hit|never woke|was dead|dropped dead)",
            "if i (died|die|got hit|passed|went) ~6 (be (fine|ok|okay|alright|better|easier|happy|relieved) / not (care|mind|notice) / no one (would)? (care|notice|mind))",
            "want to (just)? (disappear|vanish|fade away|stop existing|not exist|be gone|be nothing)",
            "wish i (did not|could stop|could not) (exist|existing)",
            "(ojala|quiero|quisiera|prefiero|espero) ~2 no (despertar|despertarme|despierte|volver a despertar|haber nacido|existir|estar viva|estar vivo)",
            "(ojala|quisiera) ~2 (me muera|me muriera|dios me lleve|dios me llevara|no amanezca|nunca hubiera nacido|no hubiera nacido)",
            "no (quiero|deseo) ~2 (vivir|seguir viviendo|estar viva|estar vivo|seguir aqui|estar aqui|despertar|existir)",
            "no (vale|tiene) ~2 (pena|sentido) ~1 (vivir|la vida|seguir viviendo|mi vida|seguir)",
            "(perdi|no tengo|he perdido|sin) (las)? ganas de (vivir|seguir)",
            // After "no tengo ganas de nada", in the same breath or in the next message.
            "^ (y)? ni (siquiera)? de (vivir|seguir|seguir viviendo)",
            "ganas de nada ~1 (ni|o|tampoco) ~1 de (vivir|seguir)",
            "^ (de (vivir|seguir) tampoco)",
            "^ (not|nor|or) (even)? (to live|of living|living|to go on|to go on living) $",
            "(feel like doing|want to do) anything ~2 (live|living|going on|go on living)",
            "(no tengo) (razon|razones|motivo|motivos) para (vivir|seguir)",
            "(dormirme|dormir) ~2 (no despertar|para siempre|no despertarme)",
            "(quisiera|quiero|querria|ojala) ~1 (dormirme|dormir|me durmiera) y (ya|listo|se acabo) $",
            "(hope|wish|pray|praying|hoping) ~2 i (die|died|go|pass|passed) ~1 in my sleep",
            "(better|prefer|best|easier|nicer) ~2 (not|never) ~1 (wake|wake up|waking|waking up)",
            "(mejor|preferiria|preferible) ~1 no (despertar|despertarme|despertar mas|volver a despertar|amanecer)",
            "(god|lord|jesus|death) ~2 (forgot|forgotten|forgets|passed me by|overlooked) ~1 (me|to take me)",
            "not (sure|certain) ~2 (want to|should|can) ~1 (live|be alive|be here|go on|keep living)",
            "(easier|better|happier) ~3 if i (was|were) not (around|here|alive)",
            "no (se|estoy segura / estoy seguro) ~1 si (quiero|puedo) (vivir|seguir)",
            "why (can|could|will|does|did|has|would) ~2 (god|lord|jesus|death) ~2 (take|taken|come for|let) (me)?",
        ],
    )
    .facet(Facet::Wish)
    .polar()
    .also(Sign::Wish),
    si(
        "si.thoughts.long",
        Level::Medium,
        &[
            "<suicidal> (for|since|on and off for) ~2 (<num>|<year>|<month>|long|years|months|life)",
            "(thinking|thought|think) (about|of) (<suicide>|killing myself|ending (it|my life)|dying) (every|all the time|constantly|for (<num>|years|months)|more and more|all day|a lot|daily|non stop)",
        ],
    )
    .facet(Facet::Thoughts)
    .past(Level::Medium)
    .also(Sign::Ideation),
    si(
        "si.thoughts",
        Level::Low,
        &[
            "(suicidal|<suicide>) (thoughts|thought|ideation|ideations|feelings|urges|tendencies|ideas|impulses|urge)",
            "(thinking|thought|thoughts|think|thinks|contemplating|contemplated|considering|considered|fantasizing|obsessed|obsessing|feelings|dreaming|idea|ideas) \
             (of|about|on)? ~1 (<suicide> / killing myself / ending my life / ending it all / ending everything / ending it !with / taking my (own)? life / unaliving / how to die / \
             dying every / not being (alive|here|around) / ways to die / hanging myself / shooting myself / drowning myself / overdosing / jumping off / offing myself / doing myself in)",
            "thoughts ~2 (suicide|dying|death|killing|ending (it|my life))",
            "(passive|active) (si|suicidal|<suicide>)",
            "(i|feel|feeling|am|been|was|getting|being|so|very|really|bit|kind|little|extremely|actively|passively|super|become) <suicidal>",
            "^ <suicidal> (again|today|tonight|thoughts|and)?",
            "<suicide> ~2 (on|in|crosses|crossed|enters|comes to|through) ~1 (my)? mind",
            "(have|having|had) si !unit|units",
            "(think|thinking|thought|thoughts) (about|of) (dying|my (own)? death|not existing|not waking up|ending it) ",
            "(the|these|those|dark|scary) thoughts ~2 (there|back|again|louder|loud|stronger|worse|coming|will not stop|still)",
            "(dejo|paro|puedo) ~2 de pensar en (el suicidio|suicidio)",
            "(pensando|pensado|pienso|pense|ideas|pensamientos) ~1 (en|de)? ~1 (suicidarme|matarme|quitarme la vida|el suicidio|suicidio|suicidas|acabar con mi vida|\
             acabar con todo|terminar con mi vida|terminar con todo|hacerme dano|la muerte|morir|morirme)",
            "(me siento|estoy|soy) suicida",
            "(se me|me) ~1 (ocurre|cruza|viene|pasa) ~3 (matarme|suicidarme|la muerte)",
        ],
    )
    .facet(Facet::Thoughts)
    .also(Sign::Ideation),
];
