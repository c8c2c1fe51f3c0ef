//! Deviations of providers: which tokens each deviation accepts, and which tokens stay refused.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Excerpt, MemberError};
use symbolon_oauth::{EncodedJwt, Issuer};
use symbolon_oidc::id_token::ChangedClaim;
use symbolon_oidc::{
    AcceptedIssuers, ExpectedIdToken, IdToken, IdTokenError, IdTokenQuirks, IssuerTemplate,
    OriginalAuthentication,
};

use crate::fixture::{
    ISSUED, Login, NOW, at, clock, json_with, keys, sign_anything, validate_with, validator,
};

const TENANT: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";
const OTHER_TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";

fn quirks(set: impl FnOnce(&mut IdTokenQuirks)) -> IdTokenQuirks {
    let mut quirks = IdTokenQuirks::default();
    set(&mut quirks);
    quirks
}

fn validate(
    quirks: &IdTokenQuirks,
    token: &EncodedJwt,
    expected: &ExpectedIdToken<'_>,
) -> Result<IdToken, IdTokenError> {
    let validator = validator().quirks(quirks.clone());
    let explained = validator.explain(token, &keys(), expected, &CRYPTO, clock(NOW));
    let validated = validator.validate(token, &keys(), expected, &CRYPTO, clock(NOW));
    assert_eq!(explained.error(), validated.as_ref().err());
    validated
}

fn login_with(quirks: &IdTokenQuirks, members: &[(&str, &str)]) -> Result<IdToken, IdTokenError> {
    validate(quirks, &sign_anything(&json_with(members)), &Login::new().expected())
}

fn template() -> IssuerTemplate {
    IssuerTemplate::new("https://op.example/{tenantid}/v2.0").unwrap()
}

fn tenants(template: IssuerTemplate) -> IdTokenQuirks {
    quirks(|quirks| quirks.issuers = AcceptedIssuers::Tenants(template))
}

fn of_tenant(tenant: &str) -> String {
    format!("\"https://op.example/{tenant}/v2.0\"")
}

#[test]
fn core_3_1_3_7_2_a_template_accepts_the_issuer_of_the_own_tid() {
    let quirks = tenants(template());
    let (iss, tid) = (of_tenant(TENANT), format!("{TENANT:?}"));
    let members = [("iss", iss.as_str()), ("tid", tid.as_str())];
    let token = login_with(&quirks, &members).unwrap();
    assert_eq!(token.iss.as_str(), "https://op.example/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0");
    assert_eq!(token.original_authentication().iss, token.iss);
    // Without the quirk, the token is refused.
    assert_eq!(validate_with(&members).unwrap_err().code(), "id_token.issuer");
}

#[test]
fn attack_066_a_template_refuses_every_other_issuer() {
    let quirks = tenants(template());
    let refused = |iss: &str, tid: &str| {
        login_with(&quirks, &[("iss", iss), ("tid", tid)]).unwrap_err().code()
    };
    let tid = format!("{TENANT:?}");
    for iss in [
        of_tenant(OTHER_TENANT),
        of_tenant("{tenantid}"),
        of_tenant("common"),
        format!("\"https://op.example/{TENANT}/v2.0/\""),
        format!("\"https://op.example/{TENANT}\""),
        format!("\"http://op.example/{TENANT}/v2.0\""),
        "\"https://op.example/tenant\"".to_owned(),
        "\"\"".to_owned(),
    ] {
        assert_eq!(refused(&iss, &tid), "id_token.tenant_issuer", "{iss}");
    }
    // A `tid` that is not a UUID is refused, even if `iss` fits it.
    for tid in [
        "",
        "common",
        "..",
        "9188040d6c674c5bb11236a304b66dad",
        "9188040D-6C67-4C5B-B112-36A304B66DAD",
        "9188040d-6c67-4c5b-b112-36a304b66dad/x",
        "9188040d-6c67-4c5b-b112-36a304b66dag",
        "9188040d-6c67-4c5b-b11-236a304b66dad",
        "9188040d-6c67-4c5b-b112-36a304b66da-",
        "9188040d16c67-4c5b-b112-36a304b66dad",
        "{tenantid}",
    ] {
        assert_eq!(refused(&of_tenant(tid), &format!("{tid:?}")), "id_token.tenant", "{tid}");
    }
    let absent = login_with(&quirks, &[("iss", &of_tenant(TENANT))]);
    assert_eq!(absent.unwrap_err(), IdTokenError::Missing("tid"));
    let number = login_with(&quirks, &[("iss", &of_tenant(TENANT)), ("tid", "1")]);
    assert_eq!(number.unwrap_err(), MemberError { name: "tid", expected: "a string" }.into());
}

