//! JSON Web Keys and JWK Sets: [RFC 7517], [RFC 7518 §6], [RFC 8037], [RFC 8812 §3.1],
//! [RFC 9964 §3], with thumbprints as in [RFC 7638] and [RFC 9278].
//!
//! A JWK is data. To use it, prepare it for one algorithm, as a
//! [`VerificationKey`](crate::VerificationKey), [`SigningKey`](crate::SigningKey),
//! [`EncryptionKey`](crate::EncryptionKey) or [`DecryptionKey`](crate::DecryptionKey). Public and
//! private keys have different types, and [`PublicJwk`] refuses private members.
//!
//! ```
//! use symbolon_crypto_ring::CRYPTO;
//! use symbolon_jose::jwk::{KeyKind, PrivateJwk, PublicJwkSet};
//!
//! let jwk = PrivateJwk::generate(KeyKind::P256, &CRYPTO)?.named_by_thumbprint(&CRYPTO);
//! let file = jwk.expose().to_json(); // secret: keep it where only your program can read it
//! let published = PublicJwkSet::new(jwk.public().into_iter().collect());
//! assert_eq!(published.keys().len(), 1);
//! # assert!(file.contains("\"d\""));
//! # Ok::<(), symbolon_jose::jwk::GenerateError>(())
//! ```
//!
//! [RFC 7517]: https://www.rfc-editor.org/rfc/rfc7517
//! [RFC 7518 §6]: https://www.rfc-editor.org/rfc/rfc7518#section-6
//! [RFC 8037]: https://www.rfc-editor.org/rfc/rfc8037
//! [RFC 8812 §3.1]: https://www.rfc-editor.org/rfc/rfc8812#section-3.1
//! [RFC 9964 §3]: https://www.rfc-editor.org/rfc/rfc9964#section-3
//! [RFC 7638]: https://www.rfc-editor.org/rfc/rfc7638
//! [RFC 9278]: https://www.rfc-editor.org/rfc/rfc9278

mod any;
mod common;
mod error;
mod generate;
mod material;
mod members;
mod operation;
mod private;
mod private_set;
mod public;
mod quirks;
mod read;
mod serialize;
mod set;
mod thumbprint;

pub use any::Jwk;
pub use error::Error;
pub use generate::GenerateError;
pub use material::{
    AkpAlgorithm, AkpPrivate, AkpPublic, EcCurve, EcPrivate, EcPublic, KeyKind, OkpCurve,
    OkpPrivate, OkpPublic, PrivateKey, PublicKey, RsaPrivate, RsaPrivateNumbers, RsaPublic,
};
pub use operation::{KeyOperation, KeyUse};
pub use private::PrivateJwk;
pub use private_set::{PrivateJwkSet, SigningKeyError};
pub use public::PublicJwk;
pub use quirks::KeyQuirks;
pub use set::{EncryptionKeyError, PublicJwkSet};
