//! UserInfo responses, refresh responses and challenges from the field (kinds D and F).

#![cfg(test)]

use http::{HeaderMap, HeaderValue, header};
use serde_json::{Value, json};
use symbolon_case_tests::{Exact, FieldProvider, client, refresh, sign_in, user_info};
use symbolon_discovery::quirks::Quirks;
use symbolon_oauth::bearer::Challenge;
use symbolon_oidc::UserInfoQuirks;
use symbolon_test_support::clock::NOW;

use super::field::{Outcome, table};

/// Asks for UserInfo after a login, and gets this response.
fn answer(status: u16, content_type: &str, body: &str) -> Outcome {
    let provider = FieldProvider::default();
    let session = sign_in(&provider, client()).unwrap().session;
    let provider = provider.exact("userinfo_endpoint", status, content_type, body);
    user_info(&provider, client(), &session).map(drop)
}

/// Asks for UserInfo about this user with a client that accepts these deviations.
fn quirky(sub: &str, content_type: &str, body: &str, quirks: UserInfoQuirks) -> Outcome {
    let provider = FieldProvider::default().claims(&json!({"sub": sub}));
    let session = sign_in(&provider, client()).unwrap().session;
    let mut accepted = Quirks::default();
    accepted.user_info = quirks;
    let provider = provider.exact("userinfo_endpoint", 200, content_type, body);
    user_info(&provider, client().quirks(accepted), &session).map(drop)
}

/// Asks for UserInfo after a login, and gets these claims.
fn about(claims: Value) -> Outcome {
    answer(200, "application/json", &claims.to_string())
}

#[test]
#[rustfmt::skip]
fn one_odd_claim_costs_one_claim() {
    for odd in [
        json!({"email": ["a@example.com"]}),
        json!({"email": null, "name": "", "groups": null}),
        json!({"email_verified": "true", "phone_number_verified": 1}),
        json!({"phone_number": 491234}),
        json!({"address": []}),
        json!({"updated_at": "2024-01-01 00:00:00 +0000 UTC"}),
        json!({"updated_at": null, "birthdate": "0000-00-00", "zoneinfo": 1}),
        json!({"picture": "data:image/png;base64,AA", "website": "javascript:alert(1)", "profile": ""}),
        json!({"locale": {"language": "en"}, "given_name": {"en": "A"}}),
        json!({"id": "1", "verified": true, "guilds": [{"id": 1}]}),
        json!({"groups": "Internal/everyone,dev", "roles": {"a": [1]}}),
        json!({"error": null}),
    ] {
        let mut claims = json!({"sub": "alice"});
        claims.as_object_mut().unwrap().extend(odd.as_object().unwrap().clone());
        table([(
            "keycloak/keycloak #19881, wso2/product-is #12126, discord/discord-api-docs #7460",
            about(claims),
            "",
            "",
        )]);
    }
}

