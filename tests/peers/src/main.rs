//! symbolon-jose, the primitives below it and other libraries, timed side by side.

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

/// symbolon-jose, the primitives below it and other libraries, timed side by side.
#[derive(Parser)]
struct Options {
    /// One JSON object a line instead of the table.
    #[arg(long)]
    json: bool,
    /// A few rounds: enough to see that it runs, not to compare.
    #[arg(long)]
    quick: bool,
    /// Only these operations.
    #[arg(long, value_name = "OPERATION")]
    only: Vec<Operation>,
    /// Only these algorithms, such as ES256 or dir/A256GCM.
    #[arg(long, value_name = "ALG")]
    algorithm: Vec<String>,
    /// Only these backends.
    #[arg(long)]
    backend: Vec<Backend>,
    /// Only do one operation (verify, unless another is named) with HS256 or ES256 this often, for an
    /// instruction counter to look at.
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
        println!("\n{missed} of the rows above miss a target.");
    }
    ExitCode::SUCCESS
}

/// What was asked for, one after the other. Each is prepared when its turn comes.
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
            // Refused before any key is asked, so on one backend.
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

/// Asking for nothing in particular is asking for everything.
fn asked<T: PartialEq<U>, U: ?Sized>(these: &[T], this: &U) -> bool {
    these.is_empty() || these.iter().any(|one| one == this)
}
