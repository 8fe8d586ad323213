//! Where right and wrong advice led: the flow from suggestion to decision, and the same decisions without a suggestion.

use kuva::plot::SankeyNode;
use kuva::plot::sankey::{SankeyLink, SankeyLinkColor};
use kuva::prelude::{Layout, SankeyPlot};
use kuva::render::layout::ComputedLayout;
use kuva::render::render::{Scene, TextAnchor, render_multiple};

use crate::findings::{AdvicePaths, Findings};
use crate::report::numbers::share;
use crate::report::pictures::canvas::{Weight, bar, inline_svg, styled, text};
use crate::report::pictures::palette::{ARM_RIGHT, ARM_UNAIDED, ARM_WRONG, Arm, GRID, INK, QUIET};
use crate::report::pictures::{Picture, Table};
use crate::report::reading::{Direction, Reading};

const ID: &str = "advice-paths";
const SIZE: (f64, f64) = (470.0, 400.0);
const MARGINS: (f64, f64) = (42.0, 2.0);
/// Height that the flow leaves to the bars below it.
const BARS_HEIGHT: f64 = 138.0;
const NODE_WIDTH: f64 = 12.0;
const BAR_LEFT: f64 = 92.0;
const BAR_WIDTH: f64 = 240.0;

/// An arm's wrong decisions and all its decisions.
struct Decided {
    label: &'static str,
    arm: Arm,
    wrong: usize,
    all: usize,
}

/// The picture, or why there is none.
pub fn picture(findings: &Findings) -> Picture {
    let paths = &findings.paths;
    let arms = arms(paths);
    let drawn = arms[0].all + arms[2].all > 0;
    Picture {
        id: ID,
        title: title(findings),
        reading: if drawn {
            "Each band is as thick as its number of decisions; the bars compare wrong decisions, each with its own total.".to_owned()
        } else {
            "No picture: no decision with a suggestion was analysed.".to_owned()
        },
        svg: drawn.then(|| draw(paths, &arms)),
        wide: false,
        table: table(paths),
    }
}

fn title(findings: &Findings) -> String {
    match Reading::of(findings, "attributable-bias").and_then(Reading::direction) {
        Some(Direction::More) => "Wrong suggestions led to wrong decisions",
        Some(Direction::Less) => "Wrong suggestions made wrong decisions rarer",
        Some(Direction::Unclear) => "No reliable harm from wrong suggestions",
        None => "Where right and wrong suggestions led",
    }
    .to_owned()
}

fn arms(paths: &AdvicePaths) -> [Decided; 3] {
    let all = |one: usize, other: usize| one + other;
    [
        Decided {
            label: "AI wrong",
            arm: ARM_WRONG,
            wrong: paths.wrong_followed,
            all: all(paths.wrong_followed, paths.wrong_overridden),
        },
        Decided {
            label: "without AI",
            arm: ARM_UNAIDED,
            wrong: paths.unaided_wrong,
            all: all(paths.unaided_wrong, paths.unaided_right),
        },
        Decided {
            label: "AI right",
            arm: ARM_RIGHT,
            wrong: paths.right_overridden,
            all: all(paths.right_overridden, paths.right_followed),
        },
    ]
}

fn draw(paths: &AdvicePaths, arms: &[Decided; 3]) -> String {
    let layout = styled(Layout::new((0.0, 1.0), (0.0, 1.0)))
        .with_width(SIZE.0)
        .with_height(SIZE.1)
        .with_force_margins(MARGINS.0, MARGINS.1)
        .with_force_margins_y(28.0, BARS_HEIGHT);
    let computed = ComputedLayout::from_layout(&layout);
    let mut scene = render_multiple(vec![flow(paths).into()], layout);
    headings(&mut scene, &computed);
    bars(&mut scene, arms);
    inline_svg(scene, ID, &words(paths, arms), &[ARM_RIGHT, ARM_UNAIDED, ARM_WRONG])
}

