mod error;
mod general;
mod unsigned;

use serde_json::Value;

pub use self::error::{AttachError, SignError};
pub use self::general::{GeneralJws, UnsignedSignature};
pub use self::unsigned::UnsignedJws;

use self::unsigned::Form;
use super::parameters::Parameters;
use super::signing_input::{printable, signing_input};
use crate::key::SigningKey;
use crate::{Object, SignatureAlgorithm, base64url};

/// A JWS to be signed by one key: a payload and what its header says besides the key.
///
/// `alg` and `kid` come from the key, so they cannot disagree with it. `Debug` leaves the payload
/// out.
#[derive(Clone)]
#[must_use]
pub struct Jws {
    payload: Vec<u8>,
    parameters: Parameters,
    unencoded: bool,
    detached: bool,
}

impl Jws {
    /// A JWS of these bytes.
    pub fn new(payload: Vec<u8>) -> Self {
        Self { payload, parameters: Parameters::new(), unencoded: false, detached: false }
    }

    /// `typ`: what kind of token it is, such as `at+jwt`.
    pub fn typ(mut self, typ: &str) -> Self {
        self.parameters = self.parameters.typ(typ);
        self
    }

    /// `cty`: what kind of content the payload is.
    pub fn cty(mut self, cty: &str) -> Self {
        self.parameters = self.parameters.cty(cty);
        self
    }

    /// Any other parameter of the header: see [`Parameters::param`].
    pub fn param(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.parameters = self.parameters.param(name, value);
        self
    }

    /// A parameter that `crit` names: see [`Parameters::critical`].
    pub fn critical(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.parameters = self.parameters.critical(name, value);
        self
    }

    /// A parameter that the signature does not protect, for
    /// [`sign_json`](Self::sign_json): see [`Parameters::unprotected`].
    pub fn unprotected(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.parameters = self.parameters.unprotected(name, value);
        self
    }

    /// Writes and signs the payload as it is, not in base64url: `"b64":false` of
    /// [RFC 7797](https://www.rfc-editor.org/rfc/rfc7797). Never for a JWT.
    pub fn unencoded(mut self) -> Self {
        self.unencoded = true;
        self
    }

    /// Leaves the payload out of what is written, for a reader who has it
    /// ([RFC 7515, appendix F](https://www.rfc-editor.org/rfc/rfc7515#appendix-F)).
    pub fn detached(mut self) -> Self {
        self.detached = true;
        self
    }

    /// Signs with this key, in the compact form.
    ///
    /// # Errors
    /// See [`SignError`].
    pub fn sign(self, key: &SigningKey) -> Result<String, SignError> {
        self.unsigned(key.algorithm(), key.kid())?.sign(key)
    }

    /// Signs with this key, in the flattened JSON form. For several signatures, there is
    /// [`GeneralJws`].
    ///
    /// # Errors
    /// See [`SignError`].
    pub fn sign_json(self, key: &SigningKey) -> Result<String, SignError> {
        self.unsigned_json(key.algorithm(), key.kid())?.sign(key)
    }

    /// What a signer elsewhere has to sign for the compact form: a key management service, a smart
    /// card.
    ///
    /// ```
    /// use symbolon_crypto_ring::CRYPTO;
    /// use symbolon_jose::jws::Jws;
    /// use symbolon_jose::{Secret, SignatureAlgorithm, SigningKey};
    ///
    /// # let secret = Secret::new(b"thirty-two bytes at the very least".to_vec());
    /// # let remote = SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?;
    /// let unsigned =
    ///     Jws::new(b"{}".to_vec()).typ("JWT").unsigned(SignatureAlgorithm::Hs256, Some("k1"))?;
    /// let signature = remote.sign(unsigned.signing_input())?; // wherever the key is
    /// let token = unsigned.attach(&signature)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// See [`SignError`].
    pub fn unsigned(
        self,
        algorithm: SignatureAlgorithm,
        kid: Option<&str>,
    ) -> Result<UnsignedJws, SignError> {
        let (header, unprotected) = self.parameters.finish(algorithm, kid, self.unencoded)?;
        // RFC 7515 §3.1.
        if !unprotected.is_empty() {
            return Err(SignError::Unprotected);
        }
        let form = if self.detached {
            let header = base64url::encode(header.as_bytes());
            let input = signing_input(&header, &self.payload, self.unencoded);
            Form::Detached { header, input }
        } else {
            Form::Compact(attached(&header, &self.payload, self.unencoded, algorithm)?)
        };
        Ok(UnsignedJws::new(algorithm, form))
    }

    /// What a signer elsewhere has to sign for the flattened JSON form.
    ///
    /// # Errors
    /// See [`SignError`].
    pub fn unsigned_json(
        self,
        algorithm: SignatureAlgorithm,
        kid: Option<&str>,
    ) -> Result<UnsignedJws, SignError> {
        let (header, unprotected) = self.parameters.finish(algorithm, kid, self.unencoded)?;
        let header = base64url::encode(header.as_bytes());
        let input = signing_input(&header, &self.payload, self.unencoded);
        let mut members = entry(&header, unprotected);
        if !self.detached {
            members.insert("payload", json_payload(&self.payload, self.unencoded)?);
        }
        Ok(UnsignedJws::new(algorithm, Form::Flattened { members, input }))
    }
}

impl std::fmt::Debug for Jws {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Jws").field("parameters", &self.parameters).finish_non_exhaustive()
    }
}

/// The token but for its signature, with room for it.
fn attached(
    header: &str,
    payload: &[u8],
    unencoded: bool,
    algorithm: SignatureAlgorithm,
) -> Result<String, SignError> {
    // Nothing between two dots is a detached payload, to whoever reads it.
    if payload.is_empty() {
        return Err(SignError::EmptyPayload);
    }
    let signature_len = algorithm.signature_len().unwrap_or(RSA_2048);
    let decoded = header.len().saturating_add(payload.len()).saturating_add(signature_len);
    // Four characters for three bytes, begun thrice, and two dots.
    let mut token = String::with_capacity((decoded.saturating_mul(4) / 3).saturating_add(8));
    base64url::encode_onto(&mut token, header.as_bytes());
    token.push('.');
    if unencoded {
        let text = str::from_utf8(payload).map_err(|_| SignError::PayloadCharacters)?;
        token.push_str(printable(text).map_err(|_| SignError::PayloadCharacters)?);
    } else {
        base64url::encode_onto(&mut token, payload);
    }
    Ok(token)
}

/// The bytes of the usual RSA signature.
const RSA_2048: usize = 256;

/// RFC 7515 §7.2.1: a header that is empty is left out.
fn entry(protected: &str, unprotected: Object) -> Object {
    let mut members = Object::new();
    members.insert("protected", protected);
    if !unprotected.is_empty() {
        members.insert("header", unprotected);
    }
    members
}

/// RFC 7797 §5.3: unencoded, the payload is the characters of a JSON string.
fn json_payload(payload: &[u8], unencoded: bool) -> Result<String, SignError> {
    if unencoded {
        let text = str::from_utf8(payload).map_err(|_| SignError::PayloadCharacters)?;
        Ok(text.to_owned())
    } else {
        Ok(base64url::encode(payload))
    }
}
