//! What every key of the configuration means: the text of `config docs` and of `docs/configuration.md`. Defaults are
//! read off [`Config`] itself; a test holds the list of keys against it, those that have no default included.

use serde_json::Value;

use super::Config;

/// A key.
struct Key {
    /// Its full name, with its section.
    name: &'static str,
    /// What is written there: its kind, and its unit if it has one.
    kind: &'static str,
    /// What it means.
    means: &'static str,
    /// Of a key without a default: what holds while it is absent, and an example of a value.
    absent: Option<(&'static str, &'static str)>,
}

const fn key(name: &'static str, kind: &'static str, means: &'static str) -> Key {
    Key { name, kind, means, absent: None }
}

impl Key {
    const fn absent(mut self, holds: &'static str, example: &'static str) -> Self {
        self.absent = Some((holds, example));
        self
    }
}

const KEYS: &[Key] = &[
    key("services", "list of names", "The services that this process runs; empty: all of them."),
    key("data-dir", "path", "Where stores, journals and public keys lie."),
    key("key-dir", "path", "Where wrapping and signing keys lie.")
        .absent("the data directory's name with `.keys`", "\"/etc/therapeutic-ai/keys\""),
    key("listen", "address and port", "The gateway's public address. Off loopback it needs `tls`."),
    key(
        "internal-listen",
        "address and port",
        "The internal address: full health, metrics, administration. Off loopback it needs `tls`.",
    ),
    key(
        "internal-tls-listen",
        "address and port",
        "The same over mutual TLS, for those who show a service's certificate; instances register here.",
    )
    .absent("there is none", "\"10.0.0.10:8092\""),
    key(
        "bind",
        "address",
        "The address on which the other services listen when they do not all run here; the port is each one's own.",
    ),
    key("ports", "table: service = port", "Ports of services, where they are not the specification's.")
        .absent("each service has the specification's port", "consent = 9083"),
    key(
        "peers",
        "table: service = list of addresses",
        "Where services run that do not run here. Read anew when the file changes.",
    )
    .absent("nobody is there but who registers", "consent = [\"10.0.0.15:8083\"]"),
    key(
        "stores.mode",
        "`embedded` or `distributed`",
        "Which stores: SQLite files in the data directory, or PostgreSQL.",
    ),
    key(
        "stores.postgres-url-file",
        "path",
        "A file that holds the address of PostgreSQL, password included. `pool_max_conns=N` in it limits the \
         connections of each service in each process (8). `distributed` needs it.",
    )
    .absent("there is no PostgreSQL", "\"/etc/therapeutic-ai/postgres-url\""),
    key("stores.schema-prefix", "text", "What the names of schemas begin with.")
        .absent("`chatbot_`", "\"care_\""),
    key(
        "cache.redis-url-file",
        "path",
        "A file that holds the address of Redis, password included: `rediss://…`, or `redis://…` on loopback.",
    )
    .absent("what may be lost lies in each process's own memory", "\"/etc/therapeutic-ai/redis-url\""),
    key("cache.redis-authority", "path, PEM", "The authority that signed Redis' certificate.")
        .absent("those that the machine trusts", "\"/etc/therapeutic-ai/redis-authority.pem\""),
    key(
        "cache.redis-prefix",
        "text",
        "What all keys in Redis begin with; processes that share counters have it in common.",
    ),
    key(
        "register.gateways",
        "list of addresses and ports",
        "The internal mutual-TLS addresses of the gateways with which the services of this process register; none: \
         nobody is told. Needs `register.host` and `tls`.",
    ),
    key("register.host", "name or address", "Under what this machine is reached.")
        .absent("nothing registers", "\"10.0.0.15\""),
    key(
        "tls.authority",
        "path, PEM",
        "The certificate authority. The section is needed as soon as anything leaves this process.",
    )
    .absent("everything runs here, on loopback", "\"/etc/therapeutic-ai/authority.pem\""),
    key("tls.directory", "path", "The directory of the services' certificates and keys: `NAME.pem`, `NAME.key`.")
        .absent("everything runs here, on loopback", "\"/etc/therapeutic-ai/certificates\""),
    key("telemetry.log", "filter", "What is logged: `info`, or `warn,consent=debug`."),
    key("telemetry.json", "true or false", "Whether a line of the log is a JSON object."),
    key("telemetry.otlp-endpoint", "URL", "Where traces go (OTLP over HTTP).")
        .absent("nowhere", "\"http://127.0.0.1:4318/v1/traces\""),
    key("api-gateway.turns-per-minute", "turns a minute", "How many conversation turns one person may take."),
    key("api-gateway.turns-burst", "turns", "How many of them at once."),
    key("api-gateway.requests-per-minute", "requests a minute", "How many other requests one person may make."),
    key(
        "api-gateway.anonymous-per-minute",
        "requests a minute",
        "How many requests one address may make that are unauthenticated, failed, or open to anybody.",
    ),
    key(
        "api-gateway.cors-origins",
        "list of `https://host`",
        "Origins of pages that may call from a browser; none: no page but our own.",
    ),
    key(
        "api-gateway.register-networks",
        "list of networks",
        "Networks in which instances of services may register, as `10.1.0.0/16`; none: nobody registers.",
    ),
    key(
        "api-gateway.protocol.operator",
        "text",
        "Who runs this installation, as the published safety protocol (`/protocol`) says it. Off loopback a place whose law \
         wants a published protocol needs it.",
    )
    .absent("the page says that nobody has said so", "\"Elm House\""),
    key(
        "api-gateway.protocol.contact",
        "text",
        "How they are reached about safety: an address, a number. Needed where `operator` is.",
    )
    .absent("the page names none", "\"safety@care.example\""),
    key(
        "api-gateway.protocol.text-file",
        "path",
        "A text of the operator's own for that page: plain, UTF-8, at most 16 KiB, paragraphs apart by an empty line.",
    )
    .absent("the page has none", "\"/etc/therapeutic-ai/protocol.txt\""),
    key("console.enabled", "true or false", "Whether the gateway's public listener serves the console's pages."),
    key(
        "console.origin",
        "`https://host`",
        "The origin that browsers see, where something in front of the gateway ends TLS.",
    )
    .absent("the scheme of the listener and the host of the request", "\"https://care.example\""),
    key("console.gallery", "true or false", "Whether `/gallery` shows every component of the console."),
    key("auth-rbac.token-key-days", "days", "After how long a new key signs tokens."),
    key(
        "auth-rbac.step-up-minutes",
        "minutes",
        "How long a proof of who somebody is counts as fresh, for what is hard to take back.",
    ),
    key(
        "auth-rbac.relying-party-id",
        "domain",
        "The domain that passkeys are for: the host of the console's address, or a domain above it. Another domain later \
         leaves every passkey behind.",
    ),
    key(
        "auth-rbac.origins",
        "list of `https://host`",
        "Origins at which passkeys are used; none: the domain itself over TLS, and for `localhost` any port.",
    ),
    key(
        "content-safety.emotion",
        "true or false",
        "Whether emotions are read. Some jurisdictions forbid it.",
    ),
    key(
        "chat-history.escalate-critical-seconds",
        "seconds",
        "After so long a critical alert that nobody has taken up goes to everybody who works with the resident, and again \
         after as long; after the third time after twice as long, up to eight times.",
    ),
    key("chat-history.escalate-high-seconds", "seconds", "The same for a high alert."),
    key("chat-history.escalate-medium-seconds", "seconds", "The same for a medium alert, and for a wish for a person."),
    key(
        "chat-history.hand-back-seconds",
        "seconds",
        "After so long a conversation that somebody took over and does not write in goes back to the companion.",
    ),
    key(
        "chat-history.unclosed-seconds",
        "seconds",
        "After so long an alert that somebody has taken up, and nobody has closed, is open again and goes to more people.",
    ),
    key(
        "chat-history.retention-days",
        "days",
        "So many days after its last message a conversation is destroyed, unless its alert is open or a hold is on its \
         record; 0: never.",
    ),
    key(
        "chat-history.remembered-talk-days",
        "days",
        "For so many days after it was last talked in, it is remembered with the resident's consent what a conversation was \
         about and what was agreed in it, but never for longer than the conversation itself is kept; 0: not at all.",
    ),
    key(
        "ai-gateway.place",
        "`us`, `us-ca` or `us-ny`",
        "The jurisdiction: which help lines are given and how often it is said that this is an AI. A place that is \
         not known gets no number at all.",
    ),
    key(
        "ai-gateway.time-zone",
        "a zone of the IANA database",
        "The zone of the residents' clocks: what is this evening, and when a new day begins.",
    ),
    key(
        "ai-gateway.facility-evidence",
        "text",
        "What shows that this installation serves residents of a facility alone, where the law of the place leaves such \
         software out: a licence or a contract, by its name and number. It is written into the log of each start, and lifts \
         nothing but the need of a complete published protocol.",
    )
    .absent("the law of the place holds as for anybody", "\"residential care licence 12-345\""),
    key(
        "audit-logging.head-directory",
        "path",
        "The directory of the audit log's signed heads. Best on another disk, and backed up apart from the store.",
    )
    .absent("the data directory", "\"/var/lib/therapeutic-ai-heads\""),
];

