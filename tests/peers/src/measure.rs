//! Times the jobs of a case in many rounds, in which each job runs one batch. The result is the
//! median batch.
//!
//! Load on the machine that lasts for a while slows all jobs equally, and the median ignores load
//! that slows a single batch.

use std::time::{Duration, Instant};

use crate::allocations;
use crate::case::{Case, Job};

/// The number and the duration of batches.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// The number of batches of each job.
    pub rounds: usize,
    /// The approximate duration of a batch. A batch has at least one operation.
    pub batch: Duration,
}

impl Effort {
    pub const FULL: Self = Self { rounds: 201, batch: Duration::from_micros(1000) };
    pub const QUICK: Self = Self { rounds: 21, batch: Duration::from_micros(300) };
}

/// The cost of one job.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// The nanoseconds of one operation, in the median batch.
    pub ns: f64,
    /// The allocations of one operation.
    pub allocations: u64,
}

/// The costs of all jobs of a case.
#[derive(Clone)]
pub struct Figures {
    pub ours: Figure,
    pub raw: Option<Figure>,
    pub peers: Vec<(&'static str, Figure)>,
}

pub fn case(case: &mut Case, effort: Effort) -> Figures {
    // Ours and the primitive run next to each other, because their ratio must be the most precise.
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
            // A job that follows another job of the same library finds its code and tables in the
            // caches. These untimed operations fill the caches for every job.
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

/// Returns the number of operations in a batch. Finding it also warms up the job.
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
    fn the_median_is_the_middle_value() {
        assert_eq!(median(vec![5.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![7.0]), 7.0);
    }

    #[test]
    fn a_batch_has_at_least_one_operation() {
        let mut slow: Job = Box::new(|| std::thread::sleep(Duration::from_millis(2)));
        assert_eq!(size(&mut slow, Duration::from_millis(1)), 1);
    }
}
