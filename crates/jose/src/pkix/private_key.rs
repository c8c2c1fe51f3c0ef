//! Private keys in and out.

use der::asn1::{BitStringRef, OctetStringRef};
use der::{Decode as _, Encode as _};
use pkcs8::PrivateKeyInfoRef;

use super::algorithm::Algorithm;
use super::content::decode;
use super::ml_dsa::Private as MlDsa;
use super::{Content, Error, ec, ml_dsa, pem, public_key, rsa};
use crate::jwk::{
    AkpPrivate, EcPrivate, KeyKind, OkpCurve, OkpPrivate, PrivateJwk, PrivateKey, PublicKey,
};
use crate::{Crypto, Secret, SecretString};

impl PrivateJwk {
    /// Reads a private key in PEM: `PRIVATE KEY`, `EC PRIVATE KEY` or `RSA PRIVATE KEY`.
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
    /// [`Error::Unexpected`] for another label, such as that of an encrypted key; see [`Error`].
    pub fn from_pem(text: &str, crypto: &Crypto) -> Result<Self, Error> {
        let (content, der) = pem::read(text)?;
        match content {
            Content::PrivateKey => Self::from_pkcs8_der(&der, crypto),
            Content::EcPrivateKey => Self::from_sec1_der(&der, crypto),
            Content::RsaPrivateKey => Self::from_pkcs1_der(&der),
            found => Err(Error::Unexpected { found, needed: Content::PrivateKey }),
        }
    }

    /// Reads a `OneAsymmetricKey`: [RFC 5958 §2](https://www.rfc-editor.org/rfc/rfc5958#section-2).
    ///
    /// A public half that is not in it is worked out by the backend; one that is has to be the
    /// right one.
    ///
    /// # Errors
    /// [`Error::NoPublicHalf`], [`Error::Mismatch`]; see [`Error`].
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
                // RFC 9881 §8.2: seed and expanded key belong together.
                match &key {
                    PrivateKey::Akp(akp) if private.is_of(akp.public()) => key,
                    _ => return Err(Error::Mismatch),
                }
            }
        };
        // RFC 5958 §2: publicKey is that of the private key.
        if public.is_some() && public != key.public() {
            return Err(Error::Mismatch);
        }
        Ok(Self::from_key(key, None))
    }

    /// Reads an `ECPrivateKey`, which has to name its curve:
    /// [RFC 5915 §3](https://www.rfc-editor.org/rfc/rfc5915#section-3).
    ///
    /// # Errors
    /// As [`from_pkcs8_der`](Self::from_pkcs8_der).
    pub fn from_sec1_der(der: &[u8], crypto: &Crypto) -> Result<Self, Error> {
        Ok(Self::from_key(ec::read_private(der, None, crypto)?, None))
    }

    /// Reads an `RSAPrivateKey` of two primes:
    /// [RFC 8017 A.1.2](https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2).
    ///
    /// # Errors
    /// See [`Error`].
    pub fn from_pkcs1_der(der: &[u8]) -> Result<Self, Error> {
        Ok(Self::from_key(PrivateKey::Rsa(rsa::read_private(der)?), None))
    }

    /// The key as a `OneAsymmetricKey`:
    /// [RFC 5958 §2](https://www.rfc-editor.org/rfc/rfc5958#section-2).
    ///
    /// The public half goes along within EC and RSA keys, as everywhere, and beside Ed448, X448 and
    /// ML-DSA keys, which not every backend can work it out for. Beside Ed25519 and X25519 keys it
    /// would be in the way of readers that know version 1 alone.
    ///
    /// # Errors
    /// [`Error::NoSuchForm`] for a shared secret.
    pub fn to_pkcs8_der(&self) -> Result<Secret, Error> {
        let Some(public) = self.key().public() else {
            let found = self.key().kind();
            return Err(Error::NoSuchForm { form: Content::PrivateKey, found });
        };
        let algorithm = Algorithm::of(&public).identifier().ok_or(Error::UnsupportedCurve)?;
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

    /// The same in PEM: `PRIVATE KEY`.
    ///
    /// # Errors
    /// As [`to_pkcs8_der`](Self::to_pkcs8_der).
    pub fn to_pkcs8_pem(&self) -> Result<SecretString, Error> {
        pem::write_secret("PRIVATE KEY", self.to_pkcs8_der()?.expose())
    }

    /// The key as an `ECPrivateKey`: [RFC 5915 §3](https://www.rfc-editor.org/rfc/rfc5915#section-3).
    ///
    /// # Errors
    /// [`Error::NoSuchForm`] for a key that is no EC key.
    pub fn to_sec1_der(&self) -> Result<Secret, Error> {
        match self.key() {
            PrivateKey::Ec(key) => ec::write_private(key, true),
            key => Err(Error::NoSuchForm { form: Content::EcPrivateKey, found: key.kind() }),
        }
    }

    /// The same in PEM: `EC PRIVATE KEY`.
    ///
    /// # Errors
    /// As [`to_sec1_der`](Self::to_sec1_der).
    pub fn to_sec1_pem(&self) -> Result<SecretString, Error> {
        pem::write_secret("EC PRIVATE KEY", self.to_sec1_der()?.expose())
    }

    /// The key as an `RSAPrivateKey`:
    /// [RFC 8017 A.1.2](https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2).
    ///
    /// # Errors
    /// [`Error::NoSuchForm`] for a key that is no RSA key.
    pub fn to_pkcs1_der(&self) -> Result<Secret, Error> {
        match self.key() {
            PrivateKey::Rsa(key) => rsa::write_private(key),
            key => Err(Error::NoSuchForm { form: Content::RsaPrivateKey, found: key.kind() }),
        }
    }

    /// The same in PEM: `RSA PRIVATE KEY`.
    ///
    /// # Errors
    /// As [`to_pkcs1_der`](Self::to_pkcs1_der).
    pub fn to_pkcs1_pem(&self) -> Result<SecretString, Error> {
        pem::write_secret("RSA PRIVATE KEY", self.to_pkcs1_der()?.expose())
    }
}

