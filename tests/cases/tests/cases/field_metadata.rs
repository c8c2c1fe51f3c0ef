//! Metadata from the field (kinds B and G).

#![cfg(test)]

use serde_json::{Value, json};
use symbolon_case_tests::{FieldProvider, client, sign_in};
use symbolon_discovery::quirks::Quirks;
use symbolon_test_support::names::ISSUER;

use super::field::{Outcome, at, metadata, table};

#[test]
#[rustfmt::skip]
fn a_member_that_no_login_uses_costs_nothing() {
    table([
        ("nodeSolidServer/node-solid-server #1599", metadata(json!({"token_endpoint_auth_methods_supported": "client_secret_basic"})), "", ""),
        ("ronvanderheijden/openid-connect #25", metadata(json!({"scopes_supported": {"openid": "Enable OpenID Connect"}})), "", ""),
        ("AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet #3177", metadata(json!({"acr_values_supported": [1, "nope", null]})), "", ""),
        ("mcp-auth/js #36", metadata(json!({"scope_supported": ["openid"]})), "", ""),
        ("auth0/openidconnect-playground #53", metadata(json!({"userinfo_endpoint": "<absent>"})), "", ""),
        ("openshift/cluster-authentication-operator #164 (IBM)", metadata(json!({"coverage_map_endpoint": "https://op.example/c", "registration_endpoint": "", "introspection_endpoint": null})), "", ""),
        ("a boolean as a string", metadata(json!({"claims_parameter_supported": "true", "request_uri_parameter_supported": "false"})), "", ""),
        ("a string as one scope", metadata(json!({"scopes_supported": "openid email"})), "", ""),
        ("null lists", metadata(json!({"grant_types_supported": null, "claims_supported": [], "ui_locales_supported": null})), "", ""),
        ("relative endpoints", metadata(json!({"end_session_endpoint": "/logout", "check_session_iframe": "session.html"})), "", ""),
        ("http documentation", metadata(json!({"service_documentation": "http://docs.example", "op_policy_uri": "", "op_tos_uri": "terms"})), "", ""),
        ("quay/jwtproxy #126", metadata(json!({"device_authorization_endpoint": "http://op.example/device", "revocation_endpoint": "http://op.example/revoke"})), "", ""),
        ("mtls aliases as an array", metadata(json!({"mtls_endpoint_aliases": []})), "", ""),
        ("keycloak/keycloak #17197", metadata(json!({"subject_types_supported": "<absent>"})), "", ""),
        ("a string for a required list", metadata(json!({"subject_types_supported": "public"})), "", ""),
        ("a string for a required list", metadata(json!({"response_types_supported": "code"})), "", ""),
        ("FormidableLabs/react-native-app-auth #880", metadata(json!({"response_types_supported": "<absent>"})), "", ""),
        ("response types with other spellings", metadata(json!({"response_types_supported": ["code", "id_token code", "none", ""]})), "", ""),
        ("dotnet/aspnetcore #54951", metadata(json!({"claims_supported": {"sub": true}, "display_values_supported": 1})), "", ""),
        ("challenge methods as a string", metadata(json!({"code_challenge_methods_supported": "S256"})), "", ""),
        ("plain only (an old server)", metadata(json!({"code_challenge_methods_supported": ["plain"]})), "", ""),
        ("empty list of methods", metadata(json!({"token_endpoint_auth_methods_supported": []})), "", ""),
        ("response modes without query", metadata(json!({"response_modes_supported": ["form_post"]})), "", ""),
        ("grant types without code", metadata(json!({"grant_types_supported": ["client_credentials"]})), "", ""),
    ]);
}

