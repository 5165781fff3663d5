//! The API's documents: made here from the merged OpenAPI document, with nothing from elsewhere. The first page names every
//! operation; what one takes and answers stands on a page of its own, with the types that it names.

use std::collections::BTreeSet;

use api::{Call, Problem, codes};
use api_gateway_api::GetOpenApi;
use maud::{Markup, html};
use serde_json::Value;

use crate::component::panel;
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, docs};

/// An operation, as the page shows it.
pub(crate) struct Operation {
    /// Its name: `chat.search`.
    pub(crate) name: String,
    pub(crate) service: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) summary: String,
    pub(crate) roles: Vec<String>,
    description: String,
    open: bool,
    access: Value,
    parameters: Vec<Value>,
    body: Option<String>,
    answers: Vec<(String, Value)>,
}

/// The operations of a document, in its order, service by service.
pub(crate) fn operations(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object();
    let mut found: Vec<Operation> = paths
        .into_iter()
        .flatten()
        .flat_map(|(path, methods)| {
            methods.as_object().into_iter().flatten().map(|(method, value)| operation(path, method, value))
        })
        .collect();
    found.sort_by(|one, other| (&one.service, &one.path).cmp(&(&other.service, &other.path)));
    found
}

fn operation(path: &str, method: &str, value: &Value) -> Operation {
    let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let words =
        |value: &Value| list(value).iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>();
    Operation {
        name: text("operationId"),
        service: words(&value["tags"]).into_iter().next().unwrap_or_default(),
        method: method.to_ascii_uppercase(),
        path: path.to_owned(),
        summary: text("summary"),
        roles: words(&value["x-roles"]),
        description: text("description"),
        open: value.get("security").is_none(),
        access: value["x-access"].clone(),
        parameters: list(&value["parameters"]),
        body: type_of(&value["requestBody"]["content"]["application/json"]["schema"]),
        answers: value["responses"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(status, answer)| (status.clone(), answer.clone()))
            .collect(),
    }
}

/// The name of a type: that of its schema, or what JSON calls it.
fn type_of(schema: &Value) -> Option<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().map(str::to_owned);
    }
    if let Some(items) = schema.get("items") {
        return Some(format!("[{}]", type_of(items)?));
    }
    for several in ["anyOf", "oneOf"] {
        if let Some(all) = schema[several].as_array() {
            let names: Vec<String> = all.iter().filter_map(type_of).filter(|name| name != "null").collect();
            return Some(names.join(" | "));
        }
    }
    match &schema["type"] {
        Value::String(name) => Some(schema["format"].as_str().unwrap_or(name).to_owned()),
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).find(|name| *name != "null").map(str::to_owned)
        }
        _ => schema.get("const").or_else(|| schema.get("enum")).map(ToString::to_string),
    }
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let document = visit.call::<GetOpenApi>(Call::default()).await?;
    let query = Fields::of_query(&visit.query);
    let (asked, wanted) = (query.get("q").to_lowercase(), query.get("service"));
    let all = operations(&document);
    if let Some(name) = query.some("operation") {
        let one = all.iter().find(|one| one.name == name);
        let one = one.ok_or_else(|| Problem::new(codes::NOT_FOUND))?;
        let page = Page::work(docs::title(lang), whole(&document, one, lang));
        return Ok(Done::new(visit, page));
    }
    let holds = |one: &Operation| {
        let text = format!("{} {} {} {}", one.name, one.path, one.summary, one.description).to_lowercase();
        asked.split_whitespace().all(|word| text.contains(word))
            && (wanted.is_empty() || one.service == wanted)
    };
    let found: Vec<&Operation> = all.iter().filter(|one| holds(one)).collect();
    let mut services: Vec<&str> = found.iter().map(|one| one.service.as_str()).collect();
    services.dedup();
    let some = !asked.is_empty() || !wanted.is_empty();
    let main = html! {
        h1 { (docs::title(lang)) }
        p { (docs::intro(lang)) }
        p { a href="/openapi.json" { (docs::raw(lang)) } }
        form method="get" action="/docs" role="search" {
            div.field {
                label for="q" { (docs::search_label(lang)) }
                input #q name="q" type="search" value=(asked) autocomplete="off";
            }
            div.row { button.button.plain type="submit" { (docs::search(lang)) } }
        }
        p role="status" { (docs::found(lang, found.len())) }
        @if some { p { a href="/docs" { (docs::all(lang)) } } }
        @for service in &services {
            section aria-labelledby=(service) {
                h2 id=(service) { a href=(place(service)) { (service) } }
                (names(found.iter().filter(|one| one.service == *service)))
            }
        }
    };
    let page = Page::work(docs::title(lang), main);
    Ok(Done::new(visit, page))
}

