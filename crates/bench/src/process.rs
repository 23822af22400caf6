//! What the operating system says of a process.

/// A line of `/proc/PID/status` in MiB, such as `VmHWM`; `None` where the system does not tell.
pub fn mebibytes(process: Option<u32>, what: &str) -> Option<f64> {
    let process = process.map_or_else(|| "self".to_owned(), |id| id.to_string());
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'))?;
    let kibibytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes / 1_024.0)
}
