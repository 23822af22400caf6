//! What can be asked for on the command line.

use crate::problem::Problem;
use crate::{bench, build, parts::Parts, run, screens, test};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Build, run, test and photograph Lockstep.")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Build the browser's part, the style sheet and the server.
    Build(BuildArgs),
    /// Build everything, then start Lockstep with the sandbox and print its address.
    Run(RunArgs),
    /// Run every check: formatting, lints, all tests on both sides, the browser.
    Test(TestArgs),
    /// Take a picture of each page, light and dark, desktop and phone, into docs/screens.
    Screens(ScreensArgs),
    /// Make a large log, or time the release build: the store, the server, pages in a real browser.
    Bench(BenchArgs),
}

impl Command {
    /// Does what was asked.
    ///
    /// # Errors
    /// The first thing that went wrong, in a sentence that says what to do.
    pub fn carry_out(self) -> Result<(), Problem> {
        match self {
            Self::Build(args) => {
                let mut parts = Parts::new();
                let built = build::everything(args.release, &mut parts);
                parts.print();
                built.map(|_| ())
            }
            Self::Run(args) => run::run(&args),
            Self::Test(args) => test::run(&args),
            Self::Screens(args) => screens::run(&args),
            Self::Bench(args) => bench::run(&args),
        }
    }
}

#[derive(Args)]
pub struct BuildArgs {
    /// Small and fast files for production; takes longer.
    #[arg(long)]
    pub release: bool,
}

#[derive(Args)]
pub struct RunArgs {
    /// The port of the dashboard; 0 takes any free one.
    #[arg(long, default_value_t = 3000)]
    pub port: u16,
    /// The folder that keeps the database; without it the demo starts from nothing each time.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// The number the demo shop is made from: the same number, the same shop.
    #[arg(long)]
    pub seed: Option<u64>,
    /// How many times the platforms' real call limits the sandbox allows; 1 is as in life.
    #[arg(long)]
    pub limits: Option<u32>,
    /// Small and fast files for production; takes longer to build.
    #[arg(long)]
    pub release: bool,
}

#[derive(Args)]
pub struct TestArgs {
    /// Also run the tests marked as long.
    #[arg(long)]
    pub long: bool,
    /// Run only these parts.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub only: Vec<test::Part>,
    /// Run only the tests whose name contains this.
    #[arg(long)]
    pub name: Option<String>,
}

#[derive(Args)]
pub struct ScreensArgs {
    /// Photograph the release build.
    #[arg(long)]
    pub release: bool,
}

#[derive(Args)]
pub struct BenchArgs {
    /// What to time, or to make.
    #[arg(value_enum, default_value_t = Bench::Settings)]
    pub what: Bench,
    /// How often each thing is timed.
    #[arg(long)]
    pub rounds: Option<u32>,
    /// Time the development build: quick to build, many times slower.
    #[arg(long)]
    pub dev: bool,
    /// The records of the log that is made or timed.
    #[arg(long, default_value_t = 1_000_000)]
    pub rows: u64,
    /// The folder of that log; without it, one under target/bench.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Time a log of ten million records, too.
    #[arg(long)]
    pub long: bool,
}

/// What can be timed or made.
#[derive(Clone, Copy, ValueEnum)]
pub enum Bench {
    /// The pages of the settings, for a merchant with long lists.
    Settings,
    /// What the browser loads, packed, of the release build; no browser is needed.
    Sizes,
    /// Make a large log.
    Seed,
    /// A large log beside a short one: the store's answers, then the server's.
    Log,
    /// The same in a real browser: from a click until it is painted, beside a plain page.
    Console,
}
