//! Example tokens, signatures and thumbprints that RFCs print.

use crate::CRYPTO;
use symbolon_jose::jwk::PublicJwk;
use symbolon_jose::jws::{CompactJws, Jws, VerifiedJws};
use symbolon_jose::{
    SignatureAlgorithm as Alg, SigningKey, VerificationKey, VerificationKeys, base64url,
};

use crate::suite::common::{
    ED25519, HS, OTHER_P256, P256, P384, RSA, hex, private, signed, signing, verification,
};

/// The payload of the examples in RFC 7515, with its line breaks.
const JOE: &str =
    "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";

fn verify(token: &str, keys: &VerificationKeys) -> VerifiedJws {
    CompactJws::parse(token.trim_end()).unwrap().verify(keys).unwrap()
}

#[test]
fn rfc7515_a_1_hs256() {
    let token = include_str!("data/rfc7515_a1.jws").trim_end();
    let key = signing(HS, Alg::Hs256);
    let symbolon_jose::jwk::PrivateKey::Oct(secret) = private(HS).key().clone() else {
        panic!("not a secret")
    };
    let keys = VerificationKey::from_secret(&secret, Alg::Hs256, &CRYPTO).unwrap().into();
    assert_eq!(verify(token, &keys).payload(), JOE.as_bytes());
    assert_eq!(signed("{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}", JOE, &key), token);
}

#[test]
fn rfc7515_a_2_rs256() {
    let token = include_str!("data/rfc7515_a2.jws").trim_end();
    let keys = verification(RSA, Alg::Rs256).into();
    assert_eq!(verify(token, &keys).payload(), JOE.as_bytes());
    assert_eq!(signed("{\"alg\":\"RS256\"}", JOE, &signing(RSA, Alg::Rs256)), token);
}

#[test]
fn rfc7515_a_3_es256() {
    let token = include_str!("data/rfc7515_a3.jws");
    let keys = verification(P256, Alg::Es256).into();
    assert_eq!(verify(token, &keys).payload(), JOE.as_bytes());
}

#[test]
fn rfc8037_a_4_ed25519() {
    let token = include_str!("data/rfc8037_a4.jws").trim_end();
    let payload = b"Example of Ed25519 signing";
    let keys = verification(ED25519, Alg::EdDsa).into();
    assert_eq!(verify(token, &keys).payload(), payload);
    let key = SigningKey::from_jwk(&private(ED25519), Alg::EdDsa, &CRYPTO).unwrap();
    assert_eq!(Jws::new(payload.to_vec()).sign(&key), Ok(token.to_owned()));
}

#[test]
fn rfc6979_a_2_signatures() {
    let p256 = verification(OTHER_P256, Alg::Es256);
    let signature = hex(concat!(
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
    ));
    assert!(p256.verify(b"sample", &signature).is_ok());
    assert!(p256.verify(b"simple", &signature).is_err());
    let p384 = verification(P384, Alg::Es384);
    let signature = hex(concat!(
        "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46",
        "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8",
    ));
    assert!(p384.verify(b"sample", &signature).is_ok());
    assert!(p384.verify(b"simple", &signature).is_err());
}

#[test]
fn rfc7638_3_1_thumbprint() {
    let jwk = PublicJwk::parse(include_bytes!("data/rsa_rfc7638_3_1.json")).unwrap();
    let printed = include_str!("data/rfc7638_3_1.thumbprint").trim_end();
    assert_eq!(jwk.thumbprint(&CRYPTO), printed);
}

#[test]
fn rfc8037_a_3_thumbprint() {
    let printed = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
    assert_eq!(private(ED25519).thumbprint(&CRYPTO), printed);
    assert_eq!(private(ED25519).public().unwrap().thumbprint(&CRYPTO), printed);
}

#[test]
fn rfc7638_3_1_a_thumbprint_covers_only_the_required_members() {
    let key = private(P256);
    let named = key.clone().kid_replaced("a".into());
    assert_eq!(key.thumbprint(&CRYPTO), named.thumbprint(&CRYPTO));
    assert_eq!(named.thumbprint(&CRYPTO), named.public().unwrap().thumbprint(&CRYPTO));
}

#[test]
fn rfc7638_3_2_the_thumbprint_of_a_secret_covers_k_and_kty() {
    let text = br#"{"k":"AQID","kty":"oct"}"#;
    let jwk = symbolon_jose::jwk::PrivateJwk::parse(text).unwrap();
    let expected = base64url::encode(&CRYPTO.digests.sha256(text));
    assert_eq!(jwk.thumbprint(&CRYPTO), expected);
}
