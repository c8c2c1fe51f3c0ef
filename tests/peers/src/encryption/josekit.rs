//! JWE with [josekit](https://docs.rs/josekit), on OpenSSL.

use std::rc::Rc;

use ::josekit::jwe::{self, Dir, ECDH_ES_A128KW, JweDecrypter, JweEncrypter, JweHeader, RSA_OAEP};
use ::josekit::jwk::Jwk;
use symbolon_jose::KeyManagementAlgorithm as Alg;
use symbolon_jose::jwk::PrivateJwk;

use super::{Contestant, Suite, plaintext, secret};
use crate::key::KID;

pub fn contestant(suite: Suite, jwk: &PrivateJwk) -> Contestant {
    let (encrypter, decrypter) = key(suite, jwk);
    let mut header = JweHeader::new();
    header.set_content_encryption(suite.enc.as_str());
    header.set_token_type("JWT");
    header.set_key_id(KID);
    let (text, expected) = (plaintext(), plaintext());
    Contestant {
        name: "josekit",
        encrypt: Rc::new(move || {
            jwe::serialize_compact(&text, &header, &*encrypter).expect("a token")
        }),
        decrypt: Rc::new(move |token| {
            let decrypted = jwe::deserialize_compact(token, &*decrypter);
            decrypted.is_ok_and(|(text, _)| text == expected)
        }),
    }
}

fn key(suite: Suite, jwk: &PrivateJwk) -> (Box<dyn JweEncrypter>, Box<dyn JweDecrypter>) {
    const TAKEN: &str = "a key that it takes";
    if let (Alg::Dir, Some(secret)) = (suite.alg, secret(jwk)) {
        let secret = secret.expose();
        return (
            Box::new(Dir.encrypter_from_bytes(secret).expect(TAKEN)),
            Box::new(Dir.decrypter_from_bytes(secret).expect(TAKEN)),
        );
    }
    let jwk = Jwk::from_bytes(jwk.expose().to_json()).expect("a JWK");
    if suite.alg == Alg::EcdhEsA128Kw {
        (
            Box::new(ECDH_ES_A128KW.encrypter_from_jwk(&jwk).expect(TAKEN)),
            Box::new(ECDH_ES_A128KW.decrypter_from_jwk(&jwk).expect(TAKEN)),
        )
    } else {
        (
            Box::new(RSA_OAEP.encrypter_from_jwk(&jwk).expect(TAKEN)),
            Box::new(RSA_OAEP.decrypter_from_jwk(&jwk).expect(TAKEN)),
        )
    }
}
