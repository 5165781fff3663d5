//! The indirect words of older people, and everyday ways to say grave things: what the direct rules miss.
//!
//! Written from what clinicians describe, not from test rows: weariness of life, being a weight, waiting for the
//! end, joining the dead, putting affairs in order, hiding medicine, giving up food; and plain words for abuse,
//! for a failing body and for voices.

use content_safety_api::{CrisisCategory, Facet, Level};

use super::{Rule, Sign};

/// The rules.
pub(crate) const RULES: &[Rule] = &[
    Rule::finding(
        "si.indirect.enough",
        CrisisCategory::SuicidalIdeation,
        Level::Low,
        &[
            "my (time has come / days are numbered / hour has come)",
            "(had|have|got) ~1 enough of (life|this life|living|it all|everything|being alive|this world|being here)",
            "(ready|want|time|like) ~2 (for)? ~1 (it|this|everything|all of it|life) ~1 to (be over|end|finish|be done|stop|be finished)",
            "(ready|time) for (the end|it all to end|my end|my time|this to end|death)",
            "(waiting|wait|sitting here waiting|just waiting) (to|for) (die|death|the end|my turn|my time|god to|the grave|the lord to|the undertaker)",
            "(why|what) (am i|do i|is the good lord|did god) ~2 (still|even|keep|leave|left|keeping|leaving) ~2 (here|alive|living|around|breathing|wake up|waking up|bother)",
            "(god|the lord|death|heaven) ~2 (does not|do not|did not|will not) (want|take|come)",
            "(hurry up and|hurry and|go ahead and) (die|be dead|take me|get it over with)",
            "(should|ought to|wish it) (have|had) been me (who died|instead|that died|not him|not her)? ",
            "(took|taken|take) the wrong (one|person|spouse)",
            "(i|should) have (died|gone) (with|instead of|before|when) (him|her|them|my|that|i|the)",
            "(outlived|overstayed) my (usefulness|welcome|time|purpose|use)",
            "(no|not much|not any) (use|good|purpose|place) (for|in|on) ~1 (me|this world|this earth) (any more|now|$)?",
            "(world|place|family|everybody|everyone|life|they|things|it) ~2 (would|will) ~2 (go on|carry on|get on|get along|manage|do|be) ~3 (without me|when i am gone|if i was not|if i were not)",
            "(fade|slip|drift|float|melt|waste) away (quietly|for good|forever|in my sleep|now|soon|$)",
            "(point|purpose|use|sense|good) (of|in|to) ~1 (another|one more|yet another|more of these) (day|days|year|morning)",
            "para que (quiero|sirve|vivir|levantarme)? ~1 (otro|un) dia (mas)? !libre|de|en",
            "(close|shut) my eyes (and|for) ~2 (not|never|good|last|forever)",
            "(not|never) ~2 (open|opening) my eyes (again|any more|tomorrow)",
            "(the) (big|long|final|last|eternal) (sleep|rest|goodbye|journey)",
            "(not|nothing|no one|nobody) ~1 (left)? to (stay|stick around|live|hang on|hold on|wake up|get up) for",
            "(does not|do not) matter (any more)? (if|whether) i (live|die|wake|am here|am alive|eat)",
            "(want|ready|wish|like|time) to (go|be) (home)? ~2 (with|to) (my|him|her|the|them) ~2 (in heaven|up there|husband|wife|maker|mother|lord|son|daughter|again|side|already|now)",
            "(see|join|be with|meet|follow) (him|her|them|my <person>) (again)? (soon|in heaven|up there|on the other side|when i (go|die)|at last)",
            "can not (wait|stand to wait) (to (die|be dead|see (him|her) again|be with (him|her))|for (death|the end))",
            "(life|living|this) ~2 (is not|is no|stopped being|has no) ~1 (life|worth|way to live|living|joy|meaning)",
            "(he|ya) (tenido|tuve) (bastante|suficiente) de (la vida|esta vida|vivir)",
            "(prefiero|quiero|quisiera|deseo|ganas de) (irme|ir|reunirme|estar) (ya)? ~1 con (mi|dios|el senor|el|ella) ~1 (viejo|vieja|esposo|esposa|difunto|difunta|mama|hijo|hija|alla|senor|cielo)?",
            "(no tiene|que) (caso|objeto) (seguir|vivir|continuar)",
            "(estoy|solo estoy|nomas estoy) esperando (la muerte|morir|morirme|que me muera|mi hora|a que dios)",
            "(ya)? (me)? (llego|es|toca) ~1 (mi hora|la hora de irme|irme ya)",
            "(pienso|creo|siento|parece) que ya me toca (a mi)?",
            "(para que|por que) (sigo (aqui|viva|vivo|yo aqui) / estoy (viva|vivo))",
            "para que estoy (aqui|yo aqui)",
            "que (dios|el senor|diosito) ~1 (me lleve|me recoja|se apiade) (ya|pronto)?",
            "(cross|angry|sorry|sad|disappointed|upset|mad|wish) ~3 (woke up|wake up|opened my eyes|made it through the night|still here|survived)",
            "(kindness|mercy|blessing|relief|favor|favour) ~3 (if|to) ~4 (die|died|dead|over|pillow over|took me|end|gone|go in my sleep|not wake)",
            "pillow over my (face|head)",
        ],
    )
    .facet(Facet::Wish)
    .polar()
    .own()
    .past(Level::None)
    .also(Sign::Wish),
    Rule::finding(
        "si.indirect.weight",
        CrisisCategory::SuicidalIdeation,
        Level::Low,
        &[
            "(weight|drag|millstone|nuisance|bother|trouble|drain|load|liability|problem|dead wood|deadweight) (on|to|for|around) (them|everyone|everybody|my (<person>|family|kids|children)|my <person> neck|the family|you all|him|her|people|others)",
            "(such|just|nothing but|only|being|am) (a|an)? (weight|drag|millstone|nuisance|drain|liability|dead wood|deadweight|waste of (space|a bed|air|time|money)) ~2",
            "(taking|take|takes) up (space|room|a bed|too much)",
            "(without|rid of|free of|shut of) me (to worry about|around|in the way|holding them back|dragging)",
            "(get|be|glad to be|happy to be|good to be) rid of me",
            "(holding|hold) (them|everyone|him|her|my <person>) back",
            "(they|my <person>|everyone|nobody|no one) ~4 (stuck with|sick of|tired of|fed up with) me",
            "(eat|eating|eats|using|use) up ~3 (inheritance|savings|money|their money)",
            "(only|just|solo|nomas) (sirvo para)? (estorbar|dar lata|dar trabajo|dar problemas|molestar)",
            "(soy|me siento) (un|una|puro|pura) (estorbo|lastre|peso|molestia|problema) ~2",
            "(uno|una|yo|aqui|ya) ~1 (estoy|esta|estamos|esta uno|esta una) de (mas|sobra)",
            "(ya)? (estoy|estamos) (aqui)? de (mas|sobra) (aqui|en)?",
            "(uno|una|yo) ~1 (sobro|sobra) (aqui|ya|$)",
            "(descansarian|estarian mejor|vivirian mejor|se librarian) (de mi|sin mi)",
            "(no one|nobody) (needs|wants|misses|would want) ~2 (an|a)? ~2 (old|useless|broken) ~1 (fool|man|woman|thing|body|wreck|lady|person|nuisance)",
            "(dejare|dejar|voy a dejar) de (dar|darles|darle|ser) (lata|guerra|molestias|problemas|una carga|trabajo)",
        ],
    )
    .polar()
    .own()
    .past(Level::None)
    .also(Sign::Burden),
    Rule::finding(
        "si.indirect.words",
        CrisisCategory::SuicidalIdeation,
        Level::High,
        &[
            "(end|ending|finish|finishing|cut short) (my|all my) (days|time here|existence|suffering for good|story)",
            "(top|topping|finish|finishing|do away with|doing away with|make away with|get rid of|getting rid of|do for|destroy|destroying|eliminate|snuff) (myself|my self)",
            "(put|putting) an end to (it all|it|myself|my life|my misery|my suffering|everything|all this|things)",
            "(finish|finishing) (it|me|myself|things) off (for good|now|tonight|$)",
            "(be|am|will be) the one to (decide|choose) when i (die|go)",
            "(go|going|leave|leaving) (out|this life) (on|in) my own (terms|way|time|hand)",
            "by my own hand",
            "(take|taking) (the easy|the coward) way out",
            "(check|checking) out (early|for good|of this life|permanently|of life)",
            "(help|someone|please|somebody) ~2 (me)? (to die|end it|die with dignity|put me to sleep|finish me|let me die)",
            "(give|gave|slip|inject) me something (to|that will|so i) ~2 (die|end|sleep|finish|go)",
            "(poner|pongo|ponerle) fin a (mi vida|todo|mis dias|esto|mi sufrimiento)",
            "(acabar|terminar|salir) (de una vez|con este sufrimiento|con mis dias|de todo esto)",
            "(desaparecer|irme) (de este mundo|para siempre)",
            "por mi propia mano",
        ],
    )
    .facet(Facet::Intent)
    .past(Level::Low)
    .timely()
    .also(Sign::Ideation),
    Rule::finding(
        "si.indirect.after",
        CrisisCategory::SuicidalIdeation,
        Level::High,
        &[
            "(when|after|once|before) (they|you|someone|anyone|the (nurse|aide|girl|maid)|my <person>) ~1 (find|finds|discover|discovers) (me|my body|it in the morning)",
            "(find|finds|discover) my body",
            "(letter|letters|note|notes|message|messages|card|cards) ~6 (for after|for when i am gone|for afterwards|to open (when|after)|for after i (go|die|am gone)|when i am gone|once i am gone)",
            "(written|wrote|writing|leave|leaving|left) ~2 (letter|letters|note|notes) ~5 (for after|gone|afterwards|after i)",
            "where (i am|i will be) going ~1 (i)? (will|do|would|shall) not (need|want|be needing|be wanting)",
            "(will not|would not|not going to) (need|be needing|want|be wanting) ~4 (tomorrow|any more|where i am going|next week|soon|after tonight|much longer)",
            "(para|en|a) (entonces|navidad|ese dia|esas fechas|el verano|mi cumpleanos|mi santo) ~5 ya no (estare|voy a estar|pienso estar|estaria)",
            "(do not|not) (bother|worry about) ~5 (tomorrow|next week|birthday|christmas|lunch|dinner|appointment) ~3 (not be here|gone|i am not going to be)",
            "(planned|arranged|picked out|paid for|chose) my ~2 (funeral|coffin|casket|burial|urn|cremation) ~4 (soon|ready|this week|because|and (i|now))",
            "(they|it) will be (sorry|easier|better|over) (when|once|after) i am (gone|dead)",
            "(cuando|despues de que|antes de que) me (encuentren|encuentre|hallen)",
            "(carta|cartas) ~5 (para cuando|ya no este / (para|a leer) despues / despues de (mi|que|muerta|muerto) / despues (me|ya|adios))",
            "(deje|dejo|dejare|escribi|escondi) ~1 (la|una|las|mi|mis) (carta|cartas|nota|notas) ~6 despues",
            "no (me)? (va|van|voy) a (hacer|necesitar) ~1 (falta)? ~2 (donde voy|manana|nunca|pronto|ya)",
        ],
    )
    .facet(Facet::Intent)
    .polar()
    .own()
    .past(Level::Low)
    .timely()
    .also(Sign::Goodbye),
    Rule::finding(
        "si.indirect.hidden_pills",
        CrisisCategory::SuicidalIdeation,
        Level::Medium,
        &[
            "(put|putting|keep|keeping|kept|hide|hiding|hid|tuck|tucked|tucking|stick|stuck|spit|spitting|drop|save|stash|slip|slipped|got|have) ~4 <pills> ~4 (sock|socks|drawer|jar|tissue|napkin|shoe|purse|pillow|mattress|pocket|cup|handkerchief|slipper|box|bag|closet|bible|robe)",
            "<pills> ~4 (sock|under (my|the) (pillow|mattress|tongue)|in a (napkin|tissue|jar|sock))",
            "(cheek|cheeking|tongue|palming|palm) ~3 <pills>",
            "(so|and) ~3 (does not|do not|will not|not|never) (see|know|notice|find) ~3 (<pills>|them|i keep|i save)",
            "(collection|pile|stack|stock|store|little stash) of <pills>",
            "(not|stopped|stop|skipping|skip|refuse|refusing|without|quit|going without) ~2 (take|taking)? ~1 (my|the)? ~1 (heart|blood pressure|sugar|diabetes|kidney|water|thyroid|epilepsy|seizure)? ~1 (<pills>) ~6 (nature|let it|what happens|be over|faster|sooner|god|on purpose|done|die|end|go|see what)",
            "let nature (do|take|run|have) ~3",
            "(escondo|escondi|guardo|guarde|junto|meto|meti) ~3 <pills> ~4 (calcetin|cajon|servilleta|almohada|colchon|bolsa|zapato|frasco)?",
            "(ya)? no (me)? (tomo|voy a tomar|quiero tomar) ~2 <pills> ~4 (que sea|dios|morir|acabe|pase)",
            "(whole|entire|full|all) (packet|pack|bottle|box|strip|jar) of ~2 <pills> ~4 (by|tonight|near|my bed|beside|with me|leave|room)",
            "(rifle|gun|pistol|shotgun|pills) ~6 (i know|know) (the|where|how) ~1 (combination|code|key|they are|to get)",
        ],
    )
    .facet(Facet::Means)
    .polar()
    .past(Level::Low)
    .also(Sign::Means),
    Rule::finding(
        "si.indirect.method",
        CrisisCategory::SuicidalIdeation,
        Level::Medium,
        &[
            "(roll|rolling|rolled|wheel|wheeling|drive|driving|throw|throwing|fling|flinging|tip|tipping|pitch) ~3 (myself|my (chair|wheelchair|scooter)|me) ~1 (down|off|into|in front|out|over) ~1 (the|a)? ~1 (stairs|steps|balcony|road|street|pond|lake|pool|river|window|traffic|terrace|bus)",
            "(walk|walking|wander|wandering|go|going|lie|lying) ~2 (out|off|down)? ~1 (in|into) the (snow|cold|sea|ocean|river|lake|woods|pond|street) ~4 (and not|never|lie|until|come back|not come|freeze|end|keep)",
            "(pull|pulling|pulled|rip|unplug|disconnect|turn off) ~2 (out)? ~1 (my|the) ~1 (oxygen|tube|iv|feeding tube|breathing machine|machine|catheter|drip)",
            "(plastic) bag over",
            "(stairs|balcony|window|roof|bridge|river|tracks) ~5 (be quick|be easy|do it|solve it|end it|over with|be over|be fast|jump)",
            "(tirarme|aventarme|dejarme caer|lanzarme) ~1 (por|de|a) (la|las|el) (escalera|escaleras|balcon|ventana|calle|rio|azotea)",
            "(quitarme|arrancarme|desconectar) ~2 (oxigeno|suero|sonda|tubo)",
            "(what happens|how long) ~3 (stop|stopping|without) ~1 (dialysis|insulin|oxygen|my <pills>) ~8 (my way|way out|do that|answer|best|end|plan|me)",
            "(stop|stopping) dialysis ~6 (my way|way out|answer|plan|end it|die)",
            "(belt|rope|cord|scarf|sheet|sheets) ~4 (door|hook|rail|railing|beam|closet|fan|shower) ~6 (week|ready|waiting|there|when|nobody|tied|looking at)",
            "(barandal|balcon|puente|azotea|ventana) ~4 (soltarme|tirarme|aventarme|brincar|saltar|dejarme caer)",
        ],
    )
    .facet(Facet::Method)
    .past(Level::Low)
    .timely()
    .also(Sign::Method),
    Rule::finding(
        "an.indirect.touch",
        CrisisCategory::AbuseNeglect,
        Level::High,
        &[
            "(puts|put|putting|slides|slid|sticks|stuck|had|has) (his|her|their) (hand|hands|fingers) ~1 (under|up|inside|in|down|on|between) my (nightgown|nightie|gown|dress|clothes|shirt|skirt|blouse|underwear|pants|panties|pajamas|breast|breasts|chest|thigh|thighs|legs|privates|diaper|brief|robe)",
            "(gets|got|climbs|climbed|crawls|crawled) (into|in) (my)? bed (with me)?",
            "(exposes|exposed|shows|showed|flashed) (himself|herself|his) ~2",
            "(watches|watched|films|filmed|photographs|takes pictures of) me ~2 (naked|undress|undressing|in the (shower|bath)|bathing|on the toilet)",
            "(touches|touched|feels|felt|rubs|rubbed|strokes) (my|me) ~1 (breast|breasts|bottom|privates|thigh|thighs|down there|between)",
            "me (mete|metio|pone|puso) la mano ~3 (camison|ropa|pecho|piernas|vestido|abajo|calzon)",
            "se mete en mi cama",
        ],
    )
    .own()
    .past(Level::Medium)
    .timely(),
    Rule::finding(
        "an.indirect.hurt",
        CrisisCategory::AbuseNeglect,
        Level::High,
        &[
            "(<kinorcarer>|they|who) ~3 (shoved|shoves|slammed|slams|dragged|drags|yanked|yanks|jerked|jerks|dumped|threw|throws|dropped|drops|pushed|pushes|pins|pinned|holds|held) me ~1 (into|against|down|onto|on|to|across|out of|around|by (the|my)|in the) ~3 (wall|floor|bed|chair|door|arm|arms|hair|wrist|wrists|neck|room|hall)?",
            "(<kinorcarer>) ~3 (pulls|pulled|pinches|pinched|twists|twisted|bends|bent|squeezes|squeezed|scratches|scratched|slaps|slapped|burns|burned|pokes|poked) my ~1 (hair|arm|arms|hand|hands|wrist|wrists|ear|ears|face|leg|legs|skin|finger|fingers|cheek)",
            "(scalding|boiling|freezing|ice cold|cold|hot) (water|shower|bath) ~3 (on purpose|punish|when i complain|again)",
            "(raises|raised|lifts|lifted) (his|her) (hand|fist|belt|cane) ~2 (me|at me|to me)",
            "(punish|punishes|punished|punishing) me (by|for|if|when|with)",
            "(drug|drugs|drugged|sedate|sedates|sedated) me ~4 (quiet|sleep|shut|against|without|so)",
            "(keep|keeps|kept|hold|holds|control|controls|took|takes|has|have|hold on to|cashes) ~1 my (checkbook|cheques|checks|bank card|pension|social security|purse|credit card|debit card|wallet|money|savings|deed|passport) ~6 (never|not|nothing|no money|refuse|see a|ask|give|let)",
            "(never|not) (see|get|seen|given) a (cent|penny|dime|dollar) (of)? ~2 (my|from|pension|check|money)?",
            "(money|cash|jewelry|ring|rings|watch|things) ~4 (missing|gone|disappears|disappeared|stolen) ~6 (aide|nurse|son|daughter|caregiver|cleaner|visit|comes|she|he|they)",
            "(signed|sign|signing) ~3 (papers|paper|house|will|deed|document|documents) ~5 (not understand|made|forced|or else|threatened|without reading|did not want|did not know)",
            "(puts|put|push|pushes|shoves|forces|forced|shove) ~2 (food|spoon|pills|rag|towel|cloth|sock|medicine) ~2 (in|into|down|over) my (mouth|throat|face)",
            "(spits|spit|spat) (at|on) me",
            "me (jala|jalo|jalan|tuerce|torcio|pellizca|rasguna|aprieta|avienta|aventaron|tira|empujo|arrastra) ~2 (pelo|brazo|brazos|oreja|mano|cama|piso|pared|muneca)?",
            "me (quema|echa|bana) con agua (hirviendo|fria|helada)",
            "(se queda|se quedan|se quedo) con (mi|mis|toda mi) (pension|dinero|cheque|tarjeta)",
            "(digs|dig|dug|sinks|sank) (his|her|their) ~1 (nails|fingers|knuckles|thumbs|elbow) ~2",
            "not (allowed|let) (out of|to leave|outside|to go) ~2 (room|back room|bedroom|house|bed|use the|see)",
        ],
    )
    .own()
    .polar()
    .past(Level::Low)
    .timely(),
    Rule::finding(
        "me.indirect",
        CrisisCategory::MedicalEmergency,
        Level::Critical,
        &[
            "(elephant|weight|ton|anvil|truck|vise|band|brick|bricks|someone sitting|rock|stone) ~3 (on|around|in) (my|the) chest",
            "chest ~2 (like|as if|feels like|going to) ~3 (burst|explode|crushed|squeezed|vise|squeezing|elephant|weight|cracking)",
            "(pain|ache|burning|tingling|heaviness|numbness) ~4 (shooting|spreading|going|running|moving|down|up|into|radiating) ~2 (my)? ~1 (left)? (arm|jaw|shoulder)",
            "(left|right|one) side ~3 (numb|dead|weak|limp|paralyzed|will not move|not moving|went|is gone|tingling|drooping)",
            "(half|one side) of (my|his|her) (face|body) ~3 (numb|drooping|dead|fell|fallen|not moving|weak|gone|sagging)",
            "(my|his|her) (mouth|face|eye|smile) ~2 (crooked|lopsided|drooping|droopy|sagging|fell|hanging|dropped)",
            "(words|speech|talk) ~4 (funny|wrong|jumbled|slurred|mixed|thick|gibberish|scrambled) ~3 (all of a sudden|suddenly|today|now|this morning|since|out)?",
            "(room|everything) ~2 (spinning|went black|going black|going dark|went dark) ~4 (fell|fall|pass|help|can not|stand|vision)?",
            "(hip|leg|arm|back|wrist|ankle|neck) ~3 (screaming|snapped|cracked|popped|broke|broken|twisted|bent wrong|wrong way|sticking out) ~3",
            "(slipped|fell|fallen|tumbled|went down|tripped|collapsed|landed) ~4 (tub|shower|stairs|steps|bathroom|floor|hall|carpet|rug|ice|curb|walker|toilet) ~6 (hurt|hurts|pain|hip|head|back|can not|get up|bleeding|help|leg|arm|screaming|stuck|wrist)",
            "(on the (floor|ground)|down) ~4 (all night|for hours|since (morning|last night|yesterday)|and no one|and nobody|can not reach)",
            "(gasping|wheezing|fighting|choking|suffocating|smothering|drowning) (for air|for breath|and|here|now|help|$)",
            "(can not|could not|hard to) (swallow|breathe lying|get (a|any|my) (breath|air))",
            "(turning|turned|gone|looks|going) (blue|gray|grey|purple) ~3 (lips|face|fingers|around|mouth|help)?",
            "(will not|does not|not) (wake|waking|respond|responding|answer me|move|moving|breathe) ~3 (roommate|husband|wife|he|she|neighbor|help|at all|when i shake)",
            "(roommate|husband|wife|neighbor|friend) ~4 (will not wake|not waking|not moving|not responding|shaking all over|foaming|turned blue|is blue|lifeless|limp)",
            "(shaking|jerking|twitching) (all over|uncontrollably|and can not stop)",
            "(took|taken|swallowed|had|got) ~2 (my)? (<pills>) twice",
            // The wrong medicine, whoever's; the wrong dinner is a dinner.
            "(gave|given) me ~2 wrong (, / dose|injection|shot|jab|drops|patch|one|ones|stuff|bag|bottle|cup|glass|pot|spoon|blood|oxygen|amount)",
            "(gave|given) me ~2 wrong ~2 (<pills>|dose|injection|patch)",
            "(gave|given) me ~2 (somebody else|another resident|roommate) ~1 (<pills>)?",
            "(blood|bleeding) ~3 (soaking|soaked|pouring|dripping|through|all down|toilet|stool|pillow|will not|keeps)",
            "(elefante|peso|piedra|opresion|apretado) ~3 (en el|en mi|sobre el|sobre mi|encima del|arriba del) pecho",
            "(medio lado|lado izquierdo|lado derecho|mitad de la cara|media cara) ~3 (dormido|dormida|muerto|paralizado|caida|torcida|no lo siento)",
            "(se me)? (durmio|entumio|paralizo|torcio) ~1 (el|la|medio|mi) (brazo|cara|lado|pierna|boca|cuerpo)",
            "(hablo|habla|hablando) ~1 (raro|enredado|trabado) (de repente)?",
            "(mi <person>|companera|companero) ~2 (no (despierta|responde|respira|se mueve)|esta (morada|morado|azul|convulsionando))",
            "(burns|burning|hurts|aches|tight|squeezes|pressing|pain) ~2 (across|in|over|through|behind) (my|the) ~1 (chest|breastbone|ribs)",
            "(eyelid|eye|mouth|face|hand) ~3 (will not (open|close|move)|drooping|hanging|not opening) ~4 (leg|arm|side|suddenly|numb|feel)?",
        ],
    )
    .polar()
    .past(Level::None),
    Rule::finding(
        "ps.indirect.voice",
        CrisisCategory::Psychosis,
        Level::High,
        &[
            "(hear|hearing|heard|hears) ~1 (a|the|some|this) ~1 (man|woman|voice|someone|somebody|person|child|thing|stranger|devil) ~3 (order|orders|ordering|tell|tells|telling|command|commanding|whisper|whispering|shout|shouting|say|saying) ~1 (me|that i|to)",
            "(somebody|someone|a man|a woman|something) ~2 (inside|in) my head ~3 (tell|tells|telling|says|order|orders|talks|talking|wants)",
            "(ordering|commanding|forcing) me to (hurt|kill|break|jump|burn|cut|run|leave|stop|do)",
            "(poisoned|bewitched|hexed) (my (food|coffee|water|soup|tea|pills|drink)|me)",
            "(food|soup|coffee|tea|water|pills|medicine|milk) ~3 (tastes|smells|is|has been|looks) ~2 (poisoned|funny|of poison|wrong|drugged|tampered|like poison|chemical) ~5 (they|want|trying|kill|on purpose|poison|me)?",
            "(they|he|she|people|someone|neighbors|staff|family|nurses) ~3 (want|wants|trying|plotting|planning) to (get rid of|do away with|kill|poison|eliminate|murder|bury) me",
            "(break|breaks|come|comes|sneak|sneaks|get|gets) (in|into) (my (room|house|apartment)|here)? ~2 (at night|every night|while i sleep) ~5 (move|steal|poison|touch|spy|through the walls|things)",
            "(following|watching|spying|listening|recording) ~3 (through|from|behind|in|with) ~1 (the)? (walls|wall|vents|vent|tv|television|radio|mirror|ceiling|light|lamp|clock|phone|camera|cameras)",
            "(oigo|escucho) ~1 (a un|una|un|a una) (hombre|mujer|voz|alguien) ~3 (ordena|dice|manda|grita|susurra)",
            "me (quieren|estan|tratan de) ~1 (envenenar|envenenando|matar|eliminar|embrujar|desaparecer)",
            "me (hicieron|estan haciendo|echaron) (brujeria|un trabajo|mal de ojo|una maldicion)",
            "(people|man|woman|faces|children|someone|they|devil) ~1 (in|behind|inside|from) the (mirror|walls|wall|tv|television|ceiling|radio|closet|picture|pictures|vents) ~2 (say|says|tell|tells|told|want|wants|whisper|talk|talking|watch|watching|call|calling|order)",
        ],
    )
    .past(Level::Low)
    .third(Level::Medium),
    Rule::finding(
        "ed.indirect",
        CrisisCategory::EatingDisorder,
        Level::Medium,
        &[
            "(have|has) not (touched|wanted|had|taken|kept down) ~2 (food|bite|meal|thing|anything|drop|crumb|water|meals) ~2 (in|for|since|all) ~2 (days|week|weeks|<days>|<num>|yesterday|day)?",
            "(living|surviving) on (water|coffee|tea|crackers|air|nothing|ice) ~3 (days|weeks|now|for|only)?",
            "(send|sends|sending|sent|push|pushes|pushing) ~1 (my|the) ~1 (tray|trays|plate|plates|meals|food) (back|away) ~3 (every|full|untouched|again|all|on purpose)",
            "(do not|not|no longer|will not) (want|care|bother|feel like) ~1 (to)? (eat|eating|food|drink|drinking) (any more|ever again|again|at all|nothing|anything any more)",
            "(lost|losing) (my appetite|interest in food) (completely|for weeks|for good|and (i am|my clothes))",
            "(clothes|rings|pants|teeth) ~3 (hang off|hanging off|falling off|fall off|too big) ~2 (me|my)?",
            "(count|counting|weigh|weighing) ~3 (every|each) (bite|calorie|crumb|meal|day|hour)",
            "(no|ni) (me)? (pasa|entra|apetece) ~1 (la comida|comida|bocado|comer) ~3 (dias|semanas|ya)?",
            "(no|ni) me entra ~1 nada ~3 (dias|semanas|ya)?",
            // "No me pasa nada" is that nothing happens, unless it is said of what is swallowed.
            "(no|ni) me pasa ~1 nada (ya)? (desde|ni|solido|liquido|por / de (comida|comer|lo que)) ~3",
            "(comer|como|comida|trago|tragar|garganta|bocado) ~5 no me pasa ~1 nada",
            "(no|ni) (he)? (probado|tocado) (bocado|la comida|comida) ~3",
            "(have|has|can) not ~1 (kept|keep|keeping) (anything|food|a thing|it|water|meals) down ~3 (days|weeks|since|for|days and|<num>)?",
        ],
    )
    .polar()
    .past(Level::None)
    .also(Sign::Eating),
    Rule::finding(
        "ic.indirect",
        CrisisCategory::InabilityToCare,
        Level::Medium,
        &[
            "(fridge|refrigerator|cupboard|cupboards|pantry|icebox) (is|are|has been|was) ~1 (empty|bare)",
            "(nothing|no food|not a thing) (to eat|in the (fridge|house|cupboard|refrigerator|pantry))",
            "(heat|heater|furnace|electricity|power|water|lights|gas|phone) ~3 (cut off|shut off|turned off|disconnected|broke|broken|does not work|not working|has been out|is out) ~6 (cold|days|week|freezing|no money|can not|winter|since|dark|me)",
            "(freezing|so cold|no heat) (in here|in my (house|room|apartment)|at home|for days|all night)",
            "(wearing|worn|in) the same (clothes|underwear|nightgown|dress|diaper) ~3 (days|week|weeks|month)",
            "(dishes|garbage|trash|mess|papers|filth|roaches|rats|bugs) ~4 (everywhere|piling up|piled up|to the ceiling|all over|taking over|can not keep up|overrun)",
            "(bath|bathtub|tub|bed|stove|shower) ~2 full of (newspapers|papers|boxes|rubbish|junk|bags|trash)",
            "(wet|soil|soiled|mess|messed) (the bed|my bed|myself|my pants) ~5 (clean|change|alone|sheets|days|can not|lie|lay|sit)",
            "(can not|do not) remember (if|whether|when) i (ate|took|have eaten|took my|last ate|drank) ~3",
            "(found|find) (me|myself) ~3 (outside|in the street|wandering|on the road|in my nightgown) ~5 (not know|night|lost|how|confused|again)?",
            "(do not|not) know (how to get|the way|where) ~2 (back|home|i live|my house is|my room is)",
            "(left|leaving|forgot|forget) ~2 (stove|oven|gas|burner|iron|kettle|candle|tap|faucet|front door) (on|burning|open|running|lit) ~3 (again|all|twice|fire|night|by mistake|always)?",
            "(all alone|by myself|on my own) ~4 (can not (manage|cope|cook|get|reach|bathe|walk)|fall|no help|no one comes)",
            "(la nevera|el refrigerador|la alacena) ~1 (esta)? vacia|vacio",
            // A light that went out comes back; it is a want where it lasts, or where somebody needs it.
            "se fue (la luz|el agua|el gas|la calefaccion) ~8 (dias|semana|semanas|frio|oxigeno|comida|nevera|refrigerador|maquina|respirador|concentrador|sola|solo|nadie|ascensor|elevador|escalera|escaleras|agua|silla|calor|medicina|medicinas|insulina / no (vuelve|viene|veo|regresa) / desde (ayer|anoche|el|hace|que))",
            "(me cortaron|no tengo) (la luz|el agua|el gas|la calefaccion) ~3",
            "(llevo|hace) ~3 (la misma ropa|sin banarme|sin cambiarme)",
            "no (se|recuerdo) (como|donde) (volver|regresar|vivo|queda mi casa|esta mi casa)",
            "(no one|nobody|been nobody|none) to ~1 (change|clean|dress|empty|bathe|wash|feed|lift|turn|help) ~2 (bandage|wound|bag|catheter|diaper|dressing|me|bed|sheets) ~4",
        ],
    )
    .polar()
    .own()
    .past(Level::None),
];
