//! The encryption examples of RFC 7520: they are decrypted, and reproduced with the random values
//! that the RFC prints.

use crate::CRYPTO;
use serde_json::{Value, json};
use symbolon_jose::jwe::{CompactJwe, JsonJwe, Jwe, Reader, Recipient};
use symbolon_jose::jwk::{PrivateJwk, PrivateKey};
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, Crypto, DecryptionKey, EncryptionKey,
    KeyManagementAlgorithm as Alg, Object, Secret, base64url, danger,
};

use crate::suite::scripted::drawing;

fn file(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn examples() -> Value {
    file(include_str!("data/jwe/rfc7520.json"))
}

/// Returns the plaintext of all examples in RFC 7520 §5 except §5.3.
fn plaintext() -> Vec<u8> {
    text(&examples()["plaintext"]).into_bytes()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn bytes(value: &Value) -> Vec<u8> {
    base64url::decode(value.as_str().unwrap()).unwrap()
}

fn jwk(value: &Value) -> PrivateJwk {
    PrivateJwk::from_object(Object::from_value(value.clone()).unwrap()).unwrap()
}

fn algorithms(example: &Value) -> (Alg, Enc) {
    (text(&example["alg"]).parse().unwrap(), text(&example["enc"]).parse().unwrap())
}

fn decryption(key: &Value, alg: Alg, enc: Enc) -> DecryptionKey {
    DecryptionKey::from_jwk(&jwk(key), alg, &[enc], &CRYPTO).unwrap()
}

fn encryption(key: &Value, alg: Alg, enc: Enc, crypto: &Crypto) -> EncryptionKey {
    let jwk = jwk(key);
    match (jwk.key(), jwk.public()) {
        (PrivateKey::Oct(_), _) => EncryptionKey::from_secret_jwk(&jwk, alg, enc, crypto).unwrap(),
        (_, Some(public)) => EncryptionKey::from_jwk(&public, alg, enc, crypto).unwrap(),
        (_, None) => panic!("no public key"),
    }
}

/// Prepares the key of an example, with the random values that the RFC prints for it.
fn encryption_of(example: &Value) -> EncryptionKey {
    let (alg, enc) = algorithms(example);
    let draws: Vec<_> = example["draws"].as_array().unwrap().iter().map(bytes).collect();
    encryption(&example["key"], alg, enc, &drawing(draws, &CRYPTO))
}

fn example(section: &str) -> Value {
    let examples = examples();
    let of_section = |example: &&Value| example["section"] == section;
    examples["examples"].as_array().unwrap().iter().find(of_section).unwrap().clone()
}

#[test]
fn rfc7520_5_4_to_5_12_every_form_decrypts() {
    let mut forms = 0;
    for example in examples()["examples"].as_array().unwrap() {
        let (alg, enc) = algorithms(example);
        let keys = decryption(&example["key"], alg, enc).into();
        if let Some(token) = example["compact"].as_str() {
            let decrypted = CompactJwe::parse(token).unwrap().decrypt(&keys).unwrap();
            assert_eq!(decrypted.plaintext(), plaintext());
            forms += 1;
        }
        for form in ["flattened", "general"] {
            let jwe = JsonJwe::parse(&example[form].to_string()).unwrap();
            assert_eq!(jwe.decrypt(&keys).unwrap().plaintext(), plaintext(), "{example}");
            forms += 1;
        }
    }
    assert_eq!(forms, 5 + 2 * 8);
}

/// We write header members in another order than the RFC prints them, so the tags differ. The
/// encrypted key and the ciphertext do not depend on the header.
#[test]
fn rfc7520_5_4_to_5_8_are_reproduced() {
    for section in ["5.4", "5.5", "5.6", "5.7", "5.8"] {
        let example = example(section);
        let token = Jwe::new(plaintext()).encrypt(&encryption_of(&example)).unwrap();
        let parts: Vec<&str> = token.split('.').collect();
        assert_eq!(parts[1], example["encrypted_key"], "{section}");
        assert_eq!(parts[3], example["ciphertext"], "{section}");
        let (alg, enc) = algorithms(&example);
        let header = base64url::decode(parts[0]).unwrap();
        let header: Value = serde_json::from_slice(&header).unwrap();
        let printed = text(&example["compact"]);
        let printed = base64url::decode(printed.split('.').next().unwrap()).unwrap();
        assert_eq!(header, serde_json::from_slice::<Value>(&printed).unwrap(), "{section}");
        let keys = decryption(&example["key"], alg, enc).into();
        let decrypted = CompactJwe::parse(&token).unwrap().decrypt(&keys).unwrap();
        assert_eq!(decrypted.plaintext(), plaintext());
    }
}

#[test]
fn rfc7520_5_10_additional_authenticated_data() {
    let example = example("5.10");
    let aad = bytes(&example["flattened"]["aad"]);
    let key = encryption_of(&example);
    let made = file(&Jwe::new(plaintext()).aad(&aad).encrypt_json(&key).unwrap());
    for member in ["encrypted_key", "iv", "aad", "ciphertext"] {
        assert_eq!(made[member], example["flattened"][member], "{member}");
    }
    let keys = decryption(&example["key"], Alg::A128Kw, Enc::A128Gcm).into();
    let decrypted = JsonJwe::parse(&made.to_string()).unwrap().decrypt(&keys).unwrap();
    assert_eq!(decrypted.additional_data(), Some(aad.as_slice()));
}

#[test]
fn rfc7520_5_11_some_of_the_header_is_protected() {
    let example = example("5.11");
    let jwe = Jwe::new(plaintext()).leaving_unprotected(&["alg", "kid"]);
    let made = jwe.encrypt_json(&encryption_of(&example)).unwrap();
    assert_eq!(file(&made), example["flattened"]);
}

#[test]
fn rfc7520_5_12_the_whole_header_is_unprotected() {
    let example = example("5.12");
    let jwe = Jwe::new(plaintext()).leaving_unprotected(&["alg", "enc", "kid"]);
    let made = jwe.encrypt_json(&encryption_of(&example)).unwrap();
    assert_eq!(file(&made), example["flattened"]);
}

#[test]
fn rfc7520_5_13_several_recipients() {
    let example = file(include_str!("data/jwe/rfc7520_5_13.json"));
    let enc = Enc::A128CbcHs256;
    let printed = &example["output"];
    let algorithms = [Alg::Rsa1_5, Alg::EcdhEsA256Kw, Alg::A256GcmKw];
    for (recipient, alg) in algorithms.into_iter().enumerate() {
        let key = &example["keys"][recipient];
        let key = if alg == Alg::Rsa1_5 {
            match danger::rsa1_5_decryption_key(&jwk(key), &[enc], &CRYPTO) {
                Ok(key) => key,
                Err(_) if CRYPTO.rsa.is_empty() => continue,
                Err(error) => panic!("{error}"),
            }
        } else {
            decryption(key, alg, enc)
        };
        let decrypted = JsonJwe::parse(&printed.to_string()).unwrap().decrypt(&key.into()).unwrap();
        assert_eq!(decrypted.plaintext(), plaintext());
        assert_eq!(decrypted.recipient(), recipient);
    }
    // RSA encryption draws its randomness inside the backend, so the RSA recipient cannot be
    // reproduced. The other recipients use the values that the RFC prints.
    let draw = |text: &str| base64url::decode(text).unwrap();
    let draws = [
        draw("zXayeJ4gvm8NJr3IUInyokTUO-LbQNKEhe_zWlYbdpQ"),
        draw("1DKHfTv-PiifVw2VBHM_ZiVcwOMxkOyANS_lQHJcrDxVY3jhVCvZPwMxJKIE793C"),
        draw("AvpeoPZ9Ncn9mkBn"),
        draw("VgEIHY20EnzUtZFl2RpB1g"),
    ];
    let crypto = drawing(draws, &CRYPTO);
    let keys = [(1, Alg::EcdhEsA256Kw), (2, Alg::A256GcmKw)]
        .map(|(index, alg)| encryption(&example["keys"][index], alg, enc, &crypto));
    let jwe = Jwe::new(plaintext()).unprotected("cty", "text/plain");
    let made = jwe.encrypt_general(&keys.each_ref().map(Recipient::new)).unwrap();
    let mut expected = printed.clone();
    let rsa = expected["recipients"].as_array_mut().unwrap().remove(0);
    assert_eq!(rsa["header"]["alg"], "RSA1_5");
    assert_eq!(file(&made), expected);
}

#[test]
fn rfc7520_5_1_5_2_rsa() {
    for (text_of_file, alg, enc) in [
        (include_str!("data/jwe/rfc7520_5_1.json"), Alg::Rsa1_5, Enc::A128CbcHs256),
        (include_str!("data/jwe/rfc7520_5_2.json"), Alg::RsaOaep, Enc::A256Gcm),
    ] {
        let example = file(text_of_file);
        let key = match alg {
            Alg::Rsa1_5 => danger::rsa1_5_decryption_key(&jwk(&example["key"]), &[enc], &CRYPTO),
            _ => DecryptionKey::from_jwk(&jwk(&example["key"]), alg, &[enc], &CRYPTO),
        };
        assert_eq!(key.is_ok(), !CRYPTO.rsa.is_empty());
        let Ok(key) = key else { continue };
        let token = text(&example["compact"]);
        let decrypted = CompactJwe::parse(&token).unwrap().decrypt(&key.into()).unwrap();
        assert_eq!(decrypted.plaintext(), plaintext());
    }
}

#[test]
fn rfc7520_5_3_password() {
    let example = file(include_str!("data/jwe/rfc7520_5_3.json"));
    let password = Secret::new(text(&example["password"]).into_bytes());
    let enc = Enc::A128CbcHs256;
    let key = DecryptionKey::from_password(&password, Alg::Pbes2Hs512A256Kw, &[enc], &CRYPTO);
    let jwe = CompactJwe::parse(example["compact"].as_str().unwrap()).unwrap();
    let decrypted = jwe.decrypt(&key.unwrap().into()).unwrap();
    assert_eq!(decrypted.header().cty(), Some("jwk-set+json"));
    assert_eq!(decrypted.plaintext(), text(&example["plaintext"]).as_bytes());
}

#[test]
fn rfc7520_5_9_compressed() {
    let example = file(include_str!("data/jwe/rfc7520_5_9.json"));
    let keys = decryption(&example["key"], Alg::A128Kw, Enc::A128Gcm).into();
    let jwe = Reader::new().inflating().compact(example["compact"].as_str().unwrap()).unwrap();
    assert_eq!(jwe.header().zip(), Some("DEF"));
    assert_eq!(jwe.decrypt(&keys).unwrap().plaintext(), plaintext());

    let key = encryption(&example["key"], Alg::A128Kw, Enc::A128Gcm, &CRYPTO);
    let token = Jwe::new(plaintext()).compressed().encrypt(&key).unwrap();
    assert!(token.len() < example["compact"].as_str().unwrap().len() + 40);
    let decrypted = Reader::new().inflating().compact(&token).unwrap().decrypt(&keys).unwrap();
    assert_eq!(decrypted.plaintext(), plaintext());
    assert_eq!(json!(decrypted.header().zip()), json!("DEF"));
}
