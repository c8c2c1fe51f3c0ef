//! A PostgreSQL server, which runs on the core of the servers.

use std::fs;
use std::process::{Command, Stdio};

use symbolon_test_databases::Postgres;

use crate::Failure;
use crate::process::children;

/// A PostgreSQL server that waits for the disk, as in production.
#[derive(Debug)]
pub struct Database {
    postgres: Postgres,
    /// The process whose children answer the connections.
    pub(super) process: u32,
}

impl Database {
    /// Starts a server. Returns `None` when PostgreSQL is not installed.
    pub(super) fn start() -> Result<Option<Self>, Failure> {
        let Some(postgres) = Postgres::start_durable() else { return Ok(None) };
        let file = fs::read_to_string(postgres.folder().join("data/postmaster.pid"))?;
        let process = file.lines().next().unwrap_or_default().parse()?;
        pin(&format!("{process}"))?;
        // Later children inherit the core.
        children(process)?.iter().try_for_each(|child| pin(child))?;
        Ok(Some(Self { postgres, process }))
    }

    /// Creates an empty database, and returns its URL.
    pub(super) fn create(&self) -> String {
        self.postgres.create_database()
    }
}

fn pin(process: &str) -> Result<(), Failure> {
    let mut command = Command::new("taskset");
    let status =
        command.args(["--cpu-list", "--pid", "0", process]).stdout(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err("taskset failed".into()) }
}
