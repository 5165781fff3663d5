//! The ladder for suicide and self-harm.

use content_safety_api::CrisisCategory;

use crate::ladder::line::{Line, Part, Question, lines, names};

/// The lines.
pub(crate) const LINES: &[Line] = lines! { Some(CrisisCategory::SuicidalIdeation);
    Enter Part::Opening, 0 => {
        "si.enter.10": "Thank you for telling me. That sounds very heavy, and I want to help you stay safe."
            / "Gracias por decirme esto. Es muy duro, y quiero que usted esté a salvo.";
        "si.enter.8": "It took courage to say this. You do not have to carry it alone."
            / "Hizo falta valor para decirlo. No tiene que cargar con esto a solas.";
        "si.enter.3": "I hear how much this hurts. What you said matters, and so do you."
            / "Oigo cuánto le duele. Lo que dijo importa, y usted también.";
        "si.enter.4": "That took courage to say. I take it to heart."
            / "Hace falta valor para decirlo. Lo tomo muy en serio.";
        "si.enter.9": "It has come to feel very hard. I am here, and people can help."
            / "Todo le pesa mucho ahora. Estoy aquí, y hay gente que puede ayudar.";
        "si.enter.6": "You trusted me with something big. Let us keep you safe, one step at a time."
            / "Me ha confiado algo grande. Vamos a cuidar de usted, paso a paso.";
        "si.enter.7": "What you are feeling is real, and it is a lot. I am not going away."
            / "Lo que siente es real, y es mucho. No me voy de aquí.";
    }
    Enter Part::OpeningSoft, 0 => {
        "si.soft.1": "There are days when nothing pulls. I would like to be sure how you are."
            / "Hay días que pesan, y está bien decirlo. Quiero saber cómo está usted.";
        "si.soft.2": "That is a hard way to feel. It is good to say it out loud."
            / "Es duro sentirse así. Hace bien en decirlo.";
        "si.soft.3": "I hear you. It may be a bad day, or it may be more than that."
            / "Le oigo. Puede ser un mal día, o puede ser algo más.";
        "si.soft.4": "That sounds like a heavy day. I will ask, and not guess."
            / "Es un día de los malos. Se lo pregunto, y así lo sé.";
        "si.soft.5": "What you say counts, on bad days too."
            / "Lo que dice cuenta, y en los días malos también.";
        "si.soft.6": "It is a weight when it all comes to that. You can say so here."
            / "Pesa mucho cuando todo se pone así. Aquí lo puede decir.";
        "si.soft.7": "You need not put a good face on it here."
            / "Aquí no hace falta poner buena cara.";
    }
    Enter Part::OpeningNow, 0 => {
        "si.now.8": "I hear you. Your life may be in danger right now."
            / "Le oigo. Su vida puede estar en peligro en este momento.";
        "si.now.2": "This is an emergency, and you matter. Let us get a person to you now."
            / "Esto es urgente, y usted importa. Hay que traerle a alguien ya.";
        "si.now.3": "I am staying with you. You need a person next to you right now."
            / "Me quedo con usted. Necesita a una persona a su lado ahora.";
        "si.now.4": "Your life is what counts this minute. Please let someone come to you."
            / "Su vida es lo que cuenta ahora. Por favor, deje que alguien vaya.";
        "si.now.5": "I can hear that the danger is close. Please do this with me now."
            / "Noto que el peligro está cerca. Por favor, haga esto conmigo ya.";
        "si.now.9": "It is good that you say this now. You need help in the room at once."
            / "Qué bueno que me lo dice ahora. Hace falta ayuda ahí mismo, ya.";
        "si.now.7": "Stay with me. This moment can pass, and help can get to you."
            / "Siga conmigo. Este momento puede pasar, y la ayuda puede llegar.";
    }
    Enter Part::Distance, 0 => {
        "si.distance.1": "Please move away from anything that could hurt you, or give it to someone."
            / "Por favor, aléjese de lo que pueda dañarle, o déselo a alguien.";
        "si.distance.2": "If you can, put it down and go to another room where people are."
            / "Si puede, suéltelo y vaya a otro cuarto donde haya gente.";
        "si.distance.3": "Please leave it where it is and go to the hall or the desk."
            / "Por favor, déjelo ahí y vaya al pasillo o a la recepción.";
        "si.distance.4": "Let someone else hold on to it for now."
            / "Deje que otra persona lo guarde por ahora.";
        "si.distance.5": "Put some space between you and it. Open your door and call out."
            / "Ponga distancia con eso. Abra la puerta y llame a alguien.";
        "si.distance.6": "Please step back from it and go near another person."
            / "Por favor, apártese de eso y vaya cerca de otra persona.";
        "si.distance.7": "Hand it to staff, or push it far away from you."
            / "Déselo al personal, o póngalo lejos de usted.";
    }
    Ask Part::Lead, 0 => {
        "si.ask.1": "May I ask you something plain, so I understand?"
            / "Le pregunto algo claro, porque quiero ver bien lo que pasa.";
        "si.ask.8": "I will ask you straight, because it matters."
            / "Se lo pregunto claro, porque es importante.";
        "si.ask.3": "I will ask you this gently."
            / "Le voy a preguntar esto con calma.";
        "si.ask.4": "I would rather ask than guess."
            / "Es mejor que se lo pregunte a que lo dé por hecho.";
        "si.ask.5": "There is one thing I need to know."
            / "Hay una cosa que necesito saber.";
        "si.ask.6": "You can answer yes or no. Any answer is all right to say."
            / "Puede decir sí o no. Cualquier respuesta está bien.";
        "si.ask.7": "Many people have such thoughts when life gets hard, so I ask."
            / "A muchos les vienen estas ideas cuando la vida pesa, y por eso pregunto.";
    }
    Ask Part::Question(Question::Wish), 0 => {
        "si.q.wish": "Do you ever feel that you would rather not live?"
            / "¿A veces siente que preferiría no vivir?";
    }
    Ask Part::Question(Question::Thoughts), 0 => {
        "si.q.thoughts": "Are you thinking about ending your life?"
            / "¿Está pensando en quitarse la vida?";
    }
    Assess Part::Lead, 0 => {
        "si.assess.1": "Thank you for being open with me."
            / "Gracias por hablarme con franqueza.";
        "si.assess.2": "Thank you. A yes or a no is enough for this next one."
            / "Gracias. Para la que sigue basta un sí o un no.";
        "si.assess.9": "I hear you. No details are needed here."
            / "Le oigo. Aquí no hacen falta detalles.";
        "si.assess.4": "That helps me know how to help."
            / "Eso me ayuda a saber cómo ayudarle.";
        "si.assess.5": "You are doing well to tell me."
            / "Hace bien en contármelo.";
        "si.assess.6": "I am still here with you. One more thing."
            / "Sigo aquí con usted. Una cosa más.";
        "si.assess.7": "All right. I will go slowly."
            / "Está bien. Voy despacio.";
        "si.assess.10": "I see. I ask so that the right help comes."
            / "Ya veo. Pregunto para que llegue la ayuda que hace falta.";
    }
    Assess Part::Question(Question::Method), 0 => {
        "si.q.method": "Have you thought of a way you would do it?"
            / "¿Ha pensado en un modo de hacerlo?";
    }
    Assess Part::Question(Question::Intent), 0 => {
        "si.q.intent": "Do you feel you might really do it?"
            / "¿Siente que de verdad lo podría hacer?";
    }
    Assess Part::Question(Question::Plan), 0 => {
        "si.q.plan": "Have you made a plan for it?"
            / "¿Ha hecho un plan para eso?";
    }
    Assess Part::Question(Question::Behaviour), 0 => {
        "si.q.behaviour": "Have you ever tried to end your life, or got ready to?"
            / "¿Alguna vez trató de quitarse la vida, o se preparó para ello?";
    }
    Assess Part::Question(Question::BehaviourRecent), 0 => {
        // It may follow a question that was passed over: it presumes no yes.
        "si.q.recent": "If there was something like that, was it in the last three months?"
            / "Si hubo algo así, ¿fue en los últimos tres meses?";
    }
    Assess Part::Question(Question::Means), 0 => {
        "si.q.means": "If you have thought of something, is it close to you now?"
            / "Si ha pensado en algo, ¿lo tiene cerca ahora?";
    }
    Assess Part::Question(Question::Time), 0 => {
        "si.q.time": "Do you think it could be today?"
            / "¿Cree que podría ser hoy?";
    }
    Assess Part::Declined, 0 => {
        "si.declined.1": "That is all right. You do not have to answer."
            / "Está bien. No tiene que contestar.";
        "si.declined.2": "No need to say more about that. I am still here."
            / "No hace falta decir más de eso. Sigo aquí.";
        "si.declined.3": "We can leave that question."
            / "Esa pregunta la dejamos por ahora.";
        "si.declined.4": "I will stop asking. I will keep you company."
            / "Dejo de preguntar. Le hago compañía.";
        "si.declined.7": "You decide what to tell me. It is good that you are here."
            / "Usted decide qué me cuenta. Qué bueno que está aquí.";
        "si.declined.6": "Fine, no more questions on that. You are not alone."
            / "Bien, no pregunto más de eso. No está a solas.";
    }
    Connect Part::Trusted, names::TRUSTED => {
        "si.trusted.1": "Is there a person you trust who could sit with you for a while?"
            / "¿Hay alguien de confianza que pueda estar con usted un rato?";
        "si.trusted.2": "Think of one person you feel safe with. Would you call them now?"
            / "Piense en alguien que le dé calma. ¿Le llamaría ahora?";
        "si.trusted.3": "Someone you trust would want to know. Who could that be for you?"
            / "Alguien de confianza querría saberlo. ¿Quién podría ser?";
        "si.trusted.4": "A friend or someone in your family could be near you today. Could you ask them?"
            / "Un amigo o alguien de su familia puede estar cerca hoy. ¿Se lo pediría?";
        "si.trusted.5": "It can help to say this to someone you know well. Who comes to mind?"
            / "Ayuda decirlo a alguien que conoce bien. ¿En quién piensa?";
        "si.trusted.6": "Please let one person you trust know how bad it is."
            / "Por favor, diga a alguien de confianza lo mal que está.";
        "si.trusted.7": "You deserve a kind voice next to you. Who could come?"
            / "Merece una voz amable a su lado. ¿Quién podría venir?";
    }
    Connect Part::Professional, names::PROFESSIONAL => {
        "si.care.1": "A doctor or a counselor can help with this pain. Staff can ask for one today."
            / "Un médico o un consejero puede ayudar con este dolor. El personal puede pedirlo hoy.";
        "si.care.2": "This kind of pain can be treated. A doctor should hear about it."
            / "Este dolor se puede tratar. Un médico debe saberlo.";
        "si.care.3": "Please tell a doctor or a nurse what you told me. They know what to do."
            / "Por favor, cuente a un médico o a la enfermera lo que me dijo. Saben qué hacer.";
        "si.care.4": "There are people trained for just this. Ask staff to set up a visit."
            / "Hay gente formada justo para esto. Pida al personal una visita.";
        "si.care.5": "You can get care for this, the same as for a bad heart. It is worth asking."
            / "Esto se atiende, igual que un mal del corazón. Vale la pena pedirlo.";
        "si.care.6": "A counselor can listen in a way I can not. Would you let staff ask for one?"
            / "Un consejero puede escuchar como yo no puedo. ¿Deja que el personal lo pida?";
        "si.care.7": "It would be good to see a doctor soon about how you feel."
            / "Sería bueno ver pronto a un médico por lo que siente.";
    }
    Connect Part::Barrier, 0 => {
        "si.barrier.1": "What makes it hard to call someone?"
            / "¿Qué hace difícil llamar a alguien?";
        "si.barrier.2": "Would it be easier if staff came to you?"
            / "¿Sería más fácil si el personal va con usted?";
        "si.barrier.3": "Are you willing to press the call button now?"
            / "¿Puede tocar el timbre ahora?";
        "si.barrier.4": "Is there something that holds you back from asking for help?"
            / "¿Hay algo que le frena para pedir ayuda?";
        "si.barrier.5": "Would you like a person to make the call with you?"
            / "¿Le gustaría que alguien llame con usted?";
        "si.barrier.6": "What would make it a little easier to talk to someone here?"
            / "¿Qué haría un poco más fácil hablar con alguien de aquí?";
        "si.barrier.7": "Shall we think about who could make that call for you?"
            / "¿Pensamos quién puede hacer esa llamada por usted?";
    }
    Stay Part::Presence, 0 => {
        "si.stay.1": "I am here with you. You can tell me anything, or just rest."
            / "Estoy con usted. Puede contarme algo, o solo descansar.";
        "si.stay.16": "Let us take this one minute at a time."
            / "Vamos poco a poco, un minuto y luego otro.";
        "si.stay.13": "You do not have to be alone with this. Say what you like."
            / "No tiene que estar a solas con esto. Diga lo que quiera.";
        "si.stay.15": "Breathe slowly with me. In, and out. There is no hurry."
            / "Respire despacio conmigo. Tome aire y suéltelo. No hay prisa.";
        "si.stay.5": "This feeling is strong now, and feelings do shift. Stay with me."
            / "Ahora pesa mucho, y lo que se siente cambia. Siga conmigo.";
        "si.stay.14": "It is good that you are still talking."
            / "Qué bueno que sigue hablando.";
        "si.stay.7": "You can hold on to something soft or warm while we wait."
            / "Puede tomar algo suave o tibio mientras esperamos.";
        "si.stay.8": "I will keep you company until a person is with you."
            / "Le hago compañía hasta que llegue alguien.";
        "si.stay.9": "Rest your feet on the floor and feel it hold you up."
            / "Apoye los pies en el suelo y sienta que le sostiene.";
        "si.stay.10": "You do not need to find the right words. Any words will do."
            / "No hace falta hallar las palabras justas. Valen todas.";
        "si.stay.11": "It is good that you are here. I mean it."
            / "Es bueno que usted esté aquí. Lo digo de verdad.";
        "si.stay.12": "Nothing has to be solved this minute. Being safe is enough."
            / "No hay que resolver nada ahora. Basta con estar a salvo.";
    }
    StepDown Part::CalmSoft, 0 => {
        "si.ease.1": "If it gets heavier, say so at any time."
            / "Si un día pesa más, dígalo cuando quiera.";
        "si.ease.2": "You can come back to that whenever you like."
            / "Puede volver a eso cuando le parezca.";
        "si.ease.3": "You can say such a thing here on any day."
            / "Eso se puede decir aquí cualquier día.";
        "si.ease.4": "We can go at your pace."
            / "Aquí se va a su paso.";
        "si.ease.5": "The staff would want to know of such days, too."
            / "A quien le cuida también le sirve saber de días así.";
        "si.ease.6": "There is time, and nothing you have to do just now."
            / "Hay tiempo, y ahora no tiene que hacer nada.";
        "si.ease.7": "Tell me anything you like, or nothing at all."
            / "Cuénteme lo que quiera, o nada.";
    }
    StepDown Part::Calm, 0 => {
        "si.down.8": "Things may feel a little safer now. I am still here to talk."
            / "Quizá ahora pese un poco menos. Sigo aquí para hablar.";
        "si.down.2": "Thank you for talking this through with me. We can go gently from here."
            / "Gracias por hablarlo conmigo. Podemos seguir con calma.";
        "si.down.3": "If the dark thoughts come back, tell me or staff at once, day or night."
            / "Si vuelven esas ideas, dígamelo o dígalo al personal, de día o de noche.";
        "si.down.4": "You did a hard thing by speaking up. Now you can rest."
            / "Hablar fue difícil y lo hizo. Ahora puede descansar.";
        "si.down.5": "We can talk about lighter things when you like."
            / "Podemos hablar de algo más ligero cuando quiera.";
        "si.down.6": "The staff are there for you too, by day and by night."
            / "El personal también está para usted, de día y de noche.";
        "si.down.7": "When we talk again, tell me how you are. For now, take it easy."
            / "Cuando volvamos a hablar, cuénteme cómo está. Por ahora, calma.";
    }
};

