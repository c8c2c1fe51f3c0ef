//! The `Bearer` challenge in a `WWW-Authenticate` header
//! ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).

use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use symbolon_jose::Excerpt;
use thiserror::Error;

use crate::syntax::characters::{is_description, sendable_description};
use crate::syntax::http_auth::{
    MAX_COUNT, MAX_LENGTH, RawChallenge, is_token, parse_challenges, quote,
};
use crate::{ErrorCode, PageUrl, Scope};

/// A `Bearer` challenge: a protected resource sends it to ask for an access token or to refuse one
/// ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).
///
/// If the request contained no token, leave [`error`](Self::error) as `None`.
///
/// ```
/// use symbolon_oauth::{ErrorCode, bearer::Challenge};
///
/// let mut challenge = Challenge::new("example");
/// challenge.error = Some(ErrorCode::INVALID_TOKEN);
/// let response = challenge.into_http()?;
/// assert_eq!(response.status(), 401);
/// assert_eq!(
///     response.headers()["WWW-Authenticate"],
///     r#"Bearer realm="example", error="invalid_token""#,
/// );
/// # Ok::<(), symbolon_oauth::bearer::ChallengeError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Challenge {
    /// The name of the protected part of the server. `None` leaves `realm` out of the challenge.
    pub realm: Option<String>,
    /// The scope that an access token must have for the request. If the scope is empty, the
    /// challenge is sent without it.
    pub scope: Option<Scope>,
    /// The error code that says why the presented token was refused. `None` if no token was
    /// presented.
    pub error: Option<ErrorCode>,
    /// The reason for the refusal, for the developer of the client; do not show it to users.
    pub error_description: Option<String>,
    /// The URL of a page about the error, for the developer of the client.
    pub error_uri: Option<PageUrl>,
    /// The names and values of the attributes for which this type has no field.
    pub extra: Vec<(String, String)>,
}

impl Challenge {
    /// Creates a challenge that asks for a token for this realm and contains no error.
    #[must_use]
    pub fn new(realm: &str) -> Self {
        Self { realm: Some(realm.to_owned()), ..Self::default() }
    }

    /// Creates a challenge that refuses the presented token with this error code.
    #[must_use]
    pub fn refusing(error: ErrorCode) -> Self {
        Self { error: Some(error), ..Self::default() }
    }

    /// Reads the `Bearer` challenges of a response, and skips challenges of other schemes.
    ///
    /// Characters of `error_description` that are not allowed are replaced by question marks. An
    /// `error_uri` that is not an absolute `http` or `https` URL is left out. Headers with more than
    /// 16 KiB in total, or with more than 100 challenges and attributes in total, are refused.
    ///
    /// # Errors
    /// [`ChallengeError::Syntax`] when the `WWW-Authenticate` headers are malformed or exceed one
    /// of these limits. The other variants are returned when a `Bearer` challenge breaks a rule.
    pub fn from_headers(headers: &HeaderMap) -> Result<Vec<Self>, ChallengeError> {
        // RFC 9110 §11.6.1: the header can occur several times, and each header can list several
        // schemes.
        let fields = headers.get_all(header::WWW_AUTHENTICATE).iter().map(HeaderValue::as_bytes);
        let challenges = parse_challenges(fields).ok_or(ChallengeError::Syntax)?;
        let bearer = challenges.into_iter().filter(|it| it.scheme.eq_ignore_ascii_case("Bearer"));
        bearer.map(Self::from_raw).collect()
    }

    /// Writes the challenge as the value of a `WWW-Authenticate` header.
    ///
    /// # Errors
    /// [`ChallengeError`] when a value contains a character that is not allowed, when an attribute
    /// occurs twice, or when the challenge has no attribute.
    pub fn to_header_value(&self) -> Result<HeaderValue, ChallengeError> {
        let scope = self.scope.as_ref().filter(|scope| !scope.is_empty()).map(Scope::to_string);
        let registered = [
            ("realm", self.realm.as_deref()),
            ("scope", scope.as_deref()),
            ("error", self.error.as_ref().map(ErrorCode::as_str)),
            ("error_description", self.error_description.as_deref()),
            ("error_uri", self.error_uri.as_ref().map(PageUrl::as_str)),
        ];
        let mut attributes: Vec<(&str, &str)> =
            registered.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        for (name, value) in &self.extra {
            // RFC 9110 §11.2: an attribute occurs once.
            if REGISTERED.iter().any(|known| known.eq_ignore_ascii_case(name))
                || attributes.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
            {
                return Err(ChallengeError::Repeated { name: Excerpt::new(name) });
            }
            attributes.push((name, value));
        }
        // RFC 6750 §3: one attribute or more.
        if attributes.is_empty() {
            return Err(ChallengeError::Empty);
        }
        self.check_values()?;
        let printed = attributes.into_iter().map(print).collect::<Result<Vec<_>, _>>()?;
        HeaderValue::from_bytes(format!("Bearer {}", printed.join(", ")).as_bytes())
            .map_err(|_| ChallengeError::Syntax)
    }

    /// Returns the status of the response that contains the challenge.
    ///
    /// The status is 400 for `invalid_request`, 403 for `insufficient_scope`, and 401 otherwise
    /// ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)).
    #[must_use]
    pub fn status(&self) -> StatusCode {
        // RFC 6750 §3.1: the status for each code.
        match &self.error {
            Some(error) if *error == ErrorCode::INVALID_REQUEST => StatusCode::BAD_REQUEST,
            Some(error) if *error == ErrorCode::INSUFFICIENT_SCOPE => StatusCode::FORBIDDEN,
            _ => StatusCode::UNAUTHORIZED,
        }
    }

