//! What the suite does in every module: the requests, and the checks of every response.

use http::{Request, Response, StatusCode, header};
use serde_json::Value;
use symbolon_oauth::{Parameters, RedirectUri, WayBack};
use symbolon_provider::Refusal;
use symbolon_test_support::carried::{Carrier, carried};
use symbolon_test_support::metadata::{AUTHORIZE, TOKEN, USER_INFO};
use symbolon_test_support::names::{ISSUER, NONCE, REDIRECT_URI, STATE};

use super::browser::Browser;
use super::claims::{self, Beside};
use super::clients::SuiteClient;
use super::under_test::{CLIENT, Op};
use crate::variants::Variant;

const FORM: &str = "application/x-www-form-urlencoded";

/// A module while it runs.
pub(crate) struct Suite {
    pub(crate) variant: Variant,
    pub(crate) op: Op,
    pub(crate) browser: Browser,
    /// The client of the module.
    pub(crate) client: SuiteClient,
    /// The clients that registered themselves. They are deleted at the end of the module.
    pub(super) registered: Vec<SuiteClient>,
}

/// What a login returns.
#[derive(Debug)]
pub(crate) struct Tokens {
    /// The claims of the ID Token in the authorization response.
    pub(crate) from_browser: Option<Value>,
    /// The token response.
    pub(crate) response: Option<Value>,
    /// The claims of the ID Token in the token response.
    pub(crate) from_endpoint: Option<Value>,
    /// The access tokens, the last one from the token endpoint if it issued one.
    pub(crate) access_tokens: Vec<String>,
    /// The encoded ID Token for a hint.
    pub(crate) id_token: String,
    /// The answer of the UserInfo endpoint to the last access token.
    pub(crate) user_info: Option<Value>,
}

/// The parameters of a request, which a module changes before the request is sent.
#[derive(Clone, Debug)]
pub(crate) struct Form(pub(crate) Vec<(String, String)>);

impl Form {
    pub(crate) fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect())
    }

    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(present, _)| present != name);
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.retain(|(present, _)| present != name);
        self
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(present, _)| present == name).map(|(_, value)| value.as_str())
    }

    fn encode(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }

    /// Builds the request of a browser that follows a redirect.
    pub(crate) fn navigate(&self) -> Request<Vec<u8>> {
        Request::get(format!("{ISSUER}{AUTHORIZE}?{}", self.encode())).body(Vec::new()).unwrap()
    }

    pub(crate) fn post(&self, path: &str) -> Request<Vec<u8>> {
        Request::post(format!("{ISSUER}{path}"))
            .header(header::CONTENT_TYPE, FORM)
            .body(self.encode().into_bytes())
            .unwrap()
    }

    /// Builds a token request of a client that authenticates with HTTP Basic.
    pub(crate) fn basic(&self, client: &SuiteClient) -> Request<Vec<u8>> {
        let mut request = self.post(TOKEN);
        let encode = |text: &str| -> String {
            url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
        };
        let (id, secret) = (encode(&client.id), encode(client.secret.as_ref().unwrap()));
        let value = format!("Basic {}", base64(format!("{id}:{secret}").as_bytes()));
        request.headers_mut().insert(header::AUTHORIZATION, value.parse().unwrap());
        request
    }
}

/// Encodes bytes in base64 with padding (RFC 4648 §4).
fn base64(bytes: &[u8]) -> String {
    let text = symbolon_jose::base64url::encode(bytes).replace('-', "+").replace('_', "/");
    let length = text.len().next_multiple_of(4);
    format!("{text:=<length$}")
}

pub(crate) fn json(response: &Response<Vec<u8>>) -> Value {
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    serde_json::from_slice(response.body()).unwrap()
}

/// Returns the request that redeems a code.
pub(crate) fn redeeming(code: &str) -> Form {
    let redirect_uri = ("redirect_uri", REDIRECT_URI);
    Form::of(&[("grant_type", "authorization_code"), ("code", code), redirect_uri])
}

/// Checks that a token request was refused as `invalid_grant`.
#[track_caller]
pub(crate) fn assert_invalid_grant(response: &Response<Vec<u8>>) {
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(json(response)["error"], "invalid_grant");
}

impl Suite {
    /// Begins a module with the usual client.
    #[track_caller]
    pub(crate) fn new(variant: Variant) -> Self {
        Self::with(variant, |_| {})
    }

    /// Begins a module. A client that registers itself sends the usual metadata with these changes.
    #[track_caller]
    pub(crate) fn with(variant: Variant, change: impl FnOnce(&mut Value)) -> Self {
        let op = Op::new(variant.client);
        Self::at(op, variant, change)
    }

    /// Begins a module at this provider.
    #[track_caller]
    pub(crate) fn at(op: Op, variant: Variant, change: impl FnOnce(&mut Value)) -> Self {
        let client = SuiteClient::of_operator(CLIENT);
        let mut suite =
            Self { variant, op, browser: Browser::new(), client, registered: Vec::new() };
        suite.client = suite.another(CLIENT, change);
        suite
    }

