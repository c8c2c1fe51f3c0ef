//! ECDSA: valid signatures, and similar bytes that must be refused.

use std::sync::Arc;
use symbolon_jose::crypto::{
    BadSignature, Crypto, KeyRejected, SignatureScheme, SigningMaterial, VerificationMaterial,
    Verifier,
};
use symbolon_jose::jwk::{EcPrivate, EcPublic, PrivateKey, PublicKey};
use symbolon_jose::{Secret, SignatureAlgorithm as Alg};
use symbolon_vector_tests::{hex, on_every_backend};

use crate::curves::{CURVES, Curve, add, pair, point, subtract};

const ALGORITHMS: [Alg; 4] = [Alg::Es256, Alg::Es384, Alg::Es512, Alg::Es256k];

fn scheme(crypto: &Crypto, algorithm: Alg) -> &'static dyn SignatureScheme {
    *crypto.signatures.iter().find(|scheme| scheme.algorithm() == algorithm).unwrap()
}

fn verifier(crypto: &Crypto, algorithm: Alg, key: &EcPublic) -> Arc<dyn Verifier> {
    let key = PublicKey::Ec(key.clone());
    scheme(crypto, algorithm).verifier(VerificationMaterial::Public(&key)).unwrap()
}

/// Runs a test on every backend and curve, with a signature over "message" as R and S.
fn on_every_curve(test: impl Fn(&Curve, &dyn Verifier, &[u8], &[u8])) {
    on_every_backend(|crypto, _| {
        for (curve, algorithm) in CURVES.iter().zip(ALGORITHMS) {
            let key = pair(crypto, curve.curve, 7);
            let signer = scheme(crypto, algorithm).signer(SigningMaterial::Private(&key)).unwrap();
            let signature = signer.sign(b"message").unwrap();
            let (r, s) = signature.split_at(curve.curve.coordinate_len());
            test(curve, &*verifier(crypto, algorithm, point(&key)), r, s);
        }
    });
}

/// RFC 7518 §3.4 and RFC 8812 §3.2 do not require the lower of the two values of S, and other
/// libraries write both.
#[test]
fn rfc8812_3_2_both_values_of_s_verify() {
    on_every_curve(|curve, key, r, s| {
        assert_eq!(key.verify(b"message", &[r, s].concat()), Ok(()));
        assert_eq!(key.verify(b"message", &[r, &subtract(&curve.n(), s)].concat()), Ok(()));
        assert_eq!(key.verify(b"massage", &[r, s].concat()), Err(BadSignature));
        assert_eq!(key.verify(b"message", &[s, r].concat()), Err(BadSignature));
    });
}

/// SEC 1 §4.1.4 (1): R and S are in the interval [1, n - 1].
#[test]
fn attack_030_r_and_s_out_of_range_are_refused() {
    on_every_curve(|curve, key, r, s| {
        let (zero, n) = (vec![0; r.len()], curve.n());
        let mut forgeries = vec![
            [&zero, s].concat(),
            [r, &zero].concat(),
            [&*zero, &zero].concat(),
            [&n, s].concat(),
            [r, &n].concat(),
            [&*n, &n].concat(),
        ];
        // R or S plus n is the same number modulo n. On P-521 it still fits.
        forgeries.extend(add(r, &n).map(|r| [&r, s].concat()));
        forgeries.extend(add(s, &n).map(|s| [r, &s].concat()));
        for signature in forgeries {
            assert_eq!(key.verify(b"message", &signature), Err(BadSignature), "{signature:?}");
        }
    });
}

/// RFC 7518 §3.4: a signature is R and then S, each of full length. It is not DER.
#[test]
fn attack_030_other_encodings_are_refused() {
    on_every_curve(|_, key, r, s| {
        let unsigned = |number: &[u8]| {
            let sign = if number[0] < 0x80 { &[][..] } else { &[0] };
            let len = u8::try_from(sign.len() + number.len()).unwrap();
            [&[2, len], sign, number].concat()
        };
        let numbers = [unsigned(r), unsigned(s)].concat();
        let len = u8::try_from(numbers.len()).unwrap();
        let long = if len < 0x80 { vec![] } else { vec![0x81] };
        let der = [&[0x30], &*long, &[len], &numbers].concat();
        let whole = [r, s].concat();
        let others = [
            der,
            whole[1..].to_vec(),
            whole[..whole.len() - 1].to_vec(),
            [&[0], &*whole].concat(),
            [&*whole, &[0]].concat(),
            r.to_vec(),
            vec![],
        ];
        for signature in others {
            assert_eq!(key.verify(b"message", &signature), Err(BadSignature), "{signature:?}");
        }
    });
}

