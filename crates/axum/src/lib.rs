#![doc = include_str!("../README.md")]

mod browser;
mod clock;
mod cookies;
mod cors;
mod documents;
mod login_cookies;
mod logins;
mod message;
mod problem;
mod registration;
mod respond;
mod seal;
mod user;
mod webfinger;
mod whole;

pub use browser::{Browser, BrowserCookie};
pub use cookies::SetCookie;
pub use cors::allow_browser_apps;
pub use documents::documents;
pub use login_cookies::{LoginCookies, TakenLogin};
pub use logins::{FinishedLogin, Logins};
pub use message::{FromHttp, LoginCallback, Message};
pub use problem::{Problem, ProblemCode};
pub use registration::registration;
pub use respond::{Answer, Page, escape};
pub use seal::{CookieKey, CookieKeyError};
pub use user::User;
pub use webfinger::webfinger;
