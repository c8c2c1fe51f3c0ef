//! The serialised form of the redirect URIs of a client.
//!
//! A URI that [`RedirectUri::new`] accepts is a string. Any other URI, such as a URI from
//! [`danger::http_redirect_uri`](symbolon_oauth::danger::http_redirect_uri), is an object with the
//! member `accepted_by_name`. An `http` URI that is a string is therefore refused.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use symbolon_oauth::RedirectUri;

struct Stored(RedirectUri);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ByName {
    #[serde(with = "symbolon_oauth::stored_redirect_uri")]
    accepted_by_name: RedirectUri,
}

pub(super) fn serialize<S: Serializer>(
    uris: &[RedirectUri],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(uris.iter().cloned().map(Stored))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<RedirectUri>, D::Error> {
    let stored = Vec::<Stored>::deserialize(deserializer)?;
    Ok(stored.into_iter().map(|Stored(uri)| uri).collect())
}

impl Serialize for Stored {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(uri) = self;
        match RedirectUri::new(uri.as_str()) {
            Ok(uri) => uri.serialize(serializer),
            Err(_) => ByName { accepted_by_name: uri.clone() }.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Stored {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StoredVisitor)
    }
}

struct StoredVisitor;

impl<'de> Visitor<'de> for StoredVisitor {
    type Value = Stored;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a redirect URI, or an object with the member `accepted_by_name`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Stored, E> {
        RedirectUri::new(text).map(Stored).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Stored, A::Error> {
        let ByName { accepted_by_name } = ByName::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Stored(accepted_by_name))
    }
}
