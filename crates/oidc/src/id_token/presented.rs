//! A received ID Token, taken apart once, with the result of each step.

use symbolon_jose::jws;
use symbolon_jose::{Limits, Object, SignatureAlgorithm, VerificationKeys, base64url, json};
use symbolon_oauth::EncodedJwt;

use super::IdTokenError;
use super::IdTokenQuirks;
use super::members::Members;

/// A received token and how far it could be read.
#[derive(Debug)]
pub(super) struct Presented {
    pub(super) encrypted: bool,
    pub(super) envelope: Result<Envelope, jws::Error>,
}

/// The parts of a token that is a JWS.
#[derive(Debug)]
pub(super) struct Envelope {
    pub(super) typ: Option<String>,
    pub(super) algorithm: Option<SignatureAlgorithm>,
    pub(super) verified: Result<(), jws::Error>,
    /// The claims. `None` if the signature does not verify and the claims were therefore not read.
    pub(super) members: Option<Result<Members, json::Error>>,
}

impl Presented {
    /// Takes a token apart to validate it. The claims are read only from a payload whose signature
    /// verified.
    pub(super) fn verify(
        token: &EncodedJwt,
        keys: &VerificationKeys,
        limits: &Limits,
        quirks: &IdTokenQuirks,
    ) -> Self {
        Self::read(token, keys, limits, quirks, |_| None)
    }

    /// Takes a token apart to explain it. The claims are read even if the signature does not
    /// verify.
    pub(super) fn inspect(
        token: &EncodedJwt,
        keys: &VerificationKeys,
        limits: &Limits,
        quirks: &IdTokenQuirks,
    ) -> Self {
        Self::read(token, keys, limits, quirks, unverified_payload)
    }

    fn read(
        token: &EncodedJwt,
        keys: &VerificationKeys,
        limits: &Limits,
        quirks: &IdTokenQuirks,
        unverified: impl FnOnce(&str) -> Option<Vec<u8>>,
    ) -> Self {
        let token = token.expose();
        // RFC 7516 §3.1: a JWE in compact form has five parts.
        let encrypted = token.bytes().filter(|byte| *byte == b'.').count() == 4;
        let reader = jws::Reader::new().limits(*limits).quirks(quirks.jws);
        let envelope = reader.compact(token).map(|jws| {
            let typ = quirks.typ(jws.header().typ()).map(str::to_owned);
            let algorithm = jws.header().alg().parse().ok();
            let (verified, payload) = match jws.verify(keys) {
                Ok(verified) => (Ok(()), Some(verified.payload().to_vec())),
                Err(error) => (Err(error), unverified(token)),
            };
            let claims = |payload: Vec<u8>| Object::parse_within(&payload, limits);
            let read = |claims| Members::read(quirks.rewritten(claims));
            let members = payload.map(|payload| claims(payload).map(read));
            Envelope { typ, algorithm, verified, members }
        });
        Self { encrypted, envelope }
    }

    /// Returns the claims and the algorithm of the header, verified or not.
    pub(super) fn members(&self) -> Option<(&Members, Option<SignatureAlgorithm>)> {
        let envelope = self.envelope.as_ref().ok()?;
        let members = envelope.members.as_ref()?.as_ref().ok()?;
        Some((members, envelope.algorithm))
    }

    /// Returns the claims of a token whose signature verified, and the algorithm of the signature.
    pub(super) fn into_verified(self) -> Result<(Members, SignatureAlgorithm), IdTokenError> {
        let envelope = self.envelope?;
        envelope.verified?;
        // A verified signature has an algorithm and a payload, so these two errors never occur.
        let algorithm = envelope.algorithm.ok_or(jws::Error::UnsupportedAlgorithm)?;
        let members =
            envelope.members.ok_or(jws::Error::Signature)?.map_err(IdTokenError::Claims)?;
        Ok((members, algorithm))
    }
}

fn unverified_payload(token: &str) -> Option<Vec<u8>> {
    base64url::decode(token.split('.').nth(1)?.trim_end_matches('=')).ok()
}
