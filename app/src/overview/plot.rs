//! Where the bars of the chart stand, in percent of its width and height.

use model::Throughput;

/// Of a column's width, what its bar takes.
const FILLED: f64 = 0.7;
/// The least height of a bar that stands for something: a thin line is still seen.
const SEEN: f64 = 1.5;

/// The bars of one column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bars {
    /// Where the column begins.
    pub left: f64,
    /// Where its bars begin.
    pub bar: f64,
    /// How high what came into step is, from the ground.
    pub synced: f64,
    /// How high what failed is, on top of it.
    pub failed: f64,
}

/// How wide a column and its bar are, of so many.
pub(super) fn widths(columns: usize) -> (f64, f64) {
    let column = 100.0 / columns.max(1) as f64;
    (column, column * FILLED)
}

/// The number at the top of the chart: a round one whose half is whole.
pub(super) fn top(throughput: &Throughput) -> i64 {
    let most = throughput.busiest().map_or(0, |busiest| busiest.synced + busiest.failed);
    let mut unit = 1_i64;
    loop {
        for step in [2, 4, 6, 8, 10] {
            let top = unit.saturating_mul(step);
            if top >= most {
                return top;
            }
        }
        let Some(next) = unit.checked_mul(10) else { return most };
        unit = next;
    }
}

/// The bars of all columns, oldest first.
pub(super) fn bars(throughput: &Throughput) -> Vec<Bars> {
    let top = top(throughput) as f64;
    let (width, bar) = widths(throughput.columns.len());
    let height = |records: i64| if records == 0 { 0.0 } else { (records as f64 * 100.0 / top).max(SEEN) };
    let column = |(place, column): (usize, &model::Column)| {
        let left = place as f64 * width;
        let failed = height(column.failed);
        // What failed is on top and must not stick out of the chart.
        let synced = height(column.synced).min(100.0 - failed);
        Bars { left, bar: left + (width - bar) / 2.0, synced, failed }
    };
    throughput.columns.iter().enumerate().map(column).collect()
}

/// A share as an SVG attribute has it.
pub(super) fn percent(share: f64) -> String {
    format!("{share:.3}%")
}

#[cfg(test)]
mod tests {
    use model::{Column, Span, When};

    use super::*;

    fn chart(settled: &[(i64, i64)]) -> Throughput {
        let column = |(synced, failed): &(i64, i64)| Column {
            from: When(0),
            until: When(1),
            name: String::new(),
            mark: String::new(),
            synced: *synced,
            failed: *failed,
        };
        Throughput { span: Span::Day, zone: "UTC".to_owned(), columns: settled.iter().map(column).collect() }
    }

    #[test]
    fn the_top_is_a_round_number_with_a_whole_half() {
        let top = |most| top(&chart(&[(most, 0)]));
        assert_eq!([0, 1, 3, 7, 10, 11, 39, 640, 2_001].map(top), [2, 2, 4, 8, 10, 20, 40, 800, 4_000]);
        assert_eq!(top(i64::MAX), i64::MAX);
    }

    #[test]
    fn a_bar_is_as_high_as_its_share_and_stays_within_the_chart() {
        let bars = bars(&chart(&[(50, 50), (0, 0), (10_000, 1)]));
        assert_eq!((bars[1].synced, bars[1].failed), (0.0, 0.0));
        assert!((bars[0].synced - SEEN).abs() < 0.001, "what is small is still seen");
        assert!(bars[2].synced + bars[2].failed <= 100.0);
        assert!((bars[1].left - 100.0 / 3.0).abs() < 0.001);
    }
}
