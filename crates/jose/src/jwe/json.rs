//! The JSON forms of a received JWE.

use serde_json::Value;

use super::decrypt::{Decrypted, DecryptedJwe, Message, Recipient};
use super::error::{Error, Part};
use super::external::LockedJwe;
use super::header::Header;
use super::reader::{Reader, decode};
use crate::key::{DecryptionKeys, SelectError};
use crate::{
    ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Limits, MemberError, Object,
};

/// A JWE in a JSON form that has been parsed but **not decrypted**. No part of it is authenticated.
///
/// The form is the general one or the flattened one. A token in the flattened form has exactly one
/// recipient. `Debug` shows only the headers.
#[derive(Clone)]
pub struct JsonJwe {
    message: Message<'static>,
    recipients: Vec<Recipient>,
}

impl JsonJwe {
    /// Parses the general or the flattened form within [`Limits::DEFAULT`].
    ///
    /// A token with `crit` or `zip` is refused. To accept such a token, or to change the limits,
    /// use a [`Reader`].
    ///
    /// # Errors
    /// [`Error::TooLarge`], [`Error::HeaderTooLarge`] and [`Error::TooManyRecipients`] if the token
    /// exceeds the limits, [`Error::Json`] and [`Error::Member`] if the text is not a JSON object
    /// with members of the right types, errors such as [`Error::Missing`] and [`Error::BothForms`]
    /// if a member is absent or not allowed, and errors such as [`Error::HeaderOverlap`] if a
    /// header breaks a rule. All these errors are found without a key.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Reader::new().json(text)
    }

    pub(super) fn read(text: &str, reader: &Reader<'_>) -> Result<Self, Error> {
        if text.len() > reader.limits.token {
            return Err(Error::TooLarge);
        }
        let mut members =
            Object::parse_within(text.as_bytes(), &reader.limits).map_err(Error::Json)?;
        let entries = entries(&mut members, &reader.limits)?;
        let protected = take_text(&mut members, "protected", Part::Header)?.unwrap_or_default();
        // RFC 7516 §5.2 (14): without a protected header, the authenticated text is empty.
        let header = match protected.as_str() {
            "" => Object::new(),
            text => some(reader.protected(text)?, Part::Header)?,
        };
        let shared = take_header(&mut members, "unprotected", Part::SharedHeader, &reader.limits)?;
        let aad = match take_text(&mut members, "aad", Part::AdditionalData)? {
            None => None,
            Some(aad) => {
                let decoded = decode(Part::AdditionalData, &aad)?;
                Some((aad, decoded))
            }
        };
        let mut required = |name, part| {
            let text = take_text(&mut members, name, part)?.ok_or(Error::Missing(part))?;
            decode(part, &text)
        };
        let iv = required("iv", Part::InitializationVector)?;
        let tag = required("tag", Part::Tag)?;
        let ciphertext = ciphertext(&mut members)?;
        let mut recipients = Vec::with_capacity(entries.len());
        for entry in entries {
            recipients.push(recipient(entry, &header, &shared, reader)?);
        }
        check_together(&recipients)?;
        let limits = reader.limits;
        let message = Message { protected: protected.into(), aad, iv, ciphertext, tag, limits };
        Ok(Self { message, recipients })
    }

    /// Returns the headers of the recipients, in the order of the token. They are **not
    /// authenticated**.
    pub fn headers(&self) -> impl Iterator<Item = &Header> {
        self.recipients.iter().map(|recipient| &recipient.header)
    }

    /// Decrypts the token. It tries the recipients in order, each with the key in `keys` that the
    /// recipient's header selects, until one key decrypts the token.
    ///
    /// [`Limits::pbes2_iterations_most`] limits the sum of the PBES2 iterations of all recipients
    /// that are tried.
    ///
    /// # Errors
    /// An error if no key decrypts the token: see
    /// [`CompactJwe::decrypt`](super::CompactJwe::decrypt). If the token has several recipients,
    /// the returned error is about the first recipient for whom `keys` contains a key, or about the
    /// first recipient of the token if `keys` contains no key for any of them.
    pub fn decrypt(mut self, keys: &DecryptionKeys) -> Result<DecryptedJwe, Error> {
        let mut refused = None;
        for (index, recipient) in self.recipients.into_iter().enumerate() {
            match self.message.decrypt(&recipient, keys) {
                Ok(Decrypted { plaintext, key }) => {
                    let header = recipient.header;
                    let additional_data = self.message.aad.map(|(_, decoded)| decoded);
                    let (algorithm, kid) = (key.algorithm(), key.shared_kid());
                    let jwe = DecryptedJwe::new(header, plaintext, algorithm, kid);
                    return Ok(jwe.in_json(index, additional_data));
                }
                // RFC 7516 §5.2 (9): other recipients are normal, so the next one is tried.
                Err(error) => {
                    let spent = recipient.header.iterations();
                    let most = &mut self.message.limits.pbes2_iterations_most;
                    *most = most.saturating_sub(spent);
                    refused = Some(refused.map_or(error, |first| more_telling(first, error)));
                }
            }
        }
        Err(refused.unwrap_or(Error::NoRecipient))
    }

    /// Prepares the token for decryption with a key that a key management service keeps, and that
    /// your program does not have.
    ///
    /// `recipient` is the position of the recipient in [`headers`](Self::headers), counted from 0.
    /// [`CompactJwe::locked`](super::CompactJwe::locked) describes the other arguments.
    ///
    /// # Errors
    /// [`Error::NoRecipient`] if no recipient has the position `recipient`, and the errors of
    /// [`CompactJwe::locked`](super::CompactJwe::locked).
    pub fn locked(
        mut self,
        recipient: usize,
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
        crypto: &Crypto,
    ) -> Result<LockedJwe<'static>, Error> {
        if recipient >= self.recipients.len() {
            return Err(Error::NoRecipient);
        }
        let only = self.recipients.swap_remove(recipient);
        Ok(LockedJwe::new(self.message, only, algorithm, contents, crypto)?.in_json(recipient))
    }
}

