//! AES key wrap.

use symbolon_jose::Secret;
use symbolon_jose::crypto::{AesKeySize, CipherFailed, Crypto, KeyWrap};
use symbolon_vector_tests::{hex, on_every_backend};

const SIZES: [AesKeySize; 3] = [AesKeySize::Aes128, AesKeySize::Aes192, AesKeySize::Aes256];

fn key_wrap(crypto: &Crypto, size: AesKeySize) -> &'static dyn KeyWrap {
    *crypto.key_wraps.iter().find(|wrap| wrap.key_size() == size).unwrap()
}

/// Returns the bytes 00, 01, 02 and so on, the wrapping key of every example.
fn counting(len: usize) -> Secret {
    Secret::new((0..32).take(len).collect())
}

#[test]
fn rfc3394_4_examples_wrap_and_unwrap() {
    let examples = [
        (16, 16, "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"),
        (24, 16, "96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d"),
        (32, 16, "64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7"),
        (24, 24, "031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2"),
        (32, 24, "a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1"),
        (
            32,
            32,
            "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43b
             fb988b9b7a02dd21",
        ),
    ];
    let key = hex("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f");
    on_every_backend(|crypto, _| {
        for (wrapping_len, len, wrapped) in examples {
            let size = SIZES.into_iter().find(|size| size.len() == wrapping_len).unwrap();
            let (wrap, wrapping_key) = (key_wrap(crypto, size), counting(wrapping_len));
            let key = Secret::new(key[..len].to_vec());
            assert_eq!(wrap.wrap_key(&wrapping_key, &key), Ok(hex(wrapped)));
            assert_eq!(wrap.unwrap_key(&wrapping_key, &hex(wrapped)), Ok(key));
        }
    });
}

/// RFC 3394 §2: a key has two or more whole blocks of 64 bits, and wrapping adds one block.
#[test]
fn attack_052_lengths_that_no_key_can_have_are_refused() {
    on_every_backend(|crypto, _| {
        for size in SIZES {
            let (wrap, wrapping_key) = (key_wrap(crypto, size), counting(size.len()));
            for len in [0, 1, 8, 15, 17, 23, 31, 33, 63] {
                let wrapped = wrap.wrap_key(&wrapping_key, &Secret::new(vec![7; len]));
                assert_eq!(wrapped, Err(CipherFailed), "{len}");
            }
            for len in [0, 1, 7, 8, 15, 16, 23, 25, 31, 33, 1_048_575] {
                let key = wrap.unwrap_key(&wrapping_key, &vec![7; len]);
                assert_eq!(key, Err(CipherFailed), "{len}");
            }
        }
    });
}

/// RFC 3394 §2: a single block is refused, although the steps for several blocks would work with
/// it. The vectors are from Project Wycheproof.
#[test]
fn attack_052_a_wrapped_key_of_8_bytes_is_refused() {
    let wrapped = [
        ("574957151fc2afe0fa3dc7a9a7da6495", "dc26fb6911d71971df0356d6bb9ed6e6"),
        ("574957151fc2afe0fa3dc7a9a7da6495398f18ea0d8eed76", "38d8238cdb0d9a2da28d6d56194f2e78"),
        (
            "574957151fc2afe0fa3dc7a9a7da6495398f18ea0d8eed76a51aac96038ad692",
            "181ba6a3a4392469e3de98ddbbdd2432",
        ),
    ];
    on_every_backend(|crypto, _| {
        for (size, (wrapping_key, wrapped)) in SIZES.into_iter().zip(wrapped) {
            let wrapping_key = Secret::new(hex(wrapping_key));
            let key = key_wrap(crypto, size).unwrap_key(&wrapping_key, &hex(wrapped));
            assert_eq!(key, Err(CipherFailed));
        }
    });
}

/// RFC 3394 §2.2.3: changing any bit of a wrapped key is noticed.
#[test]
fn a_changed_wrapped_key_is_refused() {
    on_every_backend(|crypto, _| {
        for size in SIZES {
            let (wrap, wrapping_key) = (key_wrap(crypto, size), counting(size.len()));
            let key = Secret::new(vec![7; 64]);
            let wrapped = wrap.wrap_key(&wrapping_key, &key).unwrap();
            assert_eq!(wrap.unwrap_key(&wrapping_key, &wrapped).as_ref(), Ok(&key));
            for index in 0..wrapped.len() {
                let mut changed = wrapped.clone();
                changed[index] ^= 1 << (index % 8);
                assert_eq!(wrap.unwrap_key(&wrapping_key, &changed), Err(CipherFailed));
            }
        }
    });
}

#[test]
fn a_wrapping_key_of_another_size_is_refused() {
    on_every_backend(|crypto, _| {
        for size in SIZES {
            let wrap = key_wrap(crypto, size);
            let wrapped = wrap.wrap_key(&counting(size.len()), &counting(16)).unwrap();
            for len in [0, 15, 16, 24, 32].into_iter().filter(|len| *len != size.len()) {
                let wrong = counting(len);
                assert_eq!(wrap.wrap_key(&wrong, &counting(16)), Err(CipherFailed));
                assert_eq!(wrap.unwrap_key(&wrong, &wrapped), Err(CipherFailed));
            }
        }
    });
}
