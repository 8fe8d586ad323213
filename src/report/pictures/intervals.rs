//! Estimates with their intervals below each other, each under its label, so that no label is cut and a phone shows all of it.

use kuva::render::render::{Primitive, Scene, TextAnchor};

use super::canvas::{Weight, bar, inline_svg, text, tick_step};
use super::palette::{GRID, QUIET};

const WIDTH: f64 = 500.0;
const ROW_HEIGHT: f64 = 36.0;
/// What stands at the sides of the axis: half of its outermost numbers.
const MARGIN: f64 = 20.0;
/// Where the axis' numbers and its name stand below it.
const BELOW: f64 = 44.0;
/// As many letters as the width surely holds.
const LONGEST_LABEL: usize = 72;

/// One estimate on the axis.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it is.
    pub label: String,
    /// Value, low, high.
    pub ends: [f64; 3],
    /// The colour of its mark and line.
    pub colour: &'static str,
}

/// The axis of a picture.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    /// Its name, with the unit.
    pub name: &'static str,
    /// Where nothing happened, where there is such a place.
    pub nothing: Option<f64>,
    /// How its numbers are written.
    pub write: fn(f64) -> String,
}

/// The picture as inline SVG. Without a place where nothing happened the axis begins at zero.
pub fn intervals(lines: &[Line], axis: &Axis, id: &str, words: &str) -> String {
    let all = lines.iter().flat_map(|line| line.ends).chain([axis.nothing.unwrap_or(0.0)]);
    let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| (low.min(end), high.max(end)));
    let step = tick_step((high - low).max(0.1), 6.0);
    let first = (low / step).floor();
    let parts = ((high / step).ceil() - first).max(1.0);
    let (low, span) = (first * step, parts * step);
    let place = |value: f64| MARGIN + (WIDTH - 2.0 * MARGIN) * (value - low) / span;
    let bottom = ROW_HEIGHT * lines.len() as f64 + 4.0;
    let mut scene = Scene::new(WIDTH, bottom + BELOW);
    for part in 0..=parts as usize {
        let value = low + part as f64 * step;
        bar(&mut scene, (place(value) - 0.5, 0.0), (1.0, bottom), GRID);
        text(&mut scene, (place(value), bottom + 16.0), TextAnchor::Middle, (axis.write)(value), Weight::Regular);
    }
    if let Some(nothing) = axis.nothing {
        scene.add(Primitive::Line {
            x1: place(nothing),
            y1: 0.0,
            x2: place(nothing),
            y2: bottom,
            stroke: QUIET.into(),
            stroke_width: 1.5,
            stroke_dasharray: Some("4 3".to_owned()),
        });
    }
    for (index, line) in lines.iter().enumerate() {
        let top = ROW_HEIGHT * index as f64;
        let [value, low, high] = line.ends.map(place);
        let middle = top + 26.0;
        text(&mut scene, (2.0, top + 15.0), TextAnchor::Start, cut(&line.label), Weight::Regular);
        bar(&mut scene, (low, middle - 1.0), ((high - low).max(1.0), 2.0), line.colour);
        for end in [low, high] {
            bar(&mut scene, (end - 0.75, middle - 4.0), (1.5, 8.0), line.colour);
        }
        bar(&mut scene, (value - 4.0, middle - 4.0), (8.0, 8.0), line.colour);
    }
    text(&mut scene, (WIDTH / 2.0, bottom + 36.0), TextAnchor::Middle, axis.name, Weight::Regular);
    inline_svg(scene, id, words, &[])
}

fn cut(label: &str) -> String {
    if label.chars().count() <= LONGEST_LABEL {
        return label.to_owned();
    }
    let kept: String = label.chars().take(LONGEST_LABEL - 1).collect();
    format!("{}\u{2026}", kept.trim_end())
}
