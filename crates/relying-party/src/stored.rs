//! Secrets within what the caller stores: the text in full, checked when it comes back.
//!
//! The secrets themselves do not serialise. A type that holds some says so in its documentation.

macro_rules! stored {
    ($module:ident, $secret:ident) => {
        pub(crate) mod $module {
            use serde::{Deserialize, Deserializer, Serializer, de};
            use symbolon_oauth::$secret;

            pub(crate) fn serialize<S: Serializer>(
                secret: &$secret,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(secret.expose())
            }

            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<$secret, D::Error> {
                $secret::parse(String::deserialize(deserializer)?).map_err(de::Error::custom)
            }
        }
    };
}

stored!(code_verifier, CodeVerifier);
stored!(access_token, AccessToken);

pub(crate) mod refresh_token {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
    use symbolon_oauth::RefreshToken;

    pub(crate) fn serialize<S: Serializer>(
        secret: &Option<RefreshToken>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        secret.as_ref().map(RefreshToken::expose).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<RefreshToken>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(RefreshToken::parse).transpose().map_err(de::Error::custom)
    }
}
