//! Suicide: a wish to be dead, thoughts, method, intent, plan, behaviour, means; and the indirect words of older
//! people. Levels follow COMPLIANCE §5.1: low is a wish or thoughts, medium a method or older behaviour, high
//! intent, a plan or recent behaviour, critical an attempt in progress, means in hand or a stated time.

use content_safety_api::{CrisisCategory, Facet, Level};

use super::{Rule, Sign};

const fn si(code: &'static str, level: Level, patterns: &'static [&'static str]) -> Rule {
    Rule::finding(code, CrisisCategory::SuicidalIdeation, level, patterns)
}

/// The rules.
pub(crate) const RULES: &[Rule] = &[
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
            "(perdi|no tengo) (las)? ganas de (vivir|seguir|nada)",
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
    si(
        "si.want",
        Level::High,
        &[
            "(want|wanted|wish|would like|urge|urges|need|love|tempted|desire|wanting|feel like|felt like|feeling like|close to) ~2 \
             (kill myself|killing myself|end my (own)? life / end it all / ending it all / end everything|ending my life / take my (own)? life / taking my own life / \
             hang myself|hanging myself|shoot myself|shooting myself|drown myself|drowning myself|commit <suicide>|committing <suicide>|off myself|do myself in / \
             unalive myself|unalive|kill my self|blow my brains out|slit my (wrists|throat)|jump off a (bridge|building|roof|cliff)|end this life / end my suffering / end my misery|end my pain / end myself / ending myself)",
            "(want|ready) to end (it|things) $",
            "(want|wanted) ~1 kill me $",
            "(someone|somebody|anyone|please) (please)? (kill me|shoot me|put me (down|out of my misery) / end me)",
            "(quiero|quisiera|deseo|ganas de|necesito|tengo ganas de) ~1 (matarme|suicidarme|quitarme la vida|ahorcarme|colgarme|pegarme un tiro|dispararme|\
             acabar con mi vida|acabar con todo|terminar con mi vida|terminar con todo|tirarme (de|al|del|por)|aventarme (de|al|del|por)|envenenarme|cortarme las venas / ahogarme)",
            "me quiero (matar|suicidar|quitar la vida|ahorcar|colgar|pegar un tiro|tirar (de|al|del|por))",
        ],
    )
    .facet(Facet::Intent)
    .past(Level::Low)
    .timely()
    .also(Sign::Ideation),
    si(
        "si.intent",
        Level::High,
        &[
            "(going to|will|about to|ready to|want to) (jump|throw myself|leap) (out|off|from|through) ~3 (window|windows|balcony|bridge|roof|building|ledge|floor|cliff)",
            "if i (had|could get|find|found|get) (a|the|my)? ~1 (gun|pistol|rifle|rope|<pills>) ~1 i (would|will) ~1 (use|do|end|shoot|take|hang)",
            "(going|plan|planning|decided|intend|intending|have|ready|determined|prepared|preparing|about|trying|got|will|might|may|could|should|shall) (to)? (just|really|finally|actually|probably|maybe)? \
             (kill myself|end my (own)? life / end it all / end everything / take my (own)? life / hang myself|shoot myself|drown myself|commit <suicide>|off myself|do myself in / unalive|kill my self / \
             blow my brains out / slit my (wrists|throat) / jump off (a|the) (bridge|building|roof|cliff|balcony) / throw myself (off|in front|under|out|down|into) / step in front of / end myself / gas myself|poison myself|starve myself to death)",
            "(going|plan|planning|decided|ready|about) to end (it|things|this) (all|tonight|now|today|soon|once|for good|$)",
            "^ i will (just)? (do it|end it) (tonight|now|today|soon)",
            "i (am|will) (going to|not going to)? ~1 (be dead|be gone) (by|before|soon|tomorrow|tonight|in the morning)",
            "(i|have|it is|it) (decided|time) to (die|end it|end things|let go of life|leave this (world|earth|life))",
            "(leave|leaving|exit|exiting|depart) this (world|earth|life)",
            "(thinking of|thinking about|ready for|considering|want to|close to|plan on|planning on) ~1 (ending|end) (things|it) (soon|tonight|now|today|all|for good|$)",
            "(it is|it might be) ~1 time for me to (go|leave|die)",
            "(started|start) ~4 my last (days|day|week|hours)",
            "i (am|will be) (exiting|leaving|checking out) (within|in) ~2 (days|week|month|hours)",
            "have (it|everything) (all)? planned (out)?",
            "(finally|could|ready to|going to|about to|want to|just) ~1 pull the trigger",
            "(lie|lay|laying|put|sit|sitting) ~4 (train tracks|tracks|rails|railroad|railway)",
            "(hope|hoping|hopefully|need|pray) ~2 (it|this) (time)? ~2 (works|work|kills me|succeeds)",
            "(guarantee|ensure|make sure) ~2 (my death|i die|that i die|i am dead)",
            "(no one|nobody|nothing) can stop me (now|from (doing|ending|dying)|$)",
            "(ready|going|want) to try (again|it again) $",
            "<suicide> (is|was|seems|feels|looks) ~2 (only|best|answer|option|way|solution|choice)",
            "catch the bus|ctb",
            "final (yeet|exit|goodbye|act|solution for me)",
            "(going|ready) to (yeet myself|yeet|meet my maker|checkout|check out) (tonight|soon|early|for good|permanently|forever|now)",
            "(voy a|pienso|decidi|planeo|estoy por|estoy a punto de|he decidido|pensaba) ~1 (matarme|suicidarme|quitarme la vida|ahorcarme|colgarme|pegarme un tiro|dispararme|acabar con mi vida|acabar con todo|\
             terminar con mi vida|terminar con todo|tirarme|aventarme|envenenarme|cortarme las venas|hacerlo (hoy|esta noche|manana))",
            "me voy a (matar|suicidar|quitar la vida|ahorcar|colgar|pegar un tiro|tirar (de|al|del|por)|aventar|morir esta noche)",
        ],
    )
    .facet(Facet::Intent)
    .past(Level::Medium)
    .timely()
    .also(Sign::Ideation),
    si(
        "si.mention",
        Level::Medium,
        &[
            "(killing|kill|hanging|hang|shooting|shoot|drowning|drown|offing|unaliving|unalive) (myself|my self)",
            "(end|ending|take|taking) my (own)? life",
            "(end|ending) it all",
            "(commit|committing|committed) <suicide>",
            "<suicide>",
            "matarme|suicidarme|ahorcarme|suicidio",
            "quitarme (la vida|de en medio)",
        ],
    )
    .facet(Facet::Thoughts)
    .past(Level::Low)
    .third(Level::Low)
    .yields()
    .timely()
    .also(Sign::Ideation),
    si(
        "si.method.ask",
        Level::High,
        &[
            "(how|what|which|best|easiest|quickest|fastest|painless|easy|quick|effective|surest|peaceful|least painful|way|ways|method|methods|should i|how many|how much|tell me|steps|instructions|help me) \
             ~5 (kill myself|kill oneself|end my (own)? life / take my (own)? life / commit <suicide>|hang myself|shoot myself|die (painlessly|quickly|peacefully|without pain|in my sleep / by)|\
             overdose|od|unalive|suicide method|suicide methods|killing myself|end it all|slit my wrists|off myself|make it look like an accident|painless death|suffocate myself|drown myself)",
            "(painless|peaceful|quick|easy|best|easiest|quickest|least painful) (way|ways|method|methods|death|suicide) (to die|to go|of dying|of suicide|to end|$)",
            "ways to (die|kill myself|end it|end my)",
            "(what|which|how many) <pills> ~2 (can|could|will|would) ~2 (cause death|kill|be fatal|be lethal|end)",
            "(will|would|can|could) (#|<num>) (mg|g|grams|ml)? ~1 (of)? ~1 <pills> ~2 (do anything|kill|hurt|be enough|harm|do it|end)",
            "what (would|will) happen if i (take|took|swallow|swallowed) ~2 (them all|all|<pills>|too many|# <pills>|a bunch|together)",
            "what happens if (i|you) (take|overdose) ~3 (all|<pills>|too many|together)",
            "(pain free|painless|quickest|fastest|easiest|least painful|peaceful|sure) ~2 (method|methods|way out|exit)",
            "(jumping|jump|falling|fall) from # (meters|feet|floors|stories|m|ft)",
            "(want|wish|like) to (just)? drift off",
            "would that (even)? (work|kill|be enough)",
            "(chances|chance) (for|of) (survival|surviving)",
            "(encontrar|encuentro|hay|busco) ~2 (manera|forma|modo) ~2 (hacerlo|morir|irme) sin (sufrir|dolor)",
            "(hacerlo|morir|irme) sin (sufrir|dolor)",
            "<suicide> (method|methods|plan|note|letter|instructions|kit|pact|forum|partner)",
            "(write|writing|wrote|written|help me write|leave|leaving|left) ~3 (<suicide> (note|letter) / goodbye (note|letter|letters|notes|video) / farewell (note|letter|letters))",
            "(how many|how much|lethal|fatal|deadly|enough) ~3 (pills|tablets|dose|doses|amount|<pills>) ~5 (die|kill|lethal|fatal|death|overdose|end it|never wake|not wake)",
            "(lethal|fatal|deadly) (dose|amount|quantity|dosage|overdose|combination|mix) (of|for|with)? ",
            "how (many|much) ~2 <pills> ~4 (to (die|kill|overdose|end)|before i die|is (lethal|fatal|deadly))",
            "how (long|high|deep|far) ~5 (to die|bleed out|bleed to death|kill (me|you)|die from|die of|suffocate|asphyxiate)",
            "(como|cual|cuantas|cuanto|cuantos) ~5 (matarme|suicidarme|morir sin dolor|quitarme la vida|para morir|para morirme|ahorcarme|sobredosis|dosis letal)",
            "(dosis letal|sobredosis letal)",
            "(carta|cartas|nota|notas) (de (despedida|suicidio|adios) / suicida)",
            "(forma|manera|formas|maneras|metodo) ~2 (de)? (morir|matarme|suicidarme|no sufrir y morir)",
        ],
    )
    .facet(Facet::Method)
    .past(Level::Low)
    .third(Level::Medium)
    .timely()
    .also(Sign::Ideation),
    si(
        "si.method",
        Level::Medium,
        &[
            "(thought|thinking|think|fantasize|imagine|imagining|picture|picturing|visions|urge|urges|considered|considering|temptation|tempted|impulse|feel like) ~2 \
             (jumping|jump|driving|drive|swerving|swerve|crashing|crash|steering|walking|walk|stepping|step|overdosing|hanging|drowning|rolling|wheeling) ~2 \
             (off|into (traffic|a|the|oncoming) / in front|under a|out (of)? (the|a) window / out into / through the|down the stairs|myself|my car|my wheelchair)",
            "(drive|driving|crash|swerve|steer|ram) (my|the) (car|truck|van) (off|into)",
            "(take|taking|swallow) the rest of (my|the) <pills>",
            "(jump|jumping|step|stepping|walk|walking|run|running|throw myself|lie|lay|lying|wheel|roll) (off|in front of|under|onto the (tracks|rails) / into (traffic|the road|oncoming|the path / the lake / the river / the ocean)) ~1 \
             (a|the|of)? (train|bus|truck|traffic|bridge|roof|building|balcony|cliff|tracks|subway|moving|car|ledge)?",
            "(get|getting|be|got) hit by a (car|bus|truck|train)",
            "(overdose|od|overdosing) on (my|the|some|all|pills|<pills>)",
            "(take|taking|swallow|swallowing) (all|every|too many|a bunch of|a handful of|the whole bottle of|whole bottle|an entire bottle of|enough) ~2 (<pills>|bottle|them)",
            "(bathtub|hang myself|noose|suffocate myself|bag over my head|carbon monoxide|exhaust pipe|helium)",
            "(stop|stopping|skip|skipping|quit|refuse|refusing) ~2 (my)? (dialysis|insulin|oxygen|feeding tube|heart (pills|medicine|medication)) ~4 (die|end|over|go|let|god|nature)",
            "(starve|starving) myself (to death|until)",
            "(tirarme|aventarme|lanzarme|saltar|arrojarme) (de|del|por|al|a las|desde|delante|frente) ~2 (puente|tren|metro|ventana|balcon|techo|edificio|vias|rio|carro|coche|camion)?",
            "(tomarme|tragarme|tomar|tragar) (todas|todo|un monton de|un frasco de|el frasco|todos) ~2 (<pills>|frasco)?",
        ],
    )
    .facet(Facet::Method)
    .past(Level::Low)
    .timely()
    .also(Sign::Method),
    si(
        "si.plan",
        Level::High,
        &[
            "(have|got|made|making|worked out|figured out|set) ~1 (a|my|the|specific|an exact|concrete)? ~1 (plan|plans|date|day) ~2 (to (die|kill|end|do it|go|leave this) / for (my (death|suicide)|ending|suicide|when i) / in place|$)? (die|kill|end|suicide|myself)",
            "<suicide> plan|plans",
            "(the|that|a|my) plan ~2 (i made|i had|feels closer|in my head|was to (take|jump|hang|shoot|end))",
            "i (had|made|have) a plan (once|before|months ago|already|too)?  $",
            "(research|researched|researching|looked up|looking up|look up|googled|googling|searched|read about) ~4 (<pills>|<suicide>|ways to die|how to die|methods|overdose|overdosing|lethal|nooses|painless|suicide)",
            "<pills> i (researched|looked up|googled)",
            "(lined|laid|counted|counting|set) (up|out)? ~1 (my|the|all my) <pills> (up|out)?",
            "(i have|have got|got|i made) a plan (and|for (it|tonight|how|when|this weekend) / to (do it|end it|die|kill myself|end everything))",
            "(picked|chosen|chose|set|decided on|know) ~1 (the|a|my) (date|day|place|spot|bridge|method|way) (to (die|do it|end it|go)|i (will|am going to) (die|do it))",
            "(know|figured out|decided|worked out) (exactly)? (how|when|where) (i am going to|i will|i would|to) (do it|die|end it|kill myself|end my life|end things)",
            "(my (affairs|will|papers|things) (is|are)? ~1 (in order|sorted|ready|settled)) ~4 (ready|go|die|end|leave|time|peace)",
            "(tengo) (un|el|mi)? plan ~2 (para)? (matarme|morir|suicidarme|hacerlo|acabar)",
            "(ya)? (se|decidi|tengo decidido|elegi) (como|cuando|donde|el dia|la fecha) ~2 (matarme|morir|hacerlo|acabar)",
        ],
    )
    .facet(Facet::Plan)
    .past(Level::Medium)
    .timely()
    .also(Sign::Ideation),
    si(
        "si.intent.not_here",
        Level::High,
        &[
            "(not|never) going to (be here|be around) (much longer|for long / for christmas / any more / in the morning / to (see|my))",
            "(not|never) going to (be alive|wake up|see|make it) (much longer|for long|tomorrow|next (week|month|year) / for christmas / any more / in the morning / to (see|my))",
            "(will|would) not be (here|around) (much longer|for long|for christmas|any more|when you|by (the time|morning|then)|after (tonight|today))",
            "(will|would) not be alive (much longer|for long|tomorrow|next (week|month|year)|for christmas|any more|when you|by (the time|morning|then)|after (tonight|today))",
            "(ya)? no voy a estar (mas|mucho|cuando)",
            "(ya)? no voy a (amanecer|despertar) (manana|mas|aqui|mucho|cuando)",
        ],
    )
    .facet(Facet::Intent)
    .polar()
    .own()
    .past(Level::Medium),
    // To be away on a day, and no more than that: where it is said where one will be instead, it is a visit. Who will not be
    // alive, or not wake up, is nowhere else.
    si(
        "si.intent.away",
        Level::High,
        &[
            "(not|never) going to (be here|be around) (tomorrow|next (week|month|year))",
            "(will|would) not be (here|around) (tomorrow|next (week|month|year))",
            "(ya)? no voy a estar (manana|aqui)",
        ],
    )
    .facet(Facet::Intent)
    .polar()
    .own()
    .past(Level::Medium)
    .absence(),
    si(
        "si.intent.unsafe",
        Level::High,
        &[
            "(can not|could not) (promise|guarantee) ~3 (safe|alive|here|hurt myself|do anything|not)",
            "not ~2 (safe with myself|keep myself safe|trust myself alone / trust myself)",
            "(no|only) (other)? (way|option|choice|solution|escape) ~2 (out|but|is|left) ~2 (die|death|dying|<suicide>|to end|kill)",
            "no longer (just)? (passive|thoughts|a thought)",
            "not (just)? passive (any more)?",
            "(details|plans) ~4 (hospitalized|institutionalized|committed|locked up|sectioned|grippy|psych ward)",
            "(scared|afraid|worried) (of what)? (i|that i) (might|will|may|could|would|am going to) (do|hurt|harm|kill) (to)? (myself|something (bad|stupid|drastic))",
        ],
    )
    .facet(Facet::Intent)
    .polar()
    .own()
    .past(Level::Medium),
    si(
        "si.attempt",
        Level::High,
        &[
            "(tried|attempted|try|attempt|attempting|attempts) ~1 (to|at)? ~1 (kill myself|end my (own)? life / end it all|take my (own)? life / hang myself|shoot myself|drown myself|commit <suicide>|suicide|overdose|od|\
             jump (off|from|in front) / cut my wrists / slit my wrists / unalive|die by suicide / end myself / kill my self / end things / killing myself / harm myself / hurt myself)",
            "(my|a|last|another|failed|previous|first|second|third|recent|past|multiple|several|# / two|three) (<suicide>|suicidal) (attempt|attempts|try)",
            "(tried|attempted) (killing|ending|hanging|shooting|drowning|offing|unaliving) (myself|my life)",
            "failed (attempt|suicide|overdose|hanging|try)",
            "^ attempt|attempted $",
            "(can|could) not (seem to|manage to|even) (kill myself|die)",
            "(set up|setup|setting up|made|built|preparing|prepared) ~3 (goodbye|exit|hanging|suicide) (device|kit|setup)",
            "(swerved|swerving|drove|steered) ~3 (into (the|a) (lake|river|tree|wall|traffic)|off (the|a) (road|bridge|cliff))",
            "(got rid of|getting rid of|sold) ~2 (most|all) (of)? (my)? (things|stuff|belongings|possessions) ~8 (prepared|last|ready|gone|exit|days|end|die)",
            "(survived|surviving) ~2 (<suicide>|attempt|overdose|hanging)",
            "i (attempted|overdosed|od)",
            "(overdosed|od) (on|last|yesterday|a|this|twice|again)",
            "(stood|standing|sat|sitting|went|walked|climbed|am|been|drove) ~2 (on|to|at|over|onto) (the|a) ~1 (edge|ledge|bridge|roof|railing|balcony|tracks|overpass) ~5 (jump|end it|over|thinking|thought|ready|step|die)",
            "(tied|tying|made|making|set up|practiced|practised|bought|got) (a|the) (noose|rope)",
            "(put|holding|held|pointed|pressed|had) (a|the|my) (gun|knife|blade|razor|pistol|rifle|shotgun) (to|against|in|at|on) (my)? (head|mouth|throat|wrist|temple|chest|neck|heart|myself|arm)",
            "(wrote|written|writing|finished|left) ~2 (my)? (<suicide> (note|letter) / goodbye (letter|letters|note|notes) / notes to (my|everyone) / final (note|letter|letters))",
            "(intente|trate de|he intentado|intento de) ~1 (matarme|suicidarme|suicidio|quitarme la vida|ahorcarme|colgarme)",
            "(escribi|estoy escribiendo|deje) ~2 (carta|cartas|nota) ~1 (de despedida|suicida|para mis)",
        ],
    )
    .facet(Facet::Behaviour)
    .third(Level::Medium)
    .past(Level::Medium)
    .timely()
    .also(Sign::Ideation),
    si(
        "si.attempt.now",
        Level::Critical,
        &[
            "(i|just|have|already) (just|already|have|took|have taken|swallowed)? ~1 (took|taken|swallowed|ate|downed|drank|ingested) ~1 (all|every|whole|entire|the rest of|too many|a bottle|the bottle|a lot of|lots of|a handful|handfuls|a bunch|so many|over <num>|about <num>) ~4 \
             (<pills>|bottle|pills|them|bleach|antifreeze|sleeping)",
            "(took|taken|swallowed|ate|downed) (the|a|my)? (whole|entire|all) ~3 (bottle|<pills>|box|pack|packet|supply)",
            "(took|taken|swallowed) ~4 # (g|mg|grams|gram|gm|gms|ml) ~6 (harm|hurt|kill|die|end|enough|regret|work|dead|advice|okay|happen|hospital|goodbye)",
            "(took|taken|swallowed) ~3 # (g|mg|grams|gram|gm) (of)? ~1 <pills>",
            "# (g|mg|grams|gram|gm|pills|tablets) (of)? ~1 (<pills>) ~4 (took|taken|swallowed|tonight|enough to kill|overdose)",
            "(#|<num>) <pills> ~4 (enough to kill|to die|to end it)",
            "(took|taken|swallowed|ate|downed|drank) ~6 (to (kill|end|harm) (myself|my life|it all) / to die|in (an)? attempt to)",
            "(i am|am|currently|right now) (killing myself|overdosing|ending (it|my life) (now|right now|tonight) / bleeding out|hanging myself|about to (jump|hang|shoot|do it|pull the trigger|kick|end it|die))",
            "i am (on|at|standing on|sitting on|hanging off) (the|a) ~1 (ledge|edge of the (roof|bridge|building) / bridge|roof|railing|tracks|train tracks|overpass|windowsill) ~4 (now|jump|jumping|goodbye|ready|over|end|right)",
            "(i|have) (cut|slit|slashed|sliced|opened) (my)? (wrists|wrist|veins|throat|neck)",
            "(gun|knife|razor|rope|noose|pills|bottle|blade|pistol|rifle|belt|cord|bag) ~2 (in (my)? (hand|hands|lap|mouth) / in front of me|next to me|beside me|to my head|around my neck|ready|here with me|right here|on the (table|bed|nightstand))",
            "(holding|have|got|sitting here with|here with) (a|the|my|all my|these)? (gun|knife|razor|rope|noose|blade|pistol|loaded gun|pills) (in|to|right|here|and|ready|around|now|against)",
            "(just|already) (tried to (kill|hang|shoot) myself|hanged myself|overdosed|od|cut my wrists|turned on the gas)",
            "(turned on the gas|car running in the garage|rope around my neck|noose around my neck|pulled the trigger)",
            "(by the time|when) you (read|see|get) this ~4 (dead|gone|be gone|over|too late)",
            "(i|ya|me) (tome|he tomado|trague) ~1 (todas|todos|todo|un monton|muchas|muchos|un frasco|el frasco|demasiadas|demasiados) ~2 (<pills>|frasco|las)?",
            "me (tome|trague) ~2 (<pills>) ~4 (para|morir|todas|todos)",
            "me (corte|abri|estoy cortando) las (venas|munecas)",
            "tengo (una|la|el|un|mi|las) (pistola|arma|navaja|soga|cuchillo|pastillas|rifle|escopeta) ~2 (en la mano|en las manos|aqui|conmigo|lista|listo|cargada)",
        ],
    )
    .facet(Facet::Behaviour)
    .past(Level::Medium)
    .third(Level::Critical)
    .also(Sign::Ideation),
    si(
        "si.means",
        Level::Medium,
        &[
            "(gun|pistol|rifle|shotgun|firearm|revolver) ~4 (in (the|my) (house|home|room|closet|drawer|bedroom|nightstand|safe|garage|car) / under my (bed|pillow|mattress)|know where|loaded|and (bullets|ammo))",
            "(saving|saved|hoarding|hoarded|stockpiling|stockpiled|stashing|stashed|hiding|hid|hidden|collecting|collected|keeping|putting aside|put aside|setting aside|holding on to|storing|squirreling|tucking) ~3 (up)? ~2 (<pills>)",
            "<pills> ~3 (saved|hoarded|stockpiled|stashed|hidden|put aside|set aside|tucked) (up|away|by|under|in)?",
            "(putting|put|setting|set|keeping|kept) ~3 <pills> (aside|away|by|back)",
            "(stash|stockpile|hoard|supply|drawer full|jar full|bottle full|enough) (of)? ~1 (<pills>)",
            "(enough) (<pills>) (to|saved|for)",
            "(pretend|pretending|fake|faking) ~2 (take|taking|swallow|swallowing|to swallow) (my)? ~1 (<pills>)",
            "(not|stopped) (swallow|swallowing) (my)? (<pills>) ~3 (saving|keeping|hiding|spit)",
            "(bought|buying|got|ordered|found|borrowed|looking for|getting|have|need) (a|some|the|my|enough) ~1 (gun|rope|noose|pistol|shotgun|razor blades|helium|poison|cyanide|nembutal|bullets|loaded gun) (to|for|and|so|$)?",
            "(wish) i had a (gun|rope|pistol|way to)",
            "(hid|hide|hiding|hidden|stashed|kept back|sneaked) ~1 (a|the|my|his|her|their)? (razor|razors|razor blade|razor blades|blade|blades|knife|scissors|rope|cord) ~2 (from (the|them|her|him|staff) / under|in my|where|so (they|nobody|no one))",
            "(escondi|escondo|tengo escondida|tengo escondido|le escondi|les escondi) ~1 (la|el|un|una|las|unas|mi) (navaja|cuchilla|cuchillo|tijeras|soga|cuerda)",
            "all i have (left)? (are|is) (these|this|my|the) (<pills>|gun|rope|bottle)",
            "(have|got) (#|<num>) ~3 (<pills>) ~6 (all together|at once|what would happen|enough|would it)",
            "# (mg)? ~2 and (hundreds|dozens|lots|#) of <pills>",
            "know where (the|they keep the|he keeps|she keeps|dad keeps) ~1 (key|gun|guns|pills|keys)",
            "(access to|there is|there are|have|got) (a|the|my|dad) ~1 (gun|guns|firearm|firearms|pistol|shotgun) !shop|show|safe|control|license|license|laws",
            "(guardando|juntando|acumulando|escondiendo|ahorrando|guarde|junte|tengo guardadas|tengo guardados|tengo escondidas|he guardado|he juntado) ~2 (<pills>)",
            "(compre|consegui|tengo) (una|la|un|el|mi) (pistola|soga|cuerda|veneno|arma|escopeta|rifle)",
        ],
    )
    .facet(Facet::Means)
    .past(Level::Low)
    .also(Sign::Means),
    // A place or a means that somebody cannot leave alone: a doubt, with one soft question.
    si(
        "si.means.drawn",
        Level::Low,
        &[
            "i ~1 (keep|kept|can not stop|could not stop) (looking|staring) (at|down at|over) (the|that) (river|canal|bridge|roof|balcony|tracks|rope|knife|razor|pills|tablets)",
            "i ~1 (keep|kept|can not stop) thinking (of|about) (the|that) (river|canal|bridge|roof|balcony|tracks|rope|knife|razor|pills|tablets)",
            "no (dejo|paro|puedo dejar) de (mirar|pensar en) (el|la|las|los|ese|esa|esas) (rio|canal|puente|tejado|azotea|balcon|vias|soga|cuerda|navaja|cuchillo|pozo|pastillas)",
        ],
    )
    .facet(Facet::Means)
    .own()
    .past(Level::None)
    .also(Sign::Means),
    // Kept from those who give them out.
    si(
        "si.means.secret",
        Level::Medium,
        &[
            "<pills> ~2 (they|nobody|no one|staff|she|he|the nurse / the nurses) (do|does|did)? ~1 (not)? know ~1 about",
            "<pills> (no one|nobody) knows (about|of|i have)",
            "<pills> ~3 que (ellos|ellas)? (no saben|nadie sabe|no sabe nadie|no conocen)",
        ],
    )
    .facet(Facet::Means)
    .polar()
    .own()
    .past(Level::Low)
    .also(Sign::Means),
    si(
        "si.saved_pills",
        Level::High,
        &[
            "(saving|saved|hoarding|stockpiling|stashing|hiding|collecting|keeping|hoarded|stockpiled|stashed|hidden|putting aside) ~3 (<pills>) ~8 (ready|time comes|enough|when i|one day|all at once|end|go|that day|right time|for when|just in case|day comes)",
            "(enough) <pills> to ~2 (end|kill|die|finish|sleep|never)",
            "(guardando|juntando|guardadas|escondidas) ~2 <pills> ~5 (cuando|dia|todas|lista|listo|final|momento)",
        ],
    )
    .facet(Facet::Means)
    .past(Level::Medium)
    .timely()
    .also(Sign::Means),
    si(
        "si.goodbye",
        Level::High,
        &[
            "(this is|saying|say|said|my|last|final|want to say|wanted to say|came to say) ~2 (goodbye|goodbyes|farewell|good bye|good byes) ~3 (forever|for good|to everyone|to (all|my)|world|cruel|everyone|everybody|one last|before i (go|die|leave)|i (love|am sorry|can not)|to this world|for the last time)",
            "goodbye (world|cruel world|everyone|forever|everybody|life|my (friends|family|loves))",
            "(this is|it is) (my)? (last|final) (goodbye|message|post|night|day|words|time|letter|conversation|chat|note)",
            "you (will|would) not (hear|see) (from)? me (again|any more|after)",
            "(last time) (you|we|i) (will)? ~1 (hear|see|talk|speak|write)",
            "(will) not be a (burden|problem|bother) (any more|much longer|for long|after|soon)",
            "(tell|make sure) (my (<person>) / them|everyone) ~2 (i)? ~1 (love|loved|am sorry|sorry) ~4 (when|after|gone|dead|goodbye|once)",
            "take care of (my (<person>)|my (cat|dog|kids|family|children)) (when|after|once|for me when) (i am|i)? (gone|go|dead|leave)",
            "(see you|meet you) on the other side",
            "(sorry|forgive me) (for what i am about|for what i have to|for doing this|but i have to go|i can not do this any more goodbye)",
            "(este|esto) es (mi)? (adios|despedida|ultimo (mensaje|dia|adios))",
            "(me despido|quiero despedirme|adios) (de todos|para siempre|mundo|mundo cruel|a todos)",
            "(no me|ya no me) (van|vas) a (volver a)? ver (mas|nunca|mas nunca)?",
        ],
    )
    .facet(Facet::Intent)
    .past(Level::Low)
    .polar()
    .timely()
    .also(Sign::Goodbye),
    si(
        "si.giving_away",
        Level::Medium,
        &[
            "(giving|gave|give|given|donated|donating|handing|handed|sold|selling) (away|out|all|most|every)? ~2 (all|most|every|my) ~1 (my)? ~1 (possessions|belongings|things|stuff|valuables|everything|clothes|jewelry|jewellery|keepsakes|treasures|money|furniture|ring|rings|photos) (away|out)? \
             ~6 (not need|will not need|no (use|longer|need)|before i (go|die|leave)|gone|where i am going|do not need|soon|any more|ready)",
            "(giving|gave|give|given) (all|most|every|everything|my) ~3 (possessions|belongings|valuables|everything|jewelry|jewellery|keepsakes|treasures|things|stuff|own) away",
            "(giving|gave|give) away (all|most|everything|my) ~2 (possessions|belongings|things|stuff|valuables|jewelry|jewellery|keepsakes|treasures|own)?",
            "(will|would|do) not (need|be needing|use) (it|them|these|this|any of (it|this|these)|my things) (any more|where i am going|soon|after|much longer)",
            "(regalando|regale|repartiendo|reparti|regalar) ~2 (mis|todas mis|todo|todas) ~1 (cosas|pertenencias|joyas|todo)?",
            "(ya)? no (los|las|lo|la) (voy a)? (necesitar|necesito) (mas|donde voy|pronto)",
        ],
    )
    .past(Level::Low)
    .polar()
    .also(Sign::GivingAway),
    si(
        "si.burden",
        Level::Low,
        &[
            "(am|being|be|feel like|become|becoming|just|nothing but|only|such|felt like|of) (just|nothing but|only|such|always|really)? (a|an)? ~1 burden !of",
            "burden (to|on|for) (everyone|everybody|them|my (<person>|family)|him|her|others|people|all)",
            "(everyone|everybody|they|family|people|<person>|world|you|all|he|she|kids|we) (would|will|be|is|are|might|may|could) ~3 (better|happier|easier|relieved|fine|richer) ~1 (off)? (without me|if i (was|were|am|died|die|left|disappeared|went)|with me gone|when i (am gone|die)|once i (am gone|die))",
            "(tired of|done|stop|not) ~1 (be|being) a burden (any more|to (everyone|everybody|them|my))?",
            "(dead weight|dragging (them|everyone|my family|everybody) down)",
            "(anyone|anybody|they|people|someone) ~2 (notice|care|miss me) if i (was|were|am)? ~1 (gone|died|disappeared|left|vanished)",
            "(making|make) (their|everyone) ~1 (lives|life) (harder|worse|miserable)",
            "(better|happier|easier) (off)? (without me|if i was gone|if i were gone|with me (gone|dead))",
            "(no one|nobody|none|who|anyone|anybody|not a soul / not one person) (will|would|is|are|even|going|to|really|ever|at all)? ~2 (miss|notice|care|remember|cry|mourn|come) ~1 (me|i|if|when|about me|for me|to my funeral|looking) ~2 (gone|died|die|dead|disappeared|left|dropped|vanished|passed)?",
            "(no one|nobody) would (miss me|notice|care)",
            "(in|getting in) (everyone|everybody|their|the) ~1 way ~3 (die|gone|better)",
            "(costing|cost) (them|everyone|my (family|kids|children|son|daughter)) (too much|so much|money) ~4 (gone|better|die|should)",
            "(lived|been here|around) (too long|long enough)",
            "(outlived|overstayed) my (usefulness|welcome|time|purpose|use)",
            "(useless|worthless|no use|no good) (to (anyone|anybody|everyone|them|nobody)) ~3",
            "(soy|ser|siento que soy|solo soy) (una|solo una|pura|un) ~1 (carga|estorbo|molestia|peso)",
            "(estarian|estaran|estaria|estara|vivirian) mejor sin mi",
            "(nadie) (me)? (va a|iba a)? (extranar|extranaria|echar de menos|echaria de menos|notaria|llorar|lloraria|extranara)",
            "(ya)? (vivi|he vivido) (demasiado|bastante|suficiente)",
            "(solo)? (estorbo|doy molestias|doy problemas|doy lata)",
            "(les|le) (estoy)? (quitando|quito|robando|amargando|amargo) (la|su) vida",
            "yo ya vivi (lo mio)? $",
        ],
    )
    .polar()
    .also(Sign::Burden),
    si(
        "si.worth_dead",
        Level::High,
        &[
            "worth more dead",
            "(better|best) off with ~1 life insurance",
            "life insurance ~6 (more than i|better|worth|at least|than me|without me|take care of them|set them up)",
            "(get|have|collect|cash|leave) (them)? ~1 my life insurance",
            "valgo mas (muerta|muerto)",
            "seguro de vida ~5 (mejor|sin mi|mas que yo)",
        ],
    )
    .polar()
    .facet(Facet::Thoughts)
    .past(Level::Low)
    .also(Sign::Burden),
    si(
        "si.cannot_go_on",
        Level::Low,
        &[
            "(can|could) not ~2 (go on|keep going|keep living|live like this|live any more|take this life|keep doing this|continue like this|do life|carry on|bear (this|it) any more / face another (day|night) / face tomorrow / take living)",
            "(can) not (take|do|handle|stand|bear|tolerate|deal with) (this|it|any of this) ~2 (any more|any longer|much longer|like this)",
            "(do not|not) ~3 have anything left (to (say|give|live|lose))?",
            "(can|could) not face (anyone|anybody|another (day|night)|life|the world|people)",
            "no (way out|future|hope left|hope for me|reason to (go on|continue|wake|get up|keep|be here)|point in (going on|anything|trying|me))",
            "(nothing) (left|to) (to)? (live|go on|look forward|wake up|lose) (for|to|any)?",
            "(want|wish|need) ~2 (it|this|the pain|everything|all|the suffering|my pain|the hurt|it all|my suffering) (to|would|just|all)? ~2 (stop|end|be over|go away|finish|cease)",
            "(just)? (make|let) (it|the pain|everything|this) (stop|end|be over|all stop)",
            "(give|giving|gave) (it|everything|all of it) (all)? up $",
            "(given up|giving up|gave up|give up) (on (life|living|everything|myself) / hope|completely|entirely)?",
            "(do not|not) (see|have) (the|a|any)? ~1 (point|future|way out|way forward|hope|reason) (any more|in anything|any|for me|to (continue|go on)|of (it|this|anything))?",
            "(everything|it all|all of it|life) (feels|is|seems) ~2 (pointless|hopeless|meaningless|worthless|useless|futile|over)",
            "(i|and|then|just|sometimes|often|me) (think|thought|thinking) (to myself)? (well|but|oh)? what for $",
            "(say|ask|tell|asking) (to)? myself ~1 what for $",
            "what is it all for",
            "not (going to|about to) do (anything|something) (silly|stupid|daft|foolish|rash|desperate) $",
            "(no|nunca) (voy a|pienso) hacer (ninguna|una) (tonteria|locura|barbaridad) $",
            "(pienso|me digo|me pregunto|pensando|digo) (y|pues|que)? para que $",
            "(no|not) (fight|strength|energy) (left)? (in me|to (go on|fight|live|keep))",
            "(tired|exhausted|sick|done|weary) (of|with) (trying|fighting|everything|it all|this all|all of (it|this)|struggling|pretending|hurting|suffering|being a burden|the pain|being in pain)",
            "(cansada|cansado|harta|harto|agotada|agotado) de (todo|luchar|pelear|sufrir|intentarlo)",
            "(i am|so) done (with (everything|it all|life|living|this) / here / trying / fighting)",
            "(ya)? no (puedo|aguanto|soporto|doy) (mas|seguir|esta vida|este dolor)",
            "ya no (quiero|quisiera) (seguir|continuar) (asi / mas / con esto / viviendo / aqui / $)",
            "no quiero (seguir|continuar) (viviendo / asi / con esta vida)",
            "(para|pa) lo (que / poco que) me (queda|quea) (de vida / $)",
            "(no hay|no tengo|perdi|ya no tengo|sin) (la)? (salida|esperanza|futuro|esperanzas|fuerzas)",
            "(nada) (tiene|me) (sentido|importa|ilusiona)",
            "(quiero que) (todo|esto|el dolor|ya) ~1 (termine|acabe|pare|se acabe)",
            "(me)? (rendi|rindo|doy por vencida|doy por vencido)",
        ],
    )
    .polar()
    .past(Level::None)
    .also(Sign::Hopeless),
    si(
        "si.cannot_live",
        Level::Medium,
        &[
            "(can|could) not ~1 (take|do|handle|stand|bear|keep|go on|continue) ~1 (living|being alive|with life|with my life|existing) ~2",
            "(it is|this is) (all)? (over|the end) (for me)? $",
            "i am (already)? (gone|dead|done living|done with (life|living|being alive|everything))",
            "(no life|nothing) left (for me|in me|to live for)",
            "ya no (puedo|quiero) (seguir viviendo|vivir asi|con mi vida)",
        ],
    )
    .facet(Facet::Wish)
    .polar()
    .past(Level::None)
    .also(Sign::Hopeless),
    si(
        "si.refuses_to_live",
        Level::Medium,
        &[
            "(stopped|stop|stopping|quit|refuse|refusing|not going to|will not|going to stop|decided to stop|given up|not) ~1 (eat|eating|drink|drinking|food|taking my (<pills>)) ~6 (die|death|dying|go (sooner|faster|quicker|home)|end|over with|wither|fade|let (go|nature|me)|faster|sooner|be with)",
            "(starve|starving) myself to (death|die)",
            "(let|letting) (myself|me|nature) (die|waste away|fade|slip away|take its course)",
            // "Thank you for letting me go on" is no wish to be let go.
            "(let|letting) (myself|me|nature) go !on|home|out|back|to|in|into|first|there|and|with|for|through|over|outside|upstairs|downstairs",
            "(refuse|refusing|stop|stopping|stopped) ~2 (treatment|treatments|dialysis|chemo|oxygen|insulin|my (heart)? (medicine|medication|pills|meds)) ~5 (die|end|go|over|death|quicker|let)",
            "(turn|turned) my face to the wall",
            "(deje|dejar|dejare|no voy a|voy a dejar) ~1 (de)? (comer|tomar|beber|mis medicinas) ~4 (morir|morirme|muera|acabar|hasta)",
            "dejarme (morir|ir)",
        ],
    )
    .facet(Facet::Intent)
    .past(Level::Low)
    .polar(),
    si(
        "si.together_after",
        Level::Medium,
        &[
            "(be|together|see|meet|reunited|join) ~3 (together|again|with (him|her|you|them|my <person>))? (after (i|we) (die|am gone|pass)|in (the)? (afterlife|next life)|when i die|after death)",
            "(think|wonder|will|would) (we|i) (would|will|be)? ~1 (be)? together after",
            "(i|it) (think|is)? ~1 it is time $",
            "(right to die|assisted (suicide|dying)|euthanasia|medical aid in dying|dignitas|maid program / death with dignity) ~12 (residency|requirements|countries|apply|qualify|how (do|can) i|sign up|eligible|cost|where)",
            "(which|what|where) ~8 (right to die|assisted (suicide|dying)|euthanasia|dignitas|death with dignity)",
            "(eutanasia|suicidio asistido|muerte asistida) ~6 (requisitos|como|donde|pais|paises|costo)",
        ],
    )
    .facet(Facet::Thoughts)
    .past(Level::Low),
    si(
        "si.other.told_to",
        Level::Medium,
        &[
            "(told|tells|telling|say|says|said|want|wants) (me)? ~2 (to|i should) (kill myself|go kill myself|go die|just die|end (it|my life)|drop dead)",
            "(me dijo|me dicen|me dijeron) ~1 que (me)? ~1 (mate|matara|muera)",
        ],
    )
    .own()
    .polar()
    .past(Level::Low),
    si(
        "si.third",
        Level::Medium,
        &[
            "(he|she|they|<person>|someone|somebody|who) (is|are|was|has|have|keeps|says|said|told|tells|just|feels|been|might|may|wants|want|talks|talked|threatened|threatening|mentioned|posted|texted|tried|going|planning|am|be) ~5 \
             (<suicidal>|(kill|killing|hang|hanging|shoot|shooting|hurt|hurting|harm|harming|off|drown|cut|cutting) (himself|herself|themselves|themself)|(end|ending|take|taking) (his|her|their) (own)? (life|lives)|commit <suicide>|wants to die|want to die|to be dead|<suicide>|end it all|attempt)",
            "(thinks|thinking) (he|she|they) (should|would be|is|are) ~2 (better off dead|dead|die)",
            "(worried|afraid|scared|concerned|think|believe|know) (about|that|for)? ~4 (he|she|they|<person>) (will|might|may|could|is going to|would|is|going) ~2 (kill|hurt|harm|hang|<suicidal>|end (his|her|their)|<suicide>|do something)",
            "(<person>|el|ella|alguien) ~4 se (quiere|queria|va a|intento|piensa|iba a) ~1 (matar|suicidar|morir|ahorcar|quitar la vida|hacer dano)",
            "(mi <person>|el|ella|alguien) ~3 (quiere|va a|intento|dice que quiere|piensa|amenaza con) ~2 (matarse|suicidarse|quitarse la vida|morir|morirse|hacerse dano)",
        ],
    )
    .facet(Facet::Thoughts)
    .past(Level::None)
    .third(Level::High)
    .timely(),
    si(
        "si.algospeak",
        Level::Medium,
        &[
            "(unalive|unaliving|unalived) (me|myself|$)",
            "sewerslide|sewercide",
            "(shampoo) ~2 conditioner ~6 (same|together) ~6 (sign|time|day)",
            "(grippy sock|grippy socks) (vacation)? ~4 (again|soon|need)",
            "(commit|committing) (toaster|toast|die|not alive|not living|sleep forever|unalive)",
            "(toaster) ~2 (bath|bathtub|tub)",
            "(game|level) over for me",
            "(log|logging) (off|out) (of)? (life|forever|for good|permanently|irl)",
            "(uninstall|delete|alt f4) (life|myself)",
            "(join|joining) the # club",
        ],
    )
    .facet(Facet::Thoughts)
    .past(Level::Low)
    .timely(),
];
