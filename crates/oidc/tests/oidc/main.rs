//! Tests of the public interface: each rule broken once, the known attacks on ID Tokens and
//! UserInfo, the examples in the specification, and properties of arbitrary input.

#![cfg(test)]

mod absent_and_odd;
mod attacks_claims;
mod attacks_login;
mod attacks_times;
mod authentication_request;
mod claims_request;
mod explain;
mod fixture;
mod matrix;
mod matrix_table;
mod names;
mod properties;
mod published;
mod quirks;
mod release;
mod release_properties;
mod signed_user_info;
mod standard_claims;
mod user_info;
mod user_info_response;
