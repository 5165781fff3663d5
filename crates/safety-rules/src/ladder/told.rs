//! Answers that are no answer to a question about danger: that somebody has been told, or has seen to it.
//!
//! "Ya se lo dije al doctor" begins like a yes, and is none to "could it be today?". It counts as a question that was
//! passed over: yes for who is told, but no sign that the danger is now. Only where the message shows no danger, names
//! no day and says no goodbye; a message that begins with a yes is a yes.

use std::sync::LazyLock;

use super::hearing::is_of_help;
use super::line::Question;
use crate::pattern::Engine;

const WHO: &str = "doctor doctora medico medica enfermera enfermero enfermeras medicos cuidadora cuidador cuidadoras \
    auxiliar auxiliares psicologo psicologa psiquiatra terapeuta trabajadora directora director encargada encargado \
    capellan cura padre pastor personal hija hijo hijos hijas hermana hermano sobrina sobrino nieta nieto esposa esposo \
    mujer marido vecina vecino amiga amigo senorita muchacha chica nurse nurses doctors gp matron carer carers aide \
    aides counselor counsellor therapist psychologist psychiatrist chaplain priest manager staff daughter son sister \
    brother niece nephew wife husband neighbour neighbor friend vicar warden";

/// Somebody knows of it.
const TOLD: &[&str] = &[
    "^ ya ~2 (dije|conte|comente|avise|explique|hable|consulte|pregunte|he dicho|he contado|he comentado|he avisado|he \
     explicado|he hablado|he consultado) !que ~3 <who>",
    "^ ya (lo|la|se lo) saben|sabe ~2 (<who> / todos / aqui)",
    "^ ya (esta|estan) (avisado|avisada|avisados|avisadas|enterado|enterada|enterados|enteradas)",
    "^ (i|we) (have|did|was|were) ~2 (told|tell|said|mentioned|mention|spoken|spoke|talked|talk|speak|telling|informed|\
     talking|speaking|let) ~4 <who>",
    "^ they (have|do|are|were) ~2 (know|known|told|aware|informed|heard)",
];
/// Somebody has come, has looked, or has given what is given every day; or it is time to eat.
const SEEN_TO: &[&str] = &[
    "^ ya ~2 (vio|vieron|visto|reviso|revisaron|revisado|atendio|atendido|miro|miraron|mirado|examino|examinado) ~3 <who>",
    "^ ya me ~1 (atendieron|revisaron|vieron|examinaron|cambiaron|lavaron|atendido|revisado|visto|cambiado)",
    "^ ya ~1 (vino|vinieron|paso|pasaron|estuvo|llego|venido|pasado|vi|viene) ~3 <who>",
    "^ ya me (dio|dieron|puso|pusieron|trajo|trajeron|han dado|ha dado|han puesto|ha puesto|han traido|ha traido) \
     ~2 (pastilla|pastillas|medicina|medicinas|medicacion|medicamento|remedio|inyeccion|calmante|gotas|parche|comida|cena|\
     desayuno|merienda|almuerzo)",
    "^ ya ~1 (llaman|traen|sirven|dan|toca) ~2 (comer|cenar|merendar|desayunar|almorzar|comida|cena|merienda|desayuno|\
     almuerzo)",
    "^ they (have|did|are|were|do) ~1 (seen|looked|look|checked|check|given|give|been|come|see|bringing|calling|changed)",
    "^ it (was|is|has) ~2 (seen|looked|checked|reported|tea time|dinner time|supper time)",
];
/// A day, a goodbye or a yes: then it is read as it was.
const UNLESS: &[&str] = &[
    "hoy|manana|ahora|noche|adios|despedi|despedirme|despedida|carta|testamento|today|tonight|tomorrow|now|goodbye|goodbyes|bye|\
     note|letter|will|no|not|si|yes|pronto|soon",
];

/// Whether a message answers a question about danger by telling who knows of it or has seen to it.
pub(super) fn tells_who_knows(question: Question, text: &str) -> bool {
    static PATTERNS: LazyLock<Engine> =
        LazyLock::new(|| Engine::compile([UNLESS, TOLD, SEEN_TO], &[("who", WHO)]));
    let hits = PATTERNS.hits(&PATTERNS.vocabulary.read(text));
    let found = |rule: u16| hits.iter().any(|hit| hit.rule == rule);
    let told = found(1) || found(2) && is_of_now(question);
    told && !is_of_help(question) && !found(0)
}

/// Questions whose yes says that it is now.
const fn is_of_now(question: Question) -> bool {
    matches!(question, Question::Time | Question::HarmerNear | Question::FeelsFaint)
}
