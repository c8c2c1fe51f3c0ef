//! A login, a refresh and a UserInfo request at a [`FieldProvider`], from the metadata on.

use std::convert::Infallible;

use http::Request;
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::{Discover, KeyCache};
use symbolon_oauth::flow::{DriveError, Flow, drive_blocking};
use symbolon_oauth::{Issuer, ResponseMode};
use symbolon_oidc::UserInfo;
use symbolon_relying_party::{
    Callback, ClientConfiguration, Login, Refreshed, RelyingParty, Session,
};
use symbolon_test_support::clock::now;
use symbolon_test_support::names::{issuer, redirect_uri};

use crate::{Failure, FieldProvider};

/// Signs a user in at this provider: reads its metadata, sends the browser there and back, and
/// exchanges the code.
///
/// # Errors
/// Returns the error of the step that failed.
pub fn sign_in(provider: &FieldProvider, client: ClientConfiguration) -> Result<Login, Failure> {
    come_back(provider, client, ResponseMode::QUERY, |state| {
        let uri = format!("{}?code=SplxlOBe&state={state}", redirect_uri().as_str());
        Request::get(uri).body(Vec::new()).unwrap()
    })
}

/// Signs a user in at this provider as [`sign_in`] does, in this response mode, with a callback that
/// `request` builds from the state of the login.
///
/// # Errors
/// Returns the error of the step that failed.
pub fn come_back(
    provider: &FieldProvider,
    client: ClientConfiguration,
    mode: ResponseMode,
    request: impl FnOnce(&str) -> Request<Vec<u8>>,
) -> Result<Login, Failure> {
    let rp = relying_party(provider, client)?;
    let login = rp.login(&redirect_uri()).scope("email").response_mode(mode);
    let (url, pending) = login.begin(now()).unwrap();
    let nonce = url.query_pairs().find(|(name, _)| name == "nonce").map(|(_, value)| value);
    let callback = Callback::from_http(&request(pending.state().expose()));
    let callback = callback.map_err(Failure::Malformed)?;
    let mut keys = rp.key_cache();
    let flow = rp.finish(pending, callback, &mut keys).map_err(Failure::Callback)?;
    run(flow, provider, nonce.as_deref()).map_err(Failure::Login)
}

/// Refreshes a session at this provider, with an empty key cache.
///
/// # Errors
/// Returns the error of the step that failed.
pub fn refresh(
    provider: &FieldProvider,
    client: ClientConfiguration,
    session: &Session,
) -> Result<Refreshed, Failure> {
    let rp = relying_party(provider, client)?;
    let mut keys: KeyCache = rp.key_cache();
    let flow = rp.refresh(session, &mut keys).map_err(Failure::Refresh)?;
    run(flow, provider, None).map_err(Failure::Refresh)
}

/// Fetches the claims about the user of a session.
///
/// # Errors
/// Returns the error of the step that failed.
pub fn user_info(
    provider: &FieldProvider,
    client: ClientConfiguration,
    session: &Session,
) -> Result<UserInfo, Failure> {
    let rp = relying_party(provider, client)?;
    let flow = rp.user_info(session).map_err(Failure::UserInfo)?;
    run(flow, provider, None).map_err(Failure::UserInfo)
}

fn relying_party(
    provider: &FieldProvider,
    client: ClientConfiguration,
) -> Result<RelyingParty, Failure> {
    let stated = provider.metadata["issuer"].as_str();
    let issuer = stated.and_then(|text| Issuer::new(text).ok()).unwrap_or_else(issuer);
    let discover = Discover::new(issuer).quirks(&client.quirks);
    let document = |_| -> Result<_, Infallible> { Ok(provider.document()) };
    let metadata = unwrap_send(drive_blocking(discover, document, now));
    let metadata = metadata.map_err(Failure::Discovery)?;
    RelyingParty::new(metadata, client, &CRYPTO).map_err(Failure::Configuration)
}

fn run<F: Flow>(
    flow: F,
    provider: &FieldProvider,
    nonce: Option<&str>,
) -> Result<F::Output, F::Error> {
    let send = |request| -> Result<_, Infallible> { Ok(provider.answer(&request, nonce)) };
    unwrap_send(drive_blocking(flow, send, now))
}

fn unwrap_send<T, E>(result: Result<T, DriveError<E, Infallible>>) -> Result<T, E> {
    match result {
        Ok(output) => Ok(output),
        Err(DriveError::Flow(error)) => Err(error),
        Err(_) => unreachable!("the sender does not fail"),
    }
}
