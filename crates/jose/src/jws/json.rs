mod signature;
mod verified;

use serde_json::Value;

pub use self::signature::JsonSignature;
pub use self::verified::{RefusedSignature, VerifiedJsonJws, VerifiedSignature};

use self::verified::KeyUsed;
use super::error::{CriticalError, Error, Part};
use super::reader::{Reader, decode};
use super::signing_input::signing_input;
use super::verify::verifying_key;
use crate::key::VerificationKeys;
use crate::{MemberError, Object};

/// A JWS in a JSON form, flattened or general, that has been read and **not verified**.
///
/// Its headers may be looked at, to choose keys by; its payload is out of reach until it is
/// verified. `Debug` shows the headers alone.
#[derive(Clone)]
pub struct JsonJws {
    payload: Vec<u8>,
    /// The payload as it stood in the text, where it was in base64url.
    encoded: Option<String>,
    signatures: Vec<JsonSignature>,
}

impl JsonJws {
    /// Reads either JSON form as [`Reader::new`] does.
    ///
    /// # Errors
    /// See [`Error`].
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
        // RFC 7797 §3: all of them alike, or one payload would be two.
        if unencoded && !signatures.iter().all(|signature| signature.header().is_unencoded()) {
            return Err(Error::MixedEncodings);
        }
        // Who does not understand b64 has no payload to read.
        if unencoded && !reader.unencoded {
            return Err(CriticalError::NotUnderstood.into());
        }
        let (payload, encoded) = match (payload, detached) {
            // One payload, not two to choose from.
            (Some(_), Some(_)) => return Err(Error::NotDetached),
            // RFC 7515 §7.2.1.
            (None, None) => return Err(Error::Missing("payload")),
            (None, Some(payload)) => (payload.to_vec(), None),
            // RFC 7797 §5.3: the characters of the string, in UTF-8.
            (Some(text), None) if unencoded => (text.into_bytes(), None),
            (Some(text), None) => {
                let mut payload = Vec::new();
                decode(Part::Payload, &text, &mut payload)?;
                (payload, Some(text))
            }
        };
        Ok(Self { payload, encoded, signatures })
    }

    /// The signatures, **not verified**, in the order of the text: good for choosing keys, and for
    /// nothing else.
    #[must_use]
    pub fn signatures(&self) -> &[JsonSignature] {
        &self.signatures
    }

    /// Verifies each signature with the one key that its header means, and wants at least one to
    /// hold.
    ///
    /// One signature is as good as another here, if only one of the keys made it. Whoever wants it
    /// of a certain key looks for it among [`VerifiedJsonJws::signatures`], or brings that key alone.
    ///
    /// What is tolerated of the others is what a reader may not know: their `alg`, `crit` or key. A
    /// signature that is malformed, such as an empty one, one that is not base64url or one without
    /// `alg`, fails the whole message when it is parsed, and intentionally so: no writer means it.
    ///
    /// # Errors
    /// Of the signatures, the error of the one that came closest to holding: see [`Error`].
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
        // RFC 7515 §5.2 (10).
        if verified.is_empty() { Err(closest) } else { Ok(self.verified(verified, refused)) }
    }

    /// Verifies each signature with the one key that its header means, and wants all to hold.
    ///
    /// All that are there: a signature that somebody took away is not missed. Whoever wants the
    /// signatures of certain keys looks for each among [`VerifiedJsonJws::signatures`].
    ///
    /// # Errors
    /// The error of the first signature that does not hold: see [`Error`].
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

    /// RFC 7515 §5.2 (8): the text as received.
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

/// RFC 7515 §7.2: one object for each signature, whichever the form.
fn entries(mut object: Object, most: usize) -> Result<Vec<Object>, Error> {
    let not_objects =
        Error::Member(MemberError { name: "signatures", expected: "an array of objects" });
    let values = match object.remove("signatures") {
        None => return Ok(vec![object]),
        Some(Value::Array(values)) => values,
        Some(_) => return Err(not_objects),
    };
    // RFC 7515 §7.2.2: never both.
    if ["protected", "header", "signature"].iter().any(|name| object.contains(name)) {
        return Err(Error::BothForms);
    }
    // RFC 7515 §5.2: at least one must hold.
    if values.is_empty() {
        return Err(Error::NoSignature);
    }
    if values.len() > most {
        return Err(Error::TooManySignatures);
    }
    values.into_iter().map(|value| Object::from_value(value).map_err(|_| not_objects)).collect()
}

impl Reader<'_> {
    /// Reads a JSON form, flattened or general
    /// ([RFC 7515 §7.2](https://www.rfc-editor.org/rfc/rfc7515#section-7.2)).
    ///
    /// # Errors
    /// See [`Error`].
    pub fn json(&self, text: &str) -> Result<JsonJws, Error> {
        JsonJws::read(text, None, self)
    }

    /// Reads a JSON form without its payload, which is brought along
    /// ([RFC 7515, appendix F](https://www.rfc-editor.org/rfc/rfc7515#appendix-F)).
    ///
    /// The limits do not bound the payload: it is the caller's already.
    ///
    /// # Errors
    /// See [`Error`]; [`Error::NotDetached`] when there is a `payload` in the text.
    pub fn detached_json(&self, text: &str, payload: &[u8]) -> Result<JsonJws, Error> {
        JsonJws::read(text, Some(payload), self)
    }
}

impl std::fmt::Debug for JsonJws {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JsonJws").field("signatures", &self.signatures).finish_non_exhaustive()
    }
}
