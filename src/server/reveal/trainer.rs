//! Who may see the trainer's page, and the results that were made for it last.

use std::sync::Arc;

use tokio::sync::Mutex;

use crate::findings::Room;
use crate::journal::{SeatState, hash_token};
use crate::measures::gather;
use crate::report::screens_html;
use crate::server::app::App;
use crate::server::error::PageError;
use crate::study::Incomplete;

/// Whoever has the trainer's link.
#[derive(Debug)]
pub struct Trainer {
    token_hash: String,
    made: Mutex<Option<Made>>,
}

/// Results, and the state of the seats that they were made from.
#[derive(Debug)]
struct Made {
    from: Vec<(bool, bool, bool, Option<jiff::Timestamp>)>,
    html: Arc<str>,
}

impl Trainer {
    /// Admits whoever has this token; what is kept of it is too little to make the link from.
    pub fn new(token: &str) -> Self {
        Self { token_hash: hash_token(token), made: Mutex::default() }
    }

    /// Whether this is the trainer's token.
    pub fn has(&self, token: &str) -> bool {
        hash_token(token) == self.token_hash
    }

    /// The results as HTML. They are made again only when somebody finished, was ended by a rule, withdrew or joined in the meantime, by one request while
    /// others wait.
    pub async fn results(&self, app: &App) -> Result<Arc<str>, PageError> {
        let (journal, study) = (&app.conduct().journal, &app.conduct().study);
        let mut made = self.made.lock().await;
        let keeps_incomplete = study.plan.exclusions.incomplete == Incomplete::Keep;
        let state =
            |seat: &SeatState| (seat.finished, seat.withdrew, seat.ended, keeps_incomplete.then_some(seat.last_at));
        let from: Vec<_> = journal.store().seats(&study.id, 0).await?.iter().map(state).collect();
        if let Some(made) = made.as_ref().filter(|made| made.from == from) {
            return Ok(made.html.clone());
        }
        let gathered = gather(journal, study).await?;
        let study = study.clone();
        let html = tokio::task::spawn_blocking(move || screens_html(&Room::new(&study, gathered))).await?;
        Ok(made.insert(Made { from, html: html.into() }).html.clone())
    }
}
