//! Host names that name this machine or a local network.

use super::kind::AddressKind;

/// Returns the kind of a host name in lower case, or `None` if the name can be public.
pub(super) fn kind(name: &str) -> Option<AddressKind> {
    // RFC 1034 §3.1: a period at the end stands for the root. The name means the same without it.
    // Some resolvers ignore more than one period.
    let name = name.trim_end_matches('.');
    let last = name.rsplit('.').next().unwrap_or_default();
    // RFC 6761 §6.3: localhost, and every name below it, is this machine.
    if matches!(last, "localhost" | "localdomain") {
        return Some(AddressKind::Loopback);
    }
    let is_local = !name.contains('.')
        || LOCAL.contains(&last)
        || name == "home.arpa"
        || name.ends_with(".home.arpa");
    is_local.then_some(AddressKind::LocalName)
}

/// The last labels of names that exist in local networks only: RFC 6762 §3 and §G, the names that
/// ICANN keeps for private use, and the names of services in a Kubernetes cluster.
const LOCAL: [&str; 8] = ["local", "internal", "intranet", "private", "corp", "home", "lan", "svc"];
