//! Requests to protected resources: how an access token is presented, and how a resource refuses.

pub mod bearer;
