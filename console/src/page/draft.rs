//! What a resident typed and did not send. The platform keeps it sealed; where the session is over, it goes sealed through
//! the page to sign in on, and is kept once the same person is back.

use api::{Call, Problem, Words, codes};
use axum::body::Body;
use chat_history_api::{DRAFT_CHARS_MAX, Draft, GetDraft, KeepDraft, NewDraft};
use http::{Response, StatusCode};
use kernel::PersonId;
use serde::{Deserialize, Serialize};

use crate::fields::Fields;
use crate::reply::{Done, Reply};
use crate::visit::Visit;

/// The longest sealed draft: its characters, four bytes each and escaped, in the letters of base64.
const SEALED_BYTES_MAX: usize = 160 * 1024;
/// The longest key of a message.
const KEY_CHARS_MAX: usize = 128;

/// A draft on its way through a sign-in.
#[derive(Serialize, Deserialize)]
struct Carried {
    /// Whose: nobody else who signs in here is shown it.
    person: PersonId,
    words: Words,
    key: String,
}

/// The key of a form's message, if it is one.
pub(crate) fn key_of(fields: &Fields, name: &str) -> Option<String> {
    let fits = |key: &&str| key.len() <= KEY_CHARS_MAX && key.bytes().all(|byte| byte.is_ascii_graphic());
    fields.some(name).filter(fits).map(str::to_owned)
}

/// The draft of whoever is signed in. One that cannot be had is none: nobody is kept from writing by that.
pub(crate) async fn of(visit: &Visit) -> Option<Draft> {
    visit.call::<GetDraft>(Call::default()).await.ok()?.draft
}

/// Keeps words that could not be sent, as far as anybody is there to keep them.
pub(crate) async fn keep_unsent(visit: &Visit, words: &str, key: &str) {
    if visit.signed_in().is_none() || words.trim().is_empty() {
        return;
    }
    if let Err(problem) = keep(visit, words, key).await {
        tracing::warn!(code = %problem.code, "a draft was not kept");
    }
}

async fn keep(visit: &Visit, words: &str, key: &str) -> Result<(), Problem> {
    let new = NewDraft { words: Words::new(words), key: key.to_owned() };
    visit.call::<KeepDraft>(Call::body(new)).await?;
    Ok(())
}

/// Keeps what is in the field now: the page's script sends it when the writer pauses, and when the page goes.
pub(crate) async fn save(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let key = key_of(&fields, "key").ok_or_else(|| Problem::new(codes::INVALID))?;
    keep(&visit, fields.raw("words"), &key).await?;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(Done::new(visit, Reply::Raw(response)))
}

/// The draft of a form whose session is over, sealed for the page to sign in on. `None`: there is none, or it is nobody's.
pub(crate) fn carry(visit: &Visit, fields: &Fields) -> Option<String> {
    let person = visit.session.as_ref()?.person;
    let words = fields.raw("draft");
    if words.trim().is_empty() || words.chars().count() > DRAFT_CHARS_MAX {
        return None;
    }
    let carried = Carried { person, words: Words::new(words), key: key_of(fields, "draft-key")? };
    Some(visit.app.seals.draft.seal(&carried)).filter(|sealed| sealed.len() <= SEALED_BYTES_MAX)
}

/// Keeps what came through the sign-in, if whoever is back is who wrote it. What could not be kept is given back, words and
/// key, for the field of the page that is shown next.
pub(crate) async fn arrive(visit: &Visit, sealed: &str) -> Option<(String, String)> {
    let carried = visit.app.seals.draft.open_within::<Carried>(sealed, SEALED_BYTES_MAX);
    let own = visit.signed_in().map(|session| session.person);
    let carried = carried.filter(|carried| Some(carried.person) == own)?;
    match keep(visit, carried.words.expose(), &carried.key).await {
        Ok(()) => None,
        Err(problem) => {
            tracing::warn!(code = %problem.code, "a draft that came through a sign-in was not kept");
            Some((carried.words.into_exposed(), carried.key))
        }
    }
}

/// What a field gives on as it came, when it is a sealed draft by its looks.
pub(crate) fn passed_on(fields: &Fields) -> Option<String> {
    fields.some("carried").filter(|sealed| sealed.len() <= SEALED_BYTES_MAX).map(str::to_owned)
}
