//! Lines that hold a number. They stand apart because a number belongs to a place; `resources` says which.
//!
//! Six wordings a place, so that none comes back within six turns however often the danger rises.

use crate::ladder::line::{Line, Part, Stage, lines, names};

/// Lines whose words are put together when this is compiled.
macro_rules! numbered {
    ($part:expr, $names:expr; $($id:expr => $en:expr, $es:expr;)+) => {
        &[$(Line { id: $id, category: None, stage: Stage::Enter, part: $part, names: $names, en: $en, es: $es },)+]
    };
}

/// The line of help of a place, six ways. `$en` and `$es` say how it is reached, as "call 116 123".
macro_rules! referral {
    ($place:literal, $en:literal, $es:literal) => {
        numbered! { Part::Referral, names::LIFELINE;
                concat!("ref.", $place, ".1") => concat!("You can ", $en, " at any hour. They listen and they care."),
                    concat!("Puede ", $es, " a toda hora y hablar con alguien que escucha.");
                concat!("ref.", $place, ".2") => concat!("Day and night you can ", $en, ". They are there to listen."),
                    concat!("De día y de noche puede ", $es, ". Están para escuchar.");
                concat!("ref.", $place, ".3") => concat!("A kind voice is there now: ", $en, "."),
                    concat!("Hay una voz amable ahora: puede ", $es, ".");
                concat!("ref.", $place, ".4") => concat!("They are trained for just this: ", $en, "."),
                    concat!("Hay gente preparada a toda hora si decide ", $es, ".");
                concat!("ref.", $place, ".5") => concat!("You may ", $en, " as often as you like."),
                    concat!("Puede ", $es, " tantas veces como quiera.");
                concat!("ref.", $place, ".6") => concat!("Please ", $en, " if it gets too much, by day or by night."),
                    concat!("Por favor, si es demasiado puede ", $es, ", de día o de noche.");
        }
    };
}

/// The emergency number of a place, six ways.
macro_rules! emergency {
    ($place:literal, $number:literal, $numero:literal) => {
        numbered! { Part::Emergency, names::EMERGENCY;
                concat!("emg.", $place, ".1") => concat!("Please call ", $number, " now, or have someone call for you."),
                    concat!("Por favor, llame al ", $numero, " ahora, o que alguien llame por usted.");
                concat!("emg.", $place, ".2") => concat!("The number is ", $number, ". Call it now if you can."),
                    concat!("El número es el ", $numero, ". Llame ahora si puede.");
                concat!("emg.", $place, ".3") => concat!("Help comes when you call ", $number, ". Do it now."),
                    concat!("La ayuda llega si llama al ", $numero, ". Llame ya.");
                concat!("emg.", $place, ".4") => concat!("Ask anyone near you to call ", $number, " at once."),
                    concat!("Pida a quien esté cerca que llame ya al ", $numero, ".");
                concat!("emg.", $place, ".5") => concat!("Call ", $number, ", and stay on the line."),
                    concat!("Llame al ", $numero, ", y no cuelgue.");
                concat!("emg.", $place, ".6") => concat!("Now is the time for ", $number, ". Call, or shout for someone to call."),
                    concat!("Es momento del ", $numero, ". Llame, o grite para que alguien llame.");
        }
    };
}

/// The lines of every place. The id's second part is the place (ISO 3166), `any` where no number is certain.
pub(crate) const PLACES: &[&[Line]] = &[
    referral!("us", "call or text 988", "llamar al 988, opción 2"),
    referral!("ca", "call or text 988", "llamar o escribir al 988"),
    referral!("gb", "call Samaritans on 116 123", "llamar a Samaritans, al 116 123"),
    referral!("ie", "call Samaritans on 116 123", "llamar a Samaritans, al 116 123"),
    referral!("es", "call 024", "llamar al 024"),
    referral!("mx", "call 800 911 2000", "llamar al 800 911 2000"),
    referral!("au", "call Lifeline on 13 11 14", "llamar a Lifeline, al 13 11 14"),
    referral!("nz", "call or text 1737", "llamar o escribir al 1737"),
    emergency!("us", "911", "911"),
    emergency!("ca", "911", "911"),
    emergency!("gb", "999", "999"),
    emergency!("ie", "112 or 999", "112 o al 999"),
    emergency!("es", "112", "112"),
    emergency!("mx", "911", "911"),
    emergency!("au", "000", "000"),
    emergency!("nz", "111", "111"),
    ANYWHERE,
];

/// Where no number is certain.
const ANYWHERE: &[Line] = lines! { None;
    Enter Part::Referral, names::LIFELINE => {
        "ref.any.1": "A crisis line can listen at any hour. Staff can give you the number."
            / "Una línea de crisis puede escucharle a toda hora. El personal le da el número.";
        "ref.any.2": "Ask staff for a crisis line, so that you can talk to a trained person."
            / "Pida al personal una línea de crisis, para hablar con alguien preparado.";
        "ref.any.3": "There are lines for just this, day and night. Staff know the number."
            / "Hay líneas justo para esto, de día y de noche. El personal sabe el número.";
        "ref.any.4": "Someone on a crisis line can talk with you now. Ask for the number."
            / "Alguien de una línea de crisis puede hablar con usted ya. Pida el número.";
        "ref.any.5": "Please ask the nurse for the crisis line where you live."
            / "Por favor, pida a la enfermera la línea de crisis de su zona.";
        "ref.any.6": "A trained voice is there at all hours. The staff can call with you."
            / "Hay una voz preparada a toda hora. El personal puede llamar con usted.";
    }
    Enter Part::Emergency, names::EMERGENCY => {
        "emg.any.1": "Please call the emergency number where you live now, or have someone call for you."
            / "Por favor, llame ahora al número de emergencia de su zona, o que alguien llame.";
        "emg.any.2": "Have someone call the emergency number for your town right now."
            / "Que alguien llame ya al número de emergencia de su zona.";
        "emg.any.3": "Call for an ambulance now, or shout for someone to do it."
            / "Pida una ambulancia ya, o grite para que alguien la pida.";
        "emg.any.4": "This needs the emergency number. Ask the person nearest you."
            / "Esto pide el número de emergencia. Dígalo a quien esté cerca.";
        "emg.any.5": "Please let someone call emergency help at once."
            / "Por favor, que alguien pida ayuda urgente ya.";
        "emg.any.6": "Get the staff to call emergency help now."
            / "Que el personal llame ya a emergencias.";
    }
};
