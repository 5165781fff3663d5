//! What nobody else can make a browser do, and what no page lets in or out.

use console::Config;

use crate::support::World;

#[tokio::test]
async fn a_form_is_taken_only_from_a_page_of_this_site_in_this_browser() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let token = browser.get("/display").await.field("token");
    let mut other = world.signed_in("resident").await;
    let foreign = other.get("/display").await.field("token");
    let before = world.gateway.count();
    let good = [("token", token.as_str())];
    for (origin, fields, extra) in [
        ("https://evil.example", &good[..], vec![]),
        ("null", &good[..], vec![]),
        ("http://care.example", &good[..], vec![]),
        ("https://care.example.evil.example", &good[..], vec![]),
        ("", &good[..], vec![]),
        ("", &good[..], vec![("sec-fetch-site", "same-site")]),
        ("", &good[..], vec![("sec-fetch-site", "cross-site")]),
        ("https://evil.example", &good[..], vec![("sec-fetch-site", "same-origin")]),
        ("https://care.example", &[][..], vec![]),
        ("https://care.example", &[("token", "")][..], vec![]),
        ("https://care.example", &[("token", foreign.as_str())][..], vec![]),
    ] {
        browser.origin = origin.to_owned();
        let seen = browser.raw_post("/about-me/sessions/all", fields, &extra).await;
        assert_eq!(seen.status, 403, "{origin:?} {extra:?}");
        assert!(seen.body.contains("Nothing was changed"));
    }
    assert_eq!(world.gateway.count(), before, "the platform was never asked");
    browser.origin = String::new();
    let seen = browser.raw_post("/sign-out", &good, &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(seen.status, 303, "a browser that names no origin of its own form");
}

#[tokio::test]
async fn a_form_of_before_the_sign_in_is_none_of_after_it() {
    let world = World::new();
    let mut browser = world.browser();
    let early = browser.get("/sign-in").await.field("token");
    let form = [("token", early.as_str()), ("email", "r@e.example"), ("password", "x"), ("code", "1")];
    assert_eq!(browser.raw_post("/sign-in", &form, &[]).await.status, 303);
    assert_eq!(browser.raw_post("/sign-out", &[("token", early.as_str())], &[]).await.status, 403);
}

#[tokio::test]
async fn every_answer_has_the_headers_and_care_pages_take_no_markup_from_scripts() {
    let world = World::new();
    let mut resident = world.signed_in("resident").await;
    let mut nurse = world.signed_in("care_staff").await;
    let asset = resident.get("/help").await.body;
    let asset = asset.split("href=\"").find(|part| part.starts_with("/assets/console")).expect("a sheet");
    let asset = asset.split('"').next().expect("an address").to_owned();
    for (works, path, care) in [
        (false, "/talk", true),
        (false, "/about-me", true),
        (false, asset.as_str(), true),
        (true, "/about-me", false),
        (true, "/display", false),
    ] {
        let browser = if works { &mut nurse } else { &mut resident };
        let seen = browser.get(path).await;
        let policy = seen.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
        assert_eq!(policy.contains("trusted-types 'none'"), care, "{path}");
        assert_eq!(seen.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(seen.header("x-frame-options"), "DENY");
        assert_eq!(seen.header("cross-origin-opener-policy"), "same-origin");
        assert!(seen.header("permissions-policy").starts_with("microphone=(self)"));
        assert!(seen.header("strict-transport-security").contains("max-age"));
        let stays = path.starts_with("/assets/");
        assert_eq!(seen.header("cache-control").contains("immutable"), stays, "{path}");
        assert_eq!(seen.header("cache-control").contains("no-store"), !stays, "{path}");
    }
}

#[tokio::test]
async fn only_the_pages_of_nobody_may_name_a_service_worker() {
    let world = World::new();
    let mut browser = world.browser();
    for path in ["/help", "/sign-in"] {
        let seen = browser.get(path).await;
        let policy = seen.header("content-security-policy");
        assert!(
            policy.ends_with("require-trusted-types-for 'script'; trusted-types worker"),
            "{path}: {policy}"
        );
    }
    let seen = browser.get("/worker.js").await;
    assert!(seen.header("content-type").starts_with("text/javascript"));
    assert!(seen.header("cache-control").contains("no-store"), "asked for anew each time");
    assert!(seen.body.contains("/assets/console.") && !seen.body.contains("@"), "{}", seen.body);
    for page in ["/talk", "/about-me", "/family", "/staff"] {
        assert!(!seen.body.contains(page), "no page of anybody is kept: {page}");
    }
}

#[tokio::test]
async fn what_people_are_called_is_never_markup() {
    let world = World::new();
    world.gateway.answers.lock().expect("a lock").name = "<img src=x onerror=alert(1)>".to_owned();
    let mut browser = world.signed_in("resident").await;
    for path in ["/about-me", "/talk", "/display"] {
        let seen = browser.get(path).await;
        assert!(seen.body.contains("&lt;img src=x onerror=alert(1)&gt;"), "{path}");
        assert!(!seen.body.contains("<img"), "{path}");
        for forbidden in [" style=", " onclick=", " onload=", "javascript:"] {
            assert!(!seen.body.contains(forbidden), "{path} {forbidden}");
        }
    }
}

#[tokio::test]
async fn a_form_has_limits() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let long = "a".repeat(300 * 1024);
    assert_eq!(browser.post("/talk", &[("words", long.as_str())]).await.status, 413);
    let many: Vec<(&str, &str)> = (0..70).map(|_| ("x", "y")).collect();
    assert_eq!(browser.post("/display", &many).await.status, 413);
    assert!(world.gateway.asked("/ai/conversations").is_empty());
}

#[tokio::test]
async fn off_tls_cookies_are_plain_and_behind_a_proxy_its_origin_counts() {
    let plain = World::of(&Config::default(), false);
    let mut browser = plain.browser();
    let seen = browser.get("/help").await;
    assert!(
        seen.header("set-cookie").starts_with("visitor=") && !seen.header("set-cookie").contains("Secure")
    );
    assert_eq!(seen.header("strict-transport-security"), "");
    let config = Config { origin: Some("https://front.example".to_owned()), ..Config::default() };
    let behind = World::of(&config, false);
    let mut browser = behind.browser();
    assert!(browser.get("/help").await.header("set-cookie").starts_with("__Host-visitor="));
    assert_eq!(browser.post("/display", &[("theme", "dark")]).await.status, 403, "the inner origin");
    browser.origin = "https://front.example".to_owned();
    assert_eq!(browser.post("/display", &[("theme", "dark")]).await.status, 303);
}
