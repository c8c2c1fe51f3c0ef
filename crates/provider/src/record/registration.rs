//! The records of a client that registered itself.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use symbolon_jose::{Fingerprint, NumericDate};
use symbolon_oauth::{ClientId, EncodedJwt, Issuer};

use crate::{InitialAccessTokenTerms, RegisteredClient};

/// A client that registered itself, with the record of its registration
/// ([RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1)).
///
/// Your store returns it for a request to the client configuration endpoint, under the `client_id`.
///
/// **Atomic:** the two records are written together, changed together and deleted together. A reader
/// sees both records of one version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ClientRegistration {
    /// The record of the client. All endpoints of the provider use this record.
    pub client: RegisteredClient,
    /// The record of the registration. Only the client configuration endpoint uses this record.
    pub registration: RegistrationRecord,
}

impl ClientRegistration {
    /// Joins the record of a client and the record of its registration.
    #[must_use]
    pub fn new(client: RegisteredClient, registration: RegistrationRecord) -> Self {
        Self { client, registration }
    }
}

/// The record of the registration of a client: who can manage the client, and how it was registered
/// ([RFC 7592 §3](https://www.rfc-editor.org/rfc/rfc7592#section-3)).
///
/// Use `client_id` as the key of this record in your store. Keep the record as long as the client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RegistrationRecord {
    /// The client that this registration created.
    pub client_id: ClientId,
    /// The issuer of the provider at which the client registered itself. Several providers can share
    /// one store: each provider refuses registrations at other issuers.
    #[serde(with = "symbolon_oauth::stored_issuer")]
    pub issuer: Issuer,
    /// The fingerprint of the registration access token, with which the client reads, updates and
    /// deletes its registration. The token does not expire
    /// ([RFC 7592 §5](https://www.rfc-editor.org/rfc/rfc7592#section-5)).
    pub token: Fingerprint,
    /// `client_id_issued_at`: when the client was registered.
    pub issued_at: NumericDate,
    /// The fingerprint of the initial access token with which the client registered itself. `None`
    /// if the request had no token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial_access_token: Option<Fingerprint>,
    /// The terms of this token. They also bind the updates of the client: otherwise a client could
    /// register within the terms and leave them with an update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<InitialAccessTokenTerms>,
    /// The software statement of the last registration or update. The provider returns it unchanged
    /// to the client
    /// ([RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1)).
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "write",
        deserialize_with = "read"
    )]
    pub software_statement: Option<EncodedJwt>,
    /// The time from which your store may delete the client, with its registration and its grants, if
    /// no grant was ever issued to the client. `None` means that an unused client is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unused_until: Option<NumericDate>,
}

/// A new registration, which your store must write.
///
/// **Atomic:** in one operation, the store does all of the following or nothing:
/// 1. If [`spends`](Self::spends) is set, it counts one use of the initial access token. If the token
///    is unknown, expired or used up, or if it belongs to another issuer, the store answers
///    [`Stored::GrantRevoked`](crate::Stored::GrantRevoked) and writes nothing. Of many requests at
///    the same time with a token for three clients, exactly three are written.
/// 2. It writes the client and the registration. A client that exists under the same `client_id` is
///    never replaced: the store answers [`Stored::Failed`](crate::Stored::Failed).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NewRegistration {
    /// The new client and its registration.
    pub registration: ClientRegistration,
    /// The fingerprint of the initial access token of which this registration is one use.
    pub spends: Option<Fingerprint>,
}

/// A registration that the client replaces, which your store must write
/// ([RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592#section-2.2)).
///
/// **Atomic:** in one operation, the store replaces the client and its registration, if the stored
/// registration of this client and this issuer still has the fingerprint
/// [`replaces`](Self::replaces). Otherwise another update or a deletion came first: the store answers
/// [`Stored::GrantRevoked`](crate::Stored::GrantRevoked) and changes nothing. The old token is void as
/// soon as the operation is complete. If [`ends_consents`](Self::ends_consents) is set, the same
/// operation deletes the consents of all users to the client, and its authorization requests that wait
/// for an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReplacedRegistration {
    /// The client and its registration after the update.
    pub registration: ClientRegistration,
    /// The fingerprint of the registration access token that the client presented.
    pub replaces: Fingerprint,
    /// Whether the update adds a redirect URI that the client did not have before. The users have not
    /// consented to sending their data there: an attacker who stole the registration access token
    /// could receive the codes of all users who once consented.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub ends_consents: bool,
}

/// A registration that the client deletes, which your store must delete
/// ([RFC 7592 §2.3](https://www.rfc-editor.org/rfc/rfc7592#section-2.3)).
///
/// **Atomic:** in one operation, the store deletes the registration, the client and the consents to
/// it, and revokes its grants, if the stored registration of this client and this issuer has the
/// fingerprint [`token`](Self::token). Otherwise the store answers
/// [`Stored::GrantRevoked`](crate::Stored::GrantRevoked) and changes nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EndedRegistration {
    /// The client to delete.
    pub client_id: ClientId,
    /// The issuer of the provider at which the client registered itself.
    #[serde(with = "symbolon_oauth::stored_issuer")]
    pub issuer: Issuer,
    /// The fingerprint of the registration access token that the client presented.
    pub token: Fingerprint,
}

fn write<S: Serializer>(statement: &Option<EncodedJwt>, serializer: S) -> Result<S::Ok, S::Error> {
    statement.as_ref().map(EncodedJwt::expose).serialize(serializer)
}

fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<EncodedJwt>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(EncodedJwt::new))
}
