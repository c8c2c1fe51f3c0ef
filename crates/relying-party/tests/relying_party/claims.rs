//! The claims for which a login asks by name: Core §5.5.

use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::{EncodedJwt, ResponseType};
use symbolon_oidc::{ClaimRequest, ClaimsRequest};
use symbolon_relying_party::{LoginRequest, LoginRequestError, PendingLogin, RelyingParty};

use crate::attempt::{Attempt, sign, usual_claims};
use crate::keys;
use crate::parties::{client, metadata, now, parameters, redirect_uri, rp};

fn login() -> LoginRequest {
    rp().login(&redirect_uri())
}

/// Returns the parameter `claims` of the request.
fn sent(login: LoginRequest) -> Option<String> {
    let (url, _) = login.begin(now()).unwrap();
    parameters(&url).get("claims").map(str::to_owned)
}

/// Returns the code of the error, if the login failed. `acr` and `sub` are those of the ID Token.
fn code_of(
    change: impl Fn(LoginRequest) -> LoginRequest + 'static,
    acr: Option<&'static str>,
    sub: &'static str,
) -> Option<&'static str> {
    let attempt = Attempt::new().login(change).claims(move |claims| {
        claims.remove("acr");
        claims.insert_some("acr", acr);
        claims.insert("sub", sub);
    });
    attempt.run().result.err().map(|error| error.code())
}

#[test]
fn core_5_5_a_claim_is_asked_for_in_one_line() {
    assert_eq!(sent(login()), None);
    let email = r#"{"userinfo":{"email":{"essential":true}}}"#;
    assert_eq!(sent(login().claim("email", ClaimRequest::essential())).as_deref(), Some(email));
    let both = login()
        .claim("name#de", ClaimRequest::voluntary())
        .id_token_claim("acr", ClaimRequest::essential().values(["phr", "phrh"]));
    let expected = r#"{"id_token":{"acr":{"essential":true,"values":["phr","phrh"]}},"userinfo":{"name#de":null}}"#;
    assert_eq!(sent(both.clone()).as_deref(), Some(expected));
    let other = ClaimsRequest::new().claim("email", ClaimRequest::essential());
    assert_eq!(sent(both.clone().claims(other)).as_deref(), Some(email));
    assert_eq!(sent(both.parameter("claims", email)).as_deref(), Some(email));
}

