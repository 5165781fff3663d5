//! Words and short phrases that sound like an emotion, in English and Spanish, folded to plain lower case. Authored
//! by us; no trained weights.

use content_safety_api::EmotionLabel::{self, *};

/// A label and its words; phrases of up to four words are joined by `_`.
pub(super) const WORDS: &[(EmotionLabel, f32, &str)] = &[
    (
        Admiration,
        1.0,
        "admire admirable amazing awesome brilliant beautiful impressive incredible outstanding excellent \
        fantastic magnificent legend genius talented gorgeous stunning masterpiece respect well_done good_job great_job \
        nice_work wonderful brave remarkable inspiring perfect the_best so_good so_cool great_work nicely_done \
        good_for_you admiro admirable increible maravilloso maravillosa excelente hermoso hermosa brillante",
    ),
    (Admiration, 0.5, "great nice good cool best lovely fine strong smart clever cute pretty bueno buena"),
    (
        Amusement,
        1.0,
        "lol lmao haha hahaha hahahaha rofl funny hilarious laugh laughed laughing lmfao joke joking comical \
        amusing cracked_me_up made_me_laugh giggle chuckle jaja jajaja gracioso graciosa chistoso risa me_rei divertido",
    ),
    (
        Anger,
        1.0,
        "angry furious rage hate hates hated pissed fuck fucking fucked fucker bullshit asshole damn enraged mad \
        outraged livid shut_up screw_you bastard bastards bitch idiot idiots moron enojado enojada furioso furiosa odio rabia \
        ira coraje maldito maldita",
    ),
    (
        Annoyance,
        1.0,
        "annoying annoyed annoys irritating irritated frustrating frustrated ugh stupid ridiculous dumb sick_of \
        tired_of fed_up bothers bothersome nuisance obnoxious whining complain complaining toxic lame crap wtf shit \
        molesto molesta fastidio harto harta irritante estupido estupida",
    ),
    (
        Approval,
        1.0,
        "agree agreed exactly correct true yes yep yeah indeed right approve valid absolutely definitely \
        makes_sense fair_enough good_point good_idea i_support you_are_right of_course totally certainly de_acuerdo claro \
        exacto correcto asi_es por_supuesto",
    ),
    (
        Caring,
        1.0,
        "take_care hope_you please_be i_care care_about hugs hug be_safe stay_safe stay_strong you_are_not_alone \
        here_for_you get_well feel_better support_you worry_about_you praying_for prayers comfort protect look_after be_okay \
        cuidate cuidese abrazo abrazos te_cuido me_importas",
    ),
    (
        Confusion,
        1.0,
        "confused confusing i_do_not_understand do_not_get unclear lost puzzled what_do_you_mean not_sure \
        i_don't_understand don't_get no_idea i_wonder_if huh makes_no_sense don't_know do_not_know bewildered perplexed \
        confundido confundida no_entiendo no_comprendo",
    ),
    (
        Curiosity,
        1.0,
        "curious wonder wondering why how_come what_is who_is how_did how_do where_did interesting intrigued \
        interested what_happened anyone_know is_there do_you_know what_was which_one curioso curiosa por_que me_pregunto quien_es",
    ),
    (Curiosity, 0.4, "what how who which where when ?"),
    (
        Desire,
        1.0,
        "i_wish wish i_want want_to i_hope hope_to crave longing i_need desire would_love i'd_love looking_forward \
        can't_wait dream_of yearn eager_to quisiera deseo ojala anhelo me_gustaria",
    ),
    (
        Disappointment,
        1.0,
        "disappointed disappointing disappointment let_down unfortunately too_bad what_a_shame a_shame \
        underwhelming expected_better failed fails failure missed_out not_as_good sadly bummer letdown decepcion \
        decepcionado decepcionada lastima por_desgracia",
    ),
    (
        Disapproval,
        1.0,
        "disagree wrong bad_idea no_way shouldn't should_not not_okay unacceptable terrible_idea against \
        not_true incorrect don't_think do_not_think don't_like do_not_like never oppose unfair not_right en_contra injusto \
        esta_mal no_me_gusta no_estoy_de_acuerdo",
    ),
    (Disapproval, 0.4, "no nope not isn't doesn't"),
    (
        Disgust,
        1.0,
        "disgusting disgusted gross nasty vile repulsive revolting sickening yuck eww ew vomit puke awful creepy \
        filthy horrible asco asqueroso asquerosa repugnante",
    ),
    (
        Embarrassment,
        1.0,
        "embarrassed embarrassing ashamed awkward cringe humiliated shame mortified blush uncomfortable \
        verguenza avergonzado avergonzada pena_ajena incomodo",
    ),
    (
        Excitement,
        1.0,
        "excited exciting thrilled can't_wait yay woohoo omg hyped pumped wow stoked let's_go hell_yeah \
        emocionado emocionada que_emocion yupi",
    ),
    (
        Fear,
        1.0,
        "afraid scared scary fear frightened frightening terrified terrifying horror panic dread nightmare alarmed \
        spooky threat danger dangerous miedo asustado asustada terror susto me_asusta temo panico",
    ),
    (
        Gratitude,
        1.0,
        "thank thanks thank_you grateful thankful appreciate appreciated thx gratitude bless_you much_obliged \
        gracias agradezco agradecido agradecida bendito",
    ),
    (
        Grief,
        1.0,
        "rip passed_away died mourning grief grieving funeral lost_my rest_in_peace bereaved widow widowed buried \
        my_late fallecio murio luto duelo difunto difunta entierro descanse_en_paz",
    ),
    (
        Joy,
        1.0,
        "happy joy joyful glad delighted cheerful enjoy enjoyed enjoying fun smile smiled smiling pleased merry \
        wonderful_day blessed made_my_day bliss lucky celebrate happiness feliz alegre alegria contento contenta dichoso \
        me_alegra disfruto sonrisa",
    ),
    (Joy, 0.5, "good_day great_day nice_day love_it yay :) glad_to"),
    (
        Love,
        1.0,
        "love loved loves loving adore adored cherish beloved darling sweetheart dear my_heart favorite amo amor quiero_mucho \
        te_quiero adoro carino mi_vida querido querida",
    ),
    (
        Nervousness,
        1.0,
        "nervous anxious anxiety worried worry worries worrying uneasy tense stressed stress restless on_edge \
        overwhelmed jittery nervioso nerviosa ansioso ansiosa ansiedad preocupado preocupada me_preocupa inquieto inquieta",
    ),
    (
        Optimism,
        1.0,
        "hope hopeful hopefully optimistic will_get_better look_forward good_luck bright_side promising things_will \
        fingers_crossed someday best_wishes esperanza espero ojala_que buena_suerte mejorara",
    ),
    (Pride, 1.0, "proud pride proudly accomplished i_did_it my_achievement orgullo orgulloso orgullosa"),
    (
        Realization,
        1.0,
        "realize realized realise i_see now_i_know it_hit_me turns_out i_guess just_noticed i_noticed makes_me_think \
        i_never_knew come_to_think didn't_realize me_di_cuenta resulta_que ahora_entiendo",
    ),
    (
        Relief,
        1.0,
        "relieved relief phew thank_god thank_goodness finally glad_that glad_it's_over weight_off alivio aliviado \
        aliviada por_fin menos_mal gracias_a_dios",
    ),
    (
        Remorse,
        1.0,
        "sorry apologize apologies regret regretted my_bad guilty forgive_me my_fault i_feel_bad lo_siento perdon \
        disculpa arrepiento culpa culpable",
    ),
    (
        Sadness,
        1.0,
        "sad sadness cry cried crying tears unhappy depressed depressing depression lonely alone miserable heartbroken \
        heartbreaking hopeless hurts i_miss miss_my miss_him miss_her miss_you sorrow gloomy devastated empty blue weep pain \
        painful poor_thing triste tristeza llorar lloro llorando sola solo deprimido deprimida extrano me_duele dolor soledad",
    ),
    (
        Surprise,
        1.0,
        "surprised surprising surprise wow shocked shocking unexpected unbelievable can't_believe astonished omg \
        no_way whoa amazed oh_my didn't_expect sorprendido sorprendida sorpresa increible no_lo_puedo_creer vaya",
    ),
];

/// Unpleasant to pleasant, calm to stirred, helpless to in control; each −1 to 1. Placed by us along the usual maps.
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

/// What a denied emotion turns into, as far as it turns into one (`not happy` is sad, `not afraid` is nothing).
pub(super) const fn denied(label: EmotionLabel) -> Option<EmotionLabel> {
    match label {
        Joy | Excitement | Amusement => Some(Sadness),
        Admiration | Approval | Love => Some(Disapproval),
        Optimism | Pride => Some(Disappointment),
        _ => None,
    }
}

/// Words that deny.
pub(super) const NEGATIONS: &str = "not no never don't dont didn't didnt isn't isnt wasn't wasnt can't cant won't wont doesn't \
    doesnt couldn't hardly without nothing nunca jamas ni sin tampoco";

/// Words that strengthen what follows.
pub(super) const STRONGER: &str = "very so really extremely absolutely totally incredibly super deeply truly muy tan demasiado bien \
    sumamente";
