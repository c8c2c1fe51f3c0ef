//! From metadata to a JSON object.

use symbolon_jose::Object;
use symbolon_oauth::{ClientAuthenticationMethod, GrantType, ResponseType};

use super::ProviderMetadata;
use crate::{Endpoint, PageUrl};

impl ProviderMetadata {
    /// The metadata as a JSON object, with the members of [`extra`](Self::extra).
    ///
    /// ```
    /// # use symbolon_discovery::{Endpoint, ProviderMetadata};
    /// # use symbolon_oauth::Issuer;
    /// let json = br#"{"issuer":"https://op.example",
    ///     "authorization_endpoint":"https://op.example/authorize",
    ///     "token_endpoint":"https://op.example/token", "jwks_uri":"https://op.example/jwks",
    ///     "response_types_supported":["code"], "subject_types_supported":["public"],
    ///     "id_token_signing_alg_values_supported":["RS256"], "example":{"kept":true}}"#;
    /// let metadata = ProviderMetadata::parse(json, &Issuer::new("https://op.example")?)?;
    /// assert!(metadata.to_object().contains("example"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_object(&self) -> Object {
        let mut object = self.extra.clone();
        // A registered name has one place; `extra` is not it.
        for name in MEMBERS {
            object.remove(name);
        }
        object.insert("issuer", self.issuer.as_str());
        object.insert("authorization_endpoint", self.authorization_endpoint.as_str());
        object.insert_some("token_endpoint", self.token_endpoint.as_ref().map(Endpoint::as_str));
        object.insert_some(
            "userinfo_endpoint",
            self.userinfo_endpoint.as_ref().map(Endpoint::as_str),
        );
        object.insert("jwks_uri", self.jwks_uri.as_str());
        object.insert_some(
            "registration_endpoint",
            self.registration_endpoint.as_ref().map(Endpoint::as_str),
        );
        object.insert_some(
            "revocation_endpoint",
            self.revocation_endpoint.as_ref().map(Endpoint::as_str),
        );
        object.insert_some(
            "introspection_endpoint",
            self.introspection_endpoint.as_ref().map(Endpoint::as_str),
        );
        list(&mut object, "scopes_supported", &self.scopes_supported, String::as_str);
        list(
            &mut object,
            "response_types_supported",
            &self.response_types_supported,
            ResponseType::as_str,
        );
        list(
            &mut object,
            "response_modes_supported",
            &self.response_modes_supported,
            String::as_str,
        );
        list(&mut object, "grant_types_supported", &self.grant_types_supported, GrantType::as_str);
        list(&mut object, "acr_values_supported", &self.acr_values_supported, String::as_str);
        list(&mut object, "subject_types_supported", &self.subject_types_supported, String::as_str);
        list(
            &mut object,
            "id_token_signing_alg_values_supported",
            &self.id_token_signing_alg_values_supported,
            String::as_str,
        );
        list(
            &mut object,
            "id_token_encryption_alg_values_supported",
            &self.id_token_encryption_alg_values_supported,
            String::as_str,
        );
        list(
            &mut object,
            "id_token_encryption_enc_values_supported",
            &self.id_token_encryption_enc_values_supported,
            String::as_str,
        );
        list(
            &mut object,
            "userinfo_signing_alg_values_supported",
            &self.userinfo_signing_alg_values_supported,
            String::as_str,
        );
        list(
            &mut object,
            "userinfo_encryption_alg_values_supported",
            &self.userinfo_encryption_alg_values_supported,
            String::as_str,
        );
        list(
            &mut object,
            "userinfo_encryption_enc_values_supported",
            &self.userinfo_encryption_enc_values_supported,
            String::as_str,
        );
        list(
            &mut object,
            "request_object_signing_alg_values_supported",
            &self.request_object_signing_alg_values_supported,
            String::as_str,
        );
        list(
            &mut object,
            "request_object_encryption_alg_values_supported",
            &self.request_object_encryption_alg_values_supported,
            String::as_str,
        );
        list(
            &mut object,
            "request_object_encryption_enc_values_supported",
            &self.request_object_encryption_enc_values_supported,
            String::as_str,
        );
        list(
            &mut object,
            "token_endpoint_auth_methods_supported",
            &self.token_endpoint_auth_methods_supported,
            ClientAuthenticationMethod::as_str,
        );
        list(
            &mut object,
            "token_endpoint_auth_signing_alg_values_supported",
            &self.token_endpoint_auth_signing_alg_values_supported,
            String::as_str,
        );
        list(
            &mut object,
            "revocation_endpoint_auth_methods_supported",
            &self.revocation_endpoint_auth_methods_supported,
            ClientAuthenticationMethod::as_str,
        );
        list(
            &mut object,
            "revocation_endpoint_auth_signing_alg_values_supported",
            &self.revocation_endpoint_auth_signing_alg_values_supported,
            String::as_str,
        );
        list(
            &mut object,
            "introspection_endpoint_auth_methods_supported",
            &self.introspection_endpoint_auth_methods_supported,
            String::as_str,
        );
        list(
            &mut object,
            "introspection_endpoint_auth_signing_alg_values_supported",
            &self.introspection_endpoint_auth_signing_alg_values_supported,
            String::as_str,
        );
        list(
            &mut object,
            "code_challenge_methods_supported",
            &self.code_challenge_methods_supported,
            String::as_str,
        );
        list(
            &mut object,
            "display_values_supported",
            &self.display_values_supported,
            String::as_str,
        );
        list(&mut object, "claim_types_supported", &self.claim_types_supported, String::as_str);
        list(&mut object, "claims_supported", &self.claims_supported, String::as_str);
        list(
            &mut object,
            "claims_locales_supported",
            &self.claims_locales_supported,
            String::as_str,
        );
        list(&mut object, "ui_locales_supported", &self.ui_locales_supported, String::as_str);
        object.insert_some("claims_parameter_supported", self.claims_parameter_supported);
        object.insert_some("request_parameter_supported", self.request_parameter_supported);
        object.insert_some("request_uri_parameter_supported", self.request_uri_parameter_supported);
        object
            .insert_some("require_request_uri_registration", self.require_request_uri_registration);
        object.insert_some(
            "authorization_response_iss_parameter_supported",
            self.authorization_response_iss_parameter_supported,
        );
        object.insert_some(
            "service_documentation",
            self.service_documentation.as_ref().map(PageUrl::as_str),
        );
        object.insert_some("op_policy_uri", self.op_policy_uri.as_ref().map(PageUrl::as_str));
        object.insert_some("op_tos_uri", self.op_tos_uri.as_ref().map(PageUrl::as_str));
        object
    }
}

