//! The values that apply to a client: the stated value of a member, or its default.

use symbolon_oauth::{ClientAuthenticationMethod, GrantType, ResponseMode, ResponseType};

use super::{ApplicationType, ClientMetadata};

impl ClientMetadata {
    /// Returns the response types of the client, or their default.
    ///
    /// The default is `code`. The default is an empty list if `grant_types` is stated and contains
    /// neither `authorization_code` nor `implicit`, because such a client never sends a user to the
    /// authorization endpoint
    /// ([RFC 7591 §2.1](https://www.rfc-editor.org/rfc/rfc7591#section-2.1)).
    #[must_use]
    pub fn effective_response_types(&self) -> Vec<ResponseType> {
        match (&self.response_types, &self.grant_types) {
            (Some(stated), _) => stated.0.clone(),
            (None, Some(grant_types)) if !grant_types.0.iter().any(is_of_redirects) => Vec::new(),
            (None, _) => vec![ResponseType::CODE],
        }
    }

    /// Returns the grant types of the client, or their default: the grant types that the
    /// [response types](Self::effective_response_types) need
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[must_use]
    pub fn effective_grant_types(&self) -> Vec<GrantType> {
        if let Some(stated) = &self.grant_types {
            return stated.0.clone();
        }
        let mut needed = Vec::new();
        for grant_type in self.effective_response_types().iter().flat_map(ResponseType::grant_types)
        {
            if !needed.contains(&grant_type) {
                needed.push(grant_type);
            }
        }
        needed
    }

    /// Returns the application type of the client, or its default, `web`.
    #[must_use]
    pub fn effective_application_type(&self) -> ApplicationType {
        self.application_type.clone().unwrap_or(ApplicationType::WEB)
    }

    /// Returns the method by which the client authenticates, or its default,
    /// `client_secret_basic`.
    #[must_use]
    pub fn authentication_method(&self) -> ClientAuthenticationMethod {
        let stated = self.token_endpoint_auth_method.clone();
        stated.unwrap_or(ClientAuthenticationMethod::CLIENT_SECRET_BASIC)
    }

    /// Returns whether the client is public: it does not authenticate.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.authentication_method() == ClientAuthenticationMethod::NONE
    }

    /// Returns whether the metadata says that authorization responses are in a JWT.
    pub(crate) fn uses_jwt_responses(&self) -> bool {
        let modes = self.response_modes.iter().flat_map(|modes| &modes.0);
        self.authorization_encrypted_response_alg.is_some()
            || modes.into_iter().any(ResponseMode::is_jwt)
    }
}

/// Returns whether a client with this grant type sends users to the authorization endpoint.
fn is_of_redirects(grant_type: &GrantType) -> bool {
    [GrantType::AUTHORIZATION_CODE, GrantType::IMPLICIT].contains(grant_type)
}
