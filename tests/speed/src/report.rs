//! The table of results.

use crate::contestant::REFERENCE;
use crate::figures::{Figures, Resident, Summary};

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
    println!(
        "\n{:<20} {:>12} {:>7} {:>12} {:>7}",
        "VmRSS in MiB", "signed in", "ratio", "end", "ratio"
    );
    let reference = figures.resident.get(REFERENCE);
    for (name, resident) in &figures.resident {
        let ratio = |of: fn(&Resident) -> f64| match reference {
            Some(reference) => format!("{:.3}", of(resident) / of(reference)),
            None => "-".to_owned(),
        };
        let Resident { signed_in, end } = resident;
        let (ratio, ratio_at_end) = (ratio(|it| it.signed_in), ratio(|it| it.end));
        println!("{name:<20} {signed_in:>12.1} {ratio:>7} {end:>12.1} {ratio_at_end:>7}");
    }
}
