use super::reader::Reader;

/// How the sandbox behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SandboxConfig {
    /// Makes the shop repeatable.
    pub seed: u64,
    /// Multiplies both platforms' call limits.
    pub limits: u32,
    /// Shortest and longest lag of the search in milliseconds; `None` is the sandbox's own.
    pub lag_ms: Option<(u64, u64)>,
    /// Brightpearl's port; `None` is the command's default.
    pub brightpearl_port: Option<u16>,
    /// Lightspeed's port; `None` is the command's default.
    pub lightspeed_port: Option<u16>,
}

/// Reads the sandbox's settings; `None` after a problem.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<SandboxConfig> {
    let seed = or(reader, "sandbox.seed", 1, "a whole number", |text| text.parse().ok());
    let wanted = "a whole number from 1 to 1000";
    let limits =
        or(reader, "sandbox.limits", 1, wanted, |text| text.parse().ok().filter(|n| (1..=1000).contains(n)));
    let lag_ms = reader.read("sandbox.lag_ms", "milliseconds as FROM..TO, such as 0..90000", lag);
    let port = "a port from 0 to 65535";
    let brightpearl_port = reader.parse("sandbox.brightpearl_port", port);
    let lightspeed_port = reader.parse("sandbox.lightspeed_port", port);
    Some(SandboxConfig { seed: seed?, limits: limits?, lag_ms, brightpearl_port, lightspeed_port })
}

/// A value, its default where nobody said anything, or `None` after a problem.
fn or<T>(
    reader: &mut Reader<'_>,
    name: &'static str,
    default: T,
    wanted: &str,
    understand: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    match reader.text(name) {
        None => Some(default),
        Some(_) => reader.read(name, wanted, understand),
    }
}

/// Reads `FROM..TO` or one number that stands for both.
pub fn lag(text: &str) -> Option<(u64, u64)> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    (from <= to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::lag;

    #[test]
    fn a_lag_is_a_range_or_one_number() {
        assert_eq!(lag("0..90000"), Some((0, 90_000)));
        assert_eq!(lag("250"), Some((250, 250)));
        for wrong in ["5..1", "..", "fast", "-1..3"] {
            assert_eq!(lag(wrong), None, "{wrong}");
        }
    }
}
