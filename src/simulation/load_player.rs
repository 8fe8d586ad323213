//! One participant of a load: reads of each page only which form it has, and answers at random.

use std::fmt::Write as _;
use std::time::Instant;

use hyper::{Method, Uri};
use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Deserialize;

use super::http::{Body, Browserless};
use super::load::{LoadError, LoadReport, LoadSettings};
use crate::server::{WireEvent, WireReply, WireSubmission, WireWhat, page_named};
use crate::session::{Stage, Timing};
use crate::study::{Aided, Met, Page, Question, Scale, Study};

/// Trials as the server lists them; the text of the alerts is not read.
#[derive(Debug, Deserialize)]
struct TrialList {
    trials: Vec<TrialName>,
}

#[derive(Debug, Deserialize)]
struct TrialName {
    reference: String,
}

/// One participant without thinking time, who decides at random.
pub struct Player<'p> {
    study: &'p Study,
    link: &'p Uri,
    client: Browserless,
    rng: ChaCha8Rng,
    report: &'p mut LoadReport,
}

impl<'p> Player<'p> {
    /// The participant with a number, who reports what the server acknowledged.
    pub fn new(
        study: &'p Study,
        settings: &LoadSettings,
        link: &'p Uri,
        number: u64,
        report: &'p mut LoadReport,
    ) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(settings.seed);
        rng.set_stream(number);
        let client = Browserless::new(link.clone(), settings.patience);
        Self { study, link, client, rng, report }
    }

    /// Plays a whole session.
    pub async fn play(mut self) -> Result<(), LoadError> {
        let played = self.play_screens().await;
        self.report.retries += self.client.retries;
        played
    }

    async fn play_screens(&mut self) -> Result<(), LoadError> {
        const MOST_SCREENS: usize = 1000;
        self.client.request(Method::POST, self.link.path(), Body::Form(String::new())).await?;
        for _ in 0..MOST_SCREENS {
            let page = self.client.get("/session").await?.body;
            if page.contains("action=\"/session/consent\"") {
                self.form("/session/consent", "agree=yes".into()).await?;
            } else if page.contains("action=\"/session/debrief\"") {
                return self.form("/session/debrief", "keep=yes".into()).await;
            } else if page.contains("action=\"/session/browser\"") {
                let measured = "width=1280&height=800&keyboard=yes&touch=no&clock_step=0.1&refresh=16.7";
                self.form("/session/browser", measured.into()).await?;
            } else if let Some(name) = field(&page, "page") {
                let form = self.answers(name, &page);
                self.form("/session/answers", form).await?;
            } else if page.contains("/assets/trial-page.js") {
                self.trials().await?;
            } else {
                break;
            }
        }
        Err(LoadError::Unexpected("/session".into()))
    }

    async fn form(&mut self, path: &str, fields: String) -> Result<(), LoadError> {
        let answer = self.client.request(Method::POST, path, Body::Form(fields)).await?;
        if answer.status.is_redirection() { Ok(()) } else { Err(LoadError::Unexpected(path.into())) }
    }

    async fn trials(&mut self) -> Result<(), LoadError> {
        const PATH: &str = "/session/events";
        let listed = self.client.get("/session/trials").await?;
        let list: TrialList =
            serde_json::from_str(&listed.body).map_err(|_| LoadError::Unexpected("/session/trials".into()))?;
        for TrialName { reference } in list.trials {
            let submission = self.decide(&reference);
            let body = serde_json::to_string(&submission).map_err(|_| LoadError::Unexpected(PATH.into()))?;
            let sent = Instant::now();
            let answer = self.client.request(Method::POST, PATH, Body::Json(body)).await?;
            let reply: WireReply =
                serde_json::from_str(&answer.body).map_err(|_| LoadError::Unexpected(PATH.into()))?;
            self.report.latencies_ms.push(sent.elapsed().as_secs_f64() * 1000.0);
            if let Some(refusal) = reply.refused.first() {
                return Err(LoadError::Unexpected(format!("{PATH}: {}", refusal.reason)));
            }
            self.report.acknowledged.extend(reply.saved);
        }
        Ok(())
    }

    /// A whole trial: three panels, then a verdict.
    fn decide(&mut self, reference: &str) -> WireSubmission {
        let mut whats = vec![WireWhat::TrialOpened { onset_epoch_ms: 0.0 }];
        for (index, panel) in ["a", "b", "c"].iter().enumerate() {
            let at_ms = (index as f64 + 1.0) * 1000.0;
            whats.push(WireWhat::EvidenceOpened { evidence: (*panel).into(), at_ms });
            whats.push(WireWhat::EvidenceClosed { evidence: (*panel).into(), at_ms: at_ms + 900.0 });
        }
        whats.push(WireWhat::Judged {
            stage: Stage::Final,
            verdict: Some(self.rng.random_range(1..=3)),
            confidence: Some(10 * self.rng.random_range(5..=10)),
            decisive: vec!["a".into()],
            justification: None,
            expired: false,
            timing: Timing {
                wall_ms: self.rng.random_range(5_000.0..90_000.0),
                hidden_ms: 0.0,
                refresh_ms: 1000.0 / 60.0,
                dropped_frames: 0,
                clock_step_ms: 0.1,
            },
        });
        let event =
            |what| WireEvent { id: format!("{:032x}", self.rng.random::<u128>()), trial: reference.into(), what };
        WireSubmission { events: whats.into_iter().map(event).collect() }
    }

    /// The questions of a page: which of those that participants of the study may meet it has, its number of fields tells.
    fn asked(&self, name: &str, html: &str) -> Vec<Question> {
        let page = page_named(name).unwrap_or(Page::Instructions);
        let [unaided, aided] = self.study.design.pools().map(|trials| trials as u32);
        let arms = [(unaided, aided), (unaided + aided, 0), (0, unaided + aided)];
        let met = |(unaided, aided)| {
            [(Aided::No, false), (Aided::Yes, false), (Aided::No, true)].map(|(arm, has_deadline)| Met {
                unaided,
                aided,
                arm,
                has_deadline,
            })
        };
        let fields = html.matches("data-question=").count();
        let possible = arms.into_iter().flat_map(met).map(|met| self.study.questions(page, met));
        possible.into_iter().find(|questions| questions.len() == fields).unwrap_or_default()
    }

    /// The fields of a page's form, answered at random.
    fn answers(&mut self, name: &str, html: &str) -> String {
        let mut form = format!("page={name}");
        for (index, Question { scale, .. }) in self.asked(name, html).into_iter().enumerate() {
            let field = format!("q{index}");
            // Writing to a text never fails.
            let _ = match scale {
                Scale::Duration => {
                    write!(form, "&{field}_minutes=1&{field}_seconds={}", self.rng.random_range(0..60))
                }
                Scale::PercentChange => {
                    write!(form, "&{field}_direction=faster&{field}_percent={}", self.rng.random_range(1..50))
                }
                Scale::Count { most } => write!(form, "&{field}={}", self.rng.random_range(0..=most)),
                Scale::Rating { .. } => write!(form, "&{field}={}", 5 * self.rng.random_range(0..=20)),
                Scale::Agreement { steps, .. } => write!(form, "&{field}={}", self.rng.random_range(1..=steps)),
                Scale::Choice(options) => write!(form, "&{field}={}", self.rng.next_u32() as usize % options.len()),
                Scale::Whole { least, most, .. } => write!(form, "&{field}={}", self.rng.random_range(least..=most)),
            };
        }
        form
    }
}

/// The value of a hidden field of a page.
fn field<'t>(page: &'t str, name: &str) -> Option<&'t str> {
    let (_, after) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    after.split_once('"').map(|(value, _)| value)
}
