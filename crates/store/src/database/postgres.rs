//! The settings of a PostgreSQL database, and how they are read from an address.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio_postgres::config::{Config, Host, SslMode};

use super::{DatabaseError, PATIENCE};

/// The settings of a PostgreSQL database.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PostgresOptions {
    /// The address of the server, the user, the password and the name of the database. The TLS mode
    /// is never [`SslMode::Prefer`], because with this mode the server decides whether TLS is used.
    pub(crate) config: Box<Config>,
    /// The authorities whose certificates the store accepts for a connection with TLS. The default
    /// is [`TrustedRoots::System`], or the file that the address names in `sslrootcert`.
    pub roots: TrustedRoots,
    /// The most connections that the store opens. The default is 16.
    pub connections: usize,
    /// How long a function waits for the database before it returns a temporary error. The default is
    /// 5 seconds.
    pub patience: Duration,
}

/// The certificate authorities that can certify a PostgreSQL server.
///
/// The certificates are read when the store is opened. Open the store again after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrustedRoots {
    /// The authorities that the operating system trusts.
    System,
    /// Only the authorities whose certificates are in this PEM file.
    File(PathBuf),
    /// Only the authorities whose certificates are in this PEM text.
    Pem(String),
}

impl PostgresOptions {
    /// Creates the settings of the database at this address, such as
    /// `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, and the defaults of all other settings
    /// ([PostgreSQL, connection strings](https://www.postgresql.org/docs/current/libpq-connect.html)).
    ///
    /// The parameter `sslmode` of the address says whether the connection is encrypted with TLS. The
    /// store always verifies the certificate and the host name of the server.
    ///
    /// | `sslmode` | what the store does |
    /// |---|---|
    /// | absent, or `prefer` | uses no TLS if each server is on this machine (`localhost`, a loopback address or a Unix socket); requires TLS otherwise |
    /// | `require`, `verify-ca` or `verify-full` | requires TLS, also from a server on this machine |
    /// | `disable` | uses no TLS. Every machine between this program and the server can read and change the records. |
    ///
    /// The parameter `sslrootcert` of the address sets [`roots`](Self::roots): it is the path of a
    /// PEM file, or `system` for the authorities that the operating system trusts. Certificates of
    /// clients are not supported.
    ///
    /// # Errors
    /// [`DatabaseError::Address`] when the address is malformed or has a parameter that is not
    /// supported.
    pub fn new(address: &str) -> Result<Self, DatabaseError> {
        let (address, roots) = read_parameters(address)?;
        let mut config: Config = address.parse().map_err(|_| DatabaseError::Address)?;
        if config.get_ssl_mode() == SslMode::Prefer {
            let is_local = is_on_this_machine(&config);
            config.ssl_mode(if is_local { SslMode::Disable } else { SslMode::Require });
        }
        Ok(Self { config: Box::new(config), roots, connections: 16, patience: PATIENCE })
    }
}

/// Reads the parameters of a URL that tokio-postgres does not know. Returns the URL without these
/// parameters, and the roots.
fn read_parameters(address: &str) -> Result<(String, TrustedRoots), DatabaseError> {
    let mut roots = TrustedRoots::System;
    // A password can contain a question mark.
    let begin = address.find('@').unwrap_or_default();
    let question = address.get(begin..).and_then(|rest| rest.find('?'));
    let question = question.map(|at| begin.saturating_add(at)).filter(|_| is_url(address));
    let Some((before, query)) = question.and_then(|at| address.split_at_checked(at)) else {
        return Ok((address.to_owned(), roots));
    };
    let mut kept = Vec::new();
    for parameter in query.trim_start_matches('?').split('&') {
        match parameter.split_once('=') {
            Some(("sslrootcert", value)) => roots = read_roots(value)?,
            Some(("sslmode", "verify-ca" | "verify-full")) => kept.push("sslmode=require"),
            _ => kept.push(parameter),
        }
    }
    Ok((format!("{before}?{}", kept.join("&")), roots))
}

fn is_url(address: &str) -> bool {
    address.starts_with("postgres://") || address.starts_with("postgresql://")
}

fn read_roots(value: &str) -> Result<TrustedRoots, DatabaseError> {
    let value = percent_decode_str(value).decode_utf8().map_err(|_| DatabaseError::Address)?;
    match &*value {
        "" => Err(DatabaseError::Address),
        "system" => Ok(TrustedRoots::System),
        file => Ok(TrustedRoots::File(file.into())),
    }
}

