//! The journal's tables: the only place with SQL, the same for SQLite and PostgreSQL.

use std::str::FromStr;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions, AnyRow};
use sqlx::{Any, AnyPool, ConnectOptions, Row, Transaction};

use super::chain::Broken;
use super::record::{ParticipantId, Record};
use crate::assignment::Stratum;
use crate::study::StudyId;

/// What can go wrong with a journal.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The database said no.
    #[error("the journal's database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The tables could not be made.
    #[error("the journal's tables could not be made: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The URL names no database that the program knows.
    #[error("`{0}` is no database")]
    Url(String),
    /// Another process wrote to the same chain in between.
    #[error("another process wrote to this participant's chain")]
    Conflict,
    /// The files would give participants other schedules than they had.
    #[error(
        "the journal holds another study `{0}`: its seed, alerts, design, groups, strata or criterion of practice differ from the file's"
    )]
    StudyChanged(String),
    /// A chain does not hold.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// Writing failed for a whole group.
    #[error("the journal could not be written: {0}")]
    Unwritten(String),
    /// The study takes no one else.
    #[error("the study is closed")]
    StudyClosed,
    /// The system gave no randomness for a name.
    #[error("the system gave no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
    /// The writer has stopped.
    #[error("the journal is closed")]
    Closed,
    /// A stored event can't be read.
    #[error("event {seq} of participant {participant} can't be read: {source}")]
    Payload {
        /// Whose event.
        participant: String,
        /// Which.
        seq: i64,
        /// Why.
        source: serde_json::Error,
    },
}

/// The tables.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) pool: AnyPool,
    pub(super) is_sqlite: bool,
}

/// A place in the assignment: a participant's number and cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Counted from 0.
    pub number: u64,
    /// The cell of the counterbalancing; none before a stratified study has given one.
    pub cell: Option<usize>,
    /// The stratum within which the cell was given, where the study has strata; erased where the participant withdrew.
    pub stratum: Option<Stratum>,
    /// Who has it.
    pub participant: ParticipantId,
}

/// A seat and what has become of it.
#[expect(clippy::struct_excessive_bools, reason = "each says whether one thing has happened")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatState {
    /// The seat.
    pub seat: Seat,
    /// When its last event was received.
    pub last_at: jiff::Timestamp,
    /// Whether the last questions were answered.
    pub finished: bool,
    /// Whether the debrief was read.
    pub debriefed: bool,
    /// Whether a rule of the study ended the session before its last questions.
    pub ended: bool,
    /// Whether the participant withdrew, or did not let the data be kept.
    pub withdrew: bool,
}

/// A participant whose last event is older than this no longer holds their place in the counterbalancing.
pub const RECENTLY_ACTIVE: Duration = Duration::from_hours(2);

impl SeatState {
    /// Whether the participant finished and lets the data be kept.
    pub fn is_kept(&self) -> bool {
        self.finished && !self.withdrew
    }

    /// Whether the participant has still something to answer.
    pub fn goes_on(&self) -> bool {
        !self.finished && !self.withdrew && !self.ended
    }

    /// Whether the participant counts in the counterbalancing: finished and not withdrawn, or active recently in a session that goes on.
    pub fn holds_place(&self, now: jiff::Timestamp) -> bool {
        let idle = now.duration_since(self.last_at).unsigned_abs();
        self.is_kept() || self.goes_on() && idle < RECENTLY_ACTIVE
    }

    /// Whether nothing more will happen in the seat.
    pub fn is_settled(&self) -> bool {
        self.debriefed || self.withdrew || self.ended
    }
}

/// How every connection to SQLite behaves: nothing acknowledged is lost, and nothing deleted can be read from the file.
const PRAGMAS: &str = "pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 10000; \
                       pragma secure_delete = on";

/// What stands for the cell of a seat that has none.
const NO_CELL: i64 = -1;

/// The columns of a seat, with its assignment where the study gives cells later.
const FIELDS_OF_SEAT: &str = "s.number, coalesce(a.cell, s.cell), s.participant, coalesce(a.stratum, '')";

const FROM_SEATS: &str = "from seats s left join assignments a on a.study = s.study and a.participant = s.participant";

/// Whether an event ends the session by a rule of the study.
const ENDS: &str = "(e.kind = 'practice-failed' and e.payload like '%\"ends\":true%' \
                    or e.kind = 'came-back-late' and e.payload like '%\"restarts\":false%')";

const COLUMNS: &str = "study, participant, seq, kind, payload, at, origin, client_id, hash";

