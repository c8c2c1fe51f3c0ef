use std::fmt;

use super::common::{Common, Side};
use super::material::PrivateKey;
use super::operation::KeyOperation;
use super::public::required_members;
use super::{Error, PublicJwk, read};
use crate::algorithm::{ContentEncryptionAlgorithm, KeyManagementAlgorithm};
use crate::{Limits, Object, Secret, SignatureAlgorithm, base64url};

/// A private key or a shared secret as JSON:
/// [RFC 7517 §4](https://www.rfc-editor.org/rfc/rfc7517#section-4).
///
/// `Debug` prints `kid` alone. Intentionally not `Serialize`: [`expose`](Self::expose) is the one
/// way out.
#[derive(Clone, PartialEq)]
pub struct PrivateJwk {
    key: PrivateKey,
    common: Common,
}

impl PrivateJwk {
    /// Reads a key from JSON text.
    ///
    /// # Errors
    /// See [`Error`]. That the private and public halves match is checked when the key is prepared.
    pub fn parse(json: &[u8]) -> Result<Self, Error> {
        Self::from_object(Object::parse(json)?)
    }

    /// Reads a key from a JSON object.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn from_object(object: Object) -> Result<Self, Error> {
        Self::from_object_within(object, &Limits::DEFAULT)
    }

    /// Reads a key from a JSON object under these limits.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn from_object_within(mut object: Object, limits: &Limits) -> Result<Self, Error> {
        let kty = object.take_string("kty")?.ok_or(Error::Missing("kty"))?;
        let key = read::private(&kty, &mut object, limits)?;
        Ok(Self { key, common: Common::read(object)? })
    }

    /// Key material as a key.
    #[must_use]
    pub fn from_key(key: PrivateKey, kid: Option<String>) -> Self {
        let common = Common::new(key.kind(), kid);
        Self { key, common }
    }

    /// A shared secret as a key.
    #[must_use]
    pub fn from_secret(secret: Secret, kid: Option<String>) -> Self {
        Self::from_key(PrivateKey::Oct(secret), kid)
    }

    /// The key as a JSON object **with its private members**, for a key file.
    #[must_use]
    pub fn expose(&self) -> Object {
        let mut object = self.key.public().as_ref().map(required_members).unwrap_or_default();
        let mut put = |name, secret: &Secret| {
            object.insert(name, base64url::encode(secret.expose()));
        };
        match &self.key {
            PrivateKey::Rsa(key) => {
                put("d", key.d());
                put("p", key.p());
                put("q", key.q());
                put("dp", key.dp());
                put("dq", key.dq());
                put("qi", key.qi());
            }
            PrivateKey::Ec(key) => put("d", key.d()),
            PrivateKey::Okp(key) => put("d", key.d()),
            PrivateKey::Akp(key) => put("priv", key.seed()),
            PrivateKey::Oct(secret) => {
                put("k", secret);
                object.insert("kty", "oct");
            }
        }
        self.common.write(&mut object);
        object
    }

    /// The public half with the same metadata; a shared secret has none.
    ///
    /// `key_ops` is turned around: what this key signs, that one verifies; what this key decrypts or
    /// unwraps, that one encrypts or wraps.
    #[must_use]
    pub fn public(&self) -> Option<PublicJwk> {
        let common = self.common.of_public_half();
        self.key.public().map(|key| PublicJwk::from_parts(key, common))
    }

    /// The key material.
    #[must_use]
    pub fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// `kid`: the name by which a token refers to the key.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.common.kid.as_deref()
    }

    /// The same key by another name.
    #[must_use]
    pub fn kid_replaced(mut self, kid: String) -> Self {
        self.common.kid = Some(kid);
        self
    }

    pub(crate) fn may_sign(&self, algorithm: SignatureAlgorithm) -> bool {
        self.common.permits_signature(algorithm, &KeyOperation::Sign)
    }

    /// Of a shared secret: a key pair verifies with its public half.
    pub(crate) fn may_verify(&self, algorithm: SignatureAlgorithm) -> bool {
        self.common.permits_signature(algorithm, &KeyOperation::Verify)
    }

    pub(crate) fn may_encrypt(
        &self,
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
    ) -> bool {
        self.common.permits_encryption(algorithm, contents, Side::Encrypt)
    }

    pub(crate) fn may_decrypt(
        &self,
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
    ) -> bool {
        self.common.permits_encryption(algorithm, contents, Side::Decrypt)
    }
}

impl fmt::Debug for PrivateJwk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateJwk").field("kid", &self.common.kid).finish_non_exhaustive()
    }
}
