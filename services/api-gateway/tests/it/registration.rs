//! Instances that say where they are: attack cases D1–D6 of RELIABILITY.md, and leases with fences.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use api::{Call, Client, Problem, Role, ServiceName};
use api_gateway::Config;
use api_gateway_api::{DeregisterInstance, Lease, Place, RegisterInstance, Registration, RenewLease, codes};
use chassis::{Address, Bound, Directory, Listener, ListenerLimits, Security, Shed, Stack, Verifier};
use tokio_util::sync::CancellationToken;

use crate::support::{Seen, World, any_port, ask, chat, context};

const BILLING: ServiceName = ServiceName::Billing;

async fn world() -> World {
    let config = Config { register_networks: vec!["127.0.0.0/8".into()], ..Config::default() };
    let world = World::with(config, ListenerLimits::default()).await;
    // It runs elsewhere here, wherever it says.
    world.directory.remove(ServiceName::ChatHistory);
    world
}

/// The gateway's registrations, as a service reaches them.
fn gateway(world: &World, me: ServiceName) -> Client {
    let directory = Directory::default();
    directory.enter(ServiceName::ApiGateway, Address::There(vec![world.internal_tls]));
    directory.peers_of(me, Some(world.authority.identity(me))).client(ServiceName::ApiGateway)
}

/// One more instance of the chat service, on a port of its own.
struct Instance {
    seen: Arc<Seen>,
    bound: Bound,
    stop: CancellationToken,
}

async fn instance(world: &World, shown: ServiceName) -> Instance {
    let (seen, stop) = (Arc::<Seen>::default(), CancellationToken::new());
    let stack = Stack {
        service: ServiceName::ChatHistory,
        sources: world.sources.clone(),
        metrics: world.metrics.clone(),
        verifier: Verifier::new(world.keys.clone(), world.sources.clone()),
        shed: Shed::default(),
        outcomes: None,
    };
    let security = Security::Tls { identity: world.authority.identity(shown), public: false };
    let limits = ListenerLimits { drain_max: Duration::from_secs(1), ..ListenerLimits::default() };
    let listener = Listener::bind(any_port(), security, limits, world.metrics.clone()).await.expect("binds");
    let bound = listener.serve(stack.public(&chat(&seen)), stop.clone()).expect("serves");
    Instance { seen, bound, stop }
}

impl Instance {
    fn registration(&self) -> Registration {
        registration(ServiceName::ChatHistory, "127.0.0.1", self.bound.address.port())
    }

    fn reads(&self) -> usize {
        self.seen.reads.load(Ordering::SeqCst)
    }

    async fn end(self) {
        self.stop.cancel();
        self.bound.drained().await;
    }
}

fn registration(service_name: ServiceName, host: &str, port: u16) -> Registration {
    Registration {
        service_name,
        host: host.into(),
        port,
        health_path: Some("/health".into()),
        capabilities: Vec::new(),
    }
}

async fn register(client: &Client, registration: Registration) -> Result<Lease, Problem> {
    client.call(&context(), Call::<RegisterInstance>::body(registration)).await
}

fn place(lease: &Lease) -> Place {
    Place { service_name: ServiceName::ChatHistory, address: lease.address, fence: lease.fence }
}

async fn renew(client: &Client, lease: &Lease) -> Result<Lease, Problem> {
    client.call(&context(), Call::<RenewLease>::body(place(lease))).await
}

async fn read(world: &World) -> u16 {
    let (_, token) = world.token(Role::CareStaff);
    world.ask("GET /chat/note", Some(&token), "").await.status
}

