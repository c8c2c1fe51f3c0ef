//! The memory that the demo occupies, which Linux tells.

use std::error::Error;
use std::fs;

use crate::support::{ALICE, Demo, Outcome, Tab};

/// Returns the memory that the demo has written to and that is resident, in MiB.
fn resident(demo: &Demo) -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string(format!("/proc/{}/status", demo.process()))?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).ok_or("no RssAnon")?;
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kibibytes / 1024)
}

async fn sign_in(demo: &Demo) -> Outcome {
    let mut tab = Tab::open(demo, demo.authorization_request().await?).await?;
    tab.post("/sign-in", &ALICE).await?;
    assert!(tab.html.contains("consent-form"), "{}", tab.html);
    Ok(())
}

#[tokio::test]
async fn the_memory_of_passwords_is_given_back() -> Outcome {
    let demo = Demo::start()?;
    sign_in(&demo).await?;
    for _ in 0..5 {
        // Each of the passwords takes 19 MiB while it is hashed.
        tokio::try_join!(sign_in(&demo), sign_in(&demo), sign_in(&demo))?;
    }
    let resident = resident(&demo)?;
    println!("{resident} MiB after 16 sign-ins");
    assert!(resident < 16, "{resident} MiB are occupied after 16 sign-ins");
    Ok(())
}
