//! Request objects at the authorization endpoint (RFC 9101, Core §6).

use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jws::Jws;
use symbolon_jose::jwt::Error as Jwt;
use symbolon_jose::{Excerpt, Object, SignatureAlgorithm, base64url};
use symbolon_oauth::request_object::{RequestObject, RequestObjectError, RequestObjectRule, TYP};
use symbolon_oauth::{ClientId, Parameters};
use symbolon_provider::{
    AuthorizeError, PendingAuthorization, ProviderPolicy, Refusal, RegisteredClient,
    RequestObjectAlgorithm, RequestObjects,
};
use symbolon_test_support::clock::NOW;
use symbolon_test_support::keys::KeyPair;

use crate::common::*;

const SIGNER: &str = "https://signer.example/cb";

/// Returns the parameters of a valid request of the client `signer`.
fn valid() -> Form {
    asking().set("client_id", "signer").set("redirect_uri", SIGNER)
}

fn parameters(form: &Form) -> Parameters {
    Parameters::parse(&form.encode()).unwrap()
}

/// Signs the parameters of a form as the client `signer`.
fn signed(form: &Form) -> String {
    signed_with(form, &other_key())
}

fn signed_with(form: &Form, key: &KeyPair) -> String {
    let client_id = ClientId::new("signer").unwrap();
    let object = RequestObject::new(&client_id, &issuer(), parameters(form));
    object.sign(&key.signing(&CRYPTO), &CRYPTO, at(0)).unwrap().expose().to_owned()
}

/// Signs the claims of a request object without the checks of `RequestObject`, for claims that must
/// be refused.
fn signed_claims(change: impl FnOnce(&mut Object)) -> String {
    let claims = claims(change).to_json().into_bytes();
    Jws::new(claims).typ(TYP).sign(&other_key().signing(&CRYPTO)).unwrap()
}

/// Returns the claims of a valid request object after a change.
fn claims(change: impl FnOnce(&mut Object)) -> Object {
    let mut claims = Object::new();
    for (name, value) in parameters(&valid()).iter() {
        claims.insert(name, value);
    }
    claims.insert("iss", "signer");
    claims.insert("aud", ISSUER);
    claims.insert("exp", NOW + 60);
    change(&mut claims);
    claims
}

