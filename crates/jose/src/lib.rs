#![doc = include_str!("../README.md")]

pub mod algorithm;
pub mod base64url;
mod compact;
pub mod crypto;
pub mod danger;
mod excerpt;
pub mod json;
pub mod jwe;
pub mod jwk;
pub mod jws;
pub mod jwt;
pub mod key;
pub mod limits;
pub mod numeric_date;
#[cfg(feature = "pkix")]
pub mod pkix;
pub mod rule;
pub mod secret;

pub use algorithm::{ContentEncryptionAlgorithm, KeyManagementAlgorithm, SignatureAlgorithm};
pub use crypto::Crypto;
pub use excerpt::{Excerpt, Excerpts};
pub use json::{MemberError, Object};
pub use key::{
    DecryptionKey, DecryptionKeys, EncryptionKey, SigningKey, VerificationKey, VerificationKeys,
};
pub use limits::Limits;
pub use numeric_date::NumericDate;
pub use secret::{Fingerprint, Secret, SecretString};
