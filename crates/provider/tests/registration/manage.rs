//! The client configuration endpoint: a client reads, updates and deletes its registration.

use core::time::Duration;

use http::{Method, Response};
use serde_json::{Value, json};
use symbolon_provider::*;

use crate::common::*;

/// Returns the members of a response that are not credentials.
fn metadata_of(json: &Value) -> Value {
    let mut json = json.clone();
    for member in ["client_secret", "client_secret_expires_at", "registration_access_token"] {
        json.as_object_mut().unwrap().remove(member);
    }
    json
}

fn refused_at(
    op: &Provider,
    request: &http::Request<Vec<u8>>,
    stored: Option<ClientRegistration>,
) -> (&'static str, Response<Vec<u8>>) {
    let refusal = configure(op, request, stored, at(1)).unwrap_err();
    (refusal.code(), refusal.into_response())
}

#[test]
fn registration_4_2_a_read_changes_nothing() {
    let client = register(&op(), &wiki()).unwrap();
    let first = read(&op(), &client);
    assert_eq!(first.status(), 200);
    assert_eq!(first.headers()["content-type"], "application/json");
    assert_eq!(first.headers()["cache-control"], "no-store");
    assert_eq!(first.body(), read(&op(), &client).body());
}

#[test]
fn registration_4_3_a_read_returns_everything_that_holds() {
    let client = register(&op(), &wiki()).unwrap();
    let read = json_of(&read(&op(), &client));
    assert_eq!(metadata_of(&read), metadata_of(&client.json));
    assert_eq!(read["client_id_issued_at"], client.json["client_id_issued_at"]);
}

#[test]
fn rfc7592_3_uri_and_token_are_in_every_answer() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    let updated = update(&op, &client, &wiki()).unwrap();
    for json in [&client.json, &json_of(&read(&op, &client)), &updated.json] {
        assert_eq!(json["registration_client_uri"], client.json["registration_client_uri"]);
        assert!(json["registration_access_token"].is_string());
    }
    let read = json_of(&read(&op, &client));
    assert_eq!(read["registration_access_token"], client.json["registration_access_token"]);
}

#[test]
fn rfc7592_a_1_a_secret_is_returned_where_it_can_be() {
    let client = register(&op(), &wiki()).unwrap();
    assert!(client.json["client_secret"].is_string());
    let found = json_of(&read(&op(), &client));
    assert_eq!(found.get("client_secret"), None, "only the fingerprint is kept");
    let op = op_with(|policy| {
        policy.registration.as_mut().unwrap().keeps_secrets_in_clear = true;
        let mut objects = RequestObjects::default();
        objects.algorithms.push(symbolon_jose::SignatureAlgorithm::Hs256);
        policy.request_objects = Some(objects);
    });
    let metadata = wiki_with("request_object_signing_alg", json!("HS256"));
    let client = register(&op, &metadata).unwrap();
    let found = json_of(&read(&op, &client));
    assert_eq!(found["client_secret"], client.json["client_secret"]);
    assert_eq!(found["client_secret_expires_at"], 0);
}

#[test]
fn registration_4_1_the_token_of_another_client_is_refused() {
    let op = op();
    let (wiki, other) = (register(&op, &wiki()).unwrap(), register(&op, &wiki()).unwrap());
    let request = request(
        Method::GET,
        wiki.text("registration_client_uri"),
        Some(other.text("registration_access_token")),
        "",
    );
    for stored in [Some(wiki.stored()), Some(other.stored()), None] {
        let (code, response) = refused_at(&op, &request, stored);
        assert_eq!(code, "registration.unknown_registration");
        assert_eq!(response.status(), 401);
    }
}

#[test]
fn registration_4_4_401_403_and_never_404() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    let uri = client.text("registration_client_uri");
    let token = client.text("registration_access_token");
    let stored = || Some(client.stored());
    for (what, uri, token, stored, code) in [
        ("a wrong token", uri, Some("wrong"), stored(), "registration.unknown_registration"),
        ("an unknown client", uri, Some(token), None, "registration.unknown_registration"),
        ("no token", uri, None, stored(), "registration_request.no_token"),
        ("no client", REGISTER, Some(token), stored(), "registration_request.url_client_id"),
    ] {
        for method in [Method::GET, Method::DELETE] {
            let (found, response) =
                refused_at(&op, &request(method, uri, token, ""), stored.clone());
            assert_eq!((found, response.status().as_u16()), (code, 401), "{what}");
            let challenge = response.headers()["www-authenticate"].to_str().unwrap();
            assert_eq!(challenge.contains("invalid_token"), token.is_some(), "{what}: {challenge}");
            assert_eq!(response.headers()["cache-control"], "no-store", "{what}");
        }
    }
    let op = op_that(|policy| policy.allows.read = false);
    let (_, response) = refused_at(&op, &client.request(Method::GET, ""), stored());
    assert_eq!(response.status(), 403);
}

