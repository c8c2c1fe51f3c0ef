//! Shortens secrets: a reader can recognise them and cannot use them.

/// The values that are never shown, not even in part: people choose them, and can use them elsewhere.
const HIDDEN: &[&str] = &["password", "client_secret", "client_assertion"];

/// The values of which the first characters are shown, so that a reader can compare them.
const SECRET: &[&str] = &[
    "code",
    "state",
    "nonce",
    "code_challenge",
    "code_verifier",
    "access_token",
    "refresh_token",
    "id_token",
    "interaction",
    "registration_access_token",
    "token",
];

/// The number of characters that are shown of a secret.
const SHOWN: usize = 8;
/// The longest word that is shown whole. A longer word looks random, such as part of a key.
const LONGEST_WORD: usize = 32;

/// Returns the part of a parameter's or member's value that may be shown.
pub(crate) fn shorten(name: &str, value: &str) -> String {
    if HIDDEN.contains(&name) {
        "\u{2026}".to_owned()
    } else if SECRET.contains(&name) {
        cut(value)
    } else {
        shorten_words(value)
    }
}

/// Returns a `Cookie` or `Set-Cookie` field with shortened values.
pub(super) fn shorten_cookie(field: &str) -> String {
    let cookies = field.split("; ").map(|cookie| match cookie.split_once('=') {
        Some((name, value)) if value.len() > SHOWN => format!("{name}={}", cut(value)),
        _ => cookie.to_owned(),
    });
    cookies.collect::<Vec<_>>().join("; ")
}

/// Returns an `Authorization` field with shortened credentials.
pub(super) fn shorten_credentials(field: &str) -> String {
    match field.split_once(' ') {
        // Basic credentials hold the client's secret, and a short client identifier would let its first
        // characters show.
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("Basic") => format!("{scheme} \u{2026}"),
        Some((scheme, credentials)) => format!("{scheme} {}", cut(credentials)),
        None => "\u{2026}".to_owned(),
    }
}

/// Shortens every long word.
fn shorten_words(text: &str) -> String {
    let is_random = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let mut shortened = String::new();
    let mut word = String::new();
    for c in text.chars().chain(['\0']) {
        if is_random(c) {
            word.push(c);
            continue;
        }
        let shown = if word.len() > LONGEST_WORD { cut(&word) } else { word.clone() };
        shortened.push_str(&shown);
        word.clear();
        if c != '\0' {
            shortened.push(c);
        }
    }
    shortened
}

fn cut(secret: &str) -> String {
    let shown: String = secret.chars().take(SHOWN).collect();
    format!("{shown}\u{2026}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "2YotnFZFEjr1zCsicMWpAA2YotnFZFEjr1zCsicMWpA";

    #[test]
    fn a_secret_shows_its_first_characters_and_a_password_shows_nothing() {
        assert_eq!(shorten("code", TOKEN), "2YotnFZF\u{2026}");
        assert_eq!(shorten("password", "correct horse"), "\u{2026}");
        assert_eq!(shorten("scope", "openid profile"), "openid profile");
        let keys = format!(r#"[{{"kty":"RSA","n":"{TOKEN}","e":"AQAB"}}]"#);
        assert_eq!(shorten("keys", &keys), r#"[{"kty":"RSA","n":"2YotnFZF…","e":"AQAB"}]"#);
    }

    #[test]
    fn header_fields_show_their_scheme_and_no_secret() {
        let basic = shorten_credentials("Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW");
        assert_eq!(basic, "Basic \u{2026}");
        assert_eq!(shorten_credentials(&format!("Bearer {TOKEN}")), "Bearer 2YotnFZF\u{2026}");
        let cookie = shorten_cookie(&format!("session={TOKEN}; Path=/; HttpOnly"));
        assert_eq!(cookie, "session=2YotnFZF\u{2026}; Path=/; HttpOnly");
    }
}
