//! Emergencies and acts in the plain words of those they happen to: a mouth that went down on one side, meat that is
//! lodged, the lot taken half an hour ago. Old complaints in the same words are told by their time, which the reading knows.

use content_safety_api::{CrisisCategory, Facet, Level};

use super::{Rule, Sign};

const fn me(code: &'static str, level: Level, patterns: &'static [&'static str]) -> Rule {
    Rule::finding(code, CrisisCategory::MedicalEmergency, level, patterns).polar().past(Level::None)
}

const fn si(code: &'static str, level: Level, patterns: &'static [&'static str]) -> Rule {
    Rule::finding(code, CrisisCategory::SuicidalIdeation, level, patterns)
}

/// The rules.
pub(crate) const RULES: &[Rule] = &[
    me(
        "me.plain.stroke",
        Level::Critical,
        &[
            "(mouth|face|eye|lip|smile|cheek) ~1 (has|is|have|went|gone|just)? ~1 (gone|dropped|fallen|slid|slipped|dragging|hanging) ~2 (down|to) ~1 (on|one|the)? ~1 (side|one side)",
            "(half|side) of (my|his|her) face ~3 (like the dentist|numb|dead|asleep|gone|frozen|fell|melted)",
            "(can not|could not) (find|feel) my (left|right) (side|arm|hand|leg|foot)",
            "(talk|talking|speak|speaking|sound|sounding) ~2 like ~3 (drunk|drunkard)",
            "(hand|arm|leg|fingers) ~1 (keeps|keep|kept) (dropping|giving way|letting go|going dead)",
            "(words|word) (coming|come|comes|came) ~1 (out)? (wrong|jumbled|funny|muddled|backwards)",
            "(come|came|comes) on (sudden|suddenly|all of a sudden) ~6 (can not|could not|numb|dizzy|blind|pain|words)",
            "(dejo|deje) de hablar ~5 (ojo|boca|cara|mira|brazo)",
            "se (me|le) (cayo|torcio|callo|fue|bajo) ~1 (un|el|medio|la|media) ~1 (lado|boca|cara|ojo)",
            "(boca|cara|ojo) ~2 (de lado|chueca|chueco|colgando|caido|volteada)",
            "(salen|sale|salian|salieron) ~2 (mal|raras|al reves|revueltas|enredadas) ~1 (las)? palabras",
            "(hablo|hablando|habla) como ~1 (borracho|borracha)",
            "no (encontraba|encuentro|siento|sentia) (mi|el) (lado|brazo|pie) (izquierdo|derecho)",
            "(fue|vino|empezo|dio) (de repente|de golpe|de pronto|asi nomas) ~8 (no (encuentro|puedo|veo|siento))",
        ],
    ),
    me(
        "me.plain.heart",
        Level::Critical,
        &[
            "(stabbing|tearing|ripping|crushing|squeezing|gripping) ~4 (in my chest|across my chest|breastbone|to my back|shoulder blades)",
            "my chest (i)? (can not|help)",
            "(calf|leg) ~3 (swole|swollen|swelled|swelling) ~8 (chest|breath|breathe|breathing)",
            "dolor ~1 que ~1 (rasga|parte|atraviesa|rompe|desgarra) ~4 (espalda|pecho)",
            "(pica|punza|clava|quema|rasga) ~2 pecho ~3 (respirar|respiro|brazo|sudor)",
            "el pecho (no (puedo|pue)|ayuda|ay)",
            "(pantorrilla|pierna) ~3 (hincho|hinchada|hinchado) ~8 (pecho|respirar|aire)",
            "hincho (la|una) (pantorrilla|pierna) ~8 (pecho|respirar|aire)",
        ],
    ),
    me(
        "me.plain.heart_races",
        Level::High,
        &[
            "heart ~3 (like a|galloping|hammering|somersaults|out of my chest|missing beats|skipping beats) ~4 (not (slow|stop|settle)|faint|dizzy|sewing|train|drum|hammer|minutes|hour)",
            "corazon ~4 (maquina|caballo|a mil|desbocado|se me sale|tambor) ~5",
        ],
    ),
    me(
        "me.plain.breath",
        Level::Critical,
        &[
            "(breathing|breathe|breath) ~2 through ~2 (cloth|straw|water|pillow|blanket|sponge|treacle)",
            "can not lie (flat|down|back) ~6 (breath|breathe|breathing|air|froth|drown)",
            "(froth|frothy|foam|foamy|pink) ~1 (spit|sputum|phlegm|froth|foam)",
            "(i am|here|just) drowning (here|in my|on my|sat)",
            "oxygen ~3 (run out|ran out|stopped|empty|hissing|not working) ~6 (drowning|breathe|breath|air|dizzy|help|blue)",
            "respirar ~1 por ~1 (trapo|popote|paja|panuelo|algodon)",
            "(espuma|flema|saliva) ~1 (rosita|rosa|rosada)",
            "(desperte|despierto|amaneci) (ahogada|ahogado|ahogandome|asfixiada)",
            "no (me)? puedo acostar ~6 (respirar|aire|ahogo)",
        ],
    ),
    me(
        "me.plain.choking",
        Level::Critical,
        &[
            "(sandwich|meat|bread|sweet|pill|tablet|food|bone|toast|apple|egg|potato|chicken|fish|cracker|grape|it|bit) ~2 (lodged|jammed|wedged|stuck) ~4 (can not|only whisper|whisper|breathe|swallow|throat|windpipe|gullet|purple|blue|help)",
            "(gone|went|going) down the wrong way ~4 (purple|blue|breathe|air|cough|help|can not)",
            "(tongue|throat|lips|gullet) ~2 (swelling|swole|swelled|closing|shutting|puffing|tightening) ~1 (up)? !cold",
            "se me (atoro|atraveso|quedo|trabo|atasco|pego) ~4 (garganta|ganote|pescuezo|carne|hueso|espina|pastilla)",
            "se (me|le) fue ~2 (dulce|pedazo|comida|carne|pan|bocado) ~4 (morado|morada|azul|ahoga|mal lado|camino viejo)",
            "(esta|puso|puesto) (morado|morada|azul) !de|del|el|la|con",
            "se me (cierra|esta cerrando|cerro|hincha|esta hinchando|hincho) (el|la|los) (ganote|garganta|lengua|labios)",
        ],
    ),
    me(
        "me.plain.bleeding",
        Level::Critical,
        &[
            "bleeding ~1 from (where|my|the) ~6 (not stop|pressing|soaked|through|pouring)",
            "(black|dark) ~2 tar ~3 (came out|toilet|stool|motion|poo|what|me)?",
            "blood in the (toilet|pan|bowl|bed|sink) ~4 (lot|bright|clots|again|red|everywhere)",
            "me sangra ~3 (fistula|nariz|herida|pierna|cabeza|boca) ~5 (no para|mucho|bastante)",
            "(popo|excremento|caca|evacuacion|sali) ~2 (negro|negra|chapopote|alquitran)",
        ],
    ),
    me(
        "me.plain.fall",
        Level::High,
        &[
            "(hip|leg|arm|ankle|wrist|shoulder|knee) ~1 went (pop|crack|snap|crunch|from under)",
            "(stuck|wedged|trapped) ~1 (half out|between|behind|down|under) ~3 (bed|toilet|wall|door|chair|bath|radiator)",
            "(lying|laying|lain|sat|sitting|been|down) ~1 on (this|the) (lino|carpet|tiles|rug|floorboards|kitchen floor|mat|landing|concrete|step) ~3 (since|all night|for hours|hours|can not|night)",
            "(woke|came round|came to) ~1 (up)? on the (rug|floor|carpet|mat|tiles|lino)",
            "i (have)? ~1 (fell|fallen) ~6 (can not|could not) (get|stand|move)",
            "(llevo|sigo|quede|amaneci|estoy) ~1 (tirada|tirado|botada|botado)? en (el|la) (piso|suelo|alfombra|banera) ~2 (desde|anoche|horas|fria|frio|toda|$)",
            "cadera ~2 (pum|crac|trono|crujio|trueno)",
            "todo negro ~6 (suelo|piso|alfombra|desperte|amaneci)",
        ],
    ),
    me(
        "me.plain.seizure",
        Level::Critical,
        &[
            "(jerking|shaking|twitching) all over",
            "(his|her|the) eyes ~2 (rolled|rolling|rolls) (back|up)",
            "se (sacude|sacudia|esta sacudiendo|convulsiona) ~1 (todo|todito|toda|todita|entero|entera)",
            "los ojos ~2 (voltearon|volteados|blanco|volteo)",
        ],
    ),
    me(
        "me.plain.sugar",
        Level::High,
        &[
            "(sugar|meter|monitor|machine|thing|glucose|reader) ~3 (says|reads|reading|shows|showing|said) ~1 (hi|lo|error) ~6 (sick|thirsty|dizzy|shaking|sweating|faint|queer|$)",
            "aparato ~3 (marca|dice|sale) ~1 (hi|lo|alto|bajo|alta|baja) ~6",
        ],
    ),
    me(
        "me.plain.taken_wrong",
        Level::High,
        &[
            "(drank|swallowed|drunk|sipped) ~5 wrong (bottle|cup|glass|jug)",
            "(drank|swallowed|drunk) ~6 (for the (floors|floor|toilet|drains|windows))",
            "patch ~2 on top of (the|my|another|an) (old|other|last|first)? ",
            "(took|taken|had|swallowed) ~3 (<pills>|insulin|jab|dose) ~1 (twice|double|two times)",
            "(tome|bebi|trague) ~4 (botella|vaso|frasco|jarra) (equivocada|equivocado)",
            "(me)? (tome|tomado|puse|inyecte) ~1 (dos veces|doble|por duplicado) ~3",
            "parche ~2 (encima|arriba|sobre) del (viejo|otro|anterior)",
        ],
    ),
    me(
        "me.plain.burn",
        Level::High,
        &[
            "(scalded) (myself|meself|my|me|himself|herself)",
            "(burnt|burned|scalded) ~6 (skin (is|has|coming|comes|came|peeling|hanging|off) / blister|blisters)",
            "me (queme|escalde) ~6 (la piel|ampollas|ampolla)",
        ],
    ),
    me(
        "me.plain.limb",
        Level::High,
        &[
            "(leg|foot|arm|hand|toes) ~2 (cold and white|white and cold|turned black|gone blue|gone white|like marble|white as)",
            "(leg|foot|arm|hand|toes) ~1 (gone|went|turned) cold and (white|blue|numb)",
            "(pierna|pie|mano|brazo) ~4 (fria y blanca|blanca y fria|helada y blanca|fria y morada|negra|negro|blanca como)",
            "(tube|catheter|peg|stoma|line|drain) ~1 (has|is)? ~1 (come out|came out|fell out|fallen out|pulled out|burst)",
            "se me (salio|zafo|safo|arranco) (la|el) (sonda|bolsa|canula|manguera|cateter|suero)",
        ],
    ),
    me(
        "me.plain.sudden_confusion",
        Level::High,
        &[
            "(men|people|children|spiders|man|woman|soldiers|rats) ~2 (in|on) the (wardrobe|cupboard|corner|curtains|ceiling|walls) ~4 (started|tonight|today|sudden|suddenly|since)",
            "hay (hombres|gente|ninos|soldados|aranas / un hombre) en el (ropero|closet|techo|rincon|armario) ~3 (hoy|noche|empezo|desde)",
        ],
    ),
    si(
        "si.plain.taken",
        Level::Critical,
        &[
            "(took|taken|swallowed|swallered|necked) ~1 (the (whole)? lot|every last one|every one of them|them all|all of them|the box|the packet) ~4 (ago|already|now|just|no use|too late)",
            "(swallowed|necked) (the (whole)? lot|every last one|them all|all of them)",
            "me (las|los) (tome|trague|eche) ~1 (todas|todos|todititas|enteras)",
        ],
    )
    .facet(Facet::Behaviour)
    .own()
    .past(Level::Medium)
    .also(Sign::Ideation),
    si(
        "si.plain.ready",
        Level::High,
        &[
            "(loop|noose) ~8 (pipe|beam|rail|hook|rafter|door handle|curtain rail)",
            "(bag|pockets|pocket|coat) ~3 (stones|rocks|bricks) ~8 (pond|river|lake|sea|water|canal)",
            "(put|held|pressed) ~1 (the|a|my) (pillow|bag|plastic) ~2 (on|over) my (face|head|mouth)",
            "(turned|switched|shut|pulled) ~1 (the|my) oxygen (off|out) ~6",
            "(kerb|curb|road|platform|line|crossing) ~6 waited for (a|the) (big|bus|lorry|truck|train|van)",
            "(bolsa|bolsillos|abrigo) ~3 (piedras|ladrillos) ~8 (rio|lago|mar|agua|estanque|presa)",
            "(lazo|nudo|soga|cordon) ~6 (tubo|viga|gancho|regadera|puerta)",
            "(puse|tape) ~1 (la|una) (almohada|bolsa) ~2 (cara|cabeza|boca)",
        ],
    )
    .facet(Facet::Plan)
    .own()
    .past(Level::High)
    .timely()
    .also(Sign::Ideation),
    si(
        "si.plain.means",
        Level::Medium,
        &[
            "(check|checks|look|looks|hid|hide|keep|keeps|tuck|slip|hold) ~3 under (my|the) tongue",
            "(debajo|abajo) de la lengua ~6 (guardo|escupo|guarde|junto|saco)",
            "(strongest|stronger) ~4 (in|on) ~1 (medicine|drug|drugs|pill) (cart|trolley|cupboard|cabinet)",
            "how many ~6 would it take (for|to|before)",
            "(cuantas|cuantos) ~5 (haran falta|hacen falta|se necesitan|bastan|bastarian)",
            "(by|with) (my|your|his|her|their) own hand",
            "(place|clinic|somewhere|go|going|going to|people) ~2 (in|to) switzerland ~8 (number|telephone|phone|write|cost|let|help|how|form)",
            "(stopped|quit|dropped) my (insulin|dialysis|heart|water|blood) ~1 (<pills>|thinners|tablets)? ~8 (noticed|noticing|no one|nobody|way out|what for|enough)",
            "(not|stopped|quit|gone off|off) ~1 (eat|eating|drink|drinking|food|water|my food) ~3 on purpose",
            "(leave|leaving|left) (my|the) (dinner|food|meals|tray|plate) ~8 (sooner|quicker|faster) ~4 (out|over|gone|go|end)",
        ],
    )
    .facet(Facet::Method)
    .own()
    .past(Level::Low)
    .also(Sign::Method),
    si(
        "si.plain.after",
        Level::Medium,
        &[
            "(not) ~1 (be)? (wanting|needing) (it|them|that|this|one|any of it) (after|then|by then|where|soon|any more)",
            "(well)? out of it by (then|christmas|easter|spring|summer|new year)",
            "(so)? everything is (squared away|squared off|sorted|settled) now",
            "(tell|say to) ~4 it was not (her|his|their|your) fault (whatever|when|after|if)",
        ],
    )
    .own()
    .polar()
    .past(Level::Low)
    .also(Sign::Goodbye),
];
