//! The provider that the suite plays, and a relying party that signs a user in at it.

use std::convert::Infallible;

use http::{Request, Response, StatusCode, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::{Discover, KeyCache, ProviderMetadata};
use symbolon_jose::jwk::{PrivateJwk, PublicJwk, PublicJwkSet};
use symbolon_jose::jws::Jws;
use symbolon_jose::{Object, SignatureAlgorithm, SigningKey};
use symbolon_oauth::request_object::{
    ExpectedRequestObject, RequestObjectRule, RequestObjectUri, UnverifiedRequestObject, hosted,
};
use symbolon_oauth::{
    AccessToken, AuthorizationCode, ClientId, ClientSecret, Issuer, Parameters, ResponseType,
    danger,
};
use symbolon_oidc::{UserInfo, hash};
use symbolon_relying_party::{
    BearerMethod, Callback, ClientAuthentication, ClientConfiguration, DriveError, Flow, Login,
    LoginRequest, OwnOrigins, Refreshed, RelyingParty, Session, ThirdPartyLogin, drive_blocking,
};
use symbolon_test_support::carried::Carrier;
use symbolon_test_support::clock::{NOW, now};
use symbolon_test_support::keys;
use symbolon_test_support::metadata::{AUTHORIZE, JWKS, TOKEN, USER_INFO};
use symbolon_test_support::names::{ISSUER, REDIRECT_URI, client_id, issuer, redirect_uri};
use time::OffsetDateTime;

use super::dynamic;
use crate::variants::{Client, Variant};

/// A client secret with characters that HTTP Basic needs to have encoded.
pub(crate) const SECRET: &str = "se:cr/et+with %&=~ all \"kinds\" of it";

/// The path of the registration endpoint.
pub(crate) const REGISTER: &str = "/register";

/// The URI at which the relying party hosts its request object.
const REQUEST_OBJECT: &str = "https://client.example/requests/5f1c";

/// The name of the key with which the relying party signs request objects.
pub(crate) const CLIENT_KEY: &str = "client-rsa";

const CODE: &str = "SplxlOBeZQQYbYS6WxSbIA";
const ACCESS_TOKEN: &str = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0";
const SECOND_ACCESS_TOKEN: &str = "SlAV32hkKGSlAV32hkKGSlAV32hkKG12";

/// The RSA key of [RFC 7638 §3.1](https://www.rfc-editor.org/rfc/rfc7638#section-3.1), which signs
/// nothing here.
const SECOND_RSA: &str = r#"{"kty":"RSA","kid":"rsa-2","use":"sig","alg":"RS256","e":"AQAB",
    "n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"}"#;

/// Keys that the suite publishes besides its RSA keys. A relying party ignores keys that it does
/// not need or does not know.
const OTHER_KEYS: &str = r#"{"kty":"EC","kid":"secp256k1-1","use":"sig","crv":"secp256k1",
    "x":"dWCvM4fTdeM0KmloF57zxtBPXTOythHPMm1HCLrdd3A",
    "y":"36uMVGM7hnw-N6GnjFcihWE3SkrhMLzzLCdPMXPEXlA"},
    {"kty":"unknown","kid":"unknown-1","use":"sig"}"#;

/// A provider and a relying party. Everything is valid except what a module changes.
pub(crate) struct Script {
    pub(crate) variant: Variant,
    /// Changes the claims of the first ID Token of the login.
    pub(crate) claims: fn(&mut Object),
    /// The key that signs the first ID Token.
    pub(crate) signer: SigningKey,
    /// The key that signs the ID Token of the token response if the first ID Token was in the
    /// authorization response.
    pub(crate) second_signer: SigningKey,
    /// Changes the claims of the ID Token of a refresh.
    pub(crate) refreshed: fn(&mut Object),
    /// Changes the first ID Token after it is signed.
    pub(crate) signed: fn(String) -> String,
    /// Replaces the parameters of the authorization response, except `state`.
    pub(crate) response: fn(Parameters) -> Parameters,
    /// The RSA keys that the provider publishes.
    pub(crate) rsa_keys: Vec<PublicJwk>,
    /// The RSA keys that the provider publishes after it has answered a token request, if they are
    /// others.
    pub(crate) later_rsa_keys: Option<Vec<PublicJwk>>,
    /// The path of the provider's key set.
    pub(crate) jwks_path: &'static str,
    /// The issuer in the provider's metadata.
    pub(crate) issuer: &'static str,
    /// Changes the response of the UserInfo endpoint.
    pub(crate) user_info: fn(&mut Object),
    /// Changes the claims of a signed UserInfo response. If it is set, the client registered RS256
    /// for UserInfo.
    pub(crate) signed_user_info: Option<fn(&mut Object)>,
    /// The part of the UserInfo request that contains the access token.
    pub(crate) bearer: BearerMethod,
    /// The request of a third party that starts the login.
    pub(crate) third_party: Option<ThirdPartyLogin>,
    /// The address at which the relying party hosts its request object, if it sends a `request_uri`.
    pub(crate) request_uri: Option<RequestObjectUri>,
    /// The algorithm that the client registers for its request objects.
    pub(crate) request_object_alg: Option<&'static str>,
    /// Changes the authentication request.
    pub(crate) login: fn(LoginRequest) -> LoginRequest,
    /// The relying party, if it found the provider or registered its client in this module.
    pub(crate) found: Option<RelyingParty>,
}

