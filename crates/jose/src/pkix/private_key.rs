//! Reading and writing private keys.

use der::asn1::{BitStringRef, OctetStringRef};
use der::{Decode as _, Encode as _};
use pkcs8::PrivateKeyInfoRef;

use super::algorithm::Algorithm;
use super::complete::complete;
use super::decode::decode;
use super::ml_dsa::Private as MlDsa;
use super::{Content, Error, ec, ml_dsa, pem, pem_file, public_key, rsa};
use crate::jwk::{KeyKind, OkpCurve, PrivateJwk, PrivateKey, PublicKey};
use crate::{Crypto, Secret, SecretString};

impl PrivateJwk {
    /// Reads a private key from PEM text with the label `PRIVATE KEY`, `EC PRIVATE KEY` or
    /// `RSA PRIVATE KEY`. A block `EC PARAMETERS`, which OpenSSL writes beside a key, is skipped.
    ///
    /// ```
    /// # use symbolon_crypto_ring::CRYPTO;
    /// # use symbolon_jose::jwk::{KeyKind, PrivateJwk};
    /// # use symbolon_jose::{SignatureAlgorithm, SigningKey};
    /// # let key = PrivateJwk::generate(KeyKind::P256, &CRYPTO)?;
    /// # let secret = key.to_pkcs8_pem()?;
    /// # let key_file = secret.expose();
    /// let key = PrivateJwk::from_pem(key_file, &CRYPTO)?.named_by_thumbprint(&CRYPTO);
    /// let key = SigningKey::from_jwk(&key, SignatureAlgorithm::Es256, &CRYPTO)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// - [`Error::Unexpected`] if the block has a different label, for example because the key is
    ///   encrypted. Decrypt an encrypted key first, because this library does not read it.
    /// - [`Error::Pem`] or [`Error::SeveralPemBlocks`] if the text has no PEM block, or has several
    ///   blocks and it is unclear which block is meant.
    /// - Another error if the content of the block is not a valid and supported private key: see
    ///   [`from_pkcs8_der`](Self::from_pkcs8_der).
    pub fn from_pem(text: &str, crypto: &Crypto) -> Result<Self, Error> {
        let (content, der) = pem_file::read(text)?;
        match content {
            Content::PrivateKey => Self::from_pkcs8_der(&der, crypto),
            Content::EcPrivateKey => Self::from_sec1_der(&der, crypto),
            Content::RsaPrivateKey => Self::from_pkcs1_der(&der),
            found => Err(Error::Unexpected { found, expected: Content::PrivateKey }),
        }
    }

    /// Reads a private key from a DER-encoded PKCS #8 structure (`OneAsymmetricKey`,
    /// [RFC 5958 §2](https://www.rfc-editor.org/rfc/rfc5958#section-2)).
    ///
    /// If the input does not contain the public key, the cryptography backend derives it.
    ///
    /// # Errors
    /// - [`Error::Unexpected`] if the bytes contain something else, such as a public key.
    /// - [`Error::Der`] if the bytes are not DER, or [`Error::TrailingData`] if bytes follow after
    ///   the end of the DER structure.
    /// - [`Error::TooLarge`] if the input has more than 64 KiB.
    /// - [`Error::UnsupportedAlgorithm`], [`Error::UnsupportedCurve`], [`Error::ExplicitCurve`],
    ///   [`Error::NoCurve`], [`Error::Parameters`], [`Error::CompressedPoint`] or [`Error::NoSeed`]
    ///   if the algorithm, the curve or the form of the key is not supported.
    /// - [`Error::Mismatch`] if parts of the key contradict each other.
    /// - [`Error::NoPublicHalf`] if the public key is absent and the backend cannot derive it.
    /// - [`Error::Rejected`] if the backend refuses the private key.
    /// - [`Error::Jwk`] if a value of the key is not allowed in a JWK, for example because the RSA
    ///   modulus is too small.
    pub fn from_pkcs8_der(der: &[u8], crypto: &Crypto) -> Result<Self, Error> {
        let info: PrivateKeyInfoRef<'_> = decode(der, Content::PrivateKey)?;
        let algorithm = Algorithm::read(&info.algorithm)?;
        let private = info.private_key.as_bytes();
        let public = info.public_key.map(|bits| public_key::read(algorithm, bits)).transpose()?;
        let key = match algorithm {
            Algorithm::Rsa => PrivateKey::Rsa(rsa::read_private(private)?),
            Algorithm::Ec(curve) => ec::read_private(private, Some(curve), crypto)?,
            Algorithm::Okp(curve) => {
                // RFC 8410 §7: CurvePrivateKey is an octet string within the octet string.
                let private = <&OctetStringRef>::from_der(private)
                    .map_err(|_| Error::Der(Content::PrivateKey))?;
                let private = Secret::new(private.as_bytes().to_vec());
                complete(curve.kind(), private, public.clone(), crypto)?
            }
            Algorithm::Akp(algorithm) => {
                let private = MlDsa::read(private, algorithm)?;
                let seed = Secret::new(private.seed.to_vec());
                let key = complete(algorithm.kind(), seed, public.clone(), crypto)?;
                // RFC 9881 §8.2: the seed and the expanded form belong together.
                match &key {
                    PrivateKey::Akp(akp) if private.is_of(akp.public()) => key,
                    _ => return Err(Error::Mismatch),
                }
            }
        };
        // RFC 5958 §2: publicKey belongs to the private key.
        if public.is_some() && public != key.public() {
            return Err(Error::Mismatch);
        }
        Ok(Self::from_key(key, None))
    }

