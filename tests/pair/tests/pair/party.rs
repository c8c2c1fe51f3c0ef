//! The provider with its store and its one client, behind a front door.

use http::{Method, Request, Response, StatusCode};
use symbolon_discovery::{Endpoint, ProviderMetadata};
use symbolon_jose::jwk::PrivateJwk;
use symbolon_jose::{Crypto, Object, SignatureAlgorithm};
use symbolon_oauth::{
    ClientAuthenticationMethod, ClientId, ClientSecret, GrantType, Issuer, RedirectUri, Scope,
};
use symbolon_oidc::StandardClaims;
use symbolon_provider::{
    AuthorizationRequest, Client, Decision, FirstUse, Granted, IdTokenKey, Interaction,
    PageRefusal, Policy, Presented, Provider, Refusal, SignedIn, TokenRefusal, TokenRequest,
    UserInfoRefusal, UserInfoRequest,
};
use time::OffsetDateTime;

use crate::store::Store;

pub(crate) const ISSUER: &str = "https://op.example";
pub(crate) const CLIENT: &str = "s6BhdRkqt3";
pub(crate) const SECRET: &str = "7Fjfp0ZBr1KtDRbnfVdmIw-7Fjfp0ZBr1KtDRbnfVdmIw";
pub(crate) const REDIRECT_URI: &str = "https://client.example/callback";
pub(crate) const AUTHORIZE: &str = "/authorize";
pub(crate) const TOKEN: &str = "/token";
pub(crate) const JWKS: &str = "/jwks";
pub(crate) const USER_INFO: &str = "/userinfo";

/// RFC 7515 §A.3.1, as a provider would publish it.
const KEY: &str = r#"{"kty":"EC","crv":"P-256","kid":"op-1","use":"sig","alg":"ES256",
"x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
"y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
"d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#;

/// The provider's side of the wire.
pub(crate) struct Op {
    provider: Provider,
    client: Client,
    store: Store,
    /// Who sits before the browser.
    user: &'static str,
}

/// Where the authorization endpoint sends the browser.
pub(crate) enum Sent {
    To(String),
    Nowhere(PageRefusal),
}

impl Op {
    pub(crate) fn new(crypto: Crypto, user: &'static str) -> Self {
        let jwk = PrivateJwk::parse(KEY.as_bytes()).unwrap();
        let key = IdTokenKey::new(&jwk, SignatureAlgorithm::Es256, &crypto).unwrap();
        let provider = Provider::new(metadata(), vec![key], Policy::default(), crypto).unwrap();
        let redirect_uri = RedirectUri::new(REDIRECT_URI).unwrap();
        let secret = ClientSecret::new(SECRET.to_owned());
        let mut client = Client::new(ClientId::new(CLIENT).unwrap(), vec![redirect_uri])
            .secret(&secret, &crypto)
            .refresh_tokens();
        client.id_token_signed_response_alg = SignatureAlgorithm::Es256;
        Self { provider, client, store: Store::default(), user }
    }

    /// The authorization endpoint, with a user who signs in and consents to all that is asked.
    pub(crate) fn authorize(&mut self, url: &str, now: OffsetDateTime) -> Sent {
        let location = match self.grant(url, now) {
            Ok(response) => response,
            Err(Refusal::Redirect(refusal)) => refusal.into_response(),
            Err(Refusal::Page(refusal)) => return Sent::Nowhere(refusal),
        };
        let location = location.headers()[http::header::LOCATION].to_str().unwrap();
        Sent::To(location.to_owned())
    }

