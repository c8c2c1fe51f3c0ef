//! Makes and reads tokens of every form on any backend.
//!
//! The tests in `tests/across` use it to compare the backends. The program `symbolon-jose-peer`
//! offers it to the tests with other implementations.

mod backend;
mod bytes;
pub mod jwe;
pub mod jws;
mod keys;
mod material;
pub mod nested;
pub mod peer;
mod refusal;
mod shape;

pub use backend::Backend;
pub use bytes::Bytes;
pub use keys::{KeySize, generate, key_management_keys, signature_key};
pub use material::Material;
pub use refusal::Refusal;
pub use shape::Shape;
