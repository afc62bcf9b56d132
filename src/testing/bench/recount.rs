//! `--recount`: how long it takes to take in and to recount a decision of the network with so many ballots, and how large its
//! record is.

use std::collections::BTreeMap;
use std::time::Instant;

use protocol::bundle::Bundle;
use protocol::chapter::Chapter;
use protocol::message::Message;
use protocol::simulation::{PROPOSAL, chapter_id, founded_with, key_of, person_id, proposal, register};
use protocol::verify::verify;
use rules::by_laws::{DAY, HOUR};
use rules::proposal::Act;

use crate::error::{Error, Result};

const OPENED: i64 = 1_800_000_000;

/// So many ballots, from twenty chapters.
pub fn run(ballots: usize) -> Result<()> {
    const CHAPTERS: usize = 20;
    let each = ballots.div_ceil(CHAPTERS).max(1);
    let roster = founded_with(CHAPTERS, u32::try_from(each).unwrap_or(u32::MAX));
    let own = |chapter: usize| -> BTreeMap<_, _> {
        (0..each).map(|n| person_id(chapter, n)).map(|id| (id.clone(), key_of(&id))).collect()
    };
    let mut nodes: Vec<Chapter> =
        (0..CHAPTERS).map(|n| Chapter::new(&chapter_id(n), key_of(&chapter_id(n)), vec![roster.clone()], own(n))).collect();
    let registers: Vec<_> = (0..CHAPTERS).map(|n| register(n, each, OPENED - HOUR)).collect();
    let wrong = |what: &str| Error::internal(what.to_string());
    let host = nodes.first_mut().ok_or_else(|| wrong("no host"))?;
    host.open(proposal(&roster, "consent"), registers, &[], OPENED).map_err(|code| wrong(&code.as_str()))?;
    let first = host.handle("", Message::Pull { proposal: PROPOSAL.into(), term: 1, from: 0 }, OPENED);
    let mut moves = Vec::new();
    for (number, node) in nodes.iter_mut().enumerate() {
        if number > 0 {
            for (_, page) in first.clone() {
                node.handle(&chapter_id(0), page, OPENED);
            }
        }
        for person in node.people.keys().cloned().collect::<Vec<_>>() {
            node.say(PROPOSAL, &person, OPENED + HOUR, |said| said.act = Some(Act::Consent)).map_err(|c| wrong(&c.as_str()))?;
        }
        moves.extend(
            node.decisions
                .get(PROPOSAL)
                .into_iter()
                .flat_map(|known| known.own_moves().into_iter().map(|(said, _)| said.clone()).collect::<Vec<_>>()),
        );
    }
    let host = nodes.first_mut().ok_or_else(|| wrong("no host"))?;
    let taking = Instant::now();
    for said in &moves {
        host.handle(&chapter_id(1), Message::Submit { said: said.clone(), witnesses: Vec::new() }, OPENED + 2 * HOUR);
    }
    let taking = taking.elapsed();
    let counting = Instant::now();
    host.tick(OPENED + 9 * DAY);
    let counting = counting.elapsed();
    let bundle = host.bundle(PROPOSAL).ok_or_else(|| wrong("no record"))?;
    let text = serde_json::to_string(&bundle).map_err(Error::internal)?;
    let reading = Instant::now();
    let read: Bundle = serde_json::from_str(&text).map_err(Error::internal)?;
    let findings = verify(&read);
    let reading = reading.elapsed();
    if !findings.holds() || read.tally.is_none() {
        return Err(wrong("the decision that was made does not hold"));
    }
    let millis = |time: std::time::Duration| time.as_secs_f64() * 1_000.0;
    println!(
        "{} ballots of {CHAPTERS} chapters; the record has {} KB, {} bytes a ballot",
        moves.len(),
        text.len() / 1024,
        text.len() / moves.len()
    );
    println!(
        "taken into the log, receipted: {:.0} ms, {:.0} us each",
        millis(taking),
        millis(taking) * 1_000.0 / moves.len() as f64
    );
    println!("counted, recounted and signed by the host: {:.0} ms", millis(counting));
    println!("read and recounted from the record alone: {:.0} ms", millis(reading));
    Ok(())
}
