//! Builds what the browser loads and the server that hands it out.

mod assets;
mod manifest;
mod script;
mod style;
mod wasm;

use crate::parts::Parts;
use crate::problem::Problem;
use crate::{place, shell, tools};
use std::path::PathBuf;

/// Builds everything and gives the path of the server's binary.
///
/// # Errors
/// The first part that fails.
pub fn everything(release: bool, parts: &mut Parts) -> Result<PathBuf, Problem> {
    parts.time("setup", tools::wasm_target)?;
    site(release, parts)?;
    server(release, parts)
}

/// Builds the folder with everything the browser loads. A release of the server embeds it, so this comes first.
///
/// # Errors
/// When a compiler fails or a file cannot be read or written.
pub fn site(release: bool, parts: &mut Parts) -> Result<(), Problem> {
    let compiled = parts.time("wasm", || wasm::compile(release))?;
    parts.time("css and assets", || {
        let effort = assets::Effort::of(release);
        let style = style::bundle(&place::root().join("style").join("index.css"))?;
        let script = script::bind(&compiled, release)?;
        let mut files = script.files;
        let css = assets::hashed_name("lockstep", "css", style.as_bytes());
        files.push(assets::Asset::new(css.clone(), style.into_bytes()));
        let manifest = manifest::Manifest::of(&script.js, &script.wasm, &css);
        assets::write_all(&place::site(), &files, effort)?;
        manifest.write(&place::site().join("manifest.json"))
    })
}

/// Builds the server's binary and gives its path.
///
/// # Errors
/// When the compiler fails.
pub fn server(release: bool, parts: &mut Parts) -> Result<PathBuf, Problem> {
    parts.time("server", || {
        let mut cargo = shell::cargo();
        cargo.args(["build", "--package", "server", "--bin", "lockstep"]);
        if release {
            // One file is all there is to install: the site lies inside it.
            cargo.args(["--release", "--features", "embed"]);
        }
        shell::run("building the server", &mut cargo)?;
        Ok(place::server_binary(release))
    })
}
