//! Tests of the extractors, the browsers and the store of a provider.

mod browsers;
mod op;
mod registration;
mod requests;
mod store;
