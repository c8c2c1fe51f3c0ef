//! `request_object_signing_alg`: the algorithm of a client's request objects.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use symbolon_jose::SignatureAlgorithm;

/// `request_object_signing_alg`: the algorithm with which a client must sign its request objects
/// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
///
/// The value is serialised as text, such as `"ES256"` or `"none"`. This enum is intentionally
/// exhaustive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestObjectAlgorithm {
    /// The client signs its request objects with this algorithm.
    Signed(SignatureAlgorithm),
    /// `none`: the client's request objects can lack a signature. They are accepted only if
    /// [`RequestObjects::accept_unsigned`](crate::RequestObjects::accept_unsigned) is `true`.
    Unsigned,
}

impl Serialize for RequestObjectAlgorithm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Signed(algorithm) => algorithm.serialize(serializer),
            Self::Unsigned => serializer.serialize_str("none"),
        }
    }
}

impl<'de> Deserialize<'de> for RequestObjectAlgorithm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "none" => Ok(Self::Unsigned),
            name => name.parse().map(Self::Signed).map_err(de::Error::custom),
        }
    }
}
