//! PEM, the text form of DER: RFC 7468.

use der::pem::{self, Decoder, LineEnding};
use zeroize::Zeroizing;

use super::decode::LARGEST;
use super::{Content, Error};
use crate::SecretString;

/// Reads a text with exactly one PEM block: the content that its label announces, and its bytes.
pub(super) fn read(text: &str) -> Result<(Content, Zeroizing<Vec<u8>>), Error> {
    if text.len() > LARGEST {
        return Err(Error::TooLarge);
    }
    match text.matches("-----BEGIN").count() {
        0 => return Err(Error::Pem),
        1 => {}
        _ => return Err(Error::SeveralPemBlocks),
    }
    // RFC 7468 §2: text before the block is ignored. White space after it is allowed.
    let block = text.trim_ascii_end().as_bytes();
    let label = pem::decode_label(block).map_err(|_| Error::Pem)?;
    let content = Content::labelled(label);
    // RFC 1421 §4.6: OpenSSL's older way to encrypt a key. It keeps the label of the plain key, and
    // RFC 7468 §2 does not allow its header lines.
    if text.contains("\nProc-Type:") {
        return Ok((Content::EncryptedPrivateKey, Zeroizing::default()));
    }
    // RFC 7468 §3: PEM is written in lines of 64 characters. Readers are allowed to accept
    // lines of other lengths.
    let mut decoder = Decoder::new_detect_wrap(block).map_err(|_| Error::Pem)?;
    let mut bytes = Zeroizing::new(vec![0; decoder.remaining_len()]);
    decoder.decode(&mut bytes).map_err(|_| Error::Pem)?;
    Ok((content, bytes))
}

/// Writes a PEM block.
pub(super) fn write(label: &'static str, der: &[u8]) -> Result<String, Error> {
    pem::encode_string(label, LineEnding::LF, der).map_err(|_| Error::TooLarge)
}

/// Writes a PEM block that contains a private key.
pub(super) fn write_secret(label: &'static str, der: &[u8]) -> Result<SecretString, Error> {
    write(label, der).map(SecretString::new)
}