/// §4.2: members with zero elements are omitted.
fn list<T>(object: &mut Object, name: &str, values: &[T], text: impl Fn(&T) -> &str) {
    if !values.is_empty() {
        object.insert(name, values.iter().map(text).collect::<Vec<_>>());
    }
}

/// The names of the typed members.
pub(super) const MEMBERS: &[&str] = &[
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
    "registration_endpoint",
    "revocation_endpoint",
    "introspection_endpoint",
    "scopes_supported",
    "response_types_supported",
    "response_modes_supported",
    "grant_types_supported",
    "acr_values_supported",
    "subject_types_supported",
    "id_token_signing_alg_values_supported",
    "id_token_encryption_alg_values_supported",
    "id_token_encryption_enc_values_supported",
    "userinfo_signing_alg_values_supported",
    "userinfo_encryption_alg_values_supported",
    "userinfo_encryption_enc_values_supported",
    "request_object_signing_alg_values_supported",
    "request_object_encryption_alg_values_supported",
    "request_object_encryption_enc_values_supported",
    "token_endpoint_auth_methods_supported",
    "token_endpoint_auth_signing_alg_values_supported",
    "revocation_endpoint_auth_methods_supported",
    "revocation_endpoint_auth_signing_alg_values_supported",
    "introspection_endpoint_auth_methods_supported",
    "introspection_endpoint_auth_signing_alg_values_supported",
    "code_challenge_methods_supported",
    "display_values_supported",
    "claim_types_supported",
    "claims_supported",
    "claims_locales_supported",
    "ui_locales_supported",
    "claims_parameter_supported",
    "request_parameter_supported",
    "request_uri_parameter_supported",
    "require_request_uri_registration",
    "authorization_response_iss_parameter_supported",
    "service_documentation",
    "op_policy_uri",
    "op_tos_uri",
];
