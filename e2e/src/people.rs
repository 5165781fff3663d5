//! People of the demonstration, with the verbs of their roles.

use ai_gateway_api::{
    BeginConversation, ByConversation, NewConversation, NewMessage, SendMessage, TurnAnswer, TurnEvent,
};
use api::{Call, CallContext, Events, Operation, Problem, Role, Words};
use auth_rbac_api::{
    AdmitResident, Login, Logout, LogoutRequest, NewResident, Register, Registration, SignIn,
};
use chat_history_api::{Alert, AlertQuery, ListAlerts, ListMessages, Message, MessagesQuery};
use kernel::{ConversationId, PersonId};
use therapeutic_ai::demo::{self, Account};

use crate::shape::TestPlatform;

/// A signed-in person.
pub struct Person<'a> {
    platform: &'a TestPlatform,
    /// Who.
    pub id: PersonId,
    /// The context of their calls.
    pub context: CallContext,
}

/// Somebody's session, without the platform.
#[derive(Clone)]
pub struct SignedIn {
    id: PersonId,
    context: CallContext,
}

/// A streamed answer, as it came.
pub struct Turn {
    /// The events, in order.
    pub events: Vec<TurnEvent>,
    /// The words of the reply.
    pub reply: String,
}

impl<'a> Person<'a> {
    pub(crate) async fn sign_in(platform: &'a TestPlatform, account: &Account) -> Self {
        let mut sessions = platform.sessions.lock().await;
        // A one-time code is good once: whoever is signed in stays so.
        if let Some(context) = sessions.get(&account.person_id) {
            return Self { platform, id: account.person_id, context: context.clone() };
        }
        let context = demo::sign_in(&platform.outside, &platform.sources, account).await;
        let context = context.unwrap_or_else(|error| panic!("{} signs in: {error:#}", account.name));
        sessions.insert(account.person_id, context.clone());
        Self { platform, id: account.person_id, context }
    }

    pub(crate) async fn newcomer(platform: &'a TestPlatform) -> Self {
        let nurse = platform.person(Role::CareStaff).await;
        let new = NewResident {
            name: Words::new("Newcomer"),
            unit_id: platform.demo.unit_id,
            device_name: "tablet".to_owned(),
        };
        let admitted = nurse.call::<AdmitResident>(Call::body(new)).await.expect("is admitted");
        let given = SignIn { device: Some(admitted.device), ..SignIn::default() };
        let context = CallContext::background(platform.sources.id());
        let client = platform.outside.client(Login::SPEC.service);
        let tokens = client.call::<Login>(&context, Call::body(given)).await.expect("the tablet signs in");
        let context = demo::signed_in(context, &tokens.access_token).expect("a header");
        Self { platform, id: admitted.person_id, context }
    }

    pub(crate) async fn registers(platform: &'a TestPlatform) -> Self {
        let id: PersonId = platform.sources.id();
        let registration = Registration {
            join_code: platform.demo.join_code.clone(),
            name: Words::new("Registered"),
            email: Words::new(format!("{id}@example.org")),
            password: Words::new(format!("a phrase of their own {id}")),
        };
        let client = platform.outside.client(Register::SPEC.service);
        let context = CallContext::background(platform.sources.id());
        let enrolled = client.call::<Register>(&context, Call::body(registration.clone())).await;
        let enrolled = enrolled.expect("registers alone");
        let account = Account {
            name: "Registered".to_owned(),
            role: Role::Resident,
            scopes: Vec::new(),
            email: registration.email.expose().to_owned(),
            password: registration.password.expose().to_owned(),
            totp_secret: enrolled.totp_secret.expose().to_owned(),
            person_id: enrolled.person_id,
        };
        Self::sign_in(platform, &account).await
    }

    /// Who is signed in, kept while the platform changes.
    pub fn signed_in(&self) -> SignedIn {
        SignedIn { id: self.id, context: self.context.clone() }
    }

    pub(crate) fn again(platform: &'a TestPlatform, signed_in: &SignedIn) -> Self {
        Self { platform, id: signed_in.id, context: signed_in.context.clone() }
    }

