#![doc = include_str!("../README.md")]

mod check;
mod choices;
mod limits;
pub mod metadata;
mod offer;
mod offered;
pub mod rules;

pub use choices::{CHOICES, Choice};
pub use metadata::{ApplicationType, ClientMetadata, ClientMetadataError, UnreadMember};
pub use offer::{OFFER_RULES, OfferRule};
pub use offered::Offer;
pub use rules::{ClientMetadataRule, HttpUrls, RULES};
