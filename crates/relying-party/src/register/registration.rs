//! The registration of a client, for the caller to store.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use symbolon_jose::Object;
use symbolon_oauth::obligation::AddressFrom;
use symbolon_oauth::{ClientId, Issuer};
use symbolon_registration::{ClientInformation, ClientMetadata, Difference};
use time::OffsetDateTime;

/// The registration of a client at one provider: what the provider answered, and what the client
/// asked for.
///
/// **A secret:** its serialised form contains the client secret and the registration access token.
/// Keep it as long as the client is registered. Each read and each update returns a new value, which
/// replaces the stored value. `Debug` does not show the secret and the token.
///
/// ```
/// # use symbolon_relying_party::Registration;
/// fn store(registration: &Registration) -> Result<String, serde_json::Error> {
///     for difference in registration.differences() {
///         println!("{difference}"); // what the provider changed
///     }
///     serde_json::to_string(registration) // a secret
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Registration {
    /// The issuer of the provider. The credentials are only for this provider.
    pub issuer: Issuer,
    /// The answer of the provider: the identifier, the credentials, and the registered metadata.
    pub information: ClientInformation,
    /// The metadata that the client asked for.
    pub asked: ClientMetadata,
    /// The party that chose the issuer. Every later request to the provider has the same value in
    /// its limits.
    pub address: AddressFrom,
}

impl Registration {
    /// Returns the identifier of the client at the provider.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.information.client_id
    }

    /// Returns the metadata that the provider registered. Start an update with a clone of this
    /// metadata, because an update replaces all metadata.
    #[must_use]
    pub fn metadata(&self) -> &ClientMetadata {
        &self.information.metadata
    }

    /// Returns the differences between the metadata that the client asked for and the metadata that
    /// the provider registered. Show the differences to the person who runs the client.
    ///
    /// [`ClientConfiguration::registered`](crate::ClientConfiguration::registered) refuses a
    /// registration with a difference that [protects the client
    /// less](Difference::is_weaker).
    #[must_use]
    pub fn differences(&self) -> Vec<Difference> {
        self.asked.differences(&self.information.metadata)
    }

    /// Accepts the metadata that the provider registered, as if the client had asked for this
    /// metadata.
    ///
    /// Call this method only after a person has read the [`differences`](Self::differences). With a
    /// weaker value, such as a weaker authentication method, an attacker may need less to
    /// impersonate the client or the provider.
    #[must_use]
    pub fn accept_differences(mut self) -> Self {
        self.asked = self.information.metadata.clone();
        self
    }

    /// Returns whether the client secret has expired. A client whose secret has expired reads or
    /// updates its registration, or registers again.
    #[must_use]
    pub fn is_secret_expired(&self, now: OffsetDateTime) -> bool {
        // Registration §3.2: the time at which the secret expires.
        let expires = self.information.client_secret_expires_at;
        expires.is_some_and(|expires| expires.datetime() <= now)
    }
}

/// The serialised form of a registration.
#[derive(Serialize, Deserialize)]
struct Stored {
    #[serde(with = "symbolon_oauth::stored_issuer")]
    issuer: Issuer,
    information: Object,
    asked: Object,
    address: StoredAddress,
}

/// The serialised form of [`AddressFrom`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredAddress {
    Configuration,
    Provider,
    Stranger,
}

impl Serialize for Registration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stored = Stored {
            issuer: self.issuer.clone(),
            information: self.information.to_object(),
            asked: self.asked.to_object(),
            address: match self.address {
                AddressFrom::Configuration => StoredAddress::Configuration,
                AddressFrom::Provider => StoredAddress::Provider,
                // The sender checks most for an address that a stranger chose.
                _ => StoredAddress::Stranger,
            },
        };
        stored.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Registration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        let information = ClientInformation::from_object_of(stored.information, &stored.issuer);
        Ok(Self {
            information: information.map_err(de::Error::custom)?,
            asked: ClientMetadata::from_object(stored.asked).map_err(de::Error::custom)?,
            issuer: stored.issuer,
            address: match stored.address {
                StoredAddress::Configuration => AddressFrom::Configuration,
                StoredAddress::Provider => AddressFrom::Provider,
                StoredAddress::Stranger => AddressFrom::Stranger,
            },
        })
    }
}
