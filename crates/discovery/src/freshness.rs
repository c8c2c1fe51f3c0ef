//! How long an answer may be kept: `Cache-Control`, `Age` and `Expires`, read strictly.
//!
//! [RFC 9111 §4.2](https://www.rfc-editor.org/rfc/rfc9111#section-4.2), as a private cache of one
//! document needs it. Whatever cannot be understood makes the answer stale, never fresh, and a field
//! that cannot be read at all forbids its use when stale.

use http::header::{AGE, CACHE_CONTROL, EXPIRES, HeaderMap, HeaderName};

/// RFC 9111 §1.2.2: what a number of seconds too large to hold counts as.
const DELTA_SECONDS_MAX: u64 = 2_147_483_648;

/// What an answer's headers say about keeping it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Freshness {
    /// Seconds from the request during which the answer is fresh; `None` when it does not say.
    pub(crate) lifetime: Option<u64>,
    /// Whether the answer may serve after that, when no newer one can be had.
    pub(crate) stale_allowed: bool,
}

impl Freshness {
    /// What cannot be read may forbid anything.
    const UNREADABLE: Self = Self { lifetime: Some(0), stale_allowed: false };

    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let mut max_age = None;
        let mut stale_allowed = true;
        let mut stale = false;
        for field in headers.get_all(CACHE_CONTROL) {
            // RFC 9111 §4.2.4: nothing stale where a directive forbids it, so neither where one may.
            let Some(directives) = field.to_str().ok().and_then(directives) else {
                return Self::UNREADABLE;
            };
            for (name, argument) in directives {
                match name.to_ascii_lowercase().as_str() {
                    // RFC 9111 §4.2.1: of two values, the first is used or the answer is stale;
                    // and a max-age that is not a number makes it stale.
                    "max-age" => match argument.as_deref().and_then(delta_seconds) {
                        Some(seconds) if max_age.is_none() => max_age = Some(seconds),
                        _ => stale = true,
                    },
                    // RFC 9111 §5.2.2.4, §5.2.2.5: not to be used again without asking.
                    // §4.2.1: the most restrictive of conflicting directives is honoured.
                    "no-cache" | "no-store" => (stale, stale_allowed) = (true, false),
                    // RFC 9111 §5.2.2.2: once stale, not to be reused in any circumstances.
                    "must-revalidate" => stale_allowed = false,
                    // RFC 9111 §5.2.3: unrecognised directives are ignored. `s-maxage` and
                    // `proxy-revalidate` speak to shared caches.
                    _ => {}
                }
            }
        }
        let lifetime = match max_age {
            _ if stale => Some(0),
            // RFC 9111 §4.2.3: the time the answer spent in caches on its way counts.
            Some(seconds) => Some(seconds.saturating_sub(age(headers))),
            // RFC 9111 §4.2.2: no guess may stand in for an explicit expiration time. We do not
            // read dates, so an answer that only has `Expires` is one to ask for again soon.
            None if headers.contains_key(EXPIRES) => Some(0),
            None => None,
        };
        Self { lifetime, stale_allowed }
    }
}

/// RFC 9111 §5.1: the first member counts, and an invalid one is ignored.
fn age(headers: &HeaderMap) -> u64 {
    first_text(headers, AGE)
        .and_then(|text| text.split(',').next())
        .and_then(|text| delta_seconds(text.trim()))
        .unwrap_or(0)
}

fn first_text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// RFC 9111 §1.2.2: digits only; a value too large to hold is the largest one.
fn delta_seconds(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(text.parse().map_or(DELTA_SECONDS_MAX, |seconds: u64| seconds.min(DELTA_SECONDS_MAX)))
}

/// RFC 9111 §5.2: `#( token [ "=" ( token / quoted-string ) ] )`, or `None` when it is not that.
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

/// RFC 9110 §5.6.2, at the start of `text`; and what follows it.
fn token(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !is_token_char(c)).unwrap_or(text.len());
    if end == 0 { None } else { text.split_at_checked(end) }
}

fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

/// RFC 9110 §5.6.4, after the opening quote; and what follows the closing one.
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
    fn rfc9111_5_2_the_quoted_form_is_read() {
        assert_eq!(lifetime(r#"max-age="300""#), Some(300));
        assert_eq!(lifetime(r#"private="a, max-age=9", max-age=300"#), Some(300));
    }

    #[test]
    fn rfc9111_1_2_2_too_large_is_two_to_the_31() {
        assert_eq!(lifetime("max-age=99999999999999999999999999"), Some(2_147_483_648));
    }

    #[test]
    fn rfc9111_4_2_1_invalid_is_stale() {
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
    fn rfc9111_4_2_1_most_restrictive_of_a_conflict() {
        assert_eq!(lifetime("max-age=300, no-cache"), Some(0));
        assert_eq!(lifetime("no-store, max-age=300"), Some(0));
    }

    #[test]
    fn rfc9111_5_2_2_2_must_revalidate_forbids_stale() {
        let freshness = of(&[("cache-control", "max-age=300, must-revalidate")]);
        assert_eq!(freshness, Freshness { lifetime: Some(300), stale_allowed: false });
    }

    #[test]
    fn rfc9111_4_2_4_a_field_that_cannot_be_read_forbids_stale() {
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
        // A field that can be read says what it says.
        assert!(of(&[("cache-control", "max-age=x")]).stale_allowed);
        assert!(!of(&[("cache-control", "max-age=x, no-store")]).stale_allowed);
    }

    #[test]
    fn rfc9111_5_1_age_is_taken_off() {
        let aged = |age| of(&[("cache-control", "max-age=300"), ("age", age)]).lifetime;
        assert_eq!(aged("100"), Some(200));
        assert_eq!(aged("900"), Some(0));
        assert_eq!(aged("100, 5"), Some(200));
        assert_eq!(aged("-1"), Some(300));
    }

    #[test]
    fn rfc9111_5_2_several_field_lines_are_one_list() {
        let fields = [("cache-control", "max-age=300"), ("cache-control", "no-store")];
        assert_eq!(of(&fields).lifetime, Some(0));
    }

    #[test]
    fn rfc9111_4_2_2_nothing_said_and_expires_alone() {
        assert_eq!(of(&[]).lifetime, None);
        assert_eq!(lifetime("public, , immutable"), None);
        assert_eq!(of(&[("expires", "Thu, 01 Dec 2044 16:00:00 GMT")]).lifetime, Some(0));
    }
}
