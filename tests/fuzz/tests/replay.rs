//! Every seed, everything the fuzzer has collected and found, and small changes of it, through the
//! entry points of the fuzzer.

#![expect(clippy::disallowed_methods, reason = "the inputs are files")]

use std::collections::BTreeMap;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::{fs, thread};

use symbolon_fuzz_tests::{TARGETS, run, seeds};

/// How many changed copies of an input are tried, spread over its length.
const MOST_CHANGES: usize = 120;

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

/// The files of a folder, which need not exist, by their names.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeMap::new() };
    let paths = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.map(|path| (name(&path), fs::read(&path).unwrap())).collect()
}

#[test]
fn committed_seeds_are_those_that_the_generator_writes() {
    let mut written: BTreeMap<(&str, String), Vec<u8>> = BTreeMap::new();
    for seed in seeds::all() {
        written.insert((seed.target, seed.file()), seed.bytes);
    }
    for (target, _) in TARGETS {
        for (name, committed) in files(&fuzz().join("seeds").join(target)) {
            let generated = written.remove(&(*target, name.clone()));
            assert_eq!(
                generated.as_ref(),
                Some(&committed),
                "{target}/{name}: run the bin `seeds`"
            );
        }
    }
    assert!(written.is_empty(), "not committed: {:?}", written.keys());
}

#[test]
fn valid_seeds_are_accepted_and_no_others() {
    for seed in seeds::all() {
        let accepted = run(seed.target, &seed.bytes).is_some();
        assert_eq!(accepted, seed.accepted, "{}/{}", seed.target, seed.file());
    }
}

#[test]
fn every_target_has_a_seed_of_either_kind() {
    let seeds = seeds::all();
    for (target, _) in TARGETS {
        for accepted in [true, false] {
            let kind = |seed: &&seeds::Seed| (seed.target, seed.accepted) == (*target, accepted);
            assert!(seeds.iter().any(|seed| kind(&seed)), "{target}: accepted {accepted}");
        }
    }
}

#[test]
fn every_target_is_a_program_of_the_fuzzer() {
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    let names = |line: &str| Some(line.strip_prefix("name = \"")?.strip_suffix('"')?.to_owned());
    let programs: Vec<String> = manifest.lines().filter_map(names).skip(1).collect();
    assert_eq!(programs, TARGETS.map_names());
    for program in programs {
        let path = fuzz().join("fuzz_targets").join(format!("{program}.rs"));
        let source = fs::read_to_string(path).unwrap();
        assert!(source.contains(&format!("run(\"{program}\", data)")), "{program} runs another");
    }
}

trait Names {
    fn map_names(&self) -> Vec<String>;
}

impl Names for [(&'static str, symbolon_fuzz_tests::EntryPoint)] {
    fn map_names(&self) -> Vec<String> {
        self.iter().map(|(name, _)| (*name).to_owned()).collect()
    }
}

#[test]
fn nothing_is_found() {
    let halves = TARGETS.chunks(TARGETS.len().div_ceil(2));
    thread::scope(|scope| {
        let threads: Vec<_> = halves.map(|half| scope.spawn(|| replay(half))).collect();
        for thread in threads {
            thread.join().unwrap();
        }
    });
}

fn replay(targets: &[(&'static str, symbolon_fuzz_tests::EntryPoint)]) {
    for (target, _) in targets {
        let seeds = files(&fuzz().join("seeds").join(target));
        let found = [
            files(&fuzz().join("corpus").join(target)),
            files(&fuzz().join("artifacts").join(target)),
        ];
        let mut runs = 0_usize;
        for (name, input) in seeds.iter() {
            runs += 1 + changed(input).map(|input| check(target, name, &input)).count();
            check(target, name, input);
        }
        for (name, input) in found.iter().flatten() {
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

/// The input with a bit turned around, with a byte taken out, or cut short; at places over its
/// whole length.
fn changed(input: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let places = (0..input.len()).step_by((input.len() * 3).div_ceil(MOST_CHANGES).max(1));
    places.flat_map(|place| {
        let mut turned = input.to_vec();
        turned[place] ^= 1 << (place % 8);
        let without = [&input[..place], &input[place + 1..]].concat();
        [turned, without, input[..place].to_vec()]
    })
}
