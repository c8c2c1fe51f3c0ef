//! SQLite: one thread that writes, and a few threads that read.

mod connection;
mod failure;
mod job;
mod location;
mod peek;
mod writer;

use std::path::PathBuf;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use self::connection::{connect, query};
use self::failure::failure;
use self::job::Job;
use self::location::Location;
use super::{Row, Step, Written};
use crate::database::SqliteOptions;
use crate::error::{Cause, Error, Inner};

/// The number of threads that read.
const READERS: usize = 2;

/// The most statements that wait for a thread. When there are more, the server is overloaded, and
/// an error at once is better than an answer after the client has given up.
const WAITING: usize = 4096;

/// A SQLite database.
#[derive(Clone, Debug)]
pub(crate) struct Sqlite {
    writes: SyncSender<Job<Vec<Step>, Written>>,
    reads: SyncSender<Job<Step, Vec<Row>>>,
    file: PathBuf,
    patience: Duration,
}

impl Sqlite {
    /// Opens the database, and starts the threads. They end when the last clone of the database is
    /// dropped.
    pub(crate) async fn open(options: &SqliteOptions) -> Result<Self, Error> {
        let SqliteOptions { file, patience } = options.clone();
        let opened = in_thread(move || Self::start(file, patience));
        opened.await.unwrap_or(Err(Error::Refused(Cause(Inner::Ended))))
    }

    /// Returns the version of the schema in the file. Neither changes nor creates a file.
    pub(crate) async fn version(options: &SqliteOptions) -> Result<i64, Error> {
        let SqliteOptions { file, patience } = options.clone();
        let version = in_thread(move || peek::version(&file, patience));
        version.await.unwrap_or(Err(Error::Refused(Cause(Inner::Ended))))
    }

    fn start(file: PathBuf, patience: Duration) -> Result<Self, Error> {
        let (writes, waiting) = sync_channel(WAITING);
        let connection = connect(&file, patience).map_err(failure)?;
        let location = Location::of(&file);
        start(move || writer::run(connection, &location, &waiting));
        let (reads, waiting) = sync_channel::<Job<Step, Vec<Row>>>(WAITING);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..READERS {
            let (connection, waiting) =
                (connect(&file, patience).map_err(failure)?, waiting.clone());
            start(move || {
                loop {
                    let next = waiting.lock().ok().and_then(|waiting| waiting.recv().ok());
                    let Some(Job { statements, reply }) = next else { return };
                    // The caller may have stopped waiting.
                    if reply.is_closed() {
                        continue;
                    }
                    let _ = reply.send(
                        query(&connection, &statements).map(|(_, rows)| rows).map_err(failure),
                    );
                }
            });
        }
        Ok(Self { writes, reads, file, patience })
    }

    /// Runs statements without values, such as those of a migration.
    pub(crate) async fn script(&self, sql: String) -> Result<(), Error> {
        let (file, patience) = (self.file.clone(), self.patience);
        let run = move || connect(&file, patience)?.execute_batch(&sql);
        let done = in_thread(move || run().map_err(failure));
        done.await.unwrap_or(Err(Error::Refused(Cause(Inner::Ended))))
    }

    pub(crate) async fn read(&self, step: Step) -> Result<Vec<Row>, Error> {
        self.ask(&self.reads, step).await
    }

    pub(crate) async fn write(&self, steps: Vec<Step>) -> Result<Written, Error> {
        self.ask(&self.writes, steps).await
    }

    async fn ask<S, T>(&self, thread: &SyncSender<Job<S, T>>, statements: S) -> Result<T, Error> {
        let (reply, answer) = oneshot::channel();
        thread.try_send(Job { statements, reply }).map_err(|error| match error {
            TrySendError::Full(_) => Error::Unavailable(Cause(Inner::Overloaded)),
            TrySendError::Disconnected(_) => Error::Refused(Cause(Inner::Ended)),
        })?;
        match timeout(self.patience, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(Error::Refused(Cause(Inner::Ended))),
            Err(_) => Err(Error::Unavailable(Cause(Inner::Timeout(self.patience)))),
        }
    }
}

/// Runs a function in a new thread, and waits for its outcome.
fn in_thread<T: Send + 'static>(
    function: impl FnOnce() -> T + Send + 'static,
) -> oneshot::Receiver<T> {
    let (reply, answer) = oneshot::channel();
    start(move || drop(reply.send(function())));
    answer
}

#[expect(clippy::disallowed_methods, reason = "SQLite blocks the thread that calls it")]
fn start(thread: impl FnOnce() + Send + 'static) {
    std::thread::spawn(thread);
}
