//! A chart of values over days: lines that a dash, a marker and a label at the end tell apart, gaps that stay gaps, and the
//! same numbers as a table. No colour carries a meaning of its own.

use std::fmt::Write as _;

use maud::{Markup, html};

use crate::words::{Lang, charts};

/// Size of the drawing, in its own units.
const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 250.0;
/// Room for the labels at the left, right, top and bottom.
const LEFT: f64 = 44.0;
const RIGHT: f64 = 250.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 34.0;
/// Half the size of a marker.
const MARK: f64 = 5.0;
/// How far two labels at the end stand apart at least.
const LABELS_APART: f64 = 24.0;

/// A line of a chart.
pub(crate) struct Series<'a> {
    /// What stands at its end, and over its column.
    pub(crate) name: &'a str,
    /// A value for each day of the chart; `None` is a gap.
    pub(crate) values: Vec<Option<f64>>,
}

/// A chart.
pub(crate) struct Chart<'a> {
    /// Tells it from others on the page.
    pub(crate) id: &'a str,
    /// What it shows, as a finding.
    pub(crate) finding: &'a str,
    /// The days, earliest first: a number that grows by one a day, and in words.
    pub(crate) days: Vec<(u32, String)>,
    /// At most three.
    pub(crate) series: Vec<Series<'a>>,
    /// The lowest and the highest value that there can be.
    pub(crate) range: (f64, f64),
    /// Values with a line across and a label at the left.
    pub(crate) marks: Vec<(f64, String)>,
    /// Bands of values: from where, to where, and what each is called.
    pub(crate) bands: Vec<(f64, f64, String)>,
    /// Digits after the point in the table.
    pub(crate) digits: usize,
}

