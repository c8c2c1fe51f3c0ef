//! Decoding of DER, with errors that say what was found instead.

use der::asn1::AnyRef;
use der::{Decode, ErrorKind};

use super::{Content, Error};

/// The most bytes of DER, and of PEM text: ten times the largest key, and several times a large
/// certificate.
pub(super) const LARGEST: usize = 64 << 10;

/// Decodes all bytes as one structure. If the bytes contain a different known structure, the error
/// names that structure.
pub(super) fn decode<'a, T>(der: &'a [u8], expected: Content) -> Result<T, Error>
where
    T: Decode<'a, Error = der::Error>,
{
    if der.len() > LARGEST {
        return Err(Error::TooLarge);
    }
    // X.690 §8.1.3: the outer length says where the structure ends, and no bytes may follow it.
    if let Err(error) = AnyRef::from_der(der) {
        return Err(match error.kind() {
            ErrorKind::TrailingData { .. } => Error::TrailingData,
            _ => Error::Der(expected),
        });
    }
    T::from_der(der).map_err(|_| match Content::of_der(der) {
        Content::Unknown => Error::Der(expected),
        found if found == expected => Error::Der(expected),
        found => Error::Unexpected { found, expected },
    })
}
