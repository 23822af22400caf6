use model::settings::{Class, Rules};

use crate::settings::view::{Choices, ClassForm, Names};

/// Names that are told of a list; of a longer one the number is.
const FEW: usize = 3;

/// What a set takes, in words: `brand is Acme or Hearth, and price from 10`.
pub(super) fn rules(class: &ClassForm, names: &Names) -> String {
    let listed = [
        ("brand", &class.brands, &names.brands),
        ("type", &class.types, &names.types),
        ("category", &class.categories, &names.categories),
        ("supplier", &class.suppliers, &names.suppliers),
    ];
    let mut rules: Vec<String> = listed
        .into_iter()
        .filter(|(_, ids, _)| !ids.is_empty())
        .map(|(what, ids, names)| format!("{what} is {}", one_of(ids, names)))
        .collect();
    if !class.words.is_empty() {
        rules.push(format!("name has “{}”", class.words.replace(", ", "” or “")));
    }
    rules.extend(priced(&class.price_from, &class.price_to));
    let both = if class.rules == Rules::All { ", and " } else { ", or " };
    let mut says = rules.join(both);
    let picked = class.picked.split(',').filter(|id| !id.trim().is_empty()).count();
    if picked > 0 {
        let noun = if picked == 1 { "product" } else { "products" };
        let and = if says.is_empty() { "" } else { ", and besides " };
        says = format!("{says}{and}{picked} {noun} by hand");
    }
    says
}

fn priced(from: &str, to: &str) -> Option<String> {
    match (from, to) {
        ("", "") => None,
        (from, "") => Some(format!("price from {from}")),
        ("", to) => Some(format!("price up to {to}")),
        (from, to) => Some(format!("price from {from} to {to}")),
    }
}

fn one_of(ids: &[String], names: &Choices) -> String {
    if ids.len() > FEW {
        return format!("one of {}", ids.len());
    }
    let name = |id: &'_ String| match id.as_str() {
        Class::NONE => "none".to_owned(),
        id => names.name_of(id).unwrap_or(id).to_owned(),
    };
    let said: Vec<String> = ids.iter().map(name).collect();
    said.join(" or ")
}

/// Where the products of a set go.
pub(super) fn goes_to(class: &ClassForm, names: &Names) -> String {
    let name = |id: &String, names: &Choices| names.name_of(id).unwrap_or(id).to_owned();
    if class.category.is_empty() {
        return "the category of all products".to_owned();
    }
    name(&class.category, &names.till_categories)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::view::Choice;

    #[test]
    fn the_rules_of_a_set_are_told_in_words() {
        let brand = Choice { id: "80".to_owned(), name: "Hearth".to_owned(), note: String::new() };
        let names = Names { brands: Choices { list: vec![brand], problem: None }, ..Names::default() };
        let class = ClassForm {
            brands: vec!["80".to_owned(), "81".to_owned()],
            words: "mug, cup".to_owned(),
            price_to: "20".to_owned(),
            picked: "1042".to_owned(),
            ..ClassForm::default()
        };
        assert_eq!(
            rules(&class, &names),
            "brand is Hearth or 81, and name has “mug” or “cup”, and price up to 20, and besides 1 product by hand"
        );
        assert!(rules(&ClassForm { rules: Rules::Any, ..class }, &names).contains(", or name has"));
    }
}
