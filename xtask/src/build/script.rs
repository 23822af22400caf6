//! The JavaScript that loads the WebAssembly, written by wasm-bindgen as a library.

use super::assets::{self, Asset};
use super::bundle::Bundle;
use super::{cut, wasm};
use crate::place;
use crate::problem::Problem;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// The names of the two files the page asks for, and all files they need.
pub struct Script {
    /// The bundle it loads.
    pub bundle: Bundle,
    /// The JavaScript's file name.
    pub js: String,
    /// The WebAssembly's file name.
    pub wasm: String,
    /// Both files, and the pieces of JavaScript that libraries bring along.
    pub files: Vec<Asset>,
}

/// Writes the JavaScript of every bundle, all at the same time.
///
/// # Errors
/// As [`bind`].
pub fn bind_all(compiled: &Path, release: bool) -> Result<Vec<Script>, Problem> {
    std::thread::scope(|scope| {
        let started = Bundle::ALL.map(|bundle| scope.spawn(move || bind(compiled, bundle, release)));
        let stopped = |_| Err(Problem::new("writing the JavaScript stopped half-way"));
        started.into_iter().map(|thread| thread.join().unwrap_or_else(stopped)).collect()
    })
}

/// Writes the JavaScript for a compiled file, names both by what is in them and lets the one find the other.
///
/// # Errors
/// When the compiled file was made by another version of wasm-bindgen, or a file cannot be read or written.
fn bind(compiled: &Path, bundle: Bundle, release: bool) -> Result<Script, Problem> {
    let word = bundle.word();
    let folder = place::frontend_target().join("bound").join(word);
    let _ = std::fs::remove_dir_all(&folder);
    write_bindings(&compiled.join(format!("{word}.wasm")), word, &folder, release)?;
    let bound = format!("{word}_bg.wasm");
    let wasm_file = folder.join(&bound);
    if release {
        wasm::shrink(&wasm_file)?;
    }
    let wasm_bytes = read(&wasm_file)?;
    let wasm = assets::hashed_name(word, "wasm", &wasm_bytes);
    let mut files = snippets(&folder)?;
    let snippets_folder = assets::hashed_folder("snippets", &files);
    for file in &mut files {
        file.name = format!("{snippets_folder}/{}", file.name);
    }
    let js_text = String::from_utf8_lossy(&read(&folder.join(format!("{word}.js")))?)
        .replace(&bound, &wasm)
        .replace("./snippets/", &format!("./{snippets_folder}/"))
        .into_bytes();
    let js = assets::hashed_name(word, "js", &js_text);
    files.push(Asset::new(js.clone(), js_text));
    files.push(Asset::new(wasm.clone(), wasm_bytes));
    Ok(Script { bundle, js, wasm, files })
}

/// Runs wasm-bindgen for a page that loads its scripts as modules, on what is left after cutting.
fn write_bindings(compiled: &Path, word: &str, folder: &Path, release: bool) -> Result<(), Problem> {
    let mut bindgen = Bindgen::new();
    bindgen.input_module(word, cut_module(compiled, release)?).typescript(false);
    let bound = bindgen.web(true).and_then(|web| web.generate(folder));
    bound.map_err(|cause| Problem::new(format!("wasm-bindgen could not write the JavaScript: {cause:#}")))
}

/// The compiled file without what can never run. Names stay in it for whoever debugs the demo.
fn cut_module(compiled: &Path, release: bool) -> Result<walrus::Module, Problem> {
    let mut config = walrus::ModuleConfig::new();
    config.strict_validate(false).generate_producers_section(false).generate_name_section(!release);
    let mut module = config.parse(&read(compiled)?).map_err(|cause| {
        Problem::new(format!("{} is no WebAssembly that can be read: {cause:#}", compiled.display()))
    })?;
    let cut = cut::unused_hydration(&mut module);
    eprintln!("{cut} functions that take over pages step by step are cut out of {}", compiled.display());
    Ok(module)
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
