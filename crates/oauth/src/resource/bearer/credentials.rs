//! The access token in a request to a protected resource
//! ([RFC 6750 §2](https://www.rfc-editor.org/rfc/rfc6750#section-2)).

use http::{HeaderMap, HeaderValue, Method, Request, header};
use thiserror::Error;
use url::form_urlencoded;

use super::challenge::Challenge;
use crate::syntax::characters::is_visible_text;
use crate::syntax::http_auth::{credentials_of, is_token68};
use crate::syntax::media_type::{self, is_form};
use crate::{AccessToken, ErrorCode, Parameters};

/// Reads the bearer token of a request: from the `Authorization` header, or from the parameter
/// `access_token` of a form body.
///
/// [RFC 6750 §2](https://www.rfc-editor.org/rfc/rfc6750#section-2). Returns `None` if the request
/// presents no token. Parameters of the form other than `access_token` are not checked.
///
/// The token must match the grammar of the `Bearer` scheme: letters, digits and the characters
/// `- . _ ~ + /`, with any number of `=` at the end. Tokens of your server must follow this
/// grammar. If a token contained a comma or a space, some servers and proxies would split the
/// header there and read a different token.
///
/// ```
/// use symbolon_oauth::bearer;
///
/// let request = http::Request::get("https://api.example/me")
///     .header("Authorization", "Bearer mF_9.B5f-4.1JqM")
///     .body("")?;
/// let token = bearer::token_from_http(&request)?.expect("a token was sent");
/// assert_eq!(token.expose(), "mF_9.B5f-4.1JqM");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`BearerError`] when the request presents a token in a way that is not allowed, or presents
/// several tokens. Convert the error to a [`Challenge`] with [`Challenge::from`], and send this
/// challenge. If the function returns `None`, send a [`Challenge`] without an error.
pub fn token_from_http<B: AsRef<[u8]>>(
    request: &Request<B>,
) -> Result<Option<AccessToken>, BearerError> {
    // RFC 6750 §2.3 and §5.3: a token in a URL ends up in logs and histories. RFC 6750 discourages
    // it, RFC 9700 §4.3.2 forbids it.
    if !form_tokens(request.uri().query().unwrap_or_default().as_bytes()).is_empty() {
        return Err(BearerError::Query);
    }
    match (header_token(request.headers())?, body_token(request)?) {
        // RFC 6750 §2: one method of sending the token in one request.
        (Some(_), Some(_)) => Err(BearerError::SeveralPlaces),
        (header, body) => Ok(header.or(body)),
    }
}

/// Adds the access token to a request, in an `Authorization` header that is marked as sensitive.
///
/// [RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1). If the request has an
/// `Authorization` header already, this function replaces it.
///
/// The token can contain every printable ASCII character
/// ([RFC 6749 §A.12](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.12)), although the grammar
/// of the `Bearer` scheme allows fewer characters. The client must accept the token that the server
/// has chosen. For example, tokens of Salesforce contain an exclamation mark.
///
/// # Errors
/// [`BearerError::Malformed`] when the token is empty, contains a character that is not printable
/// ASCII, or has a space at one of its ends, which HTTP would remove.
pub fn authorize<B>(request: &mut Request<B>, token: &AccessToken) -> Result<(), BearerError> {
    let text = token.expose();
    // RFC 6749 §A.12: VSCHAR. RFC 9110 §5.5: white space around the value of a header is removed.
    if !is_visible_text(text) || text.starts_with(' ') || text.ends_with(' ') {
        return Err(BearerError::Malformed);
    }
    let mut value =
        HeaderValue::from_str(&format!("Bearer {text}")).map_err(|_| BearerError::Malformed)?;
    value.set_sensitive(true);
    request.headers_mut().insert(header::AUTHORIZATION, value);
    Ok(())
}

/// Adds the access token to a request as the form parameter `access_token`. The request becomes a
/// POST request whose body contains only this parameter.
///
/// [RFC 6750 §2.2](https://www.rfc-editor.org/rfc/rfc6750#section-2.2) recommends
/// [`authorize`] instead. Use the form only for a server that does not accept the header.
///
/// ```
/// use symbolon_oauth::{AccessToken, bearer};
/// let mut request = http::Request::get("https://op.example/userinfo").body(Vec::new())?;
/// bearer::authorize_in_body(&mut request, &AccessToken::new("mF_9.B5f-4.1JqM".to_owned()))?;
/// assert_eq!(request.body(), b"access_token=mF_9.B5f-4.1JqM");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`BearerError::Malformed`] when the token is empty or contains a character that is not printable
/// ASCII.
pub fn authorize_in_body(
    request: &mut Request<Vec<u8>>,
    token: &AccessToken,
) -> Result<(), BearerError> {
    // RFC 6749 §A.12: VSCHAR.
    if !is_visible_text(token.expose()) {
        return Err(BearerError::Malformed);
    }
    let mut form = Parameters::new();
    form.push("access_token", token.expose());
    // RFC 6750 §2.2: the content type of a form, and a method with a body.
    *request.method_mut() = Method::POST;
    let content_type = HeaderValue::from_static(media_type::FORM);
    request.headers_mut().insert(header::CONTENT_TYPE, content_type);
    *request.body_mut() = form.encode().into_bytes();
    Ok(())
}

