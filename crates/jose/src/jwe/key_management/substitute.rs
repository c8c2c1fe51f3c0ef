//! What takes the place of a key that cannot be unwrapped:
//! [RFC 7516 §11.5](https://www.rfc-editor.org/rfc/rfc7516#section-11.5).

use subtle::{ConditionallySelectable as _, ConstantTimeEq as _};

use crate::Secret;
use crate::crypto::CipherFailed;

/// The unwrapped key if there is one and it has the length of the substitute, else the substitute.
///
/// Nobody can tell from here on which of the two it is, except by the tag of the content, which a
/// random key fails. The choice is made byte by byte under a mask: for RSA1_5 the time between one
/// and the other would be an oracle for the padding. What is left is what the backend's own `Result`
/// tells, and that a failure has no bytes to copy.
pub(crate) fn unwrapped_or(unwrapped: Result<Secret, CipherFailed>, substitute: &Secret) -> Secret {
    let substitute = substitute.expose();
    // A failure is a key of no bytes.
    let found = unwrapped.as_ref().map_or(&[][..], Secret::expose);
    let len = |bytes: &[u8]| u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let keep = len(found).ct_eq(&len(substitute));
    // Of its full length from the start, so that no copy is left behind unwiped.
    let mut key = vec![0; substitute.len()];
    for (byte, unwrapped) in key.iter_mut().zip(found) {
        *byte = *unwrapped;
    }
    for (byte, other) in key.iter_mut().zip(substitute) {
        *byte = u8::conditional_select(other, byte, keep);
    }
    Secret::new(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(unwrapped: Result<&[u8], CipherFailed>) -> Vec<u8> {
        let unwrapped = unwrapped.map(|bytes| Secret::new(bytes.to_vec()));
        unwrapped_or(unwrapped, &Secret::new(vec![9; 4])).expose().to_vec()
    }

    #[test]
    fn rfc7516_11_5_the_substitute_has_the_right_length_whatever_was_unwrapped() {
        assert_eq!(chosen(Ok(&[1, 2, 3, 4])), [1, 2, 3, 4]);
        assert_eq!(chosen(Ok(&[0; 4])), [0; 4]);
        for other in [&[1; 3][..], &[1; 5], &[1; 64], &[]] {
            assert_eq!(chosen(Ok(other)), [9; 4], "{other:?}");
        }
        assert_eq!(chosen(Err(CipherFailed)), [9; 4]);
    }
}
