//! The OpenAPI 3.1 document, made from the operations: what is served cannot differ from what is described.

use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use crate::access::Access;
use crate::client::has_body;
use crate::operation::{Described, Nothing};
use crate::problem::{Problem, codes};
use crate::spec::{Exposure, Idempotency, StreamKind};

/// The document of some operations: all public ones for the gateway, or one service's own.
pub fn document<'a>(
    title: &str,
    version: &str,
    operations: impl IntoIterator<Item = &'a Described>,
) -> Value {
    let mut generator = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into())
        .into_generator();
    generator.subschema_for::<Problem>();
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations {
        let item = paths.entry(operation.spec.public_path()).or_insert_with(|| json!({}));
        let method = operation.spec.method.http().as_str().to_ascii_lowercase();
        item[method] = describe(operation, &mut generator);
    }
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    })
}

fn describe(operation: &Described, generator: &mut SchemaGenerator) -> Value {
    let spec = &operation.spec;
    let schemas = (operation.schemas)(generator);
    let doc = operation.doc.trim();
    let (summary, description) = doc.split_once("\n\n").unwrap_or((doc, ""));
    let tidy = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned();
    let mut parameters = parameters("path", schemas.path.as_value());
    parameters.extend(self::parameters("query", schemas.query.as_value()));
    if matches!(spec.idempotency, Idempotency::KeyAccepted | Idempotency::KeyRequired) {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header",
            "required": spec.idempotency == Idempotency::KeyRequired,
            "schema": {"type": "string", "minLength": 1, "maxLength": 128},
        }));
    }
    let mut value = json!({
        "operationId": spec.name,
        "tags": [spec.service.name()],
        "summary": tidy(summary),
        "responses": responses(operation, &schemas.output, schemas.event.as_ref()),
        "x-roles": spec.roles.iter().map(|role| role.name()).collect::<Vec<_>>(),
        "x-access": access(&spec.access),
    });
    if !description.is_empty() {
        value["description"] = json!(tidy(description));
    }
    if !parameters.is_empty() {
        value["parameters"] = json!(parameters);
    }
    if spec.exposure == Exposure::Peers {
        value["x-peers-only"] = json!(spec.services.iter().map(|service| service.name()).collect::<Vec<_>>());
    }
    if !spec.anonymous && spec.exposure == Exposure::Public {
        value["security"] = json!([{"bearer": []}]);
    }
    if spec.fresh_proof {
        value["x-fresh-proof"] = json!(true);
    }
    let nothing = generator.subschema_for::<Nothing>();
    if has_body(spec.method) && schemas.body != nothing {
        value["requestBody"] =
            json!({"required": true, "content": {"application/json": {"schema": schemas.body}}});
    }
    value
}

fn responses(operation: &Described, output: &schemars::Schema, event: Option<&schemars::Schema>) -> Value {
    let spec = &operation.spec;
    let mut content = Map::new();
    if spec.stream != StreamKind::Events {
        content.insert("application/json".to_owned(), json!({"schema": output}));
    }
    if let Some(event) = event {
        content.insert("text/event-stream".to_owned(), json!({"schema": event}));
    }
    let mut responses = Map::new();
    responses.insert(spec.success.to_string(), json!({"description": "Done.", "content": content}));
    let mut by_status: std::collections::BTreeMap<u16, Vec<&str>> = std::collections::BTreeMap::new();
    for code in codes::ALL.iter().chain(spec.errors) {
        by_status.entry(code.kind().status()).or_default().push(code.name());
    }
    for (status, names) in by_status {
        responses.insert(
            status.to_string(),
            json!({
                "description": format!("Codes: {}.", names.join(", ")),
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }),
        );
    }
    Value::Object(responses)
}

fn access(access: &Access) -> Value {
    match access {
        Access::Unbound => json!("unbound"),
        Access::NoPatient { because } => json!({"patient": false, "because": because}),
        Access::Patient { action, category, purpose, .. } => json!({
            "patient": true, "action": action.name(), "category": category.name(), "purpose": purpose.name(),
        }),
    }
}

fn parameters(place: &str, schema: &Value) -> Vec<Value> {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let fields = schema["properties"].as_object().into_iter().flatten();
    fields
        .map(|(name, schema)| {
            let required = place == "path" || required.contains(&name.as_str());
            json!({"name": name, "in": place, "required": required, "schema": schema})
        })
        .collect()
}
