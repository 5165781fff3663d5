//! Intent, method, plan, behaviour: what somebody would do, means to do or has done.

use content_safety_api::{Facet, Level};

use super::si;
use crate::rules::{Rule, Sign};

/// The rules.
pub(super) const RULES: &[Rule] = &[
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
            // "Catch the bus" itself is said of buses, and by old people of nothing else.
            "ctb",
            "(catch|catching) (my|the|that) (last|final) bus",
            "final (yeet|exit|goodbye|act|solution for me)",
            "(going|ready) to (yeet myself|yeet|meet my maker|checkout|check out) (tonight|soon|early|for good|permanently|forever|now)",
            "(voy a|pienso|decidi|planeo|estoy por|estoy a punto de|he decidido|pensaba) ~1 (matarme|suicidarme|quitarme la vida|ahorcarme|colgarme|pegarme un tiro|dispararme|acabar con mi vida|acabar con todo|\
             terminar con mi vida|terminar con todo|tirarme|aventarme|envenenarme|cortarme las venas|hacerlo (hoy|esta noche|manana))",
            "me voy a (matar|suicidar|quitar la vida|ahorcar|colgar|pegar un tiro|tirar (de|al|del|por)|aventar|morir esta noche)",
            // Two who mean to go together.
            "(end|ending|take|taking) our own? (lives|life) !better|easier|up",
            "(kill|killing) ourselves !laughing|over|with|working",
            "(quitarnos|quitamos) la vida",
            "(acabar|terminar) con nuestras vidas",
            "(matarnos|suicidarnos) !de|a ~2",
            // Somebody else says it.
            "(dice|dijo|jura|juro|amenaza|amenazo|grita|insiste) ~2 (que se (va a|quiere|quisiera) / con) (matar|matarse|suicidar|suicidarse|quitar la vida|quitarse la vida|ahorcar|ahorcarse|colgar|colgarse|tirar por|tirarse por|aventar|aventarse)",
            "se (va a|quiere) (suicidar|ahorcar|quitar la vida|colgar (esta noche|hoy|manana|con|de la))",
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
            "(toaster|radio|heater|hairdryer|dryer|razor|blade|pills|drown|drowned|drowning|drowns|under|underwater|bleed|cut|cutting|slit|wrist|wrists|veins|fill|filled|filling|slip|sink|lie) ~6 bathtub",
            "bathtub ~6 (toaster|radio|heater|hairdryer|dryer|razor|blade|pills|drown|drowned|drowning|under|underwater|bleed|cut|cutting|slit|wrist|wrists|veins|end|over|die)",
            "(think|thinking|thought|look|looking|stare|staring) ~1 (of|about|at) ~1 (the|my|that) bathtub",
            "(hang myself|noose|suffocate myself|bag over my head|carbon monoxide|exhaust pipe|helium)",
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
            "(sill|windowsill|ledge|roof|balcony|window|bridge|railing|parapet|rooftop) ~3 (going to|about to|will|ready to) (jump|let go|throw myself|step off)",
            "(borde|cornisa|azotea|balcon|ventana|puente|repisa|barandal|barandilla|alfeizar|antepecho|tejado|techo) ~3 (me voy a|voy a|estoy por|a punto de) (tirar|tirarme|aventar|aventarme|lanzar|lanzarme|echar|echarme|brincar|saltar|soltarme)",
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
];
