//! What DER is, by its shape.

use der::asn1::AnyRef;
use der::{Decode, ErrorKind, Reader as _, SliceReader, Tag};

use super::{Error, LARGEST};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// SPKI: `PUBLIC KEY`.
    PublicKey,
    /// PKCS #8: `PRIVATE KEY`.
    PrivateKey,
    /// PKCS #8 under a password: `ENCRYPTED PRIVATE KEY`.
    EncryptedPrivateKey,
    /// PKCS #1: `RSA PUBLIC KEY`.
    RsaPublicKey,
    /// PKCS #1: `RSA PRIVATE KEY`.
    RsaPrivateKey,
    /// SEC 1: `EC PRIVATE KEY`.
    EcPrivateKey,
    /// A curve: `EC PARAMETERS`.
    EcParameters,
    /// OpenSSL's own: `DSA PRIVATE KEY`.
    DsaPrivateKey,
    /// X.509: `CERTIFICATE`.
    Certificate,
    /// PKCS #10: `CERTIFICATE REQUEST`.
    CertificateRequest,
    /// OpenSSH's own: `OPENSSH PRIVATE KEY`.
    OpenSshPrivateKey,
    /// None of these.
    Unknown,
}

impl std::fmt::Display for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::PublicKey => "a public key (SPKI)",
            Self::PrivateKey => "a private key (PKCS #8)",
            Self::EncryptedPrivateKey => "an encrypted private key",
            Self::RsaPublicKey => "an RSA public key (PKCS #1)",
            Self::RsaPrivateKey => "an RSA private key (PKCS #1)",
            Self::EcPrivateKey => "an EC private key (SEC 1)",
            Self::EcParameters => "the parameters of a curve",
            Self::DsaPrivateKey => "a DSA private key",
            Self::Certificate => "a certificate",
            Self::CertificateRequest => "a certificate request",
            Self::OpenSshPrivateKey => "an OpenSSH private key",
            Self::Unknown => "something unknown",
        })
    }
}

impl Content {
    /// RFC 7468 §5 to §13, and the labels that OpenSSL and OpenSSH write.
    pub(super) fn labelled(label: &str) -> Self {
        match label {
            "PUBLIC KEY" => Self::PublicKey,
            "PRIVATE KEY" => Self::PrivateKey,
            "ENCRYPTED PRIVATE KEY" => Self::EncryptedPrivateKey,
            "RSA PUBLIC KEY" => Self::RsaPublicKey,
            "RSA PRIVATE KEY" => Self::RsaPrivateKey,
            "EC PRIVATE KEY" => Self::EcPrivateKey,
            "EC PARAMETERS" => Self::EcParameters,
            "DSA PRIVATE KEY" => Self::DsaPrivateKey,
            "CERTIFICATE" => Self::Certificate,
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Self::CertificateRequest,
            "OPENSSH PRIVATE KEY" => Self::OpenSshPrivateKey,
            _ => Self::Unknown,
        }
    }

    /// By the tags that the structure begins with, which differ between all of them but for a
    /// certificate and a request for one.
    fn of_der(der: &[u8]) -> Self {
        use Tag::{BitString, Integer, OctetString, Sequence};
        match tags(der).unwrap_or_default().as_slice() {
            [Sequence, Sequence, BitString] => Self::Certificate,
            [Sequence, BitString] => Self::PublicKey,
            [Sequence, OctetString] => Self::EncryptedPrivateKey,
            [Integer, Sequence, OctetString, ..] => Self::PrivateKey,
            [Integer, OctetString, ..] => Self::EcPrivateKey,
            [Integer, Integer] => Self::RsaPublicKey,
            [Integer, Integer, Integer, Integer, Integer, Integer] => Self::DsaPrivateKey,
            [Integer, Integer, Integer, Integer, Integer, Integer, Integer, ..] => {
                Self::RsaPrivateKey
            }
            _ => Self::Unknown,
        }
    }
}

/// The structure that these bytes are, all of them; or what they are in its place.
pub(super) fn decode<'a, T>(der: &'a [u8], needed: Content) -> Result<T, Error>
where
    T: Decode<'a, Error = der::Error>,
{
    if der.len() > LARGEST {
        return Err(Error::TooLarge);
    }
    // X.690 §8.1.3: the outer length says where the structure ends, and there the bytes end too.
    if let Err(error) = AnyRef::from_der(der) {
        return Err(match error.kind() {
            ErrorKind::TrailingData { .. } => Error::TrailingData,
            _ => Error::Der(needed),
        });
    }
    T::from_der(der).map_err(|_| match Content::of_der(der) {
        Content::Unknown => Error::Der(needed),
        found if found == needed => Error::Der(needed),
        found => Error::Unexpected { found, needed },
    })
}

/// The tags of the elements of a sequence, as far as they tell anything.
fn tags(der: &[u8]) -> Result<Vec<Tag>, der::Error> {
    let outer = AnyRef::from_der(der)?;
    outer.header().tag().assert_eq(Tag::Sequence)?;
    let mut reader = SliceReader::new(outer.value())?;
    let mut tags = Vec::new();
    while !reader.is_finished() && tags.len() < 10 {
        tags.push(AnyRef::decode(&mut reader)?.header().tag());
    }
    Ok(tags)
}
