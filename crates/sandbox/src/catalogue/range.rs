//! What the shop sells: kinds of goods, the makers' series and the options they come in.

use std::collections::HashSet;

use rand::Rng;
use rand::rngs::SmallRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rust_decimal::Decimal;

use super::{Product, ean13};

/// The makers, each with the three letters its SKUs begin with.
pub const BRANDS: [(&str, &str); 12] = [
    ("Fellside", "FEL"),
    ("Kestrel & Rowe", "KES"),
    ("Northwater", "NOR"),
    ("Tarn", "TRN"),
    ("Hearth & Heather", "HEA"),
    ("Skerry", "SKE"),
    ("Bracken Mill", "BRA"),
    ("Longmoor", "LNG"),
    ("Otter Bay", "OTB"),
    ("Pike Lane", "PIK"),
    ("Saltmarsh", "SAL"),
    ("Wayfarer Press", "WAY"),
];

/// The product types.
pub const TYPES: [&str; 6] = ["Clothing", "Footwear", "Equipment", "Home", "Food & drink", "Books & maps"];

/// The categories, each a part of the shop floor.
pub const CATEGORIES: [&str; 14] = [
    "Jackets",
    "Knitwear",
    "Shirts & tops",
    "Trousers & shorts",
    "Accessories",
    "Boots & shoes",
    "Rucksacks & bags",
    "Camping",
    "Bottles & flasks",
    "Candles & scents",
    "Kitchen & table",
    "Throws & cushions",
    "Pantry",
    "Maps & guides",
];

/// How a kind of goods varies.
#[derive(Clone, Copy)]
enum Options {
    Sizes,
    Shoes,
    Colours,
    Volumes,
    Scents,
    None,
}

impl Options {
    fn values(self) -> &'static [&'static str] {
        match self {
            Self::Sizes => &["XS", "S", "M", "L", "XL"],
            Self::Shoes => &["UK 4", "UK 5", "UK 6", "UK 7", "UK 8", "UK 9", "UK 10", "UK 11"],
            Self::Colours => &["Moss", "Slate", "Oatmeal", "Rust", "Navy"],
            Self::Volumes => &["350 ml", "500 ml", "750 ml", "1 l"],
            Self::Scents => &["Gorse", "Sea salt", "Peat smoke", "Wild fig"],
            Self::None => &[""],
        }
    }
}

/// One kind of goods: noun, SKU letters, type, category, options, cheapest and dearest price in pounds.
type Goods = (&'static str, &'static str, usize, usize, Options, u32, u32);

const GOODS: [Goods; 42] = [
    ("Waterproof Jacket", "WPJ", 0, 0, Options::Sizes, 89, 240),
    ("Down Gilet", "DGL", 0, 0, Options::Sizes, 65, 130),
    ("Waxed Field Coat", "WFC", 0, 0, Options::Sizes, 140, 285),
    ("Fleece", "FLC", 0, 1, Options::Sizes, 38, 85),
    ("Lambswool Jumper", "LWJ", 0, 1, Options::Sizes, 55, 110),
    ("Fisherman's Roll-neck", "FRN", 0, 1, Options::Sizes, 72, 125),
    ("Merino Base Layer", "MBL", 0, 2, Options::Sizes, 42, 78),
    ("Brushed Cotton Shirt", "BCS", 0, 2, Options::Sizes, 38, 69),
    ("Striped Breton Top", "SBT", 0, 2, Options::Sizes, 28, 48),
    ("Walking Trousers", "WTR", 0, 3, Options::Sizes, 49, 95),
    ("Cord Trousers", "CTR", 0, 3, Options::Sizes, 52, 88),
    ("Swim Shorts", "SSH", 0, 3, Options::Sizes, 25, 45),
    ("Beanie", "BEA", 0, 4, Options::Colours, 12, 28),
    ("Waxed Cap", "WCP", 0, 4, Options::Colours, 22, 36),
    ("Lambswool Scarf", "LWS", 0, 4, Options::Colours, 24, 55),
    ("Wool Socks, two pairs", "WSK", 0, 4, Options::Colours, 12, 24),
    ("Leather Belt", "LBT", 0, 4, Options::Colours, 26, 45),
    ("Walking Boots", "WKB", 1, 5, Options::Shoes, 95, 210),
    ("Approach Shoes", "APS", 1, 5, Options::Shoes, 79, 140),
    ("Wellingtons", "WEL", 1, 5, Options::Shoes, 55, 110),
    ("Suede Chukkas", "SCH", 1, 5, Options::Shoes, 85, 135),
    ("Day Pack 22", "DPK", 2, 6, Options::Colours, 45, 95),
    ("Rolltop Rucksack", "RTR", 2, 6, Options::Colours, 69, 149),
    ("Canvas Weekender", "CWK", 2, 6, Options::Colours, 79, 165),
    ("Dry Bag", "DRY", 2, 6, Options::Colours, 9, 29),
    ("Two-person Tent", "TNT", 2, 7, Options::Colours, 149, 380),
    ("Camping Stove", "STV", 2, 7, Options::None, 35, 120),
    ("Head Torch", "HTO", 2, 7, Options::Colours, 18, 60),
    ("Picnic Blanket", "PBL", 2, 7, Options::Colours, 32, 68),
    ("Enamel Mug", "EMG", 2, 7, Options::Colours, 8, 14),
    ("Trail Bottle", "TBT", 2, 8, Options::Volumes, 10, 28),
    ("Vacuum Flask", "VFL", 2, 8, Options::Volumes, 19, 42),
    ("Soy Candle", "SOY", 3, 9, Options::Scents, 14, 34),
    ("Reed Diffuser", "RDF", 3, 9, Options::Scents, 18, 38),
    ("Stoneware Bowl", "STB", 3, 10, Options::Colours, 9, 24),
    ("Oak Chopping Board", "OCB", 3, 10, Options::None, 22, 65),
    ("Linen Tea Towel", "LTT", 3, 10, Options::Colours, 7, 14),
    ("Wool Throw", "WTH", 3, 11, Options::Colours, 48, 130),
    ("Feather Cushion", "FCU", 3, 11, Options::Colours, 24, 49),
    ("Sea Salt Fudge", "FDG", 4, 12, Options::None, 4, 9),
    ("Walkers' Map", "MAP", 5, 13, Options::None, 8, 15),
    ("Pocket Guide", "PGD", 5, 13, Options::None, 6, 18),
];

