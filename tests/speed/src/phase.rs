//! Runs one operation many times at one server, one at a time or several in parallel.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use crate::Failure;
use crate::contestant::{Contestant, Visitor};
use crate::operation::Operation;
use crate::process::own_cpu_time;

/// What one round of an operation showed.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The operations in a second.
    pub rate: f64,
    /// The times of the operations, in milliseconds, the shortest first.
    pub times: Vec<f64>,
    /// The CPU time of the server for one operation, in milliseconds.
    pub server: f64,
    /// The part of one core that this program used.
    pub own_share: f64,
}

/// Runs an operation `count` times. Fails at the first answer that is wrong.
pub fn run(
    contestant: &mut Contestant,
    operation: Operation,
    parallel: usize,
    count: usize,
) -> Result<Outcome, Failure> {
    let logs_in = contestant.answers(Operation::Login);
    let Contestant { visitors, process, .. } = contestant;
    let visitors = &mut visitors[..parallel];
    for visitor in visitors.iter_mut() {
        visitor.prepare(logs_in)?;
    }
    let left = AtomicUsize::new(count);
    let (server, begin) = (process.cpu_time()?, Instant::now());
    let worked = thread::scope(|scope| {
        let threads: Vec<_> = visitors
            .iter_mut()
            .map(|visitor| scope.spawn(|| work(visitor, operation, &left)))
            .collect();
        let (mut times, mut own) = (Vec::with_capacity(count), 0.0);
        for thread in threads {
            let (of_thread, time) = thread.join().map_err(|_| "a thread panicked")??;
            times.extend(of_thread);
            own += time;
        }
        Ok::<_, Failure>((times, own))
    });
    let elapsed = begin.elapsed().as_secs_f64();
    let server = process.cpu_time()? - server;
    let (mut times, own) = worked?;
    times.sort_by(f64::total_cmp);
    let number = count as f64;
    Ok(Outcome {
        rate: number / elapsed,
        times,
        server: server * 1000.0 / number,
        own_share: own / elapsed,
    })
}

/// Runs operations until none is left. Returns their times, and the CPU time of this thread.
fn work(
    visitor: &mut Visitor,
    operation: Operation,
    left: &AtomicUsize,
) -> Result<(Vec<f64>, f64), Failure> {
    let mut times = Vec::new();
    let take = |left: usize| left.checked_sub(1);
    while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok() {
        let begin = Instant::now();
        let done = visitor.run(operation);
        times.push(begin.elapsed().as_secs_f64() * 1000.0);
        if done.is_err() {
            // The other threads need not go on.
            left.store(0, Ordering::Relaxed);
        }
        done?;
    }
    Ok((times, own_cpu_time()?))
}
