//! Public keys as JWKs.

use super::common::{Common, Side, is_private};
use super::material::PublicKey;
use super::operation::{KeyOperation, KeyUse};
use super::{Error, KeyQuirks, read};
use crate::algorithm::KeyManagementAlgorithm;
use crate::{Limits, Object, SignatureAlgorithm, base64url};

/// A public key as a JWK ([RFC 7517 §4](https://www.rfc-editor.org/rfc/rfc7517#section-4)).
///
/// Private keys and shared secrets are refused when a JWK is read. An optional member that is
/// `null` or an empty string counts as absent. A private member without a value, such as
/// `"d": null`, counts as absent too.
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

/// The members of private keys and shared secrets: RFC 7518 §6.2.2, §6.3.2, §6.4.1, RFC 9964 §4.
pub(super) const PRIVATE_MEMBERS: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

impl PublicJwk {
    /// Reads a public key from the JSON text of a JWK. The JWK must not exceed [`Limits::DEFAULT`].
    ///
    /// # Errors
    /// - [`Error::Json`] if the text is not a JSON object or exceeds the limits.
    /// - Another error if the JSON object is not a valid public JWK: see
    ///   [`from_object`](Self::from_object).
    pub fn parse(json: &[u8]) -> Result<Self, Error> {
        Self::from_object(Object::parse_document(json, &Limits::DEFAULT)?)
    }

    /// Reads a public key from the JSON object of a JWK. The JWK must not exceed
    /// [`Limits::DEFAULT`].
    ///
    /// # Errors
    /// - [`Error::PrivateMember`] or [`Error::SymmetricKey`] if the JWK is a private key or a
    ///   shared secret. Publish the result of [`PrivateJwk::public`](super::PrivateJwk::public)
    ///   instead.
    /// - [`Error::Missing`], [`Error::Member`] or [`Error::Base64`] if a member is absent or
    ///   malformed.
    /// - [`Error::UnsupportedKeyType`] or [`Error::UnsupportedCurve`] if this crate does not
    ///   support keys of this kind.
    /// - [`Error::Length`], [`Error::Number`], [`Error::RsaModulus`], [`Error::RsaExponent`],
    ///   [`Error::SmallOrder`] or [`Error::PointEncoding`] if a value of the key material is not
    ///   valid.
    /// - [`Error::KeyOperations`] if `key_ops` names an operation twice, names more than 32
    ///   operations, or contradicts `use`.
    pub fn from_object(object: Object) -> Result<Self, Error> {
        Self::from_object_within(object, &Limits::DEFAULT)
    }

    /// Reads a public key from the JSON object of a JWK. The JWK must not exceed `limits`.
    ///
    /// # Errors
    /// An error if the JSON object is not a valid public JWK: see
    /// [`from_object`](Self::from_object).
    pub fn from_object_within(mut object: Object, limits: &Limits) -> Result<Self, Error> {
        let kty = object.take_string("kty")?.ok_or(Error::Missing("kty"))?;
        // A shared secret has its own error, although `k` is also a private member.
        if kty == "oct" {
            return Err(Error::SymmetricKey);
        }
        // RFC 7517 §9.2: private members must be protected, so a private member in a public JWK has
        // leaked.
        for name in PRIVATE_MEMBERS {
            // RFC 7518 §6.3.2: a private key has a value of `d`. `null` reveals nothing about a
            // private key.
            if object.remove(name).is_some_and(|value| is_private(name, &value)) {
                return Err(Error::PrivateMember(name));
            }
        }
        let key = read::public(&kty, &mut object, limits)?;
        Ok(Self { key, common: Common::read(object)? })
    }

    /// Reads a public key from the JSON object of a JWK that may have these deviations. The JWK must
    /// not exceed `limits`.
    ///
    /// # Errors
    /// An error if the JSON object, after the deviations have been corrected, is not a valid public
    /// JWK: see [`from_object`](Self::from_object).
    pub fn from_object_with_quirks(
        mut object: Object,
        limits: &Limits,
        quirks: &KeyQuirks,
    ) -> Result<Self, Error> {
        quirks.apply(&mut object);
        Self::from_object_within(object, limits)
    }

