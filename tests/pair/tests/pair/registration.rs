//! A client registers itself, signs users in, and manages its registration.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::time::Duration;

use http::StatusCode;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Object;
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_oauth::ClientAuthenticationMethod;
use symbolon_oauth::flow::Flow;
use symbolon_provider::RegistrationPolicy;
use symbolon_registration::ClientMetadata;
use symbolon_relying_party::{
    Callback, ClientConfiguration, DriveError, FoundProvider, Login, ReadRegistration,
    Registration, RelyingParty, Unregister, UpdateRegistration, drive_blocking,
};
use symbolon_test_support::clock::now;
use symbolon_test_support::keys;
use symbolon_test_support::names::{issuer, redirect_uri};
use time::OffsetDateTime;

use crate::party::{Op, REGISTER, Sent};

/// The provider, and a clock.
struct World {
    op: RefCell<Op>,
    now: Cell<OffsetDateTime>,
    asked: RefCell<Vec<String>>,
}

impl World {
    fn new(policy: RegistrationPolicy) -> Self {
        let op = RefCell::new(Op::registering(CRYPTO, "alice", policy));
        Self { op, now: Cell::new(now()), asked: RefCell::default() }
    }

    /// Runs a flow. Returns the code of its error.
    fn drive<F: Flow>(
        &self,
        flow: F,
        code: impl FnOnce(&F::Error) -> &'static str,
    ) -> Result<F::Output, &'static str> {
        let send = |request: http::Request<Vec<u8>>| {
            self.asked.borrow_mut().push(request.uri().path().to_owned());
            Ok::<_, Infallible>(self.op.borrow_mut().answer(&request, self.now.get()))
        };
        drive_blocking(flow, send, || self.now.get()).map_err(|error| match &error {
            DriveError::Flow(error) => code(error),
            other => other.code(),
        })
    }

    fn register(&self, metadata: ClientMetadata) -> Result<FoundProvider, &'static str> {
        let key = keys::ed25519("rp-1").signing(&CRYPTO);
        let flow = RelyingParty::at(issuer(), &CRYPTO).register(metadata).signing_key(key);
        self.drive(flow, |error| error.code())
    }

    fn registration(&self) -> Registration {
        self.register(metadata()).unwrap().registration.unwrap()
    }

    fn read(&self, registration: &Registration) -> Result<Registration, &'static str> {
        self.drive(ReadRegistration::new(registration).unwrap(), |error| error.code())
    }

    fn update(
        &self,
        registration: &Registration,
        change: impl FnOnce(&mut ClientMetadata),
    ) -> Result<Registration, &'static str> {
        let mut metadata = registration.metadata().clone();
        change(&mut metadata);
        let flow = UpdateRegistration::new(registration, metadata).unwrap();
        self.drive(flow, |error| error.code())
    }

    fn unregister(&self, registration: Registration) -> Result<(), &'static str> {
        self.drive(Unregister::new(registration).unwrap(), |error| error.code())
    }

    /// Uses the client of a registration.
    fn resume(&self, registration: &Registration) -> Result<FoundProvider, &'static str> {
        let client = ClientConfiguration::registered(registration, None);
        let client = client.map_err(|error| error.code())?;
        let flow = RelyingParty::at(issuer(), &CRYPTO).client(issuer(), client);
        self.drive(flow, |error| error.code())
    }

    fn login(&self, found: &mut FoundProvider) -> Result<Login, &'static str> {
        let login = found.rp.login(&redirect_uri()).scope("email offline_access");
        let login = login.prompt(symbolon_oidc::Prompt::CONSENT);
        let (url, pending) = login.begin(self.now.get()).map_err(|error| error.code())?;
        let location = match self.op.borrow_mut().authorize(url.as_str(), self.now.get()) {
            Sent::To(location) => location,
            Sent::Nowhere(refusal) => return Err(refusal.reason().code()),
        };
        let arrived = http::Request::get(location).body("").unwrap();
        let callback = Callback::from_http(&arrived).map_err(|error| error.code())?;
        let flow = found.rp.finish(pending, callback, &mut found.keys);
        self.drive(flow.map_err(|error| error.code())?, |error| error.code())
    }
}

