//! Entity tags: the creation and the comparison of the tag of a document
//! ([RFC 9110 §8.8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3)).

use http::{HeaderMap, HeaderValue, header};

/// Creates the entity tag of a document. The same bytes have the same tag in every program.
///
/// The tag is the 128-bit FNV-1a hash. It tells versions of one document apart, and the owner of
/// the document writes all versions. Therefore, it need not resist a search for collisions.
pub(crate) fn of(document: &[u8]) -> HeaderValue {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let hash =
        document.iter().fold(BASIS, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME));
    HeaderValue::try_from(format!("\"{hash:032x}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Returns the entity tag of a response, if the response has exactly one valid tag.
pub(crate) fn stated(headers: &HeaderMap) -> Option<&HeaderValue> {
    let mut values = headers.get_all(header::ETAG).iter();
    let (value, None) = (values.next()?, values.next()) else { return None };
    let (_, rest) = opaque_tag(value.as_bytes())?;
    rest.is_empty().then_some(value)
}

/// Checks whether the header `If-None-Match` of a request lists this tag.
///
/// A field that cannot be read lists no tag, so that the server sends the document.
pub(crate) fn is_listed(tag: &HeaderValue, headers: &HeaderMap) -> bool {
    let fields = headers.get_all(header::IF_NONE_MATCH);
    let lines: Vec<_> = fields.iter().map(|field| field.as_bytes().trim_ascii()).collect();
    lines == [b"*"] || lines.iter().any(|line| list_contains(line, tag))
}

/// Compares two tags by the weak comparison of RFC 9110 §8.8.3.2: `W/` is ignored.
pub(crate) fn is_same(one: &HeaderValue, other: &HeaderValue) -> bool {
    match (opaque_tag(one.as_bytes()), opaque_tag(other.as_bytes())) {
        (Some((one, _)), Some((other, _))) => one == other,
        _ => false,
    }
}

/// Checks whether a list of tags contains a tag. RFC 9110 §5.6.1.2: a list may have empty elements.
fn list_contains(mut list: &[u8], tag: &HeaderValue) -> bool {
    let Some((searched, _)) = opaque_tag(tag.as_bytes()) else { return false };
    let mut found = false;
    loop {
        list = list.trim_ascii_start();
        while let Some(rest) = list.strip_prefix(b",") {
            list = rest.trim_ascii_start();
        }
        if list.is_empty() {
            return found;
        }
        let Some((listed, rest)) = opaque_tag(list) else { return false };
        found |= listed == searched;
        list = rest.trim_ascii_start();
        if !list.is_empty() && !list.starts_with(b",") {
            return false;
        }
    }
}

/// Reads a tag at the start of a text, and returns its part between the quotes and the rest.
fn opaque_tag(text: &[u8]) -> Option<(&[u8], &[u8])> {
    // RFC 9110 §8.8.3: `W/` is case-sensitive.
    let quoted = text.strip_prefix(b"W/").unwrap_or(text).strip_prefix(b"\"")?;
    let end = quoted.iter().position(|byte| *byte == b'"')?;
    let (opaque, rest) = quoted.split_at_checked(end)?;
    // RFC 9110 §8.8.3: neither a space nor a control character is part of a tag.
    let is_valid = opaque.iter().all(|byte| *byte > b' ' && *byte != 0x7f);
    is_valid.then_some((opaque, rest.get(1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(fields: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        for field in fields {
            headers.append("if-none-match", HeaderValue::from_bytes(field.as_bytes()).unwrap());
        }
        is_listed(&HeaderValue::from_static("\"a,b\""), &headers)
    }

    #[test]
    fn rfc9110_13_1_2_a_listed_tag_is_found() {
        for fields in [
            &["\"a,b\""][..],
            &["W/\"a,b\""],
            &["\"x\", \"a,b\""],
            &[" , \"x\",,W/\"y\" ,\t\"a,b\" ,"],
            &["\"x\"", "\"a,b\""],
            &["*"],
            &[" * "],
        ] {
            assert!(lists(fields), "{fields:?}");
        }
    }

    #[test]
    fn rfc9110_13_1_2_a_field_without_the_tag_or_with_an_error_lists_nothing() {
        for fields in [
            &[][..],
            &[""],
            &["\"a\""],
            &["\"A,B\""],
            &["a,b"],
            &["w/\"a,b\""],
            &["\"a,b"],
            &["\"a,b\" \"x\""],
            &["\"a,b\", x"],
            &["\"a,b\"x"],
            &["*, \"x\""],
            &["*", "*"],
        ] {
            assert!(!lists(fields), "{fields:?}");
        }
    }

    #[test]
    fn rfc9110_8_8_3_a_response_has_one_tag() {
        let of = |fields: &[&str]| {
            let mut headers = HeaderMap::new();
            for field in fields {
                headers.append("etag", HeaderValue::from_bytes(field.as_bytes()).unwrap());
            }
            stated(&headers).cloned()
        };
        assert_eq!(of(&["W/\"a\""]), Some(HeaderValue::from_static("W/\"a\"")));
        assert!(of(&["\"\""]).is_some() && of(&["\"\u{e9}\""]).is_some());
        for fields in [&[][..], &["a"], &["\"a"], &["\"a\"b"], &["\"a b\""], &["\"a\"", "\"a\""]] {
            assert_eq!(of(fields), None, "{fields:?}");
        }
    }

    #[test]
    fn the_tag_of_a_document_is_the_same_everywhere() {
        // The printed vectors of the algorithm.
        assert_eq!(of(b""), "\"6c62272e07bb014262b821756295c58d\"");
        assert_eq!(of(b"a"), "\"d228cb696f1a8caf78912b704e4a8964\"");
        assert!(!is_same(&of(b"a"), &of(b"b")) && is_same(&of(b"a"), &of(b"a")));
    }
}
