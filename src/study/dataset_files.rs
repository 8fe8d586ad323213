//! From a folder of CSV files and a card to a `Dataset`, with every problem reported at once.

use std::collections::HashMap;
use std::path::Path;

use super::advice_rules::{check_advice, check_advice_counts, check_failure_mode};
use super::alert::{Advice, Alert, Difficulty, Evidence, Role, Severity, Verdict};
use super::dataset::{AdviceSupply, Dataset};
use super::files::Files;
use super::problem::Problems;
use super::sheet::{DATASET_FILES, Row, Sheet};
use super::toml_reader::{TableReader, parse};

const ALERT_COLUMNS: [&str; 14] = [
    "alert_id",
    "family",
    "form",
    "difficulty",
    "title",
    "severity",
    "source",
    "occurred_at",
    "summary",
    "entities",
    "technique",
    "truth",
    "rationale",
    "debrief",
];
const EVIDENCE_COLUMNS: [&str; 7] = ["alert_id", "evidence_id", "panel", "title", "content", "decisive", "open_cost"];
const ADVICE_COLUMNS: [&str; 11] = [
    "alert_id",
    "advice_id",
    "correct",
    "verdict",
    "confidence",
    "rationale",
    "cites",
    "action",
    "failure_mode",
    "refuted_by",
    "omits",
];
const YES_NO: [(&str, bool); 2] = [("true", true), ("false", false)];

/// Reads and checks the dataset in `folder`. Also returns the hash of its four files.
pub fn read(files: Files, folder: &Path, problems: &mut Problems) -> Option<(Dataset, blake3::Hash)> {
    let mut hasher = blake3::Hasher::new();
    let card = read_card(files, &folder.join("dataset.toml"), &mut hasher, problems);
    let mut sheet = |name: &str, columns: &[&str], problems: &mut Problems| {
        let (sheet, text) = Sheet::read(files, &folder.join(name), columns, problems)?;
        hasher.update(text.as_bytes());
        Some(sheet)
    };
    let alerts = sheet("alerts.csv", &ALERT_COLUMNS, problems);
    let evidence = sheet("evidence.csv", &EVIDENCE_COLUMNS, problems);
    let advice = sheet("advice.csv", &ADVICE_COLUMNS, problems);
    let (card, alerts, evidence, advice) = (card?, alerts?, evidence?, advice?);

    let Card { title, licence, provenance, prevalence, advice_supply } = card;
    let mut gathered = Gathered { supply: advice_supply, evidence: HashMap::new(), advice: HashMap::new() };
    gathered.evidence(&evidence, problems);
    gathered.advice(&advice, problems);
    let mut checked = Vec::new();
    let mut rows: HashMap<&str, u64> = HashMap::new();
    for row in alerts.rows() {
        let id = row.required("alert_id", problems);
        if let Some(first) = rows.insert(id, row.number) {
            problems.push(row.problem("alert_id", format!("`{id}` stands already in row {first}")));
        }
        checked.extend(gathered.alert(row, id, problems));
    }
    gathered.report_orphans(problems);
    Some((Dataset { title, licence, provenance, prevalence, advice_supply, alerts: checked }, hasher.finalize()))
}

struct Card {
    title: String,
    licence: String,
    provenance: String,
    prevalence: String,
    advice_supply: AdviceSupply,
}

fn read_card(files: Files, path: &Path, hasher: &mut blake3::Hasher, problems: &mut Problems) -> Option<Card> {
    let name = files.display(path);
    let text = files.text(path, DATASET_FILES, problems)?;
    hasher.update(text.as_bytes());
    let table = parse(&name, &text, problems);
    let mut card = TableReader::root(&name, &table, problems);
    let title = card.text("title");
    let licence = card.text("licence");
    let provenance = card.text("provenance");
    let prevalence = card.text("prevalence");
    let advice = card.choice("advice", &AdviceSupply::NAMED, AdviceSupply::Written);
    card.finish();
    Some(Card {
        title: title?.value,
        licence: licence?.value,
        provenance: provenance?.value,
        prevalence: prevalence?.value,
        advice_supply: advice.value,
    })
}

/// Evidence and advice by alert, taken away as the alerts claim them.
struct Gathered<'s> {
    supply: AdviceSupply,
    evidence: HashMap<&'s str, Vec<(Evidence, Row<'s>)>>,
    advice: HashMap<&'s str, Vec<(Advice, Row<'s>)>>,
}

impl<'s> Gathered<'s> {
    fn evidence(&mut self, sheet: &'s Sheet, problems: &mut Problems) {
        for row in sheet.rows() {
            let panel = Evidence {
                row: row.number,
                id: row.required("evidence_id", problems).into(),
                panel: row.required("panel", problems).into(),
                title: row.required("title", problems).into(),
                content: row.required("content", problems).into(),
                decisive: row.choice("decisive", &YES_NO, problems).unwrap_or(false),
                open_cost: row.number("open_cost", 0.0, 600.0, problems).unwrap_or(0.0),
            };
            if panel.id.len() != 1 || !panel.id.starts_with(|c: char| c.is_ascii_lowercase()) {
                let hint = "the id is also the key that opens the panel: one letter from a to z";
                problems.push(row.problem("evidence_id", format!("`{}` is not a single letter", panel.id)).hint(hint));
            }
            let panels = self.evidence.entry(row.required("alert_id", problems)).or_default();
            if panels.iter().any(|(other, _)| other.id == panel.id) {
                problems.push(row.problem("evidence_id", format!("`{}` is used twice for this alert", panel.id)));
            }
            panels.push((panel, row));
        }
    }

