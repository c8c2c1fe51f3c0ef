//! Example JWSs that RFC 7515, RFC 7520 and RFC 7797 print: JSON forms, detached and unencoded
//! payloads, and ES512.

use symbolon_jose::jws::{CompactJws, Error, GeneralJws, HeaderParameters, JsonJws, Jws, Reader};
use symbolon_jose::{
    Object, Secret, SignatureAlgorithm as Alg, SigningKey, VerificationKey, VerificationKeys,
    base64url, key,
};

use crate::CRYPTO;
use crate::suite::common::{
    HS, OTHER_RSA, P256, P521, RSA, object, private, public, signing, verification,
};

const JOE: &str =
    "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";

/// RFC 7520, figure 7.
const FRODO: &str = "It\u{2019}s a dangerous business, Frodo, going out your door. You step onto \
                     the road, and if you don't keep your feet, there\u{2019}s no knowing where you \
                     might be swept off to.";

/// RFC 7520, figure 5.
const MAC_KID: &str = "018c0ae5-4d9b-471b-bfd6-eef314bc7037";

fn mac() -> (SigningKey, VerificationKey) {
    let secret = base64url::decode("hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg").unwrap();
    mac_of(&Secret::new(secret))
}

fn mac_of(secret: &Secret) -> (SigningKey, VerificationKey) {
    (
        SigningKey::from_secret(secret, Alg::Hs256, &CRYPTO).unwrap(),
        VerificationKey::from_secret(secret, Alg::Hs256, &CRYPTO).unwrap(),
    )
}

fn parsed(json: &str) -> Object {
    object(json.trim_end())
}

#[test]
fn rfc7515_a_4_es512() {
    let token = include_str!("data/rfc7515_a4.jws").trim_end();
    let jwk = public(include_str!("data/p521_rfc7515_a4.json"));
    let key = VerificationKey::from_jwk(&jwk, Alg::Es512, &CRYPTO);
    if !CRYPTO.signature_algorithms().any(|it| it == Alg::Es512) {
        assert_eq!(key.map(|_| ()), Err(key::Error::Unsupported(Alg::Es512.into())));
        return;
    }
    let verified = CompactJws::parse(token).unwrap().verify(&key.unwrap().into()).unwrap();
    assert_eq!(verified.payload(), b"Payload");
}

#[test]
fn rfc7515_a_6_general() {
    let text = include_str!("data/rfc7515_a6.json");
    let (rsa, ec) = ("2010-12-29", "e9bc097a-ce51-4036-9562-d2ade882db0d");
    let keys = VerificationKeys::new(vec![
        verification(RSA, Alg::Rs256).named(rsa),
        verification(P256, Alg::Es256).named(ec),
    ]);
    let verified = JsonJws::parse(text).unwrap().verify_all(&keys).unwrap();
    assert_eq!(verified.payload(), JOE.as_bytes());
    let used: Vec<_> = verified.signatures().iter().map(|it| (it.key(), it.algorithm())).collect();
    assert_eq!(used, [(Some(rsa), Alg::Rs256), (Some(ec), Alg::Es256)]);
    // The RSA signature is deterministic, so it is reproduced.
    let ours = GeneralJws::new(JOE.as_bytes().to_vec())
        .sign(&signing(RSA, Alg::Rs256), HeaderParameters::new().unprotected("kid", rsa))
        .unwrap();
    let ours = parsed(&ours.to_json().unwrap());
    let printed = parsed(text);
    let first = |jws: &Object| jws.get("signatures").unwrap()[0].clone();
    assert_eq!(first(&ours), first(&printed));
    assert_eq!(ours.get("payload"), printed.get("payload"));
}

#[test]
fn rfc7515_a_7_flattened() {
    let text = include_str!("data/rfc7515_a7.json");
    let keys = verification(P256, Alg::Es256).into();
    let verified = JsonJws::parse(text).unwrap().verify_all(&keys).unwrap();
    assert_eq!(verified.payload(), JOE.as_bytes());
    let kid = verified.signatures()[0].unprotected().get("kid");
    assert_eq!(kid, Some(&"e9bc097a-ce51-4036-9562-d2ade882db0d".into()));
}

#[test]
fn rfc7520_4_5_detached() {
    let token = "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9\
                 ..s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0";
    let text = include_str!("data/rfc7520_4_5.json");
    let (signing, verification) = mac();
    let (signing, keys) = (signing.named(MAC_KID), verification.named(MAC_KID).into());
    let payload = FRODO.as_bytes();
    assert!(Reader::new().detached(token, payload).unwrap().verify(&keys).is_ok());
    assert!(Reader::new().detached_json(text, payload).unwrap().verify_all(&keys).is_ok());
    let jws = Jws::new(payload.to_vec()).detached();
    assert_eq!(jws.sign(&signing), Ok(token.to_owned()));
    let general = GeneralJws::new(payload.to_vec()).detached();
    let ours = general.sign(&signing, HeaderParameters::new()).unwrap().to_json().unwrap();
    assert_eq!(parsed(&ours), parsed(text));
}

