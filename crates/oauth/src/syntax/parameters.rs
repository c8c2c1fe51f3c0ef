//! The parameters of a query or of a form body.

mod error;
mod registered;

use std::fmt;

use http::{Method, Request};
use url::form_urlencoded;
use zeroize::Zeroizing;

use crate::syntax::{media_type, percent};

pub use error::ParametersError;

/// The parameters of a query or of a form body: names and values, in the order of the message.
///
/// [RFC 6749 §B](https://www.rfc-editor.org/rfc/rfc6749#appendix-B). Each name occurs at most once,
/// except `resource`, which can be repeated. `Debug` prints only the names, because a value can be
/// a secret. Values are wiped from memory when they are dropped.
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
    /// The largest number of parameters that [`parse`](Self::parse) accepts, including parameters
    /// without a value: 100.
    pub const MAX_COUNT: usize = error::MAX_COUNT;
    /// The largest length of the encoded parameters that [`parse`](Self::parse) accepts, in bytes:
    /// 64 KiB.
    pub const MAX_LENGTH: usize = error::MAX_LENGTH;

    /// Creates an empty list of parameters.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads parameters in the `application/x-www-form-urlencoded` format.
    ///
    /// A parameter without a value is left out, as
    /// [RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1) demands.
    ///
    /// If an `error_description` is not form-encoded UTF-8, as much of it as possible is decoded.
    ///
    /// # Errors
    /// [`ParametersError::TooLong`] or [`TooMany`](ParametersError::TooMany) when the text exceeds
    /// a limit, [`Duplicate`](ParametersError::Duplicate) when a name other than `resource` is
    /// repeated, and [`Encoding`](ParametersError::Encoding) when the text is not form-encoded
    /// UTF-8.
    pub fn parse(encoded: &str) -> Result<Self, ParametersError> {
        if encoded.len() > Self::MAX_LENGTH {
            return Err(ParametersError::TooLong { length: encoded.len() });
        }
        let mut pairs: Vec<(String, Zeroizing<String>)> = Vec::new();
        let mut next: usize = 0;
        for piece in encoded.split('&') {
            let position = next;
            next = next.saturating_add(piece.len()).saturating_add(1);
            if piece.is_empty() {
                continue;
            }
            if pairs.len() >= Self::MAX_COUNT {
                return Err(ParametersError::TooMany);
            }
            let (name, value) = decode_pair(piece).ok_or(ParametersError::Encoding { position })?;
            // RFC 6749 §3.1: a parameter is not included more than once.
            if !is_repeatable(&name) && pairs.iter().any(|(present, _)| *present == name) {
                return Err(ParametersError::Duplicate { name: registered::find(&name) });
            }
            pairs.push((name, value));
        }
        // RFC 6749 §3.1: a parameter without a value counts as omitted.
        pairs.retain(|(_, value)| !value.is_empty());
        Ok(Self { pairs })
    }

    /// Reads the query of a GET request or the form body of a POST request.
    ///
    /// A POST request can also have a query, because the URL of the endpoint can contain a query.
    /// The query of a POST request is ignored, unless it contains a parameter that is also in the
    /// body, or a parameter that OAuth or OpenID Connect defines. Such a request is refused,
    /// because one program could read that parameter from the query and another program from the
    /// body.
    ///
    /// # Errors
    /// [`ParametersError`] when the method is not GET or POST, when a GET request has a body, when
    /// the `Content-Type` of a POST request is not `application/x-www-form-urlencoded`, when the
    /// query of a POST request contains a parameter that is also in the body or that OAuth or
    /// OpenID Connect defines, or when [`parse`](Self::parse) fails.
    pub fn from_http<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Self, ParametersError> {
        Self::read_http(request, registered::find)
    }

    /// Reads a request as [`from_http`](Self::from_http) does, at an endpoint whose URL the client
    /// chose, such as a redirect URI. `own` contains the names of the parameters that messages to
    /// this endpoint have, such as [`AuthorizationResponse::PARAMETERS`].
    ///
    /// The query of a POST request belongs to the URL of the endpoint. It can contain a parameter
    /// that OAuth or OpenID Connect defines for another message, such as `display`. The query is
    /// ignored, unless it contains a parameter that is also in the body, or a parameter in `own`.
    ///
    /// ```
    /// use symbolon_oauth::{AuthorizationResponse, Parameters};
    /// let post = |uri| {
    ///     http::Request::post(uri)
    ///         .header("content-type", "application/x-www-form-urlencoded")
    ///         .body("code=SplxlOBe&state=af0ifjsldkj")
    /// };
    /// let names = &AuthorizationResponse::PARAMETERS;
    /// assert!(Parameters::from_http_at(&post("/cb?display=page")?, names).is_ok());
    /// assert!(Parameters::from_http_at(&post("/cb?iss=https:")?, names).is_err());
    /// # Ok::<(), http::Error>(())
    /// ```
    ///
    /// [`AuthorizationResponse::PARAMETERS`]: crate::AuthorizationResponse::PARAMETERS
    ///
    /// # Errors
    /// [`ParametersError`] when the method is not GET or POST, when a GET request has a body, when
    /// the `Content-Type` of a POST request is not `application/x-www-form-urlencoded`, when the
    /// query of a POST request contains a parameter that is also in the body or in `own`, or when
    /// [`parse`](Self::parse) fails.
    pub fn from_http_at<B: AsRef<[u8]>>(
        request: &Request<B>,
        own: &[&'static str],
    ) -> Result<Self, ParametersError> {
        Self::read_http(request, |name| own.iter().copied().find(|own| *own == name))
    }

    /// Reads a request. `reserved` returns the name of a parameter that the query of a POST request
    /// must not contain.
    fn read_http<B: AsRef<[u8]>>(
        request: &Request<B>,
        reserved: impl Fn(&str) -> Option<&'static str>,
    ) -> Result<Self, ParametersError> {
        let query = request.uri().query().unwrap_or_default();
        let body = request.body().as_ref();
        // RFC 6749 §3.1: GET is supported, POST may be.
        match *request.method() {
            Method::GET if body.is_empty() => Self::parse(query),
            Method::GET => Err(ParametersError::QueryAndBody { name: None }),
            Method::POST => {
                if !media_type::is_form(request.headers()) {
                    let found = media_type::found(request.headers());
                    return Err(ParametersError::ContentType { found });
                }
                let parameters = Self::parse(utf8(body)?)?;
                parameters.check_query(query, reserved)?;
                Ok(parameters)
            }
            _ => {
                let found = request.method().clone();
                Err(ParametersError::Method { found, expected: "GET or POST" })
            }
        }
    }

    /// Checks that the query of a POST request cannot be read as a part of these parameters.
    ///
    /// RFC 6749 §3.1 and §3.2: the query of the endpoint's address is retained, and no parameter is
    /// included more than once. §2.3.1: credentials are not in the query.
    fn check_query(
        &self,
        query: &str,
        reserved: impl Fn(&str) -> Option<&'static str>,
    ) -> Result<(), ParametersError> {
        for (name, _) in form_urlencoded::parse(query.as_bytes()) {
            if reserved(&name).is_some() || self.contains(&name) {
                return Err(ParametersError::QueryAndBody { name: registered::find(&name) });
            }
        }
        Ok(())
    }

    /// Returns the value of a parameter, or its first value if the parameter is repeated.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Returns every value of a parameter. Only `resource` can have several values.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.iter().filter(move |(present, _)| *present == name).map(|(_, value)| value)
    }

    /// Returns whether there is a parameter with this name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Removes a parameter and returns its value. If the parameter is repeated, only its first
    /// value is removed.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let position = self.pairs.iter().position(|(present, _)| present == name)?;
        let (_, mut value) = self.pairs.remove(position);
        Some(std::mem::take(&mut *value))
    }

    /// Adds a parameter at the end.
    ///
    /// A parameter with the same name is removed first, unless the name is `resource`, which can be
    /// repeated. If `value` is empty, nothing is added, because recipients ignore a parameter
    /// without a value.
    pub fn push(&mut self, name: &str, value: &str) {
        if !is_repeatable(name) {
            self.pairs.retain(|(present, _)| present != name);
        }
        if !value.is_empty() {
            self.pairs.push((name.to_owned(), Zeroizing::new(value.to_owned())));
        }
    }

    /// Returns the names and values, in the order of the message.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the number of parameters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Returns whether there are no parameters.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Encodes the parameters in the `application/x-www-form-urlencoded` format, for a query or a
    /// form body.
    #[must_use]
    pub fn encode(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.iter()).finish()
    }

    /// Adds a parameter with [`push`](Self::push) if there is a value.
    pub(crate) fn push_some(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.push(name, value);
        }
    }

    /// Adds the parameters of `extra`, except those with a name in `registered`.
    ///
    /// `registered` lists the parameters that the message defines, so that `extra` cannot change
    /// them.
    pub(crate) fn push_extra(&mut self, extra: &Self, registered: &[&str]) {
        for (name, value) in extra.iter().filter(|(name, _)| !registered.contains(name)) {
            self.push(name, value);
        }
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.pairs.iter().map(|(name, _)| name)).finish()
    }
}

