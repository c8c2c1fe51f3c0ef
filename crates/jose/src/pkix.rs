//! Keys and certificates in DER and PEM, the formats of X.509 and OpenSSL (feature `pkix`).
//!
//! | format and PEM label | specification | supported |
//! |---|---|---|
//! | PKCS #8, `PRIVATE KEY` | [RFC 5958], [RFC 8410 §7], [RFC 9881 §6] | reading and writing |
//! | SEC 1, `EC PRIVATE KEY` | [RFC 5915] | reading and writing |
//! | PKCS #1, `RSA PRIVATE KEY` and `RSA PUBLIC KEY` | [RFC 8017 A.1] | reading and writing |
//! | SPKI, `PUBLIC KEY` | [RFC 5280 §4.1.2.7], [RFC 5480], [RFC 8410 §4], [RFC 9881 §4] | reading and writing |
//! | X.509 certificate, `CERTIFICATE` | [RFC 5280] | reading, for the public key and the thumbprints |
//!
//! The functions that read and write keys are methods of [`PublicJwk`](crate::jwk::PublicJwk) and
//! [`PrivateJwk`](crate::jwk::PrivateJwk). These formats have no `kid`, `use` or `alg`, so a key
//! that was read has no `kid` and no `use`, and only an ML-DSA key has an `alg`.
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
//! DER must end where its outer length says. A PEM text must contain exactly one block
//! ([RFC 7468]). There are two exceptions: a block `EC PARAMETERS` beside a key is skipped, and of
//! a certificate chain, only the first certificate is used. If a private key comes without its
//! public key, the cryptography backend derives the public key. If it comes with a public key that
//! belongs to another private key, it is refused. Whether a point is on its curve, and whether the
//! numbers of an RSA key belong together, is checked when the key is prepared, as for a JWK.
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
mod complete;
mod content;
mod decode;
mod ec;
mod error;
mod ml_dsa;
mod oid;
mod pem;
mod pem_file;
mod private_key;
mod public_key;
mod rsa;
mod unsupported;
mod x5c;

pub use certificate::Certificate;
pub use content::Content;
pub use error::Error;
pub use oid::Oid;
pub use unsupported::UnsupportedAlgorithm;
pub use x5c::certificates;
