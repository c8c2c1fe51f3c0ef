//! `id_token_hint`: the user whom the client expects.

use symbolon_oauth::EncodedJwt;
use symbolon_oidc::{ExpectedIdToken, IdTokenValidator};
use time::OffsetDateTime;

use super::AuthorizeError;
use crate::{Provider, RegisteredClient};

/// Returns the subject of an `id_token_hint`: an ID Token that this provider issued to this client,
/// possibly long ago (Core §3.1.2.2).
///
/// An ID Token of another client is refused. Core §3.1.2.1 defines the hint as an ID Token about a
/// session "with the Client", and says only that the provider itself need not be in `aud`. If the
/// ID Token of another client were accepted, a client that got hold of such a token could find out
/// whether its user is signed in in this browser, and what the `sub` of this user is at its own
/// client. Pairwise subjects exist to prevent this (Core §8.1).
pub(super) fn subject(
    hint: &EncodedJwt,
    provider: &Provider,
    client: &RegisteredClient,
    now: OffsetDateTime,
) -> Result<String, AuthorizeError> {
    IdTokenValidator::new(provider.issuer().clone(), client.client_id.clone())
        .validate(hint, provider.hint_keys(), &ExpectedIdToken::hint(), provider.crypto(), now)
        .map(|token| token.sub.clone())
        .map_err(AuthorizeError::Hint)
}
