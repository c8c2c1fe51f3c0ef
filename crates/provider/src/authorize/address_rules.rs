//! Rules about the client and its redirect URI. If a request breaks such a rule, the user sees an
//! error page.

use symbolon_jose::rule::Verdict::{self, Held};
use symbolon_oauth::{ClientAuthenticationMethod, RedirectUri, ReturnAddress};

use super::AuthorizeError;
use crate::RegisteredClient;

/// The addresses that a request names, and the record that the store has of its client.
#[derive(Debug)]
pub(super) struct Addressed<'a> {
    pub(super) address: &'a ReturnAddress,
    pub(super) client: Option<&'a RegisteredClient>,
}

impl<'a> Addressed<'a> {
    /// Returns the client's record, if its `client_id` is that of the request.
    pub(super) fn client(&self) -> Result<&'a RegisteredClient, AuthorizeError> {
        self.client
            .filter(|client| client.client_id == self.address.client_id)
            .ok_or_else(|| AuthorizeError::UnknownClient(self.address.client_id.clone()))
    }

    /// Returns the redirect URI of the request.
    pub(super) fn redirect_uri(&self) -> Result<&'a RedirectUri, AuthorizeError> {
        self.address.redirect_uri.as_ref().ok_or(AuthorizeError::MissingRedirectUri)
    }
}

pub(super) fn client(addressed: &Addressed<'_>) -> Result<Verdict, AuthorizeError> {
    // RFC 6749 §4.1.2.1: an unknown client gets no redirect. The store may have returned another
    // client's record: the client counts as unknown then.
    addressed.client().map(|_| Held)
}

pub(super) fn present(addressed: &Addressed<'_>) -> Result<Verdict, AuthorizeError> {
    // Core §3.1.2.1: redirect_uri is REQUIRED, also for a client that registered a single one.
    addressed.redirect_uri().map(|_| Held)
}

pub(super) fn registered(addressed: &Addressed<'_>) -> Result<Verdict, AuthorizeError> {
    // Core §3.1.2.1, RFC 9700 §2.1: the URI is equal to a registered URI. Only the port on a
    // loopback address is allowed to differ.
    let asked = addressed.redirect_uri()?;
    if addressed.client()?.redirect_uris.iter().any(|registered| asked.matches(registered)) {
        Ok(Held)
    } else {
        Err(AuthorizeError::RedirectUri(asked.clone()))
    }
}

pub(super) fn encrypted(addressed: &Addressed<'_>) -> Result<Verdict, AuthorizeError> {
    // Core §3.1.2.1: only a confidential client may use `http`. Anyone who reads the network
    // traffic could use the code of a public client.
    let asked = addressed.redirect_uri()?;
    let method = &addressed.client()?.token_endpoint_auth_method;
    if asked.is_unencrypted() && *method == ClientAuthenticationMethod::NONE {
        return Err(AuthorizeError::UnencryptedRedirectUri(asked.clone()));
    }
    Ok(Held)
}
