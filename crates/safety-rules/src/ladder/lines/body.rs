//! The ladder for a medical emergency or danger in the room, and the one for not being able to care for oneself.

use content_safety_api::CrisisCategory;

use crate::ladder::line::{Line, Part, Question, lines, names};

/// The lines.
pub(crate) const LINES: &[Line] = lines! { Some(CrisisCategory::MedicalEmergency);
    Enter Part::Opening, 0 => {
        "me.enter.1": "This could be serious. You need a person to look at you now."
            / "Esto puede ser serio. Alguien debe verle ahora.";
        "me.enter.2": "Please do not wait with this. Let us get help to you."
            / "Por favor, no espere con esto. Vamos a pedir ayuda.";
        "me.enter.8": "You were right to say so. This needs a nurse or a doctor right away."
            / "Hizo bien en decirlo. Esto lo debe ver la enfermera o un médico ya.";
        "me.enter.4": "Your body is telling you something. A person should check it now."
            / "Su cuerpo avisa de algo. Alguien debe verlo ahora.";
        "me.enter.9": "That cannot wait. Help should come to you at once."
            / "Eso no puede esperar. La ayuda debe llegar ya.";
        "me.enter.6": "Let us act on this now, to be on the safe side."
            / "Hagamos algo ya, por si acaso.";
        "me.enter.7": "What you feel may need care this minute."
            / "Lo que siente puede necesitar cuidado en este momento.";
    }
    Enter Part::ActNow, names::STAFF => {
        "me.act.1": "Press your call button now, or shout for someone."
            / "Toque el timbre ahora, o grite para que venga alguien.";
        "me.act.2": "Call out to the person nearest you. Do not get up by yourself."
            / "Llame a quien esté más cerca. No se levante a solas.";
        "me.act.3": "Stay where you are if you are safe there, and call staff now."
            / "Quédese donde está si no hay peligro, y llame al personal ya.";
        "me.act.8": "Get a person to your side now. Do not try to drive or walk far."
            / "Que alguien vaya a su lado ya. No conduzca ni se vaya lejos a pie.";
        "me.act.5": "Ask anyone near you to get the nurse, right now."
            / "Pida a quien esté cerca que traiga a la enfermera, ya.";
        "me.act.6": "Make noise, ring the bell, open the door. Get someone to you."
            / "Haga ruido, toque el timbre, abra la puerta. Que venga alguien.";
        "me.act.7": "Ring for staff now and tell them what you told me."
            / "Llame al personal ya y dígale lo que me dijo.";
    }
    Ask Part::Question(Question::CanReachHelp), 0 => {
        "me.q.reach": "Can you reach your phone or call button?"
            / "¿Alcanza su teléfono o el timbre?";
    }
    Assess Part::Question(Question::SomeoneNear), 0 => {
        "me.q.near": "Is someone with you now?"
            / "¿Hay alguien con usted ahora?";
    }
    Connect Part::Trusted, names::TRUSTED => {
        "me.trusted.1": "When help is there, someone you trust can be called too."
            / "Cuando llegue la ayuda, se puede llamar a alguien de confianza.";
        "me.trusted.2": "Staff can call your family once you are safe."
            / "El personal puede llamar a su familia cuando esté a salvo.";
        "me.trusted.3": "You do not have to be alone. Ask for someone you know to come."
            / "No tiene que estar a solas. Pida que venga alguien que conoce.";
        "me.trusted.4": "Let someone close to you know, after you call for help."
            / "Avise a alguien cercano, después de pedir ayuda.";
        "me.trusted.5": "A familiar face can help while you wait. Staff can ask them to come."
            / "Ver a alguien que ya conoce ayuda. El personal le puede llamar.";
        "me.trusted.6": "Who would you like staff to call for you?"
            / "¿A quién quiere que llame el personal?";
    }
    Connect Part::Professional, names::PROFESSIONAL => {
        "me.care.1": "Tell the nurse or the medic when it began and what you feel."
            / "Diga a la enfermera o al médico cuándo empezó y qué siente.";
        "me.care.2": "A medical person must judge this. I can not."
            / "Esto lo debe juzgar un médico. Yo no puedo.";
        "me.care.3": "Please let a nurse or doctor check you, even if it gets better."
            / "Deje que la enfermera o el médico le vea, aunque mejore.";
        "me.care.4": "Keep your list of medicines ready for the nurse."
            / "Tenga a mano su lista de medicinas para la enfermera.";
        "me.care.5": "Let a doctor decide if this is over."
            / "Que un médico decida si ya pasó.";
        "me.care.6": "The medics will want to know what happened. Tell them all of it."
            / "Los médicos querrán saber qué pasó. Cuénteles todo.";
    }
    Stay Part::Presence, 0 => {
        "me.stay.1": "Help first. Have you called for someone?"
            / "Primero la ayuda. ¿Ya llamó a alguien?";
        "me.stay.2": "Sit or lie in the way that feels easiest. Do not get up fast."
            / "Siéntese o acuéstese como esté mejor. No se levante de golpe.";
        "me.stay.3": "Please keep your phone or bell in your hand."
            / "Tenga el teléfono o el timbre en la mano.";
        "me.stay.4": "Loosen tight clothes if you can, and breathe slowly."
            / "Afloje la ropa si puede, y respire despacio.";
        "me.stay.5": "I am here. Tell me at once if it gets worse."
            / "Aquí estoy. Si va a peor, dígalo ya.";
        "me.stay.6": "Keep calling until a person is with you."
            / "Siga llamando hasta que alguien esté con usted.";
        "me.stay.7": "Do not eat or drink until someone has looked at you."
            / "No coma ni beba hasta que alguien le vea.";
        "me.stay.8": "You are not alone. Keep talking to me while you wait."
            / "No está a solas. Hable conmigo mientras espera.";
        "me.stay.9": "Stay as still as you can, and let help come to you."
            / "Muévase lo menos posible, y deje que llegue la ayuda.";
    }
};

