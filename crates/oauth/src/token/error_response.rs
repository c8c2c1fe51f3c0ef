use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, PRAGMA};
use http::{Response, StatusCode};
use symbolon_jose::{MemberError, Object, json};

use crate::syntax::characters::{is_description, is_nqschar, is_unquoted_text};
use crate::syntax::media_type;
use crate::{ErrorCode, Parameters, SyntaxError};

/// An error answer of the token endpoint, and the error part of every other one.
///
/// [RFC 6749 section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
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
    /// Why, for programs.
    pub error: ErrorCode,
    /// Why, for the developer of the client; not for the end-user. When printed, a character that
    /// has no place in it becomes a question mark.
    pub error_description: Option<String>,
    /// A page that explains more, for the developer of the client.
    pub error_uri: Option<String>,
    /// Members that are not defined.
    pub extra: Object,
}

impl ErrorResponse {
    /// An error without explanation.
    pub fn new(error: ErrorCode) -> ErrorResponse {
        ErrorResponse { error, error_description: None, error_uri: None, extra: Object::new() }
    }

    /// Adds an explanation for the developer of the client.
    #[must_use]
    pub fn description(mut self, text: &str) -> ErrorResponse {
        self.error_description = Some(text.to_owned());
        self
    }

    /// Reads the JSON body.
    ///
    /// A description or page that does not fit its grammar is dropped: it is a help to
    /// developers, real servers put line breaks into it, and the error code must not be lost
    /// over it.
    pub fn from_object(mut object: Object) -> Result<ErrorResponse, ErrorResponseError> {
        let error = object.take_string("error")?.ok_or(ErrorResponseError::MissingError)?;
        Ok(ErrorResponse {
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

    /// The JSON body.
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

    /// Reads an answer with a client or server error status.
    pub fn from_http<B: AsRef<[u8]>>(
        response: &Response<B>,
    ) -> Result<ErrorResponse, ErrorResponseError> {
        // RFC 6749 §5.2: 400 unless specified otherwise; never a success.
        let status = response.status();
        if !status.is_client_error() && !status.is_server_error() {
            return Err(ErrorResponseError::Status(status));
        }
        // RFC 6749 §5.2: in the body, as application/json.
        if !media_type::is_json(response.headers()) {
            return Err(ErrorResponseError::ContentType);
        }
        ErrorResponse::from_object(Object::parse(response.body().as_ref())?)
    }

    /// The answer: 400, or 401 together with a `WWW-Authenticate` header that the caller adds,
    /// for `invalid_client` after an attempt by `Authorization` header.
    pub fn into_http(self, status: StatusCode) -> Response<Vec<u8>> {
        let mut response = Response::new(self.to_object().to_json().into_bytes());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        // RFC 6749 §5.1, which the example of §5.2 follows.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
        response
    }

    /// Takes the error part out of an authorization response.
    pub(crate) fn take_from(
        parameters: &mut Parameters,
    ) -> Result<Option<ErrorResponse>, SyntaxError> {
        let Some(error) = parameters.take("error") else {
            return Ok(None);
        };
        let description = parameters.take("error_description");
        let uri = parameters.take("error_uri");
        Ok(Some(ErrorResponse {
            error: ErrorCode::new(&error)?,
            error_description: description.filter(|text| is_description(text)),
            error_uri: uri.filter(|text| is_unquoted_text(text)),
            extra: Object::new(),
        }))
    }

    /// Puts the error part into an authorization response.
    pub(crate) fn push_to(&self, parameters: &mut Parameters) {
        parameters.push("error", self.error.as_str());
        parameters.push_some("error_description", self.printable_description().as_deref());
        parameters.push_some("error_uri", self.printable_uri());
    }

    /// RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E, and at least one of them.
    fn printable_description(&self) -> Option<String> {
        let fits = |character: char| u8::try_from(character).is_ok_and(is_nqschar);
        let text = self.error_description.as_deref()?;
        (!text.is_empty()).then(|| text.chars().map(|c| if fits(c) { c } else { '?' }).collect())
    }

    /// RFC 6749 §5.2: a URI that is not one is worth nothing.
    fn printable_uri(&self) -> Option<&str> {
        self.error_uri.as_deref().filter(|text| is_unquoted_text(text))
    }
}

/// Why an error answer could not be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorResponseError {
    /// The status is not one of an error:
    /// [RFC 6749 section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
    #[error("an error answer has the status {0}")]
    Status(StatusCode),
    /// The body is not `application/json`:
    /// [RFC 6749 section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
    #[error("the error answer is not application/json")]
    ContentType,
    /// The body is not a JSON object:
    /// [RFC 6749 section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
    #[error(transparent)]
    Json(#[from] json::Error),
    /// A member has another type:
    /// [RFC 6749 section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
    #[error(transparent)]
    Member(#[from] MemberError),
    /// No `error`:
    /// [RFC 6749 section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
    #[error("the error answer has no error code")]
    MissingError,
    /// `error` is not an error code:
    /// [RFC 6749 section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
    #[error(transparent)]
    Error(SyntaxError),
}

impl ErrorResponseError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            ErrorResponseError::Status(_) => "error_response.status",
            ErrorResponseError::ContentType => "error_response.content_type",
            ErrorResponseError::Json(error) => error.code(),
            ErrorResponseError::Member(error) => error.code(),
            ErrorResponseError::MissingError => "error_response.missing_error",
            ErrorResponseError::Error(error) => error.code(),
        }
    }
}
