//! The service's own files, from the templates in `xtask/templates/service`.

use std::path::PathBuf;

use super::{Names, Text};

/// Where each template goes; `{{…}}` stands in the place as in the text.
const TEMPLATES: &[(&str, &str)] = &[
    ("services/{{name}}/api/Cargo.toml", include_str!("../../templates/service/api.Cargo.toml.tmpl")),
    ("services/{{name}}/api/src/lib.rs", include_str!("../../templates/service/api.lib.rs.tmpl")),
    ("services/{{name}}/Cargo.toml", include_str!("../../templates/service/Cargo.toml.tmpl")),
    ("services/{{name}}/src/lib.rs", include_str!("../../templates/service/lib.rs.tmpl")),
    ("services/{{name}}/src/config.rs", include_str!("../../templates/service/config.rs.tmpl")),
    ("services/{{name}}/src/http.rs", include_str!("../../templates/service/http.rs.tmpl")),
    ("services/{{name}}/src/domain.rs", include_str!("../../templates/service/domain.rs.tmpl")),
    ("services/{{name}}/src/store.rs", include_str!("../../templates/service/store.rs.tmpl")),
    (
        "services/{{name}}/src/store/conformance.rs",
        include_str!("../../templates/service/conformance.rs.tmpl"),
    ),
    ("services/{{name}}/src/migrations.rs", include_str!("../../templates/service/migrations.rs.tmpl")),
    ("services/{{name}}/tests/it.rs", include_str!("../../templates/service/it.rs.tmpl")),
    ("docs/errors/{{dotted}}.too_many.md", include_str!("../../templates/service/too_many.md.tmpl")),
];

/// What a service of this shape needs, besides its own contract.
const DEPENDENCIES: &[&str] = &["api", "audit-trail", "chassis", "kernel", "serde", "store-sql", "thiserror"];

pub(super) fn all(names: &Names) -> Vec<Text> {
    let fill = |text: &str| {
        text.replace("{{name}}", &names.name)
            .replace("{{snake}}", &names.snake)
            .replace("{{Type}}", &names.type_name)
            .replace("{{dotted}}", &names.dotted)
            .replace("{{dependencies}}", &dependencies(names))
    };
    TEMPLATES.iter().map(|(place, text)| (PathBuf::from(fill(place)), fill(text))).collect()
}

fn dependencies(names: &Names) -> String {
    let own = format!("{}-api", names.name);
    let mut all: Vec<&str> = DEPENDENCIES.to_vec();
    all.push(&own);
    all.sort_unstable();
    let lines: Vec<String> = all.iter().map(|name| format!("{name}.workspace = true")).collect();
    lines.join("\n")
}
