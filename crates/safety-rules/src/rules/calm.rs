//! Turns of speech of an ordinary day that share their words with a danger: what goes on feet, what is no use to anybody, two who
//! fell out, eyes that are rolled in scorn, a chair that is pushed into the sun. Each is held as narrow as the danger beside it
//! asks: `cases/calm.txt` has both.

use super::{Cue, Rule};

/// The cues.
pub(crate) const RULES: &[Rule] = &[
    Rule::cue(
        "cue.calm",
        Cue::Idiom,
        &[
            // Who is run off their feet runs nowhere.
            "(run|runs|ran|running|rushed|rushing|worked|swept|knocked) off (his|her|their|my|our|your) feet",
            "(hit|hits|hitting) the (hay|sack|road|books|gym|shops|town|deck|brakes|nail|jackpot|showers|pillow|button|spot|trail|streets|target|keys)",
            // Two who fell out are not on the floor; one alone may be.
            "(<person>|he|she|and) and i ~2 fell out !of",
            "(we|they) ~2 fell out !of",
            "fell out (with|over|about) ",
            // It is a thing that is no use, not who speaks.
            "(it|that|this|they|which|those|these) (is|was|are|were) (no use|no good|useless|worthless) (to|for)",
            "(suppose|think|reckon|expect|doubt|guess|not) ~1 (it|that|this) (will|would) ~1 (kill|hurt) me",
            "(it|that|this) (will|would) not (kill|hurt) me",
            "(eso|esto|caminar|madrugar|poco|nada) no me va a (matar|lastimar)",
            "no me va a matar (un|una|caminar|andar|madrugar|comer|esperar)",
            // Said of fear only where the sentence ends with it: "but I was" takes it back.
            "never said (that)? (i was|i am) (afraid|scared|frightened) (of (him|her|them))? $",
            "not me (that|who|what) (left|leaves|forgot|broke|spilled|spilt|dropped|lost)",
            "(so|so that) (no one|nobody) (would|will|could) (notice|know|see) !if|when|me|i|about|that|for|until",
            // The thing that is stuck, where the sentence begins with it.
            "^ (and|but|well|now|oh)? (the|my|that|his|her)? (call)? (button|buzzer|bell|cord|remote|glasses|slipper|slippers|ball|book|drawer|plug|phone|telephone|cat|curtain|blind) (is|are|was|got|has got|fell)? (stuck|wedged|trapped) ~1 (behind|between|down|under)",
            "(hot|cold) (water|shower|bath) (is|has|was)? ~1 (gone|off|out|broken|back|run out|not working) again",
            "up and down ~2 (all (night|day) / since|for hours)",
            "(give|gives|gave|giving) (me|us) (a|any|one)? (straight|plain|clear|honest|proper) (answer|reply)",
            // What tastes funny and no more is the cook's doing; who wants it so is heard where it is said.
            "(food|soup|coffee|tea|water|milk) ~1 (tastes|tasted|smells|smelled|looks|looked) ~1 (funny|wrong) (today|again|tonight|this morning)? $",
            "(cry|weep|moan|grumble|laugh|sulk|grouse) ~2 (and|then) ~1 it is over",
            // A heart that beats at what is told with it, long done.
            "heart (was|started) ~1 (pounding|racing|thumping|fluttering|hammering) ~1 (before|when|as|while|until) (they|he|she|we|the|it) ~2 (said|read|announced|spoke|opened|rang|played|sang|smiled|kissed|asked|won|began)",
            "(hill|hills|stairs|steps|heat|cold|suspense|knee|knees|feet|shoes|food|cooking|boredom|bingo|singing|noise|diet|exercise|exercises|physio|walk|waiting|corridor) (will|would|is going to|are going to) ~1 kill me",
            "(rather|sooner) (die|be dead) than (wear|listen|play|dance|sing|vote|watch|miss|share|knit|join / be seen)",
            "ready to go ~3 (taxi|bus|van|coat|shoes|car|bag|hat|bingo|lunch|dinner|church|match)",
            "fish out of water",
            "shot horses (in|back|during|then)",
            "(cat|dog|budgie|parrot|canary|horse|pony|rabbit|goldfish) ~2 stopped (eating|drinking)",
            "(see|is there|what is) (the|any|no|much) (point|use|sense) (of|in) (these|those|that) !days|years|life|pills|treatments|treatment|tablets|things",
            "no (water|heat|light|power|electricity) in the (corridor|hall|hallway|lounge|garden|vase|sunroom|lobby|chapel|shed)",
            // Nobody who does it, where nothing follows that says when somebody does.
            "(no one|nobody) ~1 (made|makes|forced|forces|takes|took|hits|hit|steals|stole) (me|my) ~1 (sign|money|purse|card)? ,",
            // A hand that is held, an arm that is caught before its owner falls.
            "(squeezed|squeezes|squeezing|pressed|presses) my hand (, / twice|back|goodnight / and (that|smiled|said|it was|i knew|we))",
            "(grabbed|grabs|held|holds|caught|catches|took) (me / my ~1 (arm|hand|elbow|sleeve|wrist)) ~2 (so|before|or) i (would|did|do|could|will|might)? not? ~1 (slip|slipped|fall|fell|trip|tripped|topple|go down|went down)",
            "not let me (out|go out|leave) ~1 without (a|my|the) ~1 (coat|hat|scarf|cardigan|jacket|gloves|umbrella|breakfast|stick|frame|walker|shoes)",
            "(not|refuse to|never) ~2 eat (that|this|those|their|the) !food|meal|meals|stuff|dinner|tray|pills",
            "not ~2 eat (fish|meat|pork|liver|cabbage|porridge|soup|sprouts|fruit|eggs|beans|sweets|cake)",
            "i (just|really)? let myself go",
            "-will|would|should|could|might|must|please|why|if they let (me|us) go at <num>",
            "did not (fall|faint|choke|collapse) ,",
            "(choking|choked|choke|breathe) (with|on|for|from) (laughter|laughing|giggling|giggles)",
            "(hair|beard|moustache|sky|sea|weather|milk|sheets|curtains|day|clouds|river|meat|bread|porridge) ~2 (turning|turned|gone|going|goes|went|looks) ~1 (blue|gray|grey|purple)",
            "i (am|have|was)? ~1 (gone|going|went|turned) (gray|grey) (at|early|in|by|when|before|years|young|and (proud|glad|wiser))",
            // What cannot be done, beside what can.
            "can not (walk|cook|dress|bathe) (far|now / any more)? but (i|we)? ~1 (can|still|sit|look|do|have)",
            "you can not (eat|walk|cook) !me|us|up|any",
            "(he|she|they|one) ~1 (can not|can no longer|could not) (even)? cook",
            "si (ya|uno|una)? no (puedo|puede) (caminar|cocinar|andar)",
            // Never to give up is no giving up; "I will not give up my pills" is read by what stands beside it.
            "(never|will not|would not|not going to|not one to|not ready to|refuse to) (just|ever)? (give|giving|gives|gave) up",
            // A firm that let somebody go.
            "(they|boss|company|factory|firm|manager|foreman|school|office|bank) (just|all)? let (me|us) go (by|early|after (<num>|all) / with (a|no|an|two|three|six) ~1 (letter|notice|handshake|watch|word|pension|severance) / in (#|the (eighties|seventies|nineties|layoffs|cuts)))",
        ],
    ),
    Rule::cue(
        "cue.calm.es",
        Cue::Idiom,
        &[
            // Eyes that are rolled in scorn: with what they answer or with a sigh. By itself it may be a fit.
            "(cuando|si|siempre que|cada vez que) ~2 (hablo|digo|cuento|pregunto|pido|canto|opino|quejo|explico|repito) ~6 (los)? ojos (en)? blanco",
            "(pone|ponen|ponia|puso) los ojos en blanco (cuando|si|cada vez que|siempre que|porque) (le|les|yo|me|se lo|se la)? ~1 (hablo|digo|cuento|pregunto|pido|canto|opino|quejo|explico|repito|oye|habla|hablan|llaman|piden)",
            "(suspira|bufa|resopla|chista|burla|suspiran|resoplan) ~1 y ~1 (pone|ponen) los ojos en blanco",
            // Sun and air strike nobody, and what sticks is no blow.
            "me (pega|pego|da|golpea) (el|la) (sol|luz|aire|viento|brisa|frio|calor|sombra)",
            "me (pega|pego|pegaron|pegan) (un|una|el|la|su) ~1 (abrazo|susto|gripe|catarro|resfriado|acento|risa|costumbre|mania|alegria|sonrisa|beso|sueno|hambre|cancion|virus|constipado|bostezo|vistazo)",
            "me (tira|tiro) (de la lengua / los tejos / un beso|besos)",
            "me (sacude|sacudio|golpea) (la|las|el|los) (almohada|almohadas|manta|mantas|sabana|sabanas|migas|alfombra|colchon)",
            "(faja|zapato|zapatos|falda|cinturon|pulsera|anillo|reloj|gorro|sueter|jersey|pantalon) ~1 me (aprieta|aprietan|tira|tiran)",
            "(duele|dolia) ~1 (el|la) (pecho|barriga|estomago) de (tanto|la|tanta) (reir|reirme|reirnos|risa|carcajada)",
            "(ahogo|ahogue|ahogaba|atragante|atraganto) (de|con|por) (la|una)? (risa|risas|emocion|papeles)",
            "casi (me infarto / me da (un|el) infarto)",
            "(cierra|cerro) la garganta (de (la)? (emocion|alegria|pena) / al (hablar|cantar|recordar|leer))",
            "(fuego|incendio) en (la|el) (chimenea|hogar|monte|sierra|cerro|bosque)",
            "no (me (cai|desmaye|ahogo|atragante) / me he caido) ,",
            "no estoy (tirada|tirado)? en el (suelo|piso)",
            "nadie me (amenaza|pega|obliga|roba|grita|quita) (, / a nada)",
            "a mi no me (amenaza|pega|obliga|roba|grita) nadie ,",
            "(mareada|mareado|confundida|confundido) (con|de|por) (tanto|tanta|tantos|tantas|los|las|el) ~1 (nombres|horarios|papeles|botones|noticias|numeros|cuentas|ruido|vueltas|canales)",
            "(irme|ir) con mi ~1 <person> (a|al|de) (la|el)? (playa|casa|campo|cine|mercado|pueblo|viaje|compras|vacaciones|paseo|misa)",
            "(morir|morirme|muero) de la (verguenza|risa|emocion|envidia|curiosidad)",
            // Kept in without a hat or in the rain is care; kept in is not.
            "no me (deja|dejan) (salir|ir|bajar) ~2 sin (mi|el|la|un|una)? (gorro|abrigo|bufanda|chaqueta|sueter|paraguas|baston|andador|desayunar|sombrero)",
            "no me (deja|dejan) (salir|ir|bajar) ~3 (cuando|si|porque) (llueve|nieva|hiela / hace (frio|calor|viento))",
            "no me (da|dan|dieron) (postre|bola|miedo|pena|verguenza|risa|rabia|envidia|asco|vino|dulces|dulce|helado|chocolate|azucar|sal / las (piernas|caderas|rodillas|manos|cuentas))",
            "no me (trae|traen|trajeron) (el|la|las|los)? (periodico|diario|revista|flores|regalos|postre|vino)",
            "no me (contesta|contestan|contestaron) ~1 (carta|cartas|mensaje|mensajes)",
            "no me ayudan con (el|la|los|las) (ordenador|crucigrama|television|tele|plantas|jardin|movil|celular)",
            "(no hay|sin) (luz|agua|calefaccion) en (el|la) (pasillo|ascensor|jardin|patio|salon|comedor|sala|capilla)",
            "(quedamos|quede|quedaron|quedo) sin luz (un|unos|una|media) (rato|ratito|momento|minuto|minutos|hora)",
            "no (ya)? puedo (cocinar|caminar|coser) ~1 pero (puedo|todavia|aun|canto|doy|miro|mando|si)",
            "se me (pega|pego|pegan|pegaron) !camisa|ropa|piel|blusa|pantalon|el|la|los|las",
            "se me (pega|pego|pegan|pegaron) (el|la|los|las) !camisa|ropa|piel|blusa|pantalon|media|medias|venda|manga",
            "me (aprieta|aprietan|tira|tiran|jala) (un poco|mucho)? (la|el|las|los|este|esta|estos|estas) ~1 (faja|zapato|zapatos|falda|cinturon|pulsera|sosten|pantalon|pantalones|media|medias|calcetin|calcetines|anillo|reloj|gorro|manga|mangas|sueter|jersey|costura)",
            // A voice that is wished for is no voice that is heard.
            "(por|quiero|quisiera|necesito|gustaria|gusta|extrano|ganas de) (oir|escuchar) (una|alguna|otra) voz !que|dentro|en",
            "(ahora|hoy|ahorita|ya) no puedo seguir (hablando|charlando|escribiendo|platicando|conversando / (que|porque|pues)? (me (llaman|toca|esperan) / vienen|viene|llegan|llega))",
            // What is too much is a day, a noise, the weather, a thing; of life and pain nothing is said here.
            "no (puedo|aguanto|soporto) (ya)? mas (con)? (este|esta|estos|estas|ese|esa|esos|esas|el|la|los|las|tanto|tanta|tantos|tantas) (<days>|ruido|ruidos|gritos|griterio|escandalo|televisor|tele|television|musica|radio|ronquidos|timbre|telefono|alarma|trompeta|calor|frio|lluvia|viento|menu|sopa|comida|pure|cola|silla|colchon|cama|zapatos|tema|bingo|politicos|chismes|moscas|mosquitos|anuncios|novela|corbata|faja|gimnasia|dieta|papeles|tramites|crucigrama)",
            "(ruido|calor|domino|frio|equipo|trafico|curiosidad|escalera|escaleras|gimnasia|dieta|risa|nervios|cuesta) me (va|van) a matar",
            "me (va|van) a matar (este|esta|el|la|los|las) (ruido|calor|domino|frio|equipo|trafico|curiosidad|escalera|escaleras|gimnasia|dieta|risa|nervios|cuesta)",
            "(ahogue|ahogaba|ahogamos) en un vaso",
            "fuerzas para (subir|bajar|abrir|cargar|bailar|discutir|empujar|coser|remar|correr)",
            "no me (deja|dejan) (ver|oir|escuchar) (la|el|las|los|mi) (novela|tele|television|partido|pelicula|musica|radio|noticias|misa|serie)",
            "no puedo mas (que|es que)? (comi|cene|desayune / he comido|he cenado)",
            "no puedo seguir (el|la|los|las|este|esta) (hilo|conversacion|partida|pelicula|novela|misa|cuento|paso|ritmo|lectura|libro)",
            "no puedo seguir con (este|esta|el|la|mi) (jersey|labor|bufanda|libro|crucigrama|cuento|historia|carta|sueter|punto|tejido)",
            "no me rindo",
            "no (estorbo|molesto) (, / a nadie)",
            "me rindo con (el|la|los|las|este|esta) !vida|dolor|mundo|enfermedad|cuerpo|todo|soledad|pena",
            "me rindo ~1 (ganaste|ganas|gano|dime|digame / no se (la|hacer|como|que|cual) / que es / cual es)",
            // The light that fails elsewhere; what is lacking here is read as it stands.
            "(alla|alli) ~3 (sin|no hay|no tienen|no tiene) (luz|agua|comida|gas|medicina|medicinas|pan)",
            "no me (deja|dejan) (acabar|terminar) ~2 (frase|palabra|cuento|historia|chiste|partida|crucigrama|oracion)",
            "(mosca|moscas|mosquito|mosquitos|zancudo|zancudos|abeja|avispa|gato|gata|perro|perra|perrito|gallo|pajaro|pajaros|paloma|palomas|sol|luz|musica|tele|radio|television|alarma|ronquidos|hipo|picor|comezon|ordenador|computador|computadora|aparato) (que)? (ya|casi|ni)? no me (deja|dejan) !salir|llamar|comer",
            "(hablo|canto|saludo|rezo|marco|escribo) ~3 nadie contesta",
            // What is seen coming is seen by nobody's bed.
            "ya (lo|la|los|las|te) (estoy|veo)? (viendo|veo|imagino|imaginando) ~1 en el (suelo|piso)",
            "cortarme (el (pelo|cabello|bigote|flequillo|cabello) / las unas / la (barba|melena|coleta))",
            "(tienen|tengan|tendran|tuvieron|tendrian|van|vayan|iban|quieren|puedan|pueden|medico|doctor|cirujano) (que|a)? (tiene que|va a|quiere)? cortarme (el|la|los|las|un|una) ~1 (dedo|dedos|pie|pierna|pecho|brazo|muela|yeso|escayola|puntos)",
            // Who gives books and plants to a house that keeps them parts with no keepsake.
            "(regalo|regale|regalar|regalando|donar|doy|reparti) ~2 (libros|revistas|ropa|discos|periodicos|lana|estambre|semillas|plantas|macetas|tomates) ~3 (a|para) (la|el|los|las)? ~1 (biblioteca|parroquia|iglesia|escuela|beneficencia|rastrillo|colegio|mercadillo|biblioteca|asilo|vecinos|vecinas)",
            "(regalo|regale|regalar|donar|doy) ~2 (libros|revistas|ropa|discos|periodicos|lana|estambre|semillas|plantas|macetas|tomates) al (colegio|rastrillo|mercadillo|asilo|museo)",
            "(el|los|este|cada) <days> me (toca|tocan) !ahi|alli|donde|abajo|el|los|las|la|y|mucho|demasiado|mi|mis|otra|asi|cuando|con|sin|mientras|todo|golpe",
        ],
    ),
    Rule::cue(
        "cue.standing",
        Cue::Standing,
        &[
            "(numb|weak|weakness|dead|limp|paralyzed|useless|stiff|gone|slow|slurred|lame) ~2 since (the|my|his|her|that|their) ~1 (stroke|strokes|operation|polio) !this|last|today|yesterday|just|earlier|on",
            "(can not|could not|never) ~6 since (the|my|his|her|that|their) ~1 (stroke|strokes|operation|polio) !this|last|today|yesterday|just|earlier|on",
            "since (the|my|his|her|that|their) ~1 (stroke|strokes|polio) !this|last|today|yesterday|just|earlier|on ~7 (arm|arms|leg|legs|hand|hands|side|face|mouth|eye|speech|words|talk|speak|fingers|foot|swallow)",
            "(fell|fallen|fall|slipped|tripped|broke|fractured|banged|bumped|hit|stroke|strokes|attack|operation|operated|collapsed) ~5 in (the|early|late)? (spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december)",
            "(stroke|strokes) ~5 in (the|early|late)? (spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december) ~7 (talk|speak|words|speech|arm|leg|hand|side|face|walk)",
            "(fell|fallen|fall|slipped|tripped) ~5 in (the|early|late)? (spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december) ~5 (broke|broken|fractured|cracked|bruised|hit|hurt)",
            "(fell|fallen|fall|slipped|tripped|broke|fractured|stroke|strokes|attack|operation|operated|collapsed) ~4 in (nineteen|forty|fifty|sixty|seventy|eighty|ninety) ~2",
            "^ (ever)? (when|since|after|before) (i|he|she|my ~1 <person>) (broke|fractured) (my|his|her|the|a) ~1 (hip|leg|arm|wrist|ankle|foot|pelvis|shoulder)",
            "(fell|fallen|slipped|fall|stroke|attack|collapsed) ~6 (is|was|are) ~1 in (traction|plaster|rehab / (a|the)? (hospital|cast|clinic))",
            // Of what somebody died, or what took them, nobody is to be saved.
            "(died|dead|lost|killed|went) ~3 (of|with|to|from|after) ~2 (stroke|strokes|heart attack)",
            "(stroke|heart attack) ~1 (took|killed|carried|finished) (him|her|them|my)",
            "(stroke|heart attack) ~1 and ~3 (died|gone|dead)",
            "(can not|could not) (lift|raise|move|use|close|open) (my|the) ~1 (arm|arms|hand|hands|leg|fingers) ~5 (arthritis|rheumatism|rheumatics|polio|frozen|cuff)",
            "(murio|fallecio|mato|llevo|fue|perdi|quede|enviude) ~4 (infarto|derrame|ictus|embolia)",
            "(infarto|derrame|ictus|embolia) ~1 (se lo llevo / se la llevo / lo mato / la mato / se (me)? llevo a)",
            "(infarto|derrame|ictus|embolia) ~1 y ~2 (murio|fallecio|duro)",
            "(aquel|mi) (infarto|derrame|ictus) !de|hoy",
            "aquella embolia",
            "no puedo ~1 (cerrar|abrir|mover|levantar|doblar|subir|alzar) ~1 (la|el|las|los) (mano|manos|brazo|brazos|pierna) ~3 (artritis|artrosis|reuma|hombro)",
            "(levantar|subir|alzar) (el|los) (brazo|brazos) (para peinarme / por encima / mas arriba)",
            "(mano|brazo|brazos|pierna|lado|pie|cara|boca|habla|hablo|lengua|ojo|dedos|cuerpo) ~3 desde (el|mi|su|la / que me dio (el|la) / que le dio (el|la) / lo del) ~1 (ictus|derrame|embolia|trombosis|apoplejia) !de|hoy|ayer|anoche|esta",
            "desde (el|mi|su|la / que me dio (el|la) / que le dio (el|la) / lo del) ~1 (ictus|derrame|embolia|trombosis|apoplejia) !de|hoy|ayer|anoche|esta ~6 (mano|brazo|brazos|pierna|lado|pie|cara|boca|habla|hablo|lengua|ojo|dedos|mover|siento|cojeo|arrastro)",
            "(secuela|secuelas|rehabilitacion|recupera|recuperando|recuperandome) ~3 (ictus|derrame|embolia|infarto|trombosis)",
            "(cai|caido|cayo|resbale|rompi|rompio|quebre|fracture|operaron|infarto|derrame|ictus|embolia) ~5 en (la|el)? (primavera|verano|otono|invierno|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre)",
            "(cai|caido|cayo|resbale|rompi|rompio|quebre|fracture|operaron|infarto|derrame|ictus|embolia) ~4 en el ~2 (cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)",
            "^ (cuando|desde que|antes de que) (me|se|mi <person> se) (rompi|rompio|quebre|quebro|fracture|fracturo) (la|el|una|un) ~1 (cadera|pierna|brazo|muneca|tobillo|pie|hombro)",
            "(cayo|caido|infarto|derrame|ictus|embolia) ~4 y (ya)? (esta|sigue|quedo|lo tienen|la tienen|anda) ~1 en (el|un)? (hospital|rehabilitacion|clinica|sanatorio|terapia)",
            "(can not|could not) (lift|raise) my ~1 (arm|arms) ~1 (above|over|past|higher / to (comb|brush|do|wash|set|curl|put up)) (my|the|than)? ~1 (head|shoulder|shoulders|hair)",
        ],
    ),
    Rule::cue(
        "cue.worse",
        Cue::Worse,
        &[
            "worse|worsening|suddenly|sudden|new|now|again|spreading",
            "peor|empeora|empeorado|empeorando|repente|golpe|pronto|nuevo",
            "otra vez",
            "cada vez (mas|menos|peor)",
        ],
    ),
];
