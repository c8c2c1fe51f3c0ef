//! A login with any response type, at a provider that the test plays. Everything is valid except
//! what a test changes.

use std::collections::VecDeque;

use http::{Method, Request, Response, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::{KeyCache, ProviderMetadata};
use symbolon_jose::{EncryptionKey, NumericDate, Object, SignatureAlgorithm, SigningKey, jwt};
use symbolon_oauth::{AccessToken, AuthorizationCode, Parameters, ResponseMode, ResponseType};
use symbolon_oidc::hash;
use symbolon_relying_party::{Callback, Login, LoginError, LoginFlow, LoginRequest, RelyingParty};

use crate::attempt::{Run, run, sign, usual_claims, usual_tokens};
use crate::keys;
use crate::parties::{
    CLIENT, ISSUER, client, json, metadata, now, parameters, redirect_uri, usual_jwks,
};

pub(crate) const CODE: &str = "SplxlOBeZQQYbYS6WxSbIA";
pub(crate) const ACCESS_TOKEN: &str = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0";

/// The response types with which a login can begin, in the form in which they are sent.
pub(crate) const ALL: [&str; 7] = [
    "code",
    "code id_token",
    "code id_token token",
    "code token",
    "id_token",
    "id_token token",
    "none",
];

/// A login on its way through the browser.
pub(crate) struct Trip {
    pub(crate) response_type: &'static str,
    pub(crate) rp: RelyingParty,
    pub(crate) keys: KeyCache,
    /// Where the response arrives: `query`, `fragment` or `form_post`.
    pub(crate) arrives_in: &'static str,
    /// The key that signs the ID Token in the callback.
    pub(crate) signer: SigningKey,
    pub(crate) jwks: Response<Vec<u8>>,
    /// The claims of the ID Token in the callback.
    pub(crate) claims: fn(&mut Object),
    /// The parameters of the callback.
    pub(crate) parameters: fn(&mut Parameters),
    /// The claims of the ID Token in the token response.
    pub(crate) endpoint_claims: fn(&mut Object),
    /// The token response.
    pub(crate) body: fn(&mut Object),
    pub(crate) login: fn(LoginRequest) -> LoginRequest,
    /// The JWT in which the response arrives, if it arrives in a JWT.
    pub(crate) jwt: Option<ResponseJwt>,
}

/// The JWT in which a response arrives. The JWT is valid, except for the changes of a test.
pub(crate) struct ResponseJwt {
    pub(crate) signer: SigningKey,
    pub(crate) encryption: Option<EncryptionKey>,
    /// The claims, which contain the parameters.
    pub(crate) claims: fn(&mut Object),
    /// The signed JWT, before it is encrypted.
    pub(crate) signed: fn(&mut String),
    /// The parameters, of which `response` is the JWT.
    pub(crate) outside: fn(&mut Parameters),
}

impl ResponseJwt {
    pub(crate) fn new() -> Self {
        Self {
            signer: keys::es().signing(&CRYPTO),
            encryption: None,
            claims: |_| {},
            signed: |_| {},
            outside: |_| {},
        }
    }

    /// Returns the parameters of a response whose JWT contains these parameters.
    pub(crate) fn around(&self, parameters: &Parameters) -> Parameters {
        let mut claims = Object::new();
        for (name, value) in parameters.iter() {
            claims.insert(name, value);
        }
        claims.insert("iss", ISSUER);
        claims.insert("aud", CLIENT);
        claims.insert("exp", NumericDate::from(now()).seconds() + 600);
        (self.claims)(&mut claims);
        let mut jwt = sign(&claims, &self.signer);
        (self.signed)(&mut jwt);
        let encrypted = self.encryption.as_ref().map(|key| jwt::encrypt(&jwt, key).unwrap());
        let mut outside = Parameters::new();
        outside.push("response", &encrypted.unwrap_or(jwt));
        (self.outside)(&mut outside);
        outside
    }
}

/// The responses of the provider, in the order in which the flow asks for them.
pub(crate) type Answers = VecDeque<Response<Vec<u8>>>;

/// The result of a login, and the paths of the requests that were sent.
pub(crate) struct Ended {
    pub(crate) result: Result<Login, Failure>,
    pub(crate) asked: Vec<String>,
}

/// The error of the step that failed.
#[derive(Debug)]
pub(crate) enum Failure {
    Malformed(symbolon_relying_party::MalformedCallback),
    Callback(symbolon_relying_party::CallbackError),
    Login(LoginError),
}

impl Failure {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Malformed(error) => error.code(),
            Self::Callback(error) => error.code(),
            Self::Login(error) => error.code(),
        }
    }
}

pub(crate) fn provider() -> ProviderMetadata {
    let mut metadata = metadata();
    metadata.response_types_supported = ResponseType::ALL.to_vec();
    metadata
}

