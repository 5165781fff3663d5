//! Links and codes that somebody makes for somebody else, to be handed over.

use super::words;

words! {
    invite: "Invite somebody" / "Invitar a alguien";
    invite_card: "A relative or friend gets an account of their own." / "Un familiar o amigo recibe una cuenta propia.";
    invite_own: "They make an account with a code that you give them. What they may read you say afterwards, under what you share." / "Hacen una cuenta con un código que usted les da. Lo que pueden leer lo dice usted después, en lo que comparte.";
    invite_for(name): "They make an account with a code that you hand over. {name} is asked before they belong to them." / "Hacen una cuenta con un código que usted entrega. Se pregunta a {name} antes de unirlos.";
    relation: "What they are to each other" / "Qué son entre sí";
    relation_own: "What they are to you" / "Qué es de usted";
    relation_need: "Choose what they are." / "Elija qué es.";
    invite_yes: "Make an invitation" / "Hacer una invitación";
    ways_in: "Ways in" / "Cuentas y contraseñas";
    ways_in_of(name): "Ways in for {name}" / "Cuentas y contraseñas de {name}";
    relative: "An account for a relative" / "Una cuenta para un familiar";
    password: "A new password" / "Una contraseña nueva";
    password_for(name): "For when {name} does not know it any more. Be sure that it is they who ask. An earlier code stops working." / "Para cuando {name} ya no la sabe. Asegúrese de que quien la pide es esa persona. Un código anterior deja de servir.";
    password_yes: "Make a code for a new password" / "Hacer un código para una contraseña nueva";
    password_none: "There is no password here: a tablet signs in alone." / "Aquí no hay contraseña: entra solo con una tableta.";
    factor_yes: "Make a code for new codes" / "Hacer un código para códigos nuevos";
    hand: "Hand this over" / "Entregue esto";
    hand_text: "We show it this one time. Give it to nobody but the one it is for: print it, or let them point their phone at the picture." / "Lo mostramos solo esta vez. Déselo solo a quien corresponde: imprímalo, o que apunte su teléfono a la imagen.";
    hand_picture: "A picture for a phone. It opens the address below." / "Una imagen para un teléfono. Abre la dirección de abajo.";
    hand_link: "The address" / "La dirección";
    hand_code(place): "Or open {place} and type this code" / "O abra {place} y escriba este código";
    hand_until(time): "It works once, until {time}." / "Sirve una vez, hasta el {time}.";
    people: "Accounts" / "Cuentas";
    people_card: "Who has an account here: invitations, new passwords, new codes." / "Quién tiene cuenta aquí: invitaciones, contraseñas y códigos nuevos.";
    join_code: "The join code of residents" / "El código de los residentes";
    join_text(code): "A resident who wants an account of their own types this: {code}" / "Un residente que quiere una cuenta propia escribe esto: {code}";
    join_renew: "Make another join code" / "Hacer otro código";
    join_renewed: "The join code before registers nobody any more." / "El código de antes ya no registra a nadie.";
    staff: "Invite somebody who works here" / "Invitar a alguien que trabaja aquí";
    role: "As what they work here" / "En qué trabaja aquí";
    role_need: "Choose as what they work here." / "Elija en qué trabaja aquí.";
    unit: "Their unit" / "Su planta";
    unit_none: "No unit" / "Ninguna planta";
    everybody: "Who has an account" / "Quién tiene una cuenta";
    nobody: "Nobody yet. Invite the first." / "Nadie todavía. Invite a la primera persona.";
    off: "This account is disabled." / "Esta cuenta está desactivada.";
    stopped: "Too many wrong attempts were made." / "Hubo demasiados intentos fallidos.";
    tablet: "Signs in with a tablet alone." / "Entra solo con una tableta.";
    disable: "Disable" / "Desactivar";
    enable: "Enable" / "Activar";
    disabled: "The account is disabled, everywhere and at once." / "La cuenta está desactivada, en todas partes y desde ya.";
    enabled: "The account may be used again." / "La cuenta se puede usar de nuevo.";
    unlock: "Forgive the wrong attempts" / "Perdonar los intentos";
    unlocked: "The wrong attempts are forgiven." / "Los intentos están perdonados.";
}
