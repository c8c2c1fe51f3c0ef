//! Attacks on content encryption.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::CRYPTO;
use symbolon_jose::crypto::{AesKeySize, BlockCipher, CipherFailed, HashAlgorithm};
use symbolon_jose::jwe::{CompactJwe, ContentKey, Error, Part, Reader, Sealed};
use symbolon_jose::{ContentEncryptionAlgorithm as Enc, Crypto, Limits, Secret, base64url};

use crate::suite::jwe_forged::{
    DIR, PLAINTEXT, content_secret, direct, forged, forged_of, outcome, with_bytes, with_part,
};

const CBC: &str = r#"{"alg":"dir","enc":"A128CBC-HS256"}"#;

fn mac(parts: &[&[u8]]) -> Vec<u8> {
    let mut tag = CRYPTO.digests.hmac(HashAlgorithm::Sha256, &[0x42; 16], parts);
    tag.truncate(16);
    tag
}

#[test]
fn attack_046_cbc_padding_oracle() {
    let keys = direct(Enc::A128CbcHs256);
    let token = forged(CBC, b"", Enc::A128CbcHs256);
    assert_eq!(outcome(&token, &keys), Ok(()));
    for part in [2, 3, 4] {
        let len = base64url::decode(token.split('.').nth(part).unwrap()).unwrap().len();
        for at in 0..len {
            let changed = with_bytes(&token, part, |bytes| bytes[at] ^= 1);
            assert_eq!(outcome(&changed, &keys), Err(Error::Decryption), "{part} {at}");
        }
    }
    // Even with a right tag, wrong padding and a wrong length have the same error.
    let header = base64url::encode(CBC.as_bytes());
    let bits = (header.len() as u64 * 8).to_be_bytes();
    for ciphertext in [&[0; 16][..], &[1; 32], &[2; 15], &[]] {
        let iv = [0; 16];
        let tag = mac(&[header.as_bytes(), &iv, ciphertext, &bits]);
        let [iv, ciphertext, tag] = [&iv, ciphertext, &tag].map(base64url::encode);
        let token = format!("{header}..{iv}.{ciphertext}.{tag}");
        assert_eq!(outcome(&token, &keys), Err(Error::Decryption));
    }
}

/// A block cipher that counts how often it decrypts.
#[derive(Debug)]
struct Counting;

static DECRYPTED: AtomicUsize = AtomicUsize::new(0);

impl BlockCipher for Counting {
    fn key_size(&self) -> AesKeySize {
        AesKeySize::Aes128
    }

    fn encrypt(&self, _: &Secret, _: &[u8; 16], _: &[u8]) -> Result<Vec<u8>, CipherFailed> {
        Err(CipherFailed)
    }

    fn decrypt(&self, _: &Secret, _: &[u8; 16], _: &[u8]) -> Result<Vec<u8>, CipherFailed> {
        DECRYPTED.fetch_add(1, Ordering::SeqCst);
        Ok(PLAINTEXT.to_vec())
    }
}

#[test]
fn attack_046_nothing_is_decrypted_before_the_tag_is_verified() {
    let crypto = Crypto { block_ciphers: &[&Counting], ..CRYPTO };
    let key = ContentKey::new(content_secret(Enc::A128CbcHs256), Enc::A128CbcHs256, &crypto);
    let key = key.unwrap();
    let bits = (3_u64 * 8).to_be_bytes();
    let right = mac(&[b"aad", &[0; 16], &[7; 16], &bits]);
    let sealed = |tag: &[u8]| Sealed::new(vec![0; 16], vec![7; 16], tag.to_vec());
    let mut wrong = right.clone();
    wrong[15] ^= 1;
    for tag in [&wrong[..], &right[..15], &[], &[right.as_slice(), &[0]].concat()] {
        assert_eq!(key.open(&sealed(tag), b"aad"), Err(Error::Decryption));
    }
    assert_eq!(DECRYPTED.load(Ordering::SeqCst), 0);
    assert!(key.open(&sealed(&right), b"aad").is_ok());
    assert_eq!(DECRYPTED.load(Ordering::SeqCst), 1);
}

#[test]
fn attack_047_the_length_of_the_header_is_part_of_the_tag() {
    let keys = direct(Enc::A128CbcHs256);
    let token = forged(CBC, b"", Enc::A128CbcHs256);
    let part = |index: usize| base64url::decode(token.split('.').nth(index).unwrap()).unwrap();
    let (iv, ciphertext) = (part(2), part(3));
    let header = token.split('.').next().unwrap();
    let with_tag = |len: &[u8]| {
        let tag = mac(&[header.as_bytes(), &iv, &ciphertext, len]);
        outcome(&with_part(&token, 4, &base64url::encode(&tag)), &keys)
    };
    let len = header.len() as u64;
    assert_eq!(with_tag(&(len * 8).to_be_bytes()), Ok(()));
    // The length in bytes, in little-endian bits, as 32-bit number, and without the length.
    let bits = u32::try_from(len * 8).unwrap();
    for other in [&len.to_be_bytes()[..], &(len * 8).to_le_bytes(), &bits.to_be_bytes(), &[]] {
        assert_eq!(with_tag(other), Err(Error::Decryption));
    }
    // The first byte of the ciphertext is moved to the initialization vector.
    let mut moved = iv.clone();
    moved.extend(&ciphertext[..1]);
    let moved = with_part(&token, 2, &base64url::encode(&moved));
    let moved = with_part(&moved, 3, &base64url::encode(&ciphertext[1..]));
    let part = Part::InitializationVector;
    assert_eq!(outcome(&moved, &keys), Err(Error::Length { part, expected: 16, found: 17 }));
}

