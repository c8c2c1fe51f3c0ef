//! Client assertions: `private_key_jwt` at the authorization server.

use symbolon_jose::jws::CompactJws;
use symbolon_oauth::EncodedJwt;
use symbolon_oauth::client::assertion::ExpectedAssertion;
use symbolon_oauth::obligation::FirstUse;
use symbolon_test_support::names::{client_id, issuer};

use crate::checksum::CHECKSUM;
use crate::{Accepted, jws, jwt, keys, text};

/// Verifies a client assertion. An accepted assertion is about the client, is valid for an hour at
/// most, was not signed with a shared secret, and has one `jti` for the replay check. An input with a
/// wrong signature is tried again with the right one.
pub(crate) fn client_assertion(data: &[u8]) -> Option<Accepted> {
    let token = text(data)?;
    let accepted = verified(token);
    if let Ok(jws) = CompactJws::parse(token)
        && let Some(forged) = jws::signed(token, jws.header().alg())
    {
        let _ = verified(&forged);
    }
    accepted
}

fn verified(token: &str) -> Option<Accepted> {
    let token = EncodedJwt::new(token.to_owned());
    let expected = ExpectedAssertion::new(&client_id(), &issuer());
    let unreplayed = expected.verify(&token, keys::verification(), &CHECKSUM, jwt::now()).ok()?;
    assert_eq!(unreplayed.keys().len(), 1);
    let assertion = unreplayed.accept(FirstUse::Confirmed).expect("the first use");
    assert_eq!(assertion.client_id(), &client_id());
    assert!(!assertion.jti().is_empty() && !assertion.algorithm().is_mac());
    let left = assertion.expires().seconds() - jwt::NOW;
    assert!((-60..=3660).contains(&left), "accepted although it expires in {left} seconds");
    Some(Accepted)
}
