//! The targets, and whether they are met.

use crate::contestant::REFERENCE;
use crate::figures::Figures;
use crate::operation::Operation::{self, Discovery, Login, Refresh, UserInfo};

/// How many times as many operations as the other server a server should answer.
const RATES: [(Operation, &str, &str, f64); 8] = [
    (Discovery, "demo memory ring", REFERENCE, 10.0),
    (UserInfo, "demo memory ring", REFERENCE, 10.0),
    (Refresh, "demo memory ring", REFERENCE, 1.1),
    (Login, "demo memory ring", REFERENCE, 1.1),
    (Refresh, "demo memory aws-lc", REFERENCE, 2.2),
    (Login, "demo memory aws-lc", REFERENCE, 2.2),
    (Refresh, "demo sqlite ring", "demo memory ring", 0.5),
    (Login, "demo sqlite ring", "demo memory ring", 0.5),
];

/// The largest part of the other server's memory that the demo should occupy.
const MEMORY: (&str, f64) = ("demo memory ring", 0.1);

/// Prints each target, and returns whether all are met. A target of a server that did not run is left out.
pub fn print(figures: &Figures) -> bool {
    let mut all_met = true;
    println!();
    for (operation, server, other, target) in RATES {
        for parallel in [1, 16] {
            let row = (operation, parallel);
            let (Some(found), Some(than)) = (figures.find(row, server), figures.find(row, other))
            else {
                continue;
            };
            let ratio = found.rate / than.rate;
            let what = format!("{} {parallel}, {server} / {other}", operation.name());
            all_met &= line(&what, ratio, target, ratio >= target);
        }
    }
    let (server, target) = MEMORY;
    if let (Some(found), Some(than)) =
        (figures.resident.get(server), figures.resident.get(REFERENCE))
    {
        let ratios =
            [("signed in", found.signed_in / than.signed_in), ("end", found.end / than.end)];
        for (when, ratio) in ratios {
            let what = format!("VmRSS, {when}, {server} / {REFERENCE}");
            all_met &= line(&what, ratio, target, ratio <= target);
        }
    }
    all_met
}

fn line(what: &str, ratio: f64, target: f64, is_met: bool) -> bool {
    let verdict = if is_met { "met" } else { "MISSED" };
    println!("{what:<55} {ratio:>7.2}  target {target:>5.2}  {verdict}");
    is_met
}
