//! Builds what the browser loads and the server that hands it out.

mod assets;
mod bundle;
mod cut;
mod manifest;
mod script;
mod sizes;
mod style;
mod wasm;

use crate::parts::Parts;
use crate::problem::Problem;
use crate::{place, shell, tools};
use assets::Asset;
use manifest::Manifest;
use script::Script;
use sizes::Load;
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

/// Builds the folder with everything the browser loads, and tells what each bundle weighs. A release of the server
/// embeds it, so this comes first.
///
/// # Errors
/// When a compiler fails or a file cannot be read or written.
pub fn site(release: bool, parts: &mut Parts) -> Result<Vec<Load>, Problem> {
    let compiled = parts.time("wasm", || wasm::compile(release))?;
    let loads = parts.time("css and assets", || {
        let mut scripts = script::bind_all(&compiled, release)?;
        let styles = scripts
            .iter()
            .map(|script| style_of(script.bundle.word(), |file| script.bundle.has(file)))
            .collect::<Result<Vec<_>, _>>()?;
        let mut files: Vec<_> =
            scripts.iter_mut().flat_map(|script| std::mem::take(&mut script.files)).collect();
        let names: Vec<String> = styles.iter().map(|style| style.name.clone()).collect();
        files.extend(styles);
        let later = style_of("later", bundle::is_for_later)?;
        let later_name = later.name.clone();
        files.push(later);
        let weights = assets::write_all(&place::site(), &files, assets::Effort::of(release))?;
        Manifest::of(&scripts, &names, &later_name).write(&place::site().join("manifest.json"))?;
        let load = |(script, css): (&Script, &String)| {
            Load::of(script.bundle, &script.js, &script.wasm, &[css, &later_name], &weights)
        };
        Ok(scripts.iter().zip(&names).map(load).collect::<Vec<_>>())
    })?;
    sizes::print(&loads);
    Ok(loads)
}

/// A style sheet of those parts that are wanted.
fn style_of(stem: &str, wanted: impl Fn(&str) -> bool) -> Result<Asset, Problem> {
    let style = style::bundle(&place::root().join("style").join("index.css"), wanted)?;
    Ok(Asset::new(assets::hashed_name(stem, "css", style.as_bytes()), style.into_bytes()))
}

/// Builds what the browser loads as it ships, and checks that every bundle is as light as it has to be.
///
/// # Errors
/// When something cannot be built, or a bundle is too heavy.
pub fn weigh(parts: &mut Parts) -> Result<(), Problem> {
    parts.time("setup", tools::wasm_target)?;
    sizes::check(&site(true, parts)?)
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
