//! HMAC, as a signature of JWS and as the primitive in AES-CBC-HMAC.

use symbolon_jose::crypto::{Crypto, HashAlgorithm as Hash};
use symbolon_jose::{Secret, SignatureAlgorithm as Alg, VerificationKey};
use symbolon_vector_tests::{Count, bytes, on_every_backend};

use crate::group::{Verdict, groups, tests};

const FILES: [(&str, Alg, Hash); 3] = [
    ("hmac_sha256_test.json", Alg::Hs256, Hash::Sha256),
    ("hmac_sha384_test.json", Alg::Hs384, Hash::Sha384),
    ("hmac_sha512_test.json", Alg::Hs512, Hash::Sha512),
];

#[test]
fn hmac_verifies_as_a_jws_algorithm() {
    on_every_backend(|crypto, backend| {
        for (file, algorithm, hash) in FILES {
            signatures(crypto, backend, file, algorithm, hash);
        }
    });
}

fn signatures(crypto: &Crypto, backend: &str, file: &str, algorithm: Alg, hash: Hash) {
    let Some((groups, all)) = groups(file) else { return };
    let mut count = Count::new(&format!("{file} as {algorithm}"), backend);
    for group in &groups {
        // RFC 7518 §3.2: a JWS has no shortened tags, and no keys shorter than the hash.
        let bits = u64::try_from(hash.output_len() * 8).unwrap();
        let (key_size, tag_size) = (group["keySize"].as_u64(), group["tagSize"].as_u64());
        if key_size < Some(bits) || tag_size != Some(bits) {
            count.skip(tests(group).len());
            continue;
        }
        for test in tests(group) {
            let secret = Secret::new(bytes(test, "key"));
            let key = VerificationKey::from_secret(&secret, algorithm, crypto).unwrap();
            let verified = key.verify(&bytes(test, "msg"), &bytes(test, "tag")).is_ok();
            count.ran(test, Verdict::of(test).permits(verified));
        }
    }
    let (run, skipped) = count.finish();
    assert_eq!((run + skipped, run >= 50), (all, true));
}

#[test]
fn hmac_computes_the_tag_as_a_primitive() {
    on_every_backend(|crypto, backend| {
        for (file, _, hash) in FILES {
            macs(crypto, backend, file, hash);
        }
    });
}

fn macs(crypto: &Crypto, backend: &str, file: &str, hash: Hash) {
    let Some((groups, all)) = groups(file) else { return };
    let mut count = Count::new(file, backend);
    for test in groups.iter().flat_map(tests) {
        let (message, tag) = (bytes(test, "msg"), bytes(test, "tag"));
        // The message is passed whole, and in two parts of which one or both can be empty.
        let (one, other) = message.split_at(message.len() / 2);
        let whole = crypto.digests.hmac(hash, &bytes(test, "key"), &[&message]);
        let parts = crypto.digests.hmac(hash, &bytes(test, "key"), &[one, other]);
        assert_eq!((whole.len(), &whole), (hash.output_len(), &parts));
        count.ran(test, Verdict::of(test).permits(whole.starts_with(&tag)));
    }
    assert_eq!(count.finish(), (all, 0));
}
