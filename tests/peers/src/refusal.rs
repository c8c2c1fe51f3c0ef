//! The refusal of ten megabytes of malformed input, compared with a single look at each byte.

use std::hint::black_box;

use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::jwt::{Expected, ExpectedAudience, ExpectedIssuer, ExpectedTyp};
use symbolon_jose::{Limits, VerificationKeys};
use time::OffsetDateTime;

use crate::backend::Backend;
use crate::case::{Case, Job, Operation};

/// A kind of malformed input.
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
    let expected = Expected::new(
        ExpectedTyp::Untyped,
        ExpectedIssuer::NotChecked,
        ExpectedAudience::NotChecked,
    );
    let (keys, now) = (VerificationKeys::default(), OffsetDateTime::UNIX_EPOCH);
    expected.limits(limits).verify(text, &keys, now).is_err()
}

/// Builds the case of one kind. `ours` has a limit that allows so many bytes; under the default
/// limit, the length alone would be refused.
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
