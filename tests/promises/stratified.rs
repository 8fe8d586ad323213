//! With strata, cells are balanced among those who answer alike, whoever comes and whoever leaves, on any number of servers.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use jiff::Timestamp;
use overtrust::assignment::Counterbalance;
use overtrust::journal::{Conduct, Live, Origin, RECENTLY_ACTIVE, SeatState, events};
use overtrust::session::{Event, Screen, Sent, cell_of, next_screen, questions_of, stratum_of};
use overtrust::simulation::{Cohort, run, run_in_memory};
use overtrust::study::{Page, Stratifier, Study};
use proptest::prelude::*;

use super::journal::{conduct, databases};
use super::studies::{quickstart, team};

/// The quickstart with strata of role and years.
fn stratified() -> Study {
    Study { stratify: vec![Stratifier::Role, Stratifier::Years], ..quickstart() }
}

async fn send(conduct: &Conduct, live: &mut Live, event: Event, at: Timestamp) {
    let sent = vec![Sent { client_id: format!("{event:?}").chars().take(40).collect(), event }];
    for (_, outcome) in conduct.submit(live, sent, at).await.unwrap() {
        outcome.unwrap();
    }
}

/// Answers the background questions: the first option of each, but for role and years.
async fn answer(conduct: &Conduct, live: &mut Live, role: usize, years: usize, at: Timestamp) {
    let asked = questions_of(&conduct.study, &live.schedule, Page::Background);
    let mut answers: BTreeMap<String, f64> = asked.iter().map(|q| (q.id.clone(), q.scale.bounds().0)).collect();
    answers.insert("role".into(), role as f64);
    answers.insert("years".into(), years as f64);
    send(conduct, live, Event::Answered { page: Page::Background, answers }, at).await;
}

/// Somebody comes and gives a role and years.
async fn arrive(conduct: &Conduct, name: &str, role: usize, years: usize, at: Timestamp) -> Live {
    let mut live = conduct.enroll(name, at, Origin::Person).await.unwrap();
    assert_eq!(live.seat.cell, None, "no cell before the answers");
    send(conduct, &mut live, Event::Consented, at).await;
    answer(conduct, &mut live, role, years, at).await;
    live
}

