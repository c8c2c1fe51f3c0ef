//! Writing JWEs: the header that each parameter is written into, and what is refused.

use crate::CRYPTO;
use serde_json::{Value, json};
use symbolon_jose::crypto::{RandomError, SecureRandom};
use symbolon_jose::jwe::{CompactJwe, EncryptError, Error, Jwe, Recipient};
use symbolon_jose::jws::CriticalError;
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, Crypto, EncryptionKey, KeyManagementAlgorithm as Alg,
    Secret, base64url,
};

use crate::suite::common::{P256, public};
use crate::suite::jwe_keys::{Pair, of_jwk, pair};
use crate::suite::scripted::drawing;

fn jwe() -> Jwe {
    Jwe::new(b"x".to_vec())
}

fn wrapping() -> EncryptionKey {
    pair(Alg::A128Kw, Enc::A128Gcm).encryption.named("k")
}

fn agreeing() -> EncryptionKey {
    of_jwk(P256, Alg::EcdhEsA128Kw, Enc::A128Gcm).encryption
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn protected(token: &str) -> Value {
    let header = token.split('.').next().unwrap();
    serde_json::from_slice(&base64url::decode(header).unwrap()).unwrap()
}

#[test]
fn the_compact_form_protects_all_parameters() {
    let jwe = jwe().typ("t").cty("c").param("x5t", "AAAA").critical("exp", 1);
    let token = jwe.encrypt(&wrapping()).unwrap();
    let expected = json!({
        "alg": "A128KW", "enc": "A128GCM", "kid": "k", "typ": "t", "cty": "c", "x5t": "AAAA",
        "crit": ["exp"], "exp": 1,
    });
    assert_eq!(protected(&token), expected);
    let token = jwe_agreed(Jwe::new(vec![]).apu(b"Alice").apv(b"Bob"));
    let header = protected(&token);
    assert_eq!((&header["apu"], &header["apv"]), (&json!("QWxpY2U"), &json!("Qm9i")));
    // RFC 7518 §4.6.1.1: `epk` has only the members of the public key.
    let names: Vec<&String> = header["epk"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["crv", "kty", "x", "y"]);
}

fn jwe_agreed(jwe: Jwe) -> String {
    jwe.encrypt(&agreeing()).unwrap()
}

#[test]
fn rfc7518_4_6_every_token_has_its_own_ephemeral_key() {
    let key = agreeing();
    let epk = || protected(&jwe().encrypt(&key).unwrap())["epk"].clone();
    assert_ne!(epk(), epk());
}

#[test]
fn every_token_has_its_own_content_key_and_initialization_vector() {
    let key = wrapping();
    let parts = |_| {
        let token = jwe().encrypt(&key).unwrap();
        token.split('.').map(str::to_owned).collect::<Vec<_>>()
    };
    let [one, two] = [(), ()].map(parts);
    assert_eq!(one[0], two[0]);
    for part in 1..5 {
        assert_ne!(one[part], two[part], "{part}");
    }
}

#[test]
fn parameters_are_written_into_the_header_that_they_belong_to() {
    let flattened = jwe().unprotected("hint", 1).leaving_unprotected(&["kid", "zip", "crit"]);
    let flattened = json_of(&flattened.compressed().encrypt_json(&wrapping()).unwrap());
    assert_eq!(flattened["unprotected"], json!({ "hint": 1, "kid": "k" }));
    let header = protected(flattened["protected"].as_str().unwrap());
    assert_eq!(header, json!({ "alg": "A128KW", "enc": "A128GCM", "zip": "DEF" }));
    assert!(flattened.get("recipients").is_none() && flattened.get("header").is_none());

    let (one, two) = (wrapping(), agreeing());
    let recipients =
        [Recipient::new(&one).param("for", "one"), Recipient::new(&two).apu(b"a").apv(b"b")];
    let general = json_of(&jwe().typ("t").encrypt_general(&recipients).unwrap());
    let header = protected(general["protected"].as_str().unwrap());
    assert_eq!(header, json!({ "enc": "A128GCM", "typ": "t" }));
    let [first, second] = general["recipients"].as_array().unwrap().as_slice() else {
        panic!("two recipients")
    };
    assert_eq!(first["header"], json!({ "alg": "A128KW", "kid": "k", "for": "one" }));
    assert_eq!(second["header"]["apu"], "YQ");
    assert!(general.get("unprotected").is_none() && general.get("aad").is_none());
}

#[test]
fn parameters_that_the_jwe_writer_sets_are_reserved() {
    for name in ["alg", "enc", "zip", "kid", "crit", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c"]
    {
        let reserved = Err(EncryptError::Reserved(name));
        assert_eq!(jwe().param(name, "x").encrypt(&wrapping()), reserved, "{name}");
        assert_eq!(jwe().unprotected(name, "x").encrypt_json(&wrapping()), reserved, "{name}");
        let shared = jwe().unprotected(name, "x").encrypt_general(&[Recipient::new(&wrapping())]);
        assert_eq!(shared, reserved, "{name}");
    }
    let key = wrapping();
    let own = |name| jwe().encrypt_general(&[Recipient::new(&key).param(name, "x")]);
    for name in ["alg", "kid"] {
        assert_eq!(own(name), Err(EncryptError::Reserved(name)), "{name}");
    }
    assert_eq!(own("enc"), Err(EncryptError::Header(Error::HeaderOverlap)));
    for name in ["zip", "crit"] {
        assert_eq!(own(name), Err(EncryptError::Header(Error::Unprotected(name))));
    }
}

#[test]
fn jwe_headers_that_a_reader_would_refuse_are_not_written() {
    let header = |error| Err(EncryptError::Header(error));
    let typ = symbolon_jose::MemberError { name: "typ", expected: "a string" };
    assert_eq!(jwe().param("typ", 1).encrypt(&wrapping()), header(typ.into()));
    let twice = jwe().typ("a").unprotected("typ", "b").encrypt_json(&wrapping());
    assert_eq!(twice, header(Error::HeaderOverlap));
    let registered = jwe().critical("typ", "x").encrypt(&wrapping());
    assert_eq!(registered, header(CriticalError::Registered.into()));
    let repeated = jwe().critical("exp", 1).critical("exp", 2).encrypt(&wrapping());
    assert_eq!(repeated, header(CriticalError::Repeated.into()));
    let private = Value::from(crate::suite::common::object(P256));
    let refused = symbolon_jose::jwk::Error::PrivateMember("d");
    let private = jwe().param("jwk", private).encrypt(&wrapping());
    assert_eq!(private, header(Error::EmbeddedKey(refused)));
    let jwk: Value = public(P256).to_object().into();
    assert!(jwe().param("jwk", jwk).encrypt(&wrapping()).is_ok());
}

#[test]
fn rfc7516_7_1_the_compact_form_has_no_aad_and_no_unprotected_header() {
    let refused = Err(EncryptError::NotCompact);
    assert_eq!(jwe().aad(b"x").encrypt(&wrapping()), refused);
    assert_eq!(jwe().unprotected("x", 1).encrypt(&wrapping()), refused);
    assert_eq!(jwe().leaving_unprotected(&["kid"]).encrypt(&wrapping()), refused);
}

#[test]
fn rfc7518_4_6_2_party_names_need_key_agreement_and_have_limits() {
    assert_eq!(jwe().apu(b"a").apv(b"a").encrypt(&agreeing()), Err(EncryptError::SameParty));
    let long = [1; 1025];
    let length = |name| Err(EncryptError::PartyLength { name, most: 1024, found: 1025 });
    assert_eq!(jwe().apu(&long).encrypt(&agreeing()), length("apu"));
    assert_eq!(jwe().apv(&long).encrypt(&agreeing()), length("apv"));
    let Pair { encryption, decryption } = of_jwk(P256, Alg::EcdhEs, Enc::A128Gcm);
    let token = jwe().apu(&long[1..]).apv(b"").encrypt(&encryption).unwrap();
    assert!(CompactJwe::parse(&token).unwrap().decrypt(&decryption).is_ok());
    // Only key agreement uses the names of the parties.
    let direct = pair(Alg::Dir, Enc::A128Gcm).encryption;
    for key in [wrapping(), direct] {
        for jwe in [jwe().apu(b"a"), jwe().apv(b"a")] {
            assert_eq!(jwe.encrypt(&key), Err(EncryptError::NoAgreement));
        }
        let recipient = Recipient::new(&key).apv(b"a");
        assert_eq!(jwe().encrypt_general(&[recipient]), Err(EncryptError::NoAgreement));
    }
    // In the general form, each recipient has its own party names.
    let general = jwe().apv(b"a").encrypt_general(&[Recipient::new(&agreeing())]);
    assert_eq!(general, Err(EncryptError::NoAgreement));
}

#[test]
fn rfc7516_5_2_there_must_be_recipients_and_all_must_have_the_same_enc() {
    assert_eq!(jwe().encrypt_general(&[]), Err(EncryptError::NoRecipient));
    let other = pair(Alg::A128Kw, Enc::A256Gcm).encryption;
    let differs = jwe().encrypt_general(&[Recipient::new(&wrapping()), Recipient::new(&other)]);
    let (first, other) = (Enc::A128Gcm, Enc::A256Gcm);
    assert_eq!(differs, Err(EncryptError::ContentEncryptionDiffers { first, other }));
}

/// A random source that always fails.
#[derive(Debug)]
struct Failing;

impl SecureRandom for Failing {
    fn fill(&self, _: &mut [u8]) -> Result<(), RandomError> {
        Err(RandomError)
    }
}

#[test]
fn a_failing_random_source_is_an_error() {
    let failing = Crypto { random: &Failing, ..CRYPTO };
    let secret = Secret::new(vec![1; 16]);
    let refused = Err(EncryptError::Random(RandomError));
    for alg in [Alg::Dir, Alg::A128Kw, Alg::A128GcmKw] {
        let key = EncryptionKey::from_secret(&secret, alg, Enc::A128Gcm, &failing).unwrap();
        assert_eq!(jwe().encrypt(&key), refused, "{alg}");
    }
    for alg in [Alg::EcdhEs, Alg::EcdhEsA128Kw] {
        let key = EncryptionKey::from_jwk(&public(P256), alg, Enc::A128Gcm, &failing).unwrap();
        assert_eq!(jwe().encrypt(&key), refused, "{alg}");
    }
    // Decryption needs randomness too: it draws a content key to use if unwrapping fails.
    let token = jwe().encrypt(&wrapping()).unwrap();
    let secret = Secret::new(vec![0x5a; 16]);
    let key =
        symbolon_jose::DecryptionKey::from_secret(&secret, Alg::A128Kw, &[Enc::A128Gcm], &failing);
    let result = CompactJwe::parse(&token).unwrap().decrypt(&key.unwrap().into()).map(|_| ());
    assert_eq!(result, Err(Error::Random(RandomError)));
}

#[test]
fn an_ephemeral_key_out_of_range_is_drawn_again() {
    // Zero, and numbers above the order of P-256, are not private keys.
    let scalar = vec![7; 32];
    let draws = [vec![0; 32], vec![0xff; 32], scalar.clone(), vec![1; 12]];
    let key =
        EncryptionKey::from_jwk(&public(P256), Alg::EcdhEs, Enc::A128Gcm, &drawing(draws, &CRYPTO));
    let again = jwe().encrypt(&key.unwrap()).unwrap();
    let at_once = drawing([scalar, vec![1; 12]], &CRYPTO);
    let key = EncryptionKey::from_jwk(&public(P256), Alg::EcdhEs, Enc::A128Gcm, &at_once);
    assert_eq!(again, jwe().encrypt(&key.unwrap()).unwrap());
    // After a limited number of draws, encryption fails.
    let never = drawing(vec![vec![0; 32]; 1000], &CRYPTO);
    let key = EncryptionKey::from_jwk(&public(P256), Alg::EcdhEs, Enc::A128Gcm, &never);
    assert_eq!(jwe().encrypt(&key.unwrap()), Err(EncryptError::Backend));
}

#[test]
fn attack_126_debug_output_hides_plaintext() {
    let key = wrapping();
    let token = Jwe::new(b"hunter2".to_vec()).typ("shown").encrypt(&key).unwrap();
    let read = CompactJwe::parse(&token).unwrap();
    let decrypted = read.clone().decrypt(&pair(Alg::A128Kw, Enc::A128Gcm).decryption).unwrap();
    assert_eq!(decrypted.clone().into_plaintext(), Secret::new(b"hunter2".to_vec()));
    let writer = Jwe::new(b"hunter2".to_vec());
    for printed in [format!("{read:?}"), format!("{decrypted:?}"), format!("{writer:?}")] {
        for secret in ["hunter2", "104, 117", "[104", token.split('.').nth(3).unwrap()] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
    assert!(format!("{decrypted:?}").contains("shown"));
}
