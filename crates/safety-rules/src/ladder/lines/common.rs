//! Lines that every ladder may use.

use crate::ladder::line::{Line, Part, lines, names};

/// The lines.
pub(crate) const LINES: &[Line] = lines! { None;
    Ask Part::Soft, 0 => {
        "any.soft.life": "May I ask: is there a part of you that would rather not be here any more?"
            / "¿Le puedo preguntar si a veces preferiría ya no estar en este mundo?";
        "any.soft.harm": "May I ask: does someone hurt you, or do you live in fear of someone?"
            / "¿Le puedo preguntar si alguien le hace daño, o si le tiene miedo a alguien?";
        "any.soft.need": "May I ask: do you lack something now, like food, water, heat or your pills?"
            / "¿Le puedo preguntar si le falta algo ahora, como comida, agua, calor o su medicina?";
        "any.soft.body": "May I ask: do you feel so unwell now that someone should come?"
            / "¿Le puedo preguntar si se siente tan mal ahora que debe venir alguien?";
    }
    StepDown Part::SoftClear, 0 => {
        "any.clear.1": "That is good to know. If it changes, you can say so here."
            / "Qué bueno saberlo. Si cambia, aquí lo puede decir.";
        "any.clear.2": "Thank you for telling me. I ask so that I do not have to guess."
            / "Gracias por decirlo. Lo pregunto para no tener que adivinar.";
        "any.clear.3": "All right. You can come back to it on any day."
            / "Muy bien. Puede volver a ello cualquier día.";
    }
    Enter Part::Notify, names::STAFF => {
        "any.notify.1": "I am letting your care team know, so that a person can come to you."
            / "Aviso a su equipo de cuidado, para que alguien vaya con usted.";
        "any.notify.2": "Your care team is being told now. A person should look in on you."
            / "Se avisa ya a su equipo de cuidado. Alguien debe ir a verle.";
        "any.notify.3": "I am passing this on to the staff on duty right away."
            / "Paso este aviso al personal de turno ahora mismo.";
        "any.notify.8": "Staff on duty are being told, because your safety comes first."
            / "Se avisa al personal de turno, porque lo primero es que esté a salvo.";
        "any.notify.5": "I am sending word to your care team this minute."
            / "Mando aviso a su equipo de cuidado en este momento.";
        "any.notify.6": "A note is going to the staff now, so you are not left alone with this."
            / "Va un aviso al personal ahora, para que no quede a solas con esto.";
        "any.notify.7": "I am asking the staff on duty to come and see you."
            / "Pido al personal de turno que vaya a verle.";
    }
    Stay Part::Told, names::STAFF => {
        "any.told.1": "Yes, the staff on duty were told, so that a person can look in."
            / "Sí, se avisó al personal de turno, para que alguien pase a verle.";
        "any.told.2": "Yes, word went to your care team when you told me."
            / "Sí, fue un aviso a su equipo de cuidado cuando me lo dijo.";
        "any.told.3": "They were told. If you are well now, you can tell them so too."
            / "Ya se les avisó. Si ahora está bien, dígaselo también.";
    }
    Stay Part::NotTold, 0 => {
        "any.not_told.1": "No. No one was called."
            / "No, no se llamó a nadie.";
        "any.not_told.2": "No one was told, and you can ask me to at any time."
            / "No se avisó a nadie; si quiere, me lo pide.";
        "any.not_told.3": "No. If you want someone to come, say so or ring the bell."
            / "No. Si quiere que venga alguien, dígalo o toque el timbre.";
    }
    Enter Part::Staff, names::STAFF => {
        "any.staff.1": "You can press your call button, or ask the person nearest you to come."
            / "Puede tocar el timbre, o pedir a quien esté cerca que venga.";
        "any.staff.2": "Please tell someone on staff, so that you have a person with you."
            / "Por favor, dígalo al personal, para que alguien le acompañe.";
        "any.staff.3": "The staff here are there for this, at any hour. You are no bother."
            / "El personal está para esto, a toda hora. Usted no molesta.";
        "any.staff.4": "Someone who works here can come and sit with you. Just ask."
            / "Alguien del personal puede sentarse con usted. Solo pídalo.";
        "any.staff.5": "Use the call button if you have one. A person can be with you soon."
            / "Use el timbre si lo tiene. Alguien puede llegar pronto.";
        "any.staff.6": "Your nurse or aide should hear this too. Will you tell them?"
            / "La enfermera o quien le cuida debe saberlo. ¿Se lo dirá?";
        "any.staff.7": "Open your door if you can, so that staff can reach you."
            / "Abra la puerta si puede, para que el personal llegue.";
    }
    Enter Part::Secrecy, 0 => {
        "any.secret.1": "I can not keep this a secret, because I want you to be safe."
            / "No puedo guardar esto en secreto, porque quiero que esté a salvo.";
        "any.secret.2": "I will not hide this from the people who look after you."
            / "No voy a ocultar esto a quienes le cuidan.";
        "any.secret.3": "Some things are too important to keep quiet. Your safety is one."
            / "Hay cosas que no se deben callar. Su vida es una de ellas.";
    }
    Enter Part::ForAnother, 0 => {
        "any.other.1": "It is good that you speak up for them."
            / "Hace bien en hablar por esa persona.";
        "any.other.2": "You noticed, and that may help a lot. You do not have to fix it alone."
            / "Usted lo notó, y eso ayuda mucho. No tiene que resolverlo a solas.";
        "any.other.3": "Thank you for caring about them. Let us get a person to help."
            / "Gracias por cuidar de esa persona. Busquemos a alguien que ayude.";
        "any.other.4": "If they are in danger now, please do not leave them alone."
            / "Si está en peligro ahora, no le deje a solas, por favor.";
        "any.other.5": "You can call the same line for someone you care about."
            / "Puede llamar a la misma línea por alguien que le importa.";
        "any.other.6": "That must be frightening to see. Staff can step in."
            / "Debe dar miedo verlo. El personal puede actuar.";
    }
    Ask Part::Lead, 0 => {
        "any.ask.7": "One short question, so that the right help comes."
            / "Una pregunta corta, para que llegue la ayuda que hace falta.";
        "any.ask.2": "A yes or a no is enough."
            / "Basta un sí o un no.";
        "any.ask.3": "I need to know one thing first."
            / "Hay una cosa que debo saber antes.";
        "any.ask.4": "Please tell me just this."
            / "Por favor, dígame solo esto.";
        "any.ask.5": "I ask this to keep you safe."
            / "Lo pregunto para que esté a salvo.";
        "any.ask.6": "You may leave it out if you like."
            / "Puede no contestar si quiere.";
    }
    Assess Part::Lead, 0 => {
        "any.assess.1": "Thank you, that helps."
            / "Gracias, con eso ya sé más.";
        "any.assess.2": "That is clear. One more."
            / "Está claro. Una más.";
        "any.assess.3": "You are doing this well."
            / "Lo hace usted muy bien.";
        "any.assess.4": "Now I know a bit more."
            / "Ahora sé un poco más.";
        "any.assess.5": "No details are needed, just this."
            / "Sin detalles, solo esto.";
        "any.assess.6": "I am with you, step by step."
            / "Voy con usted, paso a paso.";
    }
    Assess Part::Declined, 0 => {
        "any.declined.1": "That is fine. You do not have to say."
            / "Está bien. No tiene que decirlo.";
        "any.declined.7": "Then we leave that."
            / "Está bien, eso no se toca.";
        "any.declined.3": "You decide what you tell me."
            / "Usted decide qué me cuenta.";
        "any.declined.8": "No more of that, then. I stay with you."
            / "No le pregunto más por eso. Me quedo con usted.";
        "any.declined.5": "All right, no answer is needed."
            / "De acuerdo, no hace falta contestar.";
        "any.declined.6": "That can wait for a person you trust."
            / "Eso puede esperar a alguien de confianza.";
    }
    Connect Part::Barrier, 0 => {
        "any.barrier.1": "What makes it hard to ask for help here?"
            / "¿Qué hace difícil pedir ayuda aquí?";
        "any.barrier.2": "Would it be easier if someone came to you?"
            / "¿Sería más fácil si alguien va con usted?";
        "any.barrier.3": "What holds you back from a call?"
            / "¿Algo le impide llamar?";
        "any.barrier.7": "Shall a person from the staff come and listen?"
            / "¿Quiere que vaya alguien del personal a escucharle?";
        "any.barrier.5": "Can you press the call button now?"
            / "¿Puede tocar el timbre ahora?";
        "any.barrier.6": "Who here would be the easiest to tell?"
            / "¿A quién de aquí sería más fácil decírselo?";
    }
    Connect Part::Trusted, names::TRUSTED => {
        "any.trusted.1": "Is there someone you trust who could be with you?"
            / "¿Hay alguien de confianza que pueda estar con usted?";
        "any.trusted.2": "Please let one person you trust know what is going on."
            / "Por favor, cuente lo que pasa a alguien de confianza.";
        "any.trusted.3": "Who in your family or among your friends could you call?"
            / "¿A quién de su familia o amigos podría llamar?";
        "any.trusted.4": "You do not have to face this alone. Who would you like near you?"
            / "No tiene que pasar esto a solas. ¿A quién quiere cerca?";
        "any.trusted.5": "A kind person next to you would help now. Who could come?"
            / "Ayuda tener a alguien amable al lado. ¿Quién podría venir?";
        "any.trusted.6": "Someone who loves you would want to know about this."
            / "Alguien que le quiere querría saber esto.";
    }
    Connect Part::Professional, names::PROFESSIONAL => {
        "any.care.1": "A doctor or nurse should hear about this today."
            / "Un médico o la enfermera debe saber esto hoy.";
        "any.care.2": "Please ask staff to bring in a doctor for this."
            / "Por favor, pida al personal que llame a un médico.";
        "any.care.3": "There are people trained to help with this. Staff can reach them."
            / "Hay gente formada para ayudar con esto. El personal puede llamarla.";
        "any.care.4": "It would be good to talk with a doctor soon."
            / "Sería bueno hablar pronto con un médico.";
        "any.care.5": "A nurse can check on you and call the doctor if need be."
            / "La enfermera puede verle y llamar al médico si hace falta.";
        "any.care.6": "Your doctor can help with this, and staff can make the call."
            / "Su médico puede ayudar con esto, y el personal puede llamar.";
    }
    Stay Part::Presence, 0 => {
        "any.stay.1": "I am here with you while we wait."
            / "Estoy con usted hasta que venga alguien.";
        "any.stay.2": "You did the right thing by telling me."
            / "Hizo bien en decírmelo.";
        "any.stay.10": "Take slow breaths. There is no rush."
            / "Respire sin prisa. Hay tiempo.";
        "any.stay.4": "You can keep talking, or sit quiet with me."
            / "Puede seguir hablando, o estar en calma conmigo.";
        "any.stay.5": "None of this is your fault. I am still here."
            / "Nada de esto es su culpa. Sigo aquí.";
        "any.stay.11": "One small step at a time. I am with you."
            / "Vamos paso a paso. Estoy con usted.";
        "any.stay.7": "If anything changes, tell me right away."
            / "Si algo cambia, me lo dice ya.";
        "any.stay.8": "I will stay until someone is with you."
            / "Me quedo hasta que alguien esté con usted.";
        "any.stay.9": "You are not alone with this now."
            / "Ya no está a solas con esto.";
    }
    StepDown Part::Calm, 0 => {
        "any.down.1": "You do not have to carry this alone. I am here if you want to talk."
            / "No tiene que llevar esto a solas. Aquí estoy si quiere hablar.";
        "any.down.2": "Thank you for telling me. You can bring it up again at any time."
            / "Gracias por contármelo. Puede volver a decirlo cuando quiera.";
        "any.down.3": "Things seem calmer. Rest a little if you can."
            / "Parece que hay más calma. Descanse un poco si puede.";
        "any.down.4": "If it starts again, call staff at once or tell me."
            / "Si vuelve a pasar, llame al personal o dígamelo.";
        "any.down.5": "We can talk about something else now, if you like."
            / "Ahora podemos hablar de otra cosa, si quiere.";
        "any.down.6": "Next time we talk, tell me how it is going."
            / "La próxima vez que hablemos, cuénteme cómo va todo.";
        "any.down.8": "You handled a hard moment. It was good that you spoke up."
            / "Fue un momento duro. Hizo bien en hablar.";
    }
};
