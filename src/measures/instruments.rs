//! From answers to the scores of instruments, by the rule that each instrument's file states.

use std::collections::BTreeMap;

use crate::study::{Instrument, Item, Scoring, Statistic, Transformation};

use super::table::{AskedBlock, Phase, SelfReport};

/// One score of one participant on one page.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Index of the participant in the trial table.
    pub participant: usize,
    /// When it was asked.
    pub phase: Phase,
    /// The block that it is about, where it is about one.
    pub block: Option<AskedBlock>,
    /// The instrument's name.
    pub instrument: String,
    /// The subscale's name, or `total`.
    pub subscale: String,
    /// The score; none where too few items were answered.
    pub score: Option<f64>,
    /// Items that were answered.
    pub items_answered: usize,
    /// Items that there are.
    pub items: usize,
}

/// The answers of one participant to one subscale of one page, turned where an item is reversed: what a reliability is computed of.
#[derive(Debug, Clone, PartialEq)]
pub struct Turned {
    /// One entry an item, in the file's order; none where it was not answered.
    pub values: Vec<Option<f64>>,
    /// What they make.
    pub score: Score,
}

/// The scores of every page that asked an instrument. A page on which none of its items was answered did not ask it.
pub fn scores(instruments: &[&Instrument], reports: &[SelfReport]) -> Vec<Score> {
    turned(instruments, reports).into_iter().map(|turned| turned.score).collect()
}

/// The same with the answers that each score is made of.
pub fn turned(instruments: &[&Instrument], reports: &[SelfReport]) -> Vec<Turned> {
    let mut all = Vec::new();
    for page in pages(reports) {
        for instrument in instruments {
            let answered = |item: &Item| page.values.contains_key(item.id.as_str());
            if !instrument.items.iter().any(answered) {
                continue;
            }
            for (subscale, items) in instrument.scored() {
                let values: Vec<Option<f64>> = items.iter().map(|item| value(item, &page.values)).collect();
                let score = Score {
                    participant: page.participant,
                    phase: page.phase,
                    block: page.block,
                    instrument: instrument.name.clone(),
                    subscale: subscale.to_owned(),
                    score: score(&values, &instrument.scoring, bounds(&items)),
                    items_answered: values.iter().flatten().count(),
                    items: values.len(),
                };
                all.push(Turned { values, score });
            }
        }
    }
    all
}

/// The answers of one page.
struct Answers<'r> {
    participant: usize,
    phase: Phase,
    block: Option<AskedBlock>,
    values: BTreeMap<&'r str, f64>,
}

fn pages(reports: &[SelfReport]) -> Vec<Answers<'_>> {
    let mut pages: Vec<Answers<'_>> = Vec::new();
    for report in reports {
        let SelfReport { participant, phase, block, .. } = *report;
        let is_same = |page: &Answers<'_>| (page.participant, page.phase, page.block) == (participant, phase, block);
        // The answers of a page stand together.
        if !pages.last().is_some_and(is_same) {
            pages.push(Answers { participant, phase, block, values: BTreeMap::new() });
        }
        if let Some(page) = pages.last_mut() {
            page.values.insert(&report.question, report.value);
        }
    }
    pages
}

/// What an answer counts; an answer that the scale does not have is none.
fn value(item: &Item, answers: &BTreeMap<&str, f64>) -> Option<f64> {
    let value = *answers.get(item.id.as_str()).filter(|value| item.scale.accepts(**value))?;
    Some(if item.reversed { item.scale.reverse(value) } else { value })
}

/// The ends of the items' scale; all items of an instrument have the same.
fn bounds(items: &[&Item]) -> (f64, f64) {
    items.first().map_or((0.0, 1.0), |item| item.scale.bounds())
}

/// The score of values on a scale with these ends; none where fewer are there than the rule wants.
fn score(values: &[Option<f64>], scoring: &Scoring, (least, most): (f64, f64)) -> Option<f64> {
    let answered: Vec<f64> = values.iter().flatten().copied().collect();
    let wanted = (scoring.answered * values.len() as f64 - 1e-9).ceil().max(1.0);
    if (answered.len() as f64) < wanted {
        return None;
    }
    let mean = answered.iter().sum::<f64>() / answered.len() as f64;
    Some(match (scoring.transformation, scoring.statistic) {
        (Transformation::Percent, _) => 100.0 * (mean - least) / (most - least),
        (Transformation::None, Statistic::Mean) => mean,
        (Transformation::None, Statistic::Sum) => mean * values.len() as f64,
    })
}

#[cfg(test)]
mod tests {
    use crate::assignment::Arm;
    use crate::study::Instrument;

    use super::*;

    fn instrument(name: &str) -> Instrument {
        Instrument::built_in(name).expect("an instrument that the program carries")
    }

    fn reports(answers: &[(&str, f64)]) -> Vec<SelfReport> {
        let report = |(question, value): &(&str, f64)| SelfReport {
            participant: 0,
            phase: Phase::Final,
            block: None,
            question: (*question).into(),
            value: *value,
        };
        answers.iter().map(report).collect()
    }

