//! Requests to the endpoints of a provider, and the records that they take.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::{get, post};
use http::StatusCode;
use http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CONTENT_LENGTH, ETAG, IF_NONE_MATCH, LOCATION, ORIGIN, VARY,
};
use serde_json::Value;
use symbolon_axum::{Answer, Message, allow_browser_apps, documents, webfinger};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::Jrd;
use symbolon_oauth::{AccessToken, AuthorizationCode, Parameters, Scope};
use symbolon_provider::cors::{BrowserEndpoint, Origin};
use symbolon_provider::{
    Consent, Decision, FirstUse, ReceivedRequest, SignedIn, SingleUse, TokenRequest,
};
use symbolon_test_support::at_once::at_once;
use symbolon_test_support::names;
use tower::ServiceExt as _;

use crate::op::{Good as _, Op, Outcome, now, query};

async fn token(State(op): State<Op>, Message(request): Message<TokenRequest>) -> Answer {
    Answer(op.store.answer_token_request(&op.engine, request, now()).await.response)
}

async fn authorize(Message(request): Message<ReceivedRequest>) -> String {
    request.client_id().to_string()
}

async fn send(op: &Op, request: http::request::Builder, body: String) -> Outcome<Response> {
    let store = op.store.clone();
    let is_known = async move |it: Origin| store.has_origin(&it).await.unwrap_or(false);
    let routes = Router::new()
        .merge(documents(&op.engine))
        .route("/token", allow_browser_apps(BrowserEndpoint::Token, post(token), is_known))
        .route("/authorize", get(authorize).post(authorize))
        .with_state(op.clone());
    let form = "application/x-www-form-urlencoded";
    let request: Request = request.header("content-type", form).body(Body::from(body))?;
    Ok(routes.oneshot(request).await?)
}

async fn text(response: Response) -> Outcome<String> {
    Ok(String::from_utf8(to_bytes(response.into_body(), 100_000).await?.into())?)
}

/// Lets alice consent. Returns the body of the token request with the code.
fn code(op: &Op) -> Outcome<String> {
    let scope = Scope::parse("openid offline_access")?;
    let decision = Decision::Consented(Consent::new(SignedIn::new("alice", now()), scope));
    let issued = op.engine.respond(op.pending()?, decision, now()).good()?;
    let stored = at_once(op.store.put_authorization(issued.records()))?;
    let answer = issued.into_response(stored);
    let location = answer.headers().get(LOCATION).ok_or("no location")?.to_str()?;
    let query = location.split_once('?').ok_or("no query")?.1;
    let code = Parameters::parse(query)?.take("code").ok_or("no code")?.to_string();
    Ok(format!(
        "grant_type=authorization_code&code={code}&code_verifier={}&\
         redirect_uri=https%3A%2F%2Fclient.example%2Fcb",
        names::CODE_VERIFIER
    ))
}

/// Sends a token request. Returns the status and the JSON of the response.
async fn exchange(op: &Op, body: &str) -> Outcome<(StatusCode, Value)> {
    let credentials =
        format!("&client_id={}&client_secret={}", names::CLIENT_ID, names::CLIENT_SECRET);
    let response = send(op, Request::post("/token"), format!("{body}{credentials}")).await?;
    let status = response.status();
    Ok((status, serde_json::from_str(&text(response).await?)?))
}

fn refresh(response: &Value) -> String {
    let token = response["refresh_token"].as_str().unwrap_or_default();
    format!("grant_type=refresh_token&refresh_token={token}")
}

/// Returns whether the access token of a response is valid.
fn is_valid(op: &Op, response: &Value) -> Outcome<bool> {
    let token = AccessToken::new(response["access_token"].as_str().unwrap_or_default().to_owned());
    Ok(at_once(op.store.access_token(&op.engine.fingerprint(&token)))?.is_some())
}

#[tokio::test]
async fn rfc6749_4_1_2_a_second_use_of_a_code_revokes_what_the_first_use_brought() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let request = code(&op)?;
    let (status, first) = exchange(&op, &request).await?;
    assert_eq!(status, StatusCode::OK, "{first}");
    assert!(is_valid(&op, &first)?);
    let (status, second) = exchange(&op, &request).await?;
    assert_eq!((status, &second["error"]), (StatusCode::BAD_REQUEST, &"invalid_grant".into()));
    assert!(!is_valid(&op, &first)?);
    let (_, refreshed) = exchange(&op, &refresh(&first)).await?;
    assert_eq!(refreshed["error"], "invalid_grant");
    Ok(())
}

#[tokio::test]
async fn rfc9700_4_14_2_a_second_use_of_a_refresh_token_revokes_its_grant() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let (_, first) = exchange(&op, &code(&op)?).await?;
    let (status, second) = exchange(&op, &refresh(&first)).await?;
    assert_eq!(status, StatusCode::OK, "{second}");
    assert!(is_valid(&op, &second)?);
    let (_, again) = exchange(&op, &refresh(&first)).await?;
    assert_eq!(again["error"], "invalid_grant");
    assert!(!is_valid(&op, &second)?);
    Ok(())
}

#[test]
fn an_unknown_code_is_unknown_and_no_keys_were_not_seen_before() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let code = AuthorizationCode::random(&CRYPTO)?;
    assert_eq!(at_once(op.store.find_code(&code.fingerprint(&CRYPTO)))?, SingleUse::Unknown);
    assert_eq!(at_once(op.store.first_use(&[]))?, FirstUse::Confirmed);
    Ok(())
}

