//! What a provider remembers. Records go into any store that can compare and set; none of them
//! holds a code or a token that could be used.

use std::fmt;

use serde::{Deserialize, Serialize};
use symbolon_jose::crypto::RandomError;
use symbolon_jose::{Crypto, Fingerprint, NumericDate, SecretString};
use symbolon_oauth::{
    AuthorizationGrant, ClientId, CodeChallenge, RedirectUri, Scope, TokenRequest,
};
use symbolon_oidc::Nonce;

use crate::{Provider, SignedIn, TokenError};

/// One consent of one user to one client, and the name by which everything that came of it is
/// revoked together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GrantId(String);

impl GrantId {
    pub(crate) fn random(crypto: &Crypto) -> Result<Self, RandomError> {
        SecretString::random(crypto).map(|text| Self(text.expose().to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GrantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An authorization code that was issued
/// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
///
/// **Atomic:** a code is taken once. Of any number of takers at the same time one gets
/// [`CodeLookup::Fresh`], and all others [`CodeLookup::Spent`]. A spent code has to be remembered as
/// such until [`expires`](Self::expires); its grant should be for as long as tokens of it live.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CodeRecord {
    /// The key of the record: the code's fingerprint.
    pub fingerprint: Fingerprint,
    /// The grant that it is part of.
    pub grant: GrantId,
    /// The client it was issued to.
    pub client_id: ClientId,
    /// Where it was sent.
    pub redirect_uri: RedirectUri,
    /// What the user consented to.
    pub scope: Scope,
    /// Who signed in, when and how.
    pub signed_in: SignedIn,
    /// What the ID Token has to bring back.
    pub nonce: Option<Nonce>,
    /// What the verifier has to match.
    pub code_challenge: Option<CodeChallenge>,
    /// From when on it is void.
    pub expires: NumericDate,
}

/// What the store says of a code.
#[derive(Clone, Debug, PartialEq)]
pub enum CodeLookup {
    /// It had not been taken before, and now is.
    Fresh(Box<CodeRecord>),
    /// It has been taken before, as part of this grant.
    Spent(GrantId),
    /// There is no such code, or it was forgotten after it expired.
    Unknown,
}

/// What a token request presents to be exchanged, as the key to take it from the store by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presented {
    /// A code, for [`Provider::redeem`].
    Code(Fingerprint),
    /// A refresh token, for [`Provider::refresh`].
    RefreshToken(Fingerprint),
}

impl Provider {
    /// What this request presents.
    ///
    /// # Errors
    /// [`TokenError::UnsupportedGrantType`] for any other grant type
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    pub fn presented(&self, request: &TokenRequest) -> Result<Presented, TokenError> {
        match &request.grant {
            AuthorizationGrant::Code(grant) => {
                Ok(Presented::Code(grant.code.fingerprint(&self.crypto)))
            }
            AuthorizationGrant::RefreshToken(grant) => {
                Ok(Presented::RefreshToken(grant.refresh_token.fingerprint(&self.crypto)))
            }
            _ => Err(TokenError::UnsupportedGrantType),
        }
    }
}

/// An access token that was issued. Forget it when it [expires](Self::expires), or when its grant
/// is revoked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AccessTokenRecord {
    /// The key of the record: the token's fingerprint.
    pub fingerprint: Fingerprint,
    /// The grant that it is part of.
    pub grant: GrantId,
    /// The client it was issued to.
    pub client_id: ClientId,
    /// The user it speaks of.
    pub subject: String,
    /// What it is good for.
    pub scope: Scope,
    /// From when on it is void.
    pub expires: NumericDate,
}

/// A refresh token that was issued
/// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
///
/// **Atomic:** a refresh token is taken once, as a code is. A spent one has to be remembered as such
/// until it [expires](Self::expires), so that its reuse is seen
/// ([RFC 9700 §4.14.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2)).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RefreshTokenRecord {
    /// The key of the record: the token's fingerprint.
    pub fingerprint: Fingerprint,
    /// The grant that it is part of.
    pub grant: GrantId,
    /// The client it was issued to.
    pub client_id: ClientId,
    /// What the user consented to.
    pub scope: Scope,
    /// Who signed in, when and how, at the original authentication.
    pub signed_in: SignedIn,
    /// From when on it is void; the same for every successor.
    pub expires: NumericDate,
}

/// What the store says of a refresh token.
#[derive(Clone, Debug, PartialEq)]
pub enum RefreshTokenLookup {
    /// It had not been taken before, and now is.
    Fresh(Box<RefreshTokenRecord>),
    /// It has been taken before, as part of this grant.
    Spent(GrantId),
    /// There is no such token, or it was forgotten after it expired, or its grant was revoked.
    Unknown,
}

/// The records of the tokens in one response.
///
/// **Atomic:** store them unless their grant is revoked. A code or refresh token that is used twice
/// at the same time revokes its grant, and tokens that were stored after that would outlive it; so
/// the response waits for the store's answer, [`Storing`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenRecords {
    /// The access token's.
    pub access: AccessTokenRecord,
    /// The refresh token's, if there is one.
    pub refresh: Option<RefreshTokenRecord>,
}

/// What the store did with [`TokenRecords`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storing {
    /// They are stored.
    Stored,
    /// Their grant had been revoked meanwhile, so they are not.
    GrantRevoked,
}
