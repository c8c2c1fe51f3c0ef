//! The cases of JWS and JWT: verify, validate, sign, issue.
//!
//! JWE is the module beside this one: a `Case` of `encrypt` or `decrypt` for each pair of `alg` and
//! `enc`, with the same checks before and nothing to change in how it is timed and printed.

use std::hint::black_box;

use symbolon_jose::{SignatureAlgorithm, base64url};

use crate::backend::Backend;
use crate::case::{Case, Job, Operation};
use crate::check;
use crate::contestants::{self, Contestant, Read, Write, symbolon};
use crate::key::Key;
use crate::raw::{RawSign, RawVerify};

pub const ALGORITHMS: &[SignatureAlgorithm] = &[
    SignatureAlgorithm::Hs256,
    SignatureAlgorithm::Rs256,
    SignatureAlgorithm::Ps256,
    SignatureAlgorithm::Es256,
    SignatureAlgorithm::Es384,
    SignatureAlgorithm::EdDsa,
];

/// Prepares everybody who knows the algorithm, checks them all, and pairs them up.
///
/// # Panics
/// When one of them accepts what it should refuse, or the other way round.
pub fn cases(algorithm: SignatureAlgorithm, backend: Backend) -> Vec<Case> {
    let Some(key) = Key::new(algorithm) else { return Vec::new() };
    let ours = symbolon::contestant(&key, backend.crypto());
    let peers = contestants::peers(&key);
    let raw = backend.raw(&key);

    let token = check::token(&key, backend);
    check::contestant(&ours, &key, backend);
    for peer in &peers {
        check::contestant(peer, &key, backend);
    }
    if let Some(raw) = &raw {
        check::raw(raw, &token, &key, backend);
    }

    let (raw_verify, raw_sign) = raw.map(|raw| (raw.verify, raw.sign)).unzip();
    let (signed, _) = token.rsplit_once('.').expect("a compact token");
    let raw_verify = raw_verify.map(|verify| shared(raw_verification(verify, &token)));
    let raw_sign = raw_sign.map(|sign| shared(raw_signature(sign, signed)));

    let mut jobs = Jobs::of(ours, &token);
    let mut peers: Vec<_> = peers.into_iter().map(|peer| Jobs::of(peer, &token)).collect();
    [
        (Operation::Verify, &raw_verify),
        (Operation::Validate, &raw_verify),
        (Operation::Sign, &raw_sign),
        (Operation::Issue, &raw_sign),
    ]
    .into_iter()
    .filter_map(|(operation, raw)| {
        Some(Case {
            operation,
            algorithm: algorithm.as_str(),
            backend,
            ours: jobs.take(operation)?,
            raw: raw.as_ref().map(|raw| raw()),
            peers: peers
                .iter_mut()
                .filter_map(|peer| Some((peer.name, peer.take(operation)?)))
                .collect(),
        })
    })
    .collect()
}
