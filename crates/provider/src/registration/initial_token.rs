//! Initial access tokens.

use core::time::Duration;

use symbolon_jose::NumericDate;
use symbolon_jose::crypto::RandomError;
use symbolon_oauth::AccessToken;
use time::OffsetDateTime;

use crate::{InitialAccessTokenRecord, InitialAccessTokenTerms, Provider};

impl Provider {
    /// Creates an initial access token, with which a developer can register clients
    /// ([RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591#section-3)).
    ///
    /// The token expires after `lifetime`. Write the record to your store before you give the token
    /// to the developer. The record does not contain the token, so the token can be shown only once.
    ///
    /// # Errors
    /// [`RandomError`] when the source of randomness fails.
    pub fn initial_access_token(
        &self,
        terms: InitialAccessTokenTerms,
        lifetime: Duration,
        now: OffsetDateTime,
    ) -> Result<(AccessToken, InitialAccessTokenRecord), RandomError> {
        let token = AccessToken::random(self.crypto())?;
        let record = InitialAccessTokenRecord {
            fingerprint: token.fingerprint(self.crypto()),
            issuer: self.issuer().clone(),
            terms,
            expires: NumericDate::from(now).after(lifetime),
        };
        Ok((token, record))
    }
}
