//! Suicide said in passing, as older people say it: a wish not to be here, a life that went on too long, an animal that
//! would be let go, a way that would be easy. Almost all of it is low: one soft question finds out what was meant, and what
//! adds up with other signs is raised where signs are summed.

use content_safety_api::{CrisisCategory, Facet, Level};

use super::{Rule, Sign};

const fn si(code: &'static str, level: Level, patterns: &'static [&'static str]) -> Rule {
    Rule::finding(code, CrisisCategory::SuicidalIdeation, level, patterns)
}

/// The rules.
pub(crate) const RULES: &[Rule] = &[
    si(
        "si.passing.not_be",
        Level::Low,
        &[
            "(rather|sooner|soon|prefer|prefer to|easier|kinder|simpler) ~1 not ~1 (be around|be alive|be in this world|exist|wake|wake up|go on|carry on / have been born)",
            // Not here on a day, or while something is done: a place is meant.
            "(rather|sooner|soon|prefer|prefer to|easier|kinder|simpler) ~1 not ~1 be here !when|if|while|for|today|tonight|on|at|with|because|in|during|for|this|when|alone|by",
            "(pray|praying|prayed|hope|hoping|wish|wishing|ask|asking|asked|beg|begging) ~6 (not|never) to wake",
            "not (meant|supposed|intended) to (still)? be (here|alive|around) (still|any more|this long|so long|at my age)",
            "not (meant|supposed|intended) to still be (here|alive|around)",
            "should not (still)? be (alive|around|breathing) ~1",
            "should not (still be here / be here (still|any more|at my age|at all))",
            "not want (to (see|have|face|live to see|get to|reach) / even)? (another|any more|the next|next) (birthday|birthdays|christmas|winter|winters|spring|summer|new year|year) !cake|party|parties|card|cards|present|presents|dinner|tree|like|in|here|with|of|without|away|alone",
            "not ~1 (plan|planning|count|counting|bank) on (seeing|having|making)? another (birthday|birthdays|christmas|winter|winters|spring|summer|new year|year)",
            "no (quiero|deseo|pido|quisiera) (cumplir|llegar a|ver|vivir|pasar) ~1 (mas|otro|otra) ~1 (anos|ano|cumpleanos|invierno|navidad|navidades|primavera|verano) !aqui|sola|solo|sin|asi|con|en",
            "(preferiria|prefiero|prefiriera|preferible) ~1 no (estar|existir|andar|seguir) (ya / viva|vivo / mas (en este mundo)? / en este mundo)",
            "(preferiria|prefiero|mejor|ojala|quisiera) ~1 no (estar|estuviera|seguir|siguiera) (ya)? aqui !cuando|hoy|si|mientras|con|para|por|porque|el|la|esta|sola|solo|en",
            "(ojala|espero|rezo|rezando|pido|pidiendo|ruego|quiera) ~8 (no|nunca) (me)? (despertar|despertara|despertase|despierte|despertarme|amanecer|amanezca|amaneciera|amanecer viva)",
            "me gustaria no (estar|existir|seguir) (, / ya|mas|viva|vivo)",
            "(pido|rezo|quiero|quisiera|ojala|deseo) ~6 que me (apague|apagara)",
            "para (estar|vivir|seguir|andar) asi ~2 (mejor|mas vale|prefiero) ~2 (no estar|no vivir|no seguir|irme|nada|que me lleve)",
            "no (deberia|tendria que) (estar|seguir) (ya|todavia|aun)? (viva|vivo|aqui) (ya|todavia|aun)",
        ],
    )
    .facet(Facet::Wish)
    .polar()
    .own()
    .also(Sign::Wish),
    si(
        "si.passing.too_long",
        Level::Low,
        &[
            "(had|have) my innings",
            "(gone on|hung on|hanging on|lingered|lasted) ~1 (too long|longer than i should|past my time|long enough)",
            "i ~4 (outlived|survived) ~3 (everyone|everybody|them all|all of them|my own|my children) ~3 (should not|ought not|never should|wrong)",
            "(it)? should have been me",
            "i should have (gone|died|passed) ~1 (first|instead|before|with|years ago|long ago|then)",
            "i ~3 better off (out of (it|this (world|life)?) / in (my|the) (grave|box|ground) / under the ground|six feet under|where (he|she|they) (is|are))",
            "ready (to go|for him|for the lord|for my time) (when|whenever|as soon as) (he|god|the lord|it|my time)",
            "(lista|listo|preparada|preparado) para (irme|partir|marcharme) (cuando (el|dios)|con (el|dios|mi)|ya|al cielo)",
            "(debi|deberia|debia|tenia que|tendria que|ojala) ~1 (haberme|haber) (muerto|ido) ~1 (yo|antes|con|ya|en su lugar)",
            "(debi|tenia que|deberia|debia) (morirme|morir|haberme muerto) (yo|antes|con|en su lugar)",
            "(me)? (he)? (vivi|vivido|durado|dure) (demasiado|mas de la cuenta|ya lo mio)",
            "que (ya)? me (lleve|llevara) (ya)? (la)? (pelona|parca|huesuda|calaca|flaca|muerte)",
            "(quiero|quisiera|lista|listo|ganas|mejor) ~3 (al|pal|pa el|para el) otro barrio",
        ],
    )
    .facet(Facet::Wish)
    .own()
    .also(Sign::Wish),
    si(
        "si.passing.misery",
        Level::Low,
        &[
            "(put|putting) me out of (my|this) misery",
            "if i (was|were) (a|an|your|their|somebody) ~1 (dog|horse|cat|animal|pet|cow) ~6 (down|sleep|shot|shoot|out of|vet|mercy)",
            "they (shoot|put down|shot) horses",
            "(dog|dogs|animal|animals|horse|horses|pet|pets) ~5 (put down|put to sleep|out of (its|their) misery) ~6 (me|us|people|old)",
            "if i ~2 (fell|fall|slipped|tripped|dropped|choked / had a (stroke|heart attack)) ~8 (a mercy|a blessing|a relief|a release|a kindness|a favour|a favor|no loss|so be it|best thing)",
            "(a mercy|a blessing|a relief|a release|a kindness|no loss|best thing) ~5 if i ~2 (fell|slipped|tripped|dropped|choked / had a (stroke|heart attack))",
            "si (yo)? fuera (un|una) (perro|perra|caballo|animal) ~6 (sacrificado|sacrificarian|dormido|dormirian|matado|habrian|tiro)",
            "si ~1 me (caigo|cayera|caiga|caigo muerta|caigo muerto|diera algo|da algo|da un infarto) ~8 (bendicion|favor|descanso|alivio|suerte|mejor)",
        ],
    )
    .facet(Facet::Wish)
    .own()
    .also(Sign::Wish),
    si(
        "si.passing.no_use",
        Level::Low,
        &[
            "what (good|use|earthly use|earthly good) am i !at|with",
            "what is the (use|good|point) (of me|in me / of (me|my) being (here|alive))",
            "i am (not (any|much)|no) (use|good) (any more / to (anyone|anybody|man nor beast|man or beast|a soul|them|you all|no one|nobody))",
            "para que (sirvo|estoy|sigo|quedo) (yo / ya / aqui ya / $)",
            "(nadie|ni quien) (se daria cuenta|se enteraria|lo notaria|me lloraria|se da cuenta) ~3 si (no estuviera|ya no estuviera|me muero|me muriera|faltara|falto|desapareciera|desaparezco)",
        ],
    )
    .own()
    .polar()
    .also(Sign::Burden),
    si(
        "si.passing.no_sense",
        Level::Low,
        &[
            "(it|life|nothing|living) is (just|really)? not worth it any more",
            "(ya)? no (le)? (veo|encuentro|hallo) (el|ningun|mas|mucho)? (sentido|caso|objeto) a (seguir|vivir|nada|la vida|esto|todo)",
            "(ya|aqui) no me queda nada (ya / por (que|lo que) / para (que|vivir) / en (la|esta) vida / $)",
            "(mi vida) (ya)? (se acabo|termino|se termino|esta acabada) !el|la|los|las|un|una",
            "ya no (vale|merece) la pena (seguir|vivir|nada|$)",
            "quiero (ya)? (acabar|terminar) con esto !antes",
            "quiero (ya)? (acabar|terminar) con (este sufrimiento|este calvario|este dolor|tanto dolor)",
            "(quiero|quisiera|ojala|deseo|pido) que (ya)? se (acabe|acabara|termine|terminara) (ya|todo|esto|de una vez|pronto|$)",
        ],
    )
    .own()
    .polar()
    .past(Level::None)
    .also(Sign::Hopeless),
    // Who will not be a trouble for long has a day in mind, or their own end.
    si(
        "si.passing.not_long",
        Level::Medium,
        &[
            "not ~2 (put up with|look after|bother with|deal with|worry about|trouble with|cope with|care for) ~1 me (much longer|for much longer|for long)",
            "not ~1 (be)? (bother|bothering|trouble|troubling) (you|them|anyone|anybody|her|him) (much longer|for much longer|for long)",
            "(no|ya no) (los|les|le|la|lo|te|os) ~1 (voy a)? (molestar|molestare|dar lata|dare lata|estorbar|estorbare|dar guerra|dar trabajo) (ya)? (mucho mas|mucho tiempo|por mucho|mucho)",
        ],
    )
    .own()
    .polar()
    .past(Level::Low)
    .also(Sign::Burden),
    si(
        "si.passing.not_found",
        Level::Medium,
        &[
            "not be (surprised|shocked) if i (am|was) (gone|not here|dead) (soon|one day|one morning|tomorrow|before long)?",
            "no (se|te|os) (extranen|extrane|extranes|asusten|asuste|sorprendan|sorprenda|sorprendas) si ~3 (no estoy|falto|me encuentran|desaparezco|amanezco muerta|amanezco muerto|no despierto|no amanezco)",
        ],
    )
    .own()
    .polar()
    .past(Level::Low)
    .absence(),
    si(
        "si.passing.leave_taking",
        Level::Low,
        &[
            "this is goodbye !for|until|till|then|now",
            "(esto|esta) es (una|la|mi) despedida",
        ],
    )
    .own(),
    si(
        "si.passing.rash",
        Level::Medium,
        &[
            "i ~1 (could|might|may|will|am going to|am about to|am afraid i|am scared i|worry i|fear i|am tempted to|want to|feel like) ~3 (do|doing) something (silly|daft|stupid|foolish|drastic|desperate|rash|dreadful) !like|with|for|at|on|together",
            "(afraid|scared|frightened|worried) ~4 i ~2 (do|did) (something|anything) (silly|daft|stupid|foolish|drastic|desperate|rash|dreadful)",
            "(voy a|puedo|podria|soy capaz de|capaz que|miedo de|temo|ganas de|punto de|vaya a) (hacer|hago|cometer|haga) (una|alguna|cualquier) (locura|tonteria|barbaridad|burrada|estupidez|disparate) !como|con|de",
        ],
    )
    .own()
    .facet(Facet::Thoughts)
    .past(Level::Low)
    .timely()
    .also(Sign::Ideation),
    si(
        "si.passing.thoughts",
        Level::Low,
        &[
            "(think|thinking|have|having|had|get|getting|these|those|such) ~2 (dark|black|morbid|wicked) thoughts",
            "se me (pasan|pasa|meten|mete|cruzan|vienen) ~1 (cosas|ideas|pensamientos|cada cosa) (por|a|en) (la)? (cabeza|mente)",
            "(malos|negros|oscuros) pensamientos",
            "pensamientos (malos|negros|oscuros)",
            "ideas (negras|oscuras)",
            "i ~1 think ~2 (of|about) (the|that) (train tracks|tracks|train line|railway|railway line|bridge|roof|cliff|canal|ledge) (a lot|all the time|every (night|day)|so often|too much) !where|when",
            "i ~1 (keep|can not stop) thinking (of|about) (the|that) (train line|train tracks|railway|railway line|cliff|ledge|motorway)",
            "(pienso|pensando) (mucho|tanto|siempre|todo el dia|todas las noches|cada noche) en (las vias|la via|el puente|la azotea|el pozo|la soga|el barranco) !donde",
        ],
    )
    .own()
    .facet(Facet::Thoughts)
    .past(Level::None)
    .also(Sign::Ideation),
    si(
        "si.passing.way",
        Level::Low,
        &[
            "(window|balcony|roof|bridge|stairs|river|sea|lake|canal|train|trains|tracks|pills|tablets|knife|razor|road|traffic|belt|cord) ~6 how easy (it (would|could) be)? $",
            "(would|could|might) be (so|too|very|that)? (easy|simple|quick) ~3 to (just|only)? (walk|step|jump|fall|slip|roll|let|swallow|drive|wade|drop) ~3 (into the|in front|off (the|that|a)|out of (the|that|a)|under (the|a)|down (the|those) stairs|them all|go $)",
            "i ~3 (thought|thinking|imagined|imagine|wonder|worked out|know) ~2 how i (would|could|might) ~1 (do it|go about it|end it)",
            "i (would|could) (take|swallow|drink) (something|anything|them all|the lot|poison) if i (had|could|only)",
            "(ventana|balcon|azotea|puente|escalera|escaleras|rio|mar|vias|tren|metro|pastillas|cuchillo|navaja) ~5 (que facil|lo facil que) ~1 (seria|es)? $",
            "que facil seria ~1 (tirarme|dejarme|dejarse|caerme|saltar|tomarmelas|tragarmelas|acabar|meterme|soltarme)",
            "(he pensado|pense|pienso|se) ~2 como (lo haria|hacerlo|podria hacerlo)",
            "me (tomaria|tragaria|beberia) (algo|veneno|lo que fuera|cualquier cosa|todas) si (lo|la|las)? (tuviera|pudiera)",
        ],
    )
    .own()
    .facet(Facet::Method)
    .past(Level::Low)
    .also(Sign::Method),
    si(
        "si.passing.way_plain",
        Level::Medium,
        &[
            "(quitarme|quitar|me quito) (de enmedio|de en medio|del medio)",
            "me (quiero|quisiera|queria|quise) cortar las venas",
            "(deje|dejo|dejar|dejare) de tomar ~4 (pastillas|medicinas|medicina|insulina|corazon|presion) ~3 (que sea lo que dios quiera|lo que dios quiera|y que dios|que dios disponga|a ver si)",
            "(stopped|stop|stopping|not) ~1 (taking|take) ~3 (<pills>|insulin|medicine|medication) ~3 (let nature|nature can|god will|god can|leave it to (god|nature)|see what happens)",
        ],
    )
    .own()
    .facet(Facet::Method)
    .past(Level::Low)
    .polar()
    .also(Sign::Method),
    // What was nearly done is not said; where a wish was said before it, it needs no saying.
    si(
        "si.passing.nearly",
        Level::Low,
        &[
            "i (nearly|almost) did it (last night|yesterday|again|today|this morning|last week|once)",
            "next time i ~2 make sure (it (works|work|takes)|of it)",
            "(anoche|ayer|hoy|esta manana) (casi|por poco) lo hago",
            "(la)? proxima (vez)? ~1 (no fallo|no voy a fallar|me aseguro|lo hare bien)",
        ],
    )
    .own()
    .polar()
    .past(Level::Low)
    .also(Sign::Act),
];
