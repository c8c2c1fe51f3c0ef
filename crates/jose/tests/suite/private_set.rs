//! A file with a program's own keys, a JWK of any kind, and public keys as fields of another
//! document.

use crate::CRYPTO;
use serde_json::{Value, json};
use symbolon_jose::jwe::{CompactJwe, Jwe};
use symbolon_jose::jwk::{
    Error, Jwk, PrivateJwk, PrivateJwkSet, PublicJwk, PublicJwkSet, SigningKeyError,
};
use symbolon_jose::key::{self, DropReason, SelectError};
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, EncryptionKey, KeyManagementAlgorithm as Km,
    SignatureAlgorithm as Alg,
};

use crate::suite::common::{
    ALL_PAIRS, ED25519, HS, OTHER_P256, P256, RSA, X25519, object, private, public,
};

fn named(json: &str, kid: &str) -> PrivateJwk {
    private(json).kid_replaced(kid.to_owned())
}

fn signing(set: &PrivateJwkSet, kid: Option<&str>, alg: Alg) -> Result<Option<String>, String> {
    match set.signing_key(kid, alg, &CRYPTO) {
        Ok(key) => {
            assert_eq!(key.algorithm(), alg);
            Ok(key.kid().map(str::to_owned))
        }
        Err(error) => Err(error.code().to_owned()),
    }
}

#[test]
fn a_written_key_file_is_read_back_unchanged() {
    let mut keys: Vec<_> = ALL_PAIRS.iter().map(|text| private(text)).collect();
    keys.push(private(HS));
    let set = PrivateJwkSet::new(keys.clone());
    let text = set.expose().to_json();
    let read = PrivateJwkSet::parse(text.as_bytes()).unwrap();
    assert_eq!(read, set);
    assert_eq!(read.keys(), keys);
    let mut with_member = set.expose();
    with_member.insert("note", "ours");
    let read = PrivateJwkSet::from_object(with_member.clone()).unwrap();
    assert_eq!(read.expose(), with_member);
    // The published set contains neither secrets nor the unknown members of the file.
    let published = read.public();
    assert_eq!(published.keys().len(), ALL_PAIRS.len());
    assert!(
        published
            .keys()
            .iter()
            .zip(&keys)
            .all(|(public, key)| key.public().as_ref() == Some(public))
    );
    assert!(!published.to_object().contains("note"));
    for key in published.keys() {
        assert!(PublicJwk::from_object(key.to_object()).is_ok());
    }
}

#[test]
fn a_key_file_does_not_print_its_keys() {
    let set = PrivateJwkSet::new(vec![named(P256, "k1"), private(HS)]);
    let shown = format!("{set:?} {:?}", Jwk::Private(private(P256)));
    for key in [P256, HS] {
        for name in ["d", "k"] {
            let value = object(key).get(name).and_then(Value::as_str).map(str::to_owned);
            assert!(value.is_none_or(|value| !shown.contains(&value)), "{shown}");
        }
    }
    assert!(shown.contains("k1"));
}

#[test]
fn a_signing_key_is_picked_by_kid_and_algorithm() {
    let set = PrivateJwkSet::new(vec![
        named(P256, "a"),
        named(OTHER_P256, "b"),
        named(RSA, "c"),
        private(ED25519),
        named(HS, "s"),
    ]);
    assert_eq!(signing(&set, Some("a"), Alg::Es256), Ok(Some("a".into())));
    assert_eq!(signing(&set, Some("b"), Alg::Es256), Ok(Some("b".into())));
    assert_eq!(signing(&set, None, Alg::Ps256), Ok(Some("c".into())));
    assert_eq!(signing(&set, None, Alg::EdDsa), Ok(None));
    assert_eq!(signing(&set, None, Alg::Hs256), Ok(Some("s".into())));
    assert_eq!(signing(&set, None, Alg::Es256), Err("signing_key.ambiguous".into()));
    assert_eq!(signing(&set, Some("a"), Alg::Rs256), Err("signing_key.none".into()));
    assert_eq!(signing(&set, None, Alg::Es384), Err("signing_key.none".into()));
    assert_eq!(signing(&set, Some("z"), Alg::Es256), Err("signing_key.unknown_kid".into()));
    assert_eq!(set.key("b"), Some(&named(OTHER_P256, "b")));
    assert_eq!(set.key("z"), None);
    // Several copies of the same key count as one key.
    let twice = PrivateJwkSet::new(vec![named(P256, "a"), named(P256, "a")]);
    assert_eq!(signing(&twice, None, Alg::Es256), Ok(Some("a".into())));
    let restricted = json!({ "keys": [Value::from({
        let mut key = named(P256, "a").expose();
        key.insert("use", "enc");
        key
    })] });
    let restricted = PrivateJwkSet::parse(restricted.to_string().as_bytes()).unwrap();
    assert_eq!(signing(&restricted, Some("a"), Alg::Es256), Err("signing_key.none".into()));
}

