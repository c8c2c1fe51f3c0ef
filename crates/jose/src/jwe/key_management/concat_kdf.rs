//! The Concat KDF with SHA-256:
//! [RFC 7518 §4.6.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.6.2).

use zeroize::Zeroizing;

use super::parameters::{self, MAX_PARTY};
use crate::crypto::Digests;
use crate::jwe::{EncryptError, Error};
use crate::{Object, Secret, base64url};

/// PartyUInfo and PartyVInfo: `apu` and `apv`, decoded.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parties {
    pub(crate) producer: Option<Vec<u8>>,
    pub(crate) recipient: Option<Vec<u8>>,
}

impl Parties {
    pub(super) fn read(parameters: &Object) -> Result<Self, Error> {
        let parties = Self {
            producer: parameters::bytes(parameters, "apu")?,
            recipient: parameters::bytes(parameters, "apv")?,
        };
        if parties.are_the_same() { Err(Error::SameParty) } else { Ok(parties) }
    }

    /// The header parameters.
    pub(crate) fn parameters(&self) -> Result<Object, EncryptError> {
        let (producer, recipient) = (self.producer.as_deref(), self.recipient.as_deref());
        let longest = producer.map_or(0, <[u8]>::len).max(recipient.map_or(0, <[u8]>::len));
        if longest > MAX_PARTY {
            return Err(EncryptError::PartyLength);
        }
        if self.are_the_same() {
            return Err(EncryptError::SameParty);
        }
        let mut parameters = Object::new();
        parameters.insert_some("apu", producer.map(base64url::encode));
        parameters.insert_some("apv", recipient.map(base64url::encode));
        Ok(parameters)
    }

    /// No header parameters, for an algorithm that does not know them.
    pub(crate) fn unused(&self) -> Result<Object, EncryptError> {
        if self.producer.is_some() || self.recipient.is_some() {
            return Err(EncryptError::NoAgreement);
        }
        Ok(Object::new())
    }

    /// RFC 7518 §4.6.2: the two are distinct when used.
    fn are_the_same(&self) -> bool {
        self.producer.is_some() && self.producer == self.recipient
    }
}

/// The key for `algorithm`, which is `enc` where it encrypts content and `alg` where it wraps.
pub(super) fn derive(
    z: &Secret,
    algorithm: &str,
    parties: &Parties,
    key_len: usize,
    digests: &'static dyn Digests,
) -> Secret {
    let mut info = Vec::new();
    push(&mut info, algorithm.as_bytes());
    push(&mut info, parties.producer.as_deref().unwrap_or_default());
    push(&mut info, parties.recipient.as_deref().unwrap_or_default());
    // SuppPubInfo: the length of the key in bits. SuppPrivInfo is empty.
    info.extend_from_slice(&length(key_len.saturating_mul(8)));

    let mut key = Zeroizing::new(Vec::with_capacity(key_len.saturating_add(DIGEST)));
    let mut round: u32 = 0;
    while key.len() < key_len {
        round = round.saturating_add(1);
        let counter = round.to_be_bytes();
        let message = Zeroizing::new([counter.as_slice(), z.expose(), info.as_slice()].concat());
        key.extend_from_slice(&*Zeroizing::new(digests.sha256(&message)));
    }
    key.truncate(key_len);
    Secret::new(std::mem::take(&mut key))
}

const DIGEST: usize = 32;

/// Datalen || Data.
fn push(info: &mut Vec<u8>, data: &[u8]) {
    info.extend_from_slice(&length(data.len()));
    info.extend_from_slice(data);
}

fn length(len: usize) -> [u8; 4] {
    // No name of an algorithm, party or length of a key comes near 2^32.
    u32::try_from(len).unwrap_or(u32::MAX).to_be_bytes()
}
