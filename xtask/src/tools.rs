//! Fetching what a machine lacks, or saying in one sentence what to install.

use crate::problem::Problem;
use crate::{place, shell};
use std::path::{Path, PathBuf};

const WASM: &str = "wasm32-unknown-unknown";

/// Sees to it that rustc can compile for the browser.
///
/// # Errors
/// When the target is missing and rustup cannot add it.
pub fn wasm_target() -> Result<(), Problem> {
    let sysroot = shell::output(shell::program("rustc").args(["--print", "sysroot"]))
        .ok_or_else(|| Problem::new("rustc does not answer; install Rust with rustup"))?;
    if Path::new(&sysroot).join("lib/rustlib").join(WASM).join("lib").is_dir() {
        return Ok(());
    }
    if !shell::is_installed("rustup") {
        return Err(Problem::new(format!("this Rust lacks the target {WASM}; install Rust with rustup")));
    }
    shell::run("rustup target add", shell::program("rustup").args(["target", "add", WASM]))
}

/// The oldest Node.js the browser tests run on.
const NODE: u32 = 20;

/// Sees to it that node and npm are there, and new enough.
///
/// # Errors
/// When they are missing or old and cannot be installed here.
pub fn node() -> Result<(), Problem> {
    if !has_npm() {
        install(&["nodejs", "npm"])?;
    }
    let version = shell::output(shell::program("node").arg("--version")).unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_some_and(|major| major >= NODE) {
        return Ok(());
    }
    Err(Problem::new(format!("the browser tests need Node.js {NODE} or newer; this is {version:?}")))
}

/// Says whether npm is there, without installing it.
pub fn has_npm() -> bool {
    shell::is_installed("node") && shell::is_installed("npm")
}

/// Finds Chromium, installing it when it is missing.
///
/// # Errors
/// When it is missing and cannot be installed here.
pub fn chromium() -> Result<PathBuf, Problem> {
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    install(&["chromium"])?;
    find_chromium().ok_or_else(|| Problem::new("no Chromium found; set CHROMIUM to its path"))
}

fn find_chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].map(PathBuf::from);
    named.into_iter().chain(usual).find(|path| path.exists())
}

/// Installs Debian packages where that is possible without asking anyone.
fn install(packages: &[&str]) -> Result<(), Problem> {
    let list = packages.join(" ");
    let is_root = shell::output(shell::program("id").arg("-u")).as_deref() == Some("0");
    if !is_root || !shell::is_installed("apt-get") {
        return Err(Problem::new(format!(
            "please install {list} (Debian: sudo apt-get install {list}), then try again"
        )));
    }
    eprintln!("installing {list}");
    shell::run("apt-get update", shell::program("apt-get").args(["update", "-q"]))?;
    let mut apt = shell::program("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-y", "-q", "--no-install-recommends"]);
    shell::run("apt-get install", apt.args(packages))
}

/// Installs what the browser tests need from the npm registry, when the lock file is newer than what is there.
///
/// # Errors
/// When npm is missing or fails.
pub fn browser_packages() -> Result<(), Problem> {
    node()?;
    let end2end = place::end2end();
    let wanted = std::fs::read(end2end.join("package-lock.json"))
        .map_err(|cause| Problem::with_file("read", &end2end.join("package-lock.json"), &cause))?;
    let stamp = end2end.join("node_modules/.lockstep-lock");
    if std::fs::read(&stamp).ok().as_deref() == Some(wanted.as_slice()) {
        return Ok(());
    }
    let mut npm = shell::program("npm");
    npm.current_dir(&end2end).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    shell::run("npm ci in end2end", &mut npm)?;
    std::fs::write(&stamp, wanted).map_err(|cause| Problem::with_file("write", &stamp, &cause))
}
