//! Means at hand or put aside, goodbyes and things given away.

use content_safety_api::{Facet, Level};

use super::si;
use crate::rules::{Rule, Sign};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    si(
        "si.means",
        Level::Medium,
        &[
            "(gun|pistol|rifle|shotgun|firearm|revolver) ~4 (in (the|my) (house|home|room|closet|drawer|bedroom|nightstand|safe|garage|car) / under my (bed|pillow|mattress)|know where|loaded|and (bullets|ammo))",
            "(saving|saved|hoarding|hoarded|stockpiling|stockpiled|stashing|stashed|hiding|hid|hidden|collecting|collected|keeping|putting aside|put aside|setting aside|holding on to|storing|squirreling|tucking) ~3 (up)? ~2 (<pills>)",
            "<pills> ~3 (saved|hoarded|stockpiled|stashed|hidden|put aside|set aside|tucked) (up|away|by|under|in)?",
            "(putting|put|setting|set|keeping|kept) ~3 <pills> (aside|away|by|back)",
            "(stash|stockpile|hoard|supply|drawer full|jar full|bottle full|enough) (of)? ~1 (<pills>)",
            "(enough) (<pills>) (to|saved|for)",
            "(pretend|pretending|fake|faking) ~2 (take|taking|swallow|swallowing|to swallow) (my)? ~1 (<pills>)",
            "(not|stopped) (swallow|swallowing) (my)? (<pills>) ~3 (saving|keeping|hiding|spit)",
            "(bought|buying|got|ordered|found|borrowed|looking for|getting|have|need) (a|some|the|my|enough) ~1 (gun|rope|noose|pistol|shotgun|razor blades|helium|poison|cyanide|nembutal|bullets|loaded gun) (to|for|and|so|$)?",
            "(wish) i had a (gun|rope|pistol|way to)",
            "(hid|hide|hiding|hidden|stashed|kept back|sneaked) ~1 (a|the|my|his|her|their)? (razor|razors|razor blade|razor blades|blade|blades|knife|scissors|rope|cord) ~2 (from (the|them|her|him|staff) / under|in my|where|so (they|nobody|no one))",
            "(escondi|escondo|tengo escondida|tengo escondido|le escondi|les escondi) ~1 (la|el|un|una|las|unas|mi) (navaja|cuchilla|cuchillo|tijeras|soga|cuerda)",
            "all i have (left)? (are|is) (these|this|my|the) (<pills>|gun|rope|bottle)",
            "(have|got) (#|<num>) ~3 (<pills>) ~6 (all together|at once|what would happen|enough|would it)",
            "# (mg)? ~2 and (hundreds|dozens|lots|#) of <pills>",
            "know where (the|they keep the|he keeps|she keeps|dad keeps) ~1 (key|gun|guns|pills|keys)",
            "(access to|there is|there are|have|got) (a|the|my|dad) ~1 (gun|guns|firearm|firearms|pistol|shotgun) !shop|show|safe|control|license|license|laws",
            "(guardando|juntando|acumulando|escondiendo|ahorrando|guarde|junte|tengo guardadas|tengo guardados|tengo escondidas|he guardado|he juntado) ~2 (<pills>)",
            "(compre|consegui|tengo) (una|la|un|el|mi) (pistola|soga|cuerda|veneno|arma|escopeta|rifle)",
        ],
    )
    .facet(Facet::Means)
    .past(Level::Low)
    .also(Sign::Means),
    // A place or a means that somebody cannot leave alone: a doubt, with one soft question.
    si(
        "si.means.drawn",
        Level::Low,
        &[
            "i ~1 (keep|kept|can not stop|could not stop) (looking|staring) (at|down at|over) (the|that) (river|canal|bridge|roof|balcony|tracks|rope|knife|razor|pills|tablets)",
            "i ~1 (keep|kept|can not stop) thinking (of|about) (the|that) (river|canal|bridge|roof|balcony|tracks|rope|knife|razor|pills|tablets)",
            "no (dejo|paro|puedo dejar) de (mirar|pensar en) (el|la|las|los|ese|esa|esas) (rio|canal|puente|tejado|azotea|balcon|vias|soga|cuerda|navaja|cuchillo|pozo|pastillas)",
        ],
    )
    .facet(Facet::Means)
    .own()
    .past(Level::None)
    .also(Sign::Means),
    // Kept from those who give them out.
    si(
        "si.means.secret",
        Level::Medium,
        &[
            "<pills> ~2 (they|nobody|no one|staff|she|he|the nurse / the nurses) (do|does|did)? ~1 (not)? know ~1 about",
            "<pills> (no one|nobody) knows (about|of|i have)",
            "<pills> ~3 que (ellos|ellas)? (no saben|nadie sabe|no sabe nadie|no conocen)",
        ],
    )
    .facet(Facet::Means)
    .polar()
    .own()
    .past(Level::Low)
    .also(Sign::Means),
    si(
        "si.saved_pills",
        Level::High,
        &[
            "(saving|saved|hoarding|stockpiling|stashing|hiding|collecting|keeping|hoarded|stockpiled|stashed|hidden|putting aside) ~3 (<pills>) ~8 (ready|time comes|enough|when i|one day|all at once|end|go|that day|right time|for when|just in case|day comes)",
            "(enough) <pills> to ~2 (end|kill|die|finish|sleep|never)",
            "(guardando|juntando|guardadas|escondidas) ~2 <pills> ~5 (cuando|dia|todas|lista|listo|final|momento)",
        ],
    )
    .facet(Facet::Means)
    .past(Level::Medium)
    .timely()
    .also(Sign::Means),
    si(
        "si.goodbye",
        Level::High,
        &[
            "(this is|saying|say|said|my|last|final|want to say|wanted to say|came to say) ~2 (goodbye|goodbyes|farewell|good bye|good byes) ~3 (forever|for good|to everyone|to (all|my)|world|cruel|everyone|everybody|one last|before i (go|die|leave)|i (love|am sorry|can not)|to this world|for the last time)",
            "goodbye (world|cruel world|everyone|forever|everybody|life|my (friends|family|loves))",
            "(this is|it is) (my)? (last|final) (goodbye|message|post|night|day|words|time|letter|conversation|chat|note)",
            "you (will|would) not (hear|see) (from)? me (again|any more|after)",
            "(last time) (you|we|i) (will)? ~1 (hear|see|talk|speak|write)",
            "(will) not be a (burden|problem|bother) (any more|much longer|for long|after|soon)",
            "(tell|make sure) (my (<person>) / them|everyone) ~2 (i)? ~1 (love|loved|am sorry|sorry) ~4 (when|after|gone|dead|goodbye|once)",
            "take care of (my (<person>)|my (cat|dog|kids|family|children)) (when|after|once|for me when) (i am|i)? (gone|go|dead|leave)",
            "(see you|meet you) on the other side",
            "(sorry|forgive me) (for what i am about|for what i have to|for doing this|but i have to go|i can not do this any more goodbye)",
            "(este|esto) es (mi)? (adios|despedida|ultimo (mensaje|dia|adios))",
            "(me despido|quiero despedirme|adios) (de todos|para siempre|mundo|mundo cruel|a todos)",
            "(no me|ya no me) (van|vas) a (volver a)? ver (mas|nunca|mas nunca)?",
        ],
    )
    .facet(Facet::Intent)
    .past(Level::Low)
    .polar()
    .timely()
    .also(Sign::Goodbye),
    si(
        "si.giving_away",
        Level::Medium,
        &[
            "(giving|gave|give|given|donated|donating|handing|handed|sold|selling) (away|out|all|most|every)? ~2 (all|most|every|my) ~1 (my)? ~1 (possessions|belongings|things|stuff|valuables|everything|clothes|jewelry|jewellery|keepsakes|treasures|money|furniture|ring|rings|photos) (away|out)? \
             ~6 (not need|will not need|no (use|longer|need)|before i (go|die|leave)|gone|where i am going|do not need|soon|any more|ready)",
            "(giving|gave|give|given) (all|most|every|everything|my) ~3 (possessions|belongings|valuables|everything|jewelry|jewellery|keepsakes|treasures|things|stuff|own) away",
            "(giving|gave|give) away (all|most|everything|my) ~2 (possessions|belongings|things|stuff|valuables|jewelry|jewellery|keepsakes|treasures|own)?",
            "(will|would|do) not (need|be needing|use) (it|them|these|this|any of (it|this|these)|my things) (any more|where i am going|soon|after|much longer)",
            "(regalando|regale|repartiendo|reparti|regalar) ~2 (mis|todas mis|todo|todas) ~1 (cosas|pertenencias|joyas|todo)?",
            "(ya)? no (los|las|lo|la) (voy a)? (necesitar|necesito) (mas|donde voy|pronto)",
        ],
    )
    .past(Level::Low)
    .polar()
    .also(Sign::GivingAway),
];
