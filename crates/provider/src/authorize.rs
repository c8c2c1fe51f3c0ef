//! The authorization endpoint: [RFC 6749 §4.1.1], [Core §3.1.2.2].
//!
//! [`AUTHORIZATION_RULES`] is the ordered list of its checks. If a request breaks a rule about the
//! client or its redirect URI, the user sees an error page, because the provider does not know yet
//! where it is allowed to send an error. If a request breaks a later rule, the error goes to the
//! client.
//!
//! [RFC 6749 §4.1.1]: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
//! [Core §3.1.2.2]: https://openid.net/specs/openid-connect-core-1_0.html#AuthRequestValidation

mod address_rules;
mod claims;
mod client_pages;
mod consent;
mod error;
mod hint;
mod interaction;
mod parameter_rules;
mod pending;
mod received;
mod reference;
mod refusal;
mod request_fetch;
mod request_rules;
mod request_source;
mod respond;
mod response_jwt;
mod return_path;
mod rules;
mod scope;
mod source;

pub use client_pages::ClientPages;
pub use consent::{Consent, Decision, EarlierConsent};
pub use error::AuthorizeError;
pub use interaction::Interaction;
pub use pending::PendingAuthorization;
pub use received::ReceivedRequest;
pub use refusal::{Refusal, RefusalAfterPage, RefusalToClient, RefusalToUser};
pub use request_fetch::RequestFetch;
pub use request_source::{PushedReference, RequestSource};
pub use response_jwt::ResponseJwtError;
pub use rules::{AUTHORIZATION_RULES, AuthorizationCheck};

pub(crate) use source::signed_object;