    /// Calls an operation as this person.
    pub async fn call<O: Operation>(&self, call: Call<O>) -> Result<O::Output, Problem> {
        let context = CallContext { request_id: self.platform.sources.id(), ..self.context.clone() };
        self.platform.outside.client(O::SPEC.service).call(&context, call).await
    }

    /// Calls an operation as this person, under a key that makes a repeat the same request.
    pub async fn call_once<O: Operation>(&self, call: Call<O>, key: &str) -> Result<O::Output, Problem> {
        let context = CallContext { request_id: self.platform.sources.id(), ..self.context.clone() };
        self.platform.outside.client(O::SPEC.service).call(&context.idempotency_key(key), call).await
    }

    /// Watches a live stream, from an event on.
    pub async fn watches<O: Operation>(&self, call: Call<O>, after: Option<String>) -> Events<O::Event> {
        let context = CallContext { request_id: self.platform.sources.id(), ..self.context.clone() };
        let client = self.platform.outside.client(O::SPEC.service);
        client.stream::<O>(&context.after_event(after), call).await.expect("may watch")
    }

    /// Begins a conversation.
    pub async fn begins(&self) -> ConversationId {
        let begun =
            self.call::<BeginConversation>(Call::body(NewConversation::default())).await.expect("begins");
        assert!(begun.greeting.expose().contains("AI"), "the notice stands in the greeting");
        begun.id
    }

    /// Says something and takes the answer as one piece.
    pub async fn says(&self, id: ConversationId, words: &str) -> Result<TurnAnswer, Problem> {
        self.call::<SendMessage>(message(id, words)).await
    }

    /// Says something with a key that makes a repeat the same message.
    pub async fn says_once(&self, id: ConversationId, words: &str, key: &str) -> Result<TurnAnswer, Problem> {
        let context = CallContext { request_id: self.platform.sources.id(), ..self.context.clone() };
        let client = self.platform.outside.client(SendMessage::SPEC.service);
        client.call(&context.idempotency_key(key), message(id, words)).await
    }

    /// Says something and takes the answer as it comes.
    pub async fn streams(&self, id: ConversationId, words: &str) -> Turn {
        let client = self.platform.outside.client(SendMessage::SPEC.service);
        let context = CallContext { request_id: self.platform.sources.id(), ..self.context.clone() };
        let mut events = client.stream::<SendMessage>(&context, message(id, words)).await.expect("streams");
        let mut turn = Turn { events: Vec::new(), reply: String::new() };
        while let Some(event) = events.next().await {
            let event = event.expect("an event");
            if let TurnEvent::Delta { text } = &event {
                turn.reply.push_str(text.expose());
            }
            turn.events.push(event);
        }
        turn
    }

    /// The messages of a conversation.
    pub async fn reads(&self, id: ConversationId) -> Result<Vec<Message>, Problem> {
        let path = chat_history_api::ByConversation { conversation_id: id };
        let page = self.call::<ListMessages>(Call::path_and_query(path, MessagesQuery::default())).await?;
        Ok(page.items)
    }

    /// The open alerts of a conversation that this person may answer for.
    ///
    /// # Panics
    /// When there is no list.
    pub async fn alerts_of(&self, id: ConversationId) -> Vec<Alert> {
        let mut query = AlertQuery::default();
        let mut alerts = Vec::new();
        loop {
            let page = self.call::<ListAlerts>(Call::query(query)).await.expect("a list");
            alerts.extend(page.items.into_iter().filter(|alert| alert.conversation_id == id));
            query = AlertQuery { after: page.next, ..AlertQuery::default() };
            if query.after.is_none() {
                return alerts;
            }
        }
    }

    /// Signs out.
    pub async fn signs_out(&self) {
        self.call::<Logout>(Call::body(LogoutRequest { everywhere: false })).await.expect("signs out");
    }
}

fn message(id: ConversationId, words: &str) -> Call<SendMessage> {
    Call::path_and_body(ByConversation { id }, NewMessage { content: Words::new(words) })
}
