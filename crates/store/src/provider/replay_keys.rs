//! Replay keys: the single-use values that were used, such as the `jti` of an assertion.

use symbolon_oauth::obligation::{FirstUse, ReplayKey};

use super::scope::{ProviderStore, Tables};
use crate::error::Error;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Step, Written};

impl ProviderStore {
    /// Remembers that these keys were used. Returns [`FirstUse::Confirmed`] only if all keys
    /// are new to the store. If it knew a key, it remembers no key.
    ///
    /// A key is made from a value that can be used once, such as the `jti` of a client assertion
    /// ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3), number 7). The store
    /// remembers a key until the value would be refused because of its age.
    ///
    /// # Errors
    /// [`Error::OtherIssuer`] when a provider with another issuer created a key, and other
    /// [`Error`]s when the database fails.
    pub async fn first_use(&self, keys: &[ReplayKey]) -> Result<FirstUse, Error> {
        keys.iter().try_for_each(|key| self.check_issuer(&key.issuer))?;
        if keys.is_empty() {
            return Ok(FirstUse::Confirmed);
        }
        // In this order, two requests with the same keys do not wait for each other for ever.
        let mut keys: Vec<_> = keys.iter().collect();
        keys.sort_by(|a, b| a.fingerprint.cmp(&b.fingerprint));
        if keys.is_sorted_by(|a, b| a.fingerprint < b.fingerprint) {
            self.put_keys(&keys).await
        } else {
            // The same value twice in one request.
            Ok(FirstUse::Replayed)
        }
    }

    async fn put_keys(&self, keys: &[&ReplayKey]) -> Result<FirstUse, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let used = &mut memory.tables().replay_keys;
                if keys.iter().any(|key| used.get(&key.fingerprint).is_some()) {
                    return Ok(FirstUse::Replayed);
                }
                for key in keys {
                    used.insert(key.fingerprint.clone(), (), key.expires.seconds());
                }
                Ok(FirstUse::Confirmed)
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let steps = keys.iter().map(|key| {
                    let (fingerprint, end) = (key.fingerprint.as_str(), key.expires.seconds());
                    let values = [self.issuer_value(), fingerprint.into(), end.into()];
                    Step::new(FIRST_USE, values).must_change()
                });
                Ok(match sql.write(steps.collect()).await? {
                    Written::Done(_) => FirstUse::Confirmed,
                    Written::Instead | Written::Refused => FirstUse::Replayed,
                })
            }
        }
    }
}

/// Of two requests with the same key at the same time, the second waits for the first.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) const FIRST_USE: &str = "
    INSERT INTO symbolon_replay_keys (issuer, fingerprint, keep_until) VALUES (?1, ?2, ?3)
    ON CONFLICT (issuer, fingerprint) DO NOTHING";
