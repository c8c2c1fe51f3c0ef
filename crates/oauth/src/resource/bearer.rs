//! Bearer tokens in HTTP: how a client presents one, how a resource finds it, and the challenge
//! that answers when it is missing or no good.
//! [RFC 6750](https://www.rfc-editor.org/rfc/rfc6750).

mod challenge;
mod credentials;

pub use challenge::{Challenge, ChallengeError};
pub use credentials::{BearerError, authorize, token_from_http};
