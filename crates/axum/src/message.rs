//! The extractor of incoming messages.

use axum::extract::{FromRef, FromRequest, Request};
use axum::response::Redirect;
use http::Method;
use symbolon_oauth::bearer::{self, Challenge};
use symbolon_oauth::{AccessToken, Parameters};
use symbolon_provider::{PushedRequest, ReceivedRequest, TokenRequest, UserInfoRequest};
use symbolon_registration::{ConfigurationRequest, RegistrationRequest};
use symbolon_relying_party::{Callback, ThirdPartyLogin};

use crate::whole::whole;
use crate::{Answer, Logins, Problem};

/// An extractor that reads a message from a request, with a body of at most 64 KiB.
///
/// ```
/// use symbolon_axum::Message;
/// use symbolon_provider::TokenRequest;
///
/// async fn token(Message(request): Message<TokenRequest>) -> String {
///     request.client_id().to_string()
/// }
/// let _: axum::Router = axum::Router::new().route("/token", axum::routing::post(token));
/// ```
///
/// A request that cannot be read is answered with the error response of its endpoint. The extractor
/// does not limit how long a client takes to send the body: use a time limit of your server.
#[derive(Clone, Copy, Debug)]
pub struct Message<T>(pub T);

/// A message that can be read from a request with its whole body.
pub trait FromHttp: Sized {
    /// Reads the message.
    ///
    /// # Errors
    /// [`Problem`] with the response to send when the request cannot be read.
    fn from_http(request: &http::Request<Vec<u8>>) -> Result<Self, Problem>;
}

impl<T: FromHttp, S: Send + Sync> FromRequest<S> for Message<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        T::from_http(&whole(request).await?).map(Self)
    }
}

/// An extractor that reads the authorization response at the redirect URI of [`Logins`].
///
/// Use it instead of `Message<Callback>` if responses come in the fragment or in an encrypted JWT:
///
/// - If the client has
///   [`authorization_decryption_keys`](symbolon_relying_party::ClientConfiguration::authorization_decryption_keys),
///   a response in a JWT is decrypted with them.
/// - If the response comes in the fragment, the GET request contains no response. The extractor
///   answers this request with the page of [`fragment_page`](symbolon_oauth::fragment_page()), if
///   this browser has begun such a login. The page posts the response to the same address.
///
/// ```
/// use axum::{extract::State, http::HeaderMap};
/// use symbolon_axum::{LoginCallback, Logins, Problem};
/// # async fn send(_: http::Request<Vec<u8>>) -> std::io::Result<http::Response<Vec<u8>>> {
/// #     Err(std::io::Error::other("no network"))
/// # }
///
/// async fn callback(
///     State(logins): State<Logins>, headers: HeaderMap, LoginCallback(callback): LoginCallback,
/// ) -> Result<String, Problem> {
///     let done = logins.finish(&headers, callback, send).await?;
///     Ok(done.login.session.sub().to_owned())
/// }
/// let routes = axum::routing::get(callback).post(callback);
/// let _: axum::Router<Logins> = axum::Router::new().route("/callback", routes);
/// ```
#[derive(Clone, Debug)]
pub struct LoginCallback(pub Callback);

impl<S> FromRequest<S> for LoginCallback
where
    Logins: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        Logins::from_ref(state).callback(&whole(request).await?).map(Self)
    }
}

/// Reads the authorization response at the redirect URI.
impl FromHttp for Callback {
    fn from_http(request: &http::Request<Vec<u8>>) -> Result<Self, Problem> {
        Ok(Self::from_http(request)?)
    }
}

/// Reads the request with which a third party starts a login. Serve it for GET and POST:
/// `axum::routing::get(start).post(start)`.
impl FromHttp for ThirdPartyLogin {
    fn from_http(request: &http::Request<Vec<u8>>) -> Result<Self, Problem> {
        Ok(Self::from_http(request)?)
    }
}

/// Reads a request to the authorization endpoint. A POST is redirected to the same request by GET,
/// because browsers do not send the cookie of a signed-in user with a POST from another site. The
/// query of the endpoint's address is kept
/// ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
impl FromHttp for ReceivedRequest {
    fn from_http(request: &http::Request<Vec<u8>>) -> Result<Self, Problem> {
        let received = Self::from_http(request)?;
        if request.method() != Method::POST {
            return Ok(received);
        }
        let parameters = Parameters::from_http(request);
        let query = parameters.map(|parameters| parameters.encode()).unwrap_or_default();
        // A POST whose query and form have a parameter in common was refused above.
        let own = request.uri().query().filter(|own| !own.is_empty());
        let own = own.map(|own| format!("{own}&")).unwrap_or_default();
        Err(Problem::new("axum.again_by_get", Redirect::to(&format!("?{own}{query}"))))
    }
}

/// Reads a request to the token endpoint.
impl FromHttp for TokenRequest {
    fn from_http(request: &http::Request<Vec<u8>>) -> Result<Self, Problem> {
        Self::from_http(request)
            .map_err(|error| Problem::new(error.code(), Answer(error.into_http())))
    }
}

/// Reads a pushed authorization request
/// ([RFC 9126 §2](https://www.rfc-editor.org/rfc/rfc9126#section-2)).
impl FromHttp for PushedRequest {
    fn from_http(request: &http::Request<Vec<u8>>) -> Result<Self, Problem> {
        Ok(Self::from_http(request)?)
    }
}

/// Reads a request to the registration endpoint
/// ([RFC 7591 §3.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.1)).
impl FromHttp for RegistrationRequest {
    fn from_http(request: &http::Request<Vec<u8>>) -> Result<Self, Problem> {
        Ok(Self::from_http(request)?)
    }
}

/// Reads a request with which a client reads, updates or deletes its registration
/// ([RFC 7592 §2](https://www.rfc-editor.org/rfc/rfc7592#section-2)).
impl FromHttp for ConfigurationRequest {
    fn from_http(request: &http::Request<Vec<u8>>) -> Result<Self, Problem> {
        Ok(Self::from_http(request)?)
    }
}

/// Reads a request to the UserInfo endpoint.
impl FromHttp for UserInfoRequest {
    fn from_http(request: &http::Request<Vec<u8>>) -> Result<Self, Problem> {
        Ok(Self::from_http(request)?)
    }
}

/// Reads the access token of a request to an API
/// ([RFC 6750 §2](https://www.rfc-editor.org/rfc/rfc6750#section-2)). A request without a token
/// gets a `Bearer` challenge.
impl FromHttp for AccessToken {
    fn from_http(request: &http::Request<Vec<u8>>) -> Result<Self, Problem> {
        let token = bearer::token_from_http(request);
        let token = token.map_err(|error| Problem::challenge(error.code(), error.into()))?;
        token.ok_or_else(|| Problem::challenge("axum.missing_token", Challenge::new("api")))
    }
}
