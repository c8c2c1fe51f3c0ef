//! Attacks with points and numbers that a curve does not have, on every curve.

use crate::CRYPTO;
use symbolon_jose::jwk::{KeyKind, PrivateJwk, PublicJwk};
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, DecryptionKey, EncryptionKey, KeyManagementAlgorithm,
    SignatureAlgorithm as Alg, SigningKey, VerificationKey, base64url, jwk, key,
};

use crate::suite::common::{
    ED25519, P256, P384, P521, SECP256K1, X25519, hex, private, public, verification, wrong_length,
};

struct Curve {
    key: &'static str,
    algorithm: Alg,
    /// The prime of the field: every coordinate is below it.
    prime: &'static str,
    order: &'static str,
    /// The point with the smallest x that is at least 1: x plus the prime still fits into a
    /// coordinate.
    x: u8,
    y: &'static str,
}

const CURVES: &[Curve] = &[
    Curve {
        key: P256,
        algorithm: Alg::Es256,
        prime: "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
        order: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        x: 5,
        y: "459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc",
    },
    Curve {
        key: P384,
        algorithm: Alg::Es384,
        prime: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe\
                ffffffff0000000000000000ffffffff",
        order: "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf\
                581a0db248b0a77aecec196accc52973",
        x: 2,
        y: "8cdeadbbd04911a3c1931e26df3fa6439dca9c7eb286fbd46fc319f0e2bb7802\
            32baf57825fc0c1912ada2fefe84024c",
    },
    Curve {
        key: P521,
        algorithm: Alg::Es512,
        prime: "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\
                ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\
                ffff",
        order: "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\
                fffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e9138\
                6409",
        x: 1,
        y: "0010e59be93c4f269c0269c79e2afd65d6aeaa9b701eacc194fb3ee03df47849\
            bf550ec636ebee0ddd4a16f1cd9406605af38f584567770e3f272d688c832e84\
            3564",
    },
    Curve {
        key: SECP256K1,
        algorithm: Alg::Es256k,
        prime: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
        order: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        x: 1,
        y: "4218f20ae6c646b363db68605822fb14264ca8d2587fdd6fbc750d587e76a7ee",
    },
];

impl Curve {
    fn kind(&self) -> KeyKind {
        private(self.key).key().kind()
    }

    fn len(&self) -> usize {
        hex(self.prime).len()
    }

    /// Returns a small number in the length of a coordinate.
    fn number(&self, small: u8) -> Vec<u8> {
        let mut bytes = vec![0; self.len()];
        *bytes.last_mut().unwrap() = small;
        bytes
    }

    /// Reads the public key with these members replaced.
    fn with(&self, members: &[(&str, &[u8])]) -> Result<PublicJwk, jwk::Error> {
        let mut jwk = public(self.key).to_object();
        for (name, bytes) in members {
            jwk.insert(name, base64url::encode(bytes));
        }
        PublicJwk::from_object(jwk)
    }

    /// Prepares a key, for verification and for encryption, which must have the same result.
    fn prepared(&self, jwk: &PublicJwk) -> Result<(), key::Error> {
        let verifying = VerificationKey::from_jwk(jwk, self.algorithm, &CRYPTO).map(|_| ());
        if self.kind() != KeyKind::Secp256k1 {
            let algorithm = KeyManagementAlgorithm::EcdhEs;
            let encrypting = EncryptionKey::from_jwk(jwk, algorithm, Enc::A128Gcm, &CRYPTO);
            assert_eq!(encrypting.map(|_| ()), verifying);
        }
        verifying
    }
}

