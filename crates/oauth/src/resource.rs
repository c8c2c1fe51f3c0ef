//! Requests to protected resources: presenting an access token, and refusing a request.

pub mod bearer;
