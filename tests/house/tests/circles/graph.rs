//! Which module uses which.

use std::collections::{BTreeMap, BTreeSet};

use symbolon_house_tests::files::TextFile;

use crate::module::{Module, Path};

#[derive(Debug)]
pub(crate) struct Graph {
    modules: BTreeMap<Path, Module>,
    /// For each module those that it uses, and what of them.
    uses: BTreeMap<Path, BTreeMap<Path, BTreeSet<String>>>,
}

impl Graph {
    /// Reads the files below a `src` folder.
    pub(crate) fn of(files: &[TextFile]) -> Self {
        let mut modules: BTreeMap<Path, Module> = files
            .iter()
            .map(|file| (place(&file.path.to_string_lossy()), Module::of(&file.text)))
            .collect();
        for place in tests_of(&modules) {
            modules.retain(|other, _| !other.starts_with(&place));
        }
        let mut graph = Self { modules, uses: BTreeMap::new() };
        let uses = graph.modules.keys().map(|place| (place.clone(), graph.used_by(place)));
        graph.uses = uses.collect();
        graph
    }

    /// The groups of modules in which each uses every other, directly or through the rest.
    pub(crate) fn circles(&self) -> Vec<String> {
        let reached: BTreeMap<&Path, BTreeSet<&Path>> =
            self.uses.keys().map(|place| (place, self.reached_from(place))).collect();
        let mut done = BTreeSet::new();
        let mut circles = Vec::new();
        for (place, reaches) in &reached {
            let circle: Vec<&Path> =
                reaches.iter().copied().filter(|other| reached[other].contains(place)).collect();
            if !circle.is_empty() && circle.iter().all(|it| done.insert(*it)) {
                circles.push(self.describe(&circle));
            }
        }
        circles
    }

    fn reached_from<'a>(&'a self, place: &'a Path) -> BTreeSet<&'a Path> {
        let mut reached = BTreeSet::new();
        let mut open = vec![place];
        while let Some(place) = open.pop() {
            open.extend(self.uses[place].keys().filter(|next| reached.insert(*next)));
        }
        reached
    }

    fn describe(&self, circle: &[&Path]) -> String {
        let name = |place: &Path| match place.as_slice() {
            [] => "lib".to_owned(),
            segments => segments.join("/"),
        };
        let mut lines = vec![circle.iter().map(|it| name(it)).collect::<Vec<_>>().join(", ")];
        for place in circle {
            for (other, names) in &self.uses[*place] {
                if circle.contains(&other) {
                    let names = names.iter().cloned().collect::<Vec<_>>().join(", ");
                    lines.push(format!("    {} uses {}: {names}", name(place), name(other)));
                }
            }
        }
        lines.join("\n")
    }

    /// The modules that this one uses.
    fn used_by(&self, place: &Path) -> BTreeMap<Path, BTreeSet<String>> {
        let module = &self.modules[place];
        let mut used: BTreeMap<Path, BTreeSet<String>> = BTreeMap::new();
        // Modules that are imported by name: to use them is to name something through them.
        let mut imported: BTreeMap<&str, Path> = BTreeMap::new();
        let mut add = |to: Option<Path>, name: String| {
            if let Some(to) = to.filter(|to| to != place) {
                used.entry(to).or_default().insert(name);
            }
        };
        for import in &module.imports {
            let Some((from, path)) = self.absolute(place, &import.path) else { continue };
            let whole = [from.as_slice(), &path].concat();
            let to = self.defined_in(&from, &path, 0);
            if import.reexport && to.as_ref().is_some_and(|to| to.starts_with(place)) {
                continue;
            }
            if self.modules.contains_key(&whole) {
                imported.insert(&import.name, whole);
            } else {
                add(to, path.last().cloned().unwrap_or_default());
            }
        }
        for path in &module.names {
            let resolved = match imported.get(path[0].as_str()) {
                Some(imported) => Some((imported.clone(), path[1..].to_vec())),
                None => self.absolute(place, path),
            };
            let to = resolved.and_then(|(from, path)| self.defined_in(&from, &path, 0));
            add(to, path.join("::"));
        }
        used
    }

