//! Turns of speech that share a word with a danger and are none: killing that kills nobody, cutting that cuts no one.

use super::{Cue, Rule};

/// The cues.
pub(crate) const RULES: &[Rule] = &[Rule::cue(
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
        "i (could|could have / could just) (strangle|throttle|murder|wring) ~3 (cook|chef|barber|driver|cat|dog|neighbour|neighbor|kids|politicians|weatherman|postman|plumber|whoever|inventor|designer) ",
        "(matar|matan|mata|mato) ~1 (a|de) (disgustos|sustos|besos|hambre|aburrimiento|calor|la risa|risa)",
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
        "-been|is|was|are|gets|got cut off",
        "cut (back|down|out|the|it|to|corners|costs|class|grass|short|me (some / a / off / out / slack)|my (hair / nails / grass / sandwich / food / meat / steak / bangs / toenails / losses / hours / fringe / pill / coat / lawn))",
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
        "(fell|falling|fall|fallen) (asleep|for|in love / behind / apart / short / off the wagon / back / out of (love|favour|favor|touch|step|fashion|use|line))",
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
        "^ (ya|ahora|pero|y|es que|porque|entonces)? ~1 (las|los|mis|el|la|mi) (manos|mano|dedos|dedo|ojos|rodilla|rodillas|pierna|piernas|cadera|caderas|espalda|vista|salud|artrosis|artritis|reuma|memoria|ruido|asma|tos|lluvia|pies|pie|nervios|huesos|pulmones|corazon|cabeza|cuerpo|brazo|brazos|dolor|dolores|mareo|mareos|tension|frio|calor|viento|pulso|edad|anos|cansancio|orgullo|pena|miedo|verguenza|conciencia|sueno|estomago) (ya|casi)? (ya)? no me (deja|dejan|ayuda|ayudan|responde|responden|sostiene|sostienen|da|dan|hace|hacen)",
        // The stove, the garden, a smoke and the wheel, of which a house says no.
        "(cocinar / guisar / freir / hornear / amasar / conducir / manejar / planchar / barrer / fregar / coser / fumar / fumarme / (tener|criar) ~1 (perro|gato|gallinas|pajaro) / (meterme|entrar) ~3 (en|a) la cocina / (hacer|hacerles|prepararles|preparar|cocinar|guisar|fumar|fumarme|freir) (unas|unos|una|un|las|los|la|el|mis|mi) (migas|tortilla|tortillas|paella|croquetas|lentejas|rosquillas|bizcocho|tamales|arepas|empanadas|puchero|potaje|sopa|comida|pan|cafe|cigarro|cigarrillo|pitillo|puro) ~3) (pero|y|aunque|mas|solo que|lo que pasa es que) (aqui|ya|ellos|ellas|las enfermeras|las chicas)? (ya)? no me (deja|dejan) $",
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
)];
