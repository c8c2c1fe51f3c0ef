//! Every kind of key: reading, writing, and thumbprints. Keys that no backend supports are kept in
//! a set, and have a reason why they are not prepared.

use crate::CRYPTO;
use serde_json::{Value, json};
use symbolon_jose::jwk::{
    AkpAlgorithm, AkpPrivate, AkpPublic, EcCurve, EcPrivate, EcPublic, Error, KeyKind, OkpCurve,
    OkpPrivate, OkpPublic, PrivateJwk, PrivateKey, PublicJwk, PublicJwkSet, PublicKey, RsaPrivate,
    RsaPrivateNumbers, RsaPublic,
};
use symbolon_jose::key::DropReason;
use symbolon_jose::{Limits, Secret, SignatureAlgorithm as Alg, SigningKey, VerificationKey, key};

use crate::suite::common::{
    ALL_PAIRS, ED448, HS, ML_DSA_44, ML_DSA_65, ML_DSA_87, P256, P384, P521, RSA, SECP256K1, X448,
    X25519, private, public, public_and, secret, wrong_length, wrong_modulus,
};

const EC: [EcCurve; 4] = [EcCurve::P256, EcCurve::P384, EcCurve::P521, EcCurve::Secp256k1];
const OKP: [OkpCurve; 4] = [OkpCurve::Ed25519, OkpCurve::Ed448, OkpCurve::X25519, OkpCurve::X448];
const AKP: [AkpAlgorithm; 3] =
    [AkpAlgorithm::MlDsa44, AkpAlgorithm::MlDsa65, AkpAlgorithm::MlDsa87];

#[test]
fn every_kind_of_key_has_its_name() {
    let kinds: Vec<_> = ALL_PAIRS.iter().map(|text| private(text).key().kind()).collect();
    assert_eq!(
        kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(),
        [
            "RSA",
            "P-256",
            "P-384",
            "P-521",
            "secp256k1",
            "Ed25519",
            "Ed448",
            "X25519",
            "X448",
            "ML-DSA-44",
            "ML-DSA-65",
            "ML-DSA-87"
        ]
    );
    for (text, kind) in ALL_PAIRS.iter().zip(kinds) {
        assert_eq!(public(text).key().kind(), kind);
        assert_eq!(private(text).key().public().as_ref(), Some(public(text).key()));
    }
    assert_eq!(private(HS).key().kind(), KeyKind::Oct);
    assert_eq!(private(HS).key().public(), None);
}

#[test]
fn debug_output_of_private_key_material_shows_only_the_type() {
    for text in ALL_PAIRS {
        assert_eq!(format!("{:?}", private(text).key()), "PrivateKey");
    }
    let PrivateKey::Ec(ec) = private(P256).key().clone() else { panic!("not an EC key") };
    assert_eq!(format!("{ec:?}"), "EcPrivate");
}

#[test]
fn rfc7518_6_2_1_2_coordinates_must_have_the_length_of_the_curve() {
    for (curve, len) in EC.into_iter().zip([32, 48, 66, 32]) {
        assert_eq!(curve.coordinate_len(), len);
        assert_eq!(curve.kind().as_str(), curve.as_str());
        let point = |x: usize, y: usize| EcPublic::new(curve, vec![1; x], vec![2; y]);
        let right = point(len, len).unwrap();
        for wrong in [0, len - 1, len + 1] {
            assert_eq!(point(wrong, len), Err(wrong_length("x", wrong, len)));
            assert_eq!(point(len, wrong), Err(wrong_length("y", wrong, len)));
            let private = EcPrivate::new(right.clone(), secret(&vec![1; wrong]));
            assert_eq!(private, Err(wrong_length("d", wrong, len)));
        }
        assert!(EcPrivate::new(right.clone(), secret(&vec![1; len])).is_ok());
        let uncompressed = right.uncompressed();
        assert_eq!(uncompressed.len(), 1 + 2 * len);
        assert_eq!(EcPublic::from_uncompressed(curve, &uncompressed), Ok(right));
    }
}

#[test]
fn sec1_2_3_3_only_uncompressed_points_are_read() {
    let read = |point: &[u8]| EcPublic::from_uncompressed(EcCurve::P256, point).map(|_| ());
    let point = |form: u8, len: usize| [&[form][..], &vec![1; len]].concat();
    assert_eq!(read(&point(4, 64)), Ok(()));
    // Compressed points, hybrid points, and the point at infinity.
    for (form, len) in [(2, 32), (3, 32), (2, 64), (6, 64), (7, 64), (0, 0), (0, 64)] {
        assert_eq!(read(&point(form, len)), Err(Error::PointForm), "{form} {len}");
    }
    assert_eq!(read(&[]), Err(Error::PointForm));
    for len in [0, 31] {
        assert_eq!(read(&point(4, len)), Err(wrong_length("x", len, 32)));
    }
    for len in [32, 63, 65] {
        assert_eq!(read(&point(4, len)), Err(wrong_length("y", len - 32, 32)));
    }
}

