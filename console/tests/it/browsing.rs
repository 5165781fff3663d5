//! Pages, who they are for, and what they never do.

use serde_json::json;

use crate::support::World;

#[tokio::test]
async fn what_is_no_page_is_the_gateways() {
    let world = World::new();
    let seen = world.browser().get("/elsewhere").await;
    assert_eq!((seen.status, seen.body.as_str()), (200, "{\"gateway\":true}"));
}

#[tokio::test]
async fn a_page_of_another_role_is_none_of_yours() {
    let world = World::new();
    let mut resident = world.signed_in("resident").await;
    let mut nurse = world.signed_in("care_staff").await;
    let before = world.gateway.count();
    for path in ["/staff/alerts", "/staff/residents", "/staff/tablets", "/family"] {
        assert_eq!(resident.get(path).await.status, 403, "{path}");
    }
    for path in ["/talk", "/about-me/consents", "/about-me/record", "/family"] {
        assert_eq!(nurse.get(path).await.status, 403, "{path}");
    }
    assert_eq!(world.gateway.count(), before, "the platform was never asked");
    let mut stranger = world.browser();
    for path in ["/talk", "/about-me", "/staff/alerts"] {
        let seen = stranger.get(path).await;
        let next = path.replace('/', "%2F");
        assert_eq!((seen.status, seen.header("location")), (303, format!("/sign-in?next={next}").as_str()));
    }
}

#[tokio::test]
async fn help_has_its_numbers_signed_out_and_with_the_platform_silent() {
    let world = World::new();
    let seen = world.browser().get("/help").await;
    for number in ["tel:988", "tel:911", "sms:988"] {
        assert!(seen.body.contains(number), "{number}");
    }
    assert_eq!(world.gateway.count(), 0, "nobody is asked");
    let mut spanish = world.browser();
    let mut request = http::Request::get("/help").body(axum::body::Body::empty()).expect("a request");
    request.headers_mut().insert("accept-language", "es-MX,es;q=0.9".parse().expect("ASCII"));
    let seen = spanish.send(request).await;
    assert!(seen.body.contains("<html lang=\"es\"") && seen.body.contains("<h1>Ayuda</h1>"));
}

#[tokio::test]
async fn how_pages_look_is_kept_in_this_browser() {
    let world = World::new();
    let mut browser = world.browser();
    browser.get("/display").await;
    browser.post("/display", &[("theme", "contrast"), ("larger", "2"), ("language", "es")]).await;
    let page = browser.get("/help").await;
    assert!(page.body.contains("lang=\"es\" data-skin=\"care\" data-theme=\"contrast\" data-larger=\"2\""));
    browser.post("/display", &[("theme", "\"><script>"), ("larger", "9"), ("language", "xx")]).await;
    assert!(browser.get("/help").await.body.contains("data-theme=\"contrast\" data-larger=\"2\""));
}

#[tokio::test]
async fn an_id_that_is_none_is_nothing_that_there_is() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    for path in ["/talk/earlier/x", "/about-me/consents/with/1", "/about-me/consents/..%2f/stop"] {
        let seen = browser.get(path).await;
        assert_eq!(seen.status, 404, "{path}");
        assert!(seen.body.contains("request.not_found"), "{path}");
    }
}

#[tokio::test]
async fn a_consent_is_read_back_before_it_is_kept() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let person = "01890a5d-ac96-774b-bcce-b302099a8060";
    world.gateway.answers(
        "/consent/consents/preview",
        200,
        json!({"digest": "d1", "english": ["Mara may see your visits."], "spanish": ["Mara puede."], "provisions": []}),
    );
    let place = format!("/about-me/consents/with/{person}");
    // A box that belongs to another choice says nothing.
    let form = [("level", "limited"), ("care", "medications"), ("transcripts", "yes"), ("days", "0")];
    let seen = browser.post(&place, &form).await;
    assert!(seen.body.contains("Mara may see your visits.") && seen.body.contains("value=\"d1\""));
    let previewed = world.gateway.asked("/consent/consents/preview").pop().expect("asked");
    let terms = serde_json::from_str::<serde_json::Value>(&previewed.body).expect("JSON")["terms"].clone();
    assert_eq!(
        (&terms["level"], &terms["transcripts"], &terms["care"]),
        (&json!("limited"), &json!(false), &json!(["medications"]))
    );
    assert!(world.gateway.asked("/consent/consents").is_empty(), "nothing is kept yet");
    let form = [("level", "limited"), ("care", "medications"), ("digest", "d1")];
    browser.post(&format!("{place}/confirm"), &form).await;
    let kept = world.gateway.asked("/consent/consents").pop().expect("asked");
    let kept: serde_json::Value = serde_json::from_str(&kept.body).expect("JSON");
    assert_eq!((&kept["consent"]["terms"], &kept["digest"]), (&terms, &json!("d1")), "exactly what was read");
}

#[tokio::test]
async fn the_safety_protocol_is_one_press_away_signed_in_and_out() {
    let world = World::new();
    let mut browser = world.browser();
    let out = browser.get("/sign-in").await.body;
    let mut browser = world.signed_in("resident").await;
    for (place, page) in [("/sign-in", out), ("/talk", browser.get("/talk").await.body)] {
        assert!(page.contains("<a href=\"/protocol?lang=en\">Safety protocol</a>"), "{place}: {page}");
    }
    // It is the gateway's own, so the console stands in nobody's way.
    browser.get("/protocol").await;
    assert_eq!(world.gateway.asked("/protocol").len(), 1);
}

#[tokio::test]
async fn assets_are_packed_and_no_page_names_another_site() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let mut total = 0;
    let page = browser.get("/talk").await.body;
    total += page.len();
    for rest in page.split("/assets/").skip(1) {
        let path = format!("/assets/{}", rest.split('"').next().expect("an address"));
        let mut request = http::Request::get(&path).body(axum::body::Body::empty()).expect("a request");
        request.headers_mut().insert("accept-encoding", "gzip, br".parse().expect("ASCII"));
        let seen = browser.send(request).await;
        assert_eq!((seen.status, seen.header("content-encoding")), (200, "br"), "{path}");
        total += seen.header("content-length").parse::<usize>().unwrap_or(0);
    }
    assert!(total <= 25 * 1024, "a first visit is {total} bytes");
    for path in ["/talk", "/help", "/about-me", "/display"] {
        let body = browser.get(path).await.body;
        for attribute in ["src=\"http", "href=\"http", "src=\"//", "href=\"//", "action=\"http"] {
            assert!(!body.contains(attribute), "{path}: {attribute}");
        }
    }
    assert_eq!(browser.get("/assets/console.0000000000000000.css").await.status, 404);
    assert_eq!(browser.get("/assets/..%2f..%2fetc%2fpasswd").await.status, 404);
}
