//! Starts the program: reads the command line, runs one command, and turns its end into an exit code.

use std::process::ExitCode;

use clap::Parser;
use overtrust::commands::{CommandLine, run};
use overtrust::console::Console;

fn main() -> ExitCode {
    let command_line = CommandLine::parse();
    let console = Console::new(command_line.json());
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::WARN)
        .with_target(false)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            console.failure(&format!("the runtime can't start: {error}"), None);
            return ExitCode::from(3);
        }
    };
    match runtime.block_on(run(command_line, console)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error.tell(console);
            ExitCode::from(error.exit_code())
        }
    }
}
