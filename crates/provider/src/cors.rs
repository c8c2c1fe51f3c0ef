//! CORS: the rules that say which web pages may read the responses of an endpoint.
//!
//! A browser app sends its own requests to the token endpoint and the UserInfo endpoint. The
//! browser lets the app read the responses only if they have the headers that this module adds
//! ([Core §5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo),
//! [draft-ietf-oauth-browser-based-apps](https://datatracker.ietf.org/doc/draft-ietf-oauth-browser-based-apps/),
//! "Cross-Origin Requests"). The metadata document and the keys are public, so every page may read
//! them: [`Provider::discovery_response`](crate::Provider::discovery_response) and
//! [`Provider::jwks_response`](crate::Provider::jwks_response) add the header themselves. A WebFinger
//! response has the header too. Every page may also register a client, because a page that registers
//! a client is not the page of a client yet: see [`allow_anyone`]. The token endpoint and the UserInfo
//! endpoint allow only the pages of a client. A page belongs to a client if a redirect URI of the
//! client has the origin of the page.
//!
//! ```
//! use symbolon_provider::{RegisteredClient, cors};
//!
//! # fn token(_: &http::Request<Vec<u8>>) -> (http::Response<Vec<u8>>, Option<RegisteredClient>) {
//! #     (http::Response::new(Vec::new()), None)
//! # }
//! fn answer(request: &http::Request<Vec<u8>>, clients: &[RegisteredClient]) -> http::Response<Vec<u8>> {
//!     let known = |origin: &cors::Origin| clients.iter().any(|client| origin.is_of(client));
//!     if let Some(preflight) = cors::preflight(request, cors::BrowserEndpoint::Token, known) {
//!         return preflight;
//!     }
//!     let origin = cors::Origin::from_headers(request.headers());
//!     let (mut response, client) = token(request); // the response, and the client that asked
//!     cors::allow(&mut response, origin.as_ref(), client.as_ref());
//!     response
//! }
//! ```
//!
//! Do not use CORS at the authorization endpoint, because scripts must not call it
//! ([RFC 9700 §2.6](https://www.rfc-editor.org/rfc/rfc9700#section-2.6)). No function of this
//! module allows credentials, so a page never acts with the cookies of the user.

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, CACHE_CONTROL, HeaderName,
    ORIGIN, VARY,
};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use symbolon_oauth::RedirectUri;
use url::Url;

use crate::RegisteredClient;

/// The origin of the page that sent a request, from the header `Origin`: scheme, host and port
/// ([RFC 6454 §7](https://www.rfc-editor.org/rfc/rfc6454#section-7)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(HeaderValue);

/// An endpoint that browser apps call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BrowserEndpoint {
    /// The endpoint of the metadata document or of the keys. Every page may read its responses.
    Public,
    /// The token endpoint.
    Token,
    /// The UserInfo endpoint.
    UserInfo,
    /// The endpoint at which clients register themselves, read, update and delete their
    /// registration. Every page may read its responses
    /// ([Registration §3](https://openid.net/specs/openid-connect-registration-1_0.html#ClientRegistration)).
    Registration,
    /// The WebFinger endpoint. Every page may read its responses
    /// ([RFC 7033 §5](https://www.rfc-editor.org/rfc/rfc7033#section-5)).
    WebFinger,
}

impl Origin {
    /// Reads the header `Origin`. Returns `None` if the request has no `Origin` header or several
    /// `Origin` headers, or if the value is `null`. A browser sends `null` for a page without an
    /// origin, such as a file.
    #[must_use]
    pub fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let mut values = headers.get_all(ORIGIN).iter();
        match (values.next(), values.next()) {
            (Some(value), None) if value != "null" && value.to_str().is_ok() => {
                Some(Self(value.clone()))
            }
            _ => None,
        }
    }

    /// Returns the origin of a redirect URI, for example to index your clients by their origins.
    /// Returns `None` if the redirect URI has a private-use scheme, because such a URI has no origin.
    #[must_use]
    pub fn of(redirect_uri: &RedirectUri) -> Option<Self> {
        HeaderValue::from_str(&origin_of(redirect_uri)?).ok().map(Self)
    }

    /// Returns the text of the origin, such as `https://app.example`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    /// Returns whether a redirect URI of this client has the origin. The scheme, the host and the
    /// port must be equal. A redirect URI with a private-use scheme has no origin.
    #[must_use]
    pub fn is_of(&self, client: &RegisteredClient) -> bool {
        client.redirect_uris.iter().filter_map(Self::of).any(|origin| origin == *self)
    }
}

