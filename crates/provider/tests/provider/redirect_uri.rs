//! Redirect URIs that are refused: attacks 98 to 103.

use symbolon_oauth::danger;
use symbolon_provider::{
    CodeRecord, PendingAuthorization, ReceivedRequest, Refusal, RefusalToUser, RegisteredClient,
};

use crate::common::*;

/// Returns the page for a request of this client with this redirect URI.
fn refused(client: &RegisteredClient, redirect_uri: &str) -> RefusalToUser {
    let form = asking().set("client_id", client.client_id.as_str());
    match authorize_as(&provider(), Some(client), &form.set("redirect_uri", redirect_uri).get()) {
        Err(Refusal::ToUser(page)) => page,
        other => panic!("{redirect_uri}: {other:?}"),
    }
}

/// Checks that this redirect URI is refused because the client has not registered it.
fn assert_unregistered(client: &RegisteredClient, redirect_uri: &str) {
    assert_eq!(refused(client, redirect_uri).reason().code(), "authorize.redirect_uri");
}

/// Checks that the URI is refused for its syntax: no client could register it.
fn assert_malformed(redirect_uri: &str) {
    assert_ne!(refused(&web(), redirect_uri).reason().code(), "authorize.redirect_uri");
    let form = asking().set("redirect_uri", redirect_uri);
    assert!(ReceivedRequest::from_http(&form.get()).is_err(), "{redirect_uri}");
    let json = serde_json::json!({ "client_id": "web", "redirect_uris": [redirect_uri] });
    assert!(serde_json::from_value::<RegisteredClient>(json).is_err(), "{redirect_uri}");
}

#[test]
fn attack_098_exact_match() {
    for redirect_uri in [
        "https://client.example/cb?x=1",
        "https://client.example/CB",
        "https://client.example/cb/",
        "https://client.example/cb;x",
        "https://client.example:443/cb",
        "https://client.example/%63b",
        "https://client.example/",
        "https://client.example/cb/a",
    ] {
        assert_unregistered(&web(), redirect_uri);
    }
    for redirect_uri in [
        "https://client.example/cb/..;/x",
        "https://client.example/cb/%2e%2e/x",
        "https://client.example./cb",
        "https://RP.example/cb",
    ] {
        assert_eq!(refused(&web(), redirect_uri).status(), 400);
    }
}

#[test]
fn attack_099_parser_differentials() {
    for redirect_uri in [
        "https://client.example:80@evil.example/cb",
        "https://client.example@@evil.example/cb",
        "https://client.example\\@evil.example/cb",
        "https://client.example%2F@evil.example/cb",
        "https://client.example/c\tb",
        "https://client.example/c\nb",
        "https://client.example/cb#",
        "https://client.example/cb#x",
        "https://r\u{440}.example/cb",
    ] {
        assert_malformed(redirect_uri);
    }
}

#[test]
fn attack_100_loopback_prefix() {
    for redirect_uri in
        ["http://localhost.evil.test/cb", "http://127.0.0.1.evil/cb", "http://client.example/cb"]
    {
        // A request with an `http` redirect URI can be read, because the operator can have added
        // the URI to a confidential client. In the record of a client, a string cannot be `http`.
        assert_unregistered(&web(), redirect_uri);
        assert_unregistered(&app(), redirect_uri);
        let json = serde_json::json!({ "client_id": "web", "redirect_uris": [redirect_uri] });
        assert!(serde_json::from_value::<RegisteredClient>(json).is_err(), "{redirect_uri}");
    }
    for redirect_uri in [
        "http://127.0.0.1:99999/cb",
        "http://[::1%25eth0]/cb",
        "http://0x7f.1/cb",
        "http://127.1/cb",
    ] {
        assert_malformed(redirect_uri);
    }
    for redirect_uri in [
        "http://localhost/cb",
        "http://[::1]/cb",
        "http://127.0.0.1:1234/cb/",
        "https://127.0.0.1/cb",
    ] {
        assert_unregistered(&app(), redirect_uri);
    }
}

#[test]
fn core_3_1_2_1_http_is_accepted_for_a_confidential_client_only() {
    let registered = danger::http_redirect_uri("http://app.lan/cb").unwrap();
    let form = asking().set("redirect_uri", "http://app.lan/cb");

    let mut confidential = web();
    confidential.redirect_uris = vec![registered.clone()];
    let pending = authorize_as(&provider(), Some(&confidential), &form.get()).unwrap();
    assert_unregistered(&confidential, "http://app.lan:8080/cb");
    // The stored request and the record of the code keep the URI.
    let stored = serde_json::to_string(&pending).unwrap();
    let pending: PendingAuthorization = serde_json::from_str(&stored).unwrap();
    assert_eq!(pending.redirect_uri(), &registered);
    let (_, mut record) = code_for(&asking());
    record.redirect_uri = registered.clone();
    let stored = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<CodeRecord>(&stored).unwrap(), record);

    let mut public = app();
    public.redirect_uris = vec![registered];
    let page = refused(&public, "http://app.lan/cb");
    assert_eq!(page.reason().code(), "authorize.redirect_uri_unencrypted");
}

/// A record can contain an `http` URI only in an object with the member `accepted_by_name`.
#[test]
fn attack_100_a_stored_client_keeps_its_http_redirect_uri_and_no_string_introduces_one() {
    let mut client = web();
    client.redirect_uris.insert(0, danger::http_redirect_uri("http://app.lan/cb").unwrap());
    let stored = serde_json::to_value(&client).unwrap();
    let uris = serde_json::json!([{ "accepted_by_name": "http://app.lan/cb" }, CALLBACK]);
    assert_eq!(stored["redirect_uris"], uris);
    let read: RegisteredClient = serde_json::from_value(stored.clone()).unwrap();
    assert_eq!(read, client);
    let form = asking().set("redirect_uri", "http://app.lan/cb");
    authorize_as(&provider(), Some(&read), &form.get()).unwrap();
    for uri in [
        serde_json::json!("http://app.lan/cb"),
        serde_json::json!({ "accepted_by_name": "javascript:alert(1)" }),
        serde_json::json!({ "accepted_by_name": "http://app.lan/cb", "more": 1 }),
        serde_json::json!({}),
        serde_json::json!(null),
    ] {
        let mut stored = stored.clone();
        stored["redirect_uris"][0] = uri;
        assert!(serde_json::from_value::<RegisteredClient>(stored.clone()).is_err(), "{stored}");
    }
}

#[test]
fn attack_101_scheme_tricks() {
    for redirect_uri in [
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "app:/cb",
        "file:///etc/passwd",
        "//client.example/cb",
        "/cb",
    ] {
        assert_malformed(redirect_uri);
    }
}

#[test]
fn attack_102_response_parameter_injection() {
    for name in ["code", "state", "iss", "error", "response", "id_token", "access_token", "c%6fde"]
    {
        assert_malformed(&format!("https://client.example/cb?{name}=x"));
    }
}

#[test]
fn attack_103_a_pattern_matches_only_itself() {
    for registered in
        ["https://client.example/cb?*", "https://client.example/.*", "https://*.example/cb"]
    {
        let mut client = web();
        let Ok(redirect_uri) = registered.parse() else { continue };
        client.redirect_uris = vec![redirect_uri];
        assert_unregistered(&client, CALLBACK);
        assert_unregistered(&client, "https://client.example/x");
    }
}
