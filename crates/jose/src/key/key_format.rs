//! What is published, and so is no secret: a public key in any form that files have.

use serde_json::Value;

/// RFC 8725 §2.1: whether these bytes are a key that somebody took for a secret. What has no form,
/// such as a modulus alone, cannot be told from a secret.
pub(super) fn is_key(bytes: &[u8]) -> bool {
    is_pem(bytes) || is_jwk(bytes) || is_der(bytes) || is_ssh(bytes)
}

/// RFC 7468 §2: text may stand before the first line, so the line counts wherever it is. White
/// space there has hidden a key from such a check before.
fn is_pem(bytes: &[u8]) -> bool {
    const BEGIN: &[u8] = b"-----BEGIN";
    bytes.windows(BEGIN.len()).any(|window| window == BEGIN)
}

/// RFC 7517 §4, §5: one key, or a set, or the array of one.
fn is_jwk(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let is_key = |value: &Value| value.get("kty").is_some() || value.get("keys").is_some();
    serde_json::from_slice::<Value>(text).is_ok_and(|value| {
        is_key(&value) || value.as_array().is_some_and(|values| values.iter().any(is_key))
    })
}

/// RFC 4253 §6.6, RFC 5656 §3.1: the line of a public key. Its base64 begins with a short length.
fn is_ssh(bytes: &[u8]) -> bool {
    let mut words = str::from_utf8(bytes).unwrap_or_default().split_ascii_whitespace();
    let named = |name: &str| name.starts_with("ssh-") || name.starts_with("ecdsa-sha2-");
    words.next().is_some_and(named) && words.next().is_some_and(|key| key.starts_with("AAAA"))
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;

/// RFC 5280 §4.1, RFC 8017 A.1.1: a public key or a certificate, and nothing after it.
///
/// Five bytes at least are tags and lengths that must be right: a random secret is refused less than
/// once in 2^40 times.
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

/// X.690 §8.1: a tag, the content, and what follows.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, first], rest) = der.split_first_chunk()?;
    let (len, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81 => rest.split_first().map(|(len, rest)| (usize::from(*len), rest))?,
        0x82 => rest
            .split_first_chunk()
            .map(|(len, rest)| (usize::from(u16::from_be_bytes(*len)), rest))?,
        // No key takes 64 KiB.
        _ => return None,
    };
    let (content, after) = rest.split_at_checked(len)?;
    Some((tag, content, after))
}

#[cfg(test)]
mod tests {
    use super::is_key;

    #[test]
    fn rfc8725_2_1_a_secret_is_refused_only_where_all_of_it_is_a_key() {
        let key = [0x30, 4, 0x30, 0, 0x03, 0];
        assert!(is_key(&key));
        for (change, bytes) in [
            ("something behind it", &[&key[..], &[0xff]].concat()[..]),
            ("something behind its last part", &[0x30, 5, 0x30, 0, 0x03, 0, 0xff]),
            ("another part", &[0x30, 6, 0x30, 0, 0x03, 0, 0x05, 0]),
            ("a shorter part", &[0x30, 4, 0x30, 0, 0x03, 1]),
            ("another tag", &[0x31, 4, 0x30, 0, 0x03, 0]),
        ] {
            assert!(!is_key(bytes), "{change}");
        }
    }
}