#[test]
fn a_key_of_the_file_that_was_left_out_names_the_reason() {
    let mut public = public(P256).to_object();
    public.insert("kid", "k1");
    let set = json!({ "keys": [Value::from(public), Value::from(private(ED25519).expose()), 7] });
    let set = PrivateJwkSet::parse(set.to_string().as_bytes()).unwrap();
    assert_eq!((set.keys().len(), set.dropped().len()), (1, 2));
    let reason = DropReason::Jwk(Error::Missing("d"));
    assert_eq!(set.dropped()[0].reason, reason);
    let refused = set.signing_key(Some("k1"), Alg::Es256, &CRYPTO).map(|_| ());
    assert_eq!(refused, Err(SigningKeyError::Select(SelectError::KeyLeftOut(reason))));
    assert!(refused.unwrap_err().to_string().ends_with("has no `d`"));
    assert_eq!(PrivateJwkSet::parse(b"{}"), Err(Error::Missing("keys")));
}

#[test]
fn decryption_keys_are_picked_by_algorithm() {
    let set = PrivateJwkSet::new(vec![named(X25519, "x"), named(P256, "p"), private(ED25519)]);
    let algorithms = [Km::EcdhEs, Km::EcdhEsA128Kw, Km::EcdhEs, Km::Pbes2Hs256A128Kw, Km::Rsa1_5];
    let keys = set.decryption_keys(&algorithms, &[Enc::A128Gcm], &CRYPTO).unwrap();
    let found: Vec<_> = keys.iter().map(|key| (key.kid(), key.algorithm())).collect();
    let (x, p) = (Some("x"), Some("p"));
    let direct = [(x, Km::EcdhEs), (p, Km::EcdhEs)];
    assert_eq!(found, [&direct[..], &[(x, Km::EcdhEsA128Kw), (p, Km::EcdhEsA128Kw)]].concat());
    let recipient = named(X25519, "x").public().unwrap();
    let key = EncryptionKey::from_jwk(&recipient, Km::EcdhEs, Enc::A128Gcm, &CRYPTO).unwrap();
    let token = Jwe::new(b"text".to_vec()).encrypt(&key).unwrap();
    assert_eq!(CompactJwe::parse(&token).unwrap().decrypt(&keys).unwrap().key(), x);
    // A key that permits the algorithm, but cannot be prepared, is an error.
    let refused = set.decryption_keys(&[Km::EcdhEs], &[], &CRYPTO).map(|_| ());
    assert_eq!(refused, Err(key::Error::NothingAllowed));
}

#[test]
fn a_jwk_of_any_kind_says_which_kind_it_is() {
    for text in ALL_PAIRS.iter().copied() {
        let jwk = Jwk::from_object(private(text).expose()).unwrap();
        assert_eq!(jwk, Jwk::Private(private(text)));
        assert_eq!(jwk.public(), private(text).public());
        let public_half = public(text);
        let jwk = Jwk::parse(public_half.to_object().to_json().as_bytes()).unwrap();
        assert_eq!((jwk.kid(), jwk.public()), (public_half.kid(), Some(public_half.clone())));
        assert_eq!(jwk, Jwk::Public(public_half));
    }
    let secret = Jwk::parse(HS.as_bytes()).unwrap();
    assert_eq!((secret.public(), &secret), (None, &Jwk::Secret(private(HS))));
    // An incomplete private key is never read as a public key.
    for (name, value) in [("d", json!("AQAB")), ("p", json!("AQAB")), ("d", json!(7))] {
        let mut half = public(RSA).to_object();
        half.insert(name, value);
        assert!(Jwk::from_object(half).is_err(), "{name}");
    }
    let mut null = public(RSA).to_object();
    null.insert("d", Value::Null);
    assert_eq!(Jwk::from_object(null), Ok(Jwk::Public(public(RSA))));
    assert_eq!(Jwk::parse(b"{}"), Err(Error::Missing("kty")));
}

#[test]
fn public_keys_are_fields_of_another_document() {
    #[derive(serde::Serialize, serde::Deserialize, PartialEq, Debug)]
    struct Client {
        jwks: PublicJwkSet,
        tls: PublicJwk,
    }
    let client =
        Client { jwks: PublicJwkSet::new(vec![public(P256), public(RSA)]), tls: public(ED25519) };
    let text = serde_json::to_string(&client).unwrap();
    assert_eq!(serde_json::from_str::<Client>(&text).unwrap(), client);
    let read = |tls: Value, keys: Value| {
        serde_json::from_value::<Client>(json!({ "jwks": { "keys": keys }, "tls": tls }))
    };
    // The rules of a JWK apply: a private key is refused, and a bad key of a set is left out.
    let ok: Value = public(ED25519).to_object().into();
    assert!(read(private(ED25519).expose().into(), json!([])).is_err());
    assert!(read(ok.clone(), Value::Null).is_err());
    let set = read(ok, json!([Value::from(private(P256).expose())])).unwrap().jwks;
    assert_eq!((set.keys().len(), set.dropped().len()), (0, 1));
}
