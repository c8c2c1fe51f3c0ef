//! Tests of the provider through its public API: one test for every check, one for every attack in
//! the catalogue, and properties for all input.

#![cfg(test)]

mod assertion;
mod authenticate;
mod authorize;
mod claims;
mod client_document;
mod client_keys;
mod client_metadata;
mod common;
mod configuration;
mod cors;
mod downgrade;
mod effects;
mod failing_store;
mod flows;
mod grant;
mod hint;
mod interaction;
mod issued;
mod issuers;
mod jarm;
mod properties;
mod push;
mod records;
mod redeem;
mod redirect_uri;
mod refresh;
mod request_object;
mod request_object_keys;
mod request_uri;
mod secrets;
mod store;
mod third_party_login;
mod times;
mod trust;
mod user_info;
