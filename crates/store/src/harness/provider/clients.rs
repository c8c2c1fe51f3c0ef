//! The promises about clients.

use symbolon_oauth::RedirectUri;
use symbolon_provider::cors::Origin;

use super::state::{Valid, none_valid, valid};
use super::tokens::redeemed;
use crate::harness::broken::{Outcome, check, same};
use crate::harness::records::ProviderRecords;
use crate::harness::trial::Trial;

pub(super) async fn kept<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let client = trial.client()?;
    let id = &client.client_id;
    same(&trial.store().client(id).await?, &None, "a client that was not written is unknown")?;
    trial.store().put_client(&client).await?;
    for store in &trial.copies {
        same(&store.client(id).await?, &Some(client.clone()), "the client is found as written")?;
    }
    let renamed = client.clone().name("another name");
    trial.store().put_client(&renamed).await?;
    for store in &trial.copies {
        same(&store.client(id).await?, &Some(renamed.clone()), "the newer record is found")?;
    }
    Ok(())
}

pub(super) async fn deleted<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let client = trial.client()?;
    trial.store().put_client(&client).await?;
    let id = &client.client_id;
    same(&trial.store().delete_client(id).await?, &true, "the client existed")?;
    for store in &trial.copies {
        same(&store.client(id).await?, &None, "a client that was deleted is unknown")?;
    }
    same(&trial.store().delete_client(id).await?, &false, "a deleted client does not exist")
}

pub(super) async fn delete_revokes<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let ((login, tokens), (_, other)) = (redeemed(trial).await?, redeemed(trial).await?);
    let mut client = trial.client()?;
    client.client_id = login.code.client_id;
    trial.store().put_client(&client).await?;
    trial.store().delete_client(&client.client_id).await?;
    let expected = "no token of the deleted client is valid";
    none_valid(&*trial.store(), &[tokens], expected).await?;
    let found = valid(&*trial.store(), &other).await?;
    same(&found, &Valid::All, "the tokens of the other client are valid")
}

pub(super) async fn origins<S: ProviderRecords>(trial: &Trial<S>, _: usize) -> Outcome {
    let mut client = trial.client()?;
    let uri = |label: &str| {
        // The name of a host is lowercase hexadecimal, and different in each run.
        let host: String =
            client.client_id.as_str().bytes().map(|byte| format!("{byte:02x}")).take(30).collect();
        RedirectUri::new(&format!("https://{label}{host}.example/callback"))
    };
    let (first, second) = (uri("a")?, uri("b")?);
    let (Some(old), Some(new)) = (Origin::of(&first), Origin::of(&second)) else {
        return check(false, "an `https` address has an origin", || "none".to_owned());
    };
    let expect = async |old_is_known, new_is_known, expected| {
        for store in &trial.copies {
            let found = (store.has_origin(&old).await?, store.has_origin(&new).await?);
            same(&found, &(old_is_known, new_is_known), expected)?;
        }
        Outcome::Ok(())
    };
    client.redirect_uris = vec![first];
    trial.store().put_client(&client).await?;
    expect(true, false, "the origin of the redirect URI is known, and no other origin").await?;
    client.redirect_uris = vec![second];
    trial.store().put_client(&client).await?;
    expect(false, true, "only the origin of the new redirect URI is known").await?;
    trial.store().delete_client(&client.client_id).await?;
    expect(false, false, "the origins of a deleted client are not known").await
}
