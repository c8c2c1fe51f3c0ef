//! The registration of a client, and the requests that manage it.

mod party;
mod request;
