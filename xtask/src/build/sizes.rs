//! What a first visit loads, and how much of that is allowed.

use super::bundle::Bundle;
use crate::problem::Problem;

/// One file as it was written.
pub struct Weight {
    /// Its name inside `pkg/`.
    pub name: String,
    /// Its size packed with brotli, in bytes.
    pub packed: usize,
}

/// What a page of one bundle loads beside its own HTML, in bytes packed with brotli.
pub struct Load {
    bundle: Bundle,
    wasm: usize,
    script: usize,
    style: usize,
}

impl Load {
    /// Adds up the files a page of this bundle asks for.
    pub fn of(bundle: Bundle, js: &str, wasm: &str, styles: &[&str], files: &[Weight]) -> Self {
        let weigh = |name: &str| files.iter().filter(|file| file.name == name).map(|file| file.packed).sum();
        Self {
            bundle,
            wasm: weigh(wasm),
            script: weigh(js),
            style: styles.iter().map(|style| weigh(style)).sum(),
        }
    }

    fn together(&self) -> usize {
        self.wasm + self.script + self.style
    }
}

/// What pages of this bundle may load in a release, in bytes: what was reached, with a few kB of room. A log is meant to
/// load 200 kB and does not yet, so this goes down with each step. Who needs more says in the commit what it buys.
fn allowed(bundle: Bundle) -> usize {
    match bundle {
        Bundle::Logs => 397_000,
        Bundle::Overview => 300_000,
        Bundle::Settings => 400_000,
    }
}

/// Prints what each bundle weighs.
pub fn print(loads: &[Load]) {
    eprintln!("\n{:<12}{:>14}{:>10}{:>10}{:>12}", "B brotli", "WebAssembly", "script", "style", "together");
    for load in loads {
        let word = load.bundle.word();
        eprintln!("{word:<12}{:>14}{:>10}{:>10}{:>12}", load.wasm, load.script, load.style, load.together());
    }
}

/// Whether every bundle is as light as it has to be.
///
/// # Errors
/// In a sentence that names the bundle, its weight and what is allowed.
pub fn check(loads: &[Load]) -> Result<(), Problem> {
    match loads.iter().find(|load| load.together() > allowed(load.bundle)) {
        None => Ok(()),
        Some(load) => Err(Problem::new(format!(
            "a page of the bundle {:?} loads {} B, and {} B are allowed: ARCHITECTURE.md says how it is kept small",
            load.bundle.word(),
            load.together(),
            allowed(load.bundle)
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(wasm: usize) -> Load {
        let weight = |name: &str, packed| Weight { name: name.to_owned(), packed };
        let files =
            [weight("a.js", 9), weight("a.wasm", wasm), weight("a.css", 8), weight("b.wasm", 1_000_000)];
        Load::of(Bundle::Logs, "a.js", "a.wasm", &["a.css"], &files)
    }

    #[test]
    fn only_the_files_of_its_own_bundle_count_for_a_page() {
        assert_eq!(load(100).together(), 117);
    }

    #[test]
    fn a_bundle_that_has_grown_too_much_is_refused_by_name() {
        assert!(check(&[load(100)]).is_ok());
        let why = check(&[load(allowed(Bundle::Logs))]).unwrap_err().to_string();
        assert!(why.contains("logs") && why.contains("allowed"), "{why}");
    }
}
