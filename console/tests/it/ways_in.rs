//! Ways in: what is handed over, by whom, and what somebody does with it.

use serde_json::{Value, json};

use crate::support::{PERSON, World, problem};

const UNTIL: &str = "2026-11-10T18:02:00Z";

fn enrolled() -> Value {
    json!({
        "person_id": PERSON, "organization_id": PERSON, "totp_secret": "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        "totp_uri": "otpauth://totp/therapeutic-ai:ann%40elm.example?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        "recovery_codes": ["aaaa-1111", "bbbb-2222"],
    })
}

fn link(token: &str) -> Value {
    json!({"token": token, "expires_at": UNTIL, "invitation_id": PERSON})
}

/// The invitations that were made: their list has the same address.
fn invited(world: &World) -> Vec<String> {
    let bodies = world.gateway.asked("/auth/invitations").into_iter().map(|one| one.body);
    bodies.filter(|body| !body.is_empty()).collect()
}

/// What each door asks of the platform, with everything that a form of it holds.
const DOORS: [(&str, &str); 5] = [
    ("/join", "/auth/invitations/accept"),
    ("/join/here", "/auth/register"),
    ("/set-up", "/auth/setup"),
    ("/password/new", "/auth/password/reset"),
    ("/second-factor/new", "/auth/second-factor"),
];
const FORM: [(&str, &str); 6] = [
    ("code", "the-code"),
    ("organization", "Elm House"),
    ("name", "Ann Field"),
    ("email", "ann@elm.example"),
    ("password", "four quiet words here"),
    ("again", "four quiet words here"),
];

#[tokio::test]
async fn an_invitation_makes_an_account_whose_codes_are_shown_once_beside_the_first_sign_in() {
    let world = World::new();
    world.gateway.answers("/auth/invitations/accept", 201, enrolled());
    let mut browser = world.browser();
    let page = browser.get("/join?code=the-code").await;
    assert_eq!((page.status, page.field("code")), (200, "the-code".to_owned()));
    assert!(!page.body.contains("id=\"code\""), "a code that came with the link needs no field");
    let once = page.body.contains("data-once") && page.body.contains("src=\"/assets/once.");
    assert!(once && !page.body.contains("src=\"\""), "it is sent once: {}", page.body);
    let seen = browser.post("/join", &FORM).await;
    assert_eq!(seen.status, 200);
    assert!(seen.body.contains("<svg class=\"qr\"") && seen.body.contains("aaaa-1111"), "{}", seen.body);
    assert!(seen.body.contains("action=\"/join/first\"") && seen.body.contains("value=\"ann@elm.example\""));
    assert!(!seen.body.contains("four quiet words"), "the password does not come back");
    assert!(seen.body.contains("href=\"otpauth://totp/"), "a phone opens its own app");
    // A first sign-in that fails takes the picture away from nobody.
    let fresh = seen.field("fresh");
    let form =
        [("fresh", fresh.as_str()), ("email", "ann@elm.example"), ("password", "x"), ("code", "000000")];
    world.gateway.answers("/auth/login", 401, problem("auth.credentials", 401));
    let again = browser.post("/join/first", &form).await;
    assert_eq!(again.status, 401);
    assert!(again.body.contains("aaaa-1111") && again.body.contains("<svg class=\"qr\""), "{}", again.body);
    let kept = again.body.contains("value=\"ann@elm.example\"");
    assert!(kept && again.body.contains("id=\"email\""), "what was typed stands there");
    // What is missing is said before it counts as an attempt.
    let asked = world.gateway.asked("/auth/login").len();
    let empty = browser.post("/join/first", &[("fresh", fresh.as_str()), ("email", "ann@elm.example")]).await;
    assert!(
        empty.status == 422 && empty.body.contains("href=\"#password\"") && empty.body.contains("aaaa-1111")
    );
    assert_eq!(world.gateway.asked("/auth/login").len(), asked, "nobody was asked");
    // Without the page it is a sign-in like any other, and says so.
    let stranger =
        browser.post("/join/first", &[("fresh", "made up"), ("email", "a"), ("password", "x")]).await;
    assert!(stranger.status == 401 && stranger.body.contains("action=\"/sign-in\""), "{}", stranger.body);
    world.gateway.answers.lock().expect("a lock").json.remove("/auth/login");
    world.gateway.answers.lock().expect("a lock").role = "family_member";
    let seen = browser.post("/join/first", &form).await;
    assert_eq!((seen.status, seen.header("location")), (303, "/family"));
    browser.cookies.clear();
    world.later(60 * 60);
    let late = browser.post("/join/first", &form).await;
    assert_eq!(
        (late.status, late.header("location")),
        (303, "/family"),
        "too late for the page, not for the password"
    );
    browser.cookies.clear();
    world.gateway.answers("/auth/login", 401, problem("auth.credentials", 401));
    let late = browser.post("/join/first", &form).await;
    assert!(late.status == 401 && !late.body.contains("aaaa-1111"), "and the codes are not shown for ever");
    let asked = &world.gateway.asked("/auth/invitations/accept")[0];
    let sent: Value = serde_json::from_str(&asked.body).expect("JSON");
    let wanted = json!({
        "token": "the-code", "name": "Ann Field", "email": "ann@elm.example", "password": "four quiet words here",
    });
    assert_eq!(sent, wanted);
    assert!(!asked.headers.contains_key("authorization"), "nobody is signed in");
    assert!(!browser.get("/join").await.body.contains("aaaa-1111"), "no address shows them again");
}

