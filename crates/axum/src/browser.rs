//! The cookie by which a provider recognises a browser.

#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::fmt;

use axum::extract::{FromRef, FromRequestParts};
use axum::response::{IntoResponseParts, ResponseParts};
use http::HeaderMap;
use http::request::Parts;
use symbolon_jose::{Crypto, Fingerprint, SecretString, base64url};
use symbolon_oauth::Issuer;
use time::Duration;

use crate::Problem;
use crate::cookies::CookieName;

/// How long the browser keeps the cookie after the last response that set it.
const MAX_AGE: Duration = Duration::hours(8);

/// The number of random bytes in a browser's name.
const LENGTH: usize = 32;

/// The cookie that a provider sets to recognise a browser. Its value is a random name for the
/// browser.
///
/// Scripts cannot read the cookie (`HttpOnly`), and browsers do not send it with forms of other
/// sites (`SameSite=Lax`). If the issuer is an `https` URL, browsers send it over https only
/// (`Secure`) and accept it from this host only (the prefix `__Host-`).
///
/// The name is enough to use the session of the browser. Your store keeps the records of the
/// browser (the signed-in user, and the requests that wait) under the fingerprint of the name, not
/// under the name.
///
/// ```
/// use symbolon_axum::BrowserCookie;
/// # use symbolon_crypto_ring::CRYPTO;
/// # use symbolon_oauth::Issuer;
///
/// let cookie = BrowserCookie::new(&Issuer::new("https://op.example")?, CRYPTO);
/// let browser = cookie.browser(&http::HeaderMap::new()).map_err(|problem| problem.code())?;
/// let fingerprint = browser.fingerprint(); // for the store
/// # let _ = fingerprint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct BrowserCookie {
    name: CookieName,
    crypto: Crypto,
}

/// One browser at a provider.
///
/// This is an extractor for handlers whose state contains [`BrowserCookie`]: derive
/// `axum::extract::FromRef` for the state. Return the browser from the handler as a part of the
/// response, which sets its cookie: `(browser, page)`.
#[must_use = "return it from the handler as a part of the response"]
pub struct Browser {
    cookie: BrowserCookie,
    name: SecretString,
    fingerprint: Fingerprint,
}

impl BrowserCookie {
    /// Creates the cookie of a provider. If `issuer` is an `https` URL, browsers send the cookie
    /// over https only.
    #[must_use]
    pub fn new(issuer: &Issuer, crypto: Crypto) -> Self {
        Self { name: CookieName::new("provider", issuer.is_https()), crypto }
    }

    /// Returns the browser that sent these headers. If the browser sent no cookie, the browser gets
    /// a new name. The browser also gets a new name if it sent two cookies, or a value that this
    /// type cannot have set, because an attacker could have set the cookie.
    ///
    /// # Errors
    /// [`Problem`] with the status 500 when the source of randomness fails.
    pub fn browser(&self, headers: &HeaderMap) -> Result<Browser, Problem> {
        let sent = self.name.read(headers).filter(|it| is_name(it));
        let name = match sent {
            Some(name) => SecretString::new(name.to_owned()),
            None => SecretString::random(&self.crypto)?,
        };
        let fingerprint = name.fingerprint(&self.crypto);
        Ok(Browser { cookie: self.clone(), name, fingerprint })
    }
}

impl Browser {
    /// Returns the fingerprint of the browser's name, under which your store keeps the records of
    /// the browser.
    #[must_use]
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// Replaces the name of the browser with a new random name, and returns the fingerprint of the
    /// old name.
    ///
    /// Call this method before a user signs in, and pass both fingerprints to your store. An
    /// attacker who knew the old name is then not signed in. Call this method also if your store
    /// does not know the browser, because an attacker could have set the cookie.
    ///
    /// # Errors
    /// [`Problem`] with the status 500 when the source of randomness fails.
    pub fn renew(&mut self) -> Result<Fingerprint, Problem> {
        let crypto = &self.cookie.crypto;
        self.name = SecretString::random(crypto)?;
        Ok(std::mem::replace(&mut self.fingerprint, self.name.fingerprint(crypto)))
    }
}

/// Returns whether a value has the form of a name.
fn is_name(value: &str) -> bool {
    base64url::decode(value).is_ok_and(|bytes| bytes.len() == LENGTH)
}

impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Browser").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Browser
where
    BrowserCookie: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        BrowserCookie::from_ref(state).browser(&parts.headers)
    }
}

impl IntoResponseParts for Browser {
    type Error = Infallible;

    fn into_response_parts(self, parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        match self.cookie.name.set(self.name.expose(), MAX_AGE) {
            Some(cookie) => cookie.into_response_parts(parts),
            None => Ok(parts),
        }
    }
}