/// How far the fullest and the emptiest cell of any stratum are apart, among those who hold a place.
async fn widest_gap(conduct: &Conduct, now: Timestamp) -> usize {
    let seats = conduct.journal.store().seats(&conduct.study.id, 0).await.unwrap();
    let mut strata: HashMap<_, Vec<&SeatState>> = HashMap::new();
    for state in seats.iter().filter(|state| state.seat.stratum.is_some()) {
        strata.entry(state.seat.stratum.clone()).or_default().push(state);
    }
    let gap = |seats: Vec<&SeatState>| {
        let fills = conduct.fills(seats, |state| state.holds_place(now));
        fills.iter().max().unwrap() - fills.iter().min().unwrap()
    };
    strata.into_values().map(gap).max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn cells_within_each_stratum_differ_by_one_at_most(
        people in proptest::collection::vec((0_usize..3, 0_usize..2), 1..60),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let gaps = runtime.block_on(async {
            let database = databases().remove(0);
            let conduct = conduct(&stratified(), &database).await;
            let now = Timestamp::now();
            let mut gaps = Vec::new();
            for (index, (role, years)) in people.into_iter().enumerate() {
                arrive(&conduct, &format!("t{index}"), role, years, now).await;
                gaps.push(widest_gap(&conduct, now).await);
            }
            gaps
        });
        prop_assert!(gaps.iter().all(|gap| *gap <= 1), "{gaps:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_gives_the_place_back_within_the_stratum() {
    for database in databases() {
        let conduct = conduct(&stratified(), &database).await;
        let start = Timestamp::now();
        let mut leaver = arrive(&conduct, "leaver", 1, 1, start).await;
        let stayed = arrive(&conduct, "dropped", 1, 1, start).await;
        let elsewhere = arrive(&conduct, "other", 2, 1, start).await;
        assert_ne!(leaver.seat.cell, stayed.seat.cell);
        let left = leaver.seat.cell;
        send(&conduct, &mut leaver, Event::Withdrew, start).await;

        // Everybody else comes when the one who dropped out no longer counts: all cells of the stratum are filled once again.
        let later = start + RECENTLY_ACTIVE + Duration::from_mins(1);
        let cells = conduct.counterbalance.cells();
        let mut taken = Vec::new();
        for index in 0..cells {
            taken.push(arrive(&conduct, &format!("later-{index}"), 1, 1, later).await.seat.cell.unwrap());
        }
        taken.sort_unstable();
        assert_eq!(taken, (0..cells).collect::<Vec<_>>());
        assert!(left.is_some() && elsewhere.seat.cell.is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cell_of_a_stratum_stays_the_same_on_every_server() {
    for database in databases() {
        let one = conduct(&stratified(), &database).await;
        let other = conduct(&stratified(), &database).await;
        let now = Timestamp::now();
        let mut here = one.enroll("token", now, Origin::Person).await.unwrap();
        send(&one, &mut here, Event::Consented, now).await;
        let seat = other.journal.store().seat_by_token(&database.study, "token").await.unwrap().unwrap();
        let mut there = other.load(seat).await.unwrap();
        // The same page, sent to both servers at once: one answer, one cell.
        tokio::join!(answer(&one, &mut here, 4, 2, now), answer(&other, &mut there, 4, 2, now));
        one.refresh(&mut here).await.unwrap();
        other.refresh(&mut there).await.unwrap();
        assert_eq!((&here.seat, &here.schedule), (&there.seat, &there.schedule));
        assert!(here.seat.cell.is_some());
        let records = one.journal.store().records(&database.study, &here.seat.participant).await.unwrap();
        let events = events(&records).unwrap();
        assert_eq!((cell_of(&events), stratum_of(&events)), (here.seat.cell, here.seat.stratum.clone()));
        assert_eq!(events.iter().filter(|event| matches!(event, Event::Assigned { .. })).count(), 1);

        // Two servers that give cells at the same time give different ones.
        let (a, b) = tokio::join!(arrive(&one, "a", 4, 2, now), arrive(&other, "b", 4, 2, now));
        assert_ne!(a.seat.cell, b.seat.cell);
        assert_eq!(widest_gap(&one, now).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_erases_the_stratum_too() {
    for database in databases() {
        let conduct = conduct(&stratified(), &database).await;
        let now = Timestamp::now();
        let mut live = arrive(&conduct, "token", 5, 3, now).await;
        assert!(live.seat.stratum.is_some());
        send(&conduct, &mut live, Event::Withdrew, now).await;
        let seats = conduct.journal.store().seats(&database.study, 0).await.unwrap();
        assert_eq!((seats[0].seat.stratum.clone(), seats[0].seat.cell), (None, live.seat.cell));
        let records = conduct.journal.store().records(&database.study, &live.seat.participant).await.unwrap();
        assert!(records.iter().all(|record| record.kind != "assigned" || record.payload.is_empty()));
        // Whoever withdrew is loaded again as one who withdrew.
        let again = conduct.load(seats[0].seat.clone()).await.unwrap();
        assert_eq!(next_screen(&conduct.study, &again.schedule, again.sitting.progress()), Screen::Withdrawn);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn synthetic_analysts_are_stratified_as_people_are() {
    let study = stratified();
    let cohort = Cohort::new(&study, team("mixed"), 3);
    let counterbalance = Counterbalance::new(&study);
    let mut fills = HashMap::new();
    let in_memory = run_in_memory(&study, &counterbalance, &cohort, 90).unwrap();
    for events in &in_memory {
        assert!(matches!(events[0], Event::Enrolled { cell: None, .. }));
        let stratum = stratum_of(events).unwrap();
        fills.entry(stratum).or_insert_with(|| vec![0; counterbalance.cells()])[cell_of(events).unwrap()] += 1;
    }
    assert!(fills.len() > 1, "more than one stratum is met");
    assert!(fills.values().all(|fills| fills.iter().max().unwrap() - fills.iter().min().unwrap() <= 1), "{fills:?}");

    let database = databases().remove(0);
    let conduct = conduct(&study, &database).await;
    run(&conduct, &cohort, 20, &indicatif::ProgressBar::hidden()).await.unwrap();
    run(&conduct, &cohort, 10, &indicatif::ProgressBar::hidden()).await.unwrap();
    let seats = conduct.journal.store().seats(&database.study, 0).await.unwrap();
    let cells = |events: &Vec<Event>| (cell_of(events), stratum_of(events));
    let expected: Vec<_> = in_memory.iter().take(30).map(cells).collect();
    let written: Vec<_> = seats.into_iter().map(|state| (state.seat.cell, state.seat.stratum)).collect();
    assert_eq!(written, expected, "in two runs as in one");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_whose_strata_changed_is_refused() {
    let database = databases().remove(0);
    let conduct = conduct(&stratified(), &database).await;
    conduct.enroll("token", Timestamp::now(), Origin::Person).await.unwrap();
    let other = Study { id: database.study.clone(), stratify: vec![Stratifier::Years], ..quickstart() };
    assert!(Conduct::open(other, conduct.journal.clone()).await.is_err());
}
