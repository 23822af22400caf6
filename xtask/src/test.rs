//! `cargo xtask test`: every check there is, with the time each part took.

use crate::cli::TestArgs;
use crate::parts::Parts;
use crate::problem::Problem;
use crate::{build, place, shell, tools};
use clap::ValueEnum;

/// One part of the checks.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Every file is formatted.
    Fmt,
    /// No lint speaks up, on the server's side and the browser's.
    Clippy,
    /// All tests in Rust.
    Unit,
    /// The examples in the documentation.
    Doc,
    /// The real server in a real browser.
    Browser,
    /// What the browser loads is as small as it was made. A release build of minutes, so it counts as long.
    Sizes,
}

const ALL: [Part; 6] = [Part::Fmt, Part::Clippy, Part::Unit, Part::Doc, Part::Browser, Part::Sizes];

impl Part {
    /// Whether it was asked for.
    fn wanted(self, args: &TestArgs) -> bool {
        if args.only.is_empty() { args.long || self != Part::Sizes } else { args.only.contains(&self) }
    }
}

/// Runs the parts asked for, all of them even when one fails.
///
/// # Errors
/// When any part failed.
pub fn run(args: &TestArgs) -> Result<(), Problem> {
    let mut parts = Parts::new();
    let mut failed = Vec::new();
    for part in ALL {
        if !part.wanted(args) {
            continue;
        }
        if let Err(problem) = carry_out(part, args, &mut parts) {
            eprintln!("{problem}");
            failed.push(problem.to_string());
        }
    }
    parts.print();
    if failed.is_empty() { Ok(()) } else { Err(Problem::new(failed.join("\n       "))) }
}

fn carry_out(part: Part, args: &TestArgs, parts: &mut Parts) -> Result<(), Problem> {
    match part {
        Part::Fmt => parts.time("fmt", fmt),
        Part::Clippy => clippy(parts),
        Part::Unit => parts.time("tests in Rust", || unit(args)),
        Part::Doc => parts.time("examples in the docs", || examples(args)),
        Part::Browser => browser(args, parts),
        Part::Sizes => build::weigh(parts),
    }
}

fn fmt() -> Result<(), Problem> {
    shell::run("cargo fmt --check (cargo fmt mends it)", shell::cargo().args(["fmt", "--all", "--check"]))
}

/// The browser's crates are linted by themselves: together with the server's they would be given both sides' features.
fn clippy(parts: &mut Parts) -> Result<(), Problem> {
    let native = parts.time("clippy, server's side", || {
        let mut cargo = shell::cargo();
        cargo.args([
            "clippy",
            "--workspace",
            "--exclude",
            "frontend",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]);
        shell::run("clippy", &mut cargo)
    });
    let browser = parts.time("clippy, browser's side", || {
        tools::wasm_target()?;
        let mut cargo = shell::cargo();
        cargo.args([
            "clippy",
            "--package",
            "frontend",
            "--package",
            "app",
            "--target",
            "wasm32-unknown-unknown",
        ]);
        cargo.arg("--target-dir").arg(place::frontend_target()).args(["--", "-D", "warnings"]);
        shell::run("clippy for the browser", &mut cargo)
    });
    native.and(browser)
}

fn unit(args: &TestArgs) -> Result<(), Problem> {
    let nextest = shell::output(shell::cargo().args(["nextest", "--version"])).is_some();
    let mut cargo = shell::cargo();
    cargo.args(if nextest { &["nextest", "run"][..] } else { &["test"] });
    cargo.args(["--workspace", "--exclude", "frontend", "--no-fail-fast"]);
    if !nextest {
        cargo.arg("--all-targets").args(&args.name);
        if args.long {
            cargo.args(["--", "--include-ignored"]);
        }
        return shell::run("the tests in Rust", &mut cargo);
    }
    if args.long {
        cargo.args(["--run-ignored", "all"]);
    }
    shell::run("the tests in Rust", cargo.args(&args.name))
}

fn examples(args: &TestArgs) -> Result<(), Problem> {
    let mut cargo = shell::cargo();
    cargo.args(["test", "--doc", "--workspace", "--exclude", "frontend"]).args(&args.name);
    shell::run("the examples in the docs", &mut cargo)
}

/// Builds the real server as it ships to the demo and lets a browser use it.
fn browser(args: &TestArgs, parts: &mut Parts) -> Result<(), Problem> {
    let chromium = parts.time("browser, its tools", || {
        tools::browser_packages()?;
        tools::chromium()
    })?;
    let binary = build::everything(false, parts)?;
    parts.time("tests in the browser", || {
        let mut node = shell::program("node");
        node.current_dir(place::end2end()).env("CHROMIUM", chromium).env("END2END_BINARY", binary);
        node.arg("--test-reporter=spec");
        if let Some(name) = &args.name {
            node.arg(format!("--test-name-pattern={name}"));
        }
        shell::run("the tests in the browser", node.arg("all.mjs"))
    })
}
