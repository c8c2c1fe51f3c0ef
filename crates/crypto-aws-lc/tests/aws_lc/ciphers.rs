//! AES: key wrap, GCM and CBC.

use symbolon_crypto_aws_lc::{
    AES128_CBC, AES128_KW, AES192_CBC, AES192_KW, AES256_CBC, AES256_GCM, AES256_KW, CRYPTO,
};
use symbolon_jose::Secret;
use symbolon_jose::crypto::CipherFailed;

use crate::keys::hex;

/// The bytes 00, 01, 02 and so on.
fn counting(len: u8) -> Secret {
    Secret::new((0..len).collect())
}

#[test]
fn rfc3394_4_vectors_wrap_and_unwrap() {
    let data = hex("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f");
    for (wrap, len, ciphertext) in [
        (AES128_KW, 16, "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"),
        (AES192_KW, 16, "96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d"),
        (AES256_KW, 16, "64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7"),
        (AES192_KW, 24, "031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2"),
        (AES256_KW, 24, "a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1"),
        (
            AES256_KW,
            32,
            "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02\
          dd21",
        ),
    ] {
        let kek = counting(u8::try_from(wrap.key_size().len()).unwrap());
        let key = Secret::new(data[..len].to_vec());
        assert_eq!(wrap.wrap_key(&kek, &key), Ok(hex(ciphertext)), "{ciphertext}");
        assert_eq!(wrap.unwrap_key(&kek, &hex(ciphertext)), Ok(key), "{ciphertext}");
    }
}

#[test]
fn rfc3394_2_2_3_a_changed_wrapped_key_is_refused() {
    for wrap in CRYPTO.key_wraps {
        let kek = counting(u8::try_from(wrap.key_size().len()).unwrap());
        for len in [16, 24, 32, 64] {
            let wrapped = wrap.wrap_key(&kek, &counting(len)).unwrap();
            assert_eq!(wrapped.len(), usize::from(len) + 8);
            for at in 0..wrapped.len() {
                let mut changed = wrapped.clone();
                changed[at] ^= 1;
                assert_eq!(wrap.unwrap_key(&kek, &changed), Err(CipherFailed), "{at}");
            }
            let other = Secret::new(vec![7; wrap.key_size().len()]);
            assert_eq!(wrap.unwrap_key(&other, &wrapped), Err(CipherFailed));
        }
    }
}

#[test]
fn rfc3394_2_keys_of_other_lengths_are_refused() {
    for wrap in CRYPTO.key_wraps {
        let kek = counting(u8::try_from(wrap.key_size().len()).unwrap());
        for len in [0, 1, 7, 8, 9, 15, 17, 23, 33] {
            assert_eq!(wrap.wrap_key(&kek, &counting(len)), Err(CipherFailed), "{len}");
        }
        for len in [0, 7, 8, 15, 16, 17, 23, 25, 31] {
            let wrapped = vec![7; len];
            assert_eq!(wrap.unwrap_key(&kek, &wrapped), Err(CipherFailed), "{len}");
        }
    }
}

/// The same IV and text with keys of three sizes.
#[test]
fn rfc7518_b_1_to_b_3_cbc_ciphertexts() {
    let iv = hex("1af38c2dc2b96ffdd86694092341bc04").try_into().unwrap();
    let text = b"A cipher system must not be required to be secret, and it must be able to fall \
        into the hands of the enemy without inconvenience";
    for (cipher, key, ciphertext) in [
        (
            AES128_CBC,
            "101112131415161718191a1b1c1d1e1f",
            "c80edfa32ddf39d5ef00c0b468834279a2e46a1b8049f792f76bfe54b903a9c9a94ac9b47ad2\
             655c5f10f9aef71427e2fc6f9b3f399a221489f16362c703233609d45ac69864e3321cf82935\
             ac4096c86e133314c54019e8ca7980dfa4b9cf1b384c486f3a54c51078158ee5d79de59fbd34\
             d848b3d69550a67646344427ade54b8851ffb598f7f80074b9473c82e2db",
        ),
        (
            AES192_CBC,
            "18191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f",
            "ea65da6b59e61edb419be62d19712ae5d303eeb50052d0dfd6697f77224c8edb000d279bdc14\
             c1072654bd30944230c657bed4ca0c9f4a8466f22b226d1746214bf8cfc2400add9f5126e479\
             663fc90b3bed787a2f0ffcbf3904be2a641d5c2105bfe591bae23b1d7449e532eef60a9ac8bb\
             6c6b01d35d49787bcd57ef484927f280adc91ac0c4e79c7b11efc60054e3",
        ),
        (
            AES256_CBC,
            "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f",
            "4affaaadb78c31c5da4b1b590d10ffbd3dd8d5d302423526912da037ecbcc7bd822c301dd67c\
             373bccb584ad3e9279c2e6d12a1374b77f077553df829410446b36ebd97066296ae6427ea75c\
             2e0846a11a09ccf5370dc80bfecbad28c73f09b3a3b75e662a2594410ae496b2e2e6609e31e6\
             e02cc837f053d21f37ff4f51950bbe2638d09dd7a4930930806d0703b1f6",
        ),
    ] {
        let key = Secret::new(hex(key));
        assert_eq!(cipher.encrypt(&key, &iv, text), Ok(hex(ciphertext)));
        assert_eq!(cipher.decrypt(&key, &iv, &hex(ciphertext)), Ok(text.to_vec()));
    }
}

