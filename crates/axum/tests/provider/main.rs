//! What the extractors, the browsers and the store of a provider do with requests.

mod browsers;
mod op;
mod requests;
