//! ECDH with points as SEC 1 encodes them.

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
        // RFC 7518 §6.2.1: a JWK has both coordinates, each of full length.
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

/// The number in the file has more or fewer leading zeros than the curve asks for.
fn private(test: &Json, curve: EcCurve) -> Secret {
    let number = bytes(test, "private");
    let significant = number.iter().position(|byte| *byte != 0).unwrap();
    let mut full = vec![0; curve.coordinate_len() + significant - number.len()];
    full.extend(&number[significant..]);
    Secret::new(full)
}

#[test]
fn attack_033_p256() {
    on_every_backend(|crypto, backend| {
        run(crypto, backend, "ecdh_secp256r1_ecpoint_test.json", EcCurve::P256);
    });
}

#[test]
fn attack_033_p384() {
    on_every_backend(|crypto, backend| {
        run(crypto, backend, "ecdh_secp384r1_ecpoint_test.json", EcCurve::P384);
    });
}

#[test]
fn attack_033_p521() {
    on_every_backend(|crypto, backend| {
        run(crypto, backend, "ecdh_secp521r1_ecpoint_test.json", EcCurve::P521);
    });
}
