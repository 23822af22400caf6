//! The list by which the server finds the hashed files.

use crate::problem::Problem;
use serde::Serialize;
use std::path::Path;

/// The addresses of the three files every page asks for.
#[derive(Serialize)]
pub struct Manifest {
    js: String,
    wasm: String,
    css: String,
}

impl Manifest {
    /// The list for three file names.
    pub fn of(js: &str, wasm: &str, css: &str) -> Self {
        let address = |name: &str| format!("/pkg/{name}");
        Self { js: address(js), wasm: address(wasm), css: address(css) }
    }

    /// Writes the list as JSON.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), Problem> {
        let json =
            serde_json::to_vec_pretty(self).map_err(|cause| Problem::with_file("write", path, &cause))?;
        std::fs::write(path, json).map_err(|cause| Problem::with_file("write", path, &cause))
    }
}
