//! The metadata document, computed from what the provider does.
//!
//! A caller cannot set a member. The document promises exactly what the engine does.

use symbolon_discovery::ProviderMetadata;
use symbolon_jose::{
    ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, SignatureAlgorithm,
};
use symbolon_oauth::{ClientAuthenticationMethod, CodeChallenge, Issuer, ResponseMode};
use symbolon_oidc::{Display, Prompt};

use crate::{
    IdTokenKey, ProviderConfigurationError, ProviderEndpoints, ProviderPolicy, RequestObjectKey,
};

/// The members that may be hidden. The absence of any other member would promise something: without
/// `grant_types_supported`, for example, the implicit grant
/// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
const HIDEABLE: &[&str] = &[
    "acr_values_supported",
    "claims_locales_supported",
    "claims_supported",
    "display_values_supported",
    "op_policy_uri",
    "op_tos_uri",
    "scopes_supported",
    "service_documentation",
    "ui_locales_supported",
    "userinfo_endpoint",
];

/// The methods that [`Provider::authenticate`](crate::Provider::authenticate) accepts.
const SUPPORTED_METHODS: &[ClientAuthenticationMethod] = &[
    ClientAuthenticationMethod::CLIENT_SECRET_BASIC,
    ClientAuthenticationMethod::CLIENT_SECRET_POST,
    ClientAuthenticationMethod::PRIVATE_KEY_JWT,
    ClientAuthenticationMethod::NONE,
];

/// Computes the metadata of a provider.
pub(crate) fn metadata(
    issuer: &Issuer,
    endpoints: &ProviderEndpoints,
    keys: &[IdTokenKey],
    policy: &ProviderPolicy,
    crypto: &Crypto,
) -> Result<ProviderMetadata, ProviderConfigurationError> {
    let mut metadata = ProviderMetadata::new(
        issuer.clone(),
        endpoints.authorization.clone(),
        endpoints.token.clone(),
        endpoints.jwks.clone(),
        distinct(keys.iter().map(|key| key.signing().algorithm().as_str())),
    );
    metadata.userinfo_endpoint.clone_from(&endpoints.user_info);
    if endpoints.user_info.is_some() {
        // Every key that signs ID Tokens also signs UserInfo responses.
        let signing = metadata.id_token_signing_alg_values_supported.clone();
        metadata.userinfo_signing_alg_values_supported = signing;
    }
    describe_requests(&mut metadata, policy);
    describe_client_authentication(&mut metadata, policy, crypto)?;
    describe_request_objects(&mut metadata, policy, crypto)?;
    describe_pushed_requests(&mut metadata, endpoints, policy)?;
    describe_registration(&mut metadata, endpoints, policy)?;
    describe_response_jwts(&mut metadata, policy, crypto);
    describe_pages(&mut metadata, policy);
    // CIMD, "Authorization Server Metadata": an absent member means `false`.
    metadata.client_id_metadata_document_supported = policy.client_documents.as_ref().map(|_| true);
    metadata.validate()?;
    hide(metadata, &policy.hidden_metadata)
}

fn describe_requests(metadata: &mut ProviderMetadata, policy: &ProviderPolicy) {
    metadata.scopes_supported = scopes(policy);
    metadata.response_types_supported.clone_from(&policy.response_types);
    metadata.response_modes_supported =
        distinct(policy.response_modes.iter().map(ResponseMode::as_str));
    metadata.grant_types_supported = policy.grant_types();
    metadata.subject_types_supported = vec!["public".to_owned()];
    metadata.code_challenge_methods_supported = vec![CodeChallenge::METHOD.to_owned()];
    metadata.claims_parameter_supported = Some(true);
    metadata.prompt_values_supported = distinct(prompts(policy).iter().map(Prompt::as_str));
    metadata.request_parameter_supported = Some(policy.request_objects.is_some());
    // Discovery §3: an absent member would mean that `request_uri` is supported.
    let by_reference = policy.request_objects.as_ref().is_some_and(|it| it.by_reference);
    metadata.request_uri_parameter_supported = Some(by_reference);
    // Discovery §3: an absent member means that a `request_uri` needs no registration.
    metadata.require_request_uri_registration = by_reference.then_some(true);
    // RFC 9207 §3: every response of this engine names the issuer.
    metadata.authorization_response_iss_parameter_supported = Some(true);
}

