//! What came into step and what failed: a chart for the eye, words for the ear, a table for both.

use leptos::prelude::*;
use model::{Kind, Span, Throughput};

use super::asked::Looking;
use super::plot::{bars, percent, top, widths};
use crate::kinds::view_of;
use crate::ui::count;

/// The chart, with the choice of span and log above it and its numbers below.
#[component]
pub(super) fn Chart(throughput: Memo<Throughput>, asked: Memo<Looking>) -> impl IntoView {
    let sums = Memo::new(move |_| throughput.with(Throughput::sums));
    let zone = move || throughput.with(|told| format!("By the clocks of {}", told.zone.replace('_', " ")));
    view! {
        <section class="panel chart" data-test="chart" aria-labelledby="chart">
            <header>
                <h2 id="chart">"Synced and failed"</h2>
                <Choice asked/>
            </header>
            <ul class="legend">
                <li class="synced"><span>"Synced"</span> <strong data-test="sum-synced">{move || count(sums.get().0)}</strong></li>
                <li class="failed"><span>"Failed"</span> <strong data-test="sum-failed">{move || count(sums.get().1)}</strong></li>
            </ul>
            <div class="figure">
                {move || throughput.with(|told| view! { <Plot told=told.clone()/> })}
            </div>
            <details>
                <summary>"The same as a table"</summary>
                <div class="scroll" tabindex="0" role="region" aria-label="Synced and failed, as a table">
                    {move || throughput.with(|told| view! { <Numbers told=told.clone()/> })}
                </div>
            </details>
            <p class="quiet zone">{zone}</p>
        </section>
    }
    .into_any()
}

/// Which span, and which log.
#[component]
fn Choice(asked: Memo<Looking>) -> impl IntoView {
    let here = move |looking: Looking| move || (asked.get() == looking).then_some("true");
    let span = move |span: Span| {
        let there = Signal::derive(move || Looking { span, ..asked.get() });
        let current = move || (asked.get().span == span).then_some("true");
        view! {
            <li><a href=move || there.get().address() data-noscroll="true" data-test=format!("span-{}", span.word()) aria-current=current>
                {span.name()}
            </a></li>
        }
    };
    let log = move |kind: Option<Kind>| {
        let there = Signal::derive(move || Looking { kind, ..asked.get() });
        let title = kind.map_or("All logs", |kind| view_of(kind).title);
        view! {
            <li><a href=move || there.get().address() data-noscroll="true" aria-current=move || here(there.get())()>{title}</a></li>
        }
    };
    let logs = std::iter::once(None).chain(Kind::ALL.map(Some));
    view! {
        <nav class="choices" aria-label="Which log the chart shows"><ul>{logs.map(log).collect_view()}</ul></nav>
        <nav class="choices spans" aria-label="How far back the chart goes"><ul>{Span::ALL.map(span)}</ul></nav>
    }
}

/// What the chart says, in words.
fn summary(told: &Throughput) -> String {
    let (synced, failed) = told.sums();
    let span = told.span.name();
    match told.busiest() {
        None => format!("Nothing came into step or failed in the last {span}."),
        Some(most) => format!(
            "In the last {span}, {} came into step and {} failed. Most in one column: {} on {}.",
            count(synced),
            count(failed),
            count(most.synced + most.failed),
            most.name
        ),
    }
}

/// The drawing. Its places are attributes in percent: it fits every width, and nothing in it is stretched.
#[component]
fn Plot(told: Throughput) -> impl IntoView {
    let top = top(&told);
    let empty = told.busiest().is_none();
    let (width, bar) = widths(told.columns.len());
    let (wide, thick) = (percent(width), percent(bar));
    let columns = told.columns.iter().zip(bars(&told)).map(|(column, at)| {
        let title =
            format!("{}: {} synced, {} failed", column.name, count(column.synced), count(column.failed));
        let part =
            |name: &'static str, below: f64, height: f64| {
                let y = percent(100.0 - below - height);
                (height > 0.0).then(|| view! {
                <rect class=name x=percent(at.bar) y=y width=thick.clone() height=percent(height)></rect>
            })
            };
        view! {
            <g>
                <title>{title}</title>
                <rect class="column" x=percent(at.left) y="0" width=wide.clone() height="100%"></rect>
                {part("synced", 0.0, at.synced)}
                {part("failed", at.synced, at.failed)}
            </g>
        }
    });
    let columns = columns.collect_view();
    let marked = told.columns.iter().enumerate().filter(|(_, column)| !column.mark.is_empty());
    let last = told.columns.len().saturating_sub(1);
    let marks = marked.map(|(place, column)| {
        // The outermost would be cut off if they stood in the middle.
        let (share, anchor) = match place {
            0 => (0.0, "start"),
            place if place == last => (1.0, "end"),
            place => (place as f64 + 0.5, "middle"),
        };
        let x = percent(if place == last { 100.0 } else { share * width });
        view! { <text x=x y="13" text-anchor=anchor>{column.mark.clone()}</text> }
    });
    let line = |y: &'static str| view! { <line x1="0" x2="100%" y1=y y2=y></line> };
    view! {
        <ul class="scale" aria-hidden="true">
            <li>{count(top)}</li>
            <li>{count(top / 2)}</li>
            <li>"0"</li>
        </ul>
        <svg class="plot" role="img" aria-label=summary(&told) data-test="plot">
            {["0.5%", "50%", "99.5%"].map(line)}
            {columns}
        </svg>
        <svg class="marks" aria-hidden="true">{marks.collect_view()}</svg>
        {empty.then(|| view! { <p class="nothing">{summary(&told)}</p> })}
    }
}

/// The same numbers in a table, the latest first.
#[component]
fn Numbers(told: Throughput) -> impl IntoView {
    let (synced, failed) = told.sums();
    let step = told.span.step();
    let rows = told.columns.iter().rev().map(|column| {
        let zero = column.synced + column.failed == 0;
        view! {
            <tr class:zero=zero>
                <th scope="row">{column.name.clone()}</th>
                <td>{count(column.synced)}</td>
                <td>{count(column.failed)}</td>
            </tr>
        }
    });
    view! {
        <table class="numbers">
            <caption class="hidden">{format!("Synced and failed each {step} of the last {}", told.span.name())}</caption>
            <thead><tr><th scope="col">"When"</th><th scope="col">"Synced"</th><th scope="col">"Failed"</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
            <tfoot><tr><th scope="row">"Together"</th><td>{count(synced)}</td><td>{count(failed)}</td></tr></tfoot>
        </table>
    }
}