/// Returns whether OAuth or OpenID Connect define a parameter with this name.
pub(crate) fn is_registered(name: &str) -> bool {
    registered::find(name).is_some()
}

/// Returns whether a request is allowed to contain several parameters with this name. RFC 8707 §2
/// allows it for `resource` only.
fn is_repeatable(name: &str) -> bool {
    name == "resource"
}

fn utf8(body: &[u8]) -> Result<&str, ParametersError> {
    str::from_utf8(body)
        .map_err(|error| ParametersError::Encoding { position: error.valid_up_to() })
}

/// Decodes one parameter. RFC 6749 §B: the text is encoded in UTF-8, then escaped as in HTML forms.
fn decode_pair(piece: &str) -> Option<(String, Zeroizing<String>)> {
    decode_strictly(piece).or_else(|| decode_description(piece))
}

/// Decodes as much as possible of an error description that is not form-encoded UTF-8. The
/// description is a text for developers, so a wrong character in it must not cause the whole
/// response to be refused.
fn decode_description(piece: &str) -> Option<(String, Zeroizing<String>)> {
    const NAME: &str = "error_description";
    let (name, _) = piece.split_once('=').filter(|(name, _)| *name == NAME)?;
    let (_, value) = form_urlencoded::parse(piece.as_bytes()).next()?;
    Some((name.to_owned(), Zeroizing::new(value.into_owned())))
}

fn decode_strictly(piece: &str) -> Option<(String, Zeroizing<String>)> {
    if !piece.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
    Some((decode(name)?, Zeroizing::new(decode(value)?)))
}

fn decode(text: &str) -> Option<String> {
    String::from_utf8(percent::decode_form(text).ok()?).ok()
}