#[test]
fn a_registration_of_another_issuer_is_unknown() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    let mut stored = serde_json::to_value(client.stored()).unwrap();
    stored["registration"]["issuer"] = json!("https://other.example");
    let stored = serde_json::from_value(stored).unwrap();
    let (code, _) = refused_at(&op, &client.request(Method::GET, ""), Some(stored));
    assert_eq!(code, "registration.unknown_registration");
}

#[test]
fn a_registration_with_the_client_of_another_registration_is_unknown() {
    let op = op();
    let (client, other) = (register(&op, &wiki()).unwrap(), register(&op, &wiki()).unwrap());
    let mixed = ClientRegistration::new(other.client().clone(), client.stored().registration);
    let (code, _) = refused_at(&op, &client.request(Method::GET, ""), Some(mixed));
    assert_eq!(code, "registration.unknown_registration");
}

#[test]
fn rfc7592_2_403_when_the_policy_forbids_the_operation() {
    let client = register(&op(), &wiki()).unwrap();
    type Forbid = fn(&mut Operations);
    let operations: [(Forbid, http::Request<Vec<u8>>); 3] = [
        (|allows| allows.read = false, client.request(Method::GET, "")),
        (|allows| allows.update = false, client.put(&wiki())),
        (|allows| allows.delete = false, client.request(Method::DELETE, "")),
    ];
    for (forbid, request) in operations {
        let op = op_that(|policy| forbid(&mut policy.allows));
        let (code, response) = refused_at(&op, &request, Some(client.stored()));
        assert_eq!((code, response.status().as_u16()), ("registration.forbidden", 403));
        assert_eq!(json_of(&response)["error"], "access_denied");
        let wrong = refused_at(&op, &request, None);
        assert_eq!(wrong.1.status(), 401, "the token is checked first");
    }
}

#[test]
fn rfc7592_2_other_methods_get_405_with_allow() {
    let client = register(&op(), &wiki()).unwrap();
    for method in [Method::POST, Method::PATCH, Method::HEAD] {
        let request = client.request(method, "{}");
        let (_, response) = refused_at(&op(), &request, Some(client.stored()));
        assert_eq!(response.status(), 405);
        assert_eq!(response.headers()["allow"], "GET, PUT, DELETE");
    }
    let mut get = post(&wiki());
    *get.method_mut() = Method::GET;
    let response = register_as(&op(), &get, None).unwrap_err().into_response();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["allow"]),
        (405, &"POST".parse().unwrap())
    );
}

#[test]
fn rfc7592_2_2_the_client_id_stays() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    let updated = update(&op, &client, &wiki_with("client_name", json!("Wiki 2"))).unwrap();
    assert_eq!(updated.response.status(), 200);
    assert_eq!(updated.json["client_id"], client.json["client_id"]);
    assert_eq!(updated.json["client_id_issued_at"], client.json["client_id_issued_at"]);
    assert_eq!(updated.json["client_name"], "Wiki 2");
    assert_eq!(updated.records.registration.client.client_id, client.client().client_id);
}

#[test]
fn rfc7592_2_2_omitted_members_are_deleted() {
    let op = op();
    for (member, value) in [
        ("contacts", json!(["ops@wiki.example"])),
        ("client_uri", json!("https://wiki.example/")),
        ("client_name#de", json!("Wiki auf Deutsch")),
        ("software_id", json!("wiki")),
        ("software_version", json!("1.0")),
        ("default_max_age", json!(600)),
        ("initiate_login_uri", json!("https://wiki.example/login")),
    ] {
        let client = register(&op, &wiki_with(member, value.clone())).unwrap();
        assert_eq!(client.json[member], value);
        let updated = update(&op, &client, &wiki()).unwrap();
        assert_eq!(updated.json.get(member), None, "{member}");
        let updated = update(&op, &client, &wiki_with(member, Value::Null)).unwrap();
        assert_eq!(updated.json.get(member), None, "{member} is null");
    }
    for (member, value, default) in [
        (
            "grant_types",
            json!(["authorization_code", "refresh_token"]),
            json!(["authorization_code"]),
        ),
        ("application_type", json!("native"), json!("web")),
        ("require_auth_time", json!(true), json!(false)),
        ("scope", json!("openid"), register(&op, &wiki()).unwrap().json["scope"].clone()),
        ("id_token_signed_response_alg", json!("ES256"), json!("RS256")),
    ] {
        let client = register(&op, &wiki_with(member, value.clone())).unwrap();
        assert_eq!(client.json[member], value);
        assert_eq!(update(&op, &client, &wiki()).unwrap().json[member], default, "{member}");
    }
}

