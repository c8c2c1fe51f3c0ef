//! A relying party for a provider that a user named: WebFinger, metadata, keys, registration.

mod clients;
mod flow;
mod world;