#[test]
fn core_3_1_3_7_2_a_template_with_a_list_accepts_only_the_listed_tenants() {
    let quirks = tenants(template().tenants(vec![TENANT.into()]).unwrap());
    let login = |tenant: &str| {
        login_with(&quirks, &[("iss", &of_tenant(tenant)), ("tid", &format!("{tenant:?}"))])
    };
    assert!(login(TENANT).is_ok());
    let error = IdTokenError::Tenant { found: Excerpt::new(OTHER_TENANT) };
    assert_eq!(login(OTHER_TENANT).unwrap_err(), error);
    let nobody = tenants(template().tenants(Vec::new()).unwrap());
    let members = [("iss", of_tenant(TENANT)), ("tid", format!("{TENANT:?}"))];
    let members = members.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(login_with(&nobody, &members).unwrap_err().code(), "id_token.tenant");
}

#[test]
fn attack_075_a_refresh_at_another_tenant_is_refused() {
    let quirks = tenants(template());
    let token = |tenant: &str| {
        let (iss, tid) = (of_tenant(tenant), format!("{tenant:?}"));
        sign_anything(&json_with(&[("iss", &iss), ("tid", &tid), ("nonce", "")]))
    };
    let mut original = Login::new().original;
    original.iss = template().issuer(TENANT).unwrap();
    let refresh = |tenant: &str| {
        validate(&quirks, &token(tenant), &ExpectedIdToken::refresh(&original)).map(drop)
    };
    assert_eq!(refresh(TENANT), Ok(()));
    let found = template().issuer(OTHER_TENANT).unwrap();
    let changed = ChangedClaim::Issuer {
        found: Excerpt::new(found.as_str()),
        original: original.iss.clone(),
    };
    assert_eq!(refresh(OTHER_TENANT), Err(IdTokenError::Refreshed(changed)));
}

#[test]
fn core_3_1_3_7_2_a_second_spelling_is_accepted_by_name_only() {
    let quirks = quirks(|quirks| quirks.issuers = AcceptedIssuers::Also(vec!["op.example".into()]));
    for iss in ["\"op.example\"", "\"https://op.example/tenant\""] {
        let token = login_with(&quirks, &[("iss", iss)]).unwrap();
        assert_eq!(token.iss.as_str(), "https://op.example/tenant", "{iss}");
    }
    for iss in ["\"OP.example\"", "\"op.example/\"", "\"https://op.example\"", "\"\""] {
        let error = login_with(&quirks, &[("iss", iss)]).unwrap_err();
        assert_eq!(error.code(), "id_token.issuer", "{iss}");
    }
    assert_eq!(validate_with(&[("iss", "\"op.example\"")]).unwrap_err().code(), "id_token.issuer");
    // At a refresh, both spellings count as the same issuer too.
    let original = Login::new().original;
    let token = sign_anything(&json_with(&[("iss", "\"op.example\""), ("nonce", "")]));
    assert!(validate(&quirks, &token, &ExpectedIdToken::refresh(&original)).is_ok());
}

#[test]
fn rfc8725_3_12_a_custom_claim_events_is_accepted_by_name_only() {
    let quirks = quirks(|quirks| quirks.events_claim = true);
    for events in ["[]", "[\"signup\"]", "\"x\"", "{\"last\":1}", "null", "3"] {
        let token = login_with(&quirks, &[("events", events)]).unwrap();
        assert!(token.claims().extra.contains("events"), "{events}");
        let refused = validate_with(&[("events", events)]).unwrap_err();
        assert_eq!(refused, IdTokenError::OtherKind("events"), "{events}");
    }
    // A request object is refused as before.
    let request = login_with(&quirks, &[("response_type", "\"code\"")]);
    assert_eq!(request.unwrap_err(), IdTokenError::OtherKind("response_type"));
}

#[test]
fn attack_070_a_logout_token_is_refused_with_the_quirk_for_events() {
    let quirks = quirks(|quirks| quirks.events_claim = true);
    let events = r#"{"http://schemas.openid.net/event/backchannel-logout":{}}"#;
    let refused = login_with(&quirks, &[("events", events)]).unwrap_err();
    assert_eq!(refused, IdTokenError::OtherKind("events"));
}

#[test]
fn core_12_2_a_new_auth_time_at_refresh_is_accepted_by_name_only() {
    let later = sign_anything(&json_with(&[("auth_time", &NOW.to_string()), ("nonce", "")]));
    let original = Login::new().original;
    let expected = ExpectedIdToken::refresh(&original);
    let quirks = quirks(|quirks| quirks.refreshed_auth_time = true);
    assert_eq!(validate(&quirks, &later, &expected).unwrap().auth_time, Some(at(NOW)));
    let changed = ChangedClaim::AuthTime { found: at(NOW), original: at(ISSUED - 30) };
    let refused = validate(&IdTokenQuirks::default(), &later, &expected).unwrap_err();
    assert_eq!(refused, IdTokenError::Refreshed(changed));
    // An `auth_time` in the future is refused as before.
    let future =
        sign_anything(&json_with(&[("auth_time", &(NOW + 61).to_string()), ("nonce", "")]));
    let refused = validate(&quirks, &future, &expected).unwrap_err();
    assert_eq!(refused.code(), "id_token.auth_time_in_future");
}

