//! The UserInfo endpoint: [Core §5.3].
//!
//! [Core §5.3]: https://openid.net/specs/openid-connect-core-1_0.html#UserInfo

mod access;
mod refusal;

pub use access::{USER_INFO_RULES, UserInfoAccess, UserInfoCheck, UserInfoRequest};
pub use refusal::{UserInfoAccessError, UserInfoRefusal};
