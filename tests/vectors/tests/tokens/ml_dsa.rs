//! `jose-mldsa-draft`: the examples of RFC 9964.

use symbolon_jose::jwk::{PrivateJwk, PublicJwk};
use symbolon_jose::{Object, SignatureAlgorithm, VerificationKey};
use symbolon_vector_tests::{Count, Json, bytes, json, names, on_every_backend};

use crate::verify::verified;

const FOLDER: &str = "jose-mldsa-draft/jose/examples";

#[test]
fn rfc9964_a_examples_verify() {
    let files = names(FOLDER, ".jose.json");
    on_every_backend(|crypto, backend| {
        for file in &files {
            let vector = json(&format!("{FOLDER}/{file}")).unwrap();
            let mut count = Count::new(file, backend);
            let jwk = &vector["jwk"];
            let object = Object::from_value(jwk.clone()).unwrap();
            let public = PrivateJwk::from_object(object.clone())
                .ok()
                .and_then(|jwk| jwk.public())
                .or_else(|| PublicJwk::from_object(object).ok())
                .unwrap();
            count.ran("kid", public.thumbprint(crypto) == jwk["kid"].as_str().unwrap());
            let token = vector["jws"].as_str().unwrap();
            match verified(token, &[jwk], None, crypto) {
                None => count.skip(2),
                Some(read) => {
                    count.ran(format!("jws: {read:?}"), read.is_ok());
                    count.ran("raw signature", raw(&vector, &public, crypto));
                }
            }
            let _ = count.finish();
        }
    });
}

fn raw(vector: &Json, public: &PublicJwk, crypto: &symbolon_jose::Crypto) -> bool {
    let algorithm: SignatureAlgorithm = vector["jwk"]["alg"].as_str().unwrap().parse().unwrap();
    let key = VerificationKey::from_jwk(public, algorithm, crypto).unwrap();
    let message = bytes(vector, "raw_to_be_signed");
    let signature = bytes(vector, "raw_signature");
    let mut other = message.clone();
    other.push(0);
    key.verify(&message, &signature).is_ok() && key.verify(&other, &signature).is_err()
}