#[tokio::test]
async fn an_instance_that_registers_is_called_until_it_leaves() {
    let world = world().await;
    assert_eq!(read(&world).await, 503, "nobody is there");
    let (one, two) =
        (instance(&world, ServiceName::ChatHistory).await, instance(&world, ServiceName::ChatHistory).await);
    let client = gateway(&world, ServiceName::ChatHistory);
    let first = register(&client, one.registration()).await.expect("entered");
    assert_eq!(first.address, one.bound.address);
    let second = register(&client, two.registration()).await.expect("entered");
    for _ in 0..30 {
        assert_eq!(read(&world).await, 200);
    }
    assert!(one.reads() > 0 && two.reads() > 0, "both: {} and {}", one.reads(), two.reads());
    let call = Call::<DeregisterInstance>::body(place(&first));
    client.call(&context(), call).await.expect("left");
    let before = one.reads();
    for _ in 0..10 {
        assert_eq!(read(&world).await, 200);
    }
    assert_eq!(one.reads(), before, "not called any more");
    assert!(second.fence > first.fence);
    one.end().await;
    two.end().await;
}

#[tokio::test]
async fn an_instance_that_falls_silent_is_ejected_and_reads_go_on() {
    let world = world().await;
    let (one, two) =
        (instance(&world, ServiceName::ChatHistory).await, instance(&world, ServiceName::ChatHistory).await);
    let client = gateway(&world, ServiceName::ChatHistory);
    for registration in [one.registration(), two.registration()] {
        register(&client, registration).await.expect("entered");
    }
    for _ in 0..40 {
        assert_eq!(read(&world).await, 200);
    }
    one.end().await;
    let mut failed = 0;
    for _ in 0..40 {
        failed += u32::from(read(&world).await != 200);
    }
    // A read is repeated at the other instance, within the budget of one in ten.
    assert!(failed <= 1, "{failed} of 40 failed");
    let circuits = world.directory.circuits();
    let (_, chat) =
        circuits.iter().find(|(service, _)| *service == ServiceName::ChatHistory).expect("entered");
    assert_eq!((chat.closed, chat.open + chat.half_open), (1, 1), "{chat:?}");
    two.end().await;
}

#[tokio::test]
async fn a_lease_that_is_not_renewed_runs_out() {
    let world = world().await;
    let one = instance(&world, ServiceName::ChatHistory).await;
    let client = gateway(&world, ServiceName::ChatHistory);
    let lease = register(&client, one.registration()).await.expect("entered");
    world.clock.advance(Duration::from_secs(29));
    let lease = renew(&client, &lease).await.expect("renewed");
    world.clock.advance(Duration::from_secs(29));
    assert_eq!(world.directory.addresses(ServiceName::ChatHistory).len(), 1);
    world.clock.advance(Duration::from_secs(2));
    world
        .until("the lease runs out", |_| world.directory.addresses(ServiceName::ChatHistory).is_empty())
        .await;
    assert!(renew(&client, &lease).await.expect_err("gone").is(codes::LEASE_LOST));
    assert_eq!(read(&world).await, 503);
    one.end().await;
}

#[tokio::test]
async fn an_older_lease_of_a_place_can_neither_renew_nor_give_back() {
    let world = world().await;
    let one = instance(&world, ServiceName::ChatHistory).await;
    let client = gateway(&world, ServiceName::ChatHistory);
    let old = register(&client, one.registration()).await.expect("entered");
    let new = register(&client, one.registration()).await.expect("the process started again");
    assert!(new.fence > old.fence);
    assert!(renew(&client, &old).await.expect_err("fenced").is(codes::LEASE_LOST));
    let call = Call::<DeregisterInstance>::body(place(&old));
    assert!(client.call(&context(), call).await.expect_err("fenced").is(codes::LEASE_LOST));
    assert_eq!(read(&world).await, 200, "the new one is still called");
    renew(&client, &new).await.expect("it holds");
    one.end().await;
}

