//! Abuse and neglect: abuse high, neglect medium, both critical when the danger is now (COMPLIANCE §5.1).

use content_safety_api::{CrisisCategory, Level};

use super::{Rule, Sign};

const fn an(code: &'static str, level: Level, patterns: &'static [&'static str]) -> Rule {
    Rule::finding(code, CrisisCategory::AbuseNeglect, level, patterns)
}

/// The rules.
pub(crate) const RULES: &[Rule] = &[
    an(
        "an.physical",
        Level::High,
        &[
            "(<kinorcarer>|someone|somebody) ~4 (hits|hit|hitting|slaps|slapped|slapping|punches|punched|punching|kicks|kicked|kicking|beats|beat|beating|shoves|shoved|shoving|pinches|pinched|pinching|chokes|choked|strangled|\
             burns|burned|shakes|shook|shaking|twisted|twists|yanks|yanked|grabs|grabbed|smacked|smacks|bites|bit|whipped|throws|threw) me !up|over|with|as|like|that|off|at",
            "(<kinorcarer>|someone|somebody) ~4 (hits|hit|hitting|slaps|slapped|slapping|beats|beat|beating|kicks|kicked|pinches|pinched|shoves|shoved|shakes|grabs|grabbed|smacks|smacked) me at (night|home|bath|bathtime|bedtime|meals|mealtime|mealtimes|times|dinner|lunch|breakfast|changing)",
            "(<kinorcarer>|someone|somebody) ~4 (hits|hit|hitting|slaps|slapped|slapping|beats|beat|beating|smacks|smacked|pokes|poked|jabs|jabbed) me with ~2 (hand|hands|fist|fists|belt|stick|cane|shoe|slipper|spoon|brush|hairbrush|towel|rod|cord|walker|broom|bottle|tray|pillow|remote)",
            "(<kinorcarer>|someone|somebody|he|she) ~1 (hits|hit|hitting|slaps|slapped|slapping|beats|beat|beating|kicks|kicked|punches|punched|smacks|smacked) me with (a|an|the|his|her|my|it) !news|bill|price|prices|idea|ideas|question|questions|joke|jokes|fact|facts|truth|surprise|smile|snowball|balloon|feather|kindness|hug|big|lovely|full|flush|pair|straight|royal|ace|king|queen|better|score|hand|double|goal|move",
            "(slaps|slapped|kicked|beats|beat|shoved|pinched|pinches|choked|smacked|pushes|pushed) me (when|again|every|last|hard|in|on|because|until|$)",
            "<kinorcarer> ~3 (hurts|hurt|hurting|rough with|handles me (so|too)? rough|is rough with|rough) (me|when|physically|my arm|my arms)",
            "<kinorcarer> (pulls|pulled|yanks|yanked|twists|twisted|grabs|grabbed|squeezes|squeezed) my (hair|arm|arms|wrist|ear|neck|hand)",
            "(grips|gripped|gripping|squeezes|squeezed|pinches|pinched|holds|held|presses|pressed|digs|dug) ~3 my (arm|arms|wrist|wrists|hand|hands|neck|shoulder|shoulders|legs) ~3 (blue|bruise|bruises|bruised|purple|marks|bleed|black and blue)",
            "(<kinorcarer>) ~2 (throws|threw|threw things|slams|slammed) ~2 (at|into|against) (me|the wall)",
            "(he|she|they|<carer>|<person>|someone) (is|are|was|were|has been|have been|been) ~1 (hitting|beating|hurting|abusing|choking|slapping|punching|kicking|threatening|molesting|raping|attacking|harming) me",
            "(being|been|am|was|getting|am being) (abused|beaten|mistreated|molested|raped|assaulted|hit by|hurt by|attacked|trafficked)",
            "(abusing|abuses|abused|mistreats|mistreating|mistreated|assaulted|assaulting|molested|molesting|raped|raping|harassing|harassed) me",
            "(bruise|bruises|black eye|marks|welts) ~4 (from|where|that) ~2 (<kinorcarer>|grabbed|hit|held|them)",
            "(my (husband|wife|partner|boyfriend|girlfriend|ex|son|daughter|father|mother|dad|mom|stepdad)|<carer>) (is|gets|has been|can be) (abusive|violent|physically)",
            "(abusive|violent) (relationship|husband|partner|boyfriend|home|household|marriage|parents|son|daughter|caregiver|aide|father|mother)",
            "(tie|tying|strap|lock|ties|tied|strapped|straps|restrains|restrained|locked|locks|locking|chained) me (to|in|down|inside|out|up)",
            "me (da|dio|dan|dieron|mete|metio) ~1 (paliza|palizas|tunda|golpiza)",
            "(me) (pega|pego|pegan|pegaron|golpea|golpeo|golpean|golpearon|abofetea|abofeteo|patea|patearon|escupe|escupio|escupen|escupieron|pellizca|pellizco|jala|jalonea|jalo|lastima|maltrata|maltratan|maltrato|amarra|amarro|amarran|amarraron|encierra|encerro|encierran|sacude|estrangulo)",
            // Who pushes the chair pushes nobody, unless it is pushed against something, or hard.
            "me (empuja|empujo|empujan|empujaron) !la|el|mi|a",
            "me (empuja|empujo|empujan|empujaron) a (la|el|mi|un|una|golpes|veces|proposito|cada)",
            "me (empuja|empujo|empujan|empujaron) (la|el|mi) !silla|sillita|carro|carrito|andador|camilla|cama|columpio|puerta|maleta",
            "me (empuja|empujo|empujan|empujaron) (la|el|mi) (silla|sillita|carro|carrito|andador|camilla|cama|puerta) ~2 (contra|fuerte|fuerza|golpe|pared|escalera|escaleras|proposito|encima|tira|tiro)",
            "(<carer>|<person>) ~2 (brusca|brusco|bruscos|violenta|violento|violentos|agresiva|agresivo) conmigo",
            "(<carer>|<person>) ~2 me (trata|trato|tratan|trataron) ~1 (mal|bruscamente|a golpes|con brusquedad|como animal)",
            "(sufro|sufriendo) (de)? (abuso|maltrato|violencia)",
        ],
    )
    .own()
    .past(Level::Low)
    .timely(),
    an(
        "an.sexual",
        Level::High,
        &[
            "(<kinorcarer>|someone|somebody) ~2 (touches|touched|touching|rubs|rubbed|feels|felt) me ~1 when ~2 (washes|bathes|undresses|wash|bathe|washing|bathing|showers) me",
            "(<kinorcarer>|someone|somebody|man|guy) ~3 (touches|touched|touching|fondles|fondled|grabs|grabbed|rubs|rubbed|kissed|kisses) ~1 (me)? ~2 (there|down there|inappropriately|private|privates|breast|breasts|sexually|under|when (i am)? (alone|asleep|bathing|washing|in the shower)|between|where (he|she|they) should not / in a (bad|sexual) way)",
            "(touches|touched|touching) me (inappropriately|sexually|down there|there|in my|in places|where|when (nobody|no one))",
            "(he|<carer>|someone|somebody) (comes|came|gets|got|climbs|climbed|crawls|crawled) (in|into) my bed (at night|when|$) !with",
            "(raped|rapes|raping|molested|molests|sexually) (me|abused|assaulted)",
            "(makes|made|forces|forced|forcing) me ~2 (touch|have sex|undress|take off|watch|do sexual)",
            // "Ya me toca a mí" is a turn that comes: whose turn it is, and what, is told in `calm`.
            "(<kinorcarer>|alguien|hombre|mujer|tipo|muchacho) ~4 me (toca|toco|tocan|tocaron) ~3",
            "(ella|el|ellos) me (toca|toco|tocan|tocaron) ~3",
            "me (toca|toco|tocan|tocaron) (en (el bano / la (ducha|cama)) / (bajo|debajo de) la (falda|ropa|manta|sabana|bata)) ~3",
            "me (toca|toco|tocan|tocaron) ~1 (ahi|alli|donde|abajo|pechos|partes|piernas|entrepierna|nalgas|cuerpo|sin|cuando me (bana|lava|viste|cambia)|mientras) ~3",
            "me (manosea|manoseo|violo|viola|violaron|obliga a) ~3",
        ],
    )
    .own()
    .past(Level::Medium)
    .timely(),
    an(
        "an.threat",
        Level::High,
        &[
            "<kinorcarer> ~4 (threatens|threatened|threatening|going to hurt|going to kill|will hurt|will kill|wants to kill|wants to hurt|said (he|she|they) (would|will) (hurt|kill|hit)) (me|to (hurt|hit|kill|leave|throw|put|take|lock))",
            "(afraid|scared|frightened|terrified|fear|live in fear) (of|for) (my (<person>)|him|her|the <carer>|that <carer>|one of the <carer>|going home|what (he|she|they) (will|might) do|my life)",
            "<carer> ~3 (screams|screamed|screaming|yells|yelled|yelling|shouts|shouted|curses|cursed|swears) at me",
            "<carer> ~3 me (grita|grito|gritan|gritaron|insulta|insulto|insultan|insultaron)",
            "<carer> ~3 (calls|called|calling) me (stupid|names|worthless|crazy|disgusting|useless|a burden|an idiot|filthy|pig|fat|dirty)",
            "(told|tells|said|says|warned|warns) (me)? ~2 (not to|never to|do not|if i) (tell|told) ~3 (anyone|anybody|someone|or|nobody|he|she|they)",
            "(will|would|going to) (hurt|hit|kill|beat|punish) me (if|when|again|for|tonight|because|$)",
            "(i am (not safe|unsafe) / i do not feel safe / i am not feeling safe) (here|now|tonight|anywhere|$)",
            "no (estoy|me siento) (a salvo|segura|seguro) (aqui|ahora|esta noche|en ningun lado|con|$)",
            "(not safe|unsafe|do not feel safe) (with|at home|around (him|her|my)|here with|in my (home|house|room))",
            "(controls|controlling|monitors|takes) my (phone|money|every|life|calls)",
            "me (amenaza|amenazo|amenazan) ~3",
            "<kinorcarer> ~2 (quiere|quieren|intenta|intento|trata de|trato de) (matarme|golpearme|pegarme|lastimarme|hacerme dano)",
            "(tengo|me da) miedo (de|a) (mi|la|el|los|las) (<person>|<carer>)",
            "(tengo|me da|tenemos) miedo (de|a) (ella|ellos|ellas)",
        ],
    )
    .own()
    .polar()
    .past(Level::Low)
    .timely(),
    an(
        "an.verbal",
        Level::Low,
        &[
            "(screams|screamed|screaming|yells|yelled|yelling|shouts|shouted|curses|cursed|swears) at me ~4 (all|every|when|because|if|and|for|constantly|always|again|$)",
            "(he|she|they|<person>) ~3 (calls|called|calling) me (stupid|names|worthless|crazy|disgusting|useless|a burden|an idiot|filthy|pig|fat|dirty)",
            "me (grita|gritan|insulta|insultan|humilla) ~3",
        ],
    )
    .own()
    .past(Level::None)
    .also(Sign::Distress),
    an(
        "an.money",
        Level::High,
        &[
            "<kinorcarer> ~4 (takes|took|taking|steals|stole|stealing|stolen|keeps|cashes|cashed|spends|spent|drained|emptied|uses|forged|withdrew) ~1 my (money|check|checks|social security|pension|card|cards|bank|savings|purse|wallet|jewelry|ring|credit|account|disability)",
            "(made|makes|forced|forcing|tricked|pressured|pressuring|making) me (sign|change my will|give (him|her|them) (money|my)|put (him|her|them) on|hand over|transfer)",
            "(stole|stealing|taking|steals|stolen) (all|from|out of)? ~1 (me|my) (money|savings|check|checks|bank|account|pension)",
            "(sold|selling) my (house|home|car) without",
            "me (roba|robo|roban) ~1 (el|mi|la|mis|dinero) ~1 (dinero|pension|cheque|tarjeta|ahorros|joyas)?",
            // What a doctor or a rule takes off the table is no theft.
            "me (quita|quito|quitan|quitaron|saca|saco|sacan|sacaron) ~3 (dinero|plata|pension|paga|cheque|chequera|tarjeta|tarjetas|ahorros|joyas|anillo|anillos|cadena|cartera|monedero|libreta|escrituras)",
            "me (obliga|obligo|obligaron|hace|hizo) ~1 (a)? firmar",
        ],
    )
    .own()
    .past(Level::Low),
    an(
        "an.neglect",
        Level::Medium,
        &[
            "(left|leave|leaves|leaving|sitting|sit|lying|lay|laying|been) ~3 (me)? ~2 (in|wet|soiled|on) ~2 (wet|soiled|dirty|my own (urine|mess|waste|filth|pee|poop|feces)|soaked|diaper|soiled bed|the toilet for|toilet for hours|the commode) ~4 (hours|all (day|night|morning)|bed|clothes|sheets|long|diaper|briefs)?",
            "(no one|nobody|they|staff|aide|aides|nurses|nurse|he|she|never) ~2 (not|never|nobody|refuse|refuses|refused|ignore|ignores|ignored|will|do|does|have|has) ~2 (answer|answers|answered|come|comes|came|respond|responds|help|helps|helped|feed|feeds|fed|change|changed|changes|bathe|bathed|bathes|give|gives|gave|wash|washed|turn|turned|check|clean|cleaned|ignore|ignores|ignored) \
             ~3 (call (button|light|bell)|my (bell|buzzer|button|light|calls|diaper|brief|sheets)|me (for|in|all|to|any|my|food|water|medicine|medication|lunch|dinner|breakfast|when|until|since|out)|the (call|bell|buzzer|light)|for (hours|days))",
            "(took|take|takes|taken|hid|hides|unplug|unplugged) ~1 my (bell|call bell|buzzer|call button|call light) ~1 (away|off me|from me|out|where)",
            "me (quitaron|quitan|quito|escondieron|esconden|desconectaron) (el|mi) (timbre|llamador) ($ / para|porque|de noche)",
            "(call (button|light|bell)|buzzer|bell) ~5 (no one|nobody|hours|ignored|ignore|not (come|answered))",
            "(not|nobody|no one|never) (been)? (fed|feeding|changed|bathed|washed|given (my|any)|giving me|feeds|gives) ~3 (today|days|me|since|hours|meds|medicine|food|water|pills|enough|<num>|medication|all day)",
            "(without|no) (food|water|my (<pills>)|medicine|heat|clean clothes) (for|since|all|in) ~2 (day|days|hours|night|yesterday|<num>|morning)",
            "(forget|forgets|forgot|forgotten) (about)? ~1 (me) ~3 (hours|all (day|night)|here|bathroom|toilet|shower)",
            "(bed sore|bedsores|pressure sores|bedsore) ~3",
            "(locked|keep|keeps|kept|shut) me ~1 (in|alone in) (my|the|a) (room|bedroom|basement|closet) ~3 (all|hours|alone|day|door|days|out|$)",
            "(no me) (dan|dieron|cambian|cambiaron|banan|atienden|hacen caso|traen|ayudan|contestan) ~4",
            "(me) (dejan|dejaron|dejo|tienen) ~3 (mojada|mojado|sucia|sucio|sin comer|sola en|tirada|tirado|encerrada|encerrado|sin agua|horas|sin comida|sin medicina)",
            // Nobody who comes to see one is a lonely day; with a bell, or in need, it is neglect.
            "nadie viene !a|los|el|este|cada|por ~4 (timbre|horas|dias|comer|medicina|llamo|bano)?",
            "nadie viene a !verme|visitarme|vernos|visitarnos|verlo|verla|verlos|saludarme|jugar|bailar|cantar|charlar|conversar|platicar|misa ~4 (timbre|horas|dias|comer|medicina|llamo|bano)?",
            "(timbre|llamo|llamando|llame|toco|grito|gritando|boton|campana|dolor|fiebre|mojada|mojado|sucia|sucio|enferma|enfermo|hambre|sed|cai|suelo|piso|ayuda) ~8 nadie viene",
            "nadie viene ~8 (timbre|llamo|toco|grito|boton|dolor|fiebre|mojada|mojado|sucia|sucio|enferma|enfermo|hambre|sed)",
            "nadie (contesta|me ayuda|me cambia|me atiende|me da) ~4 (timbre|horas|dias|comer|medicina|llamo|bano)?",
        ],
    )
    .own()
    .polar()
    .past(Level::Low)
    .timely()
    .also(Sign::Distress),
    an(
        "an.now",
        Level::Critical,
        &[
            "(has|holds|with|holding) (a|the) (gun|knife|pistol|razor) ~5 (in my room|at my door|outside my (door|room)|by my bed|coming (in|here|to me)|is here)",
            "(tiene|trae|con) (un|una|el|la) (cuchillo|pistola|arma|navaja) ~4 (en mi (cuarto|habitacion)|en mi puerta|junto a mi cama|esta aqui|viene)",
            "(he|she|they|<kinorcarer>) (is|are) ~1 (hitting|beating|hurting|choking|attacking|strangling|raping|coming to (hurt|kill|get)|breaking (in|down)|trying to (kill|hurt|choke|strangle|stab|shoot)|outside my (door|room) with|pointing a|holding a (knife|gun)) (me|now|right|the door|at|my)?",
            "(he|she|they|<kinorcarer>) (is|are) (going to|about to|coming to) (kill|hurt|beat|hit|attack|stab|shoot) me",
            "(has|holding|with) a (gun|knife) (and|on|at|to) (me|is|my|threatening)",
            "(help) (he|she|they) (is|are) (hurting|hitting|beating) me",
            "(me) (esta|estan) (pegando|golpeando|ahorcando|lastimando|atacando)",
            "me (va|van) a (matar|pegar|golpear|lastimar)",
            "(va|van) a (matarme|pegarme|golpearme|lastimarme)",
        ],
    )
    .own()
    .past(Level::Medium),
    an(
        "an.third",
        Level::Medium,
        &[
            "(<carer>|he|she|they|someone|man|husband|son|daughter) ~3 (hits|hit|slaps|slapped|hurts|abuses|abusing|abused|beats|beat|beating|pinches|pinched|neglects|mistreats|hitting|hurting|punched|kicked|shoved) (my (roommate|neighbor|neighbour|friend|mother|father|mom|dad|wife|husband|sister|brother|grandmother|grandma|child|son|daughter|kids|children)|him|her|the (residents|old|lady|man|woman)|(another|other|a) (resident|residents|patient)|(his|her) (wife|mother|kids|children|child))",
            "(victim of|suffering|experiencing|report|reporting|happening|witnessed|there is|see|seen|seeing|suspect|think it is|for) ~2 (domestic (violence|abuse)|elder abuse|child abuse)",
            "(domestic (violence|abuse)|elder abuse|child abuse) (survivor|survivors|victim|victims|at|in|here|happening|shelter)",
            "(being|is being|are being|getting) (abused|beaten|mistreated|neglected|molested)",
        ],
    )
    .past(Level::None)
    .third(Level::Medium),
];
