//! Refresh tokens.

use symbolon_jose::Fingerprint;
use symbolon_oauth::obligation::SingleUse;
use symbolon_provider::RefreshTokenRecord;

use super::scope::{ProviderStore, Tables};
use super::single_use::in_memory;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::single_use::single_use;
use crate::error::Error;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::Step;

impl ProviderStore {
    /// Returns the record of a refresh token, and whether the token was used before. Does not mark
    /// the token: [`put_tokens`](Self::put_tokens) marks it when it writes the tokens that replace
    /// it.
    ///
    /// A refresh token that is used a second time was stolen, or its successor was lost
    /// ([RFC 9700 §4.14.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2)).
    /// Revoke the grant that [`SingleUse::Spent`] names.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn find_refresh_token(
        &self,
        token: &Fingerprint,
    ) -> Result<SingleUse<RefreshTokenRecord>, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let tables = memory.tables();
                let row = tables.refresh_tokens.get(token);
                Ok(in_memory(&tables, row, |record| &record.grant))
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = [self.issuer_value(), token.as_str().into()];
                let rows = sql.read(Step::new(FIND_REFRESH_TOKEN, values)).await?;
                single_use(&rows, "symbolon_refresh_tokens")
            }
        }
    }
}

/// A spent token is found even after its grant was revoked, so that a second use is noticed.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) const FIND_REFRESH_TOKEN: &str = "
    SELECT token.spent, token.grant_id, token.record
    FROM symbolon_refresh_tokens AS token
    JOIN symbolon_grants AS held
        ON held.issuer = token.issuer AND held.grant_id = token.grant_id
    WHERE token.issuer = ?1 AND token.fingerprint = ?2 AND (token.spent = 1 OR held.revoked = 0)";
