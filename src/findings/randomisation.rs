//! The randomisation test of the primary measure: the counterbalancing cells are dealt out anew among the participants, as the
//! study itself might have dealt them.

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::assignment::{ArmOrder, Cell, Counterbalance, Group, Stratum};
use crate::measures::{Analysed, TrialRow, TrialTable};
use crate::statistics::{
    Alternative, FixedEffects, ItemWeight, Observation, Randomisation, RandomisationTest, StandardisedDifference,
    Weights,
};
use crate::study::{PrimaryMeasure, Study};

use super::condition::Condition;
use super::sample::indicator;

/// Tests that advice makes no difference to anybody on any alert. Everybody's decisions and times stay; the cells change hands
/// among those who met the same pool of alerts first in one condition, so that the blocks keep their alerts. None where the primary measure is
/// no difference between the arms, or has no value.
pub fn randomisation(study: &Study, analysed: &Analysed) -> Option<RandomisationTest> {
    let deal = Deal::new(study, analysed);
    let primary = study.plan.primary;
    let observed = deal.statistic(primary, &deal.cells)?;
    let redraws = study.plan.replicates;
    let test = Randomisation { redraws, seed: study.plan.seed, alternative: Alternative::TwoSided };
    test.test(observed, |_, rng| deal.statistic(primary, &deal.again(rng)))
}

/// The test in words.
pub fn told(test: &RandomisationTest) -> String {
    format!(
        "if advice made no difference to anybody, a difference as large would come up in {:.2} % of the assignments that this \
         study could have drawn (randomisation test, {} re-draws)",
        100.0 * test.p,
        test.redraws
    )
}

/// Who has which cell, and what each cell means.
struct Deal<'a> {
    table: &'a TrialTable,
    cells: Vec<usize>,
    /// For each participant, whose cells could have been theirs: the same stratum and number for all of these.
    hands: Vec<(Option<Stratum>, usize)>,
    /// For each cell and item, the condition.
    conditions: Vec<Vec<Condition>>,
}

impl<'a> Deal<'a> {
    fn new(study: &Study, analysed: &'a Analysed) -> Self {
        let counterbalance = Counterbalance::new(study);
        let table = &analysed.table;
        let item_of = |alert: usize| table.items.iter().position(|name| *name == study.dataset.alerts[alert].id);
        let conditions = (0..counterbalance.cells()).map(|number| {
            let mut of_items = vec![Condition::Unaided; table.items.len()];
            for (alert, wrong) in counterbalance.aided(counterbalance.cell(number)) {
                if let Some(item) = item_of(alert) {
                    of_items[item] = if wrong.is_some() { Condition::Wrong } else { Condition::Right };
                }
            }
            of_items
        });
        // Whoever is analysed answered the last questions, and so has a cell.
        let cells: Vec<usize> = analysed.attendances.iter().map(|attendance| attendance.cell.unwrap_or(0)).collect();
        let strata = analysed.attendances.iter().map(|attendance| attendance.stratum.clone());
        let hands = strata.zip(&cells).map(|(stratum, &number)| (stratum, hand(counterbalance.cell(number)))).collect();
        Self { table, conditions: conditions.collect(), hands, cells }
    }

    /// The cells in other hands.
    fn again(&self, rng: &mut ChaCha8Rng) -> Vec<usize> {
        let mut cells = self.cells.clone();
        let mut kinds = self.hands.clone();
        kinds.sort();
        kinds.dedup();
        for kind in kinds {
            let hands: Vec<usize> = (0..cells.len()).filter(|&hand| self.hands[hand] == kind).collect();
            let mut dealt: Vec<usize> = hands.iter().map(|&hand| self.cells[hand]).collect();
            dealt.shuffle(rng);
            hands.into_iter().zip(dealt).for_each(|(hand, cell)| cells[hand] = cell);
        }
        cells
    }

