//! The UserInfo endpoint: the client sends an access token and receives claims about the user.
//!
//! ```
//! use symbolon_oidc::{UserInfo, user_info::UserInfoError};
//!
//! fn read(response: &http::Response<Vec<u8>>, subject: &str) -> Result<UserInfo, UserInfoError> {
//!     UserInfo::from_http(response, subject) // `subject` is the `sub` of the ID Token
//! }
//! ```

mod error;
mod expected;
mod quirks;
mod respond;
mod sign;

use http::{Request, Response, header};
use symbolon_jose::{MemberError, Object};
use symbolon_oauth::{AccessToken, bearer, endpoint_uri};
use time::OffsetDateTime;
use url::Url;

use crate::{StandardClaims, Variants};

pub use error::{UserInfoError, UserInfoRequestError};
pub use expected::ExpectedUserInfo;
pub use quirks::UserInfoQuirks;
pub use respond::respond;
pub use sign::respond_signed;

/// The claims about the user that the UserInfo endpoint returns
/// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
///
/// Do not mix these claims with the claims of an ID Token: `email_verified` in an ID Token says
/// nothing about the `email` in a UserInfo response.
///
/// ```
/// use http::Response;
/// use symbolon_oidc::UserInfo;
///
/// let response = Response::builder()
///     .header("Content-Type", "application/json")
///     .body(r#"{"sub":"248289761001","email":"janedoe@example.com"}"#)?;
/// let user_info = UserInfo::from_http(&response, "248289761001")?;
/// assert_eq!(user_info.claims.email.as_deref(), Some("janedoe@example.com"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UserInfo {
    /// `sub`: the user's identifier at the issuer, equal to `sub` in the ID Token.
    pub sub: String,
    /// The standard claims about the user, such as `name` and `email`.
    pub claims: StandardClaims,
    /// The claims that are neither `sub` nor standard claims, and the standard claims that
    /// [`StandardClaims::odd`] lists because their type is wrong.
    pub extra: Object,
}

impl UserInfo {
    /// Creates the claims about the user with this `sub`. All other claims are absent.
    #[must_use]
    pub fn new(sub: &str) -> Self {
        Self { sub: sub.to_owned(), claims: StandardClaims::new(), extra: Object::new() }
    }

    /// Builds the request to the UserInfo endpoint
    /// ([Core §5.3.1](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoRequest)).
    ///
    /// # Errors
    /// [`UserInfoRequestError`] if the endpoint is not an HTTP URL, or if the access token contains
    /// characters that a header field cannot contain.
    pub fn request(
        endpoint: &Url,
        access_token: &AccessToken,
    ) -> Result<Request<Vec<u8>>, UserInfoRequestError> {
        // §5.3.1: a GET request with the access token in the `Authorization` field is recommended.
        let mut request = Request::new(Vec::new());
        *request.uri_mut() = endpoint_uri(endpoint)?;
        request.headers_mut().insert(header::ACCEPT, respond::JSON);
        bearer::authorize(&mut request, access_token)?;
        Ok(request)
    }

    /// Builds the request to the UserInfo endpoint as [`request`](Self::request) does, but as a POST
    /// request with the access token in its form body
    /// ([RFC 6750 §2.2](https://www.rfc-editor.org/rfc/rfc6750#section-2.2)).
    ///
    /// # Errors
    /// [`UserInfoRequestError`] if the endpoint is not an HTTP URL, or if the access token contains
    /// characters that an access token cannot contain.
    pub fn request_in_body(
        endpoint: &Url,
        access_token: &AccessToken,
    ) -> Result<Request<Vec<u8>>, UserInfoRequestError> {
        // §5.3.1: GET or POST, and the access token as in RFC 6750 §2.
        let mut request = Request::new(Vec::new());
        *request.uri_mut() = endpoint_uri(endpoint)?;
        request.headers_mut().insert(header::ACCEPT, respond::JSON);
        bearer::authorize_in_body(&mut request, access_token)?;
        Ok(request)
    }

    /// Reads the response of the UserInfo endpoint, which is a JSON object. `expected_sub` is the
    /// `sub` of the ID Token. For a signed response, and for other limits, use
    /// [`ExpectedUserInfo`].
    ///
    /// # Errors
    /// [`UserInfoError`] if the provider sent an error, if the content type is not
    /// `application/json`, if the body is not a JSON object, or if `sub` is absent or is not
    /// `expected_sub`.
    pub fn from_http<B: AsRef<[u8]>>(
        response: &Response<B>,
        expected_sub: &str,
    ) -> Result<Self, UserInfoError> {
        // The current time is needed only for signed responses, which are refused here.
        ExpectedUserInfo::new(expected_sub).read(response, OffsetDateTime::UNIX_EPOCH)
    }

    /// Reads the claims from a JSON object. `expected_sub` is the `sub` of the ID Token.
    ///
    /// # Errors
    /// [`UserInfoError`] if `sub` is absent or is not `expected_sub`.
    pub fn from_object(mut object: Object, expected_sub: &str) -> Result<Self, UserInfoError> {
        // §5.3.2: `sub` is always returned and exactly matches the `sub` of the ID Token. If it
        // does not, the claims must not be used.
        let sub = object.take_string("sub").map_err(|_| SUBJECT)?;
        let sub = sub.ok_or(UserInfoError::MissingSubject)?;
        if sub != expected_sub {
            return Err(UserInfoError::Subject);
        }
        let claims = StandardClaims::take_from(&mut object);
        Ok(Self { sub, claims, extra: object })
    }

    /// Returns a reader for the claims that have a form in which real providers send them, such as
    /// `email_verified` as a string.
    #[must_use]
    pub fn variants(&self) -> Variants {
        Variants::new(self.to_object())
    }

    /// Returns the claims as a JSON object. A claim in `extra` is left out if another field
    /// contains a claim with the same name.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = self.claims.to_object();
        object.insert("sub", self.sub.as_str());
        object.extend(self.extra.clone());
        object
    }

    /// Builds the response of the UserInfo endpoint, with the claims as a JSON object
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[must_use]
    pub fn into_http(self) -> Response<Vec<u8>> {
        respond::response(self.to_object().to_json().into_bytes())
    }
}

/// The error of a `sub` that is not a string. It names the way out.
const SUBJECT: MemberError = MemberError {
    name: "sub",
    expected: "a string (`UserInfoQuirks::numeric_subject` accepts an integer)",
};
