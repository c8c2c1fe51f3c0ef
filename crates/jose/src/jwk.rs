//! JSON Web Keys: [RFC 7517], [RFC 7518 §6], [RFC 8037], thumbprints by [RFC 7638].
//!
//! A JWK is data. It becomes a capability when it is prepared for one algorithm: see
//! [`VerificationKey`](crate::VerificationKey) and [`SigningKey`](crate::SigningKey). Public and
//! private keys are different types, and a public one refuses private members.
//!
//! [RFC 7517]: https://www.rfc-editor.org/rfc/rfc7517
//! [RFC 7518 §6]: https://www.rfc-editor.org/rfc/rfc7518#section-6
//! [RFC 8037]: https://www.rfc-editor.org/rfc/rfc8037
//! [RFC 7638]: https://www.rfc-editor.org/rfc/rfc7638

mod common;
mod error;
mod material;
mod private;
mod public;
mod read;
mod set;
mod thumbprint;

pub use common::{KeyOperation, KeyUse};
pub use error::Error;
pub use material::{
    EcCurve, EcPrivate, EcPublic, OkpCurve, OkpPrivate, OkpPublic, PrivateKey, PublicKey,
    RsaPrivate, RsaPublic,
};
pub use private::PrivateJwk;
pub use public::PublicJwk;
pub use set::{DropReason, DroppedKey, PublicJwkSet};
