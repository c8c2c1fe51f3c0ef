//! A client or a policy that requires pushed requests, signed request objects, or both, and each way in
//! which an attacker can send a request with less (RFC 9101 §10.5, RFC 9126 §4).

use http::Response;
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::Endpoint;
use symbolon_oauth::pushed::PushedAuthorizationResponse;
use symbolon_oauth::request_object::{RequestObject, RequestObjectRule, RequestObjectUri, hosted};
use symbolon_oauth::{ClientId, EncodedJwt, Parameters, danger};
use symbolon_provider::*;
use symbolon_test_support::metadata::provider_endpoints;

use crate::common::*;

const HOSTED: &str = "https://signer.example/object";

/// How the parameters reach the provider.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Query,
    ByValue,
    ByReference,
    Pushed,
    ObjectPushed,
}

/// What is required.
#[derive(Clone, Copy, Debug)]
struct Required {
    push: bool,
    signature: bool,
    by_client: bool,
}

impl Required {
    const NOTHING: Self = Self { push: false, signature: false, by_client: false };

    fn all() -> Vec<Self> {
        let both = [false, true];
        let of_push = |push| both.map(|signature| (push, signature));
        let pairs = both.into_iter().flat_map(of_push);
        let places = |(push, signature)| both.map(|by_client| Self { push, signature, by_client });
        pairs.flat_map(places).collect()
    }

    fn provider(self, rule: RequestObjectRule) -> Provider {
        let mut settings = RequestObjects::default();
        settings.rule = rule;
        settings.accept_unsigned = true;
        settings.by_reference = true;
        settings.required = self.signature && !self.by_client;
        let mut policy = policy();
        policy.request_objects = Some(settings);
        policy.require_pushed_authorization_requests = self.push && !self.by_client;
        let par = Endpoint::new("https://op.example/par").unwrap();
        let endpoints = provider_endpoints().pushed_authorization_request(par);
        Provider::new(issuer(), endpoints, vec![id_token_key(&op_key())], policy, CRYPTO).unwrap()
    }

    /// Returns a public client, so that everyone can push requests in its name.
    fn client(self) -> RegisteredClient {
        let mut client = signer().public();
        client.request_object_signing_alg = Some(RequestObjectAlgorithm::Unsigned);
        client.request_uris = vec![RequestObjectUri::new(HOSTED).unwrap()];
        client.require_signed_request_object = self.signature && self.by_client;
        client.require_pushed_authorization_requests = self.push && self.by_client;
        client
    }
}

fn valid() -> Form {
    asking().set("client_id", "signer").set("redirect_uri", "https://signer.example/cb")
}

fn object(is_signed: bool) -> EncodedJwt {
    let parameters = Parameters::parse(&valid().encode()).unwrap();
    let object = RequestObject::new(&ClientId::new("signer").unwrap(), &issuer(), parameters);
    if is_signed {
        object.sign(&other_key().signing(&CRYPTO), &CRYPTO, at(0)).unwrap()
    } else {
        danger::write_unsigned_request_object(&object, &CRYPTO, at(0)).unwrap()
    }
}

fn by_value(is_signed: bool) -> Form {
    Form::of(&[("client_id", "signer"), ("request", object(is_signed).expose())])
}

/// Pushes a request. Returns its record, and the query of the browser.
fn push(
    provider: &Provider,
    client: &RegisteredClient,
    form: &Form,
) -> Result<(PushedRequestRecord, Form), &'static str> {
    let request = PushedRequest::from_http(&form.post("/par")).unwrap();
    let client = provider.authenticate_push(&request, Some(client), at(0)).unwrap();
    let client = client.accept(FirstUse::Confirmed).unwrap();
    let unstored = provider.push(request, client, at(0)).map_err(|refusal| refusal.code())?;
    let record = unstored.records().clone();
    let response = unstored.into_response(Stored::Confirmed);
    let answer = PushedAuthorizationResponse::from_http(&response).unwrap();
    let uri = answer.request_uri.expose();
    Ok((record, Form::of(&[("client_id", "signer"), ("request_uri", uri)])))
}

