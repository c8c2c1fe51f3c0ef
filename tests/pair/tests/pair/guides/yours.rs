//! What the reader of a guide has to bring: an HTTP client, a store for logins that have begun, and
//! a clock.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::rc::Rc;

use http::header::COOKIE;
use http::{HeaderMap, Request, Response};
use symbolon::PendingLogin;
use symbolon::jose::SecretString;
use symbolon::ring::CRYPTO;
use symbolon_test_support::clock::now;
use time::OffsetDateTime;

use crate::party::Op;

/// An HTTP client that reaches only the provider.
#[derive(Clone)]
pub(super) struct Http {
    op: Rc<RefCell<Op>>,
    /// The paths of the requests that were sent.
    pub(super) sent: Rc<RefCell<Vec<String>>>,
}

impl Http {
    pub(super) fn new(op: Rc<RefCell<Op>>) -> Self {
        Self { op, sent: Rc::default() }
    }

    pub(super) fn send(&self, request: Request<Vec<u8>>) -> io::Result<Response<Vec<u8>>> {
        self.sent.borrow_mut().push(request.uri().path().to_owned());
        Ok(self.op.borrow_mut().answer(&request, clock()))
    }
}

/// The logins that have begun, each under the cookie of its browser.
pub(super) struct Logins(RefCell<HashMap<String, PendingLogin>>);

impl Logins {
    pub(super) fn new() -> Self {
        Self(RefCell::default())
    }

    /// Stores a login, and returns the cookie that finds it.
    pub(super) fn put(&self, login: PendingLogin) -> io::Result<String> {
        let id = SecretString::random(&CRYPTO).map_err(io::Error::other)?;
        let cookie = format!("login={}", id.expose());
        self.0.borrow_mut().insert(cookie.clone(), login);
        Ok(format!("{cookie}; Path=/; Secure; HttpOnly; SameSite=Lax"))
    }

    /// Removes the login that the cookie in these headers finds.
    pub(super) fn take(&self, headers: &HeaderMap) -> io::Result<PendingLogin> {
        let cookie = headers.get(COOKIE).and_then(|cookie| cookie.to_str().ok());
        let login = self.0.borrow_mut().remove(cookie.unwrap_or_default());
        login.ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// Returns the current time.
pub(super) fn clock() -> OffsetDateTime {
    now()
}