/// Returns whether all servers of this address are on this machine, so that no packet leaves it.
fn is_on_this_machine(config: &Config) -> bool {
    let is_local = |host: &Host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    match config.get_hostaddrs() {
        [] => config.get_hosts().iter().all(is_local),
        // The addresses of the names in `host`, which are then used only to verify certificates.
        addresses => addresses.iter().all(IpAddr::is_loopback),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(address: &str) -> PostgresOptions {
        PostgresOptions::new(address).unwrap()
    }

    fn mode(address: &str) -> SslMode {
        options(address).config.get_ssl_mode()
    }

    #[test]
    fn without_sslmode_a_server_on_another_machine_needs_tls() {
        for host in ["db.example", "10.0.0.7", "[2001:db8::1]", "db", "localhost.example"] {
            for end in ["", "?sslmode=prefer", "?application_name=op"] {
                let address = format!("postgres://op:secret@{host}/op{end}");
                assert_eq!(mode(&address), SslMode::Require, "{address}");
            }
        }
    }

    #[test]
    fn without_sslmode_a_server_on_this_machine_needs_no_tls() {
        for host in ["localhost", "127.0.0.1", "[::1]:5433", "%2Frun%2Fpostgresql"] {
            for end in ["", "?sslmode=prefer"] {
                let address = format!("postgresql://op@{host}/op{end}");
                assert_eq!(mode(&address), SslMode::Disable, "{address}");
            }
        }
        assert_eq!(mode("host=localhost user=op"), SslMode::Disable);
    }

    #[test]
    fn if_one_of_several_servers_is_elsewhere_all_need_tls() {
        assert_eq!(mode("postgres://op@localhost,db.example/op"), SslMode::Require);
        assert_eq!(mode("host=localhost hostaddr=10.0.0.7"), SslMode::Require);
        assert_eq!(mode("postgres://op@localhost/op?host=db.example"), SslMode::Require);
        assert_eq!(mode("postgres://op@db.example/op?hostaddr=127.0.0.1"), SslMode::Disable);
    }

    #[test]
    fn the_mode_of_the_address_counts_for_every_host() {
        for host in ["localhost", "db.example"] {
            for required in ["require", "verify-ca", "verify-full"] {
                let address = format!("postgres://op@{host}/op?sslmode={required}");
                assert_eq!(mode(&address), SslMode::Require, "{address}");
            }
            let address = format!("postgres://op@{host}/op?sslmode=disable");
            assert_eq!(mode(&address), SslMode::Disable);
        }
        assert_eq!(mode("host=localhost sslmode=require"), SslMode::Require);
    }

    #[test]
    fn sslrootcert_is_a_file_or_the_system() {
        let roots = |end| options(&format!("postgres://op:what?@h:1/op{end}")).roots;
        let file = TrustedRoots::File("/etc/a b+c.pem".into());
        assert_eq!(roots(""), TrustedRoots::System);
        assert_eq!(roots("?sslrootcert=system"), TrustedRoots::System);
        assert_eq!(roots("?sslrootcert=/etc/a%20b+c.pem"), file);
        assert_eq!(roots("?sslmode=require&sslrootcert=/etc/a%20b+c.pem&user=u"), file);
    }

    #[test]
    fn all_other_parts_of_the_address_are_kept() {
        let end = "application_name=a&sslrootcert=f&sslmode=verify-full&options=-c%20x=1";
        let config = options(&format!("postgres://op:what?%3F@h:5433/d?{end}")).config;
        assert_eq!(config.get_user(), Some("op"));
        assert_eq!(config.get_password(), Some(&b"what??"[..]));
        assert_eq!(config.get_hosts(), [Host::Tcp("h".to_owned())]);
        assert_eq!(config.get_ports(), [5433]);
        assert_eq!(config.get_dbname(), Some("d"));
        assert_eq!(config.get_application_name(), Some("a"));
        assert_eq!(config.get_options(), Some("-c x=1"));
    }

    #[test]
    fn a_parameter_that_cannot_be_obeyed_is_refused() {
        let ends =
            ["sslrootcert=", "sslrootcert=%FF", "sslmode=allow", "sslcert=c.pem", "sslkey=k.pem"];
        for end in ends {
            let refused = PostgresOptions::new(&format!("postgres://op@h/op?{end}"));
            assert!(matches!(refused, Err(DatabaseError::Address)), "{end}: {refused:?}");
        }
    }
}