#[tokio::test]
async fn a_posted_authorization_request_is_sent_again_by_get() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let response = send(&op, Request::post("/authorize"), query()).await?;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let location = response.headers()[LOCATION].to_str()?.to_owned();
    let response = send(&op, Request::get(format!("/authorize{location}")), String::new()).await?;
    assert_eq!(text(response).await?, names::CLIENT_ID);
    Ok(())
}

#[tokio::test]
async fn rfc6749_3_1_the_query_of_the_endpoint_is_kept_when_a_request_is_sent_again() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let endpoint = Request::post("/authorize?tenant=a%26b&x");
    let response = send(&op, endpoint, query()).await?;
    let location = response.headers()[LOCATION].to_str()?.to_owned();
    assert_eq!(location, format!("?tenant=a%26b&x&{}", query()));
    let response = send(&op, Request::get(format!("/authorize{location}")), String::new()).await?;
    assert_eq!(text(response).await?, names::CLIENT_ID);
    // A parameter of the request in the query could be read in two ways.
    let response = send(&op, Request::post("/authorize?scope=openid"), query()).await?;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    Ok(())
}

#[tokio::test]
async fn a_body_that_is_too_long_is_not_read() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let response = send(&op, Request::post("/token"), "a".repeat(64 * 1024 + 1)).await?;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    Ok(())
}

#[tokio::test]
async fn a_token_request_by_get_is_told_the_method() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let response = send(&op, Request::get("/token"), String::new()).await?;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers()[ALLOW], "POST,OPTIONS");
    Ok(())
}

#[tokio::test]
async fn the_documents_are_below_the_path_of_the_issuer() -> Outcome {
    let op = Op::new("https://op.example/tenant")?;
    for path in ["/tenant/.well-known/openid-configuration", "/tenant/jwks"] {
        let response = send(&op, Request::get(path), String::new()).await?;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let etag = response.headers()[ETAG].clone();
        let length = text(response).await?.len();
        let again = Request::get(path).header(IF_NONE_MATCH, etag);
        let response = send(&op, again, String::new()).await?;
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{path}");
        let head = send(&op, Request::head(path), String::new()).await?;
        assert_eq!(head.headers()[CONTENT_LENGTH], length.to_string());
    }
    let other = Request::get("/.well-known/openid-configuration");
    assert_eq!(send(&op, other, String::new()).await?.status(), StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn core_5_3_only_pages_of_clients_may_read_the_token_response() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    for (origin, allowed) in [("https://client.example", true), ("https://other.example", false)] {
        for method in ["OPTIONS", "POST"] {
            let request = Request::builder().method(method).uri("/token").header(ORIGIN, origin);
            let request = request.header("access-control-request-method", "POST");
            let response = send(&op, request, String::new()).await?;
            let found = response.headers().get(ACCESS_CONTROL_ALLOW_ORIGIN);
            let found = found.map(|it| it.to_str()).transpose()?;
            assert_eq!(found, allowed.then_some(origin), "{method} {origin}");
            assert_eq!(response.headers().get_all(VARY).iter().count(), 1, "{method} {origin}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn registration_3_every_page_may_read_the_registration_response() -> Outcome {
    for method in ["OPTIONS", "POST"] {
        let never = async |_: Origin| panic!("no client is looked up");
        let handlers = post(async || "the registration");
        let routes = allow_browser_apps(BrowserEndpoint::Registration, handlers, never);
        let request = Request::builder().method(method).uri("/register");
        let request = request.header(ORIGIN, "https://other.example").body(Body::empty())?;
        let response = Router::new().route("/register", routes).oneshot(request).await?;
        assert_eq!(response.headers()[ACCESS_CONTROL_ALLOW_ORIGIN], "*", "{method}");
    }
    Ok(())
}

#[tokio::test]
async fn discovery_2_webfinger_names_the_provider_of_a_user() -> Outcome {
    let issuer = Op::new(names::ISSUER)?.engine.issuer().clone();
    let routes: Router = webfinger(async move |resource| {
        (resource.host() == Some("example.com")).then(|| Jrd::of_issuer(&resource, &issuer))
    });
    for (method, query, status) in [
        ("GET", "?resource=acct%3Ajoe%40example.com", StatusCode::OK),
        ("GET", "?resource=acct%3Ajoe%40other.example", StatusCode::NOT_FOUND),
        ("GET", "", StatusCode::BAD_REQUEST),
        ("OPTIONS", "", StatusCode::NO_CONTENT),
        ("POST", "?resource=acct%3Ajoe%40example.com", StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let uri = format!("/.well-known/webfinger{query}");
        let request =
            Request::builder().method(method).uri(uri).header(ORIGIN, "https://a.example");
        let response = routes.clone().oneshot(request.body(Body::empty())?).await?;
        assert_eq!(response.status(), status, "{method} {query}");
        if method != "POST" {
            assert_eq!(response.headers()[ACCESS_CONTROL_ALLOW_ORIGIN], "*", "{method} {query}");
        }
        if status == StatusCode::OK {
            let jrd: Value = serde_json::from_str(&text(response).await?)?;
            assert_eq!(jrd["links"][0]["href"], names::ISSUER);
        }
    }
    Ok(())
}