fn flow(paths: &AdvicePaths) -> SankeyPlot {
    let right = paths.right_followed + paths.right_overridden;
    let wrong = paths.wrong_followed + paths.wrong_overridden;
    let right_decisions = paths.right_followed + paths.wrong_overridden;
    let wrong_decisions = paths.wrong_followed + paths.right_overridden;
    let nodes = [
        (0, right, "AI right", ARM_RIGHT.colour),
        (0, wrong, "AI wrong", ARM_WRONG.colour),
        (1, paths.right_followed, "followed", ARM_RIGHT.colour),
        (1, paths.right_overridden, "overruled", ARM_RIGHT.colour),
        (1, paths.wrong_overridden, "overruled", ARM_WRONG.colour),
        (1, paths.wrong_followed, "followed", ARM_WRONG.colour),
        (2, right_decisions, "right decision", QUIET),
        (2, wrong_decisions, "wrong decision", INK),
    ];
    let links = [
        (0, 2, paths.right_followed, ARM_RIGHT),
        (0, 3, paths.right_overridden, ARM_RIGHT),
        (1, 4, paths.wrong_overridden, ARM_WRONG),
        (1, 5, paths.wrong_followed, ARM_WRONG),
        (2, 6, paths.right_followed, ARM_RIGHT),
        (3, 7, paths.right_overridden, ARM_RIGHT),
        (4, 6, paths.wrong_overridden, ARM_WRONG),
        (5, 7, paths.wrong_followed, ARM_WRONG),
    ];
    let kept: Vec<usize> = (0..nodes.len()).filter(|index| nodes[*index].1 > 0).collect();
    let place = |node: usize| kept.iter().position(|index| *index == node);
    let mut plot = SankeyPlot::new().with_node_width(NODE_WIDTH).with_node_gap(14.0).with_link_opacity(0.45);
    plot.link_color = SankeyLinkColor::PerLink;
    plot.nodes = kept.iter().map(|index| node(*index, nodes[*index])).collect();
    plot.links = links
        .into_iter()
        .filter(|(_, _, trials, _)| *trials > 0)
        .filter_map(|(source, target, trials, arm)| {
            let (source, target) = place(source).zip(place(target))?;
            Some(SankeyLink { source, target, value: trials as f64, color: Some(arm.fill(ID)) })
        })
        .collect();
    plot
}

fn node(index: usize, (column, trials, label, colour): (usize, usize, &str, &str)) -> SankeyNode {
    SankeyNode {
        id: index.to_string(),
        label: format!("{label}: {trials}"),
        color: Some(colour.to_owned()),
        column: Some(column),
    }
}

fn headings(scene: &mut Scene, computed: &ComputedLayout) {
    // The plotting crate keeps 85 units free on the right for the labels of the last column.
    let column = (computed.plot_width() - 85.0) / 3.0;
    let left = |index: f64| computed.margin_left + index * column + (column - NODE_WIDTH) / 2.0;
    text(scene, (left(0.0) + NODE_WIDTH, 14.0), TextAnchor::End, "Suggestion", Weight::Bold);
    text(scene, (left(1.0), 14.0), TextAnchor::Start, "Person", Weight::Bold);
    text(scene, (left(2.0), 14.0), TextAnchor::Start, "Result", Weight::Bold);
}

fn bars(scene: &mut Scene, arms: &[Decided; 3]) {
    let top = SIZE.1 - BARS_HEIGHT + 36.0;
    text(scene, (BAR_LEFT, top), TextAnchor::Start, "Wrong decisions", Weight::Bold);
    for (index, decided) in arms.iter().enumerate() {
        let y = top + 12.0 + 29.0 * index as f64;
        let middle = y + 15.0;
        text(scene, (BAR_LEFT - 8.0, middle), TextAnchor::End, decided.label, Weight::Regular);
        if decided.all == 0 {
            text(scene, (BAR_LEFT, middle), TextAnchor::Start, "nothing measured", Weight::Regular);
            continue;
        }
        let part = BAR_WIDTH * decided.wrong as f64 / decided.all as f64;
        bar(scene, (BAR_LEFT, y), (BAR_WIDTH, 20.0), GRID);
        bar(scene, (BAR_LEFT, y), (part, 20.0), &decided.arm.fill(ID));
        let result = format!("{}: {} of {}", share(decided.wrong, decided.all), decided.wrong, decided.all);
        text(scene, (BAR_LEFT + BAR_WIDTH + 8.0, middle), TextAnchor::Start, result, Weight::Regular);
    }
}

fn words(paths: &AdvicePaths, arms: &[Decided; 3]) -> String {
    let [wrong, unaided, right] = arms;
    format!(
        "Flow chart. Right suggestions: {} followed, {} overruled. Wrong suggestions: {} followed, {} overruled. \
         Wrong decisions: {} of {} when the AI was wrong, {} of {} without AI, {} of {} when the AI was right.",
        paths.right_followed,
        paths.right_overridden,
        paths.wrong_followed,
        paths.wrong_overridden,
        wrong.wrong,
        wrong.all,
        unaided.wrong,
        unaided.all,
        right.wrong,
        right.all
    )
}

fn table(paths: &AdvicePaths) -> Table {
    let row = |suggestion: &str, person: &str, decision: &str, trials: usize, all: usize| {
        [suggestion.to_owned(), person.to_owned(), decision.to_owned(), trials.to_string(), share(trials, all)]
    };
    let right = paths.right_followed + paths.right_overridden;
    let wrong = paths.wrong_followed + paths.wrong_overridden;
    let unaided = paths.unaided_right + paths.unaided_wrong;
    Table::new(
        ["Suggestion", "Person", "Decision", "Decisions", "Share of the suggestion"],
        [
            row("right", "followed", "right", paths.right_followed, right),
            row("right", "overruled", "wrong", paths.right_overridden, right),
            row("wrong", "followed", "wrong", paths.wrong_followed, wrong),
            row("wrong", "overruled", "right", paths.wrong_overridden, wrong),
            row("none", "alone", "right", paths.unaided_right, unaided),
            row("none", "alone", "wrong", paths.unaided_wrong, unaided),
        ],
    )
}
