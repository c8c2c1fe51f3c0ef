//! What the provider supports, with the defaults of omitted members.

use symbolon_jose::SignatureAlgorithm;
use symbolon_oauth::{ClientAuthenticationMethod, GrantType, ResponseType};

use super::{ProviderMetadata, members};

impl ProviderMetadata {
    /// Checks whether the provider supports a response type. The order of the words in a response
    /// type such as `code id_token` is irrelevant.
    #[must_use]
    pub fn supports_response_type(&self, response_type: &ResponseType) -> bool {
        self.response_types_supported.contains(response_type)
    }

    /// Checks whether the provider supports a response mode. If the metadata lists no response
    /// modes, the provider supports `query` and `fragment`.
    #[must_use]
    pub fn supports_response_mode(&self, response_mode: &str) -> bool {
        members::response_modes_supported.lists(&self.response_modes_supported, response_mode)
    }

    /// Checks whether the provider supports a grant type. If the metadata lists no grant types, the
    /// provider supports `authorization_code` and `implicit`.
    #[must_use]
    pub fn supports_grant_type(&self, grant_type: &GrantType) -> bool {
        members::grant_types_supported.lists(&self.grant_types_supported, grant_type.as_str())
    }

    /// Checks whether the token endpoint accepts a method of client authentication. If the metadata
    /// lists no methods, the endpoint accepts `client_secret_basic`.
    #[must_use]
    pub fn supports_token_endpoint_auth_method(&self, method: &ClientAuthenticationMethod) -> bool {
        members::token_endpoint_auth_methods_supported
            .lists(&self.token_endpoint_auth_methods_supported, method.as_str())
    }

    /// Checks whether the revocation endpoint accepts a method of client authentication. If the
    /// metadata lists no methods, the endpoint accepts `client_secret_basic`
    /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    #[must_use]
    pub fn supports_revocation_endpoint_auth_method(
        &self,
        method: &ClientAuthenticationMethod,
    ) -> bool {
        members::revocation_endpoint_auth_methods_supported
            .lists(&self.revocation_endpoint_auth_methods_supported, method.as_str())
    }

    /// Checks whether the metadata lists a PKCE challenge method, such as `S256`
    /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    ///
    /// A relying party should send a challenge even if the metadata lists no method, because a
    /// server without PKCE ignores the challenge.
    #[must_use]
    pub fn supports_code_challenge_method(&self, method: &str) -> bool {
        members::code_challenge_methods_supported
            .lists(&self.code_challenge_methods_supported, method)
    }

    /// Checks whether the provider supports a claim type. If the metadata lists no claim types, the
    /// provider supports `normal`.
    #[must_use]
    pub fn supports_claim_type(&self, claim_type: &str) -> bool {
        members::claim_types_supported.lists(&self.claim_types_supported, claim_type)
    }

    /// Checks whether the provider supports the `claims` parameter. If the metadata omits
    /// `claims_parameter_supported`, the answer is `false`.
    #[must_use]
    pub fn supports_claims_parameter(&self) -> bool {
        members::claims_parameter_supported.flag(self.claims_parameter_supported)
    }

    /// Checks whether the provider supports the `request` parameter. If the metadata omits
    /// `request_parameter_supported`, the answer is `false`.
    #[must_use]
    pub fn supports_request_parameter(&self) -> bool {
        members::request_parameter_supported.flag(self.request_parameter_supported)
    }

    /// Checks whether the provider supports the `request_uri` parameter. If the metadata omits
    /// `request_uri_parameter_supported`, the answer is `true`.
    #[must_use]
    pub fn supports_request_uri_parameter(&self) -> bool {
        members::request_uri_parameter_supported.flag(self.request_uri_parameter_supported)
    }

    /// Checks whether a client must register a `request_uri` before it uses the URI. If the
    /// metadata omits `require_request_uri_registration`, the answer is `false`.
    #[must_use]
    pub fn requires_request_uri_registration(&self) -> bool {
        members::require_request_uri_registration.flag(self.require_request_uri_registration)
    }

    /// Checks whether the provider promises that authorization responses have the `iss` parameter.
    /// If the metadata omits `authorization_response_iss_parameter_supported`, the answer is
    /// `false`.
    ///
    /// If the answer is `true`, the client must refuse a response without `iss`
    /// ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4)).
    #[must_use]
    pub fn sends_authorization_response_iss(&self) -> bool {
        members::authorization_response_iss_parameter_supported
            .flag(self.authorization_response_iss_parameter_supported)
    }

    /// Returns the algorithms with which the provider can sign ID Tokens: those that the metadata
    /// lists and this library knows, in the order of the metadata.
    ///
    /// The result never contains `none`, which is not a [`SignatureAlgorithm`].
    #[must_use]
    pub fn id_token_signing_algorithms(&self) -> Vec<SignatureAlgorithm> {
        let names = &self.id_token_signing_alg_values_supported;
        names.iter().filter_map(|name| name.parse().ok()).collect()
    }
}
