//! Tokens with every `alg` and `enc` that the backend has, in every form, decrypt.

use crate::CRYPTO;
use symbolon_jose::jwe::{CompactJwe, DecryptedJwe, JsonJwe, Jwe, Recipient};
use symbolon_jose::{ContentEncryptionAlgorithm as Enc, KeyManagementAlgorithm as Alg, base64url};

use crate::suite::jwe_keys::{Pair, agreed_pairs, is_pbes2, pair};

const PLAINTEXT: &[u8] = b"Live long and prosper.";

fn check(decrypted: &DecryptedJwe, alg: Alg, enc: Enc, kid: Option<&str>) {
    assert_eq!(decrypted.plaintext(), PLAINTEXT, "{alg} {enc}");
    assert_eq!(decrypted.algorithm(), alg);
    assert_eq!(decrypted.key(), kid);
    let header = decrypted.header();
    assert_eq!((header.alg(), header.enc()), (alg.as_str(), enc.as_str()));
    assert_eq!((header.kid(), header.cty()), (kid, Some("text/plain")));
}

fn jwe() -> Jwe {
    Jwe::new(PLAINTEXT.to_vec()).cty("text/plain")
}

fn in_every_form(Pair { encryption, decryption }: &Pair) {
    let (alg, enc, kid) =
        (encryption.algorithm(), encryption.content_encryption(), encryption.kid());
    let token = jwe().encrypt(encryption).unwrap();
    let jwe_read = CompactJwe::parse(&token).unwrap();
    assert_eq!(jwe_read.encrypted_key().is_empty(), matches!(alg, Alg::Dir | Alg::EcdhEs));
    check(&jwe_read.decrypt(decryption).unwrap(), alg, enc, kid);

    let flattened = jwe().aad(b"beside").encrypt_json(encryption).unwrap();
    let decrypted = JsonJwe::parse(&flattened).unwrap().decrypt(decryption).unwrap();
    check(&decrypted, alg, enc, kid);
    assert_eq!(decrypted.additional_data(), Some(&b"beside"[..]));

    let general = jwe().encrypt_general(&[Recipient::new(encryption)]).unwrap();
    let decrypted = JsonJwe::parse(&general).unwrap().decrypt(decryption).unwrap();
    check(&decrypted, alg, enc, kid);
    assert_eq!((decrypted.recipient(), decrypted.additional_data()), (0, None));
}

#[test]
fn every_content_encryption_decrypts_in_every_form() {
    for enc in CRYPTO.content_encryption_algorithms() {
        for alg in [Alg::Dir, Alg::A128Kw, Alg::EcdhEs] {
            in_every_form(&pair(alg, enc));
        }
    }
}

#[test]
fn every_key_management_algorithm_decrypts_in_every_form() {
    for alg in CRYPTO.key_management_algorithms().filter(|alg| !is_pbes2(*alg)) {
        for enc in [Enc::A128CbcHs256, Enc::A256CbcHs512, Enc::A192Gcm] {
            in_every_form(&pair(alg, enc));
        }
    }
}

/// Each algorithm is tested once, because deriving a key from a password is slow.
#[test]
fn rfc7518_4_8_passwords_decrypt_with_a_random_salt_and_600_000_iterations() {
    for alg in CRYPTO.key_management_algorithms().filter(|alg| is_pbes2(*alg)) {
        let Pair { encryption, decryption } = pair(alg, Enc::A128Gcm);
        let token = jwe().encrypt(&encryption).unwrap();
        let jwe = CompactJwe::parse(&token).unwrap();
        let parameters = jwe.header().parameters().clone();
        assert_eq!(parameters.get("p2c"), Some(&600_000.into()));
        let salt = parameters.get("p2s").and_then(|salt| salt.as_str()).unwrap();
        assert_eq!(base64url::decode(salt).unwrap().len(), 16);
        check(&jwe.decrypt(&decryption).unwrap(), alg, Enc::A128Gcm, None);
    }
}

#[test]
fn rfc7518_4_6_key_agreement_decrypts_on_every_curve() {
    for alg in [Alg::EcdhEs, Alg::EcdhEsA128Kw, Alg::EcdhEsA192Kw, Alg::EcdhEsA256Kw] {
        for pair in agreed_pairs(alg, Enc::A256CbcHs512) {
            in_every_form(&pair);
        }
    }
}
