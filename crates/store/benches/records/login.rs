//! The records of a login: a code, its tokens, a look at UserInfo, and a refresh.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Fingerprint, NumericDate, SecretString};
use symbolon_oauth::Issuer;
use symbolon_oauth::obligation::{GrantId, SingleUse, Stored};
use symbolon_provider::{CodeRecord, SignedIn, TokenRecords};
use symbolon_store::{ProviderStore, Store};
use time::OffsetDateTime;

/// The time at which all logins happen.
pub(crate) fn now() -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

pub(crate) fn issuer() -> Result<Issuer, symbolon_oauth::IssuerError> {
    Issuer::new("https://op.example")
}

/// The records of one login, which are made before the time is measured.
struct Login {
    code: CodeRecord,
    tokens: TokenRecords,
    refreshed: TokenRecords,
}

impl Login {
    /// Makes the records of a login at this time.
    fn at(now: OffsetDateTime) -> Result<Self, Box<dyn Error>> {
        let (grant, code) = (GrantId::random(&CRYPTO)?, fingerprint()?);
        let expires = |seconds| NumericDate::from(now).after(Duration::from_secs(seconds));
        let issuer = "https://op.example";
        let signed_in = SignedIn::new("248289761001", now).amr("pwd");
        let record = json!({
            "fingerprint": code, "issuer": issuer, "grant": grant, "client_id": "s6BhdRkqt3",
            "redirect_uri": "https://client.example/callback", "scope": "openid email offline_access",
            "signed_in": signed_in, "nonce": "n-0S6_WzA2Mj",
            "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "expires": expires(60),
        });
        let tokens = |spends, refresh: &Fingerprint| {
            serde_json::from_value::<TokenRecords>(json!({
                "spends": spends,
                "access": {
                    "fingerprint": fingerprint()?, "issuer": issuer, "grant": grant,
                    "client_id": "s6BhdRkqt3", "subject": "248289761001",
                    "scope": "openid email offline_access", "expires": expires(3600),
                },
                "refresh": {
                    "fingerprint": refresh, "issuer": issuer, "grant": grant,
                    "client_id": "s6BhdRkqt3", "scope": "openid email offline_access",
                    "signed_in": signed_in, "expires": expires(30 * 86_400),
                },
            }))
            .map_err(Box::<dyn Error>::from)
        };
        let refresh = fingerprint()?;
        Ok(Self {
            tokens: tokens(json!({"code": code}), &refresh)?,
            refreshed: tokens(json!({"refresh_token": refresh}), &fingerprint()?)?,
            code: serde_json::from_value(record)?,
        })
    }

    /// Writes and reads the records in the order of a login, and checks each answer.
    async fn run(&self, store: &ProviderStore) -> Result<(), Box<dyn Error + Send + Sync>> {
        let access = &self.tokens.access;
        let refresh = self.tokens.refresh.as_ref().ok_or("no refresh token")?;
        let holds = store.put_authorization(&self.code.clone().into()).await? == Stored::Confirmed
            && matches!(store.find_code(&self.code.fingerprint).await?, SingleUse::Fresh(_))
            && store.put_tokens(&self.tokens).await? == Stored::Confirmed
            && store.access_token(&access.fingerprint).await?.is_some()
            && matches!(store.find_refresh_token(&refresh.fingerprint).await?, SingleUse::Fresh(_))
            && store.put_tokens(&self.refreshed).await? == Stored::Confirmed;
        if holds { Ok(()) } else { Err("the store gave a wrong answer".into()) }
    }
}

fn fingerprint() -> Result<Fingerprint, Box<dyn Error>> {
    Ok(SecretString::random(&CRYPTO)?.fingerprint(&CRYPTO))
}

/// Writes the records of logins that happened so long before their rows end.
pub(crate) async fn fill(
    store: &ProviderStore,
    logins: usize,
    keep_until: i64,
) -> Result<(), Box<dyn Error>> {
    let at =
        OffsetDateTime::from_unix_timestamp(keep_until)? - Duration::from_secs(30 * 86_400 + 600);
    for _ in 0..logins {
        let login = Login::at(at)?;
        store.put_authorization(&login.code.clone().into()).await?;
        store.put_tokens(&login.tokens).await?;
    }
    Ok(())
}

/// How long logins took.
#[derive(Default)]
pub(crate) struct Latencies(Vec<Duration>);

impl Latencies {
    pub(crate) fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
        self.0.sort();
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        self.0
            .get((self.0.len() * percent / 100).min(self.0.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    }
}

/// Runs logins, one after the other.
pub(crate) async fn logins(store: &Store, count: usize) -> Result<Latencies, Box<dyn Error>> {
    let store = store.provider(&issuer()?);
    let logins = (0..count).map(|_| Login::at(now())).collect::<Result<Vec<_>, _>>()?;
    let mut latencies = Vec::with_capacity(count);
    for login in &logins {
        let started = Instant::now();
        login.run(&store).await.map_err(|error| error.to_string())?;
        latencies.push(started.elapsed());
    }
    Ok(Latencies(latencies))
}

/// Runs logins, so many at the same time. Returns how many were done in a second.
pub(crate) async fn many(
    store: &Store,
    count: usize,
    parallel: usize,
) -> Result<f64, Box<dyn Error>> {
    let store = store.provider(&issuer()?);
    let logins = (0..count).map(|_| Login::at(now())).collect::<Result<Vec<_>, _>>()?;
    let (logins, next) = (Arc::new(logins), Arc::new(AtomicUsize::new(0)));
    let started = Instant::now();
    let workers: Vec<_> = (0..parallel)
        .map(|_| {
            let (store, logins, next) = (store.clone(), logins.clone(), next.clone());
            tokio::spawn(async move {
                while let Some(login) = logins.get(next.fetch_add(1, Ordering::Relaxed)) {
                    login.run(&store).await?;
                }
                Ok::<_, Box<dyn Error + Send + Sync>>(())
            })
        })
        .collect();
    for worker in workers {
        worker.await?.map_err(|error| error.to_string())?;
    }
    Ok(count as f64 / started.elapsed().as_secs_f64())
}