fn metadata() -> ClientMetadata {
    let mut metadata = ClientMetadata::new(vec![redirect_uri()]);
    metadata.grant_types = Some(symbolon_jose::json::document::StatedList(vec![
        symbolon_oauth::GrantType::AUTHORIZATION_CODE,
        symbolon_oauth::GrantType::REFRESH_TOKEN,
    ]));
    metadata
}

/// Returns the metadata for each method of client authentication.
fn methods() -> Vec<ClientMetadata> {
    let with = |method: ClientAuthenticationMethod| {
        let mut metadata = metadata();
        metadata.token_endpoint_auth_method = Some(method);
        metadata
    };
    let mut key = with(ClientAuthenticationMethod::PRIVATE_KEY_JWT);
    key.jwks = Some(PublicJwkSet::new(vec![keys::ed25519("rp-1").public()]));
    vec![
        with(ClientAuthenticationMethod::CLIENT_SECRET_BASIC),
        with(ClientAuthenticationMethod::CLIENT_SECRET_POST),
        with(ClientAuthenticationMethod::NONE),
        key,
    ]
}

fn open() -> RegistrationPolicy {
    let mut policy = RegistrationPolicy::open();
    policy.allows_public_clients = true;
    policy
}

#[test]
fn a_client_that_registered_itself_signs_a_user_in_by_each_method() {
    for metadata in methods() {
        let world = World::new(open());
        let mut found = world.register(metadata.clone()).unwrap();
        let registration = found.registration.clone().unwrap();
        // The provider added its scope values, because the client asked for no scope.
        let differences = registration.differences();
        let added: Vec<_> = differences.iter().map(|it| it.member.as_str()).collect();
        assert_eq!(added, ["scope"]);
        let method = metadata.token_endpoint_auth_method.unwrap();
        let has_secret = method.as_str().starts_with("client_secret");
        assert_eq!(registration.information.client_secret.is_some(), has_secret);
        if method != ClientAuthenticationMethod::PRIVATE_KEY_JWT {
            let login = world.login(&mut found).unwrap();
            assert_eq!(login.id_token.sub, "alice");
        }
    }
}

#[test]
fn rfc7592_a_registration_is_read_updated_and_deleted() {
    let world = World::new(open());
    let registration = world.registration();
    assert_eq!(world.read(&registration).unwrap(), registration);

    let updated = world.update(&registration, |it| it.default_max_age = Some(60)).unwrap();
    assert_eq!(updated.metadata().default_max_age, Some(60));
    assert_eq!(updated.differences(), []);
    // The provider stores a hash of the secret and does not return it. The client keeps it.
    assert_eq!(updated.information.client_secret, registration.information.client_secret);
    assert_eq!(world.read(&updated).unwrap(), updated);
    world.login(&mut world.resume(&updated).unwrap()).unwrap();

    let without = world.update(&updated, |it| it.default_max_age = None).unwrap();
    assert_eq!(without.metadata().default_max_age, None);
    world.unregister(without.clone()).unwrap();
    assert_eq!(world.read(&without), Err("client_information.refused"));
    assert_eq!(world.unregister(without), Err("client_information.refused"));
}

#[test]
fn rfc7592_5_only_the_newest_registration_token_is_valid() {
    let mut policy = open();
    policy.rotates_registration_token = true;
    let world = World::new(policy);
    let old = world.registration();
    let new = world.update(&old, |_| {}).unwrap();
    assert_ne!(new.information.access, old.information.access);
    assert_eq!(world.read(&old), Err("client_information.refused"));
    assert_eq!(world.update(&old, |_| {}), Err("client_information.refused"));
    assert_eq!(world.unregister(old), Err("client_information.refused"));
    assert_eq!(world.read(&new).unwrap(), new);
}

#[test]
fn a_deleted_client_has_no_valid_token() {
    let world = World::new(open());
    let mut found = world.register(metadata()).unwrap();
    let login = world.login(&mut found).unwrap();
    let user_info = || {
        let flow = found.rp.user_info(&login.session).unwrap();
        world.drive(flow, |error| error.code())
    };
    assert_eq!(user_info().unwrap().sub, "alice");
    world.unregister(found.registration.clone().unwrap()).unwrap();
    assert_eq!(user_info().unwrap_err(), "user_info.refused");
    let flow = found.rp.refresh(&login.session, found.rp.key_cache()).unwrap();
    assert_eq!(world.drive(flow, |error| error.code()).unwrap_err(), "token_response.refused");
    assert_eq!(world.login(&mut found).unwrap_err(), "authorize.unknown_client");
}

