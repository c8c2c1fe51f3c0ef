//! A provider at which clients register themselves, and whose conduct the test chooses.

use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};
use symbolon::jose::jwk::PublicJwkSet;
use tokio::net::TcpListener;

use crate::mock;

/// A running provider.
#[derive(Clone)]
pub(crate) struct Registrar {
    pub(crate) issuer: String,
    state: Arc<Mutex<Conduct>>,
}

/// What the provider does, and what it was asked.
#[derive(Default)]
pub(crate) struct Conduct {
    /// Whether the host answers WebFinger.
    pub(crate) has_webfinger: bool,
    /// Whether the metadata has a registration endpoint.
    pub(crate) has_registration: bool,
    /// The issuer that the metadata states instead of the real issuer.
    pub(crate) other_issuer: Option<&'static str>,
    /// Whether the provider refuses to register clients.
    pub(crate) refuses: bool,
    /// The members that the provider registers with another value. `null` leaves a member out.
    pub(crate) changes: Vec<(&'static str, Value)>,
    /// The registered client. Set it to `None` to forget the client.
    pub(crate) client: Option<Value>,
    /// How many clients were registered, and how many of them the clients deleted.
    pub(crate) registered: usize,
    pub(crate) deleted: usize,
    /// How many token requests arrived.
    pub(crate) token_requests: usize,
    jwks: String,
}

impl Registrar {
    /// Starts a provider on a free port, which registers what a client asks for.
    pub(crate) async fn start() -> Result<Self, Box<dyn Error>> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let issuer = format!("http://{}", listener.local_addr()?);
        let public = mock::key()?.public().ok_or("the key has no public half")?;
        let conduct = Conduct {
            has_webfinger: true,
            has_registration: true,
            jwks: PublicJwkSet::new(vec![public]).to_object().to_json(),
            ..Conduct::default()
        };
        let registrar = Self { issuer, state: Arc::new(Mutex::new(conduct)) };
        let routes = Router::new()
            .route("/.well-known/webfinger", get(webfinger))
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/jwks", get(jwks))
            .route("/register", post(register).get(read).delete(delete))
            .route("/token", post(token))
            .with_state(registrar.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(registrar)
    }

    pub(crate) fn conduct(&self) -> MutexGuard<'_, Conduct> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the identifier of a user whose host is the provider.
    pub(crate) fn alice(&self) -> String {
        self.issuer.replace("http://", "alice@")
    }
}

fn answer(status: StatusCode, document: &Value) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], document.to_string()).into_response()
}

fn error(status: StatusCode, code: &str) -> Response {
    answer(status, &json!({ "error": code }))
}

async fn webfinger(State(it): State<Registrar>) -> Response {
    if !it.conduct().has_webfinger {
        return StatusCode::NOT_FOUND.into_response();
    }
    let link = json!({ "rel": "http://openid.net/specs/connect/1.0/issuer", "href": it.issuer });
    answer(StatusCode::OK, &json!({ "subject": "acct:alice", "links": [link] }))
}

async fn metadata(State(it): State<Registrar>) -> Response {
    let (issuer, conduct) = (&it.issuer, it.conduct());
    let endpoint = conduct.has_registration.then(|| format!("{issuer}/register"));
    let metadata = json!({
        "issuer": conduct.other_issuer.unwrap_or(issuer),
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256"],
        "authorization_response_iss_parameter_supported": true,
        // `null` means that there is no endpoint.
        "registration_endpoint": endpoint,
    });
    answer(StatusCode::OK, &metadata)
}

async fn jwks(State(it): State<Registrar>) -> Response {
    let jwks = it.conduct().jwks.clone();
    ([(CONTENT_TYPE, "application/json")], jwks).into_response()
}

async fn register(State(it): State<Registrar>, body: String) -> Response {
    let mut conduct = it.conduct();
    if conduct.refuses {
        return error(StatusCode::BAD_REQUEST, "invalid_client_metadata");
    }
    let Ok(mut client) = serde_json::from_str::<Map<String, Value>>(&body) else {
        return error(StatusCode::BAD_REQUEST, "invalid_client_metadata");
    };
    conduct.registered = conduct.registered.saturating_add(1);
    let id = format!("client-{}", conduct.registered);
    let url = format!("{}/register?client_id={id}", it.issuer);
    let issued = [
        ("client_id", id.into()),
        ("client_secret", "s".repeat(43).into()),
        ("client_secret_expires_at", 0.into()),
        ("registration_access_token", "t".repeat(43).into()),
        ("registration_client_uri", url.into()),
    ];
    for (member, value) in issued.into_iter().chain(conduct.changes.clone()) {
        client.insert(member.to_owned(), value);
    }
    client.retain(|_, value| !value.is_null());
    let client = Value::Object(client);
    conduct.client = Some(client.clone());
    answer(StatusCode::CREATED, &client)
}

async fn read(State(it): State<Registrar>) -> Response {
    match &it.conduct().client {
        Some(client) => answer(StatusCode::OK, client),
        None => error(StatusCode::UNAUTHORIZED, "invalid_token"),
    }
}

async fn delete(State(it): State<Registrar>) -> Response {
    let mut conduct = it.conduct();
    conduct.client = None;
    conduct.deleted = conduct.deleted.saturating_add(1);
    StatusCode::NO_CONTENT.into_response()
}

async fn token(State(it): State<Registrar>) -> Response {
    let mut conduct = it.conduct();
    conduct.token_requests = conduct.token_requests.saturating_add(1);
    error(StatusCode::UNAUTHORIZED, "invalid_client")
}
