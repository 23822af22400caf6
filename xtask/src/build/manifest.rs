//! The list by which the server finds the hashed files.

use super::script::Script;
use crate::problem::Problem;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The addresses of the files pages ask for.
#[derive(Serialize)]
pub struct Manifest {
    #[serde(flatten)]
    bundles: BTreeMap<&'static str, Files>,
    later: String,
}

/// The addresses of one bundle.
#[derive(Serialize)]
struct Files {
    js: String,
    wasm: String,
    css: String,
}

impl Manifest {
    /// The list for the bundles, with the name of the style sheet of each and that of what comes later.
    pub fn of(scripts: &[Script], styles: &[String], later: &str) -> Self {
        let bundles = scripts.iter().zip(styles).map(|(script, css)| {
            let files = Files { js: address(&script.js), wasm: address(&script.wasm), css: address(css) };
            (script.bundle.word(), files)
        });
        Self { bundles: bundles.collect(), later: address(later) }
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
