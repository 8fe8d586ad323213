//! The data of a study that may be looked at: of one condition, where conditions must not be pooled.

use clap::Args;

use super::CommandError;
use crate::findings::{Findings, of_gathered};
use crate::journal::Conduct;
use crate::measures::{Gathered, gather, in_condition};
use crate::study::Study;

/// Which participants are analysed.
#[derive(Debug, Args)]
pub struct Outcomes {
    /// Analyse the participants of one condition alone; needed where conditions differ in when advice is shown
    #[arg(long, value_name = "NAME")]
    condition: Option<String>,
}

impl Outcomes {
    /// The findings of the participants that were asked for.
    pub async fn find(&self, conduct: &Conduct) -> Result<Findings, CommandError> {
        let mut gathered = outcomes(conduct).await?;
        if let Some(condition) = chosen_condition(&conduct.study, self.condition.as_deref())? {
            gathered.participations = in_condition(&conduct.study, gathered.participations, condition);
        }
        find(conduct, gathered)
    }

    /// The condition that was named.
    pub fn condition(&self) -> Option<&str> {
        self.condition.as_deref()
    }
}

/// The index of the named condition; none where all are pooled. Asking for an own verdict first, for example, changes what people do, so
/// that trials with other times of advice are never pooled.
pub fn chosen_condition(study: &Study, name: Option<&str>) -> Result<Option<usize>, CommandError> {
    let names: Vec<&str> = study.conditions.iter().map(|condition| condition.name.as_str()).collect();
    let known = || format!("the study has: {}", names.join(", "));
    if let Some(name) = name {
        let found = names.iter().position(|known| *known == name);
        return found.map(Some).ok_or_else(|| CommandError::user(format!("there is no condition `{name}`"), known()));
    }
    if can_be_pooled(study) {
        return Ok(None);
    }
    let message = "conditions that differ in when advice is shown are not pooled";
    Err(CommandError::user(message, format!("name one with --condition; {}", known())))
}

/// Whether all conditions show advice at the same time.
pub fn can_be_pooled(study: &Study) -> bool {
    study.conditions.iter().all(|condition| condition.timing == study.conditions[0].timing)
}

/// The data of a study whose outcomes may be looked at.
pub async fn outcomes(conduct: &Conduct) -> Result<Gathered, CommandError> {
    let gathered = gather(&conduct.journal, &conduct.study).await?;
    if gathered.has_people() && !gathered.closed {
        let hint = "whoever runs the study should not see outcomes before its end: `overtrust close STUDY` ends it";
        return Err(CommandError::user("the study is still open", hint));
    }
    Ok(gathered)
}

/// The findings, computed apart from the tasks that serve pages.
pub fn find(conduct: &Conduct, gathered: Gathered) -> Result<Findings, CommandError> {
    if gathered.participations.is_empty() {
        return Err(CommandError::user("nobody has taken part yet", "`overtrust serve` or `overtrust simulate` first"));
    }
    Ok(tokio::task::block_in_place(|| of_gathered(&conduct.study, gathered)))
}