#[test]
fn rfc7592_2_2_an_update_that_breaks_a_rule_changes_nothing() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    let broken = wiki_with("redirect_uris", json!(["https://wiki.example/#fragment"]));
    let refusal = update(&op, &client, &broken).unwrap_err();
    let response = refusal.into_response();
    assert_eq!(response.status(), 400);
    assert_eq!(json_of(&response)["error"], "invalid_redirect_uri");
}

#[test]
fn rfc7592_2_2_an_update_names_its_client() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    for named in [Value::Null, json!("another")] {
        let mut body = wiki();
        body["client_id"] = named;
        let request = client.request(Method::PUT, &body.to_string());
        let (code, response) = refused_at(&op, &request, Some(client.stored()));
        assert_eq!(code, "registration_request.body_client_id");
        assert_eq!(json_of(&response)["error"], "invalid_client_metadata");
    }
}

#[test]
fn rfc7592_2_2_an_update_without_the_four_members_of_the_server() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    for member in [
        "registration_access_token",
        "registration_client_uri",
        "client_secret_expires_at",
        "client_id_issued_at",
    ] {
        let request = client.put(&wiki_with(member, client.json[member].clone()));
        let (code, response) = refused_at(&op, &request, Some(client.stored()));
        assert_eq!(code, "registration_request.server_member", "{member}");
        assert!(json_of(&response)["error_description"].as_str().unwrap().contains(member));
    }
}

#[test]
fn attack_106_a_client_cannot_choose_its_secret() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    let with = |secret: &Value| wiki_with("client_secret", secret.clone());
    let updated = update(&op, &client, &with(&client.json["client_secret"])).unwrap();
    let kept = &updated.records.registration.client.client_secret_fingerprint;
    assert_eq!(*kept, client.client().client_secret_fingerprint);
    for chosen in ["chosen", ""] {
        let refusal = update(&op, &client, &with(&json!(chosen)));
        let refusal = refusal.map(|it| it.json).unwrap_err();
        assert!(!format!("{refusal:?} {refusal}").contains("chosen"));
        assert_eq!(refusal.into_response().status(), 400);
    }
    let public = register(&op, &wiki_with("token_endpoint_auth_method", json!("none"))).unwrap();
    let metadata = with(&json!("chosen"));
    assert_eq!(update(&op, &public, &metadata).unwrap_err().code(), "registration.client_secret");
}

#[test]
fn rfc7592_2_3_204_without_content() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    let request = client.request(Method::DELETE, "");
    let deleted = |stored| {
        let configured = configure(&op, &request, Some(client.stored()), at(1)).unwrap();
        let Configured::Delete(end) = configured else { panic!("the request is a deletion") };
        let registration = client.stored().registration;
        assert_eq!(end.records().client_id, registration.client_id);
        assert_eq!(
            (&end.records().token, &end.records().issuer),
            (&registration.token, op.issuer())
        );
        end.into_response(stored)
    };
    let response = deleted(Stored::Confirmed);
    assert_eq!(response.status(), 204);
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert!(response.body().is_empty());
    assert_eq!(deleted(Stored::GrantRevoked).status(), 401);
    assert_eq!(deleted(Stored::Failed).status(), 503);
}

#[test]
fn rfc7592_5_the_token_does_not_expire() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    let request = client.request(Method::GET, "");
    let late = at(100 * 365 * 24 * 3600);
    assert!(configure(&op, &request, Some(client.stored()), late).is_ok());
}

#[test]
fn rfc7592_5_the_token_rotates_with_an_update() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    let updated = update(&op, &client, &wiki()).unwrap();
    assert_eq!(updated.records.replaces, client.stored().registration.token);
    let token = updated.json["registration_access_token"].as_str().unwrap();
    assert_ne!(token, client.text("registration_access_token"));
    assert_eq!(updated.records.registration.registration.token, fingerprint(token));
    let old = client.request(Method::GET, "");
    let (code, _) = refused_at(&op, &old, Some(updated.records.registration));
    assert_eq!(code, "registration.unknown_registration");
    let op = op_that(|policy| policy.rotates_registration_token = false);
    let updated = update(&op, &client, &wiki()).unwrap();
    let kept = &updated.json["registration_access_token"];
    assert_eq!(*kept, client.json["registration_access_token"]);
}

#[test]
fn rfc7592_2_2_another_update_came_first() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    let request = client.put(&wiki());
    let configured = configure(&op, &request, Some(client.stored()), at(1)).unwrap();
    let Configured::Update(flow) = configured else { panic!("the request is an update") };
    let new = symbolon_oauth::flow::drive_blocking(*flow, no_request, || at(1)).unwrap();
    assert_eq!(new.into_response(Stored::GrantRevoked).status(), 401);
}

