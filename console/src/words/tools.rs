//! What a reply of the companion can open.

use super::words;

words! {
    breathe_open: "Breathe slowly together" / "Respirar despacio juntos";
    breathe_title: "Slow breathing" / "Respirar despacio";
    breathe_text: "Sit or lie as you like. You can stop at any time." / "Siéntese o acuéstese como guste. Puede parar cuando quiera.";
    breathe_once: "Breathe in while you count to four." / "Tome aire mientras cuenta hasta cuatro.";
    breathe_out: "Let the air go slowly while you count to six." / "Suelte el aire despacio mientras cuenta hasta seis.";
    breathe_again: "Do this five times, or fewer." / "Hágalo cinco veces, o menos.";
    breathe_ill: "If it makes you dizzy, stop and breathe as you always do." / "Si se marea, pare y respire como siempre.";
    breathe_start: "Start" / "Empezar";
    breathe_stop: "Stop" / "Parar";
    breathe_in_now: "Breathe in" / "Tome aire";
    breathe_out_now: "Breathe out" / "Suelte el aire";
    breathe_over: "That was five breaths. You can start again." / "Fueron cinco respiraciones. Puede empezar otra vez.";
    write_open: "Write about it here" / "Escribir sobre esto aquí";
    call_open: "Help to call somebody" / "Ayuda para llamar a alguien";
    call_title: "Call somebody you know" / "Llamar a alguien que usted conoce";
    call_text: "We do not have the numbers of your family and friends here. A person from your care team can help you call." / "Aquí no tenemos los números de su familia y amistades. Una persona que le cuida puede ayudarle a llamar.";
    person_open: "Ask for a person" / "Pedir hablar con una persona";
    person_title: "Talk to a person" / "Hablar con una persona";
    person_text: "Press the button, and your care team is told that you want to talk." / "Toque el botón y su equipo de cuidado sabrá que usted quiere hablar.";
    day_open: "See my day" / "Ver mi día";
    help_open: "See where to find help" / "Ver dónde encontrar ayuda";
    back: "Back to the conversation" / "Volver a la conversación";
}
