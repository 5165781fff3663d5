//! The service as its callers meet it: through its routes, under all layers, with real tokens.

use std::sync::Arc;

use api::{Call, CallContext, Client, Operation, Problem, Role, ServiceName, codes};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chassis::{
    Address, Chassis, Claims, Directory, HealthState, Jwk, KeySet, Metrics, Service, Shed, Stack, Stores,
    Tasks, Verifier,
};
use content_safety::encoder::{Calibration, Encoder, EncoderError};
use content_safety::{Config, ContentSafety};
use content_safety_api::{
    Analyze, AnalyzeBatch, AnalyzeCombined, AnalyzeEmotion, BATCH_MAX, BasicEmotion, CheckReply,
    CrisisCategory, DetectIdentifiers, Guideline, IdentifierClass, IdentifierMode, Level, ReplyToCheck,
    TextToRead, TextToReadWhole, TextWithIdentifiers, TextsToRead, operations,
};
use kernel::{OrganizationId, PersonId, Sources};

struct House {
    _root: tempfile::TempDir,
    sources: Sources,
    tokens: Ed25519KeyPair,
    directory: Directory,
    health: HealthState,
    metrics: Arc<Metrics>,
    routes: Vec<&'static str>,
}

impl House {
    async fn new(config: Config) -> Self {
        Self::with(config, None).await
    }

    async fn with(config: Config, encoder: Option<Arc<dyn Encoder>>) -> Self {
        let root = tempfile::tempdir().expect("a directory");
        let sources = Sources::system();
        let tokens = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a key");
        let (directory, tasks, metrics) =
            (Directory::default(), Tasks::default(), Arc::new(Metrics::default()));
        let service = ServiceName::ContentSafety;
        let chassis = Chassis {
            name: service,
            sources: sources.clone(),
            peers: directory.peers_of(service, None),
            tasks,
            metrics: metrics.clone(),
            stores: Stores::Embedded { data_dir: root.path().to_owned() },
            data_dir: root.path().to_owned(),
        };
        let running = ContentSafety::build(config, chassis, encoder).await.expect("builds");
        running.routes().check().expect("every route is bound");
        let routes = running.routes().operations().iter().map(|operation| operation.spec.name).collect();
        let jwk = serde_json::from_value::<Jwk>(serde_json::json!({
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": "test",
            "x": URL_SAFE_NO_PAD.encode(tokens.public_key().as_ref()),
        }))
        .expect("a public key");
        let verifier = Verifier::new(KeySet::of(vec![jwk]), sources.clone());
        let stack = Stack {
            service,
            sources: sources.clone(),
            metrics: metrics.clone(),
            verifier,
            shed: Shed::default(),
            outcomes: None,
        };
        directory.enter(service, Address::Here(stack.public(&running)));
        let health = stack.health(&running);
        Self { _root: root, sources, tokens, directory, health, metrics, routes }
    }

    fn client(&self, of: ServiceName) -> Client {
        self.directory.peers_of(of, None).client(ServiceName::ContentSafety)
    }

    /// Asks as ai-gateway does.
    async fn ask<O: Operation<Path = api::Nothing, Query = api::Nothing>>(
        &self,
        body: O::Body,
    ) -> Result<O::Output, Problem> {
        let context = CallContext::background(self.sources.id());
        self.client(ServiceName::AiGateway).call::<O>(&context, Call::body(body)).await
    }

    /// Asks as a signed-in person through the gateway.
    async fn ask_as(&self, role: Role, text: &str) -> Result<content_safety_api::SafetyAnalysis, Problem> {
        let now = self.sources.now().as_seconds();
        let person = PersonId::from_uuid("01890a5d-ac96-774b-bcce-b302099a8057".parse().expect("a UUID"));
        let claims = Claims {
            iss: Claims::ISSUER.into(),
            aud: Claims::AUDIENCE.into(),
            sub: person,
            iat: now,
            nbf: now,
            exp: now + 600,
            jti: "one".into(),
            user_id: person,
            role,
            organization_id: "01890a5d-ac96-774b-bcce-b302099a8058"
                .parse::<OrganizationId>()
                .expect("a UUID"),
            permissions: Vec::new(),
            audit_context: serde_json::from_value(serde_json::json!({
                "session_id": "01890a5d-ac96-774b-bcce-b302099a8059", "amr": ["pwd", "otp"]
            }))
            .expect("a context"),
            auth_time: None,
            proven_until: None,
        };
        let encode = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = serde_json::json!({"alg": "EdDSA", "typ": Claims::TYPE, "kid": "test"});
        let body = format!("{}.{}", encode(&header), encode(&serde_json::to_value(&claims).expect("JSON")));
        let token = format!("{body}.{}", URL_SAFE_NO_PAD.encode(self.tokens.sign(body.as_bytes())));
        let mut context = CallContext::background(self.sources.id());
        context.authorization = Some(format!("Bearer {token}").parse().expect("a header"));
        self.client(ServiceName::ApiGateway).call::<Analyze>(&context, Call::body(read(text))).await
    }
}

