//! Keys of a set that are prepared for one token: the result is the same as with all keys.

use crate::CRYPTO;
use symbolon_jose::jwk::{PrivateJwk, PublicJwk, PublicJwkSet};
use symbolon_jose::jws::{CompactJws, Error, Jws};
use symbolon_jose::key::SelectError;
use symbolon_jose::{SignatureAlgorithm as Alg, SigningKey};

use crate::suite::common::{ED25519, OTHER_P256, P256, P384, private};

fn token(jwk: &PrivateJwk, algorithm: Alg) -> String {
    let key = SigningKey::from_jwk(jwk, algorithm, &CRYPTO).unwrap();
    Jws::new(b"{}".to_vec()).sign(&key).unwrap()
}

fn named(json: &str, kid: Option<&str>) -> PrivateJwk {
    match kid {
        Some(kid) => private(json).kid_replaced(kid.to_owned()),
        None => private(json),
    }
}

type Outcome = Result<Option<String>, Error>;

fn both_ways(set: &PublicJwkSet, token: &str, allowed: &[Alg]) -> (Outcome, Outcome) {
    let verify = |keys| {
        let jws = CompactJws::parse(token).unwrap();
        jws.verify(&keys).map(|verified| verified.key().map(str::to_owned))
    };
    let jws = CompactJws::parse(token).unwrap();
    let one = set.verification_keys_for(jws.header().kid(), jws.header().alg(), allowed, &CRYPTO);
    (verify(set.verification_keys(allowed, &CRYPTO)), verify(one))
}

/// Tokens of every key and `kid` are verified with every set of up to two keys, under two
/// allow-lists.
#[test]
fn keys_prepared_for_one_token_give_the_same_result_as_all_keys() {
    let keys = [(P256, Alg::Es256), (OTHER_P256, Alg::Es256), (ED25519, Alg::EdDsa)];
    let names = [None, Some("a"), Some("b")];
    let mut members: Vec<Option<PublicJwk>> = vec![None];
    for (json, _) in keys {
        members.extend(names.map(|kid| named(json, kid).public()));
    }
    let mut verified = 0;
    for first in &members {
        for second in &members {
            let set = [first, second].into_iter().flatten().cloned().collect();
            let set = PublicJwkSet::new(set);
            for (json, algorithm) in keys {
                for kid in [None, Some("a"), Some("c")] {
                    let token = token(&named(json, kid), algorithm);
                    for allowed in [Alg::ALL, &[Alg::Es256]] {
                        let (all, one) = both_ways(&set, &token, allowed);
                        assert_eq!(all, one, "{set:?} {kid:?} {allowed:?}");
                        verified += usize::from(one.is_ok());
                    }
                }
            }
        }
    }
    assert!(verified > 100, "{verified} tokens were verified");
}

#[test]
fn attack_043_at_most_sixteen_keys_are_prepared_for_one_token() {
    let members = |kid: fn(usize) -> Option<String>| {
        let key = private(P384).public().unwrap();
        let members = (0..1000).map(|n| {
            let mut object = key.to_object();
            object.insert_some("kid", kid(n));
            PublicJwk::from_object(object).unwrap()
        });
        PublicJwkSet::new(members.collect())
    };
    let prepared = |set: &PublicJwkSet, jwk: &PrivateJwk, allowed: &[Alg]| {
        let token = token(jwk, Alg::Es384);
        let jws = CompactJws::parse(&token).unwrap();
        set.verification_keys_for(jws.header().kid(), jws.header().alg(), allowed, &CRYPTO).len()
    };
    let nameless = members(|_| None);
    assert_eq!(prepared(&nameless, &private(P384), Alg::ALL), 16);
    assert_eq!(prepared(&nameless, &named(P384, Some("x")), Alg::ALL), 16);
    let alike = members(|_| Some("x".to_owned()));
    assert_eq!(prepared(&alike, &named(P384, Some("x")), Alg::ALL), 16);
    let different = members(|n| Some(n.to_string()));
    assert_eq!(prepared(&different, &named(P384, Some("7")), Alg::ALL), 1);
    assert_eq!(prepared(&different, &named(P384, Some("7")), &[Alg::Es256]), 0);
}

#[test]
fn core_10_1_1_a_known_kid_for_another_algorithm_is_not_reported_as_unknown() {
    let set = PublicJwkSet::new(vec![named(ED25519, Some("a")).public().unwrap()]);
    let token = token(&named(ED25519, Some("a")), Alg::EdDsa);
    let refused = Err(Error::Key(SelectError::AlgorithmNotAllowed(Alg::EdDsa.into())));
    assert_eq!(both_ways(&set, &token, &[Alg::Es256]), (refused.clone(), refused));
}

#[test]
fn core_10_1_1_a_key_without_kid_does_not_hide_an_unknown_kid() {
    let set = PublicJwkSet::new(vec![private(P256).public().unwrap()]);
    let token = token(&named(ED25519, Some("new")), Alg::EdDsa);
    let unknown = Err(Error::Key(SelectError::UnknownKid));
    assert_eq!(both_ways(&set, &token, Alg::ALL), (unknown.clone(), unknown));
}
