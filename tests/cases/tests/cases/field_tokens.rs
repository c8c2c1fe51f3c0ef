//! Token responses from the field (kinds B, C and E).

#![cfg(test)]

use serde_json::json;
use symbolon_case_tests::FieldProvider;
use symbolon_discovery::quirks::Quirks;

use super::field::{Outcome, at, quirky, table, tokens};

fn typed(content_type: &str) -> FieldProvider {
    FieldProvider { content_type: Some(content_type.to_owned()), ..FieldProvider::default() }
}

#[test]
#[rustfmt::skip]
fn members_that_this_library_does_not_know_are_ignored() {
    table([
        (
            "keycloak/keycloak #7384 (a response of Keycloak)",
            at(&tokens(json!({"not-before-policy": 0, "session_state": "f2a", "refresh_expires_in": 1800}))),
            "", "",
        ),
        (
            "rustdesk/rustdesk-server-pro #860 (ADFS)",
            at(&tokens(json!({"token_type": "bearer", "resource": "urn:app", "refresh_token_expires_in": 17333}))),
            "", "",
        ),
        (
            "MicrosoftDocs/azure-docs #75344 (a response of B2C)",
            at(&tokens(json!({"not_before": 1, "expires_on": "1700000000", "id_token_expires_in": 3600, "profile_info": "e30"}))),
            "", "",
        ),
        ("AzureAD/microsoft-authentication-library-for-dotnet #391", at(&tokens(json!({"ext_expires_in": 0, "client_info": null, "foci": "1"}))), "", ""),
        ("dart-archive/oauth2 #10 (Dropbox)", at(&tokens(json!({"uid": 12345, "account_id": {"a": [1]}}))), "", ""),
    ]);
}

#[test]
#[rustfmt::skip]
fn the_token_type_is_compared_without_case() {
    table([
        ("seanhess/hyperbole #134", at(&tokens(json!({"token_type": "BEARER"}))), "", ""),
        ("bshaffer/oauth2-server-php #918", at(&tokens(json!({"token_type": "bearer"}))), "", ""),
        ("Switcheo/carbon-js-sdk #681", at(&tokens(json!({"token_type": 1}))), "json.member", "token_type"),
        ("spring-attic/spring-security-oauth #354", at(&tokens(json!({"token_type": "<absent>"}))), "token_response.missing", "token_type_missing"),
    ]);
}

#[test]
#[rustfmt::skip]
fn a_lifetime_that_is_no_number_of_seconds_can_be_accepted() {
    let accepted = |it: &mut Quirks| it.token_response.expires_in_unreadable = true;
    for odd in [json!(-1), json!(-3600), json!("never"), json!("3600abc"), json!(true), json!([3600]), json!({"s": 1}), json!("NaN")] {
        let provider = tokens(json!({"expires_in": odd}));
        table([
            ("lidge-jun/opencodex #1418, QwenLM/qwen-code #5355", at(&provider), "token_response.expires_in", "expires_in_unreadable"),
            ("lidge-jun/opencodex #1418, QwenLM/qwen-code #5355", quirky(&provider, accepted), "", ""),
        ]);
    }
    table([
        ("spring-projects/spring-security #4810", at(&tokens(json!({"expires_in": 0}))), "", ""),
        ("spring-attic/spring-security-oauth #1172 (VK)", at(&tokens(json!({"expires_in": "0"}))), "", ""),
        ("krdlab/haskell-oidc-client #15 (Entra)", at(&tokens(json!({"expires_in": "3599", "ext_expires_in": "3599"}))), "", ""),
        ("logto-io/logto #5497 (Criipto)", at(&tokens(json!({"expires_in": "7200"}))), "", ""),
    ]);
}

#[test]
#[rustfmt::skip]
fn a_scope_in_another_form() {
    let array = json!({"scope": ["openid", "email"]});
    table([
        ("manfredsteyer/angular-oauth2-oidc #687", at(&tokens(array.clone())), "json.member", "scope_array"),
        ("manfredsteyer/angular-oauth2-oidc #687", quirky(&tokens(array), |it| it.token_response.scope_array = true), "", ""),
        ("wso2/product-microgateway #3057", quirky(&tokens(json!({"scope": []})), |it| it.token_response.scope_array = true), "", ""),
        ("a scope of GitHub with commas", at(&tokens(json!({"scope": "openid,email"}))), "", ""),
    ]);
}

