//! Who asks, and where the answer may go. What fails here ends in a page.

use symbolon_oauth::{RedirectUri, ReturnAddress};

use super::AuthorizeError;
use crate::{Client, PageRefusal};

/// The client, and a redirect URI that is one of its own.
pub(super) fn check<'a>(
    address: &'a ReturnAddress,
    client: Option<&'a Client>,
) -> Result<(&'a Client, &'a RedirectUri), PageRefusal> {
    // RFC 6749 §4.1.2.1: an unknown client gets no redirect. A record of another client is none.
    let client = client
        .filter(|client| client.client_id == address.client_id)
        .ok_or(PageRefusal::new(AuthorizeError::UnknownClient))?;
    // Core §3.1.2.1: redirect_uri is required, however few are registered.
    let asked = address
        .redirect_uri
        .as_ref()
        .ok_or(PageRefusal::new(AuthorizeError::MissingRedirectUri))?;
    // Core §3.1.2.1, RFC 9700 §2.1: exactly one of the registered, compared as strings.
    if !client.redirect_uris.iter().any(|registered| asked.matches(registered)) {
        return Err(PageRefusal::new(AuthorizeError::RedirectUri));
    }
    Ok((client, asked))
}
