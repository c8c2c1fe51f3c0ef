//! Repeats one operation and does nothing else, for an instruction counter.

use std::process::ExitCode;

use symbolon_jose::SignatureAlgorithm;

use crate::backend::Backend;
use crate::case::Operation;
use crate::contestants::symbolon;
use crate::key::Key;
use crate::signatures;

/// Tokens that were signed once. ECDSA signatures differ each time, which would change the count.
const TOKENS: &[(&str, &str)] = &[
    ("HS256", include_str!("../data/id_token.hs256")),
    ("ES256", include_str!("../data/id_token.es256")),
];

/// Repeats an operation with the requested algorithm, on the requested backend or on the first
/// backend.
pub fn run(
    operation: Operation,
    algorithms: &[String],
    backends: &[Backend],
    times: u32,
) -> ExitCode {
    let Some((algorithm, token)) = TOKENS.iter().find(|(name, _)| algorithms == [*name]) else {
        eprintln!("--repeat needs exactly one algorithm: --algorithm HS256 or --algorithm ES256");
        return ExitCode::FAILURE;
    };
    let backend = backends.first().copied().unwrap_or(Backend::ALL[0]);
    let algorithm: SignatureAlgorithm = algorithm.parse().expect("a registered algorithm");
    let key = Key::new(algorithm).expect("a key for it");
    let ours = symbolon::contestant(&key, backend.crypto());
    let mut job =
        signatures::job(&ours, operation, token.trim_end()).expect("ours does everything");
    for _ in 0..times {
        job();
    }
    ExitCode::SUCCESS
}
