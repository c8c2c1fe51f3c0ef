//! Keys in the formats of X.509 and OpenSSL, in DER and PEM: with the feature `pkix`.
//!
//! | form | specification | read and written |
//! |---|---|---|
//! | PKCS #8, `PRIVATE KEY` | [RFC 5958], [RFC 8410 §7], [RFC 9881 §6] | both |
//! | SEC 1, `EC PRIVATE KEY` | [RFC 5915] | both |
//! | PKCS #1, `RSA PRIVATE KEY` and `RSA PUBLIC KEY` | [RFC 8017 A.1] | both |
//! | SPKI, `PUBLIC KEY` | [RFC 5280 §4.1.2.7], [RFC 5480], [RFC 8410 §4], [RFC 9881 §4] | both |
//! | X.509 certificate, `CERTIFICATE` | [RFC 5280] | read, for its public key and thumbprints |
//!
//! The functions are those of [`PublicJwk`](crate::jwk::PublicJwk) and
//! [`PrivateJwk`](crate::jwk::PrivateJwk). What is read has no `kid`, `use` or `alg`: these formats
//! do not have them.
//!
//! ```
//! use symbolon_crypto_ring::CRYPTO;
//! use symbolon_jose::jwk::{KeyKind, PrivateJwk};
//! use symbolon_jose::pkix::Error;
//!
//! # let key = PrivateJwk::generate(KeyKind::P256, &CRYPTO).unwrap();
//! let pem = key.to_pkcs8_pem()?; // -----BEGIN PRIVATE KEY-----
//! assert_eq!(PrivateJwk::from_pem(pem.expose(), &CRYPTO)?, key);
//! # Ok::<(), Error>(())
//! ```
//!
//! DER is read to the last byte, and PEM is one block ([RFC 7468]). A private key without its public
//! half is completed by the backend; one with a public half that is not its own is refused. Whether
//! a point is on its curve, and whether RSA numbers belong together, is checked when the key is
//! prepared, as for a JWK.
//!
//! [RFC 5280]: https://www.rfc-editor.org/rfc/rfc5280
//! [RFC 5280 §4.1.2.7]: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.7
//! [RFC 5480]: https://www.rfc-editor.org/rfc/rfc5480
//! [RFC 5915]: https://www.rfc-editor.org/rfc/rfc5915
//! [RFC 5958]: https://www.rfc-editor.org/rfc/rfc5958
//! [RFC 7468]: https://www.rfc-editor.org/rfc/rfc7468
//! [RFC 8017 A.1]: https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1
//! [RFC 8410 §4]: https://www.rfc-editor.org/rfc/rfc8410#section-4
//! [RFC 8410 §7]: https://www.rfc-editor.org/rfc/rfc8410#section-7
//! [RFC 9881 §4]: https://www.rfc-editor.org/rfc/rfc9881#section-4
//! [RFC 9881 §6]: https://www.rfc-editor.org/rfc/rfc9881#section-6

mod algorithm;
mod certificate;
mod content;
mod ec;
mod error;
mod ml_dsa;
mod pem;
mod private_key;
mod public_key;
mod rsa;
mod x5c;

pub use algorithm::UnsupportedAlgorithm;
pub use certificate::Certificate;
pub use content::Content;
pub use error::Error;
pub use x5c::certificates;

/// The most bytes of DER, and the most of PEM text: ten times the largest key, and several times a
/// large certificate.
const LARGEST: usize = 64 << 10;
