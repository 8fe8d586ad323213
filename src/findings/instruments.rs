//! What the instruments gave: the scores of each page's kind, and how consistently their items were answered.

use serde::Serialize;

use crate::assignment::Arm;
use crate::measures::{Phase, SelfReport, Turned, turned};
use crate::statistics::ItemTable;
use crate::study::SelfReports;

/// One subscale of an instrument, in one phase and arm. What was asked after several blocks of an arm is averaged for each participant
/// first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InstrumentFacts {
    /// The instrument's name.
    pub instrument: String,
    /// The subscale's name, or `total`.
    pub subscale: String,
    /// When it was asked.
    pub phase: &'static str,
    /// The arm of the blocks that it is about, where it is about blocks.
    pub arm: Option<&'static str>,
    /// Items that there are.
    pub items: usize,
    /// Participants with a score.
    pub participants: usize,
    /// Mean score.
    pub mean: Option<f64>,
    /// Standard deviation of the scores between participants.
    pub sd: Option<f64>,
    /// Participants who answered every item: those of alpha and omega.
    pub complete: usize,
    /// Cronbach's alpha.
    pub alpha: Option<f64>,
    /// McDonald's omega.
    pub omega: Option<f64>,
}

/// Every subscale of every instrument that somebody answered.
pub fn instruments(asked: &SelfReports, reports: &[SelfReport]) -> Vec<InstrumentFacts> {
    let mut groups: Vec<(Key, Vec<Turned>)> = Vec::new();
    for answered in turned(&asked.instruments(), reports) {
        let key = Key::of(&answered);
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, group)) => group.push(answered),
            None => groups.push((key, vec![answered])),
        }
    }
    groups.into_iter().map(|(key, group)| facts(key, &group)).collect()
}

#[derive(PartialEq)]
struct Key {
    instrument: String,
    subscale: String,
    phase: Phase,
    arm: Option<Arm>,
}

impl Key {
    fn of(answered: &Turned) -> Self {
        let score = &answered.score;
        let arm = score.block.map(|block| block.arm);
        Self { instrument: score.instrument.clone(), subscale: score.subscale.clone(), phase: score.phase, arm }
    }
}

fn facts(key: Key, group: &[Turned]) -> InstrumentFacts {
    let mut participants: Vec<usize> = group.iter().map(|answered| answered.score.participant).collect();
    participants.sort_unstable();
    participants.dedup();
    let of = |participant: usize| group.iter().filter(move |answered| answered.score.participant == participant);
    let score = |&participant: &usize| mean(of(participant).filter_map(|answered| answered.score.score));
    let scores: Vec<f64> = participants.iter().filter_map(score).collect();
    let complete = |&participant: &usize| -> Option<Vec<f64>> {
        let items = of(participant).next().map_or(0, |answered| answered.values.len());
        (0..items).map(|item| mean(of(participant).filter_map(|answered| answered.values[item]))).collect()
    };
    let rows: Vec<Vec<f64>> = participants.iter().filter_map(complete).collect();
    let table = ItemTable::new(&rows);
    InstrumentFacts {
        items: group.first().map_or(0, |answered| answered.score.items),
        participants: scores.len(),
        mean: mean(scores.iter().copied()),
        sd: standard_deviation(&scores),
        complete: rows.len(),
        alpha: table.as_ref().and_then(ItemTable::alpha),
        omega: table.as_ref().and_then(ItemTable::omega),
        instrument: key.instrument,
        subscale: key.subscale,
        phase: key.phase.name(),
        arm: key.arm.map(Arm::name),
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0, 0.0), |(count, sum), value| (count + 1, sum + value));
    (count > 0).then(|| sum / f64::from(count))
}

fn standard_deviation(values: &[f64]) -> Option<f64> {
    let mean = mean(values.iter().copied())?;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (values.len() > 1).then(|| (squares / (values.len() - 1) as f64).sqrt())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::measures::AskedBlock;
    use crate::study::{Asked, Instrument};

    use super::*;

    fn answers(participant: usize, block: Option<AskedBlock>, values: [f64; 3]) -> Vec<SelfReport> {
        let phase = if block.is_some() { Phase::Block } else { Phase::Final };
        let ids = ["trust-confident", "trust-rely", "trust-right"];
        let report = |(id, value): (&str, f64)| SelfReport { participant, phase, block, question: id.into(), value };
        ids.into_iter().zip(values).map(report).collect()
    }

    #[test]
    fn blocks_of_an_arm_are_averaged_for_each_participant_first() {
        let trust = Asked::Instrument(Arc::new(Instrument::built_in("trust").expect("it is carried")));
        let asked =
            SelfReports { forecast: false, background: Vec::new(), per_block: vec![trust.clone()], last: vec![trust] };
        let block = |number| Some(AskedBlock { number, arm: Arm::Aided });
        let reports = [
            answers(0, block(2), [1.0, 2.0, 3.0]),
            answers(0, block(4), [3.0, 4.0, 5.0]),
            answers(0, None, [7.0, 7.0, 7.0]),
            answers(1, block(2), [5.0, 5.0, 5.0]),
            answers(1, block(4), [5.0, 5.0, 5.0]),
            answers(2, block(2), [4.0, 4.0, 4.0]),
        ]
        .concat();
        let facts = instruments(&asked, &reports);
        let read: Vec<_> = facts.iter().map(|f| (f.phase, f.arm, f.participants, f.mean, f.sd)).collect();
        assert_eq!(read, [("block", Some("aided"), 3, Some(4.0), Some(1.0)), ("final", None, 1, Some(7.0), None)]);
        // Means over the blocks: (2, 3, 4), (5, 5, 5), (4, 4, 4). Item variances 7/3, 1, 1/3; of the sum 9.
        let alpha = facts[0].alpha.expect("three items and three people");
        assert!((alpha - 1.5 * (1.0 - 11.0 / 27.0)).abs() < 1e-12, "{alpha}");
        assert_eq!((facts[1].alpha, facts[1].omega), (None, None));
    }
}
