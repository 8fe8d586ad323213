//! One participant's own figures, measured and believed: for the debrief and the perception gap.

use crate::assignment::Arm;

use super::beliefs::Beliefs;
use super::table::{SelfReport, TrialRow, TrialTable};

/// What was measured of one participant in one arm.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct OwnArm {
    /// Trials.
    pub trials: usize,
    /// Trials decided rightly.
    pub correct: usize,
    /// Mean active seconds of the trials that no deadline ended.
    pub mean_s: Option<f64>,
    /// Mean natural logarithm of these seconds.
    pub mean_log_s: Option<f64>,
}

impl OwnArm {
    /// Share of the trials decided rightly; none without trials.
    pub fn accuracy(&self) -> Option<f64> {
        (self.trials > 0).then(|| self.correct as f64 / self.trials as f64)
    }
}

/// One participant's figures.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Own {
    /// Measured without advice.
    pub unaided: OwnArm,
    /// Measured with advice.
    pub aided: OwnArm,
    /// Wrong advices seen.
    pub wrong_advice: usize,
    /// Wrong advices followed.
    pub wrong_advice_followed: usize,
    /// What the participant believes.
    pub beliefs: Beliefs,
}

impl Own {
    /// Every participant's figures, in the order of the table.
    pub fn of_all(table: &TrialTable, reports: &[SelfReport]) -> Vec<Self> {
        let mut rows: Vec<Vec<&TrialRow>> = vec![Vec::new(); table.participants.len()];
        let mut answers: Vec<Vec<&SelfReport>> = vec![Vec::new(); table.participants.len()];
        for row in &table.rows {
            rows[row.participant].push(row);
        }
        for report in reports {
            answers[report.participant].push(report);
        }
        rows.iter().zip(&answers).map(|(rows, answers)| Self::of(rows, answers)).collect()
    }

    /// The figures of the participant whose rows and answers these are.
    pub fn of(rows: &[&TrialRow], reports: &[&SelfReport]) -> Self {
        let wrong_advice = rows.iter().filter(|row| row.advice_correct() == Some(false));
        Self {
            unaided: arm(rows, Arm::Unaided),
            aided: arm(rows, Arm::Aided),
            wrong_advice: wrong_advice.clone().count(),
            wrong_advice_followed: wrong_advice.filter(|row| row.followed() == Some(true)).count(),
            beliefs: Beliefs::of(reports),
        }
    }

    /// Measured ln(aided time / unaided time): the difference of the mean logarithms, a ratio of geometric means.
    pub fn log_time_ratio(&self) -> Option<f64> {
        Some(self.aided.mean_log_s? - self.unaided.mean_log_s?)
    }
}

fn arm(rows: &[&TrialRow], arm: Arm) -> OwnArm {
    let rows: Vec<&TrialRow> = rows.iter().copied().filter(|row| row.arm == arm).collect();
    let times: Vec<f64> = rows.iter().filter_map(|row| row.decision_s()).collect();
    let mean = |value: fn(f64) -> f64| {
        let total: f64 = times.iter().copied().map(value).sum();
        (!times.is_empty()).then(|| total / times.len() as f64)
    };
    OwnArm {
        trials: rows.len(),
        correct: rows.iter().filter(|row| row.correct()).count(),
        mean_s: mean(|seconds| seconds),
        mean_log_s: mean(f64::ln),
    }
}

#[cfg(test)]
mod tests {
    use crate::measures::Collected;
    use crate::measures::example::{Act, Session, study};

    use super::*;

    #[test]
    fn measures_one_participant() {
        let study = study(16);
        let act = |row: &TrialRow| Act {
            seconds: if row.arm == Arm::Aided { 20.0 } else { 40.0 },
            verdict: row.advice,
            ..Act::default()
        };
        let played = Session::new(&study, 0).play(act).finish(&[("minutes-unaided", 60.0), ("minutes-aided", 15.0)]);
        let collected = Collected::new(&study, &[played]);
        let own = Own::of_all(&collected.table, &collected.reports)[0];
        assert_eq!((own.unaided.mean_s, own.aided.mean_s), (Some(40.0), Some(20.0)));
        assert!((own.log_time_ratio().expect("both arms") - 0.5_f64.ln()).abs() < 1e-12);
        assert_eq!((own.unaided.accuracy(), own.aided.accuracy()), (Some(1.0), Some(0.75)));
        assert_eq!((own.wrong_advice, own.wrong_advice_followed), (2, 2));
        assert_eq!(own.beliefs.retrospective.log_ratio(), Some(0.25_f64.ln()));
    }

    #[test]
    fn nothing_of_nothing_is_missing() {
        let own = Own::of(&[], &[]);
        assert_eq!((own.log_time_ratio(), own.aided.accuracy()), (None, None));
    }
}
