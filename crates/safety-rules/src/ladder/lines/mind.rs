//! The ladder for loss of contact with what is real: it neither agrees nor argues, and brings a person.

use content_safety_api::CrisisCategory;

use crate::ladder::line::{Line, Part, Question, lines, names};

/// The lines.
pub(crate) const LINES: &[Line] = lines! { Some(CrisisCategory::Psychosis);
    Enter Part::Opening, 0 => {
        "ps.enter.1": "That sounds frightening. I want you to feel safe."
            / "Eso debe dar miedo. Quiero que se sienta a salvo.";
        "ps.enter.2": "Thank you for telling me what it is like for you."
            / "Gracias por contarme cómo lo vive.";
        "ps.enter.3": "It must be hard to live with that. You deserve some peace."
            / "Debe ser duro vivir con eso. Merece un poco de paz.";
        "ps.enter.4": "I can hear that this upsets you. Let us get a person to be with you."
            / "Noto que esto le inquieta. Busquemos a alguien que le acompañe.";
        "ps.enter.8": "It is good that you said it. You do not have to deal with it alone."
            / "Qué bueno que lo dice. No tiene que pasarlo a solas.";
        "ps.enter.6": "Anyone would be shaken by that. I am here with you."
            / "Eso inquieta a cualquiera. Estoy aquí con usted.";
        "ps.enter.9": "You can say it all here. What you feel matters."
            / "Aquí puede decirlo todo. Lo que siente importa.";
    }
    Enter Part::ActNow, names::STAFF => {
        "ps.act.1": "Go to a quiet, light place where someone you know is near."
            / "Vaya a un lugar tranquilo y con luz, cerca de alguien conocido.";
        "ps.act.2": "You do not have to do what a voice says. Please call staff now."
            / "No tiene que hacer lo que diga una voz. Llame al personal ya.";
        "ps.act.3": "Press your call button and ask someone to sit with you."
            / "Toque el timbre y pida que alguien se siente con usted.";
        "ps.act.4": "Stay inside where it is safe, and let a nurse come to you."
            / "Quédese dentro, donde no hay peligro, y deje que vaya la enfermera.";
        "ps.act.5": "Please stay near people until you feel calmer."
            / "Por favor, quédese cerca de gente hasta sentir calma.";
        "ps.act.6": "Turn off the noise around you if you can, and ask for company."
            / "Apague el ruido si puede, y pida compañía.";
    }
    Ask Part::Question(Question::SafeNow), 0 => {
        "ps.q.safe": "Do you feel safe where you are?"
            / "¿Se siente a salvo donde está?";
    }
    Assess Part::Question(Question::VoicesCommand), 0 => {
        "ps.q.voices": "Does anything tell you to hurt yourself or someone else?"
            / "¿Algo le dice que se haga daño o que dañe a alguien?";
    }
};
