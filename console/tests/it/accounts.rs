//! How somebody signs in, changed by themselves: the password, the app with the digits, the recovery codes.

use serde_json::{Value, json};

use crate::support::{Browser, World, problem};

const SECRET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

fn factor(authenticator: bool, removable: bool) -> Value {
    json!({"password": true, "authenticator": authenticator, "recovery_codes": 7, "removable": removable})
}

fn started() -> Value {
    let uri =
        format!("otpauth://totp/therapeutic-ai:rose%40elm.example?secret={SECRET}&issuer=therapeutic-ai");
    json!({"totp_secret": SECRET, "totp_uri": uri, "expires_at": "2026-11-03T18:17:00Z"})
}

#[tokio::test]
async fn one_page_leads_to_everything_about_signing_in() {
    let world = World::new();
    world.gateway.answers("/auth/second-factor", 200, factor(true, false));
    let outside = ["/about-me/devices"];
    let all = [
        "/about-me/sessions",
        "/about-me/passkeys",
        "/about-me/password",
        "/about-me/second-factor",
        "/about-me/recovery-codes",
    ];
    for role in ["resident", "family_member", "care_staff", "health_provider", "admin"] {
        let mut browser = world.signed_in(role).await;
        assert!(browser.get("/about-me").await.body.contains("href=\"/about-me/signing-in\""), "{role}");
        let page = browser.get("/about-me/signing-in").await.body;
        let leads = |place: &str| page.contains(&format!("href=\"{place}\""));
        assert!(all.iter().all(|place| leads(place)), "{role}: {page}");
        let own_devices = matches!(role, "resident" | "family_member");
        assert_eq!(leads(outside[0]), own_devices, "{role}");
    }
    // Who has a tablet alone has nothing of this to look after.
    let nothing = json!({"password": false, "authenticator": false, "recovery_codes": 0, "removable": false});
    world.gateway.answers("/auth/second-factor", 200, nothing);
    let mut browser = world.signed_in("resident").await;
    let page = browser.get("/about-me/signing-in").await.body;
    assert!(
        page.contains("You sign in with a tablet alone.") && !page.contains("/about-me/password"),
        "{page}"
    );
    for place in ["/about-me/second-factor", "/about-me/recovery-codes"] {
        let page = browser.get(place).await.body;
        assert!(
            page.contains("You sign in with a tablet alone.") && !page.contains("type=\"submit\">Make"),
            "{place}"
        );
    }
}

async fn changes(browser: &mut Browser, now: &str, new: &str, again: &str) -> crate::support::Seen {
    browser.post("/about-me/password", &[("now", now), ("new", new), ("again", again)]).await
}

#[tokio::test]
async fn a_password_is_changed_by_who_has_it_and_everything_ends_with_it() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let page = browser.get("/about-me/password").await.body;
    assert!(page.contains("It has 8 to 256 characters.") && page.contains("signed out everywhere"), "{page}");
    for (fields, said) in [
        (["", "a blue meadow", "a blue meadow"], "Enter the password that you have."),
        (["old one", "", ""], "Enter a new password."),
        (["old one", "a blue meadow", "a blue meadaw"], "These two are not the same."),
    ] {
        let seen = changes(&mut browser, fields[0], fields[1], fields[2]).await;
        assert_eq!(seen.status, 422, "{said}");
        assert!(seen.body.contains(said) && !seen.body.contains("meadow"), "{}", seen.body);
    }
    assert!(world.gateway.asked("/auth/password").is_empty(), "nobody was asked");
    for (code, status, said) in [
        ("auth.credentials", 401, "This is not the password that you have."),
        ("auth.password_rules", 422, "Choose another one."),
        ("auth.locked", 429, "role=\"alert\""),
        ("service.unavailable", 503, "role=\"alert\""),
    ] {
        world.gateway.answers("/auth/password", status, problem(code, status));
        let seen = changes(&mut browser, "old one", "a blue meadow", "a blue meadow").await;
        assert!(
            seen.body.contains(said) && seen.body.contains("action=\"/about-me/password\""),
            "{code}: {}",
            seen.body
        );
        assert!(!seen.body.contains("meadow"), "no password goes back to the page");
    }
    // A proof comes first where the last one is old, and what was typed waits sealed.
    world.gateway.answers("/auth/password", 401, problem("auth.step_up", 401));
    let seen = changes(&mut browser, "old one", "a blue meadow", "a blue meadow").await;
    assert!(seen.body.contains("action=\"/step-up\"") && !seen.body.contains("meadow"), "{}", seen.body);
    world.gateway.answers("/auth/password", 200, json!({"sessions_ended": 3}));
    let seen = changes(&mut browser, " old one ", " a blue meadow ", " a blue meadow ").await;
    assert_eq!(seen.status, 200);
    assert!(seen.body.contains("Sessions that ended: 3. This one is among them."), "{}", seen.body);
    let asked = world.gateway.asked("/auth/password");
    let sent: Value = serde_json::from_str(&asked.last().expect("asked").body).expect("JSON");
    assert_eq!(sent, json!({"current": " old one ", "password": " a blue meadow "}), "as it was typed");
    assert!(!browser.cookies.contains_key("__Host-session"), "signed out here too");
    assert!(seen.header("clear-site-data").contains("cache"));
    assert_eq!(browser.get("/about-me").await.status, 303);
}