#[test]
fn core_5_5_malformed_claims_do_not_begin_a_login() {
    let error = login().parameter("claims", r#"{"id_token":[]}"#).begin(now()).unwrap_err();
    assert_eq!(error.code(), "claims_request.place");
}

#[test]
fn core_5_5_1_requests_that_no_provider_can_satisfy_do_not_begin_a_login() {
    let odd = login().claim("sub", ClaimRequest::voluntary().value(1)).begin(now()).unwrap_err();
    assert_eq!(odd.code(), "claims_request.value");
    let neither = ClaimRequest::essential().value("gold").values(["silver"]);
    let error = login().id_token_claim("acr", neither).begin(now()).unwrap_err();
    assert_eq!(error, LoginRequestError::NoAcceptableAcr);
    assert_eq!(error.code(), "login.no_acceptable_acr");
}

#[test]
fn core_5_5_user_info_claims_need_an_access_token() {
    let id_token = || {
        let mut provider = metadata();
        provider.response_types_supported = ResponseType::ALL.to_vec();
        let rp = RelyingParty::new(provider, client(), &CRYPTO).unwrap();
        rp.login(&redirect_uri()).response_type(ResponseType::ID_TOKEN)
    };
    let error = id_token().claim("email", ClaimRequest::voluntary()).begin(now()).unwrap_err();
    assert_eq!(error, LoginRequestError::UserInfoClaims(ResponseType::ID_TOKEN));
    assert_eq!(error.code(), "login.user_info_claims");
    assert!(id_token().id_token_claim("email", ClaimRequest::voluntary()).begin(now()).is_ok());
}

#[test]
fn core_5_5_1_1_an_essential_acr_with_values_comes_back() {
    let values = ClaimRequest::essential().values(["silver", "gold"]);
    let only = ClaimRequest::essential().value("gold");
    for (claim, acr, code) in [
        (&values, Some("silver"), None),
        (&values, Some("gold"), None),
        (&values, Some("bronze"), Some("id_token.acr")),
        (&values, None, Some("id_token.acr_missing")),
        (&only, Some("gold"), None),
        (&only, Some("silver"), Some("id_token.acr")),
        (&ClaimRequest::essential(), None, None),
        (&ClaimRequest::voluntary().value("gold"), Some("bronze"), None),
        (&ClaimRequest::voluntary().value("gold"), None, None),
    ] {
        let asked = claim.clone();
        let login = move |login: LoginRequest| login.id_token_claim("acr", asked.clone());
        assert_eq!(code_of(login, acr, "alice"), code, "{claim:?} {acr:?}");
    }
}

#[test]
fn core_5_5_1_1_a_stronger_acr_is_accepted_by_an_ordered_list() {
    let order = "bronze silver gold";
    let claim = ClaimRequest::essential().value("silver");
    let by_claim =
        move |login: LoginRequest| login.id_token_claim("acr", claim.clone()).acr_order(order);
    let by_values = move |login: LoginRequest| login.acr_order(order).acr_values("silver");
    for (acr, code) in [
        (Some("silver"), None),
        (Some("gold"), None),
        (Some("bronze"), Some("id_token.acr")),
        (Some("platinum"), Some("id_token.acr")),
        (None, Some("id_token.acr_missing")),
    ] {
        assert_eq!(code_of(by_claim.clone(), acr, "alice"), code, "{acr:?}");
        assert_eq!(code_of(by_values, acr, "alice"), code, "{acr:?}");
    }
    assert_eq!(code_of(move |login| login.acr_order(order), None, "alice"), None);
}

#[test]
fn core_5_5_1_a_sub_with_a_value_is_the_user_who_signs_in() {
    let alice = || ClaimRequest::voluntary().value("alice");
    for (sub, code) in [("alice", None), ("mallory", Some("id_token.other_subject"))] {
        let id_token = move |login: LoginRequest| login.id_token_claim("sub", alice());
        assert_eq!(code_of(id_token, None, sub), code);
        let user_info = move |login: LoginRequest| login.claim("sub", alice());
        assert_eq!(code_of(user_info, None, sub), code);
    }
}

#[test]
fn core_3_1_2_1_a_hint_and_a_claim_that_name_different_users_do_not_begin_a_login() {
    let hint = EncodedJwt::new(sign(&usual_claims(now()), &keys::es().signing(&CRYPTO)));
    let value = |sub: &str| ClaimRequest::voluntary().value(sub);
    let hinted = || login().id_token_hint(&hint);
    assert!(hinted().id_token_claim("sub", value("alice")).begin(now()).is_ok());
    assert!(hinted().claim("sub", value("alice")).begin(now()).is_ok());
    let of_two = ClaimRequest::voluntary().values(["alice", "bob"]);
    assert!(hinted().id_token_claim("sub", of_two).begin(now()).is_ok());
    for request in [
        hinted().id_token_claim("sub", value("mallory")),
        hinted().claim("sub", value("mallory")),
        login().id_token_claim("sub", value("alice")).claim("sub", value("mallory")),
    ] {
        let error = request.begin(now()).unwrap_err();
        assert_eq!(error, LoginRequestError::DifferentSubjects);
        assert_eq!(error.code(), "login.different_subjects");
    }
}

#[test]
fn core_2_an_essential_auth_time_comes_back() {
    for (claim, code) in [
        (ClaimRequest::essential(), Some("id_token.auth_time_missing")),
        (ClaimRequest::voluntary(), None),
    ] {
        let attempt =
            Attempt::new().login(move |login| login.id_token_claim("auth_time", claim.clone()));
        let attempt = attempt.claims(|claims| {
            claims.remove("auth_time");
        });
        assert_eq!(attempt.run().result.err().map(|error| error.code()), code);
    }
}

#[test]
fn a_stored_login_without_claims_is_read() {
    let (_, pending) = login().begin(now()).unwrap();
    let stored = serde_json::to_value(&pending).unwrap();
    assert_eq!((stored.get("acr_order"), stored.get("requires_auth_time")), (None, None));
    assert!(serde_json::from_value::<PendingLogin>(stored).is_ok());
}
