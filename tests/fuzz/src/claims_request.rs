//! The parameter `claims`.

use symbolon_oidc::ClaimsRequest;

use crate::{Accepted, text};

/// Parses the parameter. Parsed claims are written and parsed again as the same claims, and each
/// acceptable value is accepted.
pub(crate) fn claims_request(data: &[u8]) -> Option<Accepted> {
    let asked = ClaimsRequest::parse(text(data)?).ok()?;
    let written = asked.to_json();
    assert_eq!(ClaimsRequest::parse(&written).as_ref(), Ok(&asked));
    for claim in asked.user_info.values().chain(asked.id_token.values()) {
        assert!(claim.acceptable().all(|value| claim.accepts(value)));
        assert!(claim.is_restricted() || claim.acceptable().next().is_none());
    }
    Some(Accepted)
}
