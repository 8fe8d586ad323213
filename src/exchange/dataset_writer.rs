//! A dataset as the files of its folder.

use crate::study::{AdviceSupply, Alert, Dataset, Difficulty, Role, Severity, Verdict};

const ALERTS: &str = "alert_id,family,form,difficulty,title,severity,source,occurred_at,summary,entities,technique,truth,rationale,debrief";
const EVIDENCE: &str = "alert_id,evidence_id,panel,title,content,decisive,open_cost";
const ADVICE: &str =
    "alert_id,advice_id,correct,verdict,confidence,rationale,cites,action,failure_mode,refuted_by,omits";

/// The four files of a dataset: (name, text). What they hold is read back as the same dataset.
pub fn dataset_files(dataset: &Dataset) -> Result<[(&'static str, String); 4], csv::Error> {
    let mut alerts = Sheet::new(ALERTS)?;
    let mut evidence = Sheet::new(EVIDENCE)?;
    let mut advice = Sheet::new(ADVICE)?;
    for alert in &dataset.alerts {
        alerts.row(&alert_cells(alert))?;
        for panel in &alert.evidence {
            let (decisive, cost) = (panel.decisive.to_string(), panel.open_cost.to_string());
            evidence.row(&[&alert.id, &panel.id, &panel.panel, &panel.title, &panel.content, &decisive, &cost])?;
        }
        for one in &alert.advice {
            advice.row(&[
                &alert.id,
                &one.id,
                &one.correct.to_string(),
                name_of(&Verdict::NAMED, one.verdict),
                &one.confidence.map_or_else(String::new, |percent| percent.to_string()),
                &one.rationale,
                &one.cites.join(" "),
                &one.action,
                &one.failure_mode,
                &one.refuted_by.join(" "),
                &one.omits.join(" "),
            ])?;
        }
    }
    Ok([
        ("dataset.toml", card(dataset)),
        ("alerts.csv", alerts.text()?),
        ("evidence.csv", evidence.text()?),
        ("advice.csv", advice.text()?),
    ])
}

fn alert_cells(alert: &Alert) -> [String; 14] {
    let form = match &alert.role {
        Role::Scored { form } => form.clone(),
        Role::Practice => "practice".into(),
        Role::AttentionCheck => "attention".into(),
    };
    let entities: Vec<String> = alert.entities.iter().map(|(kind, value)| format!("{kind} {value}")).collect();
    [
        alert.id.clone(),
        alert.family.clone(),
        form,
        name_of(&Difficulty::NAMED, alert.difficulty).into(),
        alert.title.clone(),
        name_of(&Severity::NAMED, alert.severity).into(),
        alert.source.clone(),
        alert.occurred_at.map_or_else(String::new, |time| time.to_string()),
        alert.summary.clone(),
        entities.join("; "),
        alert.technique.clone(),
        name_of(&Verdict::NAMED, alert.truth).into(),
        alert.rationale.clone(),
        alert.debrief.clone(),
    ]
}

fn name_of<T: Copy + PartialEq>(named: &[(&'static str, T)], wanted: T) -> &'static str {
    named.iter().find(|(_, value)| *value == wanted).map_or("", |(name, _)| name)
}

fn card(dataset: &Dataset) -> String {
    let supply = name_of(&AdviceSupply::NAMED, dataset.advice_supply);
    let keys = [
        ("title", dataset.title.as_str()),
        ("licence", &dataset.licence),
        ("provenance", &dataset.provenance),
        ("prevalence", &dataset.prevalence),
        ("advice", supply),
    ];
    keys.map(|(key, value)| format!("{key} = {}\n", toml::Value::from(value))).concat()
}

struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    fn new(header: &str) -> Result<Self, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(header.split(','))?;
        Ok(Self(writer))
    }

    fn row(&mut self, cells: &[impl AsRef<[u8]>]) -> Result<(), csv::Error> {
        self.0.write_record(cells)
    }

    fn text(self) -> Result<String, csv::Error> {
        let bytes = self.0.into_inner().map_err(csv::IntoInnerError::into_error)?;
        String::from_utf8(bytes).map_err(|error| std::io::Error::other(error).into())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::study::{Files, load_dataset};

    #[test]
    fn what_is_written_is_read_back() {
        let dataset = load_dataset(Files::Embedded, Path::new("datasets/soc-core")).expect("the project's own");
        let folder = tempfile::TempDir::new().expect("a folder");
        for (name, text) in dataset_files(&dataset).expect("texts") {
            std::fs::write(folder.path().join(name), text).expect("written");
        }
        let again = load_dataset(Files::Disk, folder.path()).expect("the same");
        assert_eq!(format!("{:?}", again.alerts), format!("{:?}", dataset.alerts));
        assert_eq!((again.title, again.provenance), (dataset.title, dataset.provenance));
    }
}
