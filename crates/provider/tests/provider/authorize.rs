//! The authorization endpoint: each test changes a valid request and checks the reason and the
//! response.

use http::Request;
use symbolon_jose::crypto::RandomError;
use symbolon_jose::{Excerpt, SignatureAlgorithm};
use symbolon_oauth::{
    AuthorizationRequestError, ClientId, ErrorCode, ErrorResponse, GrantType, ParametersError,
    RedirectUri, RedirectUriError, ResponseMode, ResponseModeError, ResponseType, SyntaxError,
};
use symbolon_oidc::authentication_request::PromptError;
use symbolon_oidc::{AuthenticationRequestError, IdTokenError, IssueError};
use symbolon_provider::{
    AuthorizeError, NoSigningKey, NotWaiting, Pkce, ReceivedRequest, Refusal, RegisteredClient,
    StoreFailed,
};

use crate::common::*;

/// Returns the refusal of a request that cannot be read.
fn unread(request: &Request<Vec<u8>>) -> Refusal {
    ReceivedRequest::from_http(request).unwrap_err().into()
}

fn oauth(error: AuthorizationRequestError) -> AuthorizeError {
    AuthorizeError::Request(AuthenticationRequestError::Authorization(error))
}

fn unknown_mode(mode: &str) -> AuthorizeError {
    let found = ResponseMode::new(mode).unwrap();
    AuthorizeError::ResponseMode(ResponseModeError::Unsupported { found })
}

#[test]
fn core_3_1_2_1_a_valid_request_by_get_and_by_post() {
    let by_get = authorize(&asking()).unwrap();
    let by_post = authorize_as(&provider(), Some(&web()), &asking().post("/authorize")).unwrap();
    assert_eq!(by_get, by_post);
    assert_eq!(by_get.client_id().as_str(), "web");
    assert_eq!(by_get.scope(), &scope("openid email offline_access"));
    assert_eq!(by_get.received(), at(0).into());
}

#[test]
fn core_3_1_2_1_the_pages_can_read_every_parameter() {
    let form = asking()
        .set("max_age", "300")
        .set("acr_values", "gold silver")
        .set("login_hint", "alice@example.com")
        .set("display", "touch")
        .set("ui_locales", "el en")
        .set("claims_locales", "fr")
        .set("prompt", "login consent")
        .set("x", "y");
    let pending = authorize(&form).unwrap();
    assert_eq!(pending.max_age().unwrap().as_secs(), 300);
    assert_eq!(pending.acr_values(), ["gold", "silver"]);
    assert_eq!(pending.login_hint(), Some("alice@example.com"));
    assert_eq!(pending.display().unwrap().as_str(), "touch");
    assert_eq!(pending.ui_locales(), ["el", "en"]);
    assert_eq!(pending.claims_locales(), ["fr"]);
    assert_eq!(pending.prompts().to_string(), "login consent");
    assert_eq!(pending.extra().get("x"), Some("y"));
    assert_eq!(pending.hinted_subject(), None);
}

#[test]
fn attack_079_duplicate_parameters_end_in_a_page() {
    for name in ["client_id", "state", "redirect_uri", "scope", "unknown"] {
        let twice = asking().and(name, "a").and(name, "b");
        let name = Some(name).filter(|name| *name != "unknown");
        let error = ParametersError::Duplicate { name };
        assert_page(unread(&twice.get()), &AuthorizeError::Parameters(error));
    }
}

#[test]
fn attack_079_query_and_body_together_end_in_a_page() {
    let mut request = asking().post("/authorize");
    *request.uri_mut() = format!("{ISSUER}/authorize?client_id=app").parse().unwrap();
    let error = ParametersError::QueryAndBody { name: Some("client_id") };
    assert_page(unread(&request), &AuthorizeError::Parameters(error));
}

#[test]
fn rfc6749_4_1_2_1_a_missing_client_id_ends_in_a_page() {
    let request = asking().without("client_id").get();
    assert_page(unread(&request), &oauth(AuthorizationRequestError::MissingClientId));
}

#[test]
fn rfc6749_4_1_2_1_a_malformed_redirect_uri_ends_in_a_page() {
    let request = asking().set("redirect_uri", "javascript:alert(1)").get();
    let error = RedirectUriError::Scheme { found: Excerpt::new("javascript") };
    let error = AuthorizationRequestError::RedirectUri(error);
    assert_page(unread(&request), &oauth(error));
}