    /// Reads an EC private key from a DER-encoded SEC 1 structure (`ECPrivateKey`,
    /// [RFC 5915 §3](https://www.rfc-editor.org/rfc/rfc5915#section-3)). The structure must name
    /// the curve.
    ///
    /// If the input does not contain the public key, the cryptography backend derives it.
    ///
    /// # Errors
    /// - [`Error::NoCurve`] if the structure does not name the curve.
    /// - [`Error::Unexpected`] if the bytes contain something else, such as PKCS #8.
    /// - [`Error::Der`] if the bytes are not DER, or [`Error::TrailingData`] if bytes follow after
    ///   the end of the DER structure.
    /// - [`Error::TooLarge`] if the input has more than 64 KiB.
    /// - [`Error::UnsupportedCurve`], [`Error::ExplicitCurve`] or [`Error::CompressedPoint`] if the
    ///   curve or the form of the key is not supported.
    /// - [`Error::Mismatch`] if the public key in the input differs from the public key that the
    ///   backend derives.
    /// - [`Error::NoPublicHalf`] if the public key is absent and the backend cannot derive it.
    /// - [`Error::Rejected`] if the backend refuses the private key.
    /// - [`Error::Jwk`] if a value of the key is not allowed in a JWK, for example because it has
    ///   the wrong length.
    pub fn from_sec1_der(der: &[u8], crypto: &Crypto) -> Result<Self, Error> {
        Ok(Self::from_key(ec::read_private(der, None, crypto)?, None))
    }

    /// Reads an RSA private key from a DER-encoded PKCS #1 structure (`RSAPrivateKey`,
    /// [RFC 8017 A.1.2](https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2)). The key must have
    /// exactly two primes.
    ///
    /// # Errors
    /// - [`Error::Unexpected`] if the bytes contain something else, such as PKCS #8.
    /// - [`Error::Der`] if the bytes are not DER, or [`Error::TrailingData`] if bytes follow after
    ///   the end of the DER structure.
    /// - [`Error::TooLarge`] if the input has more than 64 KiB.
    /// - [`Error::Jwk`] if an integer in the key is not valid, or if the key has more than two
    ///   primes.
    pub fn from_pkcs1_der(der: &[u8]) -> Result<Self, Error> {
        Ok(Self::from_key(PrivateKey::Rsa(rsa::read_private(der)?), None))
    }

    /// Writes this key as a DER-encoded PKCS #8 structure (`OneAsymmetricKey`,
    /// [RFC 5958 §2](https://www.rfc-editor.org/rfc/rfc5958#section-2)).
    ///
    /// The output contains the public key, unless the key is an Ed25519 or X25519 key. For such a
    /// key, a public key in the output would require version 2 of the format, which some programs
    /// cannot read. Every cryptography backend can derive the public key from an Ed25519 or X25519
    /// private key.
    ///
    /// # Errors
    /// - [`Error::NoSuchForm`] if this key is a shared secret.
    /// - [`Error::TooLarge`] if this key is too large for the DER encoder. Keys that were read
    ///   within [`Limits::DEFAULT`] are never too large.
    ///
    /// [`Limits::DEFAULT`]: crate::Limits::DEFAULT
    pub fn to_pkcs8_der(&self) -> Result<Secret, Error> {
        let Some(public) = self.key().public() else {
            let found = self.key().kind();
            return Err(Error::NoSuchForm { form: Content::PrivateKey, found });
        };
        let algorithm = Algorithm::of(&public).identifier();
        let private = private_octets(self.key())?;
        let beside =
            if needs_public_beside(&public) { Some(public_key::write(&public)?) } else { None };
        let write = || -> der::Result<Vec<u8>> {
            let mut info =
                PrivateKeyInfoRef::new(algorithm, OctetStringRef::new(private.expose())?);
            info.public_key = beside.as_deref().map(BitStringRef::from_bytes).transpose()?;
            info.to_der()
        };
        write().map(Secret::new).map_err(|_| Error::TooLarge)
    }

