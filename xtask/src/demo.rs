//! The built server as a child of this program: started, waited for, and stopped gently.

use crate::problem::Problem;
use crate::{place, shell};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How the line begins with which the server says where it is.
const READY: &str = "Lockstep is ready at ";
/// How long a start may take; filling two thousand products included.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running demo.
pub struct Demo {
    child: Child,
    /// The dashboard's address, without a slash at its end.
    pub address: String,
}

impl Demo {
    /// Starts `lockstep demo` with these arguments and waits until its health page answers.
    ///
    /// # Errors
    /// When it cannot be started, ends early, or does not answer in two minutes.
    pub fn start(binary: &Path, arguments: &[String]) -> Result<Self, Problem> {
        let mut command = Command::new(binary);
        command
            .arg("demo")
            .args(arguments)
            .env("LOCKSTEP_SITE", place::site())
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        shell::apart_from_the_terminal(&mut command);
        let mut child = command.spawn().map_err(|cause| Problem::with_file("start", binary, &cause))?;
        let lines = child.stdout.take().map(pass_on_lines);
        let mut demo = Self { child, address: String::new() };
        match demo.wait_until_ready(lines) {
            Ok(address) => {
                demo.address = address;
                Ok(demo)
            }
            Err(problem) => {
                demo.stop();
                Err(problem)
            }
        }
    }

    /// Waits for the line with the address, then for the health page behind it.
    fn wait_until_ready(&mut self, lines: Option<Receiver<String>>) -> Result<String, Problem> {
        let started = Instant::now();
        let mut address = None;
        while started.elapsed() < PATIENCE {
            if self.has_ended() {
                return Err(Problem::new("the server ended before it was ready; its own words are above"));
            }
            match &address {
                None => address = lines.as_ref().and_then(next_address),
                Some(address) if is_healthy(address) => return Ok(address.clone()),
                Some(_) => std::thread::sleep(Duration::from_millis(100)),
            }
        }
        Err(Problem::new(format!("the server was not ready after {} s", PATIENCE.as_secs())))
    }

    /// Says whether the server has stopped by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Asks the server to finish what it is doing and waits for it; after 35 s, longer than it may drain, it is ended.
    pub fn stop(&mut self) {
        let asked = shell::ask_to_end(&mut self.child);
        let started = Instant::now();
        while asked && started.elapsed() < Duration::from_secs(35) {
            if self.has_ended() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        // It may have ended by itself in the meantime; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Prints each line of the server as it comes and hands those with the address on.
fn pass_on_lines(stdout: ChildStdout) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            println!("{line}");
            if let Some((_, address)) = line.split_once(READY) {
                // Nobody listens any more once the address is known.
                let _ = sender.send(address.trim().trim_end_matches('/').to_owned());
            }
        }
    });
    receiver
}

fn next_address(lines: &Receiver<String>) -> Option<String> {
    lines.recv_timeout(Duration::from_millis(200)).ok()
}

/// Says whether the health page behind an address answers with 200.
fn is_healthy(address: &str) -> bool {
    let host = address.trim_start_matches("http://");
    status_line(host).is_some_and(|line| line.contains(" 200"))
}

/// The first line that the health page of a host answers.
fn status_line(host: &str) -> Option<String> {
    let mut stream = TcpStream::connect(host).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    write!(stream, "GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").ok()?;
    let mut line = String::new();
    BufReader::new(stream.take(1024)).read_line(&mut line).ok()?;
    Some(line)
}
