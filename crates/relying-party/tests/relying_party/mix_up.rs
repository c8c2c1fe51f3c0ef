//! Mix-up between providers (RFC 9700 §4.4): a response arrives at the redirect URI of another
//! provider, or does not say who sent it.

use http::{Method, Request, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::{Endpoint, ProviderMetadata};
use symbolon_jose::Excerpt;
use symbolon_oauth::{Issuer, Parameters, RedirectUri, ResponseMode};
use symbolon_relying_party::{
    Callback, CallbackError, IssParameter, MalformedCallback, RelyingParties, RelyingPartiesError,
    RelyingParty,
};

use crate::attempt::signed_in;
use crate::parties::{ISSUER, client, metadata, now, parameters, rp};

const OTHER: &str = "https://as2.example";

fn uri(text: &str) -> RedirectUri {
    RedirectUri::new(text).unwrap()
}

fn issuer(text: &str) -> Issuer {
    Issuer::new(text).unwrap()
}

/// Returns the metadata of the second provider.
fn other_metadata() -> ProviderMetadata {
    let mut metadata = metadata();
    metadata.issuer = issuer(OTHER);
    metadata.token_endpoint = Some(Endpoint::new("https://as2.example/token").unwrap());
    metadata
}

fn with_iss(mut metadata: ProviderMetadata) -> RelyingParty {
    metadata.authorization_response_iss_parameter_supported = Some(true);
    RelyingParty::new(metadata, client(), &CRYPTO).unwrap()
}

fn without_iss(metadata: ProviderMetadata) -> RelyingParty {
    RelyingParty::new(metadata, client(), &CRYPTO).unwrap()
}

fn both(one: &str, other: &str) -> Result<RelyingParties, RelyingPartiesError> {
    RelyingParties::new(vec![(rp(), uri(one)), (without_iss(other_metadata()), uri(other))])
}

/// Begins a login with this redirect URI, and finishes it with a response that arrives at this
/// address. `{state}` stands for the right state.
fn finish(redirect_uri: &str, arrived: &str) -> Result<(), CallbackError> {
    let rp = rp();
    let (_, pending) = rp.login(&uri(redirect_uri)).begin(now()).unwrap();
    let arrived = arrived.replace("{state}", pending.state().expose());
    let callback = match arrived.starts_with('/') {
        true => Callback::from_http(&Request::get(arrived).body(Vec::new()).unwrap()).unwrap(),
        false => Callback::from_uri(&arrived).unwrap(),
    };
    rp.finish(pending, callback, rp.key_cache()).map(|_| ())
}

#[test]
fn attack_078_a_response_arrives_at_the_redirect_uri_of_another_provider() {
    // The user chose the provider of the attacker, which redirected the browser to the honest
    // provider with the state of this login. The honest provider responds to its own redirect URI.
    let parties =
        both("https://client.example/cb/attacker", "https://client.example/cb/honest").unwrap();
    let attacker = issuer(ISSUER);
    let (_, pending) = parties.login(&attacker).unwrap().begin(now()).unwrap();
    let arrived = format!("/cb/honest?code=a&state={}", pending.state().expose());
    let callback = Callback::from_http(&Request::get(arrived).body(Vec::new()).unwrap()).unwrap();
    let keys = parties.get(&attacker).unwrap().key_cache();
    let error = parties.finish(pending, callback, keys).unwrap_err();
    let expected = Box::new(uri("https://client.example/cb/attacker"));
    assert_eq!(error, CallbackError::RedirectUri { found: Excerpt::new("/cb/honest"), expected });
    assert_eq!(error.code(), "callback.redirect_uri");
}

#[test]
fn attack_078_where_a_response_may_arrive() {
    for (redirect_uri, arrived, accepted) in [
        ("https://c.example/cb", "/cb?code=a&state={state}", true),
        ("https://c.example/cb", "/cb?code=a&state={state}&tenant=1", true),
        ("https://c.example/cb", "/cb/?code=a&state={state}", false),
        ("https://c.example/cb", "/CB?code=a&state={state}", false),
        ("https://c.example/cb", "/cb/other?code=a&state={state}", false),
        ("https://c.example/cb", "//c.example/cb?code=a&state={state}", false),
        ("https://c.example/cb?op=1", "/cb?op=1&code=a&state={state}", true),
        ("https://c.example/cb?op=1", "/cb?code=a&state={state}&op=1", true),
        ("https://c.example/cb?op=1", "/cb?op=2&code=a&state={state}", false),
        ("https://c.example/cb?op=1", "/cb?code=a&state={state}", false),
        ("https://c.example", "/?code=a&state={state}", true),
        ("https://c.example/a%20b", "/a%20b?code=a&state={state}", true),
        // The whole URI is known: scheme, host and port count too.
        ("https://c.example/cb", "https://c.example/cb?code=a&state={state}", true),
        ("https://c.example/cb", "https://C.example:443/cb?code=a&state={state}#x", true),
        ("https://c.example/cb", "https://evil.example/cb?code=a&state={state}", false),
        ("https://c.example/cb", "http://c.example/cb?code=a&state={state}", false),
        ("https://c.example/cb", "https://c.example:8443/cb?code=a&state={state}", false),
        ("http://127.0.0.1:4000/cb", "http://127.0.0.1:4000/cb?code=a&state={state}", true),
        ("http://127.0.0.1:4000/cb", "http://127.0.0.1:4001/cb?code=a&state={state}", false),
        ("com.example.app:/cb", "com.example.app:/cb?code=a&state={state}", true),
        ("com.example.app:/cb", "com.example.other:/cb?code=a&state={state}", false),
    ] {
        let found = finish(redirect_uri, arrived);
        let code = found.err().map(|error| error.code());
        let expected = (!accepted).then_some("callback.redirect_uri");
        assert_eq!(code, expected, "{redirect_uri} {arrived}");
    }
}

#[test]
fn attack_078_the_request_of_a_proxy_has_another_scheme_and_host() {
    // An HTTP/2 server behind a proxy sees an absolute URI of the connection to the proxy.
    let rp = rp();
    let (_, pending) = rp.login(&uri("https://client.example/cb")).begin(now()).unwrap();
    let arrived = format!("http://10.0.0.7:8080/cb?code=a&state={}", pending.state().expose());
    let callback = Callback::from_http(&Request::get(arrived).body(Vec::new()).unwrap()).unwrap();
    assert!(rp.finish(pending, callback, rp.key_cache()).is_ok());
}

#[test]
fn attack_078_the_caller_can_say_where_the_response_arrived() {
    for (arrived, accepted) in [
        ("/app/cb", true),
        ("https://client.example/app/cb", true),
        ("https://evil.example/app/cb", false),
        ("/cb", false),
    ] {
        let rp = rp();
        let (_, pending) = rp.login(&uri("https://client.example/app/cb")).begin(now()).unwrap();
        let seen = format!("/cb?code=a&state={}", pending.state().expose());
        let callback = Callback::from_http(&Request::get(seen).body(Vec::new()).unwrap()).unwrap();
        let callback = callback.arrived_at(arrived).unwrap();
        let result = rp.finish(pending, callback, rp.key_cache());
        assert_eq!(result.is_ok(), accepted, "{arrived}");
    }
    let request = Request::get("/cb?code=a&state=b").body(Vec::new()).unwrap();
    let error = Callback::from_http(&request).unwrap().arrived_at("cb").unwrap_err();
    assert_eq!((error.code(), error), ("callback.uri", MalformedCallback::Uri));
}

#[test]
fn attack_078_a_posted_response_has_the_query_of_its_redirect_uri() {
    for (arrived, accepted) in [("/cb?op=1", true), ("/cb?op=2", false), ("/cb", false)] {
        let rp = rp();
        let login = rp.login(&uri("https://client.example/cb?op=1"));
        let (_, pending) = login.response_mode(ResponseMode::FORM_POST).begin(now()).unwrap();
        let request = Request::builder()
            .method(Method::POST)
            .uri(arrived)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(format!("code=a&state={}", pending.state().expose()).into_bytes())
            .unwrap();
        let callback = Callback::from_http(&request).unwrap();
        assert_eq!(rp.finish(pending, callback, rp.key_cache()).is_ok(), accepted, "{arrived}");
    }
}

#[test]
fn attack_078_two_providers_need_distinct_redirect_uris_or_iss() {
    for (one, other) in [
        ("https://c.example/cb", "https://c.example/cb"),
        ("https://c.example/cb", "https://c.example/cb?op=2"),
        ("https://c.example/cb?op=1", "https://c.example/cb?provider=2"),
        // Behind a proxy, the host of a request is not known.
        ("https://one.example/cb", "https://two.example/cb"),
        // Behind a proxy that decodes escapes, both paths are the same.
        ("https://c.example/cb/a", "https://c.example/cb/%61"),
        ("https://c.example/cb/%C3%A9", "https://c.example/cb/%c3%a9"),
    ] {
        let error = both(one, other).unwrap_err();
        assert_eq!(error.code(), "relying_parties.mix_up");
        let expected = RelyingPartiesError::MixUp {
            first: Box::new((issuer(ISSUER), uri(one))),
            second: Box::new((issuer(OTHER), uri(other))),
        };
        assert_eq!(error, expected);
    }
    for (one, other) in [
        ("https://c.example/cb/1", "https://c.example/cb/2"),
        ("https://c.example/cb?op=1", "https://c.example/cb?op=2"),
        ("https://c.example/cb/a+b", "https://c.example/cb/a%20b"),
        ("https://c.example/cb/a&b", "https://c.example/cb/a=b"),
    ] {
        assert!(both(one, other).is_ok(), "{one} {other}");
    }
}

#[test]
fn attack_078_a_shared_redirect_uri_needs_iss_from_both_providers() {
    let shared = || uri("https://client.example/cb");
    let parties = |one, other| RelyingParties::new(vec![(one, shared()), (other, shared())]);
    let mut required = client();
    required.policy.iss_parameter = IssParameter::Required;
    let required = RelyingParty::new(other_metadata(), required, &CRYPTO).unwrap();

    assert!(parties(with_iss(metadata()), without_iss(other_metadata())).is_err());
    assert!(parties(without_iss(metadata()), with_iss(other_metadata())).is_err());
    assert!(parties(with_iss(metadata()), required).is_ok());

    let parties = parties(with_iss(metadata()), with_iss(other_metadata())).unwrap();
    for (iss, code) in [
        ("", Some("iss.missing")),
        ("&iss=https://as2.example", Some("iss.mismatch")),
        ("&iss=https://op.example", None),
    ] {
        let (_, pending) = parties.login(&issuer(ISSUER)).unwrap().begin(now()).unwrap();
        let arrived = format!("/cb?code=a&state={}{iss}", pending.state().expose());
        let request = Request::get(arrived).body(Vec::new()).unwrap();
        let callback = Callback::from_http(&request).unwrap();
        let keys = parties.get(pending.issuer()).unwrap().key_cache();
        let result = parties.finish(pending, callback, keys);
        assert_eq!(result.err().map(|error| error.code()), code, "{iss}");
    }
}

#[test]
fn attack_078_finish_uses_the_provider_of_the_login() {
    use symbolon_relying_party::{Flow, Step};
    let parties = both("https://client.example/cb/1", "https://client.example/cb/2").unwrap();
    for (provider, path, endpoint) in [
        (ISSUER, "/cb/1", "https://op.example/token"),
        (OTHER, "/cb/2", "https://as2.example/token"),
    ] {
        let (url, pending) = parties.login(&issuer(provider)).unwrap().begin(now()).unwrap();
        assert!(parameters(&url).get("redirect_uri").unwrap().ends_with(path));
        let uri = format!("{path}?code=a&state={}", pending.state().expose());
        let request = Request::get(uri).body(Vec::new()).unwrap();
        let keys = parties.get(&issuer(provider)).unwrap().key_cache();
        let callback = Callback::from_http(&request).unwrap();
        let mut flow = parties.finish(pending, callback, keys).unwrap();
        let Ok(Step::Send(request)) = flow.start(now()) else { panic!("no token request") };
        assert_eq!(request.uri(), endpoint);
    }
    assert!(parties.login(&issuer("https://as3.example")).is_none());
}

#[test]
fn attack_078_a_login_of_another_list_of_providers_is_refused() {
    let parties = both("https://client.example/cb/1", "https://client.example/cb/2").unwrap();
    let finish = |rp: &RelyingParty, redirect_uri: &str| {
        let (_, pending) = rp.login(&uri(redirect_uri)).begin(now()).unwrap();
        let query = format!("code=a&state={}", pending.state().expose());
        let parameters = Parameters::parse(&query).unwrap();
        let callback =
            Callback::from_parameters(&format!("{redirect_uri}?{query}"), parameters).unwrap();
        parties.finish(pending, callback, rp.key_cache()).map(|_| ())
    };
    let mut third = metadata();
    third.issuer = issuer("https://as3.example");
    let error = finish(&without_iss(third), "https://client.example/cb/1").unwrap_err();
    let found = Box::new(issuer("https://as3.example"));
    assert_eq!(error, CallbackError::UnknownProvider { found });

    let error = finish(&rp(), "https://client.example/cb/2").unwrap_err();
    let [found, expected] = ["https://client.example/cb/2", "https://client.example/cb/1"]
        .map(|text| Box::new(uri(text)));
    assert_eq!(error, CallbackError::OtherRedirectUri { found, expected });
    assert_eq!(finish(&rp(), "https://client.example/cb/1"), Ok(()));
}

#[test]
fn each_provider_has_one_relying_party() {
    let parties = vec![
        (rp(), uri("https://client.example/cb/1")),
        (rp(), uri("https://client.example/cb/2")),
    ];
    let error = RelyingParties::new(parties).unwrap_err();
    assert_eq!(error, RelyingPartiesError::SameIssuer { issuer: issuer(ISSUER) });
    assert_eq!(error.code(), "relying_parties.same_issuer");
}

#[test]
fn rfc6749_10_4_the_tokens_of_a_session_belong_to_one_relying_party() {
    let parties = both("https://client.example/cb/1", "https://client.example/cb/2").unwrap();
    let (session, _) = signed_in();
    assert_eq!(parties.of(&session).unwrap().issuer().as_str(), ISSUER);
    let (mut session, _) = signed_in();
    session.authentication.iss = issuer("https://as3.example");
    assert!(parties.of(&session).is_none());
}

#[test]
fn attack_126_a_callback_does_not_print_its_code() {
    let callback = Callback::from_uri("https://c.example/cb?code=s3cret&state=s3cret").unwrap();
    let printed = format!("{callback:?}");
    assert!(!printed.contains("s3cret"), "{printed}");
    assert!(printed.contains("https://c.example:443/cb"), "{printed}");
}

#[test]
fn attack_078_a_provider_that_is_added_later_is_checked_in_the_same_way() {
    let (one, shared) = (uri("https://client.example/cb/1"), uri("https://client.example/cb/1"));
    let mut all = RelyingParties::new(vec![(without_iss(metadata()), one)]).unwrap();
    let error = all.add(without_iss(other_metadata()), shared).unwrap_err();
    assert_eq!(error.code(), "relying_parties.mix_up");
    let other = other_metadata().issuer;
    assert!(all.get(&other).is_none());
    all.add(without_iss(other_metadata()), uri("https://client.example/cb/2")).unwrap();
    assert!(all.login(&other).is_some());
    let again = all.add(without_iss(other_metadata()), uri("https://client.example/cb/3"));
    assert_eq!(again.unwrap_err().code(), "relying_parties.same_issuer");

    assert_eq!(all.remove(&other).unwrap().issuer(), &other);
    assert!(all.remove(&other).is_none() && all.login(&other).is_none());
    all.add(without_iss(other_metadata()), uri("https://client.example/cb/3")).unwrap();
}
