//! A JWK of any kind: a public key, a private key or a shared secret.

use super::common::is_private;
use super::public::PRIVATE_MEMBERS;
use super::{Error, PrivateJwk, PublicJwk};
use crate::{Limits, Object};

/// A JWK of any kind: a public key, a private key or a shared secret.
///
/// Use this type to read a JWK whose kind you do not know, for example from a file that a user
/// chose. To read a key of a peer, use [`PublicJwk`], which refuses private keys.
///
/// ```
/// use symbolon_jose::jwk::Jwk;
///
/// let jwk = Jwk::parse(br#"{"kty":"oct","kid":"1","k":"c2VjcmV0"}"#)?;
/// assert!(matches!(jwk, Jwk::Secret(_)));
/// let jwk = Jwk::parse(br#"{"kty":"OKP","crv":"Ed25519",
///     "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#)?;
/// assert!(matches!(jwk, Jwk::Public(_)));
/// # Ok::<(), symbolon_jose::jwk::Error>(())
/// ```
///
/// `Debug` does not show private members. This enum is deliberately exhaustive, because every JWK
/// has one of these three kinds, and a program has to decide about each kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Jwk {
    /// A public key.
    Public(PublicJwk),
    /// A private key with its public key.
    Private(PrivateJwk),
    /// A shared secret (`kty` oct).
    Secret(PrivateJwk),
}

impl Jwk {
    /// Reads a JWK of any kind from its JSON text. The JWK must not exceed [`Limits::DEFAULT`].
    ///
    /// # Errors
    /// - [`Error::Json`] if the text is not a JSON object or exceeds the limits.
    /// - Another error if the JSON object is not a valid JWK: see
    ///   [`PublicJwk::from_object`] and [`PrivateJwk::from_object`].
    pub fn parse(json: &[u8]) -> Result<Self, Error> {
        Self::from_object(Object::parse_document(json, &Limits::DEFAULT)?)
    }

    /// Reads a JWK of any kind from its JSON object. The JWK must not exceed [`Limits::DEFAULT`].
    ///
    /// # Errors
    /// An error if the JSON object is not a valid JWK: see [`PublicJwk::from_object`] and
    /// [`PrivateJwk::from_object`].
    pub fn from_object(object: Object) -> Result<Self, Error> {
        if object.get("kty").and_then(serde_json::Value::as_str) == Some("oct") {
            return PrivateJwk::from_object(object).map(Self::Secret);
        }
        // One private member is enough to make the key private. Otherwise, an incomplete private
        // key would be read as a public key.
        let is_secret = |name: &&str| object.get(name).is_some_and(|value| is_private(name, value));
        if PRIVATE_MEMBERS.iter().any(is_secret) {
            PrivateJwk::from_object(object).map(Self::Private)
        } else {
            PublicJwk::from_object(object).map(Self::Public)
        }
    }

    /// Returns the public key as a JWK, or `None` for a shared secret.
    #[must_use]
    pub fn public(&self) -> Option<PublicJwk> {
        match self {
            Self::Public(jwk) => Some(jwk.clone()),
            Self::Private(jwk) | Self::Secret(jwk) => jwk.public(),
        }
    }

    /// Returns `kid`, the name by which tokens refer to the key, or `None` if the JWK has no `kid`.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        match self {
            Self::Public(jwk) => jwk.kid(),
            Self::Private(jwk) | Self::Secret(jwk) => jwk.kid(),
        }
    }
}
