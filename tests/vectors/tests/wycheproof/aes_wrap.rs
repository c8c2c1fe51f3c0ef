//! AES key wrap: wrapping and unwrapping.

use symbolon_jose::Secret;
use symbolon_jose::crypto::Crypto;
use symbolon_vector_tests::{Count, bytes, on_every_backend};

use crate::group::{Verdict, groups, tests};

fn run(crypto: &Crypto, backend: &str, file: &str) {
    let Some((groups, all)) = groups(file) else { return };
    let mut count = Count::new(file, backend);
    for test in groups.iter().flat_map(tests) {
        let secret = |name| Secret::new(bytes(test, name));
        let (wrapping_key, key, wrapped) = (secret("key"), secret("msg"), bytes(test, "ct"));
        let len = wrapping_key.expose().len();
        let wrap = crypto.key_wraps.iter().find(|it| it.key_size().len() == len).unwrap();
        let unwraps = wrap.unwrap_key(&wrapping_key, &wrapped).is_ok_and(|it| it == key);
        // In an invalid vector, the key cannot be wrapped, or wrapping gives a different result.
        let wraps = wrap.wrap_key(&wrapping_key, &key).is_ok_and(|it| it == wrapped);
        let verdict = Verdict::of(test);
        count.ran(test, verdict.permits(unwraps) && verdict.permits(wraps));
    }
    assert_eq!(count.finish(), (all, 0));
}

#[test]
fn aes_wrap_wraps_and_unwraps() {
    on_every_backend(|crypto, backend| run(crypto, backend, "aes_wrap_test.json"));
}
