//! Studies for the tests: the quickstart, and the same with other numbers.

use std::path::Path;

use overtrust::study::{Files, Study, share_evenly};

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