/// What the relying party did.
pub(crate) struct Ended {
    pub(crate) result: Result<(Login, Option<UserInfo>), &'static str>,
    /// The parameters of the authentication request.
    pub(crate) request: Parameters,
    /// The requests to the other endpoints.
    pub(crate) sent: Vec<Request<Vec<u8>>>,
    /// The page of the relying party to which the browser goes after the login.
    pub(crate) return_to: Option<String>,
}

impl Ended {
    pub(crate) fn paths(&self) -> Vec<&str> {
        self.sent.iter().map(|request| request.uri().path()).collect()
    }

    pub(crate) fn request_to(&self, path: &str) -> &Request<Vec<u8>> {
        self.sent.iter().find(|request| request.uri().path() == path).unwrap()
    }
}

/// Returns the RSA key that signs, under this `kid`.
pub(crate) fn rsa(kid: &str) -> PublicJwk {
    keys::rsa(kid).restricted().public()
}

/// Returns the RSA key that signs nothing.
pub(crate) fn second_rsa() -> PublicJwk {
    PublicJwk::parse(SECOND_RSA.as_bytes()).unwrap()
}

/// Returns the RSA key that signs, without `kid`.
pub(crate) fn without_kid() -> SigningKey {
    let jwk = PrivateJwk::parse(keys::RSA.as_bytes()).unwrap();
    SigningKey::from_jwk(&jwk, SignatureAlgorithm::Rs256, &CRYPTO).unwrap()
}

impl Script {
    pub(crate) fn new(variant: Variant) -> Self {
        Self {
            variant,
            claims: |_| {},
            signer: keys::rsa("rsa-1").signing(&CRYPTO),
            second_signer: keys::rsa("rsa-1").signing(&CRYPTO),
            refreshed: |_| {},
            signed: |token| token,
            response: |parameters| parameters,
            rsa_keys: vec![rsa("rsa-1"), second_rsa()],
            later_rsa_keys: None,
            jwks_path: JWKS,
            issuer: ISSUER,
            user_info: |_| {},
            signed_user_info: None,
            bearer: BearerMethod::Header,
            third_party: None,
            request_uri: None,
            request_object_alg: None,
            login: |login| login,
            found: None,
        }
    }

    /// Creates the script of a module of the Dynamic plan. In this plan, every module sends its request
    /// by `request_uri`.
    pub(crate) fn dynamic(variant: Variant) -> Self {
        let mut script = Self::new(variant);
        if script.variant.is_registered() {
            script.hosts_signed_request_objects();
        }
        script
    }

    /// Lets the relying party host a request object that is signed with RS256.
    pub(crate) fn hosts_signed_request_objects(&mut self) {
        self.login = |login| login.request_object(keys::rsa(CLIENT_KEY).signing(&CRYPTO));
        self.hosts_request_objects("RS256");
    }

    /// Lets the relying party send a `request_uri`, and register this algorithm for the objects.
    pub(crate) fn hosts_request_objects(&mut self, algorithm: &'static str) {
        self.request_uri = Some(RequestObjectUri::new(REQUEST_OBJECT).unwrap());
        self.request_object_alg = Some(algorithm);
    }

    /// Returns the identifier of the client.
    pub(crate) fn client_id(&self) -> ClientId {
        match self.variant.client {
            Client::Operator => client_id(),
            Client::Registered => ClientId::new(dynamic::CLIENT_ID).unwrap(),
        }
    }

