//! The check whether a browser's cookie is known.

use symbolon_jose::Fingerprint;
use time::OffsetDateTime;

use super::scope::{ProviderStore, Tables};
use crate::error::Error;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::Step;

impl ProviderStore {
    /// Returns whether this browser has a session of a signed-in user, or an authorization request
    /// that waits. If the result is `false`, give the browser a new cookie before you write a
    /// record for the browser, because an attacker could have set the cookie.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn knows_browser(
        &self,
        browser: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<bool, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let (tables, now) = (memory.tables(), now.unix_timestamp());
                let session = tables.browser_sessions.get(browser);
                let mut requests = tables.pending_authorizations.get(browser).into_iter().flatten();
                Ok(session.is_some_and(|row| now < row.keep_until)
                    || requests.any(|row| now < row.keep_until))
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = [self.issuer_value(), browser.as_str().into(), now.into()];
                Ok(!sql.read(Step::new(KNOWS_BROWSER, values)).await?.is_empty())
            }
        }
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) const KNOWS_BROWSER: &str = "
    SELECT browser FROM symbolon_browser_sessions
    WHERE issuer = ?1 AND browser = ?2 AND keep_until > ?3
    UNION ALL
    SELECT browser FROM symbolon_pending_authorizations
    WHERE issuer = ?1 AND browser = ?2 AND keep_until > ?3";
