//! Key pairs completed from private bytes, and generated RSA keys.

use symbolon_crypto_aws_lc::{CRYPTO, RS256, RSA_KEY_PAIRS, RSA_OAEP};
use symbolon_jose::Secret;
use symbolon_jose::crypto::{GenerationFailed, KeyRejected, SigningMaterial};
use symbolon_jose::jwk::{KeyKind, PrivateKey};

use crate::keys::{hex, pair_of, private_len, rsa_altered};

#[test]
fn key_pairs_of_every_kind_can_be_completed() {
    let kinds: Vec<KeyKind> = CRYPTO.key_pairs.iter().map(|pairs| pairs.kind()).collect();
    for kind in [
        KeyKind::P256,
        KeyKind::P384,
        KeyKind::P521,
        KeyKind::Secp256k1,
        KeyKind::Ed25519,
        KeyKind::X25519,
        KeyKind::MlDsa44,
        KeyKind::MlDsa65,
        KeyKind::MlDsa87,
    ] {
        assert_eq!(kinds.iter().filter(|it| **it == kind).count(), 1, "{kind}");
        assert_eq!(pair_of(kind, 7).kind(), kind);
    }
    assert_eq!(kinds.len(), 9);
}

#[test]
fn private_bytes_of_another_length_are_refused() {
    for pairs in CRYPTO.key_pairs {
        let len = private_len(pairs.kind());
        for len in [0, 1, len - 1, len + 1, 67, 127, 128, 256, 70_000] {
            let private = Secret::new(vec![1; len]);
            assert_eq!(pairs.from_private(&private), Err(KeyRejected), "{} {len}", pairs.kind());
        }
    }
}

/// SEC 1 §3.2.1: d is in the interval [1, n - 1]. The public halves of both ends are G and -G.
#[test]
fn sec1_3_2_1_a_scalar_outside_1_to_n_minus_1_is_refused() {
    for (kind, order) in [
        (KeyKind::P256, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
        (
            KeyKind::P384,
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf\
             581a0db248b0a77aecec196accc52973",
        ),
        (
            KeyKind::P521,
            "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa\
             51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
        ),
        (KeyKind::Secp256k1, "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
    ] {
        let pairs = CRYPTO.key_pairs.iter().find(|pairs| pairs.kind() == kind).unwrap();
        let order = hex(order);
        let mut last = order.clone();
        *last.last_mut().unwrap() -= 1;
        let mut one = vec![0; order.len()];
        assert_eq!(pairs.from_private(&Secret::new(one.clone())), Err(KeyRejected), "{kind}");
        assert_eq!(pairs.from_private(&Secret::new(order)), Err(KeyRejected), "{kind}");
        *one.last_mut().unwrap() = 1;
        let (PrivateKey::Ec(one), PrivateKey::Ec(last)) = (
            pairs.from_private(&Secret::new(one)).unwrap(),
            pairs.from_private(&Secret::new(last)).unwrap(),
        ) else {
            panic!("{kind}")
        };
        assert_eq!(one.public().x(), last.public().x(), "{kind}");
        assert_ne!(one.public().y(), last.public().y(), "{kind}");
    }
}

/// The key of RFC 8032 §7.1, test 1, which
/// [RFC 8037 §A.2](https://www.rfc-editor.org/rfc/rfc8037#appendix-A.2) uses too.
#[test]
fn rfc8032_7_1_test_1_the_public_key_of_a_seed() {
    let seed = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    let pairs = CRYPTO.key_pairs.iter().find(|it| it.kind() == KeyKind::Ed25519).unwrap();
    let PrivateKey::Okp(key) = pairs.from_private(&Secret::new(seed)).unwrap() else { panic!() };
    let x = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    assert_eq!(key.public().x(), x);
}

/// The example of [RFC 9964 §A.1](https://www.rfc-editor.org/rfc/rfc9964#appendix-A.1): a seed of
/// zeros, and the first and last bytes of its public key.
#[test]
fn rfc9964_a_1_the_public_key_of_a_seed() {
    let pairs = CRYPTO.key_pairs.iter().find(|it| it.kind() == KeyKind::MlDsa44).unwrap();
    let PrivateKey::Akp(key) = pairs.from_private(&Secret::new(vec![0; 32])).unwrap() else {
        panic!()
    };
    let public = key.public().bytes();
    assert!(public.starts_with(&hex("ba71f9f64e11baeb58fa9c6fbb6e14e61f18643dab495b47")));
    assert!(public.ends_with(&hex("2732eca9960d981b4cfd3b7bb8045b3c3830546b9dd8db0d")));
}

#[test]
fn a_generated_rsa_key_has_the_requested_size_and_fitting_numbers() {
    let key = RSA_KEY_PAIRS.generate(2048).unwrap();
    assert_eq!(key.public().n().len(), 256);
    assert!(key.public().n()[0] >= 0x80);
    // RFC 8017 §3.1 requires an odd exponent. 65 537 is the usual choice.
    assert_eq!(key.public().e(), [1, 0, 1]);
    assert!(RS256.signer(SigningMaterial::Private(&PrivateKey::Rsa(key.clone()))).is_ok());
    assert!(RSA_OAEP.decrypter(&key).is_ok());
    assert!(RSA_OAEP.decrypter(&rsa_altered(&key, "d")).is_err());
    assert_ne!(key.public(), RSA_KEY_PAIRS.generate(2048).unwrap().public());
}

#[test]
fn rfc7518_3_3_rsa_keys_of_other_sizes_are_not_generated() {
    for bits in [0, 512, 1024, 2047, 2049, 2560, 16_384, usize::MAX] {
        assert_eq!(RSA_KEY_PAIRS.generate(bits), Err(GenerationFailed), "{bits}");
    }
    assert_eq!(RSA_KEY_PAIRS.generate(3072).map(|key| key.public().n().len()), Ok(384));
}
