//! Writes the documents that are made from the code: one OpenAPI file a service, the merged one, the table of
//! operations with who may call them, and the configuration with its defaults. `cargo xtask openapi` runs it.

use std::path::PathBuf;

use anyhow::{Context, Result};
use api::{Access, Described};
use therapeutic_ai::config::reference;
use therapeutic_ai::registry;

/// How services run apart. The example is read and run by `therapeutic-ai/tests/it/split.rs`.
const APART: &str = r#"
## Services that run apart

One file serves every process; each is told which service it is and where its own data lies:

```toml
# What every process of the installation reads.
listen = "127.0.0.1:8090"

[stores]
mode = "distributed"
# In the file: postgres://user:password@host/database?sslmode=verify-full&pool_max_conns=8
# (the last limits the connections of each service in each process; 8 if unsaid).
postgres-url-file = "/etc/therapeutic-ai/postgres-url"

[tls]
authority = "/etc/therapeutic-ai/authority.pem"
directory = "/etc/therapeutic-ai/certificates"

[peers]
api-gateway = ["10.0.0.10:8090"]
ai-gateway = ["10.0.0.11:8000"]
chat-history = ["10.0.0.12:8002"]
content-safety = ["10.0.0.13:8007"]
auth-rbac = ["10.0.0.14:8080"]
consent = ["10.0.0.15:8083"]
audit-logging = ["10.0.0.16:8084"]
relationship-management = ["10.0.0.17:8087"]
```

```
therapeutic-ai serve --config platform.toml --services consent --data-dir /var/lib/therapeutic-ai/consent --key-dir /etc/therapeutic-ai/keys
```

* Start them in any order: each waits for the others as long as it takes, and answers `/health/ready` when it can work.
* `directory` holds `NAME.pem` and `NAME.key` for the services of the process. A certificate names its service twice:
  the DNS name `NAME.therapeutic-ai.internal` and one URI, `spiffe://therapeutic-ai/service/NAME`. All are signed by
  `authority`. A peer with another name, or none, is refused.
* `bind` is the address on which a service listens; its port is the specification's unless `[ports]` says otherwise. The
  internal address (`internal-listen`: health, metrics) is each process's own.
* Processes that seal or sign (auth-rbac, chat-history, ai-gateway, audit-logging) share one key directory.
* The data directory of auth-rbac holds `setup-token` until the installation is set up. For a demonstration:
  `therapeutic-ai demo --url http://127.0.0.1:8090 --setup-token /var/lib/therapeutic-ai/auth-rbac/setup-token`
  makes its people and writes `demo.json`, which `replay --url … --credentials demo.json` takes. Cut off, it is given
  again and goes on with what lies in `demo.json.part`.
* `therapeutic-ai audit verify --config platform.toml --data-dir /var/lib/therapeutic-ai/audit-logging` verifies the log
  on PostgreSQL with the public key and the signed heads of that directory. Keep the key (`audit-log.pub`) and, from
  time to time, what `audit checkpoint` prints where nobody who can change the log can change them, and give them with
  `--public-key FILE` and `--checkpoint FILE`.
"#;

fn main() -> Result<()> {
    let mut folders = std::env::args_os().skip(1).map(PathBuf::from);
    let openapi = folders.next().context("where the OpenAPI documents go")?;
    let docs = folders.next().context("where the other documents go")?;
    let version = env!("CARGO_PKG_VERSION");
    let pretty = |value: &serde_json::Value| serde_json::to_string_pretty(value).map(|text| text + "\n");
    for row in registry::ROWS {
        let operations = (row.operations)();
        let document = api::openapi::document(row.name.name(), version, &operations);
        std::fs::write(openapi.join(format!("{}.json", row.name)), pretty(&document)?)?;
    }
    let all = registry::operations();
    let merged = api::openapi::document("therapeutic-ai", version, &all);
    std::fs::write(openapi.join("therapeutic-ai.json"), pretty(&merged)?)?;
    std::fs::write(docs.join("operations.md"), operations_table(&all))?;
    let defaults = reference::text();
    let reference = format!(
        "# Configuration\n\nMade from the code by `cargo xtask openapi`. This is what \
         `therapeutic-ai config docs` prints: every key with\nits meaning, its kind or unit and its default. As a file \
         it is the defaults; what is commented out is absent.\n`therapeutic-ai config check --config FILE` says \
         whether a file holds. An environment variable overrides a key:\n\
         `THERAPEUTIC_AI_STORES__MODE=distributed`.\n\n```toml\n{}\n```\n{APART}",
        defaults.trim_end()
    );
    std::fs::write(docs.join("configuration.md"), reference)?;
    Ok(())
}

/// Who may call what: the policy of every operation, as a table.
fn operations_table(operations: &[Described]) -> String {
    let mut text = String::from(
        "# Operations\n\nMade from the contracts by `cargo xtask openapi`: every operation, who may call it, and what \
         it touches.\n\n| Operation | Route | Roles | Services | Touches |\n| --- | --- | --- | --- | --- |\n",
    );
    for operation in operations {
        let spec = &operation.spec;
        let roles: Vec<&str> = spec.roles.iter().map(|role| role.name()).collect();
        let services: Vec<&str> = spec.services.iter().map(|service| service.name()).collect();
        let services = if services.len() > 8 { "all".to_owned() } else { services.join(", ") };
        let roles = if spec.anonymous { "anybody".to_owned() } else { roles.join(", ") };
        let touches = match spec.access {
            Access::Patient { action, category, .. } => format!("{action} {category}"),
            Access::NoPatient { because } => format!("nothing: {because}"),
            Access::Unbound => "unbound".to_owned(),
        };
        let route = format!("{} `{}`", spec.method.http(), spec.public_path());
        text.push_str(&format!("| {} | {route} | {roles} | {services} | {touches} |\n", spec.name));
    }
    text
}
