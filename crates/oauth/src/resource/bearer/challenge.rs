//! RFC 6750 §3: the `WWW-Authenticate` challenge.

use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use thiserror::Error;

use crate::syntax::characters::{is_description, is_unquoted_text};
use crate::syntax::http_auth::{RawChallenge, is_token, parse_challenges, quote};
use crate::{ErrorCode, Scope};

/// A `Bearer` challenge: what a resource asks for, and what was wrong with what it got.
///
/// [RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3). To a request without a token
/// the challenge has no error.
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
    /// The part of the server that the token is for.
    pub realm: Option<String>,
    /// The scope a token needs here. The empty scope is an omitted one.
    pub scope: Option<Scope>,
    /// Why the token that was presented is no good.
    pub error: Option<ErrorCode>,
    /// The same for developers, never for end users.
    pub error_description: Option<String>,
    /// A page about the error, as an absolute URI.
    pub error_uri: Option<String>,
    /// Attributes of other specifications, by name.
    pub extra: Vec<(String, String)>,
}

impl Challenge {
    /// Asks for a token of this realm.
    pub fn new(realm: &str) -> Challenge {
        Challenge { realm: Some(realm.to_owned()), ..Challenge::default() }
    }

    /// Refuses the token that was presented.
    pub fn refusing(error: ErrorCode) -> Challenge {
        Challenge { error: Some(error), ..Challenge::default() }
    }

    /// The `Bearer` challenges among all those of a response; none when it has none.
    ///
    /// A description or page that does not fit its grammar is dropped, so that the error code is not
    /// lost over what only developers read.
    ///
    /// # Errors
    /// A `WWW-Authenticate` field is not a list of challenges, or a `Bearer` challenge breaks a rule
    /// of its own. All fields together are read up to 16 KiB, and up to 100 challenges and
    /// parameters; more is [`ChallengeError::Syntax`].
    pub fn from_headers(headers: &HeaderMap) -> Result<Vec<Challenge>, ChallengeError> {
        // RFC 9110 §11.6.1: the field occurs several times, and each may list several schemes.
        let fields = headers.get_all(header::WWW_AUTHENTICATE).iter().map(HeaderValue::as_bytes);
        let challenges = parse_challenges(fields).ok_or(ChallengeError::Syntax)?;
        let bearer = challenges.into_iter().filter(|it| it.scheme.eq_ignore_ascii_case("Bearer"));
        bearer.map(Challenge::from_raw).collect()
    }

