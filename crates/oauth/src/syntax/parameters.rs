mod registered;

use std::fmt;

use http::{Method, Request};
use url::form_urlencoded;
use zeroize::Zeroizing;

use crate::syntax::{media_type, percent};

/// The parameters of a query or form body: names and values in order, each name once.
///
/// [RFC 6749 appendix B](https://www.rfc-editor.org/rfc/rfc6749#appendix-B). `Debug` prints the
/// names alone, since the values may be codes and secrets, which are wiped when dropped.
///
/// ```
/// use symbolon_oauth::Parameters;
/// let mut parameters = Parameters::parse("code=SplxlOBe&state=a+b")?;
/// assert_eq!(parameters.get("state"), Some("a b"));
/// assert_eq!(parameters.take("code").as_deref(), Some("SplxlOBe"));
/// assert_eq!(parameters.encode(), "state=a+b");
/// # Ok::<(), symbolon_oauth::ParametersError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parameters {
    pairs: Vec<(String, Zeroizing<String>)>,
}

impl Parameters {
    /// How many parameters are read, omitted ones included.
    pub const MAX_COUNT: usize = 100;
    /// How many bytes are read, as they are encoded.
    pub const MAX_LENGTH: usize = 64 * 1024;

    /// No parameters.
    pub fn new() -> Parameters {
        Parameters::default()
    }

    /// Reads the `application/x-www-form-urlencoded` form. A parameter without a value is
    /// omitted.
    pub fn parse(encoded: &str) -> Result<Parameters, ParametersError> {
        if encoded.len() > Parameters::MAX_LENGTH {
            return Err(ParametersError::TooLong);
        }
        let mut pairs: Vec<(String, Zeroizing<String>)> = Vec::new();
        for piece in encoded.split('&').filter(|piece| !piece.is_empty()) {
            if pairs.len() >= Parameters::MAX_COUNT {
                return Err(ParametersError::TooMany);
            }
            let (name, value) = decode_pair(piece)?;
            // RFC 6749 §3.1: a parameter is not included more than once.
            if !is_repeatable(&name) && pairs.iter().any(|(present, _)| *present == name) {
                return Err(ParametersError::Duplicate);
            }
            pairs.push((name, value));
        }
        // RFC 6749 §3.1: a parameter without a value counts as omitted.
        pairs.retain(|(_, value)| !value.is_empty());
        Ok(Parameters { pairs })
    }

    /// Reads the query of a GET request or the form body of a POST request.
    ///
    /// The address of an endpoint may have a query of its own, which a POST request brings along and
    /// which is not read. But a name that is in both places is refused, and so is one that OAuth or
    /// OpenID Connect give a meaning, because two readers might see two requests in it.
    pub fn from_http<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Parameters, ParametersError> {
        let query = request.uri().query().unwrap_or_default();
        let body = request.body().as_ref();
        // RFC 6749 §3.1: GET is supported, POST may be.
        match *request.method() {
            Method::GET if body.is_empty() => Parameters::parse(query),
            Method::GET => Err(ParametersError::QueryAndBody),
            Method::POST => {
                if !media_type::is_form(request.headers()) {
                    return Err(ParametersError::ContentType);
                }
                let body = str::from_utf8(body).map_err(|_| ParametersError::Encoding)?;
                let parameters = Parameters::parse(body)?;
                // RFC 6749 §3.1 and §3.2: the endpoint's query is retained, and no parameter is
                // included more than once. §2.3.1: credentials are not in the query.
                let is_misplaced = |name: &str| {
                    parameters.contains(name) || registered::NAMES.binary_search(&name).is_ok()
                };
                if form_urlencoded::parse(query.as_bytes()).any(|(name, _)| is_misplaced(&name)) {
                    return Err(ParametersError::QueryAndBody);
                }
                Ok(parameters)
            }
            _ => Err(ParametersError::Method),
        }
    }

