//! Rules about backchannel authentication.

use symbolon_jose::rule::Verdict;
use symbolon_oauth::GrantType;

use super::{Checked, HttpUrls, require};
use crate::{ClientMetadata, ClientMetadataError};

const MODE: &str = "backchannel_token_delivery_mode";

/// CIBA §4: the grant type and the delivery mode belong together.
pub(super) fn delivery_mode(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let uses_ciba = metadata.effective_grant_types().contains(&GrantType::CIBA);
    match (uses_ciba, metadata.backchannel_token_delivery_mode.as_deref()) {
        (false, None) => Ok(Verdict::NotApplicable),
        (true, None) => {
            let because = "`grant_types` contains the grant type of CIBA";
            Err(ClientMetadataError::Needed { member: MODE, because })
        }
        (_, Some(mode)) => {
            let known = matches!(mode, "poll" | "ping" | "push");
            require(known, MODE, mode, "`poll`, `ping` or `push`")?;
            let expected = "the grant type of CIBA among the values of `grant_types`, because the \
                            client asks for its tokens";
            require(uses_ciba || mode == "push", MODE, mode, expected)?;
            Ok(Verdict::Held)
        }
    }
}

/// CIBA §4: the provider calls the client in the modes `ping` and `push`.
pub(super) fn notification(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    match metadata.backchannel_token_delivery_mode.as_deref() {
        Some("ping" | "push") if metadata.backchannel_client_notification_endpoint.is_none() => {
            let member = "backchannel_client_notification_endpoint";
            let because = "the delivery mode is `ping` or `push`";
            Err(ClientMetadataError::Needed { member, because })
        }
        Some("ping" | "push") => Ok(Verdict::Held),
        _ => Ok(Verdict::NotApplicable),
    }
}
