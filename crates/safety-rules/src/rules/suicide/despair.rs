//! Burden, no way on, and what is said of others: indirect words, and how they are written to pass unseen.

use content_safety_api::{Facet, Level};

use super::si;
use crate::rules::{Rule, Sign};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    si(
        "si.burden",
        Level::Low,
        &[
            "(am|being|be|feel like|become|becoming|just|nothing but|only|such|felt like|of) (just|nothing but|only|such|always|really)? (a|an)? ~1 burden !of",
            "burden (to|on|for) (everyone|everybody|them|my (<person>|family)|him|her|others|people|all)",
            "(everyone|everybody|they|family|people|<person>|world|you|all|he|she|kids|we) (would|will|be|is|are|might|may|could) ~3 (better|happier|easier|relieved|fine|richer) ~1 (off)? (without me|if i (was|were|am|died|die|left|disappeared|went)|with me gone|when i (am gone|die)|once i (am gone|die))",
            "(tired of|done|stop|not) ~1 (be|being) a burden (any more|to (everyone|everybody|them|my))?",
            "(dead weight|dragging (them|everyone|my family|everybody) down)",
            "(anyone|anybody|they|people|someone) ~2 (notice|care|miss me) if i (was|were|am)? ~1 (gone|died|disappeared|left|vanished)",
            "(making|make) (their|everyone) ~1 (lives|life) (harder|worse|miserable)",
            "(better|happier|easier) (off)? (without me|if i was gone|if i were gone|with me (gone|dead))",
            "(no one|nobody|none|who|anyone|anybody|not a soul / not one person) (will|would|is|are|even|going|to|really|ever|at all)? !take|takes|taking|took ~1 !take|takes|taking|took ~1 !take|takes|taking|took (miss|notice|care|remember|cry|mourn|come) ~1 (me|i|if|when|about me|for me|to my funeral|looking) ~2 (gone|died|die|dead|disappeared|left|dropped|vanished|passed)?",
            "(no one|nobody) would (miss me|notice|care)",
            "(in|getting in) (everyone|everybody|their|the) ~1 way ~3 (die|gone|better)",
            "(costing|cost) (them|everyone|my (family|kids|children|son|daughter)) (too much|so much|money) ~4 (gone|better|die|should)",
            "(lived|been here|around) (too long|long enough)",
            "(outlived|overstayed) my (usefulness|welcome|time|purpose|use)",
            "(useless|worthless|no use|no good) (to (anyone|anybody|everyone|them|nobody)) ~3",
            "(soy|ser|siento que soy|solo soy) (una|solo una|pura|un) ~1 (carga|estorbo|molestia|peso)",
            "(estarian|estaran|estaria|estara|vivirian) mejor sin mi",
            "(nadie) (me)? (va a|iba a)? (extranar|extranaria|echar de menos|echaria de menos|notaria|llorar|lloraria|extranara)",
            "(ya)? (vivi|he vivido) (demasiado|bastante|suficiente)",
            "(solo)? (estorbo|doy molestias|doy problemas|doy lata)",
            "(les|le) (estoy)? (quitando|quito|robando|amargando|amargo) (la|su) vida",
            "yo ya vivi (lo mio)? $",
        ],
    )
    .polar()
    .also(Sign::Burden),
    si(
        "si.worth_dead",
        Level::High,
        &[
            "worth more dead",
            "(better|best) off with ~1 life insurance",
            "life insurance ~6 (more than i|better|worth|at least|than me|without me|take care of them|set them up)",
            "(get|have|collect|cash|leave) (them)? ~1 my life insurance",
            "valgo mas (muerta|muerto)",
            "seguro de vida ~5 (mejor|sin mi|mas que yo)",
        ],
    )
    .polar()
    .facet(Facet::Thoughts)
    .past(Level::Low)
    .also(Sign::Burden),
    si(
        "si.cannot_go_on",
        Level::Low,
        &[
            "(can|could) not ~2 (go on|keep going|keep living|live like this|live any more|take this life|keep doing this|continue like this|do life|carry on|bear (this|it) any more / face another (day|night) / face tomorrow / take living)",
            "(can) not (take|do|handle|stand|bear|tolerate|deal with) (this|it|any of this) ~2 (any more|any longer|much longer|like this)",
            "(do not|not) ~3 have anything left (to (say|give|live|lose))?",
            "(can|could) not face (anyone|anybody|another (day|night)|life|the world|people)",
            "no (way out|future|hope left|hope for me|reason to (go on|continue|wake|get up|keep|be here)|point in (going on|anything|trying|me))",
            "(nothing) (left|to) (to)? (live|go on|look forward|wake up|lose) (for|to|any)?",
            "(want|wish|need) ~2 (it|this|the pain|everything|all|the suffering|my pain|the hurt|it all|my suffering) (to|would|just|all)? ~2 (stop|end|be over|go away|finish|cease)",
            "(just)? (make|let) (it|the pain|everything|this) (stop|end|be over|all stop)",
            "(give|giving|gave) (it|everything|all of it) (all)? up $",
            // Bare, or of life: what else is given up stands right after it, and is a dog, a name or a flat.
            "(given up|giving up|gave up|give up) (, / <onward> / trying to (live|go on|cope|keep|be|get better))",
            "(given up|giving up|gave up|give up) all !that|my|the|those|our|of|this|his|her",
            "(given up|giving up|gave up|give up) trying !to|with",
            "(given up|giving up|gave up|give up) (on (life|living|everything|everybody|everyone|people|myself|me|us|it|it all|all|god|ever|hope|getting|trying|the (world|future|idea) / my (life|self|body|health)) / for (good|ever|now|real) / this (fight|life|struggle) / the (fight|will|struggle|ghost|battle|day|moment|minute|night) / my (fight|life|will|faith|hope|soul|treatment|dialysis|pills|insulin|oxygen|food) / treatment|dialysis|insulin|oxygen|water)",
            "(do not|not) (see|have) (the|a|any)? ~1 (point|future|way out|way forward|hope|reason) (any more|in anything|any|for me|to (continue|go on)|of (it|this|anything))?",
            "(everything|it all|all of it|life) (feels|is|seems) ~2 (pointless|hopeless|meaningless|worthless|useless|futile|over)",
            "(i|and|then|just|sometimes|often|me) (think|thought|thinking) (to myself)? (well|but|oh)? what for $",
            "(say|ask|tell|asking) (to)? myself ~1 what for $",
            "what is it all for",
            "not (going to|about to) do (anything|something) (silly|stupid|daft|foolish|rash|desperate) $",
            "(no|nunca) (voy a|pienso) hacer (ninguna|una) (tonteria|locura|barbaridad) $",
            "(pienso|me digo|me pregunto|pensando|digo) (y|pues|que)? para que $",
            "(no|not) (fight|strength|energy) (left)? (in me|to (go on|fight|live|keep))",
            "(tired|exhausted|sick|done|weary) (of|with) (trying|fighting|everything|it all|this all|all of (it|this)|struggling|pretending|hurting|suffering|being a burden|the pain|being in pain)",
            "(cansada|cansado|harta|harto|agotada|agotado) de (todo|luchar|pelear|sufrir|intentarlo)",
            "(i am|so) done (with (everything|it all|life|living|this) / here / trying / fighting)",
            "(ya)? no (puedo|aguanto|soporto|doy) (mas|seguir|esta vida|este dolor)",
            "ya no (quiero|quisiera) (seguir|continuar) (asi / mas / con esto / viviendo / aqui / $)",
            "no quiero (seguir|continuar) (viviendo / asi / con esta vida)",
            "(para|pa) lo (que / poco que) me (queda|quea) (de vida / $)",
            "(no hay|no tengo|perdi|ya no tengo|sin) (la)? (salida|esperanza|futuro|esperanzas|fuerzas)",
            "nada tiene sentido",
            "(quiero que) (todo|esto|el dolor|ya) ~1 (termine|acabe|pare|se acabe)",
            "(me)? (rendi|rindo|doy por vencida|doy por vencido)",
        ],
    )
    .polar()
    .past(Level::None)
    .also(Sign::Hopeless),
    si(
        "si.cannot_live",
        Level::Medium,
        &[
            "(can|could) not ~1 (take|do|handle|stand|bear|keep|go on|continue) ~1 (living|being alive|with life|with my life|existing) ~2",
            "(it is|this is) (all)? (over|the end) (for me)? $",
            "i am (already)? (done living|done with (life|living|being alive|everything))",
            // What will be when one is gone is thought of by everybody; that it is better then, by few, and so is a day for it.
            "-when|once|after i am (already)? (gone|dead)",
            "(peace|rest|stop|stops|end|ends|over|free|freed|happy|quiet|better|easier|simpler|relief|relieved|cheaper|sorry) ~3 (when|once|after) i am (gone|dead)",
            "(when|once|after) i am (gone|dead) ~4 (tomorrow|tonight|soon|better|easier|happier|free|sorry|over|relieved / this week|next week)",
            "(letter|letters|note|envelope|mercy|kindness|kinder|blessing|burden|weight) ~12 (when|once|after) i am gone",
            "(please|promise|will you|can you|could you|would you) ~3 (look after|take|feed|watch|mind|keep|love) ~4 (when|once|after) i am gone",
            "^ (so|just|and)? (look after|take care of|be good to|be kind to|mind|feed) ~4 (when|once|after) i am gone",
            "(no life|nothing) left (for me|in me|to live for)",
            "ya no (puedo|quiero) (seguir viviendo|vivir asi|con mi vida)",
        ],
    )
    .facet(Facet::Wish)
    .polar()
    .past(Level::None)
    .also(Sign::Hopeless),
    si(
        "si.refuses_to_live",
        Level::Medium,
        &[
            "(stopped|stop|stopping|quit|refuse|refusing|not going to|will not|going to stop|decided to stop|given up|not) ~1 (eat|eating|drink|drinking|food|taking my (<pills>)) ~6 (die|death|dying|go (sooner|faster|quicker|home)|end|over with|wither|fade|let (go|nature|me)|faster|sooner|be with)",
            "(starve|starving) myself to (death|die)",
            "(let|letting) (myself|me|nature) (die|waste away|fade|slip away|take its course)",
            // "Thank you for letting me go on" is no wish to be let go.
            "(let|letting) (myself|me|nature) go !see|get|fetch|look|check|ask|tell|answer|on|home|out|back|to|in|into|first|there|and|with|for|through|over|outside|upstairs|downstairs",
            "(refuse|refusing|stop|stopping|stopped) ~2 (treatment|treatments|dialysis|chemo|oxygen|insulin|my (heart)? (medicine|medication|pills|meds)) ~5 (die|end|go|over|death|quicker|let)",
            "(turn|turned) my face to the wall",
            "(deje|dejar|dejare|no voy a|voy a dejar) ~1 (de)? (comer|tomar|beber|mis medicinas) ~4 (morir|morirme|muera|acabar|hasta)",
            "dejarme (morir|ir)",
        ],
    )
    .facet(Facet::Intent)
    .past(Level::Low)
    .polar(),
    si(
        "si.together_after",
        Level::Medium,
        &[
            "(be|together|see|meet|reunited|join) ~3 (together|again|with (him|her|you|them|my <person>))? (after (i|we) (die|am gone|pass)|in (the)? (afterlife|next life)|when i die|after death)",
            "(think|wonder|will|would) (we|i) (would|will|be)? ~1 (be)? together after",
            "(i|it) (think|is)? ~1 it is time $",
            "(right to die|assisted (suicide|dying)|euthanasia|medical aid in dying|dignitas|maid program / death with dignity) ~12 (residency|requirements|countries|apply|qualify|how (do|can) i|sign up|eligible|cost|where)",
            "(which|what|where) ~8 (right to die|assisted (suicide|dying)|euthanasia|dignitas|death with dignity)",
            "(eutanasia|suicidio asistido|muerte asistida) ~6 (requisitos|como|donde|pais|paises|costo)",
        ],
    )
    .facet(Facet::Thoughts)
    .past(Level::Low),
    si(
        "si.other.told_to",
        Level::Medium,
        &[
            "(told|tells|telling|say|says|said|want|wants) (me)? ~2 (to|i should) (kill myself|go kill myself|go die|just die|end (it|my life)|drop dead)",
            "(me dijo|me dicen|me dijeron) ~1 que (me)? ~1 (mate|matara|muera)",
        ],
    )
    .own()
    .polar()
    .past(Level::Low),
    si(
        "si.third",
        Level::Medium,
        &[
            "(he|she|they|<person>|someone|somebody|who) (is|are|was|has|have|keeps|says|said|told|tells|just|feels|been|might|may|wants|want|talks|talked|threatened|threatening|mentioned|posted|texted|tried|going|planning|am|be) ~5 \
             (<suicidal>|(kill|killing|hang|hanging|shoot|shooting|hurt|hurting|harm|harming|off|drown|cut|cutting) (himself|herself|themselves|themself)|(end|ending|take|taking) (his|her|their) (own)? (life|lives)|commit <suicide>|wants to die|want to die|to be dead|<suicide>|end it all|attempt)",
            "(thinks|thinking) (he|she|they) (should|would be|is|are) ~2 (better off dead|dead|die)",
            "(worried|afraid|scared|concerned|think|believe|know) (about|that|for)? ~4 (he|she|they|<person>) (will|might|may|could|is going to|would|is|going) ~2 (kill|hurt|harm|hang|<suicidal>|end (his|her|their)|<suicide>|do something)",
            "(<person>|el|ella|alguien) ~4 se (quiere|queria|va a|intento|piensa|iba a) ~1 (matar|suicidar|morir|ahorcar|quitar la vida|hacer dano)",
            "(mi <person>|el|ella|alguien) ~3 (quiere|va a|intento|dice que quiere|piensa|amenaza con) ~2 (matarse|suicidarse|quitarse la vida|morir|morirse|hacerse dano)",
        ],
    )
    .facet(Facet::Thoughts)
    .past(Level::None)
    .third(Level::High)
    .timely(),
    si(
        "si.algospeak",
        Level::Medium,
        &[
            "(unalive|unaliving|unalived) (me|myself|$)",
            "sewerslide|sewercide",
            "(shampoo) ~2 conditioner ~6 (same|together) ~6 (sign|time|day)",
            "(grippy sock|grippy socks) (vacation)? ~4 (again|soon|need)",
            "(commit|committing) (toaster|toast|die|not alive|not living|sleep forever|unalive)",
            "(toaster) ~2 (bath|bathtub|tub)",
            "(game|level) over for me",
            "(log|logging) (off|out) (of)? (life|forever|for good|permanently|irl)",
            "(uninstall|delete|alt f4) (life|myself)",
            "(join|joining) the # club",
        ],
    )
    .facet(Facet::Thoughts)
    .past(Level::Low)
    .timely(),
];
