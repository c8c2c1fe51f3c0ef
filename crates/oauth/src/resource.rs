//! Requests to protected resources: presenting an access token, and refusing a request.
//!
//! ```
//! use symbolon_oauth::bearer::{self, Challenge};
//!
//! let request = http::Request::get("https://api.example/photos").body(())?;
//! if !request.headers().contains_key("authorization") {
//!     let refused = Challenge::new("photos").into_http()?;
//!     assert_eq!(refused.status(), 401);
//! }
//! # let _ = bearer::authorize::<()>;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod bearer;
