//! What the reader of the README has to bring: sessions, an HTTP client and an error page.

use std::collections::HashMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use axum::response::{IntoResponse, Response};
use http::header::COOKIE;
use http::{HeaderMap, Request, StatusCode};
use symbolon::jose::SecretString;
use symbolon::ring::CRYPTO;

/// A session store. A cookie finds each value.
pub(crate) struct Sessions<T>(Mutex<HashMap<String, T>>);

impl<T> Sessions<T> {
    pub(crate) fn new() -> Self {
        Self(Mutex::default())
    }

    /// Stores a value, and returns the cookie that finds it.
    pub(crate) async fn put(&self, value: T) -> io::Result<String> {
        let id = SecretString::random(&CRYPTO).map_err(io::Error::other)?;
        let cookie = format!("id={}", id.expose());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(cookie.clone(), value);
        Ok(format!("{cookie}; Path=/; Secure; HttpOnly; SameSite=Lax"))
    }

    /// Removes the value that the cookie in these headers finds.
    pub(crate) async fn take(&self, headers: &HeaderMap) -> io::Result<T> {
        let cookie = headers.get(COOKIE).and_then(|cookie| cookie.to_str().ok());
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let value = sessions.remove(cookie.unwrap_or_default());
        value.ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// An HTTP client without a network: these tests end before anything is sent.
pub(crate) struct HttpClient;

impl HttpClient {
    pub(crate) async fn send(&self, _: Request<Vec<u8>>) -> io::Result<http::Response<Vec<u8>>> {
        Err(io::ErrorKind::NotConnected.into())
    }
}

/// A page with the text of an error.
#[derive(Debug)]
pub(crate) struct Problem(pub(crate) String);

impl<E: std::error::Error> From<E> for Problem {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, self.0).into_response()
    }
}
