//! The parameters of the curves of `kty` EC, and keys on them.

use std::cmp::Ordering;

use symbolon_jose::Secret;
use symbolon_jose::crypto::{Crypto, KeyPairs};
use symbolon_jose::jwk::{EcCurve, EcPublic, KeyKind, PrivateKey};
use symbolon_vector_tests::hex;

/// A curve, with the prime p of its field and the order n of its group.
pub(crate) struct Curve {
    pub(crate) curve: EcCurve,
    p: &'static str,
    n: &'static str,
}

impl Curve {
    pub(crate) fn p(&self) -> Vec<u8> {
        hex(self.p)
    }

    pub(crate) fn n(&self) -> Vec<u8> {
        hex(self.n)
    }
}

pub(crate) const CURVES: [Curve; 4] = [
    Curve {
        curve: EcCurve::P256,
        p: "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
        n: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    },
    Curve {
        curve: EcCurve::P384,
        p: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe
            ffffffff0000000000000000ffffffff",
        n: "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf
            581a0db248b0a77aecec196accc52973",
    },
    Curve {
        curve: EcCurve::P521,
        p: "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
            ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        n: "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa
            51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
    },
    Curve {
        curve: EcCurve::Secp256k1,
        p: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
        n: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
    },
];

pub(crate) fn key_pairs(crypto: &Crypto, kind: KeyKind) -> &'static dyn KeyPairs {
    *crypto.key_pairs.iter().find(|pairs| pairs.kind() == kind).unwrap()
}

/// Builds the key pair whose private key is a small number.
pub(crate) fn pair(crypto: &Crypto, curve: EcCurve, number: u8) -> PrivateKey {
    let mut bytes = vec![0; curve.coordinate_len()];
    *bytes.last_mut().unwrap() = number;
    key_pairs(crypto, curve.kind()).from_private(&Secret::new(bytes)).unwrap()
}

pub(crate) fn point(key: &PrivateKey) -> &EcPublic {
    match key {
        PrivateKey::Ec(key) => key.public(),
        other => panic!("{other:?}"),
    }
}

/// Returns the sum of two numbers, or `None` if it needs more bytes.
pub(crate) fn add(one: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    let mut carry = 0;
    let mut sum: Vec<u8> = one
        .iter()
        .zip(other)
        .rev()
        .map(|(one, other)| {
            let digit = u16::from(*one) + u16::from(*other) + carry;
            carry = digit >> 8;
            u8::try_from(digit & 0xff).unwrap()
        })
        .collect();
    sum.reverse();
    (carry == 0).then_some(sum)
}

/// Returns the difference of two numbers. The first must not be the smaller number.
pub(crate) fn subtract(larger: &[u8], smaller: &[u8]) -> Vec<u8> {
    assert_ne!(larger.cmp(smaller), Ordering::Less);
    let complement: Vec<u8> = smaller.iter().map(|byte| !byte).collect();
    let mut borrow = 1;
    let mut difference: Vec<u8> = larger
        .iter()
        .zip(complement)
        .rev()
        .map(|(one, other)| {
            let digit = u16::from(*one) + u16::from(other) + borrow;
            borrow = digit >> 8;
            u8::try_from(digit & 0xff).unwrap()
        })
        .collect();
    difference.reverse();
    difference
}
