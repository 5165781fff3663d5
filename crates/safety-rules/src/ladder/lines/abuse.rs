//! The ladder for abuse and neglect. It never blames, never asks for proof and never tells anyone to confront.

use content_safety_api::CrisisCategory;

use crate::ladder::line::{Line, Part, Question, lines, names};

/// The lines.
pub(crate) const LINES: &[Line] = lines! { Some(CrisisCategory::AbuseNeglect);
    Enter Part::Opening, 0 => {
        "an.enter.1": "Thank you for telling me. Nobody has the right to treat you that way."
            / "Gracias por decirlo. Nadie le debe tratar así.";
        "an.enter.2": "I believe you, and this is not your fault."
            / "Le creo, y esto no es su culpa.";
        "an.enter.8": "That should not have happened to you. You were right to speak up."
            / "Eso no debió pasarle. Hizo bien en hablar.";
        "an.enter.4": "You deserve to be safe and to be treated with care."
            / "Usted merece estar a salvo y que le traten bien.";
        "an.enter.5": "That should not happen to anyone. I take it seriously."
            / "Eso no le debe pasar a nadie. Lo tomo en serio.";
        "an.enter.6": "It takes courage to say that. I am on the side of your safety."
            / "Hace falta valor para decirlo. Quiero que esté a salvo.";
        "an.enter.7": "What you tell me matters. People whose job is to protect you can help."
            / "Lo que me cuenta importa. Hay gente que le puede proteger.";
    }
    Enter Part::ActNow, names::STAFF => {
        "an.act.1": "If you can, go where other people are and call out."
            / "Si puede, vaya donde haya gente y llame.";
        "an.act.2": "Get to another room or the hall if it is safe to move."
            / "Vaya a otro cuarto o al pasillo si puede moverse sin peligro.";
        "an.act.3": "Press the call button and ask for a nurse in charge."
            / "Toque el timbre y pida a la enfermera jefe.";
        "an.act.4": "Shout for help if you need to. Being loud is all right."
            / "Grite si lo necesita. Hacer ruido está bien.";
        "an.act.5": "Stay near someone you feel safe with, and keep your phone close."
            / "Quédese cerca de alguien que le dé calma, con el teléfono a mano.";
        "an.act.6": "Put distance between you and that person if you can."
            / "Ponga distancia con esa persona si puede.";
        "an.act.7": "Move to the desk or the dining room if you can get there safely."
            / "Vaya a la recepción o al comedor si puede llegar sin peligro.";
    }
    Ask Part::Question(Question::SafeNow), 0 => {
        "an.q.safe": "Are you safe right now?"
            / "¿Está a salvo en este momento?";
    }
    Assess Part::Question(Question::HarmerNear), 0 => {
        "an.q.near": "Is the person who did this near you now?"
            / "¿Está cerca ahora la persona que lo hizo?";
    }
    Connect Part::Staff, names::STAFF => {
        "an.staff.1": "Please tell someone in charge here, a person you feel safe with."
            / "Por favor, dígalo a alguien a cargo, que le dé confianza.";
        "an.staff.2": "You can ask for a different person to help you from now on."
            / "Puede pedir que otra persona le ayude desde ahora.";
        "an.staff.3": "The nurse in charge or the manager must look into this."
            / "La enfermera jefe o quien dirige debe ver esto.";
        "an.staff.4": "You have the right to complain, and no one may punish you for it."
            / "Tiene derecho a quejarse, y nadie puede castigarle por eso.";
        "an.staff.5": "Ask for the head nurse, and tell them just what you told me."
            / "Pida hablar con la enfermera jefe, y cuéntele lo que me contó.";
        "an.staff.6": "Someone who was not part of this should hear it, such as a manager."
            / "Debe oírlo alguien que no tuvo parte, como quien dirige la casa.";
    }
    Connect Part::Professional, names::PROFESSIONAL => {
        "an.care.1": "If you are hurt, a nurse or a doctor should look at it today."
            / "Si tiene una herida, que la vea la enfermera o un médico hoy.";
        "an.care.2": "Adult protection workers can come and listen. Staff can call them."
            / "Hay quienes protegen a los mayores. El personal los puede llamar.";
        "an.care.3": "A doctor can check you and write down what they see."
            / "Un médico puede verle y anotar lo que ve.";
        "an.care.4": "There is an ombudsman for people in care homes. You may ask for one."
            / "Hay un defensor para quienes viven en residencias. Puede pedirlo.";
        "an.care.5": "A social worker can help to keep you safe. You may ask for one."
            / "Hay quien trabaja para que usted esté a salvo. Lo puede pedir.";
        "an.care.6": "Please let a nurse see any marks or sore places."
            / "Deje que la enfermera vea las marcas o donde le duele.";
    }
};
