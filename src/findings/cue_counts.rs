//! Yes and no to attacks and harmless alerts by what the advice said, counted for each participant.

use crate::assignment::Arm;
use crate::statistics::Weights;
use crate::statistics::signal_detection::{Cue, Responses};

use super::sample::Sample;

/// What a trial's advice said. The order of the counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// No advice: the arm without.
    Unaided,
    /// Nothing, in a block with advice.
    Nothing,
    /// To act.
    Act,
    /// To close.
    Close,
}

/// Every trial with a decision, as a response to a signal: an attack is the signal, to act is "yes".
#[derive(Debug)]
pub struct CueTrials {
    /// By participant.
    people: Vec<Vec<CueTrial>>,
}

#[derive(Debug, Clone, Copy)]
struct CueTrial {
    item: usize,
    said: Said,
    is_signal: bool,
    yes: bool,
}

/// Responses of somebody, or of all, by what the advice said.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts([Responses; 4]);

impl CueTrials {
    /// Reads the analysed trials. Where the time ended without a choice, nothing was said.
    pub fn new(sample: &Sample<'_>) -> Self {
        let mut people = vec![Vec::new(); sample.table.participants.len()];
        for row in &sample.table.rows {
            let Some(decision) = row.decision else { continue };
            let said = match (row.arm, row.advice) {
                (Arm::Unaided, _) => Said::Unaided,
                (Arm::Aided, None) => Said::Nothing,
                (Arm::Aided, Some(advice)) if advice.needs_action() => Said::Act,
                (Arm::Aided, Some(_)) => Said::Close,
            };
            people[row.participant].push(CueTrial {
                item: row.item,
                said,
                is_signal: row.truth.needs_action(),
                yes: decision.needs_action(),
            });
        }
        Self { people }
    }

    /// Everybody's counts, in the order of the participants, under whole weights of the items.
    pub fn counts(&self, weights: &Weights) -> Vec<Counts> {
        let of = |trials: &Vec<CueTrial>| {
            let mut counts = Counts::default();
            for trial in trials {
                let responses = &mut counts.0[trial.said as usize];
                let count = match (trial.is_signal, trial.yes) {
                    (true, true) => &mut responses.hits,
                    (true, false) => &mut responses.misses,
                    (false, true) => &mut responses.false_alarms,
                    (false, false) => &mut responses.correct_rejections,
                };
                *count += weights.items[trial.item] as usize;
            }
            counts
        };
        self.people.iter().map(of).collect()
    }

    /// Participant, item of each trial in which the advice said one of these things.
    pub fn trials<'t>(&'t self, said: &'t [Said]) -> impl Iterator<Item = (usize, usize)> + 't {
        self.people.iter().enumerate().flat_map(move |(participant, trials)| {
            trials.iter().filter(|trial| said.contains(&trial.said)).map(move |trial| (participant, trial.item))
        })
    }
}

impl Counts {
    /// The counts of all, each as often as the participant's whole weight says.
    pub fn pooled(everybody: &[Self], weights: &Weights) -> Self {
        let mut pooled = Self::default();
        for (counts, weight) in everybody.iter().zip(&weights.participants) {
            for (to, from) in pooled.0.iter_mut().zip(&counts.0) {
                add(to, from, *weight as usize);
            }
        }
        pooled
    }

    /// The responses where the advice said one of these things.
    pub fn of(&self, said: &[Said]) -> Responses {
        let mut sum = Responses::default();
        for said in said {
            add(&mut sum, &self.0[*said as usize], 1);
        }
        sum
    }

    /// How good the advice is: the share of attacks, and of harmless alerts, for which it said to act. None where one kind never had
    /// advice.
    pub fn cue(&self) -> Option<Cue> {
        let [act, close] = [Said::Act, Said::Close].map(|said| self.of(&[said]));
        let share = |act: usize, close: usize| (act + close > 0).then(|| act as f64 / (act + close) as f64);
        Some(Cue {
            hit_rate: share(act.hits + act.misses, close.hits + close.misses)?,
            false_alarm_rate: share(
                act.false_alarms + act.correct_rejections,
                close.false_alarms + close.correct_rejections,
            )?,
        })
    }
}

fn add(to: &mut Responses, from: &Responses, times: usize) {
    to.hits += times * from.hits;
    to.misses += times * from.misses;
    to.false_alarms += times * from.false_alarms;
    to.correct_rejections += times * from.correct_rejections;
}
