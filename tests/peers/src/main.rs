//! Benchmarks of symbolon-jose against the primitives of its backends and other libraries.

mod allocations;
mod backend;
mod case;
mod check;
mod contestants;
mod encryption;
mod id_token;
mod key;
mod measure;
mod raw;
mod refusal;
mod repeat;
mod report;
mod selection;
mod signatures;
mod target;
mod unchecked;

use std::process::ExitCode;

use backend::Backend;
use case::{Case, Operation};
use clap::Parser;
use measure::Effort;

/// Times symbolon-jose against the primitives of its backends and other libraries.
#[derive(Parser)]
struct Options {
    /// Print one JSON object per line instead of the table.
    #[arg(long)]
    json: bool,
    /// Run few and short batches, to see that everything works. The figures are not precise.
    #[arg(long)]
    quick: bool,
    /// Run only these operations.
    #[arg(long, value_name = "OPERATION")]
    only: Vec<Operation>,
    /// Run only these algorithms, such as ES256 or dir/A256GCM.
    #[arg(long, value_name = "ALG")]
    algorithm: Vec<String>,
    /// Run only these backends.
    #[arg(long)]
    backend: Vec<Backend>,
    /// Repeat one operation with HS256 or ES256 this many times and do nothing else, for an
    /// instruction counter. The operation is verify unless --only names another.
    #[arg(long, value_name = "TIMES")]
    repeat: Option<u32>,
}

fn main() -> ExitCode {
    let options = Options::parse();
    if let Some(times) = options.repeat {
        let operation = options.only.first().copied().unwrap_or(Operation::Verify);
        return repeat::run(operation, &options.algorithm, &options.backend, times);
    }
    let effort = if options.quick { Effort::QUICK } else { Effort::FULL };
    if !options.json {
        println!("{}", report::heading(effort));
    }
    let mut missed = 0;
    for mut case in cases(&options) {
        let figures = measure::case(&mut case, effort);
        if options.json {
            println!("{}", report::json(&case, &figures, effort));
            continue;
        }
        let (line, met) = report::line(&case, &figures);
        println!("{line}");
        missed += usize::from(!met);
    }
    if !options.json {
        println!("\nRows that miss a target: {missed}");
    }
    ExitCode::SUCCESS
}

/// Returns the requested cases. Each is prepared when the iterator reaches it.
fn cases(options: &Options) -> impl Iterator<Item = Case> {
    let backends = Backend::ALL.iter().copied();
    let cases =
        backends.filter(|backend| asked(&options.backend, backend)).flat_map(move |backend| {
            let algorithms = signatures::ALGORITHMS.iter().copied();
            let signatures = algorithms
                .filter(|algorithm| asked(&options.algorithm, algorithm.as_str()))
                .flat_map(move |algorithm| signatures::cases(algorithm, backend));
            let suites = encryption::SUITES.iter().copied();
            let encryption = suites
                .filter(|suite| asked(&options.algorithm, suite.name))
                .flat_map(move |suite| encryption::cases(suite, backend));
            let selection = Some(selection::NAME)
                .filter(|name| asked(&options.algorithm, *name))
                .map(|_| selection::case(backend));
            // No key is used before the refusal, so one backend is enough.
            let refusals = refusal::KINDS
                .into_iter()
                .filter(move |kind| {
                    backend == Backend::Ring && asked(&options.algorithm, kind.name)
                })
                .map(move |kind| refusal::case(kind, backend));
            signatures.chain(encryption).chain(selection).chain(refusals)
        });
    cases.filter(|case| asked(&options.only, &case.operation))
}

/// Returns true if `this` was requested. An empty list requests everything.
fn asked<T: PartialEq<U>, U: ?Sized>(these: &[T], this: &U) -> bool {
    these.is_empty() || these.iter().any(|one| one == this)
}
