//! Loss of contact with what is real: high with commands or fear, else medium (COMPLIANCE §5.1).

use content_safety_api::{CrisisCategory, Level};

use super::Rule;

const fn ps(code: &'static str, level: Level, patterns: &'static [&'static str]) -> Rule {
    Rule::finding(code, CrisisCategory::Psychosis, level, patterns)
}

/// The rules.
pub(crate) const RULES: &[Rule] = &[
    ps(
        "ps.command",
        Level::High,
        &[
            "(voice|voices) ~4 (tell|tells|telling|told|say|says|saying|said|order|ordering|orders|command|commanding|commands|want|wants|warn|warning|make|making|scream|screaming) (me|to|that|i)",
            "(god|jesus|satan|devil|angels|angel|demon|demons|spirits|lord) ~3 (told|tells|telling|ordered|orders|commanded|commands|speaking to me and|wants) me (to|that i (must|have to|should))",
            "(hear|hearing|heard) ~3 (voice|voices) ~6 (tell|telling|tells|told|to|kill|hurt|say|saying)",
            "(demon|demons|devil|spirits|evil spirit|evil spirits|satan) ~3 (inside|in|possess|possessed|after|following|attacking|controlling) (me|my)",
            "(voces|voz) ~3 (dicen|dice|ordenan|ordena|mandan|obligan|gritan)",
            "(dios|el diablo|los angeles) me (dijo|dice|ordeno|manda|pide) que",
        ],
    )
    .past(Level::Low),
    ps(
        "ps.persecution",
        Level::High,
        &[
            "(they|he|she|people|someone|somebody|neighbors|neighbours|neighbor|government|fbi|cia|police|staff|nurses|nurse|aides|everyone|cameras|group|mafia|family|agents) ~3 (are|is|been|have been|keep|keeps|was|were) ~2 (poisoning|following|watching|spying|stalking|tracking|recording|plotting|conspiring|listening|monitoring|bugging|gassing|hunting|out to get|after me|trying to (kill|poison|get)|coming (for|to get)) ~2 (me|us|on me|against me|my|to me)",
            "(putting|put|puts|slipping|slipped|pumping|pumped|spraying) ~2 (something|poison|drugs|stuff|gas|chemicals|powder|things) ~2 (in|into|through|under) (my|the) (food|coffee|water|tea|drink|drinks|meals|medicine|vents|vent|flat|room|house|air|apartment|door|pills|soup|milk)",
            "(poison|poisoning|poisoned|gassing) (me|my (food|water|tea|coffee|medicine|drinks))",
            "(out to get|conspiring against|plotting against|spying on|coming to get) me",
            "(chip|implant|device|microchip|transmitter|camera|bug|cameras|microphones) ~4 (in|inside|implanted in|behind) my (head|brain|body|skin|tooth|teeth|room|tv|walls|wall|ear|arm|neck)",
            "(read|reading|control|controlling|steal|stealing|inserting|putting|broadcasting|hear|hearing) (my (thoughts|mind|brain)|thoughts in(to)? my)",
            "(my thoughts) ~2 (are|being) ~1 (broadcast|controlled|stolen|read|not mine)",
            "(they|people) ~1 (want|plan|are going|plan) to (kill|poison|kidnap|get) me",
            "me (persiguen|vigilan|espian) ~1 (desde|por|con|todo|a|en|hasta|$)",
            "me (estan|esta) llamando ~3 (desde / por mi nombre / del otro lado)",
            "me (estan|esta|quieren) ~1 (envenenando|envenenar|persiguiendo|vigilando|espiando|siguiendo|matar|grabando)",
            "(le echan|ponen|echaron|pusieron) ~1 (veneno|algo) ~1 (en|a) (la|mi) (comida|agua|cafe|medicina)",
            "(leen|controlan|roban) (mis pensamientos|mi mente)",
        ],
    )
    .past(Level::Low)
    .third(Level::Medium),
    ps(
        "ps.poison",
        Level::High,
        &[
            "(poniendo|ponen|pone|pusieron|puso|echando|echan|echa|echaron|echo|meten|metieron|dan|dieron) ~2 (veneno|droga|drogas|polvos|quimicos) ~1 (en|a|al) ~1 (la|el|mi|mis|los|las)? ~1 (comida|agua|cafe|te|sopa|leche|bebida|bebidas|pastillas|medicina|medicinas|plato|comidas|jugo)",
            "me (envenenan|envenenaron|echan veneno|dan veneno|dieron veneno)",
            "(they|he|she|people|staff|nurses|everyone) ~1 (do|does|did|are doing|is doing) (it|this|that) to (kill|poison|get rid of|harm) me",
            "(me|lo) (hacen|hace|dan|da) ~2 para (matarme|envenenarme)",
            "(quieren|quiere|intentan|intenta|planean) (matarme|envenenarme|eliminarme)",
            "(tratan|trata) de (matarme|envenenarme)",
        ],
    )
    .own()
    .past(Level::Low),
    ps(
        "ps.voices",
        Level::Medium,
        &[
            "(hear|hearing|heard|hears) ~2 (voices|a voice|god voice|god|whispers|whispering|people talking) ~3 (in my head|when|that|no one|nobody|at night|all|talk|others|voice|throughout|every|coming|from the)",
            "(hear|hearing|heard|hears) ~1 (his|her|their) (voice|voices) ~2 (telling|tell|tells|talking|talks|talk|speaking|speaks|calling|calls|ordering|saying|says|coming|from|next|beside|behind)",
            "(hear|hearing|hears) voices !in|from|outside|singing|downstairs|next",
            "voices in my (head|room|walls|wall)",
            "(men|man|people|somebody|someone|women|woman|children|they) ~1 (in|inside|behind|under) the (wall|walls|grating|grate|vent|vents|radiator|ceiling|floor|floorboards|pipes|socket|sockets|wardrobe|plughole) ~3 (talk|talks|talking|whisper|whispers|whispering|speak|speaks|laugh|laughs|laughing|shout|shouts|say|says) ~2 (about|to|at|of)? (me|my)?",
            "(en|detras de|dentro de|por|debajo de|desde) (la|las|el|los) (pared|paredes|rejilla|rejillas|ventilacion|techo|radiador|tuberia|tuberias|suelo|enchufe|ropero|desague|ducto) ~4 (hablan|habla|hablando|susurran|cuchichean|rien|gritan|dicen|llaman) ~1 (de mi|conmigo|mi nombre|me)?",
            "(hombres|hombre|mujeres|gente|alguien|unos|ninos) ~2 (en|detras de|dentro de) (la|las|el|los) (pared|paredes|rejilla|ventilacion|techo|radiador|tuberia|suelo|enchufe|ropero|desague) ~3 (hablan|habla|susurran|cuchichean|rien|gritan|dicen)",
            "(actually)? hear ~1 god ~1 voice",
            "(see|seeing|saw|seen) ~2 (people|things|faces|shadows|figures|men|children|bugs|man|spiders) ~3 (that (are|is) not (there|real)|who are not (there|real)|no one else|nobody else|not there|in the walls|standing in my)",
            "(see|seeing|saw) (the)? dead (people|person|man|woman|men|women) ~2 (in|at|by|here|around|everywhere|standing|every)",
            "(hallucinating|hallucinations|hallucination|psychotic|psychosis|delusional|delusions)",
            "(tv|television|radio|computer|news|announcer) ~3 (talking to me|talks to me|speaking to me|sending me|messages (to|for|about) me|about me|sends me|special)",
            "i am (god|jesus|the messiah|the chosen one|christ|a prophet|the devil|already dead|immortal|possessed)",
            "(secret|hidden|special) (message|messages|code|codes|mission) ~3 (for me|just for me|in the|to me|only i)",
            "(not my real|imposter|impostor|replaced by|been replaced|lookalike|look alike) ~3 (wife|husband|daughter|son|family|mother|imposter|impostor|robots|aliens)?",
            // Voices in the corridor are of those who stand there.
            "(oigo|escucho|oir|escuchar) ~2 una voz",
            "(oigo|escucho|oir|escuchar) ~2 voces !porque|fuera|abajo|afuera|en|de",
            "(oigo|escucho|oir|escuchar) ~2 voces (en|de) !el|la|los|las|ninos|ninas|gente|chicas",
            "(oigo|escucho|oir|escuchar) ~2 voces (en|de) (el|la|los|las) !pasillo|patio|jardin|comedor|salon|corredor|calle|cocina|chicas|ninos|vecinos|nietos|recreo|escalera",
            "(oigo|escucho|oir|escuchar) ~2 voces ~6 (dicen|dice|llaman|mandan|hablan|insultan|nadie|gritan) ",
            "(veo) ~2 (cosas|gente|personas|sombras|ninos) ~3 (que no|no estan|muerta|muertas|nadie)",
            "(alucinando|alucinaciones)",
            "(la tele|la television|el radio) me (habla|manda|envia)",
        ],
    )
    .past(Level::Low),
    ps(
        "ps.mania",
        Level::Medium,
        &[
            "(not|without|no) (slept|sleep|sleeping) (in|for) (<num>) (days|nights) ~6 (energy|great|amazing|power|genius|never|better|invincible|need)",
            "(do not need) sleep ~4 (any more|energy|god|mission|special|invincible)",
            "(i am|feel) (invincible|unstoppable|all powerful) ~6",
        ],
    )
    .polar()
    .past(Level::None),
];