    /// Returns the metadata document of the provider.
    pub(crate) fn document(&self) -> String {
        format!(
            r#"{{"issuer":"{issuer}","jwks_uri":"{ISSUER}{jwks}",
            "authorization_endpoint":"{ISSUER}{AUTHORIZE}","token_endpoint":"{ISSUER}{TOKEN}",
            "userinfo_endpoint":"{ISSUER}{USER_INFO}","registration_endpoint":"{ISSUER}{REGISTER}",
            "response_types_supported":{response_types:?},"subject_types_supported":["public"],
            "id_token_signing_alg_values_supported":["RS256"],
            "userinfo_signing_alg_values_supported":["RS256"],
            "request_object_signing_alg_values_supported":["none","RS256"],
            "token_endpoint_auth_methods_supported":["client_secret_basic"]}}"#,
            issuer = self.issuer,
            jwks = self.jwks_path,
            response_types = ResponseType::ALL.map(|it| it.to_string()),
        )
    }

    /// Lets the relying party fetch the metadata of the provider. Returns the code of the error if
    /// it refuses the metadata, and the URLs of the requests.
    pub(crate) fn discover(&self) -> (Result<ProviderMetadata, &'static str>, Vec<String>) {
        self.discover_at(issuer())
    }

    /// Does the same as [`discover`](Self::discover) for this issuer.
    pub(crate) fn discover_at(
        &self,
        issuer: Issuer,
    ) -> (Result<ProviderMetadata, &'static str>, Vec<String>) {
        let document = self.document();
        let mut urls = Vec::new();
        let send = |request: Request<Vec<u8>>| {
            urls.push(request.uri().to_string());
            Ok::<_, Infallible>(json(&document))
        };
        let result = drive_blocking(Discover::new(issuer), send, now);
        let result = result.map_err(|error| match &error {
            DriveError::Flow(error) => error.code(),
            other => other.code(),
        });
        (result, urls)
    }

    /// Returns the relying party, which has fetched the metadata.
    pub(crate) fn relying_party(&self) -> RelyingParty {
        if let Some(found) = &self.found {
            return found.clone();
        }
        let provider = self.discover().0.unwrap();
        let mut client = match self.variant.client {
            Client::Operator => self.configuration(),
            Client::Registered => dynamic::configuration(self, &provider),
        };
        client.policy.user_info_token = self.bearer;
        RelyingParty::new(provider, client, &CRYPTO).unwrap()
    }

    /// Returns the settings of a client that the operator of the provider registered.
    fn configuration(&self) -> ClientConfiguration {
        let secret = ClientSecret::new(SECRET.to_owned());
        let authentication = ClientAuthentication::ClientSecretBasic(secret);
        let client = ClientConfiguration::new(client_id(), authentication)
            .response_types(ResponseType::ALL.to_vec())
            .id_token_signed_response_alg(SignatureAlgorithm::Rs256);
        match self.signed_user_info {
            Some(_) => client.userinfo_signed_response_alg(SignatureAlgorithm::Rs256),
            None => client,
        }
    }

    /// Lets the relying party sign the user in, and fetch UserInfo if it has an access token.
    pub(crate) fn run(&self) -> Ended {
        self.run_with(&mut self.relying_party().key_cache(), now())
    }

    /// Does the same as [`run`](Self::run), with the keys that the relying party knows already.
    pub(crate) fn run_with(&self, keys: &mut KeyCache, now: OffsetDateTime) -> Ended {
        let rp = self.relying_party();
        let login = self.login_request(&rp);
        let (request, pending) = match &self.request_uri {
            None => {
                let (url, pending) = login.begin(now).unwrap();
                (Parameters::parse(url.query().unwrap()).unwrap(), pending)
            }
            Some(uri) => {
                let (url, pending, object) = login.begin_by_reference(uri, now).unwrap();
                let outside = Parameters::parse(url.query().unwrap()).unwrap();
                (self.fetched(outside, uri, &hosted::to_http(&object), now), pending)
            }
        };
        let return_to = pending.return_to().map(str::to_owned);
        let mut response = (self.response)(self.authorization_response(&request));
        response.push("state", request.get("state").unwrap());
        let mut sent = Vec::new();
        let result = Callback::from_http(&self.arriving(&response))
            .map_err(|error| error.code())
            .and_then(|callback| {
                let flow = rp.finish(pending, callback, &mut *keys);
                let flow = flow.map_err(|error| error.code())?;
                self.drive(flow, now, &request, &mut sent, |error| error.code())
            })
            .and_then(|login| {
                if login.session.access_token.is_none() {
                    return Ok((login, None));
                }
                let user_info = if self.signed_user_info.is_some() {
                    let flow = rp.signed_user_info(&login.session, &mut *keys);
                    let flow = flow.map_err(|error| error.code())?;
                    self.drive(flow, now, &request, &mut sent, |error| error.code())?
                } else {
                    let flow = rp.user_info(&login.session).map_err(|error| error.code())?;
                    self.drive(flow, now, &request, &mut sent, |error| error.code())?
                };
                Ok((login, Some(user_info)))
            });
        Ended { result, request, sent, return_to }
    }

    /// Returns the login request of the variant, with the changes of the module.
    fn login_request(&self, rp: &RelyingParty) -> LoginRequest {
        let login = match &self.third_party {
            None => rp.login(&redirect_uri()),
            Some(request) => {
                let own = OwnOrigins::of(&redirect_uri());
                rp.third_party_login(request, &redirect_uri(), &own).unwrap()
            }
        };
        let login = login.response_type(self.variant.response_type.clone());
        let login = match self.variant.mode() {
            Some(mode) => login.response_mode(mode),
            None => login,
        };
        (self.login)(login)
    }

    /// Lets the relying party refresh a session, or returns the code of the error.
    pub(crate) fn refresh(&self, session: &Session) -> Result<Refreshed, &'static str> {
        let rp = self.relying_party();
        let flow = rp.refresh(session, rp.key_cache()).map_err(|error| error.code())?;
        self.drive(flow, now(), &Parameters::new(), &mut Vec::new(), |error| error.code())
    }

    fn drive<F: Flow>(
        &self,
        flow: F,
        now: OffsetDateTime,
        asked: &Parameters,
        sent: &mut Vec<Request<Vec<u8>>>,
        code: impl FnOnce(&F::Error) -> &'static str,
    ) -> Result<F::Output, &'static str> {
        let send = |request: Request<Vec<u8>>| {
            let is_late = sent.iter().any(|request| request.uri().path() == TOKEN);
            let response = self.answer(&request, asked, is_late);
            sent.push(request);
            Ok::<_, Infallible>(response)
        };
        drive_blocking(flow, send, || now).map_err(|error| match &error {
            DriveError::Flow(error) => code(error),
            other => other.code(),
        })
    }

    /// Returns the request of the browser. The script of a page posts the parameters of a fragment.
    fn arriving(&self, response: &Parameters) -> Request<Vec<u8>> {
        let encoded = response.encode();
        match self.variant.carrier() {
            Carrier::Query => Request::get(format!("{REDIRECT_URI}?{encoded}")).body(Vec::new()),
            Carrier::Fragment | Carrier::FormPost => Request::post(REDIRECT_URI)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(encoded.into_bytes()),
        }
        .unwrap()
    }

    /// Signs the first ID Token of the login with the changes of the module.
    fn first_id_token(&self, mut claims: Object) -> String {
        (self.claims)(&mut claims);
        (self.signed)(sign(&claims, &self.signer))
    }

    fn authorization_response(&self, request: &Parameters) -> Parameters {
        let mut response = Parameters::new();
        let mut claims = self.usual_claims(request);
        let rs256 = SignatureAlgorithm::Rs256;
        if self.variant.has("code") {
            response.push("code", CODE);
            let code = AuthorizationCode::new(CODE.to_owned());
            claims.insert("c_hash", hash::c_hash(rs256, &code, &CRYPTO).unwrap());
        }
        if self.variant.has("token") {
            response.push("access_token", ACCESS_TOKEN);
            response.push("token_type", "Bearer");
            let token = AccessToken::new(ACCESS_TOKEN.to_owned());
            claims.insert("at_hash", hash::at_hash(rs256, &token, &CRYPTO).unwrap());
        }
        if self.variant.has("id_token") {
            response.push("id_token", &self.first_id_token(claims));
        }
        response
    }

    fn answer(
        &self,
        request: &Request<Vec<u8>>,
        asked: &Parameters,
        is_late: bool,
    ) -> Response<Vec<u8>> {
        match request.uri().path() {
            path if path == self.jwks_path => json(&self.jwks(is_late)),
            TOKEN if request.body().starts_with(b"grant_type=refresh_token") => {
                json(&self.refreshed_tokens().to_json())
            }
            TOKEN => json(&self.tokens(asked).to_json()),
            USER_INFO => self.user_info_response(),
            _ => Response::builder().status(StatusCode::NOT_FOUND).body(Vec::new()).unwrap(),
        }
    }

    fn user_info_response(&self) -> Response<Vec<u8>> {
        let mut claims = Object::new();
        claims.insert("sub", "alice");
        claims.insert("email", "alice@op.example");
        (self.user_info)(&mut claims);
        let Some(change) = self.signed_user_info else { return json(&claims.to_json()) };
        claims.insert("iss", ISSUER);
        claims.insert("aud", self.client_id().as_str());
        change(&mut claims);
        let body = sign(&claims, &self.second_signer).into_bytes();
        Response::builder().header(header::CONTENT_TYPE, "application/jwt").body(body).unwrap()
    }

    pub(crate) fn jwks(&self, is_late: bool) -> String {
        let later = self.later_rsa_keys.clone().filter(|_| is_late);
        let mut published = later.unwrap_or_else(|| self.rsa_keys.clone());
        published.extend([keys::p256("ec-1").public(), keys::ed25519("ed-1").public()]);
        let set = PublicJwkSet::new(published);
        let text = symbolon_discovery::jwk_set::to_http(&set, 60).into_body();
        let text = String::from_utf8(text).unwrap();
        let with_others = text.replacen("\"keys\":[", &format!("\"keys\":[{OTHER_KEYS},"), 1);
        assert_ne!(with_others, text);
        with_others
    }

    fn tokens(&self, asked: &Parameters) -> Object {
        let claims = self.usual_claims(asked);
        let id_token = if self.variant.has("id_token") {
            sign(&claims, &self.second_signer)
        } else {
            self.first_id_token(claims)
        };
        token_response(id_token)
    }

    fn refreshed_tokens(&self) -> Object {
        let mut claims = self.usual_claims(&Parameters::new());
        (self.refreshed)(&mut claims);
        token_response(sign(&claims, &self.signer))
    }

    fn usual_claims(&self, request: &Parameters) -> Object {
        let mut claims = Object::new();
        claims.insert("iss", ISSUER);
        claims.insert("sub", "alice");
        claims.insert("aud", self.client_id().as_str());
        claims.insert("iat", NOW);
        claims.insert("exp", NOW + 300);
        claims.insert("auth_time", NOW);
        claims.insert_some("nonce", request.get("nonce"));
        claims
    }

    /// Reads the request object that the relying party hosts, as the suite does. Returns the parameters
    /// of the request.
    fn fetched(
        &self,
        outside: Parameters,
        uri: &RequestObjectUri,
        response: &Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Parameters {
        let object = hosted::from_http(response).unwrap();
        let expected = uri.with_hash_of(object.expose().as_bytes(), &CRYPTO);
        assert_eq!(outside.get("request_uri"), Some(expected.as_str()));
        let object = UnverifiedRequestObject::parse(object.expose()).unwrap();
        assert_eq!(object.is_signed(), self.request_object_alg != Some("none"));
        let client_id = self.client_id();
        let issuer = issuer();
        let mut expected = ExpectedRequestObject::new(&client_id, &issuer);
        // The suite warns if `iss` or `aud` is missing.
        expected.requires_claims = true;
        let object = if object.is_signed() {
            let keys = keys::rsa(CLIENT_KEY).verification(&CRYPTO);
            object.verify(&keys, &expected, now)
        } else {
            danger::unsigned_request_object(&object, &expected, now)
        };
        // `client_id` and `response_type` are the same outside the object.
        let object = object.unwrap();
        assert!(outside.contains("response_type"));
        RequestObjectRule::ObjectWins.assemble(outside, object).unwrap()
    }
}

