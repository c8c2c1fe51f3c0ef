//! Ports for servers that are stopped and started again.

use std::net::{Ipv4Addr, TcpListener};
use std::process;
use std::sync::atomic::{AtomicU16, Ordering};

/// The first port that is used.
///
/// All ports are below those that the system gives to outgoing connections. There, a client could
/// be given the port of a stopped server and be connected with itself.
const FIRST: u16 = 12_000;

/// How many ports are used.
const COUNT: u16 = 20_000;

/// Returns a port of 127.0.0.1 on which no program listens now.
///
/// Another program can take it before the caller does: if a server does not start, the caller asks
/// for another port.
pub(crate) fn free() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Several test programs run at once. Each starts at another place.
    let start = process::id().wrapping_mul(7919);
    for _ in 0..COUNT {
        let step = u32::from(NEXT.fetch_add(1, Ordering::Relaxed));
        let place = start.wrapping_add(step).checked_rem(u32::from(COUNT)).unwrap_or_default();
        let port = FIRST.saturating_add(u16::try_from(place).unwrap_or_default());
        if is_free(port) {
            return port;
        }
    }
    panic!("no port from {FIRST} on is free")
}

#[expect(
    clippy::disallowed_methods,
    reason = "only an attempt to listen shows that a port is free"
)]
fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "these tests listen on a port")]
mod tests {
    use super::*;

    #[test]
    fn two_ports_differ_and_are_below_those_of_outgoing_connections() {
        let (first, second) = (free(), free());
        assert_ne!(first, second);
        assert!(first.max(second) < 32_768);
    }

    #[test]
    fn a_port_in_use_is_not_free() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        assert!(!is_free(listener.local_addr().unwrap().port()));
    }
}
