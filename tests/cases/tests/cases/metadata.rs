//! Metadata is judged by what is used; keys that were left out say why (kinds B, F, G and H).
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use http::Response;
use serde_json::{Value, json};
use symbolon_case_tests::{Failure, FieldProvider, case, client, sign_in};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::metadata::LeftOut;
use symbolon_discovery::quirks::{MetadataQuirks, Quirks, presets};
use symbolon_discovery::{
    Endpoint, KeyCache, Lookup, MetadataError, ProviderMetadata, VerifierMetadata,
};
use symbolon_jose::Object;
use symbolon_oauth::{Issuer, danger};
use symbolon_oidc::IssuerTemplate;
use symbolon_relying_party::{RelyingParty, RelyingPartyConfigurationError};
use symbolon_test_support::clock::now;
use symbolon_test_support::names::ISSUER;

fn issuer_of(document: &Value) -> Issuer {
    Issuer::new(document["issuer"].as_str().unwrap()).unwrap()
}

/// Reads a document as a verifier of tokens does.
fn verifier(document: &Value) -> Result<VerifierMetadata, MetadataError> {
    VerifierMetadata::parse(document.to_string().as_bytes(), &issuer_of(document))
}

/// Reads a document as a relying party does.
fn provider(document: &Value) -> Result<ProviderMetadata, MetadataError> {
    ProviderMetadata::parse(document.to_string().as_bytes(), &issuer_of(document))
}

fn relying_party(document: &Value) -> Result<RelyingParty, RelyingPartyConfigurationError> {
    RelyingParty::new(provider(document)?, client(), &CRYPTO)
}

/// Returns the metadata of a provider at which a login works, with these members changed.
fn document(members: Value) -> Value {
    FieldProvider::default().metadata(&members).metadata
}

fn signs_in(members: Value) -> bool {
    sign_in(&FieldProvider::default().metadata(&members), client()).is_ok()
}

fn listed(metadata: &ProviderMetadata) -> Vec<&'static str> {
    metadata.left_out().iter().map(|left_out| left_out.member).collect()
}

fn response(content_type: Option<&str>, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::builder();
    if let Some(content_type) = content_type {
        response = response.header("content-type", content_type);
    }
    response.body(body).unwrap()
}

/// Checks that a document serves a verifier, and that a relying party refuses it for lack of an
/// authorization endpoint.
fn serves_a_verifier_only(document: &Value, refusal: &str) {
    let metadata = verifier(document).unwrap();
    assert_eq!(metadata.jwks_uri.as_str(), document["jwks_uri"].as_str().unwrap());
    let error = relying_party(document).unwrap_err();
    assert_eq!(error.code(), refusal);
    assert!(error.to_string().contains("authorization_endpoint"), "{error}");
}

#[test]
fn metadata_github_actions() {
    let Some(case) = case("metadata-github-actions") else { return };
    serves_a_verifier_only(case.part("/document"), "metadata.missing");
}

#[test]
fn metadata_eks() {
    let Some(case) = case("metadata-eks") else { return };
    serves_a_verifier_only(case.part("/document"), "endpoint.scheme");
}

#[test]
fn metadata_spire() {
    let Some(case) = case("metadata-spire") else { return };
    serves_a_verifier_only(case.part("/document"), "metadata.missing");
}

#[test]
fn metadata_optional_null() {
    let Some(case) = case("metadata-optional-null") else { return };
    let metadata = provider(case.part("/document")).unwrap();
    assert_eq!((metadata.left_out(), metadata.validate()), (&[][..], Ok(())));
    assert_eq!(metadata.registration_endpoint, None);
    assert!(signs_in(json!({"scopes_supported": null, "claims_supported": null})));
}

#[test]
fn metadata_required_list_missing() {
    let Some(case) = case("metadata-required-list-missing") else { return };
    assert!(signs_in(case.part("/document").clone()));
    // The provider must state the list, and a provider of this library cannot leave it out.
    let metadata = provider(&document(case.part("/document").clone())).unwrap();
    assert_eq!(metadata.to_http(60).unwrap_err().code(), "metadata.missing");
}

