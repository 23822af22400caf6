//! The browser's part of the app, compiled to WebAssembly.

use crate::problem::Problem;
use crate::{place, shell, tools};
use std::path::{Path, PathBuf};

/// The version of the npm package with `wasm-opt`.
const BINARYEN: &str = "132.0.0";

/// What rustc's WebAssembly uses, and every browser of the last years knows; the tool may use no more.
const FEATURES: [&str; 6] = [
    "bulk-memory",
    "nontrapping-float-to-int",
    "sign-ext",
    "mutable-globals",
    "reference-types",
    "multivalue",
];

/// Compiles the bundles of the crate `frontend` and gives the folder with their raw WebAssembly.
///
/// # Errors
/// When the compiler fails.
pub fn compile(release: bool) -> Result<PathBuf, Problem> {
    let profile = if release { "wasm-release" } else { "wasm-dev" };
    let target = place::frontend_target();
    let mut cargo = shell::cargo();
    cargo.args(["build", "--package", "frontend", "--bins", "--target", "wasm32-unknown-unknown"]);
    cargo.args(["--profile", profile, "--target-dir"]).arg(&target);
    shell::run("building the browser's part", &mut cargo)?;
    Ok(target.join("wasm32-unknown-unknown").join(profile))
}

/// Makes a bound WebAssembly file smaller in place, when npm is there to fetch the tool for it.
///
/// # Errors
/// When npm or the tool fails.
pub fn shrink(file: &Path) -> Result<(), Problem> {
    if !tools::has_npm() {
        eprintln!("npm is not installed, so the WebAssembly is not made smaller by wasm-opt");
        return Ok(());
    }
    let tool = wasm_opt()?;
    let mut node = shell::program("node");
    node.arg(&tool)
        .arg("-Oz")
        .args(FEATURES.map(|name| format!("--enable-{name}")))
        .arg(file)
        .arg("-o")
        .arg(file);
    shell::run("wasm-opt", &mut node)
}

/// The path of `wasm-opt`, fetched once.
fn wasm_opt() -> Result<PathBuf, Problem> {
    let folder = place::tools();
    let tool = folder.join("node_modules/binaryen/bin/wasm-opt");
    if !tool.is_file() {
        std::fs::create_dir_all(&folder).map_err(|cause| Problem::with_file("make", &folder, &cause))?;
        let mut npm = shell::program("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]).arg(&folder);
        shell::run("npm install binaryen", npm.arg(format!("binaryen@{BINARYEN}")))?;
    }
    Ok(tool)
}
