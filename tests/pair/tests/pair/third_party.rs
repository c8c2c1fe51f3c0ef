//! A login that the provider starts with a link to the relying party, and links that were changed on
//! their way through the browser.

use http::Request;
use symbolon_oauth::{Parameters, ResponseType};
use symbolon_relying_party::{LoginRequest, OwnOrigins, ThirdPartyLogin};
use symbolon_test_support::carried::carried;
use symbolon_test_support::clock::now;
use symbolon_test_support::names::redirect_uri;

use crate::flows::{Arriving, World};

const TARGET: &str = "https://client.example/orders?open=1#seven";

/// Returns the login that a link with this query starts, or the code of the error.
fn start(world: &World, query: &str) -> Result<LoginRequest, &'static str> {
    let link = format!("https://client.example/start?{query}");
    let request = Request::get(link).body(Vec::new()).unwrap();
    let request = ThirdPartyLogin::from_http(&request).map_err(|error| error.code())?;
    let own = OwnOrigins::of(&redirect_uri());
    let login = world.rp.third_party_login(&request, &redirect_uri(), &own);
    login.map_err(|error| error.code())
}

#[test]
fn core_4_the_provider_starts_a_login_of_every_response_type() {
    for (seed, response_type) in (70..).zip(ResponseType::ALL) {
        let mut world = World::new(seed);
        let link = world.op.link("alice", TARGET);
        let login = start(&world, link.query().unwrap()).unwrap();
        let login = login.scope("email").response_type(response_type.clone());
        let (url, pending) = login.begin(now()).unwrap();
        let sent = Parameters::parse(url.query().unwrap()).unwrap();
        assert_eq!(sent.get("login_hint"), Some("alice"));
        assert_eq!(pending.return_to(), Some(TARGET));
        let response = world.op.grant(url.as_str(), now()).unwrap();
        let (carrier, parameters) = carried(&response, &redirect_uri()).unwrap();
        let finished = world.finish(Arriving { pending, carrier, parameters }).unwrap();
        let expected = (response_type != ResponseType::NONE).then_some("alice");
        assert_eq!(finished.as_deref(), expected, "{response_type}");
    }
}

#[test]
fn core_4_a_link_that_was_changed_starts_no_other_login() {
    let world = World::new(80);
    let link = world.op.link("alice", TARGET);
    let valid = Parameters::parse(link.query().unwrap()).unwrap();
    let changed = |name: &str, value: &str| {
        let mut parameters = valid.clone();
        parameters.take(name);
        parameters.push(name, value);
        start(&world, &parameters.encode()).map(drop)
    };
    assert_eq!(start(&world, &valid.encode()).map(drop), Ok(()));
    for (name, value, outcome) in [
        ("iss", "", Err("third_party_login.missing_iss")),
        ("iss", "https://op.examplf", Err("third_party_login.other_provider")),
        ("target_link_uri", "", Ok(())),
        ("target_link_uri", "https://client.examplf/orders", Err("own_url.origin")),
        ("target_link_uri", "http://client.example/orders", Err("own_url.origin")),
        ("target_link_uri", "https://client.example/other", Ok(())),
        // A hint is not protected: the provider asks the user anyway.
        ("login_hint", "", Ok(())),
        ("login_hint", "mallory", Ok(())),
        ("tenant", "2", Ok(())),
    ] {
        assert_eq!(changed(name, value), outcome, "{name}: {value}");
    }
    for name in ["iss", "login_hint", "target_link_uri"] {
        let twice = format!("{}&{name}=x", link.query().unwrap());
        assert_eq!(start(&world, &twice).map(drop), Err("parameters.duplicate"), "{name}");
    }
}

#[test]
fn core_4_a_hint_or_a_target_changes_no_other_parameter_of_the_link() {
    let world = World::new(81);
    for hint in [
        "a&iss=https://evil.example",
        "a&target_link_uri=https://evil.example",
        "a#iss=evil",
        "a;iss=evil",
        "%26iss%3Devil",
        "a+b c%20d",
        "a\r\nLocation: https://evil.example",
        "\u{0}\u{202e}é",
    ] {
        let link = world.op.link(hint, TARGET);
        assert!(link.as_str().bytes().all(|byte| byte.is_ascii_graphic()), "{link}");
        let login = start(&world, link.query().unwrap()).unwrap();
        let (url, pending) = login.begin(now()).unwrap();
        assert!(url.as_str().starts_with("https://op.example/authorize?"), "{url}");
        let sent = Parameters::parse(url.query().unwrap()).unwrap();
        assert_eq!(sent.get("login_hint"), Some(hint));
        assert_eq!(sent.get("redirect_uri"), Some(redirect_uri().as_str()));
        assert_eq!(pending.return_to(), Some(TARGET));
        // The same text as a target is refused, because it is not an address of the program.
        let link = world.op.link("alice", hint);
        assert!(start(&world, link.query().unwrap()).is_err(), "{hint}");
    }
}
