//! How each alert fared: decided rightly without advice, against with wrong advice.

use kuva::prelude::{Plot, ScatterPlot};

use crate::findings::{Findings, ItemFacts};
use crate::report::numbers::{count, share};
use crate::report::pictures::canvas::{diagonal, small};
use crate::report::pictures::palette::WRONG;
use crate::report::pictures::{Picture, Table};

const ID: &str = "alerts";

/// The picture; none without alerts.
pub fn picture(findings: &Findings) -> Option<Picture> {
    let items = &findings.diagnostics.items;
    let both: Vec<(f64, f64)> = items.iter().filter_map(point).collect();
    let edge = items.iter().filter(|item| item.at_the_edge).count();
    let reading = format!(
        "A dot is an alert. Below the line, fewer decided it rightly with wrong advice than without. {} all alike without advice, and say \
         little on what advice adds.",
        if edge == 1 { "1 alert was decided".to_owned() } else { format!("{edge} alerts were decided") }
    );
    (!items.is_empty()).then(|| Picture {
        id: ID,
        title: title(&both),
        reading,
        svg: (!both.is_empty()).then(|| draw(&both)),
        wide: false,
        table: table(items),
    })
}

fn point(item: &ItemFacts) -> Option<(f64, f64)> {
    let of = |(right, all): (usize, usize)| (all > 0).then(|| 100.0 * right as f64 / all as f64);
    Some((of(item.unaided)?, of(item.wrong_advice)?))
}

fn title(both: &[(f64, f64)]) -> String {
    let fewer_right = both.iter().filter(|(alone, advised)| advised < alone).count();
    match both.len() {
        0 => "How the alerts fared".to_owned(),
        all => {
            format!(
                "On {fewer_right} of {}, fewer were right with wrong advice than without",
                count(all, "alert", "alerts")
            )
        }
    }
}

fn draw(both: &[(f64, f64)]) -> String {
    let plots: Vec<Plot> =
        vec![diagonal(), ScatterPlot::new().with_data(both.iter().copied()).with_color(WRONG).with_size(4.0).into()];
    let words = format!("{}: share decided rightly without advice and with wrong advice, a dot an alert.", title(both));
    small(plots, ("right without advice, %", "right with wrong advice, %"), ID, &words)
}

fn table(items: &[ItemFacts]) -> Table {
    let of = |(right, all): (usize, usize)| format!("{right}/{all} ({})", share(right, all));
    Table::new(
        ["Alert", "Needs action", "Right without advice", "With right advice", "With wrong advice", "All alike"],
        items.iter().map(|item| {
            let yes = |holds: bool| if holds { "yes" } else { "no" }.to_owned();
            [
                item.item.clone(),
                item.needs_action.map_or_else(|| "unknown".to_owned(), yes),
                of(item.unaided),
                of(item.right_advice),
                of(item.wrong_advice),
                yes(item.at_the_edge),
            ]
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_says_what_was_counted_and_no_more() {
        let said = title(&[(80.0, 20.0), (60.0, 60.0)]).replace('\u{a0}', " ");
        assert_eq!(said, "On 1 of 2 alerts, fewer were right with wrong advice than without");
    }
}
