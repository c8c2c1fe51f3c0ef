//! Key wrapping, AEADs and block ciphers.

use symbolon_jose::Secret;
use symbolon_jose::crypto::{Aead, AesKeySize, BlockCipher, CipherFailed, KeyWrap};

use super::sum;

/// A key wrap: the key, exclusive or a checksum of the wrapping key, then a checksum of both.
#[derive(Debug)]
pub(super) struct ChecksumWrap(pub(super) AesKeySize);

impl KeyWrap for ChecksumWrap {
    fn key_size(&self) -> AesKeySize {
        self.0
    }

    fn wrap_key(&self, wrapping_key: &Secret, key: &Secret) -> Result<Vec<u8>, CipherFailed> {
        let over = right_key(self.0, wrapping_key)?;
        let bytes = key.expose();
        // RFC 3394 §2: two or more blocks of 64 bits.
        if bytes.len() < 16 || !bytes.len().is_multiple_of(8) {
            return Err(CipherFailed);
        }
        let mut wrapped = sum::lay_over(&[b"wrap", over], bytes);
        wrapped.extend(sum::of(&[b"wrapped", over, bytes], 8));
        Ok(wrapped)
    }

    fn unwrap_key(&self, wrapping_key: &Secret, wrapped: &[u8]) -> Result<Secret, CipherFailed> {
        let over = right_key(self.0, wrapping_key)?;
        let (hidden, check) = wrapped.split_last_chunk::<8>().ok_or(CipherFailed)?;
        let bytes = sum::lay_over(&[b"wrap", over], hidden);
        let fits = bytes.len() >= 16 && bytes.len().is_multiple_of(8);
        if fits && sum::of(&[b"wrapped", over, &bytes], 8) == check {
            Ok(Secret::new(bytes))
        } else {
            Err(CipherFailed)
        }
    }
}

/// An AEAD: the text, exclusive or a checksum of key and nonce. The tag is a checksum of all input.
#[derive(Debug)]
pub(super) struct ChecksumAead(pub(super) AesKeySize);

impl Aead for ChecksumAead {
    fn key_size(&self) -> AesKeySize {
        self.0
    }

    fn seal(
        &self,
        key: &Secret,
        nonce: &[u8; 12],
        aad: &[u8],
        plaintext: &[u8],
    ) -> Result<(Vec<u8>, [u8; 16]), CipherFailed> {
        let key = right_key(self.0, key)?;
        let ciphertext = sum::lay_over(&[b"aead", key, nonce], plaintext);
        let tag = tag(key, nonce, aad, &ciphertext);
        Ok((ciphertext, tag))
    }

    fn open(
        &self,
        key: &Secret,
        nonce: &[u8; 12],
        aad: &[u8],
        ciphertext: &[u8],
        found: &[u8; 16],
    ) -> Result<Vec<u8>, CipherFailed> {
        let key = right_key(self.0, key)?;
        if tag(key, nonce, aad, ciphertext) != *found {
            return Err(CipherFailed);
        }
        Ok(sum::lay_over(&[b"aead", key, nonce], ciphertext))
    }
}

/// A block cipher: the padded text, exclusive or a checksum of key and IV.
#[derive(Debug)]
pub(super) struct ChecksumBlockCipher(pub(super) AesKeySize);

impl BlockCipher for ChecksumBlockCipher {
    fn key_size(&self) -> AesKeySize {
        self.0
    }

    fn encrypt(
        &self,
        key: &Secret,
        iv: &[u8; 16],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, CipherFailed> {
        let key = right_key(self.0, key)?;
        let mut padded = plaintext.to_vec();
        // RFC 5652 §6.3: the padding fills the last block; each of its bytes is its length.
        let missing = 16_usize.saturating_sub(plaintext.len() % 16);
        padded.resize(
            plaintext.len().saturating_add(missing),
            u8::try_from(missing).map_err(|_| CipherFailed)?,
        );
        Ok(sum::lay_over(&[b"block", key, iv], &padded))
    }

    fn decrypt(
        &self,
        key: &Secret,
        iv: &[u8; 16],
        ciphertext: &[u8],
    ) -> Result<Vec<u8>, CipherFailed> {
        let key = right_key(self.0, key)?;
        let padded = sum::lay_over(&[b"block", key, iv], ciphertext);
        let missing = *padded.last().ok_or(CipherFailed)?;
        let len = padded.len().checked_sub(usize::from(missing)).ok_or(CipherFailed)?;
        let (text, padding) = padded.split_at_checked(len).ok_or(CipherFailed)?;
        let fits = padded.len().is_multiple_of(16)
            && (1..=16).contains(&missing)
            && padding.iter().all(|byte| *byte == missing);
        if fits { Ok(text.to_vec()) } else { Err(CipherFailed) }
    }
}

fn right_key(size: AesKeySize, key: &Secret) -> Result<&[u8], CipherFailed> {
    let key = key.expose();
    if key.len() == size.len() { Ok(key) } else { Err(CipherFailed) }
}

fn tag(key: &[u8], nonce: &[u8], aad: &[u8], ciphertext: &[u8]) -> [u8; 16] {
    let mut tag = [0; 16];
    sum::fill(&[b"tag", key, nonce, aad, ciphertext], &mut tag);
    tag
}
