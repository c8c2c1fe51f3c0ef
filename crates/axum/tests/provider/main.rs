//! Tests of the extractors, the browsers and the store of a provider.

mod browsers;
mod op;
mod requests;
mod store;