#[test]
#[rustfmt::skip]
fn the_form_of_the_response() {
    const ALICE: &str = r#"{"sub":"alice"}"#;
    let any = UserInfoQuirks::default().any_content_type();
    table([
        ("BookStackApp/BookStack #5337", answer(200, "application/json; charset=utf-8", ALICE), "", ""),
        ("coreos/go-oidc #261", answer(200, "application/json;charset=UTF-8", ALICE), "", ""),
        ("DuendeArchive/identity-model-oidc-client-js #1315", answer(200, "text/plain", ALICE), "user_info.content_type", "any_content_type"),
        ("mosip/esignet #1741", answer(200, "", ALICE), "user_info.content_type", "absent"),
        ("openshift/cluster-authentication-operator #164", answer(200, "text/html", "<html>"), "user_info.content_type", "text/html"),
        ("quarkusio/quarkus #42958", answer(200, "application/jwt; charset=utf-8", "e30.e30."), "user_info.jwt", "signed"),
        ("DuendeArchive/identity-model-oidc-client-js #1315", quirky("alice", "text/plain", ALICE, any), "", ""),
        ("mosip/esignet #1741", quirky("alice", "", ALICE, any), "", ""),
        ("openshift/cluster-authentication-operator #164", quirky("alice", "text/html", "<html>", any), "json.syntax", "UserInfo"),
        ("quarkusio/quarkus #42958", quirky("alice", "application/jwt", "e30.e30.", any), "user_info.jwt", "signed"),
        ("a status of 201", answer(201, "application/json", ALICE), "user_info.status", "201"),
        ("an empty body", answer(200, "application/json", ""), "json.syntax", "UserInfo"),
        ("a byte order mark", answer(200, "application/json", "\u{feff}{\"sub\":\"alice\"}"), "", ""),
        ("astuto/astuto #164", answer(200, "application/json", r#"[{"sub":"alice"}]"#), "json.not_an_object", "object"),
    ]);
}

#[test]
#[rustfmt::skip]
fn the_subject() {
    let digits = UserInfoQuirks::default().numeric_subject();
    table([
        ("discord/discord-api-docs #7460", about(json!({"id": "alice"})), "user_info.missing_subject", "sub"),
        ("AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet #1031", about(json!({"email": "a@example.com"})), "user_info.missing_subject", "sub"),
        ("oidc-wp/openid-connect-generic #673", about(json!({"sub": 35})), "user_info.member", "numeric_subject"),
        ("oidc-wp/openid-connect-generic #673", quirky("35", "application/json", r#"{"sub":35}"#, digits), "", ""),
        ("manfredsteyer/angular-oauth2-oidc #548", quirky("123", "application/json", r#"{"sub":124}"#, digits), "user_info.subject", "another user"),
        ("GluuFederation/oxd #448", about(json!({"sub": "bob"})), "user_info.subject", "another user"),
        ("a null", about(json!({"sub": null})), "user_info.member", "sub"),
    ]);
}

#[test]
#[rustfmt::skip]
fn the_error_of_the_server_is_read() {
    let refused = |status, www_authenticate: &str, body: &str| {
        let mut provider = FieldProvider::default();
        let session = sign_in(&provider, client()).unwrap().session;
        let headers = vec![("www-authenticate", www_authenticate.to_owned()), ("content-type", "application/json".to_owned())];
        provider.exact.push(Exact { endpoint: "userinfo_endpoint", status, headers, body: body.as_bytes().to_vec() });
        user_info(&provider, client(), &session).map(drop)
    };
    table([
        ("aspnet/Security #864", refused(401, r#"Bearer realm="a", error="invalid_token", error_description="The access token expired", Bearer realm="b""#, ""), "user_info.refused", "invalid_token"),
        ("AzureAD/azure-activedirectory-library-for-objc #1042", refused(401, r#"Basic realm="myrealm", Bearer error="invalid_token""#, ""), "user_info.refused", "invalid_token"),
        ("Azure/azure-sdk-for-js #31501", refused(401, "Bearer error=invalid_token", ""), "user_info.refused", "invalid_token"),
        ("parameters without commas", refused(401, r#"Bearer realm="a" error="invalid_token""#, ""), "user_info.status", "401"),
        ("single quotes", refused(401, "Bearer realm='a', error='invalid_token'", ""), "user_info.refused", "invalid_token"),
        ("a body beside a bad header", refused(401, "Bearer realm=\"a", r#"{"error":"invalid_token"}"#), "user_info.refused", "invalid_token"),
        ("no error", refused(401, "Bearer", ""), "user_info.status", "401"),
        ("Google's body", refused(401, "Bearer realm=\"https://accounts.google.com/\"", r#"{"error":{"code":401,"message":"Request had invalid credentials.","status":"UNAUTHENTICATED"}}"#), "user_info.refused", "UNAUTHENTICATED"),
        ("dart-lang/sdk #46651", refused(401, r#"first-challenge param="value", second-challenge param2="value""#, ""), "user_info.status", "401"),
        ("a forbidden answer", refused(403, r#"Bearer error="insufficient_scope", scope="openid profile""#, ""), "user_info.refused", "insufficient_scope"),
    ]);
}

#[test]
#[rustfmt::skip]
fn challenges() {
    let read = |text: &str| {
        let mut headers = HeaderMap::new();
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_str(text).unwrap());
        let challenges = Challenge::from_headers(&headers);
        challenges.map(|it| it.into_iter().filter_map(|it| it.error).map(|it| it.as_str().to_owned()).collect::<Vec<_>>())
    };
    for (report, text) in [
        ("modelcontextprotocol/python-sdk #3012", r#"DPoP algs="ES256", Bearer error="invalid_token""#),
        ("httpwg/http-core #136", r#"Newauth realm="apps", type=1, title="Login to \"apps\"", Bearer error="invalid_token""#),
        ("MCPJam/inspector #3378", r#"bearer error="invalid_token""#),
        ("Microsoft", r#"Bearer authorization_uri="https://login.example/", error="invalid_token", claims="eyJ9""#),
        ("Negotiate first", r#"Negotiate, NTLM, Bearer error="invalid_token""#),
        ("a colon in a value", r#"Bearer realm="https://a.example/", error="invalid_token", resource_metadata="https://a.example/.well-known/x""#),
        ("a trailing comma", r#"Bearer error="invalid_token","#),
    ] {
        assert_eq!(read(text).as_deref(), Ok(&["invalid_token".to_owned()][..]), "{report}");
    }
}

/// Refreshes with this token response and these claims.
fn refreshed(change: impl FnOnce(&mut FieldProvider)) -> Outcome {
    let session = sign_in(&FieldProvider::default(), client()).unwrap().session;
    let mut provider = FieldProvider::default().claims(&json!({"nonce": "<absent>"}));
    change(&mut provider);
    refresh(&provider, client(), &session).map(drop)
}

#[test]
#[rustfmt::skip]
fn refreshes() {
    table([
        ("pfzetto/axum-oidc #34 (Keycloak)", refreshed(|_| {}), "", ""),
        ("goauthentik/authentik #3739", refreshed(|it| it.claims["nonce"] = Value::Null), "", ""),
        ("goauthentik/authentik #3739", refreshed(|it| it.claims["at_hash"] = Value::Null), "", ""),
        ("DuendeArchive/IdentityServer4 #2180", refreshed(|it| it.tokens["id_token"] = Value::Null), "", ""),
        ("damienbod/angular-auth-oidc-client #491", refreshed(|it| drop(it.tokens.as_object_mut().unwrap().remove("id_token"))), "", ""),
        ("a refresh without a new refresh token", refreshed(|it| drop(it.tokens.as_object_mut().unwrap().remove("refresh_token"))), "", ""),
        ("a new iat", refreshed(|it| it.claims["iat"] = (NOW + 1).into()), "", ""),
        ("another user", refreshed(|it| it.claims["sub"] = "bob".into()), "id_token.refreshed", "sub"),
        ("a nonce of another login", refreshed(|it| it.claims["nonce"] = "other".into()), "id_token.refreshed", "nonce"),
        ("an error at the refresh", refreshed(|it| { it.status = 400; it.tokens = json!({"error": "invalid_grant", "error_description": "Token is not active"}); }), "token_response.refused", "invalid_grant"),
        ("an odd lifetime", refreshed(|it| it.tokens["expires_in"] = json!("never")), "token_response.expires_in", "store the session of this error"),
    ]);
}

/// zitadel/oidc #509 and okta/okta-mobile-kotlin #252: Entra and Keycloak 21 repeat the nonce of the
/// login in a refreshed ID Token.
#[test]
#[rustfmt::skip]
fn a_refreshed_id_token_can_repeat_the_nonce() {
    let login = sign_in(&FieldProvider::default(), client()).unwrap();
    let nonce = login.id_token.nonce.as_ref().unwrap().expose().to_owned();
    let provider = FieldProvider::default().claims(&json!({"nonce": nonce}));
    refresh(&provider, client(), &login.session).unwrap();
}
