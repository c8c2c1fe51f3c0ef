//! `grant_type=refresh_token`: a refresh token from an earlier token response.

use crate::token::request_error::{TokenRequestError, required};
use crate::{Parameters, RefreshToken, Scope};

/// The grant of the type `refresh_token`: a refresh token, together with the scope that the client
/// asks for.
///
/// See [RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RefreshTokenGrant {
    /// The refresh token that the client presents.
    pub refresh_token: RefreshToken,
    /// The scope that the client asks for. It must contain only tokens of the scope that was
    /// granted. `None` means the whole granted scope.
    pub scope: Option<Scope>,
}

impl RefreshTokenGrant {
    /// The parameters that this grant defines.
    pub(super) const PARAMETERS: &'static [&'static str] = &["refresh_token", "scope"];

    /// Creates a grant that asks for the whole granted scope.
    #[must_use]
    pub fn new(refresh_token: RefreshToken) -> Self {
        Self { refresh_token, scope: None }
    }

    /// Takes the parameters of the grant out of a token request.
    pub(super) fn take(parameters: &mut Parameters) -> Result<Self, TokenRequestError> {
        let scope = parameters.take("scope").map(|text| Scope::parse(&text));
        Ok(Self {
            refresh_token: RefreshToken::parse(required(parameters, "refresh_token")?)
                .map_err(|_| TokenRequestError::InvalidGrant { name: "refresh_token" })?,
            scope: scope.transpose().map_err(|_| TokenRequestError::InvalidScope)?,
        })
    }

    /// Adds the parameters of the grant to a token request.
    pub(super) fn put(&self, parameters: &mut Parameters) {
        parameters.push("refresh_token", self.refresh_token.expose());
        let scope = self.scope.as_ref().map(Scope::to_string);
        parameters.push_some("scope", scope.as_deref());
    }
}