impl Reader<'_> {
    /// Parses the general or the flattened JSON form
    /// ([RFC 7516 §7.2](https://www.rfc-editor.org/rfc/rfc7516#section-7.2)).
    ///
    /// # Errors
    /// An error if the text is not a JWE in one of these forms, or exceeds this reader's limits:
    /// see [`JsonJwe::parse`]. A `crit` or `zip` that this reader accepts is not an error.
    pub fn json(&self, text: &str) -> Result<JsonJwe, Error> {
        JsonJwe::read(text, self)
    }
}

impl std::fmt::Debug for JsonJwe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let headers: Vec<&Header> = self.headers().collect();
        f.debug_struct("JsonJwe").field("headers", &headers).finish_non_exhaustive()
    }
}

/// Returns the first error unless only the next error is about a recipient for whom a key was
/// found.
fn more_telling(first: Error, next: Error) -> Error {
    let is_for_others = |error: &Error| {
        matches!(error, Error::UnsupportedAlgorithm)
            || matches!(
                error,
                Error::Key(SelectError::UnknownKid | SelectError::AlgorithmNotAllowed(_))
            )
    };
    if is_for_others(&first) && !is_for_others(&next) { next } else { first }
}

/// Takes the recipients' entries out of the object. The flattened form has one entry.
fn entries(members: &mut Object, limits: &Limits) -> Result<Vec<Object>, Error> {
    let Some(recipients) = members.remove("recipients") else {
        let mut only = Object::new();
        for name in ["header", "encrypted_key"] {
            only.insert_some(name, members.remove(name));
        }
        return Ok(vec![only]);
    };
    // RFC 7516 §7.2.2: the two forms are not mixed.
    if members.contains("header") || members.contains("encrypted_key") {
        return Err(Error::BothForms);
    }
    let expected = "an array of objects";
    let wrong = Error::Member(MemberError { name: "recipients", expected });
    let Value::Array(entries) = recipients else { return Err(wrong) };
    if entries.is_empty() {
        return Err(Error::NoRecipient);
    }
    if entries.len() > limits.recipients {
        return Err(Error::TooManyRecipients);
    }
    entries.into_iter().map(|entry| Object::from_value(entry).map_err(|_| wrong)).collect()
}

/// Reads the parts of one recipient.
fn recipient(
    mut entry: Object,
    protected: &Object,
    shared: &Object,
    reader: &Reader<'_>,
) -> Result<Recipient, Error> {
    let own = take_header(&mut entry, "header", Part::RecipientHeader, &reader.limits)?;
    let header = reader.accepted(Header::union(protected, shared, &own)?)?;
    let encrypted_key = match take_text(&mut entry, "encrypted_key", Part::EncryptedKey)? {
        None => Vec::new(),
        Some(text) => decode(Part::EncryptedKey, &text)?,
    };
    Ok(Recipient { header, encrypted_key })
}

/// Checks the rules about several recipients.
fn check_together(recipients: &[Recipient]) -> Result<(), Error> {
    let [first, others @ ..] = recipients else { return Err(Error::NoRecipient) };
    // RFC 7516 §7.2.1: all recipients have the same `enc`.
    if others.iter().any(|other| other.header.enc() != first.header.enc()) {
        return Err(Error::ContentEncryptionDiffers);
    }
    // RFC 7516 §5.1 (3), (6): one recipient's key would determine the key of all the others.
    let direct = |recipient: &Recipient| {
        matches!(
            recipient.header.algorithm(),
            Ok(KeyManagementAlgorithm::Dir | KeyManagementAlgorithm::EcdhEs)
        )
    };
    if !others.is_empty() && recipients.iter().any(direct) {
        return Err(Error::DirectWithOthers);
    }
    Ok(())
}

/// Takes an optional text member, which must not be empty (RFC 7516 §7.2.1).
fn take_text(
    members: &mut Object,
    name: &'static str,
    part: Part,
) -> Result<Option<String>, Error> {
    let text = members.take_string(name).map_err(Error::Member)?;
    if text.as_deref() == Some("") { Err(Error::Empty(part)) } else { Ok(text) }
}

/// Takes an optional header, which must not be empty (RFC 7516 §7.2.1) or exceed the limit.
fn take_header(
    members: &mut Object,
    name: &'static str,
    part: Part,
    limits: &Limits,
) -> Result<Object, Error> {
    let Some(header) = members.take_object(name).map_err(Error::Member)? else {
        return Ok(Object::new());
    };
    let header = some(header, part)?;
    if header.to_json().len() > limits.header {
        return Err(Error::HeaderTooLarge);
    }
    Ok(header)
}

/// Checks that a header is not empty (RFC 7516 §7.2.1).
fn some(header: Object, part: Part) -> Result<Object, Error> {
    if header.is_empty() { Err(Error::Empty(part)) } else { Ok(header) }
}

/// Takes the ciphertext, which is required (RFC 7516 §7.2.1). It can be empty: GCM encrypts an
/// empty plaintext to an empty ciphertext.
fn ciphertext(members: &mut Object) -> Result<Vec<u8>, Error> {
    let text = members.take_string("ciphertext").map_err(Error::Member)?;
    decode(Part::Ciphertext, &text.ok_or(Error::Missing(Part::Ciphertext))?)
}