#[test]
fn metadata_bom() {
    let Some(case) = case("metadata-bom") else { return };
    assert_eq!(case.part("/body"), "EF BB BF {…}");
    let issuer = Issuer::new(ISSUER).unwrap();
    let body = [b"\xEF\xBB\xBF".to_vec(), document(json!({})).to_string().into_bytes()].concat();
    assert!(ProviderMetadata::parse(&body, &issuer).is_ok());
    assert!(VerifierMetadata::parse(&body, &issuer).is_ok());
    let response = response(Some("application/json"), body);
    assert!(ProviderMetadata::from_http(&response, &issuer).is_ok());
    let keys = response_with_bom(r#"{"keys":[]}"#);
    assert!(symbolon_discovery::jwk_set::from_http(&keys).is_ok());
}

fn response_with_bom(text: &str) -> Response<Vec<u8>> {
    response(Some("application/json"), format!("\u{feff}{text}").into_bytes())
}

#[test]
fn metadata_content_type_s3() {
    let Some(case) = case("metadata-content-type-s3") else { return };
    let issuer = Issuer::new(ISSUER).unwrap();
    let body = document(json!({})).to_string().into_bytes();
    let mut quirks = MetadataQuirks::default();
    quirks.any_content_type = true;
    for content_type in [case.part("/content_type").as_str(), Some("text/html"), None] {
        let response = response(content_type, body.clone());
        let error = ProviderMetadata::from_http(&response, &issuer).unwrap_err();
        assert_eq!(error.code(), "document.content_type");
        assert!(error.to_string().contains("metadata.any_content_type"), "{error}");
        assert!(ProviderMetadata::from_http_with_quirks(&response, &issuer, &quirks).is_ok());
        assert!(VerifierMetadata::from_http_with_quirks(&response, &issuer, &quirks).is_ok());
    }
    // The parse decides: what is not JSON is refused, whatever its type.
    let page = response(Some("text/html"), b"<html>".to_vec());
    let error = ProviderMetadata::from_http_with_quirks(&page, &issuer, &quirks).unwrap_err();
    assert_eq!(error.code(), "json.syntax");
}

#[test]
fn danger_http_issuer_dead_end() {
    let Some(case) = case("danger-http-issuer-dead-end") else { return };
    let text = "http://keycloak:8080/realms/dev";
    assert_eq!(case.part("/issuer"), &format!("danger::http_issuer(\"{text}\")"));
    let issuer = danger::http_issuer(text).unwrap();
    let mut document = document(case.part("/document").clone());
    document["issuer"] = text.into();
    document["userinfo_endpoint"] = Value::Null;
    let read = |document: &Value| {
        ProviderMetadata::parse(document.to_string().as_bytes(), &issuer)
            .map_err(RelyingPartyConfigurationError::from)
            .and_then(|metadata| RelyingParty::new(metadata, client(), &CRYPTO))
    };
    assert!(read(&document).is_ok());
    // An http endpoint of another origin is refused beside such an issuer, too.
    document["token_endpoint"] = "http://elsewhere:8080/token".into();
    assert_eq!(read(&document).unwrap_err().code(), "endpoint.scheme");
}

#[test]
fn issuer_mismatch_says_nothing() {
    let Some(case) = case("issuer-mismatch-says-nothing") else { return };
    let text = |pointer| case.part(pointer).as_str().unwrap();
    let (asked, stated) = (text("/asked"), text("/stated"));
    let document = document(json!({"issuer": stated}));
    let issuer = Issuer::new(asked).unwrap();
    let error = ProviderMetadata::parse(document.to_string().as_bytes(), &issuer).unwrap_err();
    assert_eq!(error.code(), "metadata.issuer_mismatch");
    for text in [asked, stated] {
        assert!(error.to_string().contains(&format!("\"{text}\"")), "{error}");
    }
}

// Siblings: more inputs of the kinds, each after a public report.

/// A relative URL, a URN and a plain http URL of endpoints that no login calls: langfuse/langfuse #15897
/// (relative URLs), kubernetes/kubernetes #80724 (a URN).
#[test]
fn an_odd_endpoint_that_is_not_called_is_listed() {
    for (member, value) in [
        ("registration_endpoint", "/register"),
        ("introspection_endpoint", "urn:example:introspect"),
        ("revocation_endpoint", "http://op.example/revoke"),
        ("userinfo_endpoint", "not a url"),
        ("op_tos_uri", "javascript:alert(1)"),
    ] {
        let mut members = json!({});
        members[member] = value.into();
        assert!(signs_in(members.clone()), "{member}");
        let metadata = provider(&document(members)).unwrap();
        assert_eq!(listed(&metadata), [member]);
        let LeftOut { found, .. } = &metadata.left_out()[0];
        assert_eq!(found.as_str(), value);
    }
}

/// The endpoint that a login calls is refused where it is called, with the reason:
/// envoyproxy/ai-gateway #2592 (empty endpoints that were taken for a working server).
#[test]
fn an_odd_token_endpoint_is_refused_where_a_relying_party_is_made() {
    let odd = json!({"token_endpoint": "http://op.example/token"});
    let metadata = provider(&document(odd.clone())).unwrap();
    assert_eq!(listed(&metadata), ["token_endpoint"]);
    let Err(Failure::Configuration(error)) =
        sign_in(&FieldProvider::default().metadata(&odd), client())
    else {
        panic!("the relying party has no token endpoint")
    };
    assert_eq!(error.code(), "endpoint.scheme");
    assert!(error.to_string().contains("http://op.example/token"), "{error}");
}

/// A list with a wrong type or an odd value, as hand-written documents have them:
/// manfredsteyer/angular-oauth2-oidc #138 (the whole document is refused for one member).
#[test]
fn an_odd_list_is_listed() {
    for (member, value) in [
        ("scopes_supported", json!("openid profile")),
        ("grant_types_supported", json!(["authorization_code", 7])),
        ("response_types_supported", json!(["code", "code code"])),
        ("claims_parameter_supported", json!("true")),
        ("ui_locales_supported", json!({"en": true})),
    ] {
        let mut members = json!({});
        members[member] = value;
        assert!(signs_in(members.clone()), "{member}");
        assert_eq!(listed(&provider(&document(members)).unwrap()), [member]);
    }
}

/// Each of the required lists, absent, `null` and empty: FormidableLabs/react-native-app-auth #880
/// (`response_types_supported` is missing).
#[test]
fn a_required_list_that_is_absent_null_or_empty_stops_no_login() {
    for member in [
        "subject_types_supported",
        "response_types_supported",
        "id_token_signing_alg_values_supported",
    ] {
        for value in [json!("<absent>"), json!(null), json!([]), json!("")] {
            let mut members = json!({});
            members[member] = value;
            assert!(signs_in(members), "{member}");
        }
    }
    // A list that is stated still counts.
    assert!(!signs_in(json!({"response_types_supported": ["id_token"]})));
    assert!(!signs_in(json!({"id_token_signing_alg_values_supported": ["HS256"]})));
}

/// A verifier needs an issuer and a usable URL of the keys, and nothing else: kubernetes/community
/// #2314 (service account tokens), kubernetes/kubernetes #80724.
#[test]
fn a_verifier_refuses_a_document_without_usable_keys() {
    let minimal = json!({"issuer": "https://k8s.example", "jwks_uri": "https://k8s.example/jwks"});
    assert!(verifier(&minimal).is_ok());
    for (value, code) in [
        (Value::Null, "metadata.missing"),
        (json!(""), "metadata.missing"),
        (json!("/openid/v1/jwks"), "endpoint.scheme"),
        (json!("http://k8s.example/jwks"), "endpoint.scheme"),
        (json!(7), "json.member"),
    ] {
        let mut document = minimal.clone();
        document["jwks_uri"] = value;
        assert_eq!(verifier(&document).unwrap_err().code(), code);
    }
    let other = Issuer::new("https://kubernetes.default.svc").unwrap();
    let error = VerifierMetadata::parse(minimal.to_string().as_bytes(), &other).unwrap_err();
    assert_eq!(error.code(), "metadata.issuer_mismatch");
}

/// A document that states a template instead of its issuer is read by a quirk with this exact text:
/// coreos/go-oidc #121.
#[test]
fn a_template_is_an_issuer_only_by_a_quirk() {
    let asked = Issuer::new("https://login.microsoftonline.com/common/v2.0").unwrap();
    let template = "https://login.microsoftonline.com/{tenantid}/v2.0";
    let read = |stated: &str, quirks: &Quirks| {
        let mut object = Object::parse(document(json!({})).to_string().as_bytes()).unwrap();
        object.insert("issuer", stated);
        ProviderMetadata::from_object_with_quirks(object, &asked, &quirks.metadata)
    };
    assert_eq!(read(template, &Quirks::default()).unwrap_err().code(), "metadata.issuer_mismatch");
    let mut quirks = Quirks::default();
    quirks.metadata.stated_issuer = Some(template.to_owned());
    assert_eq!(read(template, &quirks).unwrap().issuer, asked);
    for stated in ["https://login.microsoftonline.com/{tenantid}/", asked.as_str()] {
        let error = read(stated, &quirks).unwrap_err();
        assert_eq!(error.code(), "metadata.issuer_mismatch");
        assert!(error.to_string().contains(template), "{error}");
    }
}

#[test]
fn unknown_kid_hides_a_dropped_key() {
    let Some(case) = case("unknown-kid-hides-a-dropped-key") else { return };
    let mut provider = FieldProvider::default();
    let kid = case.part("/jwks/0/kid").clone();
    assert_eq!(&kid, case.part("/header/kid"));
    // The padding that the case shows, on the provider's own key.
    let n = provider.jwks["keys"][0]["n"].as_str().unwrap().to_owned();
    provider.jwks["keys"][0]["n"] = format!("{n}==").into();
    let provider = provider.header(&json!({"kid": kid}));
    let Err(Failure::Login(error)) = sign_in(&provider, client()) else {
        panic!("the key cannot be used")
    };
    assert_eq!(error.code(), "jws.key_left_out");
    assert!(error.to_string().contains("left out"), "{error}");

    // The set is in the cache: a token with this `kid` causes no fetch, and an unknown `kid` does.
    let jwks_uri = Endpoint::new("https://op.example/jwks").unwrap();
    let mut cache = KeyCache::new(jwks_uri);
    let Lookup::Fetch { ticket, .. } = cache.keys(None, now()) else { panic!("an empty cache") };
    let jwks = response(Some("application/json"), provider.jwks.to_string().into_bytes());
    cache.receive(ticket, &jwks, now()).unwrap();
    assert!(matches!(cache.keys(Some("k1"), now()), Lookup::Have(_)));
    assert!(matches!(cache.keys(Some("k2"), now()), Lookup::Fetch { .. }));
}

#[test]
fn entra_multi_tenant() {
    let Some(case) = case("entra-multi-tenant") else { return };
    let template = case.part("/document/issuer").as_str().unwrap();
    let provider = FieldProvider::default().metadata(case.part("/document"));
    let provider = provider.claims(case.part("/id_token"));
    let error = sign_in(&provider, client()).unwrap_err();
    assert_eq!(error.code(), "metadata.issuer_mismatch");

    let quirks = presets::microsoft_entra_tenants(IssuerTemplate::new(template).unwrap());
    let client = client().quirks(quirks);
    let login = sign_in(&provider, client.clone()).unwrap();
    assert_eq!(login.session.iss().as_str(), case.part("/id_token/iss").as_str().unwrap());

    // The tenant in `iss` and in `tid` must be the same one.
    let tid = json!({"tid": "3f2b7a51-6c0e-4f59-9d6b-0a4c1d2e3f40"});
    let error = sign_in(&provider.claims(&tid), client).unwrap_err();
    assert_eq!(error.code(), "id_token.tenant_issuer");
}
