//! What an authenticated client presents in exchange for tokens.

use std::fmt;

use symbolon_jose::Fingerprint;
use symbolon_oauth::{
    AuthorizationGrant, CodeGrant, GrantType, Issuer, RefreshTokenGrant, TokenRequest,
};

use super::{AuthenticatedClient, TokenError, TokenRefusal};
use crate::{Provider, RegisteredClient};

/// The authorization code or refresh token that an authenticated client presents.
///
/// A code and a refresh token have different types, so that you cannot confuse them. This code does
/// not compile:
///
/// ```compile_fail,E0308
/// # use symbolon_provider::*;
/// # fn f(op: Provider, code: PresentedCode, found: SingleUse<RefreshTokenRecord>, now: time::OffsetDateTime) {
/// let _ = op.refresh(code, found, symbolon_jose::Object::new(), now);
/// # }
/// ```
///
/// Later versions can add variants for other grant types. Refuse a variant that your program does
/// not handle with [`Presented::refuse`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Presented {
    /// An authorization code. Find its record in your store, without marking the code as used, then
    /// call [`Provider::redeem`].
    Code(PresentedCode),
    /// A refresh token. Find its record in your store, without marking the token as used, then call
    /// [`Provider::refresh`].
    RefreshToken(PresentedRefreshToken),
}

/// An authorization code that an authenticated client presents.
///
/// The code is not used up until your store has written the tokens that [`Provider::redeem`]
/// returns.
///
/// `Debug` prints the client's identifier and the fingerprint of the code, not the code.
#[derive(Clone)]
pub struct PresentedCode {
    pub(super) client: RegisteredClient,
    pub(super) issuer: Issuer,
    pub(super) grant: CodeGrant,
    fingerprint: Fingerprint,
}

/// A refresh token that an authenticated client presents.
///
/// The token is not used up until your store has written the tokens that [`Provider::refresh`]
/// returns.
///
/// `Debug` prints the client's identifier and the fingerprint of the token, not the token.
#[derive(Clone)]
pub struct PresentedRefreshToken {
    pub(super) client: RegisteredClient,
    pub(super) issuer: Issuer,
    pub(super) grant: RefreshTokenGrant,
    fingerprint: Fingerprint,
}

impl Presented {
    /// Refuses a code or token that your program does not handle, with the error
    /// `unsupported_grant_type`
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    pub fn refuse(self) -> TokenRefusal {
        let grant_type = match self {
            Self::Code(_) => GrantType::AUTHORIZATION_CODE,
            Self::RefreshToken(_) => GrantType::REFRESH_TOKEN,
        };
        TokenError::UnsupportedGrantType(grant_type).into()
    }
}

impl PresentedCode {
    /// Returns the fingerprint of the code. Use it to find the record of the code in your store.
    #[must_use]
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }
}

impl PresentedRefreshToken {
    /// Returns the fingerprint of the refresh token. Use it to find the record of the token in your
    /// store.
    #[must_use]
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }
}

impl fmt::Debug for PresentedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresentedCode")
            .field("client_id", &self.client.client_id)
            .field("fingerprint", &self.fingerprint)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for PresentedRefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresentedRefreshToken")
            .field("client_id", &self.client.client_id)
            .field("fingerprint", &self.fingerprint)
            .finish_non_exhaustive()
    }
}

impl Provider {
    /// Returns the code or refresh token in a token request, if the client is allowed to use it.
    ///
    /// `client` must be the client that [`Provider::authenticate`] returned for this request.
    ///
    /// # Errors
    /// [`TokenRefusal`] with [`TokenError::UnsupportedGrantType`] when the provider does not
    /// support the grant type of the request, and with [`TokenError::UnauthorizedClient`] when the
    /// client is not registered for the grant type
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    /// [`TokenError::OtherIssuer`] when a provider with another issuer authenticated the client.
    pub fn presented(
        &self,
        request: TokenRequest,
        client: AuthenticatedClient,
    ) -> Result<Presented, TokenRefusal> {
        let client = client.at(self.issuer())?;
        let issuer = self.issuer().clone();
        let grant_type = request.grant.grant_type();
        // RFC 6749 §5.2: `unsupported_grant_type`, when the policy has no refresh tokens.
        if grant_type == GrantType::REFRESH_TOKEN && !self.policy().refresh_tokens {
            return Err(TokenError::UnsupportedGrantType(grant_type).into());
        }
        let presented = match request.grant {
            AuthorizationGrant::Code(grant) => {
                let fingerprint = grant.code.fingerprint(self.crypto());
                Presented::Code(PresentedCode {
                    client: client.clone(),
                    issuer,
                    grant,
                    fingerprint,
                })
            }
            AuthorizationGrant::RefreshToken(grant) => {
                let fingerprint = grant.refresh_token.fingerprint(self.crypto());
                let client = client.clone();
                Presented::RefreshToken(PresentedRefreshToken {
                    client,
                    issuer,
                    grant,
                    fingerprint,
                })
            }
            _ => return Err(TokenError::UnsupportedGrantType(grant_type).into()),
        };
        // RFC 6749 §5.2: `unauthorized_client`, when the client did not register the grant type.
        if !client.grant_types.contains(&grant_type) {
            return Err(TokenError::UnauthorizedClient(grant_type).into());
        }
        Ok(presented)
    }
}