#[test]
fn rfc7592_2_2_a_secret_that_expires_soon_is_replaced() {
    let day = Duration::from_secs(86_400);
    let op = op_that(|policy| policy.secret_lifetime = Some(day));
    let client = register(&op, &wiki()).unwrap();
    assert_eq!(client.json["client_secret_expires_at"], date(86_400).seconds());
    let request = client.put(&wiki());
    let early = update_at(&op, &request, client.stored(), at(43_199)).unwrap();
    assert_eq!(early.json.get("client_secret"), None, "the first half of its lifetime");
    let kept = &early.records.registration.client;
    assert_eq!(kept.client_secret_fingerprint, client.client().client_secret_fingerprint);
    assert_eq!(kept.client_secret_expires, Some(date(86_400)));
    let late = update_at(&op, &request, client.stored(), at(43_200)).unwrap();
    assert!(late.json["client_secret"].is_string());
    assert_ne!(late.json["client_secret"], client.json["client_secret"]);
    assert_eq!(late.json["client_secret_expires_at"], date(43_200 + 86_400).seconds());
}

#[test]
fn rfc7592_2_2_a_secret_follows_the_method() {
    let op = op();
    let public = wiki_with("token_endpoint_auth_method", json!("none"));
    let client = register(&op, &public).unwrap();
    assert_eq!(client.json.get("client_secret"), None);
    let updated = update(&op, &client, &wiki()).unwrap();
    assert!(updated.json["client_secret"].is_string(), "the new method needs a secret");
    let client = register(&op, &wiki()).unwrap();
    let updated = update(&op, &client, &public).unwrap();
    let record = updated.records.registration.client;
    assert_eq!(record.client_secret_fingerprint, None, "the new method needs no secret");
    assert_eq!(record.client_secret_expires, None);
}

#[test]
fn the_settings_of_the_operator_survive_an_update() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    let mut stored = client.stored();
    stored.client.pkce = Some(Pkce::Required);
    stored.client.assertion_audience_token_endpoint = true;
    stored.client.registered_by = RegisteredBy::Operator;
    let same = update_at(&op, &client.put(&wiki()), stored.clone(), at(1)).unwrap();
    let same = same.records.registration.client;
    assert_eq!(same.pkce, Some(Pkce::Required));
    assert!(same.assertion_audience_token_endpoint);
    assert_eq!(same.registered_by, RegisteredBy::Operator);
    let moved = wiki_with("redirect_uris", json!([CALLBACK, "https://evil.example/"]));
    let moved = update_at(&op, &client.put(&moved), stored, at(1)).unwrap();
    let moved = moved.records.registration.client;
    assert_eq!(moved.registered_by, RegisteredBy::Itself, "the operator has not seen this URI");
}

#[test]
fn a_response_is_sent_only_after_the_registration_is_stored() {
    let request = RegistrationRequest::from_http(&post(&wiki())).unwrap();
    let op = op();
    let new = || {
        let flow = op.register(request.clone(), None, at(0)).unwrap();
        symbolon_oauth::flow::drive_blocking(flow, no_request, || at(0)).unwrap()
    };
    for (stored, status) in [(Stored::GrantRevoked, 401), (Stored::Failed, 503)] {
        let response = new().into_response(stored);
        assert_eq!(response.status(), status);
        let body = String::from_utf8(response.into_body()).unwrap();
        assert!(!body.contains("client_id"), "{body}");
    }
}

/// A person who stole the registration access token adds a redirect URI of their own. A user who once
/// consented would otherwise send a code there without seeing a page.
#[test]
fn an_update_that_adds_a_redirect_uri_ends_the_consents() {
    let op = op();
    let first = json!({"redirect_uris": ["https://wiki.example/callback", "com.example.wiki:/cb"]});
    for (uris, ends_consents) in [
        (json!(["https://wiki.example/callback"]), false),
        (json!(["com.example.wiki:/cb", "https://wiki.example/callback"]), false),
        (json!(["https://attacker.example/callback"]), true),
        (json!(["https://wiki.example/callback", "com.example.attacker:/cb"]), true),
        // A website can host pages of several parties.
        (json!(["https://wiki.example/users/attacker"]), true),
    ] {
        let mut native = first.clone();
        native["application_type"] = json!("native");
        let client = register(&op, &native).unwrap();
        native["redirect_uris"] = uris.clone();
        let updated = update(&op, &client, &native).unwrap();
        assert_eq!(updated.records.ends_consents, ends_consents, "{uris}");
    }
}
