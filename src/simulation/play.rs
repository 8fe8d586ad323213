//! A synthetic analyst takes part: the same screens, the same checks, the same events as a person's.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::analyst::{Analyst, Task};
use super::beliefs::{Experience, SpeedBelief, answer};
use super::cohort::Cohort;
use crate::assignment::{Counterbalance, Schedule, Stratum};
use crate::journal::{Entry, Origin};
use crate::session::{BrowserCheck, Event, Refusal, Screen, Sent, Sitting, next_screen, questions_of};
use crate::study::{Page, Study};

/// When the first synthetic participant starts; the others follow a quarter of an hour apart.
const START: &str = "2026-01-05T09:00:00Z";
const APART: SignedDuration = SignedDuration::from_mins(15);

/// What a synthetic analyst sits at.
const BROWSER: BrowserCheck = BrowserCheck {
    width_px: 1280,
    height_px: 800,
    keyboard: true,
    touch: false,
    clock_step_ms: 0.1,
    refresh_ms: 1000.0 / 60.0,
};

/// Plays a whole session. Returns every entry of the participant's chain, the enrolment first.
pub fn play(
    study: &Study,
    counterbalance: &Counterbalance,
    cohort: &Cohort,
    number: u64,
    cell: usize,
) -> Result<Vec<Entry>, Refusal> {
    let schedule = Schedule::new(study, counterbalance, counterbalance.cell(cell), number);
    let mut player = Player::new(study, &schedule, cohort, number);
    let is_stratified = !study.stratify.is_empty();
    player.write(None, Event::Enrolled { number, cell: (!is_stratified).then_some(cell) });
    loop {
        let screen = next_screen(study, &schedule, player.sitting.progress());
        if matches!(screen, Screen::Finished | Screen::Ended(_) | Screen::Withdrawn) {
            return Ok(player.entries);
        }
        let events = player.respond(screen);
        player.send(events)?;
        if let (true, Screen::Page(Page::Background)) = (is_stratified, screen)
            && let Some(stratum) = player.stratum()
        {
            player.write(None, Event::Assigned { stratum, cell });
        }
    }
}

/// The stratum that a synthetic analyst's answers will make, which no cell changes; none where the study has no strata.
pub fn stratum_ahead(
    study: &Study,
    counterbalance: &Counterbalance,
    cohort: &Cohort,
    number: u64,
) -> Result<Option<Stratum>, Refusal> {
    if study.stratify.is_empty() {
        return Ok(None);
    }
    let schedule = Schedule::new(study, counterbalance, counterbalance.cell(0), number);
    let mut player = Player::new(study, &schedule, cohort, number);
    while player.stratum().is_none() {
        let events = player.respond(next_screen(study, &schedule, player.sitting.progress()));
        player.send(events)?;
    }
    Ok(player.stratum())
}

struct Player<'p> {
    study: &'p Study,
    schedule: &'p Schedule,
    analyst: Analyst<'p>,
    speed: SpeedBelief,
    wrong_advice: u32,
    sitting: Sitting,
    clock: Timestamp,
    sent: u32,
    entries: Vec<Entry>,
}

impl<'p> Player<'p> {
    fn new(study: &'p Study, schedule: &'p Schedule, cohort: &'p Cohort, number: u64) -> Self {
        let mut analyst = Analyst::new(cohort, number);
        let speed = SpeedBelief::draw(&mut analyst);
        let start: Timestamp = START.parse().unwrap_or(Timestamp::UNIX_EPOCH);
        let clock = start + APART * i32::try_from(number).unwrap_or(i32::MAX);
        Self {
            study,
            schedule,
            analyst,
            speed,
            wrong_advice: study.design.wrong_advice_trials() as u32,
            sitting: Sitting::default(),
            clock,
            sent: 0,
            entries: Vec::new(),
        }
    }

    /// What the analyst does at a screen.
    fn respond(&mut self, screen: Screen) -> Vec<Event> {
        const SECONDS_OF_A_PAGE: f64 = 30.0;
        match screen {
            Screen::Trial(place) => {
                let Some(trial) = self.schedule.trials().nth(place) else { return Vec::new() };
                let alert = &self.study.dataset.alerts[trial.alert];
                let now = self.clock.as_millisecond() as f64;
                let condition = &self.study.conditions[self.schedule.condition];
                let is_untimed = self.sitting.progress().untimed;
                let task = Task { alert, trial, place, condition, is_untimed };
                let (events, seconds) = self.analyst.work(&task, now);
                self.wait(seconds);
                return events;
            }
            _ => self.wait(SECONDS_OF_A_PAGE),
        }
        match screen {
            Screen::Consent => vec![Event::Consented],
            Screen::BrowserCheck => vec![Event::BrowserChecked(BROWSER)],
            Screen::Page(page) => {
                let experience = Experience { wrong_advice: self.wrong_advice };
                let asked = questions_of(self.study, self.schedule, page);
                let answers = asked
                    .iter()
                    .map(|question| {
                        let value = answer(&mut self.analyst, self.speed, experience, page, question);
                        (question.id.clone(), value)
                    })
                    .collect();
                vec![Event::Answered { page, answers }]
            }
            Screen::Feedback(place) => vec![Event::Answered { page: Page::Feedback(place), answers: BTreeMap::new() }],
            Screen::BlockFeedback(block) => {
                vec![Event::Answered { page: Page::BlockFeedback(block), answers: BTreeMap::new() }]
            }
            Screen::Debrief => vec![Event::Debriefed { keep_data: true }],
            Screen::Trial(_) | Screen::Finished | Screen::Ended(_) | Screen::Withdrawn => Vec::new(),
        }
    }

    /// Sends events through the session's own checks.
    fn send(&mut self, events: Vec<Event>) -> Result<(), Refusal> {
        let sent = events
            .into_iter()
            .map(|event| {
                self.sent += 1;
                Sent { client_id: format!("simulated-{}", self.sent), event }
            })
            .collect();
        let taken = self.sitting.take(self.study, self.schedule, sent);
        for (client_id, event) in taken.entries {
            self.write(client_id, event);
        }
        taken.outcomes.into_iter().try_for_each(|(_, outcome)| outcome)
    }

    /// The stratum by the answers so far.
    fn stratum(&self) -> Option<Stratum> {
        self.entries.iter().find_map(|entry| match &entry.event {
            Event::Answered { page: Page::Background, answers } => Stratum::of(self.study, answers),
            _ => None,
        })
    }

    fn write(&mut self, client_id: Option<String>, event: Event) {
        self.entries.push(Entry { client_id, event, at: self.clock, origin: Origin::Simulated });
    }

    fn wait(&mut self, seconds: f64) {
        self.clock += SignedDuration::from_micros((seconds * 1e6) as i64);
    }
}
