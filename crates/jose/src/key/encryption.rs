use std::fmt;
use std::sync::Arc;

use super::{Error, fit};
use crate::jwe::content::ContentCipher;
use crate::jwe::key_management::{EncryptionMaterial, KeyEncrypter};
use crate::jwk::{KeyKind, PrivateJwk, PrivateKey, PublicJwk};
use crate::{ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Secret};

/// A key to encrypt to, with one `alg` and one `enc`. Cheap to clone.
///
/// `Debug` shows `kid` and algorithms only.
#[derive(Clone)]
pub struct EncryptionKey {
    kid: Option<Arc<str>>,
    prepared: Arc<Prepared>,
}

struct Prepared {
    algorithm: KeyManagementAlgorithm,
    encrypter: KeyEncrypter,
    cipher: ContentCipher,
    crypto: Crypto,
}

impl EncryptionKey {
    /// Prepares a public key: for RSA-OAEP and its variants, and for ECDH-ES.
    ///
    /// # Errors
    /// See [`Error`]; [`Error::Dangerous`] for RSA1_5.
    pub fn from_jwk(
        jwk: &PublicJwk,
        algorithm: KeyManagementAlgorithm,
        content: ContentEncryptionAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        fit::not_dangerous(algorithm)?;
        Self::from_any_jwk(jwk, algorithm, content, crypto)
    }

    /// The same with RSA1_5, for [`danger`](crate::danger).
    pub(crate) fn from_any_jwk(
        jwk: &PublicJwk,
        algorithm: KeyManagementAlgorithm,
        content: ContentEncryptionAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        fit::key_management(algorithm, jwk.key().kind())?;
        if !jwk.may_encrypt(algorithm) {
            return Err(Error::NotPermitted);
        }
        let material = EncryptionMaterial::Public(jwk.key());
        Self::prepare(jwk.kid(), algorithm, content, material, crypto)
    }

    /// Prepares a shared secret in JWK form: for `dir`, AES key wrap and AES-GCM key encryption.
    ///
    /// # Errors
    /// See [`Error`]; [`Error::NotASecret`] for a key pair of the algorithm, whose public half is what
    /// one encrypts to, and [`Error::Password`] for PBES2.
    pub fn from_secret_jwk(
        jwk: &PrivateJwk,
        algorithm: KeyManagementAlgorithm,
        content: ContentEncryptionAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        fit::shared_secret(algorithm, jwk.key().kind())?;
        let PrivateKey::Oct(secret) = jwk.key() else { return Err(Error::NotASecret) };
        fit::not_a_key(secret)?;
        if !jwk.may_encrypt(algorithm, &[content]) {
            return Err(Error::NotPermitted);
        }
        let material = EncryptionMaterial::Secret(secret);
        Self::prepare(jwk.kid(), algorithm, content, material, crypto)
    }

    /// Prepares a shared secret, without a `kid`: for `dir`, AES key wrap and AES-GCM key encryption.
    ///
    /// # Errors
    /// [`Error::KeyLength`] for any length but the one that the algorithm takes,
    /// [`Error::WrongKeyType`] for an algorithm with a public key, [`Error::Password`] for PBES2.
    pub fn from_secret(
        secret: &Secret,
        algorithm: KeyManagementAlgorithm,
        content: ContentEncryptionAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        fit::shared_secret(algorithm, KeyKind::Oct)?;
        fit::not_a_key(secret)?;
        let material = EncryptionMaterial::Secret(secret);
        Self::prepare(None, algorithm, content, material, crypto)
    }

    /// Prepares a password, without a `kid`: for PBES2, with 600 000 iterations and 16 bytes of salt
    /// for each token.
    ///
    /// # Errors
    /// [`Error::Password`] for any other algorithm, [`Error::ShortSecret`] for an empty password.
    pub fn from_password(
        password: &Secret,
        algorithm: KeyManagementAlgorithm,
        content: ContentEncryptionAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        fit::password(algorithm, password)?;
        let material = EncryptionMaterial::Password(password);
        Self::prepare(None, algorithm, content, material, crypto)
    }

    /// Whether nothing that costs nothing to know speaks against this key for this algorithm.
    pub(crate) fn may_fit(jwk: &PublicJwk, algorithm: KeyManagementAlgorithm) -> bool {
        fit::key_management(algorithm, jwk.key().kind()).is_ok() && jwk.may_encrypt(algorithm)
    }

    fn prepare(
        kid: Option<&str>,
        algorithm: KeyManagementAlgorithm,
        content: ContentEncryptionAlgorithm,
        material: EncryptionMaterial<'_>,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        let cipher = ContentCipher::new(content, crypto)?;
        let encrypter = KeyEncrypter::new(algorithm, content, material, crypto)?;
        let prepared = Prepared { algorithm, encrypter, cipher, crypto: *crypto };
        Ok(Self { kid: kid.map(Arc::from), prepared: Arc::new(prepared) })
    }

    /// The same key under this name, for a secret that has none of its own.
    #[must_use]
    pub fn named(mut self, kid: &str) -> Self {
        self.kid = Some(Arc::from(kid));
        self
    }

    /// The name by which tokens refer to the key.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The one `alg` of the key.
    #[must_use]
    pub fn algorithm(&self) -> KeyManagementAlgorithm {
        self.prepared.algorithm
    }

    /// The one `enc` of the key.
    #[must_use]
    pub fn content_encryption(&self) -> ContentEncryptionAlgorithm {
        self.prepared.cipher.algorithm()
    }

    pub(crate) fn encrypter(&self) -> &KeyEncrypter {
        &self.prepared.encrypter
    }

    pub(crate) fn cipher(&self) -> &ContentCipher {
        &self.prepared.cipher
    }

    pub(crate) fn crypto(&self) -> &Crypto {
        &self.prepared.crypto
    }
}

impl fmt::Debug for EncryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptionKey")
            .field("kid", &self.kid)
            .field("algorithm", &self.algorithm())
            .field("content_encryption", &self.content_encryption())
            .finish_non_exhaustive()
    }
}