#[tokio::test]
async fn an_app_is_set_up_with_a_picture_of_our_own_and_taken_with_its_digits() {
    let world = World::new();
    let mut browser = world.signed_in("family_member").await;
    world.gateway.answers("/auth/second-factor", 200, factor(true, false));
    let page = browser.get("/about-me/second-factor").await.body;
    assert!(page.contains("Set up another app") && page.contains("You can remove it once"), "{page}");
    assert!(!page.contains("/second-factor/remove"), "what may not be done has no button");
    world.gateway.answers("/auth/second-factor/start", 201, started());
    let seen = browser.post("/about-me/second-factor/start", &[]).await;
    assert!(
        seen.body.contains("<svg class=\"qr\" role=\"img\"")
            && seen.body.contains("<path class=\"ink\" d=\"M"),
        "{}",
        seen.body
    );
    assert!(!seen.body.contains("data:") && !seen.body.contains("style="), "nothing that the policy refuses");
    let letters: String = SECRET
        .as_bytes()
        .chunks(4)
        .map(|four| format!("<span>{}</span> ", String::from_utf8_lossy(four)))
        .collect();
    assert!(seen.body.contains(letters.trim_end()), "the same to type");
    assert_eq!(seen.header("cache-control"), "no-store");
    world.gateway.answers("/auth/second-factor/confirm", 422, problem("auth.factor_code", 422));
    let seen = browser.post("/about-me/second-factor/confirm", &[("code", "123 456")]).await;
    assert_eq!(seen.status, 422);
    assert!(
        seen.body.contains("These are not the digits") && seen.body.contains("Start again"),
        "{}",
        seen.body
    );
    assert_eq!(
        world.gateway.asked("/auth/second-factor/confirm")[0].body,
        json!({"code": "123456"}).to_string()
    );
    world.gateway.answers("/auth/second-factor/confirm", 410, problem("auth.factor_not_started", 410));
    let seen = browser.post("/about-me/second-factor/confirm", &[("code", "123456")]).await;
    assert!(seen.status == 422 && seen.body.contains("The app that you had still works."), "{}", seen.body);
    world.gateway.answers("/auth/second-factor/confirm", 200, json!({"sessions_ended": 2}));
    let seen = browser.post("/about-me/second-factor/confirm", &[("code", "123456")]).await;
    let place = seen.header("location").to_owned();
    assert!(browser.get(&place).await.body.contains("Other sessions that ended: 2."), "{place}");
    // An address that somebody made says no words of theirs.
    let made = browser.get("/about-me/second-factor?done=taken&ended=call+this+number").await.body;
    assert!(!made.contains("call this number"), "{made}");
}

#[tokio::test]
async fn an_app_is_removed_where_a_passkey_stands_for_it() {
    let world = World::new();
    let mut browser = world.signed_in("care_staff").await;
    world.gateway.answers("/auth/second-factor", 200, factor(true, true));
    let page = browser.get("/about-me/second-factor").await.body;
    assert!(page.contains("action=\"/about-me/second-factor/remove\""), "{page}");
    // One path, two methods: the fake gateway answers both with what was said last.
    world.gateway.answers("/auth/second-factor", 200, json!({"sessions_ended": 1}));
    let seen = browser.post("/about-me/second-factor/remove", &[]).await;
    assert_eq!((seen.status, seen.header("location")), (303, "/about-me/second-factor?done=removed&ended=1"));
    world.gateway.answers("/auth/second-factor", 200, factor(false, false));
    let page = browser.get("/about-me/second-factor").await.body;
    assert!(page.contains("You have no authenticator app.") && page.contains("Set up an app"), "{page}");
    assert!(!page.contains("Use no app any more"), "{page}");
}

#[tokio::test]
async fn recovery_codes_are_counted_and_new_ones_are_shown_once() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.gateway.answers("/auth/second-factor", 200, factor(true, false));
    let page = browser.get("/about-me/recovery-codes").await.body;
    assert!(
        page.contains("Codes that you have not used: 7.") && !page.contains("before they are all used"),
        "{page}"
    );
    let few = json!({"password": true, "authenticator": true, "recovery_codes": 2, "removable": false});
    world.gateway.answers("/auth/second-factor", 200, few);
    assert!(browser.get("/about-me/recovery-codes").await.body.contains("before they are all used"));
    let made = json!({"codes": ["ABCDEFGH-JKLMNPQR", "STUVWXYZ-23456789"]});
    world.gateway.answers("/auth/recovery-codes", 201, made);
    let seen = browser.post("/about-me/recovery-codes", &[]).await;
    assert!(seen.body.contains("<li>ABCDEFGH-JKLMNPQR</li><li>STUVWXYZ-23456789</li>"), "{}", seen.body);
    assert_eq!(seen.header("cache-control"), "no-store");
    assert!(!browser.get("/about-me/recovery-codes").await.body.contains("ABCDEFGH"), "once");
    // Not by looking at an address, and not by another page's form.
    let before = world.gateway.asked("/auth/recovery-codes").len();
    let stray = browser.raw_post("/about-me/recovery-codes", &[("token", "made up")], &[]).await;
    assert_ne!(stray.status, 200);
    assert_eq!(world.gateway.asked("/auth/recovery-codes").len(), before);
}