#[test]
fn rfc6749_4_1_2_1_an_unknown_client_ends_in_a_page() {
    let refusal = authorize_as(&provider(), None, &asking().get()).unwrap_err();
    assert_page(refusal, &unknown_client());
}

#[test]
fn rfc6749_4_1_2_1_a_record_of_another_client_is_treated_as_unknown() {
    let refusal = authorize_as(&provider(), Some(&poster()), &asking().get()).unwrap_err();
    assert_page(refusal, &unknown_client());
}

#[test]
fn core_3_1_2_1_redirect_uri_is_required() {
    let refusal = authorize(&asking().without("redirect_uri")).unwrap_err();
    assert_page(refusal, &AuthorizeError::MissingRedirectUri);
}

#[test]
fn registration_2_an_algorithm_without_a_key_is_refused_before_sign_in() {
    let mut client = web();
    client.id_token_signed_response_alg = Some(SignatureAlgorithm::Rs256);
    let refusal = authorize_as(&provider(), Some(&client), &asking().get()).unwrap_err();
    let error = AuthorizeError::NoSigningKey(no_rs256());
    assert_redirect(refusal, &error, "server_error");
}

#[test]
fn core_3_1_2_1_redirect_uri_is_registered() {
    let refusal = authorize(&asking().set("redirect_uri", "https://evil.example/cb")).unwrap_err();
    assert_page(refusal, &unregistered("https://evil.example/cb"));
}

#[test]
fn attack_096_no_redirect_before_the_address_was_checked() {
    for (name, value) in [
        ("response_type", "token"),
        ("response_type", ""),
        ("scope", "a  b"),
        ("request", "e30.e30."),
        ("prompt", "none login"),
    ] {
        let form = asking().set(name, value).set("redirect_uri", "https://evil.example/cb");
        assert_page(authorize(&form).unwrap_err(), &unregistered("https://evil.example/cb"));
        let refusal = authorize_as(&provider(), None, &form.get()).unwrap_err();
        assert_page(refusal, &unknown_client());
    }
}

fn unknown_client() -> AuthorizeError {
    AuthorizeError::UnknownClient(ClientId::new("web").unwrap())
}

fn unregistered(redirect_uri: &str) -> AuthorizeError {
    AuthorizeError::RedirectUri(RedirectUri::new(redirect_uri).unwrap())
}

fn response_type(text: &str) -> ResponseType {
    ResponseType::new(text).unwrap()
}

/// Returns changes to a valid request: the parameter, its new value, the reason of the refusal, and
/// the `error` of the response.
fn changes() -> Vec<(&'static str, &'static str, AuthorizeError, &'static str)> {
    use AuthenticationRequestError as Request;
    use AuthorizationRequestError as OAuth;
    let core = AuthorizeError::Request;
    vec![
        ("request", "e30.e30.", AuthorizeError::RequestNotSupported, "request_not_supported"),
        (
            "request_uri",
            "https://client.example/request",
            AuthorizeError::RequestUriNotSupported,
            "request_uri_not_supported",
        ),
        (
            "registration",
            "{}",
            AuthorizeError::RegistrationNotSupported,
            "registration_not_supported",
        ),
        ("response_mode", "pigeon", unknown_mode("pigeon"), "invalid_request"),
        (
            "response_type",
            "code id_token",
            AuthorizeError::UnsupportedResponseType(response_type("code id_token")),
            "unsupported_response_type",
        ),
        (
            "response_type",
            "token",
            AuthorizeError::UnsupportedResponseType(response_type("token")),
            "unsupported_response_type",
        ),
        ("response_type", "", oauth(OAuth::MissingResponseType), "invalid_request"),
        ("scope", "a  b", oauth(OAuth::Syntax(SyntaxError::Scope)), "invalid_scope"),
        ("scope", "email", core(Request::NotOpenId), "invalid_scope"),
        ("scope", "", core(Request::NotOpenId), "invalid_scope"),
        ("display", "a b", core(Request::Display), "invalid_request"),
        (
            "prompt",
            "none login",
            core(Request::Prompt(PromptError::NoneWithOther)),
            "invalid_request",
        ),
        ("max_age", "-1", core(Request::MaxAge), "invalid_request"),
        ("id_token_hint", "{}", core(Request::IdTokenHint), "invalid_request"),
        ("code_challenge_method", "", oauth(OAuth::PlainCodeChallenge), "invalid_request"),
        ("code_challenge_method", "plain", oauth(OAuth::PlainCodeChallenge), "invalid_request"),
        (
            "code_challenge_method",
            "S512",
            oauth(OAuth::CodeChallengeMethod { found: Excerpt::new("S512") }),
            "invalid_request",
        ),
        ("code_challenge", "", oauth(OAuth::MissingCodeChallenge), "invalid_request"),
        (
            "code_challenge",
            "short",
            oauth(OAuth::Syntax(SyntaxError::CodeChallenge)),
            "invalid_request",
        ),
    ]
}

