//! Access tokens.

use symbolon_jose::Fingerprint;
use symbolon_provider::AccessTokenRecord;

use super::scope::{ProviderStore, Tables};
use crate::error::Error;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::Step;

impl ProviderStore {
    /// Returns the record of an access token, or `None` if the token is unknown or its grant was
    /// revoked. The caller checks that the token has not expired
    /// ([RFC 6749 §7](https://www.rfc-editor.org/rfc/rfc6749#section-7)).
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn access_token(
        &self,
        token: &Fingerprint,
    ) -> Result<Option<AccessTokenRecord>, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let tables = memory.tables();
                let record = tables.access_tokens.get(token);
                Ok(record.filter(|record| tables.is_valid(&record.grant)).cloned())
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = [self.issuer_value(), token.as_str().into()];
                let rows = sql.read(Step::new(ACCESS_TOKEN, values)).await?;
                rows.first().map(|row| row.record(0, "symbolon_access_tokens")).transpose()
            }
        }
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) const ACCESS_TOKEN: &str = "
    SELECT token.record
    FROM symbolon_access_tokens AS token
    JOIN symbolon_grants AS held
        ON held.issuer = token.issuer AND held.grant_id = token.grant_id
    WHERE token.issuer = ?1 AND token.fingerprint = ?2 AND held.revoked = 0";
