//! JWK Sets from public bug reports: members without a value, copies of a key, numbers in another
//! form, and keys that cannot be used.

use std::slice::from_ref;

use crate::CRYPTO;
use serde_json::{Value, json};
use symbolon_jose::jwk::{self, KeyKind, KeyQuirks, PrivateJwk, PublicJwk, PublicJwkSet};
use symbolon_jose::jws::{CompactJws, Error, Jws};
use symbolon_jose::key::{self, DropReason, SelectError};
use symbolon_jose::{Limits, Object, SignatureAlgorithm as Alg, SigningKey, base64url};

use crate::suite::common::{
    ALL_PAIRS, ED25519, OTHER_P256, P256, P384, P521, RSA, object, private, public, wrong_length,
};

const ALLOWED: &[Alg] = &[Alg::Rs256, Alg::Ps256, Alg::Es256, Alg::Es384, Alg::EdDsa];

/// Returns the public JWK with these changes. A member is removed if its new value is `None`.
fn changed(jwk: &str, changes: &[(&str, Option<Value>)]) -> Object {
    let mut jwk = public(jwk).to_object();
    jwk.insert("kid", "k1");
    for (name, value) in changes {
        match value {
            Some(value) => jwk.insert(name, value.clone()),
            None => jwk.remove(name),
        };
    }
    jwk
}

fn set_with(keys: &[Object], quirks: KeyQuirks) -> PublicJwkSet {
    let keys: Vec<_> = keys.iter().cloned().map(Value::from).collect();
    let json = json!({ "keys": keys }).to_string();
    PublicJwkSet::parse_with_quirks(json.as_bytes(), &Limits::DEFAULT, &quirks).unwrap()
}

fn set(keys: &[Object]) -> PublicJwkSet {
    set_with(keys, KeyQuirks::default())
}

fn token(jwk: &str, algorithm: Alg, kid: Option<&str>) -> String {
    let key = SigningKey::from_jwk(&private(jwk), algorithm, &CRYPTO).unwrap();
    let key = kid.map_or(key.clone(), |kid| key.named(kid));
    Jws::new(b"{}".to_vec()).sign(&key).unwrap()
}

/// Verifies a token with all keys of a set, and with the keys that are prepared for this token.
fn verify(set: &PublicJwkSet, token: &str) -> Result<Option<String>, Error> {
    let with = |keys| {
        let verified = CompactJws::parse(token)?.verify(&keys)?;
        Ok(verified.key().map(str::to_owned))
    };
    let header = CompactJws::parse(token)?;
    let (kid, alg) = (header.header().kid(), header.header().alg());
    let all = with(set.verification_keys(ALLOWED, &CRYPTO));
    assert_eq!(all, with(set.verification_keys_for(kid, alg, ALLOWED, &CRYPTO)));
    all
}

fn left_out(reason: impl Into<DropReason>) -> Result<Option<String>, Error> {
    Err(Error::Key(SelectError::KeyLeftOut(reason.into())))
}

#[test]
fn rfc7517_4_an_optional_member_that_is_null_is_absent() {
    let private = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];
    let optional = ["kid", "alg", "use", "key_ops", "x5u", "x5c", "x5t", "x5t#S256"];
    for text in ALL_PAIRS.iter().copied() {
        let jwk = public(text).to_object();
        for name in optional.iter().chain(&private).filter(|name| !jwk.contains(name)) {
            // An empty `kid` is a valid name, and does not count as absent.
            let values = [json!(null), json!("")];
            for value in values.into_iter().take(if *name == "kid" { 1 } else { 2 }) {
                let mut written = jwk.clone();
                written.insert(name, value.clone());
                let read = PublicJwk::from_object(written).unwrap();
                assert_eq!(read.to_object(), jwk, "{name} {value}");
            }
        }
    }
}

#[test]
fn rfc7517_4_a_required_member_that_is_null_is_refused() {
    for text in ALL_PAIRS.iter().copied() {
        let jwk = public(text).to_object();
        let required = jwk.names().filter(|name| *name != "kid");
        for name in required {
            let mut written = jwk.clone();
            written.insert(name, Value::Null);
            let refused = PublicJwk::from_object(written);
            assert!(matches!(refused, Err(jwk::Error::Member(_))), "{name}");
        }
        let jwk = private(text).expose();
        for name in ["d", "p", "q", "dp", "dq", "qi", "priv"] {
            let mut written = jwk.clone();
            if written.insert(name, Value::Null).is_some() {
                assert!(PrivateJwk::from_object(written).is_err(), "{name}");
            }
        }
    }
}

