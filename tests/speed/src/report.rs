//! The table of results.

use crate::contestant::REFERENCE;
use crate::figures::{Figures, Summary};

/// Prints a row for each operation at each server.
pub fn print(figures: &Figures) {
    println!(
        "{:<10} {:>2}  {:<20} {:>9} {:>7} {:>9} {:>9} {:>8} {:>8} {:>7} {:>5}",
        "operation",
        "in",
        "server",
        "per s",
        "ratio",
        "p50 ms",
        "p99 ms",
        "CPU s",
        "CPU us",
        "ratio",
        "load"
    );
    for (operation, parallel) in figures.operations() {
        let reference = figures.find((operation, parallel), REFERENCE);
        for (name, row) in figures.servers((operation, parallel)) {
            let ratio = |of: fn(&Summary, &Summary) -> f64| match &reference {
                Some(reference) => format!("{:.2}", of(&row, reference)),
                None => "-".to_owned(),
            };
            println!(
                "{:<10} {:>2}  {:<20} {:>9.0} {:>7} {:>9.3} {:>9.3} {:>8.2} {:>8.1} {:>7} {:>4.0}%",
                operation.name(),
                parallel,
                name,
                row.rate,
                ratio(|row, reference| row.rate / reference.rate),
                row.median,
                row.p99,
                row.server_seconds,
                row.server * 1000.0,
                ratio(|row, reference| reference.server / row.server),
                row.own_share * 100.0
            );
        }
    }
    println!("\n{:<20} {:>9} {:>8}", "server", "VmRSS MiB", "ratio");
    let reference = figures.resident.get(REFERENCE);
    for (name, resident) in &figures.resident {
        let ratio = reference.map(|reference| format!("{:.3}", resident / reference));
        println!("{name:<20} {resident:>9.1} {:>8}", ratio.as_deref().unwrap_or("-"));
    }
}
