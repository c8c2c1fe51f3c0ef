//! The algorithms by name: closed lists, since whoever does not know an algorithm cannot run it.

mod content_encryption;
mod key_management;
mod signature;

pub use content_encryption::ContentEncryptionAlgorithm;
pub use key_management::KeyManagementAlgorithm;
pub use signature::SignatureAlgorithm;

/// The name is none of the algorithms known here. Names are case-sensitive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no algorithm of this name")]
pub struct UnknownAlgorithm;

/// What every list of algorithms has: each one's name, printed and read, both ways in serde.
macro_rules! named {
    ($name:ident, $parameter:literal, $($algorithm:ident = $text:literal,)*) => {
        impl $name {
            /// Every algorithm, in the order of the registry.
            pub const ALL: &'static [Self] = &[$(Self::$algorithm),*];

            #[doc = concat!("The name in the ", $parameter, " header parameter.")]
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
