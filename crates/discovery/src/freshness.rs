//! How long a response can be kept, from its `Cache-Control`, `Age` and `Expires`.
//!
//! [RFC 9111 §4.2](https://www.rfc-editor.org/rfc/rfc9111#section-4.2), for a private cache of one
//! document. The fields are read strictly: an invalid directive makes the response stale, and a
//! field that cannot be read also forbids the use of the stale response.

use http::header::{AGE, CACHE_CONTROL, EXPIRES, HeaderMap, HeaderName};

/// RFC 9111 §1.2.2: the value of a number of seconds that is too large.
const DELTA_SECONDS_MAX: u64 = 2_147_483_648;

/// How long a response can be kept, by its headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Freshness {
    /// The number of seconds after the request for which the response is fresh. `None` if the
    /// headers do not state a lifetime, for example in `Cache-Control`.
    pub(crate) lifetime: Option<u64>,
    /// Whether the response can be used after that time if no newer response is available.
    pub(crate) stale_allowed: bool,
}

impl Freshness {
    /// A field that cannot be read. It can contain any directive, so the strictest directive
    /// applies.
    const UNREADABLE: Self = Self { lifetime: Some(0), stale_allowed: false };

    /// Reads the headers of a response.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let mut max_age = None;
        let mut stale_allowed = true;
        let mut stale = false;
        for field in headers.get_all(CACHE_CONTROL) {
            // RFC 9111 §4.2.4: a stale response is not used if a directive forbids that.
            let Some(directives) = field.to_str().ok().and_then(directives) else {
                return Self::UNREADABLE;
            };
            for (name, argument) in directives {
                match name.to_ascii_lowercase().as_str() {
                    // RFC 9111 §4.2.1: with two values, the cache uses the first or treats the
                    // response as stale. A max-age that is not a number makes the response stale.
                    "max-age" => match argument.as_deref().and_then(delta_seconds) {
                        Some(seconds) if max_age.is_none() => max_age = Some(seconds),
                        _ => stale = true,
                    },
                    // RFC 9111 §5.2.2.4, §5.2.2.5: the response is not used again without a
                    // request. §4.2.1: the most restrictive of conflicting directives applies.
                    "no-cache" | "no-store" => (stale, stale_allowed) = (true, false),
                    // RFC 9111 §5.2.2.2: the response is never used once it is stale.
                    "must-revalidate" => stale_allowed = false,
                    // RFC 9111 §5.2.3: unknown directives are ignored. `s-maxage` and
                    // `proxy-revalidate` are for shared caches.
                    _ => {}
                }
            }
        }
        let lifetime = match max_age {
            _ if stale => Some(0),
            // RFC 9111 §4.2.3: the time that the response spent in other caches counts.
            Some(seconds) => Some(seconds.saturating_sub(age(headers))),
            // RFC 9111 §4.2.2: a cache does not guess where there is an explicit expiration time.
            // We do not read dates, so a response with `Expires` only is stale at once.
            None if headers.contains_key(EXPIRES) => Some(0),
            None => None,
        };
        Self { lifetime, stale_allowed }
    }
}

/// Returns the age of a response. RFC 9111 §5.1: the first value counts; an invalid value is
/// ignored.
fn age(headers: &HeaderMap) -> u64 {
    first_text(headers, AGE)
        .and_then(|text| text.split(',').next())
        .and_then(|text| delta_seconds(text.trim()))
        .unwrap_or(0)
}

fn first_text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Reads a number of seconds. RFC 9111 §1.2.2: digits only; a number that is too large becomes
/// [`DELTA_SECONDS_MAX`].
fn delta_seconds(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(text.parse().map_or(DELTA_SECONDS_MAX, |seconds: u64| seconds.min(DELTA_SECONDS_MAX)))
}

/// Reads a list of directives. RFC 9111 §5.2: `#( token [ "=" ( token / quoted-string ) ] )`.
fn directives(field: &str) -> Option<Vec<(&str, Option<String>)>> {
    let mut directives = Vec::new();
    let mut rest = field.trim_matches([' ', '\t']);
    while !rest.is_empty() {
        // RFC 9110 §5.6.1.2: a list may have empty elements.
        if let Some(after) = rest.strip_prefix(',') {
            rest = after.trim_start_matches([' ', '\t']);
            continue;
        }
        let (name, after) = token(rest)?;
        let (argument, after) = match after.strip_prefix('=') {
            None => (None, after),
            Some(after) => match after.strip_prefix('"') {
                Some(quoted) => {
                    let (text, after) = quoted_string(quoted)?;
                    (Some(text), after)
                }
                None => {
                    let (text, after) = token(after)?;
                    (Some(text.to_owned()), after)
                }
            },
        };
        directives.push((name, argument));
        rest = after.trim_start_matches([' ', '\t']);
        if !rest.is_empty() && !rest.starts_with(',') {
            return None;
        }
    }
    Some(directives)
}

