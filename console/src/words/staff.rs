//! Pages of those who care for residents.

use super::words;

words! {
    alerts_title: "Open alerts" / "Alertas abiertas";
    alerts_empty: "No open alerts. New ones appear here." / "No hay alertas abiertas. Las nuevas aparecerán aquí.";
    not_live: "This list is not live. Reload it, or walk the round." / "Esta lista no se actualiza sola. Recárguela, o haga la ronda.";
    refresh: "Reload the list" / "Recargar la lista";
    live_at: "Live. Last sign of life:" / "En vivo. Última señal de vida:";
    broken: "Live alerts stopped. Check on your residents now, then reload this page." / "Las alertas en vivo se cortaron. Vaya a ver a sus residentes y recargue la página.";
    last_sign: "Last sign of life:" / "Última señal de vida:";
    other_unit: "another unit" / "otra unidad";
    unanswered(unit, level, since): "Nobody answers an alert on {unit} ({level}), {since}. Please go and look." / "Nadie responde a una alerta en {unit} ({level}), {since}. Vaya a ver.";
    slot: "New since you opened this page" / "Nuevas desde que abrió la página";
    places: "Where somebody is needed" / "Dónde hace falta alguien";
    places_none: "No open alerts." / "No hay alertas abiertas.";
    slot_none: "Nothing new." / "Nada nuevo.";
    slot_more: "{count} new alerts, show" / "{count} alertas nuevas, mostrar";
    slot_one: "1 new alert, show" / "1 alerta nueva, mostrar";
    left: "Answer within {m} min {s} s" / "Responda en {m} min {s} s";
    over: "The time is over: it goes to more people" / "Se acabó el tiempo: pasa a más personas";
    half_said: "Half the time is over. {whose}" / "Pasó la mitad del tiempo. {whose}";
    over_said: "The time is over. {whose}" / "Se acabó el tiempo. {whose}";
    narrow: "Places alone are shown, since nobody was here for a while. Last sign of life:" / "Solo se muestran lugares, porque no hubo nadie aquí por un rato. Última señal de vida:";
    sign_in_again: "Sign in again" / "Entrar otra vez";
    give_back: "Give it back" / "Devolverla";
    given_back: "It is open again, with the time that it had. The resident reads that you do not have it." / "Está abierta otra vez, con el tiempo que tenía. El residente lee que usted ya no la atiende.";
    notify: "New urgent alert" / "Nueva alerta urgente";
    sound_off: "Sound is off" / "El sonido está apagado";
    sound_on: "Turn sound on" / "Encender el sonido";
    sound_is_on: "Sound is on" / "El sonido está encendido";
    off_shift: "You are not on a shift. You hear only what nobody else answers." / "Usted no está de turno. Solo verá lo que nadie más atiende.";
    on_shift(unit, time): "On shift on {unit} until {time}" / "De turno en {unit} hasta las {time}";
    start_shift(unit): "Start my shift on {unit} (8 hours)" / "Empezar mi turno en {unit} (8 horas)";
    end_shift: "End my shift" / "Terminar mi turno";
    why(what): "Why: {what}" / "Motivo: {what}";
    wants_person: "asked for a person" / "pidió hablar con una persona";
    raised(when): "Raised {when}" / "Empezó {when}";
    turns_one: "1 message in this episode" / "1 mensaje en este episodio";
    turns_more(count): "{count} messages in this episode" / "{count} mensajes en este episodio";
    answer_by(time): "Goes to more people at {time}" / "Pasa a más personas a las {time}";
    passed_on_once: "Passed on once" / "Pasada una vez";
    passed_on_more(times): "Passed on {times} times" / "Pasada {times} veces";
    has_it(name, when): "{name} has this since {when}" / "{name} lo atiende desde: {when}";
    writes(name): "{name} writes with the resident" / "{name} escribe con el residente";
    bar: "Open alerts now" / "Alertas abiertas ahora";
    bar_count: "Open alerts: {open}. Nobody has: {waiting}." / "Alertas abiertas: {open}. Sin nadie: {waiting}.";
    bar_unknown: "Open alerts: we cannot read them right now" / "Alertas abiertas: ahora no se pueden leer";
    bar_not_live: "As it was when this page was loaded." / "Como estaba al cargar esta página.";
    bar_live: "Live:" / "En vivo:";
    alerts_away: "We cannot read the open alerts right now. A resident without a mark here may have one." / "Ahora no podemos leer las alertas abiertas. Un residente sin marca aquí puede tener una.";
    alerts_more: "There are more open alerts than are marked here. Look at the list of alerts." / "Hay más alertas abiertas de las que se marcan aquí. Mire la lista de alertas.";
    banner: "Whom this page is about" / "De quién trata esta página";
    until_closed: "Your right to read ends when the alert is closed." / "Su derecho a leer termina cuando se cierre la alerta.";
    until_changed: "It holds as long as you are there for this person, and until they change what they allow." / "Vale mientras usted atienda a esta persona, y hasta que ella cambie lo que permite.";
    taken: "You write with the resident now. The companion is silent. If you write nothing for a while, it answers again." / "Ahora escribe usted con el residente. La compañía calla. Si pasa un rato sin escribir, vuelve a responder.";
    handed_back: "The companion answers the resident again." / "La compañía vuelve a responder al residente.";
    no_words: "You may not read this conversation now." / "Ahora no puede leer esta conversación.";
    log_live: "Live: new words appear here by themselves." / "En vivo: las palabras nuevas aparecen aquí solas.";
    log_not_live: "As it was when this page was loaded." / "Como estaba al cargar esta página.";
    log_broken: "This is not live right now. We are trying again." / "Ahora esto no está en vivo. Lo estamos intentando otra vez.";
    log_ended: "This has stopped: the alert was closed, or you are signed out." / "Esto se detuvo: la alerta se cerró, o se cerró su sesión.";
    log_reload: "Show what was said since" / "Mostrar lo dicho desde entonces";
    log_below: "New words below" / "Hay palabras nuevas abajo";
    acknowledge: "I have this" / "Yo lo atiendo";
    open_alert: "Note and details" / "Nota y detalles";
    close: "Close this alert" / "Cerrar esta alerta";
    escalate: "Pass on to more people" / "Pasar a más personas";
    take_over: "Write with the resident" / "Escribir con el residente";
    hand_back: "Hand back to the companion" / "Devolver a la compañía";
    read: "Read the conversation" / "Leer la conversación";
    alert_title: "An alert" / "Una alerta";
    situation: "Situation" / "Situación";
    background: "Background" / "Antecedentes";
    assessment: "Assessment" / "Valoración";
    recommendation: "Recommendation" / "Recomendación";
    close_title: "How did it end?" / "¿Cómo terminó?";
    close_text: "Your right to read the conversation ends with the alert." / "Su derecho a leer la conversación termina con la alerta.";
    note: "What was done" / "Qué se hizo";
    note_hint: "For those who come after you. At most 2,000 characters." / "Para quienes vengan después. Hasta 2000 caracteres.";
    need_outcome: "Choose how it ended." / "Elija cómo terminó.";
    closed: "The alert is closed." / "La alerta está cerrada.";
    acknowledged: "It is written down that you have this." / "Quedó anotado que usted lo atiende.";
    escalate_title: "Pass this alert on to more people?" / "¿Pasar esta alerta a más personas?";
    escalate_text: "More people are asked at once, before the time is over. This cannot be undone." / "Se avisa ya a más personas, antes de que acabe el tiempo. Esto no se puede deshacer.";
    rests_on(place): "(message {place})" / "(mensaje {place})";
    escalated: "It went to more people." / "Pasó a más personas.";
    already: "Somebody was faster, or the alert is closed. Look at it again." / "Alguien fue más rápido, o la alerta está cerrada. Mírela otra vez.";
    write_label: "Your words to the resident" / "Sus palabras al residente";
    write_send: "Send as yourself" / "Enviar con su nombre";
    write_hint: "The resident sees that a person writes, and who." / "El residente ve que escribe una persona, y quién.";
    residents_title: "Residents" / "Residentes";
    open_resident: "Open" / "Abrir";
    residents_empty: "You answer for nobody now. An admin assigns you to a unit." / "Ahora no tiene residentes a su cargo. La administración le asigna una unidad.";
    unit_none: "no unit yet" / "sin unidad";
    on_duty: "You are asked first" / "Le preguntan primero a usted";
    all_on_duty: "You are asked first for all of these." / "Por todas estas personas le preguntan primero a usted.";
    has_alert: "Open alert" / "Alerta abierta";
    nameless: "Resident whose name you may not see" / "Residente cuyo nombre no puede ver";
    may_title: "What you may see now" / "Lo que usted puede ver ahora";
    may_yes: "You may see this" / "Puede verlo";
    may_no: "You may not see this" / "No puede verlo";
    conversations: "Conversations" / "Conversaciones";
    none_yet: "There are no conversations yet." / "Todavía no hay conversaciones.";
    no_conversations: "You may not see conversations of this resident now. While you answer an alert you may." / "Ahora no puede ver conversaciones de este residente. Mientras atiende una alerta sí.";
    reason_title: "Why do you read this?" / "¿Por qué lo lee?";
    reason_text: "Your name, the time and the reason are shown to the resident." / "Su nombre, la hora y el motivo se le muestran al residente.";
    reason_submit: "Read with this reason" / "Leer con este motivo";
    not_permitted: "You may not read this" / "Usted no puede leer esto";
    not_permitted_text: "Consent or your role does not allow it for this reason, or there is no such conversation. The attempt is written down." / "El permiso o su función no lo admite con este motivo, o no existe. El intento quedó anotado.";
    reading_as(purpose): "You read this for: {purpose}" / "Usted lee esto por: {purpose}";
    tablets_title: "Tablets and residents" / "Tabletas y residentes";
    pending: "Devices that wait for you" / "Aparatos que esperan";
    pending_none: "No device waits to be confirmed." / "Ningún aparato espera confirmación.";
    pending_hint: "Confirm a device only when you stand beside it and its owner." / "Confirme un aparato solo si está junto a él y a su dueño.";
    confirm(name): "Confirm {name}" / "Confirmar {name}";
    refuse(name): "Refuse {name}" / "Rechazar {name}";
    belongs(name): "Belongs to {name}" / "Es de {name}";
    confirmed: "The device may sign in from now on." / "El aparato ya puede abrir sesión.";
    admit: "Admit a resident with a tablet" / "Registrar un residente con tableta";
    admit_name: "The resident's name" / "Nombre del residente";
    admit_unit: "Unit" / "Unidad";
    admit_device: "What the tablet is called" / "Cómo se llama la tableta";
    admit_submit: "Admit" / "Registrar";
    admit_need: "Enter the resident's name and a name for the tablet." / "Escriba el nombre del residente y un nombre para la tableta.";
    no_units: "You are assigned to no unit, so you can admit nobody." / "No tiene unidad asignada, así que no puede registrar a nadie.";
    another: "Give another tablet" / "Dar otra tableta";
    another_title: "Another tablet" / "Otra tableta";
    another_text(name): "{name} gets a new secret for a tablet. Every tablet before it is signed out at once and no longer works." / "{name} recibe un secreto nuevo para una tableta. Las anteriores se cierran de inmediato y dejan de servir.";
    another_yes: "End the old tablets and show the secret" / "Cerrar las anteriores y mostrar el secreto";
    another_need: "Enter a name for the tablet, of at most 80 characters." / "Escriba un nombre para la tableta, de 80 caracteres como máximo.";
    another_password: "This resident signs in with a password. They add devices themselves, and you confirm them." / "Este residente entra con contraseña. Añade dispositivos por su cuenta, y usted los confirma.";
    secret_title: "The tablet's secret, shown once" / "El secreto de la tableta, una sola vez";
    secret_text: "On the tablet, open “Set up a tablet” on the sign-in page and type this. Then leave this page." / "En la tableta, abra «Preparar una tableta» en la página de entrada y escriba esto. Luego salga de esta página.";
}

/// How many messages an episode has.
pub(crate) fn turns(lang: super::Lang, count: u64) -> String {
    if count == 1 { turns_one(lang).to_owned() } else { turns_more(lang, count) }
}

/// How often an alert went to more people.
pub(crate) fn passed_on(lang: super::Lang, times: u32) -> String {
    if times == 1 { passed_on_once(lang).to_owned() } else { passed_on_more(lang, times) }
}
