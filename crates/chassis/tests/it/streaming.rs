//! Streams through both transports: back-pressure, cancellation, honest endings, panics and deadlines.

use std::sync::atomic::Ordering;
use std::time::Duration;

use api::{Call, ServiceName, codes};

use crate::support::{CountUp, Hangs, HowMany, Panics, Tick, both, context};

const SOON: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_stream_arrives_whole_and_ends_honestly() {
    for shape in both(ServiceName::AiGateway).await {
        let call = Call::query(HowMany { upto: 20, break_off: false });
        let mut events = shape.client.stream::<CountUp>(&context(), call).await.expect(shape.name);
        let mut counted = 0;
        while let Some(event) = events.next().await {
            match event.expect("an event") {
                Tick::Count { n, .. } => {
                    assert_eq!(n, counted);
                    counted += 1;
                }
                Tick::Done { ending } => assert_eq!(ending, "complete"),
            }
        }
        assert_eq!(counted, 20, "{}", shape.name);
    }
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_not_taken_for_one_that_ended() {
    for shape in both(ServiceName::AiGateway).await {
        let call = Call::query(HowMany { upto: 2, break_off: true });
        let mut events = shape.client.stream::<CountUp>(&context(), call).await.expect(shape.name);
        let mut last = None;
        while let Some(event) = events.next().await {
            last = Some(event);
        }
        let problem = last.expect("something came").expect_err("the ending is missing");
        assert!(problem.is(codes::UNAVAILABLE), "{}: {problem}", shape.name);
    }
}

#[tokio::test]
async fn a_slow_reader_slows_the_sender() {
    for shape in both(ServiceName::AiGateway).await {
        let call = Call::query(HowMany { upto: 100_000, break_off: false });
        let mut events = shape.client.stream::<CountUp>(&context(), call).await.expect(shape.name);
        events.next().await.expect("one").expect("an event");
        // The sender comes to a stand: what it sent does not grow any more while nobody reads.
        let stands = async {
            let mut before = 0;
            loop {
                tokio::time::sleep(Duration::from_millis(100)).await;
                let now = shape.seen.sent.load(Ordering::SeqCst);
                if now == before && now > 0 {
                    return now;
                }
                before = now;
            }
        };
        let sent = tokio::time::timeout(SOON, stands).await.expect("the sender comes to a stand");
        assert!(sent < 2_000, "{}: {sent} events were buffered", shape.name);
    }
}

#[tokio::test]
async fn a_client_that_goes_away_cancels_the_work() {
    for shape in both(ServiceName::AiGateway).await {
        let call = Call::query(HowMany { upto: u32::MAX, break_off: false });
        let mut events = shape.client.stream::<CountUp>(&context(), call).await.expect(shape.name);
        events.next().await.expect("one").expect("an event");
        drop(events);
        tokio::time::timeout(SOON, shape.seen.cancelled.notified()).await.expect("the sender is told");
    }
}

#[tokio::test]
async fn a_panic_is_a_500_and_a_late_answer_a_503() {
    for shape in both(ServiceName::AiGateway).await {
        let problem = shape.client.call::<Panics>(&context(), Call::default()).await.expect_err("it panics");
        assert!(problem.is(codes::INTERNAL), "{}: {problem}", shape.name);
        let problem = shape.client.call::<Hangs>(&context(), Call::default()).await.expect_err("it hangs");
        assert!(problem.is(codes::TIMED_OUT), "{}: {problem}", shape.name);
    }
}

#[tokio::test]
async fn a_peer_that_is_not_there_is_unavailable() {
    for shape in both(ServiceName::AiGateway).await {
        shape.directory.remove(ServiceName::Consent);
        let problem =
            shape.client.call::<Panics>(&context(), Call::default()).await.expect_err("nobody there");
        assert!(problem.is(codes::UNAVAILABLE), "{}: {problem}", shape.name);
    }
}
