//! `Serialize` and `Deserialize` for public JWKs and JWK Sets.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{PublicJwk, PublicJwkSet};
use crate::Object;

impl Serialize for PublicJwk {
    /// Writes the JWK with all its members, in the same way as [`PublicJwk::to_object`].
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_object().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for PublicJwk {
    /// Reads a JWK in the same way as [`PublicJwk::from_object`], and refuses the same JWKs.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_object(Object::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl Serialize for PublicJwkSet {
    /// Writes the set with all its members, in the same way as [`PublicJwkSet::to_object`].
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_object().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for PublicJwkSet {
    /// Reads a set in the same way as [`PublicJwkSet::from_object`]: keys that cannot be used are
    /// left out.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_object(Object::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
