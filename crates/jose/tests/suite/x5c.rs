//! Certificates in a JWK: `x5c`, `x5t` and `x5t#S256`.

use crate::CRYPTO;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use symbolon_jose::jwk::PublicJwk;
use symbolon_jose::pkix::{Certificate, Error, certificates};

use crate::suite::common::{ED25519, P256, RSA, public, public_and};
use crate::suite::pkix::{der, key_file};

fn certificate(pem: &str) -> String {
    STANDARD.encode(der(pem))
}

/// Returns the P-256 key with these additional members.
fn with(members: &[(&str, Value)]) -> PublicJwk {
    let mut jwk = public(P256).to_object();
    for (name, value) in members {
        jwk.insert(name, value.clone());
    }
    PublicJwk::from_object(jwk).unwrap()
}

/// Returns how many certificates the P-256 key has with this `x5c`.
fn x5c(value: Value) -> Result<usize, Error> {
    with(&[("x5c", value)]).x5c(&CRYPTO).map(|chain| chain.len())
}

#[test]
fn rfc7517_4_7_the_first_certificate_must_contain_the_key() {
    let (own, other) =
        (certificate(key_file!("p256.certificate")), certificate(key_file!("rsa.certificate")));
    assert_eq!(x5c(json!([own])), Ok(1));
    assert_eq!(x5c(json!([own, other])), Ok(2));
    assert_eq!(x5c(json!([other, own])), Err(Error::OtherKey));
    assert_eq!(public(P256).x5c(&CRYPTO), Ok(Vec::new()));
    let rsa = public_and(RSA, "x5c", json!([other]));
    let chain = PublicJwk::from_object(rsa).unwrap().x5c(&CRYPTO).unwrap();
    assert_eq!(chain[0].public_key().unwrap().key(), public(RSA).key());
}

#[test]
fn attack_011_x5c_that_is_not_an_array_of_whole_certificates_in_base64() {
    let own = certificate(key_file!("p256.certificate"));
    let bytes = der(key_file!("p256.certificate"));
    // `null` counts as an absent member.
    assert_eq!(x5c(json!(null)), Ok(0));
    for value in [
        json!(7),
        json!(own),
        json!([]),
        json!([null]),
        json!([[own]]),
        json!([URL_SAFE_NO_PAD.encode(&bytes)]),
        json!([format!("{own}\n")]),
        json!([own.trim_end_matches('=')]),
        json!(vec![own.clone(); 17]),
    ] {
        // Without padding and a `+` or `/` in this text, two of the changes would change nothing.
        assert!(own.ends_with('=') && own.contains(['+', '/']));
        assert_eq!(x5c(value.clone()), Err(Error::X5c), "{value}");
    }
    assert_eq!(x5c(json!(vec![own.clone(); 16])), Ok(16));
    let longer = STANDARD.encode([&bytes[..], &[0]].concat());
    assert_eq!(x5c(json!([longer])), Err(Error::TrailingData));
    assert_eq!(x5c(json!([own, longer])), Err(Error::TrailingData));
    let shorter = STANDARD.encode(&bytes[..bytes.len() - 1]);
    assert!(matches!(x5c(json!([shorter])), Err(Error::Der(_))));
    assert_eq!(certificates(&json!([])), Err(Error::X5c));
    assert_eq!(certificates(&json!([own])).map(|chain| chain.len()), Ok(1));
}

#[test]
fn rfc7517_4_8_and_4_9_thumbprints_must_belong_to_the_certificate() {
    let pem = key_file!("p256.certificate");
    let own = Certificate::from_pem(pem).unwrap();
    let check = |name: &str, value: Value| {
        with(&[("x5c", json!([certificate(pem)])), (name, value)]).x5c(&CRYPTO).map(|_| ())
    };
    assert_eq!(check("x5t", json!(own.x5t(&CRYPTO))), Ok(()));
    assert_eq!(check("x5t#S256", json!(own.x5t_s256(&CRYPTO))), Ok(()));
    let other = Certificate::from_pem(key_file!("ed25519.certificate")).unwrap();
    for name in ["x5t", "x5t#S256"] {
        // A member without a value counts as absent, so it cannot contradict the certificate.
        assert_eq!(check(name, json!(null)), Ok(()));
        assert_eq!(check(name, json!("")), Ok(()));
    }
    for value in [json!(other.x5t(&CRYPTO)), json!("AA"), json!(7), json!(own.x5t_s256(&CRYPTO))] {
        assert_eq!(check("x5t", value), Err(Error::Thumbprint("x5t")));
    }
    for value in [json!(other.x5t_s256(&CRYPTO)), json!("AA"), json!(7), json!(own.x5t(&CRYPTO))] {
        assert_eq!(check("x5t#S256", value), Err(Error::Thumbprint("x5t#S256")));
    }
    // A key without `x5c` is compared with a certificate that the caller has.
    let jwk = with(&[("x5t#S256", json!(own.x5t_s256(&CRYPTO)))]);
    assert_eq!(jwk.check_certificate(&own, &CRYPTO), Ok(()));
    assert_eq!(jwk.check_certificate(&other, &CRYPTO), Err(Error::OtherKey));
    assert_eq!(public(ED25519).check_certificate(&other, &CRYPTO), Ok(()));
}

#[test]
fn rfc7515_4_1_7_and_4_1_8_thumbprints_are_computed_from_the_certificate() {
    // The values that `openssl x509 -fingerprint` prints, in base64url.
    let certificate = Certificate::from_pem(key_file!("mldsa44_rfc9881_c3.certificate")).unwrap();
    assert_eq!(certificate.x5t(&CRYPTO), "CFS66-OcATTOKvdPbkxUhFP1Hpc");
    assert_eq!(certificate.x5t_s256(&CRYPTO), "l2Ld1EKIr4m96SE_YyEuJzgV67438s6RjEljZbE4IWU");
}
