//! What a body says it is.

use http::{HeaderMap, header};

/// Whether the body is a form: `application/x-www-form-urlencoded`.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    is(headers, "application/x-www-form-urlencoded")
}

/// Whether the body is JSON: `application/json`.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    is(headers, "application/json")
}

/// RFC 9110 §8.3.1: type and subtype are compared without regard to case, parameters such as
/// `charset` do not matter here. One field, since two may contradict each other.
fn is(headers: &HeaderMap, media_type: &str) -> bool {
    let mut fields = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(field), None) = (fields.next(), fields.next()) else { return false };
    let essence = field.as_bytes().split(|b| *b == b';').next().unwrap_or_default();
    essence.trim_ascii().eq_ignore_ascii_case(media_type.as_bytes())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn content_types(values: &[&'static str]) -> HeaderMap {
        values.iter().map(|v| (header::CONTENT_TYPE, HeaderValue::from_static(v))).collect()
    }

    #[test]
    fn rfc9110_8_3_1_case_and_parameters_do_not_matter() {
        for value in ["application/json", "Application/JSON ;charset=UTF-8"] {
            assert!(is_json(&content_types(&[value])), "{value}");
        }
        for value in ["", "application/jsonp", "application/jwt", "text/html", "json"] {
            assert!(!is_json(&content_types(&[value])), "{value}");
        }
    }

    #[test]
    fn two_content_types_are_none() {
        assert!(!is_json(&content_types(&[])));
        let mut headers = content_types(&["application/json"]);
        headers.append(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        assert!(!is_json(&headers));
    }
}
