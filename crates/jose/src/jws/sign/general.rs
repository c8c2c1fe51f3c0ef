use serde_json::Value;

use super::super::parameters::Parameters;
use super::super::signing_input::signing_input;
use super::{AttachError, SignError, entry, json_payload};
use crate::key::SigningKey;
use crate::{Object, SignatureAlgorithm, base64url};

/// A payload to be signed by several keys, each with a header of its own: the general JSON form of
/// [RFC 7515 §7.2.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1).
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::jws::{GeneralJws, JsonJws, Parameters};
/// # use symbolon_jose::{Secret, SignatureAlgorithm, SigningKey, VerificationKey, VerificationKeys};
/// # let secret = |n| Secret::new(vec![n; 64]);
/// # let ours = SigningKey::from_secret(&secret(1), SignatureAlgorithm::Hs256, &CRYPTO)?.named("ours");
/// # let theirs = SigningKey::from_secret(&secret(2), SignatureAlgorithm::Hs512, &CRYPTO)?;
/// # let key = VerificationKey::from_secret(&secret(1), SignatureAlgorithm::Hs256, &CRYPTO)?.named("ours");
/// # let keys = VerificationKeys::from(key);
///
/// let json = GeneralJws::new(b"a treaty".to_vec())
///     .sign(&ours, Parameters::new().cty("text/plain"))?
///     .sign(&theirs, Parameters::new())?
///     .to_json()?;
/// let verified = JsonJws::parse(&json)?.verify_any(&keys)?;
/// assert_eq!(verified.signatures()[0].key(), Some("ours"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// `Debug` leaves the payload out.
#[derive(Clone)]
#[must_use]
pub struct GeneralJws {
    payload: Vec<u8>,
    unencoded: bool,
    detached: bool,
    signatures: Vec<Value>,
}

/// A signature that is to be made elsewhere and added to a [`GeneralJws`].
///
/// `Debug` shows the algorithm alone.
#[derive(Clone)]
pub struct UnsignedSignature {
    jws: GeneralJws,
    algorithm: SignatureAlgorithm,
    entry: Object,
    input: Vec<u8>,
}

impl GeneralJws {
    /// These bytes, signed by nobody yet.
    pub fn new(payload: Vec<u8>) -> Self {
        Self { payload, unencoded: false, detached: false, signatures: Vec::new() }
    }

    /// These bytes, signed by nobody yet, and written and signed as they are: `"b64":false` of
    /// [RFC 7797](https://www.rfc-editor.org/rfc/rfc7797), in every signature.
    pub fn new_unencoded(payload: Vec<u8>) -> Self {
        Self { unencoded: true, ..Self::new(payload) }
    }

    /// Leaves the payload out of what is written, for a reader who has it
    /// ([RFC 7515, appendix F](https://www.rfc-editor.org/rfc/rfc7515#appendix-F)).
    pub fn detached(mut self) -> Self {
        self.detached = true;
        self
    }

    /// Adds the signature of this key.
    ///
    /// # Errors
    /// See [`SignError`].
    pub fn sign(self, key: &SigningKey, parameters: Parameters) -> Result<Self, SignError> {
        let unsigned = self.unsigned(key.algorithm(), key.kid(), parameters)?;
        let signature = key.sign(&unsigned.input).map_err(|_| SignError::Backend)?;
        Ok(unsigned.finish(&signature))
    }

    /// What a signer elsewhere has to sign.
    ///
    /// # Errors
    /// See [`SignError`].
    pub fn unsigned(
        self,
        algorithm: SignatureAlgorithm,
        kid: Option<&str>,
        parameters: Parameters,
    ) -> Result<UnsignedSignature, SignError> {
        let (header, unprotected) = parameters.finish(algorithm, kid, self.unencoded)?;
        let header = base64url::encode(header.as_bytes());
        let input = signing_input(&header, &self.payload, self.unencoded);
        let entry = entry(&header, unprotected);
        Ok(UnsignedSignature { jws: self, algorithm, entry, input })
    }

    /// The JSON text.
    ///
    /// # Errors
    /// [`SignError::NoSignature`], [`SignError::PayloadCharacters`].
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
    /// The bytes to sign: header, dot, payload
    /// ([RFC 7515 §5.1](https://www.rfc-editor.org/rfc/rfc7515#section-5.1) (5)).
    #[must_use]
    pub fn signing_input(&self) -> &[u8] {
        &self.input
    }

    /// The algorithm to sign with.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Adds the signature. Those of ECDSA are R and S, each of the curve's length.
    ///
    /// # Errors
    /// [`AttachError`] when the length is none of this algorithm.
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
