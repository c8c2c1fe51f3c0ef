//! A check of RSA private keys that ring leaves out.

use crypto_bigint::{BoxedUint, CheckedSub as _, NonZero};
use zeroize::Zeroizing;

/// Returns true if d mod (p - 1) = dp. All three numbers are big-endian
/// ([RFC 8017 §3.2](https://www.rfc-editor.org/rfc/rfc8017#section-3.2)).
///
/// All three numbers are secret. The time taken depends only on their lengths.
pub(crate) fn reduces(d: &[u8], p: &[u8], dp: &[u8]) -> bool {
    let numbers = (number(d), number(p), number(dp));
    let (Some(d), Some(p), Some(dp)) = numbers else { return false };
    // A prime is larger than 1. ring refuses even numbers.
    let p_minus_one = p.checked_sub(&BoxedUint::one()).into_option();
    let modulus = p_minus_one.and_then(|n| NonZero::new(n).into_option()).map(Zeroizing::new);
    modulus.is_some_and(|modulus| Zeroizing::new(d.rem(&*modulus)) == dp)
}

fn number(big_endian: &[u8]) -> Option<Zeroizing<BoxedUint>> {
    let bits = u32::try_from(big_endian.len()).ok()?.checked_mul(8)?;
    BoxedUint::from_be_slice(big_endian, bits).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares the check with u128 arithmetic, for moduli of one limb and of two limbs.
    #[test]
    fn rfc8017_3_2_dp_is_accepted_only_if_it_is_d_reduced() {
        let numbers: Vec<u128> = (0..16)
            .map(|n| 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835_u128.rotate_left(n * 23) >> (n * 6))
            .collect();
        for d in &numbers {
            for p in numbers.iter().map(|p| p | 3) {
                let dp = d % (p - 1);
                let check = |dp: u128| {
                    reduces(&d.to_be_bytes(), &p.to_be_bytes(), &dp.to_be_bytes())
                        && reduces(&minimal(*d), &minimal(p), &minimal(dp))
                };
                assert!(check(dp), "{d} mod {p}");
                assert!(!check(dp + 1), "{d} mod {p}");
                assert!(!check(dp ^ (1 << 40)), "{d} mod {p}");
            }
        }
    }

    fn minimal(number: u128) -> Vec<u8> {
        number.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect()
    }

    #[test]
    fn empty_numbers_one_and_a_padded_exponent_are_refused() {
        assert!(!reduces(&[5], &[], &[5]));
        assert!(!reduces(&[5], &[1], &[5]));
        assert!(!reduces(&[5], &[11], &[5, 0, 0, 0, 0]));
    }
}
