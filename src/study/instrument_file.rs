//! Reads an instrument's file: every problem with its place, all at once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::files::Files;
use super::instrument::{About, Instrument, Item, Scoring, Statistic, Transformation, Wording};
use super::instrument_translations;
use super::problem::Problems;
use super::questions;
use super::scale::Scale;
use super::toml_reader::{Located, TableReader, parse};

/// The ids that are taken, each with the instrument that it belongs to.
pub type TakenIds = BTreeMap<String, String>;

/// Reads an instrument and its text. Its ids are added to those that are `taken`; one that is there already is a problem.
pub fn read(files: Files, path: &Path, taken: &mut TakenIds, problems: &mut Problems) -> Option<(Instrument, String)> {
    const HINT: &str = "a path in [self_reports] starts at the study file's folder; docs/instruments.md has the format";
    let file = files.display(path);
    let text = files.text(path, HINT, problems)?;
    let name = path.file_stem()?.to_string_lossy().into_owned();
    let before = problems.len();
    let table = parse(&file, &text, problems);
    let mut root = TableReader::root(&file, &table, problems);
    let title = root.text("title");
    let citation = root.text("citation");
    let licence = root.text("licence");
    let wording = root.required_choice("wording", &Wording::NAMED).value;
    let about = root.required_choice("about", &About::NAMED).value;
    let introduction = root.optional_text("introduction");
    if let Some(introduction) = &introduction {
        check_text(&mut root, introduction, about);
    }
    let scale = read_scale(root.table("scale"));
    let scoring = read_scoring(root.table("scoring"));
    let items = read_items(&mut root, &name, &scale, about, taken);
    check_subscales(&mut root, &items, scoring);
    let language = root.optional_text("language").map_or_else(|| "en".to_owned(), |text| text.value);
    let asked: Vec<&Item> = items.iter().map(|item| &item.value).collect();
    let introduces = introduction.is_some();
    let translations = instrument_translations::read(root.table("translations"), &scale, &asked, introduces, about);
    root.finish();
    if problems.len() > before {
        return None;
    }
    let items = items.into_iter().map(|item| item.value).collect();
    let (title, citation, licence) = (title?.value, citation?.value, licence?.value);
    let introduction = introduction.map_or_else(String::new, |text| text.value);
    let instrument = Instrument {
        name,
        title,
        citation,
        licence,
        wording,
        about,
        introduction,
        language,
        translations,
        items,
        scoring,
    };
    Some((instrument, text))
}

impl Instrument {
    /// One of the instruments that the program carries.
    pub fn built_in(name: &str) -> Option<Self> {
        let path = Self::built_in_path(name)?;
        read(Files::Embedded, &path, &mut TakenIds::new(), &mut Problems::none()).map(|(instrument, _)| instrument)
    }

