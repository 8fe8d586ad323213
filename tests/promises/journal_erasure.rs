//! What a withdrawal leaves in the journal, in both databases.

use std::time::Duration;

use jiff::Timestamp;
use overtrust::findings::of_gathered;
use overtrust::journal::{Conduct, Entry, Head, Journal, Origin, ParticipantId, Record, Seat, verify};
use overtrust::measures::gather;
use overtrust::session::{Event, Judgement, Refusal, Sent};
use overtrust::simulation::{Cohort, run};
use overtrust::study::{Page, StudyId, Verdict};
use sqlx::{Connection, SqliteConnection};

use super::journal::{Database, ann, conduct, databases, entry};
use super::studies::{TIMING, quickstart, team};

/// A verdict with a reason in words.
fn judged(reason: &str) -> Event {
    let plain = Judgement::plain(0, Verdict::TruePositive, 80, TIMING);
    Event::Judged(Judgement { justification: Some(reason.into()), ..plain })
}

/// A chain as a participant makes it, with a name in every payload and id by which it can be found in the files.
async fn take_part(journal: &Journal, study: &StudyId, participant: &ParticipantId, number: u64) -> Head {
    let name = &participant.0;
    let mut entries = vec![Entry { client_id: None, ..entry("", Event::Enrolled { number, cell: Some(3) }) }];
    entries.push(entry(&format!("consent-of-{name}"), Event::Consented));
    entries.extend((0..40).map(|n| entry(&format!("id-{n}-of-{name}"), judged(&format!("reason-{n}-of-{name}")))));
    let seat = Seat { number, cell: Some(3), stratum: None, participant: participant.clone() };
    journal.enroll(study, seat, format!("token-of-{name}"), None, entries).await.unwrap()
}

/// Whether a text stands anywhere in the files of a database, the write-ahead log included; none where it has no files.
fn holds(database: &Database, text: &str) -> Option<bool> {
    let files = ["journal.db", "journal.db-wal"].map(|name| std::fs::read(database.folder.path().join(name)));
    let stands = |bytes: Vec<u8>| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    database.url.starts_with("sqlite:").then(|| files.into_iter().flatten().any(stands))
}

