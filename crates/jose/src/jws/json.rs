//! The JSON forms of a JWS, flattened and general.

mod signature;
mod verified;

use serde_json::Value;

pub use self::signature::JsonSignature;
pub use self::verified::{RefusedSignature, VerifiedJsonJws, VerifiedSignature};

use self::verified::KeyUsed;
use super::error::{CriticalError, Error, Part};
use super::reader::Reader;
use super::signing_input::signing_input;
use super::verify::verifying_key;
use crate::key::VerificationKeys;
use crate::{MemberError, Object};

/// A JWS in the flattened or general JSON form that has been parsed. Its signatures have **not been
/// verified** yet.
///
/// Before [`verify_any`](Self::verify_any) or [`verify_all`](Self::verify_all) has succeeded, you
/// can read the headers, for example to choose keys. You cannot read the payload.
///
/// `Debug` shows only the headers.
#[derive(Clone)]
pub struct JsonJws {
    payload: Vec<u8>,
    /// The payload as base64url text, exactly as received. `None` if it was unencoded or detached.
    encoded: Option<String>,
    signatures: Vec<JsonSignature>,
}

impl JsonJws {
    /// Parses a JWS in the flattened or general JSON form. The reader's default settings are used:
    /// see [`Reader::new`].
    ///
    /// # Errors
    /// An error if the text is not a JWS in one of these forms, or exceeds a limit: see
    /// [`Reader::json`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        Reader::new().json(text)
    }

    fn read(text: &str, detached: Option<&[u8]>, reader: &Reader<'_>) -> Result<Self, Error> {
        if text.len() > reader.limits.token {
            return Err(Error::TooLarge);
        }
        let mut object =
            Object::parse_within(text.as_bytes(), &reader.limits).map_err(Error::Json)?;
        let payload = object.take_string("payload").map_err(Error::Member)?;
        let signatures = entries(object, reader.limits.recipients)?
            .into_iter()
            .map(|entry| JsonSignature::read(entry, reader))
            .collect::<Result<Vec<_>, _>>()?;
        let unencoded = signatures.iter().any(|signature| signature.header().is_unencoded());
        // RFC 7797 §3: `b64` has one value for all signatures. Otherwise one text would have two
        // payloads.
        if unencoded && !signatures.iter().all(|signature| signature.header().is_unencoded()) {
            return Err(Error::MixedEncodings);
        }
        // A reader that does not understand `b64` cannot read the payload at all.
        if unencoded && !reader.unencoded {
            return Err(CriticalError::NotUnderstood.into());
        }
        let (payload, encoded) = match (payload, detached) {
            // With two payloads, it would be unclear which of them is signed.
            (Some(_), Some(_)) => return Err(Error::NotDetached),
            // RFC 7515 §7.2.1: `payload` is required.
            (None, None) => return Err(Error::Missing("payload")),
            (None, Some(payload)) => (payload.to_vec(), None),
            // RFC 7797 §5.3: the payload is the UTF-8 text of the string.
            (Some(text), None) if unencoded => (text.into_bytes(), None),
            (Some(text), None) => {
                let mut payload = Vec::new();
                reader.decode(Part::Payload, &text, &mut payload)?;
                (payload, Some(text))
            }
        };
        Ok(Self { payload, encoded, signatures })
    }

    /// Returns the signatures in the order in which the JSON text lists them. They are **not
    /// verified**: use them only to choose keys.
    #[must_use]
    pub fn signatures(&self) -> &[JsonSignature] {
        &self.signatures
    }

    /// Verifies each signature with the key that its header selects, and requires that at least one
    /// signature is valid.
    ///
    /// One valid signature is enough, and any of the keys can have made it. To require the
    /// signature of a certain key, pass only that key, or look for its `kid` in
    /// [`VerifiedJsonJws::signatures`].
    ///
    /// A signature is also refused if its `alg` or its key is unknown, or if its `crit` names an
    /// unknown extension. The other signatures are still verified. [`VerifiedJsonJws::refused`]
    /// returns the refused signatures.
    ///
    /// A malformed signature, for example an empty signature or a signature without `alg`, is
    /// already an error when the JWS is parsed.
    ///
    /// # Errors
    /// If no signature is valid, this method returns the first error in this list that occurred for
    /// any of the signatures: [`Error::Signature`], [`Error::Key`], and then [`Error::NotSigned`],
    /// [`Error::UnsupportedAlgorithm`] or [`Error::Critical`].
    pub fn verify_any(self, keys: &VerificationKeys) -> Result<VerifiedJsonJws, Error> {
        let mut closest = Error::NoSignature;
        let mut verified = Vec::new();
        let mut refused = Vec::new();
        for (index, outcome) in self.outcomes(keys).enumerate() {
            match outcome {
                Ok(key) => verified.push((index, key)),
                Err(error) => {
                    closest = closest.closer(error);
                    refused.push(RefusedSignature { index, error });
                }
            }
        }
        // RFC 7515 §5.2 (10): at least one signature is valid.
        if verified.is_empty() { Err(closest) } else { Ok(self.verified(verified, refused)) }
    }

    /// Verifies each signature with the key that its header selects, and requires that all
    /// signatures are valid.
    ///
    /// This method cannot detect that an attacker has removed a signature from the JWS. To require
    /// the signatures of certain keys, look for the `kid` of each key in
    /// [`VerifiedJsonJws::signatures`].
    ///
    /// # Errors
    /// The error of the first signature that is not valid: [`Error::Signature`], [`Error::Key`],
    /// [`Error::NotSigned`], [`Error::UnsupportedAlgorithm`] or [`Error::Critical`].
    pub fn verify_all(self, keys: &VerificationKeys) -> Result<VerifiedJsonJws, Error> {
        let verified = self
            .outcomes(keys)
            .enumerate()
            .map(|(index, outcome)| outcome.map(|key| (index, key)))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(self.verified(verified, Vec::new()))
    }

    fn outcomes(&self, keys: &VerificationKeys) -> impl Iterator<Item = Result<KeyUsed, Error>> {
        self.signatures.iter().map(|signature| {
            signature.understood()?;
            let input = self.signing_input(signature);
            let key = verifying_key(signature.header(), &input, signature.bytes(), keys)?;
            Ok(KeyUsed { algorithm: key.algorithm(), kid: key.shared_kid() })
        })
    }

    /// Returns the bytes that the signature covers, from the text as received: RFC 7515 §5.2 (8).
    fn signing_input(&self, signature: &JsonSignature) -> Vec<u8> {
        match &self.encoded {
            Some(text) => signing_input(signature.protected(), text.as_bytes(), true),
            None => {
                let unencoded = signature.header().is_unencoded();
                signing_input(signature.protected(), &self.payload, unencoded)
            }
        }
    }

    fn verified(
        self,
        verified: Vec<(usize, KeyUsed)>,
        refused: Vec<RefusedSignature>,
    ) -> VerifiedJsonJws {
        let mut keys = verified.into_iter().peekable();
        let signatures = self.signatures.into_iter().enumerate().filter_map(|(index, read)| {
            let (_, key) = keys.next_if(|(verified, _)| *verified == index)?;
            Some(read.verified(index, key))
        });
        VerifiedJsonJws::new(self.payload, signatures.collect(), refused)
    }
}

