//! How many questions a second the real server answers, beside the floor: one after the other on the same store, which
//! only one process may have open, and in turns, since machines are noisy.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use model::Kind;
use store::Records;
use store_sqlite::SqliteStore;

use crate::Problem;
use crate::asks::{Size, two_words};
use crate::load::{Answers, press};
use crate::process::mebibytes;
use crate::seed::{Goods, sale_ref};
use crate::sow::{MERCHANT, file};

/// How long each is asked in one turn.
const TURN: Duration = Duration::from_secs(4);
/// The longest that either takes to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is asked.
struct Questions {
    lists: Arc<Vec<String>>,
    searches: Arc<Vec<String>>,
}

/// What one of the two answered in all turns.
#[derive(Default)]
struct Side {
    lists: Answers,
    searches: Answers,
    memory: f64,
}

/// Asks both in turns and prints a table.
///
/// # Errors
/// When either cannot be started or does not answer.
pub async fn compare(data: &Path, server: &Path, turns: u32, seed: u64) -> Result<(), Problem> {
    let questions = questions(data, Goods::new(seed)).await?;
    let (mut ours, mut floor) = (Side::default(), Side::default());
    for _ in 0..turns {
        let mut lockstep = Command::new(server);
        lockstep.args(["serve", "--port", "0", "--data"]).arg(data).env("LOCKSTEP_LOG_LEVEL", "warn");
        turn(&mut lockstep, &questions, &mut ours).await?;
        let mut bare = Command::new(std::env::current_exe()?);
        bare.args(["floor", "--data"]).arg(data);
        turn(&mut bare, &questions, &mut floor).await?;
    }
    println!("{:<34}{:>12}{:>12}{:>8}", "16 connections, 50 a page", "lockstep", "floor", "ratio");
    row("list + status, answers a second", ours.lists.rate(), floor.lists.rate());
    row("list + status, p99 ms", ours.lists.times.at(0.99), floor.lists.times.at(0.99));
    row("text search, answers a second", ours.searches.rate(), floor.searches.rate());
    row("text search, p99 ms", ours.searches.times.at(0.99), floor.searches.times.at(0.99));
    row("memory (RssAnon), MiB", ours.memory, floor.memory);
    Ok(())
}

fn row(what: &str, ours: f64, floor: f64) {
    println!("{what:<34}{ours:>12.1}{floor:>12.1}{:>8.2}", ours / floor.max(0.001));
}

async fn questions(data: &Path, goods: Goods) -> Result<Questions, Problem> {
    let store = SqliteStore::open(&file(data)).await?;
    let size =
        Size::of(store.counts(MERCHANT, Kind::Product).await?, store.counts(MERCHANT, Kind::Order).await?);
    let path = |asked: String| format!("/api/v1/logs/orders?limit=50&{asked}");
    let lists = ["synced", "failed", "pending"].map(|status| path(format!("status={status}")));
    let mut searches = Vec::new();
    for round in 0..100 {
        let article = goods.article(size.products * round / 100);
        searches.push(path(format!("q={}", article.sku)));
        searches.push(path(format!("q={}", sale_ref(size.orders * round / 100))));
        searches.push(path(format!("q={}", two_words(&article.name).replace(' ', "+"))));
    }
    Ok(Questions { lists: Arc::new(lists.to_vec()), searches: Arc::new(searches) })
}

/// Starts one of the two, asks it, and ends it.
async fn turn(command: &mut Command, questions: &Questions, side: &mut Side) -> Result<(), Problem> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let asked = ask(&mut child, questions, side).await;
    let _ = Command::new("kill").arg("-TERM").arg(child.id().to_string()).status();
    child.wait()?;
    asked
}

async fn ask(child: &mut Child, questions: &Questions, side: &mut Side) -> Result<(), Problem> {
    let server = address(child)?;
    press(server, Arc::clone(&questions.lists), TURN / 4).await?;
    side.lists.join(press(server, Arc::clone(&questions.lists), TURN).await?);
    side.searches.join(press(server, Arc::clone(&questions.searches), TURN).await?);
    side.memory = side.memory.max(mebibytes(Some(child.id()), "RssAnon").unwrap_or_default());
    Ok(())
}

/// Where it answers: the first address it prints.
fn address(child: &mut Child) -> Result<SocketAddr, Problem> {
    let started = Instant::now();
    let out = child.stdout.take().ok_or_else(|| Problem("it prints nothing".to_owned()))?;
    let mut lines = BufReader::new(out).lines();
    while started.elapsed() < PATIENCE {
        let Some(line) = lines.next() else { break };
        let line = line?;
        let found = line.split_once("http://").map(|(_, rest)| rest.trim_end_matches(['/', '.']).trim());
        if let Some(address) = found.and_then(|text| text.parse().ok()) {
            // What it prints later has to go somewhere, or it would wait for a reader.
            std::thread::spawn(move || lines.for_each(drop));
            return Ok(address);
        }
    }
    Err(Problem("it did not say where it answers".to_owned()))
}
