//! Withdrawal erases: what a participant's events said is overwritten, and their tombstones keep the chain verifiable.

use std::time::Duration;

use sqlx::{Any, Row, Transaction};

use super::record::Record;
use super::store::{JournalError, Store};

/// The kind of event that is never erased: it says what the seat says, which the assignment of the others depends on.
pub const ENROLLED: &str = "enrolled";

/// Pauses before each attempt to empty the write-ahead log.
const PAUSES: [Duration; 5] = [
    Duration::ZERO,
    Duration::from_millis(200),
    Duration::from_secs(2),
    Duration::from_secs(20),
    Duration::from_mins(5),
];

/// Makes tombstones of everything that a participant's chain said before its end. The client ids go as well: they are what
/// nobody can guess of a record, so that an answer can't be found again by trying which one has the hash.
pub async fn erase_before(transaction: &mut Transaction<'static, Any>, end: &Record) -> Result<(), JournalError> {
    let sql = "update events set payload = '', client_id = '', erased = 1 \
               where study = $1 and participant = $2 and seq < $3 and kind <> $4 and erased = 0";
    let query = sqlx::query(sql).bind(&end.study).bind(&end.participant).bind(end.seq).bind(ENROLLED);
    query.execute(&mut **transaction).await?;
    // The stratum is made of answers; the cell stays, as that of a seat does.
    let sql = "update assignments set stratum = '' where study = $1 and participant = $2";
    sqlx::query(sql).bind(&end.study).bind(&end.participant).execute(&mut **transaction).await?;
    Ok(())
}

/// Empties the write-ahead log, in which erased answers still stand, as soon as nobody else reads the database.
pub async fn empty_log(store: Store) {
    let mut ended = Ok(false);
    for pause in PAUSES {
        tokio::time::sleep(pause).await;
        ended = store.truncate_log().await;
        if matches!(ended, Ok(true)) {
            return;
        }
    }
    tracing::warn!("erased answers may still stand in the journal's write-ahead log: {ended:?}");
}

impl Store {
    /// Writes everything into the database file and cuts the log to nothing. False where somebody was in the way.
    pub(super) async fn truncate_log(&self) -> Result<bool, JournalError> {
        if !self.is_sqlite {
            return Ok(true);
        }
        let mut connection = self.pool.acquire().await?;
        // Waiting here for a reader would keep all writers waiting.
        sqlx::raw_sql("pragma busy_timeout = 0").execute(&mut *connection).await?;
        let row = sqlx::query("pragma wal_checkpoint(truncate)").fetch_one(&mut *connection).await;
        sqlx::raw_sql("pragma busy_timeout = 10000").execute(&mut *connection).await?;
        let busy: i64 = row?.try_get(0)?;
        Ok(busy == 0)
    }
}
