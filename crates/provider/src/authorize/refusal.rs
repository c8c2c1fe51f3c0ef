//! Refused authorization requests.

mod after_page;
mod to_client;
mod to_user;

pub use after_page::RefusalAfterPage;
pub use to_client::RefusalToClient;
pub use to_user::RefusalToUser;

use symbolon_jose::crypto::RandomError;

use super::AuthorizeError;
use crate::{NotWaiting, StoreFailed, UnresolvedClient};

/// A refused authorization request. The variant says whether the client is allowed to see the
/// error.
///
/// [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1): if the client or
/// its redirect URI is not known, the browser must not be redirected to that URI.
/// [RFC 9700 §4.11.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.11.2): if the redirect URI
/// is registered but not trusted, the user must see a page first. Therefore, only
/// [`RefusalToClient`] has a method that builds a redirect. This code does not compile:
///
/// ```compile_fail,E0599
/// # fn f(refusal: symbolon_provider::RefusalToUser) {
/// refusal.into_response();
/// # }
/// ```
///
/// This code does not compile either:
///
/// ```compile_fail,E0599
/// # fn f(refusal: symbolon_provider::RefusalAfterPage) {
/// refusal.into_response();
/// # }
/// ```
///
/// This enum is intentionally exhaustive, because each variant sends the error to another place. A
/// `_` arm in your program could send the error of a new variant to the wrong place.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Refusal {
    /// The error goes to the client. Send the response that [`RefusalToClient::into_response`]
    /// builds.
    ToClient(Box<RefusalToClient>),
    /// The client registered its redirect URI itself. Show the user a page with the link or
    /// the form of [`RefusalAfterPage::way_back`], which takes the error to the client.
    AfterPage(Box<RefusalAfterPage>),
    /// The client or its redirect URI is not known, or the provider cannot answer. Show the user an
    /// error page.
    ToUser(RefusalToUser),
}

impl Refusal {
    /// Returns a redirect if the provider is allowed to redirect the browser to the client now, and
    /// otherwise a page with a link.
    pub(super) fn by_trust(refusal: RefusalToClient, redirects: bool) -> Self {
        if redirects { refusal.into() } else { RefusalAfterPage::new(refusal).into() }
    }

    /// Returns the reason why the request is refused.
    #[must_use]
    pub fn reason(&self) -> &AuthorizeError {
        match self {
            Self::ToClient(refusal) => refusal.reason(),
            Self::AfterPage(refusal) => refusal.reason(),
            Self::ToUser(refusal) => refusal.reason(),
        }
    }
}

impl From<RefusalToClient> for Refusal {
    fn from(refusal: RefusalToClient) -> Self {
        Self::ToClient(Box::new(refusal))
    }
}

impl From<RefusalAfterPage> for Refusal {
    fn from(refusal: RefusalAfterPage) -> Self {
        Self::AfterPage(Box::new(refusal))
    }
}

impl From<RefusalToUser> for Refusal {
    fn from(refusal: RefusalToUser) -> Self {
        Self::ToUser(refusal)
    }
}

/// Converts a failure of the store into an error page. If the store fails after the client is
/// known, you can also send the error to the client, with
/// [`Decision::Refused`](crate::Decision::Refused).
impl From<StoreFailed> for Refusal {
    fn from(error: StoreFailed) -> Self {
        RefusalToUser::new(AuthorizeError::StoreFailed(error)).into()
    }
}

/// Converts the failure to resolve a client into an error page. The redirect URIs of the client are
/// not known, so the error does not go to the client.
impl From<UnresolvedClient> for Refusal {
    fn from(error: UnresolvedClient) -> Self {
        RefusalToUser::new(AuthorizeError::UnresolvedClient(Box::new(error))).into()
    }
}

/// Converts the error of a form into an error page.
impl From<NotWaiting> for Refusal {
    fn from(error: NotWaiting) -> Self {
        RefusalToUser::new(AuthorizeError::NotWaiting(error)).into()
    }
}

/// Converts a failure of the source of randomness into an error page.
impl From<RandomError> for Refusal {
    fn from(error: RandomError) -> Self {
        RefusalToUser::new(AuthorizeError::Random(error)).into()
    }
}
