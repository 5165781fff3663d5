//! Words that change how others are read: denial, time, person, quotation, fiction, turns of speech; and the
//! named lists that all rules share.

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
}

/// Named lists of words, used in patterns as `<name>`. A later list may name an earlier one.
pub(crate) const CLASSES: &[(&str, &str)] = &[
    (
        "neg",
        "not never no without none neither nor hardly nunca jamas tampoco ni sin nada nadie ninguna ningun",
    ),
    ("self", "i me my myself mine yo mi mis me conmigo"),
    (
        "other",
        "he she they him her them his their himself herself themselves themself someone somebody people \
         el ella ellos ellas alguien gente",
    ),
    (
        "person",
        "mother mom mum mama mommy father dad daddy papa parents son daughter child kid kids children grandson \
         granddaughter grandchild grandkids brother sister sibling cousin aunt uncle nephew niece wife husband \
         spouse partner boyfriend girlfriend bf gf fiance ex roommate roomie neighbor neighbour neighbors \
         neighbours friend friends buddy bestie coworker classmate student patient resident client grandmother \
         grandma grandfather grandpa nana granny stepson stepdaughter madre padre hijo hija hermano hermana esposo \
         esposa marido mujer novio novia amigo amiga vecino vecina abuelo abuela nieto nieta primo prima tio tia \
         companero companera sobrino sobrina",
    ),
    (
        "carer",
        "aide aides nurse nurses caregiver caregivers carer carers attendant staff orderly worker helper cna cnas \
         tech therapist doctor enfermera enfermeras enfermero cuidador cuidadora cuidadores \
         cuidadoras auxiliar empleada empleado personal asistente",
    ),
    ("kinorcarer", "<person> <carer> he she they man woman guy person el ella ellos"),
    (
        "break",
        "but because so and although though except however until then pero porque aunque y entonces sino",
    ),
    ("cognition", "think believe feel mean say said saying know want creo pienso digo quiero siento"),
    ("be", "am is are was were be been being"),
    ("have", "have has had having got"),
    (
        "intend",
        "going planning plan intend intending decided ready determined about thinking considering contemplating",
    ),
    ("want", "want wanted wish wishing hope hoping long longing desire need needed ready like"),
    ("kill", "kill killing kil kll unalive unaliving off offing murder"),
    ("suicide", "suicide sucide suiside suicid sewerslide suecide suicde sewercide suicidio"),
    ("suicidal", "suicidal sucidal suisidal suicidel suicida suicidas suicidal"),
    (
        "pills",
        "pill pills tablet tablets meds medication medications medicine medicines capsules painkillers tylenol \
        paracetamol acetaminophen ibuprofen aspirin oxycodone oxy oxycontin vicodin hydrocodone morphine fentanyl \
        xanax valium ativan klonopin ambien trazodone insulin warfarin digoxin benzos amitriptyline nortriptyline naproxen benadryl \
        pastillas pastilla pildoras tabletas medicamentos medicinas medicina insulina sedantes",
    ),
    (
        "weapon",
        "gun guns pistol rifle shotgun revolver firearm knife blade razor razors rope noose cord belt bullets \
        ammo pistola rifle escopeta arma cuchillo navaja soga cuerda balas",
    ),
    (
        "body",
        "wrist wrists arm arms leg legs thigh thighs skin stomach neck throat munecas muneca brazos brazo piernas \
        muslos cuello garganta venas",
    ),
    (
        "days",
        "monday tuesday wednesday thursday friday saturday sunday lunes martes miercoles jueves viernes sabado \
        domingo",
    ),
    (
        "num",
        "# one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty \
        several few couple handful dozens many lots bunch uno dos tres cuatro cinco seis siete ocho nueve diez veinte \
        treinta cuarenta cincuenta varias varios muchas muchos unas",
    ),
    ("year", "year years yrs decade decades ano anos decada decadas"),
    ("day", "day days week weeks dia dias semana semanas"),
    ("month", "month months mes meses"),
    // What is surely a game, and what is one where it is played.
    (
        "game",
        "chess draughts checkers dominoes dominos cribbage whist rummy snooker billiards scrabble backgammon canasta \
         ludo solitaire poker tiddlywinks ajedrez domino brisca tute parchis chinchon",
    ),
    (
        "play",
        "cards bridge pool bowls darts crib bingo tennis golf football cartas mus bolos petanca escoba damas dados",
    ),
    ("alive", "alive living here around breathing exist existing vivo viva"),
    ("all", "it everything life myself all this things"),
];

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
            "<num> <year> (ago|back|earlier)",
            "<year> (ago|back)",
            "<num> decades",
            "when i was (# / a / in / young / little / younger / <num> / at / growing / still)",
            "(as|back) (a|when|in) (kid|child|teen|teenager|girl|boy|student|the|high|college|school|# / my)",
            "in my (teens|twenties|thirties|forties|youth|younger|early|late|childhood)",
            "long time ago",
            "(a|some) (time|while) (ago|back)",
            "in the past",
            "at one (point|time)",
            "back then",
            "in (high school / college / # / the war / the army)",
            "during the war",
            "last year",
            "i had been",
            "once (when|was|i)",
            "my history of",
            "history of",
            "previously|formerly",
            "hace (<num> / mucho / muchos) ~1 (<year> / tiempo)",
            "hace (anos|tiempo)",
            "cuando (era|tenia|estaba)",
            "en el pasado",
            "de (nino|nina|joven|adolescente)",
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
            "sone|soneaba|sueno|suenos|pesadilla|pesadillas",
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
        "cue.no_plan",
        Cue::NoPlan,
        &[
            "(not|no|never) ~3 (plan|plans|planning|intent|intention|intend)",
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
    Rule::cue(
        "cue.idiom",
        Cue::Idiom,
        &[
            // Killing that kills nobody.
            "(killing|kill|kills|killed) (time|the (time / mood / vibe / lights / engine / music / process / messenger / joke / \
             weeds / deal / buzz) / weeds / bacteria / germs / bugs / mosquitoes / ants / two birds / boredom / an hour / a few / some time)",
            "(kill|kills|killed|killing) (a|an|the|this|my|that|all|any|some|these|those|two)? ~1 (process|program|task|\
             server|job|thread|app|plant|plants|weed|weeds|fly|flies|bug|bugs|spider|spiders|mosquito|mosquitoes|rat|rats|\
             mouse|mice|ant|ants|roach|roaches|wasp|wasps|bacteria|germs|virus|viruses|cancer|light|lights|engine|\
             motor|appetite|mood|vibe|buzz|conversation|joke|deal|bill|boss|dragon|zombie|zombies|monster|monsters|\
             enemy|enemies|npc|music|birds|hour|hours|afternoon|evening|battery|bottle|snake|chicken|pain|romance|\
             browser|terminal|switch|character|characters|terminator|session|python|thread|vampire|vampires|tumor)",
            "(my|the|his|her) (feet|back|knees|knee|hip|hips|shoes|head|shoulder|neck|legs|arthritis|heat|traffic|suspense|diet|\
             boss|job|homework|stairs|cold|allergies|prices|rent|commute|workout|hunger) (is|are|was|were) ~1 killing me",
            "(this|that|it) ~3 (is|was) killing me",
            "(would|will|could|might|may|nearly|almost|about|going to) kill (me|us) (if|when|for)",
            "would it kill (you|him|her|them)",
            "(kill|kills|killed|killing|slay|slaying|slayed) (it|in) (at|on|with|in|tonight|out|that|this)? ",
            "(killing|killed|crushed|murdered|slayed) it",
            "dressed to kill",
            "(make|makes|made|in for the|a) killing",
            "killer (app|deal|outfit|view|recipe|whale|whales|smile|instinct|dress|song|workout|bee|bees|sudoku|queen|move)",
            "(kill|murder|strangle|choke) (for|my) (a|an|some|diet|career|chances|credit) ",
            "i (could|would|could just / would just) kill for",
            "curiosity killed",
            "what does not kill (you|me|us)",
            "(lady|roadkill|overkill|buzzkill|painkiller|killjoy)",
            "(you|he|she|they|that|this|these|kids|my <person> / the kids) (kill|kills|crack|slay|slays) me (with|every|$)?",
            "(look|looks) (could|can) kill",
            "kill (him|her|them|you) with kindness",
            // Dying that is no death.
            "dying (to (see / know / hear / meet / try / get / go / eat / ask / tell / read / watch / visit / show / find / learn / have / play / taste) / \
             of (curiosity / laughter / boredom / embarrassment / heat / thirst / hunger / laughing / shame / cold / excitement / cuteness) / for a|an|some|that|the|another|more / laughing / \
             here / over|at)",
            "(die|died|dead|dying|death) (laughing|of laughter / of embarrassment / of boredom / of happiness / of shame / from laughing / hilarious)",
            "(i|we|you) (nearly|almost|just|literally|could have / thought i would / about) (died|die) ~2 (when|laughing|of|from|watching|seeing|at|reading)",
            "(to|would|could) die for",
            "(die|dies|dying|dead) (hard|heat|line|end|serious|wrong|right|silent|even|center|lift|pool|tired|weight|on|set|last)",
            "dead (battery|phone|car|plant|plants|skin|leaves|tree|language|zone|end|line|ringer|giveaway|sea|poets|inside lol)",
            "(phone|battery|car|plant|plants|wifi|laptop|computer|engine|tablet|remote|party|chat|tree|trees|flowers|meme|internet|line|signal|watch|radio|hearing aid / hearing aids) \
             ~1 (died|dies|dying|dead|die)",
            "over my dead body",
            "(be|being|get|am|are) buried (next|beside|with|by|near|in|at|where|alongside)",
            "(drank|drunk|drinking|drink) ~2 too much (in my (life|day|time|youth|younger|twenties|thirties) / all my life / back then / as a young / when i was / years ago)",
            "(bored|scared|tickled|worried|sick|starved|frozen|tired|thrilled|embarrassed|loved|talked|annoyed|beat|boring) to death",
            "(love|loved|worry|worrying|bore|bores|scare|scared|scares) ~2 to death",
            "catch my death",
            "drop dead gorgeous",
            "(die|dye) my (hair|clothes|shirt|roots)",
            "never say die",
            "old habits die",
            "do or die",
            "ride or die",
            "death (star|metal|valley|note|row|grip|stare|by chocolate / by powerpoint / and taxes)",
            "(you are|he is|she is) dead to me",
            "play dead",
            "drop dead (serious|date)",
            // Suicide that is a name.
            "suicide (squad|door|doors|king|girls|silence|boys|blonde|wings|drink|lane|pass|bunt|squeeze|sprint|sprints|knob|prevention|awareness|hotline|lifeline|rates|rate|statistics|bomber|bombers|bombing|bombings|note in)",
            "(political|career|social|commercial|professional|financial|economic) suicide",
            "(running|did|ran|do|doing) suicides",
            "suicide is painless",
            "(make|makes|made|making) me ~1 want to (die|kill myself|jump off|overdose|scream|vomit) ~5 (song|ad|commercial|insufferable|lol|annoying|cringe|traffic|homework|meeting|mondays|literally)",
            "literally (make|makes) me want to",
            "(go|going to) jump off a (cliff|bridge) (now|lol|brb)?  $",
            "(i will|i am going to) kill you if",
            "(model|water|squirt|nerf|toy|glue|heat|nail|top|staple|bb|paintball) (gun|guns)",
            "(jump|jumped|jumping) the gun",
            "(pain|ache|aches|hurts|hurting|sore|soreness|stiff) ~3 (knee|knees|hip|hips|back|shoulder|shoulders|foot|feet|toe|toes|hand|hands|joint|joints|ankle|elbow|tooth|teeth|legs|neck)",
            "(knee|knees|hip|back|shoulder|foot|feet|toe|joint|tooth|leg|joints|arthritis|dental|joint|nerve|phantom|labor|growing) pain",
            // Hanging, cutting, jumping, shooting that hurt nobody.
            "hang (out|in|on|up|around|with|loose|tight|ten|the|my|a|these|this|that|it)",
            "(hanging|hung) (out|in|on|up|around|with|the|my|a|by a thread)",
            "cut (back|down|off|out|the|it|to|corners|costs|class|grass|short|me (some / a / off / out / slack)|my (hair / nails / grass / sandwich / food / meat / steak / bangs / toenails / losses / hours / fringe / pill / coat / lawn))",
            "(cut|cutting) (my|the) ~1 (hair|nails|grass|food|meat|steak|cake|bread|vegetables|lawn|toenails|cheese|onions|coupons|hours|pay)",
            "(paper cut|papercut)",
            "(cut|burned|burnt|hurt|scratched|stabbed|poked|nicked|hit|bumped) myself (shaving|cooking|by accident / accidentally / on the / on a / making / chopping / while / gardening / with the (oven / iron / scissors))",
            "accidentally (cut|burned|burnt|hurt|scratched|hit|overdosed|bumped)",
            "jump (for joy / rope / to conclusions / ship / the gun / start / at the chance / up and down)",
            "(shoot|shot|shooting) (me an / me a / hoops / pool / the breeze / for / a (photo / photos / film / movie / video / picture / text / email) / photos / pictures / stars|star / up|down)",
            "shoot (an|a|me|us) (email|message|text|line|note)",
            "(take|taking|give|took) a (shot|stab|hit) at",
            "(blow|blew|blown|blowing) (me|my mind|off steam|out|my nose|up the (balloon / balloons / mattress / picture))",
            "bombed (the|my|a) (test|exam|interview|audition)",
            "(photo|bath|cherry|glitter|sex|f|atom) bomb",
            "(the bomb|da bomb)",
            "(overdose|od|overdosed|overdosing) on (chocolate|sugar|coffee|caffeine|cuteness|tv|netflix|carbs|candy|cake|pie|sweets|turkey|ice|cute|nostalgia|football|christmas)",
            "(almost|nearly|about) (had|having|gave me|got) ~2 heart attack",
            "heart attack (when|waiting|seeing|from laughing / watching)",
            "(gave|give|giving|gives) (me|us|him|her) a (heart attack / stroke) ",
            "(stroke of (luck / genius / midnight / pure))",
            "(back|brush|breast|golf|key|different) (stroke|strokes)",
            "(choked|choking|choke) (up|on (my words / the (test / exam)) / under pressure / back)",
            "(starving|famished|starved) (for (attention / news / company / affection)|artist)",
            "i am (so|absolutely|just|literally)? starving",
            "(fell|falling|fall|fallen) (asleep|for|in love / behind / apart / short / off the wagon / back|out of)",
            "(bleed|bleeding|bled) (heart|edge|hearts|money|green|blue)",
            "(insane|crazy|mad|nuts) (about|deal|price|prices|good|traffic|weather|amount)",
            "(drive|drives|driving) me (crazy|mad|insane|nuts|up)",
            "(burn out|burnout|burned out|burnt out)",
            "(lose|lost|losing) my (head over / mind over / marbles)",
            "end it (here|there|with him / with her / between / on a)",
            "(end|ended|ending) it with (him|her|them|my (boyfriend|girlfriend|husband|wife|ex))",
            "ending (of|to) (the|a|this|that)",
            "(i am|we are) dead (lol|haha|hahaha)",
            "(a|the|is|was) fire (in|at) the (fireplace|hearth|grate)",
            // Smoke that is meant to be there, outside. Gas is never meant to be smelled, and what burns indoors sets beds on fire.
            "(smell|smelling|smells|smelled) ~3 smoke ~2 (from|of|off) ~2 (barbecue|barbecues|barbeque|bbq|grill|cookout|bonfire|campfire|chimney)",
            "(smell|smelling|smells|smelled) (the|his|her|their|that|some)? ~1 (barbecue|barbeque|bbq|grill|chimney|wood) smoke",
            "(huele|olor|oler|huelo) ~2 humo ~1 (de|del|desde) (la|el|los|las|una|un|su|sus)? ~1 (barbacoa|parrilla|parrillada|asado|asador|fogata|hoguera|chimenea)",
            // Bones that broke long ago.
            "(broke|fractured) (my|a|the) (hip|leg|arm|wrist|ankle|foot|pelvis|shoulder) ~1 (last (winter|spring|summer|autumn|year|month|christmas) / (<num>|a|some) (months|month|while|time) ago)",
            "me (rompi|fracture|quebre) (la|el|una|un|mi) (cadera|pierna|brazo|muneca|tobillo|pie|hombro) ~1 ((invierno|verano|otono|mes|ano) pasado / (primavera|navidad) pasada / hace (<num>|unos|muchos) (mes|meses|anos))",
            // Who is waited for at the table.
            "me (esta|estan) esperando (con / para / en) (las cartas / la (baraja|cena|comida|merienda|mesa|partida) / el (domino|comedor|bingo|cafe) / (jugar|comer|cenar|merendar))",
            // What is too much is a noise.
            "(ya)? no (puedo|aguanto) mas con (este / ese / el / tanto) (ruido|calor|frio|escandalo|televisor|griterio)",
            // The fall that somebody came to the house for.
            "me (cai|resbale|tropece) (en|por|de) (el|la|mi|las|los) (patio|casa|cocina|escalera|escaleras|bano|calle|corral|jardin|banera|tina) y ((por eso|entonces)? me trajeron (aqui|aca|a esta casa|a la residencia|al hogar|al asilo|$) / mi <person> (dijo|decidio|dice) que (sola|solo) no (podia|puedo) (estar|vivir|seguir))",
            "(nena|nene|nieta|nieto|nietos|nietas|bisnieta|bisnieto) (habla|hablan) (raro|rara|distinto) (dice|dicen|como|con acento|porque)",
            // A knee that does not let one walk is nobody's doing.
            "(rodilla|pierna|cadera|espalda|vista|salud|artrosis|artritis|reuma|memoria|ruido|asma|tos|lluvia) (ya|casi)? no me deja !ver|llamar|hablar|salir|ir",
            "(rodillas|piernas|caderas|pies|nervios|manos|dedos|ojos|huesos|brazos|pulmones) (ya|casi)? no me dejan !ver|llamar|hablar|salir|ir|levantarme|comer|beber|banarme",
            "^ (ya|ahora|pero|y|es que|porque|entonces)? ~1 (las|los|mis|el|la|mi) (manos|mano|dedos|dedo|ojos|rodilla|rodillas|pierna|piernas|cadera|caderas|espalda|vista|salud|artrosis|artritis|reuma|memoria|ruido|asma|tos|lluvia|pies|pie|nervios|huesos|pulmones|corazon|cabeza|cuerpo|brazo|brazos|dolor|dolores|mareo|mareos|tension|frio|calor|viento|pulso|edad|anos|cansancio|orgullo|pena|miedo|verguenza|conciencia|sueno|estomago) (ya|casi)? no me (deja|dejan)",
            // A drowning or a choking of long ago, or of the water.
            "se ahogo ~3 en (el|la|los|las|un|una)? (rio|mar|mares|laguna|lago|presa|pozo|canal|arroyo|playa|acequia|pantano|estero|represa|puerto|barco|barca|lancha|embalse|ria|quebrada|inundacion|riada|guerra)",
            "en (el|la) (rio|mar|laguna|lago|presa|pozo|barco) se ahogo",
            "se ahogo ~2 (mi|un) <person> ~3 en (el|los) (ano|anos)? #",
            "se ahogo (mi|nuestro) (padre|abuelo|bisabuelo|tatarabuelo) $",
            "nadie se ahogo",
            "no se ahogo (nadie|ninguno|ninguna|nada)",
            "se ahogo (el|la|mi|las|los) ~1 (motor|coche|carro|camioneta|planta|plantas|tractor|moto|cosecha|maiz|milpa|huerta)",
            "(ahoga|ahogo|ahogan|ahogarme|ahogarse) en (llanto|lagrimas|deudas|alcohol|un vaso / la (bebida|pena|tristeza))",
            "(father|grandfather|grandmother|grandad|dad|mother|uncle) ~1 choked ~5 (when i was / in (the war|#) / years ago)",
            "(father|grandfather|grandmother|grandad|dad|mother|uncle) ~1 choked ~4 (and (died|that was that) / to death)",
            "choked with (emotion|tears|laughter|pride)",
            "drowned in (work|debt|debts|sorrow|paperwork)",
            // What is given up and is not life: a habit, a trade, a thing, somebody who will not be told; an engine that stops.
            "(give|gives|giving|gave|given) up (smoking|dancing|knitting|sewing|crochet|driving|swimming|singing|gardening|cooking|baking|cycling|riding|running|teaching|working|work|golf|bowls|bingo|cards|football|school|college|lessons|piano|sugar|salt|meat|sweets|chocolate|butter|bread|cake|coffee|tea|cigarettes|fags|cigars|tobacco|telling|asking|putting|correcting|arguing|explaining|counting|guessing|looking for|complaining to|expecting)",
            "(give|gives|giving|gave|given) up (the|my|our|his|her|a) ~1 (car|van|lorry|bike|bicycle|licence|license|house|flat|bungalow|cottage|room|home|farm|shop|business|pub|practice|garden|allotment|greenhouse|job|trade|post|place|choir|band|dog|dogs|cat|cats|hens|bees|pigeons|horse|piano|violin|stairs|seat|drink|cigarettes|fags|pipe|lease|tenancy|club|church|sewing|knitting|caravan|boat|round)",
            "(legs|knees|hands|eyes|ears|boiler|kettle|engine|motor|car|van|lift|telly|television|radio|wireless|clock|watch|battery|hearing aid|heater) ~2 (gave|given|give|gives) up (the ghost)?",
            // The stroke of somebody's that is told of as the time when it was.
            "(when|after|since|before) ~1 (he|she|they|<person>) ~1 (had|took) (his|her|their|a|the) ~1 (stroke|strokes|heart attack|fit|seizure) !just|now|today|tonight|this",
            // Who has run off is elsewhere.
            "(run|running) off ($ / with / to / home / again / and)",
            // A light is no body.
            "flashed (his|her|their) ~1 (light|lights|headlight|headlights|lamp|lamps|torch|indicators|badge|card|pass|smile|teeth)",
            "(shows|showed) his ~1 (garden|ticket|photo|photos|photograph|photographs|picture|pictures|medal|medals|card|cards|badge|papers|work|room|stamps|workshop|shed|allotment|new|teeth|face|hands|age|temper|feelings)",
            // Good manners.
            "no (quiero|quisiera) (ser una molestia|molestar|molestarle) con",
            "(do not|not) want to (be a bother|bother you) with",
            // Spanish.
            "(matar|matando|mato) (el tiempo / el rato / el hambre / dos pajaros / mosquitos / cucarachas / hormigas / moscas)",
            "(muero|muriendo|morir|muerto|muerta|morirme|murio) (de (risa / hambre / sed / calor / frio / sueno / ganas / amor / verguenza / aburrimiento / envidia / curiosidad / miedo / nervios) / por (ver / saber / un / una / conocer / comer))",
            "me (mata|matan) (el|la|los|las|de) ~1 (calor|trafico|curiosidad|espalda|pies|rodilla|rodillas|risa|intriga|suspenso|trabajo|zapatos|artritis|cadera)",
            "(se)? (me)? (murio|muere|muriendo) (el|la|mi) (telefono|celular|bateria|coche|carro|planta|computadora|internet)",
            "(ni|no) (muerto|muerta)",
            "de (muerte|infarto)",
            "(un|el) (punto muerto / muerto de risa)",
        ],
    ),
];
