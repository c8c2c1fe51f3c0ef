//! ECDH with points in the encoding of SEC 1.

use symbolon_jose::Secret;
use symbolon_jose::crypto::{Agreement, Crypto};
use symbolon_jose::jwk::{EcCurve, EcPublic, PublicKey};
use symbolon_vector_tests::{Count, Json, bytes, on_every_backend};

use crate::group::{Verdict, groups, tests};

fn run(crypto: &Crypto, backend: &str, file: &str, curve: EcCurve) {
    let Some((groups, all)) = groups(file) else { return };
    let mut count = Count::new(file, backend);
    let agreement = crypto.agreements.iter().find(|it| it.kind() == curve.kind()).unwrap();
    let key_pairs = crypto.key_pairs.iter().find(|it| it.kind() == curve.kind()).unwrap();
    for test in groups.iter().flat_map(tests) {
        // RFC 7518 §6.2.1: a JWK contains both coordinates in full length, so it cannot express
        // compressed points.
        let Ok(peer) = EcPublic::from_uncompressed(curve, &bytes(test, "public")) else {
            assert_ne!(Verdict::of(test), Verdict::Valid, "{test}");
            count.skip(1);
            continue;
        };
        let peer = PublicKey::Ec(peer);
        let key = key_pairs.from_private(&private(test, curve)).unwrap();
        let key = agreement.agreement(&key).unwrap();
        assert_eq!(agreement.check(&peer).is_ok(), key.agree(&peer).is_ok(), "{test}");
        count.ran(test, Verdict::of(test).permits(agrees(&*key, &peer, test)));
    }
    let (run, skipped) = count.finish();
    assert_eq!(run + skipped, all);
    assert!(skipped <= 15, "{skipped}");
}

fn agrees(key: &dyn Agreement, peer: &PublicKey, test: &Json) -> bool {
    key.agree(peer).is_ok_and(|shared| shared.expose() == bytes(test, "shared"))
}

/// Returns the private key in the curve's full length. The files have more or fewer leading zeros.
fn private(test: &Json, curve: EcCurve) -> Secret {
    let number = bytes(test, "private");
    let significant = number.iter().position(|byte| *byte != 0).unwrap();
    let mut full = vec![0; curve.coordinate_len() + significant - number.len()];
    full.extend(&number[significant..]);
    Secret::new(full)
}

#[test]
fn attack_033_p256_points() {
    on_every_backend(|crypto, backend| {
        run(crypto, backend, "ecdh_secp256r1_ecpoint_test.json", EcCurve::P256);
    });
}

#[test]
fn attack_033_p384_points() {
    on_every_backend(|crypto, backend| {
        run(crypto, backend, "ecdh_secp384r1_ecpoint_test.json", EcCurve::P384);
    });
}

#[test]
fn attack_033_p521_points() {
    on_every_backend(|crypto, backend| {
        run(crypto, backend, "ecdh_secp521r1_ecpoint_test.json", EcCurve::P521);
    });
}
