use std::fmt;

use super::content::ContentCipher;
use super::decrypt::{DecryptedJwe, Message, Recipient};
use super::error::Error;
use super::header::Header;
use super::key_management::{self, random_key, unwrapped_or};
use crate::crypto::CipherFailed;
use crate::key::SelectError;
use crate::{ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Secret};

/// A JWE whose content encryption key is to be unwrapped elsewhere, or agreed upon.
///
/// Made by [`CompactJwe::locked`](super::CompactJwe::locked) and
/// [`JsonJwe::locked`](super::JsonJwe::locked): what everybody can see to be wrong is an error there,
/// and so is an algorithm that is not the one named, or RSA1_5. `Debug` shows the header alone.
#[derive(Clone)]
pub struct LockedJwe<'a> {
    message: Message<'a>,
    recipient: Recipient,
    algorithm: KeyManagementAlgorithm,
    cipher: ContentCipher,
    substitute: Secret,
    index: usize,
}

impl<'a> LockedJwe<'a> {
    pub(super) fn new(
        message: Message<'a>,
        recipient: Recipient,
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        // RFC 8725 §3.2: what a service tells of RSA1_5 padding, nobody here can take back.
        if algorithm == KeyManagementAlgorithm::Rsa1_5 {
            return Err(SelectError::AlgorithmNotAllowed.into());
        }
        // RFC 8725 §3.1: what the service does, and not what the token asks for.
        if recipient.header.algorithm()? != algorithm {
            return Err(SelectError::AlgorithmNotAllowed.into());
        }
        let content = message.content(&recipient.header)?;
        if !contents.contains(&content) {
            return Err(Error::ContentEncryptionNotAllowed(content));
        }
        let cipher =
            ContentCipher::new(content, crypto).map_err(|_| Error::UnsupportedContentEncryption)?;
        let received = recipient.received(content, &message.limits);
        key_management::check(algorithm, &received)?;
        // RFC 7516 §11.5: there before anybody knows whether it is needed.
        let substitute = random_key(content.key_len(), crypto)?;
        Ok(Self { message, recipient, algorithm, cipher, substitute, index: 0 })
    }

    /// In a JSON form.
    pub(super) fn among(mut self, index: usize) -> Self {
        self.index = index;
        self
    }

    /// The header, **not authenticated**.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.recipient.header
    }

    /// What is to be unwrapped; of no bytes where the key is agreed upon or shared.
    #[must_use]
    pub fn encrypted_key(&self) -> &[u8] {
        &self.recipient.encrypted_key
    }

    /// Decrypts with the content encryption key; `None` when it could not be unwrapped.
    ///
    /// **Pass `None` rather than returning early**: whoever sent the token must not learn whether
    /// its encrypted key was any good
    /// ([RFC 7516 §11.5](https://www.rfc-editor.org/rfc/rfc7516#section-11.5)).
    ///
    /// # Errors
    /// [`Error::Decryption`], for every cause alike; [`Error::NotDeflate`] and
    /// [`Error::InflatedTooLarge`] for compressed content.
    pub fn unlock(self, content_key: Option<Secret>) -> Result<DecryptedJwe, Error> {
        let content_key = unwrapped_or(content_key.ok_or(CipherFailed), &self.substitute);
        let header = self.recipient.header;
        let plaintext = self.message.open(&self.cipher, &content_key, &header)?;
        let additional_data = self.message.aad.map(|(_, decoded)| decoded);
        let jwe = DecryptedJwe::new(header, plaintext, self.algorithm, None);
        Ok(jwe.among(self.index, additional_data))
    }
}

impl fmt::Debug for LockedJwe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LockedJwe").field("header", self.header()).finish_non_exhaustive()
    }
}
