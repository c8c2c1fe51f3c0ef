//! Runs the entry points of the fuzzer with every seed, with small changes of the seeds, and with the
//! inputs that the fuzzer has collected and found.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and its inputs are files"
)]

use std::collections::BTreeMap;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::{fs, thread};

use symbolon_fuzz_tests::{EntryPoint, TARGETS, run, seeds};

/// The most changed copies of a seed. The changes are spread over its length.
const MOST_CHANGES: usize = 120;

#[test]
fn the_committed_seeds_are_the_generated_ones() {
    let mut written: BTreeMap<(&str, String), Vec<u8>> = BTreeMap::new();
    for seed in seeds::all() {
        written.insert((seed.target, seed.file()), seed.bytes);
    }
    for (target, _) in TARGETS {
        for (name, committed) in files("seeds", target) {
            let generated = written.remove(&(*target, name.clone()));
            assert!(
                generated == Some(committed),
                "{target}/{name} differs: run the program `seeds`"
            );
        }
    }
    assert!(written.is_empty(), "not committed: {:?}", written.keys());
}

#[test]
fn valid_seeds_are_accepted_and_others_are_refused() {
    for seed in seeds::all() {
        let accepted = run(seed.target, &seed.bytes).is_some();
        assert_eq!(accepted, seed.accepted, "{}/{}", seed.target, seed.file());
    }
}

#[test]
fn every_target_has_a_valid_seed_and_a_refused_one() {
    let seeds = seeds::all();
    for (target, _) in TARGETS {
        for accepted in [true, false] {
            let matches = |seed: &seeds::Seed| (seed.target, seed.accepted) == (*target, accepted);
            assert!(seeds.iter().any(matches), "{target} has no seed with accepted: {accepted}");
        }
    }
}

#[test]
fn every_target_has_a_program_that_runs_it() {
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    let name = |line: &str| Some(line.strip_prefix("name = \"")?.strip_suffix('"')?.to_owned());
    // The first name is that of the package.
    let programs: Vec<String> = manifest.lines().filter_map(name).skip(1).collect();
    let targets: Vec<&str> = TARGETS.iter().map(|(target, _)| *target).collect();
    assert_eq!(programs, targets);
    for target in targets {
        let path = fuzz().join("fuzz_targets").join(target).with_extension("rs");
        let source = fs::read_to_string(path).unwrap();
        assert!(
            source.contains(&format!("run(\"{target}\", data)")),
            "the program {target} runs another target"
        );
    }
}

#[test]
fn no_input_is_a_finding() {
    let (some, others) = TARGETS.split_at(TARGETS.len() / 2);
    thread::scope(|scope| {
        let replayed = scope.spawn(|| replay(some));
        replay(others);
        assert!(replayed.join().is_ok(), "a finding is printed above");
    });
}

fn replay(targets: &[(&'static str, EntryPoint)]) {
    for (target, _) in targets {
        let seeds = files("seeds", target);
        let collected = [files("corpus", target), files("artifacts", target)];
        let mut runs = 0_usize;
        for (name, seed) in &seeds {
            for input in changed(seed).chain([seed.clone()]) {
                check(target, name, &input);
                runs += 1;
            }
        }
        for (name, input) in collected.iter().flatten() {
            check(target, name, input);
            runs += 1;
        }
        println!("{target}: {} seeds, {runs} runs", seeds.len());
    }
}

fn check(target: &'static str, name: &str, input: &[u8]) {
    let found = catch_unwind(|| run(target, input));
    assert!(found.is_ok(), "{target}, from {name}: {:?}", String::from_utf8_lossy(input));
}

/// Returns changed copies of an input: with a bit flipped, without a byte, and cut off. The positions
/// of the changes are spread over its length.
fn changed(input: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let step = (input.len() * 3).div_ceil(MOST_CHANGES).max(1);
    (0..input.len()).step_by(step).flat_map(|place| {
        let mut turned = input.to_vec();
        turned[place] ^= 1 << (place % 8);
        let without = [&input[..place], &input[place + 1..]].concat();
        [turned, without, input[..place].to_vec()]
    })
}

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

/// Returns the files for a target, with their names. There are no files if the folder is missing.
fn files(folder: &str, target: &str) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(fuzz().join(folder).join(target)) else {
        return BTreeMap::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.map(|path| (name(&path), fs::read(&path).unwrap())).collect()
}
