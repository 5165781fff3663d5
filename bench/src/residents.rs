//! The residents who talk: admitted by the demonstration's nurse with a tablet each, so that no password is
//! hashed, and signed in from loopback addresses of their own, as a house full of tablets would.

use std::net::{IpAddr, Ipv4Addr};

use ai_gateway_api::{BeginConversation, NewConversation};
use anyhow::{Context, Result};
use api::{Call, CallContext, Role, ServiceName, Words};
use auth_rbac_api::{AdmitResident, Login, NewResident, SignIn};
use kernel::{ConversationId, Sources};
use therapeutic_ai::demo::{self, Demo};
use therapeutic_ai::outside::Outside;

/// How many sign in from one address: below the limit of what is unauthenticated.
const AN_ADDRESS: u16 = 40;

/// A resident in a conversation.
pub(crate) struct Resident {
    pub(crate) outside: Outside,
    pub(crate) context: CallContext,
    pub(crate) conversation: ConversationId,
}

/// Admits so many residents, signs them in and begins a conversation with each.
pub(crate) async fn admit(
    url: &str,
    demo: &Demo,
    sources: &Sources,
    count: u16,
    round: u16,
) -> Result<Vec<Resident>> {
    let nurse = demo.account(Role::CareStaff).context("there is no nurse")?;
    let outside = Outside::new(url);
    let nurse = demo::sign_in(&outside, sources, nurse).await.context("the nurse cannot sign in")?;
    let mut residents = Vec::with_capacity(usize::from(count));
    for number in 0..count {
        let new = NewResident {
            name: Words::new(format!("Resident {number}")),
            unit_id: demo.unit_id,
            device_name: "tablet".to_owned(),
        };
        let context = CallContext { request_id: sources.id(), ..nurse.clone() };
        let admitted = outside
            .client(ServiceName::AuthRbac)
            .call::<AdmitResident>(&context, Call::body(new))
            .await
            .context("a resident cannot be admitted")?;
        let at =
            Ipv4Addr::new(127, 0, u8::try_from(round % 200)? + 1, u8::try_from(number / AN_ADDRESS)? + 1);
        residents.push(begin(Outside::from_address(url, IpAddr::V4(at)), sources, admitted.device).await?);
    }
    Ok(residents)
}

async fn begin(outside: Outside, sources: &Sources, device: Words) -> Result<Resident> {
    let context = CallContext::background(sources.id());
    let given = SignIn { device: Some(device), ..SignIn::default() };
    let auth = outside.client(ServiceName::AuthRbac);
    let tokens = auth.call::<Login>(&context, Call::body(given)).await.context("a tablet cannot sign in")?;
    let context = demo::signed_in(context, &tokens.access_token)?;
    let call = Call::body(NewConversation::default());
    let begun = outside.client(ServiceName::AiGateway).call::<BeginConversation>(&context, call).await;
    let conversation = begun.context("a conversation cannot be begun")?.id;
    Ok(Resident { outside, context, conversation })
}
