//! The promises about several issuers that share one store. A test cannot create a fingerprint that
//! two issuers use by chance, so each check presents a record of one issuer to the other issuer.

use symbolon_oauth::obligation::{FirstUse, SingleUse, Stored};

use super::state::{Valid, code_is_fresh, code_is_unknown, none_written, refresh_token, valid};
use super::tokens::redeemed;
use crate::harness::broken::{Outcome, check, same};
use crate::harness::records::ProviderRecords;
use crate::harness::trial::Trial;

pub(super) async fn client<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let login = trial.login()?;
    let mut client = trial.client()?;
    client.client_id = login.code.client_id.clone();
    let id = &client.client_id;
    trial.store().put_client(&client).await?;
    trial.store().put_authorization(&login.code.clone().into()).await?;
    let found = trial.other.client(id).await?;
    check(found.is_none(), "the client is unknown to the other issuer", || format!("{found:?}"))?;
    let deleted = trial.other.delete_client(id).await?;
    same(&deleted, &false, "the other issuer has no such client to delete")?;
    let found = trial.store().client(id).await?;
    check(found.is_some(), "the client was not deleted", || "no client".to_owned())?;
    code_is_fresh(&*trial.store(), &login.code, "the grant of the client was not revoked").await
}

pub(super) async fn code<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (login, foreign) = (trial.login()?, trial.login()?);
    let code = &login.code;
    trial.store().put_authorization(&code.clone().into()).await?;
    let expected = "the code is unknown to the other issuer";
    code_is_unknown(&*trial.other, &code.fingerprint, expected).await?;
    let refused = trial.other.put_authorization(&foreign.code.clone().into()).await;
    let expected = "the store refuses the code of another issuer with an error";
    check(refused.is_err(), expected, || format!("{:?}", refused.as_ref().ok()))?;
    let expected = "the refused code is not written";
    code_is_unknown(&*trial.other, &foreign.code.fingerprint, expected).await?;
    code_is_unknown(&*trial.store(), &foreign.code.fingerprint, expected).await?;
    // Tokens of the other issuer that name the code of this issuer.
    let mut tokens = trial.tokens(&login)?;
    tokens.access.issuer = trial.other_issuer.clone();
    if let Some(refresh) = &mut tokens.refresh {
        refresh.issuer = trial.other_issuer.clone();
    }
    let stored = trial.other.put_tokens(&tokens).await?;
    same(&stored, &Stored::GrantRevoked, "the other issuer does not have the code")?;
    none_written(&*trial.other, &tokens, "no token is written for it").await?;
    code_is_fresh(&*trial.store(), code, "the other issuer did not spend or revoke the code").await
}

pub(super) async fn tokens<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (login, tokens) = redeemed(trial).await?;
    let found = valid(&*trial.other, &tokens).await?;
    same(&found, &Valid::None, "the tokens are unknown to the other issuer")?;
    let token = refresh_token(&tokens)?;
    let found = trial.other.find_refresh_token(&token.fingerprint).await?;
    same(&found, &SingleUse::Unknown, "the refresh token is unknown to the other issuer")?;
    let refreshed = trial.refreshed(&login, token)?;
    let refused = trial.other.put_tokens(&refreshed).await;
    let expected = "the store refuses the tokens of another issuer with an error";
    check(refused.is_err(), expected, || format!("{:?}", refused.as_ref().ok()))?;
    let found = valid(&*trial.store(), &tokens).await?;
    same(&found, &Valid::All, "the tokens are still valid at their issuer")?;
    none_written(&*trial.store(), &refreshed, "the refused tokens are not written").await
}

pub(super) async fn grant<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let (login, tokens) = redeemed(trial).await?;
    let found = trial.other.grants(login.subject()).await?;
    same(&found, &Vec::new(), "the grant is not listed by the other issuer")?;
    trial.other.revoke_grant(&login.code.grant).await?;
    let found = valid(&*trial.store(), &tokens).await?;
    same(&found, &Valid::All, "the other issuer cannot revoke the grant")
}

pub(super) async fn replay_key<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let key = trial.key()?;
    let refused = trial.other.first_use(std::slice::from_ref(&key)).await;
    let expected = "the store refuses the replay key of another issuer with an error";
    check(refused.is_err(), expected, || format!("{:?}", refused.as_ref().ok()))?;
    let found = trial.store().first_use(std::slice::from_ref(&key)).await?;
    same(&found, &FirstUse::Confirmed, "the key is new to its issuer")?;
    let mut theirs = key;
    theirs.issuer = trial.other_issuer.clone();
    let found = trial.other.first_use(&[theirs]).await?;
    same(&found, &FirstUse::Confirmed, "the key of one issuer is new to the other issuer")
}
