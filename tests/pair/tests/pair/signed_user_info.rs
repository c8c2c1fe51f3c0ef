//! Claims about the user in a response that the provider signs (Core §5.3.2).

use std::convert::Infallible;

use http::{Request, Response, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::Discover;
use symbolon_jose::SignatureAlgorithm;
use symbolon_oauth::ResponseType;
use symbolon_relying_party::{
    Callback, ClientAuthentication, ClientConfiguration, DriveError, Flow, RelyingParty,
    drive_blocking,
};
use symbolon_test_support::clock::now;
use symbolon_test_support::metadata::USER_INFO;
use symbolon_test_support::names::{client_id, client_secret, issuer, redirect_uri};
use symbolon_test_support::random;

use crate::party::Op;

const ALGORITHM: SignatureAlgorithm = SignatureAlgorithm::Es256;

/// Runs a flow against the provider. `change` changes the responses of the UserInfo endpoint.
fn drive<F: Flow>(
    op: &mut Op,
    flow: F,
    change: impl Fn(&mut Response<Vec<u8>>),
) -> Result<F::Output, F::Error> {
    let send = |request: Request<Vec<u8>>| -> Result<_, Infallible> {
        let mut response = op.answer(&request, now());
        if request.uri().path() == USER_INFO {
            change(&mut response);
        }
        Ok(response)
    };
    drive_blocking(flow, send, now).map_err(|error| match error {
        DriveError::Flow(error) => error,
        other => panic!("{}", other.code()),
    })
}

/// Signs alice in with this response type, and asks for UserInfo. `expected` is the algorithm that the
/// client expects, and `registered` the algorithm that the provider has registered for it.
fn ask(
    response_type: &ResponseType,
    registered: Option<SignatureAlgorithm>,
    expected: Option<SignatureAlgorithm>,
    change: impl Fn(&mut Response<Vec<u8>>),
) -> Result<Option<String>, &'static str> {
    let crypto = random::seeded(1, &CRYPTO);
    let mut op = Op::with(crypto, "alice", vec![response_type.clone()]);
    op.change_client(|client| client.userinfo_signed_response_alg = registered);
    let metadata = drive(&mut op, Discover::new(issuer()), |_| ()).unwrap();
    assert_eq!(metadata.userinfo_signing_alg_values_supported, [ALGORITHM.as_str()]);
    let authentication = ClientAuthentication::ClientSecretBasic(client_secret());
    let mut client = ClientConfiguration::new(client_id(), authentication)
        .response_types(vec![response_type.clone()])
        .id_token_signed_response_alg(ALGORITHM);
    if let Some(algorithm) = expected {
        client = client.userinfo_signed_response_alg(algorithm);
    }
    let rp = RelyingParty::new(metadata, client, &random::seeded(2, &CRYPTO)).unwrap();
    let login = rp.login(&redirect_uri()).scope("email").response_type(response_type.clone());
    let (url, pending) = login.begin(now()).unwrap();
    let response = op.grant(url.as_str(), now()).unwrap();
    let callback = response.headers()[header::LOCATION].to_str().unwrap();
    let callback = Callback::from_uri(callback).unwrap();
    let mut keys = rp.key_cache();
    let login = drive(&mut op, rp.finish(pending, callback, &mut keys).unwrap(), |_| ()).unwrap();
    let user_info = match expected {
        Some(_) => {
            let flow = rp.signed_user_info(&login.session, &mut keys).unwrap();
            drive(&mut op, flow, change)
        }
        None => drive(&mut op, rp.user_info(&login.session).unwrap(), change),
    };
    user_info.map(|it| it.claims.email).map_err(|error| error.code())
}

#[test]
fn core_5_3_2_the_claims_arrive_signed_if_both_sides_agree() {
    for response_type in [ResponseType::CODE, ResponseType::ID_TOKEN_TOKEN] {
        let email = Some("alice@example.com".to_owned());
        let ask = |registered, expected| ask(&response_type, registered, expected, |_| ());
        assert_eq!(ask(Some(ALGORITHM), Some(ALGORITHM)), Ok(email.clone()));
        assert_eq!(ask(None, None), Ok(email));
        assert_eq!(ask(None, Some(ALGORITHM)), Err("user_info.not_signed"));
        assert_eq!(ask(Some(ALGORITHM), None), Err("user_info.jwt"));
        let other = Some(SignatureAlgorithm::Rs256);
        assert_eq!(ask(other, Some(ALGORITHM)), Err("user_info.refused"));
    }
}

#[test]
fn core_5_3_4_a_changed_response_is_refused() {
    let ask = |change: fn(&mut Response<Vec<u8>>)| {
        ask(&ResponseType::CODE, Some(ALGORITHM), Some(ALGORITHM), change)
    };
    assert_eq!(
        ask(|response| {
            let last = response.body().len() - 10;
            response.body_mut()[last] ^= 1;
        }),
        Err("jws.signature")
    );
    assert_eq!(
        ask(|response| {
            let plain = br#"{"sub":"alice","email":"mallory@example.com"}"#.to_vec();
            *response.body_mut() = plain;
            let json = header::HeaderValue::from_static("application/json");
            response.headers_mut().insert(header::CONTENT_TYPE, json);
        }),
        Err("user_info.not_signed")
    );
}