/// The reason why the bearer token of a request cannot be read or sent.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum BearerError {
    /// The token is in the query of the URL. This is not allowed, because logs and browser
    /// histories keep URLs
    /// ([RFC 9700 §4.3.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.3.2)).
    #[error("the access token is in the query; send it in the Authorization header")]
    Query,
    /// The request contains more than one `Authorization` header, or it contains access tokens in
    /// both the header and the form, or several access tokens in the form. Only one access token is
    /// allowed ([RFC 6750 §2](https://www.rfc-editor.org/rfc/rfc6750#section-2)).
    #[error(
        "the request has more than one Authorization header or access token; send one token in one \
         header"
    )]
    SeveralPlaces,
    /// The token is empty or malformed. A token that arrives in a request must match the grammar of
    /// the `Bearer` scheme. A token that is sent must be printable ASCII, without a space at either
    /// end ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
    #[error(
        "the access token is malformed; a received token must consist of letters, digits and \
         - . _ ~ + / with only = at the end; a token to be sent must be printable ASCII without a \
         space at either end"
    )]
    Malformed,
    /// The token is in the form body of a request whose method is not POST, PUT or PATCH
    /// ([RFC 6750 §2.2](https://www.rfc-editor.org/rfc/rfc6750#section-2.2)).
    #[error(
        "the access token is in the body of a request whose method is not POST, PUT or PATCH; send \
         it in the Authorization header"
    )]
    Method,
}

impl BearerError {
    /// Returns a stable name for logs and metrics, such as `"bearer.several_places"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Query => "bearer.query",
            Self::SeveralPlaces => "bearer.several_places",
            Self::Malformed => "bearer.malformed",
            Self::Method => "bearer.method",
        }
    }
}

impl From<BearerError> for Challenge {
    /// Builds the challenge that answers the error: always `invalid_request` (RFC 6750 §3.1).
    fn from(error: BearerError) -> Self {
        let mut challenge = Self::refusing(ErrorCode::INVALID_REQUEST);
        challenge.error_description = Some(error.to_string());
        challenge
    }
}

fn header_token(headers: &HeaderMap) -> Result<Option<AccessToken>, BearerError> {
    let mut fields = headers.get_all(header::AUTHORIZATION).iter();
    let Some(field) = fields.next() else { return Ok(None) };
    // RFC 9110 §5.3 and §11.6.2: a header that is not a list occurs once.
    if fields.next().is_some() {
        return Err(BearerError::SeveralPlaces);
    }
    match credentials_of("Bearer", field.as_bytes()) {
        Some(token) => parse_token(token).map(Some),
        None => Ok(None),
    }
}

fn body_token<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Option<AccessToken>, BearerError> {
    // RFC 6750 §2.2: the body is a form.
    if !is_form(request.headers()) {
        return Ok(None);
    }
    let tokens = form_tokens(request.body().as_ref());
    let Some(token) = tokens.first() else { return Ok(None) };
    // RFC 6750 §2.2: the method gives the body a meaning, which GET does not.
    if ![Method::POST, Method::PUT, Method::PATCH].contains(request.method()) {
        return Err(BearerError::Method);
    }
    // RFC 6749 §3.1: a parameter occurs once.
    if tokens.len() > 1 {
        return Err(BearerError::SeveralPlaces);
    }
    parse_token(token.as_bytes()).map(Some)
}

/// Reads every `access_token` parameter of a form.
///
/// The rest of the form belongs to the application, so this function ignores errors in it.
fn form_tokens(form: &[u8]) -> Vec<String> {
    form_urlencoded::parse(form)
        .filter(|(name, _)| name == "access_token")
        .map(|(_, value)| value.into_owned())
        .collect()
}

