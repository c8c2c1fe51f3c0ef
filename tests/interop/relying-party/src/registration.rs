//! The client registers itself, and manages its registration.

use serde_json::{Value, json};
use symbolon::jose::SigningKey;
use symbolon::oauth::AccessToken;
use symbolon::registration::ClientMetadata;
use symbolon::relying_party::{
    ClientConfiguration, DiscoverRelyingPartyError, FoundProvider, ReadRegistration, RegisterError,
    Registration, RelyingParty, Unregister, UpdateRegistration,
};
use symbolon::ring::CRYPTO;
use symbolon::{Issuer, Object, drive_blocking};

use crate::parties::clock;
use crate::refusal::Refusal;
use crate::wire::Wire;

/// Finds the provider, and registers a client there.
pub(crate) fn register(
    issuer: &str,
    metadata: Object,
    token: Option<String>,
    key: Option<SigningKey>,
    wire: &Wire,
) -> Result<FoundProvider, Refusal> {
    let issuer = Issuer::on_loopback(issuer).map_err(|_| Refusal::value("issuer"))?;
    let metadata = ClientMetadata::from_object(metadata);
    let metadata = metadata.map_err(|error| Refusal::new(error.code(), &error))?;
    let mut flow = RelyingParty::at(issuer.clone(), &CRYPTO).register(metadata);
    if let Some(token) = token {
        flow = flow.initial_access_token(issuer, AccessToken::new(token));
    }
    if let Some(key) = key {
        flow = flow.signing_key(key);
    }
    let found = drive_blocking(flow, |it| wire.send(it), clock);
    found.map_err(|error| Refusal::of_drive(&error, of_discovery))
}

/// Finds the provider of a registration, and uses the client of this registration.
pub(crate) fn resume(
    registration: &Registration,
    key: Option<SigningKey>,
    wire: &Wire,
) -> Result<FoundProvider, Refusal> {
    let client = ClientConfiguration::registered(registration, key);
    let client = client.map_err(|error| Refusal::new(error.code(), &error))?;
    let issuer = registration.issuer.clone();
    let flow = RelyingParty::at(issuer.clone(), &CRYPTO).client(issuer, client);
    let found = drive_blocking(flow, |it| wire.send(it), clock);
    found.map_err(|error| Refusal::of_drive(&error, of_discovery))
}

pub(crate) fn read(registration: &Registration, wire: &Wire) -> Result<Value, Refusal> {
    let flow = ReadRegistration::new(registration).map_err(|error| of_register(&error))?;
    let read = drive_blocking(flow, |it| wire.send(it), clock);
    Ok(told(&read.map_err(|error| Refusal::of_drive(&error, of_register))?))
}

/// Updates the registration: `changes` replace members of the metadata that holds, and `null`
/// removes a member.
pub(crate) fn update(
    registration: &Registration,
    changes: &Object,
    wire: &Wire,
) -> Result<Value, Refusal> {
    let mut metadata = registration.metadata().to_object();
    for (name, value) in changes.iter() {
        metadata.insert(name, value.clone());
    }
    let metadata = ClientMetadata::from_object(metadata);
    let metadata = metadata.map_err(|error| Refusal::new(error.code(), &error))?;
    let flow = UpdateRegistration::new(registration, metadata);
    let flow = flow.map_err(|error| of_register(&error))?;
    let updated = drive_blocking(flow, |it| wire.send(it), clock);
    Ok(told(&updated.map_err(|error| Refusal::of_drive(&error, of_register))?))
}

pub(crate) fn unregister(registration: Registration, wire: &Wire) -> Result<Value, Refusal> {
    let flow = Unregister::new(registration).map_err(|error| of_register(&error))?;
    let deleted = drive_blocking(flow, |it| wire.send(it), clock);
    deleted.map_err(|error| Refusal::of_drive(&error, of_register))?;
    Ok(Value::Null)
}

/// Returns a registration for the test, with what the provider changed.
pub(crate) fn told(registration: &Registration) -> Value {
    let differences = registration.differences();
    let differences: Vec<_> = differences.iter().map(ToString::to_string).collect();
    json!({ "registration": registration, "differences": differences })
}

fn of_discovery(error: &DiscoverRelyingPartyError) -> Refusal {
    Refusal::new(error.code(), error).said(error.refusal().map(|no| no.error.to_string()))
}

fn of_register(error: &RegisterError) -> Refusal {
    Refusal::new(error.code(), error).said(error.refusal().map(|no| no.error.to_string()))
}
