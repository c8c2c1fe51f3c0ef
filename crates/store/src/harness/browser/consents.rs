//! The promises about consents.

use symbolon_oauth::ClientId;
use symbolon_provider::EarlierConsent;

use crate::harness::broken::{Failure, Outcome, check, same};
use crate::harness::browser_records::BrowserRecords;
use crate::harness::provider::{Valid, redeemed, valid};
use crate::harness::trial::Trial;

/// A user and a client.
#[derive(Clone)]
struct Pair {
    subject: String,
    client: ClientId,
}

impl Pair {
    fn new<S>(trial: &Trial<S>) -> Result<Self, Failure> {
        let subject = trial.text()?.expose().to_owned();
        Ok(Self { subject, client: trial.client()?.client_id })
    }

    /// Writes a consent to a scope, and to one claim with the same name as the scope.
    async fn put<S: BrowserRecords>(&self, store: &S, scope: &str) -> Outcome {
        self.put_with(store, scope, &[scope]).await
    }

    async fn put_with<S: BrowserRecords>(
        &self,
        store: &S,
        scope: &str,
        claims: &[&str],
    ) -> Outcome {
        let consent = consent(scope, claims)?;
        Ok(store.put_consent(&self.subject, &self.client, &consent).await?)
    }

    async fn found<S: BrowserRecords>(&self, store: &S) -> Result<EarlierConsent, Failure> {
        Ok(store.consent(&self.subject, &self.client).await?)
    }
}

fn consent(scope: &str, claims: &[&str]) -> Result<EarlierConsent, Failure> {
    let claims = claims.iter().map(|name| (*name).to_owned()).collect();
    Ok(EarlierConsent::new(scope.parse()?).claims(claims))
}

pub(super) async fn adds<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let pair = Pair::new(trial)?;
    let takers = trial.settings.takers;
    let requests = (0..takers).map(|number| {
        let (store, pair) = (trial.store(), pair.clone());
        async move { pair.put(&*store, &format!("openid scope-{number}")).await }
    });
    trial.together(requests).await?.into_iter().collect::<Result<Vec<()>, _>>()?;
    for store in &trial.copies {
        let found = pair.found(&**store).await?;
        let all = (0..takers).all(|number| found.scope.contains(&format!("scope-{number}")));
        let all = all && found.scope.contains("openid") && found.claims.len() == takers;
        check(all, "the scopes and claims of all consents are kept", || format!("{found:?}"))?;
    }
    Ok(())
}

pub(super) async fn exact<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let pair = Pair::new(trial)?;
    pair.put_with(&*trial.store(), "openid", &[]).await?;
    let found = pair.found(&*trial.store()).await?;
    same(&found, &consent("openid", &[])?, "a consent without claims has no claims")?;
    pair.put_with(&*trial.store(), "openid email", &["b", "a \"c\""]).await?;
    pair.put_with(&*trial.store(), "openid", &["a", "b"]).await?;
    for store in &trial.copies {
        let all = consent("openid email", &["a", "a \"c\"", "b"])?;
        let found = pair.found(&**store).await?;
        same(&found, &all, "the consent has exactly the scope and the claims that were written")?;
    }
    Ok(())
}

pub(super) async fn separate<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (pair, other) = (Pair::new(trial)?, Pair::new(trial)?);
    pair.put(&*trial.store(), "openid").await?;
    let other_user = Pair { client: pair.client.clone(), ..other.clone() };
    let other_client = Pair { subject: pair.subject.clone(), ..other };
    for pair in [other_user, other_client] {
        let found = pair.found(&*trial.store()).await?;
        check(found.is_empty(), "the other user, or the other client, has no consent", || {
            format!("{found:?}")
        })?;
    }
    Ok(())
}

pub(super) async fn withdrawn<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let pair = Pair::new(trial)?;
    pair.put(&*trial.store(), "openid email").await?;
    trial.store().withdraw_consent(&pair.subject, &pair.client).await?;
    for store in &trial.copies {
        let found = pair.found(&**store).await?;
        check(found.is_empty(), "a consent that was withdrawn is empty", || format!("{found:?}"))?;
    }
    pair.put(&*trial.store(), "openid").await?;
    let found = pair.found(&*trial.store()).await?;
    same(&found, &consent("openid", &["openid"])?, "a later consent has only its scope and claims")
}

pub(super) async fn withdrawal_revokes<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let ((login, tokens), (_, other)) = (redeemed(trial).await?, redeemed(trial).await?);
    trial.store().withdraw_consent(login.subject(), &login.code.client_id).await?;
    let found = valid(&*trial.store(), &tokens).await?;
    same(&found, &Valid::None, "no token of the user at the client is valid")?;
    let found = valid(&*trial.store(), &other).await?;
    same(&found, &Valid::All, "the tokens of the other user are valid")
}

pub(super) async fn deleted_client<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (client, mut pair) = (trial.client()?, Pair::new(trial)?);
    pair.client = client.client_id.clone();
    trial.store().put_client(&client).await?;
    pair.put(&*trial.store(), "openid").await?;
    trial.store().delete_client(&client.client_id).await?;
    let found = pair.found(&*trial.store()).await?;
    check(found.is_empty(), "the consent to a deleted client is empty", || format!("{found:?}"))
}

pub(super) async fn issuer<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let pair = Pair::new(trial)?;
    pair.put(&*trial.store(), "openid").await?;
    let found = pair.found(&*trial.other).await?;
    check(found.is_empty(), "the consent is unknown to the other issuer", || format!("{found:?}"))?;
    trial.other.withdraw_consent(&pair.subject, &pair.client).await?;
    let found = pair.found(&*trial.store()).await?;
    let expected = "the other issuer cannot withdraw the consent";
    same(&found, &consent("openid", &["openid"])?, expected)
}
