//! A key set, serialised as a JWK Set.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use symbolon_jose::Object;
use symbolon_jose::jwk::PublicJwkSet;

pub(super) fn serialize<S: Serializer>(
    jwks: &Option<PublicJwkSet>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    jwks.as_ref().map(PublicJwkSet::to_object).serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<PublicJwkSet>, D::Error> {
    Option::<Object>::deserialize(deserializer)?
        .map(PublicJwkSet::from_object)
        .transpose()
        .map_err(de::Error::custom)
}
