//! What the tests over the whole workspace share; see `tests/`.

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand, Package};

/// The folder of the workspace.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The folder that everything is built in.
///
/// # Errors
/// Those of running `cargo metadata` and reading its answer.
pub fn target() -> cargo_metadata::Result<PathBuf> {
    Ok(metadata()?.target_directory.into_std_path_buf())
}

/// The members of the workspace as their manifests describe them, dependencies unresolved.
///
/// # Errors
/// Those of running `cargo metadata` and reading its answer.
pub fn members() -> cargo_metadata::Result<Vec<Package>> {
    Ok(metadata()?.packages)
}

fn metadata() -> cargo_metadata::Result<Metadata> {
    MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec()
}

/// Whether a package may be published, which makes its signatures a promise.
pub fn published(package: &Package) -> bool {
    package.publish.as_ref().is_none_or(|registries| !registries.is_empty())
}
