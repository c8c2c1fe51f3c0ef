//! Calls about the requests that wait for a browser, and the sessions of browsers.

use serde_json::json;
use symbolon_provider::{PendingAuthorization, SignedIn};
use symbolon_store::{SignIn, Waiting};
use symbolon_test_support::clock::at;

use super::{Call, Subject, numbered, text, user};

pub(super) async fn answer(of: &mut Subject, call: &Call) -> String {
    let store = of.provider(call);
    let Call { a, b, c, time, .. } = *call;
    let (now, browser) = (at(time), numbered("browser", a));
    // One of the latest requests.
    let interaction = numbered("page", of.pages.wrapping_sub(b));
    match call.function {
        18..=20 => {
            of.pages += 1;
            let interaction = numbered("page", of.pages);
            text(store.put_pending(&browser, &interaction, &pending(of), now).await)
        }
        21 => text(store.pending(&browser, &interaction, now).await.map(waiting)),
        22 => text(store.show_pending(&browser, &interaction, user(c), now).await),
        23 => text(store.take_pending(&browser, &interaction, now).await.map(waiting)),
        24 => text(store.take_shown(&browser, &interaction, user(c), now).await.map(waiting)),
        25..=27 => {
            let (before, user) = (numbered("browser", b), SignedIn::new(user(c), now));
            let sign_in = SignIn {
                before: (b < 3).then_some(&before),
                browser: &of.once("browser", a),
                interaction: (c < 2).then_some(&interaction),
                user: &user,
                until: now,
            };
            text(store.sign_in(&sign_in).await)
        }
        28 => text(store.session(&browser, now).await),
        29 => text(store.extend_session(&browser, at(i64::from(b) * 20), now).await),
        30 => text(store.sign_out(&browser).await),
        _ => text(store.end_sessions(user(a)).await),
    }
}

/// Returns a request that arrived one second after the request of the call before.
fn pending(of: &Subject) -> PendingAuthorization {
    let mut pending = serde_json::to_value(&of.pending).unwrap();
    let received = at(i64::from(of.calls)).unix_timestamp() * 1_000_000;
    pending["received"] = json!(received);
    serde_json::from_value(pending).unwrap()
}

fn waiting(waiting: Waiting) -> String {
    match waiting {
        Waiting::Open(pending) => format!("open since {:?}", pending.received()),
        answer => format!("{answer:?}"),
    }
}
