//! FHIR R4 in and out, through the routes.

use api::Call;
use consent_api::{
    ByConsent, ConfirmedConsent, ExportConsent, FhirConsent, ImportConsent, RecordConsent, codes,
};

use super::house::{MARA, ROSE, STRANGER, full, houses};

#[tokio::test]
async fn a_consent_goes_out_as_fhir_and_comes_back_as_the_same_consent_once_confirmed() {
    for house in houses().await {
        let granted = house.grants(full(MARA, true)).await.expect("records");
        let path = ByConsent { consent_id: granted.consent_id };
        let stale = house.call_unproven::<ExportConsent>(ROSE, Call::path(path.clone())).await;
        assert!(stale.expect_err("an export needs a fresh proof").is(api::codes::STEP_UP));
        let resource = house.call::<ExportConsent>(ROSE, Call::path(path.clone())).await.expect("goes out");
        assert_eq!(resource.0["resourceType"], "Consent");
        assert_eq!(resource.0["status"], "active");
        let foreign = house.call::<ExportConsent>(STRANGER, Call::path(path)).await.expect_err("not theirs");
        assert!(foreign.is(api::codes::NOT_FOUND));
        house.revokes(ROSE, &granted).await.expect("revokes");
        let read = house.call::<ImportConsent>(ROSE, Call::body(resource)).await.expect("comes in");
        assert!(!house.decides().await.permit, "a resource alone records nothing");
        assert!(!read.read_back.english.is_empty());
        let confirmed = ConfirmedConsent { consent: read.consent, digest: read.read_back.digest };
        let again = house.call::<RecordConsent>(ROSE, Call::body(confirmed)).await.expect("records");
        assert_eq!(again.provisions, granted.provisions);
        assert!(house.decides().await.permit);
    }
}

#[tokio::test]
async fn a_resource_about_somebody_else_or_with_more_than_can_be_kept_is_refused() {
    for house in houses().await {
        let granted = house.grants(full(MARA, false)).await.expect("records");
        let path = ByConsent { consent_id: granted.consent_id };
        let FhirConsent(resource) =
            house.call::<ExportConsent>(ROSE, Call::path(path)).await.expect("goes out");
        let foreign = house.call::<ImportConsent>(STRANGER, Call::body(FhirConsent(resource.clone()))).await;
        assert!(foreign.expect_err("not their patient").is(api::codes::NOT_FOUND));
        let mut more = resource;
        more["provision"]["provision"][0]["securityLabel"] = serde_json::json!([]);
        let refused =
            house.call::<ImportConsent>(ROSE, Call::body(FhirConsent(more))).await.expect_err("more");
        assert!(refused.is(codes::NOT_REPRESENTABLE), "{refused}");
        assert!(format!("{refused:?}").contains("securityLabel"), "by its place: {refused:?}");
    }
}
