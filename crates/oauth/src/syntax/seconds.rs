//! A number of seconds in a response of another party, such as `expires_in`.

/// Reads a number of seconds from a decimal number, which can have a fraction or an exponent. The
/// fraction is left out. A number that is too large for a `u64` is read as the largest `u64`.
///
/// Returns `None` if the text is not a number, or if the number is negative.
pub(crate) fn parse(text: &str) -> Option<u64> {
    // RFC 6749 §A.14: digits. `f64` also parses a sign, `inf` and `nan`, which are refused here.
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().unwrap_or(u64::MAX));
    }
    let number: f64 = text.parse().ok()?;
    // The cast leaves out the fraction, and turns a number that is too large into the largest
    // `u64`.
    Some(number as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc8259_6_a_number_is_read_in_every_notation() {
        for (text, seconds) in [
            ("0", 0),
            ("3599", 3599),
            ("007", 7),
            ("3600.0", 3600),
            ("59.999", 59),
            ("3.6e3", 3600),
            ("1e18", 1_000_000_000_000_000_000),
            ("1e300", u64::MAX),
            ("1e9999", u64::MAX),
            ("99999999999999999999999", u64::MAX),
        ] {
            assert_eq!(parse(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn rfc6749_a_14_a_text_that_is_no_number_of_seconds_is_refused() {
        for text in ["", " 1", "1 ", "-1", "+1", ".5", "inf", "NaN", "1h", "0x10", "1,5", "soon"] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