impl Chart<'_> {
    /// The figure: the drawing with its finding, and its numbers below.
    pub(crate) fn show(&self, lang: Lang) -> Markup {
        let title = format!("{}-title", self.id);
        html! {
            figure.chart aria-labelledby=(title) {
                figcaption id=(title) { (self.finding) }
                // On a narrow screen it keeps the size of its words, and is looked at from side to side.
                div.chart-in role="group" tabindex="0" aria-labelledby=(title) {
                    svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-labelledby=(title) focusable="false" {
                        @for (from, to, name) in &self.bands { (self.band(*from, *to, name)) }
                        @for (value, label) in &self.marks {
                            @let y = self.y(*value);
                            line.rule x1=(LEFT) x2=(WIDTH - RIGHT) y1=(round(y)) y2=(round(y)) {}
                            text.mark x=(LEFT - 8.0) y=(round(y + 5.0)) text-anchor="end" { (label) }
                        }
                        (self.ends())
                        @for (place, series) in self.series.iter().enumerate() {
                            g class={ "series s" (place + 1) } {
                                path.line d=(self.path(&series.values)) {}
                                @for (day, value) in series.values.iter().enumerate() {
                                    @if let Some(value) = value { (marker(place, self.x(day), self.y(*value))) }
                                }
                            }
                        }
                        @for (place, name, y) in self.labels() {
                            text class={ "name s" (place + 1) } x=(WIDTH - RIGHT + 12.0) y=(round(y)) { (name) }
                        }
                    }
                }
                (self.table(lang))
            }
        }
    }

    /// A band: its lower edge as a broken line, and its name above it. Colours mean nothing.
    fn band(&self, from: f64, to: f64, name: &str) -> Markup {
        let edge = round(self.y(from));
        html! {
            @if from > self.range.0 { line.edge x1=(LEFT) x2=(WIDTH - RIGHT) y1=(edge) y2=(edge) {} }
            text.band x=(LEFT + 6.0) y=(round(f64::midpoint(self.y(from), self.y(to)) + 6.0)) { (name) }
        }
    }

    /// The first and the last day, below.
    fn ends(&self) -> Markup {
        let first = self.days.first().map_or("", |(_, day)| day.as_str());
        let last = self.days.last().filter(|_| self.days.len() > 1).map_or("", |(_, day)| day.as_str());
        html! {
            text.day x=(LEFT) y=(HEIGHT - 8.0) { (first) }
            text.day x=(WIDTH - RIGHT) y=(HEIGHT - 8.0) text-anchor="end" { (last) }
        }
    }

    fn x(&self, day: usize) -> f64 {
        let number = |place: usize| self.days.get(place).map_or(0, |(number, _)| *number);
        let (first, last) = (number(0), number(self.days.len().saturating_sub(1)));
        if last <= first {
            return f64::midpoint(LEFT, WIDTH - RIGHT);
        }
        let share = f64::from(number(day).saturating_sub(first)) / f64::from(last - first);
        LEFT + (WIDTH - LEFT - RIGHT) * share
    }

    fn y(&self, value: f64) -> f64 {
        let (low, high) = self.range;
        let share = if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 };
        HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share
    }

    /// A line with a new beginning after each gap.
    fn path(&self, values: &[Option<f64>]) -> String {
        let mut path = String::new();
        let mut drawing = false;
        for (day, value) in values.iter().enumerate() {
            let Some(value) = value else {
                drawing = false;
                continue;
            };
            let letter = if drawing { 'L' } else { 'M' };
            write!(path, "{letter}{} {}", round(self.x(day)), round(self.y(*value)))
                .expect("a string takes everything");
            drawing = true;
        }
        path
    }

    /// The names at the ends of their lines, moved apart where two ends meet.
    fn labels(&self) -> Vec<(usize, &str, f64)> {
        let mut found: Vec<(usize, &str, f64)> = self
            .series
            .iter()
            .enumerate()
            .filter_map(|(place, series)| {
                let last = series.values.iter().rev().find_map(|value| *value)?;
                Some((place, series.name, self.y(last) + 5.0))
            })
            .collect();
        found.sort_by(|one, other| one.2.total_cmp(&other.2));
        for at in 1..found.len() {
            found[at].2 = found[at].2.max(found[at - 1].2 + LABELS_APART);
        }
        found
    }

    fn table(&self, lang: Lang) -> Markup {
        html! {
            details {
                summary { (charts::as_table(lang)) }
                table {
                    caption { (self.finding) }
                    thead {
                        tr {
                            th scope="col" { (charts::day(lang)) }
                            @for series in &self.series { th scope="col" { (series.name) } }
                        }
                    }
                    tbody {
                        @for (place, (_, day)) in self.days.iter().enumerate() {
                            tr {
                                th scope="row" { (day) }
                                @for series in &self.series {
                                    td {
                                        @match series.values.get(place).copied().flatten() {
                                            Some(value) => (format!("{value:.*}", self.digits)),
                                            None => (charts::gap(lang)),
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A circle, a square or a triangle: the shape says which line it is.
fn marker(series: usize, x: f64, y: f64) -> Markup {
    let (x, y) = (round(x), round(y));
    html! {
        @match series {
            0 => circle.point cx=(x) cy=(y) r=(MARK) {},
            1 => rect.point x=(x - MARK) y=(y - MARK) width=(2.0 * MARK) height=(2.0 * MARK) {},
            _ => path.point d={ "M" (x) " " (y - MARK) "L" (x + MARK) " " (y + MARK) "L" (x - MARK) " " (y + MARK) "Z" } {},
        }
    }
}

/// A tenth of a unit is finer than any screen.
fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: Vec<Vec<Option<f64>>>) -> Chart<'static> {
        let names = ["one", "two", "three"];
        let days = values.first().map_or(0, Vec::len);
        Chart {
            id: "c",
            finding: "It rose.",
            days: (1..).take(days).map(|day| (day, format!("{day} May"))).collect(),
            series: values.into_iter().zip(names).map(|(values, name)| Series { name, values }).collect(),
            range: (0.0, 10.0),
            marks: vec![(5.0, "half".to_owned())],
            bands: vec![(0.0, 5.0, "A".to_owned()), (5.0, 10.0, "B".to_owned())],
            digits: 1,
        }
    }

    #[test]
    fn the_table_has_every_point_of_the_drawing_and_no_other() {
        let page = chart(vec![vec![Some(1.0), None, Some(3.25)]]).show(Lang::En).into_string();
        assert_eq!(page.matches("<circle").count(), 2);
        let cells: Vec<&str> =
            page.split("<td>").skip(1).map(|rest| rest.split('<').next().unwrap_or_default()).collect();
        assert_eq!(cells, ["1.0", "nothing read", "3.2"]);
        assert!(page.contains("<figcaption id=\"c-title\">It rose.</figcaption>"), "{page}");
        assert!(page.contains("role=\"img\" aria-labelledby=\"c-title\""));
    }

    #[test]
    fn bands_are_drawn_with_their_names_between_their_edges() {
        let chart = chart(vec![vec![Some(1.0), Some(9.0)]]);
        let page = chart.show(Lang::En).into_string();
        assert_eq!(page.matches("class=\"edge\"").count(), 1, "the lowest begins at the bottom: {page}");
        let edge = round(chart.y(5.0));
        assert!(page.contains(&format!("y1=\"{edge}\" y2=\"{edge}\"")), "{page}");
        let place = |name: &str| {
            let before = page.split(&format!(">{name}</text>")).next().expect("is there");
            let y = before.rsplit("y=\"").next().and_then(|rest| rest.split('"').next());
            y.and_then(|y| y.parse::<f64>().ok()).expect("a place")
        };
        assert!(place("A") > edge && place("B") < edge, "each between its edges: {page}");
    }

    #[test]
    fn a_gap_stays_a_gap() {
        let chart = chart(vec![vec![Some(0.0), Some(10.0), None, Some(5.0)]]);
        let path = chart.path(&chart.series[0].values);
        assert_eq!((path.matches('M').count(), path.matches('L').count()), (2, 1), "{path}");
        // What is beyond the range stays at its edge, and one day alone stands in the middle.
        assert_eq!(chart.y(99.0), TOP);
        assert_eq!(chart.y(-1.0), HEIGHT - BOTTOM);
    }

    #[test]
    fn lines_differ_in_marker_and_name_and_their_names_do_not_lie_on_each_other() {
        let same = || vec![Some(4.0), Some(4.0)];
        let chart = chart(vec![same(), same(), same()]);
        let page = chart.show(Lang::Es).into_string();
        for shape in ["<circle", "<rect", "Z\""] {
            assert_eq!(page.matches(shape).count(), 2, "{shape}");
        }
        let labels = chart.labels();
        assert_eq!(labels.len(), 3);
        assert!(labels.windows(2).all(|two| two[1].2 - two[0].2 >= LABELS_APART));
        assert!(!page.contains("style=") && !page.contains("fill="), "colours come from the style sheet");
        assert!(chart.show(Lang::En).into_string().contains("1 May"));
    }
}