#[test]
fn rfc7518_6_3_2_a_null_d_does_not_make_a_key_private() {
    // A set as in googleapis/php-jwt #321: each key has all members of RFC 7517 and RFC 7518.
    let null = || Some(Value::Null);
    let jwk = changed(
        RSA,
        &[("d", null()), ("p", null()), ("oth", null()), ("key_ops", null()), ("x5t", null())],
    );
    assert_eq!(verify(&set(&[jwk]), &token(RSA, Alg::Rs256, Some("k1"))), Ok(Some("k1".into())));
    // simpleidserver/SimpleIdServer #864: an empty list of further primes.
    let jwk = changed(RSA, &[("oth", Some(json!([])))]);
    assert_eq!(verify(&set(&[jwk]), &token(RSA, Alg::Rs256, Some("k1"))), Ok(Some("k1".into())));
    for value in [json!("AQAB"), json!(0), json!(false), json!([]), json!({})] {
        let jwk = changed(RSA, &[("d", Some(value))]);
        let verified = verify(&set(&[jwk]), &token(RSA, Alg::Rs256, Some("k1")));
        assert_eq!(verified, left_out(jwk::Error::PrivateMember("d")));
    }
}

#[test]
fn rfc7518_6_3_1_1_leading_zero_is_removed_only_by_name() {
    let before = |name: &str| {
        let text = public(RSA).to_object();
        let number = base64url::decode(text.get(name).unwrap().as_str().unwrap()).unwrap();
        Some(json!(base64url::encode(&[&[0], &number[..]].concat())))
    };
    let token = token(RSA, Alg::Rs256, Some("k1"));
    let quirks = KeyQuirks::default().leading_zeros();
    for name in ["n", "e"] {
        let jwk = changed(RSA, &[(name, before(name))]);
        let refused = left_out(jwk::Error::Number(name));
        assert_eq!(verify(&set(from_ref(&jwk)), &token), refused, "{name}");
        let other = KeyQuirks::default().short_coordinates();
        assert_eq!(verify(&set_with(from_ref(&jwk), other), &token), refused, "{name}");
        let read = set_with(&[jwk], quirks);
        assert_eq!(verify(&read, &token), Ok(Some("k1".into())), "{name}");
        // RFC 7638 §3.3: the thumbprint is of the shortest form.
        assert_eq!(read.keys()[0].thumbprint(&CRYPTO), public(RSA).thumbprint(&CRYPTO));
    }
    // Only one zero byte is removed, and the number zero stays zero.
    for text in ["AAABAAE", "AA", "", "AAA"] {
        let jwk = changed(RSA, &[("e", Some(json!(text)))]);
        let read = set_with(&[jwk], quirks);
        assert_eq!(read.dropped()[0].reason, jwk::Error::Number("e").into(), "{text}");
    }
}

/// Returns a key pair of this kind whose coordinate starts with a zero byte.
fn with_zero(kind: KeyKind, coordinate: &str) -> PrivateJwk {
    let starts_with_zero = |jwk: &PrivateJwk| {
        let text = jwk.public().unwrap().to_object();
        let text = text.get(coordinate).and_then(Value::as_str).map(base64url::decode);
        text.unwrap().unwrap()[0] == 0
    };
    let mut pairs = (0..10_000).map(|_| PrivateJwk::generate(kind, &CRYPTO).unwrap());
    pairs.find(starts_with_zero).unwrap()
}

#[test]
fn rfc7518_6_2_1_2_short_coordinate_is_padded_only_by_name() {
    for (kind, algorithm, full, name) in [
        (KeyKind::P256, Alg::Es256, 32, "x"),
        (KeyKind::P256, Alg::Es256, 32, "y"),
        // go-jose and keycloak/keycloak #14933: the same with the larger curves.
        (KeyKind::P384, Alg::Es384, 48, "y"),
    ] {
        let pair = with_zero(kind, name).kid_replaced("k1".into());
        let key = SigningKey::from_jwk(&pair, algorithm, &CRYPTO).unwrap();
        let token = Jws::new(b"{}".to_vec()).sign(&key).unwrap();
        let mut jwk = pair.public().unwrap().to_object();
        let bytes = base64url::decode(jwk.get(name).unwrap().as_str().unwrap()).unwrap();
        jwk.insert(name, base64url::encode(&bytes[1..]));
        let refused = left_out(wrong_length(name, full - 1, full));
        assert_eq!(verify(&set(from_ref(&jwk)), &token), refused);
        let zeros = KeyQuirks::default().leading_zeros();
        assert_eq!(verify(&set_with(from_ref(&jwk), zeros), &token), refused);
        let read = set_with(&[jwk], KeyQuirks::default().short_coordinates());
        assert_eq!(verify(&read, &token), Ok(Some("k1".into())), "{kind} {name}");
        assert_eq!(read.keys()[0].thumbprint(&CRYPTO), pair.thumbprint(&CRYPTO));
    }
}

