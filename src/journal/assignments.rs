//! Cells that a stratified study gives after the enrolment: one table, in which no two assignments have the same turn.

use sqlx::{Any, Transaction};

use super::record::ParticipantId;
use super::store::JournalError;
use crate::assignment::Stratum;
use crate::study::StudyId;

/// A cell that is given within a stratum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// How many assignments were there before; no two have the same, so that each is made in knowledge of all others.
    pub turn: u64,
    /// The stratum.
    pub stratum: Stratum,
    /// The cell of the counterbalancing.
    pub cell: usize,
}

/// Gives a cell. False where its turn was taken in between, or the participant has one.
pub async fn insert_assignment(
    transaction: &mut Transaction<'static, Any>,
    study: &StudyId,
    participant: &ParticipantId,
    assignment: &Assignment,
) -> Result<bool, JournalError> {
    let sql = "insert into assignments (study, turn, participant, stratum, cell) values ($1, $2, $3, $4, $5) \
               on conflict do nothing";
    let query = sqlx::query(sql).bind(&study.0).bind(assignment.turn as i64).bind(&participant.0);
    let query = query.bind(assignment.stratum.to_text()).bind(assignment.cell as i64);
    Ok(query.execute(&mut **transaction).await?.rows_affected() == 1)
}
