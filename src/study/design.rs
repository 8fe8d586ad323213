//! The shape of a session, checked against itself and against what the dataset holds.

use super::alert::{AdviceKind, Alert, Role};
use super::dataset::{AdviceSupply, Dataset};
use super::quota::Quota;
use super::study_file::{Comparison, DesignFile, WrongDirection};
use super::toml_reader::TableReader;

/// The shape of a session. Trials are shared evenly by the blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// Who meets which arm.
    pub comparison: Comparison,
    /// Measured trials of a participant; a multiple of `blocks`.
    pub trials: usize,
    /// Blocks; within participants an even number, half of them with advice.
    pub blocks: usize,
    /// Practice trials before them.
    pub practice_trials: usize,
    /// Attention checks, spread over the blocks, besides the trials.
    pub attention_checks: usize,
    /// The share of the alerts that need action.
    pub needs_action_share: f64,
    /// For each block with advice, how many of its trials have wrong advice; fits the order rules.
    pub wrong_in_block: Vec<usize>,
    /// What wrong advice leads to.
    pub wrong_direction: WrongDirection,
    /// Trials with right advice before the first wrong one.
    pub right_before_first_wrong: usize,
    /// Whether the trial right after them is a wrong one, so that the first failure has one place for everybody.
    pub first_wrong_follows: bool,
    /// Aided trials with advice that is right for the wrong reason.
    pub wrong_reason_trials: usize,
    /// Aided trials without advice.
    pub silent_trials: usize,
}

impl Design {
    /// A comparison within participants of blocks of `trials` in all, of which `wrong` have wrong advice after `lead` right ones;
    /// half of the alerts need action, and nothing else is varied.
    pub fn within(trials: usize, blocks: usize, wrong: usize, lead: usize) -> Self {
        Self {
            comparison: Comparison::Within,
            trials,
            blocks,
            practice_trials: 0,
            attention_checks: 0,
            needs_action_share: 0.5,
            wrong_in_block: share_evenly(wrong, blocks / 2),
            wrong_direction: WrongDirection::Both,
            right_before_first_wrong: lead,
            first_wrong_follows: false,
            wrong_reason_trials: 0,
            silent_trials: 0,
        }
    }

    /// Blocks with advice of a participant who has any.
    pub fn aided_blocks(&self) -> usize {
        match self.comparison {
            Comparison::Within => self.blocks / 2,
            Comparison::Between => self.blocks,
            Comparison::Mixed => self.blocks - 1,
        }
    }

    /// Measured trials in blocks with advice of a participant who has any.
    pub fn aided_trials(&self) -> usize {
        self.aided_blocks() * self.trials_per_block()
    }

    /// Measured trials of a participant on which advice is shown, where there is any.
    pub fn spoken_trials(&self) -> usize {
        self.aided_trials() - self.silent_trials
    }

    /// Measured trials with wrong advice of a participant who has any.
    pub fn wrong_advice_trials(&self) -> usize {
        self.wrong_in_block.iter().sum()
    }

    /// Measured trials of one block.
    pub fn trials_per_block(&self) -> usize {
        self.trials / self.blocks
    }

    /// The sizes of the two pools of alerts that a study draws. Within participants one is met with advice and the other without;
    /// else the second one is met by everybody, with advice or without, and the first one in the block that nobody has advice in.
    pub fn pools(&self) -> [usize; 2] {
        [self.trials - self.aided_trials(), self.aided_trials()]
    }

    /// How many of some alerts need action.
    pub fn needing_action(&self, alerts: usize) -> usize {
        (self.needs_action_share * alerts as f64).round() as usize
    }
}

/// A number in parts that differ by at most one, the larger ones first.
pub fn share_evenly(total: usize, parts: usize) -> Vec<usize> {
    (0..parts).map(|part| total / parts + usize::from(part < total % parts)).collect()
}

/// Never this many wrong advices in a row.
pub const TOO_MANY_IN_A_ROW: usize = 3;

/// Whether any order of `right` and `wrong` advices starts with `lead` right ones and avoids too many wrong ones in a row.
pub fn order_exists(right: usize, wrong: usize, lead: usize) -> bool {
    wrong == 0 || right >= lead && wrong <= (TOO_MANY_IN_A_ROW - 1) * (right - lead + 1)
}