/// Returns one object for each signature, in either form: RFC 7515 §7.2.
fn entries(mut object: Object, most: usize) -> Result<Vec<Object>, Error> {
    let not_objects =
        Error::Member(MemberError { name: "signatures", expected: "an array of objects" });
    let values = match object.remove("signatures") {
        None => return Ok(vec![object]),
        Some(Value::Array(values)) => values,
        Some(_) => return Err(not_objects),
    };
    // RFC 7515 §7.2.2: the members of the two forms are not mixed.
    if ["protected", "header", "signature"].iter().any(|name| object.contains(name)) {
        return Err(Error::BothForms);
    }
    // RFC 7515 §5.2: at least one signature is valid, so an empty list cannot be verified.
    if values.is_empty() {
        return Err(Error::NoSignature);
    }
    if values.len() > most {
        return Err(Error::TooManySignatures);
    }
    values.into_iter().map(|value| Object::from_value(value).map_err(|_| not_objects)).collect()
}

impl Reader<'_> {
    /// Parses a JWS in the flattened or general JSON form
    /// ([RFC 7515 §7.2](https://www.rfc-editor.org/rfc/rfc7515#section-7.2)).
    ///
    /// # Errors
    /// - [`Error::TooLarge`], [`Error::HeaderTooLarge`] and [`Error::TooManySignatures`] if the
    ///   text exceeds this reader's limits;
    /// - [`Error::Json`], [`Error::Member`], [`Error::Missing`], [`Error::BothForms`],
    ///   [`Error::NoSignature`], [`Error::Empty`] and [`Error::Base64`] if the text does not have
    ///   one of these forms;
    /// - [`Error::Header`], [`Error::HeaderParameter`], [`Error::NoAlgorithm`], [`Error::Overlap`],
    ///   [`Error::UnprotectedAlgorithm`] and [`Error::EmbeddedKey`] if a header is malformed;
    /// - [`Error::Critical`] if `crit` is malformed, or if the payload is unencoded and this reader
    ///   does not understand `b64`;
    /// - [`Error::MixedEncodings`] if the signatures have different values of `b64`.
    pub fn json(&self, text: &str) -> Result<JsonJws, Error> {
        JsonJws::read(text, None, self)
    }

    /// Parses a JWS in the flattened or general JSON form that was sent without its payload
    /// ([RFC 7515 §F](https://www.rfc-editor.org/rfc/rfc7515#appendix-F)).
    ///
    /// As `payload`, pass the bytes that you received separately, without base64url encoding. The
    /// reader's limits do not apply to `payload`.
    ///
    /// # Errors
    /// - [`Error::NotDetached`] if the JSON object has a member `payload`;
    /// - another error if the rest of the JSON object is not acceptable: see [`json`](Self::json).
    pub fn detached_json(&self, text: &str, payload: &[u8]) -> Result<JsonJws, Error> {
        JsonJws::read(text, Some(payload), self)
    }
}

impl std::fmt::Debug for JsonJws {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JsonJws").field("signatures", &self.signatures).finish_non_exhaustive()
    }
}
