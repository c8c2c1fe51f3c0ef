//! The endpoint for pushed authorization requests: [RFC 9126 §2].
//!
//! [RFC 9126 §2]: https://www.rfc-editor.org/rfc/rfc9126#section-2

mod answer;
mod error;
mod refusal;
mod request;

pub use error::PushError;
pub use refusal::PushRefusal;
pub use request::PushedRequest;
