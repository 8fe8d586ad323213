//! What was observed of one trial, over every time that it was opened, up to its verdict.

use std::collections::BTreeSet;

use crate::session::{Event, Judgement, Stage};

/// A fold over one trial's events.
#[derive(Debug, Default)]
pub struct TrialRecord<'e> {
    openings: Vec<Opening>,
    panels: BTreeSet<&'e str>,
    advice_at_ms: Option<f64>,
    initial: Option<&'e Judgement>,
    judgement: Option<&'e Judgement>,
}

/// One time that the trial was on the screen.
#[derive(Debug, Default)]
struct Opening {
    last_ms: f64,
    hidden_ms: f64,
    hidden_since: Option<f64>,
}

impl<'e> TrialRecord<'e> {
    /// Takes one of the trial's events into account. What comes after the verdict changes nothing.
    pub fn apply(&mut self, event: &'e Event) {
        if self.judgement.is_some() {
            return;
        }
        match event {
            Event::TrialOpened { .. } => self.openings.push(Opening::default()),
            Event::EvidenceOpened { evidence, at_ms, .. } => {
                self.panels.insert(evidence);
                self.observe(*at_ms);
            }
            Event::EvidenceClosed { at_ms, .. } => self.observe(*at_ms),
            Event::Visibility { hidden, at_ms, .. } => {
                self.observe(*at_ms);
                if let Some(opening) = self.openings.last_mut() {
                    opening.turn(*hidden, *at_ms);
                }
            }
            Event::AdviceOpened { at_ms, .. } => {
                self.advice_at_ms.get_or_insert(*at_ms);
                self.observe(*at_ms);
            }
            Event::Judged(judgement) if judgement.stage == Stage::Initial => {
                self.initial.get_or_insert(judgement);
                self.observe(judgement.timing.wall_ms);
            }
            Event::Judged(judgement) => self.judgement = Some(judgement),
            _ => {}
        }
    }

    /// The verdict, once it was given.
    pub fn judgement(&self) -> Option<&'e Judgement> {
        self.judgement
    }

    /// The own verdict before advice, where there was one.
    pub fn initial(&self) -> Option<&'e Judgement> {
        self.initial
    }

    /// Milliseconds from the onset until advice came up, where it did not come with the alert.
    pub fn advice_at_ms(&self) -> Option<f64> {
        self.advice_at_ms
    }

    /// The different panels that were opened.
    pub fn panels(&self) -> &BTreeSet<&'e str> {
        &self.panels
    }

    /// How often the trial was opened; above 1 after a reload.
    pub fn openings(&self) -> u32 {
        self.openings.len().max(1) as u32
    }

    /// Milliseconds with the page in view: the verdict's opening as the browser measured it, the earlier ones up to the last
    /// thing that was observed in them.
    pub fn active_ms(&self) -> f64 {
        let judged = self.judgement.map_or(0.0, |judgement| judgement.timing.active_ms());
        judged + self.earlier().map(|opening| (opening.last_ms - opening.hidden_ms()).max(0.0)).sum::<f64>()
    }

    /// Milliseconds with the page hidden or without the focus.
    pub fn hidden_ms(&self) -> f64 {
        let judged = self.judgement.map_or(0.0, |judgement| judgement.timing.hidden_ms);
        judged + self.earlier().map(Opening::hidden_ms).sum::<f64>()
    }

    fn earlier(&self) -> impl Iterator<Item = &Opening> {
        self.openings.iter().take(self.openings.len().saturating_sub(1))
    }

    fn observe(&mut self, at_ms: f64) {
        if let Some(opening) = self.openings.last_mut() {
            opening.last_ms = opening.last_ms.max(at_ms);
        }
    }
}

impl Opening {
    fn turn(&mut self, hidden: bool, at_ms: f64) {
        match (hidden, self.hidden_since) {
            (true, None) => self.hidden_since = Some(at_ms),
            (false, Some(since)) => {
                self.hidden_ms += (at_ms - since).max(0.0);
                self.hidden_since = None;
            }
            _ => {}
        }
    }

    /// Hidden until the last observation.
    fn hidden_ms(&self) -> f64 {
        self.hidden_ms + self.hidden_since.map_or(0.0, |since| (self.last_ms - since).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::session::Timing;
    use crate::study::Verdict;

    use super::*;

    fn opened() -> Event {
        Event::TrialOpened { trial: 0, onset_epoch_ms: 0.0 }
    }

    fn looked(evidence: &str, at_ms: f64) -> Event {
        Event::EvidenceOpened { trial: 0, evidence: evidence.into(), at_ms }
    }

    fn away(hidden: bool, at_ms: f64) -> Event {
        Event::Visibility { trial: 0, hidden, at_ms }
    }

    fn judged(wall_ms: f64, hidden_ms: f64) -> Event {
        let timing = Timing { wall_ms, hidden_ms, refresh_ms: 16.7, dropped_frames: 0, clock_step_ms: 0.1 };
        let verdict = Verdict::TruePositive;
        Event::Judged(Judgement::plain(0, verdict, 80, timing))
    }

    /// Expects (active ms, hidden ms, openings, panels).
    fn check(events: &[Event], expect: (f64, f64, u32, usize)) {
        let mut record = TrialRecord::default();
        for event in events {
            record.apply(event);
        }
        assert_eq!((record.active_ms(), record.hidden_ms(), record.openings(), record.panels().len()), expect);
    }

    #[test]
    fn the_browser_measures_an_undisturbed_trial() {
        check(&[opened(), looked("A", 900.0), judged(4000.0, 500.0)], (3500.0, 500.0, 1, 1));
        check(&[judged(4000.0, 0.0)], (4000.0, 0.0, 1, 0));
    }

    #[test]
    fn a_reload_adds_what_was_seen_before_it() {
        let events = [
            opened(),
            looked("A", 1000.0),
            away(true, 2000.0),
            away(false, 5000.0),
            looked("B", 6000.0),
            away(true, 7000.0),
            opened(),
            looked("A", 100.0),
            judged(3000.0, 0.0),
        ];
        check(&events, (7000.0, 3000.0, 2, 2));
    }

    #[test]
    fn repeated_and_late_events_change_nothing() {
        let events = [opened(), away(true, 10.0), away(true, 20.0), opened(), judged(100.0, 0.0), looked("A", 50.0)];
        check(&events, (110.0, 10.0, 2, 0));
        check(&[opened(), judged(100.0, 0.0), judged(900.0, 0.0), opened()], (100.0, 0.0, 1, 0));
    }
}