#[test]
fn core_3_1_2_2_one_change_one_error() {
    for (name, value, reason, error) in changes() {
        println!("{name}={value}");
        assert_redirect(authorize(&asking().set(name, value)).unwrap_err(), &reason, error);
    }
}

#[test]
fn attack_078_an_error_response_has_iss_and_keeps_the_query_of_the_redirect_uri() {
    let mut client = web();
    client.redirect_uris = vec!["https://client.example/cb?tenant=1".parse().unwrap()];
    let form =
        asking().set("redirect_uri", "https://client.example/cb?tenant=1").set("request", "x");
    let refusal = authorize_as(&provider(), Some(&client), &form.get()).unwrap_err();
    let Refusal::ToClient(refusal) = refusal else { panic!("a page") };
    let response = refusal.into_response();
    assert_eq!(
        response.headers()["location"],
        "https://client.example/cb?tenant=1&error=request_not_supported\
         &error_description=request+objects+are+not+supported\
         &state=af0ifjsldkj&iss=https%3A%2F%2Fop.example",
    );
}

#[test]
fn rfc6749_4_1_2_1_a_missing_state_is_not_sent_back() {
    for form in [asking().without("state"), asking().set("state", "a\r\nb")] {
        let Refusal::ToClient(refusal) = authorize(&form.set("request", "x")).unwrap_err() else {
            panic!("a page")
        };
        assert_eq!(response_of(&refusal.into_response()).get("state"), None);
    }
}

#[test]
fn multiple_response_types_2_1_response_mode_query_is_accepted() {
    assert!(authorize(&asking().set("response_mode", "query")).is_ok());
}

fn refused_to(client: &RegisteredClient, form: &Form) -> Refusal {
    authorize_as(&provider(), Some(client), &form.get()).unwrap_err()
}

#[test]
fn registration_2_response_types_are_registered() {
    let mut client = web();
    client.response_types = vec![response_type("id_token")];
    let refusal = refused_to(&client, &asking());
    let error = AuthorizeError::UnregisteredResponseType(ResponseType::CODE);
    assert_redirect(refusal, &error, "unauthorized_client");
}

#[test]
fn registration_2_grant_types_are_registered() {
    let mut client = web();
    client.grant_types = vec![GrantType::REFRESH_TOKEN];
    let refusal = refused_to(&client, &asking());
    let error = AuthorizeError::UnregisteredGrantType(GrantType::AUTHORIZATION_CODE);
    assert_redirect(refusal, &error, "unauthorized_client");
}

fn without_challenge() -> Form {
    asking().without("code_challenge").without("code_challenge_method")
}

#[test]
fn rfc9700_2_1_1_a_challenge_is_required() {
    let strict = provider_with(|policy| policy.pkce = Pkce::Required);
    let request = without_challenge().get();
    let refusal = authorize_as(&strict, Some(&web()), &request).unwrap_err();
    assert_redirect(refusal, &AuthorizeError::ChallengeRequired, "invalid_request");
}

#[test]
fn rfc9700_2_1_1_every_policy_requires_a_challenge_of_public_clients() {
    let request = without_challenge().get();
    for pkce in [Pkce::Required, Pkce::NonceInstead, Pkce::RequiredOfPublicClients] {
        let provider = provider_with(|policy| policy.pkce = pkce);
        for client in [web().public(), web().public().pkce(pkce)] {
            let refusal = authorize_as(&provider, Some(&client), &request).unwrap_err();
            assert_redirect(refusal, &AuthorizeError::ChallengeRequired, "invalid_request");
        }
    }
}

