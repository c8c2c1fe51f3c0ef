#![doc = include_str!("../README.md")]

#[cfg(feature = "blocking")]
mod blocking;
mod error;
mod guard;
mod limits;
mod sender;

#[cfg(feature = "blocking")]
pub use blocking::BlockingSender;
pub use error::SendError;
pub use sender::Sender;

#[cfg(all(test, feature = "blocking"))]
mod tests;
