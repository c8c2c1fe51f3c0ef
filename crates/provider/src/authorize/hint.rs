//! `id_token_hint`: the user whom the client expects.

use symbolon_oauth::EncodedJwt;
use symbolon_oidc::{ExpectedIdToken, IdTokenValidator};
use time::OffsetDateTime;

use super::AuthorizeError;
use crate::{Provider, RegisteredClient};

/// Returns the subject of an `id_token_hint`: an ID Token that this provider issued to this client,
/// possibly long ago (Core §3.1.2.2).
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
