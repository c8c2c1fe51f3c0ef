#![doc = include_str!("../README.md")]

mod limits;
pub mod metadata;

pub use metadata::{ApplicationType, ClientMetadata, ClientMetadataError, UnreadMember};
