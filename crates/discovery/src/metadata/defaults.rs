//! What the provider supports, with the defaults of omitted members.

use symbolon_jose::SignatureAlgorithm;
use symbolon_oauth::{ClientAuthenticationMethod, GrantType, ResponseType};

use super::{ProviderMetadata, members};

impl ProviderMetadata {
    /// Checks whether the provider supports a response type. The order of its words is irrelevant.
    #[must_use]
    pub fn supports_response_type(&self, response_type: &ResponseType) -> bool {
        self.response_types_supported.contains(response_type)
    }

    /// Checks whether the provider supports a response mode. By default, it supports `query` and
    /// `fragment`.
    #[must_use]
    pub fn supports_response_mode(&self, response_mode: &str) -> bool {
        members::response_modes_supported.lists(&self.response_modes_supported, response_mode)
    }

    /// Checks whether the provider supports a grant type. By default, it supports
    /// `authorization_code` and `implicit`.
    #[must_use]
    pub fn supports_grant_type(&self, grant_type: &GrantType) -> bool {
        members::grant_types_supported.lists(&self.grant_types_supported, grant_type.as_str())
    }

    /// Checks whether clients may authenticate at the token endpoint with a method. By default, the
    /// provider supports `client_secret_basic`.
    #[must_use]
    pub fn supports_token_endpoint_auth_method(&self, method: &ClientAuthenticationMethod) -> bool {
        members::token_endpoint_auth_methods_supported
            .lists(&self.token_endpoint_auth_methods_supported, method.as_str())
    }

    /// Checks whether clients may authenticate at the revocation endpoint with a method. By
    /// default, the provider supports `client_secret_basic`
    /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    #[must_use]
    pub fn supports_revocation_endpoint_auth_method(
        &self,
        method: &ClientAuthenticationMethod,
    ) -> bool {
        members::revocation_endpoint_auth_methods_supported
            .lists(&self.revocation_endpoint_auth_methods_supported, method.as_str())
    }

    /// Checks whether the provider announces a PKCE challenge method. By default, it announces no
    /// method ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    ///
    /// A relying party sends a challenge in either case: a server ignores unknown parameters.
    #[must_use]
    pub fn supports_code_challenge_method(&self, method: &str) -> bool {
        members::code_challenge_methods_supported
            .lists(&self.code_challenge_methods_supported, method)
    }

    /// Checks whether the provider supports a claim type. By default, it supports `normal`.
    #[must_use]
    pub fn supports_claim_type(&self, claim_type: &str) -> bool {
        members::claim_types_supported.lists(&self.claim_types_supported, claim_type)
    }

    /// Checks whether the provider supports the `claims` parameter. By default, it does not.
    #[must_use]
    pub fn supports_claims_parameter(&self) -> bool {
        members::claims_parameter_supported.flag(self.claims_parameter_supported)
    }

    /// Checks whether the provider supports the `request` parameter. By default, it does not.
    #[must_use]
    pub fn supports_request_parameter(&self) -> bool {
        members::request_parameter_supported.flag(self.request_parameter_supported)
    }

    /// Checks whether the provider supports the `request_uri` parameter. By default, it does.
    #[must_use]
    pub fn supports_request_uri_parameter(&self) -> bool {
        members::request_uri_parameter_supported.flag(self.request_uri_parameter_supported)
    }

    /// Checks whether a client must register a `request_uri` before it uses the URI. By default, it
    /// need not.
    #[must_use]
    pub fn requires_request_uri_registration(&self) -> bool {
        members::require_request_uri_registration.flag(self.require_request_uri_registration)
    }

    /// Checks whether authorization responses have the `iss` parameter. By default, they do not.
    ///
    /// If they do, the client refuses a response without `iss`
    /// ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4)).
    #[must_use]
    pub fn sends_authorization_response_iss(&self) -> bool {
        members::authorization_response_iss_parameter_supported
            .flag(self.authorization_response_iss_parameter_supported)
    }

    /// Returns the announced ID Token algorithms that this library knows, in the provider's order.
    ///
    /// `none` is never among them.
    #[must_use]
    pub fn id_token_signing_algorithms(&self) -> Vec<SignatureAlgorithm> {
        let names = &self.id_token_signing_alg_values_supported;
        names.iter().filter_map(|name| name.parse().ok()).collect()
    }
}
