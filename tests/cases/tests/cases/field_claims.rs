//! ID Tokens from the field (kinds A, B, D and F).

#![cfg(test)]

use serde_json::{Value, json};
use symbolon_test_support::clock::NOW;
use symbolon_test_support::names::client_id;

use symbolon_case_tests::FieldProvider;
use symbolon_discovery::quirks::Quirks;

use super::field::{Outcome, claims, header, quirky, table};

/// Signs in with these claims and a client that accepts a deviation.
fn with(claims: Value, quirk: impl FnOnce(&mut Quirks)) -> Outcome {
    quirky(&FieldProvider::default().claims(&claims), quirk)
}

#[test]
#[rustfmt::skip]
fn the_type_of_the_token() {
    let typed = |typ: &str, accepted: &str| {
        let provider = FieldProvider::default().header(&json!({"typ": typ}));
        quirky(&provider, |it| it.id_token.other_types = vec![accepted.to_owned()])
    };
    table([
        ("membrane/api-gateway #292", header(json!({"typ": "<absent>"})), "", ""),
        ("FusionAuth/fusionauth-jwt #26", header(json!({"typ": "jwt"})), "", ""),
        ("ramosbugs/openidconnect-rs #160", header(json!({"typ": "JOSE"})), "id_token.type", "other_types"),
        ("ramosbugs/openidconnect-rs #175", header(json!({"typ": "at+jwt"})), "id_token.type", "at+jwt"),
        ("Flowfin/jellyfin-plugin-sso #1317", header(json!({"typ": "logout+jwt"})), "id_token.type", "logout+jwt"),
        ("Abblix/Oidc.Server #327", header(json!({"typ": "id_token"})), "id_token.type", "id_token"),
        ("ramosbugs/openidconnect-rs #160", typed("JOSE", "JOSE"), "", ""),
        ("Abblix/Oidc.Server #327", typed("id_token", "id_token"), "", ""),
        ("Abblix/Oidc.Server #327", typed("logout+jwt", "id_token"), "id_token.type", "logout+jwt"),
        ("a `typ` of null", header(json!({"typ": null})), "jws.header_parameter", "`typ`"),
        ("an empty `typ`", header(json!({"typ": ""})), "id_token.type", "other_types"),
        ("a `cty`", header(json!({"cty": "JWT"})), "", ""),
        ("wso2/product-is #19876", header(json!({"x5t": "TkRSaU1UTTNOR1kz", "x5c": null})), "", ""),
        ("a header of WSO2", header(json!({"x5t#S256": 1, "jku": "https://op.example/jwks", "ver": 1.0})), "", ""),
        ("a null `crit`", header(json!({"crit": null})), "jws.header_parameter", "`crit`"),
        ("an empty `crit`", header(json!({"crit": []})), "jws.critical", "crit"),
        ("an `alg` of none", header(json!({"alg": "none"})), "jws.not_signed", "none"),
        ("an `alg` in lower case", header(json!({"alg": "rs256"})), "jws.unsupported_algorithm", "alg"),
        ("HS256 where RS256 is agreed", header(json!({"alg": "HS256"})), "jws.algorithm_not_allowed", "HS256"),
    ]);
}

