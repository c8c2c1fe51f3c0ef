use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use super::index::{Candidate, Index};
use super::{Error, SelectError, fit};
use crate::jwe;
use crate::jwe::content::ContentCipher;
use crate::jwe::key_management::{DecryptionMaterial, KeyDecrypter, Received};
use crate::jwk::{KeyKind, PrivateJwk, PrivateKey};
use crate::{ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Secret};

/// A key that decrypts, with one `alg` and a list of allowed `enc`. Cheap to clone.
///
/// `Debug` shows `kid` and algorithms only.
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
    /// Prepares a private key, or a shared secret in JWK form.
    ///
    /// # Errors
    /// See [`Error`]; [`Error::Dangerous`] for RSA1_5, [`Error::Password`] for PBES2, and
    /// [`Error::KeyLength`] for a secret that does not fit every `enc` that is allowed.
    pub fn from_jwk(
        jwk: &PrivateJwk,
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        fit::not_dangerous(algorithm)?;
        Self::from_any_jwk(jwk, algorithm, contents, crypto)
    }

    /// The same with RSA1_5, for [`danger`](crate::danger).
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

    /// Prepares a shared secret, without a `kid`: for `dir`, AES key wrap and AES-GCM key encryption.
    ///
    /// # Errors
    /// [`Error::KeyLength`] for any length but the one that the algorithm takes, which for `dir` is
    /// that of every `enc` that is allowed; [`Error::WrongKeyType`] for an algorithm with a private
    /// key, [`Error::Password`] for PBES2.
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

    /// Prepares a password, without a `kid`: for PBES2.
    ///
    /// # Errors
    /// [`Error::Password`] for any other algorithm, [`Error::ShortSecret`] for an empty password.
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
        // A key that decrypts nothing is a mistake.
        if contents.is_empty() {
            return Err(Error::NothingAllowed);
        }
        let ciphers = contents.iter().map(|content| ContentCipher::new(*content, crypto));
        let ciphers = ciphers.collect::<Result<_, _>>()?;
        let decrypter = KeyDecrypter::new(algorithm, contents, material, crypto)?;
        let prepared = Prepared { algorithm, decrypter, ciphers, crypto: *crypto };
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

    pub(crate) fn shared_kid(&self) -> Option<Arc<str>> {
        self.kid.clone()
    }

    /// The one `alg` of the key.
    #[must_use]
    pub fn algorithm(&self) -> KeyManagementAlgorithm {
        self.prepared.algorithm
    }

    /// Every `enc` that the key may be used with.
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

/// The keys a token may be decrypted with, and so the algorithms it may be encrypted with. Cheap to
/// clone.
#[derive(Clone, Debug, Default)]
pub struct DecryptionKeys(Arc<Index<DecryptionKey>>);

impl DecryptionKeys {
    /// These keys.
    #[must_use]
    pub fn new(keys: Vec<DecryptionKey>) -> Self {
        Self(Arc::new(Index::new(keys, HashSet::new())))
    }

    /// Every key, in the order given.
    pub fn iter(&self) -> impl Iterator<Item = &DecryptionKey> {
        self.0.keys().iter()
    }

    /// Whether there is no key at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.keys().is_empty()
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.keys().len()
    }

    /// The one key that a header means.
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
}

impl From<DecryptionKey> for DecryptionKeys {
    fn from(key: DecryptionKey) -> Self {
        Self::new(vec![key])
    }
}