#[test]
#[rustfmt::skip]
fn an_id_token_that_is_missing_is_named() {
    table([
        ("openid/AppAuth-Android #1055", at(&tokens(json!({"id_token": null}))), "login.missing_id_token", "no ID Token"),
        ("openid/AppAuth-Android #1055", at(&tokens(json!({"id_token": ""}))), "login.missing_id_token", "no ID Token"),
        ("sebadob/rauthy #1682", at(&tokens(json!({"id_token": "<absent>"}))), "login.missing_id_token", "no ID Token"),
        ("a token that is an object", at(&tokens(json!({"id_token": {}}))), "json.member", "id_token"),
    ]);
}

#[test]
#[rustfmt::skip]
fn a_wrong_content_type_is_named_and_can_be_accepted() {
    let any = |it: &mut Quirks| it.token_response.any_content_type = true;
    table([
        ("DuendeArchive/identity-model-oidc-client-js #488", at(&typed("application/json;charset=UTF-8")), "", ""),
        ("BookStackApp/BookStack #5337", at(&typed("application/json ; charset=\"utf-8\"")), "", ""),
        ("BookStackApp/BookStack #5337", at(&typed("Application/JSON")), "", ""),
        ("dart-archive/oauth2 #10 (Dropbox)", at(&typed("text/javascript")), "token_response.content_type", "text/javascript"),
        ("dart-archive/oauth2 #10 (Dropbox)", quirky(&typed("text/javascript"), any), "", ""),
        ("golang/oauth2 #542 (Deezer)", at(&typed("text/html; charset=utf-8")), "token_response.content_type", "any_content_type"),
        ("golang/oauth2 #542 (Deezer)", quirky(&typed("text/html; charset=utf-8"), any), "", ""),
        ("ssoready/ssoready #265", quirky(&typed("text/plain; charset=utf-8"), any), "", ""),
        ("django-oauth/django-oauth-toolkit #80", quirky(&typed("plain/html"), any), "", ""),
        ("jgrandja/oauth2-samples #3", quirky(&FieldProvider { content_type: None, ..FieldProvider::default() }, any), "", ""),
    ]);
}

fn body(status: u16, content_type: &str, body: &str) -> Outcome {
    at(&FieldProvider::default().exact("token_endpoint", status, content_type, body))
}

#[test]
#[rustfmt::skip]
fn a_body_without_tokens_is_named() {
    const JSON: &str = "application/json";
    table([
        ("golang/oauth2 #810", body(200, "text/html", "<html>Sign in</html>"), "token_response.content_type", "text/html"),
        ("WP-API/jwt-auth #44", body(200, JSON, ""), "json.syntax", "token response"),
        ("FLECS-Technologies/flecs-public #832", body(204, "", ""), "token_response.status", "204"),
        ("preset-io/agor #2192 (GitHub)", body(200, "application/x-www-form-urlencoded", "access_token=gho_1&scope=user&token_type=bearer"), "token_response.content_type", "application/x-www-form-urlencoded"),
        ("titarenko/OAuth2 #86 (Facebook before 2.3)", body(200, "text/plain; charset=UTF-8", "access_token=1&expires=5184000"), "token_response.content_type", "text/plain"),
        ("thephpleague/oauth2-client #626", body(200, JSON, "\"a string\""), "json.not_an_object", "object"),
        ("thephpleague/oauth2-client #626", body(200, JSON, "[]"), "json.not_an_object", "object"),
        ("omnibear/omnibear #8", body(200, JSON, "null"), "json.not_an_object", "object"),
        ("mastodon/mastodon #550", body(302, "text/html", "<a href=/login>"), "token_response.status", "302"),
        ("AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet #299", body(200, JSON, "\u{feff}{\"access_token\":\"a\",\"token_type\":\"Bearer\"}"), "login.missing_id_token", "no ID Token"),
        ("a member twice", body(200, JSON, r#"{"access_token":"a","access_token":"b","token_type":"Bearer"}"#), "json.duplicate_member", "occurs twice"),
        ("nested tokens (TikTok)", body(200, JSON, r#"{"data":{"access_token":"a"},"message":"success"}"#), "token_response.missing", "access_token"),
    ]);
}
