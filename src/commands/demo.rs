//! `demo`: the whole loop on what the program carries: synthetic analysts, a study to take part in, the report.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;
use serde_json::json;

use super::CommandError;
use super::analyze::to_json;
use super::export::{write_tables, wrote};
use super::outcomes::find;
use super::serve::{TrainerLink, address_of, join_code, listen, stopped};
use super::simulate::team;
use crate::console::Console;
use crate::journal::{Conduct, Journal, new_token};
use crate::measures::gather;
use crate::report::html;
use crate::server::{App, Link, serve};
use crate::simulation::{Cohort, run};
use crate::study::{Files, Study};

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Do everything but serve: write the report, the findings and the data, and end
    #[arg(long)]
    once: bool,
    /// With --once: the folder to write into
    #[arg(long, value_name = "DIR", default_value = "overtrust-demo", requires = "once")]
    out: PathBuf,
    /// Do not open a browser
    #[arg(long)]
    no_browser: bool,
}

const PARTICIPANTS: u64 = 24;
const SEED: u64 = 1;
const ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 7878);

impl Demo {
    /// Runs the demonstration.
    pub async fn run(&self, console: Console) -> Result<(), CommandError> {
        let study = Study::load(Files::Embedded, Path::new("experiments/quickstart.toml"))?;
        let name = new_token().map_err(|error| CommandError::Internal(error.to_string()))?;
        let database = std::env::temp_dir().join(format!("overtrust-demo-{name}.db"));
        let ended = self.play(study, &database, console).await;
        for ending in ["", "-wal", "-shm"] {
            // The journal of a demonstration is nobody's data; where it can't be removed, the system's clean-up takes it.
            let _ = std::fs::remove_file(format!("{}{ending}", database.display()));
        }
        ended
    }

    async fn play(&self, study: Study, database: &Path, console: Console) -> Result<(), CommandError> {
        let journal = Journal::open(&format!("sqlite://{}", database.display())).await?;
        let conduct = Conduct::open(study, journal).await?;
        console.say(&format!("{PARTICIPANTS} synthetic analysts take part in \"{}\" ...", conduct.study.title));
        let cohort = Cohort::new(&conduct.study, team(None, "mixed")?, SEED);
        let progress = console.progress("analysts", PARTICIPANTS);
        run(&conduct, &cohort, PARTICIPANTS, &progress).await?;
        progress.finish_and_clear();
        if self.once { self.write(&conduct, console).await } else { self.serve(conduct, console).await }
    }

    async fn write(&self, conduct: &Conduct, console: Console) -> Result<(), CommandError> {
        let gathered = gather(&conduct.journal, &conduct.study).await?;
        let mut written = write_tables(&conduct.study, &gathered.participations, &self.out)?.to_vec();
        let findings = find(conduct, gathered)?;
        for (name, text) in [("findings.json", to_json(&findings)?), ("report.html", html(&findings))] {
            let path = self.out.join(name);
            std::fs::write(&path, text).map_err(|error| CommandError::unwritable(&path, &error))?;
            written.push(path);
        }
        wrote(console, &written);
        Ok(())
    }

    async fn serve(&self, conduct: Conduct, console: Console) -> Result<(), CommandError> {
        let anywhere = SocketAddr::new(ADDRESS.ip(), 0);
        let listener = match listen(ADDRESS).await {
            Ok(listener) => listener,
            Err(_) => listen(anywhere).await?,
        };
        let base = format!("http://{}", address_of(&listener)?);
        let code = join_code(&conduct).await?;
        let join = format!("{base}/j/{code}");
        let trainer = TrainerLink::new(&conduct.study, &base)?;
        console.outcome(
            &format!(
                "take part   {join}\nthe report  {base}/report   (reload it after you have finished)\nfor a room  {}",
                trainer.url
            ),
            &json!({
                "schema_version": 1,
                "join_link": join,
                "report": format!("{base}/report"),
                "trainer_link": trainer.url,
            }),
        );
        console.say("stop with Ctrl-C; nothing is kept");
        if !self.no_browser {
            open_browser(&format!("{base}/report"));
        }
        let app = App::new(conduct, Link { base }, code, true);
        app.admit_trainer(&trainer.token);
        serve(listener, app, stopped()).await.map_err(|error| CommandError::Internal(error.to_string()))
    }
}

/// Opens a page where a desktop offers to; where not, the link on the screen has to do.
fn open_browser(url: &str) {
    let openers: &[&[&str]] = if cfg!(target_os = "macos") {
        &[&["open"]]
    } else if cfg!(windows) {
        &[&["cmd", "/c", "start", ""]]
    } else {
        &[&["xdg-open"]]
    };
    for opener in openers {
        let mut command = Command::new(opener[0]);
        command.args(&opener[1..]).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if command.spawn().is_ok() {
            return;
        }
    }
}
