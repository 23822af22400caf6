//! `manifest.json`: which files a page asks for, since their names change with what is in them.

use std::collections::BTreeSet;

use app::Assets;
use serde::Deserialize;

/// The list's own name; `cargo xtask build` writes it.
pub(super) const NAME: &str = "manifest.json";

const MISSING: &str = "The browser's files are missing or not complete: run `cargo xtask build`";

#[derive(Deserialize)]
struct Manifest {
    js: String,
    wasm: String,
    css: String,
}

/// Whether a folder looks like a built site.
#[cfg(not(feature = "embed"))]
pub(super) fn is_site(folder: &std::path::Path) -> bool {
    folder.join(NAME).is_file() || folder.join("pkg/lockstep.js").is_file()
}

/// Reads the list and checks that its files are there. Without a list the fixed names of `cargo leptos` are taken.
///
/// # Errors
/// In words that say what to do.
pub(super) fn read(listing: Option<&[u8]>, names: &BTreeSet<String>) -> Result<Assets, String> {
    let manifest = match listing {
        Some(bytes) => serde_json::from_slice(bytes)
            .map_err(|error| format!("{MISSING}; {NAME} cannot be read: {error}"))?,
        None => {
            let fixed = |ending: &str| format!("/pkg/lockstep.{ending}");
            Manifest { js: fixed("js"), wasm: fixed("wasm"), css: fixed("css") }
        }
    };
    for address in [&manifest.js, &manifest.wasm, &manifest.css] {
        if !names.contains(address.trim_start_matches('/')) {
            return Err(format!("{MISSING}; there is no {address}"));
        }
    }
    let address = |name: String| format!("/{}", name.trim_start_matches('/'));
    Ok(Assets { js: address(manifest.js), wasm: address(manifest.wasm), css: address(manifest.css) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_list_without_its_files_says_what_to_run() {
        let listing = br#"{"js":"/pkg/a.js","wasm":"/pkg/a.wasm","css":"/pkg/a.css"}"#;
        let why = read(Some(listing), &names(&["pkg/a.js", "pkg/a.wasm"])).err().unwrap();
        assert!(why.contains("cargo xtask build") && why.contains("/pkg/a.css"), "{why}");
        assert!(read(Some(listing), &names(&["pkg/a.js", "pkg/a.wasm", "pkg/a.css"])).is_ok());
    }

    #[test]
    fn a_folder_made_by_cargo_leptos_needs_no_list() {
        let files = names(&["pkg/lockstep.js", "pkg/lockstep.wasm", "pkg/lockstep.css"]);
        assert_eq!(read(None, &files).unwrap().js, "/pkg/lockstep.js");
        assert!(read(None, &names(&[])).is_err());
    }
}
