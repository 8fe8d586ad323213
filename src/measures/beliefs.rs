//! What one participant believes about the advice and about themselves.

use super::table::{Phase, SelfReport};

/// Seconds for one alert, as believed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Pace {
    /// Without advice.
    pub unaided_s: Option<f64>,
    /// With advice.
    pub aided_s: Option<f64>,
}

impl Pace {
    /// The natural logarithm of aided over unaided time, where both are known.
    pub fn log_ratio(self) -> Option<f64> {
        let ratio = self.aided_s? / self.unaided_s?;
        (ratio.is_finite() && ratio > 0.0).then(|| ratio.ln())
    }
}

/// The beliefs of one participant. Where the last page did not ask, the answers after the blocks stand for it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Beliefs {
    /// Before the first trial.
    pub forecast: Pace,
    /// Afterwards.
    pub retrospective: Pace,
    /// The plain answer before the first trial: change of time in percent, positive is slower.
    pub forecast_change_percent: Option<f64>,
    /// The plain answer afterwards.
    pub change_percent: Option<f64>,
    /// Alerts judged rightly without advice.
    pub correct_unaided: Option<f64>,
    /// Alerts judged rightly with advice.
    pub correct_aided: Option<f64>,
    /// Advices that were wrong.
    pub advice_wrong: Option<f64>,
    /// Advices followed against the own judgement.
    pub advice_followed: Option<f64>,
    /// Place among the participants by right decisions, 1 the best.
    pub rank: Option<f64>,
}

impl Beliefs {
    /// The questions that [`Beliefs::of`] reads.
    pub const QUESTIONS: [&str; 8] = [
        "minutes-unaided",
        "minutes-aided",
        "speed-change",
        "number-correct-unaided",
        "number-correct-aided",
        "advice-wrong",
        "advice-followed",
        "believed-rank",
    ];

    /// Reads one participant's answers.
    pub fn of(reports: &[&SelfReport]) -> Self {
        let asked = |phase: Phase, question: &str| -> Vec<f64> {
            let fits = |report: &&&SelfReport| report.phase == phase && report.question == question;
            reports.iter().filter(fits).map(|report| report.value).collect()
        };
        let first = |phase, question| asked(phase, question).first().copied();
        let last_or_mean = |question| first(Phase::Final, question).or_else(|| mean(&asked(Phase::Block, question)));
        let last_or_sum = |question| first(Phase::Final, question).or_else(|| sum(&asked(Phase::Block, question)));
        Self {
            forecast: Pace {
                unaided_s: first(Phase::Forecast, "minutes-unaided"),
                aided_s: first(Phase::Forecast, "minutes-aided"),
            },
            retrospective: Pace { unaided_s: last_or_mean("minutes-unaided"), aided_s: last_or_mean("minutes-aided") },
            forecast_change_percent: first(Phase::Forecast, "speed-change"),
            change_percent: first(Phase::Final, "speed-change"),
            correct_unaided: last_or_sum("number-correct-unaided"),
            correct_aided: last_or_sum("number-correct-aided"),
            advice_wrong: first(Phase::Final, "advice-wrong"),
            advice_followed: first(Phase::Final, "advice-followed"),
            rank: first(Phase::Final, "believed-rank"),
        }
    }
}

fn sum(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum())
}

fn mean(values: &[f64]) -> Option<f64> {
    sum(values).map(|total| total / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(answers: &[(Phase, &str, f64)]) -> Beliefs {
        let report = |(phase, question, value): &(Phase, &str, f64)| SelfReport {
            participant: 0,
            phase: *phase,
            block: None,
            question: (*question).into(),
            value: *value,
        };
        let reports: Vec<SelfReport> = answers.iter().map(report).collect();
        Beliefs::of(&reports.iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_ratio_needs_both_times() {
        let check = |unaided_s, aided_s, expect| assert_eq!(Pace { unaided_s, aided_s }.log_ratio(), expect);
        check(Some(60.0), Some(30.0), Some(0.5_f64.ln()));
        check(Some(60.0), None, None);
        check(Some(0.0), Some(30.0), None);
        check(Some(30.0), Some(0.0), None);
    }

    #[test]
    fn the_last_page_counts_more_than_the_blocks() {
        let blocks = [
            (Phase::Block, "minutes-aided", 40.0),
            (Phase::Block, "minutes-aided", 60.0),
            (Phase::Block, "number-correct-aided", 5.0),
            (Phase::Block, "number-correct-aided", 4.0),
        ];
        let beliefs = read(&blocks);
        assert_eq!((beliefs.retrospective.aided_s, beliefs.correct_aided), (Some(50.0), Some(9.0)));
        assert_eq!((beliefs.retrospective.unaided_s, beliefs.correct_unaided), (None, None));
        let last = [(Phase::Final, "minutes-aided", 45.0), (Phase::Final, "number-correct-aided", 10.0)];
        let beliefs = read(&[&blocks[..], &last[..]].concat());
        assert_eq!((beliefs.retrospective.aided_s, beliefs.correct_aided), (Some(45.0), Some(10.0)));
    }

    #[test]
    fn a_forecast_is_not_a_memory() {
        let beliefs = read(&[(Phase::Forecast, "speed-change", -24.0), (Phase::Final, "speed-change", -20.0)]);
        assert_eq!((beliefs.forecast_change_percent, beliefs.change_percent), (Some(-24.0), Some(-20.0)));
    }

    #[test]
    fn every_question_of_the_list_is_read() {
        for question in Beliefs::QUESTIONS {
            assert_ne!(read(&[(Phase::Final, question, 3.0)]), Beliefs::default(), "{question}");
        }
        assert_eq!(read(&[(Phase::Final, "other", 3.0)]), Beliefs::default());
    }
}
