use std::fmt;

use super::common::{Common, KeyOperation};
use super::material::{EcPrivate, OkpPrivate, PrivateKey, RsaPrivate};
use super::public::required_members;
use super::{Error, PublicJwk, read, thumbprint};
use crate::{Crypto, Object, Secret, SignatureAlgorithm, base64url};

/// A private key or a shared secret as JSON:
/// [RFC 7517 §4](https://www.rfc-editor.org/rfc/rfc7517#section-4).
///
/// `Debug` prints `kid` alone. Intentionally not `Serialize`: [`expose`](Self::expose) is the one
/// way out.
#[derive(Clone, PartialEq)]
pub struct PrivateJwk {
    key: PrivateKey,
    common: Common,
}

impl PrivateJwk {
    /// Reads a key from JSON text.
    ///
    /// # Errors
    /// See [`Error`]. That the private and public halves match is checked when the key is prepared.
    pub fn parse(json: &[u8]) -> Result<Self, Error> {
        Self::from_object(Object::parse(json)?)
    }

    /// Reads a key from a JSON object.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn from_object(mut object: Object) -> Result<Self, Error> {
        let kty = object.take_string("kty")?.ok_or(Error::Missing("kty"))?;
        let key = match kty.as_str() {
            "RSA" => PrivateKey::Rsa(rsa(&mut object)?),
            "EC" => {
                let public = read::ec(&mut object)?;
                let d = read::secret(&mut object, "d", public.curve().coordinate_len())?;
                PrivateKey::Ec(EcPrivate { public, d })
            }
            "OKP" => {
                let public = read::okp(&mut object)?;
                let d = read::secret(&mut object, "d", public.curve().key_len())?;
                PrivateKey::Okp(OkpPrivate { public, d })
            }
            "oct" => PrivateKey::Oct(Secret::new(read::bytes(&mut object, "k")?)),
            _ => return Err(Error::UnsupportedKeyType),
        };
        Ok(Self { key, common: Common::read(object)? })
    }

    /// A shared secret as a key.
    #[must_use]
    pub fn from_secret(secret: Secret, kid: Option<String>) -> Self {
        Self { key: PrivateKey::Oct(secret), common: Common { kid, ..Common::default() } }
    }

    /// The key as a JSON object **with its private members**, for a key file.
    #[must_use]
    pub fn expose(&self) -> Object {
        let mut object = self.key.public().as_ref().map(required_members).unwrap_or_default();
        let mut put = |name, secret: &Secret| {
            object.insert(name, base64url::encode(secret.expose()));
        };
        match &self.key {
            PrivateKey::Rsa(key) => {
                put("d", &key.d);
                put("p", &key.p);
                put("q", &key.q);
                put("dp", &key.dp);
                put("dq", &key.dq);
                put("qi", &key.qi);
            }
            PrivateKey::Ec(key) => put("d", &key.d),
            PrivateKey::Okp(key) => put("d", &key.d),
            PrivateKey::Oct(secret) => {
                put("k", secret);
                object.insert("kty", "oct");
            }
        }
        self.common.write(&mut object);
        object
    }

    /// The public half with the same metadata; a shared secret has none.
    ///
    /// `key_ops` is turned around: what this key signs, that one verifies.
    #[must_use]
    pub fn public(&self) -> Option<PublicJwk> {
        let mut common = self.common.clone();
        for operation in common.key_ops.iter_mut().flatten() {
            if *operation == KeyOperation::Sign {
                *operation = KeyOperation::Verify;
            }
        }
        // RFC 7517 §4.3: no operation is named twice.
        if let Some(operations) = &mut common.key_ops {
            let mut verify = false;
            operations.retain(|operation| {
                *operation != KeyOperation::Verify || !std::mem::replace(&mut verify, true)
            });
        }
        self.key.public().map(|key| PublicJwk::from_parts(key, common))
    }

    /// The key material.
    #[must_use]
    pub fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// `kid`: the name by which a token refers to the key.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.common.kid.as_deref()
    }

    /// The same key by another name.
    #[must_use]
    pub fn kid_replaced(mut self, kid: String) -> Self {
        self.common.kid = Some(kid);
        self
    }

    /// The SHA-256 thumbprint in base64url:
    /// [RFC 7638 §3](https://www.rfc-editor.org/rfc/rfc7638#section-3). For a shared secret this is
    /// a hash of the secret itself (§7), so it is as secret as a password hash.
    #[must_use]
    pub fn thumbprint(&self, crypto: &Crypto) -> String {
        let members = match &self.key {
            PrivateKey::Oct(secret) => {
                let mut object = Object::new();
                object.insert("kty", "oct");
                object.insert("k", base64url::encode(secret.expose()));
                object
            }
            key => key.public().as_ref().map(required_members).unwrap_or_default(),
        };
        thumbprint::sha256(&members, crypto)
    }

    pub(crate) fn may_sign(&self, algorithm: SignatureAlgorithm) -> bool {
        self.common.permits(algorithm, &KeyOperation::Sign)
    }
}

/// RFC 7518 §6.3.2: `d` alone would do, but every backend wants the primes, and whoever makes a key
/// today has them.
fn rsa(object: &mut Object) -> Result<RsaPrivate, Error> {
    if object.contains("oth") {
        return Err(Error::MultiPrime);
    }
    let public = read::rsa(object)?;
    let mut number = |name| {
        let number = read::secret_number(object, name)?;
        // RFC 8017 §3.2: every one of them is below n. Backends compute with what they get.
        if number.expose().len() > public.n.len() {
            return Err(Error::RsaPrivateNumber);
        }
        Ok(number)
    };
    Ok(RsaPrivate {
        d: number("d")?,
        p: number("p")?,
        q: number("q")?,
        dp: number("dp")?,
        dq: number("dq")?,
        qi: number("qi")?,
        public,
    })
}

impl fmt::Debug for PrivateJwk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateJwk").field("kid", &self.common.kid).finish_non_exhaustive()
    }
}
