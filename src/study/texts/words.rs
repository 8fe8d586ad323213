//! The words of one language as a study has them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::problem::Problems;
use super::catalogue;
use super::template::{Phrase, Template};

/// All that the program says to a participant in one language; clones share it.
#[derive(Debug, Clone)]
pub struct Words(pub(super) Arc<Language>);

#[derive(Debug, Clone)]
pub(super) struct Language {
    pub code: String,
    pub templates: BTreeMap<String, Template>,
    pub long: BTreeMap<Moment, LongText>,
    pub title: Option<String>,
}

/// Where a study can say something at length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names in `NAMED` are the study file's")]
pub enum Moment {
    Consent,
    Instructions,
    Debrief,
}

impl Moment {
    /// Every moment with its key in study files.
    pub const NAMED: [(&'static str, Self); 3] =
        [("consent", Self::Consent), ("instructions", Self::Instructions), ("debrief", Self::Debrief)];
}

/// A text of the study's own, in Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LongText {
    /// The Markdown.
    pub markdown: String,
    /// Whether it stands in place of what the program says of its own accord; what has to be said stays.
    pub replaces: bool,
}

impl Words {
    /// The words of a language that the program carries, as they are in studies that change nothing.
    pub fn built_in(code: &str) -> Result<Self, Problems> {
        let mut problems = Problems::none();
        let read = catalogue::english(&mut problems).and_then(|english| match code {
            catalogue::ENGLISH => Some(english),
            _ => catalogue::built_in(code, &english.0, &mut problems),
        });
        match read {
            Some((templates, _)) => {
                let (code, long) = (code.to_owned(), BTreeMap::new());
                Ok(Self(Arc::new(Language { code, templates, long, title: None })))
            }
            None => Err(problems),
        }
    }

    /// The language's code, as in `lang="de"`.
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// What the language calls itself.
    pub fn name(&self) -> String {
        self.say("language").to_string()
    }

    /// A text by its key.
    pub fn say(&self, key: &str) -> Phrase<'_> {
        let decimal = self.0.templates.get("numbers.decimal").map_or(".", Template::raw);
        Phrase::new(key, self.0.templates.get(key), decimal)
    }

    /// A text of a group by its name in it.
    pub fn of(&self, group: &str, name: &str) -> Phrase<'_> {
        self.say(&format!("{group}.{name}"))
    }

    /// The texts of a group that are numbered from 0.
    pub fn list(&self, group: &str) -> Vec<String> {
        let keys = (0..).map(|index| format!("{group}.{index}"));
        keys.map_while(|key| Some(self.0.templates.get(&key)?.raw().to_owned())).collect()
    }

    /// What the scripts of a page say, as JSON.
    pub fn script(&self) -> String {
        let own = self.0.templates.iter().filter_map(|(key, text)| Some((key.strip_prefix("script.")?, text.raw())));
        let own: BTreeMap<&str, &str> = own.collect();
        serde_json::to_string(&own).unwrap_or_default()
    }

    /// What the study says at length at a moment.
    pub fn long(&self, moment: Moment) -> Option<&LongText> {
        self.0.long.get(&moment)
    }

    /// The study's title in this language, where it has one of its own.
    pub fn title<'w>(&'w self, study: &'w str) -> &'w str {
        self.0.title.as_deref().unwrap_or(study)
    }

    /// Every key with its text.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Template)> {
        self.0.templates.iter().map(|(key, template)| (key.as_str(), template))
    }
}
