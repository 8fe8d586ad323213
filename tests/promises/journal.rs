//! The journal's contract, held by both databases.

use jiff::Timestamp;
use overtrust::journal::{Conduct, Entry, Head, Journal, JournalError, Origin, ParticipantId, new_token, verify};
use overtrust::session::{Event, Sent};
use overtrust::study::{Page, Study, StudyId};
use tempfile::TempDir;

use super::notice;
use super::studies::quickstart;

/// A database that is empty, and gone when dropped.
pub struct Database {
    /// Its address.
    pub url: String,
    /// A study that nobody else has in it.
    pub study: StudyId,
    /// Where its files are.
    pub folder: TempDir,
}

/// The databases to try: SQLite always, PostgreSQL where one is named.
pub fn databases() -> Vec<Database> {
    let make = |url: Option<String>| {
        let folder = TempDir::new().unwrap();
        let url = url.unwrap_or_else(|| format!("sqlite://{}", folder.path().join("journal.db").display()));
        Database { url, study: StudyId(format!("test-{}", new_token().unwrap())), folder }
    };
    let mut databases = vec![make(None)];
    match std::env::var("TEST_DATABASE_URL") {
        Ok(url) if !url.is_empty() => databases.push(make(Some(url))),
        _ => notice("skipped on PostgreSQL: TEST_DATABASE_URL names none"),
    }
    databases
}

/// A study as one server on a database conducts it.
pub async fn conduct(study: &Study, database: &Database) -> Conduct {
    let study = Study { id: database.study.clone(), ..study.clone() };
    Conduct::open(study, Journal::open(&database.url).await.unwrap()).await.unwrap()
}

/// An event with an id, to be written.
pub fn entry(id: &str, event: Event) -> Entry {
    Entry { client_id: Some(id.into()), event, at: Timestamp::UNIX_EPOCH, origin: Origin::Person }
}

/// A participant.
pub fn ann() -> ParticipantId {
    ParticipantId("ann".into())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_appended_is_read_back_and_verifies() {
    for database in databases() {
        let journal = Journal::open(&database.url).await.unwrap();
        let answers = [("tlx-mental".to_owned(), 55.0)].into();
        let events = vec![
            Event::Enrolled { number: 0, cell: Some(3) },
            Event::Consented,
            Event::Answered { page: Page::Block(1), answers },
            Event::Visibility { trial: 4, hidden: true, at_ms: 1_234.567_890_123 },
            Event::Debriefed { keep_data: true },
        ];
        let entries =
            events.iter().enumerate().map(|(index, event)| entry(&format!("e{index}"), event.clone())).collect();
        journal.append(&database.study, &ann(), &Head::start(), None, entries).await.unwrap();

        let reopened = Journal::open(&database.url).await.unwrap();
        let records = reopened.store().records(&database.study, &ann()).await.unwrap();
        assert_eq!(overtrust::journal::events(&records).unwrap(), events);
        assert_eq!(verify(&records).unwrap().seq, 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_that_has_grown_refuses_and_nothing_is_written() {
    for database in databases() {
        let journal = Journal::open(&database.url).await.unwrap();
        let first = vec![entry("a", Event::Consented)];
        journal.append(&database.study, &ann(), &Head::start(), None, first).await.unwrap();
        let second = vec![entry("b", Event::Withdrew), entry("c", Event::Withdrew)];
        let refused = journal.append(&database.study, &ann(), &Head::start(), None, second).await;
        assert!(matches!(refused, Err(JournalError::Conflict)), "{refused:?}");
        assert_eq!(journal.store().length(&database.study, &ann()).await.unwrap(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_job_in_a_group_fails_alone() {
    for database in databases() {
        let journal = Journal::open(&database.url).await.unwrap();
        let head = journal
            .append(&database.study, &ann(), &Head::start(), None, vec![entry("a", Event::Consented)])
            .await
            .unwrap();
        let jobs = (0..40).map(|number| {
            let (journal, study, head) = (journal.clone(), database.study.clone(), head.clone());
            tokio::spawn(async move {
                let name = if number == 20 { ann() } else { ParticipantId(format!("p{number}")) };
                // Number 20 comes with a head that another write has passed.
                let head = if number == 20 { Head { seq: 0, ..head } } else { Head::start() };
                journal.append(&study, &name, &head, None, vec![entry("x", Event::Consented)]).await.is_ok()
            })
        });
        let mut written = 0;
        for job in jobs.collect::<Vec<_>>() {
            written += usize::from(job.await.unwrap());
        }
        assert_eq!(written, 39);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_or_missing_event_is_named() {
    for database in databases() {
        let journal = Journal::open(&database.url).await.unwrap();
        let entries = (0..4).map(|n| entry(&format!("e{n}"), Event::BlockEnded { block: n })).collect();
        journal.append(&database.study, &ann(), &Head::start(), None, entries).await.unwrap();
        let records = journal.store().records(&database.study, &ann()).await.unwrap();

        let mut changed = records.clone();
        changed[2].payload = changed[2].payload.replace('2', "7");
        assert_eq!(verify(&changed).unwrap_err().seq, 2);
        let mut shortened = records.clone();
        shortened.remove(1);
        assert_eq!(verify(&shortened).unwrap_err().seq, 2);
        let mut relabelled = records;
        relabelled[3].origin = "simulated".into();
        assert_eq!(verify(&relabelled).unwrap_err().seq, 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_on_one_database_agree() {
    for database in databases() {
        let study = quickstart();
        let (one, other) = (conduct(&study, &database).await, conduct(&study, &database).await);
        let now = Timestamp::now();
        let mut here = one.enroll("token", now, Origin::Person).await.unwrap();
        let seat = other.journal.store().seat_by_token(&database.study, "token").await.unwrap().unwrap();
        let mut there = other.load(seat).await.unwrap();
        assert_eq!(here.schedule, there.schedule);

        let consent = |id: &str| vec![Sent { client_id: id.into(), event: Event::Consented }];
        assert!(one.submit(&mut here, consent("a"), now).await.unwrap()[0].1.is_ok());
        // The other server has not seen the consent; the same answer sent to it changes nothing.
        assert!(other.submit(&mut there, consent("a"), now).await.unwrap()[0].1.is_ok());
        assert!(other.submit(&mut there, consent("b"), now).await.unwrap()[0].1.is_ok());
        assert_eq!(one.journal.store().length(&database.study, &here.seat.participant).await.unwrap(), 2);

        let mut numbers = Vec::new();
        for index in 0..6 {
            let conduct = if index % 2 == 0 { &one } else { &other };
            numbers.push(conduct.enroll(&format!("t{index}"), now, Origin::Person).await.unwrap().seat.number);
        }
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_study_that_would_give_other_schedules_is_refused() {
    for database in databases() {
        let conduct = conduct(&quickstart(), &database).await;
        let mut study = Study::clone(&conduct.study);
        conduct.enroll("token", Timestamp::now(), Origin::Person).await.unwrap();
        study.title = "Another title".into();
        assert!(Conduct::open(study.clone(), conduct.journal.clone()).await.is_ok(), "a text may change");
        study.seed += 1;
        let refused = Conduct::open(study, conduct.journal.clone()).await;
        assert!(matches!(refused, Err(JournalError::StudyChanged(_))), "{refused:?}");
    }
}
