//! `coverage`: which method's intervals hold the truth as often as they claim, in a study of this size?

use clap::Args;
use serde_json::json;

use super::CommandError;
use crate::console::{Console, table};
use crate::findings::coverage::{Line, METHODS, Method, Quantity, Size, World, coverage};

/// Arguments of `coverage`.
#[derive(Debug, Args)]
pub struct Coverage {
    /// Participants of each simulated study
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(4..))]
    participants: u32,
    /// Items, all of which every participant meets
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(8..))]
    items: u32,
    /// How many studies, with effects and again without
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u64).range(2..))]
    studies: u64,
    /// Only the methods whose name contains this [default: all but the parametric bootstrap, which takes long]
    #[arg(long, value_name = "TEXT")]
    method: Option<String>,
    /// The seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Coverage {
    /// Simulates and counts.
    pub fn run(&self, console: Console) -> Result<(), CommandError> {
        let size = Size { participants: self.participants as usize, items: self.items as usize };
        let wanted = |method: &&Method| match &self.method {
            Some(part) => method.name.contains(part.as_str()),
            None => !method.name.contains("parametric"),
        };
        let methods: Vec<&Method> = METHODS.iter().filter(wanted).collect();
        if methods.is_empty() {
            let names: Vec<&str> = METHODS.iter().map(|method| method.name).collect();
            return Err(CommandError::user("no method has such a name", format!("known: {}", names.join(", "))));
        }
        let progress = console.progress("studies", 2 * self.studies);
        let [with, without] = [World::Effects, World::Null].map(|world| {
            tokio::task::block_in_place(|| coverage(&methods, size, world, self.studies, self.seed, || progress.inc(1)))
        });
        progress.finish_and_clear();
        console.outcome(&self.text(&with, &without), &self.json(&with, &without));
        Ok(())
    }

    fn text(&self, with: &[Line], without: &[Line]) -> String {
        let sections = [Quantity::Speed, Quantity::Accuracy, Quantity::AttributableBias].map(|quantity| {
            let pairs = with.iter().zip(without).filter(|(line, _)| line.quantity == quantity);
            let rows: Vec<Vec<String>> = pairs.map(|(line, null)| row(line, null)).collect();
            let header =
                ["95 % interval", "mean", "spread", "width", "coverage", "if null", "false positives", "answered"];
            let truth = with.iter().find(|line| line.quantity == quantity).map_or(0.0, |line| line.truth);
            format!("{}: truth {truth:.4}\n{}", name(quantity), table(&header, &rows))
        });
        format!(
            "{} participants x {} items, {} studies each; Monte Carlo error of a coverage near 95 %: {:.1} points\n\n{}",
            self.participants,
            self.items,
            self.studies,
            100.0 * (0.95 * 0.05 / self.studies as f64).sqrt(),
            sections.join("\n\n")
        )
    }

    fn json(&self, with: &[Line], without: &[Line]) -> serde_json::Value {
        let line = |line: &Line| {
            json!({
                "quantity": name(line.quantity),
                "method": line.method,
                "truth": line.truth,
                "mean": line.mean,
                "spread": line.spread,
                "width": line.width,
                "coverage": line.coverage,
                "rejected": line.rejected,
                "answered": line.answered,
                "studies": line.studies,
            })
        };
        json!({
            "schema_version": 1,
            "participants": self.participants,
            "items": self.items,
            "effects": with.iter().map(line).collect::<Vec<_>>(),
            "null": without.iter().map(line).collect::<Vec<_>>(),
        })
    }
}

fn name(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Speed => "speed effect (log ratio of times)",
        Quantity::Accuracy => "accuracy effect (difference of shares)",
        Quantity::AttributableBias => "attributable bias (difference of shares)",
    }
}

fn row(line: &Line, null: &Line) -> Vec<String> {
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    vec![
        line.method.to_owned(),
        format!("{:.4}", line.mean),
        format!("{:.4}", line.spread),
        format!("{:.4}", line.width),
        percent(line.coverage),
        percent(null.coverage),
        percent(null.rejected),
        format!("{:.0} %", 100.0 * (line.answered + null.answered) as f64 / (line.studies + null.studies) as f64),
    ]
}
