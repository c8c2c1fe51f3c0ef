//! Encryption, and the compact form.

use serde_json::Value;

use super::encrypt_error::EncryptError;
use super::key_management::{Direct, KeyEncrypter, Parties, random_key};
use super::parameters::Parameters;
use crate::key::EncryptionKey;
use crate::{Object, Secret, base64url};

/// A JWE before encryption: its plaintext and its header parameters.
///
/// `alg`, `enc`, `kid` and the parameters of the algorithm come from the key that you pass to
/// [`encrypt`](Self::encrypt), so the header always matches the key.
///
/// Encrypting reads random values from [`Crypto::random`](crate::Crypto::random) in this order,
/// with one call for each value:
/// - the content encryption key, unless the recipient's key determines it;
/// - for each recipient, the ephemeral private key, the initialization vector or the salt that the
///   recipient's algorithm needs;
/// - the initialization vector of the content.
///
/// `Debug` does not show the plaintext.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::{ContentEncryptionAlgorithm as Enc, KeyManagementAlgorithm as Alg};
/// use symbolon_jose::{EncryptionKey, Secret, jwe::Jwe};
///
/// let secret = Secret::new(b"16 random bytes.".to_vec());
/// let key = EncryptionKey::from_secret(&secret, Alg::A128Kw, Enc::A128Gcm, &CRYPTO)?;
/// let text = Jwe::new(b"any bytes".to_vec()).encrypt(&key)?;
/// assert_eq!(text.split('.').count(), 5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Jwe {
    pub(super) plaintext: Secret,
    pub(super) parameters: Parameters,
    pub(super) parties: Parties,
    pub(super) additional_data: Option<Vec<u8>>,
    pub(super) compressed: bool,
}

impl Jwe {
    /// Creates a JWE with this plaintext and without header parameters.
    pub fn new(plaintext: Vec<u8>) -> Self {
        Self {
            plaintext: Secret::new(plaintext),
            parameters: Parameters::default(),
            parties: Parties::default(),
            additional_data: None,
            compressed: false,
        }
    }

    /// Sets `typ`, the media type of the whole token, such as `JWT`.
    pub fn typ(self, typ: &str) -> Self {
        self.param("typ", typ)
    }

    /// Sets `cty`, the media type of the plaintext, such as `JWT` for a signed token.
    pub fn cty(self, cty: &str) -> Self {
        self.param("cty", cty)
    }

    /// Sets a parameter of the protected header by its name.
    ///
    /// Encrypting fails with [`EncryptError::Reserved`] if `name` is a parameter that comes from
    /// the key or has its own method, such as `alg` or `apu`.
    pub fn param(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.parameters.protected.insert(name, value);
        self
    }

    /// Sets a parameter of the protected header and names it in `crit`. A recipient that does not
    /// understand this parameter must refuse the token
    /// ([RFC 7516 §4.1.13](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.13)).
    pub fn critical(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.parameters.critical.push(name.to_owned());
        self.param(name, value)
    }

    /// Sets `apu`, the sender's identity, which is mixed into the ECDH-ES key
    /// ([RFC 7518 §4.6.1.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.6.1.2)).
    ///
    /// Encrypting fails with [`EncryptError::NoAgreement`] if the algorithm of the recipient's key
    /// is not an ECDH-ES algorithm.
    pub fn apu(mut self, producer: &[u8]) -> Self {
        self.parties.producer = Some(producer.to_vec());
        self
    }

    /// Sets `apv`, the recipient's identity, which is mixed into the ECDH-ES key
    /// ([RFC 7518 §4.6.1.3](https://www.rfc-editor.org/rfc/rfc7518#section-4.6.1.3)).
    ///
    /// Encrypting fails with [`EncryptError::NoAgreement`] if the algorithm of the recipient's key
    /// is not an ECDH-ES algorithm.
    pub fn apv(mut self, recipient: &[u8]) -> Self {
        self.parties.recipient = Some(recipient.to_vec());
        self
    }

    /// Compresses the plaintext with DEFLATE before it is encrypted
    /// ([RFC 7516 §4.1.3](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.3)).
    ///
    /// **Do not compress a plaintext that contains both a secret and text that an attacker can
    /// choose**: if the text repeats a part of the secret, the token is shorter, so the attacker
    /// can guess the secret step by step
    /// ([RFC 8725 §3.6](https://www.rfc-editor.org/rfc/rfc8725#section-3.6)).
    ///
    /// A [`Reader`](super::Reader) refuses a compressed token, except after a call of
    /// [`inflating`](super::Reader::inflating).
    #[cfg(feature = "zip")]
    pub fn compressed(mut self) -> Self {
        self.compressed = true;
        self
    }

