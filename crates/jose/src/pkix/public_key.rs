//! Reading and writing public keys.

use der::Encode as _;
use der::asn1::BitStringRef;
use spki::SubjectPublicKeyInfoRef;

use super::algorithm::Algorithm;
use super::decode::decode;
use super::{Certificate, Content, Error, ec, pem, pem_file, rsa};
use crate::jwk::{AkpPublic, OkpPublic, PublicJwk, PublicKey};

impl PublicJwk {
    /// Reads a public key from PEM text with the label `PUBLIC KEY`, `RSA PUBLIC KEY` or
    /// `CERTIFICATE`.
    ///
    /// If the label is `CERTIFICATE`, the certificate is not verified: see [`Certificate`]. If the
    /// text is a certificate chain, in which each certificate names the next certificate as its
    /// issuer, the function reads the key of the first certificate.
    ///
    /// ```
    /// use symbolon_jose::jwk::{KeyKind, PublicJwk};
    ///
    /// let key = PublicJwk::from_pem(
    ///     "-----BEGIN PUBLIC KEY-----\n\
    ///      MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n\
    ///      -----END PUBLIC KEY-----\n",
    /// )?;
    /// assert_eq!(key.key().kind(), KeyKind::Ed25519);
    /// # Ok::<(), symbolon_jose::pkix::Error>(())
    /// ```
    ///
    /// # Errors
    /// - [`Error::Unexpected`] if the block has a different label, for example because it contains
    ///   a private key.
    /// - [`Error::Pem`] or [`Error::SeveralPemBlocks`] if the text has no PEM block, or has several
    ///   blocks and it is unclear which block is meant.
    /// - Another error if the content of the block is not a valid and supported public key: see
    ///   [`from_spki_der`](Self::from_spki_der).
    pub fn from_pem(text: &str) -> Result<Self, Error> {
        let (content, der) = pem_file::read(text)?;
        match content {
            Content::PublicKey => Self::from_spki_der(&der),
            Content::RsaPublicKey => Self::from_pkcs1_der(&der),
            Content::Certificate => Certificate::from_der(&der)?.public_key(),
            found => Err(Error::Unexpected { found, expected: Content::PublicKey }),
        }
    }

