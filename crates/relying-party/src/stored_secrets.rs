//! Serialization of secrets within the records that the caller stores.
//!
//! The secrets themselves do not serialise, so that they cannot be stored by accident. The
//! documentation of a record says when it holds secrets. Each text is checked against its grammar
//! when it is read.

use serde::{Deserialize, Deserializer};

/// Reads an optional member that is always written, so that a damaged record without the member is
/// refused.
pub(crate) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

/// Serialises an optional secret.
macro_rules! optional {
    ($module:ident, $secret:ident) => {
        pub(crate) mod $module {
            use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
            use symbolon_oauth::$secret;

            pub(crate) fn serialize<S: Serializer>(
                secret: &Option<$secret>,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                secret.as_ref().map($secret::expose).serialize(serializer)
            }

            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Option<$secret>, D::Error> {
                let text = Option::<String>::deserialize(deserializer)?;
                text.map($secret::parse).transpose().map_err(de::Error::custom)
            }
        }
    };
}

optional!(access_token, AccessToken);
optional!(refresh_token, RefreshToken);
optional!(code_verifier, CodeVerifier);
