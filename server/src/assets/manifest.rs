//! `manifest.json`: which files a page asks for, since their names change with what is in them.

use std::collections::BTreeSet;

use app::{Assets, Scripts};

/// The list's own name; `cargo xtask build` writes it.
pub(super) const NAME: &str = "manifest.json";

const MISSING: &str = "The browser's files are missing or not complete: run `cargo xtask build`";

/// Whether a folder looks like a built site.
#[cfg(not(feature = "embed"))]
pub(super) fn is_site(folder: &std::path::Path) -> bool {
    folder.join(NAME).is_file() || folder.join("pkg/lockstep.js").is_file()
}

/// Reads the list and checks that its files are there. Without a list the fixed names of `cargo leptos` are taken, which
/// makes one bundle for all pages.
///
/// # Errors
/// In words that say what to do.
pub(super) fn read(listing: Option<&[u8]>, names: &BTreeSet<String>) -> Result<Assets, String> {
    let assets: Assets = match listing {
        Some(bytes) => serde_json::from_slice(bytes)
            .map_err(|error| format!("{MISSING}; {NAME} cannot be read: {error}"))?,
        None => {
            let fixed = |ending: &str| format!("/pkg/lockstep.{ending}");
            let all =
                Scripts { js: fixed("js"), wasm: fixed("wasm"), css: fixed("css"), sheet: String::new() };
            Assets { overview: all.clone(), logs: all.clone(), settings: all, later: String::new() }
        }
    };
    let Assets { overview, logs, settings, later } = &assets;
    let files = |bundle: &Scripts| [bundle.js.clone(), bundle.wasm.clone(), bundle.css.clone()];
    let later = Some(later.clone()).filter(|later| !later.is_empty());
    for address in [overview, logs, settings].into_iter().flat_map(files).chain(later) {
        if !address.strip_prefix('/').is_some_and(|name| names.contains(name)) {
            return Err(format!("{MISSING}; there is no {address}"));
        }
    }
    Ok(assets)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_list_without_its_files_says_what_to_run() {
        let bundle = |name: &str| {
            format!(r#"{{"js":"/pkg/{name}.js","wasm":"/pkg/{name}.wasm","css":"/pkg/{name}.css"}}"#)
        };
        let listing = format!(r#"{{"overview":{0},"logs":{0},"settings":{1}}}"#, bundle("b"), bundle("c"));
        let listing = listing.as_bytes();
        let most = ["pkg/b.css", "pkg/b.js", "pkg/b.wasm", "pkg/c.css", "pkg/c.js"];
        let why = read(Some(listing), &names(&most)).err().unwrap();
        assert!(why.contains("cargo xtask build") && why.contains("/pkg/c.wasm"), "{why}");
        let assets = read(Some(listing), &names(&[&most[..], &["pkg/c.wasm"]].concat())).unwrap();
        assert_eq!((assets.logs.js.as_str(), assets.settings.js.as_str()), ("/pkg/b.js", "/pkg/c.js"));
    }

    #[test]
    fn a_folder_made_by_cargo_leptos_needs_no_list() {
        let files = names(&["pkg/lockstep.js", "pkg/lockstep.wasm", "pkg/lockstep.css"]);
        assert_eq!(read(None, &files).unwrap().settings.js, "/pkg/lockstep.js");
        assert!(read(None, &names(&[])).is_err());
    }
}
