//! Cookies in headers.

use axum::response::{IntoResponseParts, ResponseParts};
use cookie::{Cookie, SameSite};
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue};

/// The longest cookie that browsers keep, with its name and attributes
/// ([RFC 6265 §6.1](https://www.rfc-editor.org/rfc/rfc6265#section-6.1)).
const LONGEST: usize = 4096;

/// A `Set-Cookie` header. Return it from a handler as a part of a response:
/// `(set_cookie, Redirect::to("/"))`.
#[derive(Clone, Debug)]
#[must_use = "return it from the handler as a part of the response"]
pub struct SetCookie(HeaderValue);

/// The name of a cookie, and whether the browser sends it over https only.
#[derive(Clone, Debug)]
pub(crate) struct CookieName {
    name: String,
    secure: bool,
}

impl CookieName {
    /// Creates the name of a cookie. Browsers accept a cookie with the prefix `__Host-` from this
    /// host only, and over https only
    /// ([RFC 6265bis §4.1.3.2](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis)).
    pub(crate) fn new(name: &str, secure: bool) -> Self {
        let prefix = if secure { "__Host-" } else { "" };
        Self { name: format!("{prefix}{name}"), secure }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.name
    }

    /// Returns the header that sets the cookie for this time. Scripts cannot read the cookie, and
    /// browsers do not send it with forms and requests of other sites. Browsers do send the cookie
    /// when the user comes here by a link or a redirect, for example from a provider.
    ///
    /// Returns `None` if the cookie is too long for browsers.
    pub(crate) fn set(&self, value: &str, max_age: time::Duration) -> Option<SetCookie> {
        self.set_for(SameSite::Lax, value, max_age)
    }

    /// Returns the header that sets the cookie as [`set`](Self::set) does, but browsers also send
    /// the cookie with forms of other sites. Browsers accept `SameSite=None` over https only
    /// ([RFC 6265bis §5.7](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis)),
    /// so without https, this method sets the same cookie as [`set`](Self::set).
    pub(crate) fn set_for_posts(&self, value: &str, max_age: time::Duration) -> Option<SetCookie> {
        let same_site = if self.secure { SameSite::None } else { SameSite::Lax };
        self.set_for(same_site, value, max_age)
    }

    fn set_for(
        &self,
        same_site: SameSite,
        value: &str,
        max_age: time::Duration,
    ) -> Option<SetCookie> {
        let cookie = Cookie::build((&*self.name, value))
            .path("/")
            .http_only(true)
            .same_site(same_site)
            .secure(self.secure)
            .max_age(max_age)
            .build()
            .to_string();
        let cookie = HeaderValue::try_from(cookie).ok().filter(|it| it.len() <= LONGEST)?;
        Some(SetCookie(cookie))
    }

    /// Returns the header that removes the cookie.
    pub(crate) fn remove(&self) -> Option<SetCookie> {
        self.set("", time::Duration::ZERO)
    }

    /// Returns the value that the browser sent. Returns `None` if the browser sent no cookie or two
    /// cookies with this name. If there are two cookies, another server on the same domain has set
    /// one cookie, and the order of the cookies does not tell which cookie
    /// ([RFC 6265 §8.6](https://www.rfc-editor.org/rfc/rfc6265#section-8.6)).
    pub(crate) fn read<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        let fields = headers.get_all(COOKIE).iter().filter_map(|field| field.to_str().ok());
        let pairs = fields.flat_map(|field| field.split(';'));
        let pairs = pairs.filter_map(|pair| pair.trim().split_once('='));
        let mut values = pairs.filter(|(name, _)| *name == self.name).map(|(_, value)| value);
        values.next().filter(|_| values.next().is_none())
    }
}

impl SetCookie {
    /// Returns the value of the `Set-Cookie` header.
    #[must_use]
    pub fn header_value(&self) -> &HeaderValue {
        &self.0
    }
}

impl IntoResponseParts for SetCookie {
    type Error = std::convert::Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Self::Error> {
        parts.headers_mut().append(SET_COOKIE, self.0);
        Ok(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookies: &[&str]) -> HeaderMap {
        cookies.iter().map(|it| (COOKIE, it.parse().unwrap())).collect()
    }

    fn set(name: &CookieName) -> String {
        let set = name.set("v", time::Duration::minutes(10)).unwrap();
        set.header_value().to_str().unwrap().to_owned()
    }

    #[test]
    fn over_https_only_this_host_can_set_the_cookie() {
        assert_eq!(
            set(&CookieName::new("session", true)),
            "__Host-session=v; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=600"
        );
    }

    #[test]
    fn on_loopback_without_https_browsers_take_the_cookie_too() {
        assert_eq!(
            set(&CookieName::new("session", false)),
            "session=v; HttpOnly; SameSite=Lax; Path=/; Max-Age=600"
        );
    }

    #[test]
    fn a_cookie_for_forms_of_other_sites_needs_https() {
        for (secure, expected) in [
            (true, "__Host-login=v; HttpOnly; SameSite=None; Secure; Path=/; Max-Age=600"),
            (false, "login=v; HttpOnly; SameSite=Lax; Path=/; Max-Age=600"),
        ] {
            let name = CookieName::new("login", secure);
            let set = name.set_for_posts("v", time::Duration::minutes(10)).unwrap();
            assert_eq!(set.header_value(), expected);
        }
    }

    #[test]
    fn two_cookies_of_one_name_are_not_read() {
        let name = CookieName::new("session", false);
        assert_eq!(name.read(&headers(&["a=1; session=2", "b=3"])), Some("2"));
        assert_eq!(name.read(&headers(&["session=1; session=2"])), None);
        assert_eq!(name.read(&headers(&["session=1", "session=2"])), None);
        assert_eq!(name.read(&headers(&["sessions=1"])), None);
    }

    #[test]
    fn a_cookie_that_browsers_would_drop_is_not_set() {
        let name = CookieName::new("session", true);
        assert!(name.set(&"v".repeat(4000), time::Duration::HOUR).is_some());
        assert!(name.set(&"v".repeat(4096), time::Duration::HOUR).is_none());
    }
}