    /// Returns the authorization request with which every module begins.
    pub(crate) fn request(&self) -> Form {
        let form = Form::of(&[
            ("client_id", &self.client.id),
            ("redirect_uri", REDIRECT_URI),
            ("scope", "openid"),
            ("state", STATE),
            ("nonce", NONCE),
            ("response_type", self.variant.response_type.as_str()),
        ]);
        match self.variant.mode() {
            Some(mode) => form.set("response_mode", mode.as_str()),
            None => form,
        }
    }

    /// Sends the browser to the provider, which may answer with pages for the user only, and
    /// returns what it does then.
    pub(crate) fn send(
        &mut self,
        request: &Request<Vec<u8>>,
    ) -> Result<Response<Vec<u8>>, Refusal> {
        self.op.authorize(&mut self.browser, request)
    }

    /// Visits the authorization endpoint, and returns the parameters of the success.
    #[track_caller]
    pub(crate) fn visit(&mut self, form: &Form) -> Parameters {
        let response = self.send(&form.navigate()).unwrap();
        self.arrived(&response, form)
    }

    /// Checks a response as every module does: it arrives at the redirect URI in the right carrier,
    /// with the `state` of the request and the issuer.
    #[track_caller]
    pub(crate) fn arrived(&self, response: &Response<Vec<u8>>, form: &Form) -> Parameters {
        let redirect_uri = RedirectUri::new(form.get("redirect_uri").unwrap()).unwrap();
        self.checked(carried(response, &redirect_uri).unwrap(), form)
    }

    /// Returns the error that arrives at the redirect URI.
    #[track_caller]
    pub(crate) fn sent_back(&self, refusal: Refusal, form: &Form) -> (Carrier, Parameters) {
        let redirect_uri = RedirectUri::new(form.get("redirect_uri").unwrap()).unwrap();
        match refusal {
            Refusal::ToClient(refusal) => carried(&refusal.into_response(), &redirect_uri).unwrap(),
            // RFC 9700 §4.11.2: the client registered the redirect URI itself, so the user sees a page
            // first, and decides to go on.
            Refusal::AfterPage(page) if self.variant.is_registered() => {
                followed(&page.way_back().unwrap(), &redirect_uri)
            }
            refusal => panic!("a page without a way back: {:?}", refusal.reason()),
        }
    }

    #[track_caller]
    fn checked(&self, (carrier, parameters): (Carrier, Parameters), form: &Form) -> Parameters {
        assert_eq!(carrier, self.variant.carrier(), "{:?}", self.variant);
        assert_eq!(parameters.get("state"), form.get("state"));
        assert_eq!(parameters.get("iss"), Some(ISSUER));
        parameters
    }

    /// Visits the authorization endpoint, and returns the `error` with which the provider sends the
    /// browser back.
    #[track_caller]
    pub(crate) fn refused(&mut self, form: &Form) -> String {
        let refusal = self.send(&form.navigate()).unwrap_err();
        let parameters = self.checked(self.sent_back(refusal, form), form);
        for (name, value) in parameters.iter() {
            assert!(["error", "error_description", "state", "iss"].contains(&name), "{name}");
            // RFC 6749 §4.1.2.1: the characters of an error description.
            let fits = |it: char| (' '..='~').contains(&it) && it != '"' && it != '\\';
            assert!(name != "error_description" || value.chars().all(fits), "{value}");
        }
        parameters.get("error").unwrap().to_owned()
    }

    /// Visits the authorization endpoint, and checks that the provider shows an error page.
    #[track_caller]
    pub(crate) fn assert_error_page(&mut self, form: &Form) {
        let refusal = self.send(&form.navigate()).unwrap_err();
        let Refusal::ToUser(page) = refusal else { panic!("a redirect: {:?}", refusal.reason()) };
        assert_eq!(page.status(), StatusCode::BAD_REQUEST);
        assert!(!page.sentence().is_empty());
        assert_eq!(page.page_headers().get(header::LOCATION), None);
    }

    /// Runs the usual login with this request.
    #[track_caller]
    pub(crate) fn login(&mut self, form: &Form) -> Tokens {
        let parameters = self.visit(form);
        self.finish(&parameters, form)
    }

    /// Reads the tokens of an authorization response, redeems its code, and fetches UserInfo.
    #[track_caller]
    pub(crate) fn finish(&self, parameters: &Parameters, form: &Form) -> Tokens {
        let code = parameters.get("code");
        let token = self.redeem(code);
        self.tokens(parameters, form, token)
    }

    fn redeem(&self, code: Option<&str>) -> Option<Value> {
        let request = redeeming(code?).basic(&self.client);
        Some(self.issued(&self.op.token(&request, self.browser.now)))
    }

    /// Checks a token response as every module does.
    #[track_caller]
    pub(crate) fn issued(&self, response: &Response<Vec<u8>>) -> Value {
        assert_eq!(response.status(), StatusCode::OK, "{:?}", self.variant);
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        let body = json(response);
        assert_eq!(body["token_type"].as_str().unwrap().to_lowercase(), "bearer");
        assert!(body["access_token"].is_string() && body["id_token"].is_string());
        body
    }

