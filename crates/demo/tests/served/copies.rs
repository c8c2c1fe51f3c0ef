//! Restarts of the demo in the middle of a login, and several copies of the demo on one database.

use std::error::Error;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use reqwest::Client;
use symbolon_test_databases::Postgres;
use url::Url;

use crate::support::{ALICE, Demo, Outcome, Tab};

/// What one copy of the demo is started with.
pub(crate) struct Copy {
    arguments: Vec<String>,
    pub(crate) provider: String,
    app: String,
}

/// Returns the address of a port on which no program listens.
fn free() -> Result<String, Box<dyn Error>> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port().to_string())
}

/// Returns a file in an empty folder of one test.
pub(crate) fn fresh(test: &str, name: &str) -> Result<PathBuf, Box<dyn Error>> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(&folder)?;
    for file in fs::read_dir(&folder)? {
        let file = file?.path();
        if file.to_string_lossy().contains(name) {
            fs::remove_file(file)?;
        }
    }
    Ok(folder.join(name))
}

impl Copy {
    /// Creates a copy on two free ports.
    pub(crate) fn new(store: &str, secret: &str) -> Result<Self, Box<dyn Error>> {
        let (provider, app) = (free()?, free()?);
        let arguments = ["--provider-port", &provider, "--relying-party-port", &app]
            .into_iter()
            .chain(["--store", store, "--secret-file", secret])
            .map(str::to_owned)
            .collect();
        let (provider, app) =
            (format!("http://127.0.0.1:{provider}"), format!("http://127.0.0.1:{app}"));
        Ok(Self { arguments, provider, app })
    }

    pub(crate) fn start(&self) -> Result<Demo, Box<dyn Error>> {
        Demo::start_as(&self.arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// Restarts the demo between any two steps of a login, as a crash does.
async fn survives(store: &str, secret: &str) -> Outcome {
    let copy = Copy::new(store, secret)?;
    let mut demo = copy.start()?;
    let home: Url = demo.app.parse()?;
    let (mut app_cookie, mut op_cookie) = (String::new(), String::new());
    let (mut app_address, mut op_address) = (home.join("/login")?, home.clone());
    let mut page = String::new();
    for step in 0..6 {
        let at = if matches!(step, 0 | 3 | 4 | 5) { &app_address } else { &op_address };
        let (mut tab, is_app) = match step {
            0 => (Tab::open(&demo, at.clone()).await?, true),
            _ => (Tab::at(&demo, at.clone(), &page), matches!(step, 3..)),
        };
        if step > 0 {
            tab.cookie = if is_app { app_cookie.clone() } else { op_cookie.clone() };
        }
        match step {
            // The request waits for the answer of the sign-in page.
            0 => {
                let op = Tab::open(&demo, tab.address.clone()).await?;
                (op_cookie, op_address, page) = (op.cookie, op.address, op.html);
            }
            1 => drop(tab.post("/sign-in", &ALICE).await?),
            2 => {
                // The session of the provider is known after a restart.
                tab.visit("/").await?;
                assert!(tab.html.contains("<strong>alice</strong>"), "{}", tab.html);
                tab.visit(op_address.as_str()).await?;
                tab.post("/consent", &[("action", "allow")]).await?;
                app_address = tab.address.clone();
            }
            3 => {
                let callback = app_address.clone();
                tab.visit(callback.as_str()).await?;
                assert!(tab.html.contains("id=\"signed-in\""), "{}", tab.html);
                app_address = home.clone();
            }
            4 => {
                tab.post("/refresh", &[]).await?;
                assert!(tab.html.contains("have been refreshed"), "{}", tab.html);
            }
            _ => {
                tab.post("/userinfo", &[]).await?;
                assert!(tab.html.contains("userinfo-claims"), "{}", tab.html);
                tab.post("/refresh", &[]).await?;
                assert!(tab.html.contains("refreshed 2 times"), "{}", tab.html);
            }
        }
        if is_app {
            app_cookie = tab.cookie.clone();
        } else {
            op_cookie = tab.cookie.clone();
            (op_address, page) = (tab.address.clone(), tab.html.clone());
        }
        drop(demo);
        demo = copy.start()?;
    }
    Ok(())
}

#[tokio::test]
async fn a_login_survives_restarts_on_sqlite() -> Outcome {
    let file = fresh("restarts-sqlite", "records")?;
    let secret = fresh("restarts-sqlite", "secret")?;
    survives(&format!("sqlite:{}", file.display()), &secret.to_string_lossy()).await?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&secret)?.permissions().mode() & 0o777, 0o600);
    }
    Ok(())
}

#[tokio::test]
async fn a_login_survives_restarts_on_postgresql() -> Outcome {
    let Some(postgres) = Postgres::shared() else { return Ok(()) };
    let secret = fresh("restarts-postgresql", "secret")?;
    survives(&postgres.create_database(), &secret.to_string_lossy()).await
}

