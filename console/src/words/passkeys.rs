//! Passkeys, and showing anew who somebody is.

use super::words;

words! {
    title: "My passkeys" / "Mis llaves de acceso";
    card: "Sign in without a password." / "Entre sin contraseña.";
    intro: "A passkey lies on a device of yours. You sign in with your face, your finger or the device's code." / "Una llave de acceso vive en un aparato suyo. Usted entra con su cara, su dedo o el código del aparato.";
    none: "You have no passkey yet." / "Todavía no tiene ninguna llave de acceso.";
    added(when): "Added: {when}" / "Añadida: {when}";
    used(when): "Last used: {when}" / "Último uso: {when}";
    unused: "Not used yet" / "Sin usar todavía";
    suspect: "This one may have been copied. It opens nothing any more. Remove it and tell staff." / "Es posible que alguien la copiara. Ya no abre nada. Quítela y avise al personal.";
    name: "What do you call it?" / "¿Cómo la llama?";
    name_hint: "For example: my tablet." / "Por ejemplo: mi tableta.";
    need_name: "Give it a name of 1 to 80 characters." / "Póngale un nombre de 1 a 80 letras.";
    rename: "Save this name" / "Guardar este nombre";
    lately: "A passkey was added lately" / "Hace poco se añadió una llave de acceso";
    lately_text: "It opens your account without your password. If you did not add it, remove it and tell staff." / "Abre su cuenta sin contraseña. Si no la añadió usted, quítela y avise al personal.";
    remove: "Remove it" / "Quitarla";
    add: "Add a passkey" / "Añadir una llave de acceso";
    full: "You have as many passkeys as there may be. Remove one first." / "Ya tiene todas las llaves que se pueden tener. Quite una primero.";
    last: "This is your only way in. It stays." / "Es su única manera de entrar. Se queda.";
    done_added: "Your passkey is ready. You can sign in with it now." / "Su llave de acceso está lista. Ya puede entrar con ella.";
    done_named: "It has its new name." / "Ya tiene su nombre nuevo.";
    done_removed: "It is removed. It opens nothing any more." / "Se quitó. Ya no abre nada.";
    add_text: "Your device asks you for your face, your finger or its code. We never see them." / "Su aparato le pide su cara, su dedo o su código. Nosotros nunca los vemos.";
    make: "Make the passkey" / "Crear la llave de acceso";
    not_here: "Passkeys cannot be made in this browser at this address. Your password still works." / "En este navegador y en esta dirección no se pueden crear llaves. Su contraseña sigue sirviendo.";
    not_made: "The passkey was not made. Please try again." / "La llave no se creó. Inténtelo de nuevo.";
    not_made_text: "Your device may have taken too long, or it has a passkey for you already." / "Quizá el aparato tardó demasiado, o ya tiene una llave suya.";
    sign_in: "Sign in with a passkey" / "Entrar con llave de acceso";
    fell: "The passkey was not used. You can use your password." / "No se usó la llave. Puede usar su contraseña.";
    fell_adding: "No passkey was made. Press the button to try again." / "No se creó ninguna llave. Pulse el botón para intentarlo otra vez.";
    wrong: "We could not sign you in with this passkey" / "No pudimos abrir su sesión con esta llave";
    wrong_text: "Please try again, or use your password and your code." / "Inténtelo otra vez, o use su contraseña y su código.";
    prove_title: "Show us that it is you" / "Demuestre que es usted";
    prove_text: "What you asked for needs this. Then we go on with it. Nothing that you typed is lost." / "Lo que pidió lo necesita. Después seguimos con ello. No se pierde nada de lo que escribió.";
    prove_none: "A tablet that signs in by itself cannot show it. Use a device where you sign in with a password or a passkey, or ask staff." / "Una tableta que entra sola no puede demostrarlo. Use un aparato en el que entre con contraseña o llave de acceso, o pregunte al personal.";
    prove_code: "Six digits from your authenticator app, or a recovery code. Not the code that you used last." / "Seis números de su aplicación de códigos, o un código de recuperación. No el último que usó.";
    prove_submit: "Go on" / "Seguir";
    prove_passkey: "Use a passkey" / "Usar una llave de acceso";
    prove_wrong: "This was not right" / "Esto no era correcto";
    with_passkey: "passkey" / "llave de acceso";
}
