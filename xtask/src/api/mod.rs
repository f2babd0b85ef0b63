//! The public interface of the crates that authors of stages build on, as text: one file a crate, compared by `check` and
//! written by `bless`. What changes there is what others have to change, and belongs in the changelog.
//!
//! The decision it rests on: the source is read with `syn`, which any toolchain can do. What macros make is shown as the
//! call of the macro; documentation and private parts are left out.

mod collect;
mod strip;

use std::{fs, io, path::Path};

use crate::cargo::root;

use self::collect::Sources;

/// The crates whose interface is promised: those that a stage of somebody else names.
const CRATES: &[&str] = &["model", "stage", "testkit", "cli"];

/// Writes the interfaces, or with `check` says what is different.
pub(crate) fn api(check: bool) -> io::Result<()> {
    let mut changed = Vec::new();
    for name in CRATES {
        let folder = root().join("crates").join(name);
        let text = interface(&folder)?;
        let file = folder.join("docs/interface.rs.txt");
        let old = fs::read_to_string(&file).unwrap_or_default();
        if old == text {
            continue;
        }
        if check {
            changed.push(format!("rapporteur-{name}:\n{}", difference(&old, &text)));
        } else {
            fs::create_dir_all(file.parent().unwrap_or(&file))?;
            fs::write(&file, text)?;
            println!("wrote crates/{name}/docs/interface.rs.txt");
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "the public interface is another one:\n{}\nif it was meant: a line in the changelog (a breaking one raises the \
         version), then `cargo xtask bless`",
        changed.join("\n")
    )))
}

/// The interface of the crate in a folder.
fn interface(folder: &Path) -> io::Result<String> {
    let sources = Sources::read(&folder.join("src/lib.rs"))?;
    let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: sources.interface() };
    Ok(prettyplease::unparse(&file))
}

/// Lines that are gone and lines that are new.
fn difference(old: &str, new: &str) -> String {
    let only = |text: &str, other: &str, sign: char| -> Vec<String> {
        let other: Vec<&str> = other.lines().collect();
        text.lines().filter(|l| !other.contains(l)).map(|l| format!("  {sign} {l}")).collect()
    };
    let lines = [only(old, new, '-'), only(new, old, '+')].concat();
    if lines.is_empty() { "  (the order changed)".to_owned() } else { lines.join("\n") }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn of(library: &str, module: &str) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("rapporteur-api-{}-{number}", std::process::id()));
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::write(folder.join("src/lib.rs"), library).unwrap();
        fs::write(folder.join("src/inner.rs"), module).unwrap();
        let text = interface(&folder).unwrap();
        fs::remove_dir_all(folder).unwrap();
        text
    }

    const LIBRARY: &str = "//! A crate.\nmod inner;\npub use inner::{Open, Shown, take};\n";
    const MODULE: &str = "
        /// Documentation.
        #[derive(Debug)]
        pub struct Open { pub a: u32, b: u32 }
        pub struct Hidden { pub a: u32 }
        impl Open {
            /// More.
            pub fn size(&self) -> u32 { self.b + helper() }
            fn own(&self) {}
        }
        pub trait Shown {}
        impl<T: Copy> Shown for T {}
        impl std::fmt::Display for Open { fn fmt(&self) {} }
        pub fn take(open: Open) -> bool { true }
        fn helper() -> u32 { 7 }
        #[cfg(test)]
        mod tests { pub fn x() {} }
    ";

    #[test]
    fn what_others_can_see_is_in_it_and_nothing_else() {
        let text = of(LIBRARY, MODULE);
        for part in [
            "pub a: u32",
            "pub fn size(&self) -> u32",
            "impl std::fmt::Display for Open",
            "Shown for T",
            "pub fn take(open: Open)",
        ] {
            assert!(text.contains(part), "`{part}` is not in:\n{text}");
        }
        for part in ["Hidden", "helper", "fn own", "b: u32", "Documentation", "mod tests"] {
            assert!(!text.contains(part), "`{part}` is in:\n{text}");
        }
    }

    #[test]
    fn it_changes_with_what_others_can_see_alone() {
        let text = of(LIBRARY, MODULE);
        let with = |old: &str, new: &str| of(LIBRARY, &MODULE.replace(old, new));
        assert_eq!(with("{ 7 }", "{ 8 }"), text);
        assert_eq!(with("More.", "Less."), text);
        assert_ne!(with("-> bool", "-> u8"), text);
        assert_ne!(with("derive(Debug)", "derive(Clone)"), text);
        assert_ne!(with("pub fn size", "fn size"), text);
        assert!(difference(&text, &with("pub a: u32, b", "pub a: u64, b")).contains("+     pub a: u64"));
    }
}