/// Describes the JWTs in which authorization responses are sent
/// ([JARM §4](https://openid.net/specs/oauth-v2-jarm.html#name-authorization-server-metada)).
fn describe_response_jwts(
    metadata: &mut ProviderMetadata,
    policy: &ProviderPolicy,
    crypto: &Crypto,
) {
    if !policy.response_modes.iter().any(ResponseMode::is_jwt) {
        return;
    }
    // Every key that signs ID Tokens also signs responses.
    let signing = metadata.id_token_signing_alg_values_supported.clone();
    metadata.authorization_signing_alg_values_supported = signing;
    // The key comes from the client's `jwks`, so it is a public key. RSA1_5 is dangerous.
    let encrypts = |algorithm: &KeyManagementAlgorithm| {
        !algorithm.is_shared_key() && *algorithm != KeyManagementAlgorithm::Rsa1_5
    };
    let algorithms = crypto.key_management_algorithms().filter(encrypts);
    let algorithms = distinct(algorithms.map(KeyManagementAlgorithm::as_str));
    if algorithms.is_empty() {
        return;
    }
    metadata.authorization_encryption_alg_values_supported = algorithms;
    metadata.authorization_encryption_enc_values_supported =
        distinct(crypto.content_encryption_algorithms().map(ContentEncryptionAlgorithm::as_str));
}

/// Returns the values of `prompt` that the provider accepts.
pub(crate) fn prompts(policy: &ProviderPolicy) -> Vec<Prompt> {
    let mut prompts = vec![Prompt::NONE, Prompt::LOGIN, Prompt::CONSENT, Prompt::SELECT_ACCOUNT];
    // Prompt Create §4.2: `create` is listed if the provider supports it.
    if policy.information.creates_accounts {
        prompts.push(Prompt::CREATE);
    }
    prompts
}

fn describe_client_authentication(
    metadata: &mut ProviderMetadata,
    policy: &ProviderPolicy,
    crypto: &Crypto,
) -> Result<(), ProviderConfigurationError> {
    let methods = &policy.client_authentication_methods;
    // Discovery §3: an empty list would be an absent member, which means `client_secret_basic`.
    if methods.is_empty() {
        return Err(ProviderConfigurationError::NoClientAuthentication);
    }
    if let Some(method) = methods.iter().find(|method| !SUPPORTED_METHODS.contains(method)) {
        return Err(ProviderConfigurationError::UnsupportedMethod(method.clone()));
    }
    metadata.token_endpoint_auth_methods_supported.clone_from(methods);
    // RFC 8414 §2: required where clients may authenticate by a signed assertion.
    if methods.contains(&ClientAuthenticationMethod::PRIVATE_KEY_JWT) {
        // To verify a MAC, the provider would need the text of the client secret.
        let is_asymmetric = |algorithm: SignatureAlgorithm| !algorithm.is_mac();
        let names = verifiable(&policy.assertion_algorithms, is_asymmetric, crypto);
        if names.is_empty() {
            return Err(ProviderConfigurationError::NoAssertionAlgorithm);
        }
        metadata.token_endpoint_auth_signing_alg_values_supported = names;
    }
    Ok(())
}

fn describe_request_objects(
    metadata: &mut ProviderMetadata,
    policy: &ProviderPolicy,
    crypto: &Crypto,
) -> Result<(), ProviderConfigurationError> {
    let Some(settings) = &policy.request_objects else { return Ok(()) };
    let mut names = verifiable(&settings.algorithms, |_| true, crypto);
    if names.is_empty() {
        return Err(ProviderConfigurationError::NoRequestObjectAlgorithm);
    }
    // RFC 9101 §10.5: `none` is rejected where a signature is required.
    if settings.accept_unsigned && !settings.required {
        names.push("none".to_owned());
    }
    metadata.request_object_signing_alg_values_supported = names;
    let keys = &settings.decryption_keys;
    metadata.request_object_encryption_alg_values_supported =
        distinct(keys.iter().map(|key| key.algorithm().as_str()));
    metadata.request_object_encryption_enc_values_supported =
        distinct(keys.iter().flat_map(RequestObjectKey::contents).map(|enc| enc.as_str()));
    if settings.required {
        // RFC 9101 §10.5: absent means `false`.
        metadata.require_signed_request_object = Some(true);
    }
    Ok(())
}

