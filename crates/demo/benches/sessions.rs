//! Measures the time to open a session when there are ten sessions and when there are 24 000
//! sessions: `cargo bench -p symbolon-demo`.

#![expect(clippy::disallowed_methods, reason = "this benchmark runs a program and measures time")]

use std::error::Error;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::{Client, redirect};

/// The number of openings in one measurement, whose result is the median.
const MEASURED: usize = 500;

/// A running `symbolon-demo serve`, which stops at the end.
struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = Client::builder().redirect(redirect::Policy::none()).no_proxy();
    let http = http.tls_certs_only([]).build()?;
    let child = Command::new(env!("CARGO_BIN_EXE_symbolon-demo"))
        .args(["serve", "--provider-port", "0", "--relying-party-port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut demo = Demo(child);
    let mut line = String::new();
    BufReader::new(demo.0.stdout.take().ok_or("no output")?).read_line(&mut line)?;
    let home = line.trim().strip_prefix("Open ").ok_or("no address")?;
    let login = format!("{home}login");

    open(&http, &login, 10).await?;
    let few = median(&http, &login).await?;
    open(&http, &login, 24_000_usize.saturating_sub(MEASURED)).await?;
    let many = median(&http, &login).await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "opening a session over HTTP, after ten sessions:     {few:?}")?;
    writeln!(out, "opening a session over HTTP, after 24 000 sessions:  {many:?}")?;
    writeln!(out, "ratio: {:.2}", many.as_secs_f64() / few.as_secs_f64())?;
    Ok(())
}

/// Opens this many sessions.
async fn open(http: &Client, login: &str, count: usize) -> Result<(), reqwest::Error> {
    for _ in 0..count {
        http.get(login).send().await?.bytes().await?;
    }
    Ok(())
}

/// Returns the median time in which a session is opened.
async fn median(http: &Client, login: &str) -> Result<Duration, Box<dyn Error>> {
    let mut times = Vec::with_capacity(MEASURED);
    for _ in 0..MEASURED {
        let begin = Instant::now();
        open(http, login, 1).await?;
        times.push(begin.elapsed());
    }
    times.sort();
    Ok(*times.get(MEASURED / 2).ok_or("no times")?)
}
