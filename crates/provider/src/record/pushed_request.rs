//! The record of a pushed authorization request.

use serde::{Deserialize, Serialize};
use symbolon_jose::{Fingerprint, NumericDate};
use symbolon_oauth::{ClientId, Issuer, Parameters};

/// The record of an authorization request that a client pushed
/// ([RFC 9126 §2](https://www.rfc-editor.org/rfc/rfc9126#section-2)).
///
/// [`Provider::push`](crate::Provider::push) creates the record. When the browser arrives with the
/// reference, your store takes the record: it returns the record and deletes it, or returns `None`.
///
/// **Atomic:** of several requests that take one record, at most one receives it.
///
/// Keep the record until [`expires`](Self::expires). The provider refuses an expired record, so your
/// store may also keep it for longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PushedRequestRecord {
    /// The fingerprint of `request_uri`. Use it as the key of this record in your store.
    pub fingerprint: Fingerprint,
    /// The issuer of the provider to which the request was pushed. Several providers can share one
    /// store: each provider refuses requests that were pushed to other issuers.
    #[serde(with = "symbolon_oauth::stored_issuer")]
    pub issuer: Issuer,
    /// The client that pushed the request.
    pub client_id: ClientId,
    /// The parameters of the request, without the credentials of the client. If the client pushed a
    /// request object, these are the parameters in the request object.
    #[serde(with = "super::stored_parameters")]
    pub parameters: Parameters,
    /// Whether the parameters come from a request object with a signature of the client.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub is_signed: bool,
    /// When the reference expires. The provider refuses the reference from this time on.
    pub expires: NumericDate,
}
