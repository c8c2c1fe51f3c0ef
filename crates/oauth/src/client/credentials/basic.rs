//! `client_secret_basic`: identifier and secret in the `Authorization` header
//! ([RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1),
//! [RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, header};
use url::form_urlencoded::byte_serialize;
use zeroize::Zeroizing;

use super::error::ClientCredentialsError;
use crate::syntax::http_auth::credentials_of;
use crate::syntax::percent;
use crate::{ClientId, ClientSecret};

/// Reads identifier and secret from the `Authorization` header, if there is such a header.
pub(super) fn from_headers(
    headers: &HeaderMap,
) -> Result<Option<(ClientId, ClientSecret)>, ClientCredentialsError> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Ok(None) };
    // RFC 9110 §5.3 and §11.6.2: a header that is not a list occurs once.
    if values.next().is_some() {
        return Err(ClientCredentialsError::Basic);
    }
    let credentials =
        credentials_of("Basic", value.as_bytes()).ok_or(ClientCredentialsError::Scheme)?;
    decode(credentials).map(Some).ok_or(ClientCredentialsError::Basic)
}

/// Writes identifier and secret as the value of an `Authorization` header, marked as sensitive.
pub(super) fn header_value(
    client_id: &ClientId,
    client_secret: &ClientSecret,
) -> Option<HeaderValue> {
    // RFC 6749 §2.3.1: both are form-encoded before they become user name and password.
    let text = format!("{}:{}", encode(client_id.as_str()), encode(client_secret.expose()));
    // Base64 is always a valid header value, so this is never `None`.
    let mut value = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(text))).ok()?;
    value.set_sensitive(true);
    Some(value)
}

fn encode(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

fn decode(credentials: &[u8]) -> Option<(ClientId, ClientSecret)> {
    // RFC 7617 §2: base64 with its padding, without stray bits or characters.
    let decoded = Zeroizing::new(STANDARD.decode(credentials).ok()?);
    let text = str::from_utf8(&decoded).ok()?;
    // RFC 7617 §2: the first colon ends the user name.
    let (client_id, client_secret) = text.split_once(':')?;
    let client_id = ClientId::new(&decode_form(client_id)?).ok()?;
    // The grammar has no empty secret: a client cannot authenticate with an empty password.
    let client_secret = ClientSecret::parse(decode_form(client_secret)?).ok()?;
    Some((client_id, client_secret))
}

/// Decodes a form-encoded user name or password (RFC 6749 §2.3.1 and §B).
///
/// A visible character that should have been escaped is accepted, because it has only one meaning.
/// White space and bytes outside ASCII are refused.
fn decode_form(text: &str) -> Option<String> {
    if !text.bytes().all(|b| b.is_ascii_graphic()) {
        return None;
    }
    String::from_utf8(percent::decode_form(text).ok()?).ok()
}