#[test]
fn oauth_2_1_a_confidential_client_can_send_a_nonce_instead_of_a_challenge() {
    assert!(authorize(&without_challenge()).is_ok());
    assert!(authorize(&asking().without("nonce")).is_ok());
    let refusal = authorize(&without_challenge().without("nonce")).unwrap_err();
    assert_redirect(refusal, &AuthorizeError::ChallengeOrNonceRequired, "invalid_request");
}

#[test]
fn rfc9700_2_1_1_the_policy_can_exempt_confidential_clients_from_the_challenge() {
    let provider = provider_with(|policy| policy.pkce = Pkce::RequiredOfPublicClients);
    for form in [without_challenge(), without_challenge().without("nonce")] {
        assert!(authorize_as(&provider, Some(&web()), &form.get()).is_ok());
    }
}

#[test]
fn rfc9700_2_1_1_the_registration_of_a_client_takes_the_place_of_the_policy() {
    let strict = web().pkce(Pkce::Required);
    let refusal = refused_to(&strict, &without_challenge());
    assert_redirect(refusal, &AuthorizeError::ChallengeRequired, "invalid_request");
    let provider = provider_with(|policy| policy.pkce = Pkce::Required);
    let lax = web().pkce(Pkce::NonceInstead);
    assert!(authorize_as(&provider, Some(&lax), &without_challenge().get()).is_ok());
}

#[test]
fn core_3_1_2_1_unknown_scopes_are_ignored() {
    let pending = authorize(&asking().set("scope", "openid email admin")).unwrap();
    assert_eq!(pending.scope(), &scope("openid email"));
}

#[test]
fn registration_a_client_gets_no_scope_that_it_did_not_register() {
    let mut client = web();
    client.scope = Some(scope("email"));
    let form = asking().set("scope", "openid profile email");
    let pending = authorize_as(&provider(), Some(&client), &form.get()).unwrap();
    assert_eq!(pending.scope(), &scope("openid email"));
}

#[test]
fn core_11_offline_access_is_ignored_for_a_client_without_refresh_tokens() {
    let mut client = web();
    client.grant_types = vec![GrantType::AUTHORIZATION_CODE];
    let pending = authorize_as(&provider(), Some(&client), &asking().get()).unwrap();
    assert_eq!(pending.scope(), &scope("openid email"));
}

#[test]
fn core_11_offline_access_is_ignored_by_a_provider_without_refresh_tokens() {
    let provider = provider_with(|policy| policy.refresh_tokens = false);
    let pending = authorize_as(&provider, Some(&web()), &asking().get()).unwrap();
    assert_eq!(pending.scope(), &scope("openid email"));
}

#[test]
fn reasons_have_stable_names() {
    for (reason, name) in [
        (AuthorizeError::Parameters(ParametersError::TooMany), "parameters.too_many"),
        (oauth(AuthorizationRequestError::ClientId), "client_id.syntax"),
        (unknown_client(), "authorize.unknown_client"),
        (AuthorizeError::MissingRedirectUri, "authorize.missing_redirect_uri"),
        (unregistered(CALLBACK), "authorize.redirect_uri"),
        (AuthorizeError::RequestNotSupported, "authorize.request_not_supported"),
        (AuthorizeError::RequestUriNotSupported, "authorize.request_uri_not_supported"),
        (AuthorizeError::RequestObjectRequired, "authorize.request_object_required"),
        (AuthorizeError::RegistrationNotSupported, "authorize.registration_not_supported"),
        (unknown_mode("pigeon"), "response_mode.unsupported"),
        (
            AuthorizeError::UnsupportedResponseMode(ResponseMode::QUERY_JWT),
            "authorize.response_mode",
        ),
        (
            AuthorizeError::UnregisteredResponseMode(ResponseMode::QUERY),
            "authorize.unregistered_response_mode",
        ),
        (AuthorizeError::NonceRequired(ResponseType::ID_TOKEN), "authorize.nonce_required"),
        (
            AuthorizeError::UnsupportedResponseType(response_type("token")),
            "authorize.unsupported_response_type",
        ),
        (AuthorizeError::ByProvider(ErrorCode::SERVER_ERROR), "authorize.by_provider"),
        (AuthorizeError::NoSigningKey(no_rs256()), "authorize.no_signing_key"),
        (AuthorizeError::Subject, "authorize.subject"),
        (
            AuthorizeError::UnregisteredResponseType(ResponseType::CODE),
            "authorize.unauthorized_client",
        ),
        (
            AuthorizeError::UnregisteredGrantType(GrantType::AUTHORIZATION_CODE),
            "authorize.unauthorized_client",
        ),
        (AuthorizeError::ChallengeRequired, "authorize.challenge_required"),
        (AuthorizeError::ChallengeOrNonceRequired, "authorize.challenge_or_nonce_required"),
        (AuthorizeError::StoreFailed(StoreFailed), "store_failed"),
        (AuthorizeError::NotWaiting(NotWaiting::Unknown), "interaction.gone"),
        (AuthorizeError::NotWaiting(NotWaiting::Answered(web().client_id)), "interaction.answered"),
        (AuthorizeError::Hint(IdTokenError::Encrypted), "authorize.id_token_hint"),
        (AuthorizeError::LoginRequired, "authorize.login_required"),
        (AuthorizeError::ConsentRequired, "authorize.consent_required"),
        (AuthorizeError::Denied, "authorize.denied"),
        (AuthorizeError::Random(RandomError), "random"),
    ] {
        assert_eq!(reason.code(), name);
    }
}

