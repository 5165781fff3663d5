//! Words that change how others are read: denial, time, person, quotation, fiction, turns of speech.

pub(crate) mod idioms;

use super::Rule;

/// What a cue says of the words near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cue {
    /// A negation that denies nothing (`not sure`, `cannot stop thinking about`): its words do not negate.
    NotADenial,
    /// Told of the past.
    Past,
    /// Told as over.
    Resolved,
    /// Within about the last three months.
    Recent,
    /// A time that is gone, for what does not last: a choking of last week, or of a while ago that has passed.
    Over,
    /// Now, today, within hours.
    Now,
    /// Goes on: the past is not over.
    Still,
    /// A story, film, song, game or piece of news.
    Fiction,
    /// A dream.
    Dream,
    /// Somebody else's words.
    Report,
    /// General or conditional.
    Hypothetical,
    /// Says that nothing is planned. It lowers nothing that was said; it only keeps signs from adding up.
    NoPlan,
    /// A question of somebody else's that was answered with no.
    AskedAndDenied,
    /// What others do or want to do to the speaker: no wish of the speaker's own.
    ByOthers,
    /// Says where the speaker will be instead: at a daughter's, at the doctor's.
    Elsewhere,
    /// A turn of speech: what it covers is no evidence.
    Idiom,
    /// Words of being beaten that are a lost game, where a game is told of (`Sign::Game`) and nowhere else.
    Lost,
    /// Words of being kept from going somewhere alone that are a relative's care, unless it is a partner who keeps.
    Cared,
    /// An accident that is only thought of: "if I fell".
    Supposed,
    /// An illness or a fall that is told with its season, or as what a state has lasted since: an emergency of then, unless
    /// something beside it is of now or has got worse.
    Standing,
    /// Something is new, sudden or got worse: what lasts is no longer only that.
    Worse,
}

