//! Private keys and shared secrets as JWKs.

use std::fmt;

use super::common::{Common, Side};
use super::material::PrivateKey;
use super::operation::KeyOperation;
use super::public::required_members;
use super::{Error, PublicJwk, read};
use crate::algorithm::{ContentEncryptionAlgorithm, KeyManagementAlgorithm};
use crate::{Limits, Object, Secret, SignatureAlgorithm, base64url};

/// A private key or a shared secret as a JWK
/// ([RFC 7517 §4](https://www.rfc-editor.org/rfc/rfc7517#section-4)).
///
/// An optional member that is `null` or an empty string counts as absent.
///
/// `Debug` prints only the `kid`. The type intentionally does not implement `Serialize`, so that a
/// program does not write a private key by mistake. To write a key file, call
/// [`expose`](Self::expose).
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::jwk::{KeyKind, PrivateJwk};
///
/// let jwk = PrivateJwk::generate(KeyKind::Ed25519, &CRYPTO)?.named_by_thumbprint(&CRYPTO);
/// let file = jwk.expose().to_json(); // keep this text secret
/// let same = PrivateJwk::parse(file.as_bytes())?;
/// assert_eq!(same.kid(), jwk.kid());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct PrivateJwk {
    key: PrivateKey,
    common: Common,
}

impl PrivateJwk {
    /// Reads a private key or a shared secret from the JSON text of a JWK. The JWK must not exceed
    /// [`Limits::DEFAULT`].
    ///
    /// This function does not check that the private key belongs to the public key. The
    /// cryptography backend checks that later, for example in
    /// [`SigningKey::from_jwk`](crate::SigningKey::from_jwk).
    ///
    /// # Errors
    /// - [`Error::Json`] if the text is not a JSON object or exceeds the limits.
    /// - Another error if the JSON object is not a valid JWK: see
    ///   [`from_object`](Self::from_object).
    pub fn parse(json: &[u8]) -> Result<Self, Error> {
        Self::from_object(Object::parse_document(json, &Limits::DEFAULT)?)
    }

    /// Reads a private key or a shared secret from the JSON object of a JWK. The JWK must not
    /// exceed [`Limits::DEFAULT`].
    ///
    /// # Errors
    /// - [`Error::Missing`], [`Error::Member`] or [`Error::Base64`] if a member is absent or
    ///   malformed.
    /// - [`Error::UnsupportedKeyType`], [`Error::UnsupportedCurve`] or [`Error::MultiPrime`] if
    ///   this crate does not support keys of this kind.
    /// - [`Error::Length`], [`Error::Number`], [`Error::RsaModulus`], [`Error::RsaExponent`],
    ///   [`Error::RsaPrivateNumber`], [`Error::SmallOrder`] or [`Error::PointEncoding`] if a value
    ///   of the key material is not valid.
    /// - [`Error::KeyOperations`] if `key_ops` names an operation twice, names more than 32
    ///   operations, or contradicts `use`.
    pub fn from_object(object: Object) -> Result<Self, Error> {
        Self::from_object_within(object, &Limits::DEFAULT)
    }

    /// Reads a private key or a shared secret from the JSON object of a JWK. The JWK must not
    /// exceed `limits`.
    ///
    /// # Errors
    /// An error if the JSON object is not a valid JWK: see [`from_object`](Self::from_object).
    pub fn from_object_within(mut object: Object, limits: &Limits) -> Result<Self, Error> {
        let kty = object.take_string("kty")?.ok_or(Error::Missing("kty"))?;
        let key = read::private(&kty, &mut object, limits)?;
        Ok(Self { key, common: Common::read(object)? })
    }

    /// Creates a JWK from key material. If `kid` is `None`, the JWK has no `kid`.
    #[must_use]
    pub fn from_key(key: PrivateKey, kid: Option<String>) -> Self {
        let common = Common::new(key.kind(), kid);
        Self { key, common }
    }

    /// Creates a JWK from a shared secret. If `kid` is `None`, the JWK has no `kid`.
    #[must_use]
    pub fn from_secret(secret: Secret, kid: Option<String>) -> Self {
        Self::from_key(PrivateKey::Oct(secret), kid)
    }

    /// Returns the JWK as a JSON object **with its private members**, for example to write a key
    /// file.
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

    /// Returns the public key as a JWK, or `None` for a shared secret. The `kid`, `alg`, `use` and
    /// unknown members are copied to the public JWK.
    ///
    /// The operations in `key_ops` change: `sign` becomes `verify`, `decrypt` becomes `encrypt`,
    /// and `unwrapKey` becomes `wrapKey`. The operations `deriveKey` and `deriveBits` are left out,
    /// because they need the private key.
    #[must_use]
    pub fn public(&self) -> Option<PublicJwk> {
        let common = self.common.of_public_key();
        self.key.public().map(|key| PublicJwk::from_parts(key, common))
    }

    /// Returns the private key with its public key, or the shared secret.
    #[must_use]
    pub fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// Returns `kid`, the name by which tokens refer to the key, or `None` if the JWK has no `kid`.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.common.kid.as_deref()
    }

    /// Returns the key with this `kid`. If the key had a `kid` before, the new `kid` replaces it.
    #[must_use]
    pub fn kid_replaced(mut self, kid: String) -> Self {
        self.common.kid = Some(kid);
        self
    }

    /// Returns `true` if `use`, `key_ops` and `alg` permit to sign with this algorithm.
    pub(crate) fn may_sign(&self, algorithm: SignatureAlgorithm) -> bool {
        self.common.permits_signature(algorithm, &KeyOperation::Sign)
    }

    /// Returns `true` if `use`, `key_ops` and `alg` of a shared secret permit to verify with this
    /// algorithm. A key pair verifies with its public key.
    pub(crate) fn may_verify(&self, algorithm: SignatureAlgorithm) -> bool {
        self.common.permits_signature(algorithm, &KeyOperation::Verify)
    }

    /// Returns `true` if `use`, `key_ops` and `alg` of a shared secret permit to encrypt with this
    /// algorithm and these content encryption algorithms.
    pub(crate) fn may_encrypt(
        &self,
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
    ) -> bool {
        self.common.permits_encryption(algorithm, contents, Side::Encrypt)
    }

    /// Returns `true` if `use`, `key_ops` and `alg` permit to decrypt with this algorithm and these
    /// content encryption algorithms.
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
