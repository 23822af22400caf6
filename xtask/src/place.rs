//! Where things are.

use std::path::{Path, PathBuf};

/// The top folder of the project: where cargo runs this program from, since two clones may share one built program.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let here = here.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf());
    here.parent().map(Path::to_path_buf).unwrap_or(here)
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