    /// Reads a public key from a DER-encoded SPKI structure (`SubjectPublicKeyInfo`,
    /// [RFC 5280 §4.1.2.7](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.7)).
    ///
    /// # Errors
    /// - [`Error::Unexpected`] if the bytes contain something else, such as a private key.
    /// - [`Error::Der`] if the bytes are not DER, or [`Error::TrailingData`] if bytes follow after
    ///   the end of the DER structure.
    /// - [`Error::TooLarge`] if the input has more than 64 KiB.
    /// - [`Error::UnsupportedAlgorithm`], [`Error::UnsupportedCurve`], [`Error::ExplicitCurve`],
    ///   [`Error::NoCurve`], [`Error::Parameters`] or [`Error::CompressedPoint`] if the algorithm,
    ///   the curve or the form of the key is not supported.
    /// - [`Error::Jwk`] if a value of the key is not allowed in a JWK, for example because the RSA
    ///   modulus is too small.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, Error> {
        let spki: SubjectPublicKeyInfoRef<'_> = decode(der, Content::PublicKey)?;
        let algorithm = Algorithm::read(&spki.algorithm)?;
        Ok(Self::from_key(read(algorithm, spki.subject_public_key)?, None))
    }

    /// Reads an RSA public key from a DER-encoded PKCS #1 structure (`RSAPublicKey`,
    /// [RFC 8017 A.1.1](https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.1)).
    ///
    /// # Errors
    /// - [`Error::Unexpected`] if the bytes contain something else, such as SPKI.
    /// - [`Error::Der`] if the bytes are not DER, or [`Error::TrailingData`] if bytes follow after
    ///   the end of the DER structure.
    /// - [`Error::TooLarge`] if the input has more than 64 KiB.
    /// - [`Error::Jwk`] if the modulus or the exponent is not valid.
    pub fn from_pkcs1_der(der: &[u8]) -> Result<Self, Error> {
        Ok(Self::from_key(PublicKey::Rsa(rsa::read_public(der)?), None))
    }

    /// Writes this key as a DER-encoded SPKI structure (`SubjectPublicKeyInfo`,
    /// [RFC 5280 §4.1.2.7](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.7)).
    ///
    /// # Errors
    /// [`Error::TooLarge`] if this key is too large for the DER encoder. Keys that were read within
    /// [`Limits::DEFAULT`] are never too large.
    ///
    /// [`Limits::DEFAULT`]: crate::Limits::DEFAULT
    pub fn to_spki_der(&self) -> Result<Vec<u8>, Error> {
        let algorithm = Algorithm::of(self.key()).identifier();
        let bits = write(self.key())?;
        let spki = || -> der::Result<Vec<u8>> {
            let subject_public_key = BitStringRef::from_bytes(&bits)?;
            SubjectPublicKeyInfoRef { algorithm, subject_public_key }.to_der()
        };
        spki().map_err(|_| Error::TooLarge)
    }

    /// Writes this key as a PEM-encoded SPKI structure with the label `PUBLIC KEY`.
    ///
    /// # Errors
    /// [`Error::TooLarge`] if this key is too large for the DER encoder. Keys that were read within
    /// [`Limits::DEFAULT`] are never too large.
    ///
    /// [`Limits::DEFAULT`]: crate::Limits::DEFAULT
    pub fn to_spki_pem(&self) -> Result<String, Error> {
        pem::write("PUBLIC KEY", &self.to_spki_der()?)
    }

    /// Writes this RSA key as a DER-encoded PKCS #1 structure (`RSAPublicKey`,
    /// [RFC 8017 A.1.1](https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.1)).
    ///
    /// # Errors
    /// - [`Error::NoSuchForm`] if this key is not an RSA key.
    /// - [`Error::TooLarge`] if this key is too large for the DER encoder.
    pub fn to_pkcs1_der(&self) -> Result<Vec<u8>, Error> {
        match self.key() {
            PublicKey::Rsa(key) => rsa::write_public(key),
            key => Err(Error::NoSuchForm { form: Content::RsaPublicKey, found: key.kind() }),
        }
    }

    /// Writes this RSA key as a PEM-encoded PKCS #1 structure with the label `RSA PUBLIC KEY`.
    ///
    /// # Errors
    /// - [`Error::NoSuchForm`] if this key is not an RSA key.
    /// - [`Error::TooLarge`] if this key is too large for the DER encoder.
    pub fn to_pkcs1_pem(&self) -> Result<String, Error> {
        pem::write("RSA PUBLIC KEY", &self.to_pkcs1_der()?)
    }
}

/// Reads a public key from a bit string, in the encoding of its algorithm.
pub(super) fn read(algorithm: Algorithm, bits: BitStringRef<'_>) -> Result<PublicKey, Error> {
    // X.690 §8.6.2: a bit string can end within a byte, but a key never does.
    let bytes = bits.as_bytes().ok_or(Error::Der(Content::PublicKey))?;
    Ok(match algorithm {
        // RFC 3279 §2.3.1: an RSAPublicKey.
        Algorithm::Rsa => PublicKey::Rsa(rsa::read_public(bytes)?),
        // RFC 5480 §2.2: the octets of a point.
        Algorithm::Ec(curve) => PublicKey::Ec(ec::read_point(curve, bytes)?),
        // RFC 8410 §4: the bytes of the key.
        Algorithm::Okp(curve) => PublicKey::Okp(OkpPublic::new(curve, bytes.to_vec())?),
        // RFC 9881 §4: the bytes of the key.
        Algorithm::Akp(algorithm) => PublicKey::Akp(AkpPublic::new(algorithm, bytes.to_vec())?),
    })
}

/// Writes the content of the bit string that [`read`] reads.
pub(super) fn write(key: &PublicKey) -> Result<Vec<u8>, Error> {
    match key {
        PublicKey::Rsa(key) => rsa::write_public(key),
        PublicKey::Ec(key) => Ok(key.uncompressed()),
        PublicKey::Okp(key) => Ok(key.x().to_vec()),
        PublicKey::Akp(key) => Ok(key.bytes().to_vec()),
    }
}
