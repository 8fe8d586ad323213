//! Leaves out what the analysis plan says, and counts it.

use crate::session::Ending;
use crate::study::{Exclusions, Incomplete};

use super::collect::{Attendance, Collected};
use super::flow::Flow;
use super::table::{SelfReport, TrialRow, TrialTable};

/// What is analysed. Both tables have the same names and indices.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Analysed {
    /// The analysed trials.
    pub table: TrialTable,
    /// All trials of the analysed participants: what beliefs about the whole session are compared with.
    pub shown: TrialTable,
    /// The answers of the analysed participants.
    pub reports: Vec<SelfReport>,
    /// How the analysed participants took part.
    pub attendances: Vec<Attendance>,
    /// The counts.
    pub flow: Flow,
}

impl Analysed {
    /// Applies the exclusions of a plan. A participant is counted under the first reason that applies.
    pub fn new(collected: &Collected, exclusions: &Exclusions) -> Self {
        let mut analysed = Self { flow: counts(&collected.attendances), ..Self::default() };
        let mut places = vec![None; collected.attendances.len()];
        let mut trials = vec![0; collected.attendances.len()];
        collected.table.rows.iter().for_each(|row| trials[row.participant] += 1);
        for (index, attendance) in collected.attendances.iter().enumerate() {
            if let Some(reason) = why_left_out(attendance, trials[index], exclusions) {
                count(&mut analysed.flow.participants_left_out, reason, 1);
            } else {
                places[index] = Some(analysed.attendances.len());
                analysed.attendances.push(attendance.clone());
                analysed.shown.participants.push(collected.table.participants[index].clone());
            }
        }
        analysed.shown.items.clone_from(&collected.table.items);
        analysed.shown.conditions.clone_from(&collected.table.conditions);
        analysed.shown.rows = collected
            .table
            .rows
            .iter()
            .filter_map(|row| Some(TrialRow { participant: places[row.participant]?, ..row.clone() }))
            .collect();
        analysed.shown.drop_unmet_items();
        analysed.reports = collected
            .reports
            .iter()
            .filter_map(|report| Some(SelfReport { participant: places[report.participant]?, ..report.clone() }))
            .collect();
        analysed.leave_out_trials(exclusions);
        analysed
    }

    fn leave_out_trials(&mut self, exclusions: &Exclusions) {
        let unmeasured: usize = self.attendances.iter().map(|attendance| attendance.unmeasured_trials).sum();
        self.flow.analysed = self.attendances.len();
        self.flow.trials = self.shown.rows.len() + unmeasured;
        self.table.clone_from(&self.shown);
        self.table.rows.clear();
        let left_out = &mut self.flow.trials_left_out;
        count(left_out, "no active time was measured".into(), unmeasured);
        for row in &self.shown.rows {
            if row.time_s.is_some_and(|seconds| seconds < exclusions.fastest_s) {
                count(left_out, format!("decided in less than {} s", exclusions.fastest_s), 1);
            } else if row.hidden_s > exclusions.longest_hidden_s {
                count(left_out, format!("page hidden for more than {} s", exclusions.longest_hidden_s), 1);
            } else {
                self.table.rows.push(row.clone());
            }
        }
    }
}

fn counts(attendances: &[Attendance]) -> Flow {
    let how_many = |is: fn(&Attendance) -> bool| attendances.iter().filter(|attendance| is(attendance)).count();
    Flow {
        enrolled: attendances.len(),
        finished: how_many(|attendance| attendance.finished),
        withdrew: how_many(|attendance| attendance.withdrawn),
        ..Flow::default()
    }
}

fn why_left_out(attendance: &Attendance, trials: usize, exclusions: &Exclusions) -> Option<String> {
    if attendance.withdrawn {
        Some("withdrew, or did not let the data be kept".into())
    } else if attendance.ended == Some(Ending::Practice) {
        Some("judged too few practice alerts rightly".into())
    } else if attendance.ended == Some(Ending::Late) && exclusions.incomplete == Incomplete::Exclude {
        Some("came back after too long a break".into())
    } else if !attendance.finished && exclusions.incomplete == Incomplete::Exclude {
        Some("did not finish".into())
    } else if attendance.attention_checks_failed > exclusions.attention_checks_failed {
        Some(format!("failed more than {} attention checks", exclusions.attention_checks_failed))
    } else if trials > 0 {
        None
    } else {
        Some("decided no scored alert".into())
    }
}

/// Adds to the count of a reason; nothing is no reason.
fn count(left_out: &mut Vec<(String, usize)>, reason: String, more: usize) {
    match left_out.iter_mut().find(|(known, _)| *known == reason) {
        Some((_, count)) => *count += more,
        None if more > 0 => left_out.push((reason, more)),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::measures::example::{Act, Session, plan, study};
    use crate::measures::{Collected, Participation};
    use crate::session::Event;
    use crate::study::{Study, Verdict};

    use super::*;

    fn everybody(study: &Study) -> Vec<Participation> {
        let session = |number| Session::new(study, number);
        let mut withdrawn = session(0).play(|_| Act::default()).stop();
        withdrawn.events.push(Event::Withdrew);
        let mut not_kept = session(1).play(|_| Act::default()).finish(&[]);
        not_kept.events.pop();
        not_kept.events.push(Event::Debriefed { keep_data: false });
        let careless = |_: &TrialRow| Act { check: Some(Verdict::TruePositive), ..Act::default() };
        let hasty = |row: &TrialRow| Act {
            seconds: if row.order <= Some(2) { 0.5 } else { 30.0 },
            hidden_s: if row.order == Some(5) { 400.0 } else { 0.0 },
            ..Act::default()
        };
        vec![
            withdrawn,
            not_kept,
            session(2).play(|_| Act::default()).stop(),
            session(3).play(careless).finish(&[("speed-change", 5.0)]),
            session(4).play(hasty).finish(&[("speed-change", 7.0)]),
            session(5).stop(),
        ]
    }

    /// Expects (analysed, reasons for participants, reasons for trials).
    fn check(change: impl Fn(&mut Exclusions), expect: (usize, &[usize], &[usize])) {
        let study = study(16);
        let mut exclusions = plan().exclusions;
        change(&mut exclusions);
        let analysed = Analysed::new(&Collected::new(&study, &everybody(&study)), &exclusions);
        let flow = &analysed.flow;
        let numbers = |list: &[(String, usize)]| list.iter().map(|(_, count)| *count).collect::<Vec<_>>();
        assert_eq!((flow.enrolled, flow.finished, flow.withdrew), (6, 2, 2));
        let found = (flow.analysed, numbers(&flow.participants_left_out), numbers(&flow.trials_left_out));
        assert_eq!(found, (expect.0, expect.1.to_vec(), expect.2.to_vec()), "{flow:?}");
        let left_out: usize = flow.trials_left_out.iter().map(|(_, count)| count).sum();
        assert_eq!(analysed.table.rows.len() + left_out, flow.trials);
        assert_eq!(analysed.reports.last().map(|report| report.value), Some(7.0));
    }

    #[test]
    fn leaves_out_what_the_plan_says() {
        check(|_| {}, (2, &[2, 2], &[]));
        check(|plan| plan.attention_checks_failed = 0, (1, &[2, 2, 1], &[]));
        check(|plan| plan.incomplete = Incomplete::Keep, (3, &[2, 1], &[]));
        check(|plan| (plan.fastest_s, plan.longest_hidden_s) = (2.0, 60.0), (2, &[2, 2], &[2, 1]));
    }
}
