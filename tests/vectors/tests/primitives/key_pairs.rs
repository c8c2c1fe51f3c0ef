//! Completion of key pairs from their private bytes.

use symbolon_jose::Secret;
use symbolon_jose::crypto::{KeyRejected, SigningMaterial, VerificationMaterial};
use symbolon_jose::jwk::{KeyKind, PrivateJwk, PrivateKey, PublicKey};
use symbolon_vector_tests::{hex, on_every_backend};

use crate::curves::{CURVES, add, key_pairs, subtract};

/// SEC 1 §3.2.1: a private key is in the interval [1, n - 1].
#[test]
fn attack_037_a_scalar_outside_1_to_n_minus_1_is_refused() {
    on_every_backend(|crypto, _| {
        for curve in CURVES {
            let pairs = key_pairs(crypto, curve.curve.kind());
            let from = |private: Vec<u8>| pairs.from_private(&Secret::new(private));
            let mut one = vec![0; curve.curve.coordinate_len()];
            assert_eq!(from(one.clone()).err(), Some(KeyRejected));
            *one.last_mut().unwrap() = 1;
            assert!(from(one.clone()).is_ok());
            assert!(from(subtract(&curve.n(), &one)).is_ok());
            assert_eq!(from(curve.n()).err(), Some(KeyRejected));
            assert_eq!(from(add(&curve.n(), &one).unwrap()).err(), Some(KeyRejected));
            assert_eq!(from(vec![0xff; one.len()]).err(), Some(KeyRejected));
        }
    });
}

#[test]
fn private_bytes_of_another_length_are_refused() {
    on_every_backend(|crypto, _| {
        for pairs in crypto.key_pairs {
            let right = match pairs.kind() {
                KeyKind::P384 => 48,
                KeyKind::P521 => 66,
                _ => 32,
            };
            let mut private = vec![0; right];
            private[right - 1] = 7;
            assert!(pairs.from_private(&Secret::new(private.clone())).is_ok());
            for wrong in [vec![], private[1..].to_vec(), [&[0], &*private].concat()] {
                let refused = pairs.from_private(&Secret::new(wrong)).err();
                assert_eq!(refused, Some(KeyRejected), "{}", pairs.kind());
            }
        }
    });
}

/// Every scheme and key agreement of the kind accepts both halves of a completed key pair.
#[test]
fn completed_key_pairs_sign_verify_and_agree() {
    on_every_backend(|crypto, backend| {
        for pairs in crypto.key_pairs {
            let private = Secret::new(match pairs.kind() {
                KeyKind::P384 => vec![7; 48],
                KeyKind::P521 => [vec![1; 1], vec![7; 65]].concat(),
                _ => vec![7; 32],
            });
            let key = pairs.from_private(&private).unwrap();
            assert_eq!(key.kind(), pairs.kind());
            let public = key.public().unwrap();
            let mut uses = 0;
            for scheme in crypto.signatures {
                if let Ok(signer) = scheme.signer(SigningMaterial::Private(&key)) {
                    let verifier = scheme.verifier(VerificationMaterial::Public(&public)).unwrap();
                    let signature = signer.sign(b"message").unwrap();
                    assert_eq!(verifier.verify(b"message", &signature), Ok(()));
                    assert!(verifier.verify(b"massage", &signature).is_err());
                    uses += 1;
                }
            }
            for agreement in crypto.agreements.iter().filter(|it| it.kind() == pairs.kind()) {
                assert_eq!(agreement.check(&public), Ok(()));
                assert!(agreement.agreement(&key).unwrap().agree(&public).is_ok());
                uses += 1;
            }
            assert!(uses > 0, "{} on {backend}", pairs.kind());
        }
    });
}

/// The key pairs of [RFC 7515 §A.3](https://www.rfc-editor.org/rfc/rfc7515#appendix-A.3),
/// [§A.4](https://www.rfc-editor.org/rfc/rfc7515#appendix-A.4) and
/// [RFC 8037 §A.1](https://www.rfc-editor.org/rfc/rfc8037#appendix-A.1).
#[test]
fn printed_private_keys_complete_to_their_printed_public_keys() {
    let printed = [
        r#"{"kty":"EC","crv":"P-256",
            "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
            "d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#,
        r#"{"kty":"EC","crv":"P-521",
            "x":"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk",
            "y":"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2",
            "d":"AY5pb7A0UFiB3RELSD64fTLOSV_jazdF7fLYyuTw8lOfRhWg6Y6rUrPAxerEzgdRhajnu0ferB0d53vM9mE15j2C"}"#,
        r#"{"kty":"OKP","crv":"Ed25519",
            "d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
            "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
    ];
    on_every_backend(|crypto, _| {
        for text in printed {
            let jwk = PrivateJwk::parse(text.as_bytes()).unwrap();
            let private = match jwk.key() {
                PrivateKey::Ec(key) => key.d(),
                PrivateKey::Okp(key) => key.d(),
                other => panic!("{other:?}"),
            };
            let pair = key_pairs(crypto, jwk.key().kind()).from_private(private);
            assert_eq!(pair.as_ref(), Ok(jwk.key()));
        }
    });
}

/// The keys of Alice and Bob in RFC 7748 §6.1.
#[test]
fn rfc7748_6_1_private_keys_complete_to_their_public_keys() {
    on_every_backend(|crypto, _| {
        for (private, public) in [
            (
                "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
                "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
            ),
            (
                "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
                "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
            ),
        ] {
            let pairs = key_pairs(crypto, KeyKind::X25519);
            match pairs.from_private(&Secret::new(hex(private))).unwrap().public() {
                Some(PublicKey::Okp(key)) => assert_eq!(key.x(), hex(public)),
                other => panic!("{other:?}"),
            }
        }
    });
}
