//! Prints the results as a table or as JSON.

use serde_json::json;

use crate::case::Case;
use crate::measure::{Effort, Figure, Figures};
use crate::target::targets;

/// Returns the results of a case as one line of JSON.
pub fn json(case: &Case, figures: &Figures, effort: Effort) -> String {
    let peers: serde_json::Map<_, _> =
        figures.peers.iter().map(|(name, peer)| ((*name).to_owned(), json!(ns(*peer)))).collect();
    json!({
        "operation": case.operation.name(),
        "algorithm": case.algorithm,
        "backend": case.backend.name(),
        "ns": ns(figures.ours),
        "raw_ns": figures.raw.map(ns),
        "peers": peers,
        "allocations": figures.ours.allocations,
        "batches": effort.rounds,
    })
    .to_string()
}

/// Rounds to a tenth of a nanosecond, which is finer than the clock.
fn ns(figure: Figure) -> f64 {
    (figure.ns * 10.0).round() / 10.0
}

pub fn heading(effort: Effort) -> String {
    format!(
        "Nanoseconds of one operation: the median of {} batches of about {:?}. The libraries take turns.\n\
         ours/raw: our time divided by that of the primitive. peer/ours: the time of the fastest peer divided by ours.\n\n\
         {:<10} {:<28} {:<8} {:>12} {:>10} {:>9} {:<13} {:>9} {:<13}  peers (allocations in brackets)",
        effort.rounds,
        effort.batch,
        "operation",
        "alg",
        "backend",
        "ours",
        "raw",
        "ours/raw",
        "target",
        "peer/ours",
        "target",
    )
}

/// Returns a line of the table, and whether every target is met.
pub fn line(case: &Case, figures: &Figures) -> (String, bool) {
    let targets = targets(case.operation, case.algorithm);
    let over_raw = figures.raw.map(|raw| figures.ours.ns / raw.ns);
    let quickest = figures.peers.iter().map(|(_, peer)| peer.ns).min_by(f64::total_cmp);
    let under_peers = quickest.map(|peer| peer / figures.ours.ns);

    let raw = verdict("<=", targets.over_raw, over_raw, |ratio, target| ratio <= target);
    let peer = verdict(">=", targets.under_peers, under_peers, |ratio, target| ratio >= target);
    let mut peers = figures.peers.clone();
    peers.sort_by(|(_, one), (_, other)| one.ns.total_cmp(&other.ns));
    let peers: Vec<_> = peers
        .iter()
        .map(|(name, peer)| format!("{name} {:.0} [{}]", peer.ns, peer.allocations))
        .collect();
    let line = format!(
        "{:<10} {:<28} {:<8} {:>12} {:>10} {:>9} {:<13} {:>9} {:<13}  {}",
        case.operation.name(),
        case.algorithm,
        case.backend.name(),
        format!("{:.0} [{}]", figures.ours.ns, figures.ours.allocations),
        figures.raw.map(|raw| format!("{:.0}", raw.ns)).unwrap_or_default(),
        over_raw.map(|ratio| format!("{ratio:.3}")).unwrap_or_default(),
        raw.text,
        under_peers.map(|ratio| format!("{ratio:.2}")).unwrap_or_default(),
        peer.text,
        peers.join(", "),
    );
    (line, raw.met && peer.met)
}

struct Verdict {
    text: String,
    met: bool,
}

/// Compares a ratio with its target. A missing target is met; a target without a ratio is missed.
fn verdict(
    sign: &str,
    target: Option<f64>,
    ratio: Option<f64>,
    met: fn(f64, f64) -> bool,
) -> Verdict {
    let Some(target) = target else { return Verdict { text: String::new(), met: true } };
    let met = ratio.is_some_and(|ratio| met(ratio, target));
    let word = if met { "met" } else { "MISSED" };
    Verdict { text: format!("{sign} {target} {word}"), met }
}
