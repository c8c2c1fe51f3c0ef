//! The response types: a table for each of them, with a valid login and one change per rule.

mod agreement;
mod begin;
mod code;
mod hybrid;
mod implicit;
mod jarm;
mod modes;
mod none;
mod rows;
mod steps;
mod trip;

pub(crate) use trip::party;
