//! Tests that send HTTP requests to `symbolon-demo serve`.

#![expect(clippy::disallowed_methods, reason = "these tests run a program")]

mod accounts;
mod browsers;
mod clients;
mod copies;
mod flows;
mod foreign;
mod limits;
mod log;
#[cfg(target_os = "linux")]
mod memory;
mod mock;
mod named;
mod outage;
mod pages;
mod provider_choice;
mod refusals;
mod registrar;
mod registration;
mod support;
mod third_party;
mod tokens;
mod webfinger;