/// The page of an operation: what it takes and answers, and the types of that.
fn whole(document: &Value, one: &Operation, lang: Lang) -> Markup {
    html! {
        (panel::back(&place(&one.service), &docs::all_of(lang, &one.service)))
        (entry(one, lang))
        (types(document, &one.name, lang))
    }
}

/// The operations of a service.
fn place(service: &str) -> String {
    let service: String = form_urlencoded::byte_serialize(service.as_bytes()).collect();
    format!("/docs?service={service}")
}

/// Where an operation stands whole.
pub(crate) fn place_of(one: &Operation) -> String {
    let name: String = form_urlencoded::byte_serialize(one.name.as_bytes()).collect();
    format!("/docs?operation={name}")
}

/// What an operation does in a sentence; the rest stands where it stands whole.
fn first_sentence(summary: &str) -> &str {
    summary.find(". ").map_or(summary, |end| &summary[..=end])
}

/// Operations by name, each with the way to its page.
fn names<'a>(own: impl Iterator<Item = &'a &'a Operation>) -> Markup {
    html! {
        ul.lines {
            @for one in own {
                li { a href=(place_of(one)) { code { (one.method) " " (one.path) } } p.small { (first_sentence(&one.summary)) } }
            }
        }
    }
}

/// The types that an operation names, and those that these name.
fn named(document: &Value, operation: &str) -> BTreeSet<String> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let methods = paths.flat_map(|(_, methods)| methods.as_object().into_iter().flatten());
    let own =
        methods.map(|(_, value)| value).filter(|value| value["operationId"].as_str() == Some(operation));
    let mut waiting: Vec<&Value> = own.collect();
    let mut found = BTreeSet::new();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(name) =
                    fields.get("$ref").and_then(Value::as_str).and_then(|one| one.rsplit('/').next())
                    && found.insert(name.to_owned())
                {
                    waiting.push(&document["components"]["schemas"][name]);
                }
                waiting.extend(fields.values());
            }
            Value::Array(values) => waiting.extend(values),
            _ => {}
        }
    }
    found
}

fn entry(one: &Operation, lang: Lang) -> Markup {
    let good: Vec<_> = one.answers.iter().filter(|(status, _)| status.starts_with('2')).collect();
    let bad: Vec<_> = one.answers.iter().filter(|(status, _)| !status.starts_with('2')).collect();
    html! {
        article.op {
            h1 { code { span.method { (one.method) } " " (one.path) } }
            p { (one.summary) }
            @if !one.description.is_empty() { p.small { (one.description) } }
            dl.facts {
                dt { (docs::roles(lang)) }
                dd { @if one.open { (docs::anybody(lang)) } @else { (one.roles.join(", ")) } }
                dt { (docs::access(lang)) }
                dd { (access(&one.access, lang)) }
                @if !one.parameters.is_empty() {
                    dt { (docs::parameters(lang)) }
                    dd { @for parameter in &one.parameters { (parameter_line(parameter, lang)) } }
                }
                @if let Some(body) = &one.body { dt { (docs::request(lang)) } dd { (link(body)) } }
                @for (status, answer) in good {
                    dt { (docs::response(lang, status)) }
                    dd { (answer_types(answer, lang)) }
                }
            }
            details {
                summary { (docs::errors(lang)) }
                ul { @for (status, answer) in bad { li { strong { (status) } " " (codes_of(answer)) } } }
            }
        }
    }
}

fn access(value: &Value, lang: Lang) -> String {
    let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    if value["patient"] == Value::Bool(true) {
        docs::access_patient(lang, text("action"), text("category"), text("purpose"))
    } else {
        docs::access_none(lang, text("because"))
    }
}

fn parameter_line(parameter: &Value, lang: Lang) -> Markup {
    let required = parameter["required"] == Value::Bool(true);
    html! {
        p.small {
            code { (parameter["name"].as_str().unwrap_or_default()) }
            " (" (parameter["in"].as_str().unwrap_or_default()) ", "
            (type_of(&parameter["schema"]).unwrap_or_default()) ", "
            (if required { docs::required(lang) } else { docs::optional(lang) }) ")"
        }
    }
}

