//! What every handler shares: the study being conducted, and the sessions that are open.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::Timestamp;

use super::error::PageError;
use super::reveal::Trainer;
use crate::journal::{Conduct, Live, Origin, hash_token};

/// The server's state; clones share it.
#[derive(Debug, Clone)]
pub struct App(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    conduct: Conduct,
    link: Link,
    join_code: String,
    shows_report: bool,
    trainer: OnceLock<Trainer>,
    open: Mutex<HashMap<String, Session>>,
}

/// How participants reach the server.
#[derive(Debug, Clone)]
pub struct Link {
    /// Scheme and host, without a slash at the end.
    pub base: String,
}

/// One open session; whoever holds the lock is the only one to change it.
pub type Session = Arc<tokio::sync::Mutex<Live>>;

/// Sessions that are kept in memory; any other is read again from the journal.
const MOST_OPEN: usize = 256;

impl Link {
    /// Whether the connection is encrypted, so that cookies can insist on it.
    pub fn is_secure(&self) -> bool {
        self.base.starts_with("https://")
    }

    /// The personal link of a token.
    pub fn personal(&self, token: &str) -> String {
        format!("{}/p/{token}", self.base)
    }
}

impl App {
    /// A server for a study. `shows_report` opens `/report`, which only a demonstration does: it would unblind a facilitator.
    pub fn new(conduct: Conduct, link: Link, join_code: String, shows_report: bool) -> Self {
        let (trainer, open) = (OnceLock::new(), Mutex::default());
        Self(Arc::new(Inner { conduct, link, join_code, shows_report, trainer, open }))
    }

    /// Opens the trainer's page to whoever has this token. The first token counts.
    pub fn admit_trainer(&self, token: &str) {
        self.0.trainer.get_or_init(|| Trainer::new(token));
    }

    /// Who may see the trainer's page; nobody where no token was given.
    pub fn trainer(&self) -> Option<&Trainer> {
        self.0.trainer.get()
    }

    /// The study being conducted.
    pub fn conduct(&self) -> &Conduct {
        &self.0.conduct
    }

    /// How participants reach the server.
    pub fn link(&self) -> &Link {
        &self.0.link
    }

    /// The code that lets anyone join.
    pub fn join_code(&self) -> &str {
        &self.0.join_code
    }

    /// Whether `/report` is open.
    pub fn shows_report(&self) -> bool {
        self.0.shows_report
    }

    /// The session that a token belongs to, up to date with the journal.
    pub async fn session(&self, token: &str) -> Result<Option<Session>, PageError> {
        let hash = hash_token(token);
        let known = self.0.open.lock().unwrap_or_else(PoisonError::into_inner).get(&hash).cloned();
        if let Some(session) = known {
            self.conduct().refresh(&mut *session.lock().await).await?;
            return Ok(Some(session));
        }
        let Some(seat) = self.conduct().journal.store().seat_by_token(&self.conduct().study.id, &hash).await? else {
            return Ok(None);
        };
        let live = self.conduct().load(seat).await?;
        Ok(Some(self.keep(hash, live)))
    }

    /// Enrols whoever holds a token that has no session. Where one was begun in between, it is that one.
    pub async fn enroll(&self, token: &str, origin: Origin) -> Result<Session, PageError> {
        let hash = hash_token(token);
        let live = self.conduct().enroll(&hash, Timestamp::now(), origin).await?;
        Ok(self.keep(hash, live))
    }

    /// Whether a token was handed out as a personal invitation.
    pub async fn is_invited(&self, token: &str) -> Result<bool, PageError> {
        Ok(self.conduct().journal.store().is_invited(&self.conduct().study.id, &hash_token(token)).await?)
    }

    fn keep(&self, hash: String, live: Live) -> Session {
        let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= MOST_OPEN {
            open.retain(|_, session| Arc::strong_count(session) > 1);
        }
        open.entry(hash).or_insert_with(|| Arc::new(tokio::sync::Mutex::new(live))).clone()
    }
}
