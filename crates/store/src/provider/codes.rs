//! Authorization codes.

use symbolon_jose::Fingerprint;
use symbolon_oauth::obligation::SingleUse;
use symbolon_provider::CodeRecord;

use super::scope::{ProviderStore, Tables};
use super::single_use::in_memory;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::single_use::single_use;
use crate::error::Error;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::Step;

impl ProviderStore {
    /// Returns the record of a code, and whether the code was used before. Does not mark the code:
    /// [`put_tokens`](Self::put_tokens) marks it when it writes the tokens that the client gets for
    /// the code.
    ///
    /// A client must not use a code twice
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    /// Revoke the grant that [`SingleUse::Spent`] names.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn find_code(&self, code: &Fingerprint) -> Result<SingleUse<CodeRecord>, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let tables = memory.tables();
                Ok(in_memory(&tables, tables.codes.get(code), |record| &record.grant))
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let step = Step::new(FIND_CODE, [self.issuer_value(), code.as_str().into()]);
                single_use(&sql.read(step).await?, "symbolon_codes")
            }
        }
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    /// A spent code is found even after its grant was revoked, so that a second use is noticed.
    pub(crate) const FIND_CODE: &str = "
        SELECT code.spent, code.grant_id, code.record
        FROM symbolon_codes AS code
        JOIN symbolon_grants AS held
            ON held.issuer = code.issuer AND held.grant_id = code.grant_id
        WHERE code.issuer = ?1 AND code.fingerprint = ?2 AND (code.spent = 1 OR held.revoked = 0)";
}