/// Adds a small number to a big-endian number.
fn sum(number: &[u8], small: u8) -> Vec<u8> {
    let mut bytes = number.to_vec();
    let mut carry = u16::from(small);
    for byte in bytes.iter_mut().rev() {
        let sum = u16::from(*byte) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    assert_eq!(carry, 0);
    bytes
}

#[test]
fn attack_029_psychic_signatures() {
    for curve in CURVES {
        let key = verification(curve.key, curve.algorithm);
        let (zero, one) = (curve.number(0), curve.number(1));
        let order = hex(curve.order);
        let above = sum(&order, 1);
        let most = vec![0xff; curve.len()];
        for r in [&zero, &one, &order, &above, &most] {
            for s in [&zero, &one, &order, &above, &most] {
                let signature = [r.as_slice(), s].concat();
                let refused = key.verify(b"message", &signature);
                assert!(refused.is_err(), "{} {signature:?}", curve.algorithm);
            }
        }
    }
}

#[test]
fn attack_033_points_off_the_curve() {
    let rejected = Err(key::Error::Rejected);
    for curve in CURVES {
        let (zero, prime, y) = (curve.number(0), hex(curve.prime), hex(curve.y));
        let x = curve.number(curve.x);
        let right = curve.with(&[("x", &x), ("y", &y)]).unwrap();
        assert_eq!(curve.prepared(&right), Ok(()), "{}", curve.algorithm);
        let alias = sum(&prime, curve.x);
        let most = vec![0xff; curve.len()];
        for (what, members) in [
            ("y of another point", vec![("y", &y)]),
            ("x of another point", vec![("x", &x)]),
            ("x and y exchanged", vec![("x", &y), ("y", &x)]),
            ("zeros, which some programs write for infinity", vec![("x", &zero), ("y", &zero)]),
            ("x = 0", vec![("x", &zero)]),
            ("y = 0", vec![("y", &zero)]),
            ("x = p", vec![("x", &prime)]),
            ("y = p", vec![("y", &prime)]),
            ("x of a point, plus p", vec![("x", &alias), ("y", &y)]),
            ("x with all bits set", vec![("x", &most)]),
            ("y with all bits set", vec![("y", &most)]),
        ] {
            let members: Vec<_> =
                members.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
            let jwk = curve.with(&members).unwrap();
            assert_eq!(curve.prepared(&jwk), rejected, "{} {what}", curve.algorithm);
        }
    }
}

#[test]
fn attack_033_coordinates_of_another_length() {
    for curve in CURVES {
        let len = curve.len();
        for name in ["x", "y"] {
            for wrong in [0, 1, len - 1, len + 1, 2 * len] {
                let refused = curve.with(&[(name, &vec![1; wrong])]);
                let expected = wrong_length(name, wrong, len);
                assert_eq!(refused, Err(expected), "{} {wrong}", curve.algorithm);
            }
        }
    }
}

#[test]
fn attack_033_a_point_of_another_curve() {
    let named = |key: &str, curve: &str| {
        let mut jwk = public(key).to_object();
        jwk.insert("crv", curve);
        PublicJwk::from_object(jwk)
    };
    for own in &CURVES[..3] {
        for other in CURVES.iter().filter(|other| other.len() != own.len()) {
            let refused = named(own.key, other.kind().as_str());
            assert_eq!(refused, Err(wrong_length("x", own.len(), other.len())));
        }
    }
    // P-256 and secp256k1 have coordinates of the same length, so the error comes later, when the
    // key is prepared.
    for (key, curve) in [(P256, &CURVES[3]), (SECP256K1, &CURVES[0])] {
        let renamed = named(key, curve.kind().as_str()).unwrap();
        assert_eq!(curve.prepared(&renamed), Err(key::Error::Rejected));
    }
}

#[test]
fn attack_037_private_scalars_out_of_range_or_of_another_point() {
    for curve in CURVES {
        let signs = |d: &[u8]| {
            let mut jwk = private(curve.key).expose();
            jwk.insert("d", base64url::encode(d));
            let jwk = PrivateJwk::from_object(jwk).unwrap();
            let signing = SigningKey::from_jwk(&jwk, curve.algorithm, &CRYPTO).map(|_| ());
            if curve.kind() != KeyKind::Secp256k1 {
                let algorithm = KeyManagementAlgorithm::EcdhEs;
                let decrypting = DecryptionKey::from_jwk(&jwk, algorithm, &[Enc::A128Gcm], &CRYPTO);
                assert_eq!(decrypting.map(|_| ()), signing, "{}", curve.algorithm);
            }
            signing
        };
        let order = hex(curve.order);
        for d in [
            curve.number(0),
            curve.number(1),
            order.clone(),
            sum(&order, 1),
            vec![0xff; curve.len()],
        ] {
            assert_eq!(signs(&d), Err(key::Error::Rejected), "{} {d:?}", curve.algorithm);
        }
    }
}

#[test]
fn attack_037_a_scalar_above_the_order_is_refused() {
    // The scalar n + 1 gives the same point as the scalar 1.
    for curve in CURVES.iter().filter(|curve| curve.kind() == KeyKind::P256) {
        let one = symbolon_jose::Secret::new(curve.number(1));
        let pairs = CRYPTO.key_pairs.iter().find(|pairs| pairs.kind() == curve.kind()).unwrap();
        let base = PrivateJwk::from_key(pairs.from_private(&one).unwrap(), None);
        assert!(SigningKey::from_jwk(&base, curve.algorithm, &CRYPTO).is_ok());
        let mut above = base.expose();
        above.insert("d", base64url::encode(&sum(&hex(curve.order), 1)));
        let above = PrivateJwk::from_object(above).unwrap();
        let refused = SigningKey::from_jwk(&above, curve.algorithm, &CRYPTO).map(|_| ());
        assert_eq!(refused, Err(key::Error::Rejected));
    }
}

#[test]
fn attack_037_x25519_keys_that_do_not_belong_together() {
    let decrypts = |jwk: &PrivateJwk| {
        let algorithm = KeyManagementAlgorithm::EcdhEs;
        DecryptionKey::from_jwk(jwk, algorithm, &[Enc::A128Gcm], &CRYPTO).map(|_| ())
    };
    assert_eq!(decrypts(&private(X25519)), Ok(()));
    for name in ["d", "x"] {
        let mut jwk = private(X25519).expose();
        jwk.insert(name, base64url::encode(&[7; 32]));
        let jwk = PrivateJwk::from_object(jwk).unwrap();
        assert_eq!(decrypts(&jwk), Err(key::Error::Rejected), "{name}");
    }
}

#[test]
fn attack_032_an_ed25519_seed_with_another_public_key() {
    for name in ["d", "x"] {
        let mut jwk = private(ED25519).expose();
        jwk.insert(name, base64url::encode(&[7; 32]));
        let jwk = PrivateJwk::from_object(jwk).unwrap();
        for algorithm in [Alg::EdDsa, Alg::Ed25519] {
            let refused = SigningKey::from_jwk(&jwk, algorithm, &CRYPTO).map(|_| ());
            assert_eq!(refused, Err(key::Error::Rejected), "{name}");
        }
    }
}
