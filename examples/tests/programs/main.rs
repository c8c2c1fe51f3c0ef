//! The three examples run as programs: a user signs in at the relying party with the provider, and
//! the API accepts a token of the provider. A test limits the length of each example.

mod browser;

use core::time::Duration;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use symbolon::http::header::{CONTENT_SECURITY_POLICY, WWW_AUTHENTICATE};
use symbolon::http::{Request, Response, StatusCode};
use symbolon::jose::jwk::{KeyKind, PrivateJwk};
use symbolon::jose::jwt::Claims;
use symbolon::jose::{NumericDate, SignatureAlgorithm, SigningKey};
use symbolon::ring::CRYPTO;
use symbolon::time::OffsetDateTime;

use browser::{Browser, Outcome, send};

/// A program that runs until the test ends.
struct Program {
    child: Child,
    /// What it printed about itself: a name and a value on each line.
    printed: BTreeMap<String, String>,
}

impl Program {
    /// Starts a program on a free port of this machine, and reads this number of lines from it.
    fn start(path: &str, variables: &[(&str, &str)], lines: usize) -> Outcome<Self> {
        let mut command = Command::new(path);
        command.arg("127.0.0.1:0").envs(variables.iter().copied()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let output = BufReader::new(child.stderr.take().ok_or("no output")?);
        let mut program = Self { child, printed: BTreeMap::new() };
        for line in output.lines().take(lines) {
            let line = line?;
            let (name, value) = line.split_once(' ').ok_or_else(|| line.clone())?;
            program.printed.insert(name.to_owned(), value.to_owned());
        }
        Ok(program)
    }

    fn printed(&self, name: &str) -> &str {
        self.printed.get(name).map_or("", String::as_str)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself, with an error that the test has seen.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn provider(key: Option<&str>) -> Outcome<Program> {
    let key: Vec<_> = key.map(|key| ("PROVIDER_KEY", key)).into_iter().collect();
    Program::start(env!("CARGO_BIN_EXE_provider"), &key, 3)
}

fn relying_party(op: &Program) -> Outcome<Program> {
    let (issuer, secret) = (op.printed("issuer"), op.printed("secret"));
    let variables = [("ISSUER", issuer), ("CLIENT_SECRET", secret)];
    Program::start(env!("CARGO_BIN_EXE_relying_party"), &variables, 1)
}

/// Returns the URL that begins a login at the relying party.
fn login_page(rp: &Program) -> String {
    format!("{}/login", rp.printed("site"))
}

#[test]
fn a_user_signs_in_at_the_relying_party_with_the_provider() -> Outcome {
    let op = provider(None)?;
    let rp = relying_party(&op)?;
    let mut browser = Browser::default();

    let sign_in = browser.get(&login_page(&rp))?;
    let policy = sign_in.headers()[CONTENT_SECURITY_POLICY].to_str()?;
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    let wrong = browser.submit(sign_in.body(), &[("user", "alice"), ("password", "guessed")])?;
    assert!(wrong.body().contains("name=\"password\""), "{}", wrong.body());

    let password = op.printed("password");
    let consent = browser.submit(wrong.body(), &[("user", "alice"), ("password", password)])?;
    assert!(consent.body().contains("alice, do you allow app"), "{}", consent.body());
    let home = browser.submit(consent.body(), &[("allow", "true")])?;
    assert_eq!(home.status(), StatusCode::OK);
    assert!(home.body().starts_with("<p>Hello, Alice! alice@op.example</p>"), "{}", home.body());

    // The user is known now and consented before, so no page is shown.
    let again = browser.get(&login_page(&rp))?;
    assert_eq!(again.body(), home.body());

    // A form of another site comes without the cookie, and signs no user out.
    let site = rp.printed("site");
    let forged = send(Request::post(format!("{site}/logout")).body(Vec::new())?)?;
    assert!(!forged.headers().contains_key("set-cookie"), "{forged:?}");
    assert_eq!(browser.get(site)?.body(), home.body());
    let out = browser.post(&format!("{site}/logout"))?;
    assert_eq!(out.body(), r#"<a href="/login">Sign in</a>"#);
    assert_eq!(browser.get(site)?.body(), out.body());
    Ok(())
}

/// A sign-in gives the browser a new name, even if no page follows.
#[test]
fn a_user_who_signs_in_again_for_an_app_with_consent_stays_signed_in() -> Outcome {
    let op = provider(None)?;
    let rp = relying_party(&op)?;
    let (issuer, site) = (op.printed("issuer"), rp.printed("site"));
    let password = [("user", "alice"), ("password", op.printed("password"))];
    let mut browser = Browser::default();
    let page = browser.get(&login_page(&rp))?;
    let consent = browser.submit(page.body(), &password)?;
    browser.submit(consent.body(), &[("allow", "true")])?;

    let request = "response_type=code&client_id=app&scope=openid&nonce=n&prompt=login";
    let page = browser
        .get(&format!("{issuer}/authorize?{request}&redirect_uri={site}/callback&state=s"))?;
    browser.submit(page.body(), &password)?;
    assert!(browser.url.contains("code="), "{}", browser.url);
    let home = browser.get(&format!("{site}/login"))?;
    assert!(home.body().starts_with("<p>Hello, Alice!"), "{}", home.body());
    Ok(())
}

#[test]
fn a_form_is_answered_once_and_only_by_the_browser_that_it_was_shown_to() -> Outcome {
    let op = provider(None)?;
    let rp = relying_party(&op)?;
    let password = [("user", "alice"), ("password", op.printed("password"))];
    let mut shown = Browser::default();
    let page = shown.get(&login_page(&rp))?.into_body();

    let mut other = Browser::default();
    other.get(&login_page(&rp))?;
    assert_eq!(other.submit(&page, &password)?.status(), StatusCode::BAD_REQUEST);

    assert!(shown.submit(&page, &password)?.body().contains("do you allow"));
    assert_eq!(shown.submit(&page, &password)?.status(), StatusCode::BAD_REQUEST);
    Ok(())
}

/// RFC 6749 §10.12: an attacker makes the user's browser finish the attacker's login.
#[test]
fn attack_077_a_login_is_finished_only_by_the_browser_that_began_it() -> Outcome {
    let op = provider(None)?;
    let rp = relying_party(&op)?;
    let mut attacker = Browser::default();
    let page = attacker.get(&login_page(&rp))?;
    let password = [("user", "alice"), ("password", op.printed("password"))];
    let consent = attacker.submit(page.body(), &password)?;
    // The attacker wants to get the callback without finishing the login. Without the cookie of the
    // login, the relying party refuses the callback.
    let cookies = attacker.cookies.clone();
    attacker.cookies.retain(|(site, _), _| site == op.printed("issuer"));
    let stopped = attacker.submit(consent.body(), &[("allow", "true")])?;
    assert_eq!(stopped.status(), StatusCode::BAD_REQUEST);
    let callback = attacker.url.clone();
    assert!(callback.contains("code="), "{callback}");

    let mut victim = Browser::default();
    victim.get(&login_page(&rp))?;
    assert_eq!(victim.get(&callback)?.status(), StatusCode::BAD_REQUEST);
    // The browser in which the login began can still use the code.
    attacker.cookies = cookies;
    let home = attacker.get(&callback)?;
    assert!(home.body().starts_with("<p>Hello, Alice!"), "{}", home.body());
    Ok(())
}

#[test]
fn a_user_who_denies_is_told_so_by_the_relying_party() -> Outcome {
    let op = provider(None)?;
    let rp = relying_party(&op)?;
    let mut browser = Browser::default();
    let page = browser.get(&login_page(&rp))?;
    let password = [("user", "alice"), ("password", op.printed("password"))];
    let consent = browser.submit(page.body(), &password)?;
    let denied = browser.submit(consent.body(), &[("allow", "false")])?;
    assert_eq!(denied.status(), StatusCode::BAD_REQUEST);
    assert!(browser.url.contains("error=access_denied"), "{}", browser.url);
    assert!(denied.body().contains("did not sign you in"), "{}", denied.body());
    Ok(())
}

/// Sends a request to the API with this access token.
fn call(api: &Program, token: Option<&str>) -> Outcome<Response<Vec<u8>>> {
    let mut request = Request::get(format!("{}/hello", api.printed("site")));
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    send(request.body(Vec::new())?)
}

#[test]
fn the_api_accepts_only_tokens_that_the_provider_signed_for_it() -> Outcome {
    let key = PrivateJwk::generate(KeyKind::P256, &CRYPTO)?.named_by_thumbprint(&CRYPTO);
    let op = provider(Some(&key.expose().to_json()))?;
    let api = Program::start(env!("CARGO_BIN_EXE_api"), &[("ISSUER", op.printed("issuer"))], 1)?;
    let signing = SigningKey::from_jwk(&key, SignatureAlgorithm::Es256, &CRYPTO)?;
    let mut claims = Claims::new();
    claims.iss = Some(op.printed("issuer").to_owned());
    claims.sub = Some("alice".to_owned());
    claims.aud = vec!["https://api.example".to_owned()];
    let now = NumericDate::from(OffsetDateTime::now_utc());
    claims.exp = Some(now.after(Duration::from_secs(60)));
    let answer = call(&api, Some(&claims.sign("at+jwt", &signing)?))?;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.body(), b"Hello, alice!");

    // The type of an ID Token, the audience of another API, a key of another signer, and no JWT.
    let id_token = claims.sign("JWT", &signing)?;
    let stranger = PrivateJwk::generate(KeyKind::P256, &CRYPTO)?;
    let stranger = SigningKey::from_jwk(&stranger, SignatureAlgorithm::Es256, &CRYPTO)?;
    let forged = claims.sign("at+jwt", &stranger)?;
    claims.aud = vec!["https://other.example".to_owned()];
    let of_other = claims.sign("at+jwt", &signing)?;
    for token in [&id_token, &forged, &of_other, "opaque"] {
        let answer = call(&api, Some(token))?;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{token}");
        assert_eq!(answer.headers()[WWW_AUTHENTICATE], "Bearer error=\"invalid_token\"");
    }
    let answer = call(&api, None)?;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(answer.headers()[WWW_AUTHENTICATE], "Bearer realm=\"api\"");
    Ok(())
}

#[test]
fn the_examples_are_short() {
    for (name, text, most) in [
        ("relying_party.rs", include_str!("../../relying_party.rs"), 40),
        ("provider.rs", include_str!("../../provider.rs"), 165),
        ("api.rs", include_str!("../../api.rs"), 80),
    ] {
        let lines = text.lines().count();
        assert!(lines <= most, "{name} has {lines} lines, expected at most {most}");
    }
}
