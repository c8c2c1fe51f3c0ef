//! The quirks of a provider reach the readers of its messages, and are off by default.

use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::quirks::Quirks;
use symbolon_discovery::{Endpoint, ProviderMetadata};
use symbolon_jose::Object;
use symbolon_oauth::EncodedJwt;
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use symbolon_oidc::{AcceptedIssuers, IssuerTemplate};
use symbolon_relying_party::{FetchUserInfoError, LoginRequestError, RelyingParty};

use crate::attempt::{Attempt, sign, usual_claims};
use crate::keys;
use crate::parties::{ISSUER, answer, client, metadata, now, redirect_uri, rp, usual_jwks};

const TENANT: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

fn rp_with(change: impl FnOnce(&mut Quirks)) -> RelyingParty {
    let mut quirks = Quirks::default();
    change(&mut quirks);
    RelyingParty::new(metadata(), client().quirks(quirks), &CRYPTO).unwrap()
}

#[test]
fn the_quirks_of_token_responses_apply_to_logins_and_refreshes() {
    let scope_array = |body: &mut Object| {
        body.insert("scope", json!(["openid", "email"]));
    };
    let quirky = rp_with(|quirks| quirks.token_response.scope_array = true);
    let login = Attempt::of(quirky.clone()).body(scope_array).run().result.unwrap();
    assert_eq!(login.session.scope.to_string(), "openid email");
    let refreshed = Attempt::of(quirky).body(scope_array).refresh(&login.session);
    assert!(refreshed.result.is_ok());

    let error = Attempt::new().body(scope_array).run().result.unwrap_err();
    assert_eq!(error.code(), "json.member");
}

#[test]
fn a_login_without_an_access_token_sends_no_user_info_request() {
    let quirky = rp_with(|quirks| quirks.token_response.access_token_missing = true);
    let without = |body: &mut Object| {
        body.remove("access_token");
    };
    let login = Attempt::of(quirky.clone()).body(without).run().result.unwrap();
    assert_eq!(login.session.access_token, None);
    let error = quirky.user_info(&login.session).unwrap_err();
    assert_eq!(error, FetchUserInfoError::NoAccessToken);
}

#[test]
fn the_quirks_of_documents_apply_to_the_key_set() {
    let html = answer("text/html", usual_jwks().body());
    let quirky = rp_with(|quirks| quirks.metadata.any_content_type = true);
    for (rp, code) in [(quirky, None), (rp(), Some("document.content_type"))] {
        let mut attempt = Attempt::of(rp);
        attempt.jwks = html.clone();
        assert_eq!(attempt.run().result.err().map(|error| error.code()), code);
    }
}

/// Returns a relying party for every tenant of the provider, or for these tenants.
fn tenants(tenants: Option<&[&str]>) -> RelyingParty {
    let mut template = IssuerTemplate::new("https://op.example/{tenantid}/v2.0").unwrap();
    if let Some(tenants) = tenants {
        let tenants = tenants.iter().map(|tenant| (*tenant).to_owned()).collect();
        template = template.tenants(tenants).unwrap();
    }
    rp_with(|quirks| quirks.id_token.issuers = AcceptedIssuers::Tenants(template))
}

fn of_tenant(tenant: &'static str) -> impl Fn(&mut Object) {
    move |claims| {
        claims.insert("iss", format!("https://op.example/{tenant}/v2.0"));
        claims.insert("tid", tenant);
    }
}

#[test]
fn attack_066_a_session_says_which_tenant_it_is_of() {
    let rp = tenants(None);
    let login = Attempt::of(rp.clone()).claims(of_tenant(TENANT)).run().result.unwrap();
    let issuer = format!("https://op.example/{TENANT}/v2.0");
    assert_eq!(login.session.iss().as_str(), issuer);
    assert_eq!(login.id_token.iss.as_str(), issuer);

    // The session can be refreshed, by a user of the same tenant only.
    let same = Attempt::of(rp.clone()).claims(of_tenant(TENANT)).refresh(&login.session);
    assert_eq!(same.result.unwrap().session.iss().as_str(), issuer);
    let other = of_tenant("00000000-0000-0000-0000-000000000001");
    let error = Attempt::of(rp.clone()).claims(other).refresh(&login.session).result.unwrap_err();
    assert_eq!(error.code(), "id_token.refreshed");
    assert!(rp.user_info(&login.session).is_ok());
}