#[tokio::test]
async fn every_door_says_what_is_missing_and_keeps_what_was_typed() {
    let world = World::new();
    for (place, path) in DOORS {
        let mut browser = world.browser();
        let seen = browser.post(place, &[("name", "Ann Field"), ("email", "ann@elm.example")]).await;
        assert_eq!(seen.status, 422, "{place}");
        assert!(seen.body.contains("<title>Problem:") && seen.body.contains("href=\"#code\""), "{place}");
        assert!(seen.body.contains("href=\"#password\""), "{place}");
        assert!(world.gateway.asked(path).is_empty(), "{place}: nobody is asked");
        if place.starts_with("/join") {
            assert!(seen.body.contains("value=\"Ann Field\""), "{place}");
        }
        if place != "/second-factor/new" {
            let form: Vec<_> = FORM.into_iter().filter(|(name, _)| *name != "again").collect();
            let seen = browser.post(place, &form).await;
            assert!(seen.status == 422 && seen.body.contains("href=\"#again\""), "{place}");
        }
    }
}

#[tokio::test]
async fn what_the_platform_refuses_is_said_at_its_field() {
    let world = World::new();
    let invalid = |field: &str| {
        let mut wrong = problem("request.invalid", 422);
        wrong["errors"] = json!([{"field": field, "message": "cannot be used here"}]);
        (422, wrong)
    };
    for (place, path, (status, answer), wanted) in [
        (
            "/join",
            "/auth/invitations/accept",
            (410, problem("auth.invitation", 410)),
            "This code does not work any more",
        ),
        ("/join", "/auth/invitations/accept", invalid("email"), "href=\"#email\""),
        ("/join", "/auth/invitations/accept", invalid("name"), "href=\"#name\""),
        (
            "/join",
            "/auth/invitations/accept",
            (422, problem("auth.password_rules", 422)),
            "href=\"#password\"",
        ),
        (
            "/join",
            "/auth/invitations/accept",
            (503, problem("service.unavailable", 503)),
            "A part of the system",
        ),
        ("/join/here", "/auth/register", (422, problem("auth.join_code", 422)), "href=\"#code\""),
        ("/set-up", "/auth/setup", (403, problem("auth.set_up_token", 403)), "href=\"#code\""),
        ("/set-up", "/auth/setup", (410, problem("auth.set_up", 410)), "This installation is set up"),
        ("/set-up", "/auth/setup", invalid("organization"), "href=\"#organization\""),
        (
            "/password/new",
            "/auth/password/reset",
            (410, problem("auth.reset_link", 410)),
            "This code does not work",
        ),
        (
            "/second-factor/new",
            "/auth/second-factor",
            (401, problem("auth.credentials", 401)),
            "href=\"#password\"",
        ),
        (
            "/second-factor/new",
            "/auth/second-factor",
            (429, problem("auth.locked", 429)),
            "Too many attempts",
        ),
    ] {
        world.gateway.answers(path, status, answer);
        let seen = world.browser().post(place, &FORM).await;
        assert!(seen.status >= 400 && seen.body.contains(wanted), "{place} {wanted}: {}", seen.body);
        assert!(!seen.body.contains("four quiet words"), "{place}");
    }
}

