//! Where things are.

use std::path::{Path, PathBuf};

/// The top folder of the project.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The folder cargo builds the native crates in.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// The folder cargo builds the browser's crates in: its own, so that neither build throws away the other's work.
pub fn frontend_target() -> PathBuf {
    target().join("frontend")
}

/// The folder with what the browser loads. A release of the server embeds it by this path, so it does not move with `CARGO_TARGET_DIR`.
pub fn site() -> PathBuf {
    root().join("target").join("site")
}

/// The folder for tools from the npm registry that only building needs.
pub fn tools() -> PathBuf {
    root().join("target").join("tools")
}

/// The built server.
pub fn server_binary(release: bool) -> PathBuf {
    let name = format!("lockstep{}", std::env::consts::EXE_SUFFIX);
    target().join(if release { "release" } else { "debug" }).join(name)
}

/// The folder with the browser tests.
pub fn end2end() -> PathBuf {
    root().join("end2end")
}
