//! The key that decrypts tokens, and collections of such keys.

use std::fmt;
use std::sync::Arc;

use super::index::{Candidate, Index};
use super::left_out::LeftOut;
use super::{Error, SelectError, fit};
use crate::jwe;
use crate::jwe::content::ContentCipher;
use crate::jwe::key_management::{DecryptionMaterial, KeyDecrypter, Received};
use crate::jwk::{KeyKind, PrivateJwk, PrivateKey};
use crate::{ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Secret};

/// A key that decrypts tokens of one `alg`. You choose which values of `enc` these tokens are
/// allowed to have.
///
/// Cloning a key is cheap. `Debug` shows only the `kid` and the algorithms.
#[derive(Clone)]
pub struct DecryptionKey {
    kid: Option<Arc<str>>,
    prepared: Arc<Prepared>,
}

struct Prepared {
    algorithm: KeyManagementAlgorithm,
    decrypter: KeyDecrypter,
    ciphers: Vec<ContentCipher>,
    crypto: Crypto,
}

impl DecryptionKey {
    /// Prepares a private key or shared secret in a JWK to decrypt tokens whose `alg` is
    /// `algorithm`.
    ///
    /// `contents` lists the values of `enc` that tokens are allowed to have.
    ///
    /// # Errors
    /// - [`Error::WrongKeyType`] if the key has a type or curve that the algorithm cannot use;
    /// - [`Error::Dangerous`] if the algorithm is RSA1_5: see the [`danger`](crate::danger) module;
    /// - [`Error::Password`] if the algorithm is PBES2: call
    ///   [`from_password`](Self::from_password);
    /// - [`Error::NotASecret`] if the JWK's shared secret is a key in PEM, JSON, DER or SSH format;
    /// - [`Error::KeyLength`] if the JWK's shared secret does not have the length that the
    ///   algorithm needs;
    /// - [`Error::NotPermitted`] if the JWK's `use`, `key_ops` or `alg` do not permit decryption
    ///   with `algorithm`;
    /// - [`Error::NothingAllowed`] if `contents` is empty;
    /// - [`Error::Unsupported`] if the backend does not support `algorithm` or one of `contents`;
    /// - [`Error::Rejected`] if the backend refuses the key, for example because its private key
    ///   does not belong to its public key.
    pub fn from_jwk(
        jwk: &PrivateJwk,
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        fit::not_dangerous(algorithm)?;
        Self::from_any_jwk(jwk, algorithm, contents, crypto)
    }

    /// Prepares a private key as [`from_jwk`](Self::from_jwk), and also for RSA1_5. Only the
    /// [`danger`](crate::danger) module is allowed to call this function for RSA1_5.
    pub(crate) fn from_any_jwk(
        jwk: &PrivateJwk,
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        let material = match jwk.key() {
            PrivateKey::Oct(secret) => {
                fit::shared_secret(algorithm, KeyKind::Oct)?;
                fit::not_a_key(secret)?;
                DecryptionMaterial::Secret(secret)
            }
            key => {
                fit::key_management(algorithm, key.kind())?;
                DecryptionMaterial::Private(key)
            }
        };
        if !jwk.may_decrypt(algorithm, contents) {
            return Err(Error::NotPermitted);
        }
        Self::prepare(jwk.kid(), algorithm, contents, material, crypto)
    }

    /// Prepares a shared secret to decrypt tokens with `dir`, AES key wrap or AES-GCM key
    /// encryption. The key has no `kid`.
    ///
    /// `contents` lists the values of `enc` that tokens are allowed to have.
    ///
    /// # Errors
    /// - [`Error::WrongKeyType`] if the algorithm needs a private key instead of a secret;
    /// - [`Error::Password`] if the algorithm is PBES2: call
    ///   [`from_password`](Self::from_password);
    /// - [`Error::KeyLength`] if the secret does not have the length that the algorithm needs. If
    ///   `algorithm` is `dir`, the secret must have the length that every algorithm in `contents`
    ///   needs;
    /// - [`Error::NotASecret`] if the secret is a key in PEM, JSON, DER or SSH format;
    /// - [`Error::NothingAllowed`] if `contents` is empty;
    /// - [`Error::Unsupported`] if the backend does not support `algorithm` or one of `contents`.
    pub fn from_secret(
        secret: &Secret,
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        fit::shared_secret(algorithm, KeyKind::Oct)?;
        fit::not_a_key(secret)?;
        Self::prepare(None, algorithm, contents, DecryptionMaterial::Secret(secret), crypto)
    }