    /// The value of a parameter; the first one of a repeatable parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value of a parameter that may be repeated.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.iter().filter(move |(present, _)| *present == name).map(|(_, value)| value)
    }

    /// Whether the parameter is there.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Removes a parameter and returns its value.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let position = self.pairs.iter().position(|(present, _)| present == name)?;
        let (_, mut value) = self.pairs.remove(position);
        Some(std::mem::take(&mut *value))
    }

    /// Adds a parameter at the end. One of that name gives way, unless it is repeatable; an empty
    /// value adds nothing, since it would be read as omitted.
    pub fn push(&mut self, name: &str, value: &str) {
        if !is_repeatable(name) {
            self.pairs.retain(|(present, _)| present != name);
        }
        if !value.is_empty() {
            self.pairs.push((name.to_owned(), Zeroizing::new(value.to_owned())));
        }
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// How many parameters there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The `application/x-www-form-urlencoded` form, for a query or a body.
    pub fn encode(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.iter()).finish()
    }

    /// [`push`](Self::push), when there is a value.
    pub(crate) fn push_some(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.push(name, value);
        }
    }

    /// Adds what a message did not understand. A name that the message gives a meaning is left
    /// out: what `extra` holds can add to a message, never change it.
    pub(crate) fn push_extra(&mut self, extra: &Parameters, registered: &[&str]) {
        for (name, value) in extra.iter().filter(|(name, _)| !registered.contains(name)) {
            self.push(name, value);
        }
    }
}

/// Why parameters could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParametersError {
    /// More than [`Parameters::MAX_LENGTH`] bytes.
    #[error("the parameters are too long")]
    TooLong,
    /// More than [`Parameters::MAX_COUNT`] parameters.
    #[error("there are too many parameters")]
    TooMany,
    /// A parameter is there twice:
    /// [RFC 6749 section 3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1).
    #[error("a parameter is included more than once")]
    Duplicate,
    /// A stray percent sign, a character that has to be encoded, or bytes that are not UTF-8:
    /// [RFC 6749 appendix B](https://www.rfc-editor.org/rfc/rfc6749#appendix-B).
    #[error("the parameters are not form-encoded UTF-8")]
    Encoding,
    /// Neither GET nor POST:
    /// [RFC 6749 section 3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1).
    #[error("the request is neither GET nor POST")]
    Method,
    /// A body that is not a form:
    /// [RFC 6749 appendix B](https://www.rfc-editor.org/rfc/rfc6749#appendix-B).
    #[error("the body is not application/x-www-form-urlencoded")]
    ContentType,
    /// A GET request with a body, or a POST request with a parameter in its query, which could say two
    /// things:
    /// [RFC 6749 section 3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1).
    #[error("there are parameters in the query and in the body")]
    QueryAndBody,
}

impl ParametersError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            ParametersError::TooLong => "parameters.too_long",
            ParametersError::TooMany => "parameters.too_many",
            ParametersError::Duplicate => "parameters.duplicate",
            ParametersError::Encoding => "parameters.encoding",
            ParametersError::Method => "parameters.method",
            ParametersError::ContentType => "parameters.content_type",
            ParametersError::QueryAndBody => "parameters.query_and_body",
        }
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.pairs.iter().map(|(name, _)| name)).finish()
    }
}

/// RFC 8707 §2: `resource` may be there several times. It is the only one.
fn is_repeatable(name: &str) -> bool {
    name == "resource"
}

/// RFC 6749 appendix B: UTF-8, then the escaping of HTML forms.
fn decode_pair(piece: &str) -> Result<(String, Zeroizing<String>), ParametersError> {
    if !piece.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(ParametersError::Encoding);
    }
    let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
    Ok((decode(name)?, Zeroizing::new(decode(value)?)))
}

fn decode(text: &str) -> Result<String, ParametersError> {
    let bytes = percent::decode_form(text).map_err(|_| ParametersError::Encoding)?;
    String::from_utf8(bytes).map_err(|_| ParametersError::Encoding)
}
