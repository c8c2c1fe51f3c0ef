//! Providers in the shape of real ones, each a data file in `providers/`.

use std::convert::Infallible;
use std::fs;
use std::path::Path;

use http::{Request, Response};
use serde_json::Value;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jwk::PrivateJwk;
use symbolon_jose::{Secret, SignatureAlgorithm, SigningKey, base64url};
use symbolon_test_support::clock::NOW;
use symbolon_test_support::keys;
use symbolon_test_support::names::{CLIENT_ID, CLIENT_SECRET};

/// A P-256 key whose `x` begins with a zero byte. It was made for these tests.
const SHORT: &str = r#"{"kty":"EC","crv":"P-256","kid":"short",
    "d":"9aiaGnN2jlu3T98kqeGsZNTboHfV7qWl4RTjkMLC4No",
    "x":"AEV-Sg-w63GcFW06iBtNDFRLQMZPViDBycanny_QzLQ",
    "y":"_sK_Bi91vUQUitpwS24wQY-NS-BGhlWEgoSJvtSRZTQ"}"#;

/// What a provider in the shape of a real one publishes and answers.
///
/// In the data, `<client_id>`, `<nonce>`, `<now>`, `<soon>` and `<id_token>` stand for values of one
/// login. A key has `<key>`: the name of the test key whose public members belong there.
#[derive(Clone, Debug)]
pub struct Shape {
    data: Value,
}

impl Shape {
    /// Reads the data file of this name.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "a shape is a file")]
    pub fn named(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("providers");
        let text = fs::read_to_string(folder.join(name).with_extension("json"));
        let text = text.unwrap_or_else(|error| panic!("{name}: {error}"));
        Self { data: serde_json::from_str(&text).unwrap() }
    }

    /// Returns a text of the data, such as `issuer`, or `None` if the file does not state it.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.data[name].as_str()
    }

    /// Returns a part of the data. It is `null` if the file does not state it.
    #[must_use]
    pub fn part(&self, name: &str) -> &Value {
        &self.data[name]
    }

    /// Signs the token of this provider for a request with this nonce.
    #[must_use]
    pub fn token(&self, nonce: Option<&str>) -> String {
        let header = &self.data["header"];
        let claims = self.filled(&self.data["claims"], nonce, None);
        let encode = |value: &Value| base64url::encode(value.to_string().as_bytes());
        let input = format!("{}.{}", encode(header), encode(&claims));
        let kid = header["kid"].as_str().unwrap_or_default();
        let key = match (header["alg"].as_str(), kid) {
            (Some("ES256"), "short") => {
                let key = PrivateJwk::parse(SHORT.as_bytes()).unwrap();
                SigningKey::from_jwk(&key, SignatureAlgorithm::Es256, &CRYPTO).unwrap()
            }
            (Some("ES256"), _) => keys::p256(kid).signing(&CRYPTO),
            (Some("HS256"), _) => {
                let secret = Secret::new(CLIENT_SECRET.as_bytes().to_vec());
                SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO).unwrap()
            }
            _ => keys::rsa(kid).signing(&CRYPTO),
        };
        format!("{input}.{}", base64url::encode(&key.sign(input.as_bytes()).unwrap()))
    }

    /// Answers a request. `nonce` is that of the authentication request.
    ///
    /// # Errors
    /// Never: a provider always answers.
    pub fn answer(
        &self,
        request: &Request<Vec<u8>>,
        nonce: Option<&str>,
    ) -> Result<Response<Vec<u8>>, Infallible> {
        let uri = request.uri().to_string();
        let metadata = &self.data["metadata"];
        let token_endpoint = metadata["token_endpoint"].as_str().or(self.text("token_endpoint"));
        Ok(if uri == self.published_at() {
            json(200, "application/json", metadata)
        } else if metadata["jwks_uri"] == uri {
            json(200, "application/json", &self.jwks())
        } else if metadata["userinfo_endpoint"] == uri {
            json(200, "application/json", &self.data["user_info"])
        } else if token_endpoint == Some(&*uri) {
            self.tokens(request, nonce)
        } else {
            json(404, "text/html", &Value::Null)
        })
    }

    /// Returns the URL of the metadata.
    fn published_at(&self) -> String {
        let issuer = self.text("issuer").unwrap();
        let prefix = issuer.strip_suffix('/').unwrap_or(issuer);
        let well_known = format!("{prefix}/.well-known/openid-configuration");
        self.text("published_at").map_or(well_known, str::to_owned)
    }

    fn jwks(&self) -> Value {
        let mut jwks = self.data["jwks"].clone();
        for key in jwks["keys"].as_array_mut().unwrap() {
            let key = key.as_object_mut().unwrap();
            let (name, mut short) = (key.remove("<key>").unwrap(), parsed(SHORT));
            let text = |object: symbolon_jose::Object| parsed(&object.to_json());
            let public = match name.as_str().unwrap() {
                "rsa" => text(keys::rsa("").public().to_object()),
                "p256" => text(keys::p256("").public().to_object()),
                _ => {
                    short["x"] = "RX5KD7DrcZwVbTqIG00MVEtAxk9WIMHJxqefL9DMtA".into();
                    short.as_object_mut().unwrap().remove("d");
                    short
                }
            };
            for (member, value) in public.as_object().unwrap() {
                if member != "kid" {
                    key.insert(member.clone(), value.clone());
                }
            }
        }
        jwks
    }

    /// Answers a token request, whose client authentication has to be as the provider states it.
    fn tokens(&self, request: &Request<Vec<u8>>, nonce: Option<&str>) -> Response<Vec<u8>> {
        let body = String::from_utf8_lossy(request.body());
        let method = match request.headers().contains_key("authorization") {
            true => "client_secret_basic",
            false => "client_secret_post",
        };
        let stated = &self.data["metadata"]["token_endpoint_auth_methods_supported"];
        let accepted = match (self.text("authentication"), stated) {
            (Some(only), _) => method == only,
            (None, Value::Null) => method == "client_secret_basic",
            (None, stated) => stated.as_array().unwrap().iter().any(|it| it == method),
        };
        let refuses_verifier = self.data["refuses_code_verifier"] == true;
        if !accepted || (refuses_verifier && body.contains("code_verifier=")) {
            return json(401, "application/json", &parsed(r#"{"error":"invalid_client"}"#));
        }
        let response = &self.data["token_response"];
        let token = self.token(nonce);
        let status = u16::try_from(response["status"].as_u64().unwrap()).unwrap();
        let body = self.filled(&response["body"], nonce, Some(&token));
        json(status, response["content_type"].as_str().unwrap(), &body)
    }

    /// Returns the members of an object, with the values of one login in their places.
    fn filled(&self, object: &Value, nonce: Option<&str>, id_token: Option<&str>) -> Value {
        let members = object.as_object().unwrap().iter();
        let filled = members.filter_map(|(name, value)| {
            let value = match value.as_str() {
                Some("<client_id>") => CLIENT_ID.into(),
                Some("<nonce>") => nonce?.into(),
                Some("<id_token>") => id_token?.into(),
                Some("<now>") => NOW.into(),
                Some("<soon>") => (NOW + 600).into(),
                _ => value.clone(),
            };
            Some((name.clone(), value))
        });
        Value::Object(filled.collect())
    }
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

fn json(status: u16, content_type: &str, body: &Value) -> Response<Vec<u8>> {
    let response = Response::builder().status(status).header("content-type", content_type);
    response.body(body.to_string().into_bytes()).unwrap()
}
