//! Deviations from RFC 7518 in the keys of some providers, which a caller can accept by name.

use super::material::EcCurve;
use crate::{Object, base64url};

/// Deviations in the keys of a JWK Set that a caller accepts. All are off by default.
///
/// [`PublicJwkSet::parse_with_quirks`](super::PublicJwkSet::parse_with_quirks) applies them. Each
/// deviation is a different spelling of the same number. The key that is read, and its thumbprint,
/// are the same as with the correct spelling.
///
/// ```
/// use symbolon_jose::Limits;
/// use symbolon_jose::jwk::{KeyQuirks, PublicJwkSet};
///
/// let json = br#"{"keys":[{"kty":"EC","crv":"P-256","kid":"1",
///     "x":"rdYu9rs4jFRTSPIUiUryoHNu_j32BLaLEK3ZzVLc9w",
///     "y":"eAgyilCBWz-FUUXdhpOPmBxdvbWsphsT-ep-paCx8-k"}]}"#; // `x` has 31 bytes
/// assert!(PublicJwkSet::parse(json)?.keys().is_empty());
///
/// let quirks = KeyQuirks::default().short_coordinates();
/// let set = PublicJwkSet::parse_with_quirks(json, &Limits::DEFAULT, &quirks)?;
/// assert_eq!(set.keys().len(), 1);
/// # Ok::<(), symbolon_jose::jwk::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyQuirks {
    /// Accepts one zero byte before the numbers `n` and `e` of an RSA key, and before `x` and `y` of
    /// an EC key, and removes it.
    ///
    /// Needed for: servers that write a Java `BigInteger` with its sign byte, such as older
    /// versions of Cloud Foundry UAA and the OpenID Connect provider plugin of Jenkins.
    ///
    /// Cost: one key can have two different JSON texts. A program that compares these texts, and
    /// not the thumbprints, takes them for two keys.
    pub leading_zeros: bool,
    /// Accepts EC coordinates from which zero bytes at the beginning were left out, and adds these
    /// bytes.
    ///
    /// Needed for: servers that write a coordinate as a number without leading zeros, such as
    /// Keycloak 19. About one in 128 of their keys is affected, so logins fail by chance after a
    /// key rotation.
    ///
    /// Cost: if a coordinate is incomplete for another reason, the key is not refused when it is
    /// read. It is refused later, when it is prepared, because its point is not on the curve.
    pub short_coordinates: bool,
    /// Accepts standard base64, also with `=` padding, for the numbers and coordinates of a key,
    /// and rewrites them to base64url.
    ///
    /// Needed for: servers that encode keys as standard base64, such as IdentityServer 3 and older
    /// versions of Cloud Foundry UAA.
    ///
    /// Cost: one key can have several JSON texts. A program that compares these texts, and not the
    /// thumbprints, takes them for several keys.
    pub standard_base64: bool,
    /// Reads a number as `kid`. The `kid` is then the text with the digits of the number.
    ///
    /// Needed for: servers that use a database row number as `kid`. The `kid` in their tokens can
    /// also be a number: see [`JwsQuirks::numeric_kid`](crate::jws::JwsQuirks::numeric_kid).
    ///
    /// Cost: none, because `kid` only selects one of the keys of the issuer.
    pub numeric_kid: bool,
}

impl KeyQuirks {
    /// Sets [`leading_zeros`](Self::leading_zeros) to `true`.
    #[must_use]
    pub const fn leading_zeros(mut self) -> Self {
        self.leading_zeros = true;
        self
    }

    /// Sets [`short_coordinates`](Self::short_coordinates) to `true`.
    #[must_use]
    pub const fn short_coordinates(mut self) -> Self {
        self.short_coordinates = true;
        self
    }

    /// Sets [`standard_base64`](Self::standard_base64) to `true`.
    #[must_use]
    pub const fn standard_base64(mut self) -> Self {
        self.standard_base64 = true;
        self
    }

    /// Sets [`numeric_kid`](Self::numeric_kid) to `true`.
    #[must_use]
    pub const fn numeric_kid(mut self) -> Self {
        self.numeric_kid = true;
        self
    }

    /// Rewrites the accepted deviations of a JWK to the form that RFC 7518 requires. A member that
    /// cannot be decoded is not changed: reading the key then refuses it.
    pub(super) fn apply(&self, jwk: &mut Object) {
        if self.numeric_kid
            && let Some(serde_json::Value::Number(kid)) = jwk.get("kid")
        {
            let kid = kid.to_string();
            jwk.insert("kid", kid);
        }
        if self.standard_base64 {
            for name in ["n", "e", "x", "y"] {
                rewrite_alphabet(jwk, name);
            }
        }
        let text = |name: &str| jwk.get(name).and_then(serde_json::Value::as_str);
        match (text("kty"), text("crv").and_then(EcCurve::named)) {
            (Some("RSA"), _) if self.leading_zeros => {
                rewrite(jwk, &["n", "e"], |number| match number {
                    // A single zero byte is kept: it is the number zero, which is refused later.
                    [0, rest @ ..] if !rest.is_empty() => Some(rest.to_vec()),
                    _ => None,
                });
            }
            (Some("EC"), Some(curve)) => {
                let full = curve.coordinate_len();
                rewrite(jwk, &["x", "y"], |coordinate| match coordinate {
                    [0, rest @ ..] if self.leading_zeros && rest.len() == full => {
                        Some(rest.to_vec())
                    }
                    // RFC 7518 §6.2.1.2: a coordinate always has its full length.
                    [_, ..] if self.short_coordinates && coordinate.len() < full => {
                        let missing = full.saturating_sub(coordinate.len());
                        Some([&vec![0; missing], coordinate].concat())
                    }
                    _ => None,
                });
            }
            _ => {}
        }
    }
}

/// Replaces the characters of standard base64 and removes the padding. A text that is then not
/// base64url is refused when the key is read.
fn rewrite_alphabet(jwk: &mut Object, name: &str) {
    if let Some(text) = jwk.get(name).and_then(serde_json::Value::as_str) {
        let text = text.trim_end_matches('=').replace('+', "-").replace('/', "_");
        jwk.insert(name, text);
    }
}

/// Calls `change` with the decoded bytes of each named member, and replaces the bytes if `change`
/// returns new bytes.
fn rewrite(jwk: &mut Object, names: &[&str], change: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    for name in names {
        let bytes = jwk.get(name).and_then(|value| base64url::decode(value.as_str()?).ok());
        if let Some(bytes) = bytes.and_then(|bytes| change(&bytes)) {
            jwk.insert(name, base64url::encode(&bytes));
        }
    }
}
