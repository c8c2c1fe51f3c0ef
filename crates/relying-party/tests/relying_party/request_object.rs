//! Logins whose parameters are in a signed request object: RFC 9101, Core §6.1.

use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::ProviderMetadata;
use symbolon_jose::{
    ContentEncryptionAlgorithm, DecryptionKey, DecryptionKeys, EncryptionKey, Excerpt, Excerpts,
    Fingerprint, KeyManagementAlgorithm, Secret, SignatureAlgorithm, VerificationKey, key,
};
use symbolon_oauth::Parameters;
use symbolon_oauth::request_object::{
    ExpectedRequestObject, RequestObjectUri, SignRequestObjectError, UnverifiedRequestObject,
    hosted,
};
use symbolon_oidc::ClaimRequest;
use symbolon_relying_party::{
    ClientAuthentication, LoginRequest, LoginRequestError, PendingLogin, RelyingParty, danger,
};
use symbolon_test_support::keys::{KeyPair, ed25519, p256};
use symbolon_test_support::names::{client_id, issuer};

use crate::parties::{CLIENT, SECRET, client, metadata, now, parameters, redirect_uri};

/// Returns a client of a provider that lists these algorithms for request objects.
fn party(algorithms: &[&str]) -> RelyingParty {
    let mut metadata = metadata();
    metadata.request_parameter_supported = Some(true);
    metadata.request_object_signing_alg_values_supported =
        algorithms.iter().map(|name| (*name).to_owned()).collect();
    RelyingParty::new(metadata, client(), &CRYPTO).unwrap()
}

fn key() -> KeyPair {
    ed25519("rp-1")
}

fn login(rp: &RelyingParty) -> LoginRequest {
    rp.login(&redirect_uri()).request_object(key().signing(&CRYPTO))
}

/// Begins a login. Returns the parameters in its URL, and those in its request object.
fn begun(login: LoginRequest) -> (Parameters, Parameters, PendingLogin) {
    let (url, pending) = login.begin(now()).unwrap();
    let outside = parameters(&url);
    let object = UnverifiedRequestObject::parse(outside.get("request").unwrap()).unwrap();
    let expected = ExpectedRequestObject::new(&client_id(), &issuer());
    let inside = object.verify(&key().verification(&CRYPTO), &expected, now()).unwrap();
    (outside, inside, pending)
}

#[test]
fn rfc9101_5_1_every_parameter_is_in_the_object_and_few_are_outside() {
    let request = login(&party(&[])).scope("email").login_hint("alice@example.com");
    let (outside, inside, pending) = begun(request.claim("email", ClaimRequest::essential()));

    let mut names: Vec<_> = outside.iter().map(|(name, _)| name).collect();
    names.sort_unstable();
    // Core §6.1: `scope` is outside, too, and contains `openid`.
    assert_eq!(names, ["client_id", "request", "response_type", "scope"]);
    assert_eq!(outside.get("scope"), Some("openid"));
    assert_eq!(outside.get("response_type"), Some("code"));

    for (name, value) in [
        ("client_id", CLIENT),
        ("response_type", "code"),
        ("scope", "openid email"),
        ("redirect_uri", redirect_uri().as_str()),
        ("login_hint", "alice@example.com"),
        ("state", pending.state().expose()),
        ("code_challenge_method", "S256"),
        ("claims", r#"{"userinfo":{"email":{"essential":true}}}"#),
    ] {
        assert_eq!(inside.get(name), Some(value), "{name}");
    }
    assert!(inside.contains("nonce") && inside.contains("code_challenge"));
}

#[test]
fn core_6_1_a_provider_that_does_not_list_the_parameter_gets_no_request_object() {
    for supported in [None, Some(false)] {
        let mut metadata = metadata();
        metadata.request_parameter_supported = supported;
        let rp = RelyingParty::new(metadata, client(), &CRYPTO).unwrap();
        let error = login(&rp).begin(now()).unwrap_err();
        assert_eq!(error, LoginRequestError::NoRequestObjects);
        assert_eq!(error.code(), "login.no_request_objects");
        // Without a request object, the login begins.
        assert!(rp.login(&redirect_uri()).begin(now()).is_ok());
    }
}

#[test]
fn discovery_3_the_provider_lists_the_algorithm_of_the_key() {
    assert!(login(&party(&["RS256", "EdDSA"])).begin(now()).is_ok());
    let error = login(&party(&["RS256", "none"])).begin(now()).unwrap_err();
    let advertised = Excerpts::new(&["RS256".to_owned(), "none".to_owned()]);
    let asked = SignatureAlgorithm::EdDsa;
    assert_eq!(error, LoginRequestError::RequestObjectAlgorithm { asked, advertised });
    assert_eq!(error.code(), "login.request_object_algorithm");
    let other = p256("rp-2").signing(&CRYPTO);
    let rp = party(&["ES256"]);
    assert!(rp.login(&redirect_uri()).request_object(other).begin(now()).is_ok());
}

#[test]
fn rfc9101_4_a_parameter_that_a_request_object_cannot_contain() {
    for name in ["request", "request_uri", "sub"] {
        let error = login(&party(&[])).parameter(name, "x").begin(now()).unwrap_err();
        let name = Excerpt::new(name);
        assert_eq!(error, SignRequestObjectError::Parameter { name }.into());
        assert_eq!(error.code(), "request_object.parameter");
    }
}

#[test]
fn core_10_1_the_client_secret_signs_the_object() {
    let rp = party(&["HS256"]);
    let (url, _) = rp
        .login(&redirect_uri())
        .request_object_with_secret(SignatureAlgorithm::Hs256)
        .begin(now())
        .unwrap();
    let object = parameters(&url);
    let object = UnverifiedRequestObject::parse(object.get("request").unwrap()).unwrap();
    let secret = Secret::new(SECRET.as_bytes().to_vec());
    let key = VerificationKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO).unwrap();
    let expected = ExpectedRequestObject::new(&client_id(), &issuer());
    assert!(object.verify(&key.into(), &expected, now()).is_ok());

    let begin = |rp: RelyingParty, algorithm| {
        let login = rp.login(&redirect_uri()).request_object_with_secret(algorithm);
        login.begin(now()).unwrap_err()
    };
    let short = key::Error::ShortSecret { needed: 64, found: SECRET.len() };
    assert_eq!(begin(party(&[]), SignatureAlgorithm::Hs512), short.into());
    let wrong = begin(party(&[]), SignatureAlgorithm::Es256);
    assert!(matches!(wrong, LoginRequestError::SecretKey(key::Error::WrongKeyType(_))));
    let mut public = client();
    public.authentication = ClientAuthentication::None;
    let rp = RelyingParty::new(supporting(), public, &CRYPTO).unwrap();
    let error = begin(rp, SignatureAlgorithm::Hs256);
    assert_eq!(
        (error.clone(), error.code()),
        (LoginRequestError::NoClientSecret, "login.no_client_secret")
    );
}