/// Splits a token (RFC 9110 §5.6.2) from the start of a text.
fn token(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !is_token_char(c)).unwrap_or(text.len());
    if end == 0 { None } else { text.split_at_checked(end) }
}

fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

/// Reads a quoted string (RFC 9110 §5.6.4) after its opening quote, and returns the rest of the
/// text.
fn quoted_string(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.chars();
    loop {
        match chars.next()? {
            '"' => return Some((value, chars.as_str())),
            '\\' => value.push(chars.next()?),
            c => value.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(fields: &[(&'static str, &str)]) -> Freshness {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            headers.append(*name, value.parse().unwrap());
        }
        Freshness::of(&headers)
    }

    fn lifetime(cache_control: &str) -> Option<u64> {
        of(&[("cache-control", cache_control)]).lifetime
    }

    #[test]
    fn rfc9111_5_2_2_1_max_age() {
        assert_eq!(lifetime("public, Max-Age=300"), Some(300));
    }

    #[test]
    fn rfc9111_5_2_a_quoted_value_is_read() {
        assert_eq!(lifetime(r#"max-age="300""#), Some(300));
        assert_eq!(lifetime(r#"private="a, max-age=9", max-age=300"#), Some(300));
    }

    #[test]
    fn rfc9111_1_2_2_a_number_that_is_too_large_becomes_two_to_the_31() {
        assert_eq!(lifetime("max-age=99999999999999999999999999"), Some(2_147_483_648));
    }

    #[test]
    fn rfc9111_4_2_1_an_invalid_max_age_makes_the_response_stale() {
        for field in [
            "max-age=-1",
            "max-age=+5",
            "max-age=5s",
            "max-age=",
            "max-age",
            "max-age=5 public",
            "max-age=\"5",
            "=5",
            "max-age=5, max-age=600",
        ] {
            assert_eq!(lifetime(field), Some(0), "{field}");
        }
    }

    #[test]
    fn rfc9111_4_2_1_the_most_restrictive_directive_applies() {
        assert_eq!(lifetime("max-age=300, no-cache"), Some(0));
        assert_eq!(lifetime("no-store, max-age=300"), Some(0));
    }

    #[test]
    fn rfc9111_5_2_2_2_must_revalidate_forbids_a_stale_response() {
        let freshness = of(&[("cache-control", "max-age=300, must-revalidate")]);
        assert_eq!(freshness, Freshness { lifetime: Some(300), stale_allowed: false });
    }

    #[test]
    fn rfc9111_4_2_4_a_field_that_cannot_be_read_forbids_a_stale_response() {
        for field in ["no-store, =", "must-revalidate, max-age=\"5", "=, no-store", "a b", "\u{e9}"]
        {
            let expected = Freshness { lifetime: Some(0), stale_allowed: false };
            assert_eq!(of(&[("cache-control", field)]), expected, "{field}");
            for other in ["max-age=300", "no-store", "must-revalidate"] {
                let before = [("cache-control", field), ("cache-control", other)];
                let after = [("cache-control", other), ("cache-control", field)];
                assert_eq!([of(&before), of(&after)], [expected; 2], "{field} {other}");
            }
        }
        // An invalid value in a field that can be read does not forbid the stale response.
        assert!(of(&[("cache-control", "max-age=x")]).stale_allowed);
        assert!(!of(&[("cache-control", "max-age=x, no-store")]).stale_allowed);
    }

    #[test]
    fn rfc9111_5_1_the_age_is_subtracted() {
        let aged = |age| of(&[("cache-control", "max-age=300"), ("age", age)]).lifetime;
        assert_eq!(aged("100"), Some(200));
        assert_eq!(aged("900"), Some(0));
        assert_eq!(aged("100, 5"), Some(200));
        assert_eq!(aged("-1"), Some(300));
    }

    #[test]
    fn rfc9111_5_2_several_field_lines_form_one_list() {
        let fields = [("cache-control", "max-age=300"), ("cache-control", "no-store")];
        assert_eq!(of(&fields).lifetime, Some(0));
    }

    #[test]
    fn rfc9111_4_2_2_without_max_age_and_with_expires_only() {
        assert_eq!(of(&[]).lifetime, None);
        assert_eq!(lifetime("public, , immutable"), None);
        assert_eq!(of(&[("expires", "Thu, 01 Dec 2044 16:00:00 GMT")]).lifetime, Some(0));
    }
}
