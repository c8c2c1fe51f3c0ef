//! The record of a request object that was fetched.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use symbolon_jose::{Fingerprint, NumericDate};
use symbolon_oauth::request_object::RequestObjectUri;
use symbolon_oauth::{ClientId, EncodedJwt, Issuer};

/// The record of a request object that the provider fetched from the `request_uri` of a client
/// ([Core §6.2](https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter)).
///
/// [`RequestFetch::to_cache`](crate::RequestFetch::to_cache) creates the record, if the fragment of
/// the URI is the hash of the object. The object is not verified:
/// [`Provider::authorize`](crate::Provider::authorize) verifies it for each request.
///
/// Your store may delete the record at any time, because the provider can fetch the object again. The
/// provider does not use an expired record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FetchedRequestObject {
    /// The fingerprint of `request_uri`. Use it as the key of this record in your store.
    pub fingerprint: Fingerprint,
    /// The issuer of the provider that fetched the object. Several providers can share one store:
    /// each provider uses only its own records.
    #[serde(with = "symbolon_oauth::stored_issuer")]
    pub issuer: Issuer,
    /// The client whose request named the URI.
    pub client_id: ClientId,
    /// The URI with its fragment, which is the hash of the content.
    pub request_uri: RequestObjectUri,
    /// The content behind the URI: the request object, and the white space around it.
    #[serde(serialize_with = "write", deserialize_with = "read")]
    pub content: EncodedJwt,
    /// When the record expires. The provider fetches the object again from this time on.
    pub expires: NumericDate,
}

fn write<S: Serializer>(content: &EncodedJwt, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(content.expose())
}

fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<EncodedJwt, D::Error> {
    String::deserialize(deserializer).map(EncodedJwt::new)
}
