//! What a trainer shows a room: the findings, and what only a room asks of them. Every number says how many people it is about.

use std::collections::BTreeMap;

use crate::assignment::{Arm, Counterbalance, Schedule};
use crate::measures::{Analysed, Collected, Gathered, Participation, TrialRow};
use crate::session::{Event, cell_of};
use crate::statistics::{ItemWeight, StandardisedDifference, pooled_mean};
use crate::study::Study;

use super::Findings;
use super::analyze::{Context, of_room};
use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample, indicator};
use super::share::Share;

/// Fewer people than this could be recognised in a number by those who sit beside them.
pub const FEWEST_PEOPLE: usize = 5;

/// The findings of a room.
#[derive(Debug, Clone)]
pub struct Room {
    /// The findings that the screens name.
    pub findings: Findings,
    /// Wrong decisions without advice.
    pub wrong_unaided: Estimate,
    /// How much more often a decisive panel was opened without advice than with it, on the same alerts.
    pub looked_gap: Estimate,
    /// Of the wrong advice that was followed, how often no decisive panel had been opened.
    pub followed_unseen: Estimate,
    /// Stated confidence in decisions that were wrong.
    pub sure_wrong: Estimate,
    /// Stated confidence in decisions that were right.
    pub sure_right: Estimate,
    /// The second less the first.
    pub sure_gap: Estimate,
    /// The wrong advice that misled most; none where no wrong advice was shown.
    pub misled: Option<MisledAlert>,
    /// Of those who are analysed at the most, who finished after the results were shown.
    pub finished_late: usize,
}

/// An alert with the wrong advice that went with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MisledAlert {
    /// What the rule says.
    pub title: String,
    /// The adviser's verdict in words.
    pub suggested: String,
    /// Its reasons.
    pub rationale: String,
    /// The true verdict in words.
    pub truth: String,
    /// Titles of the panels that the reasons should not have left out.
    pub omits: Vec<String>,
    /// Titles of the panels that decide.
    pub decisive: Vec<String>,
    /// What participants are told at the end.
    pub debrief: String,
    /// Who met it with this advice.
    pub people: usize,
    /// Who followed. None where too few met any wrong advice: then it is the one that most people met.
    pub followed: Option<usize>,
}

const WRONG_UNAIDED: Share = Share {
    id: "wrong-unaided",
    label: "Wrong decisions without advice",
    method: "trials decided wrongly / trials, without advice",
    event: |row| (row.arm == Arm::Unaided).then(|| !row.correct()),
};

const FOLLOWED_UNSEEN: Share = Share {
    id: "followed-unseen",
    label: "Wrong advice followed with the decisive evidence closed",
    method: "trials in which no decisive panel was opened before deciding / trials in which wrong advice was followed",
    event: |row| if is_misled(row) { row.decisive_opened.map(|opened| !opened) } else { None },
};

impl Room {
    /// Analyses what was gathered from a journal.
    pub fn new(study: &Study, gathered: Gathered) -> Self {
        let Gathered { participations, simulated, days, data_hash, deviations, finished_after_close, .. } = gathered;
        let collected = Collected::new(study, &participations);
        let analysed = Analysed::new(&collected, &study.plan.exclusions);
        let sample = Sample::new(&analysed.table, &analysed.shown, &analysed.reports, &study.plan);
        Self {
            wrong_unaided: WRONG_UNAIDED.estimate(&sample),
            looked_gap: looked_gap(&sample),
            followed_unseen: FOLLOWED_UNSEEN.estimate(&sample),
            sure_wrong: sure(&sample, "sure-wrong", "wrong", false),
            sure_right: sure(&sample, "sure-right", "right", true),
            sure_gap: sure_gap(&sample),
            misled: misled(study, &participations, &analysed),
            finished_late: finished_after_close,
            findings: of_room(study, &sample, &analysed, Context { simulated, days, data_hash, deviations }),
        }
    }
}

fn is_misled(row: &TrialRow) -> bool {
    row.advice_correct() == Some(false) && row.followed() == Some(true)
}

fn looked_gap(sample: &Sample<'_>) -> Estimate {
    let opened = |arm| sample.observe(|row| (row.arm == arm).then_some(row.decisive_opened).flatten().map(indicator));
    let gap = StandardisedDifference::new(opened(Arm::Unaided), opened(Arm::Aided), ItemWeight::Both);
    let draft = Draft {
        id: "looked-gap".into(),
        label: "Decisive evidence opened less with advice, same alerts (percentage points)".into(),
        unit: Unit::Points,
        method: "share opened unaided minus aided on the same alert, averaged over alerts weighted by all its trials"
            .into(),
        basis: Basis::of(gap.first.iter().chain(&gap.second)),
        undefined: "no alert was met both with and without advice".into(),
        notes: Vec::new(),
    };
    sample.estimate(draft, |weights| gap.value(weights).map(|gap| 100.0 * gap))
}

