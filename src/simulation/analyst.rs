//! One synthetic analyst: decides alerts by a profile, and believes what the profile says.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use super::cohort::{AlertEffect, Cohort};
use super::profile::Profile;
use crate::assignment::{Arm, Part, Trial};
use crate::session::{Event, Judgement, Stage, Timing, is_two_step, panels_first};
use crate::study::{AdviceTiming, Alert, Condition, Verdict};

/// One trial as an analyst meets it.
#[derive(Debug, Clone, Copy)]
pub struct Task<'t> {
    /// What is to be decided.
    pub alert: &'t Alert,
    /// With which advice.
    pub trial: &'t Trial,
    /// The trial's place in the schedule.
    pub place: usize,
    /// What holds for the participant's trials.
    pub condition: &'t Condition,
    /// Whether the participant works without the time limit.
    pub is_untimed: bool,
}

/// A person with traits drawn from a profile.
#[derive(Debug)]
pub struct Analyst<'c> {
    pub(super) profile: &'c Profile,
    cohort: &'c Cohort,
    number: u64,
    pub(super) rng: ChaCha8Rng,
    ability: f64,
    speed: f64,
    advice_effect: f64,
    adherence: f64,
    /// Right decisions so far, by arm: what is believed about the session rests on them.
    pub(super) right: [u32; 2],
    /// Right decisions of the current block.
    pub(super) right_in_block: u32,
}

impl<'c> Analyst<'c> {
    /// The analyst with a number, the same in every run with the same seed.
    pub fn new(cohort: &'c Cohort, number: u64) -> Self {
        let profile = &cohort.team.kinds[number as usize % cohort.team.kinds.len()];
        let mut rng = cohort.generator(number);
        let mut draw = |spread: f64| spread * normal(&mut rng);
        let ability = draw(profile.ability.spread_people);
        let speed = draw(profile.time.spread_people);
        let advice_effect = draw(profile.time.spread_effect_people);
        let adherence = draw(profile.adherence.spread_people);
        Self {
            profile,
            cohort,
            number,
            rng,
            ability,
            speed,
            advice_effect,
            adherence,
            right: [0, 0],
            right_in_block: 0,
        }
    }

    /// Median seconds that this analyst needs for an ordinary alert without advice.
    pub fn usual_seconds(&self) -> f64 {
        self.profile.time.median_s * self.speed.exp()
    }

    /// What this analyst tends to say on a construct, in standard deviations.
    pub fn tendency(&self, construct: &str) -> f64 {
        self.cohort.tendency(self.number, construct)
    }

