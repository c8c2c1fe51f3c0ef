//! The open connections of a server. When there are too many connections, the connection that has
//! waited longest makes room.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// The open connections of a server.
///
/// A connection *waits* while the server waits for its client. When there are too many connections,
/// a new connection takes the place of the connection that has waited longest. Clients that send
/// nothing lose their connections. An honest client keeps its connection, because its request
/// arrives within milliseconds.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    most: usize,
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    table: Mutex<Table>,
    /// Notified when a connection ends or begins to wait.
    room: Notify,
}

#[derive(Debug, Default)]
struct Table {
    /// The connections that wait, in the order in which they began to wait. The value tells a
    /// connection that its place was given away.
    waiting: BTreeMap<u64, Arc<Notify>>,
    busy: usize,
    next: u64,
}

/// The place of one connection. The place is free again when this value is dropped.
#[derive(Debug)]
pub(super) struct Place {
    state: Arc<State>,
    given_away: Arc<Notify>,
    /// The number under which the connection waits, or `None` while it is busy.
    number: Mutex<Option<u64>>,
}

/// The mark of a connection that does not wait. The connection waits again when this value is
/// dropped.
#[derive(Debug)]
pub(super) struct Busy<'a>(&'a Place);

impl Connections {
    /// Creates the table of a server that holds at most this many connections.
    pub(super) fn new(most: usize) -> Self {
        Self { most, state: Arc::default() }
    }

    /// Returns a place for a new connection. If all places are taken, the connection that has
    /// waited longest loses its place. If all connections are busy, this call waits.
    pub(super) async fn enter(&self) -> Place {
        loop {
            // The future is created before the table is read, so that it misses no notification.
            let room = self.state.room.notified();
            if let Some(place) = self.try_enter() {
                return place;
            }
            room.await;
        }
    }

    fn try_enter(&self) -> Option<Place> {
        let mut table = self.state.table();
        if table.waiting.len().saturating_add(table.busy) >= self.most {
            let (_, longest) = table.waiting.pop_first()?;
            longest.notify_one();
        }
        let given_away = Arc::new(Notify::new());
        let number = Mutex::new(Some(table.wait(given_away.clone())));
        Some(Place { state: self.state.clone(), given_away, number })
    }
}

impl Place {
    /// Waits until the place is given to another connection.
    pub(super) async fn given_away(&self) {
        self.given_away.notified().await;
    }

    /// Keeps the place as long as the returned value lives.
    pub(super) fn busy(&self) -> Busy<'_> {
        let mut table = self.state.table();
        if let Some(number) = self.number().take() {
            // If the place was already given away, `remove` does nothing, and the connection ends
            // soon.
            table.waiting.remove(&number);
            table.busy = table.busy.saturating_add(1);
        }
        Busy(self)
    }

    fn number(&self) -> MutexGuard<'_, Option<u64>> {
        self.number.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        let Place { state, given_away, .. } = self.0;
        let mut table = state.table();
        table.busy = table.busy.saturating_sub(1);
        *self.0.number() = Some(table.wait(given_away.clone()));
        state.room.notify_one();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(number) = self.number().take() {
            self.state.table().waiting.remove(&number);
        }
        self.state.room.notify_one();
    }
}

impl State {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    /// Adds a connection to those that wait, and returns its number.
    fn wait(&mut self, given_away: Arc<Notify>) -> u64 {
        let number = self.next;
        self.next = self.next.saturating_add(1);
        self.waiting.insert(number, given_away);
        number
    }
}
