//! Certificates that are renewed while connections stand.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use api::{Call, ServiceName};
use chassis::{Address, Directory, Identity, KeySet, Listener, ListenerLimits, Metrics, Security};
use kernel::Sources;
use tokio_util::sync::CancellationToken;

use crate::support::{Authority, CountUp, HowMany, Tick, context, running, stack};

fn client(address: SocketAddr, identity: Arc<Identity>) -> api::Client {
    let directory = Directory::default();
    directory.enter(ServiceName::Consent, Address::There(vec![address]));
    directory.peers_of(ServiceName::AiGateway, Some(identity)).client(ServiceName::Consent)
}

async fn counts(client: &api::Client) -> bool {
    let call = Call::<CountUp>::query(HowMany { upto: 1, break_off: false });
    client.stream::<CountUp>(&context(), call).await.is_ok()
}

#[tokio::test]
async fn a_renewed_certificate_serves_new_connections_and_the_old_ones_go_on() {
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let folder = tempfile::tempdir().expect("a folder");
    let authority = Authority::new(folder.path());
    let served = authority.identity(ServiceName::Consent);
    let shown = authority.identity(ServiceName::AiGateway);
    let security = Security::Tls { identity: served.clone(), public: false };
    let (any, metrics) = (SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), Arc::new(Metrics::default()));
    let listener = Listener::bind(any, security, ListenerLimits::default(), metrics).await.expect("binds");
    let (seen, stop) = (Arc::default(), CancellationToken::new());
    let router = stack(KeySet::of(vec![]), &Sources::system()).public(&running(&seen));
    let address = listener.serve(router, stop.clone()).expect("serves").address;
    let old = client(address, shown.clone());
    let call = Call::<CountUp>::query(HowMany { upto: 500, break_off: false });
    let mut stream = old.stream::<CountUp>(&context(), call).await.expect("a stream");
    assert!(matches!(stream.next().await, Some(Ok(Tick::Count { n: 0, .. }))));

    assert!(!served.reload().expect("reads"), "nothing changed");
    // A new authority: nobody who holds to the old one and nobody who holds to the new one agree.
    let authority = Authority::new(folder.path());
    authority.identity(ServiceName::Consent);
    let new = client(address, authority.identity(ServiceName::AiGateway));
    assert!(!counts(&new).await, "the old certificate is still served");
    assert!(served.reload().expect("reads"));
    assert!(counts(&new).await, "the new one is, without a restart");
    let mut last = 0;
    while let Some(Ok(Tick::Count { n, .. })) = stream.next().await {
        last = n;
    }
    assert_eq!(last, 499, "what was open goes on to its end");
    assert!(shown.reload().expect("reads"));
    assert!(counts(&old).await, "the calling side takes the new one too");

    std::fs::write(folder.path().join("consent.pem"), "not a certificate").expect("writes");
    assert!(served.reload().is_err());
    assert!(counts(&new).await, "what does not hold leaves what was there");
    stop.cancel();
}