fn unsigned() -> String {
    let header = base64url::encode(br#"{"alg":"none"}"#);
    format!("{header}.{}.", base64url::encode(claims(|_| ()).to_json().as_bytes()))
}

/// Returns a query with only what RFC 9101 §5 requires outside the object.
fn query(object: &str) -> Form {
    Form::of(&[("client_id", "signer"), ("request", object)])
}

fn allowed(policy: &mut ProviderPolicy) {
    policy.request_objects = Some(RequestObjects::default());
}

fn ask(form: &Form) -> Result<PendingAuthorization, Refusal> {
    ask_with(|_| (), &signer(), form)
}

/// Sends a request to a provider with other settings for request objects.
fn ask_with(
    change: impl FnOnce(&mut RequestObjects),
    client: &RegisteredClient,
    form: &Form,
) -> Result<PendingAuthorization, Refusal> {
    let mut settings = RequestObjects::default();
    change(&mut settings);
    let provider = provider_with(|policy| policy.request_objects = Some(settings));
    authorize_as(&provider, Some(client), &form.get())
}

/// Returns the reason and the parameters of an error that goes to the client in the query.
fn to_client(refusal: Refusal) -> (AuthorizeError, Parameters) {
    let Refusal::ToClient(refusal) = refusal else { panic!("a page: {refusal:?}") };
    let reason = refusal.reason().clone();
    assert_eq!(refusal.redirect_uri().as_str(), SIGNER);
    (reason, response_of(&refusal.into_response()))
}

#[test]
fn rfc9101_6_3_a_request_whose_parameters_are_all_in_the_object() {
    let pending = ask(&query(&signed(&valid()))).unwrap();
    assert_eq!(pending, ask(&valid()).unwrap());
}

#[test]
fn core_6_1_an_object_with_claims_and_numbers() {
    let claims_parameter = json!({"userinfo": {"email": {"essential": true}}});
    let object = signed_claims(|claims| {
        claims.insert("max_age", 300);
        claims.insert("claims", claims_parameter);
    });
    let pending = ask(&query(&object)).unwrap();
    assert_eq!(pending.max_age().unwrap().as_secs(), 300);
    assert!(pending.claims().user_info.contains_key("email"));
}

#[test]
fn attack_107_parameters_outside_the_object_do_not_count() {
    let object = signed(&valid());
    let more = query(&object)
        .set("state", "evil")
        .set("scope", "openid offline_access")
        .set("redirect_uri", "https://evil.example/cb")
        .set("prompt", "none")
        .set("login_hint", "mallory");
    assert_eq!(ask(&more).unwrap(), ask(&query(&object)).unwrap());
}

#[test]
fn core_6_3_3_parameters_outside_the_object_fill_the_gaps_by_policy_or_by_client() {
    let object = signed(&valid().without("state").without("nonce"));
    let form = query(&object).set("state", "outside").set("scope", "openid").set("login_hint", "a");
    let by_policy = ask_with(|it| it.rule = RequestObjectRule::ObjectWins, &signer(), &form);
    let mut client = signer();
    client.request_object_rule = Some(RequestObjectRule::ObjectWins);
    let by_client = ask_with(|_| (), &client, &form).unwrap();
    assert_eq!(by_policy.as_ref().unwrap(), &by_client);
    assert_eq!(by_client.login_hint(), Some("a"));
    assert!(by_client.scope().contains("email"), "the scope in the object counts");
    // The client's rule takes precedence over the rule of the policy.
    client.request_object_rule = Some(RequestObjectRule::ObjectOnly);
    let strict = ask_with(|it| it.rule = RequestObjectRule::ObjectWins, &client, &form).unwrap();
    assert_eq!(strict.login_hint(), None);
}

/// Returns objects that are refused, each with the code of its reason.
fn refused_objects() -> Vec<(String, &'static str)> {
    let changed =
        |name: &'static str, value: Value| signed_claims(|claims| drop(claims.insert(name, value)));
    vec![
        (unsigned(), "jws.not_signed"),
        ("x".to_owned(), "jws.not_compact"),
        ("a.b.c.d.e".to_owned(), "request_object.encrypted"),
        (signed_with(&valid(), &op_key()), "jws.unknown_kid"),
        (changed("iss", json!("web")), "jwt.issuer"),
        (changed("aud", json!("https://evil.example")), "jwt.audience"),
        (changed("exp", json!(NOW - 60)), "jwt.expired"),
        (changed("client_id", json!("web")), "request_object.client_id"),
        (changed("request", json!("e30.e30.")), "request_object.nested"),
        (changed("request_uri", json!("urn:x")), "request_object.nested"),
        (changed("scope", json!("")), "request_object.member"),
    ]
}

#[test]
fn attack_107_a_refused_object_is_answered_at_the_registered_address_outside_or_on_a_page() {
    for (object, code) in refused_objects() {
        let refusal = ask(&valid().set("request", &object)).unwrap_err();
        let (reason, response) = to_client(refusal);
        assert_eq!(reason.code(), code);
        assert_eq!(response.get("error"), Some("invalid_request_object"), "{code}");
        assert_eq!(response.get("error_description"), Some("the request object is not valid"));
        assert_eq!(response.get("state"), Some(STATE));

        // Without an address outside the object, the provider does not use the address in it.
        let Refusal::ToUser(page) = ask(&query(&object)).unwrap_err() else { panic!("{code}") };
        assert_eq!(page.reason().code(), code);
        let evil = valid().set("request", &object).set("redirect_uri", "https://evil.example/cb");
        assert!(matches!(ask(&evil), Err(Refusal::ToUser(_))), "{code}");
    }
}

#[test]
fn rfc9101_4_claims_that_are_only_recommended_are_optional_and_can_be_required() {
    for name in ["iss", "aud", "exp"] {
        let object = signed_claims(|claims| drop(claims.remove(name)));
        assert!(ask(&query(&object)).is_ok());
        let strict = |form: &Form| ask_with(|it| it.requires_claims = true, &signer(), form);
        assert!(strict(&query(&signed(&valid()))).is_ok());
        let (reason, response) = to_client(strict(&valid().set("request", &object)).unwrap_err());
        assert_eq!(reason, AuthorizeError::RequestObject(Jwt::Missing(name).into()));
        assert_eq!(response.get("error"), Some("invalid_request_object"), "{name}");
        let Err(Refusal::ToUser(page)) = strict(&query(&object)) else { panic!("{name}") };
        assert_eq!(page.reason().code(), "jwt.missing");
    }
}

#[test]
fn attack_107_an_address_in_the_object_is_registered() {
    let object = signed(&valid().set("redirect_uri", "https://evil.example/cb"));
    let refusal = ask(&query(&object).set("redirect_uri", SIGNER)).unwrap_err();
    assert!(matches!(refusal.reason(), AuthorizeError::RedirectUri(_)));
    assert!(matches!(refusal, Refusal::ToUser(_)));
    let malformed = signed(&valid().set("redirect_uri", "javascript:alert(1)"));
    let refusal = ask(&query(&malformed).set("redirect_uri", SIGNER)).unwrap_err();
    assert_eq!(refusal.reason().code(), "redirect_uri.scheme");
    assert!(matches!(refusal, Refusal::ToUser(_)));
}

#[test]
fn attack_107_response_type_and_client_id_agree() {
    let object = signed(&valid());
    let refusal = ask(&query(&object).set("response_type", "code id_token")).unwrap_err();
    // The object is verified, so the error goes to the address in it.
    let (reason, response) = to_client(refusal);
    let error = RequestObjectError::ResponseType {
        found: Excerpt::new("code"),
        expected: Excerpt::new("code id_token"),
    };
    assert_eq!(reason, AuthorizeError::RequestObject(error));
    assert_eq!(response.get("error"), Some("invalid_request_object"));

    // The object of a client does not work in the name of another client.
    let other = query(&object).set("client_id", "web").set("redirect_uri", CALLBACK);
    let refusal = ask_with(|_| (), &web(), &other).unwrap_err();
    assert_eq!(refusal.reason().code(), "jws.unknown_kid");
}

#[test]
fn core_3_1_2_6_an_error_returns_in_the_mode_of_the_request_object() {
    let object = valid().set("response_mode", "fragment").set("prompt", "none login");
    let form = query(&signed(&object)).set("response_mode", "query").set("state", "evil");
    let Refusal::ToClient(refusal) = ask(&form).unwrap_err() else { panic!("a page") };
    let response = refusal.into_response();
    let location = response.headers()["location"].to_str().unwrap();
    assert!(location.starts_with("https://signer.example/cb#error=invalid_request"), "{location}");
    assert!(location.contains(STATE) && !location.contains("evil"), "{location}");
}

#[test]
fn registration_2_the_registered_algorithm_is_the_only_algorithm() {
    let ask = |algorithm| {
        let mut client = signer();
        client.request_object_signing_alg = Some(algorithm);
        ask_with(|it| it.accept_unsigned = true, &client, &query(&signed(&valid())))
    };
    assert!(ask(RequestObjectAlgorithm::Signed(SignatureAlgorithm::EdDsa)).is_ok());
    let refusal = ask(RequestObjectAlgorithm::Signed(SignatureAlgorithm::Es256)).unwrap_err();
    assert_eq!(refusal.reason().code(), "request_object.algorithm");
    // The policy decides which algorithms clients can use.
    let only_rsa = |it: &mut RequestObjects| it.algorithms = vec![SignatureAlgorithm::Rs256];
    let refusal = ask_with(only_rsa, &signer(), &query(&signed(&valid()))).unwrap_err();
    assert_eq!(refusal.reason().code(), "jws.algorithm_not_allowed");
}

#[test]
fn attack_107_an_unsigned_object_needs_the_client_and_the_policy() {
    let mut none = signer();
    none.request_object_signing_alg = Some(RequestObjectAlgorithm::Unsigned);
    let mut required = none.clone();
    required.require_signed_request_object = true;
    let form = query(&unsigned());
    assert!(ask_with(|it| it.accept_unsigned = true, &none, &form).is_ok());
    // A client that registered `none` can sign, too.
    assert!(ask_with(|it| it.accept_unsigned = true, &none, &query(&signed(&valid()))).is_ok());

    let not_signed = Jwt::Jws(symbolon_jose::jws::Error::NotSigned);
    let not_signed = AuthorizeError::RequestObject(RequestObjectError::Jwt(not_signed));
    let refused = [
        ask_with(|_| (), &none, &form),
        ask_with(|it| it.accept_unsigned = true, &signer(), &form),
        ask_with(|it| it.accept_unsigned = true, &required, &form),
        ask_with(|it| (it.accept_unsigned, it.required) = (true, true), &none, &form),
    ];
    for refusal in refused {
        assert_eq!(*refusal.unwrap_err().reason(), not_signed);
    }
}

#[test]
fn rfc9101_10_5_a_signed_object_can_be_required() {
    let mut client = signer();
    client.require_signed_request_object = true;
    let with_object = query(&signed(&valid()));
    assert!(ask_with(|_| (), &client, &with_object).is_ok());
    assert!(ask_with(|it| it.required = true, &signer(), &with_object).is_ok());
    let without = [
        ask_with(|_| (), &client, &valid()),
        ask_with(|it| it.required = true, &signer(), &valid()),
        // The provider has no settings for request objects.
        authorize_as(&provider(), Some(&client), &valid().get()),
    ];
    for refusal in without {
        let (reason, response) = to_client(refusal.unwrap_err());
        assert_eq!(reason, AuthorizeError::RequestObjectRequired);
        assert_eq!(response.get("error"), Some("invalid_request"));
    }
}

#[test]
fn core_6_1_request_objects_are_off_by_default_and_request_uri_is_not_supported() {
    let form = valid().set("request", &signed(&valid()));
    let refusal = authorize_as(&provider(), Some(&signer()), &form.get()).unwrap_err();
    assert_eq!(to_client(refusal).0, AuthorizeError::RequestNotSupported);
    // RFC 9101 §5: `request_uri` is absent if `request` is present.
    let both = form.set("request_uri", "https://signer.example/request");
    for form in [both.clone(), both.without("request")] {
        let refusal = ask(&form).unwrap_err();
        assert_eq!(to_client(refusal).0, AuthorizeError::RequestUriNotSupported);
    }
}

#[test]
fn attack_096_a_client_that_registered_itself_gets_no_redirect_by_prompt_outside_the_object() {
    let object = signed(&valid().set("max_age", "-1"));
    let form = query(&object).set("prompt", "none");
    let refusal = ask_with(|_| (), &signer().self_registered(), &form).unwrap_err();
    assert!(matches!(refusal, Refusal::AfterPage(_)), "{refusal:?}");
}

#[test]
fn rfc9101_10_5_the_metadata_says_what_the_policy_allows() {
    let metadata = provider_with(allowed).metadata().to_object();
    let list = json!([
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA", "Ed25519"
    ]);
    assert_eq!(metadata.get("request_parameter_supported"), Some(&json!(true)));
    assert_eq!(metadata.get("request_uri_parameter_supported"), Some(&json!(false)));
    assert_eq!(metadata.get("request_object_signing_alg_values_supported"), Some(&list));
    assert_eq!(metadata.get("require_signed_request_object"), None);

    let of = |required| {
        let mut settings = RequestObjects::default();
        settings.algorithms = vec![SignatureAlgorithm::Es256, SignatureAlgorithm::Hs256];
        (settings.accept_unsigned, settings.required) = (true, required);
        provider_with(|policy| policy.request_objects = Some(settings)).metadata().to_object()
    };
    let algorithms = |metadata: &Object| {
        metadata.get("request_object_signing_alg_values_supported").cloned().unwrap()
    };
    assert_eq!(algorithms(&of(false)), json!(["ES256", "HS256", "none"]));
    assert_eq!(algorithms(&of(true)), json!(["ES256", "HS256"]));
    assert_eq!(of(true).get("require_signed_request_object"), Some(&json!(true)));
}

#[test]
fn registration_2_the_record_of_a_client_keeps_its_settings() {
    let mut client = signer();
    let stored = |client: &RegisteredClient| serde_json::to_value(client).unwrap();
    for name in ["request_object_signing_alg", "require_signed_request_object"] {
        assert_eq!(stored(&client).get(name), None);
    }
    for (algorithm, text) in [
        (RequestObjectAlgorithm::Unsigned, "none"),
        (RequestObjectAlgorithm::Signed(SignatureAlgorithm::Es256), "ES256"),
    ] {
        client.request_object_signing_alg = Some(algorithm);
        client.require_signed_request_object = true;
        client.request_object_rule = Some(RequestObjectRule::ObjectWins);
        let value = stored(&client);
        assert_eq!(value["request_object_signing_alg"], text);
        assert_eq!(serde_json::from_value::<RegisteredClient>(value).unwrap(), client);
    }
}
