//! `response_type`: what an authorization request asks for.

use std::borrow::Cow;

use crate::{GrantType, ResponseMode, SyntaxError};

/// `response_type`: what an authorization request asks the authorization endpoint to return.
///
/// [RFC 6749 §3.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.1); grammar in
/// [§A.3](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.3). A response type consists of one or
/// more names, such as `code id_token`. The order of the names has no meaning, so this type sorts
/// them.
///
/// ```
/// use symbolon_oauth::ResponseType;
/// assert_eq!(ResponseType::new("id_token code")?, ResponseType::new("code id_token")?);
/// assert_eq!(ResponseType::new("code")?, ResponseType::CODE);
/// # Ok::<(), symbolon_oauth::SyntaxError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResponseType(Cow<'static, str>);

impl ResponseType {
    /// `code`: the client asks for an authorization code
    /// ([RFC 6749 §4.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1)).
    pub const CODE: Self = Self(Cow::Borrowed("code"));
    /// `id_token`: the client asks for an ID Token in the authorization response
    /// ([Core §3.2.2.1](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitAuthRequest)).
    pub const ID_TOKEN: Self = Self(Cow::Borrowed("id_token"));
    /// `id_token token`: the client asks for an ID Token and an access token in the authorization
    /// response
    /// ([Core §3.2.2.1](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitAuthRequest)).
    pub const ID_TOKEN_TOKEN: Self = Self(Cow::Borrowed("id_token token"));
    /// `code id_token`: the client asks for an authorization code, and for an ID Token in the
    /// authorization response
    /// ([Core §3.3.2.1](https://openid.net/specs/openid-connect-core-1_0.html#HybridAuthRequest)).
    pub const CODE_ID_TOKEN: Self = Self(Cow::Borrowed("code id_token"));
    /// `code token`: the client asks for an authorization code, and for an access token in the
    /// authorization response
    /// ([Core §3.3.2.1](https://openid.net/specs/openid-connect-core-1_0.html#HybridAuthRequest)).
    pub const CODE_TOKEN: Self = Self(Cow::Borrowed("code token"));
    /// `code id_token token`: the client asks for an authorization code, and for an ID Token and an
    /// access token in the authorization response
    /// ([Core §3.3.2.1](https://openid.net/specs/openid-connect-core-1_0.html#HybridAuthRequest)).
    pub const CODE_ID_TOKEN_TOKEN: Self = Self(Cow::Borrowed("code id_token token"));
    /// `none`: the client asks for the user's consent, and for neither code nor token
    /// ([Multiple Response Types §4](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#none)).
    pub const NONE: Self = Self(Cow::Borrowed("none"));

    /// The seven response types that OpenID Connect Core and Multiple Response Types define for
    /// authentication requests.
    pub const ALL: [Self; 7] = [
        Self::CODE,
        Self::ID_TOKEN,
        Self::ID_TOKEN_TOKEN,
        Self::CODE_ID_TOKEN,
        Self::CODE_TOKEN,
        Self::CODE_ID_TOKEN_TOKEN,
        Self::NONE,
    ];

    /// Creates a response type from one or more names, which are separated by single spaces.
    ///
    /// This function does not check that the names are registered, or that [`ALL`](Self::ALL)
    /// contains the combination.
    ///
    /// # Errors
    /// [`SyntaxError::ResponseType`] when a name is empty or repeated, or contains a character
    /// other than ASCII letters, digits and underscores.
    pub fn new(text: &str) -> Result<Self, SyntaxError> {
        let mut names: Vec<&str> = text.split(' ').collect();
        // RFC 6749 §A.3: one or more of "_" / DIGIT / ALPHA.
        if !names.iter().all(|name| is_response_name(name)) {
            return Err(SyntaxError::ResponseType);
        }
        // RFC 6749 §3.1.1: the order of values does not matter.
        names.sort_unstable();
        let given = names.len();
        names.dedup();
        if names.len() != given {
            return Err(SyntaxError::ResponseType);
        }
        Ok(Self(Cow::Owned(names.join(" "))))
    }

    /// Returns the response type as it is sent in messages: its names in alphabetical order,
    /// separated by single spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the names of which the response type consists, such as `code` and `id_token`.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ')
    }

    /// Returns whether the response type contains `name`. For example, `code id_token` contains
    /// `id_token`.
    #[must_use]
    pub fn includes(&self, name: &str) -> bool {
        self.names().any(|included| included == name)
    }

    /// Returns whether the authorization response contains a token: the response type includes
    /// `token` or `id_token`.
    #[must_use]
    pub fn returns_tokens(&self) -> bool {
        self.includes("token") || self.includes("id_token")
    }

    /// Returns the grant types that a client must have registered for this response type:
    /// `authorization_code` for `code`, and `implicit` for `id_token` and `token`.
    ///
    /// See the table in
    /// [Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata).
    #[must_use]
    pub fn grant_types(&self) -> Vec<GrantType> {
        let mut grant_types = Vec::new();
        if self.includes("code") {
            grant_types.push(GrantType::AUTHORIZATION_CODE);
        }
        if self.returns_tokens() {
            grant_types.push(GrantType::IMPLICIT);
        }
        grant_types
    }

    /// Returns the response mode for a request without `response_mode`: `fragment` if the response
    /// type includes `token` or `id_token`, otherwise `query`.
    ///
    /// See
    /// [Multiple Response Types §2.1](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes),
    /// [§3](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#id_token),
    /// [§5](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#Combinations).
    #[must_use]
    pub fn default_mode(&self) -> ResponseMode {
        if self.returns_tokens() { ResponseMode::FRAGMENT } else { ResponseMode::QUERY }
    }
}

text_impls!(ResponseType);

fn is_response_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc6749_3_1_1_order_does_not_matter() {
        let one = ResponseType::new("token id_token code").unwrap();
        assert_eq!(one, ResponseType::new("code id_token token").unwrap());
        assert_eq!(one.names().collect::<Vec<_>>(), ["code", "id_token", "token"]);
        assert_ne!(one, ResponseType::CODE);
    }

    #[test]
    fn multiple_response_types_5_tokens_travel_in_the_fragment() {
        let mode = |text: &str| ResponseType::new(text).unwrap().default_mode();
        assert_eq!(mode("code"), ResponseMode::QUERY);
        assert_eq!(mode("none"), ResponseMode::QUERY);
        for with_token in ["token", "id_token", "code id_token", "code token", "id_token token"] {
            assert_eq!(mode(with_token), ResponseMode::FRAGMENT, "{with_token}");
        }
    }

    #[test]
    fn every_constant_is_the_text_that_new_creates() {
        for constant in ResponseType::ALL {
            assert_eq!(ResponseType::new(constant.as_str()), Ok(constant));
        }
    }

    #[test]
    fn registration_2_grant_types_of_the_response_types() {
        let grant_types: Vec<String> = (ResponseType::ALL.iter())
            .map(|it| it.grant_types().iter().map(GrantType::as_str).collect::<Vec<_>>().join(" "))
            .collect();
        let hybrid = "authorization_code implicit";
        let expected = ["authorization_code", "implicit", "implicit", hybrid, hybrid, hybrid, ""];
        assert_eq!(grant_types, expected);
    }

    #[test]
    fn rfc6749_a_3_response_type_grammar() {
        for refused in ["", " ", "code ", " code", "code  token", "code code", "co-de", "Çode"] {
            assert_eq!(ResponseType::new(refused), Err(SyntaxError::ResponseType), "{refused:?}");
        }
    }
}
