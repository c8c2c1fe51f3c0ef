//! A server process, and what Linux tells about it.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::Failure;
use crate::http::Connection;

/// The longest time in which a server starts.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running server. It is killed when this value is dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    /// A process whose children work for the server.
    helper: Option<u32>,
}

impl Process {
    /// Starts a program on core 0, and waits until it answers at this port.
    pub fn start(
        program: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
        port: u16,
    ) -> Result<Self, Failure> {
        let child = Command::new("taskset")
            .args(["--cpu-list", "0", program])
            .args(arguments)
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut process = Self { child, helper: None };
        let begin = Instant::now();
        loop {
            let answer = Connection::open(&format!("localhost:{port}"), port)
                .and_then(|mut connection| connection.get("/.well-known/openid-configuration", ""));
            match answer {
                Ok(_) => return Ok(process),
                Err(failure) if begin.elapsed() > PATIENCE => return Err(failure),
                Err(_) if process.child.try_wait()?.is_some() => {
                    return Err(format!("{program} {arguments:?} ended at once").into());
                }
                Err(_) => sleep(Duration::from_millis(50)),
            }
        }
    }

    /// Counts the time of the children of this process, too.
    pub fn helped_by(mut self, helper: Option<u32>) -> Self {
        self.helper = helper;
        self
    }

    /// Returns the CPU time that the server has used, in seconds.
    pub fn cpu_time(&self) -> Result<f64, Failure> {
        let mut seconds = cpu_time(&self.child.id().to_string())?;
        for helper in self.helper.map(children).transpose()?.unwrap_or_default() {
            // A helper that has ended meanwhile counts no longer.
            seconds += cpu_time(&helper).unwrap_or_default();
        }
        Ok(seconds)
    }

    /// Returns the resident memory of the server, in MiB.
    pub fn resident(&self) -> Result<f64, Failure> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kibibytes / 1024.0)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the CPU time of the current thread, in seconds.
pub fn own_cpu_time() -> Result<f64, Failure> {
    run_time("/proc/thread-self/schedstat")
}

/// Returns the CPU time of all threads of a process, in seconds. The servers keep their threads.
fn cpu_time(process: &str) -> Result<f64, Failure> {
    let mut seconds = 0.0;
    for thread in fs::read_dir(format!("/proc/{process}/task"))? {
        // A thread that has ended meanwhile did little.
        let time = run_time(&thread?.path().join("schedstat").to_string_lossy());
        seconds += time.unwrap_or_default();
    }
    Ok(seconds)
}

/// Returns the CPU time in a file `schedstat`, in seconds
/// ([sched-stats](https://docs.kernel.org/scheduler/sched-stats.html)).
fn run_time(path: &str) -> Result<f64, Failure> {
    let text = fs::read_to_string(path)?;
    let nanoseconds: f64 = text.split(' ').next().unwrap_or_default().parse()?;
    Ok(nanoseconds / 1e9)
}

/// Returns the children of a process.
pub fn children(process: u32) -> Result<Vec<String>, Failure> {
    let children = fs::read_to_string(format!("/proc/{process}/task/{process}/children"))?;
    Ok(children.split_whitespace().map(str::to_owned).collect())
}
