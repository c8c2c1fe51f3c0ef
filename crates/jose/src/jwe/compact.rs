//! The compact form of a received JWE.

use super::decrypt::{Decrypted, DecryptedJwe, Message, Recipient};
use super::error::{Error, Part};
use super::external::LockedJwe;
use super::header::Header;
use super::reader::{Reader, decode};
use crate::key::DecryptionKeys;
use crate::{ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, compact};

/// A compact JWE that has been parsed but **not decrypted**. No part of it is authenticated.
///
/// `Debug` shows only the header.
///
/// ```
/// use symbolon_jose::jwe::{CompactJwe, DecryptedJwe, Error};
/// use symbolon_jose::DecryptionKeys;
///
/// fn read(text: &str, keys: &DecryptionKeys) -> Result<DecryptedJwe, Error> {
///     let jwe = CompactJwe::parse(text)?;
///     println!("encrypted for the key {:?}", jwe.header().kid());
///     jwe.decrypt(keys)
/// }
/// ```
#[derive(Clone)]
pub struct CompactJwe<'a> {
    message: Message<'a>,
    recipient: Recipient,
}

impl<'a> CompactJwe<'a> {
    /// Parses a token within [`Limits::DEFAULT`](crate::Limits::DEFAULT).
    ///
    /// A token with `crit` or `zip` is refused. To accept such a token, or to change the limits,
    /// use a [`Reader`].
    ///
    /// # Errors
    /// [`Error::TooLarge`] and [`Error::HeaderTooLarge`] if the token or its header exceeds the
    /// limits, [`Error::NotCompact`], [`Error::Empty`] and [`Error::Base64`] if the token is not
    /// five parts of the right form, and errors such as [`Error::MissingParameter`] and
    /// [`Error::Critical`] if the header breaks a rule. All these errors are found without a key.
    pub fn parse(token: &'a str) -> Result<Self, Error> {
        Reader::new().compact(token)
    }

    pub(super) fn read(token: &'a str, reader: &Reader<'_>) -> Result<Self, Error> {
        if token.len() > reader.limits.token {
            return Err(Error::TooLarge);
        }
        let [protected, encrypted_key, iv, ciphertext, tag] = split(token)?;
        let header = reader.accepted(Header::read(reader.protected(protected)?)?)?;
        let encrypted_key = decode(Part::EncryptedKey, encrypted_key)?;
        Ok(Self {
            message: Message {
                protected: protected.into(),
                aad: None,
                iv: decode(Part::InitializationVector, iv)?,
                ciphertext: decode(Part::Ciphertext, ciphertext)?,
                tag: decode(Part::Tag, tag)?,
                limits: reader.limits,
            },
            recipient: Recipient { header, encrypted_key },
        })
    }

    /// Returns the header, which is **not authenticated**. Use it only to choose keys.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.recipient.header
    }

    /// Returns the encrypted content encryption key. It is empty if `alg` is `dir` or `ECDH-ES`.
    #[must_use]
    pub fn encrypted_key(&self) -> &[u8] {
        &self.recipient.encrypted_key
    }

    /// Decrypts the token with the key in `keys` that the `kid` and `alg` of its header select.
    ///
    /// # Errors
    /// [`Error::Key`] if the header selects no key or more than one key,
    /// [`Error::ContentEncryptionNotAllowed`] if the key was not prepared for the token's `enc`,
    /// and errors such as [`Error::Missing`], [`Error::Length`] and [`Error::MissingParameter`] if
    /// a part or header parameter that `alg` and `enc` require is absent or not valid. All these
    /// errors are found before the key is used.
    ///
    /// Afterwards, [`Error::Random`] if the backend's source of randomness fails,
    /// [`Error::Decryption`] for every failure to decrypt, and [`Error::NotDeflate`] or
    /// [`Error::InflatedTooLarge`] if the decrypted content cannot be inflated.
    pub fn decrypt(self, keys: &DecryptionKeys) -> Result<DecryptedJwe, Error> {
        let Decrypted { plaintext, key } = self.message.decrypt(&self.recipient, keys)?;
        let header = self.recipient.header;
        Ok(DecryptedJwe::new(header, plaintext, key.algorithm(), key.shared_kid()))
    }

    /// Prepares the token for decryption with a key that a key management service keeps, and that
    /// your program does not have.
    ///
    /// Your program sends the encrypted key to the service, receives the content encryption key,
    /// and passes it to [`LockedJwe::unlock`]. `algorithm` is the algorithm that the service uses,
    /// and `contents` are the allowed values of `enc`. A token with a different `alg` or `enc` is
    /// refused.
    ///
    /// ```
    /// use symbolon_crypto_ring::CRYPTO;
    /// use symbolon_jose::jwe::{CompactJwe, DecryptedJwe, Error};
    /// use symbolon_jose::{ContentEncryptionAlgorithm, KeyManagementAlgorithm, Secret};
    ///
    /// fn decrypt(token: &str, kms: fn(&[u8]) -> Option<Secret>) -> Result<DecryptedJwe, Error> {
    ///     let algorithm = KeyManagementAlgorithm::RsaOaep256;
    ///     let contents = [ContentEncryptionAlgorithm::A256Gcm];
    ///     let locked = CompactJwe::parse(token)?.locked(algorithm, &contents, &CRYPTO)?;
    ///     let content_key = kms(locked.encrypted_key()); // None if it cannot unwrap the key
    ///     locked.unlock(content_key)
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::Key`] with
    /// [`SelectError::AlgorithmNotAllowed`](crate::key::SelectError::AlgorithmNotAllowed) if the
    /// token's `alg` is not `algorithm`, or if `algorithm` is RSA1_5,
    /// [`Error::ContentEncryptionNotAllowed`] if the token's `enc` is not in `contents`,
    /// [`Error::UnsupportedContentEncryption`] if the backend does not support the token's `enc`,
    /// [`Error::Random`] if the backend's source of randomness fails, and errors such as
    /// [`Error::Missing`], [`Error::Length`] and [`Error::MissingParameter`] if a part or header
    /// parameter that `alg` and `enc` require is absent or not valid.
    pub fn locked(
        self,
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
        crypto: &Crypto,
    ) -> Result<LockedJwe<'a>, Error> {
        LockedJwe::new(self.message, self.recipient, algorithm, contents, crypto)
    }
}

impl Reader<'_> {
    /// Parses the compact form: header, encrypted key, initialization vector, ciphertext and tag
    /// ([RFC 7516 §7.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.1)).
    ///
    /// # Errors
    /// An error if the token does not have the compact form, or exceeds this reader's limits: see
    /// [`CompactJwe::parse`]. A `crit` or `zip` that this reader accepts is not an error.
    pub fn compact<'t>(&self, token: &'t str) -> Result<CompactJwe<'t>, Error> {
        CompactJwe::read(token, self)
    }
}

impl std::fmt::Debug for CompactJwe<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CompactJwe").field("header", self.header()).finish_non_exhaustive()
    }
}

/// Splits a token into its five parts (RFC 7516 §7.1).
fn split(token: &str) -> Result<[&str; 5], Error> {
    let five = compact::parts(token).ok_or(Error::NotCompact)?;
    let [header, _, iv, _, tag] = five;
    // The encrypted key and the ciphertext can be empty: `dir` has no encrypted key, and GCM
    // encrypts an empty plaintext to an empty ciphertext.
    for (part, text) in [(Part::Header, header), (Part::InitializationVector, iv), (Part::Tag, tag)]
    {
        if text.is_empty() {
            return Err(Error::Empty(part));
        }
    }
    Ok(five)
}
