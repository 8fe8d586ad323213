//! How a study is conducted: what practice has to show, who may come back, and how often anybody takes part.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use overtrust::assignment::{Counterbalance, Schedule};
use overtrust::journal::{Conduct, Journal, Origin, events, verify};
use overtrust::measures::{Analysed, Collected, Participation};
use overtrust::session::{
    BrowserCheck, Ending, Event, Judgement, Refusal, Screen, Sent, Sitting, late_return, next_screen, questions_of,
};
use overtrust::simulation::{Cohort, run_in_memory};
use overtrust::study::{
    BrowserPolicy, ConductRules, LatePolicy, LateReturn, Page, PracticeCriterion, PracticeFailed, Study, Verdict,
};

use super::journal::databases;
use super::studies::{TIMING, quickstart, team};

/// The quickstart with every practice alert to be judged rightly.
fn with_practice(rounds: usize, failed: PracticeFailed) -> Study {
    let study = quickstart();
    let practice = Some(PracticeCriterion { at_least: study.design.practice_trials, rounds, failed });
    Study { conduct: ConductRules { practice, ..ConductRules::NONE }, ..study }
}

fn with_late(policy: LatePolicy) -> Study {
    let late = Some(LateReturn { longest_break_min: 60, policy });
    Study { conduct: ConductRules { late, ..ConductRules::NONE }, ..quickstart() }
}

/// Somebody at a session.
struct Someone<'s> {
    study: &'s Study,
    schedule: Schedule,
    sitting: Sitting,
    events: Vec<Event>,
}

impl<'s> Someone<'s> {
    fn new(study: &'s Study) -> Self {
        let counterbalance = Counterbalance::new(study);
        let schedule = Schedule::new(study, &counterbalance, counterbalance.cell(0), 0);
        let events = vec![Event::Enrolled { number: 0, cell: Some(0) }];
        Self { study, schedule, sitting: Sitting::default(), events }
    }

    fn screen(&self) -> Screen {
        next_screen(self.study, &self.schedule, self.sitting.progress())
    }

    fn send(&mut self, event: Event) -> Result<(), Refusal> {
        let sent = Sent { client_id: format!("id-{}", self.events.len()), event };
        let taken = self.sitting.take(self.study, &self.schedule, vec![sent]);
        self.events.extend(taken.entries.into_iter().map(|(_, event)| event));
        taken.outcomes[0].1.clone()
    }

    /// Does what the screen asks for; verdicts are right, or the other way.
    fn respond(&mut self, rightly: bool) {
        let event = match self.screen() {
            Screen::Consent => Event::Consented,
            Screen::Page(page) => {
                let asked = questions_of(self.study, &self.schedule, page);
                let value = |low: f64| if low > 0.0 { low } else { low.max(0.0) };
                let answer = |q: &overtrust::study::Question| {
                    let least = value(q.scale.bounds().0);
                    (q.id.clone(), if q.scale.accepts(least) { least } else { 60.0 })
                };
                Event::Answered { page, answers: asked.iter().map(answer).collect() }
            }
            Screen::Feedback(place) => Event::Answered { page: Page::Feedback(place), answers: BTreeMap::new() },
            Screen::Trial(place) => {
                self.send(Event::TrialOpened { trial: place, onset_epoch_ms: 1.0 }).unwrap();
                judged(self.study, &self.schedule, place, rightly)
            }
            other => panic!("nothing to do at {other:?}"),
        };
        self.send(event).unwrap();
    }

    fn respond_until(&mut self, rightly: bool, is_there: impl Fn(Screen) -> bool) {
        while !is_there(self.screen()) {
            self.respond(rightly);
        }
    }

    fn count(&self, is_counted: impl Fn(&Event) -> bool) -> usize {
        self.events.iter().filter(|event| is_counted(event)).count()
    }
}

fn judged(study: &Study, schedule: &Schedule, place: usize, rightly: bool) -> Event {
    let alert = &study.dataset.alerts[schedule.trials().nth(place).unwrap().alert];
    let verdict = match (rightly, alert.needs_action()) {
        (true, _) => alert.truth,
        (false, true) => Verdict::FalsePositive,
        (false, false) => Verdict::TruePositive,
    };
    Event::Judged(Judgement::plain(place, verdict, 80, TIMING))
}

fn is_measured(schedule: &Schedule, screen: Screen) -> bool {
    matches!(screen, Screen::Trial(place) if place >= schedule.practice.len())
}