fn token_response(id_token: String) -> Object {
    let mut body = Object::new();
    body.insert("access_token", SECOND_ACCESS_TOKEN);
    body.insert("token_type", "Bearer");
    body.insert("refresh_token", "8xLOxBtZp88xLOxBtZp88xLOxBtZp8");
    body.insert("id_token", id_token);
    body
}

fn sign(claims: &Object, signer: &SigningKey) -> String {
    Jws::new(claims.to_json().into_bytes()).typ("JWT").sign(signer).unwrap()
}

pub(crate) fn json(body: &str) -> Response<Vec<u8>> {
    let response = Response::builder().header(header::CONTENT_TYPE, "application/json");
    response.body(body.as_bytes().to_vec()).unwrap()
}

/// Checks that the relying party accepts the login.
#[track_caller]
pub(crate) fn accepted(script: &Script) -> Ended {
    let ended = script.run();
    let (login, user_info) = ended.result.as_ref().unwrap();
    assert_eq!(login.id_token.sub, "alice");
    assert_eq!(user_info.is_some(), script.variant.has_access_token());
    ended
}

/// Checks that the relying party refuses the ID Token for this reason, and uses neither the code
/// nor an access token afterwards.
#[track_caller]
pub(crate) fn refused(script: &Script, code: &str) {
    let ended = script.run();
    assert_eq!(ended.result.as_ref().map(drop), Err(&code), "{:?}", script.variant);
    let from_browser = script.variant.has("id_token");
    for path in ended.paths() {
        let allowed = path == JWKS || (path == TOKEN && !from_browser);
        assert!(allowed, "{path} after a refused ID Token, {:?}", script.variant);
    }
}