    /// Reads the `jwk` of a header. Returns `None` if the key is not supported, because a token is
    /// not refused for a key that verification does not use.
    pub(crate) fn from_header(object: &Object) -> Result<Option<Self>, Error> {
        // Some servers write `"d": null` in their JWK Sets, but not in headers. So in a header, a
        // private member is refused even if it has no value.
        let private = PRIVATE_MEMBERS.iter().find(|name| object.contains(name));
        match (private, object.get("kty").and_then(serde_json::Value::as_str)) {
            (None, _) | (Some(_), None | Some("oct")) => {}
            (Some(name), Some(_)) => return Err(Error::PrivateMember(name)),
        }
        match Self::from_object(object.clone()) {
            Ok(jwk) => Ok(Some(jwk)),
            // RFC 7517 §5: keys with an unknown type or unsupported values are ignored.
            Err(
                Error::UnsupportedKeyType
                | Error::UnsupportedCurve { .. }
                | Error::SmallOrder
                | Error::RsaModulus { .. }
                | Error::RsaExponent,
            ) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Creates a JWK from key material. If `kid` is `None`, the JWK has no `kid`.
    #[must_use]
    pub fn from_key(key: PublicKey, kid: Option<String>) -> Self {
        let common = Common::new(key.kind(), kid);
        Self { key, common }
    }

    /// Creates the JWK of a public key. `common` contains the members of the private key's JWK that
    /// are not key material.
    pub(super) fn from_parts(key: PublicKey, mut common: Common) -> Self {
        // RFC 7517 §9.2: a private member of another key type was kept as an unknown member, and
        // must not be published either.
        for name in PRIVATE_MEMBERS {
            common.extra.remove(name);
        }
        Self { key, common }
    }

    /// Returns the JWK as a JSON object, including its unknown members.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = required_members(&self.key);
        self.common.write(&mut object);
        object
    }

    /// Returns the key material of the public key: the key without its `kid`, `alg` and other
    /// members that describe it.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Returns `kid`, the name by which tokens refer to the key, or `None` if the JWK has no `kid`.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.common.kid.as_deref()
    }

    /// Returns `alg`, the name of the only algorithm that the key is allowed to be used with, or
    /// `None` if the JWK does not restrict the algorithm.
    #[must_use]
    pub fn alg(&self) -> Option<&str> {
        self.common.alg.as_deref()
    }

    /// Returns `use`, the purpose of the key, or `None` if the JWK does not restrict the purpose.
    #[must_use]
    pub fn key_use(&self) -> Option<&KeyUse> {
        self.common.key_use.as_ref()
    }

    /// Returns `key_ops`, the operations that the JWK permits, or `None` if the JWK does not
    /// restrict the operations.
    #[must_use]
    pub fn key_ops(&self) -> Option<&[KeyOperation]> {
        self.common.key_ops.as_deref()
    }

    /// Returns the members of the JWK that the other methods of this type do not return, for
    /// example `x5c`.
    #[must_use]
    pub fn extra(&self) -> &Object {
        &self.common.extra
    }

    /// Returns `true` if `use`, `key_ops` and `alg` permit to verify with this algorithm.
    pub(crate) fn may_verify(&self, algorithm: SignatureAlgorithm) -> bool {
        self.common.permits_signature(algorithm, &KeyOperation::Verify)
    }

    /// Returns `true` if `use`, `key_ops` and `alg` permit to encrypt with this algorithm.
    pub(crate) fn may_encrypt(&self, algorithm: KeyManagementAlgorithm) -> bool {
        self.common.permits_encryption(algorithm, &[], Side::Encrypt)
    }
}

/// Returns the members of the public key itself, including `kty` (RFC 7638 §3.2).
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
        // RFC 9964 §6: `alg` is a required member, so it is part of the thumbprint.
        PublicKey::Akp(key) => {
            object.insert("kty", "AKP");
            object.insert("alg", key.algorithm().as_str());
            object.insert("pub", base64url::encode(key.bytes()));
        }
    }
    object
}
