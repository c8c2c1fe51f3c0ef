//! Writing a JWS with one signature.

mod error;
mod general;
mod unsigned;

use serde_json::Value;

pub use self::error::{AttachError, SignError};
pub use self::general::{GeneralJws, UnsignedSignature};
pub use self::unsigned::UnsignedJws;

use self::unsigned::Form;
use super::parameters::HeaderParameters;
use super::signing_input::{printable, signing_input};
use crate::key::SigningKey;
use crate::{Object, SignatureAlgorithm, base64url};

/// The payload and the header parameters of a JWS that you have not signed yet. You sign it with
/// exactly one key, so the result has one signature.
///
/// `alg` and `kid` are set from the signing key. `Debug` does not show the payload.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::jwk::{KeyKind, PrivateJwk};
/// use symbolon_jose::{SignatureAlgorithm, SigningKey, jws::Jws};
///
/// let jwk = PrivateJwk::generate(KeyKind::P256, &CRYPTO)?;
/// let key = SigningKey::from_jwk(&jwk, SignatureAlgorithm::Es256, &CRYPTO)?;
/// let text = Jws::new(b"any bytes".to_vec()).cty("text/plain").sign(&key)?;
/// assert_eq!(text.split('.').count(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Jws {
    payload: Vec<u8>,
    parameters: HeaderParameters,
    unencoded: bool,
    detached: bool,
}

impl Jws {
    /// Creates an unsigned JWS with this payload. To sign it, call [`sign`](Self::sign) or
    /// [`sign_json`](Self::sign_json).
    pub fn new(payload: Vec<u8>) -> Self {
        Self { payload, parameters: HeaderParameters::new(), unencoded: false, detached: false }
    }

    /// Sets `typ`, the type of the token, such as `at+jwt`.
    pub fn typ(mut self, typ: &str) -> Self {
        self.parameters = self.parameters.typ(typ);
        self
    }

    /// Sets `cty`, the media type of the payload.
    pub fn cty(mut self, cty: &str) -> Self {
        self.parameters = self.parameters.cty(cty);
        self
    }

    /// Adds a header parameter for which this type has no separate method: see
    /// [`HeaderParameters::param`].
    pub fn param(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.parameters = self.parameters.param(name, value);
        self
    }

    /// Adds a header parameter and names it in `crit`: see [`HeaderParameters::critical`].
    pub fn critical(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.parameters = self.parameters.critical(name, value);
        self
    }

    /// Adds a parameter to the unprotected header: see [`HeaderParameters::unprotected`].
    ///
    /// Only the JSON form has an unprotected header. Sign with [`sign_json`](Self::sign_json),
    /// because [`sign`](Self::sign) fails if there is such a parameter.
    pub fn unprotected(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.parameters = self.parameters.unprotected(name, value);
        self
    }

    /// Sets `"b64":false`, so that the payload is not encoded in base64url
    /// ([RFC 7797](https://www.rfc-editor.org/rfc/rfc7797)). Do not call this method for a JWT,
    /// which must not use `b64`.
    pub fn unencoded(mut self) -> Self {
        self.unencoded = true;
        self
    }

    /// Leaves the payload out of the token. Send the payload to the recipient separately
    /// ([RFC 7515 §F](https://www.rfc-editor.org/rfc/rfc7515#appendix-F)).
    pub fn detached(mut self) -> Self {
        self.detached = true;
        self
    }

    /// Signs the payload and the header with this key, and returns the token in the compact form.
    ///
    /// # Errors
    /// - [`SignError::Reserved`] or [`SignError::Header`] if a header parameter is not allowed;
    /// - [`SignError::Unprotected`] if a parameter was added to the unprotected header;
    /// - [`SignError::EmptyPayload`] if the payload is empty and not detached;
    /// - [`SignError::PayloadCharacters`] if the payload is unencoded and not detached, and
    ///   contains a dot or a character that is not printable ASCII;
    /// - [`SignError::Backend`] if the cryptography backend fails.
    pub fn sign(self, key: &SigningKey) -> Result<String, SignError> {
        self.unsigned(key.algorithm(), key.kid())?.sign(key)
    }

    /// Signs the payload and the header with this key, and returns the JWS in the flattened JSON
    /// form. If you need several signatures, use [`GeneralJws`].
    ///
    /// # Errors
    /// - [`SignError::Reserved`] or [`SignError::Header`] if a header parameter is not allowed;
    /// - [`SignError::PayloadCharacters`] if the payload is unencoded and not detached, and is not
    ///   UTF-8;
    /// - [`SignError::Backend`] if the cryptography backend fails.
    pub fn sign_json(self, key: &SigningKey) -> Result<String, SignError> {
        self.unsigned_json(key.algorithm(), key.kid())?.sign(key)
    }

    /// Prepares a token in the compact form for an external signer, such as a key management
    /// service or a smart card. The header contains this `algorithm` and `kid`.
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
    /// let signature = remote.sign(unsigned.signing_input())?; // in the external signer
    /// let token = unsigned.attach(&signature)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// - [`SignError::Reserved`] or [`SignError::Header`] if a header parameter is not allowed;
    /// - [`SignError::Unprotected`] if a parameter was added to the unprotected header;
    /// - [`SignError::EmptyPayload`] if the payload is empty and not detached;
    /// - [`SignError::PayloadCharacters`] if the payload is unencoded and not detached, and
    ///   contains a dot or a character that is not printable ASCII.
    pub fn unsigned(
        self,
        algorithm: SignatureAlgorithm,
        kid: Option<&str>,
    ) -> Result<UnsignedJws, SignError> {
        let (header, unprotected) = self.parameters.finish(algorithm, kid, self.unencoded)?;
        // RFC 7515 §3.1: the compact form has no unprotected header.
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

    /// Prepares a JWS in the flattened JSON form for an external signer. The header contains this
    /// `algorithm` and `kid`.
    ///
    /// # Errors
    /// - [`SignError::Reserved`] or [`SignError::Header`] if a header parameter is not allowed;
    /// - [`SignError::PayloadCharacters`] if the payload is unencoded and not detached, and is not
    ///   UTF-8.
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

/// Returns the compact form without the signature, in a string with capacity for the signature.
fn attached(
    header: &str,
    payload: &[u8],
    unencoded: bool,
    algorithm: SignatureAlgorithm,
) -> Result<String, SignError> {
    // In the compact form, an empty payload means that the payload is detached.
    if payload.is_empty() {
        return Err(SignError::EmptyPayload);
    }
    let signature_len = algorithm.signature_len().unwrap_or(RSA_2048);
    let decoded = header.len().saturating_add(payload.len()).saturating_add(signature_len);
    // Four characters for three bytes, rounded up for each of the three parts, and two dots.
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

/// The bytes of a signature with an RSA key of 2 048 bits. A longer signature costs a reallocation.
const RSA_2048: usize = 256;

/// Returns the members `protected` and `header`. RFC 7515 §7.2.1: an empty header is left out.
fn entry(protected: &str, unprotected: Object) -> Object {
    let mut members = Object::new();
    members.insert("protected", protected);
    if !unprotected.is_empty() {
        members.insert("header", unprotected);
    }
    members
}

/// Returns the member `payload`. RFC 7797 §5.3: an unencoded payload is the text of the string.
fn json_payload(payload: &[u8], unencoded: bool) -> Result<String, SignError> {
    if unencoded {
        let text = str::from_utf8(payload).map_err(|_| SignError::PayloadCharacters)?;
        Ok(text.to_owned())
    } else {
        Ok(base64url::encode(payload))
    }
}
