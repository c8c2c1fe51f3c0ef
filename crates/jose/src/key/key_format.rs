//! Recognises the bytes of a key in a file format, which must not be used as a secret.

use serde_json::Value;

/// Returns whether the bytes are a key or a certificate in PEM, JSON, DER or the format of SSH.
///
/// A public key used as an HMAC secret is the attack of RFC 8725 §2.1. Bytes without a format, such
/// as a bare RSA modulus, cannot be distinguished from a secret.
pub(super) fn is_key(bytes: &[u8]) -> bool {
    is_pem(bytes) || is_jwk(bytes) || is_der(bytes) || is_ssh(bytes)
}

/// Returns whether the bytes contain a PEM block anywhere. RFC 7468 §2 allows text before the
/// block, and other libraries have missed keys that were preceded by white space.
fn is_pem(bytes: &[u8]) -> bool {
    const BEGIN: &[u8] = b"-----BEGIN";
    bytes.windows(BEGIN.len()).any(|window| window == BEGIN)
}

/// Returns whether the bytes are a JWK, a JWK Set or an array of JWKs: RFC 7517 §4, §5.
fn is_jwk(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let is_key = |value: &Value| value.get("kty").is_some() || value.get("keys").is_some();
    serde_json::from_slice::<Value>(text).is_ok_and(|value| {
        is_key(&value) || value.as_array().is_some_and(|values| values.iter().any(is_key))
    })
}

/// Returns whether the bytes are the line of an SSH public key: RFC 4253 §6.6, RFC 5656 §3.1.
///
/// The key's base64 starts with `AAAA`, because the key starts with a length below 65 536.
fn is_ssh(bytes: &[u8]) -> bool {
    let mut words = str::from_utf8(bytes).unwrap_or_default().split_ascii_whitespace();
    let named = |name: &str| name.starts_with("ssh-") || name.starts_with("ecdsa-sha2-");
    words.next().is_some_and(named) && words.next().is_some_and(|key| key.starts_with("AAAA"))
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;

/// Returns whether the bytes are a public key or a certificate in DER, with nothing after it:
/// RFC 5280 §4.1, RFC 8017 §A.1.1.
///
/// At least five bytes are tags and lengths with fixed values, so fewer than one in 2^40 random
/// secrets is refused by mistake.
fn is_der(bytes: &[u8]) -> bool {
    let Some((SEQUENCE, content, [])) = element(bytes) else { return false };
    let mut tags = Vec::new();
    let mut rest = content;
    while let Some((tag, _, after)) = element(rest).filter(|_| tags.len() < 3) {
        tags.push(tag);
        rest = after;
    }
    let kinds: [&[u8]; 3] =
        [&[SEQUENCE, BIT_STRING], &[INTEGER, INTEGER], &[SEQUENCE, SEQUENCE, BIT_STRING]];
    rest.is_empty() && kinds.contains(&tags.as_slice())
}

/// Reads the first element of some DER, and returns its tag, its content and the bytes after it:
/// X.690 §8.1.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, first], rest) = der.split_first_chunk()?;
    let (len, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81 => rest.split_first().map(|(len, rest)| (usize::from(*len), rest))?,
        0x82 => rest
            .split_first_chunk()
            .map(|(len, rest)| (usize::from(u16::from_be_bytes(*len)), rest))?,
        // No key has 64 KiB or more.
        _ => return None,
    };
    let (content, after) = rest.split_at_checked(len)?;
    Some((tag, content, after))
}

#[cfg(test)]
mod tests {
    use super::is_key;

    #[test]
    fn rfc8725_2_1_a_secret_is_refused_only_if_all_its_bytes_are_a_key() {
        let key = [0x30, 4, 0x30, 0, 0x03, 0];
        assert!(is_key(&key));
        for (change, bytes) in [
            ("a byte after the key", &[&key[..], &[0xff]].concat()[..]),
            ("a byte after the last element", &[0x30, 5, 0x30, 0, 0x03, 0, 0xff]),
            ("another element", &[0x30, 6, 0x30, 0, 0x03, 0, 0x05, 0]),
            ("an element that is cut off", &[0x30, 4, 0x30, 0, 0x03, 1]),
            ("another tag", &[0x31, 4, 0x30, 0, 0x03, 0]),
        ] {
            assert!(!is_key(bytes), "{change}");
        }
    }
}
