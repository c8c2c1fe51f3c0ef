//! The checks of each answer.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::Failure;
use crate::http::Response;

/// The characters of a signature with an RSA key of 2048 bits.
const SIGNATURE: usize = 342;

/// The tokens of an answer.
#[derive(Clone, Debug)]
pub struct Tokens {
    pub access: String,
    pub refresh: String,
}

/// Returns the body as JSON, if the status is 200.
pub fn json(response: &Response) -> Result<Value, Failure> {
    if response.status != 200 {
        let body = String::from_utf8_lossy(&response.body);
        return Err(format!("the status is {}: {body}", response.status).into());
    }
    Ok(serde_json::from_slice(&response.body)?)
}

/// Returns a member that is a text.
pub fn text<'a>(object: &'a Value, name: &str) -> Result<&'a str, Failure> {
    let text = object[name].as_str().filter(|text| !text.is_empty());
    text.ok_or_else(|| format!("the answer has no {name}").into())
}

/// Checks that an answer has an access token, a refresh token, and an ID Token with a signature by
/// RS256 and a key of 2048 bits.
pub fn tokens(response: &Response) -> Result<Tokens, Failure> {
    let answer = json(response)?;
    let mut parts = text(&answer, "id_token")?.split('.');
    let header = BASE64_URL_SAFE_NO_PAD.decode(parts.next().unwrap_or_default())?;
    let header: Value = serde_json::from_slice(&header)?;
    if text(&header, "alg")? != "RS256" {
        return Err("the ID Token is not signed by RS256".into());
    }
    if parts.nth(1).map(str::len) != Some(SIGNATURE) {
        return Err("the key of the ID Token has not 2048 bits".into());
    }
    let access = text(&answer, "access_token")?.to_owned();
    Ok(Tokens { access, refresh: text(&answer, "refresh_token")?.to_owned() })
}
