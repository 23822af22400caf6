//! The JavaScript that loads the WebAssembly, written by wasm-bindgen as a library.

use super::assets::{self, Asset};
use super::wasm;
use crate::place;
use crate::problem::Problem;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// The names of the two files the page asks for, and all files they need.
pub struct Script {
    /// The JavaScript's file name.
    pub js: String,
    /// The WebAssembly's file name.
    pub wasm: String,
    /// Both files, and the pieces of JavaScript that libraries bring along.
    pub files: Vec<Asset>,
}

/// Writes the JavaScript for a compiled file, names both by what is in them and lets the one find the other.
///
/// # Errors
/// When the compiled file was made by another version of wasm-bindgen, or a file cannot be read or written.
pub fn bind(compiled: &Path, release: bool) -> Result<Script, Problem> {
    let folder = place::frontend_target().join("bound");
    let _ = std::fs::remove_dir_all(&folder);
    write_bindings(compiled, &folder, release)?;
    let wasm_file = folder.join("lockstep_bg.wasm");
    if release {
        wasm::shrink(&wasm_file)?;
    }
    let wasm_bytes = read(&wasm_file)?;
    let wasm = assets::hashed_name("lockstep", "wasm", &wasm_bytes);
    let mut files = snippets(&folder)?;
    let snippets_folder = assets::hashed_folder("snippets", &files);
    for file in &mut files {
        file.name = format!("{snippets_folder}/{}", file.name);
    }
    let js_text = String::from_utf8_lossy(&read(&folder.join("lockstep.js"))?)
        .replace("lockstep_bg.wasm", &wasm)
        .replace("./snippets/", &format!("./{snippets_folder}/"))
        .into_bytes();
    let js = assets::hashed_name("lockstep", "js", &js_text);
    files.push(Asset::new(js.clone(), js_text));
    files.push(Asset::new(wasm.clone(), wasm_bytes));
    Ok(Script { js, wasm, files })
}

/// Runs wasm-bindgen for a page that loads its scripts as modules.
fn write_bindings(compiled: &Path, folder: &Path, release: bool) -> Result<(), Problem> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name("lockstep").typescript(false).remove_producers_section(true);
    bindgen.keep_debug(false).remove_name_section(release);
    let bound = bindgen.web(true).and_then(|web| web.generate(folder));
    bound.map_err(|cause| Problem::new(format!("wasm-bindgen could not write the JavaScript: {cause:#}")))
}

/// The pieces of JavaScript that libraries bring along, named from inside their folder.
fn snippets(folder: &Path) -> Result<Vec<Asset>, Problem> {
    let top = folder.join("snippets");
    let mut found = Vec::new();
    let mut folders = vec![top.clone()];
    while let Some(next) = folders.pop() {
        for path in list(&next) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&top).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                found.push(Asset::new(name, read(&path)?));
            }
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

/// What a folder holds; nothing when it does not exist.
fn list(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    std::fs::read(path).map_err(|cause| Problem::with_file("read", path, &cause))
}

#[cfg(test)]
mod tests {
    use crate::place;

    #[test]
    fn the_library_that_writes_the_javascript_is_as_old_as_the_one_that_is_compiled_in() {
        let lock = std::fs::read_to_string(place::root().join("Cargo.lock")).unwrap();
        let version = |name: &str| {
            let entry = format!("name = \"{name}\"\nversion = \"");
            lock.split_once(&entry)
                .and_then(|(_, rest)| rest.split_once('"'))
                .map(|(version, _)| version.to_owned())
        };
        let compiled_in = version("wasm-bindgen");
        assert!(compiled_in.is_some());
        assert_eq!(compiled_in, version("wasm-bindgen-cli-support"));
    }
}
