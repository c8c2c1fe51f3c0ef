//! The checks of a callback. A callback that fails a check gives no flow, so no request is sent.

use http::{Method, Request, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::ProviderMetadata;
use symbolon_jose::Excerpt;
use symbolon_oauth::iss::IssError;
use symbolon_oauth::{
    ClientId, ErrorCode, Issuer, ParametersError, RedirectUri, ResponseMode, ResponseType,
};
use symbolon_oidc::AcceptedIssuers;
use symbolon_relying_party::{
    Callback, CallbackError, ClientConfiguration, IssParameter, MalformedCallback, RelyingParty,
};
use symbolon_test_support::names::issuer;

use crate::parties::{ISSUER, arriving, begin, client, metadata, now, redirect_uri, rp};

/// Finishes a login with a callback that has this query. `{state}` stands for the right state.
fn finish(rp: &RelyingParty, query: &str) -> Result<(), CallbackError> {
    let (_, pending) = begin(rp);
    let query = query.replace("{state}", pending.state().expose());
    let callback = Callback::from_http(&arriving(&query)).unwrap();
    rp.finish(pending, callback, rp.key_cache()).map(|_| ())
}

fn advertising() -> ProviderMetadata {
    let mut metadata = metadata();
    metadata.authorization_response_iss_parameter_supported = Some(true);
    metadata
}

#[test]
fn core_3_1_2_7_a_callback_with_a_code_and_the_right_state() {
    assert_eq!(finish(&rp(), "code=a&state={state}"), Ok(()));
    // RFC 6749 §4.1.2: unknown parameters are ignored.
    assert_eq!(finish(&rp(), "code=a&state={state}&session_state=x&unknown=y"), Ok(()));
}

#[test]
fn attack_077_state_csrf() {
    let missing = Callback::from_http(&arriving("code=a")).unwrap_err();
    assert_eq!(missing, MalformedCallback::MissingState { error: None });
    let empty = Callback::from_http(&arriving("code=a&state=")).unwrap_err();
    assert_eq!(empty, MalformedCallback::MissingState { error: None });

    for query in ["code=a&state=guess", "code=a&state={state}x", "error=access_denied&state=guess"]
    {
        assert_eq!(finish(&rp(), query), Err(CallbackError::State), "{query}");
    }
}

#[test]
fn attack_077_the_state_of_another_session() {
    let rp = rp();
    let (_, mine) = begin(&rp);
    let (_, other) = begin(&rp);
    let query = format!("code=a&state={}", other.state().expose());
    let callback = Callback::from_http(&arriving(&query)).unwrap();
    let error = rp.finish(mine, callback, rp.key_cache()).unwrap_err();
    assert_eq!(error, CallbackError::State);
}

fn iss_missing() -> CallbackError {
    CallbackError::Iss(IssError::Missing { expected: issuer() })
}

fn iss_mismatch(found: &str) -> CallbackError {
    CallbackError::Iss(IssError::Mismatch { found: Excerpt::new(found), expected: issuer() })
}

#[test]
fn attack_077_an_error_is_returned_only_if_state_and_iss_are_right() {
    let rp = RelyingParty::new(advertising(), client(), &CRYPTO).unwrap();
    let error = "error=access_denied&error_description=call+555-0100";
    assert_eq!(
        finish(&rp, &format!("{error}&state=guess&iss={ISSUER}")),
        Err(CallbackError::State)
    );
    assert_eq!(finish(&rp, &format!("{error}&state={{state}}")), Err(iss_missing()));
    let refused = finish(&rp, &format!("{error}&state={{state}}&iss={ISSUER}")).unwrap_err();
    assert_eq!(refused.code(), "callback.refused");
    let refusal = refused.refusal().unwrap();
    assert_eq!(refusal.error, ErrorCode::ACCESS_DENIED);
    assert_eq!(refusal.error_description.as_deref(), Some("call 555-0100"));
}

#[test]
fn attack_078_iss_of_another_provider() {
    for metadata in [metadata(), advertising()] {
        let rp = RelyingParty::new(metadata, client(), &CRYPTO).unwrap();
        for iss in
            ["https://as2.example", "https://op.example/", "https://OP.example", "op.example"]
        {
            for answer in ["code=a", "error=access_denied"] {
                assert_eq!(
                    finish(&rp, &format!("{answer}&state={{state}}&iss={iss}")),
                    Err(iss_mismatch(iss)),
                    "{answer} {iss}"
                );
            }
        }
    }
}

#[test]
fn attack_078_iss_advertised_and_missing() {
    let rp = RelyingParty::new(advertising(), client(), &CRYPTO).unwrap();
    for query in ["code=a&state={state}", "code=a&state={state}&iss="] {
        assert_eq!(finish(&rp, query), Err(iss_missing()), "{query}");
    }
    assert_eq!(finish(&rp, &format!("code=a&state={{state}}&iss={ISSUER}")), Ok(()));
}

#[test]
fn attack_078_iss_twice() {
    let query = format!("code=a&state=b&iss={ISSUER}&iss=https://as2.example");
    let error = Callback::from_http(&arriving(&query)).unwrap_err();
    let twice = ParametersError::Duplicate { name: Some("iss") };
    assert_eq!(error, MalformedCallback::Parameters(twice));
}

#[test]
fn attack_078_iss_unadvertised_and_right() {
    assert_eq!(finish(&rp(), "code=a&state={state}&iss=https%3A%2F%2Fop.example"), Ok(()));
}

#[test]
fn rfc9207_2_4_policy_can_require_iss() {
    let mut client = client();
    client.policy.iss_parameter = IssParameter::Required;
    let rp = RelyingParty::new(metadata(), client, &CRYPTO).unwrap();
    assert_eq!(finish(&rp, "code=a&state={state}"), Err(iss_missing()));
}

/// Finishes a login with this response type, with a callback that has this fragment.
fn finish_fragment(
    rp: &RelyingParty,
    response_type: ResponseType,
    fragment: &str,
) -> Result<(), CallbackError> {
    let login = rp.login(&redirect_uri()).response_type(response_type);
    let (_, pending) = login.response_mode(ResponseMode::FRAGMENT).begin(now()).unwrap();
    let fragment = fragment.replace("{state}", pending.state().expose());
    let callback = Callback::from_uri(&format!("{}#{fragment}", redirect_uri().as_str())).unwrap();
    rp.finish(pending, callback, rp.key_cache()).map(|_| ())
}

#[test]
fn rfc9207_4_a_response_with_an_id_token_needs_no_iss() {
    let types = [ResponseType::CODE, ResponseType::ID_TOKEN, ResponseType::CODE_ID_TOKEN];
    let of = |mut client: ClientConfiguration| {
        client.response_types = types.to_vec();
        let mut metadata = advertising();
        metadata.response_types_supported = types.to_vec();
        RelyingParty::new(metadata, client, &CRYPTO).unwrap()
    };
    let rp = of(client());
    let hybrid = "code=a&id_token=a.b.c&state={state}";
    for (response_type, answer) in [
        (ResponseType::CODE_ID_TOKEN, hybrid),
        (ResponseType::ID_TOKEN, "id_token=a.b.c&state={state}"),
    ] {
        assert_eq!(finish_fragment(&rp, response_type.clone(), answer), Ok(()), "{answer}");
        let named = format!("{answer}&iss={ISSUER}");
        assert_eq!(finish_fragment(&rp, response_type.clone(), &named), Ok(()));
        let other = format!("{answer}&iss=https://as2.example");
        assert_eq!(
            finish_fragment(&rp, response_type.clone(), &other),
            Err(iss_mismatch("https://as2.example"))
        );
        // An error does not say who sent it, even if an ID Token is beside it.
        let error = format!("{answer}&error=access_denied");
        assert_eq!(finish_fragment(&rp, response_type, &error), Err(iss_missing()));
    }
    // An ID Token that the login did not ask for is not validated.
    assert_eq!(finish_fragment(&rp, ResponseType::CODE, hybrid), Err(iss_missing()));

    let mut strict = client();
    strict.policy.iss_parameter = IssParameter::Required;
    let mut quirky = client();
    let spelling = "op.example".to_owned();
    quirky.quirks.id_token.issuers = AcceptedIssuers::Also(vec![spelling]);
    for client in [strict, quirky] {
        let result = finish_fragment(&of(client), ResponseType::CODE_ID_TOKEN, hybrid);
        assert_eq!(result, Err(iss_missing()));
    }
}

#[test]
fn attack_078_a_login_at_another_provider() {
    let asked = rp();
    let (_, pending) = begin(&asked);
    let mut other = metadata();
    other.issuer = Issuer::new("https://as2.example").unwrap();
    let other = RelyingParty::new(other, client(), &CRYPTO).unwrap();
    let callback = crate::parties::callback(&pending);
    assert_eq!(pending.issuer(), asked.issuer());
    let error = other.finish(pending, callback, other.key_cache()).unwrap_err();
    let [found, expected] = [&asked, &other].map(|rp| Box::new(rp.issuer().clone()));
    assert_eq!(error, CallbackError::OtherProvider { found, expected });
}

#[test]
fn attack_078_a_login_of_another_client() {
    let (_, pending) = begin(&rp());
    let mut other = client();
    other.client_id = ClientId::new("other").unwrap();
    let other = RelyingParty::new(metadata(), other, &CRYPTO).unwrap();
    let callback = crate::parties::callback(&pending);
    let error = other.finish(pending, callback, other.key_cache()).unwrap_err();
    assert_eq!(error.code(), "callback.other_provider");
}

#[test]
fn attack_079_duplicate_callback_parameters() {
    for (query, name) in [
        ("code=a&code=b&state=c", Some("code")),
        ("code=a&state=b&state=c", Some("state")),
        ("code=a&state=b&%73tate=c", Some("state")),
        ("code=a&code=&state=c", Some("code")),
        ("error=a&error=b&state=c", Some("error")),
        ("code=a&state=b&unknown=1&unknown=2", None),
    ] {
        assert_eq!(
            Callback::from_http(&arriving(query)).unwrap_err(),
            MalformedCallback::Parameters(ParametersError::Duplicate { name }),
            "{query}"
        );
    }
}

#[test]
fn attack_079_parameters_in_query_and_body() {
    let post = |uri: &str, body: &str| {
        Request::builder()
            .method(Method::POST)
            .uri(uri)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.as_bytes().to_vec())
            .unwrap()
    };
    let mixed = post("https://client.example/cb?state=a", "code=b");
    let error = Callback::from_http(&mixed).unwrap_err();
    let in_query = ParametersError::QueryAndBody { name: Some("state") };
    assert_eq!(error, MalformedCallback::Parameters(in_query));
    // Form Post Response Mode §2.
    let posted = post(redirect_uri().as_str(), "code=a&state=b");
    assert_eq!(Callback::from_http(&posted).unwrap().state().expose(), "b");
}

