//! Encrypting on one backend and decrypting on the other.

use symbolon_backend_tests::jwe::{Form, Party, make, read};
use symbolon_backend_tests::{Backend, Bytes, Material, Shape, key_management_keys};
use symbolon_jose::jwk::KeyKind;
use symbolon_jose::key::{DecryptionKey, EncryptionKey, Error};
use symbolon_jose::{ContentEncryptionAlgorithm, KeyManagementAlgorithm, Object, Secret};

use crate::pairs::{Pairs, UNSUPPORTED, key};
use crate::tampered::{self, Part, tampered_with};

use ContentEncryptionAlgorithm as Enc;
use KeyManagementAlgorithm as Alg;

const PLAINTEXT: &[u8] = b"You can trust us to stick with you through thick and thin";
const AAD: &[u8] = b"the envelope";

fn has(backend: Backend, algorithm: Alg) -> bool {
    // RSA1_5 is never advertised.
    match algorithm {
        Alg::Rsa1_5 => has(backend, Alg::RsaOaep),
        _ => backend.crypto().key_management_algorithms().any(|it| it == algorithm),
    }
}

fn unprotected() -> Object {
    let mut header = Object::new();
    header.insert("jku", "https://example.com/keys");
    header
}

/// Returns a key of every kind that an algorithm takes, or a password.
fn keys(algorithm: Alg, enc: Enc, maker: Backend) -> Vec<Material> {
    let sizes = key_management_keys(algorithm, enc);
    if sizes.is_empty() {
        return vec![Material::Password(Secret::new(b"Thus from my lips, by yours".to_vec()))];
    }
    sizes.into_iter().map(|size| key(size, maker)).collect()
}

fn is_slow(algorithm: Alg) -> bool {
    matches!(algorithm, Alg::Pbes2Hs256A128Kw | Alg::Pbes2Hs384A192Kw | Alg::Pbes2Hs512A256Kw)
}

/// Returns the parts of a token to tamper with. For slow algorithms it is one part, in one form.
fn parts_to_tamper_with(algorithm: Alg, form: &Form) -> &'static [Part] {
    match (is_slow(algorithm), form.shape) {
        (false, _) => &[tampered::CIPHERTEXT, tampered::TAG],
        (true, Shape::Flattened) => &[tampered::TAG],
        (true, _) => &[],
    }
}

/// Makes a token on one backend and reads it on every backend. If a backend does not have the
/// algorithm, preparing the key must be refused there.
fn reads_everywhere(pairs: &mut Pairs, maker: Backend, form: &Form, recipient: &Party, enc: Enc) {
    let algorithm = recipient.alg;
    let party = std::slice::from_ref(recipient);
    let made = make(form, PLAINTEXT, party, enc, maker.crypto());
    if !has(maker, algorithm) {
        assert_eq!(made, Err(UNSUPPORTED), "{algorithm} on {maker:?}");
        Backend::ALL.iter().for_each(|reader| pairs.unsupported(maker, *reader));
        return;
    }
    let token = made.unwrap();
    for reader in Backend::ALL.iter().copied() {
        let read = |token: &str| read(form, token, party, &[enc], reader.crypto());
        if !has(reader, algorithm) {
            assert_eq!(read(&token).unwrap_err(), UNSUPPORTED, "{algorithm} on {reader:?}");
            pairs.unsupported(maker, reader);
            continue;
        }
        let cell = format!("{algorithm}, {enc}, {form:?}: {maker:?} -> {reader:?}");
        let decrypted = read(&token).unwrap_or_else(|refusal| panic!("{cell}: {refusal}"));
        assert_eq!(decrypted.plaintext(), PLAINTEXT, "{cell}");
        assert_eq!(decrypted.additional_data(), form.aad.as_ref().map(|aad| aad.0.as_slice()));
        for part in parts_to_tamper_with(algorithm, form) {
            let refusal = read(&tampered_with(&token, *part)).unwrap_err();
            assert_eq!(refusal.0, "jwe.decryption", "{cell}, {part:?}");
        }
        pairs.read(maker, reader);
    }
}

#[test]
fn every_key_management_algorithm_with_every_content_encryption() {
    let mut pairs = Pairs::new("JWE: alg and enc");
    for algorithm in Alg::ALL.iter().copied().filter(|algorithm| !is_slow(*algorithm)) {
        for maker in Backend::ALL.iter().copied() {
            for enc in Enc::ALL.iter().copied() {
                for key in keys(algorithm, enc, maker) {
                    let recipient = Party { alg: algorithm, key };
                    for shape in Shape::ALL.iter().copied() {
                        reads_everywhere(&mut pairs, maker, &Form::new(shape), &recipient, enc);
                    }
                }
            }
        }
    }
    // 23 combinations of algorithm and kind of key, with 6 `enc` and 3 forms each; 5 more with RSA.
    pairs.finish([[(414, 90), (414, 90)], [(414, 90), (504, 0)]]);
}

