use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::error::{Error, Part};
use super::header::Header;
use super::key_management::Received;
use crate::key::{DecryptionKey, DecryptionKeys};
use crate::{ContentEncryptionAlgorithm, KeyManagementAlgorithm, Limits, Secret};

/// What all recipients share, as received.
#[derive(Clone)]
pub(super) struct Message<'a> {
    /// The text of the protected header: this is authenticated, never a text made of its members.
    pub(super) protected: Cow<'a, str>,
    /// The text of `aad`, and what it decodes to.
    pub(super) aad: Option<(String, Vec<u8>)>,
    pub(super) iv: Vec<u8>,
    pub(super) ciphertext: Vec<u8>,
    pub(super) tag: Vec<u8>,
    pub(super) limits: Limits,
}

/// What is one recipient's.
#[derive(Clone)]
pub(super) struct Recipient {
    pub(super) header: Header,
    pub(super) encrypted_key: Vec<u8>,
}

impl Recipient {
    /// What there is to come by the content encryption key with.
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

/// The content, and the key that came by it.
pub(super) struct Decrypted<'k> {
    pub(super) plaintext: Secret,
    pub(super) key: &'k DecryptionKey,
}

impl Message<'_> {
    /// RFC 7516 §5.2 (6) to (17) for one recipient.
    pub(super) fn decrypt<'k>(
        &self,
        recipient: &Recipient,
        keys: &'k DecryptionKeys,
    ) -> Result<Decrypted<'k>, Error> {
        let header = &recipient.header;
        let algorithm = header.algorithm()?;
        let content = self.content(header)?;
        let key = keys.select(header.kid(), algorithm)?;
        // RFC 7516 §5.2, last paragraph: acceptable, not only possible.
        let cipher = key.cipher(content).ok_or(Error::ContentEncryptionNotAllowed(content))?;
        let content_key = key.content_key(&recipient.received(content, &self.limits))?;
        let plaintext = self.open(cipher, &content_key, header)?;
        Ok(Decrypted { plaintext, key })
    }

    /// RFC 7518 §5.2, §5.3: `enc` has one length of initialization vector and one of tag.
    pub(super) fn content(&self, header: &Header) -> Result<ContentEncryptionAlgorithm, Error> {
        let content = header.content()?;
        if self.iv.len() != content.iv_len() {
            return Err(Error::Length(Part::InitializationVector));
        }
        if self.tag.len() != content.tag_len() {
            return Err(Error::Length(Part::Tag));
        }
        Ok(content)
    }

    /// RFC 7516 §5.2 (15) to (17).
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

    /// RFC 7516 §5.2 (15): the text as received.
    fn authenticated(&self) -> Cow<'_, str> {
        match &self.aad {
            None => Cow::Borrowed(self.protected.as_ref()),
            Some((aad, _)) => Cow::Owned([self.protected.as_ref(), aad].join(".")),
        }
    }
}

/// A JWE that has been decrypted, and whose tag held. There is no other way to one.
///
/// That it decrypts says who can have read it. Who wrote it, it says only where the key is a secret
/// that the two share: to a public key everybody can encrypt. `Debug` shows the header alone.
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

    /// In a JSON form.
    pub(super) fn among(mut self, recipient: usize, additional_data: Option<Vec<u8>>) -> Self {
        self.recipient = recipient;
        self.additional_data = additional_data;
        self
    }

    /// The header of the recipient whose key decrypted; [`Header`] says what of it is authenticated.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The plaintext.
    #[must_use]
    pub fn plaintext(&self) -> &[u8] {
        self.plaintext.expose()
    }

    /// The plaintext, by value; it is wiped when dropped.
    #[must_use]
    pub fn into_plaintext(self) -> Secret {
        self.plaintext
    }

    /// The algorithm of the key that decrypted.
    #[must_use]
    pub fn algorithm(&self) -> KeyManagementAlgorithm {
        self.algorithm
    }

    /// The `kid` of the key that decrypted.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Which of the recipients it was, from 0
    /// ([RFC 7516 §5.2](https://www.rfc-editor.org/rfc/rfc7516#section-5.2) (18)).
    #[must_use]
    pub fn recipient(&self) -> usize {
        self.recipient
    }

    /// `aad`: what was authenticated beside the content, and not encrypted.
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
