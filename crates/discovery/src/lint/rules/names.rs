//! Checks of the names of members.

use super::rule::Found;
use crate::ProviderMetadata;
use crate::lint::document::Document;
use crate::metadata::{KNOWN_ELSEWHERE, member, shown_name};

pub(super) fn unknown(document: &Document<'_>) -> Vec<Found> {
    let names = document.object.names().filter(|name| !is_known(name));
    let names = names.filter(|name| likely_meant(name).is_none());
    let found = names.map(|name| {
        Found::new(
            name,
            format!("`{}` is in no specification that this check knows", shown_name(name)),
        )
    });
    found.collect()
}

pub(super) fn misspelled(document: &Document<'_>) -> Vec<Found> {
    let names = document.object.names().filter(|name| !is_known(name));
    let found = names.filter_map(|name| {
        let meant = likely_meant(name)?;
        let found = format!("`{}` has no meaning for clients: is it `{meant}`?", shown_name(name));
        Some(Found::new(name, found))
    });
    found.collect()
}

fn is_known(name: &str) -> bool {
    member(name).is_some() || KNOWN_ELSEWHERE.iter().any(|(known, _)| *known == name)
}

/// Returns the name of a member that differs from this name in at most two characters.
fn likely_meant(name: &str) -> Option<&'static str> {
    // A longer name is not like any name, and would take long to compare.
    if name.len() > 100 {
        return None;
    }
    let known = ProviderMetadata::MEMBERS.iter().map(|member| member.name());
    known.filter(|known| is_close(known, name)).min()
}

/// Returns whether one text becomes the other by at most two changes: a character that is added,
/// removed or replaced.
fn is_close(left: &str, right: &str) -> bool {
    let right: Vec<char> = right.chars().collect();
    // The number of changes between the characters of `left` so far and each beginning of `right`.
    let mut changes: Vec<usize> = (0..=right.len()).collect();
    for (row, of_left) in left.chars().enumerate() {
        let mut diagonal = row;
        let mut before = row.saturating_add(1);
        let mut next = vec![before];
        for (of_right, above) in right.iter().zip(changes.iter().skip(1)) {
            let replaced = diagonal.saturating_add(usize::from(of_left != *of_right));
            let change = replaced.min(before.saturating_add(1)).min(above.saturating_add(1));
            diagonal = *above;
            before = change;
            next.push(change);
        }
        changes = next;
    }
    changes.last().is_some_and(|changes| *changes <= 2)
}
