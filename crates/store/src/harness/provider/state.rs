//! What a store says about the tokens of one response.

use symbolon_jose::Fingerprint;
use symbolon_oauth::obligation::SingleUse;
use symbolon_provider::{CodeRecord, RefreshTokenRecord, TokenRecords};

use crate::harness::broken::{Failure, Outcome, check};
use crate::harness::records::ProviderRecords;

/// Which tokens of a response are valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::harness) enum Valid {
    All,
    None,
    Half,
}

/// Returns which tokens of a response are valid.
pub(in crate::harness) async fn valid<S: ProviderRecords>(
    store: &S,
    tokens: &TokenRecords,
) -> Result<Valid, Failure> {
    let access = store.access_token(&tokens.access.fingerprint).await?.is_some();
    let refresh = match &tokens.refresh {
        Some(token) => is_fresh(&store.find_refresh_token(&token.fingerprint).await?),
        None => access,
    };
    Ok(match (access, refresh) {
        (true, true) => Valid::All,
        (false, false) => Valid::None,
        _ => Valid::Half,
    })
}

/// Checks that no token of these responses is valid.
pub(super) async fn none_valid<S: ProviderRecords>(
    store: &S,
    responses: &[TokenRecords],
    expected: &'static str,
) -> Outcome {
    for tokens in responses {
        let found = valid(store, tokens).await?;
        check(found == Valid::None, expected, || format!("valid tokens of a response: {found:?}"))?;
    }
    Ok(())
}

/// Checks that no token of a response was written.
pub(super) async fn none_written<S: ProviderRecords>(
    store: &S,
    tokens: &TokenRecords,
    expected: &'static str,
) -> Outcome {
    none_valid(store, std::slice::from_ref(tokens), expected).await
}

/// Checks that the store knows the code, and that the code was not used.
pub(super) async fn code_is_fresh<S: ProviderRecords>(
    store: &S,
    code: &CodeRecord,
    expected: &'static str,
) -> Outcome {
    let found = store.find_code(&code.fingerprint).await?;
    check(is_fresh(&found), expected, || format!("{found:?}"))
}

/// Returns the fingerprint of the refresh token of a response.
pub(super) fn refresh_token(tokens: &TokenRecords) -> Result<&RefreshTokenRecord, Failure> {
    let expected = "the engine issues a refresh token";
    tokens.refresh.as_ref().ok_or_else(|| Failure { expected, found: "no refresh token".into() })
}

/// Checks that the store knows the refresh token, and that the token was not used.
pub(super) async fn refresh_token_is_fresh<S: ProviderRecords>(
    store: &S,
    token: &RefreshTokenRecord,
    expected: &'static str,
) -> Outcome {
    let found = store.find_refresh_token(&token.fingerprint).await?;
    check(is_fresh(&found), expected, || format!("{found:?}"))
}

/// Checks that the store knows no code with this fingerprint.
pub(super) async fn code_is_unknown<S: ProviderRecords>(
    store: &S,
    code: &Fingerprint,
    expected: &'static str,
) -> Outcome {
    let found = store.find_code(code).await?;
    check(found == SingleUse::Unknown, expected, || format!("{found:?}"))
}

fn is_fresh<R>(found: &SingleUse<R>) -> bool {
    matches!(found, SingleUse::Fresh(_))
}
