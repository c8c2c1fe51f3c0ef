//! AES key wrap with a key of 192 bits, which aws-lc-rs does not offer. It is composed of the steps
//! of [RFC 3394 §2.2](https://www.rfc-editor.org/rfc/rfc3394#section-2.2) and AWS-LC's AES-192.

use aws_lc_rs::cipher::{
    AES_192, Algorithm, DecryptingKey, DecryptionContext, EncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use symbolon_jose::Secret;
use symbolon_jose::crypto::{AesKeySize, CipherFailed, KeyWrap};
use zeroize::Zeroizing;

/// AES key wrap with a key of 192 bits.
pub const AES192_KW: &dyn KeyWrap = &Composed { size: AesKeySize::Aes192, cipher: &AES_192 };

/// The default initial value (RFC 3394 §2.2.3.1).
const INITIAL: [u8; 8] = [0xa6; 8];

/// Half a block (RFC 3394 §2).
type Half = [u8; 8];

#[derive(Debug)]
struct Composed {
    size: AesKeySize,
    cipher: &'static Algorithm,
}

impl KeyWrap for Composed {
    fn key_size(&self) -> AesKeySize {
        self.size
    }

    fn wrap_key(&self, wrapping_key: &Secret, key: &Secret) -> Result<Vec<u8>, CipherFailed> {
        let cipher = EncryptingKey::ecb(self.key(wrapping_key)?).map_err(|_| CipherFailed)?;
        let mut halves = halves(key.expose())?;
        let mut check = INITIAL;
        // RFC 3394 §2.2.1, step 2: A is the first half of every block, and R[i] is the second half.
        // t counts the blocks from 1.
        let mut t = 0_u64;
        for _ in 0..6 {
            for half in halves.iter_mut() {
                t = t.checked_add(1).ok_or(CipherFailed)?;
                let mut block = join(check, *half);
                cipher.encrypt(block.as_flattened_mut()).map_err(|_| CipherFailed)?;
                let [first, second] = *block;
                check = counted(first, t);
                *half = second;
            }
        }
        Ok([check.as_slice(), halves.as_flattened()].concat())
    }

    fn unwrap_key(&self, wrapping_key: &Secret, wrapped: &[u8]) -> Result<Secret, CipherFailed> {
        let cipher = DecryptingKey::ecb(self.key(wrapping_key)?).map_err(|_| CipherFailed)?;
        let (check, wrapped) = wrapped.split_first_chunk().ok_or(CipherFailed)?;
        let (mut check, mut halves) = (*check, halves(wrapped)?);
        // RFC 3394 §2.2.2, step 2: the same blocks in reverse order.
        let blocks = halves.len().checked_mul(6).ok_or(CipherFailed)?;
        let mut t = u64::try_from(blocks).map_err(|_| CipherFailed)?;
        for _ in 0..6 {
            for half in halves.iter_mut().rev() {
                let mut block = join(counted(check, t), *half);
                t = t.checked_sub(1).ok_or(CipherFailed)?;
                let decrypted = cipher.decrypt(block.as_flattened_mut(), DecryptionContext::None);
                decrypted.map_err(|_| CipherFailed)?;
                [check, *half] = *block;
            }
        }
        // RFC 3394 §2.2.3: compared in constant time, so that the time does not tell an attacker
        // how many bytes were right.
        verify_slices_are_equal(&check, &INITIAL).map_err(|_| CipherFailed)?;
        Ok(Secret::new(halves.as_flattened().to_vec()))
    }
}

impl Composed {
    fn key(&self, key: &Secret) -> Result<UnboundCipherKey, CipherFailed> {
        UnboundCipherKey::new(self.cipher, key.expose()).map_err(|_| CipherFailed)
    }
}

/// Splits a key into halves of a block, of which it must have at least two (RFC 3394 §2).
fn halves(key: &[u8]) -> Result<Zeroizing<Vec<Half>>, CipherFailed> {
    match key.as_chunks() {
        (halves @ [_, _, ..], []) => Ok(Zeroizing::new(halves.to_vec())),
        _ => Err(CipherFailed),
    }
}

fn join(first: Half, second: Half) -> Zeroizing<[Half; 2]> {
    Zeroizing::new([first, second])
}

/// Returns A ^ t, with t as a big-endian number.
fn counted(a: Half, t: u64) -> Half {
    (u64::from_be_bytes(a) ^ t).to_be_bytes()
}
