//! Harm to others, voices and fears, eating, and fear for somebody else, in plain words.

use content_safety_api::{CrisisCategory, Facet, Level};

use crate::rules::{Rule, Sign};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule::finding(
        "ho.common.did",
        CrisisCategory::HarmToOthers,
        Level::Medium,
        &[
            "i (hit|slapped|punched|shook|kicked|shoved|pushed|thumped|choked) (my (wife|husband|mum|mother|dad|father|mom|roommate|carer|aide|nurse)) (again|yesterday|today|last|and|because|with my|in the|hard|$)",
            "i (slapped|shook|hit|punched|pushed) (mum|mom|dad|mother|him|her) ~1 (yesterday|today|again|last night|and (he|she)|i just lost|because|hard|, i could not)",
            "le (he)? ~1 (pegue|pegado|levante la mano|levantado la mano|di una (bofetada|bofetada|paliza|cachetada)) ~1 a mi (mujer|madre|marido|padre|esposa|esposo|mama|papa|suegra|suegro)",
            "(miedo|ganas) ~1 de (hacerle dano|pegarle|darle una paliza|ahogar|ahogarlo|ahogarla|estrangularlo|estrangularla) a?",
            "le he dado un (bastonazo|punetazo|golpe|palo) ",
        ],
    )
    .own()
    .past(Level::Medium),
    Rule::finding(
        "ho.common.will",
        CrisisCategory::HarmToOthers,
        Level::High,
        &[
            "(put|putting|slip) something in (his|her|their) (tea|coffee|food|drink|soup) ~4 (so|not wake|to)",
            "(put|putting|held|holding) (the|a) pillow over (his|her|my (wife|husband|mother|father|mum|dad)) ~1 (face|head)",
            "(le|lo) (clavo|clavare|meto|meteria) ~1 (cuchillo|navaja|punal)",
            "le (pego|pegaria|voy a pegar|meto) un tiro",
            "(quemar|quemo|prender fuego) ~2 casa con ~2 (dentro|adentro|todos)",
            "(puse|puesto|puesta|ponerle) ~1 almohada ~2 cara",
            "(echarle|ponerle|darle) ~1 (pastillas|veneno|raticida) ~3 (sopa|comida|cafe|te|bebida|agua) ~5",
        ],
    )
    .own()
    .past(Level::Medium),
    Rule::finding(
        "ps.common",
        CrisisCategory::Psychosis,
        Level::Medium,
        &[
            "(people|someone|somebody|men|they) ~2 (getting|coming|come|get|gets) into my (flat|house|room|apartment) at night ~3 (move|moving|torment|steal|watch|spray)",
            "(camera|cameras|microphone|microphones|bug|bugs|device) ~4 in my (ceiling|light|wall|walls|room|bathroom|lamp|television|tv|head)",
            "(pumping|spraying|blowing) ~1 (gas|poison|fumes|chemicals) (through|under|in|into)",
            "voices ~3 (call me|tell me|all night|telling me|shouting at me|insult)",
            "(put|putting|puts) (the)? poison in (my|the|our)",
            "(staff|they|she|he|neighbours|neighbors) ~2 (poisoning|poison) (me|my|the (food|water))",
            "(read|reads|reading) my (mind|thoughts)",
            "(diablo|demonio) me (habla|dice|ordena|manda)",
            "chip en (la|mi) cabeza",
            "(camaras|microfonos) ~2 en mi (bano|cuarto|casa|habitacion)",
            "me (vigilan|espian|persiguen|controlan|siguen a todos lados) !la|el|mucho ~1 (los|las|por|desde|y|de noche|$)",
            "me lee el pensamiento",
            "(hombres|gente|hombre|ninos) ~2 (parados|parado|metidos|metido) en (la esquina|el rincon|mi cuarto|el cuarto) ~4",
            "(gente) ~1 (entra|se mete) (a|en) mi (cuarto|habitacion|casa) ~4 (vigila|de noche|roba|observa)",
        ],
    )
    .past(Level::Low)
    .third(Level::Low),
    Rule::finding(
        "ed.common",
        CrisisCategory::EatingDisorder,
        Level::Medium,
        &[
            "(skip|skipping|miss) meals ~4 (fat|thin|weight|slim)",
            "fingers down my throat",
            "(bring|bringing|sick) it (all)? (back)? up ~3 (every|after|night|now|on purpose)",
            "(frightened|scared|afraid|terrified) of putting on weight",
            "(eat and eat|stuff myself) ~8 (ill|stop|sick|ashamed)",
            "(dedos) ~1 (en|a) la garganta",
            "(escondo|tiro) ~2 (pan|comida) ~4 (servilleta|escondidas|engordar|peso)",
            "(obsesionada|obsesionado) con (las calorias|el peso)",
            "a base de agua ~2 (adelgazar|perder)",
        ],
    )
    .own()
    .past(Level::Low)
    .also(Sign::Eating),
    Rule::finding(
        "ed.common.no",
        CrisisCategory::EatingDisorder,
        Level::Medium,
        &[
            "(no (quiero|puedo) engordar|para no engordar|no soporto engordar|por no engordar) ~8 (vomito|kilos|peso|como|ceno|escondo)",
            "(no quiero engordar y|para no engordar) ~1 (vomito|ceno|como|dejo)",
            "(obsesionada|obsesionado) con no engordar",
        ],
    )
    .own()
    .polar()
    .past(Level::Low)
    .also(Sign::Eating),
    Rule::finding(
        "si.common.third",
        CrisisCategory::SuicidalIdeation,
        Level::High,
        &[
            "(he|she|son|daughter|wife|husband|brother|sister|man|woman|friend|grandson|granddaughter|neighbour|neighbor|dad|mum|mom) ~2 (is|has got) ~1 on (the|a) (bridge|ledge|roof|railway)",
            "(locked|locks) (himself|herself) in ~4 (knife|gun|pills|tablets|razor|rope)",
            "(not answering|will not answer|does not answer|not picking up) ~6 (goodbye|lives alone|pills|said)",
            "(se (corto|ha cortado|tomo|ha tomado|tiro|ha tirado|trago)) (las venas|las pastillas|todas|un frasco|por la ventana|del puente)",
            "(miedo|preocupa|temo) ~3 se (quite|quitara) la vida",
            "(mi <person>|compadre|comadre|vecino|vecina|companero|companera) ~5 (ya no quiere vivir|no le ve sentido a la vida|prefiere morirse|se quiere morir|esta despidiendo de todos|quiere matarse)",
        ],
    )
    .facet(Facet::Thoughts)
    .polar()
    .third(Level::High)
    .past(Level::Low),
    Rule::finding(
        "me.common.third",
        CrisisCategory::MedicalEmergency,
        Level::High,
        &[
            "(wandered|walked) off ~6 (dementia|alzheimer|dark|cold|find)",
            "(dementia|alzheimer) ~8 (wandered|gone missing|not home|walked out)",
            "not heard from ~4 (for|in) ~2 (days|day) ~6 (curtains|door|answer|phone|mail|post)",
            "se (salio|escapo|perdio) de (la)? casa ~6 no (la|lo) encontramos",
            "(no (la|lo) encontramos|anda perdido|anda perdida) ~6 (demencia|alzheimer)",
            "(lleva) ~2 (dias|dia) sin (abrir|contestar|salir|dar senales)",
        ],
    )
    .polar()
    .past(Level::None),
];
