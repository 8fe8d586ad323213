//! The shape of a session, checked against itself and against what the dataset holds.

use super::alert::{Alert, Role};
use super::dataset::{AdviceSupply, Dataset};
use super::quota::Quota;
use super::study_file::StudyFile;
use super::toml_reader::TableReader;

/// The shape of a session. Trials are shared evenly by the blocks, blocks evenly by the arms.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// Measured trials of a participant; a multiple of `blocks`.
    pub trials: usize,
    /// Blocks; an even number, half of them with advice.
    pub blocks: usize,
    /// Practice trials before them.
    pub practice_trials: usize,
    /// Attention checks, spread over the blocks, besides the trials.
    pub attention_checks: usize,
    /// Trials with wrong advice of a participant; fits the order rules.
    pub wrong_advice_trials: usize,
    /// Trials with right advice before the first wrong one.
    pub right_before_first_wrong: usize,
}

impl Design {
    /// Measured trials of one arm.
    pub fn trials_per_arm(&self) -> usize {
        self.trials / 2
    }

    /// Measured trials of one block.
    pub fn trials_per_block(&self) -> usize {
        self.trials / self.blocks
    }

    /// Trials with wrong advice in one of the aided blocks (counted from 0 among them): shared as evenly as possible.
    pub fn wrong_advice_in_block(&self, aided_block: usize) -> usize {
        let aided_blocks = self.blocks / 2;
        let extra = usize::from(aided_block < self.wrong_advice_trials % aided_blocks);
        self.wrong_advice_trials / aided_blocks + extra
    }
}

/// Never this many wrong advices in a row.
pub const TOO_MANY_IN_A_ROW: usize = 3;

/// Whether any order of `right` and `wrong` advices starts with `lead` right ones and avoids too many wrong ones in a row.
pub fn order_exists(right: usize, wrong: usize, lead: usize) -> bool {
    wrong == 0 || right >= lead && wrong <= (TOO_MANY_IN_A_ROW - 1) * (right - lead + 1)
}

/// Checks the numbers of the design against each other and against what the dataset holds.
pub(super) fn check(written: &StudyFile, dataset: Option<&Dataset>, reader: &mut TableReader<'_, '_>) -> Design {
    let trials = written.trials.value as usize;
    let blocks = written.blocks.value as usize;
    let per_arm = trials / 2;
    let design = Design {
        trials,
        blocks,
        practice_trials: written.practice_trials.value as usize,
        attention_checks: written.attention_checks.value as usize,
        wrong_advice_trials: (written.wrong_advice_share.value * per_arm as f64).round() as usize,
        right_before_first_wrong: written.right_before_first_wrong.value as usize,
    };
    if !blocks.is_multiple_of(2) {
        let hint = "half of the blocks show advice, half do not: 2, 4, 6 ...".to_owned();
        reader.problem(written.blocks.span.clone(), "`blocks` has to be even", Some(hint));
    }
    let step = least_common_multiple(blocks, 4);
    if !trials.is_multiple_of(step) {
        let message = format!(
            "`trials` has to be a multiple of {step}: even blocks, and in each arm as many alerts to act on as to close"
        );
        let hint = format!("{} would do", trials.next_multiple_of(step));
        reader.problem(written.trials.span.clone(), message, Some(hint));
    }
    if written.wrong_advice_share.value > 0.0 && design.wrong_advice_trials == 0 {
        let message = format!("of {per_arm} advices this share is less than one");
        let hint = "raise it, or `trials`; 0 shows no wrong advice".to_owned();
        reader.problem(written.wrong_advice_share.span.clone(), message, Some(hint));
    }
    check_wrong_advice(written, &design, reader);
    if let Some(dataset) = dataset {
        check_supply(written, &design, dataset, reader);
    }
    design
}

fn least_common_multiple(a: usize, b: usize) -> usize {
    (1..=b).map(|factor| a * factor).find(|multiple| multiple.is_multiple_of(b)).unwrap_or(a * b)
}

/// The first aided block has the most wrong advice and the strictest rule.
fn check_wrong_advice(written: &StudyFile, design: &Design, reader: &mut TableReader<'_, '_>) {
    if design.blocks < 2 {
        return;
    }
    let wrong = design.wrong_advice_in_block(0);
    let right = design.trials_per_block().saturating_sub(wrong);
    let lead = design.right_before_first_wrong;
    if !order_exists(right, wrong, lead) {
        let message = format!(
            "a block of {right} right and {wrong} wrong advices can't start with {lead} right ones and avoid three wrong in a row"
        );
        let hint = "lower `wrong_advice_share` or `right_before_first_wrong`, or raise `trials`".to_owned();
        reader.problem(written.wrong_advice_share.span.clone(), message, Some(hint));
    }
}

fn check_supply(written: &StudyFile, design: &Design, dataset: &Dataset, reader: &mut TableReader<'_, '_>) {
    for (name, half) in ["first", "second"].iter().zip(&dataset.halves()) {
        if Quota::of(dataset, half, design.trials_per_arm(), design.wrong_advice_trials).is_none() {
            let (message, hint) = shortage(name, half, design, dataset);
            reader.problem(written.trials.span.clone(), message, Some(hint));
        }
    }
    let roles = [
        (&written.practice_trials, Role::Practice, "practice alerts"),
        (&written.attention_checks, Role::AttentionCheck, "attention checks"),
    ];
    for (wanted, role, words) in roles {
        let held = dataset.with_role(|held| *held == role).len() as u64;
        if held < wanted.value {
            let message = format!("the dataset holds {held} {words}, {} are asked for", wanted.value);
            reader.problem(wanted.span.clone(), message, None);
        }
    }
}

/// What a half of the alerts lacks, in words.
fn shortage(name: &str, half: &[usize], design: &Design, dataset: &Dataset) -> (String, String) {
    let count = |holds: &dyn Fn(&Alert) -> bool| half.iter().filter(|&&index| holds(&dataset.alerts[index])).count();
    let action = count(&Alert::needs_action);
    let trials = design.trials_per_arm();
    let (wanted, wrong) = (trials / 2, design.wrong_advice_trials);
    let message = format!(
        "the {name} half of the dataset's forms holds {action} alerts that need action and {} that need none; {wanted} and {} are wanted",
        half.len() - action,
        trials - wanted,
    );
    match dataset.advice_supply {
        AdviceSupply::Written => (message, "lower `trials`, or add alerts to the dataset".into()),
        AdviceSupply::AsGiven => {
            let held = count(&|alert| !alert.wrong_advice().is_empty());
            let hint = "lower `trials`, change `wrong_advice_share`, or add alerts to the dataset".into();
            (format!("{message}; the advice is wrong in {held} of them, and {wrong} are wanted"), hint)
        }
    }
}
