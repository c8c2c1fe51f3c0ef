//! Requests that the client writes (kind I), and access tokens that it sends (kind F).

use http::Request;
use symbolon_case_tests::case;
use symbolon_oauth::obligation::{AddressFrom, address};
use symbolon_oauth::{
    AccessToken, AuthorizationRequest, ClientAuthenticationMethod, ClientId, RedirectUri,
    ResponseType, bearer, danger,
};
use symbolon_provider::RegisteredClient;

#[test]
fn redirect_uri_http_confidential() {
    let Some(case) = case("redirect-uri-http-confidential") else { return };
    let text = case.part("/redirect_uri").as_str().unwrap();
    let error = RedirectUri::new(text).unwrap_err();
    assert_eq!(error.code(), "redirect_uri.scheme");
    assert!(error.to_string().contains("`danger::http_redirect_uri`"), "{error}");
    let allowed = danger::http_redirect_uri(text).unwrap();
    assert!(allowed.is_unencrypted());

    // A provider reads the request, and finds the URI among those of the client.
    let id = ClientId::new("web").unwrap();
    let client = RegisteredClient::new(id.clone(), vec![allowed.clone()]);
    assert_ne!(client.token_endpoint_auth_method, ClientAuthenticationMethod::NONE);
    let mut request = AuthorizationRequest::new(ResponseType::CODE, id);
    request.redirect_uri = Some(allowed.clone());
    let read = AuthorizationRequest::from_parameters(request.to_parameters()).unwrap();
    let asked = read.redirect_uri.unwrap();
    assert!(client.redirect_uris.iter().any(|registered| asked.matches(registered)));
    assert!(!asked.matches(&RedirectUri::new("https://app.lan/cb").unwrap()));
}

#[test]
fn redirect_uri_scheme_without_period() {
    let Some(case) = case("redirect-uri-scheme-without-period") else { return };
    let text = case.part("/redirect_uri").as_str().unwrap();
    let error = RedirectUri::new(text).unwrap_err();
    assert_eq!(error.code(), "redirect_uri.scheme");
    assert!(error.to_string().contains("`RedirectUri::private_scheme_without_period`"), "{error}");
    let uri = RedirectUri::private_scheme_without_period(text).unwrap();
    let mut request = AuthorizationRequest::new(ResponseType::CODE, ClientId::new("app").unwrap());
    request.redirect_uri = Some(uri);
    let url = request.clone().into_url(&"https://login.example/authorize".parse().unwrap());
    assert!(
        url.as_str().contains("redirect_uri=msal5a434691-ccb2-4fd1-b97b-000000000000%3A%2F%2F")
    );
    // A provider refuses the scheme.
    assert!(AuthorizationRequest::from_parameters(request.to_parameters()).is_err());
}

/// panva/node-oidc-provider #830 (`vcclient://openid`), teranetsrl/oauth2_client #188 (`msauth://`),
/// actionhero/keryx #502 (`vscode://`, `cursor://`).
#[test]
fn schemes_of_apps_are_accepted_by_name_and_schemes_of_browsers_never() {
    for text in [
        "vcclient://openid",
        "msauth://com.package.id/SomeHash%2F9T88%3D",
        "vscode://publisher.extension/cb",
        "cursor://anysphere.cursor-mcp/cb",
    ] {
        assert!(RedirectUri::new(text).is_err(), "{text}");
        assert!(RedirectUri::private_scheme_without_period(text).is_ok(), "{text}");
    }
    for text in ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"] {
        assert!(RedirectUri::private_scheme_without_period(text).is_err(), "{text}");
        assert!(danger::http_redirect_uri(text).is_err(), "{text}");
    }
}

/// better-auth/better-auth #11277: a self-hosted app at `homelab.lan`, without TLS.
#[test]
fn an_app_in_a_home_network_is_accepted_by_name() {
    for text in ["http://homelab.lan/api/auth/callback", "http://192.168.1.20:3000/cb"] {
        assert!(RedirectUri::new(text).is_err(), "{text}");
        let uri = danger::http_redirect_uri(text).unwrap();
        assert!(uri.is_unencrypted() && uri.matches(&uri));
    }
    assert!(danger::http_redirect_uri("http://homelab.lan@evil.example/cb").is_err());
}

#[test]
fn salesforce_access_token() {
    let Some(case) = case("salesforce-access-token") else { return };
    let text = case.part("/access_token").as_str().unwrap();
    let mut request = Request::get("https://op.example/userinfo").body(Vec::<u8>::new()).unwrap();
    bearer::authorize(&mut request, &AccessToken::parse(text.to_owned()).unwrap()).unwrap();
    assert_eq!(request.headers()["authorization"], format!("Bearer {text}"));
}

/// symfony/symfony #38609: tokens of Login with Amazon contain `|`. unfiltered/unfiltered #16: `$`.
/// apache/httpcomponents-client #863: a line break in a token added a header.
#[test]
fn access_tokens_of_any_printable_ascii_are_sent_and_others_are_not() {
    let send = |text: &str| {
        let mut request = Request::get("https://op.example/userinfo").body(()).unwrap();
        bearer::authorize(&mut request, &AccessToken::new(text.to_owned()))?;
        Ok::<_, bearer::BearerError>(
            request.headers()["authorization"].to_str().unwrap().to_owned(),
        )
    };
    for text in ["Atza|IwEBIP_aN-yCg", "$2a$10$abc", "a^b#c", "a=b,c;d \"e\" \\f"] {
        assert_eq!(send(text), Ok(format!("Bearer {text}")));
    }
    for text in ["a\r\nX-Admin: 1", "a\nb", "a\0", "a\tb", "é", "", " a", "a "] {
        assert_eq!(send(text), Err(bearer::BearerError::Malformed), "{text:?}");
    }
}

/// CVE-2026-1180 (Keycloak), gravitee-io/graviteeio-access-management #8532: an address that another
/// party wrote leads to the metadata service of a cloud.
#[test]
fn an_address_of_another_party_does_not_lead_into_the_own_network() {
    let issuer = symbolon_test_support::names::issuer();
    for uri in [
        "https://169.254.169.254/latest/meta-data/",
        "https://0xa9fea9fe/",
        "https://[::ffff:169.254.169.254]/",
        "https://[fd00:ec2::254]/",
        "https://metadata.google.internal/",
        "https://localhost./",
        "https://2130706433/",
    ] {
        let uri = uri.parse().unwrap();
        assert_eq!(AddressFrom::of(&uri, &issuer), AddressFrom::Provider, "{uri}");
        assert!(address::check_uri(&uri).is_err(), "{uri}");
    }
}