/// The cues.
pub(crate) const RULES: &[Rule] = &[
    Rule::cue(
        "cue.not_a_denial",
        Cue::NotADenial,
        &[
            "not only|just|merely|simply",
            "no longer (just / only / passive)",
            "(will|does|do|would|did) not stop",
            "(can|could) not (seem|even|manage|bring|wait) (to)?",
            "can|could not (stop|help|resist|control|quit|shake|keep|guarantee|promise|trust)",
            "not (sure|certain|joking|kidding|lying|exaggerating)",
            "do|does|did not (know|care|mind|understand)",
            "do not see (why|how) i should not",
            "no reason not",
            "why|should not",
            "not that (i|it)",
            "no joke",
            "nothing (left|matters|else|to)",
            "no one",
            "not (be|being) able to (stop|resist|keep)",
            "no (puedo|puede) (dejar|parar|evitar|controlar)",
            "no (dejo|deja|paro|para|dejaba|paraba) de",
            "no (se|estoy segura / estoy seguro / solo / solamente / me importa)",
            "no es broma",
            "por que no",
            "no (mas / puedo mas / aguanto / soporto / tengo nada / tengo a nadie / vale / sirvo)",
        ],
    ),
    Rule::cue(
        "cue.past",
        Cue::Past,
        &[
            "used to",
            "(fall|fell|fallen|slipped|tripped|broke|operated|was in hospital) ~2 (at|before|since|over) (easter|christmas|whitsun|new year|thanksgiving|halloween)",
            "(cai|caido|resbale|rompi|operaron|fracture) ~2 (en|por|desde) (pascua|pascuas|navidad|navidades|semana santa|reyes|ano nuevo|todos santos)",
            "<num> <year> (ago|back|earlier)",
            "<year> (ago|back)",
            "<num> decades",
            "when i was (# / a / in / young / little / younger / <num> / at / growing / still / courting / engaged)",
            // Who carries a child; who carries a tray may have fallen today.
            "when i was (carrying|expecting) (my|our|the|with)? (twins|first|second|third|fourth|last|eldest|youngest|baby|child)",
            "when i was expecting !my|the|a|an|to|you|him|her|it|them|us|visitors|company|somebody|someone|nobody",
            "(as|back) (a|when|in) (kid|child|teen|teenager|girl|boy|student|the|high|college|school|# / my)",
            "in my (teens|twenties|thirties|forties|youth|younger|early|late|childhood)",
            "long time ago",
            "(a|some) (time|while) (ago|back)",
            "in the past",
            "at one (point|time)",
            "when we were (little|small|young|kids|children|girls|boys|<num>)",
            "en (el)? (dos mil / mil novecientos)",
            "back then",
            "in (high school / college / the war / the army)",
            // What goes on after the year is of now: "he died in 2015 and I want to die".
            "in # !and|but|so|is|are|i|now|still|because|can|keeps|has|have|will|wants|want",
            "at (my|our|her|his|their) (wedding|christening|baptism|graduation|communion)",
            "when (i|he|she|they|we|the baby|<person>) (was|were) born",
            "when the baby (came|arrived)",
            "when the (telegram|war) (came|broke out|ended|was over)",
            "(on|at|of) (our|my) (honeymoon|wedding day)",
            "en (mi|la|nuestra|su) (boda|bautizo|luna de miel / primera comunion)",
            "cuando (naci|nacio|nacieron|nacimos / me case / nos casamos / (hice|hizo) la (primera)? comunion)",
            "during the war",
            "last year",
            "i had been",
            "once (when|was)",
            // "Once I am dead" is ahead.
            "once i !am|have|get|go|die",
            "my history of",
            "history of",
            "previously|formerly",
            "hace (<num> / mucho / muchos) ~1 (<year> / tiempo)",
            "hace (anos|tiempo)",
            "cuando (era|tenia|estaba)",
            "en el pasado",
            "de (nino|nina|joven|adolescente|chico|chica|chicos|chicas|chamaco|chamaca|crio|cria|mozo|moza|chiquillo|chiquilla|muchacho|muchacha|soltero|soltera)",
            "solia",
            "el ano pasado",
            "una vez (cuando|hace)",
        ],
    ),
    Rule::cue(
        "cue.resolved",
        Cue::Resolved,
        &[
            "(not|no) (any more / any longer / longer)",
            "(much / far / so much / a lot)? better (now|place|today|since|these)",
            "in a (better|good) place",
            "recovered|healed|recovery|sober",
            "(glad|grateful|thankful|happy|relieved) ~3 (survived|alive|failed|did not|made it|here|still|never)",
            "(am|feel|doing|feeling) (fine|ok|okay|good|great|well|happy) (now|today|these)",
            "behind me",
            "got (help|better|through|over)",
            "moved on",
            "came (out|through)",
            "thank (god|goodness|heavens)",
            "i would never ~3 (again|now)",
            "ya no (pienso en eso|pienso asi|me siento asi|lo pienso|quiero hacerlo)",
            "ahora (estoy|me siento|ando) (bien|mejor|tranquila|tranquilo)",
            "mucho mejor",
            "(sali|salimos) adelante",
            "gracias a dios",
            "me recupere",
        ],
    ),
    Rule::cue(
        "cue.asked_and_denied",
        Cue::AskedAndDenied,
        &[
            "(asked|asks) (me)? (if|whether) ~8 (said|answered|told (him|her|them|the <carer>)) ~1 no $",
            "(pregunto|preguntaron|pregunta|preguntan) si ~8 (dije|conteste|respondi|digo) ~1 (que)? no $",
        ],
    ),
    Rule::cue(
        "cue.by_others",
        Cue::ByOthers,
        &[
            "(me|lo) (hacen|hace|dan|da) ~2 para (matarme|envenenarme)",
            "(quieren|quiere|intentan|intenta|planean) (matarme|envenenarme)",
            "(tratan|trata) de (matarme|envenenarme)",
            "(va|van) a (matarme|envenenarme)",
        ],
    ),
    Rule::cue(
        "cue.recent",
        Cue::Recent,
        &[
            "yesterday|lately|recently",
            "last (night|week|month|weekend|<days>)",
            "this (morning|week|month|weekend|past)",
            "the other (day|night|week)",
            "(<num> / a / this) (<day> / month / months) (ago|back)",
            "just (tried|now|did|took|cut)",
            "earlier (today|this)",
            "ayer|anoche|recientemente|ultimamente",
            "la semana pasada",
            "el mes pasado",
            "hace (<num> / un / una / unos / unas) (<day> / mes / meses)",
            "esta (manana|semana)",
        ],
    ),
    Rule::cue(
        "cue.over",
        Cue::Over,
        &[
            "(la semana|el mes|el ano|el verano|el invierno|la navidad) (pasada|pasado)",
            "el otro dia",
            "hace (unos|unas|varios|varias|muchos|muchas|tantos|<num>) ~1 (<day> / <month> / <year>)",
            "(ayer|anoche|antier|anteayer / esta manana / hace (un|una|unas|<num>)? (rato|ratito|hora|horas) / en (el|la) (desayuno|comida|cena|almuerzo)) ~7 ya ~1 (paso|pasado|esta bien|estoy bien|respira|respiro)",
            "ya (paso / se (le|me) paso) ~2 (hace (un rato|un ratito|rato|una hora|horas) / ayer|anoche)",
            "last (week|month|year|winter|spring|summer|autumn|christmas)",
            "(<num>|some|a few) (<day> / <month> / <year>) ago",
            "the other (day|week)",
            "(yesterday / last night / this morning / earlier / (an|a|<num>|some) (hour|hours|while) ago / at (breakfast|lunch|dinner)) ~7 ((is|am|was) (fine|ok|okay|well) (now|again|after) / it passed / it is over / (all right|alright) (now|again))",
            "last (week|month|fortnight|spring|summer|autumn|fall|winter|christmas|easter)",
            "(<num>|a|couple of|few) (week|weeks|month|months|fortnight) (ago|back)",
        ],
    ),
    Rule::cue(
        "cue.now",
        Cue::Now,
        &[
            "tonight|today|tomorrow",
            "right now",
            "about to",
            "(now|soon) $",
            "at this (moment|very)",
            "this (evening|afternoon|very|minute|second|morning|instant)",
            "(in / within) (the next)? (an|a|<num>|few) ~1 (hour|hours|minute|minutes|mins)",
            "before (morning|dawn|breakfast|dinner|bed|lunch|midnight)",
            "after (dinner|lunch|supper|breakfast|lights|everyone|they|the nurse / my)",
            "(when / once / after) (everyone / everybody / they / the aides / the nurses / the staff) (is|are|goes|go) (asleep|sleeping|gone|to sleep)",
            "at (midnight|dawn|bedtime|noon|#)",
            "by (morning|tomorrow|tonight|#)",
            "it is time",
            "last (day|night|message|time|words)",
            "esta (noche|tarde|madrugada)",
            "hoy|manana",
            "ahora mismo",
            "ahorita",
            "en este momento",
            "ya mismo",
            "cuando (todos / se) ~2 (duerman|duerma|vayan|dormidos)",
            "ultima (noche|vez)",
            "ultimo (dia|mensaje)",
        ],
    ),
    Rule::cue(
        "cue.still",
        Cue::Still,
        &[
            "still|again|lately|currently|nowadays",
            "these days",
            "even now",
            "coming back",
            "every (day|night|time|single)",
            "all the time",
            "since then",
            "(keep|keeps|kept) (thinking|wanting|wishing|having)",
            "and now",
            "but now i (want|feel|think|am thinking|wish)",
            "todavia|aun|otra vez|nuevamente|sigo",
            "todos los dias",
            "de nuevo",
            "(como|igual que) (ayer|anoche|antes / la (otra|semana) / el (otro|mes|ano))",
            "(like|same as) (yesterday|before / last (week|night|time))",
        ],
    ),
    Rule::cue(
        "cue.fiction",
        Cue::Fiction,
        &[
            "movie|movies|film|films|novel|episode|episodes|lyrics|lyric|character|characters|plot|opera|poem|poems|\
             documentary|podcast|sitcom|anime|manga|cartoon|fiction|fictional|screenplay|theater|theatre|musical",
            "(in|on|from) (the|a|this|that) (book|show|story|series|play|news|paper|song|soap|program|programme|tv)",
            "(book|show|story|series|play|song|article|report|headline) (about|where|is|says|said|called|i)",
            "(reading|read|watched|watching|saw|seen|heard) (a|the|an|this|that|about|on) ~2 (book|show|story|song|news|paper|tv|program|article|series|report)",
            "on (tv|television|netflix|youtube|the news / the radio)",
            "(in|from|playing|play|played) ~4 (game|games|videogame|witcher|minecraft|fortnite|skyrim|sims|gta|zelda|roblox|dungeon)",
            "(video / board / computer) (games|game)",
            "writing (a|my|an) (story|book|novel|essay|paper|song|poem|play)",
            "shakespeare|hamlet|romeo|juliet|biblical",
            "(historical|historically|history class)",
            "pelicula|peliculas|novela|cancion|letra|personaje|episodio|telenovela|noticias|periodico|serie|cuento|poema",
            "en (la tele / el libro / la television / el juego)",
        ],
    ),
    Rule::cue(
        "cue.dream",
        Cue::Dream,
        &[
            "dream|dreams|dreamed|dreamt|nightmare|nightmares",
            "sone|sonaba|soneaba|sonado|suenos|pesadilla|pesadillas",
            // Who is getting drowsy dreams of nothing.
            "(un|mi|tu|su|ese|este|aquel|mal|otro|algun) ~1 sueno",
            "sueno (con|que) !no|dormir",
        ],
    ),
    Rule::cue(
        "cue.report",
        Cue::Report,
        &[
            "(he|she|they|<person>|who|always) (said|says|told|tells|texted|wrote|keeps saying|kept saying|asked|yelled|\
             screamed|posted|mentioned|admitted|confessed)",
            "according to",
            "(ella|el|<person>) ~1 (dijo|dice|me dijo / escribio)",
        ],
    ),
    Rule::cue(
        "cue.hypothetical",
        Cue::Hypothetical,
        &[
            "what if (someone|somebody|a|an|people|he|she|they)",
            "if (someone|somebody|a person|anyone|people|you)",
            "(someone|people|person|those|anyone|others|patients|kids|teens|veterans) who",
            "hypothetically|theoretically",
            "in general",
            "(do|does|did|why|how|can|would) (people|someone|a person / anyone / so many)",
            "si (alguien|una persona / un amigo)",
            "(personas|gente) que",
        ],
    ),
    Rule::cue(
        "cue.supposed",
        Cue::Supposed,
        &[
            "(if|suppose|supposing|imagine|in case / what if) (i|he|she|we|they|you|<person>) ~1 (fell|fall|falls|slipped|slip|slips|tripped|trip|trips|fainted|faint|collapsed|collapse|choked|choke|tumbled / had a (stroke|heart attack|fall))",
            "were i to (fall|slip|trip|choke|faint|collapse)",
            "(afraid|scared|frightened|terrified|worried|worry|fear|dread) (of|about) ~1 (falling|slipping|tripping|choking)",
            "(if|suppose|supposing|imagine|in case) (there is|there was|there were|there should be|we have|we had|they had) ~1 (a|another) ~1 fire",
            "(si|por si) (acaso)? (hay|hubiera|hubiese|habia|viene) ~1 (fuego|incendio)",
            "(si|por si|que tal si / y si) (yo|el|ella)? (me|se|nos|te)? (cayera|cayese|caigo|cae|cayeras|caes|caigas|caiga|resbalara|tropezara|desmayara|desmayo|atragantara|ahogara)",
            "(miedo|temor|panico) (a|de) ~1 (caer|caerme|caerse|resbalar|resbalarme|tropezar|atragantarme)",
        ],
    ),
    Rule::cue(
        "cue.no_plan",
        Cue::NoPlan,
        &[
            "(not|no|never) ~3 (plans|intent|intention|intend)",
            // "I don't plan on another winter" denies no plan.
            "(not|no|never) ~3 (plan|planning) !on",
            "not going to (do|try|act on) (anything|something|it|that|on)",
            "would never (do|act on|try) (it|anything|that|on it|something)",
            "not (act|acting) on (it|them|that)",
            "(can|able to|will) (stay|keep myself|be) safe",
            "no (pienso|voy a) hacer nada",
            "no tengo (un)? plan",
        ],
    ),
    Rule::cue(
        "cue.elsewhere",
        Cue::Elsewhere,
        &[
            // Those who are often dead (a wife, a husband, parents) are no place to go: "I am going to my wife".
            "(go|going|off|drive|driving|fly|flying|travel|travelling|traveling) (over|up|down|away|out)? (to|with) (stay|lunch|dinner|see|visit)? (with|at|for)? my ~1 (daughter|son|sister|brother|niece|nephew|grandson|granddaughter|grandchildren|cousin|friend|kids|children|family) !in|grave|above|up",
            "(will be|am|be|staying|stay|visit|visiting) (at|with)? my ~1 (daughter|son|sister|brother|niece|nephew|grandson|granddaughter|grandchildren|cousin|friend|kids|children|family) !in|grave|above|up|not",
            "my (daughter|son|sister|brother|niece|nephew|grandson|granddaughter|cousin|friend|family) (is|will|are)? ~1 (taking|takes|take|picking|picks|pick|fetching|fetches|fetch|collecting|collects|driving|drives) me (out|home|up|to|for|over|away|there)?",
            "(go|going|have|off|need) ~1 (to)? ~1 (the|a|my) (doctor|dentist|eye doctor|clinic|hairdresser|beach|lake|wedding|christening|hospital)",
            "(go|going|off) ~1 (to)? ~1 (the|a) funeral",
            "have (an|my) ~1 appointment",
            "(on|for) (a|an|our|the)? (outing|holiday|vacation|day trip)",
            "(voy|vamos|ire|iremos|estare|salgo|irme|me quedo) ~2 (a|en) casa de (mi|mis) (hija|hijo|hermana|hermano|nieta|nieto|sobrina|sobrino|prima|primo|amiga|amigo|hijos|hijas|nietos|amigas|familia)",
            "(voy|vamos|ire|iremos|salgo) ~1 a (ver|visitar|comer con) ~1 (a)? (mi|mis) (hija|hijo|hermana|hermano|nieta|nieto|sobrina|sobrino|prima|primo|amiga|amigo|hijos|hijas|nietos|amigas|familia) !en|al",
            "(mi|mis) (hija|hijo|hermana|hermano|nieta|nieto|sobrina|sobrino|prima|primo|amiga|amigo|hijos) (me (lleva|llevan|recoge|recogen) / viene por mi / viene a (buscarme|recogerme) / vienen a (buscarme|recogerme))",
            "(voy|vamos|tengo|llevan) ~2 (al|a la|a una|cita con el|cita en el|cita con la) (medico|doctor|doctora|dentista|clinica|playa|peluqueria|boda|bautizo|oculista|hospital|entierro)",
            "(de) (excursion|vacaciones)",
        ],
    ),
    // Who is kept from going alone, where nobody says that it is nowhere and never: the care of a daughter.
    Rule::cue(
        "cue.cared",
        Cue::Cared,
        &[
            // Not to what is kept from somebody who is controlled: money, doctor, telephone, door, and whom they would see.
            "no me (deja|dejan) ~2 (ir|andar|caminar|bajar|cruzar|viajar|subir|salir) al !banco|caja|cajero|cobrar|correos|correo|notario|notaria|abogado|abogada|juzgado|medico|medica|doctor|doctora|consulta|clinica|hospital|farmacia|policia|comisaria|telefono|puerta|visitar|ver|hablar|llamar|casa|ningun|ninguna|nada|nadie ~3 (solo|sola|solita|solito)",
            "no me (deja|dejan) ~2 (ir|andar|caminar|bajar|cruzar|viajar|subir|salir) (a|hasta|por|en) (la|los|las|mi|mis|una|un|el) !banco|caja|cajero|cobrar|correos|correo|notario|notaria|abogado|abogada|juzgado|medico|medica|doctor|doctora|consulta|clinica|hospital|farmacia|policia|comisaria|telefono|puerta|visitar|ver|hablar|llamar|casa|ningun|ninguna|nada|nadie|hermana|hermano|amiga|amigas|amigo|prima|hija|hijo ~3 (solo|sola|solita|solito)",
            "no me (deja|dejan) ~2 (ir|andar|caminar|bajar|cruzar|viajar|subir|salir) (a|hasta|por|en) !la|los|las|mi|mis|una|un|el|banco|caja|cajero|cobrar|correos|correo|notario|notaria|abogado|abogada|juzgado|medico|medica|doctor|doctora|consulta|clinica|hospital|farmacia|policia|comisaria|telefono|puerta|visitar|ver|hablar|llamar|casa|ningun|ninguna|nada|nadie ~3 (solo|sola|solita|solito)",
            "no me (deja|dejan) ~3 (ir|salir|andar|caminar|bajar) (solo|sola|solita|solito) al !banco|caja|cajero|cobrar|correos|correo|notario|notaria|abogado|abogada|juzgado|medico|medica|doctor|doctora|consulta|clinica|hospital|farmacia|policia|comisaria|telefono|puerta|visitar|ver|hablar|llamar|casa|ningun|ninguna|nada|nadie",
            "no me (deja|dejan) ~3 (ir|salir|andar|caminar|bajar) (solo|sola|solita|solito) (a|hasta|por|en) (la|los|las|mi|mis|una|un|el) !banco|caja|cajero|cobrar|correos|correo|notario|notaria|abogado|abogada|juzgado|medico|medica|doctor|doctora|consulta|clinica|hospital|farmacia|policia|comisaria|telefono|puerta|visitar|ver|hablar|llamar|casa|ningun|ninguna|nada|nadie|hermana|hermano|amiga|amigas|amigo|prima|hija|hijo",
            "no me (deja|dejan) ~3 (ir|salir|andar|caminar|bajar) (solo|sola|solita|solito) (a|hasta|por|en) !la|los|las|mi|mis|una|un|el|banco|caja|cajero|cobrar|correos|correo|notario|notaria|abogado|abogada|juzgado|medico|medica|doctor|doctora|consulta|clinica|hospital|farmacia|policia|comisaria|telefono|puerta|visitar|ver|hablar|llamar|casa|ningun|ninguna|nada|nadie",
            "no me (deja|dejan) (sola|solo|solita|solito) (ni (un|a) (minuto|momento|segundo|rato|instante|sol) / nunca / para nada / $) !con|para|cuando|ni|y|pero|hasta|aunque",
            "no me (deja|dejan) ni (un|a) (minuto|momento|segundo|rato|instante|sol) (sola|solo|solita|solito) !con|para|cuando|ni|y|pero|hasta|aunque",
            "no me (deja|dejan) (sola|solo|solita|solito) (ni un (minuto|momento|segundo|rato|instante) / nunca)? (y|pero)? (que (buena|bueno|carinosa|carinoso|linda|atenta) / es (muy)? (buena|bueno|carinosa|atenta) / (es|son) (un|unos|una) (sol|angel|soles|angeles|santa))",
            "no me (deja|dejan) (banarme|ducharme|levantarme|quedarme|vivir|bajar|subir|caminar|andar) ~1 (solo|sola|solita|solito)",
            "(daughter|son|granddaughter|grandson|niece|nephew|sister|kids|children|family) ~1 (will|does|do|would|did|let|lets) not (let|allow) me go ~1 (to|into|down|up) (the|my|a|any) !bank|doctor|doctors|hospital|police|post|phone|telephone|door|clinic|lawyer|lawyers|solicitor|chemist|pharmacy|sister|brother|friend|friends|see|visit|anywhere|house ~2 (alone / on my own / by myself)",
            "(daughter|son|granddaughter|grandson|niece|nephew|sister|kids|children|family) ~1 (will|does|do|would|did|let|lets) not (let|allow) me go ~1 (to|into|down|up) !the|my|a|any|bank|doctor|doctors|hospital|police|post|phone|telephone|door|clinic|lawyer|lawyers|solicitor|chemist|pharmacy|sister|brother|friend|friends|see|visit|anywhere|house ~2 (alone / on my own / by myself)",
        ],
    ),
    Rule::cue(
        "cue.lost",
        Cue::Lost,
        &[
            // "Every time I lose" is a blow, and so is "every night": only what counts games is one.
            "(beats|beat|thrashes|thrashed|hammers|hammered) me ~1 (every|each) (single)? (time|game|hand|round) $",
            "(beats|beat|thrashes|thrashed|hammers|hammered) me (hollow|hands down|fair and square)",
            "(beats|beat|thrashes|thrashed|hammers|hammered) me ~1 at (it|that|them|<game>|<play>)",
            "(play|plays|played|playing) ~2 (<game>|<play>) ~2 (and|but) (he|she|they) (always|usually|still|never|mostly) (beats|beat|thrashes|thrashed|hammers|hammered) me $",
            "me (pega|pego|mete|metio|da|dio) (una|cada|unas|buena)? (paliza|palizas) (al|a la|a las|a los) (<game>|<play>)",
            "jugando (al|a la|a las|a los) (<game>|<play>) me (pega|pego|mete|metio|da|dio) (una|cada|unas|buena)? (paliza|palizas)",
        ],
    ),
];
