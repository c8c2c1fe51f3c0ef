//! X.509 certificates: their public key and their thumbprints.

use der::Encode as _;
use x509_cert::Certificate as X509;

use super::decode::decode;
use super::{Content, Error, pem_file};
use crate::jwk::PublicJwk;
use crate::{Crypto, base64url};

/// An X.509 certificate ([RFC 5280 §4.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.1)),
/// parsed but not verified.
///
/// **No part of the certificate is verified**: the signature, the issuer, the validity period, the
/// names and the purpose of the key can all be wrong. Before you trust a key because of its
/// certificate, validate the certification path with another library
/// ([RFC 5280 §6](https://www.rfc-editor.org/rfc/rfc5280#section-6)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    certificate: X509,
}

impl Certificate {
    /// Reads a DER-encoded certificate.
    ///
    /// # Errors
    /// - [`Error::Unexpected`] if the bytes contain something else, such as a key.
    /// - [`Error::Der`] if the bytes are not DER, or [`Error::TrailingData`] if bytes follow after
    ///   the end of the DER structure.
    /// - [`Error::TooLarge`] if the input has more than 64 KiB.
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        let certificate: X509 = decode(der, Content::Certificate)?;
        Ok(Self { der: der.to_vec(), certificate })
    }

    /// Reads a certificate from PEM text with the label `CERTIFICATE`. If the text is a certificate
    /// chain, in which each certificate names the next certificate as its issuer, the function
    /// returns the first certificate.
    ///
    /// # Errors
    /// - [`Error::Unexpected`] if the label is not `CERTIFICATE`, or if the block contains
    ///   something else, such as a key.
    /// - [`Error::Pem`] or [`Error::SeveralPemBlocks`] if the text has no PEM block, or has several
    ///   blocks and it is unclear which block is meant.
    /// - [`Error::Der`] if the content of the block is not DER, or [`Error::TrailingData`] if bytes
    ///   follow after the end of the DER structure.
    /// - [`Error::TooLarge`] if the text has more than 64 KiB.
    pub fn from_pem(text: &str) -> Result<Self, Error> {
        match pem_file::read(text)? {
            (Content::Certificate, der) => Self::from_der(&der),
            (found, _) => Err(Error::Unexpected { found, expected: Content::Certificate }),
        }
    }

    /// Returns the DER-encoded certificate: exactly the bytes from which it was read.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Returns the public key of the certificate's subject.
    ///
    /// # Errors
    /// An error of [`PublicJwk::from_spki_der`] if the key in the certificate cannot be converted
    /// into a JWK, for example [`Error::UnsupportedAlgorithm`].
    pub fn public_key(&self) -> Result<PublicJwk, Error> {
        let spki = self.certificate.tbs_certificate().subject_public_key_info();
        PublicJwk::from_spki_der(&spki.to_der().map_err(|_| Error::TooLarge)?)
    }

    /// Computes `x5t`, the SHA-1 thumbprint of the certificate in base64url
    /// ([RFC 7515 §4.1.7](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.7)).
    ///
    /// Use the thumbprint only to look up a certificate that you already trust. It does not prove
    /// that two certificates are the same: an attacker can make two certificates with the same
    /// SHA-1 thumbprint.
    #[must_use]
    pub fn x5t(&self, crypto: &Crypto) -> String {
        base64url::encode(&crypto.digests.sha1(&self.der))
    }

    /// Computes `x5t#S256`, the SHA-256 thumbprint of the certificate in base64url
    /// ([RFC 7515 §4.1.8](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.8)).
    #[must_use]
    pub fn x5t_s256(&self, crypto: &Crypto) -> String {
        base64url::encode(&crypto.digests.sha256(&self.der))
    }
}
