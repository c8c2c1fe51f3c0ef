//! Public keys in and out.

use der::Encode as _;
use der::asn1::BitStringRef;
use spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};

use super::algorithm::Algorithm;
use super::content::decode;
use super::{Certificate, Content, Error, ec, pem, rsa};
use crate::jwk::{AkpPublic, OkpPublic, PublicJwk, PublicKey};

impl PublicJwk {
    /// Reads a public key in PEM: `PUBLIC KEY`, `RSA PUBLIC KEY`, or the key of a `CERTIFICATE`,
    /// which is neither verified nor looked at in any other way.
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
    /// [`Error::Unexpected`] for another label, a private key's among them; see [`Error`].
    pub fn from_pem(text: &str) -> Result<Self, Error> {
        let (content, der) = pem::read(text)?;
        match content {
            Content::PublicKey => Self::from_spki_der(&der),
            Content::RsaPublicKey => Self::from_pkcs1_der(&der),
            Content::Certificate => Certificate::from_der(&der)?.public_key(),
            found => Err(Error::Unexpected { found, needed: Content::PublicKey }),
        }
    }

    /// Reads a `SubjectPublicKeyInfo`:
    /// [RFC 5280 §4.1.2.7](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.7).
    ///
    /// # Errors
    /// See [`Error`].
    pub fn from_spki_der(der: &[u8]) -> Result<Self, Error> {
        let spki: SubjectPublicKeyInfoRef<'_> = decode(der, Content::PublicKey)?;
        let algorithm = Algorithm::read(&spki.algorithm)?;
        Ok(Self::from_key(read(algorithm, spki.subject_public_key)?, None))
    }

    /// Reads an `RSAPublicKey`:
    /// [RFC 8017 A.1.1](https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.1).
    ///
    /// # Errors
    /// See [`Error`].
    pub fn from_pkcs1_der(der: &[u8]) -> Result<Self, Error> {
        Ok(Self::from_key(PublicKey::Rsa(rsa::read_public(der)?), None))
    }

    /// The key as a `SubjectPublicKeyInfo`:
    /// [RFC 5280 §4.1.2.7](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.7).
    ///
    /// # Errors
    /// [`Error::TooLarge`], for keys larger than any that [`Limits::DEFAULT`] lets in.
    ///
    /// [`Limits::DEFAULT`]: crate::Limits::DEFAULT
    pub fn to_spki_der(&self) -> Result<Vec<u8>, Error> {
        let algorithm = Algorithm::of(self.key()).identifier().ok_or(Error::UnsupportedCurve)?;
        let bits = write(self.key())?;
        let spki = || -> der::Result<Vec<u8>> {
            let subject_public_key = BitStringRef::from_bytes(&bits)?;
            SubjectPublicKeyInfoRef { algorithm, subject_public_key }.to_der()
        };
        spki().map_err(|_| Error::TooLarge)
    }

    /// The same in PEM: `PUBLIC KEY`.
    ///
    /// # Errors
    /// As [`to_spki_der`](Self::to_spki_der).
    pub fn to_spki_pem(&self) -> Result<String, Error> {
        pem::write("PUBLIC KEY", &self.to_spki_der()?)
    }

    /// The key as an `RSAPublicKey`:
    /// [RFC 8017 A.1.1](https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.1).
    ///
    /// # Errors
    /// [`Error::NoSuchForm`] for a key that is no RSA key.
    pub fn to_pkcs1_der(&self) -> Result<Vec<u8>, Error> {
        match self.key() {
            PublicKey::Rsa(key) => rsa::write_public(key),
            key => Err(Error::NoSuchForm { form: Content::RsaPublicKey, found: key.kind() }),
        }
    }

    /// The same in PEM: `RSA PUBLIC KEY`.
    ///
    /// # Errors
    /// As [`to_pkcs1_der`](Self::to_pkcs1_der).
    pub fn to_pkcs1_pem(&self) -> Result<String, Error> {
        pem::write("RSA PUBLIC KEY", &self.to_pkcs1_der()?)
    }
}

/// The key of a certificate.
pub(super) fn of_certificate(spki: &SubjectPublicKeyInfoOwned) -> Result<PublicJwk, Error> {
    PublicJwk::from_spki_der(&spki.to_der().map_err(|_| Error::TooLarge)?)
}

/// What a bit string is under this algorithm.
pub(super) fn read(algorithm: Algorithm, bits: BitStringRef<'_>) -> Result<PublicKey, Error> {
    // X.690 §8.6.2: keys are whole bytes.
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

/// What belongs into the bit string.
pub(super) fn write(key: &PublicKey) -> Result<Vec<u8>, Error> {
    match key {
        PublicKey::Rsa(key) => rsa::write_public(key),
        PublicKey::Ec(key) => Ok(key.uncompressed()),
        PublicKey::Okp(key) => Ok(key.x().to_vec()),
        PublicKey::Akp(key) => Ok(key.bytes().to_vec()),
    }
}
