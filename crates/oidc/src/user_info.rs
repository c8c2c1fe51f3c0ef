//! The UserInfo endpoint: claims about the end-user in exchange for an access token.

mod error;

use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use symbolon_jose::Object;
use symbolon_oauth::bearer::{self, Challenge};
use symbolon_oauth::{AccessToken, endpoint_uri};
use url::Url;

use crate::StandardClaims;

pub use error::{UserInfoError, UserInfoRequestError};

/// Claims about the end-user as the UserInfo endpoint returns them
/// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
///
/// They are apart from those of the ID Token on purpose: an `email` from here says nothing about an
/// `email_verified` from there.
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
    /// `sub`: the end-user at the issuer.
    pub sub: String,
    /// The standard claims.
    pub claims: StandardClaims,
    /// Every other claim.
    pub extra: Object,
}

impl UserInfo {
    /// The claims about this end-user, none so far.
    #[must_use]
    pub fn new(sub: &str) -> Self {
        Self { sub: sub.to_owned(), claims: StandardClaims::new(), extra: Object::new() }
    }

    /// Asks the UserInfo endpoint
    /// ([Core §5.3.1](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoRequest)).
    ///
    /// # Errors
    /// [`UserInfoRequestError`] when the endpoint is no HTTP address or the access token does not
    /// fit into a header field.
    pub fn request(
        endpoint: &Url,
        access_token: &AccessToken,
    ) -> Result<Request<Vec<u8>>, UserInfoRequestError> {
        // §5.3.1: GET, with the access token in the `Authorization` field, is recommended.
        let mut request = Request::new(Vec::new());
        *request.uri_mut() = endpoint_uri(endpoint)?;
        request.headers_mut().insert(header::ACCEPT, JSON);
        bearer::authorize(&mut request, access_token)?;
        Ok(request)
    }

    /// Reads the answer of the UserInfo endpoint about the end-user of this `sub`, which is that of
    /// the ID Token.
    ///
    /// # Errors
    /// [`UserInfoError`]; nothing of an answer about another end-user may be used, so nothing of it
    /// is returned.
    pub fn from_http<B: AsRef<[u8]>>(
        response: &Response<B>,
        expected_sub: &str,
    ) -> Result<Self, UserInfoError> {
        if response.status() != StatusCode::OK {
            return Err(refused(response.status(), response.headers()));
        }
        // §5.3.2: the content type says which format it is: a JSON object, or a JWT.
        match content_type(response.headers()) {
            Some(essence) if essence.eq_ignore_ascii_case(b"application/json") => {}
            Some(essence) if essence.eq_ignore_ascii_case(b"application/jwt") => {
                return Err(UserInfoError::Jwt);
            }
            _ => return Err(UserInfoError::ContentType),
        }
        let object = Object::parse(response.body().as_ref()).map_err(UserInfoError::Json)?;
        Self::from_object(object, expected_sub)
    }

    /// Reads the claims about the end-user of this `sub`.
    ///
    /// # Errors
    /// [`UserInfoError`].
    pub fn from_object(mut object: Object, expected_sub: &str) -> Result<Self, UserInfoError> {
        // §5.3.2: `sub` is always returned, and exactly that of the ID Token; otherwise the values
        // are not to be used.
        let sub = object.take_string("sub")?.ok_or(UserInfoError::MissingSubject)?;
        if sub != expected_sub {
            return Err(UserInfoError::Subject);
        }
        let claims = StandardClaims::take_from(&mut object)?;
        Ok(Self { sub, claims, extra: object })
    }

    /// The claims as one object. What `extra` holds cannot stand in for a claim that is defined
    /// here.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = self.claims.to_object();
        object.insert("sub", self.sub.as_str());
        object.extend(self.extra.clone());
        object
    }

    /// The answer of the UserInfo endpoint
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[must_use]
    pub fn into_http(self) -> Response<Vec<u8>> {
        let mut response = Response::new(self.to_object().to_json().into_bytes());
        response.headers_mut().insert(header::CONTENT_TYPE, JSON);
        // The answer is about one person, and goes to whoever holds the token.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// RFC 6750 §3: why, as far as the challenge tells.
fn refused(status: StatusCode, headers: &HeaderMap) -> UserInfoError {
    let challenges = Challenge::from_headers(headers).unwrap_or_default();
    match challenges.into_iter().find_map(|challenge| challenge.error) {
        Some(error) => UserInfoError::Refused { status, error },
        None => UserInfoError::Status(status),
    }
}

/// RFC 9110 §8.3: one field, and what comes before its parameters.
fn content_type(headers: &HeaderMap) -> Option<&[u8]> {
    let mut fields = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(field), None) = (fields.next(), fields.next()) else { return None };
    field.as_bytes().split(|byte| *byte == b';').next().map(<[u8]>::trim_ascii)
}
