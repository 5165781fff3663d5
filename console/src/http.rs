//! The routes of the console: path, who may look, and the page.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use api::{Problem, Role, codes};
use auth_rbac_api::PersonState;
use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequestParts, MatchedPath, RawPathParams, Request, State};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use futures_util::FutureExt;
use http::StatusCode;

use crate::App;
use crate::assets;
use crate::component::live;
use crate::component::shell::{Skin, home};
use crate::fields::Fields;
use crate::page::door::{self, Door};
use crate::page::plan::Seat;
use crate::page::{
    about, accounts, answering, articles, company, consents, correcting, day, days, display, docs, draft,
    each_day, emergency, factor, family, feed, gallery, going_on, handing, handover, help, holds, judging,
    memories, open, own_found, own_talks, passkeys, plan, plan_change, problem, profile, questionnaires,
    reading, record, residents, room, said, sign_in, signing, sources, staff, staff_words, staffing, step_up,
    tablets, talk, talks, timeline, tools, week, work,
};
use crate::reply::{Done, Reply, dress};
use crate::visit::Visit;

/// Who may look at a page. What is on it decides the platform.
#[derive(Clone, Copy)]
enum Who {
    Anybody,
    SignedIn,
    Roles(&'static [Role]),
}

const RESPONDERS: Who = Who::Roles(&[Role::CareStaff, Role::HealthProvider]);
const PROVIDERS: Who = Who::Roles(&[Role::HealthProvider]);
const CARERS: Who = Who::Roles(&[Role::CareStaff]);
const FAMILY: Who = Who::Roles(&[Role::FamilyMember]);
const ADMINS: Who = Who::Roles(&[Role::Admin]);
const OUTSIDE: Who = Who::Roles(&[Role::Resident, Role::FamilyMember]);
const INVITERS: Who = Who::Roles(&[Role::Resident, Role::CareStaff, Role::Admin]);
const RESIDENT: Who = Who::Roles(&[Role::Resident]);

/// The console's routes; everything else is the gateway's.
pub(crate) fn router(app: Arc<App>, gateway: Router) -> Router {
    let router = Router::new()
        .route("/", page(Who::Anybody, first))
        .route("/assets/{name}", get(asset))
        .route("/manifest.webmanifest", page(Who::Anybody, crate::page::assets::manifest))
        .route("/worker.js", page(Who::Anybody, crate::page::assets::worker))
        .route("/help", page(Who::Anybody, help::show))
        .route("/display", page(Who::Anybody, display::show).merge(form(Who::Anybody, display::save)))
        .route("/sign-in", page(Who::Anybody, sign_in::show).merge(form(Who::Anybody, sign_in::submit)))
        .route("/sign-in/again", form(Who::Anybody, sign_in::again))
        .route("/sign-in/passkey", form(Who::Anybody, sign_in::with_passkey))
        .route("/sign-in/passkey/challenge", form(Who::Anybody, sign_in::passkey_challenge))
        .route("/sign-in/forgotten", page(Who::Anybody, door::forgotten))
        .route("/sign-out", form(Who::Anybody, sign_in::leave))
        .route("/signed-out", page(Who::Anybody, sign_in::left))
        .route("/stay", form(Who::SignedIn, sign_in::stay))
        .route("/silent", form(Who::Anybody, sign_in::silent))
        .route(
            "/tablet",
            page(Who::Anybody, sign_in::tablet_page).merge(form(Who::Anybody, sign_in::enrol_tablet)),
        );
    let pages: Router =
        plans(working(responding(kept(own(resident(doors(router))))))).with_state(app.clone());
    let goes_on = Router::new().route("/step-up", proof(pages.clone())).with_state(app);
    pages.merge(goes_on).fallback_service(gateway)
}

/// A proof of who somebody is: what was asked before goes on to its page.
fn proof(pages: Router) -> MethodRouter<Arc<App>> {
    post(move |State(app): State<Arc<App>>, request: Request| {
        let pages = pages.clone();
        async move {
            let answer = |visit: Visit, headers: http::HeaderMap, body: Body| async move {
                let fields = Fields::read(&visit, &headers, body).await?;
                step_up::take(visit, fields, headers, pages).await
            };
            run(app, Who::SignedIn, request, answer).await
        }
    })
}

/// Ways in that begin with something handed over, and what is handed over for them.
fn doors(router: Router<Arc<App>>) -> Router<Arc<App>> {
    let router = router
        .route("/about-me/invite", page(RESIDENT, handing::own).merge(form(RESIDENT, handing::own_invite)))
        .route("/staff/tablets", page(CARERS, tablets::show).merge(form(CARERS, tablets::admit)))
        .route("/staff/tablets/{id}/confirm", form(CARERS, tablets::confirm))
        .route("/staff/tablets/{id}/refuse", form(CARERS, tablets::refuse))
        .route("/staff/residents/{id}/ways-in", page(CARERS, handing::ways_in))
        .route("/staff/residents/{id}/ways-in/invite", form(CARERS, handing::invite_relative))
        .route("/staff/residents/{id}/ways-in/password", form(CARERS, handing::new_password))
        .route("/staff/residents/{id}/ways-in/second-factor", form(CARERS, handing::new_factor))
        .route(
            "/staff/residents/{id}/ways-in/disable",
            page(CARERS, handing::ask_disable)
                .merge(form(CARERS, |visit, _| handing::set_state(visit, PersonState::Disabled))),
        )
        .route(
            "/staff/residents/{id}/ways-in/enable",
            form(CARERS, |visit, _| handing::set_state(visit, PersonState::Active)),
        )
        .route(door::FIRST, form(Who::Anybody, door::first))
        .route("/invitations/{id}/take-back", form(INVITERS, handing::take_back))
        .route(accounts::PLACE, page(ADMINS, accounts::show))
        .route("/work/accounts/invite", form(ADMINS, accounts::invite))
        .route("/work/accounts/unit", form(ADMINS, accounts::add_unit))
        .route("/work/accounts/{id}/units", page(ADMINS, staffing::show).merge(form(ADMINS, staffing::save)))
        .route(
            "/work/accounts/join-code",
            page(ADMINS, accounts::ask_renew).merge(form(ADMINS, accounts::renew_join_code)),
        )
        .route("/work/accounts/{id}/password", form(ADMINS, accounts::password))
        .route("/work/accounts/{id}/second-factor", form(ADMINS, accounts::second_factor))
        .route("/work/accounts/{id}/unlock", form(ADMINS, accounts::unlock))
        .route(
            "/work/accounts/{id}/disable",
            page(ADMINS, accounts::ask_disable)
                .merge(form(ADMINS, |visit, _| accounts::set_state(visit, PersonState::Disabled))),
        )
        .route(
            "/work/accounts/{id}/enable",
            form(ADMINS, |visit, _| accounts::set_state(visit, PersonState::Active)),
        );
    Door::ALL.into_iter().fold(router, |router, one| {
        let show = page(Who::Anybody, move |visit| door::show(visit, one));
        router.route(
            one.place(),
            show.merge(form(Who::Anybody, move |visit, fields| door::submit(visit, fields, one))),
        )
    })
}

fn resident(router: Router<Arc<App>>) -> Router<Arc<App>> {
    router
        // A message is taken whatever is known of the session: the rules run first.
        .route("/talk", page(RESIDENT, talk::show).merge(message(talk::send)))
        .route("/talk/events", page(RESIDENT, feed::own))
        .route("/talk/draft", form(RESIDENT, draft::save))
        .route("/talk/tool/{tool}", page(RESIDENT, tools::show))
        .route("/talk/anew", form(RESIDENT, talk::anew))
        .route("/talk/search", page(RESIDENT, said::search).merge(form(RESIDENT, said::look)))
        .route(
            "/talk/said/{conversation}/{message}/opinion",
            page(RESIDENT, said::opinion).merge(form(RESIDENT, said::give)),
        )
        // Read by the rules like a message, whatever is known of the session.
        .route(
            "/talk/said/{conversation}/{message}/correct",
            page(RESIDENT, correcting::show).merge(message(correcting::correct)),
        )
        .route(
            "/talk/said/{conversation}/{message}/take-back",
            page(RESIDENT, said::ask_take_back).merge(form(RESIDENT, said::take_back)),
        )
        .route(
            "/talk/said/{conversation}/{message}/found",
            page(RESIDENT, own_found::show).merge(form(RESIDENT, own_found::take)),
        )
        .route("/talk/found/{conversation}/{message}", page(RESIDENT, said::there))
        .route("/talk/earlier", page(RESIDENT, talk::earlier))
        .route("/talk/earlier/{id}", page(RESIDENT, talk::earlier_one))
        .route(
            "/talk/earlier/{id}/end",
            page(RESIDENT, own_talks::ask_end).merge(form(RESIDENT, own_talks::end)),
        )
        .route("/talk/earlier/{id}/copy", page(RESIDENT, own_talks::copy))
}

fn own(router: Router<Arc<App>>) -> Router<Arc<App>> {
    router
        .route("/about-me", page(Who::SignedIn, about::show))
        .route("/about-me/record", page(RESIDENT, record::show))
        .route("/about-me/actions", page(Who::SignedIn, record::own))
        .route("/about-me/sessions", page(Who::SignedIn, about::sessions))
        .route("/about-me/sessions/all", form(Who::SignedIn, about::end_all))
        .route("/about-me/sessions/{id}", form(Who::SignedIn, about::end_session))
        .route("/about-me/devices", page(OUTSIDE, about::devices).merge(form(OUTSIDE, about::add_device)))
        .route("/about-me/devices/{id}/revoke", form(OUTSIDE, about::revoke_device))
        .route(
            "/about-me/passkeys",
            page(Who::SignedIn, passkeys::show).merge(form(Who::SignedIn, passkeys::add)),
        )
        .route("/about-me/signing-in", page(Who::SignedIn, signing::show))
        .route(
            "/about-me/password",
            page(Who::SignedIn, signing::password).merge(form(Who::SignedIn, signing::change_password)),
        )
        .route("/about-me/second-factor", page(Who::SignedIn, factor::show))
        .route("/about-me/second-factor/start", form(Who::SignedIn, factor::start))
        .route("/about-me/second-factor/confirm", form(Who::SignedIn, factor::confirm))
        .route("/about-me/second-factor/remove", form(Who::SignedIn, factor::remove))
        .route(
            "/about-me/recovery-codes",
            page(Who::SignedIn, factor::recovery).merge(form(Who::SignedIn, factor::renew)),
        )
        .route("/about-me/passkeys/new", page(Who::SignedIn, passkeys::add_page))
        .route("/about-me/passkeys/{id}/name", form(Who::SignedIn, passkeys::name))
        .route("/about-me/passkeys/{id}/remove", form(Who::SignedIn, passkeys::remove))
        .route("/about-me/consents", page(RESIDENT, consents::show))
        .route(
            "/about-me/consents/with/{person}",
            page(RESIDENT, consents::change).merge(form(RESIDENT, consents::read_back)),
        )
        .route(
            "/about-me/consents/asked/{relation}/no",
            page(RESIDENT, consents::ask_no).merge(form(RESIDENT, consents::say_no)),
        )
        .route("/about-me/consents/asked/{relation}/yes", form(RESIDENT, consents::say_yes))
        .route("/about-me/consents/with/{person}/confirm", form(RESIDENT, consents::confirm))
        .route(
            "/about-me/consents/{id}/stop",
            page(RESIDENT, consents::ask_stop).merge(form(RESIDENT, consents::stop_now)),
        )
}

/// What the companion keeps of a resident.
fn kept(router: Router<Arc<App>>) -> Router<Arc<App>> {
    router
        .route("/about-me/day", page(RESIDENT, day::show))
        .route("/about-me/day/done", form(RESIDENT, day::finish))
        .route("/about-me/day/each", page(RESIDENT, each_day::show).merge(form(RESIDENT, each_day::check)))
        .route("/about-me/day/each/confirm", form(RESIDENT, each_day::confirm))
        .route(
            "/about-me/day/each/end",
            page(RESIDENT, each_day::ask_end).merge(form(RESIDENT, each_day::end)),
        )
        .route("/about-me/days", page(RESIDENT, days::show))
        .route("/about-me/days/{date}", page(RESIDENT, days::change).merge(form(RESIDENT, days::save)))
        .route("/about-me/days/{date}/read", page(RESIDENT, own_found::day))
        .route("/about-me/days/{date}/forget", form(RESIDENT, days::forget))
        .route("/about-me/talking", page(RESIDENT, profile::show).merge(form(RESIDENT, profile::save)))
        .route("/about-me/questionnaires", page(RESIDENT, questionnaires::own))
        .route("/about-me/questionnaires/choice", form(RESIDENT, questionnaires::choose))
        .route("/about-me/memories", page(RESIDENT, memories::show))
        .route(
            "/about-me/memories/choice/{answer}",
            page(RESIDENT, memories::ask_choice).merge(form(RESIDENT, memories::choose)),
        )
        .route(
            "/about-me/memories/forget-all",
            page(RESIDENT, memories::ask_forget_all).merge(form(RESIDENT, memories::forget_all)),
        )
        .route(
            "/about-me/memories/talks/{id}/forget",
            page(RESIDENT, talks::ask_forget).merge(form(RESIDENT, talks::forget)),
        )
        .route(
            "/about-me/memories/{id}",
            page(RESIDENT, memories::change).merge(form(RESIDENT, memories::correct)),
        )
        .route(
            "/about-me/memories/{id}/forget",
            page(RESIDENT, memories::ask_forget).merge(form(RESIDENT, memories::forget)),
        )
}

fn responding(router: Router<Arc<App>>) -> Router<Arc<App>> {
    router
        .route("/staff/alerts", page(RESPONDERS, staff::alerts))
        .route("/staff/alerts/events", page(RESPONDERS, feed::alerts))
        .route("/staff/alerts/counts", page(RESPONDERS, feed::counts))
        .route("/staff/alerts/{id}", page(RESPONDERS, answering::show))
        .route("/staff/alerts/{id}/acknowledge", form(RESPONDERS, staff::acknowledge))
        .route("/staff/alerts/{id}/give-back", form(RESPONDERS, staff::give_back))
        .route(
            "/staff/alerts/{id}/escalate",
            page(RESPONDERS, staff::ask_escalate).merge(form(RESPONDERS, staff::escalate)),
        )
        .route("/staff/alerts/{id}/take-over", form(RESPONDERS, staff::take_over))
        .route("/staff/alerts/{id}/hand-back", form(RESPONDERS, staff::hand_back))
        .route("/staff/alerts/{id}/write", form(RESPONDERS, staff::write))
        .route(
            "/staff/alerts/{id}/close",
            page(RESPONDERS, staff::close_form).merge(form(RESPONDERS, staff::close)),
        )
        .route("/staff/shift", form(CARERS, staff::start_shift))
        .route("/staff/shift/{id}/end", form(CARERS, staff::end_shift))
        .route("/staff/residents", page(RESPONDERS, residents::grid))
        .route("/staff/residents/{id}", page(RESPONDERS, residents::one))
        .route(
            "/staff/residents/{id}/note",
            page(RESPONDERS, handover::note_form).merge(form(RESPONDERS, handover::add_note)),
        )
        .route(
            "/staff/residents/{id}/fits",
            page(RESPONDERS, profile::fits).merge(form(RESPONDERS, profile::save_fits)),
        )
        .route(
            "/staff/residents/{id}/with",
            page(RESPONDERS, company::show).merge(form(RESPONDERS, company::keep)),
        )
        .route(
            "/staff/residents/{id}/questionnaires",
            page(PROVIDERS, questionnaires::of_patient).merge(form(PROVIDERS, questionnaires::assign)),
        )
        .route(
            "/staff/residents/{id}/tablet",
            page(CARERS, tablets::ask_another).merge(form(CARERS, tablets::another)),
        )
        .route("/staff/residents/{id}/room", page(CARERS, room::show).merge(form(CARERS, room::set)))
        .route("/staff/residents/{id}/unit", form(CARERS, room::move_to))
        .route(
            "/staff/residents/{id}/emergency",
            page(RESPONDERS, emergency::show).merge(form(RESPONDERS, emergency::read_back)),
        )
        .route("/staff/residents/{id}/emergency/declare", form(RESPONDERS, emergency::declare))
        .route("/staff/residents/{id}/emergency/end", form(RESPONDERS, emergency::end))
        .route("/staff/residents/{id}/timeline", page(RESPONDERS, timeline::show))
        .route("/staff/handover", page(RESPONDERS, handover::show))
        .route("/staff/handover/taken", form(CARERS, handover::take))
        .route("/staff/conversations/{id}", page(RESPONDERS, reading::one))
        .route("/staff/conversations/{id}/events", page(RESPONDERS, answering::events))
        .route("/staff/conversations/{id}/{message}/before", page(RESPONDERS, correcting::read))
        .route(
            "/staff/conversations/{id}/{message}/found",
            page(RESPONDERS, judging::show).merge(form(RESPONDERS, judging::take)),
        )
        .route(
            "/staff/conversations/{id}/{message}/correct",
            page(RESPONDERS, staff_words::show).merge(form(RESPONDERS, staff_words::correct)),
        )
}

fn working(router: Router<Arc<App>>) -> Router<Arc<App>> {
    router
        .route("/family", page(FAMILY, family::show))
        .route("/family/notices/{id}/seen", form(FAMILY, family::seen))
        .route("/family/conversations/{id}", page(FAMILY, reading::one))
        .route("/family/conversations/{id}/{message}/before", page(FAMILY, correcting::read))
        .route("/family/articles", page(FAMILY, articles::list))
        .route("/family/articles/{article}", page(FAMILY, articles::one))
        .route("/sources/{source}", page(Who::Anybody, sources::one))
        .route("/family/{id}", page(FAMILY, family::talks))
        .route("/family/{id}/more", page(FAMILY, family::more))
        .route("/family/{id}/week", page(FAMILY, week::show))
        .route("/family/{id}/questionnaires", page(FAMILY, questionnaires::of_relative))
        .route("/work", page(Who::SignedIn, work::show))
        .route("/work/holds", page(ADMINS, holds::show).merge(form(ADMINS, holds::place)))
        .route("/work/holds/{id}/lift", page(ADMINS, holds::ask_lift).merge(form(ADMINS, holds::lift)))
        .route("/gallery", page(Who::Anybody, gallery::show))
        .route("/docs", page(Who::Anybody, docs::show))
}

/// Safety plans, for whoever may read one and for who may write in one. Of the own there is more.
fn plans(router: Router<Arc<App>>) -> Router<Arc<App>> {
    let readers = [
        (plan::OWN, RESIDENT, RESIDENT, Seat::Own),
        ("/staff/residents/{id}/plan", RESPONDERS, PROVIDERS, Seat::Staff),
        ("/family/{id}/plan", FAMILY, FAMILY, Seat::Family),
    ];
    let router = readers.into_iter().fold(router, |router, (place, readers, writers, seat)| {
        router
            .route(place, page(readers, move |visit| plan::show(visit, seat)))
            .route(&format!("{place}/before"), page(readers, move |visit| plan::before(visit, seat)))
            .route(
                &format!("{place}/{{part}}"),
                page(writers, move |visit| plan_change::show(visit, seat))
                    .merge(form(writers, move |visit, fields| plan_change::save(visit, fields, seat))),
            )
    });
    router.route(
        &format!("{}/take-away", plan::OWN),
        page(RESIDENT, plan::ask_take_away).merge(form(RESIDENT, plan::take_away)),
    )
}

async fn first(visit: Visit) -> Result<Done, Problem> {
    let place = home(visit.role());
    Ok(Done::see(visit, place))
}

async fn asset(State(app): State<Arc<App>>, request: Request) -> Response {
    let name = request.uri().path().rsplit('/').next().unwrap_or_default();
    let mut response = assets::serve(name, request.headers()).unwrap_or_else(|| {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_FOUND;
        response
    });
    dress(&mut response, Skin::Care, app.secure);
    response
}

/// A page.
fn page<F, Answer>(who: Who, show: F) -> MethodRouter<Arc<App>>
where
    F: Fn(Visit) -> Answer + Clone + Send + Sync + 'static,
    Answer: Future<Output = Result<Done, Problem>> + Send,
{
    get(move |State(app): State<Arc<App>>, request: Request| {
        let show = show.clone();
        async move {
            let answer = |visit: Visit, _: http::HeaderMap, _: Body| async move {
                let shell = visit.clone();
                proven(show(visit).await, shell, None).await
            };
            run(app, who, request, answer).await
        }
    })
}

/// A form that is sent.
fn form<F, Answer>(who: Who, take: F) -> MethodRouter<Arc<App>>
where
    F: Fn(Visit, Fields) -> Answer + Clone + Send + Sync + 'static,
    Answer: Future<Output = Result<Done, Problem>> + Send,
{
    posted(who, false, take)
}

/// A message: taken from a page of an earlier session too, since its words must meet the rules.
fn message<F, Answer>(take: F) -> MethodRouter<Arc<App>>
where
    F: Fn(Visit, Fields) -> Answer + Clone + Send + Sync + 'static,
    Answer: Future<Output = Result<Done, Problem>> + Send,
{
    posted(Who::Anybody, true, take)
}

/// What a page of ours sent: in this session, or in any.
fn posted<F, Answer>(who: Who, any_session: bool, take: F) -> MethodRouter<Arc<App>>
where
    F: Fn(Visit, Fields) -> Answer + Clone + Send + Sync + 'static,
    Answer: Future<Output = Result<Done, Problem>> + Send,
{
    post(move |State(app): State<Arc<App>>, request: Request| {
        let take = take.clone();
        async move {
            let answer = |visit: Visit, headers: http::HeaderMap, body: Body| async move {
                let fields = if any_session {
                    Fields::read_any(&visit, &headers, body).await?
                } else {
                    Fields::read(&visit, &headers, body).await?
                };
                let (shell, kept) = (visit.clone(), fields.clone());
                proven(take(visit, fields).await, shell, Some(kept)).await
            };
            run(app, who, request, answer).await
        }
    })
}

/// An answer; where the platform wants a fresh proof first, the page that asks for it.
async fn proven(
    answer: Result<Done, Problem>,
    visit: Visit,
    fields: Option<Fields>,
) -> Result<Done, Problem> {
    match answer {
        Err(problem) if problem.is(codes::STEP_UP) => step_up::ask(visit, fields).await,
        other => other,
    }
}

/// One request, from its head to the answer: counted, and a panic ends it alone.
async fn run<Answer>(
    app: Arc<App>,
    who: Who,
    request: Request,
    answer: impl FnOnce(Visit, http::HeaderMap, Body) -> Answer,
) -> Response
where
    Answer: Future<Output = Result<Done, Problem>> + Send,
{
    let started = tokio::time::Instant::now();
    let (mut parts, body) = request.into_parts();
    let method = if parts.method == http::Method::POST { "POST" } else { "GET" };
    let route = parts.extensions.get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).to_owned();
    let params = RawPathParams::from_request_parts(&mut parts, &()).await.ok();
    let response = match Visit::open(&app, &parts, params).await {
        Ok(visit) => {
            let work = AssertUnwindSafe(admitted(who, visit, parts, body, answer)).catch_unwind();
            match work.await {
                Ok(done) => done.response(),
                Err(_) => {
                    tracing::error!(route, "a page panicked");
                    plain(StatusCode::INTERNAL_SERVER_ERROR, app.secure)
                }
            }
        }
        Err(_) => plain(StatusCode::NOT_FOUND, app.secure),
    };
    app.metrics.request("console", method, &route, response.status().as_u16(), started.elapsed());
    response
}

