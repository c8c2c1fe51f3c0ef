//! RFC 7468: the text form.

use der::pem::{self, Decoder, LineEnding};
use zeroize::Zeroizing;

use super::{Content, Error, LARGEST};
use crate::SecretString;

/// The one block of a text: what its label says it is, and its bytes.
pub(super) fn read(text: &str) -> Result<(Content, Zeroizing<Vec<u8>>), Error> {
    if text.len() > LARGEST {
        return Err(Error::TooLarge);
    }
    match text.matches("-----BEGIN").count() {
        0 => return Err(Error::Pem),
        1 => {}
        _ => return Err(Error::SeveralPemBlocks),
    }
    // RFC 7468 §2: text before the block is of no meaning; white space after it neither.
    let block = text.trim_ascii_end().as_bytes();
    let label = pem::decode_label(block).map_err(|_| Error::Pem)?;
    let content = Content::labelled(label);
    // RFC 1421 §4.6: what OpenSSL wrote before PKCS #8, and RFC 7468 §2 has no more.
    if text.contains("\nProc-Type:") {
        return Ok((Content::EncryptedPrivateKey, Zeroizing::default()));
    }
    // RFC 7468 §3: lines of 64 characters; readers may take others.
    let mut decoder = Decoder::new_detect_wrap(block).map_err(|_| Error::Pem)?;
    let mut bytes = Zeroizing::new(vec![0; decoder.remaining_len()]);
    decoder.decode(&mut bytes).map_err(|_| Error::Pem)?;
    Ok((content, bytes))
}

pub(super) fn write(label: &'static str, der: &[u8]) -> Result<String, Error> {
    pem::encode_string(label, LineEnding::LF, der).map_err(|_| Error::TooLarge)
}

pub(super) fn write_secret(label: &'static str, der: &[u8]) -> Result<SecretString, Error> {
    write(label, der).map(SecretString::new)
}
