//! Reading a token response: from an HTTP response and from its JSON body.

use http::{Response, StatusCode};
use serde_json::Value;
use symbolon_jose::{Excerpt, Limits, MemberError, Object};

use super::{TokenResponse, TokenResponseError, TokenResponseQuirks};
use crate::syntax::{media_type, seconds};
use crate::token::error_response::{has_error, is_blank};
use crate::{AccessToken, EncodedJwt, ErrorResponse, RefreshToken, Scope, TokenType};

impl TokenResponse {
    /// Reads the HTTP response of the token endpoint.
    ///
    /// A response that reports an error is read as [`TokenResponseError::Refused`], whatever its
    /// status and its `Content-Type`. A status of 3xx is always
    /// [`Status`](TokenResponseError::Status).
    ///
    /// # Errors
    /// [`TokenResponseError::Refused`] when the body is an error response. A different variant when
    /// the status is not 200, when the `Content-Type` is not `application/json`, when the body is
    /// not a JSON object, when an error response cannot be read, or when
    /// [`from_object`](Self::from_object) refuses the JSON object.
    pub fn from_http<B: AsRef<[u8]>>(response: &Response<B>) -> Result<Self, TokenResponseError> {
        Self::from_http_with_quirks(response, &TokenResponseQuirks::default())
    }

    /// Reads the HTTP response of the token endpoint of a provider whose responses deviate from the
    /// specification.
    ///
    /// ```
    /// use symbolon_oauth::{TokenResponse, TokenResponseQuirks};
    /// let body = r#"{"access_token":"a","token_type":"bearer","scope":["openid","user:read"]}"#;
    /// let response = http::Response::builder().header("content-type", "application/json");
    /// let response = response.body(body)?;
    /// assert!(TokenResponse::from_http(&response).is_err());
    /// let quirks = TokenResponseQuirks::default().scope_array(true);
    /// let tokens = TokenResponse::from_http_with_quirks(&response, &quirks)?;
    /// assert!(tokens.scope.is_some_and(|scope| scope.contains("user:read")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`TokenResponseError`] in the cases of [`from_http`](Self::from_http), except for the
    /// deviations that `quirks` accepts.
    pub fn from_http_with_quirks<B: AsRef<[u8]>>(
        response: &Response<B>,
        quirks: &TokenResponseQuirks,
    ) -> Result<Self, TokenResponseError> {
        let status = response.status();
        if status.is_client_error() || status.is_server_error() {
            return Err(refused(response));
        }
        // A redirect must not be followed, because the new address would receive the code and the
        // credentials.
        if !status.is_success() {
            return Err(TokenResponseError::Status(status));
        }
        let object = Object::parse_document(response.body().as_ref(), &Limits::DEFAULT);
        // RFC 6749 §5.2: an error response has the status 400 or 401. Some servers send it with a
        // status of success, so it is read with such a status too.
        if let Some(object) = object.as_ref().ok().filter(|object| has_error(object)) {
            return Err(error_in_success(object.clone(), status));
        }
        if let Some(error) = ErrorResponse::from_form(response) {
            return Err(TokenResponseError::Refused { status, error });
        }
        // RFC 6749 §5.1: 200.
        if status != StatusCode::OK && !quirks.any_success_status {
            return Err(TokenResponseError::Status(status));
        }
        // RFC 6749 §5.1: application/json.
        if !media_type::is_json(response.headers()) && !quirks.any_content_type {
            let found = media_type::found(response.headers());
            return Err(TokenResponseError::ContentType { found });
        }
        Self::from_object_with_quirks(object?, quirks)
    }

    /// Reads a successful response from its JSON body.
    ///
    /// The optional members are read tolerantly, because a mistake in these members is harmless:
    /// `null` and the empty string mean that the member is absent. `expires_in` can be a number in
    /// a string. A fraction of a second is left out, and a lifetime that is longer than
    /// [`MAX_EXPIRES_IN`](Self::MAX_EXPIRES_IN) is read as that lifetime. `scope` can have
    /// additional spaces: see [`Scope::from_response`].
    ///
    /// # Errors
    /// [`TokenResponseError`] when a required member is missing, when a member has the wrong JSON
    /// type or a value that is not allowed, or when the JSON contains the member `error`.
    pub fn from_object(object: Object) -> Result<Self, TokenResponseError> {
        Self::from_object_with_quirks(object, &TokenResponseQuirks::default())
    }

