//! Inputs from the field: each case of `../shared/cases` is a test of the same name, followed by
//! inputs of the same kind that were found in public reports.

mod claims;
mod complete;
mod field;
mod field_callbacks;
mod field_claims;
mod field_errors;
mod field_keys;
mod field_metadata;
mod field_tokens;
mod field_user_info;
mod jwk;
mod login;
mod messages;
mod metadata;
mod presets;
mod recipes;
mod requests;