#[test]
fn rfc8037_2_okp_keys_must_have_the_length_of_the_curve() {
    for (curve, len) in OKP.into_iter().zip([32, 57, 32, 56]) {
        assert_eq!(curve.key_len(), len);
        assert_eq!(curve.kind().as_str(), curve.as_str());
        let right = OkpPublic::new(curve, vec![1; len]).unwrap();
        for wrong in [0, len - 1, len + 1] {
            let public = OkpPublic::new(curve, vec![1; wrong]);
            assert_eq!(public, Err(wrong_length("x", wrong, len)));
            let private = OkpPrivate::new(right.clone(), secret(&vec![1; wrong]));
            assert_eq!(private, Err(wrong_length("d", wrong, len)));
        }
        assert!(OkpPrivate::new(right, secret(&vec![1; len])).is_ok());
    }
}

#[test]
fn rfc9964_4_and_5_akp_keys_must_have_the_length_of_the_algorithm() {
    for (algorithm, len) in AKP.into_iter().zip([1312, 1952, 2592]) {
        assert_eq!(algorithm.public_len(), len);
        assert_eq!(algorithm.kind().as_str(), algorithm.as_str());
        let right = AkpPublic::new(algorithm, vec![1; len]).unwrap();
        for wrong in [0, len - 1, len + 1] {
            let public = AkpPublic::new(algorithm, vec![1; wrong]);
            assert_eq!(public, Err(wrong_length("pub", wrong, len)));
        }
        // The last three are the lengths of expanded private keys.
        for wrong in [0, 31, 33, 2560, 4032, 4896] {
            let private = AkpPrivate::new(right.clone(), secret(&vec![1; wrong]));
            assert_eq!(private, Err(wrong_length("priv", wrong, 32)));
        }
        assert!(AkpPrivate::new(right, secret(&[1; AkpAlgorithm::SEED_LEN])).is_ok());
    }
}

#[test]
fn rfc7518_6_3_the_rsa_constructors_check_the_numbers() {
    type Field = fn(&mut RsaPrivateNumbers) -> &mut Secret;

    let PrivateKey::Rsa(key) = private(RSA).key().clone() else { panic!("not an RSA key") };
    let numbers = || RsaPrivateNumbers {
        d: key.d().clone(),
        p: key.p().clone(),
        q: key.q().clone(),
        dp: key.dp().clone(),
        dq: key.dq().clone(),
        qi: key.qi().clone(),
    };
    assert_eq!(RsaPrivate::new(key.public().clone(), numbers()), Ok(key.clone()));
    let with = |field: Field, value: &[u8]| {
        let mut numbers = numbers();
        *field(&mut numbers) = secret(value);
        RsaPrivate::new(key.public().clone(), numbers).map(|_| ())
    };
    let fields: [(&str, Field); 6] = [
        ("d", |numbers| &mut numbers.d),
        ("p", |numbers| &mut numbers.p),
        ("q", |numbers| &mut numbers.q),
        ("dp", |numbers| &mut numbers.dp),
        ("dq", |numbers| &mut numbers.dq),
        ("qi", |numbers| &mut numbers.qi),
    ];
    for (name, field) in fields {
        assert_eq!(with(field, &[]), Err(Error::Number(name)));
        assert_eq!(with(field, &[0, 1]), Err(Error::Number(name)));
        assert_eq!(with(field, &[1; 257]), Err(Error::RsaPrivateNumber(name)));
    }
    let n = key.public().n().to_vec();
    assert_eq!(RsaPublic::new(n.clone(), vec![1, 0, 1]), Ok(key.public().clone()));
    assert_eq!(RsaPublic::new(n, vec![2]), Err(Error::RsaExponent));
    assert_eq!(RsaPublic::new(vec![0xff; 128], vec![3]), Err(wrong_modulus(1024)));
}

#[test]
fn rfc7518_3_3_the_caller_can_limit_the_sizes_of_rsa_keys() {
    let strict = Limits { rsa_modulus_bits_least: 3072, ..Limits::DEFAULT };
    let too_small = Error::RsaModulus { bits: 2048, least: 3072, most: 8192 };
    let read = PublicJwk::from_object_within(public(RSA).to_object(), &strict);
    assert_eq!(read, Err(too_small));
    let read = PrivateJwk::from_object_within(private(RSA).expose(), &strict);
    assert_eq!(read, Err(too_small));
    let small = Limits { rsa_modulus_bits_most: 2047, ..Limits::DEFAULT };
    let too_large = Error::RsaModulus { bits: 2048, least: 2048, most: 2047 };
    let read = PublicJwk::from_object_within(public(RSA).to_object(), &small);
    assert_eq!(read, Err(too_large));
}

#[test]
fn rfc9964_3_an_akp_key_made_from_material_has_its_alg() {
    for (text, name) in
        [(ML_DSA_44, "ML-DSA-44"), (ML_DSA_65, "ML-DSA-65"), (ML_DSA_87, "ML-DSA-87")]
    {
        let jwk = PrivateJwk::from_key(private(text).key().clone(), Some("pq".into()));
        assert_eq!(jwk.expose().get("alg"), Some(&json!(name)));
        assert_eq!(jwk.public().unwrap().alg(), Some(name));
        assert_eq!(jwk.kid(), Some("pq"));
        assert_eq!(PrivateJwk::from_object(jwk.expose()), Ok(jwk));
    }
    for text in ALL_PAIRS.iter().take(9) {
        let jwk = PrivateJwk::from_key(private(text).key().clone(), None);
        assert!(!jwk.expose().contains("alg"));
        assert_eq!(PrivateJwk::from_object(jwk.expose()), Ok(jwk));
    }
}

