//! What the tests over the whole workspace share: its packages, its files, and the doc comments in
//! them. The tests are in `tests/`.

use std::io;
use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand, Package};

pub mod docs;
pub mod files;
pub mod prose;

/// Returns the folder of the workspace.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Returns the folder that everything is built in.
///
/// # Errors
/// Returns the error of `cargo metadata` when it fails or its answer cannot be read.
pub fn target() -> cargo_metadata::Result<PathBuf> {
    Ok(metadata()?.target_directory.into_std_path_buf())
}

/// Returns the members of the workspace as their manifests describe them, dependencies unresolved.
///
/// # Errors
/// Returns the error of `cargo metadata` when it fails or its answer cannot be read.
pub fn members() -> cargo_metadata::Result<Vec<Package>> {
    Ok(metadata()?.packages)
}

/// Returns the members that may be published, whose public API is therefore a promise.
///
/// # Errors
/// Returns the error of `cargo metadata` when it fails or its answer cannot be read.
pub fn published_members() -> cargo_metadata::Result<Vec<Package>> {
    Ok(members()?.into_iter().filter(published).collect())
}

/// Whether a package may be published.
#[must_use]
pub fn published(package: &Package) -> bool {
    package.publish.as_ref().is_none_or(|registries| !registries.is_empty())
}

/// Returns the source files of a package, in order of their paths.
///
/// # Errors
/// Returns an error when a folder or a file cannot be read.
pub fn sources(package: &Package) -> io::Result<Vec<files::TextFile>> {
    let folder = package.manifest_path.with_file_name("src");
    files::below(folder.as_std_path(), &["rs"])
}

fn metadata() -> cargo_metadata::Result<Metadata> {
    MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec()
}
