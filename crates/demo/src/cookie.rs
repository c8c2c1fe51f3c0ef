//! The cookies of both servers.

use std::fmt;

use axum::response::Response;
use http::HeaderMap;
use symbolon::jose::crypto::RandomError;
use symbolon::jose::{Fingerprint, SecretString, base64url};
use symbolon::ring::CRYPTO;

use crate::http::{cookie, set_cookie};

/// A cookie that a server sets.
#[derive(Debug)]
pub(crate) struct Cookie {
    /// The name of the cookie. Cookies are shared between the ports of a host
    /// ([RFC 6265 §8.5](https://www.rfc-editor.org/rfc/rfc6265#section-8.5)), so two servers on one
    /// host need different names.
    name: String,
    /// The attributes that say with which requests browsers send the cookie.
    attributes: &'static str,
}

/// The random value of a cookie, by which a server knows a browser again. The value is enough to use
/// the session of the browser, so the store gets its fingerprint only.
#[derive(Clone)]
pub(crate) struct Browser {
    value: SecretString,
    key: Fingerprint,
}

impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Browser")
    }
}

impl Cookie {
    /// Creates the cookie of a server.
    pub(crate) fn new(name: &str, secure: bool) -> Self {
        // RFC 6265bis §4.1.3.2: browsers accept a cookie with this prefix from this host only, and
        // over https only.
        let prefix = if secure { "__Host-" } else { "" };
        // `Lax` lets the browser send the cookie with the redirect back from a provider, because that
        // is a navigation by GET. The browser does not send it with forms of other sites.
        let attributes = if secure { "SameSite=Lax; Secure" } else { "SameSite=Lax" };
        Self { name: format!("{prefix}{name}"), attributes }
    }

    /// Creates a cookie that browsers also send with forms of other sites, such as the form of the
    /// response mode `form_post`. The `state` protects the login, because no other site knows its
    /// value.
    ///
    /// Browsers accept `SameSite=None` only with `Secure`
    /// ([RFC 6265bis §5.7](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis)).
    /// Most browsers also accept `Secure` over http from a server on loopback.
    pub(crate) fn for_posts(name: &str, secure: bool) -> Self {
        Self { attributes: "SameSite=None; Secure", ..Self::new(name, secure) }
    }

    /// Returns the value that the browser sent.
    pub(crate) fn read<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        cookie(headers, &self.name)
    }

    /// Sets the cookie to this value.
    pub(crate) fn set(&self, response: &mut Response, value: &str) {
        set_cookie(response, &self.name, value, self.attributes);
    }

    /// Removes the cookie from the browser.
    pub(crate) fn remove(&self, response: &mut Response) {
        let name = &self.name;
        set_cookie(response, name, "; Max-Age=0", self.attributes);
    }

    /// Returns the browser that the cookie names. A value that this server cannot have set is not
    /// used: an attacker can have set it.
    pub(crate) fn browser(&self, headers: &HeaderMap) -> Option<Browser> {
        let value = self.read(headers)?;
        let is_ours = base64url::decode(value).is_ok_and(|bytes| bytes.len() == 32);
        is_ours.then(|| Browser::new(SecretString::new(value.to_owned())))
    }

    /// Returns the browser that the cookie names, or a browser with a new value.
    pub(crate) fn browser_or_new(&self, headers: &HeaderMap) -> Result<Browser, RandomError> {
        self.browser(headers).map_or_else(Browser::random, Ok)
    }

    /// Sets the cookie to the value of this browser.
    pub(crate) fn tell(&self, browser: &Browser, mut response: Response) -> Response {
        self.set(&mut response, browser.value.expose());
        response
    }
}

impl Browser {
    /// Creates a browser with a new random value.
    pub(crate) fn random() -> Result<Self, RandomError> {
        SecretString::random(&CRYPTO).map(Self::new)
    }

    /// Returns the fingerprint of the value, under which the store keeps the records.
    pub(crate) fn key(&self) -> &Fingerprint {
        &self.key
    }

    fn new(value: SecretString) -> Self {
        let key = value.fingerprint(&CRYPTO);
        Self { value, key }
    }
}

#[cfg(test)]
mod tests {
    use http::header::COOKIE;

    use super::*;

    fn headers(cookies: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, cookies.parse().unwrap())])
    }

    fn value() -> String {
        Browser::random().unwrap().value.expose().to_owned()
    }

    #[test]
    fn a_value_that_the_server_cannot_have_set_is_not_used() {
        let cookie = Cookie::new("name", false);
        let planted = headers("name=planted");
        assert!(cookie.browser(&planted).is_none());
        let new = cookie.browser_or_new(&planted).unwrap();
        assert_ne!(new.value.expose(), "planted");
        let own = value();
        let found = cookie.browser(&headers(&format!("other=1; name={own}"))).unwrap();
        assert_eq!(found.value.expose(), own);
    }

    #[test]
    fn two_cookies_of_one_name_name_no_browser() {
        let cookie = Cookie::new("name", false);
        let own = format!("name={}", value());
        assert!(cookie.browser(&headers(&own)).is_some());
        assert!(cookie.browser(&headers(&format!("{own}; name=tossed"))).is_none());
        assert!(cookie.browser(&headers(&format!("name=tossed; {own}"))).is_none());
    }

    #[test]
    fn a_form_of_another_site_brings_only_a_cookie_for_posts() {
        let browser = Browser::random().unwrap();
        let set = |cookie: Cookie| {
            let response = cookie.tell(&browser, Response::default());
            response.headers()["set-cookie"].to_str().unwrap().to_owned()
        };
        for secure in [false, true] {
            let posted = set(Cookie::for_posts("name", secure));
            assert!(posted.ends_with("; HttpOnly; SameSite=None; Secure"), "{posted}");
            assert!(set(Cookie::new("name", secure)).contains("; HttpOnly; SameSite=Lax"));
        }
    }

    #[test]
    fn over_https_only_this_host_can_set_the_cookie() {
        let cookie = Cookie::new("name", true);
        let browser = Browser::random().unwrap();
        let response = cookie.tell(&browser, Response::default());
        let text = response.headers()["set-cookie"].to_str().unwrap();
        assert!(text.starts_with("__Host-name=") && text.ends_with("; Secure"), "{text}");
        let value = browser.value.expose();
        assert!(cookie.browser(&headers(&format!("name={value}"))).is_none());
        assert!(cookie.browser(&headers(&format!("__Host-name={value}"))).is_some());
    }
}
