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
    Analyze, AnalyzeCombined, AnalyzeEmotion, BasicEmotion, CheckReply, CrisisCategory, DetectIdentifiers,
    Guideline, IdentifierClass, IdentifierMode, Level, ReplyToCheck, TextToRead, TextToReadWhole,
    TextWithIdentifiers, operations,
};
use kernel::{OrganizationId, PersonId, Sources};

struct House {
    _root: tempfile::TempDir,
    sources: Sources,
    tokens: Ed25519KeyPair,
    directory: Directory,
    health: HealthState,
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
            metrics,
            verifier,
            shed: Shed::default(),
            outcomes: None,
        };
        directory.enter(service, Address::Here(stack.public(&running)));
        let health = stack.health(&running);
        Self { _root: root, sources, tokens, directory, health, routes }
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
        known: Vec::new(),
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
        let body = TextWithIdentifiers { text: text.to_owned().into(), mode, known: Vec::new() };
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
