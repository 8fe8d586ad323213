//! The cells that a participant can be in: which alerts get advice, which arm comes first, which alerts get wrong advice, with which
//! of their wrong texts, and in which condition.
//!
//! Over a complete round of cells every alert is met unaided, with right and with wrong advice equally often,
//! in early and in late blocks, and each of its wrong texts is used equally often.

use std::collections::BTreeMap;

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::study::{AdviceSupply, Comparison, Quota, Study};

use super::seed;

/// Which arm comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ArmOrder {
    UnaidedFirst,
    AidedFirst,
}

/// Which alerts a participant meets with advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Those of one of the two pools, and those of the other without: within participants.
    Pool(usize),
    /// Those of the second pool: a participant with advice, where it is varied between participants.
    Aided,
    /// None.
    Unaided,
}

/// One combination of the counterbalanced factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    /// Which alerts get advice.
    pub group: Group,
    /// Which arm comes first.
    pub order: ArmOrder,
    /// Which set of alerts gets wrong advice.
    pub wrong_set: usize,
    /// Which round through the wrong texts this is.
    pub text_round: usize,
    /// Index of the condition in the study's list.
    pub condition: usize,
}

/// The counterbalancing of one study, made from its seed alone.
#[derive(Debug, Clone)]
pub struct Counterbalance {
    comparison: Comparison,
    /// The alerts of the two pools; the first is empty where everybody meets all alerts in one arm.
    pools: [Vec<usize>; 2],
    /// For each pool and each order: the pool's alerts, those that need action spread evenly among the others.
    sequences: [[Vec<usize>; 2]; 2],
    /// For each pool and each order: the alerts that can get wrong advice, in the order of the sequence.
    eligible: [[Vec<usize>; 2]; 2],
    wrong_trials: usize,
    wrong_sets: usize,
    /// For each alert that can get wrong advice, which of its wrong texts the study uses: as many for each alert.
    wrong_texts: BTreeMap<usize, Vec<usize>>,
    text_rounds: usize,
    conditions: usize,
    supply: AdviceSupply,
}

impl Counterbalance {
    /// Draws the study's alerts and lays out its cells.
    pub fn new(study: &Study) -> Self {
        let mut rng = seed::of_study(study.seed);
        let design = &study.design;
        let mut sources = study.dataset.pools(design.comparison).into_iter().enumerate();
        let pools = [(); 2].map(|()| match sources.next() {
            Some((pool, source)) => draw(study, source, pool, &mut rng),
            None => Vec::new(),
        });
        let sequences = [0, 1].map(|pool| [0, 1].map(|_| alternate(study, &pools[pool], &mut rng)));
        let can_be_wrong = |alert: &usize| design.wrong_direction.includes(study.dataset.alerts[*alert].needs_action());
        let eligible = sequences
            .each_ref()
            .map(|orders| orders.each_ref().map(|s| s.iter().copied().filter(can_be_wrong).collect::<Vec<_>>()));
        let wrong_trials = design.wrong_advice_trials();
        let wrong_texts = choose_texts(study, pools.iter().flatten().copied(), &mut rng);
        let texts = wrong_texts.values().map(Vec::len).min().unwrap_or(1);
        let supply = study.dataset.advice_supply;
        let most = eligible[1][0].len();
        let orders = if design.comparison == Comparison::Within { ORDERS.len() } else { 1 };
        let (wrong_sets, text_rounds) = match supply {
            AdviceSupply::Written if wrong_trials > 0 => {
                (most / greatest_common_divisor(most, wrong_trials), texts / greatest_common_divisor(texts, orders))
            }
            _ => (1, 1),
        };
        let (comparison, conditions) = (design.comparison, study.conditions.len());
        Self {
            comparison,
            pools,
            sequences,
            eligible,
            wrong_trials,
            wrong_sets,
            wrong_texts,
            text_rounds,
            conditions,
            supply,
        }
    }

    /// How many participants make the counterbalancing complete.
    pub fn cells(&self) -> usize {
        self.round() * self.wrong_sets * self.text_rounds * self.conditions
    }

    /// How many consecutive cells hold every combination of group and order.
    pub(super) fn round(&self) -> usize {
        GROUPS * self.orders()
    }

    fn orders(&self) -> usize {
        if self.comparison == Comparison::Within { ORDERS.len() } else { 1 }
    }

