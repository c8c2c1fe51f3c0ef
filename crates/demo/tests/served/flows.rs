//! The flows and the response modes, which the user chooses on the start page of the app.

use http::StatusCode;
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, SET_COOKIE};
use url::Url;

use crate::mock::key;
use crate::support::{ALICE, Demo, Outcome, Tab, changed, file, is_page};

/// Returns the authorization request of the app for this choice, and the cookie of the login.
async fn chosen(demo: &Demo, query: &str) -> Result<(Url, String), Box<dyn std::error::Error>> {
    let sent_off = demo.get(&format!("{}/login?{query}", demo.app)).await?;
    let header = |name| sent_off.headers().get(name).ok_or("a header is missing");
    Ok((header(LOCATION)?.to_str()?.parse()?, header(SET_COOKIE)?.to_str()?.to_owned()))
}

fn parameter(request: &Url, name: &str) -> Option<String> {
    let mut pairs = request.query_pairs();
    pairs.find(|(of, _)| of == name).map(|(_, value)| value.into_owned())
}

#[tokio::test]
async fn the_start_page_offers_every_flow_and_its_choice_is_in_the_request() -> Outcome {
    let demo = Demo::start()?;
    let html = demo.get(&format!("{}/", demo.app)).await?.text().await?;
    for flow in ["code", "id_token", "id_token token", "code id_token", "code id_token token"] {
        assert!(html.contains(&format!(">{flow}</option>")), "{flow}: {html}");
    }
    assert!(html.contains("<option selected>code</option>"), "{html}");
    for option in ["jwt", "form_post.jwt", "signed", "pushed", "by-reference", "create"] {
        assert!(html.contains(&format!(">{option}</option>")), "{option}: {html}");
    }
    let (request, cookie) =
        chosen(&demo, "flow=code+id_token&response_mode=&claim=email%3Dessential").await?;
    assert_eq!(parameter(&request, "response_type").as_deref(), Some("code id_token"));
    assert_eq!(parameter(&request, "response_mode"), None);
    let claims = parameter(&request, "claims");
    assert_eq!(claims.as_deref(), Some(r#"{"userinfo":{"email":{"essential":true}}}"#));
    assert!(cookie.contains("SameSite=Lax"), "{cookie}");
    // Core §5.4: without an access token, only the ID Token can contain the claim.
    let (request, _) = chosen(&demo, "flow=id_token&claim=email%3Dessential").await?;
    let claims = parameter(&request, "claims");
    assert_eq!(claims.as_deref(), Some(r#"{"id_token":{"email":{"essential":true}}}"#));
    Ok(())
}

#[tokio::test]
async fn a_login_by_form_post_has_a_cookie_that_comes_with_a_form_of_another_site() -> Outcome {
    let demo = Demo::start()?;
    let (_, cookie) = chosen(&demo, "flow=code&response_mode=form_post").await?;
    assert!(cookie.ends_with("; HttpOnly; SameSite=None; Secure"), "{cookie}");
    let (_, in_jwt) = chosen(&demo, "flow=code&response_mode=form_post.jwt").await?;
    assert!(in_jwt.ends_with("; HttpOnly; SameSite=None; Secure"), "{in_jwt}");
    Ok(())
}

#[tokio::test]
async fn the_options_choose_how_the_app_signs_its_users_in() -> Outcome {
    let claims = ["--claim", "birthdate", "--claim", "email=essential"];
    let choice = ["--provider-port", "0", "--response-mode", "query.jwt", "--prompt", "login"];
    let demo = Demo::start_as(&[&choice[..], &claims].concat())?;
    let (request, _) = chosen(&demo, "").await?;
    assert_eq!(parameter(&request, "response_mode").as_deref(), Some("query.jwt"));
    let claims = r#"{"userinfo":{"birthdate":null,"email":{"essential":true}}}"#;
    assert_eq!(parameter(&request, "claims").as_deref(), Some(claims));
    assert_eq!(parameter(&request, "prompt").as_deref(), Some("login"));
    let html = demo.get(&format!("{}/", demo.app)).await?.text().await?;
    assert!(html.contains("value=\"birthdate email=essential\""), "{html}");
    for option in ["query.jwt", "login", "plain"] {
        assert!(html.contains(&format!("<option selected>{option}</option>")), "{html}");
    }
    Ok(())
}

/// Signs alice in, and returns the page of the app. The response comes in the query.
async fn sign_in(demo: &Demo) -> Result<String, Box<dyn std::error::Error>> {
    let (request, cookie) = chosen(demo, "").await?;
    let mut pages = Tab::open(demo, request).await?;
    pages.post("/sign-in", &ALICE).await?;
    pages.post("/consent", &[("action", "allow")]).await?;
    let mut app = Tab::at(demo, demo.app.parse()?, "");
    app.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    app.visit(pages.address.as_str()).await?;
    Ok(app.html)
}

#[tokio::test]
async fn the_app_authenticates_by_each_method_at_the_own_provider() -> Outcome {
    let own = ["--provider-port", "0"];
    for method in ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"] {
        let demo = Demo::start_as(&[&own[..], &["--client-authentication", method]].concat())?;
        let html = sign_in(&demo).await?;
        assert!(html.contains("id=\"signed-in\""), "{method}: {html}");
    }
    // The key of the demo serves only if the command line names no key.
    let mut private = key()?.expose();
    private.insert("alg", "ES256");
    let key = file("own-key.json", &private.to_json())?;
    let arguments = ["--request", "signed", "--client-key", &key, "--id-token-algorithm", "RS256"];
    let demo = Demo::start_as(&[&own[..], &arguments].concat())?;
    let html = sign_in(&demo).await?;
    assert!(html.contains("id=\"signed-in\""), "{html}");
    Ok(())
}

#[tokio::test]
async fn a_signed_request_shows_only_its_object_and_a_changed_object_is_refused() -> Outcome {
    let demo = Demo::start()?;
    let (request, _) = chosen(&demo, "request=signed&claim=email").await?;
    let mut names: Vec<_> = request.query_pairs().map(|(name, _)| name.into_owned()).collect();
    names.sort();
    assert_eq!(names, ["client_id", "request", "response_type", "scope"]);
    let object = parameter(&request, "request").ok_or("no request object")?;
    let page = demo.get(request.as_str()).await?;
    assert_eq!(page.status(), StatusCode::SEE_OTHER);
    let forged = changed(&request, "request", Some(&format!("{object}A")));
    let answer = demo.get(forged.as_str()).await?;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    Ok(())
}

#[tokio::test]
async fn a_choice_that_is_not_possible_leads_to_a_page_and_to_no_redirect() -> Outcome {
    let demo = Demo::start()?;
    for (query, code) in [
        ("flow=id_token&response_mode=query", "login.tokens_in_query"),
        ("flow=token", "login.response_type"),
        ("flow=code&flow=none", "app.unknown_choice"),
    ] {
        let answer = demo.get(&format!("{}/login?{query}", demo.app)).await?;
        is_page(answer, StatusCode::BAD_REQUEST, code).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_pushed_request_is_used_once() -> Outcome {
    let demo = Demo::start_as(&["--provider-port", "0", "--request", "pushed"])?;
    let html = sign_in(&demo).await?;
    assert!(html.contains("id=\"signed-in\""), "{html}");
    let (request, _) = chosen(&demo, "").await?;
    let names: Vec<_> = request.query_pairs().map(|(name, _)| name.into_owned()).collect();
    assert_eq!(names, ["client_id", "request_uri"]);
    assert_eq!(demo.get(request.as_str()).await?.status(), StatusCode::SEE_OTHER);
    let again = demo.get(request.as_str()).await?;
    assert_eq!(again.status(), StatusCode::BAD_REQUEST);
    Ok(())
}

#[tokio::test]
async fn a_request_by_reference_has_the_address_of_its_object_until_the_place_is_used_again()
-> Outcome {
    let demo = Demo::start_as(&["--provider-port", "0", "--request", "by-reference"])?;
    let html = sign_in(&demo).await?;
    assert!(html.contains("id=\"signed-in\""), "{html}");
    let (request, _) = chosen(&demo, "").await?;
    let uri = parameter(&request, "request_uri").ok_or("no request_uri")?;
    assert!(uri.starts_with(&format!("{}/request-objects/1#", demo.app)), "{uri}");
    let object = demo.get(&uri).await?;
    assert_eq!(object.headers()[CONTENT_TYPE], "application/oauth-authz-req+jwt");
    let gone = demo.get(&format!("{}/request-objects/2", demo.app)).await?;
    is_page(gone, StatusCode::NOT_FOUND, "app.not_found").await?;

    // The provider fetches only the addresses that the app registered.
    let other = changed(&request, "request_uri", Some(&format!("{}/other", demo.app)));
    let refused = demo.get(other.as_str()).await?;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    Ok(())
}

#[tokio::test]
async fn the_callback_without_parameters_is_the_page_that_posts_the_fragment() -> Outcome {
    let demo = Demo::start()?;
    let answer = demo.get(&format!("{}/callback", demo.app)).await?;
    assert_eq!(answer.status(), StatusCode::OK);
    let policy = answer.headers()[CONTENT_SECURITY_POLICY].to_str()?;
    assert!(policy.contains("form-action 'self'"), "{policy}");
    assert!(answer.text().await?.contains("location.hash"));
    Ok(())
}

#[tokio::test]
async fn the_page_of_the_user_shows_what_came_through_the_browser() -> Outcome {
    let arguments = ["--provider-port", "0", "--flow", "code id_token"];
    let demo = Demo::start_as(&arguments)?;
    let (request, cookie) = chosen(&demo, "").await?;
    assert_eq!(parameter(&request, "response_type").as_deref(), Some("code id_token"));
    let mut tab = Tab::open(&demo, request).await?;
    tab.post("/sign-in", &ALICE).await?;
    tab.post("/consent", &[("action", "allow")]).await?;
    let fragment = tab.address.fragment().ok_or("no fragment")?.to_owned();
    let mut callback = tab.address.clone();
    callback.set_fragment(None);
    let mut app = Tab::at(&demo, callback.clone(), "");
    app.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let posted = demo.http.post(callback).header("cookie", &app.cookie);
    let posted = posted.header("content-type", "application/x-www-form-urlencoded");
    let posted = posted.body(fragment).send().await?;
    assert_eq!(posted.status(), StatusCode::SEE_OTHER);
    let cookies = posted.headers().get_all(SET_COOKIE).iter().filter_map(|it| it.to_str().ok());
    let cookies: Vec<_> = cookies.filter_map(|it| it.split(';').next()).collect();
    app.cookie = cookies.join("; ");
    app.visit("/").await?;
    let (_, shown) = app.html.split_once("id=\"from-browser\"").ok_or("nothing is shown")?;
    let (browser, endpoint) = shown.split_once("id=\"from-token-endpoint\"").ok_or("no answer")?;
    for (text, place) in
        [("<dt>code</dt>", browser), ("c_hash", browser), ("refresh_token", endpoint)]
    {
        assert!(place.contains(text), "{text}: {}", app.html);
    }
    assert!(!browser.contains("access_token"), "{browser}");
    Ok(())
}
