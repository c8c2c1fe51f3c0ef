//! Error responses: the JSON of the token endpoint, and the error part of other responses.

mod nested;

use std::fmt;
use std::time::Duration;

use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, PRAGMA, RETRY_AFTER};
use http::{Response, StatusCode};
use serde_json::Value;
use symbolon_jose::{Excerpt, Limits, MemberError, Object, json};

use crate::syntax::characters::{printable_description, sendable_description};
use crate::syntax::media_type;
use crate::{ErrorCode, PageUrl, Parameters, SyntaxError};

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
    /// When a response is read, each character that is not printable, such as a line break, is
    /// replaced by a question mark. When a response is sent, each character that RFC 6749 does not
    /// allow is replaced too: double quotes, backslashes, and all characters that are not ASCII.
    pub error_description: Option<String>,
    /// The URL of a page about the error, for the developer of the client.
    pub error_uri: Option<PageUrl>,
    /// The members for which this type has no field. A description or page URL that is not a string
    /// is kept here too. An `error` that is an object is also kept here.
    pub extra: Object,
}

impl ErrorResponse {
    /// The time after which a client can try again if a server cannot answer now: 5 seconds.
    ///
    /// Every response with the status 503 that this library builds states this time in
    /// `Retry-After`
    /// ([RFC 9110 §10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)). It is long
    /// enough for a database to elect a new leader, and short enough for a user who waits. Replace
    /// the header if your server knows a better time.
    pub const RETRY_AFTER: Duration = Duration::from_secs(5);

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
    /// A malformed description or page URL does not make the function fail, so that the error code
    /// is not lost. Characters of `error_description` that are not printable are replaced by
    /// question marks. An `error_uri` that is not an absolute `http` or `https` URL is left out. `null` and
    /// the empty string are read as if the member were absent.
    ///
    /// An `error` that is an object, which Facebook and the APIs of Google send, is kept in
    /// [`extra`](Self::extra). The error code is the first of its members `code`, `error`, `status`
    /// and `type` that contains an error code. The description is the first of its members
    /// `message`, `error_description` and `description` that is a string.
    ///
    /// # Errors
    /// [`ErrorResponseError`] when the error code is missing, is neither a string nor an object with
    /// an error code, or is malformed.
    pub fn from_object(mut object: Object) -> Result<Self, ErrorResponseError> {
        if !has_error(&object) {
            return Err(ErrorResponseError::MissingError);
        }
        let nested = object.get("error").and_then(Value::as_object).and_then(nested::read);
        let nested = nested.map(|(code, message)| (code, message.map(str::to_owned)));
        let (error, message) = match nested {
            Some(nested) => nested,
            None => {
                let error = object.take_string("error")?.ok_or(ErrorResponseError::MissingError)?;
                (ErrorCode::new(&error).map_err(ErrorResponseError::Error)?, None)
            }
        };
        Ok(Self {
            error,
            // RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E.
            error_description: take_text(&mut object, "error_description")
                .or(message)
                .and_then(|text| printable_description(&text)),
            // RFC 6749 §5.2: a URI that identifies a web page.
            error_uri: take_text(&mut object, "error_uri")
                .and_then(|text| PageUrl::new(&text).ok()),
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
        object.insert_some("error_description", self.sendable_description());
        object.insert_some("error_uri", self.error_uri.as_ref().map(PageUrl::as_str));
        object
    }

    /// Reads an error response from an HTTP response with a status of 4xx or 5xx.
    ///
    /// The `Content-Type` does not matter if the body is an error response. A body of the type
    /// `application/x-www-form-urlencoded` is read as a form.
    ///
    /// # Errors
    /// [`ErrorResponseError::Status`] when the status is not 4xx or 5xx.
    /// [`ErrorResponseError::ContentType`] when the body cannot be read and its `Content-Type` is
    /// not `application/json`, so that it is probably a web page. A different variant when the body
    /// is not a JSON object, or when [`from_object`](Self::from_object) refuses that object.
    pub fn from_http<B: AsRef<[u8]>>(response: &Response<B>) -> Result<Self, ErrorResponseError> {
        // RFC 6749 §5.2: 400 unless specified otherwise; never a success.
        let status = response.status();
        if !status.is_client_error() && !status.is_server_error() {
            return Err(ErrorResponseError::Status(status));
        }
        let read = Object::parse_document(response.body().as_ref(), &Limits::DEFAULT)
            .map_err(ErrorResponseError::Json);
        read.and_then(Self::from_object)
            .or_else(|error| Self::from_form(response).ok_or(error))
            .map_err(|error| {
                // RFC 6749 §5.2: in the body, as application/json. If the body is not an error
                // response, a wrong type is the most useful explanation.
                if media_type::is_json(response.headers()) {
                    return error;
                }
                ErrorResponseError::ContentType { found: media_type::found(response.headers()) }
            })
    }

    /// Reads an error response whose body is a form, such as those of GitHub and Xero. Returns `None`
    /// if the body is not a form that has an error code.
    pub(super) fn from_form<B: AsRef<[u8]>>(response: &Response<B>) -> Option<Self> {
        if !media_type::is_form(response.headers()) {
            return None;
        }
        let body = str::from_utf8(response.body().as_ref()).ok()?;
        let mut parameters = Parameters::parse(body.trim_ascii()).ok()?;
        let mut error = Self::take_from(&mut parameters).ok()??;
        for (name, value) in parameters.iter() {
            error.extra.insert(name, value);
        }
        Some(error)
    }

    /// Builds the HTTP response. Set `status` to 401 if the error is `invalid_client`, otherwise to
    /// 400.
    ///
    /// If the error is `invalid_client` and the client sent an `Authorization` header, add a
    /// `WWW-Authenticate` header to the response. If the status is 503, the response has the header
    /// `Retry-After` with the time [`RETRY_AFTER`](Self::RETRY_AFTER).
    #[must_use]
    pub fn into_http(self, status: StatusCode) -> Response<Vec<u8>> {
        let mut response = Response::new(self.to_object().to_json().into_bytes());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type::JSON));
        // RFC 6749 §5.1; the example in §5.2 has these headers too.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
        // RFC 9110 §15.6.4: how long the client should wait before it tries again.
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(RETRY_AFTER, HeaderValue::from(Self::RETRY_AFTER.as_secs()));
        }
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
            error_description: description.and_then(|text| printable_description(&text)),
            error_uri: uri.and_then(|text| PageUrl::new(&text).ok()),
            extra: Object::new(),
        }))
    }

    /// Adds the error part to an authorization response.
    pub(crate) fn push_to(&self, parameters: &mut Parameters) {
        parameters.push("error", self.error.as_str());
        parameters.push_some("error_description", self.sendable_description().as_deref());
        parameters.push_some("error_uri", self.error_uri.as_ref().map(PageUrl::as_str));
    }

    /// Returns the description with a question mark in place of each character that RFC 6749 §5.2
    /// does not allow, if it has at least one character.
    fn sendable_description(&self) -> Option<String> {
        sendable_description(self.error_description.as_deref()?)
    }
}

/// Returns whether the JSON of a response reports an error. An `error` that is `null` or empty does
/// not report an error.
pub(super) fn has_error(object: &Object) -> bool {
    !is_blank(object.get("error"))
}

/// Returns whether a member is absent, `null` or the empty string.
pub(super) fn is_blank(member: Option<&Value>) -> bool {
    member.is_none_or(|value| value.is_null() || value == "")
}

/// Takes a member that is a string, or `null`. A member of another type stays in the object.
fn take_text(object: &mut Object, name: &'static str) -> Option<String> {
    if !object.get(name).is_some_and(|value| value.is_string() || value.is_null()) {
        return None;
    }
    object.remove(name).and_then(|value| value.as_str().map(str::to_owned))
}

/// The reason why an error response cannot be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorResponseError {
    /// The status is not 4xx or 5xx, so it does not report an error
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the error response has the status {0}; expected 4xx or 5xx")]
    Status(StatusCode),
    /// The body is not an error response, and its `Content-Type` is not `application/json`
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
    /// The member `error` is not a string
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the error response cannot be read: {0}")]
    Member(#[from] MemberError),
    /// The member `error` is missing, `null` or empty
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