/// The whole pair of private bytes. A public half that came along has to be the right one, where
/// the backend can tell; elsewhere it is looked at when the key is prepared, as that of a JWK.
pub(super) fn complete(
    kind: KeyKind,
    private: Secret,
    public: Option<PublicKey>,
    crypto: &Crypto,
) -> Result<PrivateKey, Error> {
    if let Some(pairs) = crypto.key_pairs(kind) {
        let key = pairs.from_private(&private).map_err(|_| Error::Rejected)?;
        let right = public.is_none() || public == key.public();
        return if right { Ok(key) } else { Err(Error::Mismatch) };
    }
    match public.ok_or(Error::NoPublicHalf(kind))? {
        PublicKey::Ec(public) => Ok(PrivateKey::Ec(EcPrivate::new(public, private)?)),
        PublicKey::Okp(public) => Ok(PrivateKey::Okp(OkpPrivate::new(public, private)?)),
        PublicKey::Akp(public) => Ok(PrivateKey::Akp(AkpPrivate::new(public, private)?)),
        PublicKey::Rsa(_) => Err(Error::Mismatch),
    }
}

fn private_octets(key: &PrivateKey) -> Result<Secret, Error> {
    match key {
        PrivateKey::Rsa(key) => rsa::write_private(key),
        // RFC 5915 §3, §4: the curve is named beside it.
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

fn needs_public_beside(key: &PublicKey) -> bool {
    match key {
        PublicKey::Rsa(_) | PublicKey::Ec(_) => false,
        PublicKey::Okp(key) => matches!(key.curve(), OkpCurve::Ed448 | OkpCurve::X448),
        PublicKey::Akp(_) => true,
    }
}
