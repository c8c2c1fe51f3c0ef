//! RSA keys in PKCS #1: [RFC 8017 A.1](https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1).

use der::Encode as _;
use der::asn1::UintRef;
use pkcs1::{RsaPrivateKeyRef, RsaPublicKeyRef};

use super::decode::decode;
use super::{Content, Error};
use crate::Secret;
use crate::jwk::{self, RsaPrivate, RsaPrivateNumbers, RsaPublic};

/// Reads an `RSAPublicKey`.
pub(super) fn read_public(der: &[u8]) -> Result<RsaPublic, Error> {
    let key: RsaPublicKeyRef<'_> = decode(der, Content::RsaPublicKey)?;
    Ok(RsaPublic::new(bytes(key.modulus), bytes(key.public_exponent))?)
}

/// Reads an `RSAPrivateKey` with two primes.
pub(super) fn read_private(der: &[u8]) -> Result<RsaPrivate, Error> {
    let key: RsaPrivateKeyRef<'_> = decode(der, Content::RsaPrivateKey)?;
    // RFC 8017 A.1.2: otherPrimeInfos is present if the key has more than two primes.
    if key.other_prime_infos.is_some() {
        return Err(jwk::Error::MultiPrime.into());
    }
    let public = RsaPublic::new(bytes(key.modulus), bytes(key.public_exponent))?;
    let numbers = RsaPrivateNumbers {
        d: Secret::new(bytes(key.private_exponent)),
        p: Secret::new(bytes(key.prime1)),
        q: Secret::new(bytes(key.prime2)),
        dp: Secret::new(bytes(key.exponent1)),
        dq: Secret::new(bytes(key.exponent2)),
        qi: Secret::new(bytes(key.coefficient)),
    };
    Ok(RsaPrivate::new(public, numbers)?)
}

/// Writes an `RSAPublicKey`.
pub(super) fn write_public(key: &RsaPublic) -> Result<Vec<u8>, Error> {
    let public = || -> der::Result<Vec<u8>> {
        let (modulus, public_exponent) = (UintRef::new(key.n())?, UintRef::new(key.e())?);
        RsaPublicKeyRef { modulus, public_exponent }.to_der()
    };
    public().map_err(|_| Error::TooLarge)
}

/// Writes an `RSAPrivateKey`.
pub(super) fn write_private(key: &RsaPrivate) -> Result<Secret, Error> {
    let private = || -> der::Result<Vec<u8>> {
        RsaPrivateKeyRef {
            modulus: UintRef::new(key.public().n())?,
            public_exponent: UintRef::new(key.public().e())?,
            private_exponent: UintRef::new(key.d().expose())?,
            prime1: UintRef::new(key.p().expose())?,
            prime2: UintRef::new(key.q().expose())?,
            exponent1: UintRef::new(key.dp().expose())?,
            exponent2: UintRef::new(key.dq().expose())?,
            coefficient: UintRef::new(key.qi().expose())?,
            other_prime_infos: None,
        }
        .to_der()
    };
    private().map(Secret::new).map_err(|_| Error::TooLarge)
}

fn bytes(number: UintRef<'_>) -> Vec<u8> {
    number.as_bytes().to_vec()
}