    /// Builds the HTTP response: the [`status`](Self::status), the challenge, a header that forbids
    /// caching, and no body.
    ///
    /// # Errors
    /// [`ChallengeError`] for the same reasons as in [`to_header_value`](Self::to_header_value).
    pub fn into_http(self) -> Result<Response<Vec<u8>>, ChallengeError> {
        let mut response = Response::new(Vec::new());
        *response.status_mut() = self.status();
        response.headers_mut().insert(header::WWW_AUTHENTICATE, self.to_header_value()?);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }

    /// Checks the characters of the description.
    fn check_values(&self) -> Result<(), ChallengeError> {
        // RFC 6750 §3: %x20-21 / %x23-5B / %x5D-7E.
        if self.error_description.as_deref().is_some_and(|text| !is_description(text)) {
            return Err(ChallengeError::Value { name: "error_description" });
        }
        Ok(())
    }

    fn from_raw(raw: RawChallenge) -> Result<Self, ChallengeError> {
        // RFC 6750 §3: the scheme is followed by attributes, one or more.
        if raw.token68.is_some() {
            return Err(ChallengeError::Opaque);
        }
        if raw.parameters.is_empty() {
            return Err(ChallengeError::Empty);
        }
        let mut challenge = Self::default();
        let mut error_uri: Option<String> = None;
        for (name, value) in raw.parameters {
            // RFC 9110 §11.2: names are compared without regard to case.
            let lower_case = name.to_ascii_lowercase();
            let repeated = match lower_case.as_str() {
                "realm" => challenge.realm.replace(value).is_some(),
                "scope" => challenge.scope.replace(read("scope", &value, Scope::parse)?).is_some(),
                "error" => {
                    challenge.error.replace(read("error", &value, ErrorCode::new)?).is_some()
                }
                "error_description" => challenge.error_description.replace(value).is_some(),
                "error_uri" => error_uri.replace(value).is_some(),
                _ => {
                    let known = challenge.extra.iter().any(|(k, _)| k.eq_ignore_ascii_case(&name));
                    challenge.extra.push((name, value));
                    known
                }
            };
            // RFC 6750 §3 and RFC 9110 §11.2: an attribute occurs once.
            if repeated {
                return Err(ChallengeError::Repeated { name: Excerpt::new(&lower_case) });
            }
        }
        let description = challenge.error_description.take();
        challenge.error_description = description.and_then(|text| sendable_description(&text));
        challenge.error_uri = error_uri.and_then(|text| PageUrl::new(&text).ok());
        Ok(challenge)
    }
}

/// The reason why `WWW-Authenticate` headers cannot be read, or why a challenge cannot be put into
/// a header.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChallengeError {
    /// The received headers are malformed or exceed a limit of [`Challenge::from_headers`], or an
    /// attribute to be sent contains a character that a header must not contain
    /// ([RFC 9110 §11.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1)).
    #[error(
        "the challenge is malformed or too long; expected a scheme and then `name=value` \
         attributes, in at most {MAX_LENGTH} bytes and with at most {MAX_COUNT} attributes"
    )]
    Syntax,
    /// `Bearer` is followed by a single word, but must be followed by attributes such as
    /// `realm="example"` ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).
    #[error(
        "the Bearer challenge has a single word; expected attributes such as realm=\"example\""
    )]
    Opaque,
    /// An attribute occurs twice, or `extra` contains an attribute for which [`Challenge`] has a
    /// field ([RFC 9110 §11.2](https://www.rfc-editor.org/rfc/rfc9110#section-11.2)).
    #[error(
        "the Bearer challenge has the attribute {name} more than once, or `extra` contains it \
         although `Challenge` has a field for it"
    )]
    Repeated {
        /// The name of the attribute.
        name: Excerpt,
    },
    /// `scope` or `error` is malformed, for example because of a character that is not allowed
    /// there. Or the `error_description` to be sent contains a character that is not allowed
    /// ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).
    #[error("the attribute `{name}` of the Bearer challenge has a character that is not allowed")]
    Value {
        /// The name of the attribute.
        name: &'static str,
    },
    /// The challenge has no attribute, but at least one is required
    /// ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).
    #[error("the Bearer challenge has no attribute; expected one such as realm=\"example\"")]
    Empty,
}

impl ChallengeError {
    /// Returns a stable name for logs and metrics, such as `"challenge.repeated"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax => "challenge.syntax",
            Self::Opaque => "challenge.opaque",
            Self::Repeated { .. } => "challenge.repeated",
            Self::Value { .. } => "challenge.value",
            Self::Empty => "challenge.empty",
        }
    }
}

/// The attributes for which a challenge has fields.
const REGISTERED: [&str; 5] = ["realm", "scope", "error", "error_description", "error_uri"];

fn read<T, E>(
    name: &'static str,
    value: &str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, ChallengeError> {
    parse(value).map_err(|_| ChallengeError::Value { name })
}

/// Writes one attribute. RFC 9110 §11.5: `realm` is a quoted string, and every other value is
/// allowed to be a quoted string.
fn print((name, value): (&str, &str)) -> Result<String, ChallengeError> {
    let quoted = quote(value).filter(|_| is_token(name.as_bytes()));
    Ok(format!("{name}={}", quoted.ok_or(ChallengeError::Syntax)?))
}

#[cfg(test)]
mod tests;