#[test]
#[rustfmt::skip]
fn odd_optional_claims_cost_nothing() {
    table([
        ("goauthentik/authentik #3739", claims(json!({"c_hash": null, "at_hash": null, "nbf": null})), "", ""),
        ("cloudfoundry/uaa #593", claims(json!({"acr": {"values": ["urn:oasis:names:tc:SAML:2.0:ac:classes:Password"]}})), "", ""),
        ("anvilresearch/connect #148", claims(json!({"acr": 1, "amr": "pwd"})), "", ""),
        ("kalinjul/kotlin-multiplatform-oidc #52", claims(json!({"amr": null})), "", ""),
        ("openiddict/openiddict-core #2228", claims(json!({"amr": ["pwd", 1]})), "", ""),
        ("authlib/authlib #309 (JetBrains Hub)", claims(json!({"auth_time": 1_455_192_219.050_872})), "", ""),
        ("ramosbugs/openidconnect-rs #230 (Auth0)", claims(json!({"updated_at": "2025-12-23T10:59:07.841Z"})), "", ""),
        ("authlib/authlib #309 (JetBrains Hub)", claims(json!({"picture": "data:image/jpeg;base64,AA"})), "", ""),
        ("rustdesk/rustdesk-server-pro #860 (ADFS)", claims(json!({"email": ["a@example.com", "b@example.com"]})), "", ""),
        ("keycloak/keycloak #19881 (Veracity)", claims(json!({"email": ["a@example.com"], "groups": null})), "", ""),
        ("a null session", claims(json!({"sid": null, "s_hash": 1, "jti": 12})), "", ""),
        ("an empty acr", claims(json!({"acr": "", "azp": "", "jti": ""})), "", ""),
        ("an auth_time of null", claims(json!({"auth_time": null})), "", ""),
        ("an auth_time as a string", claims(json!({"auth_time": "1700000000"})), "", ""),
        ("an auth_time in ISO form", claims(json!({"auth_time": "2024-01-01T00:00:00Z"})), "", ""),
        ("an auth_time of zero", claims(json!({"auth_time": 0})), "", ""),
        ("distributed claims (Entra)", claims(json!({"_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {"endpoint": "https://graph.example"}}})), "", ""),
        ("a deep object", claims(json!({"a": {"b": {"c": {"d": {"e": {"f": [[[1]]]}}}}}})), "", ""),
        ("a big number", claims(json!({"employee": 123_456_789_012_345_678_u64, "ratio": 1e300})), "", ""),
        ("MicrosoftDocs/azure-docs #75344", claims(json!({"user_accounts": ["{\"id\":\"1\"}"]})), "", ""),
        ("claims with URLs as names", claims(json!({"https://app.example/roles": ["a"], "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn": "a"})), "", ""),
        ("a name in another language", claims(json!({"name#ja-Kana-JP": "ア", "name": null, "given_name": 5})), "", ""),
        ("coreos/go-oidc #55", claims(json!({"iat": 1.456_478_332e9})), "", ""),
        ("a nonce beside others", claims(json!({"nonce_supported": true, "email_verified": "true", "real_user_status": 2})), "", ""),
    ]);
}

#[test]
#[rustfmt::skip]
fn times() {
    let times = |it: &mut Quirks| it.id_token.string_times = true;
    table([
        ("IdentityPython/pyop #20", claims(json!({"exp": NOW as f64 + 600.5, "iat": NOW as f64 + 0.25})), "", ""),
        ("googleapis/google-oauth-java-client #119", claims(json!({"iat": NOW as f64 - 1.9})), "", ""),
        ("aspnet-contrib/AspNet.Security.OpenIdConnect.Server #176", claims(json!({"iat": NOW.to_string()})), "id_token.member", "string_times"),
        ("an `exp` as a string", claims(json!({"exp": (NOW + 600).to_string()})), "id_token.member", "exp"),
        ("an `exp` in ISO form", claims(json!({"exp": "2030-01-01T00:00:00Z"})), "id_token.member", "exp"),
        ("an `exp` in milliseconds", claims(json!({"exp": (NOW + 600) * 1000})), "id_token.member", "exp"),
        ("aspnet-contrib/AspNet.Security.OpenIdConnect.Server #176", with(json!({"iat": NOW.to_string(), "exp": (NOW + 600).to_string(), "nbf": NOW.to_string()}), times), "", ""),
        ("an `exp` in the past as a string", with(json!({"exp": (NOW - 600).to_string()}), times), "id_token.expired", "expired"),
        ("an `exp` in ISO form", with(json!({"exp": "2030-01-01T00:00:00Z"}), times), "id_token.member", "exp"),
        ("no `exp`", claims(json!({"exp": "<absent>"})), "id_token.missing", "exp"),
        ("no `iat`", claims(json!({"iat": "<absent>"})), "id_token.missing", "iat"),
        ("a null `iat`", claims(json!({"iat": null})), "id_token.member", "iat"),
        ("an `exp` of zero (no expiry)", claims(json!({"exp": 0})), "id_token.expired", "1970"),
        ("an `iat` in the future", claims(json!({"iat": NOW + 30})), "", ""),
        ("an `nbf` within the leeway", claims(json!({"nbf": NOW + 5})), "", ""),
        ("an `nbf` as a string", claims(json!({"nbf": NOW.to_string()})), "id_token.member", "nbf"),
    ]);
}

#[test]
#[rustfmt::skip]
fn who_the_token_is_for() {
    let me = client_id().as_str().to_owned();
    let aud = |aud: Value| claims(json!({"aud": aud}));
    table([
        ("okta/okta-auth-js #1480", aud(json!([me])), "", ""),
        ("wso2/product-is #11080", aud(json!([me, ""])), "id_token.untrusted_audience", "trusted_audiences"),
        ("nginxinc/nginx-openid-connect #10 (Oracle)", aud(json!(["https://identity.example/", me])), "id_token.untrusted_audience", "https://identity.example/"),
        ("cdelmonte-zg/nanoidp #32", aud(json!("api")), "id_token.audience", "api"),
        ("an empty list", aud(json!([])), "id_token.member", "aud"),
        ("a null", aud(Value::Null), "id_token.member", "aud"),
        ("a number", aud(json!(5)), "id_token.member", "aud"),
        ("the client twice", aud(json!([me, me])), "", ""),
        ("Bdaya-Dev/oidc #441", claims(json!({"azp": 5})), "id_token.member", "azp"),
        ("an azp of null", claims(json!({"azp": null})), "", ""),
    ]);
}

#[test]
#[rustfmt::skip]
fn who_the_user_is() {
    let sub = |sub: Value| claims(json!({"sub": sub}));
    let any = |it: &mut Quirks| it.id_token.any_subject = true;
    let digits = |it: &mut Quirks| it.id_token.numeric_subject = true;
    table([
        ("proconnect-gouv/proconnect-identite #28", sub(json!(35)), "id_token.member", "sub"),
        ("openzim/wp1 #783 (MediaWiki)", sub(json!(35)), "id_token.member", "numeric_subject"),
        ("GluuFederation/oxAuth #59", sub(json!("<absent>")), "id_token.missing", "sub"),
        ("an empty subject", sub(json!("")), "id_token.subject", "sub"),
        ("a null", sub(Value::Null), "id_token.member", "sub"),
        ("Auth0", sub(json!("google-oauth2|1162")), "", ""),
        ("a subject that is not ASCII", sub(json!("jürgen@example.com")), "id_token.subject", "any_subject"),
        ("a subject that is not ASCII", with(json!({"sub": "jürgen@example.com"}), any), "", ""),
        ("openzim/wp1 #783 (MediaWiki)", with(json!({"sub": 35}), digits), "", ""),
        ("a subject that is a fraction", with(json!({"sub": 35.5}), digits), "id_token.member", "sub"),
        ("an empty subject", with(json!({"sub": ""}), any), "id_token.subject", "sub"),
        ("a long subject", with(json!({"sub": "a".repeat(256)}), any), "", ""),
        ("a distinguished name", sub(json!("CN=A, OU=B, O=\"C\"")), "", ""),
        ("a long subject", sub(json!("a".repeat(256))), "id_token.subject", "255"),
    ]);
}
