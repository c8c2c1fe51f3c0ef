use serde_json::Value;

use super::encrypt_error::EncryptError;
use super::key_management::{Direct, KeyEncrypter, Parties, random_key};
use super::parameters::Parameters;
use crate::key::EncryptionKey;
use crate::{Object, Secret, base64url};

/// A JWE to be encrypted: a plaintext and what its header says besides the key.
///
/// `alg`, `enc`, `kid` and what the algorithm has to say come from the key, so they cannot disagree
/// with it. Randomness is drawn from [`Crypto::random`](crate::Crypto::random) in this order, one
/// value at a time: the content encryption key, unless the recipient determines it; for each
/// recipient the ephemeral private key, the initialization vector or the salt of its algorithm; the
/// initialization vector of the content.
///
/// `Debug` leaves the plaintext out.
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
    /// A JWE of these bytes.
    pub fn new(plaintext: Vec<u8>) -> Self {
        Self {
            plaintext: Secret::new(plaintext),
            parameters: Parameters::default(),
            parties: Parties::default(),
            additional_data: None,
            compressed: false,
        }
    }

    /// `typ`: what kind of token it is.
    pub fn typ(self, typ: &str) -> Self {
        self.param("typ", typ)
    }

    /// `cty`: what kind of content the plaintext is.
    pub fn cty(self, cty: &str) -> Self {
        self.param("cty", cty)
    }

    /// Any other parameter of the protected header.
    ///
    /// [`EncryptError::Reserved`] for what comes from the key, and for what has a method of its own.
    pub fn param(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.parameters.protected.insert(name, value);
        self
    }

    /// A parameter that `crit` names: who does not understand it refuses the token
    /// ([RFC 7516 §4.1.13](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.13)).
    pub fn critical(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.parameters.critical.push(name.to_owned());
        self.param(name, value)
    }

    /// `apu`: who encrypts, for an algorithm with key agreement
    /// ([RFC 7518 §4.6.1.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.6.1.2)).
    pub fn apu(mut self, producer: &[u8]) -> Self {
        self.parties.producer = Some(producer.to_vec());
        self
    }

    /// `apv`: for whom, for an algorithm with key agreement
    /// ([RFC 7518 §4.6.1.3](https://www.rfc-editor.org/rfc/rfc7518#section-4.6.1.3)).
    pub fn apv(mut self, recipient: &[u8]) -> Self {
        self.parties.recipient = Some(recipient.to_vec());
        self
    }

    /// Compresses the plaintext with DEFLATE before it is encrypted
    /// ([RFC 7516 §4.1.3](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.3)).
    ///
    /// **Never with a secret beside what somebody else chose**: the length of the result says how
    /// much the two have in common
    /// ([RFC 8725 §3.6](https://www.rfc-editor.org/rfc/rfc8725#section-3.6)). Readers refuse it
    /// unless told otherwise.
    #[cfg(feature = "zip")]
    pub fn compressed(mut self) -> Self {
        self.compressed = true;
        self
    }

    /// Encrypts to this key, in the compact form.
    ///
    /// # Errors
    /// See [`EncryptError`].
    pub fn encrypt(self, key: &EncryptionKey) -> Result<String, EncryptError> {
        // RFC 7516 §7.1: there is no place for either.
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

    /// RFC 7516 §5.1 (1) to (6) for the only recipient.
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

    /// RFC 7516 §5.1 (9) to (15).
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

/// What the one recipient makes of the token.
pub(super) struct ForOne {
    pub(super) content_key: Secret,
    /// Header parameters.
    pub(super) recipient: Object,
    pub(super) encrypted_key: Vec<u8>,
}

/// What the content encryption key makes of the plaintext.
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
