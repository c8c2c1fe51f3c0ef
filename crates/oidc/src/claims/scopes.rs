//! The claims that each scope value requests.

use symbolon_oauth::Scope;

/// The scope values that request claims, each with its claims
/// ([Core §5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims)).
pub(crate) const SCOPES: [(&str, &[&str]); 4] = [
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

/// Returns the scope value that requests a claim.
pub(crate) fn scope_of(claim: &str) -> Option<&'static str> {
    let found = SCOPES.iter().find(|(_, claims)| claims.contains(&claim));
    found.map(|(value, _)| *value)
}

/// Returns a function that says whether the scope requests a claim.
pub(crate) fn requested_by(scope: &Scope) -> impl Fn(&str) -> bool {
    let requested = SCOPES.map(|(value, claims)| if scope.contains(value) { claims } else { &[] });
    move |claim| requested.iter().any(|claims| claims.contains(&claim))
}

/// Returns the names of the claims that a scope requests
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
    let requested = SCOPES.iter().filter(|(value, _)| scope.contains(value));
    requested.flat_map(|(_, claims)| claims.iter().copied()).collect()
}
