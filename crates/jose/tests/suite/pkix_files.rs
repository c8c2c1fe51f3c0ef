//! PEM files as OpenSSL and certificate authorities write them: several blocks, and keys that are
//! encrypted.

use crate::CRYPTO;
use symbolon_jose::jwk::{PrivateJwk, PublicJwk, PublicKey, RsaPublic};
use symbolon_jose::key;
use symbolon_jose::pkix::{Certificate, Content, Error};
use symbolon_jose::{SignatureAlgorithm as Alg, SigningKey, jwk};

use crate::suite::common::{P256, RSA, private, public, wrong_modulus};
use crate::suite::pkix::{bare, bare_public, key_file};

/// aws/s2n-tls #668, cert-manager/cert-manager #8058, bcgit/bc-csharp #663: `openssl ecparam -genkey`
/// writes two blocks.
#[test]
fn parameters_of_the_curve_beside_the_key_are_skipped() {
    let file = key_file!("p256.parameters");
    assert_eq!(PrivateJwk::from_pem(file, &CRYPTO), Ok(bare(P256)));
    let parameters = file.split_once("-----BEGIN EC PRIVATE KEY").unwrap().0;
    // The block can follow the key, and can be there twice.
    let after = format!("{}{parameters}{parameters}", key_file!("p256.sec1"));
    assert_eq!(PrivateJwk::from_pem(&after, &CRYPTO), Ok(bare(P256)));
    // A file with only this block does not contain a key.
    let (found, expected) = (Content::EcParameters, Content::PrivateKey);
    let alone = PrivateJwk::from_pem(parameters, &CRYPTO);
    assert_eq!(alone, Err(Error::Unexpected { found, expected }));
    let twice = PrivateJwk::from_pem(&format!("{parameters}{parameters}"), &CRYPTO);
    assert_eq!(twice, Err(Error::SeveralPemBlocks));
    // The block does not change that a file with two keys is refused.
    let keys = format!("{file}{}", key_file!("p256.sec1"));
    assert_eq!(PrivateJwk::from_pem(&keys, &CRYPTO), Err(Error::SeveralPemBlocks));
}

#[test]
fn an_encrypted_key_is_to_be_decrypted_first() {
    let parameters = key_file!("p256.parameters");
    let parameters = parameters.split_once("-----BEGIN EC PRIVATE KEY").unwrap().0;
    for file in [
        key_file!("p256.encrypted.pkcs8").to_owned(),
        key_file!("p256.encrypted.sec1").to_owned(),
        format!("{parameters}{}", key_file!("p256.encrypted.sec1")),
    ] {
        let error = PrivateJwk::from_pem(&file, &CRYPTO).unwrap_err();
        let (found, expected) = (Content::EncryptedPrivateKey, Content::PrivateKey);
        assert_eq!(error, Error::Unexpected { found, expected });
        assert!(error.to_string().contains("decrypt the key first"), "{error}");
    }
}

#[test]
fn rfc8446_4_4_2_the_first_certificate_of_a_chain_has_the_key() {
    let chain = key_file!("p256.chain");
    assert_eq!(chain.matches("-----BEGIN").count(), 3);
    assert_eq!(PublicJwk::from_pem(chain), Ok(bare_public(P256)));
    let leaf = Certificate::from_pem(chain).unwrap();
    assert_eq!(leaf.public_key(), Ok(bare_public(P256)));
    let blocks: Vec<_> = chain.split_inclusive("-----END CERTIFICATE-----\n").collect();
    let [leaf, intermediate, root]: [&str; 3] = blocks.try_into().unwrap();
    let read = |blocks: &[&str]| PublicJwk::from_pem(&blocks.concat());
    assert_eq!(read(&[leaf, intermediate]), Ok(bare_public(P256)));
    // In another order, it is unclear which certificate is meant.
    for blocks in [
        &[root, intermediate, leaf][..],
        &[intermediate, leaf],
        &[leaf, root],
        &[leaf, root, intermediate],
        &[leaf, leaf],
        &[leaf, key_file!("p256.spki")],
        &[leaf, key_file!("p256.pkcs8")],
        &[leaf, key_file!("ed25519.certificate")],
    ] {
        assert_eq!(read(blocks), Err(Error::SeveralPemBlocks), "{blocks:?}");
    }
    assert_eq!(read(&[leaf, intermediate, "x"]), Err(Error::Pem));
    assert_eq!(read(&[leaf, "-----BEGIN CERTIFICATE-----\n"]), Err(Error::Pem));
    let many = vec![root; 33].concat();
    assert_eq!(PublicJwk::from_pem(&many), Err(Error::SeveralPemBlocks));
}

#[test]
fn an_rsa_key_of_a_wrong_size_is_named_with_its_size() {
    let error = PrivateJwk::from_pem(key_file!("rsa_1024.pkcs8"), &CRYPTO).unwrap_err();
    assert_eq!(error, Error::Jwk(wrong_modulus(1024)));
    assert!(error.to_string().contains("has 1024 bits"), "{error}");
    let PublicKey::Rsa(rsa) = public(RSA).key().clone() else { unreachable!() };
    assert_eq!(rsa.bits(), 2048);
    assert!(matches!(RsaPublic::new(vec![3; 128], vec![3]), Err(jwk::Error::RsaModulus { .. })));
    // A private key that does not belong to its public key: the backend names the size too.
    let mut other = private(RSA).expose();
    other.insert("d", "AQAB");
    let other = PrivateJwk::from_object(other).unwrap();
    let refused = SigningKey::from_jwk(&other, Alg::Rs256, &CRYPTO).map(|_| ()).unwrap_err();
    assert_eq!(refused, key::Error::RejectedRsa { bits: 2048 });
    assert!(refused.to_string().contains("2048 bits"), "{refused}");
}