    /// Where the program carries an instrument.
    pub(super) fn built_in_path(name: &str) -> Option<PathBuf> {
        Self::BUILT_IN.contains(&name).then(|| format!("datasets/instruments/{name}.toml").into())
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Rating,
    Agreement,
    Choice,
    Number,
}

const KINDS: [(&str, Kind); 4] =
    [("rating", Kind::Rating), ("agreement", Kind::Agreement), ("choice", Kind::Choice), ("number", Kind::Number)];

fn read_scale(mut table: TableReader<'_, '_>) -> Scale {
    let kind = table.required_choice("kind", &KINDS).value;
    let scale = match kind {
        Kind::Rating => Scale::Rating { low: anchor(&mut table, "low"), high: anchor(&mut table, "high") },
        Kind::Agreement => Scale::Agreement {
            steps: table.integer("steps", 5..=7, Some(7)).value as u32,
            // Where there are none, each language has its standard ones.
            low: table.optional_text("low").map_or_else(String::new, |text| text.value),
            high: table.optional_text("high").map_or_else(String::new, |text| text.value),
        },
        Kind::Choice => Scale::Choice(read_options(&mut table)),
        Kind::Number => {
            let least = table.integer("least", 0..=1000, Some(0)).value;
            let most = table.integer("most", 1..=1000, None);
            if most.value <= least {
                table.problem(most.span, "`most` has to be above `least`", None);
            }
            let (low, high) = (anchor(&mut table, "low"), anchor(&mut table, "high"));
            Scale::Whole { least: least as u32, most: most.value as u32, low, high }
        }
    };
    table.finish();
    scale
}

/// The words at an end of a scale, without which its numbers say nothing.
fn anchor(table: &mut TableReader<'_, '_>, key: &str) -> String {
    table.text(key).map_or_else(String::new, |text| text.value)
}

fn read_options(table: &mut TableReader<'_, '_>) -> Vec<String> {
    let options = table.texts("options");
    if options.len() < 2 {
        let hint = "write options = [\"never\", \"weekly\", \"daily\"], from the lowest to the highest";
        table.problem(table.span(), "a choice needs two `options` or more", Some(hint.into()));
    }
    options
}

fn read_scoring(mut table: TableReader<'_, '_>) -> Scoring {
    let scoring = Scoring {
        statistic: table.required_choice("score", &Statistic::NAMED).value,
        transformation: table.choice("transformation", &Transformation::NAMED, Transformation::None).value,
        answered: table.number("answered", 0.01..=1.0, 1.0).value,
        total: table.boolean("total", true),
    };
    table.finish();
    scoring
}

fn read_items(
    root: &mut TableReader<'_, '_>,
    instrument: &str,
    scale: &Scale,
    about: About,
    taken: &mut TakenIds,
) -> Vec<Located<Item>> {
    let mut items = Vec::new();
    root.each_table("items", |mut table| {
        let span = table.span();
        let id = table.text("id");
        let text = table.text("text");
        let reversed = table.boolean("reversed", false);
        let subscale = table.optional_text("subscale");
        let scale = if let Scale::Choice(_) = scale {
            scale.clone()
        } else {
            let mut anchor = |key| table.optional_text(key).map(|text| text.value);
            scale.with_anchors(anchor("low"), anchor("high"))
        };
        if let Some(id) = &id {
            check_id(&mut table, id, instrument, taken);
        }
        if let Some(text) = &text {
            check_text(&mut table, text, about);
        }
        if let Some(total) = subscale.as_ref().filter(|subscale| subscale.value == Instrument::TOTAL) {
            let hint = "the score over all items is called so";
            table.problem(total.span.clone(), "a subscale can't be called `total`", Some(hint.into()));
        }
        table.finish();
        let subscale = subscale.map(|subscale| subscale.value);
        if let (Some(id), Some(text)) = (id, text) {
            let item = Item { id: id.value, text: text.value, reversed, subscale, scale };
            items.push(Located { value: item, span });
        }
    });
    items
}

/// An id is a name in data files: plain, and used once in a study.
fn check_id(table: &mut TableReader<'_, '_>, id: &Located<String>, instrument: &str, taken: &mut TakenIds) {
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    let Located { value, span } = id;
    if !value.chars().all(is_plain) {
        let hint = "letters from a to z, digits and hyphens";
        table.problem(span.clone(), format!("`{value}` is no id"), Some(hint.into()));
    }
    if questions::IDS.contains(&value.as_str()) {
        let hint = format!("write `{instrument}-{value}`");
        table.problem(span.clone(), format!("`{value}` is the id of a question that the program asks"), Some(hint));
    } else if let Some(owner) = taken.insert(value.clone(), instrument.to_owned()) {
        let place = if owner == instrument { "above".into() } else { format!("in the instrument `{owner}`") };
        table.problem(span.clone(), format!("the id `{value}` is used {place}"), None);
    }
}

/// The one placeholder is the adviser's, and whoever never had advice does not know it.
pub(super) fn check_text(table: &mut TableReader<'_, '_>, text: &Located<String>, about: About) {
    let rest = text.value.replace(Instrument::ADVISER, "");
    if rest.contains(['{', '}']) {
        let hint = format!("did you mean `{}`?", Instrument::ADVISER);
        table.problem(text.span.clone(), "the text has a placeholder that is not known", Some(hint));
    } else if about == About::Work && rest.len() < text.value.len() {
        let hint = "write `about = \"advice\"`, so that only those are asked who have met it";
        table.problem(text.span.clone(), "the text names the adviser, but is not about advice", Some(hint.into()));
    }
}

fn check_subscales(root: &mut TableReader<'_, '_>, items: &[Located<Item>], scoring: Scoring) {
    if items.is_empty() {
        let hint = "write [[items]] with `id` and `text` for each";
        root.problem(0..0, "the instrument has no items", Some(hint.into()));
        return;
    }
    let lacking: Vec<_> = items.iter().filter(|item| item.value.subscale.is_none()).collect();
    if lacking.len() < items.len() {
        for item in &lacking {
            let message = format!("`{}` has no `subscale`, but other items have one", item.value.id);
            root.problem(item.span.clone(), message, None);
        }
    } else if !scoring.total {
        let hint = "write a `subscale` for each item, or leave `total` out";
        root.problem(0..0, "there is nothing to score: no `total` and no `subscale`", Some(hint.into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Words;

    /// The shipped instruments, read as one study that names them all.
    fn shipped() -> Vec<Instrument> {
        let mut taken = TakenIds::new();
        let mut problems = Problems::none();
        let read = |name: &&str| {
            let path = Instrument::built_in_path(name)?;
            read(Files::Embedded, &path, &mut taken, &mut problems).map(|(instrument, _)| instrument)
        };
        let instruments: Vec<Instrument> = Instrument::BUILT_IN.iter().filter_map(read).collect();
        let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        assert!(told.is_empty(), "{told:?}");
        instruments
    }

    #[test]
    fn every_shipped_instrument_loads_and_no_id_is_used_twice() {
        let shape = shipped().into_iter().map(|instrument| {
            let reversed = instrument.items.iter().filter(|item| item.reversed).count();
            (instrument.name, instrument.items.len(), reversed)
        });
        let expect = [
            ("raw-tlx", 6, 0),
            ("sus", 10, 5),
            ("trust", 3, 0),
            ("complacency", 8, 3),
            ("ai-attitude", 9, 3),
            ("technology-affinity", 9, 3),
        ];
        assert_eq!(shape.collect::<Vec<_>>(), expect.map(|(name, items, reversed)| (name.to_owned(), items, reversed)));
    }

    #[test]
    fn every_file_of_the_folder_is_a_shipped_instrument() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/instruments");
        assert_eq!(std::fs::read_dir(folder).expect("the folder").count(), Instrument::BUILT_IN.len());
    }

    #[test]
    fn the_adviser_gets_its_name_and_only_where_advice_is_the_subject() {
        for instrument in shipped() {
            for code in Files::languages() {
                let words = Words::built_in(&code).expect("a catalogue");
                assert!(instrument.speaks(&code), "{} is not there in {code}", instrument.name);
                let questions = instrument.questions("Copilot", &words);
                assert!(questions.iter().all(|question| !question.text.contains(['{', '}'])), "{}", instrument.name);
                let named = questions.iter().filter(|question| question.text.contains("Copilot")).count();
                assert_eq!(named > 0, instrument.about == About::Advice, "{}", instrument.name);
            }
        }
    }
}
