//! The primitives of the backends: the least time that any library built on them can take.

pub mod aws_lc;
pub mod encryption;
pub mod ring;
mod rust_crypto;

use std::rc::Rc;

/// A primitive with a prepared key: no JSON, no base64, no choice of key.
pub struct Raw {
    /// Returns true if the signature of the message verifies.
    pub verify: RawVerify,
    /// Signs the message and writes the signature, in its JWS form, into the buffer.
    pub sign: RawSign,
}

pub type RawVerify = Rc<dyn Fn(&[u8], &[u8]) -> bool>;
pub type RawSign = Rc<dyn Fn(&[u8], &mut Vec<u8>)>;

/// Replaces the content of the buffer and keeps its allocation.
fn put(buffer: &mut Vec<u8>, bytes: &[u8]) {
    buffer.clear();
    buffer.extend_from_slice(bytes);
}