/// Checks the numbers of the design against each other and against what the dataset holds.
pub(super) fn check(written: &DesignFile, dataset: Option<&Dataset>, reader: &mut TableReader<'_, '_>) -> Design {
    let trials = written.trials.value as usize;
    let blocks = check_blocks(written, reader);
    let first_wrong_at = written.first_wrong_at.value as usize;
    let lead = if first_wrong_at > 0 { first_wrong_at - 1 } else { written.right_before_first_wrong.value as usize };
    let mut design = Design {
        comparison: written.comparison.value,
        trials,
        blocks,
        practice_trials: written.practice_trials.value as usize,
        attention_checks: written.attention_checks.value as usize,
        needs_action_share: written.needs_action_share.value,
        wrong_in_block: Vec::new(),
        wrong_direction: written.wrong_direction.value,
        right_before_first_wrong: lead,
        first_wrong_follows: first_wrong_at > 0,
        wrong_reason_trials: 0,
        silent_trials: 0,
    };
    check_trials(written, &design, reader);
    design.wrong_in_block = wrong_in_block(written, &design, reader);
    let aided = design.aided_trials();
    let right = aided - design.wrong_advice_trials().min(aided);
    design.silent_trials = (written.silent_share.value * aided as f64).round() as usize;
    design.wrong_reason_trials = (written.wrong_reason_share.value * right as f64).round() as usize;
    if design.silent_trials + design.wrong_reason_trials > right {
        let message =
            format!("of {right} trials without wrong advice, more are to be silent or right for the wrong reason");
        let hint = "lower `silent_share` or `right_for_wrong_reason_share`".to_owned();
        reader.problem(written.silent_share.span.clone(), message, Some(hint));
        (design.silent_trials, design.wrong_reason_trials) = (0, 0);
    }
    check_order(written, &design, reader);
    if let Some(dataset) = dataset {
        check_supply(written, &design, dataset, reader);
    }
    design
}

/// The number of blocks, or one that the comparison can have.
fn check_blocks(written: &DesignFile, reader: &mut TableReader<'_, '_>) -> usize {
    let blocks = written.blocks.value as usize;
    let (fits, message, hint) = match written.comparison.value {
        Comparison::Within => (
            blocks.is_multiple_of(2),
            "`blocks` has to be even",
            "half of the blocks show advice, half do not: 2, 4, 6 ...",
        ),
        Comparison::Between => (true, "", ""),
        Comparison::Mixed => {
            (blocks > 1, "a mixed comparison needs two blocks or more", "the first is without advice for everybody")
        }
    };
    if !fits {
        reader.problem(written.blocks.span.clone(), message, Some(hint.into()));
    }
    if fits { blocks } else { 2 }
}

fn check_trials(written: &DesignFile, design: &Design, reader: &mut TableReader<'_, '_>) {
    let Design { trials, blocks, .. } = *design;
    let is_even = (written.needs_action_share.value - 0.5).abs() < 1e-9;
    let step = match written.comparison.value {
        Comparison::Within if is_even => least_common_multiple(blocks, 4),
        Comparison::Between | Comparison::Mixed if is_even => least_common_multiple(blocks, 2),
        _ => blocks,
    };
    if !trials.is_multiple_of(step) {
        let because = if is_even { ", and in each arm as many alerts to act on as to close" } else { "" };
        let message = format!("`trials` has to be a multiple of {step}: even blocks{because}");
        let hint = format!("{} would do", trials.next_multiple_of(step));
        reader.problem(written.trials.span.clone(), message, Some(hint));
    }
    let needing = design.pools().map(|pool| design.needing_action(pool));
    if design.pools().into_iter().zip(needing).any(|(pool, action)| pool > 0 && (action == 0 || action == pool)) {
        let message = "with this share an arm has no alert to act on, or none to close";
        let hint = "raise `trials`, or bring `needs_action_share` nearer to 0.5".to_owned();
        reader.problem(written.needs_action_share.span.clone(), message, Some(hint));
    }
}

/// Wrong advices of each block with advice: a share for all of them, or one for each.
fn wrong_in_block(written: &DesignFile, design: &Design, reader: &mut TableReader<'_, '_>) -> Vec<usize> {
    let (blocks, per_block) = (design.aided_blocks(), design.trials_per_block());
    let shares = &written.wrong_advice_share;
    let counts = match shares.value.as_slice() {
        [share] => {
            let total = (share * (blocks * per_block) as f64).round() as usize;
            if *share > 0.0 && total == 0 {
                let message = format!("of {} advices this share is less than one", blocks * per_block);
                let hint = "raise it, or `trials`; 0 shows no wrong advice".to_owned();
                reader.problem(shares.span.clone(), message, Some(hint));
            }
            share_evenly(total, blocks)
        }
        many => {
            if many.len() != blocks {
                let message = format!("there are {} shares for {blocks} blocks with advice", many.len());
                let hint = "one share for all of them, or one for each".to_owned();
                reader.problem(shares.span.clone(), message, Some(hint));
            }
            (0..blocks).map(|block| (many.get(block).unwrap_or(&0.0) * per_block as f64).round() as usize).collect()
        }
    };
    if written.first_wrong_at.value > 0 && counts.first() == Some(&0) {
        let hint = "the first failure needs wrong advice in the first block that has advice".to_owned();
        reader.problem(written.first_wrong_at.span.clone(), "no advice of the first block is wrong", Some(hint));
    }
    counts
}

