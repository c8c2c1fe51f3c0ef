//! From a JSON object to metadata.

use symbolon_jose::{MemberError, Object};
use symbolon_oauth::{ClientAuthenticationMethod, GrantType, Issuer, ResponseType, SyntaxError};

use super::{MetadataError, ProviderMetadata};
use crate::{Endpoint, PageUrl};

impl ProviderMetadata {
    /// Reads metadata that was asked for under this issuer.
    ///
    /// # Errors
    /// [`MetadataError`]: not a JSON object, or it breaks a rule of [`validate`](Self::validate).
    pub fn parse(json: &[u8], issuer: &Issuer) -> Result<Self, MetadataError> {
        Self::from_object(Object::parse(json)?, issuer)
    }

    /// Reads metadata that was asked for under this issuer, from an object that you may have
    /// corrected first.
    ///
    /// # Errors
    /// [`MetadataError`]: the metadata breaks a rule of [`validate`](Self::validate).
    pub fn from_object(mut object: Object, issuer: &Issuer) -> Result<Self, MetadataError> {
        let metadata = Self {
            issuer: stated_issuer(&mut object, issuer)?,
            authorization_endpoint: required_endpoint(&mut object, "authorization_endpoint")?,
            token_endpoint: endpoint(&mut object, "token_endpoint")?,
            userinfo_endpoint: endpoint(&mut object, "userinfo_endpoint")?,
            jwks_uri: required_endpoint(&mut object, "jwks_uri")?,
            registration_endpoint: endpoint(&mut object, "registration_endpoint")?,
            revocation_endpoint: endpoint(&mut object, "revocation_endpoint")?,
            introspection_endpoint: endpoint(&mut object, "introspection_endpoint")?,
            scopes_supported: list(&mut object, "scopes_supported")?,
            response_types_supported: values(
                &mut object,
                "response_types_supported",
                ResponseType::new,
            )?,
            response_modes_supported: list(&mut object, "response_modes_supported")?,
            grant_types_supported: values(&mut object, "grant_types_supported", GrantType::new)?,
            acr_values_supported: list(&mut object, "acr_values_supported")?,
            subject_types_supported: list(&mut object, "subject_types_supported")?,
            id_token_signing_alg_values_supported: list(
                &mut object,
                "id_token_signing_alg_values_supported",
            )?,
            id_token_encryption_alg_values_supported: list(
                &mut object,
                "id_token_encryption_alg_values_supported",
            )?,
            id_token_encryption_enc_values_supported: list(
                &mut object,
                "id_token_encryption_enc_values_supported",
            )?,
            userinfo_signing_alg_values_supported: list(
                &mut object,
                "userinfo_signing_alg_values_supported",
            )?,
            userinfo_encryption_alg_values_supported: list(
                &mut object,
                "userinfo_encryption_alg_values_supported",
            )?,
            userinfo_encryption_enc_values_supported: list(
                &mut object,
                "userinfo_encryption_enc_values_supported",
            )?,
            request_object_signing_alg_values_supported: list(
                &mut object,
                "request_object_signing_alg_values_supported",
            )?,
            request_object_encryption_alg_values_supported: list(
                &mut object,
                "request_object_encryption_alg_values_supported",
            )?,
            request_object_encryption_enc_values_supported: list(
                &mut object,
                "request_object_encryption_enc_values_supported",
            )?,
            token_endpoint_auth_methods_supported: values(
                &mut object,
                "token_endpoint_auth_methods_supported",
                ClientAuthenticationMethod::new,
            )?,
            token_endpoint_auth_signing_alg_values_supported: list(
                &mut object,
                "token_endpoint_auth_signing_alg_values_supported",
            )?,
            revocation_endpoint_auth_methods_supported: values(
                &mut object,
                "revocation_endpoint_auth_methods_supported",
                ClientAuthenticationMethod::new,
            )?,
            revocation_endpoint_auth_signing_alg_values_supported: list(
                &mut object,
                "revocation_endpoint_auth_signing_alg_values_supported",
            )?,
            introspection_endpoint_auth_methods_supported: list(
                &mut object,
                "introspection_endpoint_auth_methods_supported",
            )?,
            introspection_endpoint_auth_signing_alg_values_supported: list(
                &mut object,
                "introspection_endpoint_auth_signing_alg_values_supported",
            )?,
            code_challenge_methods_supported: list(
                &mut object,
                "code_challenge_methods_supported",
            )?,
            display_values_supported: list(&mut object, "display_values_supported")?,
            claim_types_supported: list(&mut object, "claim_types_supported")?,
            claims_supported: list(&mut object, "claims_supported")?,
            claims_locales_supported: list(&mut object, "claims_locales_supported")?,
            ui_locales_supported: list(&mut object, "ui_locales_supported")?,
            claims_parameter_supported: object.take_bool("claims_parameter_supported")?,
            request_parameter_supported: object.take_bool("request_parameter_supported")?,
            request_uri_parameter_supported: object.take_bool("request_uri_parameter_supported")?,
            require_request_uri_registration: object
                .take_bool("require_request_uri_registration")?,
            authorization_response_iss_parameter_supported: object
                .take_bool("authorization_response_iss_parameter_supported")?,
            service_documentation: page(&mut object, "service_documentation")?,
            op_policy_uri: page(&mut object, "op_policy_uri")?,
            op_tos_uri: page(&mut object, "op_tos_uri")?,
            // What is left is what this library does not know.
            extra: object,
        };
        metadata.validate()?;
        Ok(metadata)
    }
}

fn stated_issuer(object: &mut Object, expected: &Issuer) -> Result<Issuer, MetadataError> {
    let stated = object.take_string("issuer")?.ok_or(MetadataError::Missing("issuer"))?;
    // §4.3: the issuer is identical to the one the document was asked for under. §5: compared
    // code point by code point, nothing normalised.
    if stated == expected.as_str() {
        Ok(expected.clone())
    } else {
        Err(MetadataError::IssuerMismatch)
    }
}

fn required_endpoint(object: &mut Object, name: &'static str) -> Result<Endpoint, MetadataError> {
    endpoint(object, name)?.ok_or(MetadataError::Missing(name))
}

/// Takes what [`ProviderMetadata::validate`] then narrows by the issuer's scheme.
pub(super) fn endpoint(
    object: &mut Object,
    name: &'static str,
) -> Result<Option<Endpoint>, MetadataError> {
    let text = object.take_string(name)?;
    text.map(|text| Endpoint::on_loopback(&text))
        .transpose()
        .map_err(|error| MetadataError::Endpoint { member: name, error })
}

fn page(object: &mut Object, name: &'static str) -> Result<Option<PageUrl>, MetadataError> {
    let text = object.take_string(name)?;
    text.map(|text| PageUrl::new(&text))
        .transpose()
        .map_err(|error| MetadataError::Page { member: name, error })
}

/// §4.2: a member with zero elements is an omitted one.
fn list(object: &mut Object, name: &'static str) -> Result<Vec<String>, MemberError> {
    Ok(object.take_strings(name)?.unwrap_or_default())
}

fn values<T>(
    object: &mut Object,
    name: &'static str,
    value: impl Fn(&str) -> Result<T, SyntaxError>,
) -> Result<Vec<T>, MetadataError> {
    list(object, name)?
        .iter()
        .map(|text| value(text).map_err(|error| MetadataError::Value { member: name, error }))
        .collect()
}
