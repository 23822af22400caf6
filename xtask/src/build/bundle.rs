//! The parts of the app that a browser loads by themselves.

/// One WebAssembly with its script: what the pages of one area need, and nothing of the others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bundle {
    /// The overview and the logs, which staff keep open all day.
    Logs,
    /// The settings and the set-up, which are opened now and then.
    Settings,
}

impl Bundle {
    /// Both, the one that is loaded most first.
    pub const ALL: [Bundle; 2] = [Bundle::Logs, Bundle::Settings];

    /// The stem of its files, and the name of its program in `frontend/src/bin`.
    pub fn word(self) -> &'static str {
        match self {
            Bundle::Logs => "logs",
            Bundle::Settings => "settings",
        }
    }
}
