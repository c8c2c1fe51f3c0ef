//! The quirks of a provider reach the readers of its messages, and are off by default.

use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::quirks::Quirks;
use symbolon_discovery::{Endpoint, ProviderMetadata};
use symbolon_jose::Object;
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use symbolon_oidc::{AcceptedIssuers, IssuerTemplate};
use symbolon_relying_party::{FetchUserInfoError, RelyingParty};

use crate::attempt::Attempt;
use crate::parties::{ISSUER, answer, client, metadata, rp, usual_jwks};

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
        requests.extend(crate::attempt::run(flow, [user_info], crate::parties::now()).requests);
        assert_eq!(requests.len(), 3);
        for request in requests {
            let limits = request.extensions().get::<FetchLimits>().expect("every request");
            assert_eq!(limits.address, expected, "{}", request.uri());
        }
    }
}