#[test]
fn attack_066_a_tenant_that_is_not_listed_is_refused() {
    let listed = tenants(Some(&["00000000-0000-0000-0000-000000000001"]));
    let result = Attempt::of(listed.clone()).claims(of_tenant(TENANT)).run().result;
    assert!(result.is_err());

    // Without the quirk, the issuer of a tenant is another issuer.
    let error = Attempt::new().claims(of_tenant(TENANT)).run().result.unwrap_err();
    assert_eq!(error.code(), "id_token.issuer");

    // A session of a tenant that is no longer listed is not used.
    let every = Attempt::of(tenants(None)).claims(of_tenant(TENANT)).run().result.unwrap();
    let error = listed.user_info(&every.session).unwrap_err();
    assert_eq!(error, FetchUserInfoError::OtherProvider);
    let error = listed.refresh(&every.session, listed.key_cache()).unwrap_err();
    assert_eq!(error.code(), "refresh.other_provider");
}

#[test]
fn another_spelling_of_the_issuer_is_accepted_by_name() {
    let spelled = |claims: &mut Object| {
        claims.insert("iss", "op.example");
    };
    let also = AcceptedIssuers::Also(vec!["op.example".to_owned()]);
    let quirky = rp_with(|quirks| quirks.id_token.issuers = also);
    let login = Attempt::of(quirky).claims(spelled).run().result.unwrap();
    assert_eq!(login.session.iss().as_str(), ISSUER);
    assert_eq!(Attempt::new().claims(spelled).run().result.unwrap_err().code(), "id_token.issuer");
}

fn elsewhere(change: impl FnOnce(&mut ProviderMetadata)) -> RelyingParty {
    let mut metadata = metadata();
    change(&mut metadata);
    RelyingParty::new(metadata, client(), &CRYPTO).unwrap()
}