#[test]
fn a_browser_is_looked_at_once_and_what_it_lacks_is_counted() {
    let small = BrowserCheck {
        width_px: 320,
        height_px: 480,
        keyboard: false,
        touch: true,
        clock_step_ms: 100.0,
        refresh_ms: 60.0,
    };
    let whole =
        BrowserCheck { width_px: 360, height_px: 560, keyboard: true, clock_step_ms: 20.0, refresh_ms: 50.0, ..small };
    assert_eq!((small.warnings().len(), whole.warnings().len()), (4, 0), "the limits themselves are good enough");
    for (browser, taken) in [(BrowserPolicy::Warn, Ok(())), (BrowserPolicy::Require, Err(()))] {
        let study = Study { conduct: ConductRules { browser, ..ConductRules::NONE }, ..quickstart() };
        let mut someone = Someone::new(&study);
        someone.respond_until(true, |screen| screen == Screen::BrowserCheck);
        let impossible = Event::BrowserChecked(BrowserCheck { refresh_ms: f64::NAN, ..whole });
        assert!(matches!(someone.send(impossible), Err(Refusal::Invalid(_))));
        assert_eq!(someone.send(Event::BrowserChecked(small)).map_err(|_| ()), taken);
        someone.send(Event::BrowserChecked(whole)).unwrap();
        assert_eq!(someone.screen(), Screen::Page(Page::Instructions));
        assert_eq!(someone.count(|event| matches!(event, Event::BrowserChecked(_))), 1);
        someone.respond_until(true, |screen| screen == Screen::Debrief);
        let participation = Participation { name: "ann".into(), events: someone.events.clone() };
        let collected = Collected::new(&study, &[participation]);
        assert_eq!(collected.attendances[0].browser, Some(if taken.is_ok() { small } else { whole }));
    }
    let study = Study { conduct: ConductRules::NONE, ..quickstart() };
    let mut someone = Someone::new(&study);
    someone.respond_until(true, |screen| screen == Screen::Page(Page::Instructions));
    assert_eq!(someone.send(Event::BrowserChecked(whole)), Err(Refusal::NotNow), "nobody asked");
}

#[test]
fn a_break_stands_between_blocks_and_enters_no_time() {
    let plain = Study { conduct: ConductRules::NONE, ..quickstart() };
    let study = Study { conduct: ConductRules { break_s: 60, ..ConductRules::NONE }, ..plain.clone() };
    let mut someone = Someone::new(&study);
    someone.respond_until(true, |screen| screen == Screen::Page(Page::Break(0)));
    let block: Vec<usize> = someone.schedule.places_of(0).collect();
    assert!(block.iter().all(|place| someone.sitting.progress().judged.contains_key(place)), "the block is done");
    let last = Event::Judged(Judgement::plain(block.last().unwrap() + 1, Verdict::TruePositive, 80, TIMING));
    assert_eq!(someone.send(last), Err(Refusal::NotNow), "the next alert waits");
    someone.respond_until(true, |screen| screen == Screen::Debrief);
    let breaks = someone.count(|event| matches!(event, Event::Answered { page: Page::Break(_), .. }));
    assert_eq!(breaks, study.design.blocks - 1, "none after the last block");
    let without: Vec<Event> = someone
        .events
        .iter()
        .filter(|event| !matches!(event, Event::Answered { page: Page::Break(_), .. }))
        .cloned()
        .collect();
    let table = |study: &Study, events: Vec<Event>| {
        Collected::new(study, &[Participation { name: "ann".into(), events }]).table
    };
    assert_eq!(table(&study, someone.events.clone()), table(&plain, without));
    // A break that the study got later leads nobody back who was beyond it.
    let mut early = Someone::new(&plain);
    early.respond_until(true, |screen| screen == Screen::Trial(block.last().unwrap() + 2));
    assert_eq!(next_screen(&study, &early.schedule, early.sitting.progress()), early.screen());
}

#[test]
fn practice_is_repeated_until_enough_verdicts_are_right() {
    let study = with_practice(3, PracticeFailed::End);
    let mut someone = Someone::new(&study);
    someone.respond_until(true, |screen| screen == Screen::Trial(0));
    someone.respond(false);
    while !matches!(someone.events.last(), Some(Event::PracticeRepeated { .. })) {
        someone.respond(true);
    }
    let trials = study.design.practice_trials;
    assert_eq!(someone.events.last(), Some(&Event::PracticeRepeated { trials, right: trials - 1 }));
    assert_eq!(someone.screen(), Screen::Trial(0));
    let schedule = someone.schedule.clone();
    someone.respond_until(true, |screen| is_measured(&schedule, screen));
    assert_eq!(someone.count(|event| matches!(event, Event::PracticeRepeated { .. })), 1);
    assert_eq!(someone.count(|event| matches!(event, Event::PracticeFailed { .. })), 0);
}

#[test]
fn after_the_last_round_of_practice_the_session_ends_or_goes_on_marked() {
    for (rounds, failed) in [(1, PracticeFailed::End), (3, PracticeFailed::End), (2, PracticeFailed::Continue)] {
        let study = with_practice(rounds, failed);
        let mut someone = Someone::new(&study);
        let schedule = someone.schedule.clone();
        someone.respond_until(false, |screen| matches!(screen, Screen::Ended(_)) || is_measured(&schedule, screen));
        let ends = failed == PracticeFailed::End;
        assert_eq!(someone.screen() == Screen::Ended(Ending::Practice), ends);
        assert_eq!(someone.count(|event| matches!(event, Event::PracticeRepeated { .. })), rounds - 1);
        assert_eq!(someone.events.last(), Some(&Event::PracticeFailed { right: 0, ends }));
        let later = someone.send(judged(&study, &schedule, schedule.practice.len(), true));
        assert_eq!(later, if ends { Err(Refusal::NotNow) } else { Ok(()) });
        assert_eq!(someone.send(Event::Withdrew), Ok(()), "withdrawing stays possible");
    }
}

