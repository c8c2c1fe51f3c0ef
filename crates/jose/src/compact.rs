//! Splits the compact serializations of JWS and JWE at their dots.

use memchr::memchr;

/// Returns the parts of a token that contains exactly `N - 1` dots, or `None`.
///
/// The search ends at the first dot too many, so a token that is all dots costs no memory.
pub(crate) fn parts<const N: usize>(token: &str) -> Option<[&str; N]> {
    let mut parts = [""; N];
    let (last, others) = parts.split_last_mut()?;
    let mut rest = token;
    for part in others {
        let (before, from_dot) = rest.split_at_checked(memchr(b'.', rest.as_bytes())?)?;
        *part = before;
        rest = from_dot.get(1..)?;
    }
    *last = rest;
    memchr(b'.', rest.as_bytes()).is_none().then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn rfc7515_3_1_two_dots_make_three_parts() {
        assert_eq!(parts("a.b.c"), Some(["a", "b", "c"]));
        assert_eq!(parts(".."), Some(["", "", ""]));
        assert_eq!(parts("é.ü."), Some(["é", "ü", ""]));
        for token in ["", "a", "a.b", "a.b.c.", ".....", "a.b.c.d.e"] {
            assert_eq!(parts::<3>(token), None, "{token}");
        }
        assert_eq!(parts("a..b.c.d"), Some(["a", "", "b", "c", "d"]));
    }
}
