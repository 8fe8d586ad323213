//! A session takes what fits, once, and says why it refuses the rest.

use std::collections::BTreeMap;

use overtrust::assignment::{Counterbalance, Schedule};
use overtrust::findings::{Context, analyze};
use overtrust::measures::Participation;
use overtrust::report::html;
use overtrust::session::{Event, Judgement, Progress, Refusal, Screen, Sent, Sitting, next_screen};
use overtrust::simulation::{Cohort, run_in_memory};
use overtrust::study::{Page, Study, Verdict};

use super::studies::{TIMING, quickstart, team, with_design};

fn schedule(study: &Study) -> Schedule {
    let counterbalance = Counterbalance::new(study);
    Schedule::new(study, &counterbalance, counterbalance.cell(1), 0)
}

fn judged(trial: usize) -> Event {
    Event::Judged(Judgement {
        decisive: vec!["a".into()],
        ..Judgement::plain(trial, Verdict::TruePositive, 80, TIMING)
    })
}

fn send(sitting: &mut Sitting, study: &Study, schedule: &Schedule, id: &str, event: Event) -> Result<usize, Refusal> {
    let taken = sitting.take(study, schedule, vec![Sent { client_id: id.into(), event }]);
    taken.outcomes[0].1.clone().map(|()| taken.entries.len())
}

#[test]
fn answering_twice_is_answering_once() {
    let (study, mut sitting) = (quickstart(), Sitting::default());
    let schedule = schedule(&study);
    assert_eq!(send(&mut sitting, &study, &schedule, "a", Event::Consented), Ok(1));
    assert_eq!(send(&mut sitting, &study, &schedule, "a", Event::Consented), Ok(0), "the same sending");
    assert_eq!(
        send(&mut sitting, &study, &schedule, "b", Event::Consented),
        Ok(0),
        "the same answer from a second tab"
    );
}

#[test]
fn what_does_not_belong_to_the_screen_is_refused() {
    let (study, mut sitting) = (quickstart(), Sitting::default());
    let schedule = schedule(&study);
    let early = [
        judged(0),
        Event::Answered { page: Page::Final, answers: BTreeMap::new() },
        Event::TrialOpened { trial: 0, onset_epoch_ms: 1.0 },
        Event::Debriefed { keep_data: true },
        Event::Enrolled { number: 0, cell: Some(0) },
        Event::StudyClosed,
    ];
    for (index, event) in early.into_iter().enumerate() {
        assert_eq!(send(&mut sitting, &study, &schedule, &index.to_string(), event), Err(Refusal::NotNow));
    }
}

#[test]
fn impossible_values_are_refused_by_name() {
    let (study, mut sitting) = (quickstart(), Sitting::default());
    let schedule = schedule(&study);
    assert_eq!(send(&mut sitting, &study, &schedule, "c", Event::Consented), Ok(1));
    let answers = |role: f64| -> BTreeMap<String, f64> {
        [("role".into(), role), ("years".into(), 1.0), ("ai-use".into(), 1.0)].into()
    };
    let background = |answers| Event::Answered { page: Page::Background, answers };
    for bad in [answers(99.0), answers(0.5), answers(f64::NAN), BTreeMap::new()] {
        let refused = send(&mut sitting, &study, &schedule, "q", background(bad));
        assert!(
            matches!(&refused, Err(Refusal::Invalid(why)) if why.contains("Which describes your work best?")),
            "{refused:?}"
        );
    }
    assert_eq!(send(&mut sitting, &study, &schedule, "q", background(answers(1.0))), Ok(1));
}

#[test]
fn withdrawing_is_possible_at_every_screen_and_ends_the_session() {
    let study = quickstart();
    let schedule = schedule(&study);
    let team = team("careful");
    let cohort = Cohort::new(&study, team, 7);
    let sessions = run_in_memory(&study, &Counterbalance::new(&study), &cohort, 1).unwrap();
    for length in 0..sessions[0].len() {
        let mut events = sessions[0][..length].to_vec();
        events.push(Event::Withdrew);
        let progress = Progress::after(&events);
        assert_eq!(next_screen(&study, &schedule, &progress), Screen::Withdrawn);
        assert_eq!(progress, Progress::after(&[Event::Withdrew]), "everything else is forgotten");
    }
}

#[test]
fn withdrawing_twice_is_withdrawing_once() {
    let study = quickstart();
    let schedule = schedule(&study);
    for end in [Event::Withdrew, Event::Debriefed { keep_data: false }] {
        let mut sitting = Sitting::after([("a", &Event::Consented), ("b", &end)]);
        for id in ["b", "c"] {
            assert_eq!(send(&mut sitting, &study, &schedule, id, Event::Withdrew), Ok(0), "{end:?}");
        }
        assert_eq!(send(&mut sitting, &study, &schedule, "a", Event::Consented), Err(Refusal::NotNow), "{end:?}");
    }
    let mut sitting = Sitting::after([("a", &Event::Debriefed { keep_data: true })]);
    assert_eq!(send(&mut sitting, &study, &schedule, "b", Event::Withdrew), Ok(1), "one who changes the mind");
}

#[test]
fn resuming_is_replaying() {
    let study = quickstart();
    let counterbalance = Counterbalance::new(&study);
    let cohort = Cohort::new(&study, team("mixed"), 3);
    for (number, events) in run_in_memory(&study, &counterbalance, &cohort, 4).unwrap().into_iter().enumerate() {
        let Event::Enrolled { cell: Some(cell), .. } = events[0] else { panic!("the first event is the enrolment") };
        let schedule = Schedule::new(&study, &counterbalance, counterbalance.cell(cell), number as u64);
        let mut growing = Progress::default();
        for length in 0..events.len() {
            assert_eq!(growing, Progress::after(&events[..length]));
            growing.apply(&events[length]);
        }
        assert_eq!(next_screen(&study, &schedule, &growing), Screen::Finished);
    }
}

#[test]
fn every_design_that_can_be_checked_can_be_played_analysed_and_reported() {
    let team = team("mixed");
    for (trials, blocks, wrong, lead) in [(4, 2, 0, 2), (8, 2, 1, 2), (12, 6, 3, 0), (24, 4, 6, 0), (24, 2, 7, 1)] {
        let mut study = with_design(trials, blocks, wrong, lead);
        // Whether it runs is asked, not how precise it is.
        study.plan.replicates = 20;
        for (forecast, silent) in [(true, false), (false, true)] {
            study.self_reports.forecast = forecast;
            if silent {
                study.self_reports.per_block.clear();
                study.self_reports.last.clear();
            }
            let cohort = Cohort::new(&study, team.clone(), 2);
            let sessions = run_in_memory(&study, &Counterbalance::new(&study), &cohort, 5).unwrap();
            let name = |(number, events)| Participation { name: format!("p{number}"), events };
            let participations: Vec<_> = sessions.into_iter().enumerate().map(name).collect();
            let findings = analyze(&study, &participations, Context::default());
            assert_eq!((findings.flow.analysed, findings.flow.trials), (5, 5 * trials));
            assert!(html(&findings).contains("</html>"));
        }
    }
}