/// Not able to care for oneself.
pub(crate) const INABILITY: &[Line] = lines! { Some(CrisisCategory::InabilityToCare);
    Enter Part::Opening, 0 => {
        "ic.enter.1": "Thank you for telling me. Nobody should be without the things they need."
            / "Gracias por decírmelo. A nadie le debe faltar lo básico.";
        "ic.enter.2": "That sounds hard to manage alone. You should have help with it."
            / "Eso es difícil a solas. Debe tener ayuda.";
        "ic.enter.8": "It is good that you said so. Needing a hand is nothing to be ashamed of."
            / "Qué bueno que lo dice. Necesitar ayuda no da vergüenza.";
        "ic.enter.10": "You should not have to go without. Let us get someone to you."
            / "No tiene por qué pasar necesidad. Busquemos a alguien.";
        "ic.enter.5": "I hear that the daily things have become too much right now."
            / "Veo que las cosas de cada día pesan demasiado ahora.";
        "ic.enter.6": "That is important for people here to know. You deserve good care."
            / "Es importante que lo sepan aquí. Merece un buen cuidado.";
        "ic.enter.9": "You should not be left to cope with that."
            / "Eso no le toca aguantarlo a solas.";
    }
    Ask Part::Question(Question::HasNeeds), 0 => {
        "ic.q.needs": "Do you have food, water and your medicine for today?"
            / "¿Tiene comida, agua y su medicina para hoy?";
    }
    Assess Part::Question(Question::SafeNow), 0 => {
        "ic.q.safe": "Are you safe and warm where you are?"
            / "¿Está a salvo y sin frío donde está?";
    }
};

/// Trouble with eating.
pub(crate) const EATING: &[Line] = lines! { Some(CrisisCategory::EatingDisorder);
    Enter Part::Opening, 0 => {
        "ed.enter.1": "Thank you for telling me. Trouble with food can be very hard to talk about."
            / "Gracias por decírmelo. Hablar de la comida puede ser muy difícil.";
        "ed.enter.8": "It is good that you said it. Nobody here will judge what you eat."
            / "Qué bueno que lo dice. Aquí no se juzga lo que come.";
        "ed.enter.9": "That sounds like a hard fight every day. You deserve care."
            / "Es una lucha de cada día. Merece cuidado.";
        "ed.enter.4": "Your body needs strength, and you deserve kindness while you find it."
            / "Su cuerpo pide fuerzas, y usted merece un trato amable.";
        "ed.enter.5": "I hear you. This is more than a matter of will."
            / "Le oigo. Esto no es solo cosa de voluntad.";
        "ed.enter.6": "Not eating or drinking can make you ill fast. I want someone to know."
            / "No comer o no beber hace daño pronto. Quiero que alguien lo sepa.";
        "ed.enter.7": "You told me something that matters. You need not face it alone."
            / "Me contó algo que importa. No tiene que pasarlo a solas.";
    }
    Ask Part::Question(Question::AteToday), 0 => {
        "ed.q.ate": "Have you had anything to eat or drink today?"
            / "¿Ha comido o bebido algo hoy?";
    }
    Assess Part::Question(Question::FeelsFaint), 0 => {
        "ed.q.faint": "Do you feel faint or very weak?"
            / "¿Se marea o se siente muy débil?";
    }
    Assess Part::Question(Question::Thoughts), 0 => {
        "ed.q.thoughts": "Do you also have thoughts of not wanting to live?"
            / "¿También tiene ideas de no querer vivir?";
    }
};
