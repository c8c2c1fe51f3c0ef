//! What the tests over the whole workspace share; see `tests/`.

use std::path::Path;

use cargo_metadata::{Metadata, MetadataCommand, Package};

/// The folder of the workspace.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The members of the workspace as their manifests describe them, dependencies unresolved.
///
/// # Errors
/// Those of running `cargo metadata` and reading its answer.
pub fn members() -> cargo_metadata::Result<Vec<Package>> {
    let metadata: Metadata =
        MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec()?;
    Ok(metadata.packages)
}

/// Whether a package may be published, which makes its signatures a promise.
pub fn published(package: &Package) -> bool {
    package.publish.as_ref().is_none_or(|registries| !registries.is_empty())
}
