//! Unprotected headers of a JWE: what they may contain, and what is refused.

use serde_json::{Value, json};
use symbolon_jose::jwe::{DecryptedJwe, Error, JsonJwe, Jwe, Part, Reader};
use symbolon_jose::jws::CriticalError;
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, DecryptionKey, EncryptionKey, KeyManagementAlgorithm as Alg,
    Secret, base64url,
};

use crate::CRYPTO;
use crate::suite::jwe_forged::PLAINTEXT;

fn secret() -> Secret {
    Secret::new(vec![7; 16])
}

fn flattened(jwe: Jwe) -> Value {
    let key = EncryptionKey::from_secret(&secret(), Alg::Dir, Enc::A128Gcm, &CRYPTO).unwrap();
    serde_json::from_str(&jwe.encrypt_json(&key).unwrap()).unwrap()
}

fn decrypt(reader: Reader<'_>, text: &Value) -> Result<DecryptedJwe, Error> {
    let key = DecryptionKey::from_secret(&secret(), Alg::Dir, &[Enc::A128Gcm], &CRYPTO).unwrap();
    reader.json(&text.to_string())?.decrypt(&key.into())
}

#[test]
fn rfc7516_7_2_1_unprotected_parameters_are_kept_apart_from_protected_ones() {
    let mut text = flattened(Jwe::new(PLAINTEXT.to_vec()).param("iss", "us"));
    let jwk = json!({ "kty": "OKP", "crv": "X25519", "x": "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo" });
    text["unprotected"] = json!({ "typ": "admin+jwt", "cty": "JWT", "scope": "all", "jwk": jwk });
    text["header"] = json!({ "aud": "all", "kid": "theirs" });
    let jwe = decrypt(Reader::new(), &text).unwrap();
    let header = jwe.header();
    assert_eq!((header.typ(), header.cty(), header.jwk()), (None, None, None));
    assert_eq!(header.extra().names().collect::<Vec<_>>(), ["iss"]);
    let unprotected: Vec<_> = header.unprotected().names().collect();
    assert_eq!(unprotected, ["aud", "cty", "jwk", "scope", "typ"]);
    assert_eq!(header.kid(), Some("theirs"));
}

#[test]
fn rfc7516_4_1_unprotected_parameters_of_the_wrong_type_are_refused() {
    for wrong in [json!({ "typ": 1 }), json!({ "cty": [] }), json!({ "kid": 1 })] {
        let mut text = flattened(Jwe::new(PLAINTEXT.to_vec()));
        text["unprotected"] = wrong;
        let refused = decrypt(Reader::new(), &text).unwrap_err();
        assert!(matches!(refused, Error::HeaderParameter(_)), "{refused:?}");
    }
    let mut text = flattened(Jwe::new(PLAINTEXT.to_vec()));
    text["header"] = json!({ "jwk": { "kty": "oct", "k": "AA" } });
    assert!(matches!(decrypt(Reader::new(), &text), Err(Error::EmbeddedKey(_))));
}

#[test]
fn attack_006_rfc7515_4_1_11_parameters_that_crit_names_must_be_protected() {
    let reader = Reader::new().understanding(&["exp"]);
    let jwe = Jwe::new(PLAINTEXT.to_vec()).critical("exp", 1).leaving_unprotected(&["exp"]);
    let mut text = flattened(jwe);
    // The writer keeps a parameter that `crit` names in the protected header.
    assert_eq!(text.get("unprotected"), None);
    assert_eq!(decrypt(reader, &text).unwrap().header().crit(), ["exp"]);
    text["unprotected"] = json!({ "exp": 2 });
    assert_eq!(decrypt(reader, &text).map(drop), Err(Error::HeaderOverlap));
    let without = br#"{"alg":"dir","crit":["exp"],"enc":"A128GCM"}"#;
    text["protected"] = json!(base64url::encode(without));
    let refused = decrypt(reader, &text).map(drop);
    assert_eq!(refused, Err(Error::Critical(CriticalError::Absent)));
}

#[test]
fn rfc7516_7_2_1_an_empty_protected_header_must_be_absent() {
    let everything = Jwe::new(PLAINTEXT.to_vec()).leaving_unprotected(&["alg", "enc"]);
    let mut text = flattened(everything);
    assert!(decrypt(Reader::new(), &text).is_ok());
    text["protected"] = json!("e30");
    let refused = JsonJwe::parse(&text.to_string()).map(drop);
    assert_eq!(refused, Err(Error::Empty(Part::Header)));
}

#[test]
fn rfc7517_5_an_unsupported_jwk_is_kept_as_an_unknown_parameter() {
    let unknown = json!({ "kty": "XYZ" });
    let text = flattened(Jwe::new(PLAINTEXT.to_vec()).param("jwk", unknown.clone()));
    let jwe = decrypt(Reader::new(), &text).unwrap();
    assert_eq!(jwe.header().jwk(), None);
    assert_eq!(jwe.header().extra().get("jwk"), Some(&unknown));
}