#[test]
fn attack_048_truncated_tags() {
    let lengths = |enc: Enc| (0..=65).filter(move |len| *len != enc.tag_len());
    for enc in CRYPTO.content_encryption_algorithms() {
        let header = format!(r#"{{"alg":"dir","enc":"{enc}"}}"#);
        let token = forged(&header, b"", enc);
        for len in lengths(enc) {
            let changed = with_bytes(&token, 4, |tag| tag.resize(len, 0));
            let error = of_length(Part::Tag, enc.tag_len(), len);
            assert_eq!(outcome(&changed, &direct(enc)), Err(error), "{enc} {len}");
        }
    }
    // The last byte of the ciphertext is moved to the tag.
    let token = forged(DIR, b"", Enc::A128Gcm);
    let moved = with_bytes(&token, 3, |ciphertext| ciphertext.truncate(PLAINTEXT.len() - 1));
    let moved = with_bytes(&moved, 4, |tag| tag.insert(0, 0));
    let error = of_length(Part::Tag, 16, 17);
    assert_eq!(outcome(&moved, &direct(Enc::A128Gcm)), Err(error));
}

/// The error for a part with `found` bytes in place of `expected` bytes.
fn of_length(part: Part, expected: usize, found: usize) -> Error {
    if found == 0 { Error::Empty(part) } else { Error::Length { part, expected, found } }
}

#[test]
fn attack_049_initialization_vectors_of_another_length() {
    for enc in CRYPTO.content_encryption_algorithms() {
        let header = format!(r#"{{"alg":"dir","enc":"{enc}"}}"#);
        let token = forged(&header, b"", enc);
        for len in (0..=32).filter(|len| *len != enc.iv_len()) {
            let changed = with_bytes(&token, 2, |iv| iv.resize(len, 0));
            let error = of_length(Part::InitializationVector, enc.iv_len(), len);
            assert_eq!(outcome(&changed, &direct(enc)), Err(error), "{enc} {len}");
        }
    }
}

const ZIP: &str = r#"{"alg":"dir","enc":"A128GCM","zip":"DEF"}"#;

/// Writes stored blocks of DEFLATE (RFC 1951 §3.2.4), which do not compress their content.
fn stored(content: &[u8]) -> Vec<u8> {
    let mut deflated = Vec::new();
    let mut chunks = content.chunks(0xffff).peekable();
    while let Some(chunk) = chunks.next() {
        let len = u16::try_from(chunk.len()).unwrap();
        deflated.push(u8::from(chunks.peek().is_none()));
        deflated.extend(len.to_le_bytes());
        deflated.extend((!len).to_le_bytes());
        deflated.extend(chunk);
    }
    deflated
}

fn inflated(deflated: &[u8], limits: Limits) -> Result<usize, Error> {
    let token = forged_of(ZIP, b"", Enc::A128Gcm, deflated);
    assert_eq!(CompactJwe::parse(&token).map(|_| ()), Err(Error::Compressed));
    let jwe = Reader::new().limits(limits).inflating().compact(&token).unwrap();
    jwe.decrypt(&direct(Enc::A128Gcm)).map(|jwe| jwe.plaintext().len())
}

#[test]
fn attack_051_zip_bomb() {
    let limit = Limits::DEFAULT.inflated;
    assert_eq!(limit, 250_000);
    assert_eq!(inflated(&stored(&vec![0; limit]), Limits::DEFAULT), Ok(limit));
    let more = inflated(&stored(&vec![0; limit + 1]), Limits::DEFAULT);
    assert_eq!(more, Err(Error::InflatedTooLarge));
    // Our own writer compresses zeros about a thousandfold.
    let secret = content_secret(Enc::A128Gcm);
    let alg = symbolon_jose::KeyManagementAlgorithm::Dir;
    let key = symbolon_jose::EncryptionKey::from_secret(&secret, alg, Enc::A128Gcm, &CRYPTO);
    let bomb = symbolon_jose::jwe::Jwe::new(vec![0; 4 << 20]).compressed();
    let bomb = bomb.encrypt(&key.unwrap()).unwrap();
    assert!(bomb.len() < 8 << 10, "{}", bomb.len());
    let jwe = Reader::new().inflating().compact(&bomb).unwrap();
    let result = jwe.decrypt(&direct(Enc::A128Gcm)).map(|_| ());
    assert_eq!(result, Err(Error::InflatedTooLarge));
    let mut narrow = Limits::DEFAULT;
    for most in [0, 1, 21] {
        narrow.inflated = most;
        assert_eq!(inflated(&stored(PLAINTEXT), narrow), Err(Error::InflatedTooLarge));
    }
    narrow.inflated = PLAINTEXT.len();
    assert_eq!(inflated(&stored(PLAINTEXT), narrow), Ok(PLAINTEXT.len()));
    narrow.inflated = 0;
    assert_eq!(inflated(&stored(&[]), Limits::DEFAULT).or(inflated(&[3, 0], narrow)), Ok(0));
}

#[test]
fn attack_051_bytes_after_the_compressed_data_are_refused() {
    let good = stored(PLAINTEXT);
    assert_eq!(inflated(&good, Limits::DEFAULT), Ok(PLAINTEXT.len()));
    for bad in [
        [good.as_slice(), &[0]].concat(),
        [good.as_slice(), &good].concat(),
        good[..good.len() - 1].to_vec(),
        vec![],
        PLAINTEXT.to_vec(),
        vec![0xff; 100],
    ] {
        assert_eq!(inflated(&bad, Limits::DEFAULT), Err(Error::NotDeflate));
    }
}
