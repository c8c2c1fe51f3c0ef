//! The program `symbolon-relying-party-peer`: a relying party that answers the requests of a test.
//!
//! A request is one line of JSON, and its answer is one line of JSON. The program keeps no login:
//! `begin` returns the pending login, and `finish` takes it back.

mod client;
mod parties;
mod refusal;
mod registration;
mod request;
mod wire;

use std::io::{self, BufRead as _, Write as _};

use self::parties::Parties;

fn main() -> io::Result<()> {
    let mut parties = Parties::new()?;
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        writeln!(output, "{}", parties.answer(&line?))?;
        output.flush()?;
    }
    Ok(())
}
