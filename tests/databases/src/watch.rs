//! The shell process that starts and stops a server, and that ends it when this process is gone.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// What the process runs. The shell is between the test and the server because a pipe to it ends
/// with the test process, however that ends.
const SCRIPT: &str = include_str!("watch.sh");

/// A running shell process that obeys commands.
///
/// When the value is dropped, the server is stopped and its folder is removed.
#[derive(Debug)]
pub(crate) struct Watch {
    process: Child,
    /// Commands. It is `None` only while the value is dropped.
    commands: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    folder: PathBuf,
}

impl Watch {
    /// Starts the shell process, which creates the folder of the server. `programs` is the folder
    /// with the programs of PostgreSQL.
    #[expect(clippy::disallowed_methods, reason = "the server is a process")]
    pub(crate) fn start(programs: &Path, fsync: bool) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", SCRIPT, "watch", SCRIPT]).arg(programs);
        command.arg(if fsync { "on" } else { "off" });
        // Variables such as PGPORT or PGOPTIONS must not reach the programs of PostgreSQL.
        command.env_clear().env("LC_ALL", "C");
        for name in ["PATH", "TMPDIR"] {
            command.envs(env::var_os(name).map(|value| (name, value)));
        }
        // Ctrl-C in a terminal ends the test only, and so the shell process can still clean up.
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process =
            command.spawn().unwrap_or_else(|error| panic!("sh cannot be started: {error}"));
        let (Some(commands), Some(answers)) = (process.stdin.take(), process.stdout.take()) else {
            panic!("sh has no pipes");
        };
        let mut watch = Self {
            process,
            commands: Some(commands),
            answers: BufReader::new(answers),
            folder: PathBuf::new(),
        };
        watch.folder = PathBuf::from(watch.answer());
        watch
    }

    /// Returns the folder with the data and the log of the server.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs a command of the script, and returns whether it succeeded.
    pub(crate) fn run(&mut self, command: &str) -> bool {
        let sent = self.commands.as_mut().map(|to| to.write_all(format!("{command}\n").as_bytes()));
        assert!(matches!(sent, Some(Ok(()))), "the shell process of PostgreSQL has ended");
        self.answer() == "done"
    }

    /// Writes a file below the folder, which only the server and root can read. Returns whether it
    /// succeeded.
    pub(crate) fn write(&mut self, name: &str, content: &str) -> bool {
        let content = content.trim_end();
        self.run(&format!("file {name} {}\n{content}", content.lines().count()))
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        let read = self.answers.read_line(&mut line);
        assert!(matches!(read, Ok(1..)), "the shell process of PostgreSQL has ended");
        line.trim_end().to_owned()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.commands.take());
        // An error here would mean that the process is gone already.
        _ = self.process.wait();
    }
}
