//! Hashes, HMAC and PBKDF2.

use std::num::NonZeroU32;

use symbolon_jose::crypto::HashAlgorithm::{self, Sha256, Sha384, Sha512};
use symbolon_vector_tests::{hex, on_every_backend};

/// The examples of FIPS 180-4 with one block and with two blocks, and the empty message.
#[test]
fn fips_180_4_examples_have_their_digests() {
    const TWO_BLOCKS: &[u8] = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    on_every_backend(|crypto, _| {
        let digests = crypto.digests;
        for (message, digest) in [
            (&b""[..], "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            (b"abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (TWO_BLOCKS, "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
        ] {
            assert_eq!(digests.sha1(message).to_vec(), hex(digest));
        }
        for (message, digest) in [
            (&b""[..], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (TWO_BLOCKS, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
        ] {
            assert_eq!(digests.sha256(message).to_vec(), hex(digest));
        }
        assert_eq!(
            digests.sha384(b"abc").to_vec(),
            hex("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed
                 8086072ba1e7cc2358baeca134c825a7")
        );
        assert_eq!(
            digests.sha512(b"abc").to_vec(),
            hex("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a
                 2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
        );
    });
}

/// A key of 20 bytes, and a key of 4 bytes. The messages are also passed in parts.
#[test]
fn rfc4231_4_2_and_4_3_hmac_with_short_keys() {
    const HI_THERE: [(HashAlgorithm, &str); 3] = [
        (Sha256, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (
            Sha384,
            "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59c
             faea9ea9076ede7f4af152e8b2fa9cb6",
        ),
        (
            Sha512,
            "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde
             daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
        ),
    ];
    const JEFE: [(HashAlgorithm, &str); 3] = [
        (Sha256, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (
            Sha384,
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e
             8e2240ca5e69e2c78b3239ecfab21649",
        ),
        (
            Sha512,
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554
             9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
        ),
    ];
    on_every_backend(|crypto, _| {
        for (hash, mac) in HI_THERE {
            assert_eq!(crypto.digests.hmac(hash, &[0x0b; 20], &[b"Hi There"]), hex(mac));
            assert_eq!(crypto.digests.hmac(hash, &[0x0b; 20], &[b"Hi", b"", b" There"]), hex(mac));
        }
        for (hash, mac) in JEFE {
            let message: [&[u8]; 2] = [b"what do ya want ", b"for nothing?"];
            assert_eq!(crypto.digests.hmac(hash, b"Jefe", &message), hex(mac));
        }
    });
}

/// HMAC hashes a key that is longer than the hash's block.
#[test]
fn rfc4231_4_7_hmac_with_a_long_key() {
    let message = b"Test Using Larger Than Block-Size Key - Hash Key First";
    on_every_backend(|crypto, _| {
        let mac = |hash| crypto.digests.hmac(hash, &[0xaa; 131], &[message]);
        assert_eq!(
            mac(Sha256),
            hex("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
        );
        assert_eq!(
            mac(Sha384),
            hex("4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c6
                 0c2ef6ab4030fe8296248df163f44952")
        );
        assert_eq!(
            mac(Sha512),
            hex("80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352
                 6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598")
        );
    });
}

#[test]
fn rfc7914_11_pbkdf2_derives_keys_of_any_length() {
    on_every_backend(|crypto, _| {
        for (password, salt, iterations, key) in [
            (
                "passwd",
                "salt",
                1,
                "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc
                 49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783",
            ),
            (
                "Password",
                "NaCl",
                80_000,
                "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56
                 a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d",
            ),
        ] {
            let iterations = NonZeroU32::new(iterations).unwrap();
            // RFC 8018 §5.2 (4): a shorter key is the beginning of a longer key.
            for len in [16, 24, 64] {
                let mut derived = vec![0; len];
                let (password, salt) = (password.as_bytes(), salt.as_bytes());
                crypto.digests.pbkdf2(Sha256, password, salt, iterations, &mut derived);
                assert_eq!(derived, hex(key)[..len]);
            }
        }
    });
}
