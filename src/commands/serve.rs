//! `serve`: pages for participants, until Ctrl-C.

use std::net::SocketAddr;

use clap::Args;
use serde_json::json;
use tokio::net::TcpListener;

use super::CommandError;
use super::outcomes::can_be_pooled;
use super::place::Place;
use crate::console::Console;
use crate::journal::{Conduct, new_join_code, new_token};
use crate::server::{App, Link, serve};
use crate::study::Study;

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:7878")]
    address: SocketAddr,
    /// The address that participants type, where a proxy with TLS stands in front: `https://study.example`
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Open a page for a trainer in front of a room: who is here, and after closing the study from there, what they did
    #[arg(long)]
    reveal: bool,
}

impl Serve {
    /// Serves the study.
    pub async fn run(&self, console: Console) -> Result<(), CommandError> {
        let public = self.public_base()?;
        let conduct = self.place.conduct().await?;
        let listener = listen(self.address).await?;
        let base = match public {
            Some(base) => base,
            None => format!("http://{}", address_of(&listener)?),
        };
        let code = join_code(&conduct).await?;
        let study = self.place.study.display();
        let trainer = if self.reveal { Some(TrainerLink::new(&conduct.study, &base)?) } else { None };
        let trainer_line =
            trainer.as_ref().map(|link| format!("\ntrainer    {}   (for you alone; new at every start)", link.url));
        console.outcome(
            &format!("join link  {base}/j/{code}\njoin code  {code} at {base}{}", trainer_line.unwrap_or_default()),
            &json!({
                "schema_version": 1,
                "join_link": format!("{base}/j/{code}"),
                "join_code": code,
                "trainer_link": trainer.as_ref().map(|link| &link.url),
            }),
        );
        console.say(&format!(
            "journal    {}\nnext       hand out the link, or single-use links: overtrust invite {study} --count 8\n           \
             who is where: overtrust status {study}\n           stop with Ctrl-C; starting again goes on where it stopped",
            self.place.url()
        ));
        let app = App::new(conduct, Link { base }, code, false);
        if let Some(link) = trainer {
            app.admit_trainer(&link.token);
        }
        serve(listener, app, stopped()).await.map_err(|error| CommandError::Internal(error.to_string()))
    }
}

/// A link to the trainer's page, which nobody can guess.
#[derive(Debug)]
pub struct TrainerLink {
    /// The secret in it.
    pub token: String,
    /// The whole link.
    pub url: String,
}

impl TrainerLink {
    /// A new link, unless the study's results could not be shown as one.
    pub fn new(study: &Study, base: &str) -> Result<Self, CommandError> {
        if !can_be_pooled(study) {
            return Err(CommandError::user(
                "conditions that differ in when advice is shown are not pooled, so that there is nothing to show a room",
                "serve without --reveal, and analyze each with --condition",
            ));
        }
        let token = new_token().map_err(|error| CommandError::Internal(error.to_string()))?;
        let url = format!("{base}/reveal/{token}");
        Ok(Self { token, url })
    }
}

impl Serve {
    /// The address that participants type, where it is not the one that is listened at.
    fn public_base(&self) -> Result<Option<String>, CommandError> {
        match &self.public_url {
            Some(url) => public_base(url).map(Some),
            None if self.address.ip().is_unspecified() => Err(CommandError::user(
                format!("nobody can type {} into a browser", self.address),
                "name the machine as participants reach it: --public-url http://NAME:PORT",
            )),
            None => Ok(None),
        }
    }
}

/// The address of a server without a slash at its end.
pub fn public_base(url: &str) -> Result<String, CommandError> {
    if url.starts_with("http://") || url.starts_with("https://") {
        return Ok(url.trim_end_matches('/').to_owned());
    }
    Err(CommandError::user(format!("`{url}` is no address"), "it starts with http:// or https://"))
}

/// Listens, or says why not.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, CommandError> {
    TcpListener::bind(address).await.map_err(|error| {
        let hint = "is another server running? choose another place with --address 127.0.0.1:PORT";
        CommandError::user(format!("can't listen at {address}: {error}"), hint)
    })
}

/// The address that a listener got.
pub fn address_of(listener: &TcpListener) -> Result<SocketAddr, CommandError> {
    listener.local_addr().map_err(|error| CommandError::Internal(error.to_string()))
}

/// The study's join code, made at the first start.
pub async fn join_code(conduct: &Conduct) -> Result<String, CommandError> {
    loop {
        let proposed = new_join_code().map_err(|error| CommandError::Internal(error.to_string()))?;
        if let Some(code) = conduct.journal.store().join_code(&conduct.study.id, &proposed).await? {
            return Ok(code);
        }
    }
}

/// Resolves when the user or the system wants the program to end.
pub async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
            return drop(interrupt.await);
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}