/// Openings for self-injury: the rest of the ladder is shared.
pub(crate) const SELF_HARM: &[Line] = lines! { Some(CrisisCategory::SelfHarm);
    Enter Part::Opening, 0 => {
        "sh.enter.1": "Thank you for telling me. Hurting yourself often means the pain inside is big."
            / "Gracias por decírmelo. Cuando alguien se hace daño, suele doler mucho por dentro.";
        "sh.enter.8": "It is good that you told me. You did nothing wrong by saying it."
            / "Qué bueno que me lo dice. No hizo nada malo al decirlo.";
        "sh.enter.10": "That sounds like a lot of pain to hold. You deserve care for it."
            / "Eso es mucho dolor. Merece que le cuiden.";
        "sh.enter.4": "I hear you. You found a way to get by, and there are ways that hurt less."
            / "Le oigo. Buscó cómo aguantar, y hay formas que duelen menos.";
        "sh.enter.5": "You do not need to hide this from me. Your body deserves kind hands."
            / "No tiene que esconderlo. Su cuerpo merece un trato amable.";
        "sh.enter.6": "Thank you for trusting me. If you are hurt now, a nurse should look at it."
            / "Gracias por confiar. Si tiene una herida, que la vea la enfermera.";
        "sh.enter.9": "It hurts a great deal. Let us find someone to help with it."
            / "Eso duele mucho. Busquemos a alguien que ayude.";
    }
};
