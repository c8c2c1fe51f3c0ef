//! Servers start, stop, keep their data and end with the test; the proxy does what a test tells it.

mod killed;
mod proxy;
mod server;

use tokio::task::JoinHandle;
use tokio_postgres::{Client, Error, NoTls};

/// A connection with a database, and the task that drives it.
struct Connected {
    client: Client,
    task: JoinHandle<Result<(), Error>>,
}

async fn connect(url: &str) -> Result<Connected, Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    Ok(Connected { client, task: tokio::spawn(connection) })
}

/// Returns the value of a query with one row and one column.
async fn text(client: &Client, query: &str) -> Result<String, Error> {
    client.query_one(query, &[]).await?.try_get(0)
}