    /// Reads a successful response from its JSON body, and accepts the deviations that `quirks`
    /// names.
    ///
    /// # Errors
    /// [`TokenResponseError`] in the cases of [`from_object`](Self::from_object), except for the
    /// deviations that `quirks` accepts.
    pub fn from_object_with_quirks(
        mut object: Object,
        quirks: &TokenResponseQuirks,
    ) -> Result<Self, TokenResponseError> {
        if has_error(&object) {
            return Err(error_in_success(object, StatusCode::OK));
        }
        // RFC 6749 §5.1: these members are OPTIONAL or RECOMMENDED, so a member without a value
        // counts as absent.
        for name in ["error", "expires_in", "refresh_token", "scope", "id_token"] {
            if is_blank(object.get(name)) {
                object.remove(name);
            }
        }
        let id_token = object.take_string("id_token")?.map(EncodedJwt::parse).transpose()?;
        let without_access_token = quirks.access_token_missing && id_token.is_some();
        Ok(Self {
            access_token: read_access_token(&mut object, without_access_token)?,
            token_type: read_token_type(&mut object, quirks.token_type_missing)?,
            expires_in: read_expires_in(&mut object, quirks.expires_in_unreadable)?,
            refresh_token: object
                .take_string("refresh_token")?
                .map(RefreshToken::parse)
                .transpose()?,
            scope: read_scope(&mut object, quirks.scope_array)?,
            id_token,
            // RFC 6749 §5.1: a client ignores members that it does not know. They are kept in
            // `extra`, so that a program can read them.
            extra: object,
        })
    }
}

/// Reads a response whose status is 4xx or 5xx.
fn refused<B: AsRef<[u8]>>(response: &Response<B>) -> TokenResponseError {
    let status = response.status();
    match ErrorResponse::from_http(response) {
        Ok(error) => TokenResponseError::Refused { status, error },
        // RFC 6749 §5.2: 400, and 401 for invalid_client, come with an error response.
        Err(error) if matches!(status, StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED) => {
            TokenResponseError::ErrorResponse { status, error }
        }
        Err(_) => TokenResponseError::Status(status),
    }
}

/// Reads a body that reports an error, although the status reports success.
fn error_in_success(object: Object, status: StatusCode) -> TokenResponseError {
    match ErrorResponse::from_object(object) {
        Ok(error) => TokenResponseError::Refused { status, error },
        Err(error) => TokenResponseError::ErrorInSuccess(error),
    }
}

fn read_access_token(
    object: &mut Object,
    optional: bool,
) -> Result<Option<AccessToken>, TokenResponseError> {
    if optional && is_blank(object.get("access_token")) {
        object.remove("access_token");
        return Ok(None);
    }
    Ok(Some(AccessToken::parse(required(object, "access_token")?)?))
}

fn read_token_type(object: &mut Object, optional: bool) -> Result<TokenType, TokenResponseError> {
    if optional && is_blank(object.get("token_type")) {
        object.remove("token_type");
        return Ok(TokenType::BEARER);
    }
    let text = required(object, "token_type")?;
    // RFC 8693 §2.2.1: the value for a token that is not an access token.
    if text.eq_ignore_ascii_case("N_A") {
        return Err(TokenResponseError::NotAnAccessToken);
    }
    Ok(TokenType::new(&text)?)
}

fn required(object: &mut Object, name: &'static str) -> Result<String, TokenResponseError> {
    object.take_string(name)?.ok_or(TokenResponseError::Missing { name })
}

fn read_expires_in(object: &mut Object, optional: bool) -> Result<Option<u64>, TokenResponseError> {
    let Some(value) = object.remove("expires_in") else { return Ok(None) };
    // RFC 6749 §5.1: a number of seconds, as a JSON number. Some servers write it as a string.
    let read = match &value {
        Value::Number(number) => seconds::parse(&number.to_string()),
        Value::String(text) => seconds::parse(text),
        _ => None,
    };
    match read {
        Some(seconds) => Ok(Some(seconds.min(TokenResponse::MAX_EXPIRES_IN))),
        None if optional => {
            object.insert("expires_in", value);
            Ok(None)
        }
        None => Err(TokenResponseError::ExpiresIn { found: Excerpt::new(&value.to_string()) }),
    }
}

fn read_scope(object: &mut Object, array: bool) -> Result<Option<Scope>, TokenResponseError> {
    let text = match object.get("scope") {
        Some(Value::Array(_)) if array => object.take_strings("scope")?.map(|it| it.join(" ")),
        _ => object.take_string("scope").map_err(|_| SCOPE_TYPE)?,
    };
    let scope = text.map(|text| Scope::from_response(&text)).transpose()?;
    Ok(scope.filter(|scope| !scope.is_empty()))
}

/// The error for a `scope` that is not a string. The error names the quirk that accepts an array.
const SCOPE_TYPE: MemberError = MemberError {
    name: "scope",
    expected: "a string (`TokenResponseQuirks::scope_array` accepts an array of strings)",
};
