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
use super::location::Location;
use crate::error::{Cause, Error, Inner};
use crate::sql::{IfUnchanged, Step, Written, may_be_lost};

/// The most transactions that are committed together.
const TOGETHER: usize = 64;

/// Runs transactions until the last sender is dropped.
pub(super) fn run(
    mut connection: Connection,
    location: &Location,
    waiting: &Receiver<Job<Vec<Step>, Written>>,
) {
    while let Ok(first) = waiting.recv() {
        let jobs: Vec<_> =
            std::iter::once(first).chain(waiting.try_iter().take(TOGETHER - 1)).collect();
        if !location.is_unchanged() {
            for job in jobs {
                let _ = job.reply.send(Err(Error::Refused(Cause(Inner::Moved))));
            }
            continue;
        }
        match commit(&mut connection, &jobs) {
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
        // Each attempt can wait for a lock as long as the callers do.
        if job.reply.is_closed() {
            continue;
        }
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
    // A sweep does not wait for the disk. The next commit that waits also writes what the sweep has
    // changed, in the same order (https://www.sqlite.org/pragma.html#pragma_synchronous).
    let is_lazy = jobs.iter().all(|job| may_be_lost(&job.statements));
    connection.pragma_update(None, "synchronous", if is_lazy { "NORMAL" } else { "FULL" })?;
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
        match outcome {
            Ok(Written::Done(_) | Written::Instead) => savepoint.commit()?,
            // The disk is full, for example: SQLite has undone the whole transaction.
            Err(error) if savepoint.is_autocommit() => return Err(error),
            Ok(Written::Refused) | Err(_) => savepoint.finish()?, // rolls back
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
        match &step.if_unchanged {
            IfUnchanged::Undo if changed == 0 => return Ok(Written::Refused),
            IfUnchanged::Instead(other) if changed == 0 => {
                query(connection, other)?;
                return Ok(Written::Instead);
            }
            _ => {}
        }
        returned.push(rows);
    }
    Ok(Written::Done(returned))
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::mpsc::sync_channel;

    use tokio::sync::oneshot;

    use super::*;

    type Outcome = Result<Written, Error>;

    fn insert(bytes: usize) -> Step {
        Step::new("INSERT INTO t (text) VALUES (?1)", [(*"x".repeat(bytes)).into()])
    }

    /// Runs transactions as if they had arrived at the same time.
    fn run_together(connection: Connection, transactions: Vec<Vec<Step>>) -> Vec<Outcome> {
        let (sender, waiting) = sync_channel(transactions.len());
        let send = |statements| {
            let (reply, answer) = oneshot::channel();
            sender.send(Job { statements, reply }).unwrap();
            answer
        };
        let answers: Vec<_> = transactions.into_iter().map(send).collect();
        drop(sender);
        run(connection, &Location::of(Path::new("/")), &waiting);
        answers.into_iter().map(|mut answer| answer.try_recv().unwrap()).collect()
    }

    fn database() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (text TEXT NOT NULL) STRICT").unwrap();
        connection
    }

    #[test]
    fn on_a_full_disk_only_the_transactions_fail_that_need_space() {
        let connection = database();
        connection.pragma_update(None, "max_page_count", 16).unwrap();
        let transactions = [10, 10_000_000, 10].map(|bytes| vec![insert(bytes)]);
        let outcomes = run_together(connection, transactions.into());
        let [Ok(Written::Done(_)), Err(full @ Error::Refused(_)), Ok(Written::Done(_))] =
            outcomes.as_slice()
        else {
            panic!("{outcomes:?}");
        };
        assert!(full.to_string().contains("full"), "{full}");
    }

    #[test]
    fn a_transaction_that_fails_undoes_its_changes_and_no_others() {
        let refused = Step::new("DELETE FROM t WHERE text = 'missing'", []).must_change();
        let broken = Step::new("INSERT INTO t (text) VALUES (NULL)", []);
        let count = vec![Step::new("SELECT COUNT(*) FROM t", [])];
        let outcomes = run_together(
            database(),
            vec![
                vec![insert(1)],
                vec![insert(1), refused],
                vec![insert(1), broken],
                vec![insert(1)],
                count,
            ],
        );
        let [first, refused, broken, second, count] = outcomes.as_slice() else { panic!() };
        assert!(matches!(first, Ok(Written::Done(_))), "{first:?}");
        assert!(matches!(refused, Ok(Written::Refused)), "{refused:?}");
        assert!(matches!(broken, Err(Error::Refused(_))), "NULL is no duplicate: {broken:?}");
        assert!(matches!(second, Ok(Written::Done(_))), "{second:?}");
        let Ok(Written::Done(rows)) = count else { panic!("{count:?}") };
        assert_eq!(rows[0][0].integer(0, "t").unwrap(), 2);
    }
}
