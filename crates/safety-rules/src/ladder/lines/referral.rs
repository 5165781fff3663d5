//! Lines that hold a number. They stand apart because a number belongs to a place; `resources` says which.

use crate::ladder::line::{Line, Part, lines, names};

/// The lines. The id's second part is the place (ISO 3166), `any` where no number is certain.
pub(crate) const LINES: &[Line] = lines! { None;
    Enter Part::Referral, names::LIFELINE => {
        "ref.us.1": "You can call or text 988 at any hour and talk to a caring person. It is free."
            / "Puede llamar al 988 y oprimir el 2, a toda hora. Es gratis y hablan español.";
        "ref.us.2": "The 988 line is open day and night, by call or text."
            / "La línea 988, opción 2, atiende de día y de noche en español.";
        "ref.ca.1": "You can call or text 988 at any hour and talk to a caring person. It is free."
            / "Puede llamar o escribir al 988 a toda hora. Es gratis.";
        "ref.gb.1": "You can call Samaritans on 116 123 at any hour. It is free."
            / "Puede llamar a Samaritans, al 116 123, a toda hora. Es gratis.";
        "ref.ie.1": "You can call Samaritans on 116 123 at any hour. It is free."
            / "Puede llamar a Samaritans, al 116 123, a toda hora. Es gratis.";
        "ref.es.1": "You can call 024 at any hour. It is free."
            / "Puede llamar al 024 a toda hora. Es gratis.";
        "ref.mx.1": "You can call 800 911 2000 at any hour. It is free."
            / "Puede llamar al 800 911 2000 a toda hora. Es gratis.";
        "ref.au.1": "You can call Lifeline on 13 11 14 at any hour."
            / "Puede llamar a Lifeline, al 13 11 14, a toda hora.";
        "ref.nz.1": "You can call or text 1737 at any hour. It is free."
            / "Puede llamar o escribir al 1737 a toda hora. Es gratis.";
        "ref.any.1": "A crisis line can listen at any hour. Staff can give you the number."
            / "Una línea de crisis puede escucharle a toda hora. El personal le da el número.";
        "ref.any.2": "Ask staff for a crisis line, so that you can talk to a trained person."
            / "Pida al personal una línea de crisis, para hablar con alguien preparado.";
    }
    Enter Part::Emergency, names::EMERGENCY => {
        "emg.us.1": "Please call 911 now, or have someone call for you."
            / "Por favor, llame al 911 ahora, o que alguien llame por usted.";
        "emg.us.2": "911 can send help right away. Call now if you can."
            / "El 911 puede mandar ayuda ya. Llame ahora si puede.";
        "emg.ca.1": "Please call 911 now, or have someone call for you."
            / "Por favor, llame al 911 ahora, o que alguien llame por usted.";
        "emg.gb.1": "Please call 999 now, or have someone call for you."
            / "Por favor, llame al 999 ahora, o que alguien llame por usted.";
        "emg.ie.1": "Please call 112 or 999 now, or have someone call for you."
            / "Por favor, llame al 112 o al 999 ahora, o que alguien llame por usted.";
        "emg.es.1": "Please call 112 now, or have someone call for you."
            / "Por favor, llame al 112 ahora, o que alguien llame por usted.";
        "emg.mx.1": "Please call 911 now, or have someone call for you."
            / "Por favor, llame al 911 ahora, o que alguien llame por usted.";
        "emg.au.1": "Please call 000 now, or have someone call for you."
            / "Por favor, llame al 000 ahora, o que alguien llame por usted.";
        "emg.nz.1": "Please call 111 now, or have someone call for you."
            / "Por favor, llame al 111 ahora, o que alguien llame por usted.";
        "emg.any.1": "Please call the emergency number where you live now, or have someone call for you."
            / "Por favor, llame ahora al número de emergencia de su zona, o que alguien llame.";
        "emg.any.2": "Have someone call the emergency number for your town right now."
            / "Que alguien llame ya al número de emergencia de su zona.";
    }
};
