//! Everything one participant will see, in order.

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::study::{AdviceKind, Aided, Comparison, Condition, ConfidenceShown, Role, Study};

use super::calibrated::calibrated;
use super::counterbalance::{ArmOrder, Cell, Counterbalance, Group};
use super::order::{Lead, draw_order};
use super::seed;

/// With or without advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Arm {
    Unaided,
    Aided,
}

impl Arm {
    /// The name in data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unaided => "unaided",
            Self::Aided => "aided",
        }
    }

    /// As the questions of a page take it.
    pub fn aided(self) -> Aided {
        match self {
            Self::Unaided => Aided::No,
            Self::Aided => Aided::Yes,
        }
    }
}

/// What a trial counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Not analysed, followed by feedback.
    Practice,
    /// Measured.
    Scored {
        /// The position among the participant's scored trials, counted from 1.
        order: usize,
    },
    /// Not measured: shows whether the participant reads.
    AttentionCheck,
}

/// One alert as one participant meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trial {
    /// Index of the alert in the dataset.
    pub alert: usize,
    /// The arm of the trial's block.
    pub arm: Arm,
    /// Index of the advice among the alert's, where one is shown.
    pub advice: Option<usize>,
    /// The confidence that the advice states, in percent, where the condition shows one.
    pub stated_confidence: Option<u8>,
    /// What the trial counts as.
    pub part: Part,
}

impl Trial {
    /// Whether the block has advice and this trial has none.
    pub fn is_silent(&self) -> bool {
        self.arm == Arm::Aided && self.advice.is_none() && matches!(self.part, Part::Scored { .. })
    }
}

/// A run of trials of one arm, followed by questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// With or without advice.
    pub arm: Arm,
    /// The trials in order.
    pub trials: Vec<Trial>,
}

/// Everything one participant will see, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Index of the participant's condition in the study's list.
    pub condition: usize,
    /// Practice, before the blocks.
    pub practice: Vec<Trial>,
    /// The blocks.
    pub blocks: Vec<Block>,
}

impl Schedule {
    /// The schedule of the participant with a `number` (counted from 0) in a cell.
    pub fn new(study: &Study, counterbalance: &Counterbalance, cell: Cell, number: u64) -> Self {
        let mut rng = seed::of_participant(study.seed, number);
        let condition = &study.conditions[cell.condition];
        let mut unaided: Vec<Trial> =
            counterbalance.unaided(cell).iter().map(|&alert| trial(alert, Arm::Unaided, None)).collect();
        let (baseline, rest) = unaided.split_at_mut(counterbalance.baseline());
        baseline.shuffle(&mut rng);
        rest.shuffle(&mut rng);
        let mut unaided = unaided.into_iter();
        let mut aided = deal_aided(study, counterbalance, cell, &mut rng).into_iter();

        let mut blocks = Vec::new();
        for arm in arms(study.design.blocks, study.design.comparison, cell) {
            let trials = match arm {
                Arm::Unaided => unaided.by_ref().take(study.design.trials_per_block()).collect(),
                Arm::Aided => aided.next().unwrap_or_default(),
            };
            blocks.push(Block { arm, trials });
        }
        number_trials(&mut blocks);
        state_confidence(study, condition, &mut blocks, &mut rng);
        insert_attention_checks(study, &mut blocks, &mut rng);
        Self { condition: cell.condition, practice: practice(study, condition, cell), blocks }
    }

    /// Every trial, practice first.
    pub fn trials(&self) -> impl Iterator<Item = &Trial> {
        self.practice.iter().chain(self.blocks.iter().flat_map(|block| &block.trials))
    }

    /// The block of a trial by the trial's place in [`Self::trials`]; none for practice.
    pub fn block_of(&self, place: usize) -> Option<usize> {
        let mut rest = place.checked_sub(self.practice.len())?;
        for (index, block) in self.blocks.iter().enumerate() {
            match rest.checked_sub(block.trials.len()) {
                Some(left) => rest = left,
                None => return Some(index),
            }
        }
        None
    }

    /// How many scored trials stand in blocks of an arm.
    pub fn scored(&self, arm: Arm) -> usize {
        let blocks = self.blocks.iter().filter(|block| block.arm == arm);
        blocks.flat_map(|block| &block.trials).filter(|trial| matches!(trial.part, Part::Scored { .. })).count()
    }

    /// The places, in [`Self::trials`], of a block's trials.
    pub fn places_of(&self, block: usize) -> std::ops::Range<usize> {
        let first = self.practice.len() + self.blocks[..block].iter().map(|block| block.trials.len()).sum::<usize>();
        first..first + self.blocks[block].trials.len()
    }
}

fn trial(alert: usize, arm: Arm, advice: Option<usize>) -> Trial {
    Trial { alert, arm, advice, stated_confidence: None, part: Part::Scored { order: 0 } }
}

/// The arms of the blocks. Within participants one pair after the other, every second pair reversed (ABBA).
fn arms(blocks: usize, comparison: Comparison, cell: Cell) -> impl Iterator<Item = Arm> {
    (0..blocks).map(move |block| {
        let is_aided = match (comparison, cell.group) {
            (Comparison::Within, _) => {
                let is_swapped = (block / 2 + block % 2) % 2 == 1;
                is_swapped != (cell.order == ArmOrder::AidedFirst)
            }
            (Comparison::Mixed, Group::Aided) => block > 0,
            (_, group) => group == Group::Aided,
        };
        if is_aided { Arm::Aided } else { Arm::Unaided }
    })
}