    fn grant(&mut self, url: &str, now: OffsetDateTime) -> Result<Response<Vec<u8>>, Refusal> {
        let request = AuthorizationRequest::from_http(&Request::get(url).body("").unwrap())?;
        let client = self.client(request.client_id());
        let pending = self.provider.authorize(request, client.as_ref(), now)?;
        let nothing = Scope::new();
        let user = match self.provider.interaction(&pending, None, &nothing, now)? {
            Interaction::SignIn => SignedIn::new(self.user, now),
            Interaction::Consent(user) => user,
            Interaction::Nothing(granted) => granted.signed_in,
        };
        let asked = pending.scope().clone();
        let issued =
            self.provider.grant(pending, Decision::Granted(Granted::new(user, asked)), now)?;
        self.store.put_code(issued.record());
        Ok(issued.into_response())
    }

    /// Every other endpoint, and nothing at any other address.
    pub(crate) fn answer(
        &mut self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Response<Vec<u8>> {
        let ours = request.uri().host() == Some("op.example");
        let get = request.method() == Method::GET;
        match request.uri().path() {
            "/.well-known/openid-configuration" if ours && get => {
                self.provider.discovery_response(3600).unwrap()
            }
            JWKS if ours && get => self.provider.jwks_response(3600),
            TOKEN if ours => self.token(request, now).unwrap_or_else(|refusal| {
                if let Some(grant) = refusal.revoke() {
                    self.store.revoke(grant);
                }
                refusal.into_response()
            }),
            USER_INFO if ours => {
                self.user_info(request, now).unwrap_or_else(UserInfoRefusal::into_response)
            }
            _ => Response::builder().status(StatusCode::NOT_FOUND).body(Vec::new()).unwrap(),
        }
    }

    fn token(
        &mut self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Response<Vec<u8>>, TokenRefusal> {
        let request = TokenRequest::from_http(request)?;
        let client = self.client(request.client_id());
        let client = self.provider.authenticate(&request, client.as_ref(), now)?;
        // Assertions are not what this client authenticates with.
        assert!(client.keys().is_empty());
        let client = client.accept(FirstUse::Confirmed)?;
        let issued = match self.provider.presented(&request)? {
            Presented::Code(code) => {
                let code = self.store.take_code(&code);
                self.provider.redeem(&request, &client, code, Object::new(), now)?
            }
            Presented::RefreshToken(token) => {
                let token = self.store.take_refresh_token(&token);
                self.provider.refresh(&request, &client, token, Object::new(), now)?
            }
        };
        let storing = self.store.put_tokens(issued.records());
        issued.into_response(storing)
    }

    fn user_info(
        &self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Response<Vec<u8>>, UserInfoRefusal> {
        let request = UserInfoRequest::from_http(request)?;
        let record = self.store.access_token(&self.provider.fingerprint(request.access_token()));
        let access = self.provider.user_info(&request, record, now)?;
        let mut known = StandardClaims::new();
        known.email = Some(format!("{}@example.com", access.subject()));
        known.email_verified = Some(true);
        Ok(access.respond(&known, Object::new()))
    }

    fn client(&self, client_id: &ClientId) -> Option<Client> {
        (*client_id == self.client.client_id).then(|| self.client.clone())
    }
}

fn metadata() -> ProviderMetadata {
    let endpoint = |path| Endpoint::new(&format!("{ISSUER}{path}")).unwrap();
    let mut metadata = ProviderMetadata::new(
        Issuer::new(ISSUER).unwrap(),
        endpoint(AUTHORIZE),
        endpoint(TOKEN),
        endpoint(JWKS),
        vec!["ES256".to_owned()],
    );
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    metadata.userinfo_endpoint = Some(endpoint(USER_INFO));
    metadata.scopes_supported = texts(&["openid", "email", "offline_access"]);
    metadata.response_modes_supported = texts(&["query"]);
    metadata.grant_types_supported = vec![GrantType::AUTHORIZATION_CODE, GrantType::REFRESH_TOKEN];
    metadata.token_endpoint_auth_methods_supported =
        vec![ClientAuthenticationMethod::CLIENT_SECRET_BASIC];
    metadata.code_challenge_methods_supported = texts(&["S256"]);
    metadata.request_uri_parameter_supported = Some(false);
    metadata.authorization_response_iss_parameter_supported = Some(true);
    metadata
}