#[tokio::test]
async fn a_link_in_a_letter_elsewhere_takes_nothing_from_this_browser() {
    let world = World::new();
    let mut browser = world.signed_in("care_staff").await;
    let own = browser.cookies.clone();
    // The strict cookie of who is signed in is not sent with a link that another site led to.
    browser.cookies.remove("__Host-session");
    let request = http::Request::get("/join?code=the-code").header("sec-fetch-site", "cross-site");
    let seen = browser.send(request.body(axum::body::Body::empty()).expect("a request")).await;
    assert!(seen.body.contains("href=\"/join?code=the-code\""), "{}", seen.body);
    assert!(!seen.headers.contains_key("set-cookie"), "what this browser has stays what it is");
    assert_eq!(seen.header("referrer-policy"), "origin", "the address holds a secret");
    // So it is with a page of somebody who may be signed in, and a form of another site gives nothing in place of what it did not bring.
    let request = http::Request::get("/staff/alerts").header("sec-fetch-site", "cross-site");
    let seen = browser.send(request.body(axum::body::Body::empty()).expect("a request")).await;
    assert!(seen.status == 200 && seen.body.contains("href=\"/staff/alerts\""), "{}", seen.body);
    browser.cookies.clear();
    let request = http::Request::post("/display").header("sec-fetch-site", "cross-site");
    let seen = browser.send(request.body(axum::body::Body::empty()).expect("a request")).await;
    assert!(!seen.headers.contains_key("set-cookie"), "{:?}", seen.headers);
    browser.cookies = own;
    assert!(browser.get("/join?code=the-code").await.body.contains("Somebody is signed in here"));
}

#[tokio::test]
async fn a_code_is_taken_with_spaces_and_another_one_after_it_was_spent() {
    let world = World::new();
    world.gateway.answers("/auth/invitations/accept", 410, problem("auth.invitation", 410));
    let mut form = FORM.to_vec();
    form[0] = ("code", "the- code 12 ");
    form.push(("linked", "1"));
    let seen = world.browser().post("/join", &form).await;
    assert!(seen.status == 410 && seen.body.contains("id=\"code\""), "{}", seen.body);
    let asked = &world.gateway.asked("/auth/invitations/accept")[0];
    assert!(asked.body.contains("\"the-code12\""), "{}", asked.body);
}

#[tokio::test]
async fn an_invitation_is_taken_back_by_whoever_made_it() {
    let world = World::new();
    world.gateway.answers("/auth/invitations", 201, link("token"));
    world.gateway.answers(&format!("/auth/invitations/{PERSON}"), 200, json!({}));
    let mut rose = world.signed_in("resident").await;
    let seen = rose.post("/about-me/invite", &[("relation", "primary_family")]).await;
    let place = format!("/invitations/{PERSON}/take-back");
    assert!(seen.body.contains(&format!("action=\"{place}\"")), "{}", seen.body);
    assert!(rose.post(&place, &[]).await.body.contains("It opens nothing any more."));
    world.gateway.answers(&format!("/auth/invitations/{PERSON}"), 404, problem("request.not_found", 404));
    assert!(rose.post(&place, &[]).await.body.contains("Nothing was taken back"));
}

#[tokio::test]
async fn a_resident_says_whether_somebody_whom_staff_entered_is_theirs() {
    let world = World::new();
    let (other, relation) = ("0193b2a0-0000-7000-8000-0000000000aa", "0193b2a0-0000-7000-8000-0000000000bb");
    let pending = json!({"items": [{
        "relation_id": relation, "patient_id": PERSON, "person_id": other, "kind": "secondary_family",
        "state": "pending", "created_at": "2026-11-03T18:00:00Z",
    }]});
    world.gateway.answers("/relations/relations", 200, pending);
    world.gateway.answers("/consent/consents", 200, json!({"items": []}));
    let named = json!({"people": [{"person_id": other, "name": "Ann Field", "role": "family_member"}]});
    world.gateway.answers("/auth/people/names", 200, named);
    let mut rose = world.signed_in("resident").await;
    let page = rose.get("/about-me/consents").await.body;
    assert!(page.contains("Do you know these people?") && page.contains("Ann Field"), "{page}");
    let moved = format!("/relations/relations/{relation}/state");
    world.gateway.answers(
        &moved,
        200,
        json!({
            "relation_id": relation, "patient_id": PERSON, "person_id": other, "kind": "secondary_family",
            "state": "active", "created_at": "2026-11-03T18:00:00Z",
        }),
    );
    let here = rose.get("/about-me").await.body;
    assert!(
        here.contains("href=\"/about-me/consents\">Look who it is"),
        "it is said where she looks first: {here}"
    );
    let question = rose.get(&format!("/about-me/consents/asked/{relation}/no")).await;
    assert!(question.body.contains("Take Ann Field off?") && !question.body.contains("<title>Take Ann"));
    assert!(world.gateway.asked(&moved).is_empty(), "no is asked once more");
    for (answer, state, done) in [("yes", "active", "known"), ("no", "declined", "unknown")] {
        let seen = rose.post(&format!("/about-me/consents/asked/{relation}/{answer}"), &[]).await;
        assert_eq!(seen.header("location"), format!("/about-me/consents?done={done}"));
        let asked = world.gateway.asked(&moved);
        assert!(asked.last().expect("asked").body.contains(state));
    }
    assert_eq!(rose.post(&format!("/about-me/consents/asked/{relation}/maybe"), &[]).await.status, 404);
}

