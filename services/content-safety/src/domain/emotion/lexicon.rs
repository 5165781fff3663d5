//! Spanish words and short phrases that sound like an emotion, folded to plain lower case. Authored by us; no trained weights:
//! what the weights were made of is English.

use content_safety_api::EmotionLabel::{self, *};

/// A label and its words; phrases of up to four words are joined by `_`.
pub(super) const WORDS: &[(EmotionLabel, f32, &str)] = &[
    (
        Admiration,
        1.0,
        "admiro admirable increible maravilloso maravillosa excelente hermoso hermosa brillante",
    ),
    (Admiration, 0.5, "bueno buena"),
    (Amusement, 1.0, "jaja jajaja gracioso graciosa chistoso chistosa risa me_rei divertido divertida"),
    (Anger, 1.0, "enojado enojada furioso furiosa odio rabia ira coraje maldito maldita"),
    (Annoyance, 1.0, "molesto molesta fastidio harto harta irritante estupido estupida"),
    (Approval, 1.0, "de_acuerdo claro exacto correcto asi_es por_supuesto"),
    (Caring, 1.0, "cuidate cuidese abrazo abrazos te_cuido me_importas"),
    (Confusion, 1.0, "confundido confundida no_entiendo no_comprendo"),
    (Curiosity, 1.0, "curioso curiosa por_que me_pregunto quien_es"),
    (Curiosity, 0.4, "?"),
    (Desire, 1.0, "quisiera deseo ojala anhelo me_gustaria"),
    (Disappointment, 1.0, "decepcion decepcionado decepcionada lastima por_desgracia"),
    (Disapproval, 1.0, "en_contra injusto injusta esta_mal no_me_gusta no_estoy_de_acuerdo"),
    (Disapproval, 0.4, "no"),
    (Disgust, 1.0, "asco asqueroso asquerosa repugnante horrible"),
    (Embarrassment, 1.0, "verguenza avergonzado avergonzada pena_ajena incomodo incomoda"),
    (Excitement, 1.0, "emocionado emocionada que_emocion yupi"),
    (Fear, 1.0, "miedo asustado asustada terror susto me_asusta temo panico"),
    (Gratitude, 1.0, "gracias agradezco agradecido agradecida bendito"),
    (Grief, 1.0, "fallecio murio luto duelo difunto difunta entierro descanse_en_paz"),
    (Joy, 1.0, "feliz alegre alegria contento contenta dichoso dichosa me_alegra disfruto sonrisa"),
    (Joy, 0.5, ":)"),
    (Love, 1.0, "amo amor quiero_mucho te_quiero adoro carino mi_vida querido querida"),
    (
        Nervousness,
        1.0,
        "nervioso nerviosa ansioso ansiosa ansiedad preocupado preocupada me_preocupa inquieto inquieta",
    ),
    (Optimism, 1.0, "esperanza espero ojala_que buena_suerte mejorara"),
    (Pride, 1.0, "orgullo orgulloso orgullosa"),
    (Realization, 1.0, "me_di_cuenta resulta_que ahora_entiendo"),
    (Relief, 1.0, "alivio aliviado aliviada por_fin menos_mal gracias_a_dios"),
    (Remorse, 1.0, "lo_siento perdon disculpa arrepiento culpa culpable"),
    (
        Sadness,
        1.0,
        "triste tristeza llorar lloro llorando sola solo deprimido deprimida extrano me_duele dolor soledad",
    ),
    (Surprise, 1.0, "sorprendido sorprendida sorpresa increible no_lo_puedo_creer vaya"),
];

/// Unpleasant to pleasant, calm to stirred, helpless to in control; each −1 to 1. Placed by us along the usual maps, for what the
/// weights hear too: the published norms of words (Warriner et al. 2013, the lexicon of the NRC) are not licensed for every use.
pub(super) const fn dimensions(label: EmotionLabel) -> [f32; 3] {
    match label {
        Admiration => [0.7, 0.3, 0.2],
        Amusement => [0.8, 0.4, 0.3],
        Anger => [-0.7, 0.8, 0.3],
        Annoyance => [-0.5, 0.4, 0.1],
        Approval => [0.5, 0.0, 0.3],
        Caring => [0.6, 0.0, 0.2],
        Confusion => [-0.2, 0.2, -0.3],
        Curiosity => [0.2, 0.3, 0.0],
        Desire => [0.3, 0.4, 0.0],
        Disappointment => [-0.6, -0.2, -0.3],
        Disapproval => [-0.5, 0.2, 0.2],
        Disgust => [-0.7, 0.4, 0.1],
        Embarrassment => [-0.5, 0.3, -0.5],
        Excitement => [0.8, 0.8, 0.4],
        Fear => [-0.7, 0.7, -0.6],
        Gratitude => [0.8, 0.1, 0.1],
        Grief => [-0.8, -0.2, -0.6],
        Joy => [0.9, 0.5, 0.4],
        Love => [0.9, 0.4, 0.2],
        Nervousness => [-0.5, 0.6, -0.5],
        Optimism => [0.6, 0.3, 0.3],
        Pride => [0.7, 0.4, 0.6],
        Realization => [0.1, 0.1, 0.1],
        Relief => [0.6, -0.3, 0.2],
        Remorse => [-0.6, 0.0, -0.5],
        Sadness => [-0.8, -0.3, -0.5],
        Surprise => [0.1, 0.7, -0.1],
        Neutral => [0.0, 0.0, 0.0],
    }
}

/// What a denied emotion turns into, as far as it turns into one (`no estoy feliz` is sad, `no tengo miedo` is nothing).
pub(super) const fn denied(label: EmotionLabel) -> Option<EmotionLabel> {
    match label {
        Joy | Excitement | Amusement => Some(Sadness),
        Admiration | Approval | Love => Some(Disapproval),
        Optimism | Pride => Some(Disappointment),
        _ => None,
    }
}

/// Words that deny.
pub(super) const NEGATIONS: &str = "no nunca jamas ni sin tampoco";

/// Words that strengthen what follows.
pub(super) const STRONGER: &str = "muy tan demasiado bien sumamente";
