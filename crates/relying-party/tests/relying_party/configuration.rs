//! Settings with which no relying party can be created.

use core::time::Duration;

use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::{Endpoint, ProviderMetadata};
use symbolon_jose::SignatureAlgorithm::{self, EdDsa, Es256, Hs256, Rs256};
use symbolon_jose::{Crypto, Secret, SigningKey, key};
use symbolon_oauth::{ClientSecret, Issuer, ResponseType};
use symbolon_relying_party::{
    ClientAuthentication, ClientConfiguration, RelyingParty, RelyingPartyConfigurationError, danger,
};

use crate::parties::{SECRET, client, metadata};

/// Creates a relying party from changed settings, and returns the error if there is an error.
fn refused(
    change: impl FnOnce(&mut ProviderMetadata, &mut ClientConfiguration),
) -> Result<(), RelyingPartyConfigurationError> {
    let (mut metadata, mut client) = (metadata(), client());
    change(&mut metadata, &mut client);
    RelyingParty::new(metadata, client, &CRYPTO).map(|_| ())
}

fn algorithms(algorithms: &[SignatureAlgorithm]) -> Result<(), RelyingPartyConfigurationError> {
    refused(|_, client| client.policy.id_token_algorithms = Some(algorithms.to_vec()))
}

#[test]
fn discovery_3_metadata_without_the_code_flow() {
    let error = refused(|metadata, _| {
        metadata.response_types_supported = vec![ResponseType::new("id_token").unwrap()];
        metadata.token_endpoint = None;
    });
    assert_eq!(error, Err(RelyingPartyConfigurationError::NoTokenEndpoint));
    let error = refused(|metadata, _| {
        metadata.response_types_supported = vec![ResponseType::new("id_token").unwrap()];
    });
    assert_eq!(error, Err(RelyingPartyConfigurationError::NoCodeFlow));
}

#[test]
fn attack_081_metadata_that_the_caller_built_is_checked() {
    let error = refused(|metadata, _| {
        metadata.token_endpoint = Some(Endpoint::on_loopback("http://127.0.0.1/token").unwrap());
    });
    assert_eq!(error.unwrap_err().code(), "endpoint.scheme");
    let on_loopback = refused(|metadata, _| {
        metadata.issuer = Issuer::on_loopback("http://127.0.0.1:9400").unwrap();
        metadata.token_endpoint = Some(Endpoint::on_loopback("http://127.0.0.1/token").unwrap());
    });
    assert_eq!(on_loopback, Ok(()));
}

#[test]
fn core_3_1_3_7_7_algorithms() {
    assert_eq!(algorithms(&[Rs256, Es256]), Ok(()));
    for allowed in [&[][..], &[SignatureAlgorithm::Ps512]] {
        let error = RelyingPartyConfigurationError::NoCommonAlgorithm {
            advertised: metadata().id_token_signing_alg_values_supported,
            allowed: allowed.to_vec(),
        };
        assert_eq!(algorithms(allowed), Err(error));
    }
    assert_eq!(algorithms(&[Es256, Hs256]), Err(RelyingPartyConfigurationError::MixedAlgorithms));

    let crypto = Crypto { signatures: &[symbolon_crypto_ring::RS256], ..CRYPTO };
    let error = RelyingParty::new(metadata(), client(), &crypto).unwrap_err();
    assert_eq!(error, RelyingPartyConfigurationError::UnsupportedAlgorithm(Es256));
}

/// Returns the algorithms that a client without a list accepts from a provider with this list.
fn by_default(
    advertised: &[&str],
    crypto: &Crypto,
) -> Result<Vec<SignatureAlgorithm>, RelyingPartyConfigurationError> {
    let mut metadata = metadata();
    metadata.id_token_signing_alg_values_supported =
        advertised.iter().map(|name| (*name).to_owned()).collect();
    let mut client = client();
    client.policy.id_token_algorithms = None;
    RelyingParty::new(metadata, client, crypto).map(|rp| rp.id_token_algorithms().to_vec())
}

