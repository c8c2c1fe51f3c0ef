//! The key that tokens are encrypted with.

use std::fmt;
use std::sync::Arc;

use super::{Error, fit};
use crate::jwe::content::ContentCipher;
use crate::jwe::key_management::{EncryptionMaterial, KeyEncrypter};
use crate::jwk::{KeyKind, PrivateJwk, PrivateKey, PublicJwk};
use crate::{ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Secret};

/// A key that encrypts tokens with one `alg` and one `enc`.
///
/// Cloning a key is cheap. `Debug` shows only the `kid` and the algorithms.
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
    /// Prepares the recipient's public key to encrypt tokens with a variant of RSA-OAEP or ECDH-ES.
    ///
    /// # Errors
    /// - [`Error::WrongKeyType`] if the key has a type or curve that the algorithm cannot use;
    /// - [`Error::Dangerous`] if the algorithm is RSA1_5: see the [`danger`](crate::danger) module;
    /// - [`Error::NotPermitted`] if the JWK's `use`, `key_ops` or `alg` do not permit encryption
    ///   with `algorithm`;
    /// - [`Error::Unsupported`] if the backend does not support `algorithm` or `content`;
    /// - [`Error::Rejected`] if the backend refuses the key, for example because its point is not
    ///   on its curve.
    pub fn from_jwk(
        jwk: &PublicJwk,
        algorithm: KeyManagementAlgorithm,
        content: ContentEncryptionAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        fit::not_dangerous(algorithm)?;
        Self::from_any_jwk(jwk, algorithm, content, crypto)
    }

    /// Prepares a public key as [`from_jwk`](Self::from_jwk), and also for RSA1_5. Only the
    /// [`danger`](crate::danger) module is allowed to call this function for RSA1_5.
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

    /// Prepares a shared secret in a JWK to encrypt tokens with `dir`, AES key wrap or AES-GCM key
    /// encryption.
    ///
    /// # Errors
    /// - [`Error::WrongKeyType`] if the type of the JWK does not fit the algorithm, for example if
    ///   the algorithm is AES key wrap and the JWK is a key pair;
    /// - [`Error::Password`] if the algorithm is PBES2: call
    ///   [`from_password`](Self::from_password);
    /// - [`Error::KeyLength`] if the secret does not have the length that the algorithm needs. If
    ///   `algorithm` is `dir`, the secret must have the length that `content` needs;
    /// - [`Error::NotASecret`] if the secret is a key in PEM, JSON, DER or SSH format, or if the
    ///   JWK is a key pair that fits the algorithm: pass its public key to
    ///   [`from_jwk`](Self::from_jwk);
    /// - [`Error::Unsupported`] if the backend does not support `algorithm` or `content`;
    /// - [`Error::NotPermitted`] if the JWK's `use`, `key_ops` or `alg` do not permit encryption
    ///   with `algorithm`.
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

    /// Prepares a shared secret to encrypt tokens with `dir`, AES key wrap or AES-GCM key
    /// encryption. The key has no `kid`.
    ///
    /// # Errors
    /// - [`Error::WrongKeyType`] if the algorithm needs a public key instead of a secret;
    /// - [`Error::Password`] if the algorithm is PBES2: call
    ///   [`from_password`](Self::from_password);
    /// - [`Error::KeyLength`] if the secret does not have the length that the algorithm needs. If
    ///   `algorithm` is `dir`, the secret must have the length that `content` needs;
    /// - [`Error::NotASecret`] if the secret is a key in PEM, JSON, DER or SSH format;
    /// - [`Error::Unsupported`] if the backend does not support `algorithm` or `content`.
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

    /// Prepares a password to encrypt tokens with PBES2, the password-based encryption of JWE. The
    /// key has no `kid`.
    ///
    /// Each token is encrypted with a new random salt of 16 bytes. The iteration count (`p2c`) is
    /// 600 000.
    ///
    /// # Errors
    /// - [`Error::Password`] if the algorithm is not PBES2;
    /// - [`Error::ShortSecret`] if the password is empty;
    /// - [`Error::NotASecret`] if the password is a key in PEM, JSON, DER or SSH format;
    /// - [`Error::Unsupported`] if the backend does not support `algorithm` or `content`.
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

    /// Returns whether type, curve, `use`, `key_ops` and `alg` of a JWK permit this algorithm. The
    /// backend can still refuse the key.
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

    /// Returns the key with this `kid`. A key that was prepared from a secret or password has no
    /// `kid` until you call this method.
    #[must_use]
    pub fn named(mut self, kid: &str) -> Self {
        self.kid = Some(Arc::from(kid));
        self
    }

    /// Returns the `kid`, by which tokens refer to the key, or `None` if the key has no `kid`.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// Returns the `alg` that the key was prepared for.
    #[must_use]
    pub fn algorithm(&self) -> KeyManagementAlgorithm {
        self.prepared.algorithm
    }

    /// Returns the `enc` that the key was prepared for.
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
