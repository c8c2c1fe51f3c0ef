//! The algorithms of JWS and JWE by name.
//!
//! The algorithms are closed enums: an algorithm without a variant cannot be run.
//!
//! ```
//! use symbolon_jose::SignatureAlgorithm;
//!
//! assert_eq!(SignatureAlgorithm::Es256.as_str(), "ES256");
//! assert!(SignatureAlgorithm::Hs256.is_mac());
//! ```

mod content_encryption;
mod key_management;
mod signature;

pub use content_encryption::ContentEncryptionAlgorithm;
pub use key_management::KeyManagementAlgorithm;
pub use signature::SignatureAlgorithm;

/// The error for a text that is not the name of a known algorithm. Algorithm names are
/// case-sensitive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown algorithm name (names are case-sensitive)")]
pub struct UnknownAlgorithm;

/// Generates what every algorithm enum has: `ALL`, `as_str`, `Display`, `FromStr` and serde by
/// name.
macro_rules! named {
    ($name:ident, $parameter:literal, $($algorithm:ident = $text:literal,)*) => {
        impl $name {
            /// Every algorithm of this enum, in the order of its variants.
            pub const ALL: &'static [Self] = &[$(Self::$algorithm),*];

            #[doc = concat!("Returns the algorithm's name in the ", $parameter, " header parameter.")]
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$algorithm => $text,)*
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::algorithm::UnknownAlgorithm;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                match name {
                    $($text => Ok(Self::$algorithm),)*
                    _ => Err(crate::algorithm::UnknownAlgorithm),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
use named;
