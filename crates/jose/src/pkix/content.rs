//! The kinds of files that contain keys, and how to tell them apart.

use std::fmt;

use der::asn1::AnyRef;
use der::{Decode, Reader as _, SliceReader, Tag};

/// The kind of key, certificate or other object that a DER or PEM input contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// A public key as a `SubjectPublicKeyInfo` (SPKI) structure, with the PEM label `PUBLIC KEY`.
    PublicKey,
    /// A private key as a PKCS #8 structure, with the PEM label `PRIVATE KEY`.
    PrivateKey,
    /// A private key encrypted with a password: PKCS #8 with the PEM label `ENCRYPTED PRIVATE KEY`,
    /// or an older OpenSSL file with the line `Proc-Type: 4,ENCRYPTED`.
    EncryptedPrivateKey,
    /// An RSA public key as a PKCS #1 structure, with the PEM label `RSA PUBLIC KEY`.
    RsaPublicKey,
    /// An RSA private key as a PKCS #1 structure, with the PEM label `RSA PRIVATE KEY`.
    RsaPrivateKey,
    /// An EC private key as a SEC 1 structure, with the PEM label `EC PRIVATE KEY`.
    EcPrivateKey,
    /// The parameters of an elliptic curve, without a key, with the PEM label `EC PARAMETERS`.
    EcParameters,
    /// A DSA private key in OpenSSL's own format, with the PEM label `DSA PRIVATE KEY`.
    DsaPrivateKey,
    /// An X.509 certificate, with the PEM label `CERTIFICATE`.
    Certificate,
    /// A certificate request as a PKCS #10 structure, with the PEM label `CERTIFICATE REQUEST`.
    CertificateRequest,
    /// A private key in OpenSSH's own format, with the PEM label `OPENSSH PRIVATE KEY`.
    OpenSshPrivateKey,
    /// An object that this library does not recognize by its PEM label or DER structure.
    Unknown,
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PublicKey => "a public key (SPKI)",
            Self::PrivateKey => "a private key (PKCS #8)",
            Self::EncryptedPrivateKey => "an encrypted private key",
            Self::RsaPublicKey => "an RSA public key (PKCS #1)",
            Self::RsaPrivateKey => "an RSA private key (PKCS #1)",
            Self::EcPrivateKey => "an EC private key (SEC 1)",
            Self::EcParameters => "the parameters of a curve",
            Self::DsaPrivateKey => "a DSA private key",
            Self::Certificate => "a certificate (X.509)",
            Self::CertificateRequest => "a certificate request (PKCS #10)",
            Self::OpenSshPrivateKey => "an OpenSSH private key",
            Self::Unknown => "unknown content",
        })
    }
}

impl Content {
    /// Returns the content that a PEM label announces: RFC 7468 §5 to §13, and the labels that
    /// OpenSSL and OpenSSH write.
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

    /// Guesses the content of DER from the tags of its first elements.
    ///
    /// The tags differ between all kinds, except between a certificate and a certificate request:
    /// both are reported as a certificate.
    pub(super) fn of_der(der: &[u8]) -> Self {
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

    /// Returns what the user can do with a file of this content, as the end of an error message.
    pub(super) fn way_out(self) -> &'static str {
        match self {
            Self::EncryptedPrivateKey => "; decrypt the key first, with `openssl pkey`",
            Self::OpenSshPrivateKey => "; convert the key first, with `ssh-keygen -p -m PKCS8`",
            _ => "",
        }
    }
}

/// Returns the tags of the first ten elements of a sequence, enough to tell all structures apart.
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
