//! A small study and participants made by hand, for the tests of this folder and of the findings.

use std::collections::BTreeMap;

use crate::assignment::{Counterbalance, Part, Schedule, Trial};
use crate::session::{Event, Judgement, Timing};
use crate::study::{
    Advice, AdviceSupply, Alert, Condition, ConductRules, ConfidenceShown, Dataset, Design, Difficulty, Evidence,
    Exclusions, Explanation, Hashes, Incomplete, Inference, Operation, Page, Plan, PrimaryMeasure, Role, SelfReports,
    Severity, Study, StudyId, Texts, Verdict,
};

use super::collect::Participation;
use super::table::TrialRow;
use super::trial_course::TrialCourse;

/// A study of `trials` trials in two blocks (a multiple of 8), with a quarter wrong advice and one attention check.
pub(crate) fn study(trials: usize) -> Study {
    let scored = (0..2 * trials).map(|number| {
        let form = if number % 2 == 0 { "A" } else { "B" };
        let truth = if number / 2 % 2 == 0 { Verdict::TruePositive } else { Verdict::FalsePositive };
        alert(&format!("alert-{number:03}"), Role::Scored { form: form.into() }, truth)
    });
    let check = Alert { advice: Vec::new(), ..alert("check", Role::AttentionCheck, Verdict::FalsePositive) };
    let zero = blake3::hash(b"");
    Study {
        id: StudyId("example".into()),
        title: "An example".into(),
        seed: 7,
        stratify: Vec::new(),
        conduct: ConductRules::NONE,
        design: Design { attention_checks: 1, ..Design::within(trials, 2, trials / 8, 1) },
        adviser: "Copilot".into(),
        conditions: vec![Condition {
            confidence: ConfidenceShown::Hidden,
            explanation: Explanation::None,
            ..Condition::default()
        }],
        self_reports: SelfReports { forecast: true, background: Vec::new(), per_block: Vec::new(), last: Vec::new() },
        dataset: Dataset {
            title: String::new(),
            licence: String::new(),
            provenance: String::new(),
            advice_supply: AdviceSupply::Written,
            prevalence: String::new(),
            alerts: scored.chain([check]).collect(),
        },
        plan: plan(),
        texts: Texts::built_in(&["en"]).expect("a catalogue"),
        hashes: Hashes { study: zero, dataset: zero, plan: zero },
    }
}

/// A plan that leaves out whoever did not finish, and nothing else.
pub(crate) fn plan() -> Plan {
    Plan {
        title: "Everything".into(),
        primary: PrimaryMeasure::AttributableBias,
        secondary: vec![PrimaryMeasure::SpeedEffect, PrimaryMeasure::AccuracyEffect],
        inference: Inference::Bootstrap,
        operation: Operation::default(),
        level: 0.95,
        seed: 1,
        replicates: 200,
        exclusions: Exclusions {
            fastest_s: 0.0,
            longest_hidden_s: 86_400.0,
            attention_checks_failed: 100,
            incomplete: Incomplete::Exclude,
        },
    }
}

fn alert(id: &str, role: Role, truth: Verdict) -> Alert {
    let other = if truth.needs_action() { Verdict::FalsePositive } else { Verdict::TruePositive };
    let panel = |letter: &str| Evidence {
        row: 2,
        id: letter.into(),
        panel: "log".into(),
        title: String::new(),
        content: String::new(),
        decisive: letter == "A",
        open_cost: 10.0,
    };
    let advice = |name: &str, verdict: Verdict| Advice {
        row: 2,
        id: format!("{id}-{name}"),
        correct: verdict == truth,
        verdict,
        confidence: Some(80),
        rationale: String::new(),
        cites: Vec::new(),
        action: String::new(),
        failure_mode: String::new(),
        refuted_by: Vec::new(),
        omits: Vec::new(),
    };
    Alert {
        row: 2,
        id: id.into(),
        family: String::new(),
        role,
        difficulty: Difficulty::Medium,
        title: String::new(),
        severity: Severity::Medium,
        source: String::new(),
        occurred_at: None,
        summary: String::new(),
        entities: Vec::new(),
        technique: String::new(),
        truth,
        rationale: String::new(),
        debrief: String::new(),
        evidence: ["A", "B", "C"].map(panel).to_vec(),
        advice: vec![advice("right", truth), advice("wrong", other), advice("wrong-too", other)],
    }
}

