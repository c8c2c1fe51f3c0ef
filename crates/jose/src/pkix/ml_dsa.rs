//! ML-DSA private keys: [RFC 9881 §6](https://www.rfc-editor.org/rfc/rfc9881#section-6).

use der::asn1::{ContextSpecific, OctetStringRef};
use der::{Decode as _, Encode as _, Reader as _, SliceReader, Tag, TagMode, TagNumber};

use super::{Content, Error};
use crate::Secret;
use crate::jwk::{AkpAlgorithm, AkpPublic};

/// An ML-DSA private key with its seed, and with its expanded form if the file has both.
pub(super) struct Private<'a> {
    pub(super) seed: &'a [u8],
    expanded: Option<&'a [u8]>,
}

const SEED_TAG: TagNumber = TagNumber(0);

impl<'a> Private<'a> {
    /// Reads a private key that is a seed, or a seed and the expanded form.
    pub(super) fn read(der: &'a [u8], algorithm: AkpAlgorithm) -> Result<Self, Error> {
        // RFC 9881 §6: the tag tells which of the three forms the private key has.
        let private = match form(der) {
            Some(Tag::ContextSpecific { .. }) => Self { seed: seed(der)?, expanded: None },
            Some(Tag::OctetString) => return Err(Error::NoSeed),
            Some(Tag::Sequence) => both(der).map_err(|_| Error::Der(Content::PrivateKey))?,
            _ => return Err(Error::Der(Content::PrivateKey)),
        };
        let right_len = private.expanded.is_none_or(|it| it.len() == expanded_len(algorithm));
        if right_len { Ok(private) } else { Err(Error::Der(Content::PrivateKey)) }
    }

    /// Returns `true` if there is no expanded form, or if its first 32 bytes are those of the
    /// public key.
    ///
    /// RFC 9881 §8.2 compares the whole expanded form with what the seed expands to. Here the
    /// expanded form is never used: the key is made from the seed. This comparison only finds a
    /// seed in a file with the expanded form of a different key.
    pub(super) fn is_of(&self, public: &AkpPublic) -> bool {
        // FIPS 204, algorithms 22 and 24: both encodings begin with rho, which has 32 bytes.
        let rho = |bytes: &'a [u8]| bytes.get(..32);
        self.expanded.is_none_or(|expanded| rho(expanded) == public.bytes().get(..32))
    }
}

/// Writes a private key as its seed, the form that RFC 9881 §6 recommends.
pub(super) fn write(seed: &Secret) -> Result<Secret, Error> {
    let write = || -> der::Result<Vec<u8>> {
        let value = OctetStringRef::new(seed.expose())?;
        ContextSpecific { tag_number: SEED_TAG, tag_mode: TagMode::Implicit, value }.to_der()
    };
    write().map(Secret::new).map_err(|_| Error::TooLarge)
}

fn form(der: &[u8]) -> Option<Tag> {
    Tag::decode(&mut SliceReader::new(der).ok()?).ok()
}

fn seed(der: &[u8]) -> Result<&[u8], Error> {
    let read = || -> der::Result<Option<&[u8]>> {
        let mut reader = SliceReader::new(der)?;
        let seed = reader.context_specific::<&OctetStringRef>(SEED_TAG, TagMode::Implicit)?;
        reader.finish()?;
        Ok(seed.map(OctetStringRef::as_bytes))
    };
    read().ok().flatten().ok_or(Error::Der(Content::PrivateKey))
}

fn both(der: &[u8]) -> der::Result<Private<'_>> {
    let mut reader = SliceReader::new(der)?;
    let (seed, expanded) = reader.sequence(|inner| -> der::Result<_> {
        Ok((<&OctetStringRef>::decode(inner)?, <&OctetStringRef>::decode(inner)?))
    })?;
    reader.finish()?;
    Ok(Private { seed: seed.as_bytes(), expanded: Some(expanded.as_bytes()) })
}

/// Returns the length of the expanded form in bytes: RFC 9964 §5, table 1, "Private Key".
const fn expanded_len(algorithm: AkpAlgorithm) -> usize {
    match algorithm {
        AkpAlgorithm::MlDsa44 => 2560,
        AkpAlgorithm::MlDsa65 => 4032,
        AkpAlgorithm::MlDsa87 => 4896,
    }
}
