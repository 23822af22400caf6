//! Starting other programs and saying in one sentence when they fail.

use crate::place;
use crate::problem::Problem;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The cargo that runs this program, ready for arguments, in the project's top folder.
pub fn cargo() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(place::root());
    command
}

/// Any other program, in the project's top folder.
pub fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(place::root());
    command
}

/// Runs a program to its end, its output on this terminal.
///
/// # Errors
/// When it cannot be started or ends with a failure; `what` names it in the sentence.
pub fn run(what: &str, command: &mut Command) -> Result<(), Problem> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|cause| Problem::new(format!("{what} could not be started: {cause}")))?;
    if status.success() { Ok(()) } else { Err(Problem::new(format!("{what} failed ({status}); see above"))) }
}

/// Runs a program quietly and gives what it printed, or nothing when it failed or is not there.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Says whether a program of that name is on the path, or at that path.
pub fn is_installed(name: &str) -> bool {
    if name.contains('/') {
        return Path::new(name).exists();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| {
        let file = folder.join(name);
        file.is_file() || file.with_extension("exe").is_file() || file.with_extension("cmd").is_file()
    })
}

/// Keeps Ctrl-C at this terminal from reaching a program directly, so that this one can stop it in order.
#[cfg(unix)]
pub fn apart_from_the_terminal(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

/// Keeps Ctrl-C at this terminal from reaching a program directly; not possible here.
#[cfg(not(unix))]
pub fn apart_from_the_terminal(_command: &mut Command) {}

/// Asks a program to finish what it is doing and end; says whether it could be asked.
pub fn ask_to_end(child: &mut Child) -> bool {
    cfg!(unix) && output(program("kill").arg("-TERM").arg(child.id().to_string())).is_some()
}