    /// Encrypts the JWE with the recipient's key and returns the compact form.
    ///
    /// # Errors
    /// [`EncryptError::NotCompact`] if `aad` or an unprotected header parameter is set, which the
    /// compact form cannot contain, [`EncryptError::Reserved`] and [`EncryptError::Header`] if a
    /// header parameter is not allowed, [`EncryptError::NoAgreement`],
    /// [`EncryptError::PartyLength`] and [`EncryptError::SameParty`] if `apu` or `apv` is not
    /// allowed, and [`EncryptError::Random`] and [`EncryptError::Backend`] if the backend fails.
    pub fn encrypt(self, key: &EncryptionKey) -> Result<String, EncryptError> {
        // RFC 7516 §7.1: the compact form contains neither `aad` nor an unprotected header.
        if self.additional_data.is_some() || self.parameters.is_partly_unprotected() {
            return Err(EncryptError::NotCompact);
        }
        let ForOne { content_key, recipient, encrypted_key } = self.for_one(key)?;
        let header = self.parameters.headers(key, self.compressed, recipient)?.protected;
        let protected = base64url::encode(header.to_json().as_bytes());
        let content = self.seal(key, &content_key, protected.as_bytes())?;
        let parts = [&encrypted_key, &content.iv, &content.ciphertext, &content.tag];
        let mut token = protected;
        for part in parts {
            token.push('.');
            token.push_str(&base64url::encode(part));
        }
        Ok(token)
    }

    /// Determines the content encryption key for a single recipient (RFC 7516 §5.1 (1) to (6)).
    pub(super) fn for_one(&self, key: &EncryptionKey) -> Result<ForOne, EncryptError> {
        let (crypto, content) = (key.crypto(), key.content_encryption());
        match key.encrypter() {
            KeyEncrypter::Direct(direct) => {
                let mut recipient = match direct {
                    Direct::Shared(_) => self.parties.unused()?,
                    Direct::Agreed(_) => self.parties.parameters()?,
                };
                let (agreed, content_key) = direct.content_key(content, &self.parties, crypto)?;
                recipient.extend(agreed);
                Ok(ForOne { content_key, recipient, encrypted_key: Vec::new() })
            }
            KeyEncrypter::Wrapping(wrapping) => {
                let mut recipient = if wrapping.agrees() {
                    self.parties.parameters()?
                } else {
                    self.parties.unused()?
                };
                let content_key = random_key(content.key_len(), crypto)?;
                let wrapped = wrapping.wrap(&content_key, &self.parties, crypto)?;
                recipient.extend(wrapped.parameters);
                Ok(ForOne { content_key, recipient, encrypted_key: wrapped.encrypted_key })
            }
        }
    }

    /// Compresses the plaintext if requested, and encrypts it (RFC 7516 §5.1 (9) to (15)).
    pub(super) fn seal(
        &self,
        key: &EncryptionKey,
        content_key: &Secret,
        authenticated: &[u8],
    ) -> Result<Content, EncryptError> {
        let mut iv = vec![0; key.content_encryption().iv_len()];
        key.crypto().random.fill(&mut iv)?;
        let compressed;
        let plaintext = if self.compressed {
            compressed = super::zip::deflate(&self.plaintext);
            &compressed
        } else {
            &self.plaintext
        };
        let (ciphertext, tag) =
            key.cipher().seal(content_key, &iv, authenticated, plaintext.expose())?;
        Ok(Content { iv, ciphertext, tag })
    }
}

/// The parts of a JWE that depend on its single recipient.
pub(super) struct ForOne {
    pub(super) content_key: Secret,
    /// The header parameters of the recipient's algorithm.
    pub(super) recipient: Object,
    pub(super) encrypted_key: Vec<u8>,
}

/// The encrypted content.
pub(super) struct Content {
    pub(super) iv: Vec<u8>,
    pub(super) ciphertext: Vec<u8>,
    pub(super) tag: Vec<u8>,
}

impl std::fmt::Debug for Jwe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Jwe").field("parameters", &self.parameters).finish_non_exhaustive()
    }
}
