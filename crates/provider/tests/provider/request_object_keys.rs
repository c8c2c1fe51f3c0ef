//! Request objects that are encrypted for the provider, or signed with the client secret (Core §6.3.1,
//! §10.1, RFC 9101 §6).

use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jwe::Jwe;
use symbolon_jose::jwk::{KeyKind, PrivateJwk};
use symbolon_jose::jws::{self, Jws};
use symbolon_jose::jwt::Error as Jwt;
use symbolon_jose::{
    ContentEncryptionAlgorithm, EncryptionKey, KeyManagementAlgorithm, Secret, SignatureAlgorithm,
    SigningKey, key,
};
use symbolon_oauth::request_object::{RequestObject, RequestObjectError};
use symbolon_oauth::{ClientId, ClientSecret, Parameters, danger};
use symbolon_provider::{
    AuthorizeError, IdTokenKey, PendingAuthorization, Provider, ProviderConfigurationError,
    Refusal, RegisteredClient, RequestObjectAlgorithm, RequestObjectKey, RequestObjects,
};
use symbolon_test_support::metadata::provider_endpoints;

use crate::common::*;

const ALG: KeyManagementAlgorithm = KeyManagementAlgorithm::EcdhEs;
const ENC: ContentEncryptionAlgorithm = ContentEncryptionAlgorithm::A256Gcm;
const SHORT: &str = "31 bytes are too short for HS25";

fn jwk(kid: &str) -> PrivateJwk {
    PrivateJwk::generate(KeyKind::P256, &CRYPTO).unwrap().kid_replaced(kid.to_owned())
}

fn object_key(jwk: &PrivateJwk) -> RequestObjectKey {
    RequestObjectKey::new(jwk, ALG, &[ENC], &CRYPTO).unwrap()
}

/// Returns a provider with other settings for request objects.
fn op(change: impl FnOnce(&mut RequestObjects)) -> Provider {
    let mut settings = RequestObjects::default();
    change(&mut settings);
    provider_with(|policy| policy.request_objects = Some(settings))
}

/// Returns a provider with a key for encrypted request objects.
fn decrypting() -> Provider {
    op(|it| it.decryption_keys = vec![object_key(&jwk("enc-1"))])
}

/// Returns the key with which clients encrypt to this provider, by its published keys.
fn theirs(provider: &Provider) -> EncryptionKey {
    provider.jwks().encryption_key(None, ALG, ENC, &CRYPTO).unwrap()
}

fn valid(client: &str) -> Form {
    let redirect_uri = format!("https://{client}.example/cb");
    asking().set("client_id", client).set("redirect_uri", &redirect_uri)
}

fn object(client: &str) -> RequestObject {
    let parameters = Parameters::parse(&valid(client).encode()).unwrap();
    RequestObject::new(&ClientId::new(client).unwrap(), &issuer(), parameters)
}

fn signed(object: &RequestObject) -> String {
    object.sign(&other_key().signing(&CRYPTO), &CRYPTO, at(0)).unwrap().expose().to_owned()
}

fn unsigned() -> String {
    let object = danger::write_unsigned_request_object(&object("signer"), &CRYPTO, at(0));
    object.unwrap().expose().to_owned()
}

fn ask(
    provider: &Provider,
    client: &RegisteredClient,
    object: &str,
) -> Result<PendingAuthorization, Refusal> {
    let form = Form::of(&[("client_id", client.client_id.as_str()), ("request", object)]);
    authorize_as(provider, Some(client), &form.get())
}

fn reason(result: Result<PendingAuthorization, Refusal>) -> AuthorizeError {
    result.unwrap_err().reason().clone()
}

fn not_signed() -> AuthorizeError {
    AuthorizeError::RequestObject(Jwt::Jws(jws::Error::NotSigned).into())
}

