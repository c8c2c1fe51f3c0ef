//! ECDH and X25519.

use symbolon_crypto_aws_lc::{CRYPTO, ECDH_P256, ECDH_X25519, X25519_KEY_PAIRS};
use symbolon_jose::Secret;
use symbolon_jose::crypto::{AgreementFailed, KeyRejected};
use symbolon_jose::jwk::{
    EcCurve, EcPrivate, EcPublic, OkpCurve, OkpPrivate, OkpPublic, PrivateKey, PublicKey,
};

use crate::keys::{every_pair, hex, pair_of};

#[test]
fn both_sides_agree_on_a_coordinate_of_full_length() {
    for (agreement, len) in CRYPTO.agreements.iter().zip([32, 48, 66, 32]) {
        let (one, other) = (pair_of(agreement.kind(), 7), pair_of(agreement.kind(), 8));
        let (public, other_public) = (one.public().unwrap(), other.public().unwrap());
        assert_eq!(agreement.check(&public), Ok(()));
        let z = agreement.agreement(&one).unwrap().agree(&other_public).unwrap();
        assert_eq!(z.expose().len(), len, "{}", agreement.kind());
        assert_eq!(z, agreement.agreement(&other).unwrap().agree(&public).unwrap());
        assert_ne!(z, agreement.agreement(&other).unwrap().agree(&other_public).unwrap());
    }
}

#[test]
fn an_agreement_accepts_only_keys_of_its_curve() {
    for agreement in CRYPTO.agreements {
        let own = agreement.agreement(&pair_of(agreement.kind(), 7)).unwrap();
        for key in every_pair() {
            let fits = key.kind() == agreement.kind();
            let public = key.public().unwrap();
            assert_eq!(agreement.check(&public).is_ok(), fits, "{}", key.kind());
            assert_eq!(agreement.agreement(&key).is_ok(), fits, "{}", key.kind());
            assert_eq!(own.agree(&public).is_ok(), fits, "{}", key.kind());
        }
    }
}

#[test]
fn a_key_that_names_another_curve_is_refused() {
    let (PrivateKey::Ec(p256), PrivateKey::Okp(x25519)) =
        (pair_of(ECDH_P256.kind(), 7), pair_of(ECDH_X25519.kind(), 7))
    else {
        panic!()
    };
    let point = p256.public().uncompressed();
    let point = EcPublic::from_uncompressed(EcCurve::Secp256k1, &point).unwrap();
    let x = OkpPublic::new(OkpCurve::Ed25519, x25519.public().x().to_vec()).unwrap();
    for (agreement, own, public, private) in [
        (
            ECDH_P256,
            PrivateKey::Ec(p256.clone()),
            PublicKey::Ec(point.clone()),
            PrivateKey::Ec(EcPrivate::new(point, p256.d().clone()).unwrap()),
        ),
        (
            ECDH_X25519,
            PrivateKey::Okp(x25519.clone()),
            PublicKey::Okp(x.clone()),
            PrivateKey::Okp(OkpPrivate::new(x, x25519.d().clone()).unwrap()),
        ),
    ] {
        assert_eq!(agreement.check(&public), Err(KeyRejected));
        assert_eq!(agreement.agreement(&private).map(|_| ()).err(), Some(KeyRejected));
        let agreed = agreement.agreement(&own).unwrap().agree(&public);
        assert_eq!(agreed, Err(AgreementFailed));
    }
}

#[test]
fn halves_that_do_not_match_are_refused() {
    for agreement in CRYPTO.agreements {
        let mixed = match (pair_of(agreement.kind(), 7), pair_of(agreement.kind(), 8)) {
            (PrivateKey::Ec(one), PrivateKey::Ec(other)) => {
                PrivateKey::Ec(EcPrivate::new(one.public().clone(), other.d().clone()).unwrap())
            }
            (PrivateKey::Okp(one), PrivateKey::Okp(other)) => {
                PrivateKey::Okp(OkpPrivate::new(one.public().clone(), other.d().clone()).unwrap())
            }
            other => panic!("{other:?}"),
        };
        let refused = agreement.agreement(&mixed).map(|_| ()).err();
        assert_eq!(refused, Some(KeyRejected), "{}", agreement.kind());
    }
}

/// The invalid curve attack: agreeing with such a point would reveal bits of the private key.
#[test]
fn rfc7518_6_2_2_a_point_that_is_not_on_the_curve_is_refused() {
    for agreement in CRYPTO.agreements {
        let own = pair_of(agreement.kind(), 7);
        let Some(PublicKey::Ec(key)) = own.public() else { continue };
        let mut y = key.y().to_vec();
        *y.last_mut().unwrap() ^= 1;
        let off = PublicKey::Ec(EcPublic::new(key.curve(), key.x().to_vec(), y).unwrap());
        assert_eq!(agreement.check(&off), Err(KeyRejected), "{}", agreement.kind());
        let agreed = agreement.agreement(&own).unwrap().agree(&off);
        assert_eq!(agreed, Err(AgreementFailed), "{}", agreement.kind());
    }
}

#[test]
fn rfc7748_6_1_alice_and_bob_agree() {
    let pair = |private: &str| X25519_KEY_PAIRS.from_private(&Secret::new(hex(private))).unwrap();
    let public = |x: &str| PublicKey::Okp(OkpPublic::new(OkpCurve::X25519, hex(x)).unwrap());
    let alice = pair("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    let x = public("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    assert_eq!(alice.public(), Some(x));
    let bob = public("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    let k = ECDH_X25519.agreement(&alice).unwrap().agree(&bob).unwrap();
    let expected = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";
    assert_eq!(k.expose(), hex(expected));
}