#[tokio::test]
async fn where_somebody_is_signed_in_nobody_else_makes_an_account() {
    let world = World::new();
    for (place, path) in DOORS {
        let mut browser = world.signed_in("care_staff").await;
        let page = browser.get(place).await;
        assert!(page.body.contains("Somebody is signed in here"), "{place}");
        browser.post(place, &FORM).await;
        assert!(world.gateway.asked(path).is_empty(), "{place}");
    }
}

#[tokio::test]
async fn a_resident_and_their_carer_invite_a_relative_and_the_link_stands_on_the_answer_alone() {
    let world = World::new();
    world.gateway.answers("/auth/invitations", 201, link("tok/en+1"));
    let mut rose = world.signed_in("resident").await;
    assert!(rose.get("/about-me").await.body.contains("href=\"/about-me/invite\""));
    let missing = rose.post("/about-me/invite", &[]).await;
    assert!(missing.status == 422 && missing.body.contains("href=\"#relation-primary_family\""));
    let seen = rose.post("/about-me/invite", &[("relation", "secondary_family")]).await;
    assert!(seen.body.contains("https://care.example/join?code=tok%2Fen%2B1"), "{}", seen.body);
    assert!(
        seen.body.contains("<svg class=\"qr\"") && seen.body.contains("<span>tok/</span> <span>en+1</span>")
    );
    let sent: Value = serde_json::from_str(&invited(&world)[0]).expect("JSON");
    assert_eq!(sent, json!({"role": "family_member", "scopes": [], "relation": "secondary_family"}));
    // A guardian in law is nobody's to invite here.
    let seen = rose.post("/about-me/invite", &[("relation", "legal_guardian")]).await;
    assert_eq!((seen.status, invited(&world).len()), (422, 1));

    let mut noor = world.signed_in("care_staff").await;
    let place = format!("/staff/residents/{PERSON}/ways-in");
    noor.post(&format!("{place}/invite"), &[("relation", "primary_family")]).await;
    let sent: Value = serde_json::from_str(&invited(&world)[1]).expect("JSON");
    assert_eq!(sent["patient_id"], json!(PERSON));
    let reset = format!("/auth/people/{PERSON}/password-reset");
    world.gateway.answers(&reset, 201, link("again"));
    let seen = noor.post(&format!("{place}/password"), &[]).await;
    assert!(seen.body.contains("https://care.example/password/new?code=again"), "{}", seen.body);
    world.gateway.answers(&reset, 409, problem("auth.no_password", 409));
    let seen = noor.post(&format!("{place}/password"), &[]).await;
    assert!(seen.status == 422 && seen.body.contains("a tablet signs in alone"));
    for role in ["family_member", "health_provider", "resident"] {
        let mut other = world.signed_in(role).await;
        assert_eq!(other.get(&place).await.status, 403, "{role}");
    }
}