#[test]
fn who_ends_after_practice_is_counted_among_those_left_out() {
    let study = with_practice(1, PracticeFailed::End);
    let mut someone = Someone::new(&study);
    someone.respond_until(false, |screen| matches!(screen, Screen::Ended(_)));
    let participation = Participation { name: "one".into(), events: someone.events };
    let analysed = Analysed::new(&Collected::new(&study, &[participation]), &study.plan.exclusions);
    assert_eq!(analysed.flow.participants_left_out, [("judged too few practice alerts rightly".to_owned(), 1)]);
}

#[test]
fn synthetic_analysts_meet_the_criterion_of_practice() {
    let study = with_practice(2, PracticeFailed::End);
    let team = team("mixed");
    let counterbalance = Counterbalance::new(&study);
    let all = run_in_memory(&study, &counterbalance, &Cohort::new(&study, team, 3), 60).unwrap();
    let with = |is: fn(&Event) -> bool| all.iter().filter(|events| events.iter().any(is)).count();
    let repeated = with(|event| matches!(event, Event::PracticeRepeated { .. }));
    let failed = with(|event| matches!(event, Event::PracticeFailed { .. }));
    let finished = with(|event| matches!(event, Event::Completed));
    assert!(repeated > failed && failed > 0, "{repeated} repeated, {failed} failed");
    assert_eq!(finished, 60 - failed);
}

#[test]
fn a_long_break_is_judged_by_what_was_seen() {
    let late = |someone: &Someone<'_>, minutes: u64| {
        late_return(someone.study, &someone.schedule, someone.sitting.progress(), minutes)
    };
    for policy in [LatePolicy::Restart, LatePolicy::Block] {
        let study = with_late(policy);
        let mut someone = Someone::new(&study);
        assert_eq!(late(&someone, 500), None, "nothing was begun");
        someone.respond_until(true, |screen| screen == Screen::Trial(1));
        assert_eq!(late(&someone, 60), None, "as long as is allowed");
        let restarts = policy == LatePolicy::Restart;
        assert_eq!(late(&someone, 61), Some(Event::CameBackLate { away_min: 61, restarts }));

        let schedule = someone.schedule.clone();
        someone.respond_until(true, |screen| is_measured(&schedule, screen));
        someone.send(Event::TrialOpened { trial: schedule.practice.len(), onset_epoch_ms: 1.0 }).unwrap();
        let seen = Some(Event::CameBackLate { away_min: 61, restarts: false });
        assert_eq!(late(&someone, 61), seen, "a measured alert was shown");
    }
    let study = quickstart();
    let mut someone = Someone::new(&study);
    someone.respond(true);
    assert_eq!(late(&someone, 1_000_000), None, "no break is too long");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_return_is_written_once_and_ends_or_restarts_the_session() {
    for database in databases() {
        for (policy, expect) in
            [(LatePolicy::Restart, Screen::Page(Page::Instructions)), (LatePolicy::Block, Screen::Ended(Ending::Late))]
        {
            let study = Study { id: database.study.clone(), ..with_late(policy) };
            let conduct = Conduct::open(study, Journal::open(&database.url).await.unwrap()).await.unwrap();
            let start = Timestamp::now();
            let mut live = conduct.enroll(&format!("{policy:?}"), start, Origin::Person).await.unwrap();
            let mut someone = Someone::new(&conduct.study);
            someone.schedule = live.schedule.clone();
            someone.respond_until(true, |screen| screen == Screen::Trial(1));
            let sent = someone.events[1..].iter().enumerate();
            let sent = sent.map(|(id, event)| Sent { client_id: id.to_string(), event: event.clone() }).collect();
            for (_, outcome) in conduct.submit(&mut live, sent, start).await.unwrap() {
                outcome.unwrap();
            }
            let later = start + Duration::from_mins(61);
            conduct.note_return(&mut live, start + Duration::from_hours(1)).await.unwrap();
            conduct.note_return(&mut live, later).await.unwrap();
            conduct.note_return(&mut live, later).await.unwrap();
            let again = conduct.load(live.seat.clone()).await.unwrap();
            for live in [&live, &again] {
                assert_eq!(next_screen(&conduct.study, &live.schedule, live.sitting.progress()), expect);
            }
            let seats = conduct.journal.store().seats(&database.study, live.seat.number).await.unwrap();
            let (is_over, holds_place) = (seats[0].ended, seats[0].holds_place(later));
            assert_eq!((is_over, holds_place), (policy == LatePolicy::Block, policy == LatePolicy::Restart));
            let records = conduct.journal.store().records(&database.study, &live.seat.participant).await.unwrap();
            verify(&records).unwrap();
            let events = events(&records).unwrap();
            assert_eq!(events.iter().filter(|event| matches!(event, Event::CameBackLate { .. })).count(), 1);
            assert!(events.iter().any(|event| matches!(event, Event::Judged(_))), "what was done before is kept");
        }
    }
}