#[tokio::test]
async fn the_demo_keeps_its_records_over_tls() -> Outcome {
    let Some(postgres) = Postgres::start_with_tls("localhost") else { return Ok(()) };
    let secret = fresh("tls", "secret")?;
    let encrypted = |root: &Path| {
        let database = postgres.create_database().replace("127.0.0.1", "localhost");
        format!("{database}?sslmode=require&sslrootcert={}", root.display())
    };
    let copy = Copy::new(&encrypted(&postgres.authority()), &secret.to_string_lossy())?;
    let demo = copy.start()?;
    assert_eq!(demo.get(&demo.app).await?.status(), StatusCode::OK);
    let missing = Copy::new(&encrypted(&secret.with_extension("pem")), &secret.to_string_lossy())?;
    assert!(missing.start().is_err());
    Ok(())
}

#[test]
fn a_store_that_outlives_the_process_needs_a_secret_file() -> Outcome {
    let file = fresh("no-secret", "records")?;
    let store = format!("sqlite:{}", file.display());
    let refused = std::process::Command::new(env!("CARGO_BIN_EXE_symbolon-demo"))
        .args(["serve", "--provider-port", "0", "--relying-party-port", "0", "--store", &store])
        .output()?;
    assert!(!refused.status.success());
    assert!(String::from_utf8(refused.stderr)?.contains("--secret-file"));
    Ok(())
}

/// Sends each request to another copy than the request before.
#[derive(Clone)]
struct Balancer {
    http: Client,
    copies: Arc<[String; 2]>,
    is_second: Arc<AtomicBool>,
}

async fn forward(State(balancer): State<Balancer>, request: Request) -> Response {
    match balancer.pass(request).await {
        Ok(response) => response,
        Err(error) => {
            let mut response = Response::new(Body::from(error.to_string()));
            *response.status_mut() = StatusCode::BAD_GATEWAY;
            response
        }
    }
}

impl Balancer {
    async fn pass(&self, request: Request) -> Result<Response, Box<dyn Error + Send + Sync>> {
        let is_second = self.is_second.fetch_not(Ordering::SeqCst);
        let [first, second] = &*self.copies;
        let copy = if is_second { second } else { first };
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await?;
        let mut headers = parts.headers;
        headers.remove("host");
        let request = self.http.request(parts.method, format!("{copy}{}", parts.uri));
        let answer = request.headers(headers).body(body).send().await?;
        let (status, mut headers) = (answer.status(), answer.headers().clone());
        headers.remove("transfer-encoding");
        let mut response = Response::new(Body::from(answer.bytes().await?));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

/// Starts a balancer on this listener.
fn balance(listener: TcpListener, http: &Client, copies: [String; 2]) -> Outcome {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let (http, copies) = (http.clone(), Arc::new(copies));
    let balancer = Balancer { http, copies, is_second: Arc::default() };
    let router = Router::new().fallback(forward).with_state(balancer);
    tokio::spawn(async { axum::serve(listener, router).await });
    Ok(())
}

#[tokio::test]
async fn each_request_of_a_login_can_go_to_another_copy() -> Outcome {
    let Some(postgres) = Postgres::shared() else { return Ok(()) };
    let store = postgres.create_database();
    let secret = fresh("copies", "secret")?;
    let [op, app] = [TcpListener::bind("127.0.0.1:0")?, TcpListener::bind("127.0.0.1:0")?];
    let issuer = format!("http://localhost:{}", op.local_addr()?.port());
    let home = format!("http://{}", app.local_addr()?);
    let copy = || -> Result<Copy, Box<dyn Error>> {
        let mut copy = Copy::new(&store, &secret.to_string_lossy())?;
        let outside = ["--issuer", &issuer, "--app-address", &home];
        copy.arguments.extend(outside.map(str::to_owned));
        Ok(copy)
    };
    let (first, second) = (copy()?, copy()?);
    let (demo, mut other) = (first.start()?, second.start()?);
    balance(op, &demo.http, [first.provider.clone(), second.provider.clone()])?;
    balance(app, &demo.http, [first.app.clone(), second.app.clone()])?;

    for round in 0..4 {
        let home: Url = home.parse()?;
        let mut app = Tab::open(&demo, home.join("/login")?).await?;
        // An additional request, so that the other copy gets the next request.
        for _ in 0..round % 2 {
            demo.get(&format!("{issuer}/style.css")).await?;
            demo.get(home.join("/style.css")?.as_str()).await?;
        }
        let mut op = Tab::open(&demo, app.address.clone()).await?;
        op.post("/sign-in", &ALICE).await?;
        assert!(op.html.contains("consent-form"), "{}", op.html);
        if round == 2 {
            // One copy ends, and starts again between two requests.
            drop(other);
            other = second.start()?;
        }
        op.post("/consent", &[("action", "allow")]).await?;
        assert_eq!(op.address.path(), "/callback");
        app.address = home.clone();
        assert_eq!(app.visit(op.address.as_str()).await?, StatusCode::OK);
        assert!(app.html.contains("id=\"signed-in\""), "{}", app.html);
        for times in ["have been refreshed.", "refreshed 2 times", "refreshed 3 times"] {
            app.post("/refresh", &[]).await?;
            assert!(app.html.contains(times), "{}", app.html);
        }
        app.post("/userinfo", &[]).await?;
        assert!(app.html.contains("userinfo-claims"), "{}", app.html);
        app.post("/sign-out", &[]).await?;
        assert!(!app.html.contains("id=\"signed-in\""), "{}", app.html);
    }
    Ok(())
}
