//! The example JWEs of RFC 7516 and RFC 7518.

use crate::CRYPTO;
use symbolon_jose::crypto::AesKeySize;
use symbolon_jose::jwe::{CompactJwe, ContentKey, JsonJwe, Jwe, Sealed};
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, DecryptionKey, DecryptionKeys, EncryptionKey,
    KeyManagementAlgorithm as Alg, Secret, base64url, danger,
};

use crate::suite::common::{hex, private, public, secret};
use crate::suite::scripted::drawing;

const A1_KEY: &str = include_str!("data/jwe/rfc7516_a1.jwk");
const A2_KEY: &str = include_str!("data/jwe/rfc7516_a2.jwk");
const A3_KEY: &str = include_str!("data/jwe/rfc7516_a3.jwk");
/// RFC 7518, appendix C: the key of Bob.
const BOB: &str = r#"{"kty":"EC","crv":"P-256",
    "x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
    "y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
    "d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#;

const PROSPER: &[u8] = b"Live long and prosper.";

fn decrypt(token: &str, keys: DecryptionKey) -> Vec<u8> {
    let jwe = CompactJwe::parse(token.trim_end()).unwrap();
    jwe.decrypt(&keys.into()).unwrap().plaintext().to_vec()
}

#[test]
fn rfc7516_a_1_rsa_oaep() {
    let key = DecryptionKey::from_jwk(&private(A1_KEY), Alg::RsaOaep, &[Enc::A256Gcm], &CRYPTO);
    if CRYPTO.key_management_algorithms().any(|alg| alg == Alg::RsaOaep) {
        let plaintext = decrypt(include_str!("data/jwe/rfc7516_a1.jwe"), key.unwrap());
        let text = b"The true sign of intelligence is not knowledge but imagination.";
        assert_eq!(plaintext, text);
    } else {
        let unsupported = symbolon_jose::key::Error::Unsupported(Alg::RsaOaep.into());
        assert_eq!(key.unwrap_err(), unsupported);
    }
}

fn a2_key() -> Option<DecryptionKey> {
    danger::rsa1_5_decryption_key(&private(A2_KEY), &[Enc::A128CbcHs256], &CRYPTO).ok()
}

#[test]
fn rfc7516_a_2_rsa1_5() {
    let has_rsa = !CRYPTO.rsa.is_empty();
    assert_eq!(a2_key().is_some(), has_rsa);
    if let Some(key) = a2_key() {
        assert_eq!(decrypt(include_str!("data/jwe/rfc7516_a2.jwe"), key), PROSPER);
    }
}

fn a3_key() -> DecryptionKey {
    DecryptionKey::from_jwk(&private(A3_KEY), Alg::A128Kw, &[Enc::A128CbcHs256], &CRYPTO).unwrap()
}

#[test]
fn rfc7516_a_3_aes_key_wrap() {
    let token = include_str!("data/jwe/rfc7516_a3.jwe").trim_end();
    assert_eq!(decrypt(token, a3_key()), PROSPER);
    // The RFC prints the header members in the order of their names, as we write them, so the whole
    // token is reproduced.
    let content_key = [
        4, 211, 31, 197, 84, 157, 252, 254, 11, 100, 157, 250, 63, 170, 106, 206, 107, 124, 212,
        45, 111, 107, 9, 219, 200, 177, 0, 240, 143, 156, 44, 207,
    ];
    let iv = [3, 22, 60, 12, 43, 67, 104, 105, 108, 108, 105, 99, 111, 116, 104, 101];
    let crypto = drawing([content_key.to_vec(), iv.to_vec()], &CRYPTO);
    let key =
        EncryptionKey::from_secret_jwk(&private(A3_KEY), Alg::A128Kw, Enc::A128CbcHs256, &crypto);
    assert_eq!(Jwe::new(PROSPER.to_vec()).encrypt(&key.unwrap()), Ok(token.to_owned()));
}

