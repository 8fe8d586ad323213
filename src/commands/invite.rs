//! `invite`: single-use personal links, as CSV.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::CommandError;
use super::place::Place;
use super::serve::public_base;
use crate::console::Console;
use crate::journal::{JournalError, hash_token, new_token};
use crate::server::Link;
use crate::study::{Study, Words};

/// Arguments of `invite`.
#[derive(Debug, Args)]
pub struct Invite {
    #[command(flatten)]
    place: Place,
    /// How many links
    #[arg(long, required_unless_present = "people", conflicts_with = "people", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// A CSV file with a column `person`: one link each. Names stay in what is printed; the journal keeps none
    #[arg(long, value_name = "FILE")]
    people: Option<PathBuf>,
    /// The address of the server, as participants reach it
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:7878")]
    public_url: String,
    /// The language of the links, one that the study offers; else each browser's own decides
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
}

impl Invite {
    /// Makes the links and prints them.
    pub async fn run(&self, console: Console) -> Result<(), CommandError> {
        let people = match (&self.people, self.count) {
            (Some(path), _) => read_people(path)?,
            (None, count) => (1..=count.unwrap_or(0)).map(|number| format!("person {number}")).collect(),
        };
        let conduct = self.place.conduct().await?;
        if conduct.journal.is_closed(&conduct.study.id).await? {
            return Err(JournalError::StudyClosed.into());
        }
        let language = match &self.lang {
            Some(code) => Some(offered(&conduct.study, code)?),
            None => None,
        };
        let link = Link { base: public_base(&self.public_url)? };
        let mut writer = csv::Writer::from_writer(Vec::new());
        let internal = |error: String| CommandError::Internal(error);
        writer.write_record(["person", "link"]).map_err(|error| internal(error.to_string()))?;
        let (mut invitations, mut links) = (Vec::new(), Vec::new());
        for (index, person) in people.iter().enumerate() {
            let token = new_token().map_err(|error| internal(error.to_string()))?;
            invitations.push((hash_token(&token), format!("invitation {}", index + 1)));
            let link =
                link.personal(&token) + &language.as_ref().map_or_else(String::new, |code| format!("?lang={code}"));
            writer.write_record([person.as_str(), &link]).map_err(|error| internal(error.to_string()))?;
            links.push(json!({ "person": person, "link": link }));
        }
        let bytes = writer.into_inner().map_err(|error| internal(error.to_string()))?;
        let now = jiff::Timestamp::now().to_string();
        conduct.journal.store().invite(&conduct.study.id, &invitations, &now).await?;
        let text = String::from_utf8_lossy(&bytes);
        console.outcome(text.trim_end(), &json!({ "schema_version": 1, "links": links }));
        console.say(&format!(
            "{} links; they are shown only now, since the journal keeps their hashes alone",
            people.len()
        ));
        Ok(())
    }
}

/// A language that the study offers.
fn offered(study: &Study, code: &str) -> Result<String, CommandError> {
    if study.texts.get(code).is_some() {
        return Ok(code.to_owned());
    }
    let known: Vec<&str> = study.texts.languages().iter().map(Words::code).collect();
    let message = format!("the study is not offered in `{code}`");
    let hint = format!("it is in: {}; `languages` in [texts] adds one", known.join(", "));
    Err(CommandError::user(message, hint))
}

fn read_people(path: &Path) -> Result<Vec<String>, CommandError> {
    let name = path.display();
    let mut reader = csv::Reader::from_path(path)
        .map_err(|error| CommandError::user(format!("{name} can't be read: {error}"), "is the path right?"))?;
    let header = reader
        .headers()
        .map_err(|error| {
            CommandError::user(format!("{name} has no header: {error}"), "the first row names the columns")
        })?
        .clone();
    let Some(column) = header.iter().position(|column| column.trim() == "person") else {
        let message =
            format!("{name} has no column `person`; it has: {}", header.iter().collect::<Vec<_>>().join(", "));
        return Err(CommandError::user(message, "name the column `person`"));
    };
    let mut people = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            CommandError::user(format!("{name}: {error}"), "every row needs as many fields as the header")
        })?;
        let person = record.get(column).unwrap_or("").trim();
        if !person.is_empty() {
            people.push(person.to_owned());
        }
    }
    if people.is_empty() {
        return Err(CommandError::user(format!("{name} names nobody"), "one row for each person"));
    }
    Ok(people)
}
