//! Error responses: the JSON of the token endpoint, and the error part of other responses.

use std::fmt;

use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, PRAGMA};
use http::{Response, StatusCode};
use symbolon_jose::{Excerpt, MemberError, Object, json};

use crate::syntax::characters::{is_description, is_nqschar, is_unquoted_text};
use crate::syntax::media_type;
use crate::{ErrorCode, Parameters, SyntaxError};

/// An error response of the token endpoint. An [`AuthorizationError`](crate::AuthorizationError) of
/// the authorization endpoint contains a value of this type too.
///
/// See [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
///
/// ```
/// use symbolon_oauth::{ErrorCode, ErrorResponse};
/// let error = ErrorResponse::new(ErrorCode::INVALID_GRANT).description("the code is expired");
/// let response = error.clone().into_http(http::StatusCode::BAD_REQUEST);
/// assert_eq!(ErrorResponse::from_http(&response)?, error);
/// # Ok::<(), symbolon_oauth::ErrorResponseError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ErrorResponse {
    /// The error code: the reason for the error, as a fixed name that programs can compare.
    pub error: ErrorCode,
    /// The reason for the error, written for the developer of the client. Do not show it to users.
    ///
    /// RFC 6749 allows only printable ASCII without double quotes and backslashes. Every other
    /// character is replaced by a question mark when the response is sent.
    pub error_description: Option<String>,
    /// The URL of a page about the error, for the developer of the client.
    pub error_uri: Option<String>,
    /// The members for which this type has no field.
    pub extra: Object,
}

impl ErrorResponse {
    /// Creates an error response with this error code and without a description.
    #[must_use]
    pub fn new(error: ErrorCode) -> Self {
        Self { error, error_description: None, error_uri: None, extra: Object::new() }
    }

    /// Sets the description for the developer of the client.
    #[must_use]
    pub fn description(mut self, text: &str) -> Self {
        self.error_description = Some(text.to_owned());
        self
    }

    /// Sets the description to the message of an error.
    ///
    /// Double quotes in the message become apostrophes and backslashes become slashes, because a
    /// description must not contain double quotes or backslashes
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[must_use]
    pub fn description_of(self, error: &dyn fmt::Display) -> Self {
        self.description(&error.to_string().replace('"', "'").replace('\\', "/"))
    }

    /// Reads an error response from its JSON body.
    ///
    /// If `error_description` or `error_uri` contains a character that is not allowed, such as a
    /// line break, that member is left out. The function does not fail in this case, so that the
    /// error code is not lost.
    ///
    /// # Errors
    /// [`ErrorResponseError`] when the error code is missing or malformed, or when a member has the
    /// wrong JSON type.
    pub fn from_object(mut object: Object) -> Result<Self, ErrorResponseError> {
        let error = object.take_string("error")?.ok_or(ErrorResponseError::MissingError)?;
        Ok(Self {
            error: ErrorCode::new(&error).map_err(ErrorResponseError::Error)?,
            // RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E.
            error_description: object
                .take_string("error_description")?
                .filter(|text| is_description(text)),
            // RFC 6749 §5.2: %x21 / %x23-5B / %x5D-7E.
            error_uri: object.take_string("error_uri")?.filter(|text| is_unquoted_text(text)),
            extra: object,
        })
    }

