//! One line of text, read by every type that has a grammar: URIs, issuers, scopes, codes.

use std::fmt::Debug;

use http::{HeaderValue, Uri};
use symbolon_discovery::Endpoint;
use symbolon_oauth::obligation::address::{check_ip, check_uri as check_uri_address};
use symbolon_oauth::{
    AccessToken, AuthorizationCode, ClientId, CodeChallenge, CodeVerifier, EncodedJwt, ErrorCode,
    Issuer, PageUrl, Parameters, RedirectUri, RedirectUriError, RefreshToken, ResponseType, Scope,
    State, TokenType, check_uri, danger,
};
use url::{Host, Url};

use crate::checksum::CHECKSUM;
use crate::{Accepted, text};

/// Reads a text as each type. An accepted text is kept as it was written, and is read again as the
/// same value. The input counts as accepted when at least one type accepts it.
pub(crate) fn identifiers(data: &[u8]) -> Option<Accepted> {
    let text = text(data)?;
    let accepted = [
        uris(text),
        scope(text),
        response_type(text),
        kept(text, ClientId::new(text).ok().as_ref().map(ClientId::as_str)),
        kept(text, ErrorCode::new(text).ok().as_ref().map(ErrorCode::as_str)),
        kept(text, TokenType::new(text).ok().as_ref().map(TokenType::as_str)),
        kept(text, CodeChallenge::parse(text).ok().as_ref().map(CodeChallenge::as_str)),
        secrets(text),
    ];
    accepted.contains(&true).then_some(Accepted)
}

fn kept(text: &str, read: Option<&str>) -> bool {
    if let Some(read) = read {
        assert_eq!(read, text);
    }
    read.is_some()
}

fn uris(text: &str) -> bool {
    let redirect = RedirectUri::new(text);
    if let Ok(uri) = &redirect {
        assert_eq!(uri.as_str(), text);
        assert!(uri.matches(uri));
        same_place(text);
        // RFC 6749 §3.1.2: the query is kept, and the response comes after it.
        let mut response = Parameters::new();
        response.push("code", "c");
        response.push("state", "s");
        let location = uri.append(&response);
        assert!(location.starts_with(text) && location.ends_with("code=c&state=s"));
        assert!(HeaderValue::from_str(&location).is_ok(), "no Location: {location}");
    }
    let issuer = Issuer::new(text);
    if let Ok(issuer) = &issuer {
        assert_eq!(issuer.as_str(), text);
        assert!(issuer.is_https() && Issuer::on_loopback(text).as_ref() == Ok(issuer));
        same_place(text);
        let request = symbolon_discovery::request(issuer);
        assert!(request.is_ok(), "{:?}", request.err());
    }
    let endpoint = Endpoint::new(text);
    if let Ok(endpoint) = &endpoint {
        assert_eq!(endpoint.as_str(), text);
        same_place(text);
    }
    let page = PageUrl::new(text);
    if let Ok(page) = &page {
        assert_eq!(page.as_str(), text);
        assert!(text.is_ascii());
    }
    let by_name = redirect_by_name(text, &redirect);
    let address = address(text);
    redirect.is_ok() || issuer.is_ok() || endpoint.is_ok() || page.is_ok() || by_name || address
}

/// The functions that accept more than `RedirectUri::new` accept also everything that it accepts, and
/// never a URI that a browser would run.
fn redirect_by_name(text: &str, redirect: &Result<RedirectUri, RedirectUriError>) -> bool {
    let more = [danger::http_redirect_uri(text), RedirectUri::private_scheme_without_period(text)];
    for uri in more.iter().flatten() {
        assert_eq!(uri.as_str(), text);
        assert!(!text.starts_with("javascript:") && !text.starts_with("data:"));
        same_place(text);
    }
    assert!(redirect.is_err() || more.iter().all(Result::is_ok));
    more.iter().any(Result::is_ok)
}

/// Judges the text as the address of a request. If the host is an IP address, the judgement is that
/// of the IP address. An accepted host never is this machine.
fn address(text: &str) -> bool {
    let Ok(uri) = text.parse::<Uri>() else { return false };
    let judged = check_uri_address(&uri);
    let Ok(url) = Url::parse(&uri.to_string()) else { return false };
    let by_ip = match url.host() {
        Some(Host::Ipv4(ip)) => check_ip(ip.into()),
        Some(Host::Ipv6(ip)) => check_ip(ip.into()),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            assert!(judged.is_err() || (name != "localhost" && !name.ends_with(".localhost")));
            return true;
        }
        None => return false,
    };
    if judged.is_ok() {
        assert_eq!(by_ip, Ok(()));
    }
    true
}

/// Checks that a URI which this crate accepts leads a browser to the same host.
fn same_place(text: &str) {
    assert_eq!(check_uri(text), Ok(()));
    let url = Url::parse(text).expect("a browser reads it too");
    let (scheme, rest) = text.split_once(':').expect("it has a scheme");
    assert_eq!(url.scheme(), scheme);
    assert_eq!((url.username(), url.password(), url.fragment()), ("", None, None));
    if let ("https" | "http", Some(rest)) = (scheme, rest.strip_prefix("//")) {
        let authority = rest.split(['/', '?']).next().unwrap_or_default().to_ascii_lowercase();
        let host = url.host_str().expect("an http URI has a host");
        assert!(authority.starts_with(host), "{host} is not in {authority}");
        assert!(matches!(authority.strip_prefix(host), Some(port)
            if port.is_empty() || port.starts_with(':')));
    }
}

fn scope(text: &str) -> bool {
    let of_response = Scope::from_response(text);
    let Ok(scope) = Scope::parse(text) else { return of_response.is_ok() };
    assert!(of_response.is_err() || of_response.as_ref() == Ok(&scope));
    assert_eq!(Scope::parse(&scope.to_string()).as_ref(), Ok(&scope));
    assert!(text.split(' ').all(|token| scope.contains(token)));
    true
}

fn response_type(text: &str) -> bool {
    let Ok(read) = ResponseType::new(text) else { return false };
    assert_eq!(ResponseType::new(read.as_str()).as_ref(), Ok(&read));
    assert_eq!(read.as_str().len(), text.len());
    true
}

/// Reads the secret types, and checks that `Debug` does not print their texts.
fn secrets(text: &str) -> bool {
    let hidden = |secret: &dyn Debug, exposed: &str, name: &str| {
        assert_eq!(exposed, text);
        assert_eq!(format!("{secret:?}"), name);
        true
    };
    let owned = || text.to_owned();
    let verifier = CodeVerifier::parse(owned()).is_ok_and(|verifier| {
        assert_eq!(verifier.challenge(&CHECKSUM).as_str().len(), 43);
        hidden(&verifier, verifier.expose(), "CodeVerifier")
    });
    let jwt = EncodedJwt::parse(owned()).is_ok_and(|it| hidden(&it, it.expose(), "EncodedJwt"));
    let code = AuthorizationCode::parse(owned())
        .is_ok_and(|it| hidden(&it, it.expose(), "AuthorizationCode"));
    let access =
        AccessToken::parse(owned()).is_ok_and(|it| hidden(&it, it.expose(), "AccessToken"));
    let refresh =
        RefreshToken::parse(owned()).is_ok_and(|it| hidden(&it, it.expose(), "RefreshToken"));
    let state = State::parse(owned()).is_ok_and(|it| {
        assert_eq!(it.expose(), text);
        true
    });
    verifier || jwt || code || access || refresh || state
}
