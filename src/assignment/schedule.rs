//! Everything one participant will see, in order.

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::study::{Aided, Role, Study};

use super::counterbalance::{ArmOrder, Cell, Counterbalance};
use super::order::draw_order;
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
    /// What the trial counts as.
    pub part: Part,
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
    /// Practice, before the blocks.
    pub practice: Vec<Trial>,
    /// The blocks.
    pub blocks: Vec<Block>,
}

impl Schedule {
    /// The schedule of the participant with a `number` (counted from 0) in a cell.
    pub fn new(study: &Study, counterbalance: &Counterbalance, cell: Cell, number: u64) -> Self {
        let mut rng = seed::of_participant(study.seed, number);
        let mut unaided: Vec<Trial> =
            counterbalance.unaided(cell).iter().map(|&alert| trial(alert, Arm::Unaided, None)).collect();
        unaided.shuffle(&mut rng);
        let mut unaided = unaided.into_iter();
        let mut aided = deal_aided(study, counterbalance, cell, &mut rng).into_iter();

        let mut blocks = Vec::new();
        for arm in arms(study.design.blocks, cell.order) {
            let trials = match arm {
                Arm::Unaided => unaided.by_ref().take(study.design.trials_per_block()).collect(),
                Arm::Aided => aided.next().unwrap_or_default(),
            };
            blocks.push(Block { arm, trials });
        }
        number_trials(&mut blocks);
        insert_attention_checks(study, &mut blocks, &mut rng);
        Self { practice: practice(study), blocks }
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

    /// The places, in [`Self::trials`], of a block's trials.
    pub fn places_of(&self, block: usize) -> std::ops::Range<usize> {
        let first = self.practice.len() + self.blocks[..block].iter().map(|block| block.trials.len()).sum::<usize>();
        first..first + self.blocks[block].trials.len()
    }
}

fn trial(alert: usize, arm: Arm, advice: Option<usize>) -> Trial {
    Trial { alert, arm, advice, part: Part::Scored { order: 0 } }
}

/// The arms of the blocks: one pair after the other, every second pair reversed (ABBA).
fn arms(blocks: usize, order: ArmOrder) -> impl Iterator<Item = Arm> {
    (0..blocks).map(move |block| {
        let swapped = (block / 2 + block % 2) % 2 == 1;
        if swapped == (order == ArmOrder::AidedFirst) { Arm::Unaided } else { Arm::Aided }
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
    right.shuffle(rng);
    wrong.shuffle(rng);
    (0..study.design.blocks / 2)
        .map(|block| {
            let wrong_here = study.design.wrong_advice_in_block(block);
            let right_here = study.design.trials_per_block() - wrong_here;
            let lead = if block == 0 { study.design.right_before_first_wrong } else { 0 };
            draw_order(right_here, wrong_here, lead, rng)
                .into_iter()
                .filter_map(|is_wrong| if is_wrong { wrong.pop() } else { right.pop() })
                .collect()
        })
        .collect()
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
        block.trials.insert(place, Trial { alert, arm: block.arm, advice: None, part: Part::AttentionCheck });
    }
}

/// The practice trials: without and with (right) advice in turn.
fn practice(study: &Study) -> Vec<Trial> {
    let alerts = study.dataset.with_role(|role| *role == Role::Practice);
    let taken = alerts.into_iter().take(study.design.practice_trials).enumerate();
    taken
        .map(|(index, alert)| {
            let aided = index % 2 == 1;
            let advice = if aided { study.dataset.alerts[alert].right_advice() } else { None };
            let arm = if aided { Arm::Aided } else { Arm::Unaided };
            Trial { alert, arm, advice, part: Part::Practice }
        })
        .collect()
}
