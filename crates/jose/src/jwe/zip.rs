//! DEFLATE: [RFC 7516 §4.1.3](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.3),
//! [RFC 1951](https://www.rfc-editor.org/rfc/rfc1951).

use super::Error;
use crate::Secret;

#[cfg(not(feature = "zip"))]
pub(super) fn inflate(_: &Secret, _: usize) -> Result<Secret, Error> {
    // Unreachable: without the feature, every reader refuses compressed content.
    Err(Error::Compressed)
}

#[cfg(not(feature = "zip"))]
pub(super) fn deflate(plaintext: &Secret) -> Secret {
    // Unreachable: without the feature, no method requests compression.
    plaintext.clone()
}

#[cfg(feature = "zip")]
pub(super) use miniz::{deflate, inflate};

#[cfg(feature = "zip")]
mod miniz {
    use miniz_oxide::deflate::compress_to_vec;
    use miniz_oxide::inflate::TINFLStatus;
    use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    use miniz_oxide::inflate::core::{DecompressorOxide, decompress};
    use zeroize::Zeroizing;

    use super::{Error, Secret};

    /// The compression level: the default of zlib, which balances speed and size.
    const LEVEL: u8 = 6;
    /// The bytes allocated at first. The buffer doubles as needed, so that a compressed content
    /// that inflates to little takes little memory.
    const FIRST: usize = 4096;

    pub(in crate::jwe) fn deflate(plaintext: &Secret) -> Secret {
        Secret::new(compress_to_vec(plaintext.expose(), LEVEL))
    }

    /// Inflates to at most `most` bytes, and never allocates more than that for the output.
    pub(in crate::jwe) fn inflate(deflated: &Secret, most: usize) -> Result<Secret, Error> {
        let deflated = deflated.expose();
        let mut inflater = Box::<DecompressorOxide>::default();
        let mut output = Zeroizing::new(vec![0; FIRST.min(most)]);
        let (mut read, mut written) = (0_usize, 0_usize);
        loop {
            let input = deflated.get(read..).unwrap_or_default();
            let (status, more_read, more_written) = decompress(
                &mut inflater,
                input,
                &mut output,
                written,
                TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
            );
            read = read.saturating_add(more_read);
            written = written.saturating_add(more_written);
            match status {
                // Nothing may follow the stream: data after it would be ignored.
                TINFLStatus::Done if read == deflated.len() => break,
                // RFC 8725 §3.6: the limit is checked while inflating, before memory is used.
                TINFLStatus::HasMoreOutput if output.len() >= most => {
                    return Err(Error::InflatedTooLarge);
                }
                TINFLStatus::HasMoreOutput => {
                    let len = output.len().saturating_mul(2).min(most);
                    let mut larger = Zeroizing::new(vec![0; len]);
                    if let Some(start) = larger.get_mut(..output.len()) {
                        start.copy_from_slice(&output);
                    }
                    output = larger;
                }
                _ => return Err(Error::NotDeflate),
            }
        }
        output.truncate(written);
        Ok(Secret::new(std::mem::take(&mut output)))
    }
}