#[test]
fn rfc7518_5_2_2_cbc_pads_to_whole_blocks() {
    for cipher in CRYPTO.block_ciphers {
        let key = Secret::new(vec![7; cipher.key_size().len()]);
        for len in 0..=48 {
            let text = vec![1; len];
            let ciphertext = cipher.encrypt(&key, &[9; 16], &text).unwrap();
            assert_eq!(ciphertext.len(), len / 16 * 16 + 16, "{len}");
            assert_eq!(cipher.decrypt(&key, &[9; 16], &ciphertext), Ok(text), "{len}");
            for part in [0, 1, 15, 17] {
                let part = vec![3; part];
                assert_eq!(cipher.decrypt(&key, &[9; 16], &part), Err(CipherFailed));
            }
        }
        // A block that decrypts to sixteen bytes of 7. A change of the IV changes the same byte of
        // the text.
        let block = &cipher.encrypt(&key, &[9; 16], &[7; 16]).unwrap()[..16];
        assert_eq!(cipher.decrypt(&key, &[9; 16], block), Ok(vec![7; 9]));
        for (at, difference) in [(15, 7), (15, 7 ^ 17), (15, 1), (14, 1), (9, 1)] {
            let mut iv = [9; 16];
            iv[at] ^= difference;
            assert_eq!(cipher.decrypt(&key, &iv, block), Err(CipherFailed), "{at} {difference}");
        }
    }
}

/// The content of the example in [RFC 7516
/// §A.1](https://www.rfc-editor.org/rfc/rfc7516#appendix-A.1).
#[test]
fn rfc7516_a_1_gcm_encrypts_and_decrypts_the_example() {
    let cek = Secret::new(vec![
        177, 161, 244, 128, 84, 143, 225, 115, 63, 180, 3, 255, 107, 154, 212, 246, 138, 7, 110,
        91, 112, 46, 34, 105, 47, 130, 203, 46, 122, 234, 64, 252,
    ]);
    let iv = [227, 197, 117, 252, 2, 219, 233, 68, 180, 225, 77, 219];
    let aad = b"eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ";
    let text = b"The true sign of intelligence is not knowledge but imagination.";
    let ciphertext = [
        229, 236, 166, 241, 53, 191, 115, 196, 174, 43, 73, 109, 39, 122, 233, 96, 140, 206, 120,
        52, 51, 237, 48, 11, 190, 219, 186, 80, 111, 104, 50, 142, 47, 167, 59, 61, 181, 127, 196,
        21, 40, 82, 242, 32, 123, 143, 168, 226, 73, 216, 176, 144, 138, 247, 106, 60, 16, 205,
        160, 109, 64, 63, 192,
    ];
    let tag = [92, 80, 104, 49, 133, 25, 161, 215, 173, 101, 219, 211, 136, 91, 210, 145];
    assert_eq!(AES256_GCM.seal(&cek, &iv, aad, text), Ok((ciphertext.to_vec(), tag)));
    assert_eq!(AES256_GCM.open(&cek, &iv, aad, &ciphertext, &tag), Ok(text.to_vec()));
}

#[test]
fn rfc5116_5_1_any_changed_input_is_refused() {
    for aead in CRYPTO.aeads {
        let key = Secret::new(vec![7; aead.key_size().len()]);
        for text in [b"".as_slice(), b"text", &[1; 100]] {
            let (sealed, tag) = aead.seal(&key, &[9; 12], b"aad", text).unwrap();
            assert_eq!(aead.open(&key, &[9; 12], b"aad", &sealed, &tag), Ok(text.to_vec()));
            assert_eq!(aead.open(&key, &[8; 12], b"aad", &sealed, &tag), Err(CipherFailed));
            assert_eq!(aead.open(&key, &[9; 12], b"add", &sealed, &tag), Err(CipherFailed));
            for at in 0..16 {
                let mut other = tag;
                other[at] ^= 1;
                assert_eq!(aead.open(&key, &[9; 12], b"aad", &sealed, &other), Err(CipherFailed));
            }
            for at in 0..sealed.len() {
                let mut other = sealed.clone();
                other[at] ^= 1;
                assert_eq!(aead.open(&key, &[9; 12], b"aad", &other, &tag), Err(CipherFailed));
            }
        }
    }
}

#[test]
fn a_cipher_accepts_only_keys_of_its_size() {
    for len in [0_usize, 15, 16, 17, 24, 31, 32, 33, 64] {
        let key = Secret::new(vec![7; len]);
        for aead in CRYPTO.aeads {
            let fits = aead.key_size().len() == len;
            assert_eq!(aead.seal(&key, &[9; 12], b"", b"text").is_ok(), fits, "{len}");
            assert!(aead.open(&key, &[9; 12], b"", b"text", &[0; 16]).is_err(), "{len}");
        }
        for cipher in CRYPTO.block_ciphers {
            let fits = cipher.key_size().len() == len;
            assert_eq!(cipher.encrypt(&key, &[9; 16], b"text").is_ok(), fits, "{len}");
            assert!(cipher.decrypt(&key, &[9; 16], &[0; 15]).is_err(), "{len}");
        }
        for wrap in CRYPTO.key_wraps {
            let fits = wrap.key_size().len() == len;
            assert_eq!(wrap.wrap_key(&key, &counting(16)).is_ok(), fits, "{len}");
            assert!(wrap.unwrap_key(&key, &[0; 24]).is_err(), "{len}");
        }
    }
}
