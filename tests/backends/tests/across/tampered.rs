//! Tokens with a changed part.

use serde_json::Value;

/// A part of a token: its index in the compact form, and its name in a JSON form.
pub(crate) type Part = (usize, &'static str);

pub(crate) const SIGNATURE: Part = (2, "signature");
pub(crate) const CIPHERTEXT: Part = (3, "ciphertext");
pub(crate) const TAG: Part = (4, "tag");

/// Returns the token with a change at the beginning of this part.
pub(crate) fn tampered_with(token: &str, (index, name): Part) -> String {
    if let Ok(mut json) = serde_json::from_str::<Value>(token) {
        let text = if json.get("signatures").is_some() {
            &mut json["signatures"][0][name]
        } else {
            &mut json[name]
        };
        *text = flipped(text.as_str().unwrap()).into();
        return json.to_string();
    }
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    parts[index] = flipped(&parts[index]);
    parts.join(".")
}

/// Replaces the first character of a base64url text. It stands for the first six bits, so the
/// decoded bytes differ.
fn flipped(text: &str) -> String {
    let (first, rest) = text.split_at(1);
    format!("{}{rest}", if first == "A" { "B" } else { "A" })
}