impl House {
    /// Sends a body as it is, as a peer or as the gateway does, and says how it was answered.
    async fn send(&self, of: ServiceName, path: &str, body: impl Into<Vec<u8>>) -> (u16, serde_json::Value) {
        let body = api::full(body.into());
        let request = http::Request::post(path).header("content-type", "application/json").body(body);
        let peers = self.directory.peers_of(of, None);
        let answer = peers.forward(ServiceName::ContentSafety, request.expect("a request")).await;
        let answer = answer.expect("is answered");
        let status = answer.status().as_u16();
        let bytes = api::collect(answer.into_body(), 16 * 1024 * 1024).await.expect("a body");
        (status, serde_json::from_slice(&bytes).expect("JSON, whatever comes"))
    }
}

fn read(text: &str) -> TextToRead {
    TextToRead { text: text.to_owned().into(), earlier: Vec::new() }
}

#[tokio::test]
async fn every_operation_of_the_contract_has_a_route() {
    let house = House::new(Config::default()).await;
    let named: Vec<&str> = operations().iter().map(|operation| operation.spec.name).collect();
    assert_eq!(house.routes, named);
}

#[tokio::test]
async fn a_message_is_read_with_spans_reasons_and_versions() {
    let house = House::new(Config::default()).await;
    let text = "😀 é. I want to kill myself. Call Rosa at 212-555-0147.";
    let found = house.ask::<Analyze>(read(text)).await.expect("reads");
    assert_eq!(found.crisis_level, Level::High);
    assert_eq!(found.crisis_categories, [CrisisCategory::SuicidalIdeation]);
    assert!(found.escalation_required && found.safety_score < 0.5);
    let finding = &found.findings[0];
    assert_eq!(finding.span.of(text), Some("want to kill myself"));
    assert!(finding.code.starts_with("si."));
    let identifiers: Vec<_> =
        found.identifiers.iter().map(|found| found.span.of(text).expect("inside")).collect();
    assert_eq!(identifiers, ["Rosa", "212-555-0147"]);
    assert_eq!(found.versions.stages, ["rules", "linear"]);
}

#[tokio::test]
async fn earlier_messages_are_read_with_the_last() {
    let house = House::new(Config::default()).await;
    let mut body = read("What is the tallest building downtown?");
    assert_eq!(house.ask::<Analyze>(body.clone()).await.expect("reads").crisis_level, Level::None);
    body.earlier = vec!["I lost my job and my wife left me. I have nothing left.".to_owned().into()];
    assert!(house.ask::<Analyze>(body.clone()).await.expect("reads").crisis_level >= Level::Medium);
    body.earlier = vec!["a".to_owned().into(); 17];
    assert_eq!(house.ask::<Analyze>(body).await.expect_err("refuses").code, "safety.too_many_earlier");
}

#[tokio::test]
async fn identifiers_are_replaced_and_put_back() {
    let house = House::new(Config::default()).await;
    let body = TextWithIdentifiers {
        text: "Rosa is in room 12B, says Rosa.".to_owned().into(),
        mode: IdentifierMode::Pseudonymise,
        ..TextWithIdentifiers::default()
    };
    let found = house.ask::<DetectIdentifiers>(body.clone()).await.expect("reads");
    let first = found.redaction.expect("asked for");
    assert_eq!(first.text.expose(), "[NAME_1] is in [PLACE_1], says [NAME_1].");
    assert_eq!(first.replacements.len(), 2);
    assert_eq!(found.phi_categories, [IdentifierClass::Name, IdentifierClass::Geography]);
    let next = TextWithIdentifiers {
        text: "Walter asked for Rosa.".to_owned().into(),
        known: first.replacements,
        ..body.clone()
    };
    let next = house.ask::<DetectIdentifiers>(next).await.expect("reads").redaction.expect("asked for");
    assert_eq!(next.text.expose(), "[NAME_2] asked for [NAME_1].", "the map goes on over messages");
    let only = TextWithIdentifiers { mode: IdentifierMode::Detect, ..body };
    assert!(house.ask::<DetectIdentifiers>(only).await.expect("reads").redaction.is_none());
}

