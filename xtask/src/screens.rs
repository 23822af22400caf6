//! `cargo xtask screens`: a browser plays on the real program, to photograph it or, for `cargo xtask bench`, to time it.

use crate::cli::ScreensArgs;
use crate::parts::Parts;
use crate::problem::Problem;
use crate::{build, place, shell, tools};

/// Builds the demo and lets a browser photograph it.
///
/// # Errors
/// When something cannot be built, installed, started or photographed.
pub fn run(args: &ScreensArgs) -> Result<(), Problem> {
    play(args.release, "taking the pictures", "screens.mjs", None)
}

/// Builds everything and lets a browser do what a script says.
///
/// # Errors
/// When something cannot be built, installed or started, or the script fails.
pub fn play(release: bool, doing: &str, script: &str, rounds: Option<u32>) -> Result<(), Problem> {
    let mut parts = Parts::new();
    tools::browser_packages()?;
    let chromium = tools::chromium()?;
    let binary = build::everything(release, &mut parts)?;
    parts.time(doing, || {
        let mut node = shell::program("node");
        node.current_dir(place::end2end()).env("CHROMIUM", chromium).env("END2END_BINARY", binary);
        if let Some(rounds) = rounds {
            node.env("ROUNDS", rounds.to_string());
        }
        shell::run(doing, node.arg(script))
    })?;
    parts.print();
    Ok(())
}
