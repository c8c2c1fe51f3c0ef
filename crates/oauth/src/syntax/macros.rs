//! Macros for the two kinds of newtypes in this crate: secret texts and open registries.

/// Defines a text that must not leak.
///
/// The text is wiped when dropped and compared in constant time. `Debug` prints the name of the
/// type only. `parse` checks a value of another party against the grammar.
macro_rules! secret_text {
    ($(#[$doc:meta])* $name:ident, $grammar:path) => {
        $(#[$doc])*
        ///
        /// The text is wiped from memory when it is dropped, and compared in constant time. `Debug`
        /// prints only the name of the type. The type intentionally has no `Display`, no `Deref`
        /// and no derived `Serialize`: call [`expose`](Self::expose) where you need the text.
        #[derive(Clone, PartialEq)]
        pub struct $name(symbolon_jose::SecretString);

        impl Eq for $name {}

        impl $name {
            /// Reads a value that another party sent, and checks its grammar.
            ///
            /// # Errors
            #[doc = concat!("[`SyntaxError::", stringify!($name), "`](crate::SyntaxError::",
                stringify!($name), ") when the text breaks the grammar.")]
            pub fn parse(text: String) -> Result<Self, $crate::SyntaxError> {
                let secret = symbolon_jose::SecretString::new(text);
                if !$grammar(secret.expose()) {
                    return Err($crate::SyntaxError::$name);
                }
                Ok(Self(secret))
            }

            /// Creates a fresh value from 32 random bytes, encoded as 43 characters of base64url.
            ///
            /// # Errors
            /// [`RandomError`](symbolon_jose::crypto::RandomError) when the source of randomness
            /// fails.
            pub fn random(
                crypto: &symbolon_jose::Crypto,
            ) -> Result<Self, symbolon_jose::crypto::RandomError> {
                symbolon_jose::SecretString::random(crypto).map(Self)
            }

            /// Returns the secret text. Do not log it, and review every call of this method.
            #[must_use]
            pub fn expose(&self) -> &str {
                self.0.expose()
            }

            /// Returns the SHA-256 hash of the text. Use the hash as the key of a record in your
            /// store, so that the store does not contain the secret text.
            #[must_use]
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

/// Defines `new` for secret texts that the program can have made itself.
macro_rules! secret_text_new {
    ($($name:ident),+) => {
        $(impl $name {
            /// Wraps a value that your own code made, without checking it.
            ///
            /// Use [`parse`](Self::parse) for a value that another party sent.
            #[must_use]
            pub fn new(text: String) -> Self {
                Self(symbolon_jose::SecretString::new(text))
            }
        })+
    };
}

/// Defines an open registry: a text, with a constant for each registered value.
///
/// A value that is not registered is accepted too if it obeys the grammar.
macro_rules! registry {
    (
        $(#[$doc:meta])* $name:ident, $grammar:path;
        $($(#[$value_doc:meta])* $value:ident = $text:literal;)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(std::borrow::Cow<'static, str>);

        impl $name {
            $($(#[$value_doc])* pub const $value: Self = Self(std::borrow::Cow::Borrowed($text));)*

            /// Creates a value from a text. The text does not have to be one of the registered
            /// values.
            ///
            /// # Errors
            #[doc = concat!("[`SyntaxError::", stringify!($name), "`](crate::SyntaxError::",
                stringify!($name), ") when the text breaks the grammar.")]
            pub fn new(text: &str) -> Result<Self, $crate::SyntaxError> {
                if !$grammar(text) {
                    return Err($crate::SyntaxError::$name);
                }
                Ok(Self(std::borrow::Cow::Owned(text.to_owned())))
            }

            /// Returns the value as it is sent in messages.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        text_impls!($name);
    };
}

/// Implements `Display`, `Debug`, `FromStr`, serde and `TextValue` for a public text that has
/// `new(&str)` and `as_str()`.
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