/// The width of a comment.
const WIDTH: usize = 118;

/// The whole configuration as a file to start from: every key with its meaning, its kind and its default. What is
/// absent by default stands there commented out, so that the text is the defaults and nothing else.
pub fn text() -> String {
    let defaults = serde_json::to_value(Config::default()).expect("a configuration is JSON");
    let mut text = String::new();
    let mut section = "";
    for key in KEYS {
        let is_table = matches!(at(&defaults, key.name), Some(Value::Object(_)));
        let (of, name) = key.name.split_once('.').unwrap_or(("", key.name));
        // A section that is absent as a whole is commented out with its keys.
        let none = at(&defaults, of).is_some_and(Value::is_null);
        let header = |of: &str| format!("{}[{of}]\n", if none { "# " } else { "" });
        if !text.is_empty() {
            text.push('\n');
        }
        if of != section && !of.is_empty() {
            text.push_str(&header(of));
            section = of;
        }
        comment(&mut text, key.means);
        let default = match key.absent {
            None => "Has a default: it may be left out.".to_owned(),
            Some((holds, _)) => format!("May be absent: {holds}."),
        };
        comment(&mut text, &format!("({}) {default}", key.kind));
        match (key.absent, at(&defaults, key.name)) {
            (Some((_, example)), _) if is_table => text.push_str(&format!("[{name}]\n# {example}\n")),
            (Some((_, example)), _) => text.push_str(&format!("# {name} = {example}\n")),
            (None, value) => text.push_str(&format!("{name} = {}\n", value.unwrap_or(&Value::Null))),
        }
    }
    text
}

