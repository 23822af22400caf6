use std::time::Duration;

/// How patient and how eager the engine is.
#[derive(Debug, Clone)]
pub struct EngineConfig {
    /// How long a claim lasts without a heartbeat; more than two calls may take.
    pub lease: Duration,
    /// The longest one call to a platform may take.
    pub call_timeout: Duration,
    /// How long a batch may begin new work; what it has not begun by then is given back, and claimed again after
    /// what waits longer or is more urgent.
    pub turn: Duration,
    /// Rows of a batch worked on at the same time.
    pub side_by_side: usize,
    /// When to look for a write whose answer was lost, counted from its intent. After the last it is sent again.
    ///
    /// Brightpearl's search index may lag a minute and more (fact sheet 5.2), hence the last.
    pub check_after: Vec<Duration>,
    /// How often idle workers look for due rows even if nobody woke them.
    pub idle_poll: Duration,
    /// How often leases of dead workers are looked for.
    pub rescue_every: Duration,
    /// How often a lost connection is tried.
    pub probe_every: Duration,
    /// How long stopping may take before what is in work is handed back.
    pub drain: Duration,
}

impl Default for EngineConfig {
    fn default() -> EngineConfig {
        EngineConfig {
            lease: Duration::from_secs(75),
            call_timeout: Duration::from_secs(30),
            turn: Duration::from_secs(8),
            side_by_side: 4,
            check_after: [2, 8, 30, 60, 120].map(Duration::from_secs).to_vec(),
            idle_poll: Duration::from_millis(500),
            rescue_every: Duration::from_secs(15),
            probe_every: Duration::from_secs(30),
            drain: Duration::from_secs(25),
        }
    }
}
