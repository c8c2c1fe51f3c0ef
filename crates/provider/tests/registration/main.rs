//! Tests of the registration endpoint and the client configuration endpoint: one mutation for every
//! rule, and one test for every sentence of Registration, RFC 7591 and RFC 7592 about a provider.

#![cfg(test)]

mod common;
mod initial_token;
mod limits;
mod manage;
mod page;
mod policy;
mod refusal;
mod response;
mod rules;
mod secrets;
mod sector;
mod smuggling;
mod statement;
