use super::decrypt::{Decrypted, DecryptedJwe, Message, Recipient};
use super::error::{Error, Part};
use super::external::LockedJwe;
use super::header::Header;
use super::reader::{Reader, decode};
use crate::key::DecryptionKeys;
use crate::{ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, compact};

/// A compact JWE that has been read and **not decrypted**: nothing of it has been authenticated.
///
/// `Debug` shows the header alone.
#[derive(Clone)]
pub struct CompactJwe<'a> {
    message: Message<'a>,
    recipient: Recipient,
}

impl<'a> CompactJwe<'a> {
    /// Reads a token as [`Reader::new`] does.
    ///
    /// # Errors
    /// See [`Error`].
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

    /// The header, **not authenticated**: good for choosing keys, and for nothing else.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.recipient.header
    }

    /// The encrypted content encryption key; of no bytes where there is none.
    #[must_use]
    pub fn encrypted_key(&self) -> &[u8] {
        &self.recipient.encrypted_key
    }

    /// Decrypts with the one key that the header means.
    ///
    /// # Errors
    /// What everybody can see to be wrong has errors of its own, before any key is used; everything
    /// else is [`Error::Decryption`].
    pub fn decrypt(self, keys: &DecryptionKeys) -> Result<DecryptedJwe, Error> {
        let Decrypted { plaintext, key } = self.message.decrypt(&self.recipient, keys)?;
        let header = self.recipient.header;
        Ok(DecryptedJwe::new(header, plaintext, key.algorithm(), key.shared_kid()))
    }

    /// For a private key that is elsewhere, such as in a key management service: the encrypted key
    /// goes out, the content encryption key comes in.
    ///
    /// `algorithm` is what the service does with its key, and `contents` the content encryption that
    /// is allowed; the token's header only says whether it is of these.
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
    ///     let content_key = kms(locked.encrypted_key()); // None when it says no
    ///     locked.unlock(content_key)
    /// }
    /// ```
    ///
    /// # Errors
    /// See [`LockedJwe`].
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
    /// Reads the compact form: header, encrypted key, initialization vector, ciphertext, tag
    /// ([RFC 7516 §7.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.1)).
    ///
    /// # Errors
    /// See [`Error`].
    pub fn compact<'t>(&self, token: &'t str) -> Result<CompactJwe<'t>, Error> {
        CompactJwe::read(token, self)
    }
}

impl std::fmt::Debug for CompactJwe<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CompactJwe").field("header", self.header()).finish_non_exhaustive()
    }
}

/// RFC 7516 §7.1: five parts.
fn split(token: &str) -> Result<[&str; 5], Error> {
    let five = compact::parts(token).ok_or(Error::NotCompact)?;
    let [header, _, iv, _, tag] = five;
    // An encrypted key there need not be, and of an empty plaintext GCM makes an empty ciphertext.
    for (part, text) in [(Part::Header, header), (Part::InitializationVector, iv), (Part::Tag, tag)]
    {
        if text.is_empty() {
            return Err(Error::Empty(part));
        }
    }
    Ok(five)
}