/// Encrypts with a password in every form. Each operation costs more than half a million hashes, so
/// each algorithm has its own test, which runs in parallel with the others.
fn a_password_in_every_form(algorithm: Alg, enc: Enc) {
    let mut pairs = Pairs::new(algorithm.as_str());
    for maker in Backend::ALL.iter().copied() {
        for key in keys(algorithm, enc, maker) {
            let recipient = Party { alg: algorithm, key };
            for shape in Shape::ALL.iter().copied() {
                reads_everywhere(&mut pairs, maker, &Form::new(shape), &recipient, enc);
            }
        }
    }
    pairs.finish([[(3, 0); 2]; 2]);
}

#[test]
fn pbes2_hs256_a128kw_in_every_form() {
    a_password_in_every_form(Alg::Pbes2Hs256A128Kw, Enc::A128Gcm);
}

#[test]
fn pbes2_hs384_a192kw_in_every_form() {
    a_password_in_every_form(Alg::Pbes2Hs384A192Kw, Enc::A192CbcHs384);
}

#[test]
fn pbes2_hs512_a256kw_in_every_form() {
    a_password_in_every_form(Alg::Pbes2Hs512A256Kw, Enc::A256CbcHs512);
}

#[test]
fn every_key_management_algorithm_in_every_form() {
    let mut pairs = Pairs::new("JWE: forms");
    let enc = Enc::A128CbcHs256;
    for algorithm in Alg::ALL.iter().copied().filter(|algorithm| !is_slow(*algorithm)) {
        for maker in Backend::ALL.iter().copied() {
            let key = keys(algorithm, enc, maker).swap_remove(0);
            let recipient = Party { alg: algorithm, key };
            for form in Form::every(AAD, &unprotected()) {
                reads_everywhere(&mut pairs, maker, &form, &recipient, enc);
            }
        }
    }
    // 18 forms of 11 algorithms, and of 5 more with RSA.
    pairs.finish([[(198, 90), (198, 90)], [(198, 90), (288, 0)]]);
}

#[test]
fn key_agreement_with_apu_and_apv() {
    let mut pairs = Pairs::new("JWE: apu and apv");
    for algorithm in [Alg::EcdhEs, Alg::EcdhEsA128Kw, Alg::EcdhEsA192Kw, Alg::EcdhEsA256Kw] {
        for maker in Backend::ALL.iter().copied() {
            for key in keys(algorithm, Enc::A256Gcm, maker) {
                let recipient = Party { alg: algorithm, key };
                for shape in Shape::ALL.iter().copied() {
                    let parties = Some((Bytes(b"Alice".to_vec()), Bytes(b"Bob".to_vec())));
                    let form = Form { parties, ..Form::new(shape) };
                    reads_everywhere(&mut pairs, maker, &form, &recipient, Enc::A256Gcm);
                }
            }
        }
    }
    pairs.finish([[(48, 0); 2]; 2]);
}

#[test]
fn each_of_several_recipients_decrypts_with_its_own_key() {
    let mut pairs = Pairs::new("JWE of several recipients");
    let alone = |algorithm: &Alg| !matches!(algorithm, Alg::Dir | Alg::EcdhEs);
    for maker in Backend::ALL.iter().copied() {
        for enc in Enc::ALL.iter().copied() {
            let algorithms = Alg::ALL.iter().copied().filter(alone);
            let recipients: Vec<Party> = algorithms
                .filter(|alg| has(maker, *alg) && !is_slow(*alg))
                .flat_map(|alg| {
                    let key = keys(alg, enc, maker).swap_remove(0);
                    [Party { alg, key }]
                })
                .collect();
            let form = Form { aad: Some(Bytes(AAD.to_vec())), ..Form::new(Shape::General) };
            let token = make(&form, PLAINTEXT, &recipients, enc, maker.crypto()).unwrap();
            for reader in Backend::ALL.iter().copied() {
                for recipient in &recipients {
                    let party = std::slice::from_ref(recipient);
                    let read = |token: &str| read(&form, token, party, &[enc], reader.crypto());
                    if !has(reader, recipient.alg) {
                        assert_eq!(read(&token).unwrap_err(), UNSUPPORTED);
                        pairs.unsupported(maker, reader);
                        continue;
                    }
                    assert_eq!(read(&token).unwrap().plaintext(), PLAINTEXT);
                    let tampered = tampered_with(&token, tampered::TAG);
                    assert_eq!(read(&tampered).unwrap_err().0, "jwe.decryption");
                    pairs.read(maker, reader);
                }
            }
        }
    }
    // 9 recipients with 6 `enc` each, and 5 more with RSA on AWS-LC.
    pairs.finish([[(54, 0), (54, 0)], [(54, 30), (84, 0)]]);
}

#[test]
fn rsa1_5_keys_are_refused_outside_of_the_danger_module() {
    let Material::Private(private) = key((KeyKind::Rsa, 2048), Backend::AwsLc) else { panic!() };
    for backend in Backend::ALL.iter().copied() {
        let (enc, crypto) = (Enc::A128CbcHs256, backend.crypto());
        let jwk = private.public().unwrap();
        let encryption = EncryptionKey::from_jwk(&jwk, Alg::Rsa1_5, enc, crypto);
        assert_eq!(encryption.unwrap_err(), Error::Dangerous(Alg::Rsa1_5));
        let decryption = DecryptionKey::from_jwk(&private, Alg::Rsa1_5, &[enc], crypto);
        assert_eq!(decryption.unwrap_err(), Error::Dangerous(Alg::Rsa1_5));
    }
}
