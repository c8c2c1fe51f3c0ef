//! Makes and reads a JWS in any form.

use serde::{Deserialize, Serialize};
use symbolon_jose::jws::{GeneralJws, HeaderParameters, Jws, Reader};
use symbolon_jose::{Crypto, Object, SignatureAlgorithm, VerificationKeys};

use crate::{Material, Refusal, Shape};

/// A signer of a JWS, or the verifier of its signature.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The algorithm of the signature.
    pub alg: SignatureAlgorithm,
    /// The key for signing or verifying.
    pub key: Material,
}

/// The form of a JWS, and its optional parts.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The serialization: compact, flattened or general.
    pub shape: Shape,
    /// The payload is sent separately from the token.
    #[serde(default)]
    pub detached: bool,
    /// The payload is not in base64url: [RFC 7797](https://www.rfc-editor.org/rfc/rfc7797).
    #[serde(default)]
    pub unencoded: bool,
    /// The parameters of each signature's unprotected header, for the JSON forms.
    #[serde(default, skip_serializing_if = "Object::is_empty")]
    pub unprotected: Object,
}

impl Form {
    /// Creates a form without optional parts.
    #[must_use]
    pub fn new(shape: Shape) -> Self {
        Self { shape, detached: false, unencoded: false, unprotected: Object::new() }
    }

    /// Returns every form. Some of them have `unprotected` in their unprotected headers.
    #[must_use]
    pub fn every(unprotected: &Object) -> Vec<Self> {
        let mut forms = Vec::new();
        for shape in Shape::ALL {
            for (detached, unencoded) in
                [(false, false), (true, false), (false, true), (true, true)]
            {
                let form = Self { detached, unencoded, ..Self::new(*shape) };
                if *shape != Shape::Compact {
                    forms.push(Self { unprotected: unprotected.clone(), ..form.clone() });
                }
                forms.push(form);
            }
        }
        forms
    }
}

/// Makes a token. In a JSON form the token is the text of the JSON object.
///
/// # Errors
/// The errors of preparing the keys and of signing, and `peer.parties` if the form takes exactly
/// one signer and the list has another length.
pub fn make(
    form: &Form,
    payload: &[u8],
    signers: &[Party],
    crypto: &Crypto,
) -> Result<String, Refusal> {
    let keys = signers
        .iter()
        .map(|signer| signer.key.signing(signer.alg, crypto))
        .collect::<Result<Vec<_>, _>>()?;
    if form.shape == Shape::General {
        let mut jws = match form.unencoded {
            true => GeneralJws::new_unencoded(payload.to_vec()),
            false => GeneralJws::new(payload.to_vec()),
        };
        if form.detached {
            jws = jws.detached();
        }
        let unprotected = |parameters: HeaderParameters,
                           (name, value): (&str, &serde_json::Value)| {
            parameters.unprotected(name, value.clone())
        };
        for key in &keys {
            jws =
                jws.sign(key, form.unprotected.iter().fold(HeaderParameters::new(), unprotected))?;
        }
        return Ok(jws.to_json()?);
    }
    let [key] = keys.as_slice() else { return Err(Refusal("peer.parties")) };
    let mut jws = Jws::new(payload.to_vec());
    if form.unencoded {
        jws = jws.unencoded();
    }
    if form.detached {
        jws = jws.detached();
    }
    for (name, value) in form.unprotected.iter() {
        jws = jws.unprotected(name, value.clone());
    }
    Ok(if form.shape == Shape::Compact { jws.sign(key)? } else { jws.sign_json(key)? })
}

/// Parses a token, verifies every signature and returns the payload. `payload` is the payload of a
/// detached token.
///
/// # Errors
/// The errors of preparing the keys, of parsing and of verifying.
pub fn read(
    form: &Form,
    token: &str,
    payload: &[u8],
    verifiers: &[Party],
    crypto: &Crypto,
) -> Result<Vec<u8>, Refusal> {
    let keys = verifiers
        .iter()
        .map(|verifier| verifier.key.verification(verifier.alg, crypto))
        .collect::<Result<Vec<_>, _>>()?;
    let keys = VerificationKeys::new(keys);
    let reader = if form.unencoded { Reader::new().unencoded() } else { Reader::new() };
    if form.shape == Shape::Compact {
        let jws = match form.detached {
            true => reader.detached(token, payload)?,
            false => reader.compact(token)?,
        };
        return Ok(jws.verify(&keys)?.payload().to_vec());
    }
    let jws = match form.detached {
        true => reader.detached_json(token, payload)?,
        false => reader.json(token)?,
    };
    Ok(jws.verify_all(&keys)?.payload().to_vec())
}
