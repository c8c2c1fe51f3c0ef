//! The cases of JWS and JWT: verify, validate, sign, issue.

use std::hint::black_box;
use std::rc::Rc;

use symbolon_jose::{SignatureAlgorithm, base64url};

use crate::backend::Backend;
use crate::case::{Case, Job, Operation};
use crate::check::Check;
use crate::contestants::{self, Contestant, Read, Write, symbolon};
use crate::key::Key;
use crate::raw::{Raw, RawSign, RawVerify};
use crate::unchecked;

pub const ALGORITHMS: &[SignatureAlgorithm] = &[
    SignatureAlgorithm::Hs256,
    SignatureAlgorithm::Rs256,
    SignatureAlgorithm::Ps256,
    SignatureAlgorithm::Es256,
    SignatureAlgorithm::Es384,
    SignatureAlgorithm::Es512,
    SignatureAlgorithm::Es256k,
    SignatureAlgorithm::EdDsa,
    SignatureAlgorithm::MlDsa44,
];

/// Prepares and checks the libraries that have the algorithm, and builds the cases.
///
/// # Panics
/// If a library accepts a token that it must refuse, or refuses a token that it must accept.
pub fn cases(algorithm: SignatureAlgorithm, backend: Backend) -> Vec<Case> {
    if !backend.crypto().signature_algorithms().any(|has| has == algorithm) {
        return Vec::new();
    }
    let Some(key) = Key::new(algorithm) else { return Vec::new() };
    let ours = symbolon::contestant(&key, backend.crypto());
    let peers = contestants::peers(&key);
    let raw = backend.raw(&key);

    let check = Check::new(&key, backend);
    check.contestant(&ours);
    peers.iter().for_each(|peer| check.contestant(peer));
    raw.iter().for_each(|raw| check.raw(raw));

    use Operation::{Issue, Sign, Unchecked, Validate, Verify};
    [Verify, Validate, Unchecked, Sign, Issue]
        .into_iter()
        .filter_map(|operation| {
            let rivals = if operation == Unchecked { &[][..] } else { &peers };
            Some(Case {
                operation,
                algorithm: algorithm.as_str(),
                backend,
                ours: job(&ours, operation, &check.token)?,
                raw: raw.as_ref().and_then(|raw| raw_job(raw, operation, &check.token)),
                peers: rivals
                    .iter()
                    .filter_map(|peer| Some((peer.name, job(peer, operation, &check.token)?)))
                    .collect(),
            })
        })
        .collect()
}

/// Returns an operation as a job, or `None` if the library does not have the operation.
pub fn job(contestant: &Contestant, operation: Operation, token: &str) -> Option<Job> {
    match operation {
        Operation::Verify => contestant.verify.as_ref().map(|read| reading(read, token)),
        Operation::Validate | Operation::Unchecked => {
            contestant.validate.as_ref().map(|read| reading(read, token))
        }
        // A library that does not take bytes signs claims instead.
        Operation::Sign => contestant.sign.as_ref().or(contestant.issue.as_ref()).map(writing),
        Operation::Issue => contestant.issue.as_ref().map(writing),
        Operation::Encrypt | Operation::Decrypt | Operation::Refuse => None,
    }
}

pub fn reading(read: &Read, token: &str) -> Job {
    let (read, token) = (Rc::clone(read), token.to_owned());
    Box::new(move || assert!(read(black_box(&token))))
}

pub fn writing(write: &Write) -> Job {
    let write = Rc::clone(write);
    Box::new(move || assert!(!black_box(write()).is_empty()))
}

fn raw_job(raw: &Raw, operation: Operation, token: &str) -> Option<Job> {
    let (message, signature) = token.rsplit_once('.').expect("a compact token");
    match operation {
        Operation::Verify | Operation::Validate => {
            Some(raw_reading(&raw.verify, message, signature))
        }
        Operation::Unchecked => Some(unchecked::reading(&raw.verify, token)),
        Operation::Sign | Operation::Issue => Some(raw_writing(&raw.sign, message)),
        Operation::Encrypt | Operation::Decrypt | Operation::Refuse => None,
    }
}

fn raw_reading(verify: &RawVerify, message: &str, signature: &str) -> Job {
    let (verify, message) = (Rc::clone(verify), message.as_bytes().to_vec());
    let signature = base64url::decode(signature).expect("base64url");
    Box::new(move || assert!(verify(black_box(&message), black_box(&signature))))
}

fn raw_writing(sign: &RawSign, message: &str) -> Job {
    let (sign, message) = (Rc::clone(sign), message.as_bytes().to_vec());
    let mut signature = Vec::new();
    Box::new(move || {
        sign(black_box(&message), &mut signature);
        black_box(&signature);
    })
}