#[test]
fn rfc9101_6_1_a_signed_and_encrypted_object_is_read() {
    let provider = decrypting();
    let text = signed(&object("signer").encrypt(theirs(&provider)));
    let pending = ask(&provider, &signer(), &text).unwrap();
    let plain = authorize_as(&provider, Some(&signer()), &valid("signer").get());
    assert_eq!(pending, plain.unwrap());
    // Registration §2: the client may use other algorithms than it registered, or not encrypt.
    let mut client = signer();
    client.request_object_encryption_alg = Some(KeyManagementAlgorithm::RsaOaep256);
    client.request_object_encryption_enc = Some(ContentEncryptionAlgorithm::A128CbcHs256);
    assert!(ask(&provider, &client, &text).is_ok());
    assert!(ask(&provider, &client, &signed(&object("signer"))).is_ok());
    let stored = serde_json::to_value(&client).unwrap();
    assert_eq!(stored["request_object_encryption_alg"], "RSA-OAEP-256");
    assert_eq!(stored["request_object_encryption_enc"], "A128CBC-HS256");
    assert_eq!(serde_json::from_value::<RegisteredClient>(stored).unwrap(), client);
}

#[test]
fn attack_107_an_encrypted_object_obeys_every_rule() {
    let provider = decrypting();
    let encrypt = |jwe: Jwe| jwe.encrypt(&theirs(&provider)).unwrap();
    let text = signed(&object("signer").encrypt(theirs(&provider)));
    let (kept, _) = text.rsplit_once('.').unwrap();
    let stranger = EncryptionKey::from_jwk(&jwk("enc-1").public().unwrap(), ALG, ENC, &CRYPTO);
    let other_kid = EncryptionKey::from_jwk(&jwk("enc-2").public().unwrap(), ALG, ENC, &CRYPTO);
    let other_enc = provider.jwks().keys().last().unwrap();
    let other_enc =
        EncryptionKey::from_jwk(other_enc, ALG, ContentEncryptionAlgorithm::A128Gcm, &CRYPTO);
    let op_signed = object("signer").encrypt(theirs(&provider));
    let op_signed = op_signed.sign(&op_key().signing(&CRYPTO), &CRYPTO, at(0)).unwrap();
    let claims = br#"{"client_id":"signer","response_type":"code"}"#.to_vec();
    let cases = [
        (format!("{kept}.AAAAAAAAAAAAAAAAAAAAAA"), "jwe.decryption"),
        (signed(&object("signer").encrypt(stranger.unwrap())), "jwe.decryption"),
        (signed(&object("signer").encrypt(other_kid.unwrap())), "jwe.unknown_kid"),
        (
            signed(&object("signer").encrypt(other_enc.unwrap())),
            "jwe.content_encryption_not_allowed",
        ),
        (op_signed.expose().to_owned(), "jws.unknown_kid"),
        (encrypt(Jwe::new(unsigned().into_bytes()).cty("JWT")), "jws.not_signed"),
        (encrypt(Jwe::new(claims)), "jws.not_signed"),
        (encrypt(Jwe::new(text.clone().into_bytes()).cty("JWT")), "jws.not_compact"),
        (encrypt(Jwe::new(b"text".to_vec())), "jwt.not_nested"),
    ];
    for (text, code) in cases {
        let form = valid("signer").set("request", &text);
        let refusal = authorize_as(&provider, Some(&signer()), &form.get());
        let Err(Refusal::ToClient(refusal)) = refusal else { panic!("{code}: {refusal:?}") };
        assert_eq!(refusal.reason().code(), code);
        // The client does not learn why, so that the provider is no decryption oracle.
        let response = response_of(&refusal.into_response());
        assert_eq!(response.get("error"), Some("invalid_request_object"), "{code}");
        assert_eq!(response.get("error_description"), Some("the request object is not valid"));
    }
    let refused = ask(&op(|_| ()), &signer(), &text);
    assert_eq!(reason(refused), AuthorizeError::RequestObject(RequestObjectError::Encrypted));
}