async fn admitted<Answer>(
    who: Who,
    visit: Visit,
    parts: http::request::Parts,
    body: Body,
    answer: impl FnOnce(Visit, http::HeaderMap, Body) -> Answer,
) -> Done
where
    Answer: Future<Output = Result<Done, Problem>> + Send,
{
    // Who is signed in is not known on a link of another site; what helps in danger asks for nothing.
    if visit.from_elsewhere && parts.method == http::Method::GET && visit.path != "/help" {
        return going_on::answer(visit);
    }
    let allowed = match (who, visit.role()) {
        (Who::Anybody, _) | (Who::SignedIn, Some(_)) => true,
        (Who::Roles(roles), Some(role)) => roles.contains(&role),
        (Who::SignedIn | Who::Roles(_), None) => false,
    };
    if !allowed && visit.role().is_some() {
        return problem::answer(visit, &Problem::new(codes::FORBIDDEN));
    }
    if !allowed {
        if visit.session.is_some() {
            return problem::signed_out(visit);
        }
        let place = if parts.method == http::Method::GET {
            let next: String = form_urlencoded::byte_serialize(visit.path.as_bytes()).collect();
            format!("/sign-in?next={next}")
        } else {
            "/sign-in".to_owned()
        };
        return Done::see(visit, place);
    }
    let shell = visit.clone();
    let done = match answer(visit, parts.headers, body).await {
        Ok(done) => done,
        Err(found) => problem::answer(shell, &found),
    };
    if let Reply::Page(page) = &done.reply
        && live::is_on(&done.visit, page)
    {
        open::for_bar(&done.visit).await;
    }
    done
}

/// An answer without a page, where none can be made.
fn plain(status: StatusCode, secure: bool) -> Response {
    let mut response = Response::new(Body::from(status.canonical_reason().unwrap_or_default()));
    *response.status_mut() = status;
    dress(&mut response, Skin::Care, secure);
    response
}
