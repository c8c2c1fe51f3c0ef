//! The registration endpoint and the client configuration endpoint:
//! [Registration §3, §4](https://openid.net/specs/openid-connect-registration-1_0.html),
//! [RFC 7591](https://www.rfc-editor.org/rfc/rfc7591),
//! [RFC 7592](https://www.rfc-editor.org/rfc/rfc7592).

mod access;
mod configure;
mod documents;
mod error;
mod fetches;
mod flow;
mod initial_token;
mod issue;
mod policy_rules;
mod prepare;
mod refusal;
mod register;
mod respond;
mod rules;
mod statement;
mod statement_rules;
mod update;

pub use configure::Configured;
pub use error::RegistrationError;
pub use flow::{RegisterFlow, UpdateFlow};
pub use refusal::RegistrationRefusal;
pub use rules::{REGISTRATION_RULES, RegistrationCheck};
