//! The kind of a token, as its header and its claims show it.

use symbolon::jose::{Object, base64url};

/// The media types of JWTs that are not ID Tokens, with their names.
const TYPES: &[(&str, &str)] = &[
    ("at+jwt", "a JWT access token (RFC 9068)"),
    ("logout+jwt", "a logout token (Back-Channel Logout)"),
    ("secevent+jwt", "a security event token (RFC 8417)"),
    ("dpop+jwt", "a DPoP proof (RFC 9449)"),
    ("client-authentication+jwt", "a client assertion (RFC 7523bis)"),
    ("oauth-authz-req+jwt", "a request object (RFC 9101)"),
    ("token-introspection+jwt", "an introspection response (RFC 9701)"),
    ("entity-statement+jwt", "an entity statement (OpenID Federation)"),
];

/// Claims that access tokens have and ID Tokens do not have: from RFC 9068 §2.2, and from widely
/// used providers.
const OF_ACCESS_TOKENS: &[&str] = &["scope", "scp", "client_id", "cid", "appid"];

/// Claims that only ID Tokens have: Core §2.
const OF_ID_TOKENS: &[&str] = &["nonce", "at_hash", "c_hash"];

/// The kind of a token that is not an ID Token.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The `typ` in the header names this kind.
    Named(&'static str),
    /// The token has claims of an access token. The value contains the names of these claims.
    LooksLikeAccessToken(Vec<&'static str>),
    /// The text is not a JWT, for example an opaque access token.
    Opaque,
}

impl Kind {
    /// Returns the kind of a token. Returns `None` if neither the header nor the claims show that
    /// the token is not an ID Token.
    pub(crate) fn of(token: &str) -> Option<Self> {
        let parts: Vec<_> = token.split('.').collect();
        match parts.as_slice() {
            [header, payload, _] => Self::of_parts(&object(header), &object(payload)),
            [_, _, _, _, _] => None,
            _ => Some(Self::Opaque),
        }
    }

    fn of_parts(header: &Object, claims: &Object) -> Option<Self> {
        let typ = header.get("typ").and_then(|typ| typ.as_str()).unwrap_or_default();
        let typ = typ.to_ascii_lowercase();
        // RFC 7515 §4.1.9: `application/` may be omitted.
        let typ = typ.strip_prefix("application/").unwrap_or(&typ);
        if let Some((_, name)) = TYPES.iter().find(|(of, _)| *of == typ) {
            return Some(Self::Named(name));
        }
        let has = |name: &&&str| claims.contains(name);
        let found: Vec<_> = OF_ACCESS_TOKENS.iter().filter(has).copied().collect();
        let is_id_token = OF_ID_TOKENS.iter().any(|name| claims.contains(name));
        (!found.is_empty() && !is_id_token).then_some(Self::LooksLikeAccessToken(found))
    }

    /// Returns a description of the kind for the user.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Self::Named(name) => {
                format!("The `typ` in the header says that this is {name}, not an ID Token.")
            }
            Self::LooksLikeAccessToken(found) => {
                let found: Vec<_> = found.iter().map(|name| format!("`{name}`")).collect();
                format!(
                    "This looks like a JWT access token: it has {}, and neither `nonce`, `at_hash` nor `c_hash`.",
                    found.join(" and "),
                )
            }
            Self::Opaque => {
                "This is not a JWT. An opaque access token can be read by its issuer only."
                    .to_owned()
            }
        }
    }
}

/// Reads a part of a token. A part that cannot be read has no members.
fn object(part: &str) -> Object {
    let bytes = base64url::decode(part).unwrap_or_default();
    Object::parse(&bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(header: &str, claims: &str) -> Option<Kind> {
        let part = |json: &str| base64url::encode(json.as_bytes());
        Kind::of(&format!("{}.{}.AAA", part(header), part(claims)))
    }

    #[test]
    fn rfc9068_2_1_at_jwt_is_an_access_token() {
        for typ in ["at+jwt", "AT+JWT", "application/at+jwt"] {
            let header = format!(r#"{{"alg":"RS256","typ":"{typ}"}}"#);
            let access = Some(Kind::Named("a JWT access token (RFC 9068)"));
            assert_eq!(kind(&header, r#"{"nonce":"n"}"#), access);
        }
    }

    #[test]
    fn claims_of_access_tokens_without_claims_of_id_tokens_look_like_an_access_token() {
        let header = r#"{"alg":"RS256","typ":"JWT"}"#;
        let access = Some(Kind::LooksLikeAccessToken(vec!["scp", "appid"]));
        assert_eq!(kind(header, r#"{"sub":"a","scp":"read","appid":"b"}"#), access);
        assert_eq!(kind(header, r#"{"sub":"a","scope":"read","nonce":"n"}"#), None);
        assert_eq!(kind(header, r#"{"sub":"a"}"#), None);
    }

    #[test]
    fn a_text_without_three_parts_is_opaque_unless_it_is_encrypted() {
        assert_eq!(Kind::of("2YotnFZFEjr1zCsicMWpAA"), Some(Kind::Opaque));
        assert_eq!(Kind::of("a.b.c.d.e"), None);
        assert_eq!(Kind::of("a.b.c"), None);
    }
}