/// A value by its full name; the whole for no name.
fn at<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    name.split('.').filter(|part| !part.is_empty()).try_fold(value, |value, part| value.get(part))
}

fn comment(text: &mut String, words: &str) {
    let mut width = 0;
    for word in words.split(' ') {
        let wide = word.chars().count() + 1;
        if width == 0 || width + wide > WIDTH {
            if width > 0 {
                text.push('\n');
            }
            text.push('#');
            width = 1;
        }
        text.push(' ');
        text.push_str(word);
        width += wide;
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    use super::*;
    use crate::config::TlsConfig;

    /// The full names of all keys, those without a value included.
    fn names(value: &Value, under: &str, found: &mut BTreeSet<String>) {
        for (name, value) in value.as_object().into_iter().flatten() {
            let name = if under.is_empty() { name.clone() } else { format!("{under}.{name}") };
            match value {
                Value::Object(fields) if !fields.is_empty() => names(value, &name, found),
                _ => {
                    found.insert(name);
                }
            }
        }
    }

    #[test]
    fn every_key_is_described_and_no_other() {
        let whole = Config {
            // The one section that is absent by default.
            tls: Some(TlsConfig { authority: PathBuf::new(), directory: PathBuf::new() }),
            ..Config::default()
        };
        let mut found = BTreeSet::new();
        names(&serde_json::to_value(whole).expect("JSON"), "", &mut found);
        let described: BTreeSet<String> = KEYS.iter().map(|key| key.name.to_owned()).collect();
        assert_eq!(described, found);
        assert_eq!(described.len(), KEYS.len(), "each once");
    }

    #[test]
    fn a_key_is_told_to_be_absent_exactly_when_it_has_no_default() {
        let defaults = serde_json::to_value(Config::default()).expect("JSON");
        for key in KEYS {
            let default = at(&defaults, key.name).filter(|value| !value.is_null() && !value.is_object());
            assert_eq!(key.absent.is_some(), default.is_none(), "{}", key.name);
            assert!(!key.kind.is_empty() && key.means.ends_with('.'), "{}", key.name);
        }
    }

    #[test]
    fn the_text_is_the_defaults_and_its_examples_are_good_too() {
        let read: Config = toml::from_str(&text()).expect("a configuration");
        let json = |config: &Config| serde_json::to_value(config).expect("JSON");
        assert_eq!(json(&read), json(&Config::default()));
        // What is commented out and looks like a setting, switched on.
        let on: String = text()
            .lines()
            .map(|line| {
                line.strip_prefix("# ").filter(|line| is_setting(line)).unwrap_or(line).to_owned() + "\n"
            })
            .collect();
        let read: Config = toml::from_str(&on).unwrap_or_else(|error| panic!("{error}\n{on}"));
        assert!(read.tls.is_some() && read.key_dir.is_some() && read.ports.len() == 1, "{on}");
    }

    fn is_setting(line: &str) -> bool {
        let name = line.split(" = ").next().unwrap_or_default();
        line == "[tls]" || (line.contains(" = ") && !name.contains(' '))
    }
}
