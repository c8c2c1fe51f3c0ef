//! The records of a relying party: one file for each record, with its promise on every database.

mod logins;
mod registrations;
mod scope;
mod sessions;

pub use self::registrations::{ClientRegistrations, KeptRegistration};
pub use self::scope::RelyingPartyStore;
pub use self::sessions::{Lease, Refresh};
