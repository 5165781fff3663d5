//! The published safety protocol: for anybody, in both languages, without a script, with what the operator says of
//! themselves and nothing that they did not mean to say.

use api_gateway::{Config, ProtocolConfig, TEXT_BYTES_MAX};
use chassis::ListenerLimits;
use content::model::ProtocolPart;
use content_safety_api::Language;

use crate::support::World;

async fn with(protocol: ProtocolConfig) -> World {
    World::with(Config { protocol, ..Config::default() }, ListenerLimits::default()).await
}

#[tokio::test]
async fn anybody_reads_it_in_either_language_with_every_part() {
    let world = World::new().await;
    for (head, language, lang) in [
        ("GET /protocol", Language::En, "en"),
        ("GET /protocol?lang=es", Language::Es, "es"),
        ("GET /protocol?lang=en", Language::En, "en"),
    ] {
        let page = world.ask(head, None, "").await;
        assert_eq!(page.status, 200, "{}", page.head);
        assert!(page.head.contains("content-type: text/html; charset=utf-8"), "{}", page.head);
        assert!(page.head.contains(&format!("content-language: {lang}")), "{}", page.head);
        assert!(page.body.contains(&format!("<html lang=\"{lang}\">")));
        let protocol = content::library().protocol();
        for part in ProtocolPart::ALL {
            for paragraph in protocol.part(*part, language) {
                assert!(page.body.contains(&format!("<p>{paragraph}</p>")), "{part:?}: {paragraph}");
            }
        }
        assert!(page.body.contains(&protocol.as_of), "its date");
        assert!(page.body.contains(&content::library().protocol_digest().to_string()), "its version");
        assert!(page.body.contains("988") && page.body.contains("911"), "who is called");
        assert!(page.body.len() < 25_000, "{} bytes", page.body.len());
    }
    let spanish = world.raw(
        b"GET /protocol HTTP/1.1\r\nhost: x\r\naccept-language: es-MX,en;q=0.5\r\nconnection: close\r\n\r\n",
    );
    assert!(spanish.await.contains("<html lang=\"es\">"));
}

#[tokio::test]
async fn it_runs_nothing_and_loads_nothing() {
    let world = World::new().await;
    let page = world.ask("GET /protocol", None, "").await;
    for held in ["default-src 'none'", "frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'"] {
        assert!(page.head.contains(held), "{held}: {}", page.head);
    }
    for loose in ["unsafe-inline", "script-src", "http:", "https:"] {
        let policy = page.head.lines().find(|line| line.starts_with("content-security-policy")).expect("one");
        assert!(!policy.contains(loose), "{policy}");
    }
    for none in ["<script", "<img", "<iframe", "<form", "<link", " on", "src="] {
        let markup =
            page.body.split('<').filter_map(|one| one.split_once('>')).map(|(tag, _)| format!("<{tag}"));
        assert!(!markup.into_iter().any(|tag| tag.contains(none)), "{none}");
    }
    // The one style is the one that the policy names.
    let style =
        page.body.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).expect("one").0;
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, style.as_bytes());
    use base64::Engine;
    let hash = base64::engine::general_purpose::STANDARD.encode(digest).to_ascii_lowercase();
    assert!(page.head.contains(&format!("style-src 'sha256-{hash}'")), "{}", page.head);
}

#[tokio::test]
async fn what_the_operator_says_stands_in_it_escaped() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("own.txt");
    std::fs::write(&file, "First.\r\n\r\nSecond <script>alert(1)</script> & more.").expect("writes");
    let world = with(ProtocolConfig {
        operator: Some("Elm House <b>LLC</b>".to_owned()),
        contact: Some("safety@elm.example".to_owned()),
        text_file: Some(file),
    })
    .await;
    let page = world.ask("GET /protocol", None, "").await;
    assert!(page.body.contains("Elm House &lt;b&gt;LLC&lt;/b&gt;"), "{}", page.body);
    assert!(page.body.contains("safety@elm.example"));
    assert!(page.body.contains("<p>First.</p>"));
    assert!(page.body.contains("<p>Second &lt;script&gt;alert(1)&lt;/script&gt; &amp; more.</p>"));
    // Without any of it the page says so, and is there.
    let world = World::new().await;
    let page = world.ask("GET /protocol", None, "").await;
    assert!(page.body.contains("has not said who they are"));
}

#[test]
fn a_text_that_cannot_be_shown_is_refused_and_it_is_said_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("own.txt");
    let of = |bytes: &[u8]| {
        std::fs::write(&file, bytes).expect("writes");
        ProtocolConfig { text_file: Some(file.clone()), ..ProtocolConfig::default() }.text()
    };
    assert_eq!(
        of(&vec![b'a'; TEXT_BYTES_MAX]).map(|text| text.map(|text| text.len())),
        Ok(Some(TEXT_BYTES_MAX))
    );
    assert!(of(&vec![b'a'; TEXT_BYTES_MAX + 1]).expect_err("too long").contains("16 KiB"));
    assert!(of(b"\xff\xfe").is_err(), "no UTF-8");
    let missing =
        ProtocolConfig { text_file: Some(folder.path().join("no.txt")), ..ProtocolConfig::default() };
    assert!(missing.text().expect_err("is not there").contains("no.txt"));
    let long = ProtocolConfig { operator: Some("x".repeat(201)), ..ProtocolConfig::default() };
    assert!(long.text().expect_err("too long").contains("protocol.operator"));
    let lines = ProtocolConfig { contact: Some("a\nb".to_owned()), ..ProtocolConfig::default() };
    assert!(lines.text().expect_err("one line").contains("protocol.contact"));
}

#[test]
fn a_page_without_a_contact_is_not_complete() {
    let of = |operator: Option<&str>, contact: Option<&str>| {
        let owned = |value: Option<&str>| value.map(str::to_owned);
        ProtocolConfig { operator: owned(operator), contact: owned(contact), text_file: None }.complete()
    };
    assert_eq!(of(Some("Elm House"), Some("safety@elm.example")), Ok(()));
    assert!(of(Some("Elm House"), None).expect_err("no contact").contains("protocol.contact"));
    assert!(of(Some("Elm House"), Some("  ")).expect_err("no contact").contains("protocol.contact"));
    assert!(of(None, Some("safety@elm.example")).expect_err("no name").contains("protocol.operator"));
}
