//! Encryption in the JSON forms: [RFC 7516
//! §7.2](https://www.rfc-editor.org/rfc/rfc7516#section-7.2).

use serde_json::Value;

use super::encrypt::{Content, ForOne, Jwe};
use super::encrypt_error::EncryptError;
use super::key_management::{KeyEncrypter, Parties, Wrapped, random_key};
use super::parameters::{Headers, RESERVED, of_recipient};
use crate::key::EncryptionKey;
use crate::{Object, Secret, base64url};

/// A recipient of a JWE in the general JSON form: its key and its header parameters.
#[derive(Clone, Debug)]
#[must_use]
pub struct Recipient<'a> {
    key: &'a EncryptionKey,
    header: Object,
    parties: Parties,
}

impl<'a> Recipient<'a> {
    /// Creates a recipient for whom the JWE is encrypted with `key`. The recipient must have the
    /// matching private key or the same shared secret.
    pub fn new(key: &'a EncryptionKey) -> Self {
        Self { key, header: Object::new(), parties: Parties::default() }
    }

    /// Sets a parameter of this recipient's header, which is **not authenticated**.
    pub fn param(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.header.insert(name, value);
        self
    }

    /// Sets `apu`, the sender's identity, which is mixed into this recipient's ECDH-ES key.
    pub fn apu(mut self, producer: &[u8]) -> Self {
        self.parties.producer = Some(producer.to_vec());
        self
    }

    /// Sets `apv`, the recipient's identity, which is mixed into this recipient's ECDH-ES key.
    pub fn apv(mut self, recipient: &[u8]) -> Self {
        self.parties.recipient = Some(recipient.to_vec());
        self
    }
}

impl Jwe {
    /// Sets `aad`, additional data that is authenticated but not encrypted. Only the JSON forms
    /// contain it ([RFC 7516 §7.2.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.1)).
    pub fn aad(mut self, additional_data: &[u8]) -> Self {
        self.additional_data = Some(additional_data.to_vec());
        self
    }

    /// Sets a parameter of the shared unprotected header, which is **not authenticated**. Only the
    /// JSON forms have this header.
    pub fn unprotected(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.parameters.unprotected.insert(name, value);
        self
    }

    /// Moves the parameters with these names from the protected header to the shared unprotected
    /// header, for recipients that read them only there. The compact form has no unprotected
    /// header, so use this method only for a JSON form
    /// ([RFC 7520 §5.11](https://www.rfc-editor.org/rfc/rfc7520#section-5.11),
    /// [§5.12](https://www.rfc-editor.org/rfc/rfc7520#section-5.12)).
    ///
    /// `zip`, `crit` and parameters that were set with [`critical`](Self::critical) always stay
    /// protected, also if `names` contains them.
    ///
    /// **An attacker who can change the message can change these parameters.** Such a change does
    /// not let the attacker decrypt the message: each key in this crate is bound to one algorithm,
    /// and decryption fails if `alg` in the token names another algorithm.
    pub fn leaving_unprotected(mut self, names: &[&str]) -> Self {
        self.parameters.leaving_unprotected.extend(names.iter().map(|name| (*name).to_owned()));
        self
    }

    /// Encrypts the JWE with the recipient's key and returns the flattened JSON form.
    ///
    /// # Errors
    /// - [`EncryptError::Reserved`] or [`EncryptError::Header`] if a header parameter is not
    ///   allowed;
    /// - [`EncryptError::NoAgreement`], [`EncryptError::PartyLength`] or
    ///   [`EncryptError::SameParty`] if `apu` or `apv` is not allowed;
    /// - [`EncryptError::Random`] or [`EncryptError::Backend`] if the backend fails.
    pub fn encrypt_json(self, key: &EncryptionKey) -> Result<String, EncryptError> {
        let ForOne { content_key, recipient, encrypted_key } = self.for_one(key)?;
        let headers = self.parameters.headers(key, self.compressed, recipient)?;
        let mut members = self.members(key, &content_key, &headers)?;
        members.insert_some("encrypted_key", text(&encrypted_key));
        Ok(members.to_json())
    }

