//! Everything the two platforms share: settings, ledger, faults, switches and their states.

use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use serde::{Deserialize, Serialize};

use crate::catalogue::Catalogue;
use crate::faults::Faults;
use crate::ledger::Ledger;
use crate::{Config, brightpearl, lightspeed};

/// The switches that can be turned while the sandbox runs.
///
/// Each stands for a fact the vendors do not confirm; the defaults are what the fact sheets assume.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// The switches of Brightpearl.
    pub brightpearl: brightpearl::Knobs,
    /// The switches of Lightspeed.
    pub lightspeed: lightspeed::Knobs,
}

/// Both platforms and what they have in common.
///
/// The locks are those of the standard library: no guard may be held over an await.
#[derive(Debug)]
pub struct World {
    /// What the sandbox was started with.
    pub config: Config,
    /// Where Brightpearl answers, without a slash at the end.
    pub brightpearl_url: String,
    /// Where Lightspeed answers, without a slash at the end.
    pub lightspeed_url: String,
    /// The products, shops and people both platforms were filled from.
    pub catalogue: Catalogue,
    /// What really happened.
    pub ledger: Ledger,
    /// The faults still to be played.
    pub faults: Faults,
    knobs: RwLock<Knobs>,
    brightpearl: Mutex<brightpearl::State>,
    lightspeed: Mutex<lightspeed::State>,
}

impl World {
    /// Fills both platforms from the seeded catalogue.
    pub fn new(config: Config, brightpearl_url: String, lightspeed_url: String) -> Self {
        let size = config.catalogue;
        let catalogue = Catalogue::new(config.seed, size.products, size.already_linked);
        let brightpearl = brightpearl::State::from_catalogue(&catalogue, config.seed);
        let lightspeed = lightspeed::State::from_catalogue(&catalogue, config.seed);
        Self {
            config,
            brightpearl_url,
            lightspeed_url,
            catalogue,
            ledger: Ledger::default(),
            faults: Faults::default(),
            knobs: RwLock::default(),
            brightpearl: Mutex::new(brightpearl),
            lightspeed: Mutex::new(lightspeed),
        }
    }

    /// Answers a copy of the switches as they are now.
    pub fn knobs(&self) -> Knobs {
        self.knobs.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Replaces the switches.
    pub fn set_knobs(&self, knobs: Knobs) {
        *self.knobs.write().unwrap_or_else(PoisonError::into_inner) = knobs;
    }

    /// Locks the state of Brightpearl.
    pub fn brightpearl(&self) -> MutexGuard<'_, brightpearl::State> {
        self.brightpearl.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Locks the state of Lightspeed.
    pub fn lightspeed(&self) -> MutexGuard<'_, lightspeed::State> {
        self.lightspeed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
