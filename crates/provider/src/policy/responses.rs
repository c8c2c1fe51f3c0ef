//! The response types and response modes in a policy.

use symbolon_oauth::{GrantType, ResponseMode, ResponseType};

use crate::{ProviderConfigurationError as Error, ProviderPolicy};

impl ProviderPolicy {
    pub(crate) fn check_responses(&self) -> Result<(), Error> {
        // Discovery §3: response_types_supported is REQUIRED.
        if self.response_types.is_empty() {
            return Err(Error::NoResponseTypes);
        }
        if let Some(mode) = self.response_modes.iter().find(|it| !ResponseMode::ALL.contains(it)) {
            return Err(Error::UnsupportedResponseMode(mode.clone()));
        }
        for response_type in &self.response_types {
            if !ResponseType::ALL.contains(response_type) {
                return Err(Error::UnsupportedResponseType(response_type.clone()));
            }
            let mode = response_type.default_mode();
            if !self.response_modes.contains(&mode) {
                return Err(Error::NoDefaultMode { response_type: response_type.clone(), mode });
            }
        }
        Ok(())
    }

    /// Returns the grant types that the response types need
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)),
    /// and `refresh_token` if the provider issues refresh tokens.
    pub(crate) fn grant_types(&self) -> Vec<GrantType> {
        let needs = |grant_type: &&GrantType| {
            self.response_types.iter().any(|it| it.grant_types().contains(*grant_type))
        };
        let mut grant_types: Vec<_> = [GrantType::AUTHORIZATION_CODE, GrantType::IMPLICIT]
            .iter()
            .filter(needs)
            .cloned()
            .collect();
        if self.refresh_tokens && grant_types.contains(&GrantType::AUTHORIZATION_CODE) {
            grant_types.push(GrantType::REFRESH_TOKEN);
        }
        grant_types
    }
}
