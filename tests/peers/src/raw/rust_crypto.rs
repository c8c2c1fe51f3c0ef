//! The primitives of RustCrypto, for the two curves that ring does not have.

use std::rc::Rc;

use symbolon_jose::jwk::EcPrivate;

use super::{Raw, put};

/// Defines a function for one curve. Both crates have the same methods on different types.
macro_rules! over {
    ($name:ident, $curve:ident) => {
        pub fn $name(key: &EcPrivate) -> Raw {
            use $curve::ecdsa::signature::{Signer as _, Verifier as _};
            use $curve::ecdsa::{Signature, SigningKey, VerifyingKey};

            let signing = SigningKey::from_slice(key.d().expose()).expect("a private key");
            let verifying = VerifyingKey::from_sec1_bytes(&key.public().uncompressed());
            let verifying = verifying.expect("a public key");
            Raw {
                verify: Rc::new(move |message, signature| {
                    let signature = Signature::from_slice(signature);
                    signature.is_ok_and(|signature| verifying.verify(message, &signature).is_ok())
                }),
                sign: Rc::new(move |message, signature| {
                    let made: Signature = signing.sign(message);
                    put(signature, &made.to_bytes());
                }),
            }
        }
    };
}

over!(es512, p521);
over!(es256k, k256);