fn sure(sample: &Sample<'_>, id: &str, what: &str, is_right: bool) -> Estimate {
    let stated = sample.observe(|row| row.confidence.filter(|_| row.correct() == is_right));
    let draft = Draft {
        id: id.into(),
        label: format!("Stated confidence in {what} decisions (pooled)"),
        unit: Unit::Proportion,
        method: format!("pooled mean of the stated confidence, {what} decisions"),
        basis: Basis::of(&stated),
        undefined: format!("nobody said how sure they were of a {what} decision"),
        notes: Vec::new(),
    };
    sample.estimate(draft, |weights| pooled_mean(&stated, weights).map(|percent| percent / 100.0))
}

fn sure_gap(sample: &Sample<'_>) -> Estimate {
    let stated = |is_right| sample.observe(|row| row.confidence.filter(|_| row.correct() == is_right));
    let (right, wrong) = (stated(true), stated(false));
    let draft = Draft {
        id: "sure-gap".into(),
        label: "Stated confidence in right less that in wrong decisions (percentage points, pooled)".into(),
        unit: Unit::Points,
        method: "pooled mean of the stated confidence, right minus wrong decisions".into(),
        basis: Basis::of(right.iter().chain(&wrong)),
        undefined: "there were no right decisions, or no wrong ones, with a stated confidence".into(),
        notes: Vec::new(),
    };
    sample.estimate(draft, |weights| Some(pooled_mean(&right, weights)? - pooled_mean(&wrong, weights)?))
}

/// Who met a wrong advice, and who followed it.
#[derive(Debug, Clone, Copy, Default)]
struct Met {
    people: usize,
    followed: usize,
}

/// The wrong advice with the largest share of followers among those that enough people met, or the one that most met.
fn misled(study: &Study, participations: &[Participation], analysed: &Analysed) -> Option<MisledAlert> {
    let shown = shown_advice(study, participations);
    let mut met: BTreeMap<(usize, usize), Met> = BTreeMap::new();
    for row in analysed.table.rows.iter().filter(|row| row.advice_correct() == Some(false)) {
        let key = (analysed.table.participants[row.participant].as_str(), analysed.table.items[row.item].as_str());
        let Some(&advice) = shown.get(&key) else { continue };
        let met = met.entry(advice).or_default();
        met.people += 1;
        met.followed += usize::from(is_misled(row));
    }
    let share = |met: &Met| met.followed as f64 / met.people as f64;
    let enough = met.iter().filter(|(_, met)| met.people >= FEWEST_PEOPLE);
    let most_misled = enough.max_by(|(one, a), (other, b)| {
        share(a).total_cmp(&share(b)).then(a.people.cmp(&b.people)).then(other.cmp(one))
    });
    if let Some((&(alert, advice), met)) = most_misled {
        return Some(told(study, alert, advice, met.people, Some(met.followed)));
    }
    let (&(alert, advice), met) =
        met.iter().max_by(|(one, a), (other, b)| a.people.cmp(&b.people).then(other.cmp(one)))?;
    Some(told(study, alert, advice, met.people, None))
}

/// Which advice each participant met with which alert: indices in the dataset, by the names in the trial table.
fn shown_advice<'a>(
    study: &'a Study,
    participations: &'a [Participation],
) -> BTreeMap<(&'a str, &'a str), (usize, usize)> {
    let counterbalance = Counterbalance::new(study);
    let mut shown = BTreeMap::new();
    for participation in participations {
        let (Some(Event::Enrolled { number, .. }), Some(cell)) =
            (participation.events.first(), cell_of(&participation.events))
        else {
            continue;
        };
        let schedule = Schedule::new(study, &counterbalance, counterbalance.cell(cell), *number);
        for trial in schedule.trials() {
            if let Some(advice) = trial.advice {
                let item = study.dataset.alerts[trial.alert].id.as_str();
                shown.insert((participation.name.as_str(), item), (trial.alert, advice));
            }
        }
    }
    shown
}

fn told(study: &Study, alert: usize, advice: usize, people: usize, followed: Option<usize>) -> MisledAlert {
    let alert = &study.dataset.alerts[alert];
    let advice = &alert.advice[advice];
    let title_of = |id: &String| alert.evidence.iter().find(|panel| panel.id == *id).map(|panel| panel.title.clone());
    MisledAlert {
        title: alert.title.clone(),
        suggested: advice.verdict.words().into(),
        rationale: advice.rationale.clone(),
        truth: alert.truth.words().into(),
        omits: advice.omits.iter().filter_map(title_of).collect(),
        decisive: alert.evidence.iter().filter(|panel| panel.decisive).map(|panel| panel.title.clone()).collect(),
        debrief: alert.debrief.clone(),
        people,
        followed,
    }
}
