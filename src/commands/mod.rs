//! The verbs of the command line, one file each, thin.

mod analyze;
mod check;
mod close;
mod coverage;
mod demo;
mod design_words;
mod error;
mod export;
mod fit;
mod import;
mod init;
mod invite;
mod outcomes;
mod place;
mod power;
mod precision_words;
mod preregister;
mod recovery;
mod report;
mod serve;
mod simulate;
mod source;
mod status;
mod tables;
mod verify;

pub use error::CommandError;

use clap::{CommandFactory, Parser, Subcommand};

use crate::console::Console;

/// overtrust measures what AI advice does to the people who triage security alerts, and what they believe it does to them.
#[derive(Debug, Parser)]
#[command(name = "overtrust", version, about, after_help = EXAMPLES)]
pub struct CommandLine {
    /// Results as JSON on standard output
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  overtrust demo                                 the whole loop with synthetic analysts, in the browser
  overtrust init my-study                        a study of your own to start from
  overtrust serve my-study/study.toml            run it with your team";

/// The verbs, in the order of a study.
#[derive(Debug, Subcommand)]
enum Command {
    /// The whole loop on built-in defaults: 24 synthetic analysts, a study to take part in, the report
    Demo(demo::Demo),
    /// Write a study of your own to start from
    Init(init::Init),
    /// Make a study of a spreadsheet of past alerts and what an AI said of them
    Import(import::Import),
    /// Check a study or a dataset folder, and say what will happen
    Check(check::Check),
    /// Let synthetic analysts take part, or put a server under load
    Simulate(simulate::Simulate),
    /// Recover known effects: simulate many studies, and print bias and coverage of each headline estimate
    Recovery(recovery::Recovery),
    /// Participants and alerts needed: simulate studies of several sizes, and print how wide the intervals are
    Power(power::Power),
    /// Write a preregistration: design, measures, plan, the precision to expect, and what identifies the files
    Preregister(preregister::Preregister),
    /// Compare methods: simulate many crossed studies, and count how often each method's intervals hold the truth
    Coverage(coverage::Coverage),
    /// Run a study: pages for participants, until Ctrl-C
    Serve(serve::Serve),
    /// Write personal links as CSV
    Invite(invite::Invite),
    /// Who is where, without any outcome
    Status(status::Status),
    /// Close a study for good: nobody else enrols, and its outcomes may be looked at
    Close(close::Close),
    /// Compute the findings, of a study or of a table of trials
    Analyze(analyze::Analyze),
    /// Write the report as one HTML file
    Report(report::Report),
    /// Fit a formula with crossed random effects to a CSV file
    Fit(fit::Fit),
    /// Write trials, self-reports and scores as CSV
    Export(export::Export),
    /// Check the hash chains of the journal
    Verify(verify::Verify),
}

impl CommandLine {
    /// Whether results are wanted as JSON.
    pub fn json(&self) -> bool {
        self.json
    }
}

/// Runs one command.
pub async fn run(command_line: CommandLine, console: Console) -> Result<(), CommandError> {
    match command_line.command {
        None => {
            console.result(&CommandLine::command().render_help().ansi().to_string());
            Ok(())
        }
        Some(Command::Demo(command)) => command.run(console).await,
        Some(Command::Init(command)) => command.run(console),
        Some(Command::Import(command)) => command.run(console),
        Some(Command::Check(command)) => command.run(console),
        Some(Command::Simulate(command)) => command.run(console).await,
        Some(Command::Recovery(command)) => command.run(console),
        Some(Command::Power(command)) => command.run(console),
        Some(Command::Preregister(command)) => command.run(console),
        Some(Command::Coverage(command)) => command.run(console),
        Some(Command::Serve(command)) => command.run(console).await,
        Some(Command::Invite(command)) => command.run(console).await,
        Some(Command::Status(command)) => command.run(console).await,
        Some(Command::Close(command)) => command.run(console).await,
        Some(Command::Analyze(command)) => command.run(console).await,
        Some(Command::Report(command)) => command.run(console).await,
        Some(Command::Fit(command)) => command.run(console),
        Some(Command::Export(command)) => command.run(console).await,
        Some(Command::Verify(command)) => command.run(console).await,
    }
}