    /// The challenge as a `WWW-Authenticate` field of its own.
    ///
    /// # Errors
    /// A value has a character that its attribute may not hold, an attribute occurs twice, or there
    /// is none.
    pub fn to_header_value(&self) -> Result<HeaderValue, ChallengeError> {
        let scope = self.scope.as_ref().filter(|scope| !scope.is_empty()).map(Scope::to_string);
        let registered = [
            ("realm", self.realm.as_deref()),
            ("scope", scope.as_deref()),
            ("error", self.error.as_ref().map(ErrorCode::as_str)),
            ("error_description", self.error_description.as_deref()),
            ("error_uri", self.error_uri.as_deref()),
        ];
        let mut attributes: Vec<(&str, &str)> =
            registered.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        for (name, value) in &self.extra {
            // RFC 9110 §11.2: an attribute occurs once.
            if REGISTERED.iter().any(|known| known.eq_ignore_ascii_case(name))
                || attributes.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
            {
                return Err(ChallengeError::Repeated);
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

    /// The status that goes with the error; 401 without one.
    pub fn status(&self) -> StatusCode {
        // RFC 6750 §3.1: the status for each code.
        match &self.error {
            Some(error) if *error == ErrorCode::INVALID_REQUEST => StatusCode::BAD_REQUEST,
            Some(error) if *error == ErrorCode::INSUFFICIENT_SCOPE => StatusCode::FORBIDDEN,
            _ => StatusCode::UNAUTHORIZED,
        }
    }

    /// The whole answer: [`status`](Self::status), the challenge, no body, and not to be stored.
    ///
    /// # Errors
    /// As [`to_header_value`](Self::to_header_value).
    pub fn into_http(self) -> Result<Response<Vec<u8>>, ChallengeError> {
        let mut response = Response::new(Vec::new());
        *response.status_mut() = self.status();
        response.headers_mut().insert(header::WWW_AUTHENTICATE, self.to_header_value()?);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }

    fn check_values(&self) -> Result<(), ChallengeError> {
        // RFC 6750 §3: %x20-21 / %x23-5B / %x5D-7E.
        if self.error_description.as_deref().is_some_and(|text| !is_description(text)) {
            return Err(ChallengeError::Value { name: "error_description" });
        }
        // RFC 6750 §3: the same without the space.
        if self.error_uri.as_deref().is_some_and(|text| !is_unquoted_text(text)) {
            return Err(ChallengeError::Value { name: "error_uri" });
        }
        Ok(())
    }

    fn from_raw(raw: RawChallenge) -> Result<Challenge, ChallengeError> {
        // RFC 6750 §3: the scheme is followed by attributes, one or more.
        if raw.token68.is_some() {
            return Err(ChallengeError::Opaque);
        }
        if raw.parameters.is_empty() {
            return Err(ChallengeError::Empty);
        }
        let mut challenge = Challenge::default();
        for (name, value) in raw.parameters {
            // RFC 9110 §11.2: names are compared without regard to case.
            let repeated = match name.to_ascii_lowercase().as_str() {
                "realm" => challenge.realm.replace(value).is_some(),
                "scope" => challenge.scope.replace(read("scope", &value, Scope::parse)?).is_some(),
                "error" => {
                    challenge.error.replace(read("error", &value, ErrorCode::new)?).is_some()
                }
                "error_description" => challenge.error_description.replace(value).is_some(),
                "error_uri" => challenge.error_uri.replace(value).is_some(),
                _ => {
                    let known = challenge.extra.iter().any(|(k, _)| k.eq_ignore_ascii_case(&name));
                    challenge.extra.push((name, value));
                    known
                }
            };
            // RFC 6750 §3 and RFC 9110 §11.2: an attribute occurs once.
            if repeated {
                return Err(ChallengeError::Repeated);
            }
        }
        challenge.error_description.take_if(|text| !is_description(text));
        challenge.error_uri.take_if(|text| !is_unquoted_text(text));
        Ok(challenge)
    }
}

/// Why a `WWW-Authenticate` field cannot be read, or a challenge cannot be written.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChallengeError {
    /// The field is not a list of challenges, or a name or value does not fit into one, or there is
    /// more than [`Challenge::from_headers`] reads:
    /// [RFC 9110 §11.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1).
    #[error("not a list of challenges")]
    Syntax,
    /// `Bearer` is followed by an opaque word:
    /// [RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3).
    #[error("the challenge has a word in place of attributes")]
    Opaque,
    /// An attribute occurs twice:
    /// [RFC 9110 §11.2](https://www.rfc-editor.org/rfc/rfc9110#section-11.2).
    #[error("an attribute of the challenge occurs twice")]
    Repeated,
    /// An attribute has a character it may not hold:
    /// [RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3).
    #[error("`{name}` has a character it may not hold")]
    Value {
        /// The attribute.
        name: &'static str,
    },
    /// The challenge has no attribute:
    /// [RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3).
    #[error("the challenge says nothing")]
    Empty,
}

impl ChallengeError {
    /// A stable name, such as `"challenge.repeated"`.
    pub fn code(&self) -> &'static str {
        match self {
            ChallengeError::Syntax => "challenge.syntax",
            ChallengeError::Opaque => "challenge.opaque",
            ChallengeError::Repeated => "challenge.repeated",
            ChallengeError::Value { .. } => "challenge.value",
            ChallengeError::Empty => "challenge.empty",
        }
    }
}

const REGISTERED: [&str; 5] = ["realm", "scope", "error", "error_description", "error_uri"];

fn read<T, E>(
    name: &'static str,
    value: &str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, ChallengeError> {
    parse(value).map_err(|_| ChallengeError::Value { name })
}

/// RFC 9110 §11.5: `realm` is sent as a quoted string, and all the others may be.
fn print((name, value): (&str, &str)) -> Result<String, ChallengeError> {
    let quoted = quote(value).filter(|_| is_token(name.as_bytes()));
    Ok(format!("{name}={}", quoted.ok_or(ChallengeError::Syntax)?))
}

#[cfg(test)]
mod tests;