#[test]
fn no_quirk_turns_off_the_signature_the_audience_or_the_expiry() {
    let every = quirks(|quirks| {
        quirks.issuers = AcceptedIssuers::Also(vec!["op.example".into()]);
        quirks.events_claim = true;
        quirks.refreshed_auth_time = true;
    });
    for (members, code) in [
        (("aud", "\"other\""), "id_token.audience"),
        (("aud", "[\"s6BhdRkqt3\",\"other\"]"), "id_token.untrusted_audience"),
        (("azp", "\"other\""), "id_token.authorized_party"),
        (("exp", "1"), "id_token.expired"),
        (("sub", ""), "id_token.missing"),
        (("nonce", "\"other\""), "id_token.nonce_mismatch"),
        (("iss", "\"https://evil.example\""), "id_token.issuer"),
        (("auth_time", "1"), "id_token.authenticated_too_long_ago"),
    ] {
        assert_eq!(login_with(&every, &[members]).unwrap_err().code(), code, "{members:?}");
    }
    let honest = sign_anything(&json_with(&[]));
    let forged = sign_anything(&json_with(&[("sub", "\"mallory\"")]));
    let (_, signature) = honest.expose().rsplit_once('.').unwrap();
    let (claims, _) = forged.expose().rsplit_once('.').unwrap();
    let spliced = EncodedJwt::new(format!("{claims}.{signature}"));
    let refused = validate(&every, &spliced, &Login::new().expected()).unwrap_err();
    assert_eq!(refused.code(), "jws.signature");
}

#[test]
fn a_template_that_is_not_an_issuer_is_refused() {
    for (text, code) in [
        ("https://op.example/v2.0", "issuer_template.no_place"),
        ("https://op.example/{tenantId}/v2.0", "issuer_template.no_place"),
        ("http://op.example/{tenantid}", "issuer.scheme"),
        ("{tenantid}", "uri.scheme"),
        ("https://op.example/?t={tenantid}", "issuer.query"),
    ] {
        let error = IssuerTemplate::new(text).unwrap_err();
        assert_eq!(error.code(), code, "{text}: {error}");
    }
    let error = template().tenants(vec!["common".into()]).unwrap_err();
    assert_eq!(error.code(), "issuer_template.tenant");
    assert_eq!(error.to_string(), "the tenant is \"common\"; expected a UUID in lower case");
}

#[test]
fn a_template_names_the_issuers_that_it_admits() {
    // The issuer of an external tenant of Microsoft Entra names the tenant twice.
    let twice = IssuerTemplate::new("https://{tenantid}.ciam.example/{tenantid}/v2.0").unwrap();
    let issuer = twice.issuer(TENANT).unwrap();
    assert_eq!(issuer.as_str(), format!("https://{TENANT}.ciam.example/{TENANT}/v2.0"));
    let of = |text: &str| Issuer::new(text).unwrap();
    let (common, tenant) =
        (of("https://op.example/common/v2.0"), template().issuer(TENANT).unwrap());
    let any = AcceptedIssuers::Tenants(template());
    assert!(any.admits(&tenant, &common) && !any.admits(&common, &common));
    assert!(AcceptedIssuers::Tenants(twice.clone()).admits(&issuer, &common));
    let two_tenants = of(&format!("https://{TENANT}.ciam.example/{OTHER_TENANT}/v2.0"));
    assert!(!AcceptedIssuers::Tenants(twice).admits(&two_tenants, &common));
    let listed = template().tenants(vec![OTHER_TENANT.into()]).unwrap();
    assert!(!AcceptedIssuers::Tenants(listed).admits(&tenant, &common));
    assert!(AcceptedIssuers::Exact.admits(&common, &common));
    assert!(!AcceptedIssuers::Exact.admits(&tenant, &common));
}

#[test]
fn core_12_2_the_stored_issuer_of_a_tenant_is_read_back() {
    let quirks = tenants(template());
    let members = [("iss", of_tenant(TENANT)), ("tid", format!("{TENANT:?}"))];
    let members = members.each_ref().map(|(name, value)| (*name, value.as_str()));
    let original = login_with(&quirks, &members).unwrap().original_authentication();
    let stored = serde_json::to_string(&original).unwrap();
    assert_eq!(serde_json::from_str::<OriginalAuthentication>(&stored).unwrap(), original);
}
