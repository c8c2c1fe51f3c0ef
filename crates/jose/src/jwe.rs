//! JSON Web Encryption (JWE): [RFC 7516], with the algorithms of [RFC 7518 §4], [§5] and
//! [RFC 8037 §3.2].
//!
//! Encrypt to a public key:
//!
//! ```
//! use symbolon_crypto_ring::CRYPTO;
//! use symbolon_jose::jwe::Jwe;
//! use symbolon_jose::jwk::PublicJwk;
//! use symbolon_jose::{ContentEncryptionAlgorithm as Enc, EncryptionKey, KeyManagementAlgorithm as Alg};
//!
//! # let jwk = br#"{"kty":"EC","crv":"P-256","kid":"1","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck"}"#;
//! let jwk = PublicJwk::parse(jwk)?; // the recipient's public key
//! let key = EncryptionKey::from_jwk(&jwk, Alg::EcdhEsA128Kw, Enc::A128CbcHs256, &CRYPTO)?;
//! let token = Jwe::new(b"attack at dawn".to_vec()).cty("text/plain").encrypt(&key)?;
//! assert_eq!(token.split('.').count(), 5);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Decrypt with the private key:
//!
//! ```
//! use symbolon_crypto_ring::CRYPTO;
//! use symbolon_jose::jwe::{CompactJwe, DecryptedJwe, Error};
//! use symbolon_jose::jwk::PrivateJwk;
//! use symbolon_jose::{ContentEncryptionAlgorithm as Enc, KeyManagementAlgorithm as Alg};
//! use symbolon_jose::{DecryptionKey, DecryptionKeys, key};
//!
//! // Call this once and keep the result.
//! fn prepare(jwk: &PrivateJwk) -> Result<DecryptionKeys, key::Error> {
//!     Ok(DecryptionKey::from_jwk(jwk, Alg::EcdhEsA128Kw, &[Enc::A128CbcHs256], &CRYPTO)?.into())
//! }
//!
//! fn decrypt(token: &str, keys: &DecryptionKeys) -> Result<DecryptedJwe, Error> {
//!     CompactJwe::parse(token)?.decrypt(keys)
//! }
//! ```
//!
//! Decrypting does not prove who wrote the token, because anyone can encrypt to a public key. To
//! know the sender, sign first and then encrypt, with [`jwt::encrypt`](crate::jwt::encrypt).
//!
//! [RFC 7516]: https://www.rfc-editor.org/rfc/rfc7516
//! [RFC 7518 §4]: https://www.rfc-editor.org/rfc/rfc7518#section-4
//! [§5]: https://www.rfc-editor.org/rfc/rfc7518#section-5
//! [RFC 8037 §3.2]: https://www.rfc-editor.org/rfc/rfc8037#section-3.2

mod compact;
pub(crate) mod content;
mod decrypt;
mod encrypt;
mod encrypt_error;
mod encrypt_json;
mod error;
mod external;
mod header;
mod json;
pub(crate) mod key_management;
mod parameters;
mod reader;
mod zip;

pub use compact::CompactJwe;
pub use content::{ContentKey, Sealed};
pub use decrypt::DecryptedJwe;
pub use encrypt::Jwe;
pub use encrypt_error::EncryptError;
pub use encrypt_json::Recipient;
pub use error::{Error, Part};
pub use external::LockedJwe;
pub use header::Header;
pub use json::JsonJwe;
pub use reader::Reader;