/// Returns a relying party whose provider supports every response type.
pub(crate) fn party() -> RelyingParty {
    RelyingParty::new(provider(), client(), &CRYPTO).unwrap()
}

impl Trip {
    pub(crate) fn new(response_type: &'static str) -> Self {
        Self::of(response_type, party())
    }

    pub(crate) fn of(response_type: &'static str, rp: RelyingParty) -> Self {
        let default = ResponseType::new(response_type).unwrap().default_mode();
        Self {
            response_type,
            keys: rp.key_cache(),
            rp,
            arrives_in: if default == ResponseMode::QUERY { "query" } else { "fragment" },
            signer: keys::es().signing(&CRYPTO),
            jwks: usual_jwks(),
            claims: |_| {},
            parameters: |_| {},
            endpoint_claims: |_| {},
            body: |_| {},
            login: |login| login,
            jwt: None,
        }
    }

    fn has(&self, name: &str) -> bool {
        ResponseType::new(self.response_type).unwrap().includes(name)
    }

    pub(crate) fn run(mut self) -> Ended {
        match self.flow() {
            Ok((flow, answers)) => {
                let Run { result, requests } = run(flow, answers, now());
                let asked = requests.iter().map(|it| it.uri().path().to_owned()).collect();
                Ended { result: result.map_err(Failure::Login), asked }
            }
            Err(failure) => Ended { result: Err(failure), asked: Vec::new() },
        }
    }

    /// Begins the login and reads its callback. Returns the flow, and the responses that the flow
    /// asks for if every step succeeds.
    pub(crate) fn flow(&mut self) -> Result<(LoginFlow<&mut KeyCache>, Answers), Failure> {
        let request = self.rp.login(&redirect_uri()).scope("email");
        let request = request.response_type(ResponseType::new(self.response_type).unwrap());
        let (url, pending) = (self.login)(request).begin(now()).unwrap();
        let sent = parameters(&url);
        let nonce = sent.get("nonce").unwrap().to_owned();

        let mut answer = self.response(&nonce);
        answer.push("state", sent.get("state").unwrap());
        (self.parameters)(&mut answer);
        let answers = self.answers(&nonce);
        let callback = self.callback(&answer).map_err(Failure::Malformed)?;
        let flow = self.rp.finish(pending, callback, &mut self.keys);
        Ok((flow.map_err(Failure::Callback)?, answers))
    }

    /// Returns the parameters of the authorization response, without `state`.
    fn response(&self, nonce: &str) -> Parameters {
        let mut response = Parameters::new();
        let mut claims = usual_claims(now());
        claims.insert("nonce", nonce);
        let alg = SignatureAlgorithm::Es256;
        if self.has("code") {
            response.push("code", CODE);
            let code = AuthorizationCode::new(CODE.to_owned());
            claims.insert("c_hash", hash::c_hash(alg, &code, &CRYPTO).unwrap());
        }
        if self.has("token") {
            response.push("access_token", ACCESS_TOKEN);
            response.push("token_type", "Bearer");
            response.push("expires_in", "600");
            let token = AccessToken::new(ACCESS_TOKEN.to_owned());
            claims.insert("at_hash", hash::at_hash(alg, &token, &CRYPTO).unwrap());
        }
        if self.has("id_token") {
            (self.claims)(&mut claims);
            response.push("id_token", &sign(&claims, &self.signer));
        }
        response
    }

    fn answers(&self, nonce: &str) -> Answers {
        let mut claims = usual_claims(now());
        claims.insert("nonce", nonce);
        (self.endpoint_claims)(&mut claims);
        let mut body = usual_tokens();
        body.insert("id_token", sign(&claims, &keys::es().signing(&CRYPTO)));
        (self.body)(&mut body);
        let tokens = json(&body);
        if self.has("id_token") || self.jwt.is_some() {
            VecDeque::from([self.jwks.clone(), tokens])
        } else {
            VecDeque::from([tokens, self.jwks.clone()])
        }
    }

    fn callback(
        &self,
        answer: &Parameters,
    ) -> Result<Callback, symbolon_relying_party::MalformedCallback> {
        let answer = self.jwt.as_ref().map_or_else(|| answer.clone(), |jwt| jwt.around(answer));
        let (uri, encoded) = (redirect_uri(), answer.encode());
        match self.arrives_in {
            "query" => self.rp.callback_from_uri(&format!("{}?{encoded}", uri.as_str())),
            "fragment" => self.rp.callback_from_uri(&format!("{}#{encoded}", uri.as_str())),
            _ => self.rp.callback_from_http(&posted(&encoded)),
        }
    }
}

/// Returns the request with which a browser posts a response to the redirect URI.
pub(crate) fn posted(encoded: &str) -> Request<Vec<u8>> {
    Request::builder()
        .method(Method::POST)
        .uri(redirect_uri().as_str())
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(encoded.as_bytes().to_vec())
        .unwrap()
}
