//! Signing in, with a password or a tablet, and having left.

use super::words;

words! {
    title: "Sign in" / "Entrar";
    email: "Your e-mail address" / "Su correo electrónico";
    password: "Your password" / "Su contraseña";
    code: "Your code" / "Su código";
    code_hint: "Six digits from your authenticator app, or a recovery code." / "Seis números de su aplicación de códigos, o un código de recuperación.";
    code_device: "Not needed on this device once staff have confirmed it." / "No hace falta en este aparato si el personal ya lo confirmó.";
    submit: "Sign in" / "Entrar";
    tablet: "Sign in with this tablet" / "Entrar con esta tableta";
    tablet_hint: "This tablet was given to you. It can sign you in by itself." / "Esta tableta es suya y puede abrir su sesión sola.";
    or: "Or with your password" / "O con su contraseña";
    or_passkey: "Or without a password" / "O sin contraseña";
    wrong: "We could not sign you in with this" / "No pudimos abrir su sesión con estos datos";
    wrong_text: "Look at your e-mail address, your password and your code. A code is good once, for half a minute." / "Revise su correo, su contraseña y su código. Un código sirve una vez, durante medio minuto.";
    locked: "Too many attempts" / "Demasiados intentos";
    locked_text(minutes): "Please wait {minutes} minutes, then try again. Ask staff if you need help." / "Espere {minutes} minutos y vuelva a intentarlo. Si necesita ayuda, pregunte al personal.";
    stopped: "This account is stopped" / "Esta cuenta está detenida";
    stopped_text: "Too many wrong attempts were made. For residents staff can open it again, for all others an administrator." / "Hubo demasiados intentos fallidos. A los residentes se la abre el personal; a los demás, la administración.";
    away: "We cannot sign you in now" / "No podemos abrir su sesión ahora";
    away_text: "A part of the system does not answer. Please try again in a minute. The help numbers work." / "Una parte del sistema no responde. Inténtelo en un minuto. Los números de ayuda funcionan.";
    ended: "You were signed out" / "Su sesión se cerró";
    ended_text: "Your time ran out, or you signed out elsewhere. Please sign in again." / "Se acabó el tiempo, o usted salió en otro aparato. Vuelva a entrar.";
    out_title: "You are signed out" / "Usted ha salido";
    out_text: "Nothing of your record is left on this screen." / "En esta pantalla no queda nada de sus datos.";
    again: "Sign in again" / "Entrar otra vez";
    enrol_title: "Set up this tablet" / "Preparar esta tableta";
    enrol_text: "For staff: type the tablet's secret here, on the tablet itself. It was shown to you when you admitted the resident." / "Para el personal: escriba aquí, en la propia tableta, el secreto que se le mostró al registrar al residente.";
    enrol_secret: "The tablet's secret" / "El secreto de la tableta";
    enrol_submit: "Set up and sign in" / "Preparar y entrar";
    enrol_link: "Set up a tablet" / "Preparar una tableta";
    need_email: "Enter your e-mail address." / "Escriba su correo electrónico.";
    need_password: "Enter your password." / "Escriba su contraseña.";
    need_secret: "Enter the tablet's secret." / "Escriba el secreto de la tableta.";
}
