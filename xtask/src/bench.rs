//! `cargo xtask bench`: makes large logs, and times what staff wait for.

use crate::cli::{Bench, BenchArgs};
use crate::parts::Parts;
use crate::problem::Problem;
use crate::{build, place, screens, shell, tools};
use std::path::{Path, PathBuf};

/// A log is held against one of so many records.
const SHORT: u64 = 10_000;
/// What `--long` times, too.
const LONG: u64 = 10_000_000;

/// Makes or times what was asked. The release build is what figures are published of.
///
/// # Errors
/// When something cannot be built or started, or is slower than its bound.
pub fn run(args: &BenchArgs) -> Result<(), Problem> {
    match args.what {
        Bench::Settings => screens::play(!args.dev, "timing the pages", "bench/settings.mjs", args.rounds),
        Bench::Sizes => build::weigh(&mut Parts::new()),
        Bench::Seed => seed(args, args.rows, &folder(args, args.rows)),
        Bench::Log => log(args),
        Bench::Console => console(args),
    }
}

/// Times a long log beside a short one; makes those that are not there yet.
fn log(args: &BenchArgs) -> Result<(), Problem> {
    let short = kept(SHORT);
    ensure(args, SHORT, &short)?;
    let mut sizes = vec![args.rows];
    sizes.extend((args.long && args.rows < LONG).then_some(LONG));
    for rows in sizes {
        let long = if rows == args.rows { folder(args, rows) } else { kept(rows) };
        ensure(args, rows, &long)?;
        println!("\n{SHORT} records beside {rows}");
        let mut program = program(args, "store");
        program.arg("--short").arg(&short).arg("--long").arg(&long);
        if let Some(rounds) = args.rounds {
            program.arg("--rounds").arg(rounds.to_string());
        }
        shell::run("timing the store", &mut program)?;
    }
    server(args)
}

/// Times what staff do in a browser, in a short log and in a long one, beside a plain page over the same store.
fn console(args: &BenchArgs) -> Result<(), Problem> {
    tools::browser_packages()?;
    let chromium = tools::chromium()?;
    let mut parts = Parts::new();
    build::site(!args.dev, &mut parts)?;
    let server = build::server(!args.dev, &mut parts)?;
    let mut logs = vec![(SHORT, kept(SHORT)), (args.rows, folder(args, args.rows))];
    logs.extend((args.long && args.rows < LONG).then(|| (LONG, kept(LONG))));
    for (rows, data) in &logs {
        ensure(args, *rows, data)?;
    }
    let folders: Vec<String> = logs.iter().map(|(_, data)| data.display().to_string()).collect();
    let mut node = shell::program("node");
    node.current_dir(place::end2end())
        .env("CHROMIUM", chromium)
        .env("END2END_BINARY", server)
        .env("BENCH_BINARY", measurer(args)?)
        .env("BENCH_SITE", place::site())
        .env("BENCH_LOGS", folders.join(","))
        .env("SECONDS_OF_STORM", if args.long { "600" } else { "30" });
    if let Some(rounds) = args.rounds {
        node.env("ROUNDS", rounds.to_string());
    }
    shell::run("timing the console", node.arg("bench/console.mjs"))
}

/// Times the server's answers beside those of a bare handler.
fn server(args: &BenchArgs) -> Result<(), Problem> {
    let mut parts = Parts::new();
    build::site(!args.dev, &mut parts)?;
    let server = build::server(!args.dev, &mut parts)?;
    let mut program = program(args, "http");
    program.arg("--data").arg(folder(args, args.rows)).arg("--server").arg(server);
    shell::run("timing the server", &mut program)
}

fn ensure(args: &BenchArgs, rows: u64, data: &Path) -> Result<(), Problem> {
    if data.join("lockstep.db").is_file() { Ok(()) } else { seed(args, rows, data) }
}

fn seed(args: &BenchArgs, rows: u64, data: &Path) -> Result<(), Problem> {
    let mut program = program(args, "seed");
    program.arg("--rows").arg(rows.to_string()).arg("--data").arg(data);
    shell::run("making the log", &mut program)
}

/// The measuring program, which cargo builds first where it must.
fn program(args: &BenchArgs, command: &str) -> std::process::Command {
    let mut cargo = shell::cargo();
    cargo.args(["run", "--quiet", "--package", "bench"]);
    if !args.dev {
        cargo.arg("--release");
    }
    cargo.args(["--", command]);
    cargo
}

/// The measuring program itself, for scripts that start it.
fn measurer(args: &BenchArgs) -> Result<PathBuf, Problem> {
    let mut cargo = shell::cargo();
    cargo.args(["build", "--quiet", "--package", "bench"]);
    if !args.dev {
        cargo.arg("--release");
    }
    shell::run("building the measuring program", &mut cargo)?;
    Ok(place::target().join(if args.dev { "debug" } else { "release" }).join("bench"))
}

fn folder(args: &BenchArgs, rows: u64) -> PathBuf {
    args.data.clone().unwrap_or_else(|| kept(rows))
}

/// Where a log of so many records is kept for the next time.
fn kept(rows: u64) -> PathBuf {
    place::target().join("bench").join(rows.to_string())
}