    /// A cell by its number. Consecutive cells hold every combination of group and order, then every condition.
    pub fn cell(&self, number: usize) -> Cell {
        let group = match (self.comparison, number % GROUPS) {
            (Comparison::Within, pool) => Group::Pool(pool),
            (_, 0) => Group::Aided,
            _ => Group::Unaided,
        };
        let order = ORDERS[number / GROUPS % self.orders()];
        let rest = number / self.round();
        let condition = rest % self.conditions;
        let rest = rest / self.conditions;
        let (wrong_set, text_round) = (rest % self.wrong_sets, rest / self.wrong_sets % self.text_rounds);
        Cell { group, order, wrong_set, text_round, condition }
    }

    /// Every alert that participants meet, with or without advice.
    pub fn alerts(&self) -> impl Iterator<Item = usize> {
        self.pools.iter().flatten().copied()
    }

    /// The alerts that a cell meets in blocks without advice; the first pool comes first.
    pub fn unaided(&self, cell: Cell) -> Vec<usize> {
        match cell.group {
            Group::Pool(aided) => self.pools[1 - aided].clone(),
            Group::Aided => self.pools[0].clone(),
            Group::Unaided => self.pools.concat(),
        }
    }

    /// Of those, how many have to come before all others: the block without advice that everybody starts with.
    pub fn baseline(&self) -> usize {
        if self.comparison == Comparison::Mixed { self.pools[0].len() } else { 0 }
    }

    /// The alerts that a cell meets in blocks with advice; for those with wrong advice, which of the wrong texts.
    pub fn aided(&self, cell: Cell) -> Vec<(usize, Option<usize>)> {
        let pool = match cell.group {
            Group::Pool(pool) => pool,
            Group::Aided => 1,
            Group::Unaided => return Vec::new(),
        };
        let order = usize::from(cell.order == ArmOrder::AidedFirst);
        let mut aided: Vec<(usize, Option<usize>)> =
            self.sequences[pool][order].iter().map(|&alert| (alert, None)).collect();
        if self.supply == AdviceSupply::AsGiven {
            for (alert, text) in &mut aided {
                *text = self.wrong_texts.get(alert).map(|texts| texts[0]);
            }
            return aided;
        }
        let eligible = &self.eligible[pool][order];
        let first = cell.wrong_set * self.wrong_trials;
        for step in 0..self.wrong_trials {
            let wrong = eligible[(first + step) % eligible.len()];
            let texts = &self.wrong_texts[&wrong];
            let turn = order + ORDERS.len() * cell.text_round + self.place_of(pool, wrong);
            for (_, text) in aided.iter_mut().filter(|(alert, _)| *alert == wrong) {
                *text = Some(texts[turn % texts.len()]);
            }
        }
        aided
    }

    /// A number for an alert that does not depend on the order, so that the orders use different texts.
    fn place_of(&self, pool: usize, alert: usize) -> usize {
        self.sequences[pool][0].iter().position(|&other| other == alert).unwrap_or(0)
    }
}

const GROUPS: usize = 2;
const ORDERS: [ArmOrder; 2] = [ArmOrder::UnaidedFirst, ArmOrder::AidedFirst];

/// Draws a pool's alerts by the quota of their kinds, the same for every participant.
fn draw(study: &Study, mut source: Vec<usize>, pool: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let Some(mut left) = Quota::of(&study.dataset, &source, &study.design, pool) else {
        return Vec::new();
    };
    source.shuffle(rng);
    source.retain(|&index| left.take(&study.dataset.alerts[index], study.dataset.advice_supply));
    source.sort_unstable();
    source
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

/// The alerts in a random sequence through which those that need action are spread evenly.
fn alternate(study: &Study, alerts: &[usize], rng: &mut ChaCha8Rng) -> Vec<usize> {
    let (mut action, mut closed): (Vec<usize>, Vec<usize>) =
        alerts.iter().partition(|&&alert| study.dataset.alerts[alert].needs_action());
    action.shuffle(rng);
    closed.shuffle(rng);
    let placed = |list: Vec<usize>| {
        let count = list.len() as f64;
        list.into_iter().enumerate().map(move |(index, alert)| ((index as f64 + 0.5) / count, alert))
    };
    let mut sequence: Vec<(f64, usize)> = placed(action).chain(placed(closed)).collect();
    sequence.sort_by(|a, b| a.0.total_cmp(&b.0));
    sequence.into_iter().map(|(_, alert)| alert).collect()
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a.max(1) } else { greatest_common_divisor(b, a % b) }
}