fn least_common_multiple(a: usize, b: usize) -> usize {
    (1..=b).map(|factor| a * factor).find(|multiple| multiple.is_multiple_of(b)).unwrap_or(a * b)
}

/// The first aided block has the strictest rule; with shares of their own, each block can be at fault.
fn check_order(written: &DesignFile, design: &Design, reader: &mut TableReader<'_, '_>) {
    for (block, &wrong) in design.wrong_in_block.iter().enumerate() {
        let right = design.trials_per_block().saturating_sub(wrong);
        let lead = if block == 0 { design.right_before_first_wrong } else { 0 };
        let exact = block == 0 && design.first_wrong_follows;
        // A wrong advice of its own right after the lead leaves one place less in the row.
        let fits = order_exists(right, wrong, lead) && (!exact || wrong <= 2 * (right - lead.min(right)) + 2);
        if !fits {
            let message = format!(
                "a block of {right} right and {wrong} wrong advices can't start with {lead} right ones and avoid three wrong in a row"
            );
            let hint = "lower `wrong_advice_share` or `right_before_first_wrong`, or raise `trials`".to_owned();
            reader.problem(written.wrong_advice_share.span.clone(), message, Some(hint));
            return;
        }
    }
}

fn check_supply(written: &DesignFile, design: &Design, dataset: &Dataset, reader: &mut TableReader<'_, '_>) {
    let sources = dataset.pools(design.comparison);
    for ((name, pool), (source, size)) in ["first", "second"].iter().zip([0, 1]).zip(sources.iter().zip(design.pools()))
    {
        if size > 0 && Quota::of(dataset, source, design, pool).is_none() {
            let (message, hint) = shortage(name, source, size, design, dataset);
            reader.problem(written.trials.span.clone(), message, Some(hint));
        }
    }
    check_kinds(written, design, dataset, reader);
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

/// Wrong advice has a direction, and advice that is right for the wrong reason has to be there.
fn check_kinds(written: &DesignFile, design: &Design, dataset: &Dataset, reader: &mut TableReader<'_, '_>) {
    let [_, pool] = design.pools();
    let action = design.needing_action(pool);
    let eligible = match design.wrong_direction {
        WrongDirection::Both => pool,
        WrongDirection::Misses => action,
        WrongDirection::FalseAlarms => pool - action,
    };
    let wrong = design.wrong_advice_trials();
    if wrong > eligible {
        let message =
            format!("{wrong} wrong advices are wanted, and {eligible} alerts can have wrong advice in this direction");
        let hint = "lower `wrong_advice_share`, or let `wrong_advice` be \"both\"".to_owned();
        reader.problem(written.wrong_direction.span.clone(), message, Some(hint));
    }
    let has_wrong_reason = dataset
        .alerts
        .iter()
        .flat_map(|alert| &alert.advice)
        .any(|advice| advice.kind() == AdviceKind::RightForWrongReason);
    if design.wrong_reason_trials > 0 && !has_wrong_reason {
        let hint = "right advice with a failure mode in advice.csv is right for the wrong reason".to_owned();
        let message = "the dataset holds no advice that is right for the wrong reason";
        reader.problem(written.wrong_reason_share.span.clone(), message, Some(hint));
    }
}

/// What a pool of alerts lacks, in words.
fn shortage(name: &str, source: &[usize], size: usize, design: &Design, dataset: &Dataset) -> (String, String) {
    let count = |holds: &dyn Fn(&Alert) -> bool| source.iter().filter(|&&index| holds(&dataset.alerts[index])).count();
    let action = count(&Alert::needs_action);
    let wanted = design.needing_action(size);
    let part = match design.comparison {
        Comparison::Between => "the dataset".to_owned(),
        _ => format!("the {name} half of the dataset's forms"),
    };
    let message = format!(
        "{part} holds {action} alerts that need action and {} that need none; {wanted} and {} are wanted",
        source.len() - action,
        size - wanted,
    );
    match dataset.advice_supply {
        AdviceSupply::Written => (message, "lower `trials`, or add alerts to the dataset".into()),
        AdviceSupply::AsGiven => {
            let held = count(&|alert| !alert.wrong_advice().is_empty());
            let wrong = design.wrong_advice_trials();
            let hint = "lower `trials`, change `wrong_advice_share`, or add alerts to the dataset".into();
            (format!("{message}; the advice is wrong in {held} of them, and {wrong} are wanted"), hint)
        }
    }
}
