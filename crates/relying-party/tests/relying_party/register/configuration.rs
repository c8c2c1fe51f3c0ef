//! The settings of a client that registered itself.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::json::document::StatedList;
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::{NumericDate, Object};
use symbolon_oauth::ResponseType;
use symbolon_oauth::obligation::AddressFrom;
use symbolon_registration::ClientMetadata;
use symbolon_relying_party::{
    ClientAuthentication, ClientConfiguration, LoginRequestError, RegisteredError, Registration,
    RelyingParty,
};
use time::Duration;

use super::party::{provider, register, registration, wiki};
use crate::keys;
use crate::parties::{CLIENT, SECRET, now, redirect_uri};

fn configured(registration: &Registration) -> ClientConfiguration {
    ClientConfiguration::registered(registration, None).unwrap()
}

/// Returns the metadata of the client with these members.
fn with(members: &str) -> ClientMetadata {
    let mut object = wiki().to_object();
    for (name, value) in Object::parse(members.as_bytes()).unwrap().iter() {
        object.insert(name, value.clone());
    }
    ClientMetadata::from_object(object).unwrap()
}

#[test]
fn registration_3_2_the_settings_are_the_registered_values() {
    let mut registration = registration();
    registration.address = AddressFrom::Stranger;
    let client = configured(&registration);
    assert_eq!(client.client_id.as_str(), CLIENT);
    assert_eq!(client.response_types, [ResponseType::CODE]);
    assert_eq!(client.address, AddressFrom::Stranger);
    let ClientAuthentication::ClientSecretBasic(secret) = &client.authentication else {
        unreachable!("the default of the method is client_secret_basic")
    };
    assert_eq!(secret.expose(), SECRET);
    RelyingParty::new(provider(), client, &CRYPTO).unwrap();
}

