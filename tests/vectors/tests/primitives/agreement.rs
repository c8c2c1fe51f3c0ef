//! Key agreement: ECDH and X25519.

use symbolon_jose::Secret;
use symbolon_jose::crypto::{AgreementFailed, Crypto, KeyAgreement, KeyRejected};
use symbolon_jose::jwk::{
    EcCurve, EcPrivate, EcPublic, KeyKind, OkpCurve, OkpPrivate, OkpPublic, PrivateJwk, PrivateKey,
    PublicKey,
};
use symbolon_vector_tests::{hex, on_every_backend};

use crate::curves::{CURVES, add, key_pairs, pair, point};

fn agreement(crypto: &Crypto, kind: KeyKind) -> &'static dyn KeyAgreement {
    *crypto.agreements.iter().find(|agreement| agreement.kind() == kind).unwrap()
}

/// Builds a key pair for every curve with key agreement, from a small private number.
fn agreeing(crypto: &Crypto, number: u8) -> Vec<PrivateKey> {
    let x25519 = Secret::new(vec![number; 32]);
    let x25519 = key_pairs(crypto, KeyKind::X25519).from_private(&x25519).unwrap();
    let mut keys = vec![x25519];
    keys.extend(CURVES[..3].iter().map(|curve| pair(crypto, curve.curve, number)));
    keys
}

#[test]
fn both_sides_agree_and_a_third_key_gives_another_secret() {
    on_every_backend(|crypto, _| {
        let (ones, others, thirds) =
            (agreeing(crypto, 7), agreeing(crypto, 11), agreeing(crypto, 13));
        for ((one, other), third) in ones.iter().zip(&others).zip(&thirds) {
            let agreement = agreement(crypto, one.kind());
            let agree = |private: &PrivateKey, public: &PrivateKey| {
                let private = agreement.agreement(private).unwrap();
                private.agree(&public.public().unwrap()).unwrap()
            };
            assert_eq!(agree(one, other), agree(other, one));
            assert_ne!(agree(one, third), agree(one, other));
            let len = point_len(one.kind());
            assert_eq!(agree(one, other).expose().len(), len);
        }
    });
}

fn point_len(kind: KeyKind) -> usize {
    match kind {
        KeyKind::P384 => 48,
        KeyKind::P521 => 66,
        _ => 32,
    }
}

/// The Z of Alice and Bob in RFC 7518 §C.
#[test]
fn rfc7518_c_alice_and_bob_agree_on_z() {
    let alice = br#"{"kty":"EC","crv":"P-256",
        "x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",
        "y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps",
        "d":"0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo"}"#;
    let bob = br#"{"kty":"EC","crv":"P-256",
        "x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
        "y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
        "d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#;
    let z = [
        158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110,
        163, 218, 128, 106, 72, 246, 218, 167, 121, 140, 254, 144, 196,
    ];
    let (alice, bob) = (PrivateJwk::parse(alice).unwrap(), PrivateJwk::parse(bob).unwrap());
    on_every_backend(|crypto, _| {
        let agreement = agreement(crypto, KeyKind::P256);
        for (private, public) in [(&alice, &bob), (&bob, &alice)] {
            let private = agreement.agreement(private.key()).unwrap();
            let shared = private.agree(&public.key().public().unwrap()).unwrap();
            assert_eq!(shared.expose(), z);
        }
    });
}

/// The K of Alice and Bob in RFC 7748 §6.1.
#[test]
fn rfc7748_6_1_alice_and_bob_agree_on_k() {
    let alice = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    let bob = hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    let k = hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
    on_every_backend(|crypto, _| {
        let alice = key_pairs(crypto, KeyKind::X25519).from_private(&Secret::new(alice.clone()));
        let alice = agreement(crypto, KeyKind::X25519).agreement(&alice.unwrap()).unwrap();
        let bob = PublicKey::Okp(OkpPublic::new(OkpCurve::X25519, bob.clone()).unwrap());
        assert_eq!(alice.agree(&bob), Ok(Secret::new(k.clone())));
    });
}

