//! Where the programs of PostgreSQL are.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The programs that a server of tests needs.
const PROGRAMS: &[&str] = &["initdb", "postgres", "createdb"];

/// Where Debian keeps one folder for each version of PostgreSQL. They are not in `PATH`.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Returns the folder with the programs of PostgreSQL, or `None` if it is not installed.
#[expect(clippy::disallowed_methods, reason = "the system says where its programs are")]
pub(crate) fn find() -> Option<PathBuf> {
    find_in(&env::var_os("PATH").unwrap_or_default(), Path::new(DEBIAN))
}

/// Looks in the folders of `PATH` first, then for the newest version below `versions`.
fn find_in(path: &OsStr, versions: &Path) -> Option<PathBuf> {
    // A link in a folder of `PATH` leads to the folder that has all programs.
    let linked = |folder: PathBuf| {
        Some(fs::canonicalize(folder.join("initdb")).ok()?.parent()?.to_path_buf())
    };
    let mut installed: Vec<(u32, PathBuf)> = fs::read_dir(versions)
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    installed.sort_unstable_by(|a, b| b.cmp(a));
    let in_path = env::split_paths(path).filter_map(linked);
    in_path.chain(installed.into_iter().map(|(_, folder)| folder)).find(|folder| complete(folder))
}

fn complete(folder: &Path) -> bool {
    PROGRAMS.iter().all(|program| folder.join(program).is_file())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "these tests are about files")]
mod tests {
    use std::os::unix::fs::symlink;
    use std::process;

    use super::*;

    /// A folder of one test, which is removed at its end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(test: &str) -> Self {
            let name = format!("symbolon-binaries-{test}-{}", process::id());
            let folder = env::temp_dir().join(name);
            fs::create_dir_all(&folder).unwrap();
            Self(folder.canonicalize().unwrap())
        }

        /// Creates a folder with these programs.
        fn installed(&self, folder: &str, programs: &[&str]) -> PathBuf {
            let folder = self.0.join(folder);
            fs::create_dir_all(&folder).unwrap();
            for program in programs {
                fs::write(folder.join(program), "").unwrap();
            }
            folder
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn the_newest_version_of_debian_is_used() {
        let folder = Folder::new("newest");
        folder.installed("9/bin", PROGRAMS);
        let newest = folder.installed("15/bin", PROGRAMS);
        folder.installed("16/bin", &["psql"]);
        assert_eq!(find_in(OsStr::new(""), &folder.0), Some(newest));
    }

    #[test]
    fn a_link_in_path_leads_to_the_folder_with_all_programs() {
        let folder = Folder::new("link");
        let all = folder.installed("all", PROGRAMS);
        let links = folder.installed("links", &[]);
        symlink(all.join("initdb"), links.join("initdb")).unwrap();
        let absent = folder.0.join("absent");
        assert_eq!(find_in(links.as_os_str(), &absent), Some(all));
    }

    #[test]
    fn a_folder_without_the_server_is_not_used() {
        let folder = Folder::new("client");
        let client = folder.installed("client", &["initdb", "createdb"]);
        assert_eq!(find_in(client.as_os_str(), &folder.0), None);
    }
}
