//! Reads what an instrument says in other languages: each item has to be there, and nothing else.

use std::collections::BTreeMap;

use super::instrument::{About, Item, Translation};
use super::instrument_file::check_text;
use super::scale::Scale;
use super::toml_reader::TableReader;

/// Reads `[translations.de]` and its like; `introduces` says whether the instrument has an introduction to translate.
pub fn read(
    mut table: TableReader<'_, '_>,
    scale: &Scale,
    items: &[&Item],
    introduces: bool,
    about: About,
) -> BTreeMap<String, Translation> {
    let mut translations = BTreeMap::new();
    for code in table.keys() {
        let mut inner = table.table(&code.value);
        let introduction = if introduces { inner.text("introduction") } else { inner.optional_text("introduction") };
        if let Some(introduction) = &introduction {
            check_text(&mut inner, introduction, about);
        }
        let translated = translated_scale(&mut inner, scale);
        let mut texts = inner.table("items");
        let mut read = |item: &&Item| {
            let has_anchors = item.scale != *scale;
            read_item(&mut texts, item, has_anchors, &translated, about)
        };
        let items = items.iter().filter_map(&mut read).collect();
        texts.finish();
        inner.finish();
        let introduction = introduction.map_or_else(String::new, |text| text.value);
        translations.insert(code.value, Translation { introduction, items });
    }
    table.finish();
    translations
}

fn translated_scale(table: &mut TableReader<'_, '_>, scale: &Scale) -> Scale {
    let mut anchor = |key: &str, original: &str| {
        let text = if original.is_empty() { table.optional_text(key) } else { table.text(key) };
        Some(text.map_or_else(String::new, |text| text.value))
    };
    match scale {
        Scale::Rating { low, high } | Scale::Agreement { low, high, .. } | Scale::Whole { low, high, .. } => {
            let (low, high) = (anchor("low", low), anchor("high", high));
            scale.with_anchors(low, high)
        }
        Scale::Choice(options) => {
            let translated = table.texts("options");
            if translated.len() != options.len() {
                let message = format!("{} `options` instead of {}", translated.len(), options.len());
                table.problem(table.span(), message, Some("the options of the instrument, in the same order".into()));
            }
            Scale::Choice(translated)
        }
        other => other.clone(),
    }
}

/// An item is a text, or a table with `text` and the anchors that it has of its own.
fn read_item(
    table: &mut TableReader<'_, '_>,
    item: &Item,
    has_anchors: bool,
    scale: &Scale,
    about: About,
) -> Option<(String, Scale)> {
    if !table.is_table(&item.id) {
        let text = table.text(&item.id)?;
        check_text(table, &text, about);
        if has_anchors {
            let hint = format!("{} = {{ text = \"...\", low = \"...\", high = \"...\" }}", item.id);
            table.problem(text.span, format!("`{}` has anchors of its own", item.id), Some(hint));
        }
        return Some((text.value, scale.clone()));
    }
    let mut inner = table.table(&item.id);
    let text = inner.text("text");
    let mut anchor = |key| if has_anchors { inner.text(key) } else { inner.optional_text(key) }.map(|text| text.value);
    let scale = scale.with_anchors(anchor("low"), anchor("high"));
    if let Some(text) = &text {
        check_text(&mut inner, text, about);
    }
    inner.finish();
    text.map(|text| (text.value, scale))
}
