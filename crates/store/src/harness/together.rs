//! Requests at the same time.

use core::fmt;
use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::broken::Failure;

/// A task that a runtime can run, for example with `tokio::spawn`. See
/// [`Harness::spawn`](super::Harness::spawn).
pub type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// How tasks are started.
#[derive(Clone)]
pub(super) struct Spawn(pub(super) Arc<dyn Fn(Task) + Send + Sync>);

impl fmt::Debug for Spawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Spawn")
    }
}

/// Runs all futures at the same time, and returns their outputs. Without `spawn`, they take turns in
/// this task: whenever one of them waits, the next continues.
pub(super) async fn together<T, F>(
    futures: impl IntoIterator<Item = F>,
    spawn: Option<&Spawn>,
) -> Result<Vec<T>, Failure>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let outputs = Arc::new(Mutex::new(Outputs { done: Vec::new(), running: 0, waker: None }));
    let mut tasks: Vec<Option<Task>> = Vec::new();
    for future in futures {
        let guard = Guard::new(&outputs);
        tasks.push(Some(Box::pin(async move {
            let output = future.await;
            lock(&guard.0).done.push(output);
        })));
    }
    let expected = tasks.len();
    if let Some(Spawn(spawn)) = spawn {
        tasks.drain(..).flatten().for_each(|task| spawn(task));
    }
    poll_fn(|context| {
        poll_all(&mut tasks, context);
        let mut outputs = lock(&outputs);
        outputs.waker = Some(context.waker().clone());
        if outputs.running == 0 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    let done = core::mem::take(&mut lock(&outputs).done);
    if done.len() == expected {
        return Ok(done);
    }
    let found = format!("{} of {expected} requests ended", done.len());
    Err(Failure { expected: "every request ends, and none panics", found })
}

fn poll_all(tasks: &mut [Option<Task>], context: &mut Context<'_>) {
    for slot in tasks {
        if let Some(task) = slot
            && task.as_mut().poll(context).is_ready()
        {
            *slot = None;
        }
    }
}

struct Outputs<T> {
    done: Vec<T>,
    running: usize,
    waker: Option<Waker>,
}

fn lock<T>(outputs: &Mutex<Outputs<T>>) -> MutexGuard<'_, Outputs<T>> {
    outputs.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts a task as running until it ends, is dropped, or panics.
struct Guard<T>(Arc<Mutex<Outputs<T>>>);

impl<T> Guard<T> {
    fn new(outputs: &Arc<Mutex<Outputs<T>>>) -> Self {
        let mut counted = lock(outputs);
        counted.running = counted.running.saturating_add(1);
        Self(outputs.clone())
    }
}

impl<T> Drop for Guard<T> {
    fn drop(&mut self) {
        let mut outputs = lock(&self.0);
        outputs.running = outputs.running.saturating_sub(1);
        let waker = outputs.waker.take();
        drop(outputs);
        waker.into_iter().for_each(Waker::wake);
    }
}
