//! Ten megabytes that are refused, beside looking at each of their bytes once.

use std::hint::black_box;

use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::jwt::{ExpectedAudience, Expected, ExpectedIssuer, ExpectedTyp};
use symbolon_jose::{Limits, VerificationKeys};
use time::OffsetDateTime;

use crate::backend::Backend;
use crate::case::{Case, Job, Operation};

/// What there is ten megabytes of.
#[derive(Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    text: fn() -> String,
    refused: fn(&str, Limits) -> bool,
}

pub const KINDS: [Kind; 3] = [
    Kind { name: "10 MB of dots", text: || ".".repeat(MANY), refused: jwt },
    Kind { name: "10 MB of header", text: || format!("{}.e30.AA", "a".repeat(MANY)), refused: jwt },
    Kind {
        name: "10 MB of brackets",
        text: || format!("{{\"keys\":{}", "[".repeat(MANY)),
        refused: |text, limits| PublicJwkSet::parse_within(text.as_bytes(), &limits).is_err(),
    },
];

const MANY: usize = 10_000_000;

fn jwt(text: &str, limits: Limits) -> bool {
    let expected = Expected::new(ExpectedTyp::Untyped, ExpectedIssuer::NotChecked, ExpectedAudience::NotChecked);
    let (keys, now) = (VerificationKeys::default(), OffsetDateTime::UNIX_EPOCH);
    expected.limits(limits).verify(text, &keys, now).is_err()
}

/// `ours` under a limit that lets as much in; under the usual one the length alone is enough to refuse.
pub fn case(kind: Kind, backend: Backend) -> Case {
    let (text, again) = ((kind.text)(), (kind.text)());
    let more = Limits { token: 2 * MANY, ..Limits::DEFAULT };
    let ours: Job = Box::new(move || assert!((kind.refused)(black_box(&text), more)));
    let raw: Job = Box::new(move || assert!(black_box(&again).is_ascii()));
    Case {
        operation: Operation::Refuse,
        algorithm: kind.name,
        backend,
        ours,
        raw: Some(raw),
        peers: Vec::new(),
    }
}