#[tokio::test]
async fn what_is_redacted_or_made_general_comes_without_its_map() {
    let house = House::new(Config::default()).await;
    let text = "Rosa, zip 03601, fell on May 5, 2021 and is 93 years old.";
    for (mode, wanted) in [
        (IdentifierMode::Redact, "[NAME_1], zip [PLACE_1], fell on [DATE_1] and is [DATE_2] years old."),
        (IdentifierMode::Generalise, "[NAME_1], zip 000, fell on 2021 and is 90 or older years old."),
    ] {
        let body =
            TextWithIdentifiers { text: text.to_owned().into(), mode, ..TextWithIdentifiers::default() };
        let found = house.ask::<DetectIdentifiers>(body).await.expect("reads");
        let redaction = found.redaction.expect("asked for");
        assert_eq!(redaction.text.expose(), wanted);
        assert!(redaction.replacements.is_empty(), "{mode:?}");
    }
}

#[tokio::test]
async fn emotions_are_read_unless_they_are_turned_off() {
    let house = House::new(Config::default()).await;
    let found = house.ask::<AnalyzeEmotion>(read("I am so happy to see you!")).await.expect("reads");
    assert_eq!(found.emotion.basic[0].label, BasicEmotion::Joy);
    let quiet = House::new(Config { emotion: false }).await;
    let refused = quiet.ask::<AnalyzeEmotion>(read("I am happy")).await.expect_err("refuses");
    assert_eq!((refused.status, refused.code.as_ref()), (403, "safety.emotion_off"));
    let whole = TextToReadWhole { text: "I am happy".to_owned().into(), ..TextToReadWhole::default() };
    assert!(quiet.ask::<AnalyzeCombined>(whole.clone()).await.expect("reads").emotion.is_none());
    assert!(house.ask::<AnalyzeCombined>(whole).await.expect("reads").emotion.is_some());
}

#[tokio::test]
async fn a_reply_that_breaks_a_guideline_is_not_allowed() {
    let house = House::new(Config::default()).await;
    let check = |reply: &str| house.ask::<CheckReply>(ReplyToCheck { reply: reply.to_owned().into() });
    let bad = check("I am your doctor. Stop taking your pills.").await.expect("reads");
    assert!(!bad.allowed);
    let broken: Vec<_> = bad.violations.iter().map(|violation| violation.guideline).collect();
    assert!(broken.contains(&Guideline::ClaimsLicensed) && broken.contains(&Guideline::MedicalAdvice));
    assert!(check("That sounds like a long night.").await.expect("reads").allowed);
}

#[tokio::test]
async fn bad_input_gets_a_clear_answer() {
    let house = House::new(Config::default()).await;
    let empty = house.ask::<Analyze>(read("")).await.expect_err("refuses");
    assert_eq!((empty.status, empty.code.as_ref()), (422, "safety.empty_text"));
    let long = house.ask::<Analyze>(read(&"a".repeat(65_537))).await.expect_err("refuses");
    assert_eq!((long.status, long.code.as_ref()), (413, "safety.text_too_long"));
    let huge = house.ask::<Analyze>(read(&"a".repeat(2 * 1024 * 1024))).await.expect_err("refuses");
    assert_eq!(huge.status, 413);
    for text in ["😀😀😀", "مرحبا كيف حالك اليوم يا صديقي", "<script>alert(1)</script>", "\u{0}", "   "]
    {
        let found = house.ask::<Analyze>(read(text)).await.expect("reads");
        assert!(!found.crisis_detected, "{text:?}");
    }
    let full = "I want to kill myself. ".repeat(65_536 / 23);
    let found = house.ask::<Analyze>(read(&full)).await.expect("reads");
    assert!(found.crisis_level == Level::High && found.findings.len() <= 24);
}