#[test]
fn a_coordinate_that_was_cut_off_is_not_a_key() {
    // The byte that is missing is not zero, so the point is not on the curve.
    let text = public(P256).to_object();
    let x = base64url::decode(text.get("x").unwrap().as_str().unwrap()).unwrap();
    let jwk = changed(P256, &[("x", Some(json!(base64url::encode(&x[1..]))))]);
    let read = set_with(&[jwk], KeyQuirks::default().short_coordinates());
    let verified = verify(&read, &token(P256, Alg::Es256, Some("k1")));
    assert_eq!(verified, left_out(key::Error::Rejected));
    let empty = changed(P256, &[("x", Some(json!("")))]);
    let read = set_with(&[empty], KeyQuirks::default().short_coordinates());
    assert_eq!(read.dropped()[0].reason, wrong_length("x", 0, 32).into());
}

/// GluuFederation/oxAuth #1595, nagyesta/lowkey-vault #1024: 33 bytes, because a Java `BigInteger`
/// has a sign.
#[test]
fn a_coordinate_with_a_sign_byte_is_read_by_name() {
    let text = public(P256).to_object();
    let x = base64url::decode(text.get("x").unwrap().as_str().unwrap()).unwrap();
    let with = |before: &[u8]| {
        changed(P256, &[("x", Some(json!(base64url::encode(&[before, &x].concat()))))])
    };
    let token = token(P256, Alg::Es256, Some("k1"));
    let refused = left_out(wrong_length("x", 33, 32));
    assert_eq!(verify(&set(&[with(&[0])]), &token), refused);
    let quirks = KeyQuirks::default().leading_zeros();
    assert_eq!(verify(&set_with(&[with(&[0])], quirks), &token), Ok(Some("k1".into())));
    assert_eq!(verify(&set_with(&[with(&[1])], quirks), &token), refused);
    let two = left_out(wrong_length("x", 34, 32));
    assert_eq!(verify(&set_with(&[with(&[0, 0])], quirks), &token), two);
}