    fn advice(&mut self, sheet: &'s Sheet, problems: &mut Problems) {
        let mut rows: HashMap<&str, u64> = HashMap::new();
        for row in sheet.rows() {
            let id = row.required("advice_id", problems);
            if let Some(first) = rows.insert(id, row.number) {
                problems.push(row.problem("advice_id", format!("`{id}` stands already in row {first}")));
            }
            let correct = row.choice("correct", &YES_NO, problems);
            let verdict = row.choice("verdict", &Verdict::NAMED, problems);
            let advice = Advice {
                row: row.number,
                id: id.into(),
                correct: correct.unwrap_or(true),
                verdict: verdict.unwrap_or(Verdict::TruePositive),
                confidence: self
                    .has(row, "confidence")
                    .then(|| row.number("confidence", 0.0, 100.0, problems))
                    .flatten()
                    .map(|percent| percent as u8),
                rationale: row.required("rationale", problems).into(),
                cites: row.list("cites"),
                action: self.text(row, "action", problems).into(),
                failure_mode: row.text("failure_mode").into(),
                refuted_by: row.list("refuted_by"),
                omits: row.list("omits"),
            };
            if correct.is_some() && verdict.is_some() {
                check_failure_mode(&advice, self.supply, row, problems);
                self.advice.entry(row.required("alert_id", problems)).or_default().push((advice, row));
            }
        }
    }

    fn alert(&mut self, row: Row<'s>, id: &str, problems: &mut Problems) -> Option<Alert> {
        let evidence: Vec<Evidence> =
            self.evidence.remove(id).unwrap_or_default().into_iter().map(|(panel, _)| panel).collect();
        let advice = self.advice.remove(id).unwrap_or_default();
        let role = match row.required("form", problems) {
            "practice" => Role::Practice,
            "attention" => Role::AttentionCheck,
            form => Role::Scored { form: form.into() },
        };
        let truth = row.choice("truth", &Verdict::NAMED, problems);
        if evidence.is_empty() {
            problems.push(row.problem("alert_id", format!("`{id}` has no row in evidence.csv")));
        }
        let needs_decisive = role != Role::AttentionCheck && self.supply == AdviceSupply::Written;
        if needs_decisive && !evidence.iter().any(|panel| panel.decisive) {
            problems.push(row.problem("alert_id", format!("no evidence of `{id}` is decisive")));
        }
        let letters: Vec<&str> = evidence.iter().map(|panel| panel.id.as_str()).collect();
        for (advice, row) in &advice {
            check_advice(advice, self.supply, truth, &letters, *row, problems);
        }
        let advice: Vec<Advice> = advice.into_iter().map(|(advice, _)| advice).collect();
        check_advice_counts(&advice, self.supply, &role, row, problems);
        Some(Alert {
            row: row.number,
            id: id.into(),
            family: row.required("family", problems).into(),
            role,
            difficulty: row.choice("difficulty", &Difficulty::NAMED, problems)?,
            title: row.required("title", problems).into(),
            severity: row.choice("severity", &Severity::NAMED, problems)?,
            source: row.required("source", problems).into(),
            occurred_at: self.has(row, "occurred_at").then(|| timestamp(row, problems)).flatten(),
            summary: row.required("summary", problems).into(),
            entities: entities(self.text(row, "entities", problems), row, problems),
            technique: self.text(row, "technique", problems).into(),
            truth: truth?,
            rationale: row.required("rationale", problems).into(),
            debrief: row.required("debrief", problems).into(),
            evidence,
            advice,
        })
    }

    /// The text of a column that only a set with advice as given may leave empty.
    fn text(&self, row: Row<'s>, column: &str, problems: &mut Problems) -> &'s str {
        if self.has(row, column) { row.required(column, problems) } else { "" }
    }

    /// Whether a column has to be read: it is filled in, or must be.
    fn has(&self, row: Row<'_>, column: &str) -> bool {
        self.supply == AdviceSupply::Written || !row.text(column).is_empty()
    }

    fn report_orphans(self, problems: &mut Problems) {
        let evidence = self.evidence.into_iter().map(|(id, rows)| (id, rows[0].1));
        let advice = self.advice.into_iter().map(|(id, rows)| (id, rows[0].1));
        let mut orphans: Vec<_> = evidence.chain(advice).collect();
        orphans.sort_by_key(|(_, row)| row.number);
        for (id, row) in orphans {
            problems.push(row.problem("alert_id", format!("`{id}` is no alert of alerts.csv")));
        }
    }
}

fn timestamp(row: Row<'_>, problems: &mut Problems) -> Option<jiff::Timestamp> {
    let text = row.required("occurred_at", problems);
    let Ok(time) = text.parse::<jiff::Timestamp>() else {
        let message = format!("`{text}` is not a time");
        problems.push(row.problem("occurred_at", message).hint("write it like 2026-03-04T02:17:41Z"));
        return None;
    };
    Some(time)
}

fn entities(text: &str, row: Row<'_>, problems: &mut Problems) -> Vec<(String, String)> {
    let mut entities = Vec::new();
    for entity in text.split(';').map(str::trim).filter(|text| !text.is_empty()) {
        if let Some((kind, value)) = entity.split_once(' ') {
            entities.push((kind.into(), value.trim().into()));
        } else {
            let problem = row.problem("entities", format!("`{entity}` has no kind"));
            problems.push(problem.hint("write `host FIN-SRV-04; user m.okafor`"));
        }
    }
    entities
}
