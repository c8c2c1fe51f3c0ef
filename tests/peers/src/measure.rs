//! Everybody in turn, a batch at a time, for many rounds; what counts is the median batch.
//!
//! Whatever disturbs the machine for a while disturbs all of them alike, and the median leaves out
//! what disturbs one batch alone.

use std::time::{Duration, Instant};

use crate::allocations;
use crate::case::{Case, Job};

/// How long and how often.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Batches of each contestant.
    pub rounds: usize,
    /// How long a batch takes, about. One operation at least.
    pub batch: Duration,
}

impl Effort {
    pub const FULL: Self = Self { rounds: 201, batch: Duration::from_micros(1000) };
    pub const QUICK: Self = Self { rounds: 21, batch: Duration::from_micros(300) };
}

/// What one contestant took.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// Nanoseconds of one operation, in the median batch.
    pub ns: f64,
    /// Allocations of one operation.
    pub allocations: u64,
}

/// What everybody in a case took.
#[derive(Clone)]
pub struct Figures {
    pub ours: Figure,
    pub raw: Option<Figure>,
    pub peers: Vec<(&'static str, Figure)>,
}

pub fn case(case: &mut Case, effort: Effort) -> Figures {
    // Ours and the primitive are neighbours: their ratio is the finest one.
    let mut jobs: Vec<&mut Job> = vec![&mut case.ours];
    let raw = case.raw.is_some();
    jobs.extend(&mut case.raw);
    jobs.extend(case.peers.iter_mut().map(|(_, job)| job));

    let mut figures = figures(&mut jobs, effort).into_iter();
    let mut next = || figures.next().expect("one figure for each job");
    Figures {
        ours: next(),
        raw: raw.then(&mut next),
        peers: case.peers.iter().map(|(name, _)| (*name, next())).collect(),
    }
}

fn figures(jobs: &mut [&mut Job], effort: Effort) -> Vec<Figure> {
    let allocations: Vec<u64> = jobs.iter_mut().map(|job| allocations::of(job)).collect();
    let sizes: Vec<u32> = jobs.iter_mut().map(|job| size(job, effort.batch)).collect();
    let mut batches = vec![Vec::with_capacity(effort.rounds); jobs.len()];
    for _ in 0..effort.rounds {
        for ((job, size), batches) in jobs.iter_mut().zip(&sizes).zip(&mut batches) {
            // Whoever comes after the same library finds its tables and code in the caches. Nobody
            // is timed on what the one before left there.
            time(job, size.div_ceil(8));
            batches.push(time(job, *size).as_secs_f64() * 1e9 / f64::from(*size));
        }
    }
    batches
        .into_iter()
        .zip(allocations)
        .map(|(batches, allocations)| Figure { ns: median(batches), allocations })
        .collect()
}

/// How many operations fill a batch. Finding out warms everything up, too.
fn size(job: &mut Job, batch: Duration) -> u32 {
    let mut size = 1;
    while time(job, size) < batch / 2 {
        size *= 2;
    }
    size
}

fn time(job: &mut Job, times: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..times {
        job();
    }
    start.elapsed()
}

fn median(mut batches: Vec<f64>) -> f64 {
    batches.sort_by(f64::total_cmp);
    batches[batches.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one() {
        assert_eq!(median(vec![5.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![7.0]), 7.0);
    }

    #[test]
    fn a_batch_is_one_operation_at_least() {
        let mut slow: Job = Box::new(|| std::thread::sleep(Duration::from_millis(2)));
        assert_eq!(size(&mut slow, Duration::from_millis(1)), 1);
    }
}
