//! The results of all rounds.

use std::collections::BTreeMap;

use crate::operation::Operation;
use crate::phase::Outcome;

/// The results of all rounds.
#[derive(Debug, Default)]
pub struct Figures {
    rows: BTreeMap<(Operation, usize), Vec<Server>>,
    /// The resident memory of each server.
    pub resident: BTreeMap<String, Resident>,
}

/// The resident memory of a server, in MiB.
#[derive(Clone, Copy, Debug)]
pub struct Resident {
    /// After the user has signed in in all browsers.
    pub signed_in: f64,
    /// After all rounds.
    pub end: f64,
}

/// The outcomes of one operation at one server.
#[derive(Debug)]
struct Server {
    name: String,
    rounds: Vec<Outcome>,
}

/// The medians of the rounds of one operation at one server.
#[derive(Clone, Copy, Debug)]
pub struct Summary {
    /// The operations in a second.
    pub rate: f64,
    /// The times of an operation, in milliseconds.
    pub median: f64,
    pub p99: f64,
    /// The CPU time of the server for one operation, in milliseconds.
    pub server: f64,
    /// The CPU time of the server in all rounds, in seconds.
    pub server_seconds: f64,
    /// The part of one core that this program used.
    pub own_share: f64,
}

impl Figures {
    /// Adds the outcome of a round.
    pub fn add(&mut self, operation: Operation, parallel: usize, server: &str, outcome: Outcome) {
        let row = self.rows.entry((operation, parallel)).or_default();
        match row.iter_mut().find(|it| it.name == server) {
            Some(it) => it.rounds.push(outcome),
            None => row.push(Server { name: server.to_owned(), rounds: vec![outcome] }),
        }
    }

    /// Returns the operations, each with how many ran in parallel.
    pub fn operations(&self) -> impl Iterator<Item = (Operation, usize)> {
        self.rows.keys().copied()
    }

    /// Returns the servers of an operation with their medians, in the order in which they ran.
    pub fn servers(&self, operation: (Operation, usize)) -> Vec<(&str, Summary)> {
        let row = self.rows.get(&operation).map(Vec::as_slice).unwrap_or_default();
        row.iter().map(|it| (it.name.as_str(), summary(&it.rounds))).collect()
    }

    /// Returns the medians of an operation at one server.
    pub fn find(&self, operation: (Operation, usize), server: &str) -> Option<Summary> {
        let servers = self.servers(operation);
        servers.into_iter().find(|(name, _)| *name == server).map(|(_, summary)| summary)
    }
}

fn summary(outcomes: &[Outcome]) -> Summary {
    let of = |value: &dyn Fn(&Outcome) -> f64| {
        let mut values: Vec<f64> = outcomes.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        quantile(&values, 0.5)
    };
    Summary {
        rate: of(&|outcome| outcome.rate),
        median: of(&|outcome| quantile(&outcome.times, 0.5)),
        p99: of(&|outcome| quantile(&outcome.times, 0.99)),
        server: of(&|outcome| outcome.server),
        server_seconds: outcomes
            .iter()
            .map(|outcome| outcome.server * outcome.times.len() as f64 / 1000.0)
            .sum(),
        own_share: of(&|outcome| outcome.own_share),
    }
}

/// Returns the value below which this part of the sorted values lies.
fn quantile(values: &[f64], part: f64) -> f64 {
    let index = (values.len() as f64 * part) as usize;
    values.get(index.min(values.len().saturating_sub(1))).copied().unwrap_or_default()
}