const ALG: KeyManagementAlgorithm = KeyManagementAlgorithm::EcdhEs;
const ENC: ContentEncryptionAlgorithm = ContentEncryptionAlgorithm::A256Gcm;

/// Returns the metadata of a provider that supports request objects.
fn supporting() -> ProviderMetadata {
    let mut metadata = metadata();
    metadata.request_parameter_supported = Some(true);
    metadata
}

/// Returns the provider's key for encryption: its public part, and its private part.
fn encryption() -> (EncryptionKey, DecryptionKeys) {
    let jwk = p256("enc-1").jwk;
    let theirs = EncryptionKey::from_jwk(&jwk.public().unwrap(), ALG, ENC, &CRYPTO).unwrap();
    (theirs, DecryptionKey::from_jwk(&jwk, ALG, &[ENC], &CRYPTO).unwrap().into())
}

#[test]
fn rfc9101_4_the_object_is_signed_and_then_encrypted() {
    let (theirs, decryption) = encryption();
    let request = login(&party(&[])).encrypt_request_object(theirs);
    let (url, pending) = request.begin(now()).unwrap();
    let object = parameters(&url).get("request").unwrap().to_owned();
    let object = UnverifiedRequestObject::decrypt(&object, &decryption).unwrap();
    assert!(object.is_signed());
    let expected = ExpectedRequestObject::new(&client_id(), &issuer());
    let inside = object.verify(&key().verification(&CRYPTO), &expected, now()).unwrap();
    assert_eq!(inside.get("state"), Some(pending.state().expose()));
}

#[test]
fn rfc9101_4_an_object_is_not_only_encrypted() {
    let (theirs, _) = encryption();
    let login = || party(&[]).login(&redirect_uri()).encrypt_request_object(theirs.clone());
    let error = login().begin(now()).unwrap_err();
    assert_eq!(error, LoginRequestError::NoRequestObjectKey);
    assert_eq!(error.code(), "login.no_request_object_key");
    let unsigned = danger::send_unsigned_request_object(login());
    assert_eq!(unsigned.begin(now()).unwrap_err(), LoginRequestError::NoRequestObjectKey);
}

#[test]
fn discovery_3_the_provider_lists_the_algorithms_of_the_encryption() {
    let begin = |alg: &[&str], enc: &[&str]| {
        let mut metadata = supporting();
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        metadata.request_object_encryption_alg_values_supported = list(alg);
        metadata.request_object_encryption_enc_values_supported = list(enc);
        let rp = RelyingParty::new(metadata, client(), &CRYPTO).unwrap();
        login(&rp).encrypt_request_object(encryption().0).begin(now()).map(drop)
    };
    assert_eq!(begin(&["RSA-OAEP", "ECDH-ES"], &["A256GCM"]), Ok(()));
    let error = begin(&["RSA-OAEP"], &[]).unwrap_err();
    let advertised = Excerpts::new(&["RSA-OAEP".to_owned()]);
    assert_eq!(error, LoginRequestError::RequestObjectEncryption { asked: ALG, advertised });
    assert_eq!(error.code(), "login.request_object_encryption");
    let error = begin(&[], &["A128GCM"]).unwrap_err();
    let advertised = Excerpts::new(&["A128GCM".to_owned()]);
    assert_eq!(error, LoginRequestError::RequestObjectContentEncryption { asked: ENC, advertised });
    assert_eq!(error.code(), "login.request_object_content_encryption");
}

