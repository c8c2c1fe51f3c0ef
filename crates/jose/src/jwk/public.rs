use super::common::{Common, Side};
use super::material::PublicKey;
use super::operation::{KeyOperation, KeyUse};
use super::{Error, read};
use crate::algorithm::KeyManagementAlgorithm;
use crate::{Limits, Object, SignatureAlgorithm, base64url};

/// A public key as JSON: [RFC 7517 §4](https://www.rfc-editor.org/rfc/rfc7517#section-4).
///
/// ```
/// use symbolon_jose::jwk::PublicJwk;
///
/// let jwk = PublicJwk::parse(br#"{
///     "kty": "OKP", "crv": "Ed25519", "kid": "2026-11",
///     "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
/// }"#)?;
/// assert_eq!(jwk.kid(), Some("2026-11"));
/// # Ok::<(), symbolon_jose::jwk::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PublicJwk {
    key: PublicKey,
    common: Common,
}

/// RFC 7518 §6.2.2, §6.3.2, §6.4.1: what only private keys and shared secrets have.
const PRIVATE_MEMBERS: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

impl PublicJwk {
    /// Reads a key from JSON text.
    ///
    /// # Errors
    /// See [`Error`]; private members are among them.
    pub fn parse(json: &[u8]) -> Result<Self, Error> {
        Self::from_object(Object::parse(json)?)
    }

    /// Reads a key from a JSON object.
    ///
    /// # Errors
    /// See [`Error`]; private members are among them.
    pub fn from_object(object: Object) -> Result<Self, Error> {
        Self::from_object_within(object, &Limits::DEFAULT)
    }

    /// Reads a key from a JSON object under these limits.
    ///
    /// # Errors
    /// See [`Error`]; private members are among them.
    pub fn from_object_within(mut object: Object, limits: &Limits) -> Result<Self, Error> {
        let kty = object.take_string("kty")?.ok_or(Error::Missing("kty"))?;
        // A shared secret is named as such, not as a key with a private member.
        if kty == "oct" {
            return Err(Error::SymmetricKey);
        }
        // RFC 7517 §9.2: where a public key belongs, a private one is a leak and a mistake.
        if PRIVATE_MEMBERS.iter().any(|name| object.contains(name)) {
            return Err(Error::PrivateMember);
        }
        let key = read::public(&kty, &mut object, limits)?;
        Ok(Self { key, common: Common::read(object)? })
    }

    /// Reads the key that a header carries; `None` for one that nobody here can use, so that a token
    /// is not refused for a key that nobody asked for.
    pub(crate) fn from_header(object: &Object) -> Result<Option<Self>, Error> {
        match Self::from_object(object.clone()) {
            Ok(jwk) => Ok(Some(jwk)),
            // RFC 7517 §5: of a type that is not understood, or with values that are not supported.
            Err(
                Error::UnsupportedKeyType
                | Error::UnsupportedCurve
                | Error::SmallOrder
                | Error::RsaModulus
                | Error::RsaExponent,
            ) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Key material as a key.
    #[must_use]
    pub fn from_key(key: PublicKey, kid: Option<String>) -> Self {
        let common = Common::new(key.kind(), kid);
        Self { key, common }
    }

    /// The public half of a private key with these members beside it.
    pub(super) fn from_parts(key: PublicKey, mut common: Common) -> Self {
        // RFC 7517 §9.2: a private member that this type of key does not have is private all the
        // same, and was kept as an unknown one.
        for name in PRIVATE_MEMBERS {
            common.extra.remove(name);
        }
        Self { key, common }
    }

    /// The key as a JSON object, unknown members included.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = required_members(&self.key);
        self.common.write(&mut object);
        object
    }

    /// The key material.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// `kid`: the name by which a token refers to the key.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.common.kid.as_deref()
    }

    /// `alg`: the one algorithm the key is meant for, by name.
    #[must_use]
    pub fn alg(&self) -> Option<&str> {
        self.common.alg.as_deref()
    }

    /// `use`.
    #[must_use]
    pub fn key_use(&self) -> Option<&KeyUse> {
        self.common.key_use.as_ref()
    }

    /// `key_ops`.
    #[must_use]
    pub fn key_ops(&self) -> Option<&[KeyOperation]> {
        self.common.key_ops.as_deref()
    }

    /// Members not known here, such as `x5c`.
    #[must_use]
    pub fn extra(&self) -> &Object {
        &self.common.extra
    }

    pub(crate) fn may_verify(&self, algorithm: SignatureAlgorithm) -> bool {
        self.common.permits_signature(algorithm, &KeyOperation::Verify)
    }

    pub(crate) fn may_encrypt(&self, algorithm: KeyManagementAlgorithm) -> bool {
        self.common.permits_encryption(algorithm, &[], Side::Encrypt)
    }
}

/// The members that make up the public key itself, `kty` included (RFC 7638 §3.2).
pub(super) fn required_members(key: &PublicKey) -> Object {
    let mut object = Object::new();
    match key {
        PublicKey::Rsa(key) => {
            object.insert("kty", "RSA");
            object.insert("n", base64url::encode(key.n()));
            object.insert("e", base64url::encode(key.e()));
        }
        PublicKey::Ec(key) => {
            object.insert("kty", "EC");
            object.insert("crv", key.curve().as_str());
            object.insert("x", base64url::encode(key.x()));
            object.insert("y", base64url::encode(key.y()));
        }
        PublicKey::Okp(key) => {
            object.insert("kty", "OKP");
            object.insert("crv", key.curve().as_str());
            object.insert("x", base64url::encode(key.x()));
        }
        // RFC 9964 §6: `alg` is required, and so part of the thumbprint.
        PublicKey::Akp(key) => {
            object.insert("kty", "AKP");
            object.insert("alg", key.algorithm().as_str());
            object.insert("pub", base64url::encode(key.bytes()));
        }
    }
    object
}