#[test]
fn rfc7516_a_4_general_form_with_two_recipients() {
    let text = include_str!("data/jwe/rfc7516_a4.json");
    let mut expected = vec![(a3_key().named("7"), 1)];
    expected.extend(a2_key().map(|key| (key.named("2011-04-29"), 0)));
    for (key, recipient) in expected {
        let decrypted = JsonJwe::parse(text).unwrap().decrypt(&key.clone().into()).unwrap();
        assert_eq!(decrypted.plaintext(), PROSPER);
        assert_eq!((decrypted.recipient(), decrypted.key()), (recipient, key.kid()));
    }
}

#[test]
fn rfc7516_a_5_flattened_form() {
    let jwe = JsonJwe::parse(include_str!("data/jwe/rfc7516_a5.json")).unwrap();
    let keys: DecryptionKeys = a3_key().named("7").into();
    let decrypted = jwe.decrypt(&keys).unwrap();
    assert_eq!(decrypted.plaintext(), PROSPER);
    assert_eq!(decrypted.header().unprotected().names().collect::<Vec<_>>(), ["jku"]);
}

/// Checks an example of RFC 7518, appendix B. All three have the same plaintext and additional
/// data.
fn appendix_b(enc: Enc, ciphertext: &str, tag: &str) {
    let hex = |text: &str| hex(&text.split_whitespace().collect::<String>());
    let key_bytes = (0..).take(enc.key_len()).collect();
    let iv = hex("1a f3 8c 2d c2 b9 6f fd d8 66 94 09 23 41 bc 04");
    let plaintext = b"A cipher system must not be required to be secret, and it must be able to \
        fall into the hands of the enemy without inconvenience";
    let aad = b"The second principle of Auguste Kerckhoffs";
    let key =
        ContentKey::new(Secret::new(key_bytes), enc, &drawing([iv.clone()], &CRYPTO)).unwrap();
    let sealed = Sealed::new(iv, hex(ciphertext), hex(tag));
    assert_eq!(key.seal(aad, plaintext), Ok(sealed.clone()));
    assert_eq!(key.open(&sealed, aad), Ok(secret(plaintext)));
}

#[test]
fn rfc7518_b_1_a128cbc_hs256() {
    let ciphertext = "
        c8 0e df a3 2d df 39 d5 ef 00 c0 b4 68 83 42 79 a2 e4 6a 1b 80 49 f7 92 f7 6b fe 54 b9 03 a9 c9
        a9 4a c9 b4 7a d2 65 5c 5f 10 f9 ae f7 14 27 e2 fc 6f 9b 3f 39 9a 22 14 89 f1 63 62 c7 03 23 36
        09 d4 5a c6 98 64 e3 32 1c f8 29 35 ac 40 96 c8 6e 13 33 14 c5 40 19 e8 ca 79 80 df a4 b9 cf 1b
        38 4c 48 6f 3a 54 c5 10 78 15 8e e5 d7 9d e5 9f bd 34 d8 48 b3 d6 95 50 a6 76 46 34 44 27 ad e5
        4b 88 51 ff b5 98 f7 f8 00 74 b9 47 3c 82 e2 db";
    let tag = "65 2c 3f a3 6b 0a 7c 5b 32 19 fa b3 a3 0b c1 c4";
    appendix_b(Enc::A128CbcHs256, ciphertext, tag);
}

