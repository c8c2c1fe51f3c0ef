//! The token endpoint: [RFC 6749 §3.2], [Core §3.1.3].
//!
//! [RFC 6749 §3.2]: https://www.rfc-editor.org/rfc/rfc6749#section-3.2
//! [Core §3.1.3]: https://openid.net/specs/openid-connect-core-1_0.html#TokenEndpoint

mod authenticate;
mod code;
mod error;
mod issue;
mod presented;
mod refresh_token;
mod refusal;

pub use authenticate::AuthenticatedClient;
pub(crate) use authenticate::ClientEndpoint;
pub use code::{CODE_RULES, CodeCheck};
pub use error::TokenError;
pub use presented::{Presented, PresentedCode, PresentedRefreshToken};
pub use refresh_token::{REFRESH_TOKEN_RULES, RefreshTokenCheck};
pub use refusal::TokenRefusal;
pub(crate) use refusal::{only_post, response_to_client};
