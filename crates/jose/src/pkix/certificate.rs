use x509_cert::Certificate as X509;

use super::content::decode;
use super::{Content, Error, pem, public_key};
use crate::jwk::PublicJwk;
use crate::{Crypto, base64url};

/// An X.509 certificate: [RFC 5280 §4.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.1).
///
/// Its public key is taken out of it, and its thumbprints are made. **Nothing about it is verified**:
/// not its signature, its issuers, its validity, its names, or what its key is for. Whoever trusts
/// a key because of its certificate needs a path validator
/// ([RFC 5280 §6](https://www.rfc-editor.org/rfc/rfc5280#section-6)) beside this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    certificate: X509,
}

impl Certificate {
    /// Reads a certificate in DER, to the last byte.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        let certificate: X509 = decode(der, Content::Certificate)?;
        Ok(Self { der: der.to_vec(), certificate })
    }

    /// Reads a certificate in PEM: `CERTIFICATE`.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn from_pem(text: &str) -> Result<Self, Error> {
        match pem::read(text)? {
            (Content::Certificate, der) => Self::from_der(&der),
            (found, _) => Err(Error::Unexpected { found, needed: Content::Certificate }),
        }
    }

    /// The certificate in DER, as it was read.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The subject's public key.
    ///
    /// # Errors
    /// See [`Error`]; a certificate can be of a key that no JWK is made of.
    pub fn public_key(&self) -> Result<PublicJwk, Error> {
        public_key::of_certificate(self.certificate.tbs_certificate().subject_public_key_info())
    }

    /// `x5t`: the SHA-1 thumbprint in base64url,
    /// [RFC 7515 §4.1.7](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.7). It names a
    /// certificate, and proves nothing: two certificates can be made that share one.
    #[must_use]
    pub fn x5t(&self, crypto: &Crypto) -> String {
        base64url::encode(&crypto.digests.sha1(&self.der))
    }

    /// `x5t#S256`: the SHA-256 thumbprint in base64url,
    /// [RFC 7515 §4.1.8](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.8).
    #[must_use]
    pub fn x5t_s256(&self, crypto: &Crypto) -> String {
        base64url::encode(&crypto.digests.sha256(&self.der))
    }
}