#[test]
fn rfc7518_b_2_a192cbc_hs384() {
    let ciphertext = "
        ea 65 da 6b 59 e6 1e db 41 9b e6 2d 19 71 2a e5 d3 03 ee b5 00 52 d0 df d6 69 7f 77 22 4c 8e db
        00 0d 27 9b dc 14 c1 07 26 54 bd 30 94 42 30 c6 57 be d4 ca 0c 9f 4a 84 66 f2 2b 22 6d 17 46 21
        4b f8 cf c2 40 0a dd 9f 51 26 e4 79 66 3f c9 0b 3b ed 78 7a 2f 0f fc bf 39 04 be 2a 64 1d 5c 21
        05 bf e5 91 ba e2 3b 1d 74 49 e5 32 ee f6 0a 9a c8 bb 6c 6b 01 d3 5d 49 78 7b cd 57 ef 48 49 27
        f2 80 ad c9 1a c0 c4 e7 9c 7b 11 ef c6 00 54 e3";
    let tag = "84 90 ac 0e 58 94 9b fe 51 87 5d 73 3f 93 ac 20 75 16 80 39 cc c7 33 d7";
    appendix_b(Enc::A192CbcHs384, ciphertext, tag);
}

#[test]
fn rfc7518_b_3_a256cbc_hs512() {
    let ciphertext = "
        4a ff aa ad b7 8c 31 c5 da 4b 1b 59 0d 10 ff bd 3d d8 d5 d3 02 42 35 26 91 2d a0 37 ec bc c7 bd
        82 2c 30 1d d6 7c 37 3b cc b5 84 ad 3e 92 79 c2 e6 d1 2a 13 74 b7 7f 07 75 53 df 82 94 10 44 6b
        36 eb d9 70 66 29 6a e6 42 7e a7 5c 2e 08 46 a1 1a 09 cc f5 37 0d c8 0b fe cb ad 28 c7 3f 09 b3
        a3 b7 5e 66 2a 25 94 41 0a e4 96 b2 e2 e6 60 9e 31 e6 e0 2c c8 37 f0 53 d2 1f 37 ff 4f 51 95 0b
        be 26 38 d0 9d d7 a4 93 09 30 80 6d 07 03 b1 f6";
    let tag = "
        4d d3 b4 c0 88 a7 f4 5c 21 68 39 64 5b 20 12 bf 2e 62 69 a8 c5 6a 81 6d bc 1b 26 77 61 95 5b c5";
    appendix_b(Enc::A256CbcHs512, ciphertext, tag);
}

/// RFC 7518, appendix C prints the header and the content encryption key, and no token.
#[test]
fn rfc7518_c_ecdh_es() {
    let header = concat!(
        r#"{"alg":"ECDH-ES","enc":"A128GCM","apu":"QWxpY2U","apv":"Qm9i","#,
        r#""epk":{"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","#,
        r#""y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps"}}"#,
    );
    let header = base64url::encode(header.as_bytes());
    let content_key = Secret::new(base64url::decode("VqqN6vgjbSBcIijNcacQGg").unwrap());
    let aead = CRYPTO.aeads.iter().find(|aead| aead.key_size() == AesKeySize::Aes128).unwrap();
    let (ciphertext, tag) = aead.seal(&content_key, &[7; 12], header.as_bytes(), PROSPER).unwrap();
    let [iv, ciphertext, tag] = [&[7; 12][..], &ciphertext, &tag].map(base64url::encode);
    let bob = DecryptionKey::from_jwk(&private(BOB), Alg::EcdhEs, &[Enc::A128Gcm], &CRYPTO);
    let token = format!("{header}..{iv}.{ciphertext}.{tag}");
    assert_eq!(decrypt(&token, bob.unwrap()), PROSPER);

    let ephemeral = base64url::decode("0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo").unwrap();
    let crypto = drawing([ephemeral, vec![7; 12]], &CRYPTO);
    let key = EncryptionKey::from_jwk(&public(BOB), Alg::EcdhEs, Enc::A128Gcm, &crypto).unwrap();
    let token = Jwe::new(PROSPER.to_vec()).apu(b"Alice").apv(b"Bob").encrypt(&key).unwrap();
    // The same content encryption key gives the same ciphertext. The tag differs, because we write
    // the header members in another order.
    assert_eq!(token.split('.').nth(3), Some(ciphertext.as_str()));
}
