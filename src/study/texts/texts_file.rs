//! `[texts]` of a study file as it was written.

use super::super::toml_reader::{Located, TableReader};
use super::words::Moment;

/// The languages of a study, and what it says in them.
#[derive(Debug, Default)]
pub struct TextsFile {
    pub(super) default: Option<Located<String>>,
    pub(super) languages: Vec<Located<String>>,
    pub(super) own: Vec<LanguageFile>,
}

/// `[texts.de]`: what a study says in one language.
#[derive(Debug)]
pub struct LanguageFile {
    pub(super) code: Located<String>,
    pub(super) catalogue: Option<Located<String>>,
    pub(super) title: Option<Located<String>>,
    pub(super) long: Vec<(Moment, Located<LongFile>)>,
    pub(super) words: Vec<(Located<String>, Located<String>)>,
}

/// A long text: written in the study file, or in one beside it.
#[derive(Debug)]
pub struct LongFile {
    pub(super) text: Option<String>,
    pub(super) file: Option<Located<String>>,
    pub(super) replaces: bool,
}

impl TextsFile {
    /// Reads the table.
    pub fn read(mut table: TableReader<'_, '_>) -> Self {
        let default = table.optional_text("default");
        let languages = table.names("languages");
        let mut own = Vec::new();
        let mut codes = table.keys();
        codes.retain(|code| table.is_table(&code.value));
        for code in codes {
            let inner = table.table(&code.value);
            own.push(LanguageFile::read(code, inner));
        }
        table.finish();
        Self { default, languages, own }
    }
}

impl LanguageFile {
    fn read(code: Located<String>, mut table: TableReader<'_, '_>) -> Self {
        let catalogue = table.optional_text("catalogue");
        let title = table.optional_text("title");
        let mut long = Vec::new();
        for (key, moment) in Moment::NAMED {
            long.extend(read_long(&mut table, key).map(|text| (moment, text)));
        }
        let mut inner = table.table("words");
        let keys = inner.keys();
        let words =
            keys.into_iter().filter_map(|key| inner.optional_text(&key.value).map(|text| (key, text))).collect();
        inner.finish();
        table.finish();
        Self { code, catalogue, title, long, words }
    }
}

fn read_long(table: &mut TableReader<'_, '_>, key: &str) -> Option<Located<LongFile>> {
    if !table.is_table(key) {
        let Located { value, span } = table.text_where_present(key)?;
        return Some(Located { value: LongFile { text: Some(value), file: None, replaces: false }, span });
    }
    let mut inner = table.table(key);
    let span = inner.span();
    let (text, file) = (inner.optional_text("text"), inner.optional_text("file"));
    let replaces = inner.boolean("replaces", false);
    if text.is_some() == file.is_some() {
        let hint = format!("{key} = {{ file = \"{key}.md\", replaces = true }}");
        inner.problem(span.clone(), format!("`{key}` needs either `text` or `file`"), Some(hint));
    }
    inner.finish();
    Some(Located { value: LongFile { text: text.map(|text| text.value), file, replaces }, span })
}