#[test]
fn core_3_1_3_7_7_by_default_the_signature_algorithms_of_the_provider_are_accepted() {
    for (advertised, accepted) in [
        (&["RS256", "ES256", "EdDSA", "HS256", "none", "X"][..], &[Rs256, Es256, EdDsa][..]),
        (&["ES256"], &[Es256]),
        // Core §15.1: every provider supports RS256.
        (&[], &[Rs256]),
    ] {
        assert_eq!(by_default(advertised, &CRYPTO).as_deref(), Ok(accepted), "{advertised:?}");
    }
    let crypto = Crypto { signatures: &[symbolon_crypto_ring::RS256], ..CRYPTO };
    assert_eq!(by_default(&["ES256", "RS256"], &crypto), Ok(vec![Rs256]));
}

#[test]
fn core_3_1_3_7_7_the_error_names_both_lists_if_nothing_fits() {
    let crypto = Crypto { signatures: &[symbolon_crypto_ring::RS256], ..CRYPTO };
    for advertised in ["HS256", "none", "ES256"] {
        let error = by_default(&[advertised], &crypto).unwrap_err();
        let expected = RelyingPartyConfigurationError::NoCommonAlgorithm {
            advertised: vec![advertised.to_owned()],
            allowed: vec![Rs256],
        };
        assert_eq!(error, expected);
        let text =
            format!("the provider signs ID Tokens with {advertised}, and the policy allows RS256");
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn rfc9700_2_1_1_a_public_client_sends_pkce() {
    let without_pkce = |authentication: ClientAuthentication| {
        refused(|_, client| {
            client.authentication = authentication;
            client.policy = danger::send_no_pkce(client.policy.clone());
        })
    };
    let error = without_pkce(ClientAuthentication::None).unwrap_err();
    assert_eq!(error, RelyingPartyConfigurationError::PublicClientWithoutPkce);
    assert_eq!(error.code(), "configuration.public_client_without_pkce");
    let secret = ClientSecret::new(SECRET.to_owned());
    assert_eq!(without_pkce(ClientAuthentication::ClientSecretPost(secret)), Ok(()));
}

#[test]
fn core_10_1_macs_need_a_long_secret() {
    let mac = |authentication: ClientAuthentication| {
        refused(|_, client| {
            client.policy.id_token_algorithms = Some(vec![Hs256]);
            client.authentication = authentication;
        })
    };
    assert_eq!(mac(ClientAuthentication::None), Err(RelyingPartyConfigurationError::NoSecret));
    let long = ClientSecret::new(SECRET.to_owned());
    assert_eq!(mac(ClientAuthentication::ClientSecretPost(long.clone())), Ok(()));
    assert_eq!(mac(ClientAuthentication::ClientSecretBasic(long)), Ok(()));
    let short = ClientSecret::new("hunter2".to_owned());
    assert_eq!(
        mac(ClientAuthentication::ClientSecretBasic(short)),
        Err(RelyingPartyConfigurationError::Secret(key::Error::ShortSecret {
            needed: 32,
            found: 7
        })),
    );
}

#[test]
fn core_9_private_key_jwt_needs_a_private_key() {
    let secret = Secret::new(vec![7; 32]);
    let key = SigningKey::from_secret(&secret, Hs256, &CRYPTO).unwrap();
    let error = refused(|_, client| {
        client.authentication = ClientAuthentication::PrivateKeyJwt(key);
    });
    assert_eq!(error, Err(RelyingPartyConfigurationError::AssertionKey(Hs256)));
}

#[test]
fn attack_124_a_leeway_that_would_switch_checks_off() {
    let error = refused(|_, client| client.policy.id_token.leeway = Duration::MAX);
    assert_eq!(error.unwrap_err().code(), "id_token_policy.leeway");
}
