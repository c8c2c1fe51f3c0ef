//! The registration of a client, and the requests that manage it.

mod configuration;
mod differences;
mod manage;
mod party;
mod request;
