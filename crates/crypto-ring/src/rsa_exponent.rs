//! The one relation of an RSA private key that ring leaves unchecked.

use zeroize::Zeroizing;

/// Whether d mod (p - 1) = dp, all big-endian: the relation that makes `dp` a short form of `d`
/// ([RFC 8017 §3.2](https://www.rfc-editor.org/rfc/rfc8017#section-3.2)).
///
/// All three are secret. What is computed, and where it is stored, depends on their lengths alone.
pub(crate) fn reduces(d: &[u8], p: &[u8], dp: &[u8]) -> bool {
    let mut modulus = limbs(p);
    let len = modulus.len();
    // p is odd, so that p - 1 differs from it in one bit; ring refuses an even one.
    for lowest in modulus.iter_mut().take(1) {
        *lowest &= !1;
    }
    let remainder = remainder(d, &modulus);
    let expected = limbs(dp);
    let differing = remainder
        .iter()
        .zip(expected.iter().chain(std::iter::repeat(&0)))
        .fold(0, |differing, (found, expected)| differing | (found ^ expected));
    expected.len() <= len && differing == 0
}

/// Little-endian limbs of a big-endian number.
fn limbs(number: &[u8]) -> Zeroizing<Vec<u32>> {
    let limbs = number.rchunks(4).map(|bytes| {
        bytes.iter().fold(0_u32, |limb, byte| limb.wrapping_shl(8) | u32::from(*byte))
    });
    Zeroizing::new(limbs.collect())
}

/// Long division in base 2: take one bit more of the number, subtract the modulus if it fits.
fn remainder(number: &[u8], modulus: &[u32]) -> Zeroizing<Vec<u32>> {
    let mut remainder = Zeroizing::new(vec![0; modulus.len()]);
    for byte in number {
        for shift in (0..8).rev() {
            let overflow = double_and_add(&mut remainder, u32::from(byte.wrapping_shr(shift) & 1));
            let fits = overflow | (is_below(&remainder, modulus) ^ 1);
            subtract(&mut remainder, modulus, fits.wrapping_neg());
        }
    }
    remainder
}

/// Doubles a number and adds a bit; returns the bit that no longer has a place.
fn double_and_add(number: &mut [u32], bit: u32) -> u32 {
    number.iter_mut().fold(bit, |carry, limb| {
        let out = *limb >> 31;
        *limb = (*limb << 1) | carry;
        out
    })
}

/// 1 when the number is below the other, else 0.
fn is_below(number: &[u32], other: &[u32]) -> u32 {
    number.iter().zip(other).fold(0, |borrow, (limb, other)| {
        let (_, borrow) = borrowing_sub(*limb, *other, borrow);
        borrow
    })
}

/// Subtracts `subtrahend` where the mask is all ones, and nothing where it is zero.
fn subtract(number: &mut [u32], subtrahend: &[u32], mask: u32) {
    number.iter_mut().zip(subtrahend).fold(0, |borrow, (limb, subtrahend)| {
        let (difference, borrow) = borrowing_sub(*limb, subtrahend & mask, borrow);
        *limb = difference;
        borrow
    });
}

fn borrowing_sub(minuend: u32, subtrahend: u32, borrow: u32) -> (u32, u32) {
    let (difference, first) = minuend.overflowing_sub(subtrahend);
    let (difference, second) = difference.overflowing_sub(borrow);
    (difference, u32::from(first) | u32::from(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every d against u128 arithmetic, over moduli of one limb, two, and four.
    #[test]
    fn rfc8017_3_2_dp_is_d_reduced() {
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
    fn nothing_is_no_key() {
        assert!(!reduces(&[5], &[], &[5]));
        assert!(!reduces(&[5], &[11], &[5, 0, 0, 0, 0]));
    }
}
