//! Studies for the tests: the quickstart, and the same with other numbers.

use std::path::Path;

use overtrust::session::Timing;
use overtrust::simulation::Team;
use overtrust::study::{Files, Study, share_evenly};

/// A decision of nine seconds at a good screen.
pub const TIMING: Timing =
    Timing { wall_ms: 9000.5, hidden_ms: 0.0, refresh_ms: 16.7, dropped_frames: 0, clock_step_ms: 0.1 };

/// The synthetic analysts of a profile that the program carries.
pub fn team(profile: &str) -> Team {
    Team::load(Files::Embedded, Path::new(&format!("analysis/analysts/{profile}.toml"))).unwrap()
}

/// The study that the program carries.
pub fn quickstart() -> Study {
    Study::load(Files::Embedded, Path::new("experiments/quickstart.toml")).unwrap()
}

/// The quickstart with another design.
pub fn with_design(trials: usize, blocks: usize, wrong_advice_trials: usize, lead: usize) -> Study {
    let mut study = quickstart();
    study.design.trials = trials;
    study.design.blocks = blocks;
    study.design.wrong_in_block = share_evenly(wrong_advice_trials, blocks / 2);
    study.design.right_before_first_wrong = lead;
    study
}
