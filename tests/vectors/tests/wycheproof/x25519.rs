//! X25519: key agreement.

use symbolon_jose::Secret;
use symbolon_jose::crypto::Crypto;
use symbolon_jose::jwk::{KeyKind, OkpCurve, OkpPublic, PublicKey};
use symbolon_vector_tests::{Count, bytes, on_every_backend};

use crate::group::{Verdict, groups, tests};

fn run(crypto: &Crypto, backend: &str, file: &str) {
    let Some((groups, all)) = groups(file) else { return };
    let mut count = Count::new(file, backend);
    let agreement = crypto.agreements.iter().find(|it| it.kind() == KeyKind::X25519).unwrap();
    let key_pairs = crypto.key_pairs.iter().find(|it| it.kind() == KeyKind::X25519).unwrap();
    for test in groups.iter().flat_map(tests) {
        let shared = Secret::new(bytes(test, "shared"));
        let peer = OkpPublic::new(OkpCurve::X25519, bytes(test, "public"));
        let no_secret = shared.expose() == [0; 32];
        let Ok(peer) = peer.map(PublicKey::Okp) else {
            // RFC 7748 §6.1: exactly the keys that lead to an all-zero secret are refused. The file
            // allows accepting some of them.
            count.ran(test, no_secret);
            continue;
        };
        let key = key_pairs.from_private(&Secret::new(bytes(test, "private"))).unwrap();
        let agreed = agreement.agreement(&key).unwrap().agree(&peer);
        // A vector that may be refused must still give the right secret if it is accepted.
        let refused = Verdict::of(test) == Verdict::Acceptable && agreed.is_err();
        let agreed = agreed == Ok(shared) && agreement.check(&peer) == Ok(());
        count.ran(test, !no_secret && (refused || agreed));
    }
    assert_eq!(count.finish(), (all, 0));
}

#[test]
fn attack_034_x25519_points() {
    on_every_backend(|crypto, backend| run(crypto, backend, "x25519_test.json"));
}
