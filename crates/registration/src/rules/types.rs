//! Rules about the application type, response types, grant types and response modes.

use symbolon_jose::rule::Verdict;
use symbolon_oauth::{GrantType, ResponseMode, ResponseType};

use super::{Checked, HttpUrls, each, require};
use crate::ClientMetadata;
use crate::metadata::ApplicationType;

pub(super) fn application_type(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    each(&metadata.application_type, |it| {
        let known = [ApplicationType::WEB, ApplicationType::NATIVE].contains(it);
        require(known, "application_type", it.as_str(), "`web` or `native`")
    })
}

/// Registration §2: each response type needs its grant types.
pub(super) fn grant_types(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let registered = metadata.effective_grant_types();
    let needed = metadata.effective_response_types();
    each(needed.iter().flat_map(ResponseType::grant_types), |needed| {
        let expected = if needed == GrantType::IMPLICIT {
            "`implicit` among the values, because a response type contains `token` or `id_token`"
        } else {
            "`authorization_code` among the values, because a response type contains `code`"
        };
        let found = joined(registered.iter().map(GrantType::as_str));
        require(registered.contains(&needed), "grant_types", &found, expected)
    })
}

/// RFC 7591 §2.1: the grant types of the authorization endpoint need a response type.
pub(super) fn response_types(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let registered = metadata.effective_response_types();
    let found = joined(registered.iter().map(ResponseType::as_str));
    each(metadata.effective_grant_types(), |grant_type| {
        let mut served = registered.iter().flat_map(ResponseType::grant_types);
        let expected = if grant_type == GrantType::AUTHORIZATION_CODE {
            "a response type with `code`, because `grant_types` contains `authorization_code`"
        } else if grant_type == GrantType::IMPLICIT {
            "a response type with `token` or `id_token`, because `grant_types` contains `implicit`"
        } else {
            return Ok(());
        };
        require(served.any(|it| it == grant_type), "response_types", &found, expected)
    })
}

/// FAPI 2.0 Message Signing, Client metadata: the client uses only the stated response modes.
pub(super) fn response_modes(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let Some(modes) = &metadata.response_modes else { return Ok(Verdict::NotApplicable) };
    let found = joined(modes.0.iter().map(ResponseMode::as_str));
    let is_encrypted = metadata.authorization_encrypted_response_alg.is_some();
    each(metadata.effective_response_types(), |response_type| {
        let carries = |mode: &ResponseMode| match mode {
            // Multiple Response Types §3: tokens are never in the query.
            mode if *mode == ResponseMode::QUERY => !response_type.returns_tokens(),
            // JARM §2.3.1: tokens are in the query only if the JWT is encrypted.
            mode if *mode == ResponseMode::QUERY_JWT => {
                is_encrypted || !response_type.returns_tokens()
            }
            _ => true,
        };
        let expected = "a response mode for each response type; `query` cannot carry tokens, and \
                        `query.jwt` can carry tokens only if responses are encrypted";
        require(modes.0.iter().any(carries), "response_modes", &found, expected)
    })
}

/// RFC 6749 §4.4: the client credentials grant is for confidential clients only.
pub(super) fn client_credentials(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    if !metadata.effective_grant_types().contains(&GrantType::CLIENT_CREDENTIALS) {
        return Ok(Verdict::NotApplicable);
    }
    let expected = "a method that authenticates the client, because `grant_types` contains \
                    `client_credentials`";
    require(!metadata.is_public(), "token_endpoint_auth_method", "none", expected)?;
    Ok(Verdict::Held)
}

fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.collect::<Vec<_>>().join(", ")
}
