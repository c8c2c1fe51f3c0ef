//! Clients that register themselves over HTTP.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::response::Response;
use http::header::{
    ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_METHOD,
    AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, ORIGIN, WWW_AUTHENTICATE,
};
use http::{Request, StatusCode};
use serde_json::{Value, json};
use symbolon_axum::{Answer, Message, ProblemCode, registration};
use symbolon_oauth::ClientId;
use symbolon_provider::RegistrationPolicy;
use symbolon_registration::{ConfigurationRequest, RegistrationRequest};
use tower::ServiceExt as _;

use crate::op::{Op, Outcome, now};

/// A sender for requests that are not expected.
async fn send(request: Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, String> {
    Err(format!("unexpected: {}", request.uri()))
}

async fn register(State(op): State<Op>, Message(request): Message<RegistrationRequest>) -> Answer {
    Answer(op.store.answer_registration(&op.engine, request, send, now()).await.response)
}

async fn configure(
    State(op): State<Op>,
    Message(request): Message<ConfigurationRequest>,
) -> Answer {
    Answer(op.store.answer_configuration(&op.engine, request, send, now()).await.response)
}

async fn call(op: &Op, request: http::request::Builder, body: &Value) -> Outcome<Response> {
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let routes = Router::new().route("/op/register", registration(register, configure));
    let request = request.header(CONTENT_TYPE, "application/json").body(body)?;
    Ok(routes.with_state(op.clone()).oneshot(request).await?)
}

async fn json_of(response: Response) -> Outcome<Value> {
    Ok(serde_json::from_slice(&to_bytes(response.into_body(), 100_000).await?)?)
}

fn op() -> Outcome<Op> {
    Op::registering("https://op.example/op", RegistrationPolicy::open())
}

fn metadata() -> Value {
    json!({ "redirect_uris": ["https://wiki.example/cb"], "client_name": "Wiki" })
}

/// Returns a request of a registered client with its registration access token.
fn with_token(method: &str, registered: &Value) -> Outcome<http::request::Builder> {
    let text = |name: &str| registered[name].as_str().ok_or("no token");
    let bearer = format!("Bearer {}", text("registration_access_token")?);
    let request = Request::builder().method(method).uri(text("registration_client_uri")?);
    Ok(request.header(AUTHORIZATION, bearer))
}

#[tokio::test]
async fn a_client_registers_reads_updates_and_deletes_its_registration() -> Outcome {
    let op = op()?;
    let response = call(&op, Request::post("/op/register"), &metadata()).await?;
    assert_eq!(response.status(), StatusCode::CREATED);
    assert_eq!(response.headers()[CACHE_CONTROL], "no-store");
    let registered = json_of(response).await?;
    let id = ClientId::new(registered["client_id"].as_str().ok_or("no client_id")?)?;
    assert!(op.store.client(&id).await?.is_some());

    let response = call(&op, with_token("GET", &registered)?, &Value::Null).await?;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(json_of(response).await?["client_name"], "Wiki");

    let mut update = metadata();
    update["client_id"] = registered["client_id"].clone();
    update["client_name"] = "Other".into();
    let response = call(&op, with_token("PUT", &registered)?, &update).await?;
    assert_eq!(response.status(), StatusCode::OK);
    let updated = json_of(response).await?;
    assert_eq!(updated["client_name"], "Other");

    let response = call(&op, with_token("DELETE", &updated)?, &Value::Null).await?;
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert_eq!(op.store.client(&id).await?, None);
    let response = call(&op, with_token("GET", &updated)?, &Value::Null).await?;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert!(response.headers().contains_key(WWW_AUTHENTICATE));
    Ok(())
}

#[tokio::test]
async fn rfc7591_3_2_2_wrong_metadata_is_answered_with_the_error_and_its_code_is_logged() -> Outcome
{
    let op = op()?;
    let metadata = json!({ "redirect_uris": ["https://wiki.example/cb#fragment"] });
    let response = call(&op, Request::post("/op/register"), &metadata).await?;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(response.extensions().get::<ProblemCode>().is_some());
    assert_eq!(json_of(response).await?["error"], "invalid_redirect_uri");
    Ok(())
}

#[tokio::test]
async fn registration_3_a_browser_may_send_every_method_from_every_page() -> Outcome {
    let op = op()?;
    for method in ["POST", "GET", "PUT", "DELETE"] {
        let request = Request::builder().method("OPTIONS").uri("/op/register");
        let request = request.header(ORIGIN, "https://other.example");
        let request = request.header(ACCESS_CONTROL_REQUEST_METHOD, method);
        let response = call(&op, request, &Value::Null).await?;
        assert_eq!(response.headers()[ACCESS_CONTROL_ALLOW_ORIGIN], "*", "{method}");
        let allowed = response.headers()[ACCESS_CONTROL_ALLOW_METHODS].to_str()?;
        assert!(allowed.contains(method), "{allowed}");
    }
    let request = Request::post("/op/register").header(ORIGIN, "https://other.example");
    let response = call(&op, request, &metadata()).await?;
    assert_eq!(response.headers()[ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    Ok(())
}