#[test]
fn core_3_1_3_7_7_the_registered_algorithm_is_required() {
    for (members, expected) in [
        // The default.
        ("{}", SignatureAlgorithm::Rs256),
        (r#"{"id_token_signed_response_alg":"ES256"}"#, SignatureAlgorithm::Es256),
        (r#"{"id_token_signed_response_alg":"HS256"}"#, SignatureAlgorithm::Hs256),
    ] {
        let client = configured(&register(with(members), |_| {}).unwrap());
        assert_eq!(client.policy.id_token_algorithms, Some(vec![expected]), "{members}");
        let rp = RelyingParty::new(provider(), client, &CRYPTO).unwrap();
        assert_eq!(rp.id_token_algorithms(), [expected]);
    }
}

#[test]
fn core_5_3_2_the_registered_user_info_algorithm_is_required() {
    let registration = register(wiki(), |answer| {
        answer.insert("userinfo_signed_response_alg", "ES256");
    });
    let client = configured(&registration.unwrap());
    assert_eq!(client.policy.user_info_algorithms, [SignatureAlgorithm::Es256]);
}

#[test]
fn jarm_3_the_registered_algorithm_of_responses_is_required() {
    for (alg, expected) in [("ES256", SignatureAlgorithm::Es256), ("", SignatureAlgorithm::Rs256)] {
        let registration = register(wiki(), |answer| {
            answer.insert("response_modes", vec!["query.jwt"]);
            answer.insert("authorization_signed_response_alg", alg);
        });
        let client = configured(&registration.unwrap());
        assert_eq!(client.policy.authorization_response_algorithms, Some(vec![expected]));
    }
    let client = configured(&registration());
    assert_eq!(client.policy.authorization_response_algorithms, None);
}

#[test]
fn core_9_the_method_is_the_registered_method() {
    let post = register(with(r#"{"token_endpoint_auth_method":"client_secret_post"}"#), |_| {});
    let client = configured(&post.unwrap());
    assert!(matches!(client.authentication, ClientAuthentication::ClientSecretPost(_)));

    let public = register(with(r#"{"token_endpoint_auth_method":"none"}"#), |answer| {
        answer.remove("client_secret");
    });
    let client = configured(&public.unwrap());
    assert!(matches!(client.authentication, ClientAuthentication::None));

    let mut metadata = with(r#"{"token_endpoint_auth_method":"private_key_jwt"}"#);
    metadata.jwks = Some(PublicJwkSet::new(vec![keys::es().public()]));
    let key = register(metadata, |answer| {
        answer.remove("client_secret");
    });
    let key = key.unwrap();
    let client = ClientConfiguration::registered(&key, Some(keys::es().signing(&CRYPTO))).unwrap();
    assert!(matches!(client.authentication, ClientAuthentication::PrivateKeyJwt(_)));
    let error = ClientConfiguration::registered(&key, None).unwrap_err();
    assert_eq!(error, RegisteredError::NoKey);
}

/// Returns the error for a client with these members, and for an answer with this change.
fn refused(members: &str, change: impl FnOnce(&mut Object)) -> RegisteredError {
    let registration = register(with(members), change).unwrap();
    ClientConfiguration::registered(&registration, Some(keys::es().signing(&CRYPTO))).unwrap_err()
}

/// A change of the answer, and the error.
type Mutation = (&'static str, fn(&mut Object), &'static str, &'static str);

const MUTATIONS: [Mutation; 11] = [
    (
        "{}",
        |it| drop(it.remove("client_secret")),
        "registered.no_secret",
        "the client needs a secret, and the provider issued no secret",
    ),
    (
        "{}",
        |it| drop(it.insert("redirect_uris", vec!["https://evil.example/cb"])),
        "registered.redirect_uris",
        "the provider registered the redirect URIs [\"https://evil.example/cb\"]; the client \
         asked for [\"https://client.example/cb\"]",
    ),
    (
        r#"{"redirect_uris":["https://client.example/cb","https://client.example/b"]}"#,
        |it| drop(it.insert("redirect_uris", vec!["https://client.example/cb"])),
        "registered.redirect_uris",
        "the provider registered the redirect URIs [\"https://client.example/cb\"]; the client \
         asked for [\"https://client.example/cb\", \"https://client.example/b\"]",
    ),
    (
        "{}",
        |it| {
            let added = vec!["https://client.example/cb", "https://evil.example/cb"];
            drop(it.insert("redirect_uris", added));
        },
        "registered.redirect_uris",
        "the provider registered the redirect URIs [\"https://client.example/cb\", \
         \"https://evil.example/cb\"]; the client asked for [\"https://client.example/cb\"]",
    ),
    (
        "{}",
        |it| drop(it.insert("token_endpoint_auth_method", "client_secret_jwt")),
        "client_secret.too_short",
        "the client secret has 33 octets; the registered algorithms need 64",
    ),
    (
        "{}",
        |it| {
            it.insert("token_endpoint_auth_method", "client_secret_jwt");
            it.insert("token_endpoint_auth_signing_alg", "HS256");
        },
        "registered.method",
        "the client is registered for the authentication method `client_secret_jwt`; \
         supported are `client_secret_basic`, `client_secret_post`, `private_key_jwt` and \
         `none`",
    ),
    (
        r#"{"id_token_signed_response_alg":"HS256"}"#,
        |it| drop(it.insert("client_secret", "a secret of thirty-one octets..")),
        "client_secret.too_short",
        "the client secret has 31 octets; the registered algorithms need 32",
    ),
    (
        "{}",
        |it| drop(it.insert("userinfo_signed_response_alg", "XX256")),
        "registered.algorithm",
        "`userinfo_signed_response_alg` is \"XX256\", which is not an accepted signature \
         algorithm",
    ),
    (
        "{}",
        |it| drop(it.insert("id_token_encrypted_response_alg", "RSA-OAEP")),
        "registered.unsupported",
        "the client is registered with `id_token_encrypted_response_alg`, which is not \
         supported; register without it",
    ),
    (
        "{}",
        |it| drop(it.insert("dpop_bound_access_tokens", true)),
        "registered.unsupported",
        "the client is registered with `dpop_bound_access_tokens`, which is not supported; \
         register without it",
    ),
    (
        r#"{"require_auth_time":true,"id_token_signed_response_alg":"ES256"}"#,
        |it| {
            it.insert("require_auth_time", false);
            it.insert("id_token_signed_response_alg", "none");
        },
        "registered.weaker",
        "the provider weakened the registration: `id_token_signed_response_alg` is \"none\" \
         instead of \"ES256\"; `require_auth_time` is \"false\" instead of \"true\"; to use \
         it, call `accept_differences`",
    ),
];

#[test]
fn each_mutation_of_a_usable_answer_is_refused() {
    for (members, change, code, message) in MUTATIONS {
        let error = refused(members, change);
        assert_eq!(error.code(), code, "{error}");
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn registration_2_the_key_has_the_registered_algorithm() {
    let mut metadata = with(r#"{"token_endpoint_auth_method":"private_key_jwt"}"#);
    metadata.jwks = Some(PublicJwkSet::new(vec![keys::es().public()]));
    let registration = register(metadata, |answer| {
        answer.insert("token_endpoint_auth_signing_alg", "PS256");
    });
    let key = keys::es().signing(&CRYPTO);
    let error = ClientConfiguration::registered(&registration.unwrap(), Some(key)).unwrap_err();
    assert_eq!(error.code(), "registered.key_algorithm");
    assert_eq!(
        error.to_string(),
        "the key signs with ES256; `token_endpoint_auth_signing_alg` is \"PS256\""
    );
}

#[test]
fn registration_3_2_no_login_begins_with_an_expired_secret() {
    let expires = now() + Duration::seconds(60);
    let mut metadata = wiki();
    metadata.response_types =
        Some(StatedList(vec![ResponseType::CODE, ResponseType::new("id_token").unwrap()]));
    let mut provider = provider();
    provider.response_types_supported.push(ResponseType::new("id_token").unwrap());
    let mut registration = registration();
    registration.information.metadata = metadata;
    registration.information.client_secret_expires_at = Some(NumericDate::from(expires));
    let rp = RelyingParty::new(provider, configured(&registration), &CRYPTO).unwrap();
    let login = || rp.login(&redirect_uri());
    login().begin(expires - Duration::seconds(1)).unwrap();
    let error = login().begin(expires).unwrap_err();
    assert_eq!(error, LoginRequestError::ClientSecretExpired(expires.into()));
    assert_eq!(error.code(), "login.client_secret_expired");
    // The secret is not needed for a login without a code.
    login().response_type(ResponseType::new("id_token").unwrap()).begin(expires).unwrap();
}

#[test]
fn an_expired_secret_is_not_shown() {
    let error = refused(r#"{"id_token_signed_response_alg":"HS256"}"#, |answer| {
        answer.insert("client_secret", "short");
    });
    assert!(!format!("{error:?} {error}").contains("\"short\""));
}
