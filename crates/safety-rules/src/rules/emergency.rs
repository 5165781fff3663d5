//! Medical emergencies and danger in the room: critical at once. Softer words for the same things are high or
//! medium, so that a person looks in without an alarm at every cough.

use content_safety_api::{CrisisCategory, Level};

use super::{Rule, Sign};

const fn me(code: &'static str, level: Level, patterns: &'static [&'static str]) -> Rule {
    Rule::finding(code, CrisisCategory::MedicalEmergency, level, patterns)
}

/// The rules.
pub(crate) const RULES: &[Rule] = &[
    me(
        "me.heart",
        Level::Critical,
        &[
            "(chest) ~1 (pain|pains|pressure|tightness|hurts|hurting|crushing|squeezing|heavy|aching|ache|burning)",
            "chest ~1 tight !thinking|just",
            "chest ~1 tight just !thinking|talking|to",
            "chest (is|feels|has been|keeps|started) ~2 (heavy|hurting|crushing|pounding|squeezed|painful|being crushed|in pain|pain)",
            "(pain|pains|pressure|tightness|squeezing|weight|elephant|burning|crushing) ~2 (in|on|across|around|inside) (my|his|her|the) chest",
            "pain ~3 (down|in|into|up|to) my (left)? (arm|jaw) ~4 (chest|sweating|breath|left)?",
            "(having|have|had|think|feels like|maybe|is|possible|might be) ~3 (a)? heart attack",
            "(heart) (stopped|is stopping|is racing and|is going to stop / is pounding and)",
            "(dolor|dolores|presion|opresion|punzada) ~2 (en|de) (el|mi)? pecho",
            "(me)? (duele|aprieta|oprime|cierra) ~2 (el|mi)? pecho",
            "pecho ~1 (duro|apretado|oprimido|cerrado|tenso) !solo|de|nada|al",
            "pecho ~1 (apretado|oprimido|cerrado) (solo)? de (noche|dia|repente|golpe)",
            "ataque (al|del|de) corazon",
            "(ataque cardiaco|infarto)",
        ],
    )
    .past(Level::None),
    me(
        "me.stroke",
        Level::Critical,
        &[
            "(face|mouth|lip|smile|side of (my|his|her) face) ~3 (droop|drooping|droops|drooped|drooppy|sagging|numb|crooked|hanging|twisted|fell|lopsided)",
            "(face|mouth|cheek|eye) ~2 (dropped|dropping|slipped|slid|hangs|sagged|sags|fallen|pulled) ~2 (on)? (one|left|right) side",
            "(cara|boca|cachete|mejilla|ojo) ~3 (cayo|cae|tuerce|torcio|chueco|chueca|cuelga|colgo) ~2 (lado)?",
            "(can not|could not) (move|feel|lift|raise|use) (my|his|her) ~1 (arm|leg|side|hand|face|left|right|body)",
            "(arm|leg|hand|side|face) ~3 (gone|went|is|suddenly|feels|has gone|turned) ~1 (numb|weak|dead|limp|paralyzed|heavy and)",
            "(numb|numbness|weakness|weak|paralyzed|tingling) ~3 (one|left|right) (side|arm|leg)",
            "(slurring|slurred|garbled) ~2 (speech|words|my|talk)?",
            "(words|speech|talking) ~3 (slurred|slurring|garbled|not coming out|mixed up suddenly|coming out wrong)",
            "(having|have|had|think|feels like|maybe|possible|signs of) ~3 (a)? stroke !of",
            "(sudden|suddenly) ~3 (headache|blind|can not see|numb|weak|confused|dizzy|lost (my)? (vision|sight)|can not speak|vision)",
            "worst headache (of my life|ever|i have ever)?",
            "(can not|could not) (speak|talk|see|find my words) (suddenly|all of a sudden|properly|right|any more|now|today)",
            "(cara|boca) ~3 (caida|torcida|dormida|chueca|paralizada)",
            "no (puedo|siento|puede) ~1 (mover|levantar|sentir)? ~1 (el|la|mi|un) (brazo|pierna|lado|mano)",
            "(derrame|embolia|ictus)",
            "(se me)? (traba|enreda|arrastro) (la lengua|las palabras) (de repente)?",
            "(peor dolor de cabeza)",
        ],
    )
    .polar()
    .past(Level::None),
    me(
        "me.breathing",
        Level::Critical,
        &[
            "(can|could) (not|hardly|barely) ~2 (breathe|breath|get (my|any|enough) (breath|air)|catch my breath|get air)",
            "(struggling|fighting|gasping|trouble|hard|difficulty|difficult|problems|problem) ~2 (breathing|breathe|for (breath|air)|to breathe|with my breathing)",
            "(not|stopped|no longer|hardly|barely) breathing",
            "(lips|face|fingers) ~2 (blue|purple|gray|grey)",
            "(i|he|she|they|<person>) (am|is|are|was|keeps) ~1 choking",
            "choking (on|me|and|right|help|$)",
            "(something|food|pill|bone|bread|meat) ~2 stuck in (my|his|her) (throat|windpipe)",
            "(throat|airway) ~2 (closing|closed|swelling|swollen shut|swelling up)",
            "(tongue|lips|face) ~2 (swelling|swollen|swelled)",
            "(allergic reaction|anaphylaxis|anaphylactic)",
            "(asthma attack|ataque de asma)",
            "no (puedo|puede) ~1 (respirar|agarrar aire)",
            // On the stairs it is for a doctor and no ambulance: `me.uneasy` reads it.
            "me (falta|cuesta) ~1 (el aire|aire|respirar|trabajo respirar) !al|cuando|si",
            "me (falta|cuesta) ~1 (el aire|aire|respirar|trabajo respirar) (al|cuando|si) !subir|subo|caminar|camino|andar|ando|agacharme|agacho|vestirme|correr|barrer|cargar",
            "(me)? (estoy|esta) (ahogando|asfixiando|atragantando)",
            "me (ahogo|asfixio)",
            "se (me|nos|le)? ahoga",
            "se (me|nos|le)? (esta|estan) (ahogando|asfixiando|atragantando)",
            "(he|she|they|<person>|someone|somebody) (is|are) ~1 drowning !in",
            "(se me)? (cierra|cierra|cerro) la garganta",
        ],
    )
    .polar()
    .past(Level::None),
    // Told as done, with no time or one that is hardly gone, it may be going on.
    me(
        "me.choked.now",
        Level::Critical,
        &[
            "me (atragante|atraganto|ahogue|asfixie)",
            "se (me|nos|le)? (atraganto|asfixio)",
            "se (me|nos|le)? ahogo ~2 (con|comiendo|tragando|ahora|hace un rato)",
        ],
    )
    .polar()
    .past(Level::None)
    .ends(),
    // "He choked", "se ahogó", said of somebody who is here, is an emergency. Of long ago, of the
    // river and the sea it is a death that is told: what says so stands among the turns of speech and the signs of the past.
    me(
        "me.choked",
        Level::High,
        &[
            "(he|she|they|<person>|someone|somebody) ~1 choked !up|back|off|me|him|her|down|out",
            "(he|she|they|<person>|someone|somebody) ~1 drowned ~1 (just|now|today) ",
            "(he|she|they|<person>|someone|somebody) ~1 drowned in (the|his|her|a) (bath|bathtub|tub|pool|toilet|sink)",
            "se (me|nos|le)? ahogo",
        ],
    )
    .polar()
    .past(Level::None)
    .ends()
    .dated(),
    me(
        "me.collapse",
        Level::Critical,
        &[
            "(i|he|she|they|<person>|someone|somebody) ~2 (unconscious|unresponsive|passed out|collapsed|fainted|blacked out|not responding|not waking up wake|will not wake up|can not wake (him|her|them|my)|no pulse)",
            "can not (wake|rouse) (him|her|them|my <person>)",
            "no pulse",
            "(having|had|have|is having) ~1 (a|another)? (seizure|seizures|convulsion|convulsions|fit on)",
            "(think|feel like|afraid|know) ~1 (i am) dying (right now|tonight|help)?",
            "i am dying (help|right now|please)",
            "(help) ~2 (i am dying|ambulance|emergency|dying|911|paramedics)",
            "(please|somebody|someone|need to|help) (call|get|send) ~2 (ambulance|911|paramedics|paramedic|help)",
            "^ (call|get|send) ~2 (ambulance|911|paramedics)",
            "need ~1 (ambulance|paramedics|911)",
            "ataque (de epilepsia|epileptico)",
            "(inconsciente|desmayo|desmaye|se desmayo|me desmaye|convulsion|convulsiones|convulsionando|no responde|no despierta|no reacciona)",
            "(llame|llamen|llama|necesito|manden) ~2 (ambulancia|911|emergencia|emergencias)",
            "me estoy muriendo (ayuda|ahora|de verdad)",
        ],
    )
    .polar()
    .past(Level::Low),
    me(
        "me.bleeding",
        Level::Critical,
        &[
            "(bleeding) ~2 (a lot|lot|badly|heavily|will not stop|not stopping|everywhere|profusely|out|to death|from (my|the) (head|ear|ears|mouth|rectum|bottom|stomach))",
            "(can not|will not|does not) stop ~2 bleeding",
            "bleeding (will|does|can|would|has) not (stop|stopped)",
            "(throwing up|vomiting|vomited|threw up|coughing|coughed|spitting|peeing|passing) ~2 (up)? blood",
            "blood (everywhere|all over|gushing|pouring|spurting|in my (vomit|stool|urine|pee|poop))",
            "(lot|lots) of blood !pressure|tests|work|test",
            "(sangrando|sangro|sangra) ~2 (mucho|bastante|no para|sin parar|demasiado|de la cabeza)",
            "(vomitando|vomito|vomite|tosiendo|escupiendo|orinando) ~1 sangre",
            "sangre por todas partes",
            "(mucha) sangre",
        ],
    )
    .polar()
    .past(Level::None),
    me(
        "me.fall",
        Level::Critical,
        &[
            "(fell|fallen|fall|falling|slipped|tripped|tumbled) ~6 (can not (get|stand|move|walk)|could not get|hit my head|hurts|hurt|broken|broke|bleeding|hip|on the floor|help|ground|stairs|head|dizzy|bad pain|badly)",
            "(can not|could not) (get|stand) up ~3 (floor|ground|fell|fall)",
            "(fell|slipped|tripped) when i was ~6 can not (get up|stand|move)",
            "^ (help|please)? i am (on|lying on|stuck on) the (floor|ground|bathroom floor) $",
            "^ (ayuda|socorro|por favor)? estoy (en el suelo / tirada en el suelo / tirado en el suelo) $",
            "(on|lying on|stuck on) the (floor|ground|bathroom floor) ~4 (help|can not|get up|hurt|fell|hours|since)",
            "(i am|am|been) (lying|stuck|laying) on the (floor|ground|bathroom floor)",
            "(hit|banged|cracked|split) (my|his|her) head",
            "(think|broke|broken|fractured) ~2 (my|a) (hip|leg|arm|wrist|ankle|back|neck|pelvis|shoulder)",
            "me (cai|he caido|resbale|tropece) ~6 (levantar|levantarme|cabeza|cadera|suelo|piso|sangre|duele|escaleras)",
            "(estoy) (en|tirada en|tirado en) el (suelo|piso)",
            "me (golpee|pegue|rompi) ~2 (cabeza|cadera|pierna|brazo)",
        ],
    )
    .polar()
    .past(Level::None),
    me(
        "me.fall.reported",
        Level::High,
        &[
            "i (have)? (just|only just)? (fell|slipped|tripped|fallen|had a (bad)? fall) !asleep|for|apart|behind|short ~2 (today|this|last night|yesterday|again|down|in the|out of|getting|off|on the|over|from|and|$)",
            "i (fell|slipped|tripped) when i was (carrying|getting|going|reaching|walking|coming|trying|putting|taking|washing|dressing)",
            "(roommate|neighbor|neighbour|husband|wife|mother|father|mom|dad|he|she) (fell|has fallen|just fell) (down|out of|in the|and|off|on the|over|again)",
            "(roommate|neighbor|neighbour|husband|wife|mother|father|mom|dad) (fell|has fallen|just fell) $",
            "(he|she) (has fallen|just fell) $",
            "(yo)? me (cai|he caido) (hoy|ayer|anoche|otra vez|esta|en|de|del|por|al|con|y|tres|dos|mal|feo|$)",
            "(yo)? me (cai|he caido) hace (poco|rato|un rato|un momento|una hora|unas horas|unos minutos)",
            "(mi <person>|se) se (cayo|ha caido)",
        ],
    )
    .past(Level::None)
    .yields(),
    me(
        "me.poisoned",
        Level::Critical,
        &[
            "(overdose|overdosed|overdosing|od) ~2 (on|now|help|symptoms|accident|accidentally|$)",
            "(took|taken|swallowed|given|gave me|had) ~2 (too many|too much|double|twice|triple|the wrong|wrong|someone else|extra|my wife|my husband|somebody else|all (of)? (my|the)|the whole|an entire) ~3 (<pills>|pill|dose|doses|them)",
            "(took|taken|swallowed) ~1 (#|<num>) (of)? (my|the|his|her)? ~2 (<pills>) ~3 (at once|by mistake|instead|together|all)",
            "(drank|swallowed|drunk|ate|inhaled|breathed) ~2 (bleach|antifreeze|cleaner|poison|detergent|ammonia|gasoline|rat poison|chemicals|drain|batteries|battery|hand sanitizer)",
            "(poisoned) myself",
            "(took|taken) (#|<num>) ~1 (g|mg|gram|grams|gm) ~4 (paracetamol|tylenol|amitriptyline|aspirin|ibuprofen|trazodone|<pills>)?",
            "^ (help)? (fire|fuego|incendio) (fire|fuego|incendio|help)? $",
            "^ (help)? (there is|hay) (smoke|humo|fuego|fire) (help|ayuda|socorro)? $",
            "^ (something|everything) is burning $",
            "^ (algo|todo) se (quema|esta quemando) $",
            "(drank|drunk|swallowed) ~2 (floor|toilet|oven|window) (cleaner|polish|bleach)",
            "had (some|a cup of|a glass of|a sip of) ~1 (floor|toilet|oven)? (cleaner|bleach)",
            "(smell|smelling|smells) ~2 (gas|smoke|burning)",
            "(there is|is|on|caught|room|house|kitchen|building) ~2 (on fire|fire in|burning down|full of smoke|filling with smoke)",
            "(there is|is|room|house|kitchen|building|caught) ~2 a fire ,",
            "(there is|is|room|house|kitchen|building|caught) ~2 a fire !chief|chiefs|station|stations|fighter|fighters|marshal|warden|brigade|crew|drill|drills|pit|pits|place|places|escape|escapes|exit|exits|extinguisher|hydrant|inspector|inspection|safety|sign",
            "(smoke|fire|flames) ~1 (in|coming from|under) (the|my|our) (hall|hallway|corridor|room|kitchen|building|house|bathroom|lobby|door|ceiling|wall|elevator)",
            "(humo|fuego|llamas) (en|por) todo el (corredor|edificio|cuarto|pasillo) !de",
            "(humo|fuego|llamas) ~1 (en|por|de) (el|la|mi|los) (pasillo|corredor|cuarto|habitacion|cocina|edificio|casa|bano|puerta|techo|pared|pasillos)",
            "(carbon monoxide) (alarm|detector|leak)",
            "(me)? (tome|trague|dieron) ~2 (demasiadas|demasiados|muchas|doble|de mas|las equivocadas|equivocada) ~2 (<pills>|dosis|medicina)",
            "(sobredosis)",
            "(huele|olor) ~1 a (gas|humo|quemado)",
            "(hay)? (un)? (fuego|incendio) (en|aqui)",
        ],
    )
    .past(Level::Low)
    .also(Sign::Method),
    me(
        "me.severe",
        Level::Critical,
        &[
            "(severe|terrible|excruciating|unbearable|awful|worst) ~1 (pain|pains) ~3 (stomach|belly|abdomen|back|head|hip|leg|side|now|suddenly|sudden|help)",
            "(blood sugar|sugar|glucose) ~4 (40|30|35|45|50|crashing|too low|very low|dropping|500|600|sky high|dangerously)",
            "(blood pressure) ~4 (dangerously|200|220|210|crashing|dropping|through the roof)",
            "(high fever|fever of (103|104|105))",
            "(heat stroke|heatstroke|hypothermia)",
            "(azucar) ~2 (muy baja|muy alta|bajisima|por los suelos)",
        ],
    )
    .past(Level::None),
    me(
        "me.uneasy",
        Level::Medium,
        &[
            "(short|shortness) of breath",
            "out of breath (just|all the time|resting|sitting|lying|even|for no)",
            "(very|so|really|suddenly|extremely) (dizzy|lightheaded|faint|disoriented)",
            "suddenly (confused|dizzy|weak)",
            "chest ~2 (bit|little|kind of|kinda|slightly) ~1 tight",
            "(feel|feeling|felt|am) (like i am going to|like i might|about to|going to) (faint|pass out|collapse|black out)",
            "(heart|pulse) ~2 (racing|pounding|skipping|fluttering|irregular|palpitations)",
            "(do not know|can not remember|not sure) (where i am|what day it is and|how i got here)",
            // Without her, or without the work, it is grief.
            "(do not know|can not remember|not sure) who i am !without|if|unless|when",
            "(high|bad) fever|chills",
            "(mareada|mareado|confundida|confundido|desorientada|desorientado) (de repente|mucho|muy)?",
            "(muy) (mareada|mareado|confundida|confundido|desorientada)",
            "no se (donde estoy|como llegue)",
            "no se quien soy !sin|si|cuando|desde",
            "(falta|corta) de aliento|aire",
            "me (falta|cuesta) ~1 (el aire|aire|respirar|trabajo respirar) (al|cuando|si) (subir|subo|caminar|camino|andar|ando|agacharme|agacho|vestirme|correr|barrer|cargar)",
        ],
    )
    .polar()
    .past(Level::None)
    .also(Sign::Physical),
    // Said of a thought that angers: a doubt, and one question; the strong words stay where they are.
    // "He fell." and no more, often of long ago: a doubt.
    me("me.fall.bare", Level::Medium, &["(he|she) fell $"]).past(Level::None).yields().dated(),
    me(
        "me.tight_at_a_thought",
        Level::Medium,
        &[
            "(my|the) chest ~1 tight (just)? (thinking|talking|to think)",
            "me (pone|ponia|queda|aprieta) ~1 pecho ~1 (duro|apretado|oprimido|cerrado|tenso)? (solo|nada mas|al)? (de)? ~1 (pensar|pensarlo|acordarme|hablar)",
        ],
    )
    .own()
    .polar()
    .past(Level::None)
    .also(Sign::Physical),
    me(
        "me.substance",
        Level::Medium,
        &[
            "(how|can i|is it safe|safest|safely|what happens if|best way|way) ~4 (take|use|inject|smoke|snort|shoot up|do|try|mix|mixing|combine|taking) ~2 (heroin|fentanyl|meth|cocaine|crack|opioids|benzos|xanax|oxy|pills|ghb|ketamine|alcohol with|alcohol and)",
            "(shooting|shot) up (heroin|fentanyl|again|drugs)?",
            "(using|used|relapsed on|addicted to|injecting) (heroin|fentanyl|meth|cocaine|crack|opioids|oxy)",
            "(drinking|drank|drunk) ~3 (all day|every day|too much|a bottle|blackout|until i black|fifth of|handle of)",
            "(heroina|fentanilo|cocaina|metanfetamina)",
        ],
    )
    .past(Level::None)
    .third(Level::Low),
];
