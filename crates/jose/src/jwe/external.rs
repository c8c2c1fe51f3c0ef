//! Decryption with a private key that is outside of the program.

use std::fmt;

use super::content::ContentCipher;
use super::decrypt::{DecryptedJwe, Message, Recipient};
use super::error::Error;
use super::header::Header;
use super::key_management::{self, random_key, unwrapped_or};
use crate::crypto::CipherFailed;
use crate::key::SelectError;
use crate::{ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Secret};

/// A JWE that your program decrypts with the help of a key management service or a smart card,
/// which keeps the key.
///
/// Returned by [`CompactJwe::locked`](super::CompactJwe::locked) and
/// [`JsonJwe::locked`](super::JsonJwe::locked). Send [`encrypted_key`](Self::encrypted_key) to the
/// service. The service returns the content encryption key, which you pass to
/// [`unlock`](Self::unlock). For ECDH-ES the service also needs the
/// [`parameters`](Header::parameters) `epk`, `apu` and `apv`. `Debug` shows only the header.
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
        // RFC 8725 §3.2: with RSA1_5 this crate cannot hide whether the service found the padding
        // right.
        if algorithm == KeyManagementAlgorithm::Rsa1_5 {
            return Err(SelectError::AlgorithmNotAllowed(algorithm.into()).into());
        }
        // RFC 8725 §3.1: our caller chooses the algorithm, not the sender of the token.
        let named = recipient.header.algorithm()?;
        if named != algorithm {
            return Err(SelectError::AlgorithmNotAllowed(named.into()).into());
        }
        let content = message.content(&recipient.header)?;
        if !contents.contains(&content) {
            return Err(Error::ContentEncryptionNotAllowed(content));
        }
        let cipher =
            ContentCipher::new(content, crypto).map_err(|_| Error::UnsupportedContentEncryption)?;
        let received = recipient.received(content, &message.limits);
        key_management::check(algorithm, &received)?;
        // RFC 7516 §11.5: always drawn before unwrapping, so that a failure takes no extra time.
        let substitute = random_key(content.key_len(), crypto)?;
        Ok(Self { message, recipient, algorithm, cipher, substitute, index: 0 })
    }

    /// Records the recipient's index, for the JSON forms.
    pub(super) fn in_json(mut self, index: usize) -> Self {
        self.index = index;
        self
    }

    /// Returns the header, which is **not authenticated** before [`unlock`](Self::unlock).
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.recipient.header
    }

    /// Returns the encrypted content encryption key. It is empty if `alg` is `dir` or `ECDH-ES`.
    #[must_use]
    pub fn encrypted_key(&self) -> &[u8] {
        &self.recipient.encrypted_key
    }

    /// Decrypts the token with the content encryption key that your key management service
    /// returned.
    ///
    /// **If the service could not unwrap the key, pass `None`. Do not return early**: the sender of
    /// the token must not learn whether its encrypted key was right
    /// ([RFC 7516 §11.5](https://www.rfc-editor.org/rfc/rfc7516#section-11.5)).
    ///
    /// # Errors
    /// [`Error::Decryption`] for every failure to decrypt: the error does not say which check
    /// failed. [`Error::NotDeflate`] or [`Error::InflatedTooLarge`] if the decrypted content cannot
    /// be inflated within the limit.
    pub fn unlock(self, content_key: Option<Secret>) -> Result<DecryptedJwe, Error> {
        let content_key = unwrapped_or(content_key.ok_or(CipherFailed), &self.substitute);
        let header = self.recipient.header;
        let plaintext = self.message.open(&self.cipher, &content_key, &header)?;
        let additional_data = self.message.aad.map(|(_, decoded)| decoded);
        let jwe = DecryptedJwe::new(header, plaintext, self.algorithm, None);
        Ok(jwe.in_json(self.index, additional_data))
    }
}

impl fmt::Debug for LockedJwe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LockedJwe").field("header", self.header()).finish_non_exhaustive()
    }
}
