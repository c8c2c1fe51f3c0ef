//! Rules about the received token: its form, its header and its signature.

use symbolon_jose::Excerpt;
use symbolon_jose::rule::Verdict::{self, Held, NotChecked};

use crate::id_token::IdTokenError;
use crate::id_token::presented::Presented;

pub(super) fn encryption(token: &Presented) -> Result<Verdict, IdTokenError> {
    // §3.1.3.7 (1): an encrypted ID Token is decrypted first, with the algorithms of registration.
    if token.encrypted { Err(IdTokenError::Encrypted) } else { Ok(Held) }
}

pub(super) fn format(token: &Presented) -> Result<Verdict, IdTokenError> {
    // Core §2: ID Tokens are signed using JWS. RFC 7519 §3: JWTs are in compact form.
    match &token.envelope {
        Ok(_) => Ok(Held),
        Err(_) if token.encrypted => Ok(NotChecked),
        Err(error) => Err(IdTokenError::Jws(*error)),
    }
}

pub(super) fn typ(token: &Presented) -> Result<Verdict, IdTokenError> {
    // RFC 8725 §3.12: the rules for different kinds of JWTs exclude each other. RFC 7519 §5.1: the
    // value "JWT" says only that the object is a JWT. RFC 7515 §4.1.9: a value without a slash
    // stands for the same value after "application/".
    let Ok(envelope) = &token.envelope else { return Ok(NotChecked) };
    match &envelope.typ {
        Some(typ)
            if ["JWT", "application/jwt"].iter().all(|jwt| !typ.eq_ignore_ascii_case(jwt)) =>
        {
            Err(IdTokenError::Type { typ: Excerpt::new(typ) })
        }
        _ => Ok(Held),
    }
}

pub(super) fn signature(token: &Presented) -> Result<Verdict, IdTokenError> {
    // §3.1.3.7 (6): the signature verifies with a key of the issuer. (7), (8): each key has the
    // one algorithm that was agreed, and the key of a MAC is the client secret.
    let Ok(envelope) = &token.envelope else { return Ok(NotChecked) };
    envelope.verified?;
    Ok(Held)
}

pub(super) fn claims(token: &Presented) -> Result<Verdict, IdTokenError> {
    // RFC 7519 §7.2 (10): the payload is a JSON object in UTF-8. §4: claim names are unique.
    match token.envelope.as_ref().ok().and_then(|envelope| envelope.members.as_ref()) {
        None => Ok(NotChecked),
        Some(Ok(_)) => Ok(Held),
        Some(Err(error)) => Err(IdTokenError::Claims(*error)),
    }
}