#[test]
#[rustfmt::skip]
fn a_member_that_a_login_uses_is_named() {
    table([
        ("openid/AppAuth-Android #891", metadata(json!({"jwks_uri": "<absent>"})), "metadata.missing", "jwks_uri"),
        ("openid/AppAuth-Android #891", metadata(json!({"jwks_uri": null})), "metadata.missing", "jwks_uri"),
        ("a relative address", metadata(json!({"jwks_uri": "/oauth2/jwks"})), "endpoint.scheme", "/oauth2/jwks"),
        ("quay/jwtproxy #126", metadata(json!({"token_endpoint": "http://op.example/token"})), "endpoint.scheme", "http://op.example/token"),
        ("no token endpoint", metadata(json!({"token_endpoint": ""})), "configuration.no_token_endpoint", "token endpoint"),
        ("no authorization endpoint", metadata(json!({"authorization_endpoint": null})), "metadata.missing", "authorization_endpoint"),
        ("an algorithm list as a string", metadata(json!({"id_token_signing_alg_values_supported": "RS256"})), "", ""),
        ("an algorithm list with null", metadata(json!({"id_token_signing_alg_values_supported": [null, "RS256", "none"]})), "", ""),
        ("keycloak/keycloak #17197", metadata(json!({"id_token_signing_alg_values_supported": "<absent>"})), "", ""),
        ("go-kratos/kratos #3840", metadata(json!({"id_token_signing_alg_values_supported": ["ES256K"]})), "jws.algorithm_not_allowed", "RS256"),
    ]);
}

/// Signs in at a provider whose metadata states another issuer than the one asked for.
fn document(content_type: &str, status: u16, change: impl FnOnce(&mut Value)) -> Outcome {
    let provider = FieldProvider::default();
    let mut stated = provider.metadata.clone();
    change(&mut stated);
    at(&provider.exact("metadata", status, content_type, &stated.to_string()))
}

fn stated(issuer: &str) -> Outcome {
    document("application/json", 200, |metadata| metadata["issuer"] = issuer.into())
}

#[test]
#[rustfmt::skip]
fn another_issuer_is_refused_with_both_texts() {
    table([
        ("achtungsoftware/alarik #14 (Authentik)", stated("https://op.example/"), "metadata.issuer_mismatch", "https://op.example/"),
        ("ancsemi/Haven #5501", stated("https://OP.example"), "metadata.issuer_mismatch", ISSUER),
        ("a port", stated("https://op.example:443"), "metadata.issuer_mismatch", ":443"),
        ("quay/jwtproxy #126", stated("http://op.example"), "metadata.issuer_mismatch", "http://op.example"),
        ("no issuer", document("application/json", 200, |it| it["issuer"] = Value::Null), "json.member", "issuer"),
    ]);
}

#[test]
#[rustfmt::skip]
fn an_issuer_with_a_port_a_path_or_a_slash_is_an_issuer() {
    let issuer = |issuer: &str| {
        let provider = FieldProvider::default().metadata(&json!({"issuer": issuer}));
        at(&provider.claims(&json!({"iss": issuer})))
    };
    table([
        ("MizuchiLabs/mantrae #47 (Authentik)", issuer("https://auth.example/application/o/mantrae/"), "", ""),
        ("wso2/product-microgateway #3057", issuer("https://localhost:9443/oauth2/token"), "", ""),
        ("Freika/dawarich #2925", issuer("https://op.example//"), "", ""),
        ("an issuer with a dot", issuer("https://op.example/realms/a.b~c%20d"), "", ""),
        ("an uppercase host", issuer("https://OP.Example/Tenant"), "", ""),
    ]);
}

#[test]
#[rustfmt::skip]
fn a_document_of_another_type_is_named() {
    let any = || {
        let mut quirks = Quirks::default();
        quirks.metadata.any_content_type = true;
        client().quirks(quirks)
    };
    let provider = FieldProvider::default();
    let html = provider.clone().exact("metadata", 200, "text/html; charset=utf-8", &provider.metadata.to_string());
    table([
        ("pocket-id/pocket-id #1130", at(&html), "document.content_type", "any_content_type"),
        ("pocket-id/pocket-id #1130", sign_in(&html, any()).map(drop), "", ""),
        ("kanidm/kanidm #2179", document("", 200, |_| {}), "document.content_type", "any_content_type"),
        ("DuendeArchive/identity-model-oidc-client-js #488", document("application/json; charset=UTF-8", 200, |_| {}), "", ""),
        ("GluuFederation/oxAuth #876", document("application/json", 406, |_| {}), "document.status", "406"),
        ("spring-projects/spring-security #17927", at(&provider.clone().exact("metadata", 200, "text/html", "<html>")), "document.content_type", "text/html"),
        ("DuendeArchive/IdentityModel.OidcClient.Samples #12 (Steam)", at(&provider.clone().exact("metadata", 200, "application/xrds+xml", "<?xml?>")), "document.content_type", "application/xrds+xml"),
        ("a document that is an array", at(&provider.exact("metadata", 200, "application/json", "[]")), "json.not_an_object", "object"),
    ]);
}
