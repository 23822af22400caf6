//! The list by which the server finds the hashed files.

use super::script::Script;
use crate::problem::Problem;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The addresses of the files pages ask for.
#[derive(Serialize)]
pub struct Manifest {
    css: String,
    #[serde(flatten)]
    bundles: BTreeMap<&'static str, Files>,
}

/// The addresses of one bundle.
#[derive(Serialize)]
struct Files {
    js: String,
    wasm: String,
}

impl Manifest {
    /// The list for the style sheet and the bundles.
    pub fn of(css: &str, scripts: &[Script]) -> Self {
        let bundles = scripts.iter().map(|script| {
            (script.bundle.word(), Files { js: address(&script.js), wasm: address(&script.wasm) })
        });
        Self { css: address(css), bundles: bundles.collect() }
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

fn address(name: &str) -> String {
    format!("/pkg/{name}")
}
