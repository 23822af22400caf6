use leptos::prelude::*;

use crate::kinds::{Fact, Grid, Said, Section};
use crate::ui::Moment;

/// Parts of a record's content, one below the other.
#[component]
pub fn Sections(sections: Vec<Section>) -> impl IntoView {
    sections
        .into_iter()
        .map(|section| {
            let Section { title, facts, grid } = section;
            view! {
                <section class="part">
                    <h3>{title.clone()}</h3>
                    {(!facts.is_empty()).then(|| view! { <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl> })}
                    {grid.map(|grid| view! { <GridTable grid title/> })}
                </section>
            }
        })
        .collect_view()
}

fn fact(fact: Fact) -> impl IntoView {
    let says = match fact.says {
        Said::Words(words) => words.into_any(),
        Said::At(at) => view! { <Moment at exact=true/> }.into_any(),
    };
    view! { <div><dt>{fact.label}</dt><dd>{says}</dd></div> }
}

#[component]
fn GridTable(grid: Grid, title: String) -> impl IntoView {
    let Grid { heads, rows, sums } = grid;
    let looks = heads.iter().map(|head| (head.number, head.whole)).collect::<Vec<_>>();
    let width = heads.len().saturating_sub(1).max(1).to_string();
    let head =
        heads.into_iter().map(|head| view! { <th scope="col" class:number=head.number>{head.title}</th> });
    let line = move |cells: Vec<String>| {
        let cells = cells
            .into_iter()
            .zip(looks.clone())
            .map(|(text, (number, whole))| view! { <td class:number=number class:whole=whole>{text}</td> })
            .collect_view();
        view! { <tr>{cells}</tr> }
    };
    let sum = move |(label, amount): (String, String)| {
        view! { <tr><th scope="row" colspan=width.clone()>{label}</th><td class="number">{amount}</td></tr> }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=title.clone()>
            <table class="grid">
                <caption class="hidden">{title.clone()}</caption>
                <thead><tr>{head.collect_view()}</tr></thead>
                <tbody>{rows.into_iter().map(line).collect_view()}</tbody>
                {(!sums.is_empty()).then(|| view! { <tfoot>{sums.into_iter().map(sum).collect_view()}</tfoot> })}
            </table>
        </div>
    }
    .into_any()
}