#[test]
fn attack_107_an_object_that_is_only_encrypted_needs_the_permission_for_unsigned_objects() {
    let key = jwk("enc-1");
    let provider = |accept_unsigned| {
        op(|it| {
            it.decryption_keys = vec![object_key(&key)];
            it.accept_unsigned = accept_unsigned;
        })
    };
    let mut none = signer();
    none.request_object_signing_alg = Some(RequestObjectAlgorithm::Unsigned);
    let mut claims = symbolon_jose::Object::new();
    for (name, value) in &valid("signer").0 {
        claims.insert(name, value.as_str());
    }
    let only_encrypted = Jwe::new(claims.to_json().into_bytes());
    let nested = Jwe::new(unsigned().into_bytes()).cty("JWT");
    for jwe in [only_encrypted, nested] {
        let text = jwe.encrypt(&theirs(&provider(false))).unwrap();
        assert!(ask(&provider(true), &none, &text).is_ok());
        assert_eq!(reason(ask(&provider(true), &signer(), &text)), not_signed());
        assert_eq!(reason(ask(&provider(false), &none, &text)), not_signed());
    }
}

#[test]
fn core_10_2_the_provider_publishes_its_keys_for_encryption() {
    let provider = decrypting();
    let keys = provider.jwks().to_object();
    let [signing, encryption] = keys.get("keys").unwrap().as_array().unwrap().as_slice() else {
        panic!("{keys:?}")
    };
    // Discovery §3, jwks_uri: every key has a `use` if there are keys for encryption.
    assert_eq!((&signing["kid"], &signing["use"]), (&json!("op-1"), &json!("sig")));
    let without = op(|_| ()).jwks().to_object();
    assert_eq!(without.get("keys").unwrap()[0].get("use"), None);
    assert_eq!((&encryption["kid"], &encryption["use"]), (&json!("enc-1"), &json!("enc")));
    assert_eq!(encryption["alg"], "ECDH-ES");
    assert!(encryption.get("d").is_none());
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(provider.jwks_response(60).body()).unwrap(),
        json!({ "keys": [signing, encryption] })
    );
    let metadata = provider.metadata().to_object();
    let member = |name: &str| metadata.get(name).cloned();
    assert_eq!(member("request_object_encryption_alg_values_supported"), Some(json!(["ECDH-ES"])));
    assert_eq!(member("request_object_encryption_enc_values_supported"), Some(json!(["A256GCM"])));
    let without = op(|_| ()).metadata().to_object();
    assert_eq!(without.get("request_object_encryption_alg_values_supported"), None);
}

#[test]
fn core_10_2_1_an_old_key_still_decrypts() {
    let [old, new] = ["enc-1", "enc-2"].map(jwk);
    let provider = op(|it| it.decryption_keys = vec![object_key(&new), object_key(&old)]);
    for jwk in [old, new] {
        let key = EncryptionKey::from_jwk(&jwk.public().unwrap(), ALG, ENC, &CRYPTO).unwrap();
        assert!(ask(&provider, &signer(), &signed(&object("signer").encrypt(key))).is_ok());
    }
}