#[test]
fn rfc6749_3_1_2_a_form_arrives_at_a_redirect_uri_whose_query_has_a_name_of_a_request() {
    let rp = rp();
    let own = "https://client.example/cb?display=popup&client_id=tenant";
    let login = rp.login(&RedirectUri::new(own).unwrap());
    let (_, pending) = login.response_mode(ResponseMode::FORM_POST).begin(now()).unwrap();
    let body = format!("code=a&state={}", pending.state().expose());
    let posted = Request::post(own)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body.into_bytes())
        .unwrap();
    let callback = Callback::from_http(&posted).unwrap();
    assert!(rp.finish(pending, callback, rp.key_cache()).is_ok());
}

#[test]
fn rfc6749_4_1_2_a_code_or_an_error() {
    for (query, code) in [
        ("state={state}", "authorization_response.missing_code"),
        ("state={state}&code=", "authorization_response.missing_code"),
        ("state={state}&code=a&error=access_denied", "authorization_response.code_and_error"),
        ("state={state}&code=a%0D%0Ab", "code.syntax"),
        ("state={state}&error=%22", "error.syntax"),
    ] {
        assert_eq!(finish(&rp(), query).unwrap_err().code(), code, "{query}");
    }
}

#[test]
fn attack_095_a_state_with_line_breaks() {
    let error = Callback::from_http(&arriving("code=a&state=a%0D%0AX")).unwrap_err();
    assert_eq!(error.code(), "state.syntax");
}

#[test]
fn attack_125_the_whole_state_is_compared() {
    let rp = rp();
    for position in [0, 21, 42] {
        let (_, pending) = begin(&rp);
        let mut state = pending.state().expose().to_owned().into_bytes();
        state[position] = if state[position] == b'A' { b'B' } else { b'A' };
        let query = format!("code=a&state={}", String::from_utf8(state).unwrap());
        let callback = Callback::from_http(&arriving(&query)).unwrap();
        let error = rp.finish(pending, callback, rp.key_cache()).unwrap_err();
        assert_eq!(error, CallbackError::State, "{position}");
    }
}
