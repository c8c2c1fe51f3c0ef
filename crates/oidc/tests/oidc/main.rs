//! The crate as its users see it: every rule broken once, every attack of its layer, the values
//! that the specification prints, and the laws that hold for all input.

#![cfg(test)]

mod attacks_claims;
mod attacks_login;
mod attacks_times;
mod authentication_request;
mod explain;
mod fixture;
mod matrix;
mod matrix_table;
mod names;
mod properties;
mod published;
mod standard_claims;
mod user_info;
