//! Writing a JWS with several signatures.

use serde_json::Value;

use super::super::parameters::HeaderParameters;
use super::super::signing_input::signing_input;
use super::{AttachError, SignError, entry, json_payload};
use crate::key::SigningKey;
use crate::{Object, SignatureAlgorithm, base64url};

/// A payload to be signed by several keys, in the general JSON form of
/// [RFC 7515 §7.2.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1). Each signature has its
/// own header.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::jws::{GeneralJws, HeaderParameters, JsonJws};
/// # use symbolon_jose::{Secret, SignatureAlgorithm, SigningKey, VerificationKey, VerificationKeys};
/// # let secret = |n| Secret::new(vec![n; 64]);
/// # let ours = SigningKey::from_secret(&secret(1), SignatureAlgorithm::Hs256, &CRYPTO)?.named("ours");
/// # let theirs = SigningKey::from_secret(&secret(2), SignatureAlgorithm::Hs512, &CRYPTO)?;
/// # let key = VerificationKey::from_secret(&secret(1), SignatureAlgorithm::Hs256, &CRYPTO)?.named("ours");
/// # let keys = VerificationKeys::from(key);
///
/// let json = GeneralJws::new(b"a treaty".to_vec())
///     .sign(&ours, HeaderParameters::new().cty("text/plain"))?
///     .sign(&theirs, HeaderParameters::new())?
///     .to_json()?;
/// let verified = JsonJws::parse(&json)?.verify_any(&keys)?;
/// assert_eq!(verified.signatures()[0].key(), Some("ours"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// `Debug` does not show the payload.
#[derive(Clone)]
#[must_use]
pub struct GeneralJws {
    payload: Vec<u8>,
    unencoded: bool,
    detached: bool,
    signatures: Vec<Value>,
}

/// A signature of a [`GeneralJws`] that an external signer will make.
///
/// Created by [`GeneralJws::unsigned`]. `Debug` shows only the algorithm.
#[derive(Clone)]
pub struct UnsignedSignature {
    jws: GeneralJws,
    algorithm: SignatureAlgorithm,
    entry: Object,
    input: Vec<u8>,
}

impl GeneralJws {
    /// Creates a JWS with this payload. Add signatures with [`sign`](Self::sign).
    pub fn new(payload: Vec<u8>) -> Self {
        Self { payload, unencoded: false, detached: false, signatures: Vec::new() }
    }

    /// Creates a JWS whose payload is not encoded in base64url
    /// ([RFC 7797](https://www.rfc-editor.org/rfc/rfc7797)). The header of every signature contains
    /// `"b64":false`.
    ///
    /// Add signatures with [`sign`](Self::sign).
    pub fn new_unencoded(payload: Vec<u8>) -> Self {
        Self { unencoded: true, ..Self::new(payload) }
    }

    /// Leaves the payload out of the JSON text. Send the payload to the recipient separately
    /// ([RFC 7515 §F](https://www.rfc-editor.org/rfc/rfc7515#appendix-F)).
    pub fn detached(mut self) -> Self {
        self.detached = true;
        self
    }

    /// Signs the payload with `key` and adds the signature to the JWS. `parameters` are put into
    /// the header of this signature.
    ///
    /// # Errors
    /// - [`SignError::Reserved`] if `parameters` contains a reserved name, such as `alg`;
    /// - [`SignError::Header`] if a recipient would refuse the header;
    /// - [`SignError::Backend`] if the cryptography backend fails.
    pub fn sign(self, key: &SigningKey, parameters: HeaderParameters) -> Result<Self, SignError> {
        let unsigned = self.unsigned(key.algorithm(), key.kid(), parameters)?;
        let signature = key.sign(&unsigned.input).map_err(|_| SignError::Backend)?;
        Ok(unsigned.finish(&signature))
    }

    /// Prepares a signature that an external signer will make. The header of the signature contains
    /// `algorithm` as `alg`, the `kid` if you pass one, and `parameters`.
    ///
    /// # Errors
    /// - [`SignError::Reserved`] if `parameters` contains a reserved name, such as `alg`;
    /// - [`SignError::Header`] if a recipient would refuse the header.
    pub fn unsigned(
        self,
        algorithm: SignatureAlgorithm,
        kid: Option<&str>,
        parameters: HeaderParameters,
    ) -> Result<UnsignedSignature, SignError> {
        let (header, unprotected) = parameters.finish(algorithm, kid, self.unencoded)?;
        let header = base64url::encode(header.as_bytes());
        let input = signing_input(&header, &self.payload, self.unencoded);
        let entry = entry(&header, unprotected);
        Ok(UnsignedSignature { jws: self, algorithm, entry, input })
    }

    /// Returns the JWS as JSON text.
    ///
    /// # Errors
    /// - [`SignError::NoSignature`] if no signature was added;
    /// - [`SignError::PayloadCharacters`] if the payload is unencoded and not detached, and is not
    ///   UTF-8.
    pub fn to_json(&self) -> Result<String, SignError> {
        if self.signatures.is_empty() {
            return Err(SignError::NoSignature);
        }
        let mut members = Object::new();
        if !self.detached {
            members.insert("payload", json_payload(&self.payload, self.unencoded)?);
        }
        members.insert("signatures", self.signatures.clone());
        Ok(members.to_json())
    }
}

impl UnsignedSignature {
    /// Returns the bytes that the external signer must sign: the encoded header, a dot and the
    /// payload ([RFC 7515 §5.1](https://www.rfc-editor.org/rfc/rfc7515#section-5.1) (5)).
    #[must_use]
    pub fn signing_input(&self) -> &[u8] {
        &self.input
    }

    /// Returns the algorithm with which the external signer must sign.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Adds the external signer's signature to the JWS.
    ///
    /// An ECDSA signature must not be DER-encoded. It must be the number R followed by the number
    /// S, each as long as a coordinate of the curve
    /// ([RFC 7518 §3.4](https://www.rfc-editor.org/rfc/rfc7518#section-3.4)).
    ///
    /// This method checks only the length of the signature. It does not verify the signature.
    ///
    /// # Errors
    /// [`AttachError`] if the signature does not have the length that the algorithm requires.
    pub fn attach(self, signature: &[u8]) -> Result<GeneralJws, AttachError> {
        AttachError::check(self.algorithm, signature)?;
        Ok(self.finish(signature))
    }

    fn finish(self, signature: &[u8]) -> GeneralJws {
        let Self { mut jws, mut entry, .. } = self;
        entry.insert("signature", base64url::encode(signature));
        jws.signatures.push(entry.into());
        jws
    }
}

impl std::fmt::Debug for GeneralJws {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let signatures = &self.signatures.len();
        f.debug_struct("GeneralJws").field("signatures", signatures).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for UnsignedSignature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let algorithm = &self.algorithm;
        f.debug_struct("UnsignedSignature").field("algorithm", algorithm).finish_non_exhaustive()
    }
}