    /// (subscale, score, answered) of an instrument whose first items have these answers.
    fn scored(instrument: &Instrument, answers: &[f64]) -> Vec<(String, Option<f64>, usize)> {
        let ids = instrument.items.iter().map(|item| item.id.as_str());
        let answers: Vec<(&str, f64)> = ids.zip(answers.iter().copied()).collect();
        let read = |score: Score| (score.subscale, score.score, score.items_answered);
        scores(&[instrument], &reports(&answers)).into_iter().map(read).collect()
    }

    fn total(name: &str, answers: &[f64]) -> Option<f64> {
        scored(&instrument(name), answers).last().and_then(|(_, score, _)| *score)
    }

    /// Odd items minus 1, 5 minus even items, the sum times 2.5 (Brooke 1996).
    #[test]
    fn the_usability_scale_runs_from_0_to_100() {
        let close = |found: Option<f64>, expect: f64| found.is_some_and(|found| (found - expect).abs() < 1e-9);
        assert!(close(total("sus", &[5.0, 1.0, 5.0, 1.0, 5.0, 1.0, 5.0, 1.0, 5.0, 1.0]), 100.0));
        assert!(close(total("sus", &[1.0, 5.0, 1.0, 5.0, 1.0, 5.0, 1.0, 5.0, 1.0, 5.0]), 0.0));
        assert!(close(total("sus", &[3.0; 10]), 50.0));
        // 3+3 + 4+4 + 2+1 + 3+2 + 4+0 = 26, times 2.5.
        assert!(close(total("sus", &[4.0, 2.0, 5.0, 1.0, 3.0, 4.0, 4.0, 3.0, 5.0, 5.0]), 65.0));
    }

    /// 70 on "perfectly" to "not at all" counts 70: high is worse, as on the other ratings.
    #[test]
    fn performance_is_not_reversed_again() {
        assert_eq!(total("raw-tlx", &[0.0, 0.0, 0.0, 90.0, 0.0, 0.0]), Some(15.0));
        assert_eq!(total("raw-tlx", &[55.0, 10.0, 70.0, 20.0, 60.0, 25.0]), Some(40.0));
    }

    #[test]
    fn reversed_items_are_turned() {
        // 4, 3, 6-5=1, 2, 3, 6-4=2, 2, 6-1=5: 22 of 8 items.
        assert_eq!(total("complacency", &[4.0, 3.0, 5.0, 2.0, 3.0, 4.0, 2.0, 1.0]), Some(2.75));
        // Six steps: 1 becomes 6.
        assert_eq!(total("technology-affinity", &[6.0, 6.0, 1.0, 6.0, 6.0, 1.0, 6.0, 1.0, 6.0]), Some(6.0));
    }

    #[test]
    fn subscales_are_scored_alone_where_a_total_means_nothing() {
        // Attitude 6, 5, 8-2=6, 4, 8-3=5; use 7, 6, 8-2=6, 7.
        let scores = scored(&instrument("ai-attitude"), &[6.0, 5.0, 2.0, 4.0, 3.0, 7.0, 6.0, 2.0, 7.0]);
        assert_eq!(scores, [("attitude".into(), Some(5.2), 5), ("use".into(), Some(6.5), 4)]);
    }

    #[test]
    fn too_few_answers_make_no_score() {
        assert_eq!(scored(&instrument("trust"), &[6.0, 4.0]), [("total".into(), Some(5.0), 2)]);
        assert_eq!(scored(&instrument("trust"), &[6.0]), [("total".into(), None, 1)]);
        assert_eq!(scored(&instrument("raw-tlx"), &[50.0; 5]), [("total".into(), None, 5)]);
        assert_eq!(scored(&instrument("trust"), &[6.0, 4.0, 9.0]), [("total".into(), Some(5.0), 2)], "9 is no answer");
        assert_eq!(scored(&instrument("trust"), &[]), [], "what was not asked has no row");
    }

    #[test]
    fn a_sum_counts_what_is_missing_as_the_mean_of_the_rest() {
        let mut trust = instrument("trust");
        trust.scoring.statistic = Statistic::Sum;
        assert_eq!(scored(&trust, &[6.0, 4.0, 2.0]), [("total".into(), Some(12.0), 3)]);
        assert_eq!(scored(&trust, &[6.0, 4.0]), [("total".into(), Some(15.0), 2)]);
    }

    #[test]
    fn each_block_has_its_score() {
        let trust = instrument("trust");
        let mut answers = reports(&[("trust-rely", 2.0), ("trust-right", 2.0), ("trust-confident", 2.0)]);
        for (report, number) in answers.clone().iter().zip([1; 3]) {
            let block = Some(AskedBlock { number, arm: Arm::Aided });
            answers.push(SelfReport { phase: Phase::Block, block, value: 7.0, ..report.clone() });
        }
        let read: Vec<_> =
            scores(&[&trust], &answers).into_iter().map(|s| (s.block.map(|b| b.number), s.score)).collect();
        assert_eq!(read, [(None, Some(2.0)), (Some(1), Some(7.0))]);
    }
}