/// The aided trials, dealt to the aided blocks and ordered by the rules for wrong advice.
fn deal_aided(study: &Study, counterbalance: &Counterbalance, cell: Cell, rng: &mut ChaCha8Rng) -> Vec<Vec<Trial>> {
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for (index, text) in counterbalance.aided(cell) {
        let alert = &study.dataset.alerts[index];
        match text {
            None => right.push(trial(index, Arm::Aided, alert.right_advice())),
            Some(text) => wrong.push(trial(index, Arm::Aided, Some(alert.wrong_advice()[text]))),
        }
    }
    if right.is_empty() && wrong.is_empty() {
        return Vec::new();
    }
    right.shuffle(rng);
    wrong.shuffle(rng);
    vary_right(study, &mut right);
    right.shuffle(rng);
    let design = &study.design;
    (design.wrong_in_block.iter().enumerate())
        .map(|(block, &wrong_here)| {
            let right_here = design.trials_per_block() - wrong_here;
            let lead = match block {
                0 => Lead { right: design.right_before_first_wrong, then_wrong: design.first_wrong_follows },
                _ => Lead { right: 0, then_wrong: false },
            };
            draw_order(right_here, wrong_here, lead, rng)
                .into_iter()
                .filter_map(|is_wrong| if is_wrong { wrong.pop() } else { right.pop() })
                .collect()
        })
        .collect()
}

/// Of the trials without wrong advice, makes as many silent, and as many right for the wrong reason, as the design wants and the
/// alerts allow.
fn vary_right(study: &Study, right: &mut [Trial]) {
    let silent = study.design.silent_trials.min(right.len());
    let (silenced, spoken) = right.split_at_mut(silent);
    for trial in silenced {
        trial.advice = None;
    }
    let wrong_reason = |trial: &Trial| {
        let advice = &study.dataset.alerts[trial.alert].advice;
        advice.iter().position(|advice| advice.kind() == AdviceKind::RightForWrongReason)
    };
    let with_one = spoken.iter_mut().filter_map(|trial| wrong_reason(trial).map(|index| (trial, index)));
    for (trial, index) in with_one.take(study.design.wrong_reason_trials) {
        trial.advice = Some(index);
    }
}

/// Writes down what confidence each advice states.
fn state_confidence(study: &Study, condition: &Condition, blocks: &mut [Block], rng: &mut ChaCha8Rng) {
    let advice = |trial: &Trial| trial.advice.map(|index| &study.dataset.alerts[trial.alert].advice[index]);
    match condition.confidence {
        ConfidenceShown::Hidden => {}
        ConfidenceShown::Uninformative => {
            for trial in blocks.iter_mut().flat_map(|block| &mut block.trials) {
                trial.stated_confidence = advice(trial).and_then(|advice| advice.confidence);
            }
        }
        ConfidenceShown::Calibrated => {
            let count = |correct: bool| {
                let trials = blocks.iter().flat_map(|block| &block.trials);
                trials.filter(|trial| advice(trial).is_some_and(|advice| advice.correct == correct)).count()
            };
            let [mut of_right, mut of_wrong] = calibrated(count(true), count(false), rng);
            for trial in blocks.iter_mut().flat_map(|block| &mut block.trials) {
                trial.stated_confidence =
                    advice(trial).and_then(|advice| if advice.correct { of_right.pop() } else { of_wrong.pop() });
            }
        }
    }
}

fn number_trials(blocks: &mut [Block]) {
    for (index, trial) in blocks.iter_mut().flat_map(|block| &mut block.trials).enumerate() {
        trial.part = Part::Scored { order: index + 1 };
    }
}

/// Spreads the attention checks over the blocks, never as a block's first trial.
fn insert_attention_checks(study: &Study, blocks: &mut [Block], rng: &mut ChaCha8Rng) {
    let checks = study.dataset.with_role(|role| *role == Role::AttentionCheck);
    let count = blocks.len();
    for (index, alert) in checks.into_iter().take(study.design.attention_checks).enumerate() {
        let block = &mut blocks[index % count];
        let place = rng.random_range(1..=block.trials.len() as u32) as usize;
        block.trials.insert(place, Trial { part: Part::AttentionCheck, ..trial(alert, block.arm, None) });
    }
}

/// The practice trials: without and with (right) advice in turn; all without for those who never meet any.
fn practice(study: &Study, condition: &Condition, cell: Cell) -> Vec<Trial> {
    let alerts = study.dataset.with_role(|role| *role == Role::Practice);
    let taken = alerts.into_iter().take(study.design.practice_trials).enumerate();
    taken
        .map(|(index, alert)| {
            let is_aided = index % 2 == 1 && cell.group != Group::Unaided;
            let arm = if is_aided { Arm::Aided } else { Arm::Unaided };
            let of_alert = &study.dataset.alerts[alert];
            let advice = of_alert.right_advice().filter(|_| is_aided);
            let is_stated = condition.confidence != ConfidenceShown::Hidden;
            let stated_confidence = advice.filter(|_| is_stated).and_then(|advice| of_alert.advice[advice].confidence);
            Trial { stated_confidence, part: Part::Practice, ..trial(alert, arm, advice) }
        })
        .collect()
}
