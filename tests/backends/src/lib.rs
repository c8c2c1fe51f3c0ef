//! Tokens of every form, made and read on any backend: what the tests across backends loop over,
//! and what `symbolon-jose-peer` offers to the tests with programs that others wrote.

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
