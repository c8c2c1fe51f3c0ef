//! `id_token_hint`: whom the client expects.

use symbolon_oauth::EncodedJwt;
use symbolon_oidc::{ExpectedIdToken, IdTokenValidator};
use time::OffsetDateTime;

use super::AuthorizeError;
use crate::{Client, Provider};

/// Core §3.1.2.2: issued by this provider, to this client, and possibly long ago.
pub(super) fn subject(
    hint: &EncodedJwt,
    provider: &Provider,
    client: &Client,
    now: OffsetDateTime,
) -> Result<String, AuthorizeError> {
    IdTokenValidator::new(provider.issuer().clone(), client.client_id.clone())
        .validate(hint, &provider.hint_keys, &ExpectedIdToken::hint(), &provider.crypto, now)
        .map(|token| token.sub.clone())
        .map_err(AuthorizeError::Hint)
}
