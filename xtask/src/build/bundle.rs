//! The parts of the app that a browser loads by themselves.

/// One WebAssembly with its script: what the pages of one area need, and nothing of the others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bundle {
    /// The overview and bulk work.
    Overview,
    /// The logs, which staff keep open all day.
    Logs,
    /// The settings and the set-up, which are opened now and then.
    Settings,
}

/// The parts of `style/index.css` for what somebody opens, ticks, draws or prints. They are a sheet of their own, which comes after
/// the first paint: in the page it would stand in the way of the rows.
pub fn is_for_later(file: &str) -> bool {
    let files = [
        "opened.css",
        "widths.css",
        "dialog.css",
        "facts.css",
        "record.css",
        "asides.css",
        "bulk.css",
        "toasts.css",
        "print.css",
    ];
    files.contains(&file)
}

impl Bundle {
    /// All of them, the one that is loaded most first.
    pub const ALL: [Bundle; 3] = [Bundle::Logs, Bundle::Overview, Bundle::Settings];

    /// Whether a part of `style/index.css` is carried along by its pages.
    pub fn has(self, file: &str) -> bool {
        let unknown = match self {
            Bundle::Logs => &["overview.css", "chart.css", "settings.css", "sets.css", "setup.css"][..],
            Bundle::Overview => {
                &["filters.css", "views.css", "widths.css", "settings.css", "sets.css", "setup.css"]
            }
            Bundle::Settings => &["views.css", "widths.css", "bulk.css"],
        };
        // Only a log opens them.
        let shown_at_once = self != Bundle::Logs && ["facts.css", "asides.css", "bulk.css"].contains(&file);
        let at_once = !is_for_later(file) || shown_at_once;
        at_once && !unknown.contains(&file)
    }

    /// The stem of its files, and the name of its program in `frontend/src/bin`.
    pub fn word(self) -> &'static str {
        match self {
            Bundle::Overview => "overview",
            Bundle::Logs => "logs",
            Bundle::Settings => "settings",
        }
    }
}