#[tokio::test]
async fn an_administrator_sees_every_account_and_hands_over_what_somebody_lost() {
    let world = World::new();
    let other = "0193b2a0-0000-7000-8000-0000000000aa";
    let house = |administrators: u32| json!({"organization_id": PERSON, "name": "Elm House", "join_code": "ELM-42", "administrators": administrators});
    world.gateway.answers("/auth/organization", 200, house(1));
    world.gateway.answers(
        "/relations/units/staff",
        200,
        json!({"staff": [{"person_id": other, "units": []}]}),
    );
    let account = |id: &str, state: &str, password: bool, stopped: bool| {
        json!({"person_id": id, "role": "care_staff", "name": "Noor Haddad", "state": state, "password": password,
            "stopped": stopped})
    };
    let page =
        json!({"items": [account(PERSON, "active", true, false), account(other, "active", true, true)]});
    world.gateway.answers("/auth/people", 200, page);
    world.gateway.answers("/relations/units", 200, json!({"items": []}));
    world.gateway.answers("/auth/invitations", 201, link("token"));
    let mut admin = world.signed_in("admin").await;
    world.gateway.answers("/openapi.json", 200, json!({"openapi": "3.1.0", "paths": {}}));
    assert!(
        admin.get("/work").await.body.contains("href=\"/work/accounts\""),
        "the page of work leads there"
    );
    let seen = admin.get("/work/accounts").await.body;
    assert!(seen.contains("ELM-42") && seen.contains("Too many wrong attempts"), "{seen}");
    assert!(seen.contains("You are the only administrator") && seen.contains("Works on no unit"), "{seen}");
    world.gateway.answers("/auth/organization", 200, house(2));
    assert!(!admin.get("/work/accounts").await.body.contains("You are the only administrator"));
    let acts = |id: &str| seen.matches(&format!("/work/accounts/{id}/")).count();
    assert_eq!((acts(PERSON), acts(other)), (0, 4), "nobody does any of it for themselves");
    assert_eq!(admin.post("/work/accounts/invite", &[("role", "resident")]).await.status, 422);
    let seen = admin.post("/work/accounts/invite", &[("role", "health_provider")]).await;
    assert!(seen.body.contains("https://care.example/join?code=token"));
    for (act, path, place) in [
        ("password", "password-reset", "/password/new?code=token"),
        ("second-factor", "second-factor", "/second-factor/new?code=token"),
    ] {
        world.gateway.answers(&format!("/auth/people/{other}/{path}"), 201, link("token"));
        let seen = admin.post(&format!("/work/accounts/{other}/{act}"), &[]).await;
        assert!(seen.body.contains(&format!("https://care.example{place}")), "{act}: {}", seen.body);
    }
    world.gateway.answers(&format!("/auth/people/{other}/state"), 200, json!({"state": "disabled"}));
    let question = admin.get(&format!("/work/accounts/{other}/disable")).await;
    assert!(question.body.contains("Disable this account?"), "{}", question.body);
    assert!(world.gateway.asked(&format!("/auth/people/{other}/state")).is_empty(), "asking changes nothing");
    let seen = admin.post(&format!("/work/accounts/{other}/disable"), &[]).await;
    assert_eq!(seen.header("location"), "/work/accounts?done=disabled");
    let asked = world.gateway.asked(&format!("/auth/people/{other}/state"));
    assert_eq!(asked[0].body, r#"{"state":"disabled"}"#);
    for role in ["care_staff", "resident", "family_member", "health_provider"] {
        assert_eq!(world.signed_in(role).await.get("/work/accounts").await.status, 403, "{role}");
    }
}

#[tokio::test]
async fn an_administrator_says_where_somebody_works_and_what_is_not_on_the_page_stays() {
    let world = World::new();
    let (east, west) = ("0193b2a0-0000-7000-8000-0000000000e1", "0193b2a0-0000-7000-8000-0000000000e2");
    let other = "0193b2a0-0000-7000-8000-0000000000aa";
    let unit = |id: &str, name: &str| json!({"unit_id": id, "name": name, "organization_id": PERSON});
    world.gateway.answers(
        "/relations/units",
        200,
        json!({"items": [unit(east, "East"), unit(west, "West")]}),
    );
    world.gateway.answers(
        "/relations/units/staff",
        200,
        json!({"staff": [{"person_id": other, "units": [east]}]}),
    );
    let named = json!({"people": [{"person_id": other, "name": "Noor Haddad", "role": "care_staff"}]});
    world.gateway.answers("/auth/people/names", 200, named);
    let mut admin = world.signed_in("admin").await;
    let place = format!("/work/accounts/{other}/units");
    let page = admin.get(&place).await.body;
    assert!(page.contains("Units of Noor Haddad") && !page.contains("<title>Units of"), "{page}");
    assert!(
        page.contains(&format!("value=\"{east}\" checked"))
            && !page.contains(&format!("value=\"{west}\" checked"))
    );
    let assigned = json!({"person_id": other, "role": "care_staff", "unit_id": west});
    world.gateway.answers("/relations/assignments", 200, assigned.clone());
    world.gateway.answers(&format!("/relations/assignments/{other}/{east}"), 200, json!({}));
    let seen = admin.post(&place, &[("was", east), ("unit", west)]).await;
    assert_eq!(seen.header("location"), "/work/accounts?done=units");
    let sent: Value =
        serde_json::from_str(&world.gateway.asked("/relations/assignments")[0].body).expect("JSON");
    assert_eq!(sent, assigned);
    assert_eq!(world.gateway.asked(&format!("/relations/assignments/{other}/{east}")).len(), 1, "taken off");
    // What somebody else changed since the page was made stays: neither is a unit given back nor taken.
    admin.post(&place, &[("was", west), ("unit", west)]).await;
    assert_eq!(world.gateway.asked(&format!("/relations/assignments/{other}/{east}")).len(), 1);
    assert_eq!(world.gateway.asked("/relations/assignments").len(), 1);
    assert_eq!(world.signed_in("care_staff").await.get(&place).await.status, 403);
}

#[tokio::test]
async fn a_relative_who_is_invited_once_more_uses_the_account_that_they_have() {
    let world = World::new();
    let mut ann = world.signed_in("family_member").await;
    let page = ann.get("/join?code=the-code").await;
    assert!(page.body.contains("Use this invitation for your account?") && page.field("code") == "the-code");
    world.gateway.answers("/auth/invitations/join", 200, json!({}));
    let seen = ann.post("/join", &[("code", "the- code")]).await;
    assert!(seen.status == 200 && seen.body.contains("The invitation is used"), "{}", seen.body);
    let asked = &world.gateway.asked("/auth/invitations/join")[0];
    assert_eq!(asked.body, r#"{"token":"the-code"}"#);
    assert!(world.gateway.asked("/auth/invitations/accept").is_empty(), "no second account");
    world.gateway.answers("/auth/invitations/join", 410, problem("auth.invitation", 410));
    let seen = ann.post("/join", &[("code", "old")]).await;
    assert!(
        seen.status == 410
            && seen.body.contains("does not work any more")
            && seen.body.contains("id=\"code\"")
    );
}

#[tokio::test]
async fn a_carer_sees_to_the_app_and_the_account_of_a_resident_and_to_invitations_that_wait() {
    let world = World::new();
    let waiting = json!({"items": [{
        "invitation_id": PERSON, "role": "family_member", "relation": "secondary_family", "invited_by": PERSON,
        "created_at": "2026-11-03T18:00:00Z", "expires_at": UNTIL,
    }]});
    world.gateway.answers("/auth/invitations", 200, waiting);
    let mut noor = world.signed_in("care_staff").await;
    let place = format!("/staff/residents/{PERSON}/ways-in");
    let page = noor.get(&place).await.body;
    assert!(
        page.contains("Invitations that wait") && page.contains(&format!("/invitations/{PERSON}/take-back")),
        "{page}"
    );
    assert!(world.gateway.asked("/auth/invitations")[0].path.contains(&format!("patient_id={PERSON}")));
    world.gateway.answers(&format!("/auth/people/{PERSON}/second-factor"), 201, link("again"));
    let seen = noor.post(&format!("{place}/second-factor"), &[]).await;
    assert!(seen.body.contains("https://care.example/second-factor/new?code=again"), "{}", seen.body);
    let state = format!("/auth/people/{PERSON}/state");
    let set = || {
        let asked = world.gateway.asked(&state);
        asked
            .into_iter()
            .filter(|one| one.method == http::Method::POST)
            .map(|one| one.body)
            .collect::<Vec<_>>()
    };
    // How the account stands is said, and only what changes it is offered; both where nobody can say.
    let (disable, enable) = (format!("{place}/disable"), format!("{place}/enable"));
    assert!(page.contains(&disable) && page.contains(&enable), "{page}");
    world.gateway.answers(&state, 200, json!({"state": "active", "stopped": false}));
    let seen = noor.get(&place).await.body;
    assert!(seen.contains("The account may be used.") && seen.contains(&disable) && !seen.contains(&enable));
    world.gateway.answers(&state, 200, json!({"state": "disabled", "stopped": false}));
    let seen = noor.get(&place).await.body;
    assert!(seen.contains("cannot sign in anywhere") && !seen.contains(&disable) && seen.contains(&enable));
    let seen = noor.get(&format!("/staff/residents/{PERSON}")).await.body;
    assert!(seen.contains("cannot sign in anywhere"), "whoever opens their page is told: {seen}");
    let question = noor.get(&format!("{place}/disable")).await.body;
    assert!(question.contains("call you in another way") && set().is_empty(), "{question}");
    let seen = noor.post(&format!("{place}/disable"), &[]).await;
    assert_eq!(seen.header("location"), format!("{place}?done=disabled"));
    assert_eq!(set(), [r#"{"state":"disabled"}"#]);
    noor.post(&format!("{place}/enable"), &[]).await;
    assert_eq!(set()[1], r#"{"state":"active"}"#);
    // To a unit of the carer's own a resident is moved by them.
    let moved = json!({"person_id": PERSON, "role": "resident", "unit_id": PERSON});
    world.gateway.answers("/relations/assignments", 200, moved.clone());
    let seen = noor.post(&format!("/staff/residents/{PERSON}/unit"), &[("unit", PERSON)]).await;
    assert_eq!(seen.header("location"), format!("/staff/residents/{PERSON}?done=unit"));
    let sent: Value =
        serde_json::from_str(&world.gateway.asked("/relations/assignments")[0].body).expect("JSON");
    assert_eq!(sent, moved);
}

#[tokio::test]
async fn units_come_first_and_whoever_cares_is_invited_to_one() {
    let world = World::new();
    let other = "0193b2a0-0000-7000-8000-0000000000aa";
    let house =
        json!({"organization_id": PERSON, "name": "Elm House", "join_code": "ELM-42", "administrators": 2});
    world.gateway.answers("/auth/organization", 200, house);
    world.gateway.answers("/auth/people", 200, json!({"items": []}));
    world.gateway.answers("/auth/invitations", 201, link("token"));
    let mut admin = world.signed_in("admin").await;
    let unit = json!({"unit_id": other, "name": "Garden floor", "organization_id": PERSON});
    world.gateway.answers("/relations/units", 200, unit);
    let seen = admin.post("/work/accounts/unit", &[("unit-name", "Garden floor")]).await;
    assert_eq!(seen.header("location"), "/work/accounts?done=unit");
    world.gateway.answers("/relations/units", 200, json!({"items": []}));
    assert_eq!(admin.post("/work/accounts/unit", &[("unit-name", " ")]).await.status, 422);
    world.gateway.answers("/relations/units", 422, problem("request.invalid", 422));
    let long = "a".repeat(81);
    let seen = admin.post("/work/accounts/unit", &[("unit-name", &long)]).await;
    assert!(seen.status == 422 && seen.body.contains(&long), "what was typed stays");
    // Whoever cares is on a unit from the first day: without one no alert reaches them.
    world.gateway.answers("/relations/units", 200, json!({"items": []}));
    let seen = admin.post("/work/accounts/invite", &[("role", "care_staff")]).await;
    assert!(seen.status == 422 && seen.body.contains("Add a unit first."), "{}", seen.body);
    let garden = json!({"items": [{"unit_id": other, "name": "Garden floor", "organization_id": PERSON}]});
    world.gateway.answers("/relations/units", 200, garden);
    let seen = admin.post("/work/accounts/invite", &[("role", "care_staff")]).await;
    assert!(seen.status == 422 && seen.body.contains("href=\"#unit\""), "{}", seen.body);
    assert!(invited(&world).is_empty(), "nobody is invited");
    let seen = admin.post("/work/accounts/invite", &[("role", "care_staff"), ("unit", other)]).await;
    assert!(seen.body.contains("https://care.example/join?code=token"));
    // Units that cannot be read are not none: nobody is told to add the first one.
    world.gateway.answers("/relations/units", 503, problem("platform.unavailable", 503));
    let seen = admin.get("/work/accounts").await.body;
    assert!(!seen.contains("name=\"unit-name\"") && seen.contains("role=\"alert\""), "{seen}");
    let staff = format!("/auth/people/{other}/state");
    world.gateway.answers(&staff, 409, problem("auth.last_administrator", 409));
    let seen = admin.post(&format!("/work/accounts/{other}/disable"), &[]).await;
    assert!(seen.status == 422 && seen.body.contains("the only administrator left"), "{}", seen.body);
}