#[tokio::test]
async fn only_a_service_registers_itself_and_on_the_internal_port_alone() {
    let world = world().await;
    let one = instance(&world, ServiceName::ChatHistory).await;
    let body = serde_json::to_string(&one.registration()).expect("JSON");
    for role in [Role::Resident, Role::Admin] {
        let (_, token) = world.token(role);
        for head in ["POST /admin/register", "POST /admin/register/renew", "POST /admin/deregister"] {
            assert_eq!(world.ask(head, Some(&token), &body).await.status, 404, "{role:?}, in public");
            let inside = ask(world.internal, head, Some(&token), &body).await;
            assert_eq!(inside.status, 401, "{role:?}, inside without a certificate");
        }
    }
    assert_eq!(ask(world.internal, "POST /admin/register", None, &body).await.status, 401);
    // A service under another's name.
    let billing = gateway(&world, BILLING);
    let refused = register(&billing, one.registration()).await.expect_err("not its name");
    assert!(refused.is(codes::NOT_YOUR_NAME), "{refused}");
    // A service whose place is in the gateway's own process, and the gateway itself.
    for service in [ServiceName::AuthRbac, ServiceName::ApiGateway] {
        let own = instance(&world, service).await;
        let asked = registration(service, "127.0.0.1", own.bound.address.port());
        let refused = register(&gateway(&world, service), asked).await.expect_err("fixed");
        assert!(refused.is(codes::NOT_YOUR_NAME), "{service}: {refused}");
        own.end().await;
    }
    assert_eq!(read(&world).await, 503);
    assert_eq!(one.reads(), 0, "nothing ever reached it");
    one.end().await;
}

#[tokio::test]
async fn addresses_that_no_instance_may_have_are_refused() {
    let world = world().await;
    let client = gateway(&world, ServiceName::ChatHistory);
    for host in [
        "169.254.169.254",
        "[::ffff:169.254.169.254]",
        "::ffff:169.254.169.254",
        "10.0.0.1",
        "::1",
        "0.0.0.0",
        "2130706433/x",
        "file:///etc/passwd",
        "user:pw@127.0.0.1",
        "127.0.0.1/x",
        "unix:/run/x",
        "",
        "a b",
        "no-such-host.invalid",
    ] {
        let refused =
            register(&client, registration(ServiceName::ChatHistory, host, 443)).await.expect_err(host);
        assert!(refused.is(codes::ADDRESS), "{host}: {refused}");
    }
    let refused = register(&client, registration(ServiceName::ChatHistory, "127.0.0.1", 0)).await;
    assert!(refused.expect_err("no port").is(codes::ADDRESS));
}

#[tokio::test]
async fn a_place_without_the_services_own_certificate_is_not_entered() {
    let world = world().await;
    // Another service answers there, and with health: but it is not the one that is asked for.
    let other = instance(&world, BILLING).await;
    let client = gateway(&world, ServiceName::ChatHistory);
    let refused = register(&client, other.registration()).await.expect_err("another's certificate");
    assert!(refused.is(codes::INSTANCE_NOT_READY), "{refused}");
    let own = instance(&world, ServiceName::ChatHistory).await;
    own.seen.unwell.store(true, Ordering::SeqCst);
    let refused = register(&client, own.registration()).await.expect_err("not ready");
    assert!(refused.is(codes::INSTANCE_NOT_READY), "{refused}");
    let nowhere: SocketAddr = any_port();
    let refused =
        register(&client, registration(ServiceName::ChatHistory, "127.0.0.1", nowhere.port().max(1))).await;
    assert!(refused.expect_err("nobody there").is(codes::INSTANCE_NOT_READY));
    assert!(world.directory.addresses(ServiceName::ChatHistory).is_empty());
    other.end().await;
    own.end().await;
}

#[tokio::test]
async fn without_networks_nobody_registers() {
    let world = World::new().await;
    let client = gateway(&world, BILLING);
    let refused = register(&client, registration(BILLING, "127.0.0.1", 1)).await.expect_err("off");
    assert!(refused.is(codes::REGISTRATION_OFF), "{refused}");
}

#[tokio::test]
async fn a_flood_of_registrations_is_slowed_down_and_the_table_stays_bounded() {
    let world = world().await;
    let client = gateway(&world, ServiceName::ChatHistory);
    let mut limited = 0;
    for _ in 0..200 {
        let refused = register(&client, registration(ServiceName::ChatHistory, "10.9.9.9", 1)).await;
        limited += u32::from(refused.expect_err("refused").is(api::codes::RATE_LIMITED));
    }
    assert!(limited >= 60, "{limited} of 200");
    assert!(world.directory.addresses(ServiceName::ChatHistory).is_empty());
}
