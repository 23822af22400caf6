use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};

use super::dry_step::DryStep;
use super::live_step::LiveStep;
use super::match_step::MatchStep;
use super::office_step::OfficeStep;
use super::shop_step::ShopStep;
use super::steps::{Step, Steps};
use super::till_step::TillStep;
use super::view::SetupView;
use crate::AppError;
use crate::rpc;
use crate::ui::{Problem, SkeletonRows};

/// The page `/setup`, and one for each of its steps.
#[component]
pub fn SetupPage() -> impl IntoView {
    let params = use_params_map();
    let asked =
        Memo::new(move |_| params.with(|params| Step::parse(&params.get("step").unwrap_or_default())));
    let page = Resource::new(|| (), |()| rpc::read_setup());
    let navigate = use_navigate();
    // The step gets its own address at once: it must not change under the reader when it is done.
    Effect::new(move || {
        if asked.get().is_none()
            && let Some(Ok(view)) = page.get()
        {
            let quietly = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&Step::first_open(&view).address(), quietly);
        }
    });
    view! {
        <Title text="Set-up"/>
        <div class="heading">
            <h1>"Set up Lockstep"</h1>
            <p class="quiet">"Six steps to the first sale in Brightpearl. Leave whenever you like: it goes on where you were. Nothing moves before you go live."</p>
        </div>
        <Transition fallback=SkeletonRows>
            {move || page.get().map(|read| match read {
                Ok(view) => {
                    let step = asked.get().filter(|step| step.open(&view)).unwrap_or_else(|| Step::first_open(&view));
                    view! { <OneStep view step page/> }.into_any()
                }
                Err(error) => view! { <Problem error retry=Callback::new(move |()| page.refetch())/> }.into_any(),
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn OneStep(view: SetupView, step: Step, page: Resource<Result<SetupView, AppError>>) -> impl IntoView {
    let shown = view.clone();
    let content = match step {
        Step::Office => view! { <OfficeStep view page/> }.into_any(),
        Step::Till => view! { <TillStep view page/> }.into_any(),
        Step::Shops => view! { <ShopStep done=view.shops_chosen page/> }.into_any(),
        Step::Match => view! { <MatchStep page/> }.into_any(),
        Step::DryRun => view! { <DryStep/> }.into_any(),
        Step::Live => view! { <LiveStep view page/> }.into_any(),
    };
    view! {
        <div class="settings setup" data-test="setup" data-step=step.word()>
            <Steps view=shown current=step/>
            {content}
        </div>
    }
    .into_any()
}
