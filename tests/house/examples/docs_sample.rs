//! Prints public doc comments drawn at random, for readers to rate: `--seed N --count 60`, and
//! `--crate symbolon-jose` for one crate only. The same seed over the same files draws the same.

#![expect(clippy::disallowed_methods, reason = "a program for people")]
#![expect(clippy::print_stdout, reason = "a program for people")]

use std::env;
use std::error::Error;

use symbolon_house_tests::docs::{DocItem, items};
use symbolon_house_tests::{published_members, sources};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let value = |name: &str| {
        let position = arguments.iter().position(|it| it == name)?;
        arguments.get(position.saturating_add(1)).map(String::as_str)
    };
    let seed: u64 = value("--seed").unwrap_or("1").parse()?;
    let count: usize = value("--count").unwrap_or("60").parse()?;
    let only = value("--crate");

    let mut all: Vec<DocItem> = Vec::new();
    for package in published_members()? {
        if only.is_none_or(|only| package.name == only) {
            for file in sources(&package)? {
                all.extend(items(&file).into_iter().filter(|item| item.public));
            }
        }
    }
    println!("{} of {} public doc comments, seed {seed}\n", count.min(all.len()), all.len());
    for (number, item) in draw(all, count, seed).iter().enumerate() {
        print(number.saturating_add(1), item);
    }
    Ok(())
}

/// Draws this many items without repetition: at each step the next position is uniform.
fn draw(mut all: Vec<DocItem>, count: usize, seed: u64) -> Vec<DocItem> {
    let mut state = seed;
    let mut drawn = Vec::new();
    while drawn.len() < count && !all.is_empty() {
        let position = next(&mut state).checked_rem(all.len() as u64).unwrap_or_default();
        drawn.push(all.swap_remove(usize::try_from(position).unwrap_or_default()));
    }
    drawn
}

/// SplitMix64, so that no dependency decides what is drawn.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn print(number: usize, item: &DocItem) {
    println!("{number}. {}:{}", item.path.display(), item.line);
    if let Some(inside) = &item.inside {
        println!("   in {inside}");
    }
    println!("   {}", item.signature);
    for line in item.text.lines() {
        println!("     {line}");
    }
    println!();
}
