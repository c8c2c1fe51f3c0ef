//! The consent page.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;
use symbolon::oauth::PageUrl;
use symbolon::provider::{ClientPages, PendingAuthorization, SignedIn};
use symbolon_store::Allowed;
use url::Url;

use super::authorize::to_page;
use super::failure::Failure;
use super::op::Op;
use super::pages::{self, Link};
use crate::system::clock;

/// The form of the consent page.
#[derive(Deserialize)]
pub(super) struct ConsentForm {
    interaction: String,
    action: Action,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Action {
    Allow,
    Deny,
    /// The user pressed "Not you?", to sign in with another account.
    NotYou,
}

/// Answers `POST /consent`.
pub(super) async fn consent(
    State(op): State<Arc<Op>>,
    headers: HeaderMap,
    form: Result<Form<ConsentForm>, FormRejection>,
) -> Result<Response, Failure> {
    op.refuse_other_sites(&headers)?;
    let Form(form) = form?;
    let browser = op.browser(&headers)?;
    if let Action::NotYou = form.action {
        op.waiting(&browser, &form.interaction).await?;
        let page = to_page(&form.interaction);
        return Ok(match op.sign_out_of(&browser).await? {
            Some(browser) => op.cookie.tell(&browser, page),
            None => page,
        });
    }
    // The page has shown the claims beyond the scope.
    let allowed = match form.action {
        Action::Allow => Allowed::ScopeAndClaims,
        _ => Allowed::Nothing,
    };
    let (engine, of, page) = (&op.engine, browser.key(), &form.interaction);
    let taken = op.store.consent_on_page(engine, of, page, allowed, clock()).await;
    let (pending, decision) = op.step(taken).await?;
    op.answer(pending, decision).await
}

impl Op {
    /// Returns the consent page.
    pub(super) async fn consent_page(
        &self,
        pending: &PendingAuthorization,
        interaction: &str,
        user: &SignedIn,
    ) -> Response {
        let claims = pending.claims_beyond_scope();
        let asked = pending.scope().iter().map(in_words);
        let client = pending.client_pages();
        let name = match &client.name {
            Some(name) => name.clone(),
            None => self.client_name(pending.client_id()).await,
        };
        pages::consent(&pages::Consent {
            client: &name,
            host: pending.client_host().filter(|_| !pending.trusts_redirect_uri()),
            logo: client.logo_uri.as_ref().map(PageUrl::as_str),
            links: links(client),
            username: &self.name_of(&user.subject),
            interaction,
            scopes: asked.chain(claims.iter().map(|claim| claim_in_words(claim))).collect(),
            destination: pending.redirect_host().as_deref().unwrap_or("an app on this device"),
            trusted: pending.trusts_redirect_uri(),
            remembered: pending.accepts_earlier_consent(),
        })
    }
}

/// Returns the links to the pages of the client.
fn links(client: &ClientPages) -> Vec<Link<'_>> {
    let pages = [
        ("Home page", &client.client_uri),
        ("How it uses your data", &client.policy_uri),
        ("Terms of service", &client.tos_uri),
    ];
    let links = pages.into_iter().filter_map(|(about, url)| {
        let url = url.as_ref()?.as_str();
        let host = Url::parse(url).ok()?.host_str()?.to_owned();
        Some(Link { about, url, host })
    });
    links.collect()
}

/// Describes to the user what a client gets with a scope.
pub(super) fn in_words(scope: &str) -> &str {
    match scope {
        "openid" => "a number that identifies you, the same at every visit",
        "profile" => "your name and the rest of your profile",
        "email" => "your email address",
        "address" => "your postal address",
        "phone" => "your telephone number",
        "offline_access" => "all of this for thirty days, even while you are away",
        other => other,
    }
}

/// Describes to the user a claim for which a client asks by name.
pub(super) fn claim_in_words(claim: &str) -> &str {
    match claim {
        "name" => "your full name",
        "given_name" => "your given name",
        "family_name" => "your family name",
        "middle_name" => "your middle name",
        "nickname" => "your nickname",
        "preferred_username" => "your user name",
        "profile" => "the address of your profile page",
        "picture" => "your picture",
        "website" => "the address of your website",
        "gender" => "your gender",
        "birthdate" => "your date of birth",
        "zoneinfo" => "your time zone",
        "locale" => "your language",
        "updated_at" => "when your profile was last changed",
        "email" => "your email address",
        "email_verified" => "whether your email address was checked",
        "address" => "your postal address",
        "phone_number" => "your telephone number",
        "phone_number_verified" => "whether your telephone number was checked",
        other => other,
    }
}
