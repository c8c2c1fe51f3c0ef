//! The types of the claims that the specification defines.

use serde_json::Value;

/// Claims that are a string
/// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken),
/// [Core §5.1](https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims)).
const TEXTS: &[&str] = &[
    "iss",
    "nonce",
    "azp",
    "at_hash",
    "c_hash",
    "jti",
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
];

/// Returns the name of a claim without its language tag: `name` for `name#de`
/// ([Core §5.2](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsLanguagesAndScripts)).
pub(crate) fn base_name(name: &str) -> &str {
    name.split_once('#').map_or(name, |(base, _)| base)
}

/// Checks a value for a claim. The error describes the expected value. A value of a claim that is
/// not known here is always accepted.
pub(super) fn check(name: &str, value: &Value) -> Result<(), &'static str> {
    let (holds, expected) = match base_name(name) {
        // Core §2, sub: at most 255 ASCII characters.
        "sub" => (value.as_str().is_some_and(is_subject), "a string of 1 to 255 ASCII characters"),
        "acr" => (value.as_str().is_some_and(|acr| !acr.is_empty()), "a string that is not empty"),
        "email_verified" | "phone_number_verified" => (value.is_boolean(), "true or false"),
        "exp" | "iat" | "nbf" | "auth_time" | "updated_at" => {
            (value.is_number(), "a number of seconds since 1970")
        }
        "amr" => (value.is_array(), "an array of strings"),
        "aud" => (value.is_string() || value.is_array(), "a string or an array of strings"),
        "address" => (value.is_object(), "an object"),
        base => (value.is_string() || !TEXTS.contains(&base), "a string"),
    };
    if holds { Ok(()) } else { Err(expected) }
}

fn is_subject(text: &str) -> bool {
    (1..=255).contains(&text.len()) && text.is_ascii()
}