#[test]
fn quirks_change_no_other_key() {
    let both = KeyQuirks::default().leading_zeros().short_coordinates();
    for text in ALL_PAIRS.iter().copied() {
        let jwk = public(text).to_object();
        assert_eq!(set_with(from_ref(&jwk), both), set(&[jwk]));
    }
    let jwk = changed(ED25519, &[("x", Some(json!("AA")))]);
    assert_eq!(set_with(from_ref(&jwk), both), set(&[jwk]));
    assert_eq!(set_with(&[object(r#"{"kty":"EC"}"#)], both), set(&[object(r#"{"kty":"EC"}"#)]));
}

/// panva/jose #392, authlib/authlib #785, dadrus/heimdall #5: a server lists one key twice.
#[test]
fn core_10_1_the_same_key_twice_is_one_key() {
    for kid in [Some("k1"), None] {
        let jwk = changed(RSA, &[("kid", kid.map(Value::from))]);
        let mut copy = jwk.clone();
        copy.insert("x5c", json!(["MIIB"]));
        copy.insert("use", "sig");
        let twice = set(&[jwk, copy]);
        assert_eq!(twice.keys().len(), 2);
        for of_token in [None, kid, kid.xor(Some("another"))] {
            let token = token(RSA, Alg::Rs256, of_token);
            assert_eq!(verify(&twice, &token), Ok(kid.map(str::to_owned)), "{kid:?} {of_token:?}");
        }
    }
}

#[test]
fn attack_039_two_keys_with_one_kid_are_still_ambiguous() {
    let ambiguous = Err(Error::Key(SelectError::Ambiguous));
    for kid in [Some("k1"), None] {
        let jwk = |text| changed(text, &[("kid", kid.map(Value::from))]);
        for keys in [
            [jwk(P256), jwk(OTHER_P256), jwk(P256)],
            [jwk(P256), jwk(P256), jwk(OTHER_P256)],
            [jwk(OTHER_P256), jwk(P256), jwk(P256)],
        ] {
            assert_eq!(verify(&set(&keys), &token(P256, Alg::Es256, kid)), ambiguous);
        }
    }
}

#[test]
fn a_kid_of_a_key_that_was_left_out_names_the_reason() {
    use jwk::Error as Jwk;
    let one = |name: &'static str, value: Value| changed(RSA, &[(name, Some(value))]);
    let padded = format!("{}==", base64url::encode(&[0xff; 256]));
    let not_permitted = DropReason::Key(key::Error::NotPermitted);
    for (jwk, reason) in [
        // apollographql/router #3853, #3986: "Cannot find kid", although the key is there.
        (
            one("n", json!(padded)),
            DropReason::Jwk(Jwk::Base64 { name: "n", error: base64url::Error }),
        ),
        (one("kty", json!("XYZ")), DropReason::Jwk(Jwk::UnsupportedKeyType)),
        (one("n", Value::Null), left_out_member("n")),
        (one("key_ops", json!(["verify", "verify"])), DropReason::Jwk(Jwk::KeyOperations)),
        // Keys whose `alg` is not a signature algorithm, whose `key_ops` do not contain `verify`,
        // or that are for encryption.
        (one("alg", json!("RSA")), not_permitted),
        (one("alg", json!("RSA-OAEP")), not_permitted),
        (one("key_ops", json!(["sign"])), not_permitted),
        (one("key_ops", json!([])), not_permitted),
        (one("use", json!("enc")), not_permitted),
    ] {
        let good = changed(ED25519, &[("kid", Some(json!("k2")))]);
        let set = set(&[jwk, good]);
        let verified = verify(&set, &token(RSA, Alg::Rs256, Some("k1")));
        assert_eq!(verified, left_out(reason));
        let Err(error) = verified else { unreachable!() };
        assert_eq!(error.code(), "jws.key_left_out");
        assert!(error.to_string().ends_with(&reason.to_string()), "{error}");
        // A `kid` that the set does not have is still unknown, so that the keys are fetched again.
        let unknown = Err(Error::Key(SelectError::UnknownKid));
        assert_eq!(verify(&set, &token(RSA, Alg::Rs256, Some("k3"))), unknown);
        let good = verify(&set, &token(ED25519, Alg::EdDsa, Some("k2")));
        assert_eq!(good, Ok(Some("k2".into())));
    }
}

fn left_out_member(name: &'static str) -> DropReason {
    DropReason::Jwk(jwk::Error::Member(symbolon_jose::MemberError { name, expected: "a string" }))
}

#[test]
fn a_key_for_another_algorithm_is_not_reported_as_left_out() {
    let of = |text: &str| set(&[changed(text, &[])]);
    let refused = |alg: Alg| Err(Error::Key(SelectError::AlgorithmNotAllowed(alg.into())));
    // The key can be used, but the token has another algorithm.
    assert_eq!(verify(&of(RSA), &token(P256, Alg::Es256, Some("k1"))), refused(Alg::Es256));
    assert_eq!(verify(&of(P256), &token(RSA, Alg::Rs512, Some("k1"))), refused(Alg::Rs512));
    // The key cannot be used with any allowed algorithm, but it has no fault.
    assert_eq!(verify(&of(P521), &token(P256, Alg::Es256, Some("k1"))), refused(Alg::Es256));
    let limited = set(&[changed(RSA, &[("alg", Some(json!("PS256")))])]);
    assert_eq!(verify(&limited, &token(RSA, Alg::Rs256, Some("k1"))), refused(Alg::Rs256));
}

#[test]
fn a_token_without_kid_names_the_reason_of_the_key_of_its_type() {
    let not_permitted = left_out(key::Error::NotPermitted);
    let bad = changed(RSA, &[("kid", None), ("alg", Some(json!("RSA")))]);
    let good = changed(ED25519, &[("kid", None)]);
    for keys in [&[bad.clone()][..], &[good.clone(), bad.clone()], &[bad.clone(), good]] {
        // The token can also have a `kid`, if no key of the set has a `kid`.
        for kid in [None, Some("any")] {
            let verified = verify(&set(keys), &token(RSA, Alg::Rs256, kid));
            assert_eq!(verified, not_permitted, "{kid:?}");
        }
        let other = verify(&set(keys), &token(P384, Alg::Es384, None));
        assert_eq!(other, Err(Error::Key(SelectError::AlgorithmNotAllowed(Alg::Es384.into()))));
    }
    // If another key has a `kid`, the token's `kid` is unknown.
    let named = changed(ED25519, &[]);
    let verified = verify(&set(&[bad, named]), &token(RSA, Alg::Rs256, Some("new")));
    assert_eq!(verified, Err(Error::Key(SelectError::UnknownKid)));
}