fn parse_token(token: &[u8]) -> Result<AccessToken, BearerError> {
    // RFC 6750 §2.1: b64token.
    if !is_token68(token) {
        return Err(BearerError::Malformed);
    }
    let text = String::from_utf8(token.to_vec()).map_err(|_| BearerError::Malformed)?;
    AccessToken::parse(text).map_err(|_| BearerError::Malformed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FORM: &str = "application/x-www-form-urlencoded";

    fn found<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Option<String>, BearerError> {
        token_from_http(request).map(|token| token.map(|token| token.expose().to_owned()))
    }

    fn get(authorization: &str) -> Request<Vec<u8>> {
        Request::get("/me").header("authorization", authorization).body(Vec::new()).unwrap()
    }

    fn post(body: &str) -> Request<String> {
        Request::post("/me").header("content-type", FORM).body(body.to_owned()).unwrap()
    }

    #[test]
    fn rfc6750_2_1_authorization_field() {
        assert_eq!(found(&get("Bearer mF_9.B5f-4.1JqM")), Ok(Some("mF_9.B5f-4.1JqM".into())));
        assert_eq!(found(&get("bEARER   abc==")), Ok(Some("abc==".into())));
        assert_eq!(found(&get("Basic abc")), Ok(None));
        assert_eq!(found(&Request::get("/me").body("").unwrap()), Ok(None));
    }

    #[test]
    fn rfc6750_2_1_a_malformed_token_is_an_error_and_not_absent() {
        for value in ["Bearer", "Bearer ", "Bearer a b", "Bearer a,b", "Bearer \"a\"", "Bearer a=a"]
        {
            assert_eq!(found(&get(value)), Err(BearerError::Malformed), "{value}");
        }
    }

    #[test]
    fn rfc6750_2_2_form_body() {
        assert_eq!(found(&post("a=1&a=2&access_token=abc")), Ok(Some("abc".into())));
        assert_eq!(found(&post("a=%zz")), Ok(None));
        assert_eq!(found(&post("access_token=")), Err(BearerError::Malformed));
        assert_eq!(found(&post("access%5Ftoken=a%20b")), Err(BearerError::Malformed));
    }

    #[test]
    fn rfc6750_2_2_only_a_form_on_a_method_with_a_body() {
        let mut request = post("access_token=abc");
        *request.method_mut() = Method::GET;
        assert_eq!(found(&request), Err(BearerError::Method));

        let mut request = post("access_token=abc");
        request.headers_mut().insert("content-type", HeaderValue::from_static("text/plain"));
        assert_eq!(found(&request), Ok(None));
    }

    #[test]
    fn rfc6750_2_3_a_token_in_the_query_is_refused() {
        for uri in ["/me?access_token=abc", "/me?x=1&access%5ftoken=", "/me?access_token"] {
            let request = Request::get(uri).body("").unwrap();
            assert_eq!(found(&request), Err(BearerError::Query), "{uri}");
        }
    }

    #[test]
    fn attack_121_bearer_in_two_places() {
        let mut both = post("access_token=abc");
        both.headers_mut().insert("authorization", HeaderValue::from_static("Bearer abc"));
        assert_eq!(found(&both), Err(BearerError::SeveralPlaces));

        let twice = post("access_token=abc&access_token=abc");
        assert_eq!(found(&twice), Err(BearerError::SeveralPlaces));

        let mut headers = get("Bearer abc");
        headers.headers_mut().append("authorization", HeaderValue::from_static("Basic abc"));
        assert_eq!(found(&headers), Err(BearerError::SeveralPlaces));

        let query = Request::get("/me?access_token=abc").header("authorization", "Bearer abc");
        assert_eq!(found(&query.body("").unwrap()), Err(BearerError::Query));
    }

    #[test]
    fn rfc6750_3_1_several_tokens_are_an_invalid_request() {
        let challenge = Challenge::from(BearerError::SeveralPlaces);
        assert_eq!(challenge.error, Some(ErrorCode::INVALID_REQUEST));
        assert!(challenge.to_header_value().is_ok());
    }

    #[test]
    fn attack_095_a_token_that_would_break_the_header_is_not_sent() {
        for text in ["abc\r\nX-Admin: 1", "", "a\0", "a\tb", "\u{7f}", "é", " a", "a "] {
            let mut request = Request::get("/me").body("").unwrap();
            let token = AccessToken::new(text.to_owned());
            let refused = authorize(&mut request, &token);
            assert_eq!(refused, Err(BearerError::Malformed), "{text:?}");
            assert_eq!(refused.unwrap_err().code(), "bearer.malformed");
            assert!(request.headers().is_empty());
        }
    }

    #[test]
    fn rfc6749_a_12_a_token_of_any_printable_ascii_is_sent_unchanged() {
        let all: String = ('!'..='~').collect();
        for text in ["00Dxx0000000000!AQEAQabc.def_ghi", "a|b^c#d", "a b", "a,b=\"c\"", &all] {
            let mut request = Request::get("/me").body("").unwrap();
            authorize(&mut request, &AccessToken::new(text.to_owned())).unwrap();
            assert_eq!(request.headers()["authorization"], format!("Bearer {text}"));
            assert!(request.headers()["authorization"].is_sensitive());
        }
    }

    proptest! {
        #[test]
        fn a_token_added_to_a_request_is_read_from_it(token in "[A-Za-z0-9._~+/-]{1,60}={0,2}") {
            let mut request = get("Basic replaced");
            authorize(&mut request, &AccessToken::new(token.clone())).unwrap();
            prop_assert!(request.headers()["authorization"].is_sensitive());
            prop_assert_eq!(found(&request), Ok(Some(token)));
        }

        #[test]
        fn no_request_panics(field in "[\\x20-\\x7e\\x80-\\xff]{0,40}", body in any::<Vec<u8>>()) {
            let request = Request::post("/").header("content-type", FORM);
            let request = request.header("authorization", field).body(body).unwrap();
            let _ = token_from_http(&request);
        }
    }
}
