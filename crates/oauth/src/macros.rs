//! The two shapes that most of this crate's newtypes have.

/// A text that must not leak: zeroized when dropped, compared in constant time, and printed by
/// `Debug` as the name of its type. The grammar is what a peer's value is checked against.
macro_rules! secret_text {
    ($(#[$doc:meta])* $name:ident, $grammar:path) => {
        $(#[$doc])*
        ///
        /// Zeroized when dropped, compared in constant time. `Debug` prints the type's name, and
        /// there is intentionally no `Display`, no `Deref` and no `Serialize`:
        /// [`expose`](Self::expose) is the one way out.
        #[derive(Clone, PartialEq)]
        pub struct $name(symbolon_jose::SecretString);

        impl Eq for $name {}

        /// Lets the text be the key of a map in memory. A store keeps the fingerprint instead.
        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.expose().hash(state);
            }
        }

        impl $name {
            /// Takes what a peer sent, and checks its grammar.
            pub fn parse(text: String) -> Result<Self, $crate::SyntaxError> {
                let secret = symbolon_jose::SecretString::new(text);
                if !$grammar(secret.expose()) {
                    return Err($crate::SyntaxError::$name);
                }
                Ok(Self(secret))
            }

            /// A fresh value: 32 random bytes, as 43 characters of base64url.
            ///
            /// Fails when the source of randomness does.
            pub fn random(
                crypto: &symbolon_jose::Crypto,
            ) -> Result<Self, symbolon_jose::crypto::RandomError> {
                symbolon_jose::SecretString::random(crypto).map(Self)
            }

            /// The text itself. Everything that calls this is worth a look in a review.
            pub fn expose(&self) -> &str {
                self.0.expose()
            }

            /// The SHA-256 of the text: what to store and look up instead of the text.
            pub fn fingerprint(
                &self,
                crypto: &symbolon_jose::Crypto,
            ) -> symbolon_jose::Fingerprint {
                self.0.fingerprint(crypto)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}

/// `new` for the secrets that a caller may have made by rules of their own.
macro_rules! secret_text_new {
    ($($name:ident),+) => {
        $(impl $name {
            /// Wraps a value of your own making. A peer's goes through [`parse`](Self::parse).
            pub fn new(text: String) -> Self {
                Self(symbolon_jose::SecretString::new(text))
            }
        })+
    };
}

/// An open registry: a string with the registered values as constants. A value that is not
/// among them is as good as any, provided it fits the grammar.
macro_rules! registry {
    (
        $(#[$doc:meta])* $name:ident, $grammar:path;
        $($(#[$value_doc:meta])* $value:ident = $text:literal;)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(std::borrow::Cow<'static, str>);

        impl $name {
            $($(#[$value_doc])* pub const $value: $name = $name(std::borrow::Cow::Borrowed($text));)*

            /// Any value that fits the grammar, registered or not.
            pub fn new(text: &str) -> Result<Self, $crate::SyntaxError> {
                if !$grammar(text) {
                    return Err($crate::SyntaxError::$name);
                }
                Ok(Self(std::borrow::Cow::Owned(text.to_owned())))
            }

            /// The value as it stands in a message.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        text_impls!($name);
    };
}

/// `Display`, `Debug`, `FromStr` and serde for a public text with `new(&str)` and `as_str()`.
macro_rules! text_impls {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.as_str()).finish()
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::SyntaxError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl symbolon_jose::json::document::TextValue for $name {
            type Error = $crate::SyntaxError;

            fn from_text(text: &str) -> Result<Self, Self::Error> {
                Self::new(text)
            }

            fn as_text(&self) -> &str {
                self.as_str()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                Self::new(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}
