//! Requests that the client writes (kind I).
