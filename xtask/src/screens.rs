//! `cargo xtask screens`: a picture of each page of the demo, for the README and for the eye.

use crate::cli::ScreensArgs;
use crate::parts::Parts;
use crate::problem::Problem;
use crate::{build, place, shell, tools};

/// Builds the demo and lets a browser photograph it.
///
/// # Errors
/// When something cannot be built, installed, started or photographed.
pub fn run(args: &ScreensArgs) -> Result<(), Problem> {
    let mut parts = Parts::new();
    tools::browser_packages()?;
    let chromium = tools::chromium()?;
    let binary = build::everything(args.release, &mut parts)?;
    parts.time("pictures", || {
        let mut node = shell::program("node");
        node.current_dir(place::end2end()).env("CHROMIUM", chromium).env("END2END_BINARY", binary);
        shell::run("taking the pictures", node.arg("screens.mjs"))
    })?;
    parts.print();
    Ok(())
}