#[tokio::test]
async fn staff_may_ask_and_others_may_not() {
    let house = House::new(Config::default()).await;
    assert!(house.ask_as(Role::CareStaff, "I feel fine").await.is_ok());
    for role in [Role::Resident, Role::FamilyMember, Role::Admin] {
        let refused = house.ask_as(role, "I feel fine").await.expect_err("refuses");
        assert_eq!(refused.code, codes::FORBIDDEN.name());
    }
    let context = CallContext::background(house.sources.id());
    let stranger =
        house.client(ServiceName::Consent).call::<Analyze>(&context, Call::body(read("hello"))).await;
    assert!(stranger.is_err(), "a service that has no business here");
}

#[tokio::test]
async fn health_reads_a_sentence_of_each_kind() {
    let house = House::new(Config::default()).await;
    let report = house.health.report().await;
    assert_eq!(report.dependencies.get("rules"), Some(&"ok"));
}

/// To which every text means the same.
#[derive(Debug)]
struct Same;

#[async_trait::async_trait]
impl Encoder for Same {
    fn version(&self) -> &'static str {
        "same 1"
    }

    fn calibration(&self) -> Calibration {
        Calibration { like: 0.5, head: None }
    }

    async fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EncoderError> {
        Ok(vec![vec![1.0, 0.0]; texts.len()])
    }
}