    /// Works on a trial in a condition: what is opened, what is decided, and how many seconds it took.
    pub fn work(&mut self, task: &Task<'_>, now_epoch_ms: f64) -> (Vec<Event>, f64) {
        let Task { alert, trial, place, condition, is_untimed } = *task;
        let is_wrong = trial.advice.is_some_and(|index| !alert.advice[index].correct);
        let mut seconds = self.seconds(trial, is_wrong);
        let advice_at_s = self.advice_at(condition, trial, seconds);
        let own = self.own_decision(alert, trial);
        let is_seen = condition.timing == AdviceTiming::Concurrent || advice_at_s.is_some();
        let verdict = if is_seen { self.take_advice(alert, trial, own) } else { own };
        let confidence = self.confidence(verdict.agrees_with(alert.truth));
        if trial.advice.is_some() && confidence < Condition::SLOW_DOWN_BELOW {
            seconds += condition.slow_down_s;
        }
        let limit = condition.deadline.filter(|deadline| deadline.hard && !is_untimed).map(|deadline| deadline.seconds);
        let is_expired = limit.is_some_and(|limit| seconds >= limit);
        seconds = limit.map_or(seconds, |limit| seconds.min(limit));

        let mut events = vec![Event::TrialOpened { trial: place, onset_epoch_ms: now_epoch_ms }];
        let opened = self.open_panels(task, seconds, &mut events);
        let right = verdict.agrees_with(alert.truth);
        let decisive = self.name_decisive(alert, &opened, right);
        let timing = self.timing(seconds);
        let stated = condition.asks_confidence.then_some(confidence);
        let plain = Judgement { confidence: stated, decisive, ..Judgement::plain(place, verdict, confidence, timing) };
        if is_two_step(condition, trial) {
            let timing = Timing { wall_ms: 0.7 * timing.wall_ms, ..timing };
            let stage = Stage::Initial;
            events.push(Event::Judged(Judgement { stage, verdict: Some(own), timing, ..plain.clone() }));
        }
        let opening = advice_at_s.filter(|at_s| *at_s <= seconds);
        events.extend(opening.map(|at_s| Event::AdviceOpened { trial: place, at_ms: 1000.0 * at_s }));
        let has_chosen = !is_expired || self.rng.random_bool(0.5);
        let agrees = trial.advice.map(|index| alert.advice[index].verdict.agrees_with(verdict));
        let is_due = is_seen && !is_expired && agrees.is_some_and(|agrees| condition.justification.is_due(agrees));
        let last = Judgement {
            verdict: has_chosen.then_some(verdict),
            confidence: stated.filter(|_| has_chosen),
            justification: is_due.then(|| "as the evidence says".to_owned()),
            expired: is_expired,
            ..plain
        };
        if matches!(trial.part, Part::Scored { .. }) && has_chosen {
            self.right[usize::from(trial.arm == Arm::Aided)] += u32::from(right);
            self.right_in_block += u32::from(right);
        }
        events.push(Event::Judged(last));
        (events, seconds)
    }

    /// When advice comes up that does not come with the alert; none where it never does.
    fn advice_at(&mut self, condition: &Condition, trial: &Trial, seconds: f64) -> Option<f64> {
        const ASKS: f64 = 0.8;
        let has_frame = trial.arm == Arm::Aided && trial.part != Part::AttentionCheck;
        match condition.timing {
            _ if !has_frame => None,
            AdviceTiming::Concurrent => None,
            AdviceTiming::Sequential => Some(0.7 * seconds),
            AdviceTiming::OnDemand => self.rng.random_bool(ASKS).then_some(0.4 * seconds),
            AdviceTiming::Delayed => Some(condition.delay_s).filter(|delay_s| *delay_s < seconds),
        }
    }

    fn timing(&mut self, seconds: f64) -> Timing {
        Timing {
            wall_ms: seconds * 1000.0,
            hidden_ms: 0.0,
            refresh_ms: 1000.0 / 60.0,
            dropped_frames: u32::from(self.rng.random_bool(0.1)),
            clock_step_ms: 0.1,
        }
    }

    fn seconds(&mut self, trial: &Trial, is_wrong: bool) -> f64 {
        let time = &self.profile.time;
        let effect = self.effect(trial);
        let order = match trial.part {
            Part::Scored { order } => order,
            Part::Practice => 1,
            Part::AttentionCheck => 24,
        };
        let noise = normal(&mut self.rng);
        let mut log_seconds = time.median_s.ln()
            + self.speed
            + time.spread_alerts * effect.time
            + time.practice_exponent * (order as f64).ln()
            + time.spread_trials * noise;
        if trial.advice.is_some() {
            log_seconds += time.with_advice.ln() + self.advice_effect + time.spread_effect_alerts * effect.advice;
            if is_wrong {
                log_seconds += time.wrong_advice.ln();
            }
        }
        log_seconds.exp().max(1.0)
    }

    /// What the analyst would decide alone.
    fn own_decision(&mut self, alert: &Alert, trial: &Trial) -> Verdict {
        if trial.part == Part::AttentionCheck {
            return if self.rng.random_bool(0.98) { alert.truth } else { Verdict::TruePositive };
        }
        let ability = &self.profile.ability;
        let towards_truth = if alert.needs_action() { ability.bias } else { -ability.bias };
        let right = logit(ability.right[alert.difficulty as usize])
            + self.ability
            + ability.spread_alerts * self.effect(trial).ability
            + towards_truth;
        let own_right = self.rng.random_bool(logistic(right));
        self.own_verdict(alert, own_right)
    }

