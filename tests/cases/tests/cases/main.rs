//! Inputs from the field: each case of `../shared/cases` is a test of the same name, followed by
//! inputs of the same kind that were found in public reports.

mod claims;
mod complete;
mod jwk;
mod login;
mod messages;
mod metadata;
mod presets;
mod recipes;
mod requests;
