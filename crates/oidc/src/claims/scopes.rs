//! Which scope values ask for which claims.

use symbolon_oauth::Scope;

/// The scope values that ask for claims, and the claims each asks for
/// ([Core §5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims)).
const SCOPES: [(&str, &[&str]); 4] = [
    (
        "profile",
        &[
            "name",
            "family_name",
            "given_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "updated_at",
        ],
    ),
    ("email", &["email", "email_verified"]),
    ("address", &["address"]),
    ("phone", &["phone_number", "phone_number_verified"]),
];

/// The names of the claims that a scope asks for
/// ([Core §5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims)).
///
/// ```
/// use symbolon_oauth::Scope;
///
/// let scope: Scope = "openid email".parse()?;
/// assert_eq!(symbolon_oidc::scope_claims(&scope), ["email", "email_verified"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn scope_claims(scope: &Scope) -> Vec<&'static str> {
    let asked = SCOPES.iter().filter(|(value, _)| scope.contains(value));
    asked.flat_map(|(_, claims)| claims.iter().copied()).collect()
}
