//! The thread that writes.
//!
//! The thread commits all transactions that wait at the same time as one transaction of the
//! database, because a commit waits for the disk. Each of them is a savepoint, so that a failure
//! undoes only its own changes.

use std::sync::mpsc::Receiver;

use rusqlite::Connection;

use super::connection::query;
use super::failure::failure;
use super::job::Job;
use crate::sql::{Step, Written};

/// The most transactions that are committed together.
const TOGETHER: usize = 64;

/// Runs transactions until the last sender is dropped.
pub(super) fn run(mut connection: Connection, waiting: &Receiver<Job<Vec<Step>, Written>>) {
    while let Ok(first) = waiting.recv() {
        let jobs: Vec<_> =
            std::iter::once(first).chain(waiting.try_iter().take(TOGETHER - 1)).collect();
        let done = commit(&mut connection, &jobs);
        match done {
            Ok(outcomes) => {
                for (job, outcome) in jobs.into_iter().zip(outcomes) {
                    // The caller may have stopped waiting.
                    let _ = job.reply.send(outcome.map_err(failure));
                }
            }
            Err(_) if jobs.len() > 1 => alone(&mut connection, jobs),
            Err(error) => {
                if let Some(job) = jobs.into_iter().next() {
                    let _ = job.reply.send(Err(failure(error)));
                }
            }
        }
    }
}

/// Runs each transaction again by itself, after they could not be committed together.
fn alone(connection: &mut Connection, jobs: Vec<Job<Vec<Step>, Written>>) {
    for job in jobs {
        let outcome = match commit(connection, std::slice::from_ref(&job)) {
            Ok(outcomes) => outcomes.into_iter().next(),
            Err(error) => Some(Err(error)),
        };
        if let Some(outcome) = outcome {
            let _ = job.reply.send(outcome.map_err(failure));
        }
    }
}

/// Commits transactions together. If that fails, nothing is written.
fn commit(
    connection: &mut Connection,
    jobs: &[Job<Vec<Step>, Written>],
) -> rusqlite::Result<Vec<rusqlite::Result<Written>>> {
    // IMMEDIATE: the lock is taken before the first read, so that no other process writes in
    // between.
    let mut transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let mut outcomes = Vec::with_capacity(jobs.len());
    for job in jobs {
        // The caller has given up while the transaction waited, and has reported a failure. When
        // the client sends its request again, it must not find that its code was used.
        if job.reply.is_closed() {
            outcomes.push(Ok(Written::Refused));
            continue;
        }
        let savepoint = transaction.savepoint()?;
        let outcome = steps(&savepoint, &job.statements);
        if matches!(outcome, Ok(Written::Done(_))) {
            savepoint.commit()?;
        } else {
            savepoint.finish()?; // rolls back
        }
        outcomes.push(outcome);
    }
    transaction.commit()?;
    Ok(outcomes)
}

fn steps(connection: &Connection, steps: &[Step]) -> rusqlite::Result<Written> {
    let mut returned = Vec::with_capacity(steps.len());
    for step in steps {
        let (changed, rows) = query(connection, step)?;
        if step.must_change && changed == 0 {
            return Ok(Written::Refused);
        }
        returned.push(rows);
    }
    Ok(Written::Done(returned))
}