impl BrowserEndpoint {
    /// Returns whether every page may read the responses of the endpoint. At the other endpoints,
    /// only the pages of a client may read the responses.
    #[must_use]
    pub fn is_for_every_page(self) -> bool {
        match self {
            Self::Public | Self::Registration | Self::WebFinger => true,
            Self::Token | Self::UserInfo => false,
        }
    }

    /// Returns the methods that the endpoint accepts.
    fn methods(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Public => "GET, OPTIONS",
            Self::Token => "POST, OPTIONS",
            Self::UserInfo => "GET, POST, OPTIONS",
            Self::Registration => "GET, POST, PUT, DELETE, OPTIONS",
            Self::WebFinger => "GET, HEAD, OPTIONS",
        })
    }
}

/// Returns the response to an `OPTIONS` request, by which a browser asks whether a page may send a
/// request. Returns `None` for every other method; answer the request as usual then.
///
/// `is_known` must return `true` if the origin belongs to any of your clients: see
/// [`Origin::is_of`]. An `OPTIONS` request does not say which client will send the request.
/// `is_known` is not called for an endpoint that [every page may use](BrowserEndpoint::is_for_every_page).
#[must_use]
pub fn preflight<B>(
    request: &Request<B>,
    endpoint: BrowserEndpoint,
    is_known: impl FnOnce(&Origin) -> bool,
) -> Option<Response<Vec<u8>>> {
    if request.method() != Method::OPTIONS {
        return None;
    }
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(ALLOW, endpoint.methods());
    let allowed = if endpoint.is_for_every_page() {
        allow_anyone(&mut response);
        true
    } else {
        let origin = Origin::from_headers(request.headers()).filter(is_known);
        insert_origin(&mut response, origin.as_ref())
    };
    if allowed {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, endpoint.methods());
        for (name, value) in PREFLIGHT {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    Some(response)
}

/// The header fields of the answer if the page may send a request.
const PREFLIGHT: [(HeaderName, &str); 2] = [
    // Client authentication (RFC 6749 §2.3.1) and access tokens (RFC 6750 §2.1) need
    // `Authorization`. Some libraries set `Content-Type` also without a body.
    (ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type"),
    // The browser keeps the answer for ten minutes, so that the deletion of a client has an effect
    // soon.
    (ACCESS_CONTROL_MAX_AGE, "600"),
];

/// Adds the headers that allow a page to read a response of the token endpoint or the UserInfo
/// endpoint, if the page belongs to the client that sent the request. Call this function for error
/// responses too.
///
/// `origin` is the [origin](Origin::from_headers) of the request. `client` is the client's record,
/// or `None` if the client is not known. At the UserInfo endpoint,
/// [`AccessTokenRecord::client_id`](crate::AccessTokenRecord::client_id) names the client.
pub fn allow<B>(
    response: &mut Response<B>,
    origin: Option<&Origin>,
    client: Option<&RegisteredClient>,
) {
    allow_origin(response, origin.filter(|it| client.is_some_and(|client| it.is_of(client))));
}

/// Adds the headers that allow the pages of one origin to read a response, if there is an origin.
/// Programs that do not have the record of the client use this function instead of [`allow`].
///
/// `known` is the [origin](Origin::from_headers) of the request if a redirect URI of one of your
/// clients has this origin ([`Origin::is_of`]), and otherwise `None`.
pub fn allow_origin<B>(response: &mut Response<B>, known: Option<&Origin>) {
    if insert_origin(response, known) {
        expose_headers(response);
    }
}

/// Adds the headers that allow every page to read a response. Call this function for the responses
/// of the registration endpoint, also for error responses.
pub fn allow_anyone<B>(response: &mut Response<B>) {
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    expose_headers(response);
}

/// Allows a page that may read the response to read these headers too.
fn expose_headers<B>(response: &mut Response<B>) {
    // RFC 6750 §3: `WWW-Authenticate` states the reason why an access token is refused. RFC 9110
    // §10.2.3: `Retry-After` states when the page can try again.
    let exposed = HeaderValue::from_static("WWW-Authenticate, Retry-After");
    response.headers_mut().insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
}

/// Inserts the allowed origin, if there is an allowed origin. Always inserts `Vary: Origin`, so
/// that a cache does not give this response to other pages.
fn insert_origin<B>(response: &mut Response<B>, origin: Option<&Origin>) -> bool {
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("Origin"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    let Some(origin) = origin else { return false };
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.0.clone());
    true
}

/// Returns the origin of an `https` or `http` redirect URI.
fn origin_of(redirect_uri: &RedirectUri) -> Option<String> {
    let origin = Url::parse(redirect_uri.as_str()).ok()?.origin();
    // A private-use scheme has an opaque origin, which browsers print as `null`.
    origin.is_tuple().then(|| origin.ascii_serialization())
}
