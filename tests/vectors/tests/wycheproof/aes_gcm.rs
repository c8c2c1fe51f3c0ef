//! AES-GCM: encrypting and decrypting.

use symbolon_jose::Secret;
use symbolon_jose::crypto::{Aead, CipherFailed, Crypto};
use symbolon_vector_tests::{Count, Json, bytes, on_every_backend};

use crate::group::{Verdict, groups, tests};

fn run(crypto: &Crypto, backend: &str, file: &str) {
    let Some((groups, all)) = groups(file) else { return };
    let mut count = Count::new(file, backend);
    for group in &groups {
        // RFC 7518 §5.3: the initialization vector has 96 bits, the tag 128.
        let (iv_size, tag_size) = (group["ivSize"].as_u64(), group["tagSize"].as_u64());
        if iv_size != Some(96) || tag_size != Some(128) {
            count.skip(tests(group).len());
            continue;
        }
        let len = usize::try_from(group["keySize"].as_u64().unwrap() / 8).unwrap();
        let aead = crypto.aeads.iter().find(|it| it.key_size().len() == len).unwrap();
        for test in tests(group) {
            count.ran(test, passes(*aead, test));
        }
    }
    let (run, skipped) = count.finish();
    assert_eq!((run, run + skipped), (197, all));
}

fn passes(aead: &dyn Aead, test: &Json) -> bool {
    let (key, nonce) = (Secret::new(bytes(test, "key")), array(test, "iv"));
    let (text, aad) = (bytes(test, "msg"), bytes(test, "aad"));
    let (ciphertext, tag) = (bytes(test, "ct"), array(test, "tag"));
    let sealed = aead.seal(&key, &nonce, &aad, &text).unwrap();
    let opened = aead.open(&key, &nonce, &aad, &ciphertext, &tag);
    match Verdict::of(test) {
        Verdict::Valid => sealed == (ciphertext, tag) && opened == Ok(text),
        Verdict::Invalid => sealed != (ciphertext, tag) && opened == Err(CipherFailed),
        Verdict::Acceptable => panic!("{test}"),
    }
}

fn array<const LEN: usize>(test: &Json, name: &str) -> [u8; LEN] {
    bytes(test, name).try_into().unwrap()
}

#[test]
fn aes_gcm_encrypts_and_decrypts() {
    on_every_backend(|crypto, backend| run(crypto, backend, "aes_gcm_test.json"));
}
