//! The documents of the API, and the plain page of roles that have few pages yet.

use super::words;

words! {
    title: "The API" / "La API";
    intro: "Everything that this platform does for programs. The console is one of its clients." / "Todo lo que esta plataforma hace para programas. La consola es uno de sus clientes.";
    raw: "The same as an OpenAPI 3.1 document" / "Lo mismo como documento OpenAPI 3.1";
    search: "Search" / "Buscar";
    search_label: "Words of a path, a name or a description" / "Palabras de una ruta, un nombre o una descripción";
    found_one: "1 operation" / "1 operación";
    found_more(count): "{count} operations" / "{count} operaciones";
    all: "All operations by name" / "Todas las operaciones por su nombre";
    all_of(service): "All operations of {service}" / "Todas las operaciones de {service}";
    roles: "Who may call" / "Quién puede llamar";
    anybody: "anybody, without signing in" / "cualquiera, sin entrar";
    access: "What it touches" / "Qué toca";
    access_patient(action, category, purpose): "{action} {category}, usually for {purpose}" / "{action} {category}, normalmente por {purpose}";
    access_none(because): "no patient's information: {because}" / "ningún dato de pacientes: {because}";
    parameters: "Parameters" / "Parámetros";
    required: "required" / "obligatorio";
    optional: "optional" / "opcional";
    request: "Request body" / "Cuerpo de la petición";
    response(status): "Answer {status}" / "Respuesta {status}";
    events: "Events, as they come" / "Eventos, según llegan";
    errors: "Error codes" / "Códigos de error";
    schema: "Types" / "Tipos";
    work_title: "My work" / "Mi trabajo";
    work_text: "Most of your pages are not built yet. What you need is there for programs, and works." / "La mayoría de sus páginas aún no está hecha. Lo que necesita existe para programas, y funciona.";
    work_api: "What your role can do over the API" / "Lo que su función puede hacer por la API";
}

/// How many operations a search finds.
pub(crate) fn found(lang: super::Lang, count: usize) -> String {
    if count == 1 { found_one(lang).to_owned() } else { found_more(lang, count) }
}
