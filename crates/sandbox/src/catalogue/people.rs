//! The customers: people as they give their names at a till.

use rand::Rng;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;

/// One customer. Addresses are of `.example` domains and telephone numbers of the ranges kept for drama.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// E-mail; empty for about one in eight.
    pub email: String,
    /// Mobile number; empty for about one in five.
    pub mobile: String,
    /// Firm; mostly empty.
    pub company: String,
    /// First line of the address; empty if the address is unknown.
    pub street: String,
    /// Town.
    pub town: String,
    /// County.
    pub county: String,
    /// Post code.
    pub postcode: String,
    /// Whether Brightpearl knows them already.
    pub in_brightpearl: bool,
    /// Whether Lightspeed knows them already.
    pub in_lightspeed: bool,
}

const FIRST: [&str; 36] = [
    "Aisha", "Alasdair", "Bronwen", "Callum", "Chloë", "Daniel", "Eilidh", "Farah", "Gareth", "Hannah",
    "Imran", "Isla", "Jack", "Jürgen", "Kirsty", "Lewis", "Mairi", "Megan", "Nia", "Oliver", "Padraig",
    "Priya", "Rhys", "Rosie", "Saoirse", "Seán", "Sophie", "Tariq", "Tom", "Una", "Victoria", "Will",
    "Yasmin", "Zofia", "Ewan", "Ffion",
];

const LAST: [&str; 36] = [
    "Ahmed",
    "Armstrong",
    "Begum",
    "Bell",
    "Campbell",
    "Clarke",
    "Davies",
    "Dixon",
    "Evans",
    "Fraser",
    "Graham",
    "Hughes",
    "Iqbal",
    "Jones",
    "Kaur",
    "Kowalski",
    "Lloyd",
    "MacLeod",
    "Mitchell",
    "Morgan",
    "Müller",
    "Murray",
    "Nowak",
    "O'Brien",
    "O'Neill",
    "Okafor",
    "Patel",
    "Pritchard",
    "Reid",
    "Robertson",
    "Singh",
    "Stewart",
    "Taylor",
    "Walker",
    "Wright",
    "Young",
];

const STREETS: [&str; 14] = [
    "Quay Road",
    "Chapel Row",
    "Mill Lane",
    "Station Road",
    "Church Street",
    "Castle Hill",
    "Orchard Close",
    "Victoria Terrace",
    "Ferry Lane",
    "Market Place",
    "Beech Avenue",
    "Dock Street",
    "The Green",
    "Shore Road",
];

const TOWNS: [(&str, &str, &str); 10] = [
    ("Bristol", "", "BS1"),
    ("Whitby", "North Yorkshire", "YO21"),
    ("Kendal", "Cumbria", "LA9"),
    ("Falmouth", "Cornwall", "TR11"),
    ("Oban", "Argyll", "PA34"),
    ("Conwy", "Conwy", "LL32"),
    ("Keswick", "Cumbria", "CA12"),
    ("Edinburgh", "", "EH6"),
    ("Alnwick", "Northumberland", "NE66"),
    ("Hebden Bridge", "West Yorkshire", "HX7"),
];

/// Makes people with different names and e-mails; the first 60 in 100 are known to Lightspeed, a third of those to
/// Brightpearl as well.
pub(super) fn people(chance: &mut SmallRng, wanted: usize) -> Vec<Person> {
    (0..wanted).map(|number| person(chance, number, number * 100 < wanted * 60)).collect()
}

fn person(chance: &mut SmallRng, number: usize, in_lightspeed: bool) -> Person {
    // The two steps have no common divisor with the lengths, so the pairs repeat only after 36 × 36 people.
    let first_name = FIRST.get(number % FIRST.len()).copied().unwrap_or("Sam").to_owned();
    let last_name =
        LAST.get((number / FIRST.len() + number * 7) % LAST.len()).copied().unwrap_or("Reid").to_owned();
    let (town, county, area) = TOWNS.choose(chance).copied().unwrap_or(("Bristol", "", "BS1"));
    let house = chance.random_range(1..140);
    let street = STREETS.choose(chance).copied().unwrap_or("Quay Road");
    let has_address = chance.random_range(0..3) > 0;
    let known = |text: String| if has_address { text } else { String::new() };
    let inward = ["4QA", "2RB", "7LD", "1AA", "9XE"].choose(chance).copied().unwrap_or("1AA");
    let has_email = chance.random_range(0..8) > 0;
    let has_mobile = chance.random_range(0..5) > 0;
    let has_company = chance.random_range(0..12) == 0;
    Person {
        email: if has_email { email(&first_name, &last_name, number) } else { String::new() },
        mobile: if has_mobile { format!("07700 900{:03}", number % 1000) } else { String::new() },
        company: if has_company { format!("{last_name} & Daughters Ltd") } else { String::new() },
        street: known(format!("{house} {street}")),
        town: known(town.to_owned()),
        county: known(county.to_owned()),
        postcode: known(format!("{area} {inward}")),
        in_brightpearl: in_lightspeed && number.is_multiple_of(3),
        in_lightspeed,
        first_name,
        last_name,
    }
}

fn email(first: &str, last: &str, number: usize) -> String {
    let plain = |name: &str| -> String {
        name.to_lowercase()
            .chars()
            .filter_map(|letter| match letter {
                'ë' => Some('e'),
                'ü' => Some('u'),
                'á' => Some('a'),
                letter => letter.is_ascii_alphabetic().then_some(letter),
            })
            .collect()
    };
    format!("{}.{}{}@post.example", plain(first), plain(last), number + 11)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::SeedableRng;

    use super::*;

    #[test]
    fn no_two_customers_share_a_name_or_an_email() {
        let people = people(&mut SmallRng::seed_from_u64(3), 140);
        let names: HashSet<_> = people.iter().map(|one| (&one.first_name, &one.last_name)).collect();
        assert_eq!(names.len(), 140);
        let emails: Vec<_> = people.iter().map(|one| &one.email).filter(|email| !email.is_empty()).collect();
        assert_eq!(emails.iter().collect::<HashSet<_>>().len(), emails.len());
    }
}