    /// The own decision, or that of an advice which contradicts it.
    fn take_advice(&mut self, alert: &Alert, trial: &Trial, own: Verdict) -> Verdict {
        let Some(advice) = trial.advice.map(|index| &alert.advice[index]) else { return own };
        if advice.verdict.agrees_with(own) {
            return own;
        }
        let adherence = if advice.correct { self.profile.adherence.right } else { self.profile.adherence.wrong };
        let takes_it = self.rng.random_bool(logistic(logit(adherence) + self.adherence));
        if takes_it { advice.verdict } else { own }
    }

    /// A verdict on the right or on the wrong side of the primary axis.
    fn own_verdict(&mut self, alert: &Alert, right: bool) -> Verdict {
        let close = |benign| if benign { Verdict::BenignPositive } else { Verdict::FalsePositive };
        match (alert.needs_action(), right) {
            (true, true) | (false, false) => Verdict::TruePositive,
            (true, false) => close(self.rng.random_bool(0.5)),
            (false, true) => {
                let sees_which = self.rng.random_bool(0.8);
                close((alert.truth == Verdict::BenignPositive) == sees_which)
            }
        }
    }

    /// Which panels are opened: by the profile, and at least as many as the condition wants first.
    fn open_panels(&mut self, task: &Task<'_>, seconds: f64, events: &mut Vec<Event>) -> Vec<usize> {
        let Task { alert, trial, place, condition, .. } = *task;
        let share = if trial.advice.is_some() { self.profile.evidence.aided } else { self.profile.evidence.unaided };
        let mut opened: Vec<usize> = (0..alert.evidence.len()).filter(|_| self.rng.random_bool(share)).collect();
        let unopened: Vec<usize> = (0..alert.evidence.len()).filter(|panel| !opened.contains(panel)).collect();
        let lacking = panels_first(condition, alert).saturating_sub(opened.len());
        opened.extend(unopened.into_iter().take(lacking));
        let step_ms = seconds * 1000.0 / (opened.len() + 1) as f64;
        for (index, &panel) in opened.iter().enumerate() {
            let evidence = alert.evidence[panel].id.clone();
            let at_ms = (index as f64 + 0.2) * step_ms;
            events.push(Event::EvidenceOpened { trial: place, evidence: evidence.clone(), at_ms });
            events.push(Event::EvidenceClosed { trial: place, evidence, at_ms: at_ms + 0.9 * step_ms });
        }
        opened
    }

    fn name_decisive(&mut self, alert: &Alert, opened: &[usize], right: bool) -> Vec<String> {
        let decisive = opened.iter().find(|&&panel| alert.evidence[panel].decisive);
        let knows_why = self.rng.random_bool(if right { 0.8 } else { 0.3 });
        let named = decisive.filter(|_| knows_why).or(opened.first()).copied().unwrap_or(0);
        vec![alert.evidence[named].id.clone()]
    }

    fn confidence(&mut self, right: bool) -> u8 {
        let lift = if right { 4.0 } else { -4.0 };
        let percent = self.profile.beliefs.confidence + lift + 9.0 * normal(&mut self.rng);
        ((percent / 10.0).round() * 10.0).clamp(50.0, 100.0) as u8
    }

    fn effect(&self, trial: &Trial) -> AlertEffect {
        self.cohort.alerts[trial.alert]
    }
}

/// A standard normal deviate.
pub(super) fn normal(rng: &mut ChaCha8Rng) -> f64 {
    StandardNormal.sample(rng)
}

/// The log-odds of a probability.
pub fn logit(probability: f64) -> f64 {
    (probability / (1.0 - probability)).ln()
}

/// The probability of log-odds.
pub fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}