/// Waits until a text is gone from the files. The write-ahead log is emptied as soon as nobody reads.
async fn await_gone(database: &Database, text: &str) {
    for _ in 0..100 {
        if holds(database, text) != Some(true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{text} still stands in the files");
}

/// What stays of a record when it is erased.
fn outline(record: &Record) -> (i64, &str, &str, &str, &str) {
    (record.seq, &record.kind, &record.at, &record.origin, &record.hash)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_erases_the_answers_and_the_chain_verifies() {
    for end in [Event::Withdrew, Event::Debriefed { keep_data: false }] {
        for database in databases() {
            let journal = Journal::open(&database.url).await.unwrap();
            let bob = ParticipantId("bob".into());
            let head = take_part(&journal, &database.study, &ann(), 0).await;
            take_part(&journal, &database.study, &bob, 1).await;
            let before = journal.store().records(&database.study, &ann()).await.unwrap();
            let of_bob = journal.store().records(&database.study, &bob).await.unwrap();
            let seats = journal.store().seats(&database.study, 0).await.unwrap();
            let findable = ["reason-0-of-ann", "reason-39-of-ann", "id-17-of-ann", "consent-of-ann"];
            for text in findable {
                assert_ne!(holds(&database, text), Some(false), "{text} can be found as long as it is there");
            }
            journal.append(&database.study, &ann(), &head, None, vec![entry("end", end.clone())]).await.unwrap();

            let after = journal.store().records(&database.study, &ann()).await.unwrap();
            assert_eq!(verify(&after).unwrap(), Head::of(&after));
            assert_eq!(after[0], before[0], "the enrolment stays");
            for (after, before) in after[1..].iter().zip(&before[1..]) {
                assert!(after.erased && after.payload.is_empty() && after.client_id.is_empty(), "{after:?}");
                assert_eq!(outline(after), outline(before));
            }
            let known = overtrust::journal::events(&after).unwrap();
            assert_eq!(known, [Event::Enrolled { number: 0, cell: Some(3) }, end.clone()]);
            assert_eq!(journal.store().records(&database.study, &bob).await.unwrap(), of_bob, "nobody else is touched");
            let seats_after = journal.store().seats(&database.study, 0).await.unwrap();
            assert_eq!(
                seats_after.iter().map(|state| &state.seat).collect::<Vec<_>>(),
                [&seats[0].seat, &seats[1].seat]
            );
            assert!(seats_after[0].withdrew && !seats_after[1].withdrew);

            for text in findable {
                await_gone(&database, text).await;
            }
            assert_ne!(holds(&database, "reason-39-of-bob"), Some(false));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_tombstone_is_named() {
    for database in databases() {
        let journal = Journal::open(&database.url).await.unwrap();
        let head = take_part(&journal, &database.study, &ann(), 0).await;
        let kept = journal.store().records(&database.study, &ann()).await.unwrap();
        journal.append(&database.study, &ann(), &head, None, vec![entry("end", Event::Withdrew)]).await.unwrap();
        let withdrawn = journal.store().records(&database.study, &ann()).await.unwrap();
        let last = withdrawn.len() - 1;
        // Changes a chain, and expects it to break at an event.
        let check = |what: &str, chain: &[Record], seq: usize, change: &dyn Fn(&mut Vec<Record>)| {
            let mut chain = chain.to_vec();
            change(&mut chain);
            assert_eq!(verify(&chain).map_err(|broken| broken.seq), Err(seq as i64), "{what}");
        };
        let erase = |record: &mut Record| {
            (record.erased, record.payload, record.client_id) = (true, String::new(), String::new());
        };
        check("emptied without a mark", &kept, 5, &|chain| chain[5].payload.clear());
        check("emptied to nothing said", &kept, 5, &|chain| chain[5].payload = "{}".into());
        check("erased without a withdrawal", &kept, 5, &|chain| erase(&mut chain[5]));
        check("the last one erased", &kept, last - 1, &|chain| erase(&mut chain[last - 1]));
        check("all erased, no withdrawal", &kept, 1, &|chain| chain[1..].iter_mut().for_each(erase));
        check("the withdrawal removed", &withdrawn, 1, &|chain| drop(chain.pop()));
        check("the withdrawal erased", &withdrawn, 1, &|chain| erase(&mut chain[last]));
        check("the enrolment erased", &withdrawn, 0, &|chain| erase(&mut chain[0]));
        check("a tombstone that speaks", &withdrawn, 5, &|chain| chain[5].payload = "{\"trial\":0}".into());
        check("one left over", &withdrawn, 5, &|chain| chain[5] = kept[5].clone());
        check("a tombstone removed", &withdrawn, 6, &|chain| drop(chain.remove(5)));
        check("another kind", &withdrawn, last, &|chain| chain[5].kind = "visibility".into());
        check("another time", &withdrawn, last, &|chain| chain[5].at = "2026-01-01T00:00:00Z".into());
        check("another origin", &withdrawn, last, &|chain| chain[5].origin = "simulated".into());
        check("another hash", &withdrawn, last, &|chain| chain[5].hash = chain[6].hash.clone());
        check("another withdrawal", &withdrawn, last, &|chain| chain[last].client_id = "other".into());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawing_twice_is_withdrawing_once_on_any_number_of_servers() {
    for database in databases() {
        let study = quickstart();
        let (one, other) = (conduct(&study, &database).await, conduct(&study, &database).await);
        let now = Timestamp::now();
        let sent = |id: &str, event: Event| vec![Sent { client_id: id.into(), event }];
        let mut here = one.enroll("token", now, Origin::Person).await.unwrap();
        one.submit(&mut here, sent("a", Event::Consented), now).await.unwrap();
        let mut there = other.load(here.seat.clone()).await.unwrap();
        let mut third = other.load(here.seat.clone()).await.unwrap();
        let records = async || other.journal.store().records(&database.study, &here.seat.participant).await.unwrap();
        let mut withdrawing = one.load(here.seat.clone()).await.unwrap();
        assert!(one.submit(&mut withdrawing, sent("b", Event::Withdrew), now).await.unwrap()[0].1.is_ok());
        let first = records().await;
        assert_eq!((first.len(), first.iter().filter(|record| record.erased).count()), (3, 1));

        // The other server has not seen the withdrawal: an answer that comes there now is refused, and a withdrawal is no second one.
        let answers = [("role".to_owned(), 1.0), ("years".to_owned(), 1.0), ("ai-use".to_owned(), 1.0)].into();
        let late = Event::Answered { page: Page::Background, answers };
        assert_eq!(other.submit(&mut there, sent("c", late), now).await.unwrap()[0].1, Err(Refusal::NotNow));
        assert!(other.submit(&mut third, sent("d", Event::Withdrew), now).await.unwrap()[0].1.is_ok());
        assert!(one.submit(&mut withdrawing, sent("b", Event::Withdrew), now).await.unwrap()[0].1.is_ok());
        assert_eq!(records().await, first);
        verify(&first).unwrap();
        assert!(!there.sitting.progress().consented, "a server that had the session open has forgotten it too");
        assert_eq!(there.sitting.progress(), withdrawing.sitting.progress());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_synthetic_analysts_who_withdraw_nothing_is_known_but_that() {
    for database in databases() {
        let mut study = quickstart();
        study.id = database.study.clone();
        study.plan.replicates = 200;
        let conduct = Conduct::open(study, Journal::open(&database.url).await.unwrap()).await.unwrap();
        let team = team("mixed");
        let cohort = Cohort::new(&conduct.study, team, 5);
        run(&conduct, &cohort, 6, &indicatif::ProgressBar::hidden()).await.unwrap();
        let before = gather(&conduct.journal, &conduct.study).await.unwrap();
        assert_eq!((before.erased_events, before.erased_participants), (0, 0));
        for number in [1, 4] {
            let seat = conduct.journal.store().seats(&database.study, number).await.unwrap()[0].seat.clone();
            let mut live = conduct.load(seat).await.unwrap();
            let withdrawal = vec![Sent { client_id: "end".into(), event: Event::Withdrew }];
            conduct.submit(&mut live, withdrawal, Timestamp::now()).await.unwrap();
        }
        let after = gather(&conduct.journal, &conduct.study).await.unwrap();
        let of = |numbers: [usize; 2]| numbers.map(|number| before.participations[number].events.len() - 1);
        assert_eq!(after.erased_events, of([1, 4]).iter().sum::<usize>());
        assert_eq!((after.erased_participants, after.events), (2, before.events + 2));
        assert_eq!((after.simulated, after.participations.len()), (6, 6));
        for number in [0, 2, 3, 5] {
            assert_eq!(after.participations[number], before.participations[number]);
        }
        let findings = of_gathered(&conduct.study, after);
        let flow = &findings.flow;
        assert_eq!((flow.enrolled, flow.finished, flow.withdrew, flow.analysed), (6, 4, 2, 4));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_only_delays_the_erasure_from_the_log() {
    let database = &databases()[0];
    let journal = Journal::open(&database.url).await.unwrap();
    let head = take_part(&journal, &database.study, &ann(), 0).await;
    let mut reader = SqliteConnection::connect(&database.url).await.unwrap();
    sqlx::raw_sql("begin; select count(*) from events").execute(&mut reader).await.unwrap();
    journal.append(&database.study, &ann(), &head, None, vec![entry("end", Event::Withdrew)]).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(holds(database, "reason-39-of-ann"), Some(true), "who reads still sees the former state");
    sqlx::raw_sql("rollback").execute(&mut reader).await.unwrap();
    await_gone(database, "reason-39-of-ann").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_a_stopped_server_left_is_emptied_at_the_next_start() {
    let database = &databases()[0];
    let stopped = tokio::task::spawn_blocking({
        let (url, study) = (database.url.clone(), database.study.clone());
        move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            let reader = runtime.block_on(async {
                let journal = Journal::open(&url).await.unwrap();
                let head = take_part(&journal, &study, &ann(), 0).await;
                let mut reader = SqliteConnection::connect(&url).await.unwrap();
                sqlx::raw_sql("begin; select count(*) from events").execute(&mut reader).await.unwrap();
                journal.append(&study, &ann(), &head, None, vec![entry("end", Event::Withdrew)]).await.unwrap();
                reader
            });
            // The server ends before the log could be emptied.
            runtime.shutdown_background();
            reader
        }
    });
    let mut reader = stopped.await.unwrap();
    sqlx::raw_sql("rollback").execute(&mut reader).await.unwrap();
    assert_eq!(holds(database, "reason-39-of-ann"), Some(true));
    Journal::open(&database.url).await.unwrap();
    assert_eq!(holds(database, "reason-39-of-ann"), Some(false));
}
