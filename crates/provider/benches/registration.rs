//! Measures what a refused registration costs: `cargo bench -p symbolon-provider`.
//!
//! Each row is compared with a valid registration in the same run. The memory and the time of a refusal
//! must not grow with the request: the rows of one kind have requests of 64 KB, 640 KB and 6.4 MB.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "this benchmark measures time and prints"
)]

use std::error::Error;
use std::time::{Duration, Instant};

use allocation_counter::measure;
use http::{Request, Response};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::Endpoint;
use symbolon_oauth::flow::drive_blocking;
use symbolon_provider::{
    IdTokenKey, Provider, ProviderPolicy, RegistrationPolicy, RegistrationRefusal,
    RegistrationRequest, Stored,
};
use symbolon_test_support::metadata::provider_endpoints;
use symbolon_test_support::names::issuer;
use symbolon_test_support::{clock, keys};

/// The number of measured requests of each row.
const ROUNDS: u32 = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let op = provider()?;
    let valid = r#"{"redirect_uris":["https://wiki.example/callback"],"client_name":"Wiki"}"#;
    let baseline = Cost::of(&op, valid)?;
    println!("a registration against a valid registration; medians of {ROUNDS} requests\n");
    println!("request                       bytes   allocated at a time     in total        time");
    baseline.print("a valid registration", valid.len(), &baseline);
    for (kind, text) in [
        ("letters in a name", "a"),
        ("redirect URIs", "\",\"https://a.example/callback"),
        ("nested lists", "["),
        ("numbers in a list", "0,"),
    ] {
        for bytes in [64_000, 640_000, 6_400_000_usize] {
            let body = body(kind, text, bytes);
            Cost::of(&op, &body)?.print(kind, body.len(), &baseline);
        }
    }
    Ok(())
}

/// Returns a body of about this many bytes, most of which repeat a text.
fn body(kind: &str, text: &str, bytes: usize) -> String {
    let repeated = text.repeat(bytes.checked_div(text.len()).unwrap_or_default());
    match kind {
        "letters in a name" => format!("{{\"client_name\":\"{repeated}\"}}"),
        "redirect URIs" => format!("{{\"redirect_uris\":[\"https://b.example/{repeated}\"]}}"),
        _ => format!("{{\"a\":[{repeated}0"),
    }
}

fn provider() -> Result<Provider, Box<dyn Error>> {
    let mut policy = ProviderPolicy::default();
    policy.registration = Some(RegistrationPolicy::open());
    let pair = keys::rsa("rsa-1");
    let key = IdTokenKey::new(&pair.jwk, pair.algorithm, &CRYPTO)?;
    let endpoints =
        provider_endpoints().registration(Endpoint::new("https://op.example/register")?);
    Ok(Provider::new(issuer(), endpoints, vec![key], policy, CRYPTO)?)
}

/// Registers a client, and returns the response.
fn register(op: &Provider, request: &Request<String>) -> Response<Vec<u8>> {
    let register = || -> Result<Response<Vec<u8>>, RegistrationRefusal> {
        let request = RegistrationRequest::from_http(request)?;
        let flow = op.register(request, None, clock::now())?;
        let new = drive_blocking(flow, |_| Err(()), clock::now)?;
        Ok(new.into_response(Stored::Confirmed))
    };
    register().unwrap_or_else(RegistrationRefusal::into_response)
}

/// What a request costs.
struct Cost {
    at_a_time: u64,
    total: u64,
    time: Duration,
}

impl Cost {
    fn of(op: &Provider, body: &str) -> Result<Self, Box<dyn Error>> {
        let request = Request::post("https://op.example/register");
        let request = request.header("content-type", "application/json").body(body.to_owned())?;
        let memory = measure(|| drop(register(op, &request)));
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|_| {
                let started = Instant::now();
                drop(register(op, &request));
                started.elapsed()
            })
            .collect();
        times.sort_unstable();
        let time = times.get(times.len() / 2).copied().unwrap_or_default();
        Ok(Self { at_a_time: memory.bytes_max, total: memory.bytes_total, time })
    }

    #[expect(clippy::cast_precision_loss, reason = "a ratio with two digits is printed")]
    fn print(&self, what: &str, bytes: usize, valid: &Self) {
        let ratio = |found: u64, valid: u64| found as f64 / valid.max(1) as f64;
        println!(
            "{what:24} {bytes:>10} {:>12} ({:>5.2}) {:>10} ({:>5.2}) {:>8.1} us ({:>5.2})",
            self.at_a_time,
            ratio(self.at_a_time, valid.at_a_time),
            self.total,
            ratio(self.total, valid.total),
            self.time.as_secs_f64() * 1e6,
            self.time.as_secs_f64() / valid.time.as_secs_f64(),
        );
    }
}
