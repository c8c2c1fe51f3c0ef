//! The promises about consents.

use symbolon_oauth::{ClientId, Scope};

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

    async fn put<S: BrowserRecords>(&self, store: &S, scope: &str) -> Outcome {
        Ok(store.put_consent(&self.subject, &self.client, &scope.parse()?).await?)
    }

    async fn scope<S: BrowserRecords>(&self, store: &S) -> Result<Scope, Failure> {
        Ok(store.consent(&self.subject, &self.client).await?)
    }
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
        let found = pair.scope(&**store).await?;
        let all = (0..takers).all(|number| found.contains(&format!("scope-{number}")));
        let expected = "the scopes of all consents are kept";
        check(all && found.contains("openid"), expected, || found.to_string())?;
    }
    Ok(())
}

pub(super) async fn separate<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (pair, other) = (Pair::new(trial)?, Pair::new(trial)?);
    pair.put(&*trial.store(), "openid").await?;
    let other_user = Pair { client: pair.client.clone(), ..other.clone() };
    let other_client = Pair { subject: pair.subject.clone(), ..other };
    for pair in [other_user, other_client] {
        let found = pair.scope(&*trial.store()).await?;
        check(found.is_empty(), "the other user, or the other client, has no consent", || {
            found.to_string()
        })?;
    }
    Ok(())
}

pub(super) async fn withdrawn<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let pair = Pair::new(trial)?;
    pair.put(&*trial.store(), "openid email").await?;
    trial.store().withdraw_consent(&pair.subject, &pair.client).await?;
    for store in &trial.copies {
        let found = pair.scope(&**store).await?;
        check(found.is_empty(), "a consent that was withdrawn is empty", || found.to_string())?;
    }
    pair.put(&*trial.store(), "openid").await?;
    let found = pair.scope(&*trial.store()).await?.to_string();
    same(&found.as_str(), &"openid", "a later consent has only its scope")
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
    let found = pair.scope(&*trial.store()).await?;
    check(found.is_empty(), "the consent to a deleted client is empty", || found.to_string())
}

pub(super) async fn issuer<S: BrowserRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let pair = Pair::new(trial)?;
    pair.put(&*trial.store(), "openid").await?;
    let found = pair.scope(&*trial.other).await?;
    check(found.is_empty(), "the consent is unknown to the other issuer", || found.to_string())?;
    trial.other.withdraw_consent(&pair.subject, &pair.client).await?;
    let found = pair.scope(&*trial.store()).await?.to_string();
    same(&found.as_str(), &"openid", "the other issuer cannot withdraw the consent")
}