    /// The primary measure's difference, if the cells were these.
    fn statistic(&self, primary: PrimaryMeasure, cells: &[usize]) -> Option<f64> {
        let condition = |row: &TrialRow| self.conditions[cells[row.participant]][row.item];
        let even = Weights::even(self.table.participants.len(), self.table.items.len());
        let observe =
            |keep: &dyn Fn(Condition) -> bool, value: &dyn Fn(&TrialRow) -> Option<f64>| -> Vec<Observation> {
                let rows = self.table.rows.iter().filter(|row| keep(condition(row)));
                rows.filter_map(|row| {
                    Some(Observation { participant: row.participant, item: row.item, value: value(row)? })
                })
                .collect()
            };
        let unaided = |condition| condition == Condition::Unaided;
        match primary {
            PrimaryMeasure::SpeedEffect => {
                let times = observe(&|_| true, &TrialRow::log_time);
                let measured = || self.table.rows.iter().filter(|row| row.decision_s().is_some());
                let aided = measured().map(|row| indicator(!unaided(condition(row)))).collect();
                let order = measured().filter_map(TrialRow::log_order).collect();
                FixedEffects::new(&times, &[aided, order]).coefficients(&even)?.first().copied()
            }
            PrimaryMeasure::AccuracyEffect => {
                let correct = |row: &TrialRow| Some(indicator(row.correct()));
                let aided = observe(&|condition| !unaided(condition), &correct);
                StandardisedDifference::new(aided, observe(&unaided, &correct), ItemWeight::Both).value(&even)
            }
            PrimaryMeasure::AttributableBias => {
                let wrong = |row: &TrialRow| Some(indicator(!row.correct()));
                let misled = observe(&|condition| condition == Condition::Wrong, &wrong);
                StandardisedDifference::new(misled, observe(&unaided, &wrong), ItemWeight::First).value(&even)
            }
            PrimaryMeasure::SpeedGapRetrospective => None,
        }
    }
}

/// Those who met the same pool of alerts first, in one condition, could have had each other's cells.
fn hand(cell: Cell) -> usize {
    let first_pool = match (cell.group, cell.order) {
        (Group::Pool(aided), ArmOrder::AidedFirst) => aided,
        (Group::Pool(aided), ArmOrder::UnaidedFirst) => 1 - aided,
        (Group::Aided | Group::Unaided, _) => 0,
    };
    2 * cell.condition + first_pool
}

#[cfg(test)]
mod tests {
    use rand_chacha::rand_core::SeedableRng;

    use super::*;
    use crate::measures::example::{Act, Session, study};
    use crate::measures::{Collected, Participation};
    use crate::study::Verdict;

    /// Numbers without a pattern that the cells could share (Steele, Lea & Flood 2014).
    fn scattered(number: u64, item: u64) -> u64 {
        let mixed = (number * 64 + item + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Participants who are misled by wrong advice with a chance in ten, and as often wrong without.
    fn analysed(study: &Study, misled: u64, alone: u64) -> Analysed {
        let play = |number: u64| {
            let act = move |row: &TrialRow| {
                let chance = scattered(number, row.item as u64) % 10;
                let limit = if row.advice_correct() == Some(false) { misled } else { alone };
                let other = if row.truth.needs_action() { Verdict::FalsePositive } else { Verdict::TruePositive };
                Act { verdict: (chance < limit).then_some(other), ..Act::default() }
            };
            Session::new(study, number).play(act).finish(&[])
        };
        let participations: Vec<Participation> = (0..16).map(play).collect();
        Analysed::new(&Collected::new(study, &participations), &study.plan.exclusions)
    }

    #[test]
    fn what_was_dealt_is_what_was_met() {
        let study = study(16);
        let analysed = analysed(&study, 8, 2);
        let deal = Deal::new(&study, &analysed);
        for row in &analysed.table.rows {
            let expect = match row.advice_correct() {
                None => Condition::Unaided,
                Some(true) => Condition::Right,
                Some(false) => Condition::Wrong,
            };
            assert_eq!(deal.conditions[deal.cells[row.participant]][row.item], expect);
        }
    }

    #[test]
    fn cells_change_hands_and_blocks_keep_their_alerts() {
        let study = study(16);
        let analysed = analysed(&study, 8, 2);
        let deal = Deal::new(&study, &analysed);
        let counterbalance = Counterbalance::new(&study);
        let again = deal.again(&mut ChaCha8Rng::seed_from_u64(5));
        let sorted = |cells: &[usize]| {
            let mut cells = cells.to_vec();
            cells.sort_unstable();
            cells
        };
        assert_ne!(again, deal.cells);
        assert_eq!(sorted(&again), sorted(&deal.cells));
        let halves: Vec<usize> = again.iter().map(|&cell| hand(counterbalance.cell(cell))).collect();
        assert_eq!(halves, deal.hands.iter().map(|(_, hand)| *hand).collect::<Vec<_>>());
    }

    #[test]
    fn it_finds_what_is_there_and_nothing_else() {
        let p = |misled, alone| {
            let mut study = study(16);
            study.plan.primary = PrimaryMeasure::AttributableBias;
            let analysed = analysed(&study, misled, alone);
            randomisation(&study, &analysed).expect("a test").p
        };
        assert!(p(9, 1) < 0.01, "{}", p(9, 1));
        assert!(p(3, 3) > 0.05, "{}", p(3, 3));
    }
}
