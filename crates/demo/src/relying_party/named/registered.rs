//! The page about a new registration of the app, before the first login with it.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use symbolon::registration::{Difference, DifferenceKind};

use super::arrive::Found;
use crate::pages;

/// The values of the page.
#[derive(Template)]
#[template(path = "relying_party/registered.html")]
struct Registered<'a> {
    issuer: &'a str,
    client_id: &'a str,
    is_replaced: bool,
    differences: Vec<Row<'a>>,
    token: String,
}

/// A member of the client metadata that the provider changed.
struct Row<'a> {
    member: &'a str,
    asked: String,
    held: String,
}

impl<'a> Row<'a> {
    fn new(difference: &'a Difference) -> Self {
        let nothing = || "nothing".to_owned();
        let (asked, held) = match &difference.kind {
            DifferenceKind::Added(held) => (nothing(), held.to_string()),
            DifferenceKind::Replaced { asked, held } => (asked.to_string(), held.to_string()),
            DifferenceKind::LeftOut(asked) => (asked.to_string(), nothing()),
        };
        Self { member: &difference.member, asked, held }
    }
}

/// Returns the page about the new registration, with a form that goes on to the provider.
pub(super) fn page(found: &Found, token: String) -> Response {
    let registered = Registered {
        issuer: found.party.issuer.as_str(),
        client_id: found.party.client_id().as_str(),
        is_replaced: found.is_replaced,
        differences: found.differences.iter().map(Row::new).collect(),
        token,
    };
    pages::page(StatusCode::OK, &registered)
}