#[test]
fn registration_3_an_initial_access_token_is_for_a_number_of_clients() {
    let mut policy = RegistrationPolicy::by_token();
    policy.allows_public_clients = true;
    let world = World::new(policy);
    // RFC 6750 §3.1: without a token, the challenge has no error code.
    assert_eq!(world.register(metadata()).unwrap_err(), "client_information.status");
    let token = world.op.borrow().initial_access_token(2, now());
    let register = || {
        let flow = RelyingParty::at(issuer(), &CRYPTO).register(metadata());
        world.drive(flow.initial_access_token(issuer(), token.clone()), |error| error.code())
    };
    world.login(&mut register().unwrap()).unwrap();
    register().unwrap();
    assert_eq!(register().unwrap_err(), "client_information.refused");
}

#[test]
fn registration_3_2_a_secret_expires_and_an_update_replaces_it() {
    let mut policy = open();
    policy.secret_lifetime = Some(Duration::from_secs(3600));
    let world = World::new(policy);
    let mut found = world.register(metadata()).unwrap();
    let registration = found.registration.clone().unwrap();
    assert!(!registration.is_secret_expired(now()));

    world.now.set(now() + Duration::from_secs(3000));
    world.login(&mut found).unwrap();
    let renewed = world.update(&registration, |_| {}).unwrap();
    assert_ne!(renewed.information.client_secret, registration.information.client_secret);

    world.now.set(now() + Duration::from_secs(3600));
    assert!(registration.is_secret_expired(world.now.get()));
    assert_eq!(world.login(&mut found).unwrap_err(), "login.client_secret_expired");
    world.login(&mut world.resume(&renewed).unwrap()).unwrap();
}

#[test]
fn registration_2_what_the_provider_does_not_offer_is_not_sent() {
    let world = World::new(open());
    let mut metadata = metadata();
    metadata.id_token_signed_response_alg = Some("PS256".to_owned());
    assert_eq!(world.register(metadata).unwrap_err(), "client_metadata.not_offered");
    assert!(!world.asked.borrow().iter().any(|path| path == REGISTER));
}

/// A change of the answer to a registration, and the code of the error.
type Mutation = (fn(&mut Object), &'static str);

const MUTATIONS: [Mutation; 12] = [
    (|it| drop(it.remove("client_id")), "client_information.missing"),
    (|it| drop(it.insert("client_id", 1)), "json.member"),
    (|it| drop(it.remove("client_secret")), "registered.no_secret"),
    (|it| drop(it.insert("client_secret", "a\nb")), "client_secret.syntax"),
    (|it| drop(it.remove("client_secret_expires_at")), "client_information.missing"),
    (|it| drop(it.insert("client_secret_expires_at", "0")), "json.member"),
    (|it| drop(it.remove("registration_client_uri")), "client_information.missing"),
    (|it| drop(it.remove("registration_access_token")), "client_information.missing"),
    (
        |it| drop(it.insert("registration_client_uri", "http://op.example/register")),
        "endpoint.scheme",
    ),
    (|it| drop(it.remove("redirect_uris")), "registered.redirect_uris"),
    (|it| drop(it.insert("token_endpoint_auth_method", "none")), "registered.weaker"),
    (|it| drop(it.insert("id_token_signed_response_alg", "HS256")), "registered.weaker"),
];

#[test]
fn each_mutation_of_the_answer_has_its_error() {
    for (change, code) in MUTATIONS {
        let world = World::new(open());
        let flow = RelyingParty::at(issuer(), &CRYPTO).register(metadata());
        let send = |request: http::Request<Vec<u8>>| {
            let mut response = world.op.borrow_mut().answer(&request, now());
            if request.uri().path() == REGISTER {
                assert_eq!(response.status(), StatusCode::CREATED);
                let mut object = Object::parse(response.body()).unwrap();
                change(&mut object);
                *response.body_mut() = object.to_json().into_bytes();
            }
            Ok::<_, Infallible>(response)
        };
        let found = drive_blocking(flow, send, now).map_err(|error| match &error {
            DriveError::Flow(error) => error.code(),
            other => other.code(),
        });
        assert_eq!(found.map(drop), Err(code));
    }
}
