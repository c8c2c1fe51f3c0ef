#![doc = include_str!("../README.md")]

mod body;
mod check;
mod choices;
pub mod client_document;
mod difference;
mod information;
mod limits;
mod management;
pub mod metadata;
mod offer;
mod offered;
mod pages;
mod request;
mod request_error;
pub mod rules;
mod secret_use;
mod sector;
pub mod software_statement;

pub use choices::{CHOICES, Choice};
pub use difference::{Difference, DifferenceKind};
pub use information::{ClientInformation, ClientInformationError, RegistrationAccess};
pub use management::{ClientUpdate, ConfigurationRequest, Operation};
pub use metadata::{ApplicationType, ClientMetadata, ClientMetadataError, UnreadMember};
pub use offer::{OFFER_RULES, OfferRule};
pub use offered::Offer;
pub use request::RegistrationRequest;
pub use request_error::RegistrationRequestError;
pub use rules::{ClientMetadataRule, HttpUrls, RULES};
pub use secret_use::SecretUse;
pub use sector::{SectorDocument, SectorError};
