//! JSON Web Signature: [RFC 7515], and [RFC 7797] for payloads that are not encoded in base64url.
//!
//! Sign a payload and verify it, in the compact form:
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
//! The JSON forms can carry several signatures. The caller decides whether one valid signature is
//! enough ([`verify_any`](JsonJws::verify_any)) or all must be valid
//! ([`verify_all`](JsonJws::verify_all)). The result tells which key verified which signature:
//!
//! ```
//! # use symbolon_crypto_ring::CRYPTO;
//! # use symbolon_jose::{Secret, SignatureAlgorithm, SigningKey, VerificationKey};
//! # let secret = Secret::new(b"thirty-two bytes at the very least".to_vec());
//! # let key = SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?.named("a");
//! # let keys = VerificationKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?.named("a").into();
//! use symbolon_jose::jws::{JsonJws, Jws};
//!
//! let json = Jws::new(b"payload".to_vec()).unprotected("purpose", "archive").sign_json(&key)?;
//! let verified = JsonJws::parse(&json)?.verify_all(&keys)?;
//! let [signature] = verified.signatures() else { panic!("expected one signature") };
//! assert_eq!(signature.key(), Some("a"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A detached payload is sent separately from the token. The caller passes both to verify them:
//!
//! ```
//! # use symbolon_crypto_ring::CRYPTO;
//! # use symbolon_jose::{Secret, SignatureAlgorithm, SigningKey, VerificationKey};
//! # let secret = Secret::new(b"thirty-two bytes at the very least".to_vec());
//! # let key = SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?;
//! # let keys = VerificationKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?.into();
//! use symbolon_jose::jws::{Jws, Reader};
//!
//! let body = b"the body of a request";
//! let token = Jws::new(body.to_vec()).detached().sign(&key)?;
//! let verified = Reader::new().detached(&token, body)?.verify(&keys)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [RFC 7515]: https://www.rfc-editor.org/rfc/rfc7515
//! [RFC 7797]: https://www.rfc-editor.org/rfc/rfc7797

mod algorithm;
mod compact;
pub(crate) mod critical;
mod error;
mod header;
mod json;
mod parameters;
mod quirks;
mod reader;
mod sign;
mod signing_input;
mod verify;

pub use algorithm::algorithm_of;
pub use compact::{CompactJws, VerifiedJws};
pub use error::{CriticalError, Error, Part};
pub use header::Header;
pub(crate) use header::is_same_type;
pub use json::{JsonJws, JsonSignature, RefusedSignature, VerifiedJsonJws, VerifiedSignature};
pub use parameters::HeaderParameters;
pub use quirks::JwsQuirks;
pub use reader::Reader;
pub use sign::{AttachError, GeneralJws, Jws, SignError, UnsignedJws, UnsignedSignature};
