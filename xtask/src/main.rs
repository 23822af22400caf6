//! The project's own commands: build, run, test and photograph Lockstep on a machine that has only rustup.

mod bench;
mod build;
mod cli;
mod demo;
mod parts;
mod place;
mod problem;
mod run;
mod screens;
mod shell;
mod test;
mod tools;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::Cli::parse().command.carry_out() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nxtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
