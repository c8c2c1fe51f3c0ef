//! Error responses of the token endpoint from the field (kinds B and C).

#![cfg(test)]

use symbolon_case_tests::{Failure, FieldProvider, client, sign_in};

use super::field::{Outcome, at, table};

const JSON: &str = "application/json";

fn answer(status: u16, content_type: &str, body: &str) -> FieldProvider {
    FieldProvider::default().exact("token_endpoint", status, content_type, body)
}

fn outcome(status: u16, content_type: &str, body: &str) -> Outcome {
    at(&answer(status, content_type, body))
}

/// Returns the status, the code and the description of the error that the provider answered.
fn refusal(status: u16, content_type: &str, body: &str) -> String {
    let Err(Failure::Login(error)) = sign_in(&answer(status, content_type, body), client()) else {
        panic!("{body} is an error")
    };
    let Some(refusal) = error.refusal() else { return format!("{}: {error}", error.code()) };
    let status = error.status().map_or(0, |status| status.as_u16());
    let description = refusal.error_description.as_deref().unwrap_or("none");
    format!("{status} {} ({description})", refusal.error.as_str())
}

/// Compares the refusals with what they have to be.
fn refusals<const N: usize>(rows: [(&str, String, &str); N]) {
    let wrong = rows.into_iter().filter(|(_, found, expected)| found != expected);
    let wrong: Vec<String> = wrong
        .map(|(report, found, expected)| format!("{report}: {found}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {N} inputs:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
#[rustfmt::skip]
fn the_error_of_the_server_is_read() {
    refusals([
        ("kanidm/kanidm #4470", refusal(400, "text/plain; charset=utf-8", r#"{"error":"invalid_request"}"#), "400 invalid_request (none)"),
        ("oauthlib/oauthlib #231", refusal(400, "text/html", r#"{"error":"invalid_grant"}"#), "400 invalid_grant (none)"),
        ("p2/OAuth2 #247", refusal(400, JSON, r#"{"error_description":"","error":"access_denied"}"#), "400 access_denied (none)"),
        ("ciaranj/node-oauth #12", refusal(400, JSON, r#"{"error":{"type":"OAuthException","message":"Invalid verification code format."}}"#), "400 OAuthException (Invalid verification code format.)"),
        ("daviddesberg/PHPoAuthLib #223 (Facebook)", refusal(200, JSON, r#"{"error":{"message":"This authorization code has expired.","type":"OAuthException","code":100,"fbtrace_id":"A"}}"#), "200 OAuthException (This authorization code has expired.)"),
        ("aerele/jarvis #169", refusal(401, JSON, r#"{"error":{"code":"invalid_client","message":"bad"}}"#), "401 invalid_client (bad)"),
        ("aerele/jarvis #169 (Google APIs)", refusal(400, JSON, r#"{"error":{"code":400,"message":"Bad Request","status":"INVALID_ARGUMENT"}}"#), "400 INVALID_ARGUMENT (Bad Request)"),
        ("better-auth/better-auth #8966 (Yandex)", refusal(400, JSON, r#"{"error":"unauthorized_client","error_description":"Запрещено"}"#), "400 unauthorized_client (Запрещено)"),
        ("spring-attic/spring-security-oauth #997", refusal(400, JSON, r#"{"error":"invalid_grant","error_description":"the \"code\" it's"}"#), "400 invalid_grant (the \"code\" it's)"),
        ("stepanbenes/api-for-nopcommerce #13", refusal(200, JSON, r#"{"error":"invalid_grant","error_description":null}"#), "200 invalid_grant (none)"),
        ("golang/oauth2 #274 (GitHub)", refusal(200, JSON, r#"{"error":"bad_verification_code","error_description":"The code passed is incorrect or expired.","error_uri":"https://docs.example/"}"#), "200 bad_verification_code (The code passed is incorrect or expired.)"),
        ("coreos/go-oidc #26 (GitHub without Accept)", refusal(200, "application/x-www-form-urlencoded; charset=utf-8", "error=bad_verification_code&error_description=The+code+is+incorrect."), "200 bad_verification_code (The code is incorrect.)"),
        ("XeroAPI/xero-node #70", refusal(400, "application/x-www-form-urlencoded", "error=invalid_grant&error_description=expired"), "400 invalid_grant (expired)"),
        ("error_description as an array", refusal(400, JSON, r#"{"error":"invalid_request","error_description":["code is required"]}"#), "400 invalid_request (none)"),
        ("WP-API/OAuth1 #125", refusal(500, JSON, r#"{"error":"server_error"}"#), "500 server_error (none)"),
        ("zooniverse/panoptes #2257", refusal(422, JSON, r#"{"error":"invalid_request"}"#), "422 invalid_request (none)"),
        ("an error code with a space (Auth0)", refusal(429, JSON, r#"{"error":"Too Many Requests","message":"slow down"}"#), "429 Too Many Requests (none)"),
        ("error_description as an object", refusal(400, JSON, r#"{"error":"invalid_request","error_description":{"code":1}}"#), "400 invalid_request (none)"),
        ("a byte order mark", refusal(400, JSON, "\u{feff}{\"error\":\"invalid_grant\"}"), "400 invalid_grant (none)"),
    ]);
}

#[test]
#[rustfmt::skip]
fn an_answer_that_is_no_error_response_is_named() {
    table([
        ("mattermost/mattermost #10924", outcome(500, "text/html", "<html>"), "token_response.status", "500"),
        ("thephpleague/oauth2-client #715", outcome(404, "text/html", "<html>"), "token_response.status", "404"),
        ("zooniverse/panoptes #2257", outcome(422, "", ""), "token_response.status", "422"),
        ("openiddict/openiddict-core #331", outcome(400, "text/plain;charset=UTF-8", "error:invalid_request\nerror_description:client_id was missing"), "error_response.content_type", "text/plain"),
        ("daviddesberg/PHPoAuthLib #392 (Twitter)", outcome(400, "application/xml", "<hash><error>Invalid</error></hash>"), "error_response.content_type", "application/xml"),
        ("golang/oauth2 #810", outcome(400, JSON, ""), "json.syntax", "400"),
        ("Okta's API", outcome(401, JSON, r#"{"errorCode":"E0000011","errorSummary":"Invalid token provided"}"#), "error_response.missing_error", "401"),
        ("daviddesberg/PHPoAuthLib #327", outcome(400, JSON, r#"{"message":"This authorization code has been used.","type":"OAuthException","code":100}"#), "error_response.missing_error", "400"),
        ("an error code that is not ASCII", outcome(400, JSON, r#"{"error":"ungültig"}"#), "error.syntax", "printable ASCII"),
        ("an error that is a number", outcome(400, JSON, r#"{"error":400}"#), "json.member", "`error` is not a string"),
        ("an object without a code", outcome(400, JSON, r#"{"error":{"code":400}}"#), "json.member", "`error` is not a string"),
        ("a list of errors", outcome(400, JSON, r#"[{"error":"invalid_grant"}]"#), "json.not_an_object", "400"),
        ("a gateway", outcome(502, "text/html", "<html>Bad Gateway"), "token_response.status", "502"),
        ("a rate limit", outcome(429, "text/plain", "Too many"), "token_response.status", "429"),
    ]);
}