    /// Encrypts the JWE for all `recipients` and returns the general JSON form.
    ///
    /// Parameters that can differ between recipients, such as `alg` and `kid`, are in the
    /// recipient's own header, which is **not authenticated**.
    ///
    /// # Errors
    /// [`EncryptError::NoRecipient`] if `recipients` is empty,
    /// [`EncryptError::ContentEncryptionDiffers`] if the keys were prepared for different values of
    /// `enc`, [`EncryptError::DirectWithOthers`] if there are several recipients and one key is for
    /// `dir` or ECDH-ES, [`EncryptError::NoAgreement`] if `apu` or `apv` is set on the JWE instead
    /// of on a recipient, and the errors of [`encrypt_json`](Self::encrypt_json).
    pub fn encrypt_general(self, recipients: &[Recipient<'_>]) -> Result<String, EncryptError> {
        let [first, others @ ..] = recipients else { return Err(EncryptError::NoRecipient) };
        let content = first.key.content_encryption();
        // RFC 7516 §7.2.1: all recipients have the same `enc`.
        let mut others_content = others.iter().map(|other| other.key.content_encryption());
        if let Some(other) = others_content.find(|other| *other != content) {
            return Err(EncryptError::ContentEncryptionDiffers { first: content, other });
        }
        self.parties.unused()?;
        let mut headers = self.parameters.shared(first.key, self.compressed)?;
        self.parameters.leave_unprotected(&mut headers);
        let mut entries = Vec::with_capacity(recipients.len());
        let content_key = match (first.key.encrypter(), others) {
            (KeyEncrypter::Direct(_), []) => self.direct(first, &headers, &mut entries)?,
            _ => {
                let content_key = random_key(content.key_len(), first.key.crypto())?;
                for recipient in recipients {
                    entries.push(recipient.wrapped(&content_key, &headers)?);
                }
                content_key
            }
        };
        let mut members = self.members(first.key, &content_key, &headers)?;
        members.insert("recipients", entries);
        Ok(members.to_json())
    }

    /// Determines the content encryption key from the key of the single recipient (RFC 7516 §5.1
    /// (3), (5), (6)).
    fn direct(
        &self,
        recipient: &Recipient<'_>,
        headers: &Headers,
        entries: &mut Vec<Value>,
    ) -> Result<Secret, EncryptError> {
        let parties = Self { parties: recipient.parties.clone(), ..self.clone() };
        let ForOne { content_key, recipient: parameters, .. } = parties.for_one(recipient.key)?;
        entries.push(recipient.entry(parameters, &[], headers)?);
        Ok(content_key)
    }

    /// Returns all members except those of the recipients (RFC 7516 §5.1 (13) to (19)).
    fn members(
        &self,
        key: &EncryptionKey,
        content_key: &Secret,
        headers: &Headers,
    ) -> Result<Object, EncryptError> {
        let mut members = Object::new();
        // RFC 7516 §7.2.1: an empty member is left out, except the ciphertext.
        let mut authenticated = String::new();
        if !headers.protected.is_empty() {
            authenticated = base64url::encode(headers.protected.to_json().as_bytes());
            members.insert("protected", authenticated.as_str());
        }
        if !headers.unprotected.is_empty() {
            members.insert("unprotected", headers.unprotected.clone());
        }
        if let Some(aad) = self.additional_data.as_deref().and_then(text) {
            authenticated.push('.');
            authenticated.push_str(&aad);
            members.insert("aad", aad);
        }
        let Content { iv, ciphertext, tag } =
            self.seal(key, content_key, authenticated.as_bytes())?;
        members.insert("iv", base64url::encode(&iv));
        members.insert("ciphertext", base64url::encode(&ciphertext));
        members.insert("tag", base64url::encode(&tag));
        Ok(members)
    }
}

impl Recipient<'_> {
    /// Encrypts the content encryption key for this recipient and returns its entry.
    fn wrapped(&self, content_key: &Secret, headers: &Headers) -> Result<Value, EncryptError> {
        // RFC 7516 §5.1 (3), (6): one recipient's key would determine the key of all the others.
        let KeyEncrypter::Wrapping(wrapping) = self.key.encrypter() else {
            return Err(EncryptError::DirectWithOthers);
        };
        let mut header =
            if wrapping.agrees() { self.parties.parameters()? } else { self.parties.unused()? };
        let Wrapped { parameters, encrypted_key } =
            wrapping.wrap(content_key, &self.parties, self.key.crypto())?;
        header.extend(parameters);
        self.entry(header, &encrypted_key, headers)
    }

    /// Returns this recipient's entry in `recipients`.
    fn entry(
        &self,
        parameters: Object,
        encrypted_key: &[u8],
        headers: &Headers,
    ) -> Result<Value, EncryptError> {
        let mut own = of_recipient(self.key);
        own.extend(parameters);
        let taken = |name: &&&str| own.contains(name) && self.header.contains(name);
        if let Some(name) = RESERVED.iter().find(taken) {
            return Err(EncryptError::Reserved(name));
        }
        own.extend(self.header.clone());
        headers.check(Some(&own))?;
        let mut entry = Object::new();
        entry.insert("header", own);
        entry.insert_some("encrypted_key", text(encrypted_key));
        Ok(entry.into())
    }
}

/// Returns the base64url of `bytes`, or `None` if there are no bytes.
fn text(bytes: &[u8]) -> Option<String> {
    if bytes.is_empty() { None } else { Some(base64url::encode(bytes)) }
}
