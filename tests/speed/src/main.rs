//! A benchmark of `symbolon-demo` over HTTP, beside providers by others.

mod arguments;
mod browser;
mod check;
mod contestant;
mod figures;
mod form;
mod http;
mod operation;
mod phase;
mod process;
mod report;
mod target;

use std::process::ExitCode;

use clap::Parser as _;

use crate::arguments::Arguments;
use crate::contestant::{Contestant, clean_up, start_all};
use crate::figures::{Figures, Resident};
use crate::operation::Operation;

/// The error of a benchmark, which ends it.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let outcome = match floor_port() {
        Some(port) => contestant::floor::serve(port).map(|()| true),
        None => {
            let outcome = run(&Arguments::parse());
            clean_up().and(outcome)
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the port if this process is the server with which the others are compared.
fn floor_port() -> Option<u16> {
    let mut arguments = std::env::args().skip(1);
    let is_floor = arguments.next().is_some_and(|first| first == contestant::floor::ARGUMENT);
    arguments.next().filter(|_| is_floor)?.parse().ok()
}

/// Measures all servers, and prints the report. Returns whether every target is met.
fn run(arguments: &Arguments) -> Result<bool, Failure> {
    let (mut contestants, _database) = start_all(arguments)?;
    if contestants.is_empty() {
        return Err("no server was selected".into());
    }
    for contestant in &mut contestants {
        let name = contestant.name.clone();
        contestant.sign_in().map_err(|failure| format!("{name}: {failure}"))?;
    }
    let mut figures = Figures::default();
    let signed_in = resident(&contestants)?;
    // The first round warms the servers up: V8 compiles what runs often.
    for round in 0..=arguments.rounds {
        eprintln!("round {round} of {}", arguments.rounds);
        for &operation in arguments.operations() {
            for parallel in [1, 16] {
                measure(arguments, &mut contestants, &mut figures, (operation, parallel), round)?;
            }
        }
    }
    for ((name, signed_in), (_, end)) in signed_in.into_iter().zip(resident(&contestants)?) {
        figures.resident.insert(name, Resident { signed_in, end });
    }
    report::print(&figures);
    Ok(arguments.no_targets || target::print(&figures))
}

/// Returns the resident memory of each server, in MiB.
fn resident(contestants: &[Contestant]) -> Result<Vec<(String, f64)>, Failure> {
    contestants.iter().map(|it| Ok((it.name.clone(), it.process.resident()?))).collect()
}

/// Measures one operation at each server, one server after the other.
fn measure(
    arguments: &Arguments,
    contestants: &mut [Contestant],
    figures: &mut Figures,
    row: (Operation, usize),
    round: usize,
) -> Result<(), Failure> {
    let (operation, parallel) = row;
    let count = arguments.count(operation);
    for contestant in contestants.iter_mut().filter(|it| it.answers(operation)) {
        let outcome = phase::run(contestant, operation, parallel, count);
        let outcome = outcome
            .map_err(|failure| format!("{}, {}: {failure}", contestant.name, operation.name()))?;
        if round > 0 {
            figures.add(operation, parallel, &contestant.name, outcome);
        }
    }
    Ok(())
}
