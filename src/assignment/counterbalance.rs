//! The counterbalancing of a study: which half of the alerts gets advice, in which order, and where the advice is wrong.
//!
//! A cell is one combination of them. Over all cells every alert is met unaided, with right and with wrong advice equally often,
//! in early and in late blocks, and each of its wrong texts is used equally often.

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::study::Study;

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
    wrong_texts: usize,
    text_rounds: usize,
}

impl Counterbalance {
    /// Draws the study's alerts and lays out its cells.
    pub fn new(study: &Study) -> Self {
        let mut rng = seed::of_study(study.seed);
        let per_arm = study.design.trials_per_arm();
        let halves = study.dataset.halves().map(|half| draw(study, half, per_arm, &mut rng));
        let sequences = [0, 1].map(|half| [0, 1].map(|_| alternate(study, &halves[half], &mut rng)));
        let wrong_trials = study.design.wrong_advice_trials;
        let wrong_texts =
            halves.iter().flatten().map(|&alert| study.dataset.alerts[alert].wrong_advice().len()).min().unwrap_or(1);
        let wrong_sets = if wrong_trials == 0 { 1 } else { per_arm / greatest_common_divisor(per_arm, wrong_trials) };
        let text_rounds =
            if wrong_trials == 0 { 1 } else { wrong_texts / greatest_common_divisor(wrong_texts, ORDERS.len()) };
        Self { halves, sequences, wrong_trials, wrong_sets, wrong_texts, text_rounds }
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
        let first = cell.wrong_set * self.wrong_trials;
        let mut aided: Vec<(usize, Option<usize>)> = sequence.iter().map(|&alert| (alert, None)).collect();
        for step in 0..self.wrong_trials {
            let place = (first + step) % sequence.len();
            let alert = sequence[place];
            let text =
                (order + ORDERS.len() * cell.text_round + self.place_of(cell.aided_half, alert)) % self.wrong_texts;
            aided[place].1 = Some(text);
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

/// Draws `count` alerts of a half, as many that need action as not, the same for every participant.
fn draw(study: &Study, half: Vec<usize>, count: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let (mut action, mut closed) = split(study, half);
    action.shuffle(rng);
    closed.shuffle(rng);
    action.truncate(count / 2);
    closed.truncate(count - action.len());
    let mut drawn = [action, closed].concat();
    drawn.sort_unstable();
    drawn
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
