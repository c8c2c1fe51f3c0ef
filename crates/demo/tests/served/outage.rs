//! The answers of the demo while its database fails.

use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use http::StatusCode;
use http::header::RETRY_AFTER;
use reqwest::RequestBuilder;
use symbolon_test_databases::{Postgres, Proxy};
use tokio::time::{sleep, timeout};
use url::Url;

use crate::support::{ALICE, Demo, Outcome, Tab};

/// The longest time of an answer. The store waits for its database for 5 seconds.
const LONGEST: Duration = Duration::from_secs(20);

/// Returns requests to every page and endpoint that needs the database.
fn requests(
    demo: &Demo,
    op: &Tab<'_>,
    app: &Tab<'_>,
) -> Result<Vec<RequestBuilder>, Box<dyn Error>> {
    let http = &demo.http;
    let at = |path: &str| op.address.join(path);
    let form = |request: RequestBuilder, body: &'static str| {
        request.header("content-type", "application/x-www-form-urlencoded").body(body)
    };
    let home: Url = demo.app.parse()?;
    let token = "grant_type=refresh_token&refresh_token=r&client_id=demo-app&client_secret=s";
    let sign_in = "interaction=i&username=alice&password=p&action=sign-in";
    let with = |request: RequestBuilder, tab: &Tab<'_>| request.header("cookie", &tab.cookie);
    Ok(vec![
        http.get(at("/authorize?client_id=demo-app")?),
        with(http.get(at("/")?), op),
        with(http.get(at("/interaction?id=i")?), op),
        with(form(http.post(at("/sign-in")?), sign_in), op),
        with(form(http.post(at("/consent")?), "interaction=i&action=allow"), op),
        with(http.post(at("/sign-out")?), op),
        with(form(http.post(at("/withdraw")?), "client_id=demo-app"), op),
        form(http.post(at("/token")?), token),
        http.request(http::Method::OPTIONS, at("/token")?).header("origin", "https://a.example"),
        http.get(at("/userinfo")?).header("authorization", "Bearer t"),
        with(http.get(home.clone()), app),
        http.get(home.join("/login")?),
        with(http.get(home.join("/callback?code=c&state=s")?), app),
        with(http.post(home.join("/refresh")?), app),
        with(http.post(home.join("/userinfo")?), app),
        with(http.post(home.join("/sign-out")?), app),
    ])
}

#[tokio::test]
async fn a_failing_database_is_answered_with_503_until_it_works_again() -> Outcome {
    let Some(postgres) = Postgres::shared() else { return Ok(()) };
    let proxy = Proxy::start(postgres.address());
    let store = proxy.url(&postgres.create_database());
    let secret = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("outage-secret");
    let secret = secret.to_string_lossy();
    let demo =
        Demo::start_as(&["--provider-port", "0", "--store", &store, "--secret-file", &secret])?;
    let mut app = Tab::open(&demo, format!("{}/login", demo.app).parse()?).await?;
    let mut op = Tab::open(&demo, app.address.clone()).await?;
    op.post("/sign-in", &ALICE).await?;
    let page = op.address.clone();
    op.post("/consent", &[("action", "allow")]).await?;
    app.address = demo.app.parse()?;
    app.visit(op.address.as_str()).await?;
    assert!(app.html.contains("id=\"signed-in\""), "{}", app.html);
    op.address = page;

    for fail in [Proxy::refuse, Proxy::black_hole] {
        fail(&proxy);
        let mut answers = tokio::task::JoinSet::new();
        for request in requests(&demo, &op, &app)? {
            answers.spawn(async move { timeout(LONGEST, request.send()).await });
        }
        while let Some(answer) = answers.join_next().await {
            let answer = answer???;
            let url = answer.url().to_string();
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{url}");
            assert!(answer.headers().contains_key(RETRY_AFTER), "{url}");
        }
        proxy.heal();
        let begin = Instant::now();
        while app.visit("/").await? != StatusCode::OK {
            assert!(begin.elapsed() < LONGEST, "{}", app.html);
            sleep(Duration::from_millis(100)).await;
        }
        assert!(app.html.contains("id=\"signed-in\""), "{}", app.html);
        app.post("/refresh", &[]).await?;
        assert!(app.html.contains("refreshed"), "{}", app.html);
        op.visit("/").await?;
        assert!(op.html.contains("<strong>alice</strong>"), "{}", op.html);
    }
    Ok(())
}
