//! The reason why parameters cannot be read.

use http::Method;
use symbolon_jose::Excerpt;

use crate::syntax::media_type;

/// The value of `Parameters::MAX_COUNT`.
pub(super) const MAX_COUNT: usize = 100;
/// The value of `Parameters::MAX_LENGTH`.
pub(super) const MAX_LENGTH: usize = 64 * 1024;

/// The reason why parameters cannot be read.
///
/// The error contains the name of a parameter only if OAuth or OpenID Connect defines that name.
/// Any other name is left out, because it could be a secret that the sender put in the wrong place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParametersError {
    /// The encoded parameters are longer than [`MAX_LENGTH`](crate::Parameters::MAX_LENGTH) bytes.
    #[error("the parameters are {length} bytes long; at most {MAX_LENGTH} are read")]
    TooLong {
        /// The length in bytes.
        length: usize,
    },
    /// There are more than [`MAX_COUNT`](crate::Parameters::MAX_COUNT) parameters.
    #[error("there are more than {MAX_COUNT} parameters")]
    TooMany,
    /// A parameter other than `resource` is included more than once
    /// ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
    #[error("{} is included more than once", print_name(*.name))]
    Duplicate {
        /// The name of the parameter if it is registered.
        name: Option<&'static str>,
    },
    /// A parameter contains a percent sign without two hexadecimal digits after it, a character
    /// that must be percent-encoded, or bytes that are not UTF-8
    /// ([RFC 6749 §B](https://www.rfc-editor.org/rfc/rfc6749#appendix-B)).
    #[error("the parameters are not form-encoded UTF-8 from byte {position} on")]
    Encoding {
        /// The index of the byte at which the faulty parameter or the faulty byte begins; the first
        /// byte has index 0.
        position: usize,
    },
    /// The request has an HTTP method that the endpoint does not accept
    /// ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1),
    /// [§3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2)).
    #[error("the request has the method {found}; expected {expected}")]
    Method {
        /// The method of the request.
        found: Method,
        /// The accepted methods, such as `"GET or POST"`.
        expected: &'static str,
    },
    /// The `Content-Type` of the request is not `application/x-www-form-urlencoded`
    /// ([RFC 6749 §B](https://www.rfc-editor.org/rfc/rfc6749#appendix-B)).
    #[error(
        "the request has {}; expected the Content-Type {}",
        media_type::print_found(.found.as_ref()),
        media_type::FORM
    )]
    ContentType {
        /// The `Content-Type` headers of the request, with commas between several headers.
        found: Option<Excerpt>,
    },
    /// A GET request has a body, or a POST request has a parameter in its query that belongs in its
    /// body. The request is refused, because one program could read the query and another program
    /// the body ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
    #[error(
        "{} is in the wrong part of the request; expected all parameters in the query of a GET \
         request, or all of them in the body of a POST request",
        print_name(*.name)
    )]
    QueryAndBody {
        /// The parameter in the query of a POST request, if its name is registered.
        name: Option<&'static str>,
    },
}

impl ParametersError {
    /// Returns a stable name for logs and metrics, such as `"parameters.duplicate"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "parameters.too_long",
            Self::TooMany => "parameters.too_many",
            Self::Duplicate { .. } => "parameters.duplicate",
            Self::Encoding { .. } => "parameters.encoding",
            Self::Method { .. } => "parameters.method",
            Self::ContentType { .. } => "parameters.content_type",
            Self::QueryAndBody { .. } => "parameters.query_and_body",
        }
    }
}

fn print_name(name: Option<&'static str>) -> String {
    name.map_or_else(|| "a parameter".to_owned(), |name| format!("`{name}`"))
}
