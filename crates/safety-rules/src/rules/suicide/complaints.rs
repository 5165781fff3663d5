//! Everyday complaints of a bad day that may be more: no joy in anything, no use for anything, no reason to get up. Each is
//! a doubt: it is watched, asked about with one soft question, and adds up with others (`compose`). Who says of living
//! what they say here of the day is read by the other rules.

use content_safety_api::Level;

use super::si;
use crate::rules::{Rule, Sign};

/// The rules. Each code begins with [`super::DOUBT`].
pub(super) const RULES: &[Rule] = &[
    si(
        "si.doubt.joy",
        Level::Low,
        &[
            "(no tengo / perdi / he perdido / no me quedan / no me queda / se me (quitaron|fueron) / se me han (quitado|ido) / (ando|estoy) sin) ~1 (las|ni)? ganas (ya)? de (nada|nadita / hacer nada / levantarme / salir de la cama / arreglarme)",
            "ganas de nada !mas|que $",
            "no (me)? (apetece|provoca|antoja) (ya)? hacer nada",
            "(ya)? nada (ya)? me (importa|ilusiona|interesa|alegra|llena|anima / hace ilusion / da (alegria|ilusion|gusto))",
            "(a mi)? todo (ya)? me da (ya)? (igual|lo mismo)",
            "me da (ya)? todo (igual|lo mismo)",
            "(do|did) not (really|even|ever)? (feel like doing|want to do|fancy doing) (anything|much of anything) (any more / at all / these days / today / now / $)",
            "(no|lost|losing|lost all|lost my) interest in (anything|everything|things)",
            "(nothing|not much) (interests|pleases|cheers|excites|matters to) me (any more|now|these days)?",
            "(no|not any) (joy|pleasure) in (anything|things)",
            "can not be bothered (with|to do|doing) (anything|life)",
            "it is all (one|the same) to me (now|any more)",
        ],
    )
    .own()
    .polar()
    .past(Level::None)
    .also(Sign::Weary),
    si(
        "si.doubt.use",
        Level::Low,
        &[
            "(ya)? no (sirvo|valgo) (ya)? (para|pa) nada !en|para|con|de|como",
            "(de|para) que (sirvo|valgo) (yo|ya)? (ya|a mi edad|$)",
            "(ya)? nadie me necesita",
            "(ya)? (a nadie le|no le) hago falta (ya)? (a nadie)?",
            "(am|feel) ~1 (good for nothing / no good for anything / not good for anything / no use for anything / not much good for anything)",
            "(nobody|no one) needs me (any more|now|$)",
            "(what|much) (use|good) am i (now|any more|to anyone|to anybody|$)",
            "(what|why) ~1 (i am|am i) still (doing)? here !at|with|waiting|for|in|on",
            "que (hago|pinto) (yo)? ((ya|todavia|aun) aqui / aqui (ya|todavia|aun)) !esperando|con|en",
        ],
    )
    .own()
    .polar()
    .past(Level::None),
    si(
        "si.doubt.up",
        Level::Low,
        &[
            "(para|pa) que (me)? (voy a|iba a|he de|tengo que)? (levantarme|levanto|levantar|vestirme|visto|arreglarme|arreglo) !a|en|tan|el|la|mas|yo",
            "(what is|no|is there|see|there) ~2 (point|use|sense) (in|of)? ~1 (getting (up|dressed|out of bed))",
            "why (should i|do i|would i|bother) ~1 (get up / getting up / get out of bed / getting out of bed / get dressed / getting dressed) !so|at|early",
        ],
    )
    .own()
    .polar()
    .past(Level::None),
    si(
        "si.doubt.life",
        Level::Low,
        &[
            "(esto|asi) no es vida",
            "(vaya|que) (asco|porqueria|mierda|birria|perra) ~1 vida",
            "(this|that) is no (life|way to live)",
            "what a (rotten|lousy|miserable|rubbish) life",
        ],
    )
    .own()
    .polar()
    .past(Level::None),
];
