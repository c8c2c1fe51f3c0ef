//! The primitives that everything rests on: what no library above them can undercut.

pub mod aws_lc;
pub mod encryption;
pub mod ring;
mod rust_crypto;

use std::rc::Rc;

/// A primitive with a prepared key: no JSON, no base64, no choice of key.
pub struct Raw {
    /// Whether this signature is one over this message.
    pub verify: RawVerify,
    /// Writes the signature of this message, in its JWS form, into the buffer.
    pub sign: RawSign,
}

pub type RawVerify = Rc<dyn Fn(&[u8], &[u8]) -> bool>;
pub type RawSign = Rc<dyn Fn(&[u8], &mut Vec<u8>)>;

/// Replaces what is in the buffer, which keeps its allocation.
fn put(buffer: &mut Vec<u8>, bytes: &[u8]) {
    buffer.clear();
    buffer.extend_from_slice(bytes);
}
