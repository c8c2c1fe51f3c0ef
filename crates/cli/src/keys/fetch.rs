//! Fetches an issuer's keys: Discovery, then the JWK Set.

use std::io;

use symbolon::discovery::jwk_set::{self, JwkSetError};
use symbolon::discovery::{DiscoverVerifier, DiscoveryError, Lookup};
use symbolon::jose::jwk::PublicJwkSet;
use symbolon::oauth::Issuer;
use symbolon::{DriveError, drive};
use symbolon_reqwest::SendError;
use thiserror::Error;

use crate::{sender, system};

/// Why the keys could not be fetched.
#[derive(Debug, Error)]
pub(crate) enum FetchError {
    #[error("the keys of {0} are not fetched: http is used on this machine only")]
    Http(Issuer),
    #[error("the runtime for network requests cannot be started")]
    Runtime(#[source] io::Error),
    #[error("the metadata of {0} cannot be fetched")]
    Metadata(Issuer, #[source] DriveError<DiscoveryError, SendError>),
    #[error("the JWK Set at {0} cannot be fetched")]
    SendForKeys(String, #[source] SendError),
    #[error("the JWK Set at {0} cannot be used")]
    Keys(String, #[source] JwkSetError),
    #[error("the key cache is empty, but did not return a request for the issuer's keys")]
    NoFetch,
    #[error(transparent)]
    Client(#[from] SendError),
}

/// Returns the issuer's JWK Set and its URL.
pub(super) fn fetch(issuer: &Issuer) -> Result<(PublicJwkSet, String), FetchError> {
    // Anybody on the way could answer with keys of their own.
    if !issuer.is_https() && !issuer.is_on_loopback() {
        return Err(FetchError::Http(issuer.clone()));
    }
    sender::runtime().map_err(FetchError::Runtime)?.block_on(exchange(issuer))
}

async fn exchange(issuer: &Issuer) -> Result<(PublicJwkSet, String), FetchError> {
    let sender = sender::sender(issuer.is_https())?;
    let discover = DiscoverVerifier::new(issuer.clone());
    let metadata = drive(discover, |request| sender.send(request), system::now).await;
    let metadata = metadata.map_err(|error| FetchError::Metadata(issuer.clone(), error))?;
    let url = metadata.jwks_uri.as_str().to_owned();
    // The request of the cache says which party chose the address. The sender checks addresses that
    // another party chose.
    let Lookup::Fetch { fetch, .. } = metadata.key_cache().keys(None, system::now()) else {
        return Err(FetchError::NoFetch);
    };
    let response = sender.send(fetch.into_request()).await;
    let response = response.map_err(|error| FetchError::SendForKeys(url.clone(), error))?;
    match jwk_set::from_http(&response) {
        Ok(set) => Ok((set, url)),
        Err(error) => Err(FetchError::Keys(url, error)),
    }
}
