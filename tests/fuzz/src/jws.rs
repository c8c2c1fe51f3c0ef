//! Compact JWS: read, and verified with a key for every algorithm.

use symbolon_jose::jws::{CompactJws, Error};
use symbolon_jose::{Object, base64url};

use crate::{Accepted, keys, text};

/// A token has one spelling, and what verifies is what the checksum signed. An input whose
/// signature does not hold is tried again with one that does.
pub(crate) fn jws(data: &[u8]) -> Option<Accepted> {
    let token = text(data)?;
    let jws = CompactJws::parse(token).ok()?;
    one_spelling(token);
    let alg = jws.header().alg().to_owned();
    let accepted = verified(token);
    if let Some(forged) = signed(token, &alg)
        && forged != token
    {
        match CompactJws::parse(&forged)
            .expect("only the signature is another")
            .verify(keys::verification())
        {
            Ok(_) => verified(&forged).expect("twice the same"),
            Err(Error::Key(_)) => Accepted,
            Err(error) => panic!("rightly signed and refused: {error}"),
        };
    }
    accepted
}

/// RFC 7515 §2, §7.1: no padding, no white space, no fourth part.
fn one_spelling(token: &str) {
    for other in [
        format!("{token}="),
        format!("{token}."),
        format!(".{token}"),
        format!(" {token}"),
        format!("{token}\n"),
        token.replacen('.', "=.", 1),
        token.replacen('.', "..", 1),
        format!("\u{feff}{token}"),
    ] {
        assert!(CompactJws::parse(&other).is_err(), "another spelling: {other:?}");
    }
}

/// Verifies, and looks for what was verified in the text.
fn verified(token: &str) -> Option<Accepted> {
    let verified = CompactJws::parse(token).ok()?.verify(keys::verification()).ok()?;
    let (signing_input, signature) = token.rsplit_once('.').expect("it was parsed");
    let (header, payload) = signing_input.split_once('.').expect("it was parsed");
    let right = keys::signature(verified.algorithm().as_str(), signing_input.as_bytes());
    assert_eq!(right.as_deref(), Some(signature), "verified, and nobody signed it");
    assert_eq!(verified.header().alg(), verified.algorithm().as_str());
    assert_eq!(base64url::encode(verified.payload()), payload);
    let header = base64url::decode(header).expect("it was parsed");
    let header = Object::parse(&header).expect("it was parsed");
    assert_eq!(header.get("alg").and_then(|alg| alg.as_str()), Some(verified.header().alg()));
    let _ = format!("{verified:?}");
    Some(Accepted)
}

/// The token with the right signature, if there is one for its `alg`.
pub(crate) fn signed(token: &str, alg: &str) -> Option<String> {
    let (signing_input, _) = token.rsplit_once('.')?;
    let signature = keys::signature(alg, signing_input.as_bytes())?;
    Some(format!("{signing_input}.{signature}"))
}