    /// Prepares a password to decrypt tokens with PBES2, the password-based encryption of JWE. The
    /// key has no `kid`.
    ///
    /// `contents` lists the values of `enc` that tokens are allowed to have.
    ///
    /// # Errors
    /// - [`Error::Password`] if the algorithm is not PBES2;
    /// - [`Error::ShortSecret`] if the password is empty;
    /// - [`Error::NotASecret`] if the password is a key in PEM, JSON, DER or SSH format;
    /// - [`Error::NothingAllowed`] if `contents` is empty;
    /// - [`Error::Unsupported`] if the backend does not support `algorithm` or one of `contents`.
    pub fn from_password(
        password: &Secret,
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        fit::password(algorithm, password)?;
        Self::prepare(None, algorithm, contents, DecryptionMaterial::Password(password), crypto)
    }

    fn prepare(
        kid: Option<&str>,
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
        material: DecryptionMaterial<'_>,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        // With an empty list, the key could not decrypt any token.
        if contents.is_empty() {
            return Err(Error::NothingAllowed);
        }
        let ciphers = contents.iter().map(|content| ContentCipher::new(*content, crypto));
        let ciphers = ciphers.collect::<Result<_, _>>()?;
        let decrypter = KeyDecrypter::new(algorithm, contents, material, crypto)?;
        let prepared = Prepared { algorithm, decrypter, ciphers, crypto: *crypto };
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

    pub(crate) fn shared_kid(&self) -> Option<Arc<str>> {
        self.kid.clone()
    }

    /// Returns the `alg` that the key was prepared for.
    #[must_use]
    pub fn algorithm(&self) -> KeyManagementAlgorithm {
        self.prepared.algorithm
    }

    /// Returns the values of `enc` that tokens for this key are allowed to have.
    pub fn content_encryption(&self) -> impl Iterator<Item = ContentEncryptionAlgorithm> {
        self.prepared.ciphers.iter().map(ContentCipher::algorithm)
    }

    pub(crate) fn cipher(&self, content: ContentEncryptionAlgorithm) -> Option<&ContentCipher> {
        self.prepared.ciphers.iter().find(|cipher| cipher.algorithm() == content)
    }

    pub(crate) fn content_key(&self, token: &Received<'_>) -> Result<Secret, jwe::Error> {
        self.prepared.decrypter.content_key(token, &self.prepared.crypto)
    }
}

impl fmt::Debug for DecryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecryptionKey")
            .field("kid", &self.kid)
            .field("algorithm", &self.algorithm())
            .field("content_encryption", &self.content_encryption().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// A collection of keys to decrypt tokens with. A token is refused if no key in the collection was
/// prepared for its `alg`.
///
/// Cloning the collection is cheap.
#[derive(Clone, Debug, Default)]
pub struct DecryptionKeys(Arc<Index<DecryptionKey>>);

impl DecryptionKeys {
    /// Creates a collection of these keys.
    #[must_use]
    pub fn new(keys: Vec<DecryptionKey>) -> Self {
        Self(Arc::new(Index::new(keys, LeftOut::default())))
    }

    /// Returns the keys in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &DecryptionKey> {
        self.0.keys().iter()
    }

    /// Returns `true` if the collection has no keys.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.keys().is_empty()
    }

    /// Returns the number of keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.keys().len()
    }

    /// Returns the key that a header selects: see [`Index::select`].
    pub(crate) fn select(
        &self,
        kid: Option<&str>,
        algorithm: KeyManagementAlgorithm,
    ) -> Result<&DecryptionKey, SelectError> {
        self.0.select(kid, algorithm)
    }
}

impl Candidate for DecryptionKey {
    type Algorithm = KeyManagementAlgorithm;

    fn kid(&self) -> Option<&str> {
        Self::kid(self)
    }

    fn algorithm(&self) -> KeyManagementAlgorithm {
        Self::algorithm(self)
    }

    fn is_same_key(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.prepared, &other.prepared) && self.kid == other.kid
    }
}

impl From<DecryptionKey> for DecryptionKeys {
    fn from(key: DecryptionKey) -> Self {
        Self::new(vec![key])
    }
}
