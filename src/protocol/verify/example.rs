//! The decision that FEDERATION.md shows to whoever writes another node.

use serde_json::Value;

use super::verify;
use crate::bundle::Bundle;

const RECORD: &str = include_str!("../example.json");
const PAGE: &str = include_str!("../../../FEDERATION.md");

/// Without what the page leaves out.
fn stripped(value: &Value) -> Value {
    match value {
        Value::Object(all) => {
            let kept = all.iter().filter(|(name, _)| !["@context", "proof", "policy"].contains(&name.as_str()));
            Value::Object(kept.map(|(name, value)| (name.clone(), stripped(value))).collect())
        }
        Value::Array(all) => all.iter().map(stripped).collect(),
        other => other.clone(),
    }
}

fn contains(value: &Value, wanted: &Value) -> bool {
    value == wanted
        || match value {
            Value::Object(all) => all.values().any(|value| contains(value, wanted)),
            Value::Array(all) => all.iter().any(|value| contains(value, wanted)),
            _ => false,
        }
}

#[test]
fn the_record_holds() {
    let record: Bundle = serde_json::from_str(RECORD).unwrap();
    let findings = verify(&record);
    assert!(findings.holds(), "{:?}", findings.evidence);
    assert_eq!(record.tally.unwrap().body.outcome.state, "adopted");
}

#[test]
fn what_the_page_shows_stands_in_the_record() {
    let record = stripped(&serde_json::from_str(RECORD).unwrap());
    let (_, after) = PAGE.split_once("**One decision as JSON.**").unwrap();
    let (_, block) = after.split_once("```json\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    let shown: Vec<Value> = serde_json::Deserializer::from_str(block).into_iter().map(Result::unwrap).collect();
    assert_eq!(shown.len(), 9);
    for part in &shown {
        assert!(contains(&record, part), "{part}");
    }
}
