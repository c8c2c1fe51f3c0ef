//! Writes the seeds to `fuzz/seeds`, and removes the files that are not seeds any more.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "it is a program")]

use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let seeds = symbolon_fuzz_tests::seeds::all();
    for seed in &seeds {
        let folder = folder.join(seed.target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(seed.file()), &seed.bytes)?;
    }
    println!("{} seeds", seeds.len());
    Ok(())
}
