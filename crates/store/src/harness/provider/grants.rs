//! The promises about grants.

use symbolon_oauth::obligation::Stored;

use super::state::{Valid, valid};
use super::tokens::redeemed;
use crate::harness::broken::{Failure, Outcome, check, same};
use crate::harness::records::ProviderRecords;
use crate::harness::trial::Trial;

pub(super) async fn listed<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (login, other) = (trial.login()?, trial.login()?);
    trial.store().put_authorization(&login.code.clone().into()).await?;
    trial.store().put_authorization(&other.code.clone().into()).await?;
    let grant = &login.code.grant;
    for store in &trial.copies {
        let found = store.grants(login.subject()).await?;
        same(&found, &vec![grant.clone()], "the grant of the user is listed, and no other grant")?;
    }
    trial.store().put_tokens(&trial.tokens(&login)?).await?;
    let found = trial.store().grants(login.subject()).await?;
    same(&found, &vec![grant.clone()], "the grant is listed once after its tokens were written")?;
    trial.store().revoke_grant(grant).await?;
    let found = trial.store().grants(login.subject()).await?;
    same(&found, &Vec::new(), "a revoked grant is not listed")?;
    let found = trial.store().grants(other.subject()).await?;
    same(&found, &vec![other.code.grant.clone()], "the grant of the other user is listed")
}

/// Half of the requests write tokens for grants, and the other half revoke the same grants.
pub(super) async fn revoked<S: ProviderRecords>(trial: &Trial<S>, round: usize) -> Outcome {
    let grants = trial.settings.takers.div_euclid(2);
    let (mut requests, mut responses) = (Vec::new(), Vec::new());
    for number in 0..grants {
        let (login, tokens) = redeemed(trial).await?;
        let refreshed = match &tokens.refresh {
            Some(token) => trial.refreshed(&login, token)?,
            None => continue,
        };
        let writer = Request { store: trial.store(), refresh: Some(refreshed.clone()), login };
        let revoker = Request { refresh: None, ..writer.clone() };
        // In every second pair, the revocation is started first.
        let pair = [writer, revoker];
        let is_even = number.wrapping_add(round).is_multiple_of(2);
        requests.extend(if is_even {
            pair
        } else {
            let [a, b] = pair;
            [b, a]
        });
        responses.extend([tokens, refreshed]);
    }
    for outcome in trial.together(requests.into_iter().map(Request::run)).await? {
        outcome?;
    }
    let store = trial.store();
    for tokens in &responses {
        let found = valid(&*store, tokens).await?;
        let expected = "no token of a revoked grant is valid, whatever happened first";
        check(found == Valid::None, expected, || format!("valid tokens: {found:?}"))?;
    }
    Ok(())
}

/// A request that writes tokens, or revokes the grant.
struct Request<S> {
    store: std::sync::Arc<S>,
    refresh: Option<symbolon_provider::TokenRecords>,
    login: crate::harness::trial::Login,
}

impl<S> Clone for Request<S> {
    fn clone(&self) -> Self {
        let Self { store, refresh, login } = self;
        Self { store: store.clone(), refresh: refresh.clone(), login: login.clone() }
    }
}

impl<S: ProviderRecords> Request<S> {
    async fn run(self) -> Result<Stored, Failure> {
        Ok(match &self.refresh {
            Some(tokens) => self.store.put_tokens(tokens).await?,
            None => self.store.revoke_grant(&self.login.code.grant).await?,
        })
    }
}
