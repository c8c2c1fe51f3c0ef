//! The user of a relying party.

use serde::{Deserialize, Serialize};
use symbolon_oauth::Issuer;
use symbolon_oidc::StandardClaims;

/// The user who is signed in at a relying party with the routes of [`Logins`](crate::Logins).
///
/// Only [`iss`](Self::iss) and [`sub`](Self::sub) together identify a user
/// ([Core §5.7](https://openid.net/specs/openid-connect-core-1_0.html#ClaimStability)). The name and
/// the email address can change, and two users can have the same ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// `iss`: the issuer of the user's ID Token.
    #[serde(with = "symbolon_oauth::stored_issuer")]
    pub iss: Issuer,
    /// `sub`: the user's identifier at the issuer.
    pub sub: String,
    /// `name`: the full name, for display. Ask for it with the scope `profile`. `None` if the
    /// provider does not send it. Escape it when you write it into HTML.
    pub name: Option<String>,
    /// `email`: the email address. Ask for it with the scope `email`. `None` if the provider does
    /// not send it. Escape it when you write it into HTML.
    pub email: Option<String>,
    /// `email_verified`: whether the provider verified that the user controls the email address.
    /// `None` if the provider does not say so.
    pub email_verified: Option<bool>,
}

impl User {
    pub(crate) fn new(iss: &Issuer, sub: &str, claims: StandardClaims) -> Self {
        Self {
            iss: iss.clone(),
            sub: sub.to_owned(),
            name: claims.name.default,
            email: claims.email,
            email_verified: claims.email_verified,
        }
    }
}

#[cfg(test)]
mod tests {
    use symbolon_oauth::danger;

    use super::*;

    #[test]
    fn a_user_of_an_issuer_that_was_accepted_by_name_is_read_from_the_cookie() {
        let issuer = danger::http_issuer("http://keycloak:8080/realms/dev").unwrap();
        let user = User::new(&issuer, "alice", StandardClaims::default());
        let stored = serde_json::to_string(&user).unwrap();
        assert_eq!(serde_json::from_str::<User>(&stored).unwrap(), user);
    }
}