/// The makers' series; a maker, a series and a kind of goods make a style.
const SERIES: [&str; 26] = [
    "Arran",
    "Borrowdale",
    "Cairn",
    "Dunlin",
    "Eskdale",
    "Fulmar",
    "Glencoe",
    "Helm",
    "Islay",
    "Jura",
    "Kinder",
    "Lomond",
    "Mallaig",
    "Nevis",
    "Orkney",
    "Penfold",
    "Quayside",
    "Raasay",
    "Sennen",
    "Torridon",
    "Ullswater",
    "Vatersay",
    "Wharfe",
    "Yarrow",
    "Zennor",
    "Ambleside",
];

const PENCE: [i64; 4] = [95, 99, 0, 50];

/// Makes the wanted number of products with names and SKUs that differ.
pub(super) fn products(chance: &mut SmallRng, wanted: usize) -> Vec<Product> {
    let mut styles: Vec<(Goods, &str)> =
        GOODS.iter().flat_map(|goods| SERIES.iter().map(|series| (*goods, *series))).collect();
    styles.shuffle(chance);
    let mut made = Vec::with_capacity(wanted);
    let mut names = HashSet::new();
    for (place, (goods, series)) in styles.into_iter().cycle().enumerate() {
        if made.len() >= wanted {
            break;
        }
        add_style(chance, &mut made, &mut names, place, goods, series);
    }
    made.truncate(wanted);
    made
}

fn add_style(
    chance: &mut SmallRng,
    made: &mut Vec<Product>,
    names: &mut HashSet<String>,
    place: usize,
    (noun, letters, product_type, category, options, low, high): Goods,
    series: &str,
) {
    let brand = if product_type == 5 { 11 } else { chance.random_range(0..11) };
    let Some((maker, maker_letters)) = BRANDS.get(brand) else { return };
    let pence = PENCE.choose(chance).copied().unwrap_or(99);
    let gross = Decimal::new(i64::from(chance.random_range(low..=high)) * 100 + pence, 2);
    let zero_rated = product_type == 5;
    let net = if zero_rated { gross } else { (gross / Decimal::new(12, 1)).round_dp(4) };
    let cost = (net * Decimal::new(chance.random_range(42..58), 2)).round_dp(2);
    // A style comes in a run of its options, not always in all of them.
    let values = options.values();
    let run = chance.random_range(values.len().div_ceil(2)..=values.len());
    for value in values.iter().take(run) {
        let name = match *value {
            "" => format!("{maker} {series} {noun}"),
            value => format!("{maker} {series} {noun} – {value}"),
        };
        if !names.insert(name.clone()) {
            continue;
        }
        let number = made.len();
        let option: String =
            value.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
        let sku = format!("{maker_letters}-{letters}-{:04}{}{option}", place + 101, dash(&option));
        let has_barcode = chance.random_range(0..10) > 1;
        made.push(Product {
            number,
            name,
            sku,
            ean: if has_barcode { ean13(20_000_000 + number as u64) } else { String::new() },
            brand,
            product_type,
            category: Some(category),
            gross: Some(gross),
            net: Some(net),
            cost,
            zero_rated,
            stock: [chance.random_range(0..18), chance.random_range(0..12), chance.random_range(0..5)],
            till: None,
            trouble: None,
        });
    }
}

fn dash(option: &str) -> &'static str {
    if option.is_empty() { "" } else { "-" }
}