/// What a made-up participant does in a trial.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Act {
    /// The decision; the truth where none is given.
    pub verdict: Option<Verdict>,
    /// The decision in an attention check; the truth where none is given.
    pub check: Option<Verdict>,
    /// Active time.
    pub seconds: f64,
    /// Hidden time.
    pub hidden_s: f64,
    /// Panels opened.
    pub opened: &'static [&'static str],
    /// Panels named as decisive.
    pub named: &'static [&'static str],
}

impl Default for Act {
    fn default() -> Self {
        Self { verdict: None, check: None, seconds: 30.0, hidden_s: 0.0, opened: &[], named: &[] }
    }
}

/// A participant's events in the making.
pub(crate) struct Session<'s> {
    study: &'s Study,
    schedule: Schedule,
    number: u64,
    events: Vec<Event>,
}

impl<'s> Session<'s> {
    /// Enrols the participant with a `number`, cell by cell in turn.
    pub(crate) fn new(study: &'s Study, number: u64) -> Self {
        let counterbalance = Counterbalance::new(study);
        let cell = number as usize % counterbalance.cells();
        let schedule = Schedule::new(study, &counterbalance, counterbalance.cell(cell), number);
        Self { study, schedule, number, events: vec![Event::Enrolled { number, cell: Some(cell) }, Event::Consented] }
    }

    /// Goes through every trial; `act` sees the row that the trial will make.
    pub(crate) fn play(mut self, act: impl Fn(&TrialRow) -> Act) -> Self {
        let trials: Vec<Trial> = self.schedule.trials().copied().collect();
        for (trial, scheduled) in trials.into_iter().enumerate() {
            let row = self.preview(&scheduled);
            let act = act(&row);
            let chosen = if scheduled.part == Part::AttentionCheck { act.check } else { act.verdict };
            self.events.push(Event::TrialOpened { trial, onset_epoch_ms: 0.0 });
            for letter in act.opened {
                self.events.push(Event::EvidenceOpened { trial, evidence: (*letter).into(), at_ms: 500.0 });
            }
            let timing = Timing {
                wall_ms: (act.seconds + act.hidden_s) * 1000.0,
                hidden_ms: act.hidden_s * 1000.0,
                refresh_ms: 16.0,
                dropped_frames: 1,
                clock_step_ms: 0.1,
            };
            let verdict = chosen.unwrap_or(row.truth);
            let decisive = act.named.iter().map(|letter| (*letter).into()).collect();
            self.events.push(Event::Judged(Judgement { decisive, ..Judgement::plain(trial, verdict, 80, timing) }));
        }
        self
    }

    /// Answers a page.
    pub(crate) fn answer(mut self, page: Page, answers: &[(&str, f64)]) -> Self {
        let answers: BTreeMap<String, f64> = answers.iter().map(|(id, value)| ((*id).into(), *value)).collect();
        self.events.push(Event::Answered { page, answers });
        self
    }

    /// Answers the last page and lets the data be kept.
    pub(crate) fn finish(self, answers: &[(&str, f64)]) -> Participation {
        let mut done = self.answer(Page::Final, answers).stop();
        done.events.push(Event::Debriefed { keep_data: true });
        done
    }

    /// Leaves without another word.
    pub(crate) fn stop(self) -> Participation {
        Participation { name: format!("person-{}", self.number), events: self.events }
    }

    fn preview(&self, trial: &Trial) -> TrialRow {
        let alert = &self.study.dataset.alerts[trial.alert];
        TrialRow {
            participant: self.number as usize,
            item: trial.alert,
            arm: trial.arm,
            truth: alert.truth,
            advice: trial.advice.map(|advice| alert.advice[advice].verdict),
            decision: Some(alert.truth),
            time_s: Some(1.0),
            hidden_s: 0.0,
            confidence: Some(80.0),
            order: if let Part::Scored { order } = trial.part { Some(order as u32) } else { None },
            block: Some(1),
            expected_s: Some(alert.expected_seconds()),
            evidence_opened: Some(0),
            decisive_opened: Some(false),
            decisive_named: Some(false),
            openings: 1,
            course: TrialCourse::default(),
        }
    }
}
