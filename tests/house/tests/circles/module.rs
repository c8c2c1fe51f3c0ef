//! What one module defines, imports and names.

use std::collections::BTreeSet;

use crate::tokens::Tokens;

/// The segments of a path.
pub(crate) type Path = Vec<String>;

/// A name that a `use` brings into a module.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Import {
    /// Whether others see the name: `pub use`, also with a restriction.
    pub(crate) reexport: bool,
    pub(crate) path: Path,
    pub(crate) name: String,
}

#[derive(Debug, Default)]
pub(crate) struct Module {
    pub(crate) defines: BTreeSet<String>,
    pub(crate) imports: Vec<Import>,
    /// The paths of two segments or more outside imports.
    pub(crate) names: Vec<Path>,
    pub(crate) test_modules: Vec<String>,
}

const DEFINING: &[&str] =
    &["struct", "enum", "trait", "type", "const", "static", "fn", "union", "macro_rules"];

impl Module {
    pub(crate) fn of(text: &str) -> Self {
        let Tokens { all, test_modules } = Tokens::of(text);
        let mut module = Self { test_modules, ..Self::default() };
        let mut at = 0;
        while at < all.len() {
            let token = all[at].as_str();
            if token == "use" && all.get(at + 1).is_some_and(|next| next != "<") {
                let end = at + all[at..].iter().position(|it| it == ";").unwrap();
                let reexport = at > 0 && ["pub", ")"].contains(&all[at - 1].as_str());
                module.import(reexport, &[], &all[at + 1..end]);
                at = end;
            } else if DEFINING.contains(&token) {
                let name = all[at + 1..].iter().find(|it| is_name(it) && *it != "mut");
                module.defines.extend(name.cloned());
            } else if is_name(token) && (at == 0 || all[at - 1] != "'") {
                let mut path = vec![token.to_owned()];
                while let [a, b, name, ..] = &all[at + 1..]
                    && a == ":"
                    && b == ":"
                    && is_name(name)
                {
                    path.push(name.clone());
                    at += 3;
                }
                if path.len() > 1 {
                    module.names.push(path);
                }
            }
            at += 1;
        }
        module
    }

    /// Adds what the tree of a `use` imports.
    fn import(&mut self, reexport: bool, prefix: &[String], tree: &[String]) {
        let mut path = prefix.to_vec();
        let mut rest = tree;
        loop {
            match rest {
                [open, inner @ .., close] if open == "{" && close == "}" => {
                    branches(inner).for_each(|branch| self.import(reexport, &path, branch));
                    return;
                }
                [colon, ..] if colon == ":" => rest = &rest[1..],
                [kw, name] if kw == "as" => {
                    self.imports.push(Import { reexport, path, name: name.clone() });
                    return;
                }
                [name, after @ ..] => {
                    if name != "self" || path.is_empty() {
                        path.push(name.clone());
                    }
                    rest = after;
                }
                [] => {
                    if let Some(name) = path.last().cloned() {
                        self.imports.push(Import { reexport, path, name });
                    }
                    return;
                }
            }
        }
    }
}

/// Splits the inside of the braces of a `use` at its outermost commas.
fn branches(inner: &[String]) -> impl Iterator<Item = &[String]> {
    let mut depth = 0;
    inner
        .split(move |token| {
            depth += i32::from(token == "{") - i32::from(token == "}");
            depth == 0 && token == ","
        })
        .filter(|branch| !branch.is_empty())
}

fn is_name(token: &str) -> bool {
    token.starts_with(|it: char| it.is_alphabetic() || it == '_')
}

#[test]
fn imports_definitions_and_paths_are_found() {
    let module = Module::of(
        "pub(crate) use super::{self, a::{B, self}, c as d}; use crate::e::*;
         pub struct F; fn g() { self::h::i(crate::J::new()); m!(k::l) }",
    );
    let import = |reexport, path: &str, name: &str| Import {
        reexport,
        path: path.split("::").map(str::to_owned).collect(),
        name: name.to_owned(),
    };
    assert_eq!(
        module.imports,
        [
            import(true, "super", "super"),
            import(true, "super::a::B", "B"),
            import(true, "super::a", "a"),
            import(true, "super::c", "d"),
            import(false, "crate::e::*", "*"),
        ]
    );
    assert_eq!(module.defines.iter().collect::<Vec<_>>(), ["F", "g"]);
    let names: Vec<String> = module.names.iter().map(|path| path.join("::")).collect();
    assert_eq!(names, ["self::h::i", "crate::J::new", "k::l"]);
}
