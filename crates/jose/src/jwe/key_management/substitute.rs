//! The random key that replaces a key that cannot be unwrapped:
//! [RFC 7516 §11.5](https://www.rfc-editor.org/rfc/rfc7516#section-11.5).

use subtle::{ConditionallySelectable as _, ConstantTimeEq as _};

use crate::Secret;
use crate::crypto::CipherFailed;

/// Returns the unwrapped key if it has the length of the substitute, and the substitute otherwise.
///
/// The choice is made byte by byte under a mask, so that it takes the same time either way. With
/// RSA1_5, a difference in time would tell an attacker whether the padding was right. After the
/// choice only the tag of the content shows which key was returned: a random key fails it. Two
/// differences in time remain: the branch in the backend's own `Result`, and that a failure has no
/// bytes to copy.
pub(crate) fn unwrapped_or(unwrapped: Result<Secret, CipherFailed>, substitute: &Secret) -> Secret {
    let substitute = substitute.expose();
    // A failure is treated as a key of zero bytes, whose length is wrong.
    let found = unwrapped.as_ref().map_or(&[][..], Secret::expose);
    let len = |bytes: &[u8]| u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let keep = len(found).ct_eq(&len(substitute));
    // Allocated once in full length: growing would leave copies in memory that are not zeroized.
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
    fn rfc7516_11_5_a_failure_or_a_key_of_another_length_is_replaced() {
        assert_eq!(chosen(Ok(&[1, 2, 3, 4])), [1, 2, 3, 4]);
        assert_eq!(chosen(Ok(&[0; 4])), [0; 4]);
        for other in [&[1; 3][..], &[1; 5], &[1; 64], &[]] {
            assert_eq!(chosen(Ok(other)), [9; 4], "{other:?}");
        }
        assert_eq!(chosen(Err(CipherFailed)), [9; 4]);
    }
}
