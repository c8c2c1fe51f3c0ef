//! Object identifiers, as an error reports them.

use std::fmt;

use der::asn1::ObjectIdentifier;

/// An object identifier: the sequence of numbers that names an algorithm or a curve in DER.
///
/// `Display` prints it with dots: `1.2.840.113549.1.1.1`. See
/// [RFC 5280 §4.1.1.2](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Oid(pub(super) ObjectIdentifier);

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
