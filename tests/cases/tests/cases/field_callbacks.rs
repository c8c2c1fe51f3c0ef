//! Callbacks from the field (kinds B and C).

#![cfg(test)]

use http::Request;
use symbolon_case_tests::{FieldProvider, client, come_back};
use symbolon_oauth::ResponseMode;
use symbolon_test_support::names::{ISSUER, redirect_uri};

use super::field::{Outcome, table};

/// Comes back with this query, in which `STATE` stands for the state of the login.
fn query(query: &str) -> Outcome {
    let request = |state: &str| {
        let uri = format!("{}?{}", redirect_uri().as_str(), query.replace("STATE", state));
        Request::get(uri).body(Vec::new()).unwrap()
    };
    come_back(&FieldProvider::default(), client(), ResponseMode::QUERY, request).map(drop)
}

/// Comes back with this form.
fn form(content_type: &str, form: &str) -> Outcome {
    let request = |state: &str| {
        let request = Request::post(redirect_uri().as_str()).header("content-type", content_type);
        request.body(form.replace("STATE", state).into_bytes()).unwrap()
    };
    come_back(&FieldProvider::default(), client(), ResponseMode::FORM_POST, request).map(drop)
}

#[test]
#[rustfmt::skip]
fn parameters_that_this_library_does_not_know_are_ignored() {
    table([
        ("Google", query("code=a&state=STATE&scope=email+openid&authuser=0&hd=example.com&prompt=consent"), "", ""),
        ("keycloak/keycloak-js #255", query("code=a&state=STATE&session_state=f2a"), "", ""),
        ("a session_state twice", query("code=a&state=STATE&session_state=1&session_state=2"), "parameters.duplicate", "session_state"),
        ("AzureAD/microsoft-identity-web #125", query("error=access_denied&error_subcode=cancel&state=STATE"), "callback.refused", "access_denied"),
        ("fusionauth locale", query("code=a&state=STATE&locale=en_US&userState=Authenticated"), "", ""),
        ("a language parameter without value", query("code=a&state=STATE&ui_locales="), "", ""),
        ("an admin consent of Entra", query("code=a&state=STATE&admin_consent=True&tenant=t"), "", ""),
        ("boonex/dolphin.pro #633", query("code=a+b&state=STATE"), "", ""),
        ("a fragment of Facebook", query("code=a&state=STATE#_=_"), "", ""),
        ("Salesforce codes", query("code=aPrx%3D%3D&state=STATE"), "", ""),
    ]);
}

#[test]
#[rustfmt::skip]
fn an_empty_parameter_is_absent() {
    let iss = |iss: &str| query(&format!("code=a&state=STATE&iss={iss}"));
    table([
        ("smart-on-fhir/client-js #205", iss(ISSUER), "", ""),
        ("modelcontextprotocol/typescript-sdk #2272", iss(""), "", ""),
        ("JavaScriptSolidServer/JavaScriptSolidServer #524", iss(&format!("{ISSUER}/")), "iss.mismatch", ISSUER),
        ("rmorlok/authproxy #175", query("code=&error=access_denied&state=STATE"), "callback.refused", "access_denied"),
        ("rmorlok/authproxy #175", query("code=a&error=&error_description=&state=STATE"), "", ""),
        ("rmorlok/authproxy #175", query("code=a&error=access_denied&state=STATE"), "authorization_response.code_and_error", "both"),
        ("btsouth/toolport #613", query("code=&state=STATE"), "authorization_response.missing_code", "code"),
        ("titarenko/OAuth2 #57 (Twitter)", query("oauth_token=a&oauth_verifier=b&state=STATE"), "authorization_response.missing_code", "code"),
        ("boonex/dolphin.pro #633", query("code=a&state="), "callback.missing_state", "state"),
        ("SecureBananaLabs/bug-bounty #2096", query("code=a&code=b&state=STATE"), "parameters.duplicate", "code"),
    ]);
}

#[test]
#[rustfmt::skip]
fn the_error_of_the_server_is_read() {
    table([
        ("better-auth/better-auth #8954 (Yandex)", query("error=unauthorized_client&error_description=%D0%97%D0%B0&state=STATE"), "callback.refused", "unauthorized_client"),
        ("http4k/http4k #895 (Hydra)", query("error=invalid_scope&error_description=The+OAuth+2.0+Client+is+not+allowed+to+request+scope+'openissd'&error_hint=x&error_debug=y&state=STATE"), "callback.refused", "invalid_scope"),
        ("an error_uri that is relative", query("error=server_error&error_uri=/help&state=STATE"), "callback.refused", "server_error"),
        ("an error without state", query("error=invalid_request&error_description=no"), "callback.missing_state", "invalid_request"),
        ("django-oauth/django-oauth-toolkit #846", query("error=invalid_request&error_description=Code+challenge+required.&state=STATE"), "callback.refused", "invalid_request"),
        ("spring-projects/spring-security #6831", query("error=ung%C3%BCltig&state=STATE"), "error.syntax", "printable ASCII"),
        ("a description in Latin-1", query("error=access_denied&error_description=abgebrochen+%FC&state=STATE"), "callback.refused", "access_denied"),
        ("an error with iss of another server", query("error=access_denied&iss=https://evil.example&state=STATE"), "iss.mismatch", "evil.example"),
    ]);
}

#[test]
#[rustfmt::skip]
fn a_form_is_read() {
    const FORM: &str = "application/x-www-form-urlencoded";
    table([
        ("Apple's first sign-in", form(FORM, "state=STATE&code=a&user=%7B%22name%22%3A%7B%22firstName%22%3A%22A%22%7D%7D"), "", ""),
        ("havard/node-openid #123", form("application/x-www-form-urlencoded; charset=UTF-8", "state=STATE&code=a"), "", ""),
        ("openziti/ziti #2704", form("application/x-www-form-urlencoded;charset=UTF-8", "code=a&state=STATE&session_state=1"), "", ""),
        ("a form as JSON", form("application/json", "{\"code\":\"a\"}"), "parameters.content_type", "application/json"),
        ("an error in a form", form(FORM, "state=STATE&error=user_cancelled_authorize"), "callback.refused", "user_cancelled_authorize"),
    ]);
}
