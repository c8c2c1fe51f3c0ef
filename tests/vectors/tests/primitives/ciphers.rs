//! AES-GCM and AES-CBC.

use symbolon_jose::Secret;
use symbolon_jose::crypto::{Aead, AesKeySize, BlockCipher, CipherFailed, Crypto};
use symbolon_vector_tests::{hex, on_every_backend};

const SIZES: [AesKeySize; 3] = [AesKeySize::Aes128, AesKeySize::Aes192, AesKeySize::Aes256];

fn aead(crypto: &Crypto, size: AesKeySize) -> &'static dyn Aead {
    *crypto.aeads.iter().find(|aead| aead.key_size() == size).unwrap()
}

fn block_cipher(crypto: &Crypto, size: AesKeySize) -> &'static dyn BlockCipher {
    *crypto.block_ciphers.iter().find(|cipher| cipher.key_size() == size).unwrap()
}

/// Test cases 4, 10 and 16 of the GCM specification.
#[test]
fn gcm_test_cases_encrypt_and_decrypt() {
    let key = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
    let nonce = hex("cafebabefacedbaddecaf888").try_into().unwrap();
    let aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    let text = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
         1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    let cases = [
        (
            "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e
             21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
            "5bc94fbc3221a5db94fae95ae7121a47",
        ),
        (
            "3980ca0b3c00e841eb06fac4872a2757859e1ceaa6efd984628593b40ca1e19c
             7d773d00c144c525ac619d18c84a3f4718e2448b2fe324d9ccda2710",
            "2519498e80f1478f37ba55bd6d27618c",
        ),
        (
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
             8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
            "76fc6ece0f4e1768cddf8853bb2d551b",
        ),
    ];
    on_every_backend(|crypto, _| {
        for (size, (ciphertext, tag)) in SIZES.into_iter().zip(cases) {
            let key = Secret::new(key[..size.len()].to_vec());
            let (ciphertext, tag) = (hex(ciphertext), hex(tag).try_into().unwrap());
            let aead = aead(crypto, size);
            let opened = aead.open(&key, &nonce, &aad, &ciphertext, &tag);
            assert_eq!(opened.as_ref(), Ok(&text));
            assert_eq!(aead.seal(&key, &nonce, &aad, &text), Ok((ciphertext, tag)));
        }
    });
}

/// RFC 5116 §2.2: the plaintext is returned only if key, nonce, associated data, ciphertext and tag
/// are those of one encryption.
#[test]
fn gcm_refuses_any_changed_input() {
    on_every_backend(|crypto, _| {
        for size in SIZES {
            let (aead, key) = (aead(crypto, size), Secret::new(vec![1; size.len()]));
            let (text, tag) = aead.seal(&key, &[2; 12], b"aad", b"plaintext").unwrap();
            let open = |key: &Secret, nonce: &[u8; 12], aad: &[u8], text: &[u8], tag: &[u8; 16]| {
                aead.open(key, nonce, aad, text, tag)
            };
            assert_eq!(open(&key, &[2; 12], b"aad", &text, &tag), Ok(b"plaintext".to_vec()));
            let other = Secret::new(vec![3; size.len()]);
            assert_eq!(open(&other, &[2; 12], b"aad", &text, &tag), Err(CipherFailed));
            assert_eq!(open(&key, &[3; 12], b"aad", &text, &tag), Err(CipherFailed));
            assert_eq!(open(&key, &[2; 12], b"aae", &text, &tag), Err(CipherFailed));
            assert_eq!(open(&key, &[2; 12], b"", &text, &tag), Err(CipherFailed));
            assert_eq!(open(&key, &[2; 12], b"aad", &text[1..], &tag), Err(CipherFailed));
            assert_eq!(open(&key, &[2; 12], b"aad", b"", &tag), Err(CipherFailed));
            for bit in 0..128 {
                let mut tag = tag;
                tag[bit / 8] ^= 1 << (bit % 8);
                assert_eq!(open(&key, &[2; 12], b"aad", &text, &tag), Err(CipherFailed), "{bit}");
            }
        }
    });
}