    /// Checks the ID Tokens and UserInfo of a login, which may have a token response.
    #[track_caller]
    pub(crate) fn tokens(
        &self,
        parameters: &Parameters,
        form: &Form,
        response: Option<Value>,
    ) -> Tokens {
        for (part, name) in [("code", "code"), ("id_token", "id_token"), ("token", "access_token")]
        {
            let variant = &self.variant;
            assert_eq!(parameters.contains(name), variant.has(part), "{variant:?}: {name}");
        }
        let (nonce, now) = (form.get("nonce"), self.browser.now);
        let beside = Beside { code: parameters.get("code"), token: parameters.get("access_token") };
        let client_id = form.get("client_id").unwrap();
        let check =
            |token: &str, beside| claims::checked(&self.op, client_id, token, nonce, beside, now);
        let in_browser = parameters.get("id_token");
        let in_response = response.as_ref().and_then(|it| it["id_token"].as_str());
        let from_browser = in_browser.map(|token| check(token, Some(beside)));
        let from_endpoint = in_response.map(|token| check(token, None));
        if let (Some(first), Some(second)) = (&from_browser, &from_endpoint) {
            assert_eq!((&first["iss"], &first["sub"]), (&second["iss"], &second["sub"]));
        }
        let sub = from_endpoint.as_ref().or(from_browser.as_ref()).unwrap()["sub"].clone();
        let own = response.as_ref().and_then(|it| it["access_token"].as_str());
        let access_tokens: Vec<_> =
            parameters.get("access_token").into_iter().chain(own).map(str::to_owned).collect();
        let mut user_info = None;
        for token in &access_tokens {
            let answer = self.op.user_info(&bearer("GET", token), now);
            assert_eq!(answer.status(), StatusCode::OK);
            let answer = self.read_user_info(&answer);
            assert_eq!(answer["sub"], sub);
            user_info = Some(answer);
        }
        let id_token = in_response.or(in_browser).unwrap().to_owned();
        Tokens { from_browser, response, from_endpoint, access_tokens, id_token, user_info }
    }
}

impl Suite {
    /// Returns the claims of a UserInfo response, which is signed if the client registered that.
    #[track_caller]
    fn read_user_info(&self, response: &Response<Vec<u8>>) -> Value {
        if self.client.information["userinfo_signed_response_alg"].is_null() {
            return json(response);
        }
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/jwt");
        claims::signed(&self.op, str::from_utf8(response.body()).unwrap())
    }
}

impl Tokens {
    /// Returns the claims of the last ID Token.
    pub(crate) fn claims(&self) -> &Value {
        self.from_endpoint.as_ref().or(self.from_browser.as_ref()).unwrap()
    }

    pub(crate) fn access_token(&self) -> &str {
        self.access_tokens.last().unwrap()
    }

    /// Returns the claims about the user: UserInfo, or the ID Token where there is no access token.
    pub(crate) fn about_user(&self) -> &Value {
        self.user_info.as_ref().unwrap_or_else(|| self.claims())
    }
}

/// Returns what arrives at the redirect URI when the user follows the link or sends the form of a
/// page.
fn followed(way_back: &WayBack, redirect_uri: &RedirectUri) -> (Carrier, Parameters) {
    match way_back {
        WayBack::Link(url) => {
            let added = url.strip_prefix(redirect_uri.as_str()).unwrap();
            let (carrier, encoded) = match added.strip_prefix('#') {
                Some(fragment) => (Carrier::Fragment, fragment),
                None => (Carrier::Query, added.trim_start_matches(['?', '&'])),
            };
            (carrier, Parameters::parse(encoded).unwrap())
        }
        WayBack::Form { action, parameters } => {
            assert_eq!(action, redirect_uri);
            (Carrier::FormPost, parameters.clone())
        }
    }
}

/// Runs a login with this scope, and checks that it releases exactly these claims about the user.
#[track_caller]
pub(crate) fn assert_releases(variant: &Variant, scope: &str, expected: &[&str]) {
    let mut suite = Suite::new(variant.clone());
    let request = suite.request().set("scope", scope);
    let tokens = suite.login(&request);
    let mut released = claims::about_user(tokens.about_user());
    released.sort_unstable();
    assert_eq!(released, expected, "{variant:?}");
    // With an access token, the claims are in the response of the UserInfo endpoint only.
    if variant.has_access_token() {
        for id_token in tokens.from_browser.iter().chain(&tokens.from_endpoint) {
            assert_eq!(claims::about_user(id_token), [""; 0], "{variant:?}");
        }
    }
}

/// Builds a UserInfo request with the access token in the header.
pub(crate) fn bearer(method: &str, token: &str) -> Request<Vec<u8>> {
    Request::builder()
        .method(method)
        .uri(format!("{ISSUER}{USER_INFO}"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Vec::new())
        .unwrap()
}
