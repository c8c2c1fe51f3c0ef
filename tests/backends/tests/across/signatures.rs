//! Signing on one backend and verifying on the other.

use symbolon_backend_tests::jws::{Form, Party, make, read};
use symbolon_backend_tests::{Backend, Shape, signature_key};
use symbolon_jose::{Object, SignatureAlgorithm};

use crate::pairs::{Pairs, UNSUPPORTED, key};
use crate::tampered::{self, tampered_with};

const PAYLOAD: &[u8] = br#"{"sub":"248289761001" "and":"~ no dot"}"#;

fn has(backend: Backend, algorithm: SignatureAlgorithm) -> bool {
    backend.crypto().signature_algorithms().any(|it| it == algorithm)
}

fn unprotected() -> Object {
    let mut header = Object::new();
    header.insert("jku", "https://example.com/keys");
    header
}

#[test]
fn every_signature_algorithm_in_every_form() {
    let mut pairs = Pairs::new("JWS");
    let forms = Form::every(&unprotected());
    for algorithm in SignatureAlgorithm::ALL.iter().copied() {
        for maker in Backend::ALL.iter().copied() {
            let key = key(signature_key(algorithm), maker);
            let party = [Party { alg: algorithm, key }];
            for form in &forms {
                let made = make(form, PAYLOAD, &party, maker.crypto());
                if !has(maker, algorithm) {
                    assert_eq!(made, Err(UNSUPPORTED), "{algorithm} on {maker:?}");
                    Backend::ALL.iter().for_each(|reader| pairs.unsupported(maker, *reader));
                    continue;
                }
                let token = made.unwrap();
                for reader in Backend::ALL.iter().copied() {
                    let read = |token: &str| read(form, token, PAYLOAD, &party, reader.crypto());
                    if !has(reader, algorithm) {
                        assert_eq!(read(&token), Err(UNSUPPORTED), "{algorithm} on {reader:?}");
                        pairs.unsupported(maker, reader);
                        continue;
                    }
                    let cell = format!("{algorithm}, {form:?}: {maker:?} -> {reader:?}");
                    assert_eq!(read(&token).as_deref(), Ok(PAYLOAD), "{cell}");
                    let tampered = tampered_with(&token, tampered::SIGNATURE);
                    assert_eq!(read(&tampered).unwrap_err().0, "jws.signature", "{cell}");
                    pairs.read(maker, reader);
                }
            }
        }
    }
    // 20 forms of 15 algorithms on ring, and of 3 more on AWS-LC.
    pairs.finish([[(300, 60), (300, 60)], [(300, 60), (360, 0)]]);
}

#[test]
fn several_signatures_each_with_its_own_key() {
    let mut pairs = Pairs::new("JWS of several signatures");
    for maker in Backend::ALL.iter().copied() {
        let algorithms = SignatureAlgorithm::ALL.iter().copied();
        let signers: Vec<Party> = algorithms
            .filter(|algorithm| Backend::ALL.iter().all(|backend| has(*backend, *algorithm)))
            .map(|alg| Party { alg, key: key(signature_key(alg), maker) })
            .collect();
        for unencoded in [false, true] {
            for detached in [false, true] {
                let form = Form { unencoded, detached, ..Form::new(Shape::General) };
                let token = make(&form, PAYLOAD, &signers, maker.crypto()).unwrap();
                for reader in Backend::ALL.iter().copied() {
                    let read = |token: &str| read(&form, token, PAYLOAD, &signers, reader.crypto());
                    assert_eq!(read(&token).as_deref(), Ok(PAYLOAD));
                    let tampered = tampered_with(&token, tampered::SIGNATURE);
                    assert_eq!(read(&tampered).unwrap_err().0, "jws.signature");
                    pairs.read(maker, reader);
                }
            }
        }
    }
    pairs.finish([[(4, 0); 2]; 2]);
}
