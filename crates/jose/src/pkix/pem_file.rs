//! The blocks of a PEM file: one block, a key with the parameters of its curve, or a certificate
//! chain.

use x509_cert::Certificate as X509;
use zeroize::Zeroizing;

use super::decode::{LARGEST, decode};
use super::{Content, Error, pem};

/// A block of a PEM file: the content that its label announces, and its bytes.
type Block = (Content, Zeroizing<Vec<u8>>);

/// The largest number of blocks in a file that is read. Certificate chains have fewer certificates.
const MOST_BLOCKS: usize = 32;

/// Reads the only key or certificate of a PEM file, or the first certificate of a chain.
pub(super) fn read(text: &str) -> Result<Block, Error> {
    if text.len() > LARGEST {
        return Err(Error::TooLarge);
    }
    let mut blocks = texts(text)?.into_iter().map(pem::read).collect::<Result<Vec<_>, _>>()?;
    // `openssl ecparam -genkey` writes the parameters of the curve before the key. They are not
    // needed, because the block of the key names its curve too.
    if blocks.len() > 1 {
        blocks.retain(|(content, _)| *content != Content::EcParameters);
    }
    if blocks.len() > 1 {
        check_chain(&blocks)?;
    }
    blocks.into_iter().next().ok_or(Error::SeveralPemBlocks)
}

/// Splits a file into its blocks. Each part also contains the text before the block. RFC 7468 §2:
/// text before a block is ignored.
fn texts(text: &str) -> Result<Vec<&str>, Error> {
    const END: &str = "-----END";
    if text.matches("-----BEGIN").count() > MOST_BLOCKS {
        return Err(Error::SeveralPemBlocks);
    }
    let mut texts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(END) {
        // The block ends with the dashes after its label.
        let Some((label, following)) = after.split_once("-----") else { break };
        // After the last block, only white space is allowed. `pem::read` checks it.
        if !following.contains("-----BEGIN") {
            break;
        }
        let len = [before, END, label, "-----"].iter().map(|part| part.len()).sum();
        let (block, following) = rest.split_at_checked(len).ok_or(Error::Pem)?;
        texts.push(block);
        rest = following;
    }
    texts.push(rest);
    Ok(texts)
}

/// Checks that all blocks are certificates, and that each certificate names the next certificate as
/// its issuer. The first certificate is then that of the key: RFC 8446 §4.4.2.
fn check_chain(blocks: &[Block]) -> Result<(), Error> {
    if blocks.iter().any(|(content, _)| *content != Content::Certificate) {
        return Err(Error::SeveralPemBlocks);
    }
    let read = |(_, der): &Block| decode::<X509>(der, Content::Certificate);
    let chain = blocks.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let issued = chain.iter().zip(chain.iter().skip(1)).all(|(certificate, issuer)| {
        certificate.tbs_certificate().issuer() == issuer.tbs_certificate().subject()
    });
    if issued { Ok(()) } else { Err(Error::SeveralPemBlocks) }
}
