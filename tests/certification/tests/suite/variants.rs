//! The variants of the plans. One module serves all plans that contain it.

use symbolon_oauth::{ResponseMode, ResponseType};
use symbolon_test_support::carried::Carrier;

/// A response type, the response mode that the requests of a plan ask for, and the party that
/// registers the client.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Variant {
    pub(crate) response_type: ResponseType,
    /// The form post plans have `form_post`. In the other plans, requests have no `response_mode`.
    pub(crate) form_post: bool,
    pub(crate) client: Client,
}

/// The party that registers the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Client {
    /// The operator of the provider: `static_client` in the words of the suite.
    Operator,
    /// The client itself, at the beginning of the module: `dynamic_client` in the words of the suite.
    Registered,
}

impl Variant {
    pub(crate) fn has(&self, name: &str) -> bool {
        self.response_type.includes(name)
    }

    /// Whether a login has an access token, from either endpoint.
    pub(crate) fn has_access_token(&self) -> bool {
        self.has("code") || self.has("token")
    }

    pub(crate) fn is_registered(&self) -> bool {
        self.client == Client::Registered
    }

    pub(crate) fn mode(&self) -> Option<ResponseMode> {
        self.form_post.then_some(ResponseMode::FORM_POST)
    }

    pub(crate) fn carrier(&self) -> Carrier {
        match (self.form_post, self.response_type.returns_tokens()) {
            (true, _) => Carrier::FormPost,
            (false, true) => Carrier::Fragment,
            (false, false) => Carrier::Query,
        }
    }
}

/// Returns the variants of the Basic, Implicit and Hybrid plans and of their form post plans, for
/// clients that this party registers.
fn all(client: Client) -> Vec<Variant> {
    let types = ResponseType::ALL.into_iter().filter(|it| *it != ResponseType::NONE);
    types
        .flat_map(|response_type| {
            [false, true].map(|form_post| Variant {
                response_type: response_type.clone(),
                form_post,
                client,
            })
        })
        .collect()
}

/// Runs a module in each variant that it belongs to, and checks how many variants there are for a
/// client. The module runs with a client of each kind.
pub(crate) fn each(count: usize, belongs: fn(&Variant) -> bool, module: fn(Variant)) {
    for client in [Client::Operator, Client::Registered] {
        run(client, count, belongs, module);
    }
}

/// Runs a module in the variants of all plans.
pub(crate) fn every(module: fn(Variant)) {
    each(12, |_| true, module);
}

/// Runs a module that is only for clients that register themselves, in each variant that it belongs
/// to, and checks how many variants there are.
pub(crate) fn registered(count: usize, belongs: fn(&Variant) -> bool, module: fn(Variant)) {
    run(Client::Registered, count, belongs, module);
}

fn run(client: Client, count: usize, belongs: fn(&Variant) -> bool, module: fn(Variant)) {
    let variants: Vec<_> = all(client).into_iter().filter(belongs).collect();
    assert_eq!(variants.len(), count);
    variants.into_iter().for_each(module);
}
