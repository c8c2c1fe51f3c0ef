//! The comparison of the two ID Tokens of a hybrid login.

use symbolon_jose::Object;
use symbolon_jose::json::document::Value;
use symbolon_oidc::IdTokenClaims;

/// The claims that describe the ID Token itself, and not the user or the authentication. The two ID
/// Tokens can have different values of these claims.
const OF_ONE_TOKEN: [&str; 7] = ["at_hash", "c_hash", "exp", "iat", "jti", "nbf", "s_hash"];

/// Returns the name of a claim that both ID Tokens have with different values, if there is such a
/// claim. `differing` lists more claims that can differ
/// ([Core §3.3.3.6](https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken2)).
pub(super) fn difference(
    one: &IdTokenClaims,
    other: &IdTokenClaims,
    differing: &[String],
) -> Option<String> {
    let other = members(other);
    let can_differ =
        |name: &str| OF_ONE_TOKEN.contains(&name) || differing.iter().any(|it| it == name);
    let differs = |name: &str, value: &Value| other.get(name).is_some_and(|it| it != value);
    let one = members(one);
    let mut found = one.iter().filter(|(name, value)| differs(name, value) && !can_differ(name));
    found.next().map(|(name, _)| name.to_owned())
}

/// Returns the claims in the form in which they are compared: the order of the audiences has no
/// meaning.
fn members(claims: &IdTokenClaims) -> Object {
    let mut claims = claims.clone();
    claims.aud.sort_unstable();
    Object::from(&claims)
}

#[cfg(test)]
mod tests {
    use symbolon_test_support::clock::now;
    use symbolon_test_support::names::{client_id, issuer};

    use super::*;

    #[test]
    fn fapi_1_advanced_5_1_1_the_hashes_differ_if_the_signature_algorithms_differ() {
        let now = now().into();
        let mut one = IdTokenClaims::new(&issuer(), "alice", &client_id(), now, now);
        let mut other = one.clone();
        one.s_hash = Some("77QmUPtjPfzWtF2AnpK9RQ".to_owned());
        other.s_hash = Some("9s6CBbOxiKE65d9-Qr0QIQ".to_owned());
        assert_eq!(difference(&one, &other, &[]), None);
    }
}
