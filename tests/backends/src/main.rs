//! The program `symbolon-jose-peer`: answers the requests of [`symbolon_backend_tests::peer`].

use std::io::{self, BufRead as _, Write as _};

use symbolon_backend_tests::peer;

fn main() -> io::Result<()> {
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        writeln!(output, "{}", peer::answer(&line?))?;
        output.flush()?;
    }
    Ok(())
}