#[test]
fn rfc7520_4_6_an_unprotected_kid() {
    let (signing, verification) = mac();
    let keys = verification.named(MAC_KID).into();
    let (general, flattened) =
        (include_str!("data/rfc7520_4_6.json"), include_str!("data/rfc7520_4_6_flat.json"));
    for text in [general, flattened] {
        let verified = JsonJws::parse(text).unwrap().verify_all(&keys).unwrap();
        assert_eq!(verified.payload(), FRODO.as_bytes());
        assert_eq!(verified.signatures()[0].header().kid(), Some(MAC_KID));
    }
    let jws = Jws::new(FRODO.as_bytes().to_vec()).unprotected("kid", MAC_KID);
    assert_eq!(parsed(&jws.sign_json(&signing).unwrap()), parsed(flattened));
    let parameters = HeaderParameters::new().unprotected("kid", MAC_KID);
    let ours = GeneralJws::new(FRODO.as_bytes().to_vec()).sign(&signing, parameters).unwrap();
    assert_eq!(parsed(&ours.to_json().unwrap()), parsed(general));
}

#[test]
fn rfc7520_4_7_only_the_payload_is_protected() {
    let keys = mac().1.named(MAC_KID).into();
    let reader = Reader::new().unprotected_algorithm();
    for text in [include_str!("data/rfc7520_4_7.json"), include_str!("data/rfc7520_4_7_flat.json")]
    {
        assert_eq!(JsonJws::parse(text).map(|_| ()), Err(Error::UnprotectedAlgorithm));
        let verified = reader.json(text).unwrap().verify_all(&keys).unwrap();
        assert_eq!(verified.payload(), FRODO.as_bytes());
        assert_eq!(verified.signatures()[0].algorithm(), Alg::Hs256);
    }
}

#[test]
fn rfc7520_4_8_three_signatures() {
    let text = include_str!("data/rfc7520_4_8.json");
    let bilbo = "bilbo.baggins@hobbiton.example";
    let mut keys = vec![verification(OTHER_RSA, Alg::Rs256).named(bilbo), mac().1.named(MAC_KID)];
    let mut expected = vec![(0, bilbo, Alg::Rs256), (2, MAC_KID, Alg::Hs256)];
    let all = CRYPTO.signature_algorithms().any(|it| it == Alg::Es512);
    if all {
        keys.push(verification(P521, Alg::Es512).named(bilbo));
        expected.insert(1, (1, bilbo, Alg::Es512));
    }
    let keys = VerificationKeys::new(keys);
    let read = || Reader::new().unprotected_algorithm().json(text).unwrap();
    let verified = read().verify_any(&keys).unwrap();
    assert_eq!(verified.payload(), FRODO.as_bytes());
    let used = verified.signatures().iter();
    let used: Vec<_> = used.map(|it| (it.index(), it.key().unwrap(), it.algorithm())).collect();
    assert_eq!(used, expected);
    assert_eq!(read().verify_all(&keys).is_ok(), all);
}

#[test]
fn rfc7797_4_unencoded() {
    let jwk = private(HS);
    let symbolon_jose::jwk::PrivateKey::Oct(secret) = jwk.key() else { panic!("not a secret") };
    let (signing, verification) = mac_of(secret);
    let keys: VerificationKeys = verification.into();
    let encoded = "eyJhbGciOiJIUzI1NiJ9.JC4wMg.5mvfOroL-g7HyqJoozehmsaqmvTYGEq5jTI1gVvoEoQ";
    assert_eq!(Jws::new(b"$.02".to_vec()).sign(&signing), Ok(encoded.to_owned()));
    let detached = "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19.\
                    .A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY";
    let jws = Jws::new(b"$.02".to_vec()).unencoded();
    assert_eq!(jws.clone().detached().sign(&signing), Ok(detached.to_owned()));
    let reader = Reader::new().unencoded();
    let verified = reader.detached(detached, b"$.02").unwrap().verify(&keys).unwrap();
    assert_eq!(verified.payload(), b"$.02");
    let flattened = r#"{
        "protected": "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19",
        "payload": "$.02",
        "signature": "A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY"
    }"#;
    let verified = reader.json(flattened).unwrap().verify_all(&keys).unwrap();
    assert_eq!(verified.payload(), b"$.02");
    assert_eq!(parsed(&jws.sign_json(&signing).unwrap()), parsed(flattened));
}