#[test]
fn rfc9964_3_an_akp_key_with_an_unknown_alg_is_refused() {
    for name in ["ml-dsa-44", "ML-DSA-45", "ES256", "SLH-DSA-SHA2-128s", ""] {
        let jwk = public_and(ML_DSA_44, "alg", json!(name));
        let supported = "ML-DSA-44, ML-DSA-65 and ML-DSA-87";
        let refused = Err(Error::UnsupportedCurve { name: "alg", supported });
        assert_eq!(PublicJwk::from_object(jwk), refused, "{name}");
    }
    let longer = public_and(ML_DSA_44, "alg", json!("ML-DSA-65"));
    assert_eq!(PublicJwk::from_object(longer), Err(wrong_length("pub", 1312, 1952)));
}

#[test]
fn rfc9964_6_thumbprints_of_akp_keys() {
    for text in [ML_DSA_44, ML_DSA_65, ML_DSA_87] {
        let jwk = private(text);
        // RFC 9964 A.1: the `kid`s of the example keys are their thumbprints.
        assert_eq!(Some(jwk.thumbprint(&CRYPTO).as_str()), jwk.kid());
        assert_eq!(Some(public(text).thumbprint(&CRYPTO).as_str()), jwk.kid());
    }
}

#[test]
fn rfc8037_2_thumbprints_of_okp_keys_ignore_other_members() {
    for text in [X25519, X448, ED448] {
        let bare = public(text);
        let renamed = PublicJwk::from_object(public_and(text, "kid", json!("name"))).unwrap();
        assert_eq!(bare.thumbprint(&CRYPTO), renamed.thumbprint(&CRYPTO));
        assert_eq!(bare.thumbprint(&CRYPTO), private(text).thumbprint(&CRYPTO));
    }
}

#[test]
fn keys_without_a_signature_algorithm_stay_in_the_set() {
    let texts = [SECP256K1, ED448, X25519, X448, ML_DSA_44, P521, P384];
    let keys: Vec<Value> = texts.iter().map(|text| public(text).to_object().into()).collect();
    let set = PublicJwkSet::parse(json!({ "keys": keys }).to_string().as_bytes()).unwrap();
    assert_eq!(set.keys().len(), texts.len());
    assert_eq!(set.dropped(), []);
    let keys = set.verification_keys(&[Alg::Es384], &CRYPTO);
    assert_eq!(keys.len(), 1);
    let reasons: Vec<_> = keys.dropped().iter().map(|key| key.reason.to_string()).collect();
    assert_eq!(
        reasons,
        [
            "found a secp256k1 key; ES384 takes P-384 keys",
            "found an Ed448 key; ES384 takes P-384 keys",
            "found an X25519 key; ES384 takes P-384 keys",
            "found an X448 key; ES384 takes P-384 keys",
            "found an ML-DSA-44 key; ES384 takes P-384 keys",
            "found a P-521 key; ES384 takes P-384 keys",
        ]
    );
    for text in [ED448, X25519, X448] {
        let keys = PublicJwkSet::new(vec![public(text)]).verification_keys(Alg::ALL, &CRYPTO);
        assert!(keys.is_empty());
        let reason = keys.dropped()[0].reason;
        assert!(matches!(reason, DropReason::Key(key::Error::WrongKeyType(_))), "{reason}");
    }
}

#[test]
fn a_key_whose_algorithm_the_backend_lacks_is_dropped_with_a_reason() {
    for (text, algorithm) in
        [(SECP256K1, Alg::Es256k), (P521, Alg::Es512), (ML_DSA_44, Alg::MlDsa44)]
    {
        let has = CRYPTO.signature_algorithms().any(|it| it == algorithm);
        let expected = if has { Ok(()) } else { Err(key::Error::Unsupported(algorithm.into())) };
        let verifying = VerificationKey::from_jwk(&public(text), algorithm, &CRYPTO).map(|_| ());
        assert_eq!(verifying, expected, "{algorithm}");
        let signing = SigningKey::from_jwk(&private(text), algorithm, &CRYPTO).map(|_| ());
        assert_eq!(signing, expected, "{algorithm}");
        let keys = PublicJwkSet::new(vec![public(text)]).verification_keys(&[algorithm], &CRYPTO);
        assert_eq!(keys.dropped().is_empty(), has, "{algorithm}");
    }
}

#[test]
fn public_keys_on_different_curves_are_unequal() {
    let PublicKey::Ec(p256) = public(P256).key().clone() else { panic!("not an EC key") };
    let renamed = EcPublic::new(EcCurve::Secp256k1, p256.x().to_vec(), p256.y().to_vec());
    assert_ne!(renamed.as_ref(), Ok(&p256));
    assert_eq!(p256.curve(), EcCurve::P256);
}