impl Store {
    /// Connects to a database and makes the tables where they are not there yet.
    pub async fn connect(url: &str) -> Result<Self, JournalError> {
        sqlx::any::install_default_drivers();
        let url = match url.split_once(':') {
            Some(("sqlite", _)) if !url.contains('?') => format!("{url}?mode=rwc"),
            Some(("sqlite" | "postgres" | "postgresql", _)) => url.to_owned(),
            _ => return Err(JournalError::Url(url.into())),
        };
        let is_sqlite = url.starts_with("sqlite:");
        let options = AnyConnectOptions::from_str(&url)?.disable_statement_logging();
        let pool = AnyPoolOptions::new()
            .max_connections(if is_sqlite { 4 } else { 8 })
            .acquire_timeout(Duration::from_secs(10))
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if is_sqlite {
                        sqlx::raw_sql(PRAGMAS).execute(connection).await?;
                    }
                    Ok(())
                })
            })
            .connect_with(options)
            .await?;
        sqlx::migrate!("src/journal/migrations").run(&pool).await?;
        let store = Self { pool, is_sqlite };
        // A server that was stopped right after a withdrawal has left this to whoever opens the journal next.
        store.truncate_log().await?;
        Ok(store)
    }

    /// Starts a transaction.
    pub async fn begin(&self) -> Result<Transaction<'static, Any>, JournalError> {
        Ok(self.pool.begin().await?)
    }

    /// Every record of a participant, in order.
    pub async fn records(&self, study: &StudyId, participant: &ParticipantId) -> Result<Vec<Record>, JournalError> {
        let sql = format!("select {COLUMNS}, erased from events where study = $1 and participant = $2 order by seq");
        let rows =
            sqlx::query(sqlx::AssertSqlSafe(sql)).bind(&study.0).bind(&participant.0).fetch_all(&self.pool).await?;
        rows.iter().map(record).collect()
    }

    /// The number of a participant's records.
    pub async fn length(&self, study: &StudyId, participant: &ParticipantId) -> Result<i64, JournalError> {
        let sql = "select seq from events where study = $1 and participant = $2 order by seq desc limit 1";
        let last: Option<i64> =
            sqlx::query_scalar(sql).bind(&study.0).bind(&participant.0).fetch_optional(&self.pool).await?;
        Ok(last.map_or(0, |seq| seq + 1))
    }

    /// Every record of a study, by participant and number.
    pub async fn all_records(&self, study: &StudyId) -> Result<Vec<Record>, JournalError> {
        let sql = format!("select {COLUMNS}, erased from events where study = $1 order by participant, seq");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(&study.0).fetch_all(&self.pool).await?;
        rows.iter().map(record).collect()
    }

    /// The seat that a link's token holds.
    pub async fn seat_by_token(&self, study: &StudyId, token_hash: &str) -> Result<Option<Seat>, JournalError> {
        let sql = format!("select {FIELDS_OF_SEAT} {FROM_SEATS} where s.study = $1 and s.token_hash = $2");
        let row =
            sqlx::query(sqlx::AssertSqlSafe(sql)).bind(&study.0).bind(token_hash).fetch_optional(&self.pool).await?;
        row.as_ref().map(seat).transpose()
    }

    /// The seats from a number on, with what has become of them.
    pub async fn seats(&self, study: &StudyId, from: u64) -> Result<Vec<SeatState>, JournalError> {
        let last = "select e.at from events e where e.study = s.study and e.participant = s.participant";
        let count = "select count(*) from events e where e.study = s.study and e.participant = s.participant";
        let sql = format!(
            "select {FIELDS_OF_SEAT}, ({last} order by e.seq desc limit 1), \
             ({count} and e.kind = 'completed'), ({count} and e.kind = 'debriefed'), ({count} and e.kind = 'withdrew'), \
             ({count} and e.kind = 'debriefed' and e.payload like '%false%'), ({count} and {ENDS}) \
             {FROM_SEATS} where s.study = $1 and s.number >= $2 order by s.number"
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(&study.0).bind(from as i64);
        query.fetch_all(&self.pool).await?.iter().map(seat_state).collect()
    }

    /// Whether a link was handed out as a personal invitation.
    pub async fn is_invited(&self, study: &StudyId, token_hash: &str) -> Result<bool, JournalError> {
        let sql = "select count(*) from invitations where study = $1 and token_hash = $2";
        let count: i64 = sqlx::query_scalar(sql).bind(&study.0).bind(token_hash).fetch_one(&self.pool).await?;
        Ok(count > 0)
    }

    /// How many personal invitations there are.
    pub async fn invitations(&self, study: &StudyId) -> Result<i64, JournalError> {
        let sql = "select count(*) from invitations where study = $1";
        Ok(sqlx::query_scalar(sql).bind(&study.0).fetch_one(&self.pool).await?)
    }

    /// Writes down personal invitations: (hash of the token, label).
    pub async fn invite(
        &self,
        study: &StudyId,
        invitations: &[(String, String)],
        at: &str,
    ) -> Result<(), JournalError> {
        let sql = "insert into invitations (study, token_hash, label, created_at) values ($1, $2, $3, $4)";
        let mut transaction = self.begin().await?;
        for (token_hash, label) in invitations {
            let query = sqlx::query(sql).bind(&study.0).bind(token_hash).bind(label).bind(at);
            query.execute(&mut *transaction).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// The study's join code: `proposed` where it has none yet. None where the proposed code belongs to another study.
    pub async fn join_code(&self, study: &StudyId, proposed: &str) -> Result<Option<String>, JournalError> {
        let insert = "insert into join_codes (code, study) values ($1, $2) on conflict do nothing";
        sqlx::query(insert).bind(proposed).bind(&study.0).execute(&self.pool).await?;
        let sql = "select code from join_codes where study = $1";
        Ok(sqlx::query_scalar(sql).bind(&study.0).fetch_optional(&self.pool).await?)
    }
}

/// Takes a seat. False where its number was taken in between.
pub async fn insert_seat(
    transaction: &mut Transaction<'static, Any>,
    study: &StudyId,
    seat: &Seat,
    token_hash: &str,
) -> Result<bool, JournalError> {
    let sql = "insert into seats (study, number, cell, participant, token_hash) values ($1, $2, $3, $4, $5) \
               on conflict do nothing";
    let cell = seat.cell.map_or(NO_CELL, |cell| cell as i64);
    let query = sqlx::query(sql).bind(&study.0).bind(seat.number as i64).bind(cell);
    let done = query.bind(&seat.participant.0).bind(token_hash).execute(&mut **transaction).await?;
    Ok(done.rows_affected() == 1)
}

/// Appends records. False where one of them was there already, by number or by the sender's id.
pub async fn insert_records(
    transaction: &mut Transaction<'static, Any>,
    records: &[&Record],
) -> Result<bool, JournalError> {
    const FIELDS: usize = 9;
    const RECORDS_AT_ONCE: usize = 64;
    for chunk in records.chunks(RECORDS_AT_ONCE) {
        let places: Vec<String> = (0..chunk.len())
            .map(|row| {
                let places: Vec<String> = (1..=FIELDS).map(|field| format!("${}", row * FIELDS + field)).collect();
                format!("({})", places.join(", "))
            })
            .collect();
        let sql = format!("insert into events ({COLUMNS}) values {} on conflict do nothing", places.join(", "));
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for record in chunk {
            query = query.bind(&record.study).bind(&record.participant).bind(record.seq).bind(&record.kind);
            query = query.bind(&record.payload).bind(&record.at).bind(&record.origin);
            query = query.bind(&record.client_id).bind(&record.hash);
        }
        let done = query.execute(&mut **transaction).await?;
        if done.rows_affected() != chunk.len() as u64 {
            return Ok(false);
        }
    }
    Ok(true)
}

fn record(row: &AnyRow) -> Result<Record, JournalError> {
    Ok(Record {
        study: row.try_get(0)?,
        participant: row.try_get(1)?,
        seq: row.try_get(2)?,
        kind: row.try_get(3)?,
        payload: row.try_get(4)?,
        at: row.try_get(5)?,
        origin: row.try_get(6)?,
        client_id: row.try_get(7)?,
        hash: row.try_get(8)?,
        erased: row.try_get::<i64, _>(9)? != 0,
    })
}

fn seat_state(row: &AnyRow) -> Result<SeatState, JournalError> {
    /// The first column after those of the seat.
    const FIRST: usize = 4;
    let count = |column: usize| row.try_get::<i64, _>(FIRST + column).map(|count| count > 0);
    let at: String = row.try_get(FIRST)?;
    Ok(SeatState {
        seat: seat(row)?,
        last_at: at.parse().unwrap_or(jiff::Timestamp::UNIX_EPOCH),
        finished: count(1)?,
        debriefed: count(2)?,
        withdrew: count(3)? || count(4)?,
        ended: count(5)?,
    })
}

fn seat(row: &AnyRow) -> Result<Seat, JournalError> {
    let (number, cell): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
    let stratum: String = row.try_get(3)?;
    Ok(Seat {
        number: number as u64,
        cell: usize::try_from(cell).ok(),
        stratum: Stratum::from_text(&stratum),
        participant: ParticipantId(row.try_get(2)?),
    })
}