/// The vectors of RFC 6979 §A.2.7 with SHA-512.
#[test]
fn rfc6979_a_2_7_es512_verifies() {
    let x = "01894550d0785932e00eaa23b694f213f8c3121f86dc97a04e5a7167db4e5bcd3
             71123d46e45db6b5d5370a7f20fb633155d38ffa16d2bd761dcac474b9a2f5023a4";
    let y = "00493101c962cd4d2fddf782285e64584139c2f91b47f87ff82354d6630f746a2
             8a0db25741b5b34a828008b22acc23f924faafbd4d33f81ea66956dfeaa2bfdfcf5";
    let key = EcPublic::new(CURVES[2].curve, hex(x), hex(y)).unwrap();
    let sample = hex("00c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f1
                      74e25a1ee9017b5d450606add152b534931d7d4e8455cc91f9b15bf05ec36e377fa
                      00617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af2
                      82623eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4a67a");
    on_every_backend(|crypto, _| {
        let key = verifier(crypto, Alg::Es512, &key);
        assert_eq!(key.verify(b"sample", &sample), Ok(()));
        assert_eq!(key.verify(b"test", &sample), Err(BadSignature));
    });
}

/// A vector that many implementations of secp256k1 have in their tests. The private key is 1.
#[test]
fn rfc8812_3_2_es256k_verifies() {
    let signature = hex("934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8
                         2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5");
    on_every_backend(|crypto, _| {
        let key = verifier(crypto, Alg::Es256k, point(&pair(crypto, CURVES[3].curve, 1)));
        assert_eq!(key.verify(b"Satoshi Nakamoto", &signature), Ok(()));
        assert_eq!(key.verify(b"satoshi nakamoto", &signature), Err(BadSignature));
    });
}

/// RFC 7518 §3.4, RFC 8812 §3.2: each algorithm has exactly one curve.
#[test]
fn attack_005_a_key_on_another_curve_is_refused() {
    on_every_backend(|crypto, _| {
        for algorithm in ALGORITHMS {
            for (curve, own) in CURVES.iter().zip(ALGORITHMS) {
                let key = pair(crypto, curve.curve, 7);
                let public = PublicKey::Ec(point(&key).clone());
                let scheme = scheme(crypto, algorithm);
                let verifies = scheme.verifier(VerificationMaterial::Public(&public)).is_ok();
                let signs = scheme.signer(SigningMaterial::Private(&key)).is_ok();
                assert_eq!((verifies, signs), (own == algorithm, own == algorithm), "{algorithm}");
            }
        }
    });
}

#[test]
fn attack_033_a_point_that_is_not_on_the_curve_is_refused() {
    on_every_backend(|crypto, _| {
        for (curve, algorithm) in CURVES.iter().zip(ALGORITHMS) {
            let key = pair(crypto, curve.curve, 7);
            let (x, mut y) = (point(&key).x().to_vec(), point(&key).y().to_vec());
            y[10] ^= 1;
            let off = EcPublic::new(curve.curve, x, y).unwrap();
            let public = PublicKey::Ec(off.clone());
            let refused = scheme(crypto, algorithm).verifier(VerificationMaterial::Public(&public));
            assert_eq!(refused.err(), Some(KeyRejected), "{algorithm}");
        }
    });
}

#[test]
fn attack_037_halves_that_do_not_match() {
    on_every_backend(|crypto, _| {
        for (curve, algorithm) in CURVES.iter().zip(ALGORITHMS) {
            let other = point(&pair(crypto, curve.curve, 8)).clone();
            for private in [vec![0; other.x().len()], vec![7; other.x().len()], curve.n()] {
                let key = EcPrivate::new(other.clone(), Secret::new(private)).unwrap();
                let key = PrivateKey::Ec(key);
                let refused = scheme(crypto, algorithm).signer(SigningMaterial::Private(&key));
                assert_eq!(refused.err(), Some(KeyRejected), "{algorithm}");
            }
        }
    });
}