#[test]
fn the_configuration_of_decryption_keys_is_checked() {
    let error = |keys: Vec<RequestObjectKey>| {
        let mut policy = policy();
        let mut settings = RequestObjects::default();
        settings.decryption_keys = keys;
        policy.request_objects = Some(settings);
        let signing = IdTokenKey::new(&op_key().jwk, op_key().algorithm, &CRYPTO).unwrap();
        let provider = Provider::new(issuer(), provider_endpoints(), vec![signing], policy, CRYPTO);
        provider.unwrap_err()
    };
    let nameless = PrivateJwk::generate(KeyKind::P256, &CRYPTO).unwrap();
    let expected = ProviderConfigurationError::DecryptionKeyWithoutKid(ALG);
    assert_eq!(error(vec![object_key(&nameless)]), expected);
    assert_eq!(expected.code(), "configuration.decryption_key_without_kid");
    // A signing key and a key for encryption are two keys.
    let repeated = |kid: &str| ProviderConfigurationError::RepeatedKid(kid.to_owned());
    assert_eq!(error(vec![object_key(&jwk("op-1"))]), repeated("op-1"));
    assert_eq!(error(vec![object_key(&jwk("a")), object_key(&jwk("a"))]), repeated("a"));

    let secret = PrivateJwk::generate_secret(32, &CRYPTO).unwrap();
    let key = RequestObjectKey::new(&secret, KeyManagementAlgorithm::A256Kw, &[ENC], &CRYPTO);
    assert_eq!(key.unwrap_err(), key::Error::NoPublicHalf);
    let signing_only = json!({"use": "sig"});
    let mut object = jwk("a").expose();
    object.insert("use", signing_only["use"].clone());
    let jwk = PrivateJwk::from_object(object).unwrap();
    let key = RequestObjectKey::new(&jwk, ALG, &[ENC], &CRYPTO);
    assert_eq!(key.unwrap_err(), key::Error::NotPermitted);
}

const HS256: SignatureAlgorithm = SignatureAlgorithm::Hs256;

fn secret() -> ClientSecret {
    ClientSecret::new("a client secret of at least 32 bytes".to_owned())
}

/// Returns a client whose record contains its secret.
fn sharing() -> RegisteredClient {
    signer().shared_secret(&secret(), HS256, &CRYPTO).unwrap()
}

fn mac(bytes: &[u8], algorithm: SignatureAlgorithm) -> String {
    let key = SigningKey::from_secret(&Secret::new(bytes.to_vec()), algorithm, &CRYPTO).unwrap();
    object("signer").sign(&key, &CRYPTO, at(0)).unwrap().expose().to_owned()
}

fn with_mac() -> Provider {
    op(|it| it.algorithms.push(HS256))
}

#[test]
fn core_10_1_an_object_signed_with_the_client_secret() {
    let text = mac(secret().expose().as_bytes(), HS256);
    let mut registered = sharing();
    registered.request_object_signing_alg = Some(RequestObjectAlgorithm::Signed(HS256));
    for client in [sharing(), registered.clone()] {
        assert!(ask(&with_mac(), &client, &text).is_ok());
        assert!(ask(&with_mac(), &client, &text.replace('.', ".x")).is_err());
    }
    // A `kid` does not matter, because the secret has no name.
    let key = Secret::new(secret().expose().as_bytes().to_vec());
    let key = SigningKey::from_secret(&key, HS256, &CRYPTO).unwrap().named("any");
    let named = object("signer").sign(&key, &CRYPTO, at(0)).unwrap();
    assert!(ask(&with_mac(), &sharing(), named.expose()).is_ok());
    // The other client key still signs, unless the client registered the algorithm of the MAC.
    assert!(ask(&with_mac(), &sharing(), &signed(&object("signer"))).is_ok());
    let refused = reason(ask(&with_mac(), &registered, &signed(&object("signer"))));
    assert_eq!(refused.code(), "request_object.algorithm");
}

