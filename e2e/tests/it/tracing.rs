//! A turn is one trace, from the caller's span through every service that took part.

use std::collections::HashSet;

use api::ServiceName;
use e2e::{Span, TestPlatform};
use testkit::eventually;

/// Who takes part in a turn.
const TAKE_PART: [ServiceName; 7] = [
    ServiceName::ApiGateway,
    ServiceName::AuthRbac,
    ServiceName::AiGateway,
    ServiceName::ContentSafety,
    ServiceName::Consent,
    ServiceName::RelationshipManagement,
    ServiceName::ChatHistory,
];

pub(crate) async fn a_turn_is_one_trace_that_begins_where_the_caller_began_it(platform: &TestPlatform) {
    let mut rose = platform.newcomer().await;
    let conversation = rose.begins().await;
    let trace = hex(&platform.sources.bytes::<16>());
    let span = hex(&platform.sources.bytes::<8>());
    let header = format!("00-{trace}-{span}-01").parse().expect("a header");
    rose.context.traceparent = Some(header);
    rose.says(conversation, "The robins are back").await.expect("answers");
    let spans = eventually("every service has sent its spans of the turn", async || {
        let spans: Vec<Span> = platform.traces.spans().into_iter().filter(|one| one.trace == trace).collect();
        let services: HashSet<&str> = spans.iter().map(|span| span.service.as_str()).collect();
        let closed = spans.iter().any(|span| span.name.ends_with("/turns/{turn_id}/close"));
        (closed && TAKE_PART.iter().all(|service| services.contains(service.name()))).then_some(spans)
    })
    .await;
    let ids: HashSet<&str> = spans.iter().map(|span| span.id.as_str()).collect();
    let entries: Vec<&Span> = spans.iter().filter(|one| one.parent == span).collect();
    assert_eq!(entries.len(), 1, "one span continues the caller's: {spans:#?}");
    assert_eq!(entries[0].service, ServiceName::ApiGateway.name());
    for one in &spans {
        assert!(
            one.parent == span || ids.contains(one.parent.as_str()),
            "{one:?} hangs on nothing: {spans:#?}"
        );
    }
    // The path of the message: each hop in the span of the one before it.
    let of = |service: ServiceName| spans.iter().filter(move |one| one.service == service.name());
    let ai = of(ServiceName::AiGateway).next().expect("took part");
    assert_eq!(ai.parent, entries[0].id, "the gateway's span is ai-gateway's parent");
    assert!(of(ServiceName::ChatHistory).all(|one| one.parent == ai.id), "and that one chat-history's");
    // What is traced is what the services do, and no library's own steps.
    assert!(spans.iter().all(|one| !one.service.is_empty()), "{spans:#?}");
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
