//! Authorization grants, which a token request presents in exchange for tokens: one file for each
//! grant type.

mod code;
mod refresh_token;

use crate::token::request_error::{TokenRequestError, required};
use crate::{GrantType, Parameters};

pub use code::CodeGrant;
pub use refresh_token::RefreshTokenGrant;

/// An authorization grant: what a client presents at the token endpoint in exchange for tokens.
///
/// See [RFC 6749 §1.3](https://www.rfc-editor.org/rfc/rfc6749#section-1.3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthorizationGrant {
    /// `authorization_code`: a code from the authorization endpoint.
    Code(CodeGrant),
    /// `refresh_token`: a refresh token from an earlier token response.
    RefreshToken(RefreshTokenGrant),
    /// An authorization grant of a type that this crate does not know. The parameters of the grant
    /// are in [`TokenRequest::extra`](crate::TokenRequest::extra).
    Other {
        /// The value of `grant_type`.
        grant_type: GrantType,
    },
}

impl AuthorizationGrant {
    /// Returns the `grant_type` of this authorization grant.
    #[must_use]
    pub fn grant_type(&self) -> GrantType {
        match self {
            Self::Code(_) => GrantType::AUTHORIZATION_CODE,
            Self::RefreshToken(_) => GrantType::REFRESH_TOKEN,
            Self::Other { grant_type } => grant_type.clone(),
        }
    }

    /// Takes the parameters of the grant out of a token request.
    pub(super) fn take(parameters: &mut Parameters) -> Result<Self, TokenRequestError> {
        let grant_type = required(parameters, "grant_type")?;
        // RFC 6749 §5.2: a text that breaks the grammar cannot be a supported grant type.
        let grant_type =
            GrantType::new(&grant_type).map_err(|_| TokenRequestError::UnsupportedGrantType)?;
        if grant_type == GrantType::AUTHORIZATION_CODE {
            return CodeGrant::take(parameters).map(Self::Code);
        }
        if grant_type == GrantType::REFRESH_TOKEN {
            return RefreshTokenGrant::take(parameters).map(Self::RefreshToken);
        }
        Ok(Self::Other { grant_type })
    }

    /// Adds the parameters of the grant to a token request.
    pub(super) fn put(&self, parameters: &mut Parameters) {
        parameters.push("grant_type", self.grant_type().as_str());
        match self {
            Self::Code(grant) => grant.put(parameters),
            Self::RefreshToken(grant) => grant.put(parameters),
            Self::Other { .. } => {}
        }
    }

    /// Returns the names of the parameters that this grant defines.
    pub(super) fn parameters(&self) -> &'static [&'static str] {
        match self {
            Self::Code(_) => CodeGrant::PARAMETERS,
            Self::RefreshToken(_) => RefreshTokenGrant::PARAMETERS,
            Self::Other { .. } => &[],
        }
    }
}
