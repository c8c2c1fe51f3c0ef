//! Making and reading a JWE in any form.

use serde::{Deserialize, Serialize};
use symbolon_jose::jwe::{DecryptedJwe, Jwe, Reader, Recipient};
use symbolon_jose::key::DecryptionKeys;
use symbolon_jose::{ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Object};

use crate::{Bytes, Material, Refusal, Shape};

/// One recipient.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// How the recipient comes by the content encryption key.
    pub alg: KeyManagementAlgorithm,
    /// The key.
    pub key: Material,
}

/// How a JWE is written down, and what it says besides.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Compact, or one of the JSON forms.
    pub shape: Shape,
    /// `zip`: compressed before it is encrypted.
    #[serde(default)]
    pub compressed: bool,
    /// `aad`, in the JSON forms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aad: Option<Bytes>,
    /// What the shared unprotected header says, in the JSON forms.
    #[serde(default, skip_serializing_if = "Object::is_empty")]
    pub unprotected: Object,
    /// `apu` and `apv`, for algorithms with key agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parties: Option<(Bytes, Bytes)>,
}

impl Form {
    /// Nothing but its shape.
    pub fn new(shape: Shape) -> Self {
        Self { shape, compressed: false, aad: None, unprotected: Object::new(), parties: None }
    }

    /// Every form there is. `aad` and `unprotected` are what some say besides.
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

/// Makes a token; in a JSON form, its text.
///
/// # Errors
/// Those of keys and of encrypting, and `peer.parties` when the form takes one recipient.
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

/// Reads a token and decrypts it with the keys of one recipient.
///
/// # Errors
/// Those of keys, of reading and of decrypting.
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