fn answer_types(answer: &Value, lang: Lang) -> Markup {
    let content = |kind: &str| type_of(&answer["content"][kind]["schema"]);
    html! {
        @if let Some(name) = content("application/json") { (link(&name)) }
        @if let Some(name) = content("text/event-stream") { " " (docs::events(lang)) ": " (link(&name)) }
    }
}

/// A type's name; a link where it has an entry of its own.
fn link(name: &str) -> Markup {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let named = plain && name.starts_with(|c: char| c.is_ascii_uppercase());
    html! { @if named { a href={ "#type-" (name) } { code { (name) } } } @else { code { (name) } } }
}

fn codes_of(answer: &Value) -> String {
    answer["description"]
        .as_str()
        .unwrap_or_default()
        .trim_start_matches("Codes: ")
        .trim_end_matches('.')
        .to_owned()
}

fn types(document: &Value, operation: &str, lang: Lang) -> Markup {
    let wanted = named(document, operation);
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    html! {
        section aria-labelledby="types" {
            h2 #types { (docs::schema(lang)) }
            @for (name, schema) in schemas.filter(|(name, _)| wanted.contains(*name)) {
                details id={ "type-" (name) } {
                    summary { code { (name) } }
                    @if let Some(text) = schema["description"].as_str() { p.small { (text) } }
                    (fields(schema, lang))
                }
            }
        }
    }
}

fn fields(schema: &Value, lang: Lang) -> Markup {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let own = schema["properties"].as_object();
    html! {
        @if let Some(own) = own {
            dl.facts {
                @for (name, field) in own {
                    dt { code { (name) } }
                    dd {
                        (link(&type_of(field).unwrap_or_default())) ", "
                        (if required.contains(&name.as_str()) { docs::required(lang) } else { docs::optional(lang) })
                        @if let Some(text) = field["description"].as_str() { br; span.small { (text) } }
                    }
                }
            }
        } @else if let Some(values) = values(schema) {
            p.small { @for value in values { code { (value) } " " } }
        } @else if let Some(variants) = schema["oneOf"].as_array() {
            ul { @for variant in variants { li { (variant["description"].as_str().unwrap_or_default()) (fields(variant, lang)) } } }
        } @else { p { code { (type_of(schema).unwrap_or_default()) } } }
    }
}

/// The words of a closed list.
fn values(schema: &Value) -> Option<Vec<String>> {
    if let Some(all) = schema["enum"].as_array() {
        return Some(all.iter().filter_map(Value::as_str).map(str::to_owned).collect());
    }
    let all = schema["oneOf"].as_array()?;
    all.iter().map(|one| one["const"].as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_operation_is_read_off_the_document() {
        let document = json!({"paths": {"/auth/me": {"get": {
            "operationId": "auth.me", "tags": ["auth-rbac"], "summary": "Who.", "x-roles": ["resident"],
            "security": [{"bearer": []}],
            "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Me"}}}}},
        }}}});
        let found = operations(&document);
        assert_eq!(found.len(), 1);
        let one = &found[0];
        assert_eq!(
            (one.name.as_str(), one.method.as_str(), one.path.as_str()),
            ("auth.me", "GET", "/auth/me")
        );
        assert_eq!(place_of(one), "/docs?operation=auth.me");
        assert!(!one.open);
        let page = entry(one, Lang::En).into_string();
        assert!(page.contains("href=\"#type-Me\""), "{page}");
    }

    #[test]
    fn an_operations_page_has_the_types_that_it_names_and_no_others() {
        let of = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let operation =
            |id: &str, name: &str| json!({"get": {"operationId": id, "responses": {"200": of(name)}}});
        let document = json!({
            "paths": {"/a": operation("one", "A"), "/b": operation("two", "C")},
            "components": {"schemas": {
                "A": {"properties": {"b": of("B"), "again": of("A")}}, "B": {"type": "string"}, "C": {"type": "string"},
            }},
        });
        assert_eq!(named(&document, "one").into_iter().collect::<Vec<_>>(), ["A", "B"]);
        let page = types(&document, "one", Lang::En).into_string();
        assert!(page.contains("id=\"type-B\"") && !page.contains("id=\"type-C\""), "{page}");
    }

    #[test]
    fn what_a_document_says_is_never_markup() {
        let document = json!({"paths": {"/x": {"get": {
            "operationId": "x", "tags": ["s"], "summary": "<script>alert(1)</script>", "responses": {},
        }}}});
        let page = entry(&operations(&document)[0], Lang::En).into_string();
        assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"), "{page}");
    }
}
