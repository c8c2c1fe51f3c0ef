use std::fmt;

use super::content::ContentCipher;
use super::decrypt::{DecryptedJwe, Message, Recipient};
use super::error::{Error, Part};
use super::header::Header;
use super::key_management::{random_key, unwrapped_or};
use crate::crypto::CipherFailed;
use crate::key::SelectError;
use crate::{ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Secret};

/// A JWE whose content encryption key is to be unwrapped elsewhere.
///
/// Made by [`CompactJwe::locked`](super::CompactJwe::locked). `Debug` shows the header alone.
#[derive(Clone)]
pub struct LockedJwe<'a> {
    message: Message<'a>,
    recipient: Recipient,
    algorithm: KeyManagementAlgorithm,
    cipher: ContentCipher,
    substitute: Secret,
}

impl<'a> LockedJwe<'a> {
    pub(super) fn new(
        message: Message<'a>,
        recipient: Recipient,
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
        crypto: &Crypto,
    ) -> Result<Self, Error> {
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
        if recipient.encrypted_key.is_empty() {
            return Err(Error::Missing(Part::EncryptedKey));
        }
        // RFC 7516 §11.5: there before anybody knows whether it is needed.
        let substitute = random_key(content.key_len(), crypto)?;
        Ok(Self { message, recipient, algorithm, cipher, substitute })
    }

    /// The header, **not authenticated**.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.recipient.header
    }

    /// What is to be unwrapped.
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
        Ok(DecryptedJwe::new(header, plaintext, self.algorithm, None))
    }
}

impl fmt::Debug for LockedJwe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LockedJwe").field("header", self.header()).finish_non_exhaustive()
    }
}
