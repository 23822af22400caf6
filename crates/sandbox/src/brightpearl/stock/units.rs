//! How many units lie where: in stock, allocated to orders, and in quarantine.

use std::collections::BTreeMap;

/// A product and the warehouse its units lie in.
pub type Place = (i64, i64);

/// The units of every product in every warehouse, and which of them have changed since somebody asked.
#[derive(Debug, Default)]
pub struct Units {
    in_stock: BTreeMap<Place, i64>,
    allocated: BTreeMap<Place, i64>,
    quarantined: BTreeMap<Place, i64>,
    /// What was on hand before the first change.
    before: BTreeMap<Place, i64>,
}

impl Units {
    /// Takes the first stock of an account.
    pub fn new(in_stock: BTreeMap<Place, i64>) -> Self {
        Self { in_stock, ..Self::default() }
    }

    /// What is physically there and not in quarantine.
    pub fn in_stock(&self, place: Place) -> i64 {
        self.in_stock.get(&place).copied().unwrap_or(0)
    }

    /// What is reserved or on goods-out notes that have not been shipped.
    pub fn allocated(&self, place: Place) -> i64 {
        self.allocated.get(&place).copied().unwrap_or(0)
    }

    /// What is there but cannot be sold; not part of the stock.
    pub fn quarantined(&self, place: Place) -> i64 {
        self.quarantined.get(&place).copied().unwrap_or(0)
    }

    /// What can be sold; may be negative.
    pub fn on_hand(&self, place: Place) -> i64 {
        self.in_stock(place) - self.allocated(place)
    }

    /// Puts units into stock, or takes them out if negative.
    pub fn add(&mut self, place: Place, units: i64) {
        self.touch(place);
        *self.in_stock.entry(place).or_default() += units;
    }

    /// Allocates units to an order, or frees them if negative.
    pub fn allocate(&mut self, place: Place, units: i64) {
        self.touch(place);
        *self.allocated.entry(place).or_default() += units;
    }

    /// Puts units into quarantine, or takes them out if negative.
    pub fn quarantine(&mut self, place: Place, units: i64) {
        *self.quarantined.entry(place).or_default() += units;
    }

    /// Sets the stock of a product, as a count by staff does.
    pub fn set(&mut self, place: Place, units: i64) {
        self.add(place, units - self.in_stock(place));
    }

    /// The products whose units on hand have changed anywhere since the last call, by rising id.
    pub fn take_changed(&mut self) -> Vec<i64> {
        let before = std::mem::take(&mut self.before);
        let mut products: Vec<i64> = before
            .into_iter()
            .filter(|(place, was)| self.on_hand(*place) != *was)
            .map(|((id, _), _)| id)
            .collect();
        products.dedup();
        products
    }

    fn touch(&mut self, place: Place) {
        let was = self.on_hand(place);
        self.before.entry(place).or_insert(was);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_moved_units_on_hand_counts_as_changed() {
        let mut units = Units::new(BTreeMap::from([((7, 2), 10), ((8, 2), 5)]));
        units.allocate((7, 2), 3);
        assert_eq!((units.on_hand((7, 2)), units.take_changed()), (7, vec![7]));
        units.add((7, 2), -3);
        units.allocate((7, 2), -3);
        units.quarantine((8, 2), 4);
        assert!(units.take_changed().is_empty(), "shipping leaves what is on hand as it is");
        units.set((8, 2), 9);
        units.add((8, 3), 1);
        assert_eq!(units.take_changed(), [8], "each product once");
    }
}