fn arrive(
    provider: &Provider,
    client: &RegisteredClient,
    form: &Form,
    record: Option<PushedRequestRecord>,
    is_signed: bool,
) -> Result<(), &'static str> {
    let request = ReceivedRequest::from_http(&form.get()).unwrap();
    let request = match provider.source(request, Some(client)) {
        RequestSource::Complete(request) => request,
        RequestSource::Pushed(pushed) => pushed.found(record),
        RequestSource::Fetch(fetch) => {
            let answer: Result<Response<Vec<u8>>, ()> = Ok(hosted::to_http(&object(is_signed)));
            fetch.receive(answer)
        }
    };
    let pending = provider.authorize(request, Some(client), at(0));
    pending.map(drop).map_err(|refusal| refusal.reason().code())
}

/// Sends a request in this way. `pushed_to` is the provider at the time of the pushed request.
fn send(
    way: Way,
    is_signed: bool,
    (pushed_to, known): (&Provider, &RegisteredClient),
    (provider, client): (&Provider, &RegisteredClient),
) -> Result<(), &'static str> {
    let (form, record) = match way {
        Way::Query => (valid(), None),
        Way::ByValue => (by_value(is_signed), None),
        Way::ByReference => (Form::of(&[("client_id", "signer"), ("request_uri", HOSTED)]), None),
        Way::Pushed | Way::ObjectPushed => {
            let form = if way == Way::Pushed { valid() } else { by_value(is_signed) };
            let (record, form) = push(pushed_to, known, &form)?;
            (form, Some(record))
        }
    };
    arrive(provider, client, &form, record, is_signed)
}

/// Every way to send a request, and whether its parameters are signed.
fn ways() -> Vec<(Way, bool)> {
    let objects = [Way::ByValue, Way::ByReference, Way::ObjectPushed];
    let signed_or_not = objects.into_iter().flat_map(|way| [(way, false), (way, true)]);
    [(Way::Query, false), (Way::Pushed, false)].into_iter().chain(signed_or_not).collect()
}

#[test]
fn attack_107_a_request_with_less_than_what_is_required_is_refused_in_every_way() {
    for rule in [RequestObjectRule::ObjectOnly, RequestObjectRule::ObjectWins] {
        for required in Required::all() {
            let (provider, client) = (required.provider(rule), required.client());
            let (before, known) = (Required::NOTHING.provider(rule), Required::NOTHING.client());
            for (way, is_signed) in ways() {
                let was_pushed = matches!(way, Way::Pushed | Way::ObjectPushed);
                let is_enough =
                    (was_pushed || !required.push) && (is_signed || !required.signature);
                let now = (&provider, &client);
                let outcome = send(way, is_signed, now, now);
                let case = format!("{rule:?} {required:?} {way:?} {is_signed} {outcome:?}");
                assert_eq!(outcome.is_ok(), is_enough, "{case}");
                // The requirement was added between the pushed request and the browser's request.
                let late = send(way, is_signed, (&before, &known), now);
                assert_eq!(late.is_ok(), is_enough, "late: {case}");
            }
        }
    }
}

/// The cost of the rule: what is required is a signed object, and the rest of the request counts, too.
#[test]
fn core_6_3_3_a_required_signature_does_not_cover_parameters_outside_the_object() {
    let required = Required { push: false, signature: true, by_client: true };
    let request = by_value(true).set("login_hint", "mallory").set("state", "evil");
    for (rule, hint) in
        [(RequestObjectRule::ObjectOnly, None), (RequestObjectRule::ObjectWins, Some("mallory"))]
    {
        let (provider, client) = (required.provider(rule), required.client());
        let pending = authorize_as(&provider, Some(&client), &request.get()).unwrap();
        assert_eq!(pending.login_hint(), hint, "{rule:?}");
        let denied = provider.respond(pending, Decision::Denied, at(0)).unwrap_err();
        let Refusal::ToClient(denied) = denied else {
            panic!("the operator registered the client")
        };
        assert_eq!(response_of(&denied.into_response()).get("state"), Some(STATE), "{rule:?}");
    }
}
