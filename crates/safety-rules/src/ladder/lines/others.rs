//! The ladder for a wish to hurt somebody else: calm, no lecture, distance and a person.

use content_safety_api::CrisisCategory;

use crate::ladder::line::{Line, Part, Question, lines, names};

/// The lines.
pub(crate) const LINES: &[Line] = lines! { Some(CrisisCategory::HarmToOthers);
    Enter Part::Opening, 0 => {
        "ho.enter.1": "I hear how angry you are. I want you and everyone else to stay safe."
            / "Veo cuánto enojo hay. Quiero que usted y los demás estén a salvo.";
        "ho.enter.2": "Something must have hurt you a lot. I can not help with hurting anyone."
            / "Algo le debe doler mucho. No puedo ayudar a dañar a nadie.";
        "ho.enter.3": "Thank you for saying it instead of doing it. Let us slow down."
            / "Gracias por decirlo en vez de hacerlo. Vamos más despacio.";
        "ho.enter.8": "That is a strong feeling. Feelings can be said and still not acted on."
            / "Lo que siente es muy fuerte. Se puede decir y no hacerlo.";
        "ho.enter.5": "I take this seriously, and I will not help to harm anyone."
            / "Lo tomo en serio, y no ayudo a dañar a nadie.";
        "ho.enter.6": "It sounds as if you are at your limit. A person should help you with this."
            / "Parece que ya no aguanta más. Alguien debe ayudarle con esto.";
        "ho.enter.7": "Let us keep everyone safe first. Then we can talk about what happened."
            / "Primero, que todos estén a salvo. Luego hablamos de lo que pasó.";
    }
    Enter Part::ActNow, names::STAFF => {
        "ho.act.1": "Please step away from them and go where it is quiet."
            / "Por favor, aléjese y vaya a un lugar tranquilo.";
        "ho.act.2": "Put down anything that could hurt someone, and call staff."
            / "Suelte lo que pueda herir a alguien, y llame al personal.";
        "ho.act.3": "Go to another room for now and ask staff to come."
            / "Vaya a otro cuarto por ahora y pida que venga el personal.";
        "ho.act.4": "Give it ten slow breaths before anything else. Then call someone."
            / "Respire diez veces despacio antes de nada. Luego llame a alguien.";
        "ho.act.5": "Keep away from that person for now. Let staff step in."
            / "No se acerque a esa persona ahora. Deje que actúe el personal.";
        "ho.act.6": "Let someone else take care of anything that could do harm."
            / "Deje que otro guarde lo que pueda hacer daño.";
        "ho.act.7": "Please walk away from it, just for now, and tell staff how you feel."
            / "Por favor, apártese por ahora, y diga al personal cómo se siente.";
    }
    Ask Part::Question(Question::HarmIntent), 0 => {
        "ho.q.intent": "Do you think you might act on it today?"
            / "¿Cree que podría hacerlo hoy?";
    }
    Assess Part::Question(Question::HarmMeans), 0 => {
        "ho.q.means": "Is there something near you that you would use?"
            / "¿Tiene cerca algo que podría usar?";
    }
    Assess Part::Question(Question::Thoughts), 0 => {
        "ho.q.thoughts": "Do you also have thoughts of ending your own life?"
            / "¿También piensa en quitarse la vida?";
    }
};
