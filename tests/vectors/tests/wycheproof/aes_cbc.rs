//! AES-CBC with PKCS #7 padding: encrypting and decrypting.

use symbolon_jose::Secret;
use symbolon_jose::crypto::{CipherFailed, Crypto};
use symbolon_vector_tests::{Count, bytes, on_every_backend};

use crate::group::{Verdict, groups, tests};

fn run(crypto: &Crypto, backend: &str, file: &str) {
    let Some((groups, all)) = groups(file) else { return };
    let mut count = Count::new(file, backend);
    for test in groups.iter().flat_map(tests) {
        let (key, iv) = (Secret::new(bytes(test, "key")), bytes(test, "iv").try_into().unwrap());
        let (text, ciphertext) = (bytes(test, "msg"), bytes(test, "ct"));
        let len = key.expose().len();
        let cipher = crypto.block_ciphers.iter().find(|it| it.key_size().len() == len).unwrap();
        let decrypted = cipher.decrypt(&key, &iv, &ciphertext);
        let passed = match Verdict::of(test) {
            Verdict::Valid => {
                decrypted.as_ref() == Ok(&text)
                    && cipher.encrypt(&key, &iv, &text) == Ok(ciphertext)
            }
            Verdict::Invalid => decrypted == Err(CipherFailed),
            Verdict::Acceptable => panic!("{test}"),
        };
        count.ran(test, passed);
    }
    assert_eq!(count.finish(), (all, 0));
}

#[test]
fn aes_cbc_encrypts_and_decrypts() {
    on_every_backend(|crypto, backend| run(crypto, backend, "aes_cbc_pkcs5_test.json"));
}
