//! The documents that a provider publishes.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::routing::get;
use symbolon_provider::Provider;
use url::Url;

use crate::Answer;

/// How long caches may keep the documents, in seconds.
const MAX_AGE: u32 = 300;

/// Creates the routes of the documents that a provider publishes: its metadata at
/// `/.well-known/openid-configuration` below the path of the issuer, and its keys at the path of
/// `jwks_uri`. Caches are allowed to keep both for five minutes. A client that already has a document
/// receives `304 Not Modified` if its request names the entity tag of the document.
///
/// The routes keep the documents as they are now. When the keys of the provider change, create new
/// routes.
pub fn documents<S: Clone + Send + Sync + 'static>(provider: &Provider) -> Router<S> {
    let path =
        |url: &str| Url::parse(url).map_or_else(|_| "/".to_owned(), |it| it.path().to_owned());
    let issuer = path(provider.issuer().as_str());
    let metadata = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let keys = path(provider.metadata().jwks_uri.as_str());
    let provider = Arc::new(provider.clone());
    let same = provider.clone();
    Router::new()
        .route(
            &metadata,
            get(async move |request: Request| Answer(provider.discovery_answer(&request, MAX_AGE))),
        )
        .route(
            &keys,
            get(async move |request: Request| Answer(same.jwks_answer(&request, MAX_AGE))),
        )
}
