//! `client_secret_basic`: RFC 6749 §2.3.1 over RFC 7617.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, header};
use url::form_urlencoded::byte_serialize;
use zeroize::Zeroizing;

use super::ClientCredentialsError;
use crate::syntax::http_auth::credentials_of;
use crate::syntax::percent;
use crate::{ClientId, ClientSecret};

/// The identifier and secret of an `Authorization` field, if there is one.
pub(super) fn from_headers(
    headers: &HeaderMap,
) -> Result<Option<(ClientId, ClientSecret)>, ClientCredentialsError> {
    let mut fields = headers.get_all(header::AUTHORIZATION).iter();
    let Some(field) = fields.next() else { return Ok(None) };
    // RFC 9110 §5.3 and §11.6.2: a field that is not a list occurs once.
    if fields.next().is_some() {
        return Err(ClientCredentialsError::Basic);
    }
    let credentials =
        credentials_of("Basic", field.as_bytes()).ok_or(ClientCredentialsError::Scheme)?;
    decode(credentials).map(Some).ok_or(ClientCredentialsError::Basic)
}

/// The field that carries identifier and secret, marked as sensitive. Base64 always fits a field.
pub(super) fn field(client_id: &ClientId, client_secret: &ClientSecret) -> Option<HeaderValue> {
    // RFC 6749 §2.3.1: both are form-encoded before they become user name and password.
    let text = format!("{}:{}", encode(client_id.as_str()), encode(client_secret.expose()));
    let mut value = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(text))).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// RFC 7617 §2: a challenge has a realm.
pub(super) fn challenge() -> HeaderValue {
    HeaderValue::from_static("Basic realm=\"client\"")
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
    // The grammar has no empty secret: a client without one is not authenticated by it.
    let client_secret = ClientSecret::parse(decode_form(client_secret)?).ok()?;
    Some((client_id, client_secret))
}

/// RFC 6749 §2.3.1, appendix B. What an encoder would have escaped but did not is taken as it
/// stands, since it can mean only one thing; not so white space and bytes outside ASCII.
fn decode_form(text: &str) -> Option<String> {
    if !text.bytes().all(|b| b.is_ascii_graphic()) {
        return None;
    }
    String::from_utf8(percent::decode_form(text).ok()?).ok()
}