#[test]
fn attack_107_a_mac_needs_the_secret_the_record_and_the_policy() {
    let text = mac(secret().expose().as_bytes(), HS256);
    // The key of a MAC is never a public key of the client.
    let public = other_key().jwk.public().unwrap().to_object().to_json();
    let hs512 = b"a secret of another client that is at least 64 bytes long, as HS512 demands";
    let short_for_hs512 = mac(hs512, SignatureAlgorithm::Hs512);
    let without_secret = signer().secret(&secret(), &CRYPTO);
    let all = op(|it| it.algorithms.extend([HS256, SignatureAlgorithm::Hs512]));
    for (provider, client, text, code) in [
        (
            with_mac(),
            sharing(),
            mac(b"the secret of another client, 32 bytes", HS256),
            "jws.signature",
        ),
        (with_mac(), signer(), text.clone(), "jws.algorithm_not_allowed"),
        (with_mac(), without_secret, text.clone(), "jws.algorithm_not_allowed"),
        (op(|_| ()), sharing(), text, "jws.algorithm_not_allowed"),
        (all, sharing(), short_for_hs512, "jws.algorithm_not_allowed"),
    ] {
        let refused = reason(ask(&provider, &client, &text));
        assert_eq!(refused.code(), code);
    }
    let forged = Jws::new(b"{}".to_vec()).sign(
        &SigningKey::from_secret(
            &Secret::new(public.replace(['{', '}'], "").into_bytes()),
            HS256,
            &CRYPTO,
        )
        .unwrap(),
    );
    assert_eq!(reason(ask(&with_mac(), &sharing(), &forged.unwrap())).code(), "jws.signature");
}

#[test]
fn rfc7518_3_2_a_secret_that_is_too_short_is_refused_where_the_client_is_configured() {
    let short = ClientSecret::new(SHORT.to_owned());
    let error = signer().shared_secret(&short, HS256, &CRYPTO).unwrap_err();
    assert_eq!(error, key::Error::ShortSecret { needed: 32, found: 31 });
    let error = signer().shared_secret(&secret(), SignatureAlgorithm::Hs384, &CRYPTO).unwrap_err();
    assert_eq!(error, key::Error::ShortSecret { needed: 48, found: 36 });
    let wrong = signer().shared_secret(&secret(), SignatureAlgorithm::Es256, &CRYPTO);
    assert!(matches!(wrong, Err(key::Error::WrongKeyType(_))));
}

#[test]
fn attack_126_the_secret_in_the_record_is_stored_and_never_printed() {
    let client = sharing();
    assert_eq!(client.client_secret_fingerprint, Some(secret().fingerprint(&CRYPTO)));
    assert!(!format!("{client:?}").contains(secret().expose()));
    let stored = serde_json::to_value(&client).unwrap();
    assert_eq!(stored["client_secret"], secret().expose());
    assert_eq!(serde_json::from_value::<RegisteredClient>(stored).unwrap(), client);
    assert_eq!(serde_json::to_value(signer()).unwrap().get("client_secret"), None);
}

#[test]
fn attack_107_a_secret_that_was_replaced_no_longer_signs_request_objects() {
    let old = mac(secret().expose().as_bytes(), HS256);
    let new = ClientSecret::new("the client secret that replaced the first secret".to_owned());
    let replaced = sharing().secret(&new, &CRYPTO);
    let refused = reason(ask(&with_mac(), &replaced, &old));
    assert_eq!(refused.code(), "jws.algorithm_not_allowed");
    assert_eq!(replaced.client_secret, None);
    let shared = sharing().shared_secret(&new, HS256, &CRYPTO).unwrap();
    assert_eq!(reason(ask(&with_mac(), &shared, &old)).code(), "jws.signature");
    assert!(ask(&with_mac(), &shared, &mac(new.expose().as_bytes(), HS256)).is_ok());
    // The secret is the same as before, so its text stays in the record.
    assert!(ask(&with_mac(), &sharing().secret(&secret(), &CRYPTO), &old).is_ok());
}

#[test]
fn core_10_1_a_public_client_does_not_sign_with_a_secret() {
    let text = mac(secret().expose().as_bytes(), HS256);
    let mut public = sharing().public();
    for registered in [None, Some(RequestObjectAlgorithm::Signed(HS256))] {
        public.request_object_signing_alg = registered;
        let refused = reason(ask(&with_mac(), &public, &text));
        assert_eq!(refused.code(), "jws.algorithm_not_allowed");
    }
    // A public client can still sign with a private key.
    public.request_object_signing_alg = None;
    assert!(ask(&with_mac(), &public, &signed(&object("signer"))).is_ok());
}
