//! The checksum that all algorithms of this backend are made of.

/// The offset basis of FNV-1a with 64 bits.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;
/// The increment of SplitMix64.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// Fills the buffer with a checksum of the parts and of their lengths.
pub fn fill(parts: &[&[u8]], output: &mut [u8]) {
    let mut state = parts.iter().fold(OFFSET, |state, part| {
        let len = u64::try_from(part.len()).unwrap_or(u64::MAX);
        part.iter()
            .fold(mix(state ^ len), |state, byte| (state ^ u64::from(*byte)).wrapping_mul(PRIME))
    });
    for chunk in output.chunks_mut(8) {
        state = state.wrapping_add(STEP);
        for (to, from) in chunk.iter_mut().zip(mix(state).to_be_bytes()) {
            *to = from;
        }
    }
}

/// Returns a checksum of this many bytes.
#[must_use]
pub fn of(parts: &[&[u8]], len: usize) -> Vec<u8> {
    let mut output = vec![0; len];
    fill(parts, &mut output);
    output
}

/// Returns the text, exclusive or a checksum of the parts. A second call undoes the first.
#[must_use]
pub fn lay_over(parts: &[&[u8]], text: &[u8]) -> Vec<u8> {
    let mut output = of(parts, text.len());
    for (to, from) in output.iter_mut().zip(text) {
        *to ^= from;
    }
    output
}

fn mix(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_and_every_border_counts() {
        let sums = [
            of(&[b"ab", b"c"], 16),
            of(&[b"a", b"bc"], 16),
            of(&[b"abc"], 16),
            of(&[b"abd", b""], 16),
            of(&[b"abc", b""], 16),
            of(&[], 16),
        ];
        for (index, sum) in sums.iter().enumerate() {
            assert!(!sums[..index].contains(sum));
        }
    }

    #[test]
    fn laid_over_twice_is_not_at_all() {
        let once = lay_over(&[b"key"], b"text");
        assert_ne!(once, b"text");
        assert_eq!(lay_over(&[b"key"], &once), b"text");
    }
}