fn hosted_at(text: &str) -> RequestObjectUri {
    RequestObjectUri::new(text).unwrap()
}

#[test]
fn core_6_2_the_url_contains_the_address_and_the_hash_of_the_object() {
    let uri = hosted_at("https://client.example/objects/x#old");
    let request = login(&party(&[])).scope("email");
    let (url, pending, object) = request.begin_by_reference(&uri, now()).unwrap();
    let outside = parameters(&url);
    let hash = Fingerprint::of(object.expose().as_bytes(), &CRYPTO);
    let request_uri = format!("https://client.example/objects/x#{hash}");
    let pairs: Vec<_> = outside.iter().collect();
    assert_eq!(
        pairs,
        [
            ("response_type", "code"),
            ("client_id", CLIENT),
            ("scope", "openid"),
            ("request_uri", request_uri.as_str()),
        ]
    );
    // The provider reads what the client hosts.
    let object = hosted::from_http(&hosted::to_http(&object)).unwrap();
    let object = UnverifiedRequestObject::parse(object.expose()).unwrap();
    let expected = ExpectedRequestObject::new(&client_id(), &issuer());
    let inside = object.verify(&key().verification(&CRYPTO), &expected, now()).unwrap();
    assert_eq!(inside.get("scope"), Some("openid email"));
    assert_eq!(inside.get("state"), Some(pending.state().expose()));
}

#[test]
fn core_6_2_an_object_that_cannot_be_sent_by_reference() {
    let uri = hosted_at("https://client.example/objects/x");
    let begin = |login: LoginRequest, uri: &RequestObjectUri| {
        login.begin_by_reference(uri, now()).map(drop).unwrap_err()
    };
    let unsigned = party(&[]).login(&redirect_uri());
    assert_eq!(begin(unsigned, &uri), LoginRequestError::NoRequestObjectKey);

    let mut metadata = supporting();
    metadata.request_uri_parameter_supported = Some(false);
    let rp = RelyingParty::new(metadata, client(), &CRYPTO).unwrap();
    let error = begin(login(&rp), &uri);
    assert_eq!(
        (error.clone(), error.code()),
        (LoginRequestError::NoRequestUri, "login.no_request_uri")
    );

    // With the hash, 44 characters are added.
    let long =
        |length: usize| hosted_at(&format!("https://client.example/{}", "a".repeat(length - 23)));
    assert!(login(&party(&[])).begin_by_reference(&long(468), now()).is_ok());
    let error = begin(login(&party(&[])), &long(469));
    assert_eq!(error, LoginRequestError::RequestUriTooLong { length: 513 });
    assert_eq!(error.code(), "login.request_uri_too_long");

    let hint = "a".repeat(64 * 1024);
    let error = begin(login(&party(&[])).login_hint(&hint), &uri);
    assert_eq!(error.code(), "hosted_object.too_large");
    let error = begin(login(&party(&["RS256"])), &uri);
    assert_eq!(error.code(), "login.request_object_algorithm");
    // A provider that supports only `request_uri` is enough.
    let mut metadata = metadata_without_request();
    metadata.request_uri_parameter_supported = Some(true);
    let rp = RelyingParty::new(metadata, client(), &CRYPTO).unwrap();
    assert!(login(&rp).begin_by_reference(&uri, now()).is_ok());
}

fn metadata_without_request() -> ProviderMetadata {
    let mut metadata = metadata();
    metadata.request_parameter_supported = Some(false);
    metadata
}

#[test]
fn core_6_1_an_object_without_a_signature_is_sent_by_name() {
    let login = danger::send_unsigned_request_object(party(&["none"]).login(&redirect_uri()));
    let (url, pending) = login.begin(now()).unwrap();
    let object = parameters(&url).get("request").unwrap().to_owned();
    let object = UnverifiedRequestObject::parse(&object).unwrap();
    assert!(!object.is_signed());
    let expected = ExpectedRequestObject::new(&client_id(), &issuer());
    let read = symbolon_oauth::danger::unsigned_request_object(&object, &expected, now());
    assert_eq!(read.unwrap().get("state"), Some(pending.state().expose()));
    // The provider lists `none`, or lists no algorithms.
    let login = danger::send_unsigned_request_object(party(&["RS256"]).login(&redirect_uri()));
    assert_eq!(login.begin(now()).unwrap_err(), LoginRequestError::UnsignedRequestObject);
}
