//! Completing a private key with its public key.

use super::Error;
use crate::jwk::{AkpPrivate, EcPrivate, KeyKind, OkpPrivate, PrivateKey, PublicKey};
use crate::{Crypto, Secret};

/// Builds a key pair from the bytes of the private key and, if the file has it, the public key.
///
/// If the backend can derive the public key, a public key in the file must equal the derived key.
/// If the backend cannot derive it, the file must contain the public key. Whether that key belongs
/// to the private key is then checked when the key is prepared, as for a JWK.
pub(super) fn complete(
    kind: KeyKind,
    private: Secret,
    public: Option<PublicKey>,
    crypto: &Crypto,
) -> Result<PrivateKey, Error> {
    if let Some(pairs) = crypto.key_pairs(kind) {
        let key = pairs.from_private(&private).map_err(|_| Error::Rejected)?;
        let matches = public.is_none() || public == key.public();
        return if matches { Ok(key) } else { Err(Error::Mismatch) };
    }
    match public.ok_or(Error::NoPublicHalf(kind))? {
        PublicKey::Ec(public) => Ok(PrivateKey::Ec(EcPrivate::new(public, private)?)),
        PublicKey::Okp(public) => Ok(PrivateKey::Okp(OkpPrivate::new(public, private)?)),
        PublicKey::Akp(public) => Ok(PrivateKey::Akp(AkpPrivate::new(public, private)?)),
        PublicKey::Rsa(_) => Err(Error::Mismatch),
    }
}
