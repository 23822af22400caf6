//! Takes out of the compiled WebAssembly what can never run, though the compiler cannot know that.
//!
//! Leptos keeps two ways to take over a page behind pointers in every type-erased view: at once, and step by step for
//! routes whose code arrives later. Our pages are taken over at once (`hydrate_body`), so the other way is a quarter of
//! the code and dead. While nothing begins it, its steps become traps.

use walrus::{FunctionBuilder, FunctionId, FunctionKind, LocalFunction, Module};

/// What begins the way step by step: the one function, and the other that only calls it and may have swallowed it.
const BEGINS: [&str; 2] = ["::hydrate_from_async", "::hydrate_lazy"];

/// The function that takes one step.
const STEP: &str = "::hydrate_async";

/// In instructions. Smaller ones may be the body of other functions too, since the compiler merges what is alike.
const SMALLEST: u64 = 64;

/// Makes traps of the steps and tells how many. What only they called is left for wasm-bindgen to sweep out.
pub fn unused_hydration(module: &mut Module) -> usize {
    let begins = |function| BEGINS.iter().any(|name| name_of(function).contains(name));
    if module.funcs.iter().any(begins) {
        return 0;
    }
    let steps: Vec<FunctionId> = module
        .funcs
        .iter_local()
        .filter(|(id, local)| is_step(module, *id, local))
        .map(|(id, _)| id)
        .collect();
    for step in &steps {
        make_trap(module, *step);
    }
    steps.len()
}

fn is_step(module: &Module, id: FunctionId, local: &LocalFunction) -> bool {
    local.size() >= SMALLEST && is_name_of_step(&name_of(module.funcs.get(id)))
}

/// Whether this is the code of a step, and not merely a helper inside it or what drops one: both are alike elsewhere.
fn is_name_of_step(name: &str) -> bool {
    let outside = name.trim_end_matches("::{{closure}}");
    name.len() > outside.len() && outside.ends_with(STEP)
}

/// The name as it is in the source.
fn name_of(function: &walrus::Function) -> String {
    function.name.as_deref().map(|name| format!("{:#}", rustc_demangle::demangle(name))).unwrap_or_default()
}

fn make_trap(module: &mut Module, id: FunctionId) {
    let FunctionKind::Local(local) = &module.funcs.get(id).kind else { return };
    let (arguments, kind) = (local.args.clone(), module.types.get(local.ty()));
    let (params, results) = (kind.params().to_vec(), kind.results().to_vec());
    let mut trap = FunctionBuilder::new(&mut module.types, &params, &results);
    trap.func_body().unreachable();
    module.funcs.get_mut(id).kind = FunctionKind::Local(trap.local_func(arguments));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with one function of this name that is larger than the smallest, and whether it is a trap afterwards.
    fn is_cut(name: &str, others: &[&str]) -> bool {
        let mut module = Module::default();
        let mut add = |name: &str| {
            let mut body = FunctionBuilder::new(&mut module.types, &[], &[]);
            for _ in 0..100 {
                body.func_body().i32_const(1).drop();
            }
            let id = body.finish(Vec::new(), &mut module.funcs);
            module.funcs.get_mut(id).name = Some(name.to_owned());
            id
        };
        let id = add(name);
        for other in others {
            add(other);
        }
        unused_hydration(&mut module);
        module.funcs.iter_local().any(|(each, local)| each == id && local.size() < SMALLEST)
    }

    #[test]
    fn a_step_of_the_way_that_nothing_begins_becomes_a_trap() {
        assert!(is_cut("tachys::view::any_view::AnyView::hydrate_async::{{closure}}", &["main"]));
    }

    #[test]
    fn nothing_is_cut_once_something_begins_that_way() {
        let begins = "leptos::mount::hydrate_from_async::{{closure}}";
        assert!(!is_cut("tachys::view::any_view::AnyView::hydrate_async::{{closure}}", &[begins]));
    }

    #[test]
    fn all_other_code_is_left_alone() {
        assert!(!is_cut("tachys::view::any_view::AnyView::hydrate::{{closure}}", &[]));
        assert!(!is_cut("X::hydrate_async::{{closure}}::{{closure}}::get_guard", &[]));
        assert!(!is_cut("core::ptr::drop_in_place<X::hydrate_async::{{closure}}>", &[]));
    }
}
