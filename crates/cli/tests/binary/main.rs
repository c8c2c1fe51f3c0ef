//! The command `symbolon`, run as a program.

#![expect(
    clippy::disallowed_methods,
    reason = "these tests run a program, write its files and have a server with a thread"
)]

mod decode;
mod kinds;
mod metadata;
mod secret;
mod sources;
mod support;
mod verify;
