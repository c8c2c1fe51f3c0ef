//! Makes and reads a JWE in any form.

use serde::{Deserialize, Serialize};
use symbolon_jose::jwe::{DecryptedJwe, Jwe, Reader, Recipient};
use symbolon_jose::key::DecryptionKeys;
use symbolon_jose::{ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Object};

use crate::{Bytes, Material, Refusal, Shape};

/// A recipient of a JWE.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The key management algorithm of the recipient.
    pub alg: KeyManagementAlgorithm,
    /// The key of the recipient.
    pub key: Material,
}

/// The form of a JWE, and its optional parts.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The serialization: compact, flattened or general.
    pub shape: Shape,
    /// The plaintext is compressed before it is encrypted (`zip`).
    #[serde(default)]
    pub compressed: bool,
    /// `aad`, for the JSON forms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aad: Option<Bytes>,
    /// The parameters of the shared unprotected header, for the JSON forms.
    #[serde(default, skip_serializing_if = "Object::is_empty")]
    pub unprotected: Object,
    /// `apu` and `apv`, for algorithms with key agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parties: Option<(Bytes, Bytes)>,
}

impl Form {
    /// Creates a form without optional parts.
    #[must_use]
    pub fn new(shape: Shape) -> Self {
        Self { shape, compressed: false, aad: None, unprotected: Object::new(), parties: None }
    }

    /// Returns every form. Some of them have `aad` and `unprotected`.
    #[must_use]
    pub fn every(aad: &[u8], unprotected: &Object) -> Vec<Self> {
        let mut forms = Vec::new();
        for shape in Shape::ALL {
            for compressed in [false, true] {
                let plain = Self { compressed, ..Self::new(*shape) };
                if *shape != Shape::Compact {
                    let aad = Some(Bytes(aad.to_vec()));
                    let with_aad = Self { aad, ..plain.clone() };
                    forms.push(Self { unprotected: unprotected.clone(), ..with_aad.clone() });
                    forms.push(Self { unprotected: unprotected.clone(), ..plain.clone() });
                    forms.push(with_aad);
                }
                forms.push(plain);
            }
        }
        forms
    }
}

/// Makes a token. In a JSON form the token is the text of the JSON object.
///
/// # Errors
/// The errors of preparing the keys and of encrypting, and `peer.parties` if the form takes exactly
/// one recipient and the list has another length.
pub fn make(
    form: &Form,
    plaintext: &[u8],
    recipients: &[Party],
    enc: ContentEncryptionAlgorithm,
    crypto: &Crypto,
) -> Result<String, Refusal> {
    let keys = recipients
        .iter()
        .map(|recipient| recipient.key.encryption(recipient.alg, enc, crypto))
        .collect::<Result<Vec<_>, _>>()?;
    let mut jwe = Jwe::new(plaintext.to_vec());
    if form.compressed {
        jwe = jwe.compressed();
    }
    if let Some(aad) = &form.aad {
        jwe = jwe.aad(&aad.0);
    }
    for (name, value) in form.unprotected.iter() {
        jwe = jwe.unprotected(name, value.clone());
    }
    if form.shape == Shape::General {
        let recipients: Vec<Recipient<'_>> = keys
            .iter()
            .map(|key| match &form.parties {
                Some((apu, apv)) => Recipient::new(key).apu(&apu.0).apv(&apv.0),
                None => Recipient::new(key),
            })
            .collect();
        return Ok(jwe.encrypt_general(&recipients)?);
    }
    if let Some((apu, apv)) = &form.parties {
        jwe = jwe.apu(&apu.0).apv(&apv.0);
    }
    let [key] = keys.as_slice() else { return Err(Refusal("peer.parties")) };
    Ok(if form.shape == Shape::Compact { jwe.encrypt(key)? } else { jwe.encrypt_json(key)? })
}

/// Parses a token and decrypts it with the keys of these recipients.
///
/// # Errors
/// The errors of preparing the keys, of parsing and of decrypting.
pub fn read(
    form: &Form,
    token: &str,
    recipients: &[Party],
    encs: &[ContentEncryptionAlgorithm],
    crypto: &Crypto,
) -> Result<DecryptedJwe, Refusal> {
    let keys = recipients
        .iter()
        .map(|recipient| recipient.key.decryption(recipient.alg, encs, crypto))
        .collect::<Result<Vec<_>, _>>()?;
    let keys = DecryptionKeys::new(keys);
    let reader = if form.compressed { Reader::new().inflating() } else { Reader::new() };
    Ok(match form.shape {
        Shape::Compact => reader.compact(token)?.decrypt(&keys)?,
        Shape::Flattened | Shape::General => reader.json(token)?.decrypt(&keys)?,
    })
}
