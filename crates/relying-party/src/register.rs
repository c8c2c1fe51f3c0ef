//! The registration of a client at a provider, and the requests that manage it.

mod choices;
mod configuration;
mod error;
mod exchange;
mod manage;
mod read;
mod registered_error;
mod registration;
mod request;
mod unregister;
mod update;

pub use error::RegisterError;
pub use read::ReadRegistration;
pub use registered_error::RegisteredError;
pub use registration::Registration;
pub use request::Register;
pub use unregister::Unregister;
pub use update::UpdateRegistration;
