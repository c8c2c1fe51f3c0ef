//! The request objects that the suite writes and hosts.

use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};
use symbolon_jose::jws::Jws;
use symbolon_jose::{Object, base64url};
use symbolon_oauth::EncodedJwt;
use symbolon_oauth::request_object::hosted;
use symbolon_test_support::names::ISSUER;

use super::clients::signing_key;
use super::login::{Form, Suite};
use super::under_test::HOSTED;
use crate::variants::{Client, Variant};

/// Returns the claims of a request object with all parameters of a request.
fn claims(form: &Form) -> String {
    let mut claims = Object::new();
    for (name, value) in &form.0 {
        claims.insert(name, value.as_str());
    }
    claims.insert("iss", form.get("client_id").unwrap());
    claims.insert("aud", ISSUER);
    claims.to_json()
}

/// Writes a request object whose `alg` is `none`.
pub(crate) fn unsigned(form: &Form) -> String {
    let header = base64url::encode(br#"{"alg":"none"}"#);
    format!("{header}.{}.", base64url::encode(claims(form).as_bytes()))
}

/// Returns the function that signs a request object of the client with RS256.
pub(crate) fn signed(client: Client) -> fn(&Form) -> String {
    match client {
        Client::Operator => |form| sign(form, Client::Operator),
        Client::Registered => |form| sign(form, Client::Registered),
    }
}

fn sign(form: &Form, client: Client) -> String {
    Jws::new(claims(form).into_bytes()).sign(&signing_key(client.kid())).unwrap()
}

/// Registers that the client hosts request objects. Every algorithm of a signature is allowed.
pub(crate) fn registers_hosted(metadata: &mut Value) {
    metadata["request_uris"] = json!([HOSTED]);
}

/// Registers that the client hosts request objects whose `alg` is `none`.
pub(crate) fn registers_unsigned(metadata: &mut Value) {
    metadata["request_uris"] = json!([HOSTED]);
    metadata["request_object_signing_alg"] = "none".into();
}

/// Returns the parameters that the suite sends outside the object, too. `state` and `nonce` are only
/// inside.
pub(crate) fn outside(form: &Form) -> Form {
    form.clone().without("state").without("nonce")
}

/// Checks that a login succeeds whose parameters are `form`, and whose request is `sent`.
#[track_caller]
pub(crate) fn assert_login(suite: &mut Suite, sent: &Form, form: &Form) {
    let response = suite.send(&sent.navigate()).unwrap();
    let parameters = suite.arrived(&response, form);
    suite.finish(&parameters, form);
}

/// Hosts a request object. The suite declares it as `application/jwt`, and an application that knows
/// RFC 9101 with the media type of that RFC.
pub(crate) fn host(suite: &Suite, object: String) {
    let mut response = hosted::to_http(&EncodedJwt::new(object));
    if suite.variant.is_registered() {
        let jwt = HeaderValue::from_static("application/jwt");
        response.headers_mut().insert(CONTENT_TYPE, jwt);
    }
    suite.op.web.host(HOSTED, response);
}

/// Runs a login whose request object the suite hosts.
#[track_caller]
pub(crate) fn assert_login_by_reference(
    variant: Variant,
    change: fn(&mut Value),
    write: fn(&Form) -> String,
) {
    let mut suite = Suite::with(variant, change);
    let form = suite.request();
    host(&suite, write(&form));
    let sent = outside(&form).set("request_uri", HOSTED);
    assert_login(&mut suite, &sent, &form);
    // The provider has fetched the object, and without the object the login is refused.
    suite.op.web.clear();
    assert_eq!(suite.refused(&form.set("request_uri", HOSTED)), "invalid_request_uri");
}
