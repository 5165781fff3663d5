//! Header, footer, states of pages, and what went wrong.

use super::words;

words! {
    printed(name, when): "Printed by {name}, {when}. Health information: keep it with you, then shred it." / "Impreso por {name}. {when}. Información de salud: llévela consigo y después destrúyala.";
    brand: "Companion" / "Compañía";
    skip: "Skip to the main part" / "Ir a la parte principal";
    nav: "Main" / "Principal";
    talk: "Talk" / "Hablar";
    about_me: "About me" / "Sobre mí";
    help: "Help" / "Ayuda";
    family: "My family" / "Mi familia";
    alerts: "Alerts" / "Alertas";
    residents: "Residents" / "Residentes";
    my_work: "My work" / "Mi trabajo";
    me: "Me" / "Yo";
    docs: "API" / "API";
    display: "Text size, colours, language" / "Tamaño de letra, colores, idioma";
    protocol: "Safety protocol" / "Protocolo de seguridad";
    sign_in: "Sign in" / "Entrar";
    sign_out: "Sign out" / "Salir";
    problem_title(title): "Problem: {title}" / "Problema: {title}";
    page_title(title): "{title} – Companion" / "{title} – Compañía";
    back: "Back" / "Volver";
    not_found: "We cannot find this page" / "No encontramos esta página";
    not_found_text: "It may have moved, or it is not for you to see." / "Puede haber cambiado de lugar, o no es para usted.";
    not_yours: "This page is not part of your work here" / "Esta página no es parte de su trabajo aquí";
    not_yours_text: "It is made for another role. Your own pages are in the menu above." / "Está hecha para otra función. Sus páginas están en el menú de arriba.";
    old_form: "This page was open too long" / "Esta página estuvo abierta demasiado tiempo";
    old_form_text: "Nothing was changed. Go back, load the page again and try once more." / "No se cambió nada. Vuelva atrás, cargue la página otra vez e inténtelo de nuevo.";
    away: "We cannot reach a part of the system" / "Una parte del sistema no responde";
    away_text: "What you did was not finished. Please try again in a minute." / "Lo que usted hizo no se completó. Inténtelo de nuevo en un minuto.";
    busy: "That was a lot at once" / "Fueron muchas cosas a la vez";
    busy_text_one: "Please wait a second, then try again." / "Espere un segundo y vuelva a intentarlo.";
    busy_text_more(seconds): "Please wait {seconds} seconds, then try again." / "Espere {seconds} segundos y vuelva a intentarlo.";
    conflict: "Something has changed in the meantime" / "Algo cambió mientras tanto";
    conflict_text: "Nothing was changed by you. Look at the page again and decide anew." / "Usted no cambió nada. Mire la página otra vez y decida de nuevo.";
    refused: "This cannot be done as it was asked" / "Esto no se puede hacer así";
    refused_text: "Nothing was changed. Go back and look at what you entered." / "No se cambió nada. Vuelva atrás y revise lo que escribió.";
    ours: "Something went wrong on our side" / "Algo falló de nuestro lado";
    ours_text: "It is written down and will be looked at. Please try again." / "Quedó anotado y lo vamos a revisar. Inténtelo de nuevo.";
    code(code): "Code for staff: {code}" / "Código para el personal: {code}";
    help_first: "If you need help now, open the help page. It works without signing in." / "Si necesita ayuda ahora, abra la página de ayuda. Funciona sin entrar.";
    summary: "Please look at this" / "Revise esto";
    more: "Show more" / "Mostrar más";
    done: "Done" / "Hecho";
    cancel: "Go back, change nothing" / "Volver sin cambiar nada";
    somebody: "Somebody whose name we may not show" / "Una persona cuyo nombre no podemos mostrar";
    the_system: "The system itself" / "El sistema";
    offline: "No connection. Your words stay here. The help numbers still work." / "Sin conexión. Sus palabras siguen aquí. Los números de ayuda funcionan.";
    gallery: "All parts of the pages" / "Todas las partes de las páginas";
    idle_title: "Are you still there?" / "¿Sigue usted ahí?";
    idle_text(minutes): "You have been quiet for a while. To keep your record safe we will sign you out in {minutes} minutes." / "Lleva un rato sin actividad. Para proteger sus datos cerraremos su sesión en {minutes} minutos.";
    idle_stay: "Stay signed in" / "Seguir aquí";
}

/// How long to wait after too much at once.
pub(crate) fn busy_text(lang: super::Lang, seconds: u32) -> String {
    if seconds == 1 { busy_text_one(lang).to_owned() } else { busy_text_more(lang, seconds) }
}