    /// Splits a path into the module that it starts at and the rest; `None` when it leads to another
    /// crate or starts at an item.
    fn absolute(&self, place: &Path, path: &[String]) -> Option<(Path, Path)> {
        let up = path.iter().take_while(|segment| *segment == "super").count();
        match path.first()?.as_str() {
            "crate" => Some((Vec::new(), path[1..].to_vec())),
            "self" => Some((place.clone(), path[1..].to_vec())),
            "super" => Some((place[..place.len() - up].to_vec(), path[up..].to_vec())),
            child => {
                let whole = [place.as_slice(), &[child.to_owned()]].concat();
                self.modules.contains_key(&whole).then(|| (place.clone(), path.to_vec()))
            }
        }
    }

    /// The module that defines what a path leads to; `None` when another crate does.
    fn defined_in(&self, place: &Path, path: &[String], depth: usize) -> Option<Path> {
        let mut place = place.clone();
        let mut rest = path;
        while let [segment, after @ ..] = rest {
            let child = [place.as_slice(), std::slice::from_ref(segment)].concat();
            if !self.modules.contains_key(&child) {
                break;
            }
            (place, rest) = (child, after);
        }
        let Some(name) = rest.first().filter(|name| *name != "*" && depth < 20) else {
            return Some(place);
        };
        let module = &self.modules[&place];
        if module.defines.contains(name) {
            return Some(place);
        }
        if let Some(import) = module.imports.iter().find(|import| import.name == *name) {
            let (from, path) = self.absolute(&place, &import.path)?;
            return self.defined_in(&from, &path, depth + 1);
        }
        for import in module.imports.iter().filter(|import| import.name == "*") {
            if let Some((from, mut path)) = self.absolute(&place, &import.path) {
                path.pop();
                path.push(name.clone());
                if let Some(found) = self.defined_in(&from, &path, depth + 1) {
                    return Some(found);
                }
            }
        }
        Some(place)
    }
}

/// The place of a file in its crate: its path below `src`, without `lib`, `main` and `mod`.
fn place(path: &str) -> Path {
    let (_, below) = path.rsplit_once("src/").unwrap();
    let mut place: Path = below.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if ["lib", "main", "mod"].contains(&place.last().unwrap().as_str()) {
        place.pop();
    }
    place
}

fn tests_of(modules: &BTreeMap<Path, Module>) -> Vec<Path> {
    let of = |(place, module): (&Path, &Module)| {
        let place = place.clone();
        let names = module.test_modules.clone().into_iter();
        names.map(move |name| [place.as_slice(), &[name]].concat()).collect::<Vec<_>>()
    };
    modules.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles(files: &[(&str, &str)]) -> Vec<String> {
        let file = |(path, text): &(&str, &str)| TextFile {
            path: format!("src/{path}.rs").into(),
            text: (*text).to_owned(),
        };
        Graph::of(&files.iter().map(file).collect::<Vec<_>>()).circles()
    }

    #[test]
    fn a_circle_through_a_reexport_is_found() {
        let found = circles(&[
            ("lib", "mod a; mod b; pub use a::A; pub use b::B;"),
            ("a", "use crate::B; pub struct A(B);"),
            ("b", "pub struct B; impl B { fn a(&self, _: &crate::A) {} }"),
        ]);
        assert_eq!(found, ["a, b\n    a uses b: B\n    b uses a: crate::A"]);
    }

    #[test]
    fn a_circle_through_a_third_module_is_found() {
        let found = circles(&[
            ("lib", "mod a; mod b; mod c;"),
            ("a", "use crate::b; fn a() { b::b() }"),
            ("b", "use super::c::c; pub fn b() { c() }"),
            ("c", "use crate::*; pub fn c() { crate::a::a() }"),
        ]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("a, b, c\n"));
    }

    #[test]
    fn a_parent_may_declare_and_reexport_the_children_that_use_it() {
        let found = circles(&[
            ("lib", "mod a; pub use a::A; pub(crate) struct Shared;"),
            ("a", "use crate::Shared; pub struct A(Shared);"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn tests_do_not_count() {
        let found = circles(&[
            ("lib", "mod a; mod b;"),
            ("a", "pub struct A; #[cfg(test)] mod tests { use crate::b::B; }"),
            ("b", "pub struct B(crate::a::A); #[cfg(test)] mod tests;"),
            ("b/tests", "use super::*; use crate::a;"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }
}
