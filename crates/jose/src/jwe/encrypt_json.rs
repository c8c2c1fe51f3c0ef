//! The JSON forms: [RFC 7516 §7.2](https://www.rfc-editor.org/rfc/rfc7516#section-7.2).

use serde_json::Value;

use super::encrypt::{Content, ForOne, Jwe};
use super::encrypt_error::EncryptError;
use super::key_management::{KeyEncrypter, Parties, Wrapped, random_key};
use super::parameters::{Headers, of_recipient};
use crate::key::EncryptionKey;
use crate::{Object, Secret, base64url};

/// One of several to whom a JWE is encrypted.
#[derive(Clone, Debug)]
#[must_use]
pub struct Recipient<'a> {
    key: &'a EncryptionKey,
    header: Object,
    parties: Parties,
}

impl<'a> Recipient<'a> {
    /// Whoever has the private half of this key, or the secret itself.
    pub fn new(key: &'a EncryptionKey) -> Self {
        Self { key, header: Object::new(), parties: Parties::default() }
    }

    /// A parameter of this recipient's header, **not authenticated**.
    pub fn param(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.header.insert(name, value);
        self
    }

    /// `apu`: who encrypts, for an algorithm with key agreement.
    pub fn apu(mut self, producer: &[u8]) -> Self {
        self.parties.producer = Some(producer.to_vec());
        self
    }

    /// `apv`: for whom, for an algorithm with key agreement.
    pub fn apv(mut self, recipient: &[u8]) -> Self {
        self.parties.recipient = Some(recipient.to_vec());
        self
    }
}

impl Jwe {
    /// `aad`: what is authenticated beside the content, and not encrypted; only the JSON forms have
    /// it ([RFC 7516 §7.2.1](https://www.rfc-editor.org/rfc/rfc7516#section-7.2.1)).
    pub fn aad(mut self, additional_data: &[u8]) -> Self {
        self.additional_data = Some(additional_data.to_vec());
        self
    }

    /// A parameter of the shared unprotected header, **not authenticated**; only the JSON forms have
    /// one.
    pub fn unprotected(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.parameters.unprotected.insert(name, value);
        self
    }

    /// Leaves these parameters out of the protected header, where they would stand otherwise; only
    /// the JSON forms can. `zip`, `crit` and what is [`critical`](Self::critical) stay, whatever is named
    /// here.
    ///
    /// Whoever can change the message can then change them. That alone decrypts nothing, since a key
    /// has one algorithm; for readers who cannot take them protected
    /// ([RFC 7520 §5.11](https://www.rfc-editor.org/rfc/rfc7520#section-5.11),
    /// [§5.12](https://www.rfc-editor.org/rfc/rfc7520#section-5.12)).
    pub fn leaving_unprotected(mut self, names: &[&str]) -> Self {
        self.parameters.leaving_unprotected.extend(names.iter().map(|name| (*name).to_owned()));
        self
    }

    /// Encrypts to this key, in the flattened JSON form.
    ///
    /// # Errors
    /// See [`EncryptError`].
    pub fn encrypt_json(self, key: &EncryptionKey) -> Result<String, EncryptError> {
        let ForOne { content_key, recipient, encrypted_key } = self.for_one(key)?;
        let headers = self.parameters.headers(key, self.compressed, recipient)?;
        let mut members = self.members(key, &content_key, &headers)?;
        members.insert_some("encrypted_key", text(&encrypted_key));
        Ok(members.to_json())
    }

    /// Encrypts to each of these keys, in the general JSON form. What is about one recipient stands
    /// in that recipient's header, which is not authenticated.
    ///
    /// # Errors
    /// See [`EncryptError`].
    pub fn encrypt_general(self, recipients: &[Recipient<'_>]) -> Result<String, EncryptError> {
        let [first, others @ ..] = recipients else { return Err(EncryptError::NoRecipient) };
        let content = first.key.content_encryption();
        // RFC 7516 §7.2.1: the same `enc` for all.
        if others.iter().any(|other| other.key.content_encryption() != content) {
            return Err(EncryptError::ContentEncryptionDiffers);
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

    /// RFC 7516 §5.1 (3), (5), (6): the only recipient determines the key.
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

    /// All members but the recipients' (RFC 7516 §5.1 (13) to (19)).
    fn members(
        &self,
        key: &EncryptionKey,
        content_key: &Secret,
        headers: &Headers,
    ) -> Result<Object, EncryptError> {
        let mut members = Object::new();
        // RFC 7516 §7.2.1: absent rather than empty, all of them but the ciphertext.
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
    fn wrapped(&self, content_key: &Secret, headers: &Headers) -> Result<Value, EncryptError> {
        // RFC 7516 §5.1 (3), (6): one recipient's key cannot be another's.
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

    fn entry(
        &self,
        parameters: Object,
        encrypted_key: &[u8],
        headers: &Headers,
    ) -> Result<Value, EncryptError> {
        let mut own = of_recipient(self.key);
        own.extend(parameters);
        if self.header.names().any(|name| own.contains(name)) {
            return Err(EncryptError::Reserved);
        }
        own.extend(self.header.clone());
        headers.check(Some(&own))?;
        let mut entry = Object::new();
        entry.insert("header", own);
        entry.insert_some("encrypted_key", text(encrypted_key));
        Ok(entry.into())
    }
}

fn text(bytes: &[u8]) -> Option<String> {
    if bytes.is_empty() { None } else { Some(base64url::encode(bytes)) }
}