    /// Returns the JSON body of the error response.
    ///
    /// A member of [`extra`](Self::extra) is left out if this type has a field for it.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = self.extra.clone();
        object.insert("error", self.error.as_str());
        for registered in ["error_description", "error_uri"] {
            object.remove(registered);
        }
        object.insert_some("error_description", self.printable_description());
        object.insert_some("error_uri", self.printable_uri());
        object
    }

    /// Reads an error response from an HTTP response with a status of 4xx or 5xx.
    ///
    /// # Errors
    /// [`ErrorResponseError`] when the status is not 4xx or 5xx, when the `Content-Type` is not
    /// `application/json`, when the body is not a JSON object, or when
    /// [`from_object`](Self::from_object) refuses that object.
    pub fn from_http<B: AsRef<[u8]>>(response: &Response<B>) -> Result<Self, ErrorResponseError> {
        // RFC 6749 §5.2: 400 unless specified otherwise; never a success.
        let status = response.status();
        if !status.is_client_error() && !status.is_server_error() {
            return Err(ErrorResponseError::Status(status));
        }
        // RFC 6749 §5.2: in the body, as application/json.
        if !media_type::is_json(response.headers()) {
            let found = media_type::found(response.headers());
            return Err(ErrorResponseError::ContentType { found });
        }
        Self::from_object(Object::parse(response.body().as_ref())?)
    }

    /// Builds the HTTP response. Set `status` to 401 if the error is `invalid_client`, otherwise to
    /// 400.
    ///
    /// If the error is `invalid_client` and the client sent an `Authorization` header, add a
    /// `WWW-Authenticate` header to the response.
    #[must_use]
    pub fn into_http(self, status: StatusCode) -> Response<Vec<u8>> {
        let mut response = Response::new(self.to_object().to_json().into_bytes());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type::JSON));
        // RFC 6749 §5.1; the example in §5.2 has these headers too.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
        response
    }

    /// Takes the error part out of an authorization response.
    pub(crate) fn take_from(parameters: &mut Parameters) -> Result<Option<Self>, SyntaxError> {
        let Some(error) = parameters.take("error") else {
            return Ok(None);
        };
        let description = parameters.take("error_description");
        let uri = parameters.take("error_uri");
        Ok(Some(Self {
            error: ErrorCode::new(&error)?,
            error_description: description.filter(|text| is_description(text)),
            error_uri: uri.filter(|text| is_unquoted_text(text)),
            extra: Object::new(),
        }))
    }

    /// Adds the error part to an authorization response.
    pub(crate) fn push_to(&self, parameters: &mut Parameters) {
        parameters.push("error", self.error.as_str());
        parameters.push_some("error_description", self.printable_description().as_deref());
        parameters.push_some("error_uri", self.printable_uri());
    }

    /// Returns the description with a question mark in place of each character that RFC 6749 §5.2
    /// does not allow, if it has at least one character.
    fn printable_description(&self) -> Option<String> {
        let fits = |character: char| u8::try_from(character).is_ok_and(is_nqschar);
        let text = self.error_description.as_deref()?;
        (!text.is_empty()).then(|| text.chars().map(|c| if fits(c) { c } else { '?' }).collect())
    }

    /// Returns the URL if it obeys the grammar of RFC 6749 §5.2.
    fn printable_uri(&self) -> Option<&str> {
        self.error_uri.as_deref().filter(|text| is_unquoted_text(text))
    }
}

/// The reason why an error response cannot be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorResponseError {
    /// The status is not 4xx or 5xx, so it does not report an error
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the error response has the status {0}; expected 4xx or 5xx")]
    Status(StatusCode),
    /// The `Content-Type` of the response is not `application/json`
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error(
        "the error response has {}; expected the Content-Type {}",
        media_type::print_found(.found.as_ref()),
        media_type::JSON
    )]
    ContentType {
        /// The `Content-Type` headers of the response, with commas between several headers.
        found: Option<Excerpt>,
    },
    /// The body is not a JSON object
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the error response cannot be read: {0}")]
    Json(#[from] json::Error),
    /// A member of the JSON object has the wrong JSON type
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the error response cannot be read: {0}")]
    Member(#[from] MemberError),
    /// The member `error` is missing
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the error response has no member `error`")]
    MissingError,
    /// The member `error` is malformed. It must consist of one or more printable ASCII characters,
    /// without double quotes and backslashes
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the error response cannot be read: {0}")]
    Error(SyntaxError),
}

impl ErrorResponseError {
    /// Returns a stable name for logs and metrics, such as `"error_response.status"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Status(_) => "error_response.status",
            Self::ContentType { .. } => "error_response.content_type",
            Self::Json(error) => error.code(),
            Self::Member(error) => error.code(),
            Self::MissingError => "error_response.missing_error",
            Self::Error(error) => error.code(),
        }
    }
}
