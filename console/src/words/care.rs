//! Help, and a crisis on the screen.

use super::words;

words! {
    help_title: "Help" / "Ayuda";
    help_text: "Call one of these numbers, or go to somebody near you. You do not need to sign in." / "Llame a uno de estos números, o vaya con alguien cerca. No hace falta entrar.";
    help_none: "No number is set for this place. Ask somebody near you, or call your local emergency number." / "No hay números para este lugar. Pida ayuda a alguien cerca, o llame al número de emergencias.";
    unreviewed: "For staff: nobody has compared all of these numbers with their operators yet." / "Para el personal: nadie ha comparado todavía todos estos números con sus operadores.";
    reviewed(day): "Numbers compared with their operators on {day}." / "Números comparados con sus operadores el {day}.";
    now_heading: "In danger or despair" / "En peligro o desesperación";
    health_heading: "For your body" / "Para su cuerpo";
    harm_heading: "If somebody hurts you" / "Si alguien le hace daño";
    near_heading: "People near you" / "Personas cerca de usted";
    call_number(number): "Call {number}" / "Llame al {number}";
    text_number(number): "Text {number}" / "Escriba {number}";
    crisis_title: "You do not have to face this alone" / "Usted no tiene que pasar por esto en soledad";
    crisis_text: "Choose what would help most." / "Elija lo que más le ayude.";
    someone: "I need someone here now" / "Necesito a alguien aquí ahora";
    team: "Talk to my care team" / "Hablar con quienes me cuidan";
    safe: "I am safe" / "Estoy a salvo";
    keep: "Keep talking" / "Seguir hablando";
    safe_title: "Are you safe now?" / "¿Está usted a salvo ahora?";
    safe_text: "We will write this down. Staff may still come and see you." / "Lo vamos a anotar. El personal puede venir a verle de todos modos.";
    safe_yes: "Yes, I am safe" / "Sí, estoy a salvo";
    safe_no: "No, not yet" / "No, todavía no";
    stored_alert(time): "Your care team has an alert from you since {time}." / "Quienes le cuidan tienen una alerta suya desde las {time}.";
    journal_alert: "Your words are kept. A part of the system is down, so call or find somebody near." / "Sus palabras están guardadas. Una parte del sistema no responde: llame o busque a alguien cerca.";
    more: "More help" / "Más ayuda";
    bar: "Help is here" / "Aquí hay ayuda";
    someone_words: "I need someone here with me now." / "Necesito que alguien venga conmigo ahora.";
    team_words: "I want to talk to a person from my care team." / "Quiero hablar con una persona de mi equipo de cuidado.";
    safe_words: "I am safe now." / "Estoy a salvo ahora.";
}