#[test]
fn attack_105_every_request_says_whose_word_its_address_is() {
    let endpoint = |text: &str| Endpoint::new(text).unwrap();
    let own = rp();
    let other = elsewhere(|metadata| {
        metadata.token_endpoint = Some(endpoint("https://169.254.169.254/token"));
        metadata.jwks_uri = endpoint("https://keys.example/jwks");
        metadata.userinfo_endpoint = Some(endpoint("https://localhost/userinfo"));
    });
    for (rp, expected) in [(own, AddressFrom::Configuration), (other, AddressFrom::Provider)] {
        let outcome = Attempt::of(rp.clone()).run();
        let mut requests = outcome.requests;
        let session = outcome.result.unwrap().session;
        let flow = rp.user_info(&session).unwrap();
        let user_info = answer("application/json", br#"{"sub":"alice"}"#);
        requests.extend(crate::attempt::run(flow, [user_info], now()).requests);
        assert_eq!(requests.len(), 3);
        for request in requests {
            let limits = request.extensions().get::<FetchLimits>().expect("every request");
            assert_eq!(limits.address, expected, "{}", request.uri());
        }
    }
}

#[test]
fn attack_105_the_endpoints_of_an_issuer_that_a_stranger_chose_count_as_chosen_by_a_stranger() {
    let client = client().address_from(AddressFrom::Stranger);
    let rp = RelyingParty::new(metadata(), client, &CRYPTO).unwrap();
    let outcome = Attempt::of(rp.clone()).run();
    let mut requests = outcome.requests;
    let session = outcome.result.unwrap().session;
    let user_info = answer("application/json", br#"{"sub":"alice"}"#);
    let flow = rp.user_info(&session).unwrap();
    requests.extend(crate::attempt::run(flow, [user_info], now()).requests);
    requests.extend(Attempt::of(rp).refresh(&session).requests);
    assert_eq!(requests.len(), 5);
    for request in requests {
        let limits = request.extensions().get::<FetchLimits>().expect("every request");
        assert_eq!(limits.address, AddressFrom::Stranger, "{}", request.uri());
    }
}

#[test]
fn attack_072_the_same_sub_in_another_tenant_than_the_hint_is_refused() {
    let other = "00000000-0000-0000-0000-000000000001";
    let hint = || {
        let mut claims = usual_claims(now());
        of_tenant(TENANT)(&mut claims);
        EncodedJwt::new(sign(&claims, &keys::es().signing(&CRYPTO)))
    };
    for (tenant, code) in [(TENANT, None), (other, Some("id_token.other_subject"))] {
        let attempt = Attempt::of(tenants(None)).claims(of_tenant(tenant));
        let attempt = attempt.login(move |login| login.id_token_hint(&hint()));
        assert_eq!(attempt.run().result.err().map(|error| error.code()), code, "{tenant}");
    }
    // A hint of a tenant that is not accepted cannot be answered.
    let login = tenants(Some(&[other])).login(&redirect_uri()).id_token_hint(&hint());
    assert_eq!(login.begin(now()).unwrap_err(), LoginRequestError::IdTokenHint);
}

#[test]
fn attack_072_a_hint_of_another_issuer_is_refused_and_another_spelling_is_not() {
    let hint = |iss: &str| {
        let mut claims = usual_claims(now());
        claims.insert("iss", iss);
        EncodedJwt::new(sign(&claims, &keys::es().signing(&CRYPTO)))
    };
    let also = AcceptedIssuers::Also(vec!["op.example".to_owned()]);
    let quirky = rp_with(|quirks| quirks.id_token.issuers = also);
    for (rp, iss, accepted) in [
        (rp(), ISSUER, true),
        (rp(), "op.example", false),
        (rp(), "https://op.example/", false),
        (quirky.clone(), ISSUER, true),
        (quirky.clone(), "op.example", true),
        (quirky, "https://as2.example", false),
    ] {
        let hint = hint(iss);
        let begun = rp.login(&redirect_uri()).id_token_hint(&hint).begin(now());
        assert_eq!(begun.is_ok(), accepted, "{iss}");
        if accepted {
            let attempt = Attempt::of(rp).login(move |login| login.id_token_hint(&hint));
            assert!(attempt.run().result.is_ok(), "{iss}");
        }
    }
}

/// In 2023, a stolen key for the personal accounts of one provider signed tokens about the users of
/// its corporate tenants.
#[test]
fn attack_041_the_key_of_one_tenant_does_not_sign_for_another_tenant() {
    let other = "00000000-0000-0000-0000-000000000001";
    let of = |tenant: &str| json!(format!("https://op.example/{tenant}/v2.0"));
    for (issuer, accepted) in [
        (None, true),
        (Some(of("{tenantid}")), true),
        (Some(of(TENANT)), true),
        (Some(of(other)), false),
        (Some(json!("https://op.example")), false),
        (Some(json!(null)), true),
        (Some(json!(7)), false),
    ] {
        let mut key = keys::es().public().to_object();
        key.insert_some("issuer", issuer.clone());
        let mut set = Object::new();
        set.insert("keys", vec![serde_json::Value::from(key)]);
        let jwks = answer("application/json", set.to_json().as_bytes());
        let mut attempt = Attempt::of(tenants(None)).claims(of_tenant(TENANT));
        attempt.jwks = jwks.clone();
        let outcome = attempt.run();
        assert_eq!(outcome.result.is_ok(), accepted, "{issuer:?}");

        // The keys are checked in the same way when they are in the cache.
        let mut attempt = Attempt::of(tenants(None)).claims(of_tenant(TENANT));
        attempt.keys = outcome.keys;
        assert_eq!(attempt.run().result.is_ok(), accepted, "{issuer:?}");
    }
}