/// RFC 7518 §6.2.2, SEC 1 §3.2.2.1: the coordinates are smaller than p and satisfy the equation.
#[test]
fn attack_033_coordinates_that_are_not_a_point_are_refused() {
    on_every_backend(|crypto, _| {
        for curve in &CURVES[..3] {
            let key = pair(crypto, curve.curve, 7);
            let (x, y) = (point(&key).x().to_vec(), point(&key).y().to_vec());
            let zero = vec![0; x.len()];
            let mut off = y.clone();
            off[10] ^= 1;
            let mut points = vec![(x.clone(), off), (y.clone(), x.clone()), (zero.clone(), zero)];
            // A coordinate plus p is the same number modulo p. On P-521 it still fits.
            points.extend(add(&x, &curve.p()).map(|x| (x, y.clone())));
            points.extend(add(&y, &curve.p()).map(|y| (x.clone(), y)));
            if curve.curve == EcCurve::P256 {
                // The point whose x is 0, with x written as p.
                let y = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";
                assert_eq!(agrees(crypto, &key, curve.curve, vec![0; 32], hex(y)), Ok(()));
                points.push((curve.p(), hex(y)));
            }
            for (x, y) in points {
                assert_eq!(agrees(crypto, &key, curve.curve, x, y), Err(AgreementFailed));
            }
        }
    });
}

/// Returns the result of `agree` for a point, after comparing it with that of `check`.
fn agrees(
    crypto: &Crypto,
    key: &PrivateKey,
    curve: EcCurve,
    x: Vec<u8>,
    y: Vec<u8>,
) -> Result<(), AgreementFailed> {
    let peer = PublicKey::Ec(EcPublic::new(curve, x, y).unwrap());
    let agreement = agreement(crypto, curve.kind());
    let agreed = agreement.agreement(key).unwrap().agree(&peer).map(|_| ());
    assert_eq!(agreement.check(&peer).is_ok(), agreed.is_ok());
    agreed
}

#[test]
fn keys_of_another_kind_are_refused() {
    on_every_backend(|crypto, _| {
        let ed25519 = key_pairs(crypto, KeyKind::Ed25519);
        let mut keys = agreeing(crypto, 7);
        keys.push(ed25519.from_private(&Secret::new(vec![7; 32])).unwrap());
        keys.push(pair(crypto, EcCurve::Secp256k1, 7));
        for agreement in crypto.agreements {
            let own = keys.iter().find(|key| key.kind() == agreement.kind()).unwrap();
            let own = agreement.agreement(own).unwrap();
            for key in keys.iter().filter(|key| key.kind() != agreement.kind()) {
                let public = key.public().unwrap();
                assert_eq!(agreement.agreement(key).err(), Some(KeyRejected));
                assert_eq!(agreement.check(&public), Err(KeyRejected));
                assert_eq!(own.agree(&public), Err(AgreementFailed));
            }
        }
    });
}

#[test]
fn attack_037_halves_that_do_not_match() {
    on_every_backend(|crypto, _| {
        for (one, other) in agreeing(crypto, 7).iter().zip(agreeing(crypto, 11)) {
            let mixed = match (one, other) {
                (PrivateKey::Ec(one), PrivateKey::Ec(other)) => {
                    PrivateKey::Ec(EcPrivate::new(other.public().clone(), one.d().clone()).unwrap())
                }
                (PrivateKey::Okp(one), PrivateKey::Okp(other)) => {
                    let mixed = OkpPrivate::new(other.public().clone(), one.d().clone());
                    PrivateKey::Okp(mixed.unwrap())
                }
                other => panic!("{other:?}"),
            };
            let agreement = agreement(crypto, one.kind());
            assert_eq!(agreement.agreement(&mixed).err(), Some(KeyRejected), "{}", one.kind());
            assert!(agreement.agreement(one).is_ok());
        }
    });
}
