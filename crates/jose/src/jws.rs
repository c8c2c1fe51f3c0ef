//! JSON Web Signature in its compact form: [RFC 7515].
//!
//! ```
//! use symbolon_crypto_ring::CRYPTO;
//! use symbolon_jose::jws::{CompactJws, Jws};
//! use symbolon_jose::{Secret, SignatureAlgorithm, SigningKey, VerificationKey};
//!
//! let secret = Secret::new(b"thirty-two bytes at the very least".to_vec());
//! let signing = SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?;
//! let token = Jws::new(b"payload".to_vec()).sign(&signing)?;
//!
//! let keys = VerificationKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?.into();
//! let verified = CompactJws::parse(&token)?.verify(&keys)?;
//! assert_eq!(verified.payload(), b"payload");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [RFC 7515]: https://www.rfc-editor.org/rfc/rfc7515

mod compact;
mod error;
mod header;
mod sign;

pub use compact::{CompactJws, VerifiedJws};
pub use error::{CriticalError, Error, Part};
pub use header::Header;
pub use sign::{AttachError, Jws, SignError, UnsignedJws};
