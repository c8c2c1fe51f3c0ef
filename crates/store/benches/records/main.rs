//! Measures what the records of a login cost on each database: `cargo bench -p symbolon-store`.
//!
//! Every ratio is measured against something in the same run: databases against memory, a store with
//! many live grants against an empty store, and the slowest logins during a sweep against the usual
//! login. `-- --rows N` sets the number of live grants and of expired rows; the default is 1 000 000.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "this benchmark counts, measures time, reads files and prints"
)]

mod fill;
mod login;
mod place;

use std::error::Error;
use std::time::{Duration, Instant};

use self::login::{Latencies, logins, many};
use self::place::Place;

/// The number of logins whose latencies are compared.
const LOGINS: usize = 2_000;

/// The number of rounds in which an empty and a full store take turns.
const ROUNDS: usize = 5;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().collect();
    let rows = arguments.iter().position(|it| it == "--rows").and_then(|at| arguments.get(at + 1));
    let rows = rows.map_or(Ok(1_000_000), |rows| rows.parse())?;
    println!("the records of a login, {LOGINS} logins; {rows} live grants; {rows} expired rows");
    let mut memory = None;
    for place in Place::all() {
        let name = place.name();
        let (empty, full) = (place.store("empty").await?, place.store("full").await?);
        let before = place.bytes(&full).await?;
        let started = Instant::now();
        place.fill_live(&full, rows).await?;
        eprintln!("{name}: {rows} live grants written in {:.1} s", started.elapsed().as_secs_f64());
        let (mut at_empty, mut at_full) = (Latencies::default(), Latencies::default());
        for _ in 0..ROUNDS {
            at_empty.extend(logins(&empty.store, LOGINS / ROUNDS).await?);
            at_full.extend(logins(&full.store, LOGINS / ROUNDS).await?);
        }
        let parallel = many(&empty.store, LOGINS, 16).await?;
        let memory_median = *memory.get_or_insert(at_empty.percentile(50));
        println!(
            "{name}: one login {:?} (p99 {:?}), {:.1} times memory; {parallel:.0} logins/s at 16 in parallel",
            at_empty.percentile(50),
            at_empty.percentile(99),
            ratio(at_empty.percentile(50), memory_median)
        );
        println!(
            "{name}: with {rows} live grants {:?}, {:.2} times the empty store (target 1.2)",
            at_full.percentile(50),
            ratio(at_full.percentile(50), at_empty.percentile(50))
        );
        if let (Some(before), Some(after)) = (before, place.bytes(&full).await?) {
            println!("{name}: {} bytes for a login", (after - before) / rows.max(1) as u64);
        }
        sweep(&place, rows).await?;
    }
    Ok(())
}

/// Sweeps many expired rows while logins go on.
async fn sweep(place: &Place, rows: usize) -> Result<(), Box<dyn Error>> {
    let swept = place.store("swept").await?;
    place.fill_expired(&swept, rows).await?;
    let store = swept.store.clone();
    let sweeper = tokio::spawn(async move {
        let (started, mut deleted) = (Instant::now(), 0);
        loop {
            let swept = store.sweep(login::now()).await?;
            deleted += swept.deleted;
            if !swept.more {
                return Ok::<_, symbolon_store::Error>((deleted, started.elapsed()));
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    });
    let mut during = Latencies::default();
    while !sweeper.is_finished() {
        during.extend(logins(&swept.store, 20).await?);
    }
    let (deleted, time) = sweeper.await??;
    println!(
        "{}: {deleted} expired rows swept in {:.1} s; {} logins meanwhile: p50 {:?}, p99 {:?}, {:.1} times p50 (target 3)",
        place.name(),
        time.as_secs_f64(),
        during.len(),
        during.percentile(50),
        during.percentile(99),
        ratio(during.percentile(99), during.percentile(50))
    );
    Ok(())
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}
