//! `cargo xtask run`: build, start, print the address, stay until Ctrl-C.

use crate::build;
use crate::cli::RunArgs;
use crate::demo::Demo;
use crate::parts::Parts;
use crate::problem::Problem;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Builds everything and runs the demo until Ctrl-C or until it ends by itself.
///
/// # Errors
/// When a part cannot be built, or the server cannot be started or ends by itself.
pub fn run(args: &RunArgs) -> Result<(), Problem> {
    let mut parts = Parts::new();
    let binary = build::everything(args.release, &mut parts)?;
    let stop = stop_wish()?;
    let mut demo = parts.time("start", || Demo::start(&binary, &arguments(args)))?;
    parts.print();
    println!("\nLockstep is at {}   (Ctrl-C stops it)", demo.address);
    while !stop.load(Ordering::Relaxed) {
        if demo.has_ended() {
            return Err(Problem::new("the server ended by itself; its own words are above"));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    println!("stopping");
    demo.stop();
    Ok(())
}

/// A flag that Ctrl-C, or a request to end, raises.
fn stop_wish() -> Result<Arc<AtomicBool>, Problem> {
    let wish = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&wish);
    ctrlc::set_handler(move || raised.store(true, Ordering::Relaxed))
        .map_err(|cause| Problem::new(format!("cannot listen for Ctrl-C: {cause}")))?;
    Ok(wish)
}

/// What the server is told.
fn arguments(args: &RunArgs) -> Vec<String> {
    let data = args.data.as_ref().map(|path| path.display().to_string());
    let seed = args.seed.map(|seed| seed.to_string());
    let limits = args.limits.map(|limits| limits.to_string());
    let mut told = vec!["--port".to_owned(), args.port.to_string()];
    for (flag, value) in [("--data", data), ("--seed", seed), ("--limits", limits)] {
        told.extend(value.map(|value| [flag.to_owned(), value]).into_iter().flatten());
    }
    told
}
