//! `Content-Type`: the media type that a body is declared to have.

use http::{HeaderMap, header};
use symbolon_jose::Excerpt;

/// The media type of a form.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
/// The media type of JSON.
pub(crate) const JSON: &str = "application/json";

/// Returns whether the body is declared to be a form: `application/x-www-form-urlencoded`.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    is(headers, FORM)
}

/// Returns whether the body is declared to be JSON: `application/json`.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    is(headers, JSON)
}

/// Returns the `Content-Type` headers for an error message, with commas between several headers.
pub(crate) fn found(headers: &HeaderMap) -> Option<Excerpt> {
    let values = headers.get_all(header::CONTENT_TYPE).iter();
    let values: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    if values.is_empty() { None } else { Some(Excerpt::new(&values.join(", "))) }
}

/// Prints what [`found`] returned.
pub(crate) fn print_found(found: Option<&Excerpt>) -> String {
    found.map_or_else(|| "no Content-Type".to_owned(), |found| format!("the Content-Type {found}"))
}

/// Compares type and subtype without regard to case. Parameters such as `charset` do not matter
/// (RFC 9110 §8.3.1). Two headers can contradict each other, so there must be exactly one header.
pub(crate) fn is(headers: &HeaderMap, media_type: &str) -> bool {
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
    fn a_missing_or_repeated_content_type_is_not_json() {
        assert!(!is_json(&content_types(&[])));
        let mut headers = content_types(&["application/json"]);
        headers.append(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        assert!(!is_json(&headers));
        let found = found(&headers).unwrap();
        assert_eq!(found.as_str(), "application/json, application/json");
    }
}