#[test]
fn gcm_of_an_empty_plaintext_has_a_tag_that_is_checked() {
    on_every_backend(|crypto, _| {
        for size in SIZES {
            let (aead, key) = (aead(crypto, size), Secret::new(vec![1; size.len()]));
            let (text, tag) = aead.seal(&key, &[2; 12], b"", b"").unwrap();
            assert_eq!(text, b"");
            assert_eq!(aead.open(&key, &[2; 12], b"", b"", &tag), Ok(vec![]));
            assert_eq!(aead.open(&key, &[2; 12], b"", b"", &[0; 16]), Err(CipherFailed));
        }
    });
}

/// The examples of NIST SP 800-38A §F.2. They have no padding, so encrypting adds a block to them.
#[test]
fn sp800_38a_f_2_examples_encrypt_and_decrypt() {
    let text = hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51
         30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");
    let examples = [
        (
            "2b7e151628aed2a6abf7158809cf4f3c",
            "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2
             73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7",
        ),
        (
            "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
            "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a
             571b242012fb7ae07fa9baac3df102e008b0e27988598881d920a9e64f5615cd",
        ),
        (
            "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d
             39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b",
        ),
    ];
    let iv = hex("000102030405060708090a0b0c0d0e0f").try_into().unwrap();
    on_every_backend(|crypto, _| {
        for (size, (key, ciphertext)) in SIZES.into_iter().zip(examples) {
            let (cipher, key) = (block_cipher(crypto, size), Secret::new(hex(key)));
            let encrypted = cipher.encrypt(&key, &iv, &text).unwrap();
            assert_eq!((encrypted.len(), &encrypted[..64]), (80, &*hex(ciphertext)));
            assert_eq!(cipher.decrypt(&key, &iv, &encrypted).as_ref(), Ok(&text));
        }
    });
}

/// RFC 5652 §6.3: padding fills the last block, and has at least one byte.
#[test]
fn cbc_pads_every_length() {
    on_every_backend(|crypto, _| {
        for size in SIZES {
            let (cipher, key) = (block_cipher(crypto, size), Secret::new(vec![1; size.len()]));
            for len in 0..=48 {
                let text = vec![len; usize::from(len)];
                let encrypted = cipher.encrypt(&key, &[2; 16], &text).unwrap();
                assert_eq!(encrypted.len(), (usize::from(len) / 16 + 1) * 16);
                assert_eq!(cipher.decrypt(&key, &[2; 16], &encrypted), Ok(text));
            }
        }
    });
}

#[test]
fn cbc_refuses_ciphertexts_that_are_empty_or_not_whole_blocks() {
    on_every_backend(|crypto, _| {
        for size in SIZES {
            let (cipher, key) = (block_cipher(crypto, size), Secret::new(vec![1; size.len()]));
            for len in [0, 1, 15, 17, 31] {
                assert_eq!(cipher.decrypt(&key, &[2; 16], &vec![7; len]), Err(CipherFailed));
            }
        }
    });
}

#[test]
fn a_key_of_another_size_is_refused() {
    on_every_backend(|crypto, _| {
        for size in SIZES {
            for len in [0, 15, 16, 17, 24, 32, 33].into_iter().filter(|len| *len != size.len()) {
                let (aead, key) = (aead(crypto, size), Secret::new(vec![1; len]));
                assert_eq!(aead.seal(&key, &[2; 12], b"", b""), Err(CipherFailed));
                assert_eq!(aead.open(&key, &[2; 12], b"", b"", &[0; 16]), Err(CipherFailed));
                let cipher = block_cipher(crypto, size);
                assert_eq!(cipher.encrypt(&key, &[2; 16], b""), Err(CipherFailed));
                assert_eq!(cipher.decrypt(&key, &[2; 16], &[0; 16]), Err(CipherFailed));
            }
        }
    });
}
