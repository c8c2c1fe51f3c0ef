//! What an omitted member means.

use symbolon_jose::SignatureAlgorithm;
use symbolon_oauth::{ClientAuthenticationMethod, GrantType, ResponseType};

use super::ProviderMetadata;

impl ProviderMetadata {
    /// Whether this response type is supported; the order of its words does not matter.
    pub fn supports_response_type(&self, response_type: &ResponseType) -> bool {
        self.response_types_supported.contains(response_type)
    }

    /// Whether this response mode is supported; omitted means `query` and `fragment`.
    pub fn supports_response_mode(&self, response_mode: &str) -> bool {
        listed(&self.response_modes_supported, response_mode, &["query", "fragment"])
    }

    /// Whether this grant type is supported; omitted means `authorization_code` and `implicit`.
    pub fn supports_grant_type(&self, grant_type: &GrantType) -> bool {
        if self.grant_types_supported.is_empty() {
            matches!(grant_type.as_str(), "authorization_code" | "implicit")
        } else {
            self.grant_types_supported.contains(grant_type)
        }
    }

    /// Whether clients may authenticate so at the token endpoint; omitted means
    /// `client_secret_basic`.
    pub fn supports_token_endpoint_auth_method(&self, method: &ClientAuthenticationMethod) -> bool {
        method_listed(&self.token_endpoint_auth_methods_supported, method)
    }

    /// Whether clients may authenticate so at the revocation endpoint; omitted means
    /// `client_secret_basic` ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    pub fn supports_revocation_endpoint_auth_method(
        &self,
        method: &ClientAuthenticationMethod,
    ) -> bool {
        method_listed(&self.revocation_endpoint_auth_methods_supported, method)
    }

    /// Whether this PKCE method is announced; omitted means none
    /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    ///
    /// A relying party sends a challenge either way: a server ignores parameters it does not know.
    pub fn supports_code_challenge_method(&self, method: &str) -> bool {
        listed(&self.code_challenge_methods_supported, method, &[])
    }

    /// Whether this claim type is supported; omitted means `normal`.
    pub fn supports_claim_type(&self, claim_type: &str) -> bool {
        listed(&self.claim_types_supported, claim_type, &["normal"])
    }

    /// Whether the `claims` parameter is supported; omitted means no.
    pub fn supports_claims_parameter(&self) -> bool {
        self.claims_parameter_supported.unwrap_or(false)
    }

    /// Whether the `request` parameter is supported; omitted means no.
    pub fn supports_request_parameter(&self) -> bool {
        self.request_parameter_supported.unwrap_or(false)
    }

    /// Whether the `request_uri` parameter is supported; omitted means yes.
    pub fn supports_request_uri_parameter(&self) -> bool {
        self.request_uri_parameter_supported.unwrap_or(true)
    }

    /// Whether a `request_uri` has to be registered first; omitted means no.
    pub fn requires_request_uri_registration(&self) -> bool {
        self.require_request_uri_registration.unwrap_or(false)
    }

    /// Whether authorization responses carry `iss`; omitted means no
    /// ([RFC 9207 §3](https://www.rfc-editor.org/rfc/rfc9207#section-3)). When they do, one
    /// without it is refused.
    pub fn sends_authorization_response_iss(&self) -> bool {
        self.authorization_response_iss_parameter_supported.unwrap_or(false)
    }

    /// The announced ID Token algorithms that this library knows, in the provider's order.
    /// `none` is not one.
    pub fn id_token_signing_algorithms(&self) -> Vec<SignatureAlgorithm> {
        let names = &self.id_token_signing_alg_values_supported;
        names.iter().filter_map(|name| name.parse().ok()).collect()
    }
}

fn listed(values: &[String], value: &str, omitted: &[&str]) -> bool {
    if values.is_empty() {
        omitted.contains(&value)
    } else {
        values.iter().any(|listed| listed == value)
    }
}

fn method_listed(
    methods: &[ClientAuthenticationMethod],
    method: &ClientAuthenticationMethod,
) -> bool {
    if methods.is_empty() {
        *method == ClientAuthenticationMethod::CLIENT_SECRET_BASIC
    } else {
        methods.contains(method)
    }
}
