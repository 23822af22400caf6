//! `cargo xtask bench seed` and `cargo xtask bench log`: large logs, and how quickly they answer.

mod asks;
mod floor;
mod http;
mod load;
mod process;
mod raw;
mod seed;
mod sow;
mod stats;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// What went wrong, in words.
#[derive(Debug)]
pub struct Problem(pub String);

impl<E: std::error::Error> From<E> for Problem {
    fn from(error: E) -> Problem {
        Problem(error.to_string())
    }
}

#[derive(Parser)]
#[command(name = "bench", about = "Makes large logs and measures them.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Makes a store with so many records.
    Seed {
        /// How many.
        #[arg(long, default_value_t = 1_000_000)]
        rows: u64,
        /// The folder it is made in.
        #[arg(long)]
        data: PathBuf,
        /// The number it is made from: the same number, the same log.
        #[arg(long, default_value_t = 7)]
        seed: u64,
    },
    /// Times the store's own answers, for a short log and a long one.
    Store {
        /// The folder of the short one.
        #[arg(long)]
        short: PathBuf,
        /// The folder of the long one.
        #[arg(long)]
        long: PathBuf,
        /// How often each thing is timed.
        #[arg(long, default_value_t = 31)]
        rounds: u64,
        /// The number the logs were made from.
        #[arg(long, default_value_t = 7)]
        seed: u64,
    },
    /// Times the server's answers beside those of a bare handler.
    Http {
        /// The folder of the log.
        #[arg(long)]
        data: PathBuf,
        /// The server's program.
        #[arg(long)]
        server: PathBuf,
        /// How often each of the two is asked, in turn.
        #[arg(long, default_value_t = 5)]
        turns: u32,
        /// The number the log was made from.
        #[arg(long, default_value_t = 7)]
        seed: u64,
    },
    /// Serves the bare handler.
    Floor {
        /// The folder of the log.
        #[arg(long)]
        data: PathBuf,
    },
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(Problem(words)) => {
            eprintln!("{words}");
            std::process::ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<(), Problem> {
    match cli.command {
        Command::Seed { rows, data, seed } => sow::make(&data, rows, seed).await,
        Command::Store { short, long, rounds, seed } => raw::compare(&short, &long, rounds, seed).await,
        Command::Http { data, server, turns, seed } => http::compare(&data, &server, turns, seed).await,
        Command::Floor { data } => floor::serve(&data).await,
    }
}
