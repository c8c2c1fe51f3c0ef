//! The registration of a client at a provider, and the requests that manage it.

mod error;
mod exchange;
mod registration;
mod request;

pub use error::RegisterError;
pub use registration::ClientRegistration;
pub use request::Register;
