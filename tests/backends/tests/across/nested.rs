//! Nested JWTs, made on one backend and read on the other.

use symbolon_backend_tests::nested::{claims, make, read};
use symbolon_backend_tests::{Backend, jwe, jws, key_management_keys, signature_key};
use symbolon_jose::ContentEncryptionAlgorithm;

use crate::pairs::{Pairs, key};
use crate::tampered::{self, tampered_with};

/// Signs with each algorithm that both backends have. The encryption algorithms that both backends
/// have take turns.
#[test]
fn signed_and_then_encrypted_tokens_read_on_both_backends() {
    let mut pairs = Pairs::new("nested JWT");
    let ring = Backend::Ring.crypto();
    for maker in Backend::ALL.iter().copied() {
        let mut encryptions = ring
            .key_management_algorithms()
            .filter(|algorithm| !algorithm.as_str().starts_with("PBES2"))
            .zip(ContentEncryptionAlgorithm::ALL.iter().copied().cycle())
            .collect::<Vec<_>>()
            .into_iter()
            .cycle();
        for alg in ring.signature_algorithms() {
            let signer = jws::Party { alg, key: key(signature_key(alg), maker) };
            let (alg, enc) = encryptions.next().unwrap();
            let size = *key_management_keys(alg, enc).first().unwrap();
            let recipient = jwe::Party { alg, key: key(size, maker) };
            reads_everywhere(&mut pairs, maker, &signer, &recipient, enc);
        }
    }
    pairs.finish([[(15, 0); 2]; 2]);
}

/// Makes a token on one backend and reads it on every backend.
fn reads_everywhere(
    pairs: &mut Pairs,
    maker: Backend,
    signer: &jws::Party,
    recipient: &jwe::Party,
    enc: ContentEncryptionAlgorithm,
) {
    let token = make(&claims(), signer, recipient, enc, maker.crypto()).unwrap();
    for reader in Backend::ALL.iter().copied() {
        let read = |token: &str| read(token, signer, recipient, enc, reader.crypto());
        assert_eq!(read(&token), Ok(claims()));
        let tampered = tampered_with(&token, tampered::TAG);
        assert_eq!(read(&tampered).unwrap_err().0, "jwe.decryption");
        pairs.read(maker, reader);
    }
}
