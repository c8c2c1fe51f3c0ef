//! A provider whose answers the test chooses.

use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::header::CONTENT_TYPE;
use symbolon::jose::jwk::{KeyKind, PrivateJwk, PublicJwkSet};
use symbolon::jose::jwt::Claims;
use symbolon::jose::{NumericDate, SignatureAlgorithm, SigningKey};
use symbolon::ring::CRYPTO;
use time::OffsetDateTime;
use tokio::net::TcpListener;

/// A running provider.
#[derive(Clone)]
pub(crate) struct Mock {
    pub(crate) issuer: String,
    answers: Arc<Mutex<Answers>>,
}

#[derive(Default)]
struct Answers {
    jwks: String,
    id_token: String,
}

impl Mock {
    /// Starts the provider on a free port.
    pub(crate) async fn start() -> Result<Self, Box<dyn Error>> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let issuer = format!("http://{}", listener.local_addr()?);
        let mock = Self { issuer, answers: Arc::default() };
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .with_state(mock.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(mock)
    }

    /// Publishes the public half of this key, and withdraws the other keys.
    pub(crate) fn publish(&self, key: &PrivateJwk) -> Result<(), Box<dyn Error>> {
        let public = key.public().ok_or("the key has no public half")?;
        self.answers().jwks = PublicJwkSet::new(vec![public]).to_object().to_json();
        Ok(())
    }

    /// Sets the ID Token of the next token response.
    pub(crate) fn answer(&self, id_token: String) {
        self.answers().id_token = id_token;
    }

    fn answers(&self) -> std::sync::MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Signs an ID Token for the client `c` with this key.
    pub(crate) fn id_token(&self, key: &PrivateJwk, nonce: &str) -> Result<String, Box<dyn Error>> {
        let now = OffsetDateTime::now_utc().unix_timestamp();
        let mut claims = Claims::new();
        claims.iss = Some(self.issuer.clone());
        claims.sub = Some("alice".to_owned());
        claims.aud = vec!["c".to_owned()];
        claims.iat = NumericDate::from_seconds(now);
        claims.exp = NumericDate::from_seconds(now.saturating_add(60));
        claims.extra.insert("nonce", nonce);
        Ok(claims.sign("JWT", &SigningKey::from_jwk(key, SignatureAlgorithm::Es256, &CRYPTO)?)?)
    }
}

/// Returns a new key with an identifier.
pub(crate) fn key() -> Result<PrivateJwk, Box<dyn Error>> {
    Ok(PrivateJwk::generate(KeyKind::P256, &CRYPTO)?.named_by_thumbprint(&CRYPTO))
}

fn json(text: String) -> Response {
    ([(CONTENT_TYPE, "application/json")], text).into_response()
}

async fn metadata(State(Mock { issuer, .. }): State<Mock>) -> Response {
    json(format!(
        r#"{{"issuer":"{issuer}","authorization_endpoint":"{issuer}/authorize",
            "token_endpoint":"{issuer}/token","jwks_uri":"{issuer}/jwks",
            "response_types_supported":["code"],"subject_types_supported":["public"],
            "id_token_signing_alg_values_supported":["ES256","RS256"]}}"#
    ))
}

async fn jwks(State(mock): State<Mock>) -> Response {
    json(mock.answers().jwks.clone())
}

async fn token(State(mock): State<Mock>) -> Response {
    let id_token = mock.answers().id_token.clone();
    json(format!(r#"{{"access_token":"t","token_type":"Bearer","id_token":"{id_token}"}}"#))
}