#[tokio::test]
async fn an_encoder_that_is_handed_in_is_heard_in_every_analysis() {
    let house = House::with(Config::default(), Some(Arc::new(Same))).await;
    let mut heard = Vec::new();
    // It is loaded beside the service, which answers without it until then.
    for _ in 0..1_000 {
        heard = house.ask::<Analyze>(read("The soup was good.")).await.expect("read").versions.stages;
        if heard.len() > 2 {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(heard, ["rules", "linear", "encoder same 1"]);
}

const PATHS: [&str; 5] = ["/analyze", "/phi/detect", "/emotion/analyze", "/analyze/combined", "/guidelines"];

/// The name of the field that holds the text.
fn field(path: &str) -> &'static str {
    if path == "/guidelines" { "reply" } else { "text" }
}

#[tokio::test]
async fn what_is_no_request_is_refused_with_a_stable_code_by_every_operation() {
    let house = House::new(Config::default()).await;
    for path in PATHS {
        let named = field(path);
        let deep = |depth: usize| format!("{{\"{named}\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        let cases: [(&str, Vec<u8>, u16, &str); 13] = [
            ("nothing", Vec::new(), 422, "request.invalid"),
            ("an empty object", b"{}".to_vec(), 422, "request.invalid"),
            ("no object", b"[]".to_vec(), 422, "request.invalid"),
            ("a number", format!("{{\"{named}\":1}}").into(), 422, "request.invalid"),
            ("null", format!("{{\"{named}\":null}}").into(), 422, "request.invalid"),
            ("an empty text", format!("{{\"{named}\":\"\"}}").into(), 422, "safety.empty_text"),
            ("broken off", format!("{{\"{named}\":\"a").into(), 400, "request.malformed"),
            (
                "no UTF-8",
                [format!("{{\"{named}\":\"").as_bytes(), &[0xFF, 0xFE], b"\"}"].concat(),
                400,
                "request.malformed",
            ),
            ("half a pair", format!("{{\"{named}\":\"\\ud83d\"}}").into(), 400, "request.malformed"),
            ("two values", format!("{{\"{named}\":\"a\"}} {{}}").into(), 400, "request.malformed"),
            ("nested lists", deep(100_000).into(), 422, "request.invalid"),
            (
                "over the limit",
                format!("{{\"{named}\":\"{}\"}}", "a".repeat(65_537)).into(),
                413,
                "safety.text_too_long",
            ),
            (
                "a mebibyte",
                format!("{{\"{named}\":\"{}\"}}", "a".repeat(1024 * 1024)).into(),
                413,
                "request.too_large",
            ),
        ];
        for (what, body, status, code) in cases {
            let (answered, problem) = house.send(ServiceName::AiGateway, path, body).await;
            assert_eq!(
                (answered, problem["code"].as_str()),
                (status, Some(code)),
                "{path}, {what}: {problem}"
            );
            assert!(
                problem["type"].is_string() && problem["title"].is_string(),
                "a problem document: {problem}"
            );
        }
    }
}

/// What every pattern of the rules may be fed with, over and over: the service answers, and a stranger's nesting in a field
/// that nobody knows brings nothing down.
#[tokio::test]
async fn hostile_texts_of_full_length_are_answered_by_every_operation() {
    let house = House::new(Config::default()).await;
    let units = [
        "i want to ",
        "kill ",
        "not ",
        "k i l l ",
        "\"",
        "'a ",
        "1",
        "12-",
        "a@",
        "@a.b",
        "http://",
        "0x",
        "5 A ",
        "A. ",
        "[NAME_1]",
        "[[",
        "#a",
        "\u{301}",
        "\u{202E}x ",
        "\u{1F3F3}\u{FE0F}\u{200D}\u{1F308}",
        "{\"a\":[",
        "<b>",
        "a.b.",
        "\u{0}",
        "you should take ",
        "ㅤ",
        "ﷺ",
    ];
    for path in PATHS {
        // What the combined analysis reads is what the others read: one of them at full length is enough for a debug build.
        let length = if ["/analyze/combined", "/guidelines"].contains(&path) { 65_536 } else { 4_096 };
        for unit in units {
            let text = unit.repeat(length / unit.len());
            let body = serde_json::json!({ field(path): text, "mode": "pseudonymise" }).to_string();
            let (status, answer) = house.send(ServiceName::AiGateway, path, body).await;
            assert_eq!(status, 200, "{path}, {unit:?}: {}", answer["code"]);
        }
        let nested =
            format!("{{\"else\":{}{},\"{}\":\"a\"}}", "[".repeat(200_000), "]".repeat(200_000), field(path));
        let (status, _) = house.send(ServiceName::AiGateway, path, nested).await;
        assert_eq!(status, 200, "{path}: a field of a later version is passed over");
    }
}

#[tokio::test]
async fn a_number_that_is_spread_over_messages_is_found_where_it_ends_and_said_where_it_begins() {
    let house = House::new(Config::default()).await;
    let earlier = vec!["My telephone number is 212".to_owned().into(), "555".to_owned().into()];
    let text = "0147";
    let body = TextWithIdentifiers {
        text: text.to_owned().into(),
        earlier: earlier.clone(),
        mode: IdentifierMode::Redact,
        ..TextWithIdentifiers::default()
    };
    let found = house.ask::<DetectIdentifiers>(body.clone()).await.expect("reads");
    assert_eq!(found.redaction.as_ref().expect("asked for").text.expose(), "[PHONE_1]");
    let piece = found.earlier_pieces[0];
    assert_eq!((piece.messages_back, piece.class), (2, IdentifierClass::Phone));
    assert_eq!(piece.span.of(earlier[0].expose()), Some("212"));
    let alone = TextWithIdentifiers { earlier: Vec::new(), ..body.clone() };
    let alone = house.ask::<DetectIdentifiers>(alone).await.expect("reads");
    assert!(
        alone.identifiers.is_empty() && alone.earlier_pieces.is_empty(),
        "it is the message before that shows it"
    );

    let whole = TextToReadWhole {
        text: text.to_owned().into(),
        earlier: earlier.clone(),
        mode: IdentifierMode::Redact,
        ..TextToReadWhole::default()
    };
    let whole = house.ask::<AnalyzeCombined>(whole).await.expect("reads");
    assert_eq!(whole.redaction.expect("asked for").text.expose(), "[PHONE_1]");
    assert_eq!(whole.safety.earlier_pieces, found.earlier_pieces);
    let plain = TextToRead { text: text.to_owned().into(), earlier };
    assert_eq!(house.ask::<Analyze>(plain).await.expect("reads").phi_categories, [IdentifierClass::Phone]);

    let many = TextWithIdentifiers { earlier: vec!["a".to_owned().into(); 17], ..body };
    let refused = house.ask::<DetectIdentifiers>(many).await.expect_err("refuses");
    assert_eq!(refused.code, "safety.too_many_earlier");
}

#[tokio::test]
async fn a_batch_is_read_text_by_text_and_one_bad_text_spoils_no_other() {
    let house = House::new(Config::default()).await;
    let texts = ["I want to kill myself.", "", "The soup was good."].map(read).to_vec();
    let long = read(&"a".repeat(65_537));
    let mut follows = read("What is the tallest building downtown?");
    follows.earlier = vec!["I lost my job and my wife left me. I have nothing left.".to_owned().into()];
    let texts = [texts, vec![long, follows]].concat();
    let found = house.ask::<AnalyzeBatch>(TextsToRead { texts: texts.clone() }).await.expect("reads");
    let codes: Vec<_> = found.results.iter().map(|one| one.code.as_deref()).collect();
    assert_eq!(codes, [None, Some("safety.empty_text"), None, Some("safety.text_too_long"), None]);
    for (text, one) in texts.into_iter().zip(&found.results) {
        match house.ask::<Analyze>(text).await {
            Ok(alone) => assert_eq!(one.analysis.as_ref(), Some(&alone), "the same as by itself"),
            Err(problem) => assert_eq!(one.code.as_deref(), Some(&*problem.code), "refused as by itself"),
        }
    }
    for count in [0, BATCH_MAX + 1] {
        let refused = house.ask::<AnalyzeBatch>(TextsToRead { texts: vec![read("a"); count] }).await;
        let refused = refused.expect_err("refuses");
        assert_eq!((refused.status, refused.code.as_ref()), (422, "safety.batch_size"));
    }
    let full = TextsToRead { texts: vec![read("I want to die"); BATCH_MAX] };
    assert_eq!(house.ask::<AnalyzeBatch>(full).await.expect("reads").results.len(), BATCH_MAX);
}

#[tokio::test]
async fn levels_are_counted_and_no_word_of_a_text() {
    let house = House::new(Config::default()).await;
    let texts = [
        "The soup was good.",
        "I wish I was dead.",
        "I want to kill myself. Quillborna knows.",
        "I am going to kill myself tonight.",
    ];
    for text in texts {
        house.ask::<Analyze>(read(text)).await.expect("reads");
    }
    house.ask::<AnalyzeBatch>(TextsToRead { texts: texts.map(read).to_vec() }).await.expect("reads");
    house
        .ask::<CheckReply>(ReplyToCheck { reply: "I am your doctor.".to_owned().into() })
        .await
        .expect("reads");
    let counts = house.metrics.text();
    for (event, times) in
        [("read_none", 2), ("read_low", 2), ("read_high", 2), ("read_critical", 2), ("reply_not_allowed", 1)]
    {
        let line =
            counts.lines().find(|line| line.contains(&format!("event=\"{event}\""))).unwrap_or_default();
        assert!(
            line.contains("service=\"content-safety\"") && line.ends_with(&format!(" {times}")),
            "{event}: {line}"
        );
    }
    for secret in ["soup", "Quillborna", "dead", "doctor"] {
        assert!(!counts.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn of_another_language_it_is_said_that_it_is_not_read_and_its_identifiers_are_found() {
    let house = House::new(Config::default()).await;
    for (text, code) in [
        ("Ich möchte gerne eine Suppe essen und danach schlafen gehen, rufen Sie 212-555-0147 an", "deu"),
        ("Je voudrais manger une soupe et puis dormir, appelez le 212-555-0147 ou rosa@example.com", "fra"),
    ] {
        let found = house.ask::<Analyze>(read(text)).await.expect("reads");
        assert_eq!((found.language.code.as_str(), found.language.supported), (code, false), "{text}");
        assert!(found.phi_categories.contains(&IdentifierClass::Phone), "{text}");
    }
    for (text, code) in
        [("I would like some soup please", "eng"), ("Quiero un poco de sopa por favor", "spa")]
    {
        let found = house.ask::<Analyze>(read(text)).await.expect("reads");
        assert_eq!((found.language.code.as_str(), found.language.supported), (code, true), "{text}");
    }
    // In one breath, in both languages: to the same rules.
    for text in [
        "I am so tired, ya no quiero vivir.",
        "Estoy cansada, I want to kill myself.",
        "Mija, me duele el pecho y I can't breathe.",
    ] {
        assert!(house.ask::<Analyze>(read(text)).await.expect("reads").crisis_level >= Level::Low, "{text}");
    }
    let report = house.health.report().await;
    let told = report.metadata.get("languages").expect("health says which are read");
    assert!(told.starts_with("en, es;") && told.contains("not supported"), "{told}");
}
