//! Views that people saved.

use model::{Kind, SavedView};

use super::Shop;
use crate::{StoreError, ViewDraft};

fn draft(name: &str, asked: &str, owner: Option<&str>) -> ViewDraft {
    ViewDraft {
        kind: Kind::Order,
        name: name.to_owned(),
        asked: asked.to_owned(),
        owner: owner.map(str::to_owned),
    }
}

async fn save(shop: &Shop, draft: &ViewDraft) -> SavedView {
    shop.store.save_view(shop.merchant, draft).await.unwrap()
}

async fn names(shop: &Shop, owner: Option<&str>) -> Vec<String> {
    let views = shop.store.views(shop.merchant, Kind::Order, owner).await.unwrap();
    views.into_iter().map(|view| view.name).collect()
}

pub async fn the_teams_views_are_everybodys_and_own_views_are_their_owners(shop: Shop) {
    save(&shop, &draft("web shop", "q=web", None)).await;
    save(&shop, &draft("My failures", "status=failed", Some("ada"))).await;
    save(&shop, &draft("Big ones", "sort=largest", None)).await;
    assert_eq!(names(&shop, Some("ada")).await, ["Big ones", "web shop", "My failures"]);
    assert_eq!(names(&shop, Some("bob")).await, ["Big ones", "web shop"]);
    assert_eq!(names(&shop, None).await, ["Big ones", "web shop"]);
    assert_eq!(
        shop.store.views(shop.neighbour().await.merchant, Kind::Order, Some("ada")).await.unwrap(),
        []
    );
    assert_eq!(shop.store.views(shop.merchant, Kind::Refund, Some("ada")).await.unwrap(), []);
}

pub async fn a_view_saved_under_the_same_name_replaces_the_old_one(shop: Shop) {
    let old = save(&shop, &draft("Failed today", "status=failed", None)).await;
    let new = save(&shop, &draft("failed TODAY", "status=failed&date=today", None)).await;
    assert_eq!((new.id, new.name.as_str()), (old.id, "failed TODAY"));
    assert!(new.shared);
    let own = save(&shop, &draft("failed today", "q=mine", Some("ada"))).await;
    assert_ne!(own.id, old.id, "whoever saves an own view changes nobody else's");
    let views = shop.store.views(shop.merchant, Kind::Order, Some("ada")).await.unwrap();
    assert_eq!(views, [new, own]);
}

pub async fn only_the_owner_removes_an_own_view_and_anybody_the_teams(shop: Shop) {
    let own = save(&shop, &draft("Mine", "q=mine", Some("ada"))).await;
    let team = save(&shop, &draft("Ours", "q=ours", None)).await;
    let remove = |view, owner| shop.store.remove_view(shop.merchant, view, owner);
    assert_eq!(remove(own.id, Some("bob")).await.unwrap(), None);
    assert_eq!(remove(own.id, None).await.unwrap(), None);
    assert_eq!(shop.store.remove_view(shop.neighbour().await.merchant, team.id, None).await.unwrap(), None);
    assert_eq!(remove(own.id, Some("ada")).await.unwrap(), Some(own.clone()));
    assert_eq!(remove(own.id, Some("ada")).await.unwrap(), None);
    assert_eq!(remove(team.id, Some("bob")).await.unwrap(), Some(team));
}

pub async fn an_owner_has_so_many_views_of_a_log_and_no_more(shop: Shop) {
    for n in 0..SavedView::MOST {
        save(&shop, &draft(&format!("View {n}"), "q=x", Some("ada"))).await;
    }
    let more = shop.store.save_view(shop.merchant, &draft("One more", "q=x", Some("ada"))).await;
    assert!(matches!(more, Err(StoreError::NoRoom { most }) if most == SavedView::MOST as i64), "{more:?}");
    save(&shop, &draft("view 0", "q=changed", Some("ada"))).await;
    save(&shop, &draft("The team's", "q=x", None)).await;
    assert_eq!(names(&shop, Some("ada")).await.len(), SavedView::MOST + 1);
}
