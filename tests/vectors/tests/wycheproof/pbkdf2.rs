//! PBKDF2, the primitive in PBES2.

use std::num::NonZeroU32;

use symbolon_jose::crypto::{Crypto, HashAlgorithm as Hash};
use symbolon_vector_tests::{Count, bytes, on_every_backend};

use crate::group::{Verdict, groups, tests};

fn run(crypto: &Crypto, backend: &str, file: &str, hash: Hash) {
    let Some((groups, all)) = groups(file) else { return };
    let mut count = Count::new(file, backend);
    for test in groups.iter().flat_map(tests) {
        let number = |name: &str| u32::try_from(test[name].as_u64().unwrap()).unwrap();
        let iterations = NonZeroU32::new(number("iterationCount")).unwrap();
        let mut key = vec![0; usize::try_from(number("dkLen")).unwrap()];
        let (password, salt) = (bytes(test, "password"), bytes(test, "salt"));
        crypto.digests.pbkdf2(hash, &password, &salt, iterations, &mut key);
        count.ran(test, Verdict::of(test).permits(key == bytes(test, "dk")));
    }
    assert_eq!(count.finish(), (all, 0));
}

#[test]
fn pbkdf2_derives_the_key() {
    on_every_backend(|crypto, backend| {
        run(crypto, backend, "pbkdf2_hmacsha256_test.json", Hash::Sha256);
        run(crypto, backend, "pbkdf2_hmacsha384_test.json", Hash::Sha384);
        run(crypto, backend, "pbkdf2_hmacsha512_test.json", Hash::Sha512);
    });
}
