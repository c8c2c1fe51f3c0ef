//! Properties that hold for all input: attack 123.

use http::{HeaderValue, Method, Request, header};
use proptest::collection::vec;
use proptest::prelude::*;
use symbolon_jose::Object;
use symbolon_provider::{
    GrantId, PendingAuthorization, Presented, ReceivedRequest, Refusal, SignedIn, SingleUse,
    TokenRequest, UserInfoRequest,
};

use crate::common::*;

fn name() -> impl Strategy<Value = String> {
    let known = vec![
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
        "prompt",
        "max_age",
        "display",
        "id_token_hint",
        "login_hint",
        "acr_values",
        "ui_locales",
        "response_mode",
        "request",
        "claims",
        "resource",
        "grant_type",
        "code",
        "code_verifier",
        "refresh_token",
        "client_secret",
        "client_assertion",
        "client_assertion_type",
        "access_token",
    ];
    prop_oneof![
        9 => proptest::sample::select(known).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn value() -> impl Strategy<Value = String> {
    let known = vec![
        "code",
        "openid",
        "openid email",
        "none",
        "login consent",
        "0",
        "18446744073709551615",
        "S256",
        "query",
        "web",
        CALLBACK,
        CHALLENGE,
        VERIFIER,
        SECRET,
        "e30.e30.e30",
        "authorization_code",
        "refresh_token",
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    ];
    prop_oneof![
        3 => proptest::sample::select(known).prop_map(str::to_owned),
        1 => "[ -~]{0,40}",
        1 => any::<String>(),
    ]
}

/// Generates a valid form with changes, or an empty form with the same changes.
fn changed(valid: Form) -> impl Strategy<Value = Form> {
    let changes = vec((name(), value(), any::<bool>()), 0..6);
    (prop_oneof![3 => Just(valid), 1 => Just(Form(Vec::new()))], changes).prop_map(
        |(form, changes)| {
            changes.into_iter().fold(form, |form, (name, value, replace)| {
                if replace { form.set(&name, &value) } else { form.and(&name, &value) }
            })
        },
    )
}

/// Generates requests with any method, query, body and `Authorization` field.
fn any_request() -> impl Strategy<Value = Request<Vec<u8>>> {
    let method = prop_oneof![Just(Method::GET), Just(Method::POST), Just(Method::PUT)];
    let query = "[!-~&&[^#<>\"{}|\\\\^`]]{0,60}";
    let field = vec(any::<u8>(), 0..60);
    (method, query, vec(any::<u8>(), 0..80), field, any::<bool>()).prop_map(
        |(method, query, body, field, is_form)| {
            let mut request = Request::new(body);
            *request.method_mut() = method;
            *request.uri_mut() = format!("{ISSUER}/x?{query}").parse().unwrap();
            if is_form {
                let form = HeaderValue::from_static(FORM);
                request.headers_mut().insert(header::CONTENT_TYPE, form);
            }
            if let Ok(field) = HeaderValue::from_bytes(&field) {
                request.headers_mut().insert(header::AUTHORIZATION, field);
            }
            request
        },
    )
}

fn grant() -> GrantId {
    serde_json::from_value("grant".into()).unwrap()
}

/// Runs the whole authorization endpoint. Checks that every response goes to the registered URI.
fn authorization_endpoint(request: &Request<Vec<u8>>) -> Result<(), Refusal> {
    let op = provider();
    let pending = authorize_as(&op, Some(&web()), request)?;
    let stored = serde_json::to_string(&pending).unwrap();
    assert_eq!(serde_json::from_str::<PendingAuthorization>(&stored).unwrap(), pending);
    let user = SignedIn::new("alice", at(1));
    let _ = op.interaction(&pending, Some(&user), &earlier("openid"), at(2))?;
    let response = sent(op.respond(pending, yes(user), at(2))?);
    assert!(response.headers()["location"].to_str().unwrap().starts_with(CALLBACK));
    Ok(())
}

fn token_endpoint(request: &Request<Vec<u8>>) {
    let op = provider();
    let Ok(request) = TokenRequest::from_http(request) else { return };
    for client in [web(), poster(), app(), signer()] {
        let Ok(client) = op.authenticate(&request, Some(&client), at(1)) else { continue };
        let client = client.accept(symbolon_provider::FirstUse::Confirmed).unwrap();
        for spent in [false, true] {
            match op.presented(request.clone(), client.clone()) {
                Ok(Presented::Code(code)) => {
                    let found = if spent { SingleUse::Spent(grant()) } else { SingleUse::Unknown };
                    assert!(op.redeem(code, found, Object::new(), at(1)).is_err());
                }
                Ok(Presented::RefreshToken(token)) => {
                    let found = if spent { SingleUse::Spent(grant()) } else { SingleUse::Unknown };
                    assert!(op.refresh(token, found, Object::new(), at(1)).is_err());
                }
                _ => {}
            }
        }
    }
}

proptest! {
    #[test]
    fn attack_123_authorization_requests(form in changed(asking())) {
        if let Err(Refusal::ToClient(refusal)) = authorization_endpoint(&form.get()) {
            let response = refusal.into_response();
            prop_assert!(response.headers()["location"].to_str().unwrap().starts_with(CALLBACK));
            let parameters = response_of(&response);
            prop_assert_eq!(parameters.get("iss"), Some(ISSUER));
            prop_assert!(parameters.get("error").is_some());
            prop_assert_eq!(parameters.get("code"), None);
        }
    }

    #[test]
    fn attack_123_token_requests(
        form in changed(redeeming("c").set("client_id", "poster").set("client_secret", SECRET)),
    ) {
        token_endpoint(&form.post("/token"));
        token_endpoint(&form.without("client_secret").basic("web", SECRET));
    }

    #[test]
    fn attack_123_any_request_at_any_endpoint(request in any_request()) {
        let _ = authorization_endpoint(&request);
        token_endpoint(&request);
        if let Ok(request) = UserInfoRequest::from_http(&request) {
            prop_assert!(provider().user_info(&request, None, at(1)).is_err());
        }
    }

    #[test]
    fn attack_123_client_ids_that_are_not_registered(client_id in any::<String>()) {
        let request = asking().set("client_id", &client_id).get();
        if let Ok(request) = ReceivedRequest::from_http(&request) {
            let is_web = request.client_id().as_str() == "web";
            let refused = provider().authorize(request, Some(&web()), at(0)).is_err();
            prop_assert_eq!(refused, !is_web);
        }
    }
}