    /// Writes this key as a PEM-encoded PKCS #8 structure with the label `PRIVATE KEY`.
    ///
    /// # Errors
    /// - [`Error::NoSuchForm`] if this key is a shared secret.
    /// - [`Error::TooLarge`] if this key is too large for the DER encoder. Keys that were read
    ///   within [`Limits::DEFAULT`] are never too large.
    ///
    /// [`Limits::DEFAULT`]: crate::Limits::DEFAULT
    pub fn to_pkcs8_pem(&self) -> Result<SecretString, Error> {
        pem::write_secret("PRIVATE KEY", self.to_pkcs8_der()?.expose())
    }

    /// Writes this EC key as a DER-encoded SEC 1 structure (`ECPrivateKey`,
    /// [RFC 5915 §3](https://www.rfc-editor.org/rfc/rfc5915#section-3)).
    ///
    /// # Errors
    /// - [`Error::NoSuchForm`] if this key is not an EC key.
    /// - [`Error::TooLarge`] if this key is too large for the DER encoder.
    pub fn to_sec1_der(&self) -> Result<Secret, Error> {
        match self.key() {
            PrivateKey::Ec(key) => ec::write_private(key, true),
            key => Err(Error::NoSuchForm { form: Content::EcPrivateKey, found: key.kind() }),
        }
    }

    /// Writes this EC key as a PEM-encoded SEC 1 structure with the label `EC PRIVATE KEY`.
    ///
    /// # Errors
    /// - [`Error::NoSuchForm`] if this key is not an EC key.
    /// - [`Error::TooLarge`] if this key is too large for the DER encoder.
    pub fn to_sec1_pem(&self) -> Result<SecretString, Error> {
        pem::write_secret("EC PRIVATE KEY", self.to_sec1_der()?.expose())
    }

    /// Writes this RSA key as a DER-encoded PKCS #1 structure (`RSAPrivateKey`,
    /// [RFC 8017 A.1.2](https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2)).
    ///
    /// # Errors
    /// - [`Error::NoSuchForm`] if this key is not an RSA key.
    /// - [`Error::TooLarge`] if this key is too large for the DER encoder.
    pub fn to_pkcs1_der(&self) -> Result<Secret, Error> {
        match self.key() {
            PrivateKey::Rsa(key) => rsa::write_private(key),
            key => Err(Error::NoSuchForm { form: Content::RsaPrivateKey, found: key.kind() }),
        }
    }

    /// Writes this RSA key as a PEM-encoded PKCS #1 structure with the label `RSA PRIVATE KEY`.
    ///
    /// # Errors
    /// - [`Error::NoSuchForm`] if this key is not an RSA key.
    /// - [`Error::TooLarge`] if this key is too large for the DER encoder.
    pub fn to_pkcs1_pem(&self) -> Result<SecretString, Error> {
        pem::write_secret("RSA PRIVATE KEY", self.to_pkcs1_der()?.expose())
    }
}

/// Writes the content of the PKCS #8 octet string, in the encoding of the key's algorithm.
fn private_octets(key: &PrivateKey) -> Result<Secret, Error> {
    match key {
        PrivateKey::Rsa(key) => rsa::write_private(key),
        // RFC 5915 §3, §4: PKCS #8 names the curve in its algorithm identifier.
        PrivateKey::Ec(key) => ec::write_private(key, false),
        // RFC 8410 §7: CurvePrivateKey.
        PrivateKey::Okp(key) => OctetStringRef::new(key.d().expose())
            .and_then(|private| private.to_der())
            .map(Secret::new)
            .map_err(|_| Error::TooLarge),
        PrivateKey::Akp(key) => ml_dsa::write(key.seed()),
        PrivateKey::Oct(_) => {
            Err(Error::NoSuchForm { form: Content::PrivateKey, found: KeyKind::Oct })
        }
    }
}

/// Returns `true` if the public key must be written next to the private key. RSA and EC private
/// keys contain the public key, and programs that read Ed25519 and X25519 keys derive it.
fn needs_public_beside(key: &PublicKey) -> bool {
    match key {
        PublicKey::Rsa(_) | PublicKey::Ec(_) => false,
        PublicKey::Okp(key) => matches!(key.curve(), OkpCurve::Ed448 | OkpCurve::X448),
        PublicKey::Akp(_) => true,
    }
}
