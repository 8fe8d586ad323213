//! The counterbalancing of a study: which half of the alerts gets advice, in which order, and where the advice is wrong.
//!
//! A cell is one combination of them. Over all cells every alert is met unaided, with right and with wrong advice equally often,
//! in early and in late blocks, and each of its wrong texts is used equally often.

use std::collections::BTreeMap;

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::study::{AdviceSupply, Quota, Study};

use super::seed;

/// Which arm comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ArmOrder {
    UnaidedFirst,
    AidedFirst,
}

/// One combination of the counterbalanced factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    /// The half of the alerts that gets advice (0 or 1).
    pub aided_half: usize,
    /// Which arm comes first.
    pub order: ArmOrder,
    /// Which set of alerts gets wrong advice.
    pub wrong_set: usize,
    /// Which round through the wrong texts this is.
    pub text_round: usize,
}

/// The counterbalancing of one study, made from its seed alone.
#[derive(Debug, Clone)]
pub struct Counterbalance {
    halves: [Vec<usize>; 2],
    /// For each half and each order: the half's alerts, those that need action and those that do not alternating.
    sequences: [[Vec<usize>; 2]; 2],
    wrong_trials: usize,
    wrong_sets: usize,
    /// For each alert that can get wrong advice, which of its wrong texts the study uses: as many for each alert.
    wrong_texts: BTreeMap<usize, Vec<usize>>,
    text_rounds: usize,
    supply: AdviceSupply,
}

impl Counterbalance {
    /// Draws the study's alerts and lays out its cells.
    pub fn new(study: &Study) -> Self {
        let mut rng = seed::of_study(study.seed);
        let per_arm = study.design.trials_per_arm();
        let halves = study.dataset.halves().map(|half| draw(study, half, per_arm, &mut rng));
        let sequences = [0, 1].map(|half| [0, 1].map(|_| alternate(study, &halves[half], &mut rng)));
        let wrong_trials = study.design.wrong_advice_trials;
        let wrong_texts = choose_texts(study, halves.iter().flatten().copied(), &mut rng);
        let texts = wrong_texts.values().map(Vec::len).min().unwrap_or(1);
        let supply = study.dataset.advice_supply;
        let (wrong_sets, text_rounds) = match supply {
            AdviceSupply::Written if wrong_trials > 0 => (
                per_arm / greatest_common_divisor(per_arm, wrong_trials),
                texts / greatest_common_divisor(texts, ORDERS.len()),
            ),
            _ => (1, 1),
        };
        Self { halves, sequences, wrong_trials, wrong_sets, wrong_texts, text_rounds, supply }
    }

    /// How many participants make the counterbalancing complete.
    pub fn cells(&self) -> usize {
        GROUP * self.wrong_sets * self.text_rounds
    }

    /// A cell by its number. Four consecutive cells hold every combination of half and order.
    pub fn cell(&self, number: usize) -> Cell {
        let rest = number / GROUP;
        Cell {
            aided_half: number % 2,
            order: ORDERS[number / 2 % 2],
            wrong_set: rest % self.wrong_sets,
            text_round: rest / self.wrong_sets % self.text_rounds,
        }
    }

    /// Every alert that participants meet, with or without advice.
    pub fn alerts(&self) -> impl Iterator<Item = usize> {
        self.halves.iter().flatten().copied()
    }

    /// The alerts that a cell meets without advice.
    pub fn unaided(&self, cell: Cell) -> &[usize] {
        &self.halves[1 - cell.aided_half]
    }

    /// The alerts that a cell meets with advice; for those with wrong advice, which of the wrong texts.
    pub fn aided(&self, cell: Cell) -> Vec<(usize, Option<usize>)> {
        let order = usize::from(cell.order == ArmOrder::AidedFirst);
        let sequence = &self.sequences[cell.aided_half][order];
        let mut aided: Vec<(usize, Option<usize>)> = sequence.iter().map(|&alert| (alert, None)).collect();
        if self.supply == AdviceSupply::AsGiven {
            for (alert, text) in &mut aided {
                *text = self.wrong_texts.get(alert).map(|texts| texts[0]);
            }
            return aided;
        }
        let first = cell.wrong_set * self.wrong_trials;
        for step in 0..self.wrong_trials {
            let (alert, text) = &mut aided[(first + step) % sequence.len()];
            let texts = &self.wrong_texts[alert];
            let turn = order + ORDERS.len() * cell.text_round + self.place_of(cell.aided_half, *alert);
            *text = Some(texts[turn % texts.len()]);
        }
        aided
    }

    /// A number for an alert that does not depend on the order, so that the orders use different texts.
    fn place_of(&self, half: usize, alert: usize) -> usize {
        self.sequences[half][0].iter().position(|&other| other == alert).unwrap_or(0)
    }
}

/// Cells in a group: two halves times two orders.
pub(super) const GROUP: usize = 4;
const ORDERS: [ArmOrder; 2] = [ArmOrder::UnaidedFirst, ArmOrder::AidedFirst];

/// Draws `count` alerts of a half by the quota of their kinds, the same for every participant.
fn draw(study: &Study, mut half: Vec<usize>, count: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let Some(mut left) = Quota::of(&study.dataset, &half, count, study.design.wrong_advice_trials) else {
        return Vec::new();
    };
    half.shuffle(rng);
    half.retain(|&index| left.take(&study.dataset.alerts[index], study.dataset.advice_supply));
    half.sort_unstable();
    half
}

/// Which wrong texts of each alert are used: a random choice of as many as the alert with the fewest has.
fn choose_texts(
    study: &Study,
    alerts: impl Iterator<Item = usize>,
    rng: &mut ChaCha8Rng,
) -> BTreeMap<usize, Vec<usize>> {
    let mut texts = BTreeMap::new();
    for alert in alerts {
        let mut order: Vec<usize> = (0..study.dataset.alerts[alert].wrong_advice().len()).collect();
        order.shuffle(rng);
        if !order.is_empty() {
            texts.insert(alert, order);
        }
    }
    let fewest = texts.values().map(Vec::len).min().unwrap_or(0);
    for order in texts.values_mut() {
        order.truncate(fewest);
    }
    texts
}

/// The alerts in a random sequence in which those that need action alternate with those that do not.
fn alternate(study: &Study, alerts: &[usize], rng: &mut ChaCha8Rng) -> Vec<usize> {
    let (mut action, mut closed) = split(study, alerts.to_vec());
    action.shuffle(rng);
    closed.shuffle(rng);
    let longer = action.len().max(closed.len());
    (0..longer).flat_map(|place| [action.get(place), closed.get(place)]).flatten().copied().collect()
}

fn split(study: &Study, alerts: Vec<usize>) -> (Vec<usize>, Vec<usize>) {
    alerts.into_iter().partition(|&alert| study.dataset.alerts[alert].needs_action())
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}
