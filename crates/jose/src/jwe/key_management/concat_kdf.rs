//! The Concat KDF with SHA-256:
//! [RFC 7518 §4.6.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.6.2).

use zeroize::Zeroizing;

use super::parameters::{self, MAX_PARTY};
use crate::crypto::Digests;
use crate::jwe::{EncryptError, Error};
use crate::{Object, Secret, base64url};

/// The identities of sender and recipient (PartyUInfo and PartyVInfo), which are mixed into the
/// key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parties {
    /// `apu`, decoded.
    pub(crate) producer: Option<Vec<u8>>,
    /// `apv`, decoded.
    pub(crate) recipient: Option<Vec<u8>>,
}

impl Parties {
    pub(super) fn read(parameters: &Object) -> Result<Self, Error> {
        let parties = Self {
            producer: parameters::bytes(parameters, "apu", 0, MAX_PARTY)?,
            recipient: parameters::bytes(parameters, "apv", 0, MAX_PARTY)?,
        };
        if parties.are_the_same() { Err(Error::SameParty) } else { Ok(parties) }
    }

    /// Returns the header parameters `apu` and `apv`.
    pub(crate) fn parameters(&self) -> Result<Object, EncryptError> {
        let (producer, recipient) = (self.producer.as_deref(), self.recipient.as_deref());
        for (name, party) in [("apu", producer), ("apv", recipient)] {
            let found = party.map_or(0, <[u8]>::len);
            if found > MAX_PARTY {
                return Err(EncryptError::PartyLength { name, most: MAX_PARTY, found });
            }
        }
        if self.are_the_same() {
            return Err(EncryptError::SameParty);
        }
        let mut parameters = Object::new();
        parameters.insert_some("apu", producer.map(base64url::encode));
        parameters.insert_some("apv", recipient.map(base64url::encode));
        Ok(parameters)
    }

    /// Checks that neither party is set, for an algorithm without key agreement, and returns no
    /// header parameters.
    pub(crate) fn unused(&self) -> Result<Object, EncryptError> {
        if self.producer.is_some() || self.recipient.is_some() {
            return Err(EncryptError::NoAgreement);
        }
        Ok(Object::new())
    }

    /// Returns true if both parties are set and equal, which RFC 7518 §4.6.2 forbids.
    fn are_the_same(&self) -> bool {
        self.producer.is_some() && self.producer == self.recipient
    }
}

/// Derives a key of `key_len` bytes from the shared secret `z`.
///
/// `algorithm` is the name of `enc` if the key encrypts the content, and of `alg` if it wraps a
/// key.
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
    // RFC 7518 §4.6.2: SuppPubInfo is the length of the key in bits, SuppPrivInfo is empty.
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

/// Appends the length of `data`, then `data` (RFC 7518 §4.6.2: Datalen || Data).
fn push(info: &mut Vec<u8>, data: &[u8]) {
    info.extend_from_slice(&length(data.len()));
    info.extend_from_slice(data);
}

fn length(len: usize) -> [u8; 4] {
    // Names of algorithms, parties and key lengths are all far below 2^32.
    u32::try_from(len).unwrap_or(u32::MAX).to_be_bytes()
}
