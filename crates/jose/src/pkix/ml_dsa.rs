//! ML-DSA private keys: [RFC 9881 §6](https://www.rfc-editor.org/rfc/rfc9881#section-6).

use der::asn1::{ContextSpecific, OctetStringRef};
use der::{Decode as _, Encode as _, Reader as _, SliceReader, Tag, TagMode, TagNumber};

use super::{Content, Error};
use crate::Secret;
use crate::jwk::{AkpAlgorithm, AkpPublic};

/// One of the three forms of a private key.
pub(super) struct Private<'a> {
    pub(super) seed: &'a [u8],
    expanded: Option<&'a [u8]>,
}

const SEED_TAG: TagNumber = TagNumber(0);

impl<'a> Private<'a> {
    pub(super) fn read(der: &'a [u8], algorithm: AkpAlgorithm) -> Result<Self, Error> {
        // RFC 9881 §6: the tag tells the forms apart, and nothing else does.
        let private = match form(der) {
            Some(Tag::ContextSpecific { .. }) => Self { seed: seed(der)?, expanded: None },
            Some(Tag::OctetString) => return Err(Error::NoSeed),
            Some(Tag::Sequence) => both(der).map_err(|_| Error::Der(Content::PrivateKey))?,
            _ => return Err(Error::Der(Content::PrivateKey)),
        };
        let whole = private.expanded.is_none_or(|it| it.len() == expanded_len(algorithm));
        if whole { Ok(private) } else { Err(Error::Der(Content::PrivateKey)) }
    }

    /// Whether the expanded key, where there is one, begins as the public key does.
    ///
    /// RFC 9881 §8.2 would have the whole expanded key compared. It is not used here, and what is
    /// made of the seed is; this finds the seed of one key beside the expansion of another.
    pub(super) fn is_of(&self, public: &AkpPublic) -> bool {
        // FIPS 204, algorithms 22 and 24: both begin with rho, of 32 bytes.
        let rho = |bytes: &'a [u8]| bytes.get(..32);
        self.expanded.is_none_or(|expanded| rho(expanded) == public.bytes().get(..32))
    }
}

/// RFC 9881 §6: the form that is recommended.
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

/// RFC 9964 §5, table 1, "Private Key".
const fn expanded_len(algorithm: AkpAlgorithm) -> usize {
    match algorithm {
        AkpAlgorithm::MlDsa44 => 2560,
        AkpAlgorithm::MlDsa65 => 4032,
        AkpAlgorithm::MlDsa87 => 4896,
    }
}
