//! Decryption, and the decrypted JWE.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::error::{Error, Part};
use super::header::Header;
use super::key_management::Received;
use crate::key::{DecryptionKey, DecryptionKeys};
use crate::{ContentEncryptionAlgorithm, KeyManagementAlgorithm, Limits, Secret};

/// The parts of a received JWE that all recipients share.
#[derive(Clone)]
pub(super) struct Message<'a> {
    /// The text of the protected header as received. The tag authenticates exactly this text, so it
    /// is never serialized again from the parsed members.
    pub(super) protected: Cow<'a, str>,
    /// The text of `aad`, and its decoded bytes.
    pub(super) aad: Option<(String, Vec<u8>)>,
    pub(super) iv: Vec<u8>,
    pub(super) ciphertext: Vec<u8>,
    pub(super) tag: Vec<u8>,
    pub(super) limits: Limits,
}

/// The parts of a received JWE that are for one recipient.
#[derive(Clone)]
pub(super) struct Recipient {
    pub(super) header: Header,
    pub(super) encrypted_key: Vec<u8>,
}

impl Recipient {
    /// Returns what key management needs to obtain the content encryption key.
    pub(super) fn received<'a>(
        &'a self,
        content: ContentEncryptionAlgorithm,
        limits: &'a Limits,
    ) -> Received<'a> {
        Received {
            parameters: self.header.parameters(),
            encrypted_key: &self.encrypted_key,
            content,
            limits,
        }
    }
}

/// A plaintext, and the key that decrypted it.
pub(super) struct Decrypted<'k> {
    pub(super) plaintext: Secret,
    pub(super) key: &'k DecryptionKey,
}

impl Message<'_> {
    /// Decrypts for one recipient (RFC 7516 §5.2 (6) to (17)).
    pub(super) fn decrypt<'k>(
        &self,
        recipient: &Recipient,
        keys: &'k DecryptionKeys,
    ) -> Result<Decrypted<'k>, Error> {
        let header = &recipient.header;
        let algorithm = header.algorithm()?;
        let content = self.content(header)?;
        let key = keys.select(header.kid(), algorithm)?;
        // RFC 7516 §5.2, last paragraph: the algorithm must be allowed, not only supported.
        let cipher = key.cipher(content).ok_or(Error::ContentEncryptionNotAllowed(content))?;
        let content_key = key.content_key(&recipient.received(content, &self.limits))?;
        let plaintext = self.open(cipher, &content_key, header)?;
        Ok(Decrypted { plaintext, key })
    }

    /// Returns `enc` after checking the lengths of initialization vector and tag (RFC 7518 §5.2,
    /// §5.3).
    pub(super) fn content(&self, header: &Header) -> Result<ContentEncryptionAlgorithm, Error> {
        let content = header.content()?;
        for (part, expected, found) in [
            (Part::InitializationVector, content.iv_len(), self.iv.len()),
            (Part::Tag, content.tag_len(), self.tag.len()),
        ] {
            if found != expected {
                return Err(Error::Length { part, expected, found });
            }
        }
        Ok(content)
    }

    /// Decrypts the content with its key, and inflates it if it is compressed (RFC 7516 §5.2 (15)
    /// to (17)).
    pub(super) fn open(
        &self,
        cipher: &super::content::ContentCipher,
        content_key: &Secret,
        header: &Header,
    ) -> Result<Secret, Error> {
        let aad = self.authenticated();
        let content =
            cipher.open(content_key, &self.iv, aad.as_bytes(), &self.ciphertext, &self.tag)?;
        match header.zip() {
            None => Ok(content),
            Some(_) => super::zip::inflate(&content, self.limits.inflated),
        }
    }

    /// Returns the additional authenticated data, made of the texts as received (RFC 7516 §5.2
    /// (15)).
    fn authenticated(&self) -> Cow<'_, str> {
        match &self.aad {
            None => Cow::Borrowed(self.protected.as_ref()),
            Some((aad, _)) => Cow::Owned([self.protected.as_ref(), aad].join(".")),
        }
    }
}

/// A decrypted JWE, whose authentication tag has been checked. Only decryption creates values of
/// this type.
///
/// Decryption with a private key does not prove who wrote the token: anyone can encrypt with the
/// public key. To know the sender, require that the plaintext is a signed token.
/// [`jwt::encrypt`](crate::jwt::encrypt) creates such a JWE. Decryption with a shared secret proves
/// only that the writer of the token knows the secret.
///
/// `Debug` shows only the header and the algorithm.
#[derive(Clone)]
pub struct DecryptedJwe {
    header: Header,
    plaintext: Secret,
    algorithm: KeyManagementAlgorithm,
    key: Option<Arc<str>>,
    recipient: usize,
    additional_data: Option<Vec<u8>>,
}

impl DecryptedJwe {
    pub(super) fn new(
        header: Header,
        plaintext: Secret,
        algorithm: KeyManagementAlgorithm,
        key: Option<Arc<str>>,
    ) -> Self {
        Self { header, plaintext, algorithm, key, recipient: 0, additional_data: None }
    }

    /// Records the recipient's index and `aad`, which only the JSON forms have.
    pub(super) fn in_json(mut self, recipient: usize, additional_data: Option<Vec<u8>>) -> Self {
        self.recipient = recipient;
        self.additional_data = additional_data;
        self
    }

    /// Returns the header of the recipient whose key decrypted the token. The documentation of
    /// [`Header`] lists which parameters are authenticated.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Returns the plaintext.
    #[must_use]
    pub fn plaintext(&self) -> &[u8] {
        self.plaintext.expose()
    }

    /// Returns the plaintext as a [`Secret`], which is zeroized when it is dropped.
    #[must_use]
    pub fn into_plaintext(self) -> Secret {
        self.plaintext
    }

    /// Returns the key management algorithm (`alg`) of the key that decrypted the token.
    #[must_use]
    pub fn algorithm(&self) -> KeyManagementAlgorithm {
        self.algorithm
    }

    /// Returns the `kid` of the key that decrypted the token, or `None` if that key has no `kid` or
    /// the token was decrypted with [`LockedJwe::unlock`](super::LockedJwe::unlock).
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Returns the index of the recipient whose key decrypted the token. The first recipient has
    /// index 0. The only recipient of a compact JWE also has index 0
    /// ([RFC 7516 §5.2](https://www.rfc-editor.org/rfc/rfc7516#section-5.2), step 18).
    #[must_use]
    pub fn recipient(&self) -> usize {
        self.recipient
    }

    /// Returns the additional authenticated data (`aad`), which is not encrypted, or `None` if the
    /// token has no `aad`.
    #[must_use]
    pub fn additional_data(&self) -> Option<&[u8]> {
        self.additional_data.as_deref()
    }
}

impl fmt::Debug for DecryptedJwe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecryptedJwe")
            .field("header", &self.header)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}
