//! What went wrong, as a page: what happened, what was kept, what to do, and a small code.

use api::{Problem, codes};
use http::StatusCode;
use kernel::ErrorKind;

use crate::component::panel;
use crate::reply::{Done, Page, Reply};
use crate::visit::Visit;
use crate::words::{shell, sign_in};

/// The answer to a problem that a page could not solve itself.
pub(crate) fn answer(mut visit: Visit, problem: &Problem) -> Done {
    let over = visit.session.is_some()
        && (problem.is(auth_rbac_api::codes::SESSION_ENDED) || problem.is(codes::UNAUTHENTICATED));
    if over {
        visit.forget();
        return signed_out(visit);
    }
    let page = page(&visit, problem);
    Done::new(visit, page)
}

/// Asks to sign in again, and says why.
pub(crate) fn signed_out(visit: Visit) -> Done {
    Done { clear: true, ..Done::new(visit, Reply::See("/sign-in?ended=1".to_owned())) }
}

fn page(visit: &Visit, problem: &Problem) -> Page {
    let lang = visit.language;
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    // A token that could not be renewed is no fault of whoever holds it: those who renew it do not answer.
    let kind = if problem.is(codes::TOKEN_EXPIRED) { ErrorKind::Unavailable } else { problem.error_kind() };
    let (title, text) = match kind {
        ErrorKind::NotFound | ErrorKind::Gone => {
            (shell::not_found(lang), shell::not_found_text(lang).to_owned())
        }
        ErrorKind::Forbidden if problem.is(codes::FORBIDDEN) && problem.detail.is_some() => {
            (shell::old_form(lang), shell::old_form_text(lang).to_owned())
        }
        ErrorKind::Forbidden => (shell::not_yours(lang), shell::not_yours_text(lang).to_owned()),
        ErrorKind::RateLimited => {
            (shell::busy(lang), shell::busy_text(lang, problem.retry_after_s.unwrap_or(10)))
        }
        ErrorKind::Unavailable | ErrorKind::StorageFull => {
            (shell::away(lang), shell::away_text(lang).to_owned())
        }
        ErrorKind::Conflict => (shell::conflict(lang), shell::conflict_text(lang).to_owned()),
        ErrorKind::Unauthenticated => (sign_in::ended(lang), sign_in::ended_text(lang).to_owned()),
        ErrorKind::Invalid | ErrorKind::Malformed | ErrorKind::TooLarge | ErrorKind::Unsupported => {
            (shell::refused(lang), shell::refused_text(lang).to_owned())
        }
        ErrorKind::Internal => (shell::ours(lang), shell::ours_text(lang).to_owned()),
    };
    let main = panel::trouble(lang, title, &text, &problem.code);
    Page::of(visit, shell::problem_title(lang, title), main).status(status)
}