/// RFC 9700 §4.11.2: any website can make a browser send a request, and the client may show the
/// description.
#[test]
fn attack_095_no_description_repeats_a_value_of_the_request() {
    const MARKER: &str = "1_call_0800_to_unlock";
    let typ = symbolon_jose::base64url::encode(
        format!(r#"{{"alg":"ES256","typ":"{MARKER}"}}"#).as_bytes(),
    );
    let hint = format!("{typ}.e30.c2ln");
    for name in [
        "response_type",
        "scope",
        "nonce",
        "prompt",
        "max_age",
        "display",
        "ui_locales",
        "acr_values",
        "response_mode",
        "request",
        "request_uri",
        "registration",
        "code_challenge",
        "code_challenge_method",
        "id_token_hint",
    ] {
        for value in [MARKER, hint.as_str()] {
            let Err(Refusal::ToClient(refusal)) = authorize(&asking().set(name, value)) else {
                continue;
            };
            let response = response_of(&refusal.into_response());
            let description = response.get("error_description").unwrap_or_default();
            assert!(!description.contains(MARKER), "{name}: {description}");
        }
    }
}

/// The texts of these errors name the redirect URI, the keys of the provider, and a claim. The
/// client receives a fixed description instead.
#[test]
fn attack_095_some_errors_have_a_fixed_description() {
    let plain = RedirectUri::new("http://127.0.0.1/cb").unwrap();
    let keys = vec![SignatureAlgorithm::Es256];
    let no_key = NoSigningKey::new(SignatureAlgorithm::Ps512, keys);
    let cannot_sign = Some("the provider cannot sign an ID Token for this client");
    for (reason, code, description) in [
        (
            AuthorizeError::UnencryptedRedirectUri(plain),
            ErrorCode::INVALID_REQUEST,
            Some("the redirect_uri must use https for this response_type"),
        ),
        (AuthorizeError::NoSigningKey(no_key), ErrorCode::SERVER_ERROR, cannot_sign),
        (
            AuthorizeError::IdToken(IssueError::Registered("sub")),
            ErrorCode::SERVER_ERROR,
            cannot_sign,
        ),
    ] {
        let response = ErrorResponse::from(&reason);
        assert_eq!(response.error, code, "{reason:?}");
        assert_eq!(response.error_description.as_deref(), description, "{reason:?}");
    }
}

#[test]
fn attack_095_the_sentence_for_the_page_contains_nothing_of_the_request() {
    let evil = asking().set("redirect_uri", "https://evil.example/call-0800");
    let unknown = authorize_as(&provider(), None, &asking().set("client_id", "<b>").get());
    for refusal in [authorize(&evil).unwrap_err(), unknown.unwrap_err()] {
        let Refusal::ToUser(refusal) = refusal else { panic!("a redirect") };
        assert!(!refusal.sentence().contains(['<', '/']), "{}", refusal.sentence());
        // The reason is bounded and escaped, for the log.
        assert!(refusal.reason().to_string().len() < 300);
    }
}