/// Describes pushed authorization requests
/// ([RFC 9126 §5](https://www.rfc-editor.org/rfc/rfc9126#section-5)).
fn describe_pushed_requests(
    metadata: &mut ProviderMetadata,
    endpoints: &ProviderEndpoints,
    policy: &ProviderPolicy,
) -> Result<(), ProviderConfigurationError> {
    let Some(endpoint) = &endpoints.pushed_authorization_request else {
        return match policy.require_pushed_authorization_requests {
            true => Err(ProviderConfigurationError::NoPushEndpoint),
            false => Ok(()),
        };
    };
    metadata.pushed_authorization_request_endpoint = Some(endpoint.clone());
    // RFC 9126 §5: an absent member means `false`.
    metadata.require_pushed_authorization_requests =
        policy.require_pushed_authorization_requests.then_some(true);
    Ok(())
}

/// Describes the registration of clients
/// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
fn describe_registration(
    metadata: &mut ProviderMetadata,
    endpoints: &ProviderEndpoints,
    policy: &ProviderPolicy,
) -> Result<(), ProviderConfigurationError> {
    match (&endpoints.registration, &policy.registration) {
        (None, None) => {}
        (Some(endpoint), Some(_)) => metadata.registration_endpoint = Some(endpoint.clone()),
        (None, Some(_)) => return Err(ProviderConfigurationError::NoRegistrationEndpoint),
        (Some(_), None) => return Err(ProviderConfigurationError::NoRegistrationPolicy),
    }
    Ok(())
}

/// Returns the names of the algorithms with which the provider can verify signatures of clients.
fn verifiable(
    allowed: &[SignatureAlgorithm],
    is_usable: impl Fn(SignatureAlgorithm) -> bool,
    crypto: &Crypto,
) -> Vec<String> {
    let runs = |algorithm: &&SignatureAlgorithm| {
        is_usable(**algorithm)
            && crypto.signature_algorithms().any(|supported| supported == **algorithm)
    };
    distinct(allowed.iter().filter(runs).map(|algorithm| algorithm.as_str()))
}

/// Returns the scope values to advertise: `openid`, and those of the policy that have an effect.
fn scopes(policy: &ProviderPolicy) -> Vec<String> {
    let has_effect = |value: &&str| policy.refresh_tokens || *value != "offline_access";
    distinct(core::iter::once("openid").chain(policy.scopes.iter()).filter(has_effect))
}

fn describe_pages(metadata: &mut ProviderMetadata, policy: &ProviderPolicy) {
    let information = &policy.information;
    metadata.claims_supported.clone_from(&information.claims);
    metadata.acr_values_supported.clone_from(&information.acr_values);
    metadata.display_values_supported = distinct(information.displays.iter().map(Display::as_str));
    metadata.ui_locales_supported.clone_from(&information.ui_locales);
    metadata.claims_locales_supported.clone_from(&information.claims_locales);
    metadata.service_documentation.clone_from(&information.documentation);
    metadata.op_policy_uri.clone_from(&information.policy);
    metadata.op_tos_uri.clone_from(&information.terms_of_service);
}

/// Leaves out the hidden members, if every one of them may be hidden.
fn hide(
    metadata: ProviderMetadata,
    hidden: &[String],
) -> Result<ProviderMetadata, ProviderConfigurationError> {
    if hidden.is_empty() {
        return Ok(metadata);
    }
    let mut object = metadata.to_object();
    for name in hidden {
        if !HIDEABLE.contains(&name.as_str()) {
            return Err(ProviderConfigurationError::CannotHide(name.clone()));
        }
        object.remove(name);
    }
    let metadata = ProviderMetadata::from_object(object, &metadata.issuer)?;
    metadata.validate()?;
    Ok(metadata)
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for name in names {
        if !distinct.iter().any(|known| known == name) {
            distinct.push(name.to_owned());
        }
    }
    distinct
}
